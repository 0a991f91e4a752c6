"""Writes a realistic vocabulary of any size: ``python benchmarks/generate.py CONCEPTS OUT``.

OUT ends in ``.nt`` or ``.ttl``. Labels are in three languages, each concept has one to three
definitions with source and evidence, the hierarchy is about six deep, some concepts have other
spellings, relations and mappings; about 17 triples a concept. The same arguments give the same
bytes. What a concept says depends on its number only, so that memory stays the same at any size.

The vocabulary conforms to the ruleset ``glossary`` but for the faults that are asked for
(``--faults``), each of a kind in ``FAULTS``. What there is to find is counted on stderr, as JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TextIO

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.words import ENGLISH, TONGUES, WORDS, Tongue, definition
from tvet_skos.namespaces import BIBO, DC, DCTERMS, FOAF, OWL, PREFIXES, PROFILE, RDF, SKOS, TVS
from tvet_skos.terms import IRI, XSD, Literal, Term, Triple, n3

BASE = "https://example.org/made-up/"
SCHEME = IRI(BASE)
LICENCE = IRI("https://creativecommons.org/publicdomain/zero/1.0/")
CONCEPTS_A_SOURCE = 25
CONCEPTS_A_FAULT = 20
SOURCES_AN_AGENT = 20
_SPREAD = 2_654_435_761
"""Coprime with the number of labels, so that each concept gets one of its own."""


@dataclass
class Made:
    """What was made, counted while it is written."""

    concepts: int = 0
    triples: int = 0
    definitions: int = 0
    labels: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    """Rule to how many faults of its kind were planted."""


class _Concept:
    """What the others need to know of a concept: its number says all of it."""

    def __init__(self, number: int, size: int, seed: int) -> None:
        self.number, self.size, self.seed = number, size, seed
        self.iri = IRI(f"{BASE}c{number:07}")
        self._dice = Random(seed * 1_000_003 + number)

    def pick(self, below: int) -> int:
        """A number below another; ``random()`` gives the same on every version of Python."""
        return int(self._dice.random() * below)

    def chance(self, percent: int) -> bool:
        return self.pick(100) < percent

    @property
    def branching(self) -> int:
        return max(2, round(math.pow(self.size, 1 / 6)))

    @property
    def parent(self) -> int | None:
        number = self.number // self.branching - 1
        return None if number < 0 else number

    def words(self, tongue: Tongue) -> tuple[str, str]:
        """The two words of the label."""
        place = (self.number * _SPREAD + self.seed * 7_919) % (WORDS * WORDS)
        adjective, noun = divmod(place, WORDS)
        shift = TONGUES.index(tongue) * 613
        return tongue.adjective((adjective + shift) % WORDS), tongue.noun((noun + shift) % WORDS)

    def label(self, tongue: Tongue, pattern: str | None = None) -> Literal:
        adjective, noun = self.words(tongue)
        text = (pattern or tongue.label).format(adjective=adjective, noun=noun)
        # Beyond the number of pairs, the round is counted: four million concepts are rare enough.
        turn = self.number // (WORDS * WORDS)
        text = f"{text} {turn + 1}" if turn else text
        return Literal(text[0].upper() + text[1:], tongue.tag)


def triples(
    size: int, seed: int = 0, faults: int = 0, made: Made | None = None
) -> Iterator[Triple]:
    """A vocabulary of ``size`` concepts, record by record; ``made`` is counted up on the way.

    Faults are spread evenly, the kinds taking turns. A vocabulary must have room for them:
    at least twenty concepts a fault.

    >>> first = list(triples(20))
    >>> first == list(triples(20)), first == list(triples(20, seed=1))
    (True, False)
    """
    made = Made() if made is None else made
    for record in _records(size, seed, faults, made):
        made.triples += len(record)
        yield from record


def _records(size: int, seed: int, faults: int, made: Made) -> Iterator[list[Triple]]:
    if faults and size < faults * CONCEPTS_A_FAULT:
        room = f"there is room for {size // CONCEPTS_A_FAULT} faults in {size} concepts"
        raise SystemExit(f"{room}, not for {faults}")
    yield list(_scheme(size, seed))
    kinds = list(FAULTS.items())
    planted = {size * (turn + 1) // (faults + 1): turn for turn in range(faults)}
    for number in range(size):
        if number % (CONCEPTS_A_SOURCE * SOURCES_AN_AGENT) == 0:
            yield _agent(number // (CONCEPTS_A_SOURCE * SOURCES_AN_AGENT))
        if number % CONCEPTS_A_SOURCE == 0:
            yield _source(number // CONCEPTS_A_SOURCE)
        concept = _Concept(number, size, seed)
        record = list(_concept(concept))
        if number in planted:
            rule, spoil = kinds[planted[number] % len(kinds)]
            record = list(spoil(concept, record))
            made.faults[rule] += 1
        _count(record, made)
        yield record


def _count(record: list[Triple], made: Made) -> None:
    made.concepts += 1
    made.definitions += sum(t.predicate == SKOS.definition for t in record)
    made.labels += sum(
        t.predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel) for t in record
    )


def _scheme(size: int, seed: int) -> Iterator[Triple]:
    day = XSD + "date"
    yield Triple(SCHEME, RDF.type, SKOS.ConceptScheme)
    yield Triple(SCHEME, DCTERMS.title, Literal(f"A made-up vocabulary of {size} concepts", "en"))
    about = f"Made by a program for measuring, of words that mean nothing (seed {seed})."
    yield Triple(SCHEME, DCTERMS.description, Literal(about, "en"))
    yield Triple(SCHEME, DCTERMS.creator, _agent_iri(0))
    yield Triple(SCHEME, DCTERMS.publisher, _agent_iri(0))
    yield Triple(SCHEME, DCTERMS.license, LICENCE)
    yield Triple(SCHEME, DCTERMS.created, Literal("2026-01-01", datatype=day))
    yield Triple(SCHEME, DCTERMS.modified, Literal("2026-01-01", datatype=day))
    origin = "Begun and finished in one run of the generator."
    yield Triple(SCHEME, SKOS.historyNote, Literal(origin, "en"))
    yield Triple(SCHEME, OWL.versionInfo, Literal("1.0.0"))
    yield Triple(SCHEME, DCTERMS.conformsTo, PROFILE)
    top = _Concept(0, size, seed).branching
    for number in range(min(top, size)):
        yield Triple(SCHEME, SKOS.hasTopConcept, _Concept(number, size, seed).iri)


def _agent_iri(number: int) -> IRI:
    return IRI(f"{BASE}agent/a{number:05}")


def _source_iri(number: int) -> IRI:
    return IRI(f"{BASE}source/s{number:06}")


def _named(number: int) -> str:
    """The noun of a number, capitalised, with its round where the nouns have run out."""
    turn, place = divmod(number, WORDS)
    return ENGLISH.noun(place).capitalize() + (f" {turn + 1}" if turn else "")


def _agent(number: int) -> list[Triple]:
    iri = _agent_iri(number)
    return [
        Triple(iri, RDF.type, FOAF.Organization),
        Triple(iri, FOAF.name, Literal(f"{_named(number)} Institute", "en")),
    ]


def _source(number: int) -> list[Triple]:
    iri, citation = _source_iri(number), _citation(number)
    return [
        Triple(iri, RDF.type, BIBO.Document),
        Triple(iri, DCTERMS.title, Literal(_title(number), "en")),
        Triple(iri, DCTERMS.creator, _agent_iri(number // SOURCES_AN_AGENT)),
        Triple(iri, DCTERMS.issued, Literal(_year(number), datatype=XSD + "gYear")),
        Triple(iri, DCTERMS.bibliographicCitation, Literal(citation)),
        Triple(iri, DCTERMS.license, LICENCE),
    ]


def _title(number: int) -> str:
    return f"Terms of {_named(number + 7).lower()}"


def _year(number: int) -> str:
    return str(1990 + number * 7 % 35)


def _citation(number: int) -> str:
    return f"{_named(number // SOURCES_AN_AGENT)} Institute, {_title(number)}, {_year(number)}"


def _concept(concept: _Concept) -> Iterator[Triple]:
    """A concept and its definitions."""
    iri, parent = concept.iri, concept.parent
    yield Triple(iri, RDF.type, SKOS.Concept)
    yield Triple(iri, SKOS.inScheme, SCHEME)
    yield from _labels(concept)
    if parent is not None:
        yield Triple(iri, SKOS.broader, _Concept(parent, concept.size, concept.seed).iri)
    yield from _links(concept)
    count = 1 + concept.chance(35) + concept.chance(15)
    for place in range(count):
        yield Triple(iri, SKOS.definition, _definition_iri(concept, place))
    if count > 1:
        yield Triple(iri, TVS.preferredDefinition, _definition_iri(concept, 0))
    for place in range(count):
        yield from _definition(concept, place)


def _labels(concept: _Concept) -> Iterator[Triple]:
    for tongue in TONGUES:
        yield Triple(concept.iri, SKOS.prefLabel, concept.label(tongue))
        if concept.chance(15):
            yield Triple(concept.iri, SKOS.altLabel, concept.label(tongue, tongue.variant))
    if concept.chance(10):
        joined = concept.label(ENGLISH, "{adjective}-{noun}")
        yield Triple(concept.iri, SKOS.hiddenLabel, joined)


def _links(concept: _Concept) -> Iterator[Triple]:
    """A relation to a cousin, which neither parent nor child leads to, and a mapping or a page."""
    cousin = concept.number + concept.branching
    if concept.parent is not None and cousin < concept.size and concept.chance(15):
        yield Triple(concept.iri, SKOS.related, _Concept(cousin, concept.size, concept.seed).iri)
    if concept.chance(30):
        match = SKOS.exactMatch if concept.chance(50) else SKOS.closeMatch
        yield Triple(concept.iri, match, IRI(f"https://example.net/other/{concept.number}"))
    else:
        yield Triple(concept.iri, FOAF.page, IRI(f"https://example.net/page/{concept.number}"))


def _definition_iri(concept: _Concept, place: int) -> IRI:
    return IRI(f"{concept.iri}#def-{place + 1:08x}")


def _definition(concept: _Concept, place: int) -> Iterator[Triple]:
    iri = _definition_iri(concept, place)
    sources = -(-concept.size // CONCEPTS_A_SOURCE)
    # The first definition after the source whose turn it is, so that each is used; others anywhere.
    number = concept.pick(sources) if place else concept.number // CONCEPTS_A_SOURCE
    yield Triple(iri, RDF.type, TVS.Definition)
    yield Triple(iri, RDF.value, Literal(_text(concept), "en"))
    yield Triple(iri, DC.source, Literal(_citation(number)))
    yield Triple(iri, DCTERMS.source, _source_iri(number))
    yield Triple(iri, TVS.sourceEvidence, TVS.stated)


def _text(concept: _Concept) -> str:
    own = concept.words(ENGLISH)
    first, second, third, fourth = (_field(concept, own) for _ in range(4))
    return definition(concept.pick, (first, second, third, fourth))


def _field(concept: _Concept, own: tuple[str, str]) -> str:
    """Two words of which none is one that is being explained: that would be a fault."""
    while True:
        adjective, noun = ENGLISH.adjective(concept.pick(WORDS)), ENGLISH.noun(concept.pick(WORDS))
        if adjective not in own and noun not in own:
            return f"{adjective} {noun}"


Spoil = Callable[[_Concept, list[Triple]], Iterable[Triple]]


def _two_preferred(concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
    return [
        *record,
        Triple(concept.iri, SKOS.prefLabel, concept.label(ENGLISH, "{noun} of {adjective} kind")),
    ]


def _preferred_and_hidden(concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
    return [*record, Triple(concept.iri, SKOS.hiddenLabel, concept.label(ENGLISH))]


def _related_to_parent(concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
    (parent,) = (t.object for t in record if t.predicate == SKOS.broader)
    return [*record, Triple(concept.iri, SKOS.related, parent)]


def _narrower_than_child(concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
    (parent,) = (t.object for t in record if t.predicate == SKOS.broader)
    return [*record, Triple(concept.iri, SKOS.narrower, parent)]


def _label_of_neighbour(concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
    neighbour = _Concept(concept.number - 1, concept.size, concept.seed).label(ENGLISH)
    own = Triple(concept.iri, SKOS.prefLabel, concept.label(ENGLISH))
    return [t._replace(object=neighbour) if t == own else t for t in record]


def _without(predicate: IRI) -> Spoil:
    """Leaves out a property of the last definition, which is not the preferred one of several."""

    def spoil(_concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
        last = record[-1].subject
        return [t for t in record if (t.subject, t.predicate) != (last, predicate)]

    return spoil


def _broader_nowhere(concept: _Concept, record: list[Triple]) -> Iterable[Triple]:
    return [*record, Triple(concept.iri, SKOS.broader, IRI(f"{BASE}gone{concept.number}"))]


FAULTS: dict[str, Spoil] = {
    "SK014": _two_preferred,
    "SK013": _preferred_and_hidden,
    "SK027": _related_to_parent,
    "DF001": _without(RDF.value),
    "DF017": _without(DC.source),
    "DF018": _without(TVS.sourceEvidence),
    "QU002": _broader_nowhere,
    "HI001": _narrower_than_child,
    "LB005": _label_of_neighbour,
}
"""The rule that finds a fault, to what plants it. Concepts without a parent are never spoilt."""


def write(records: Iterable[Triple], path: Path) -> None:
    """Write triples as N-Triples or Turtle, as the suffix says, one after the other."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        if path.suffix == ".ttl":
            _write_turtle(records, file)
        else:
            file.writelines(f"{n3(s)} {n3(p)} {n3(o)} .\n" for s, p, o in records)


_SHORT = {iri: prefix for prefix, iri in PREFIXES.items()}


def _write_turtle(records: Iterable[Triple], file: TextIO) -> None:
    for prefix, iri in sorted(PREFIXES.items()):
        file.write(f"@prefix {prefix}: <{iri}> .\n")
    subject: Term | None = None
    for triple in records:
        if triple.subject != subject:
            file.write(f"{'.' if subject else ''}\n\n{n3(triple.subject)}\n".lstrip(""))
            subject = triple.subject
        file.write(f"    {_shortened(triple.predicate)} {_shortened(triple.object)} ;\n")
    file.write(".\n")


def _shortened(term: Term) -> str:
    if isinstance(term, IRI):
        for end in ("#", "/"):
            namespace, found, name = term.rpartition(end)
            if found and name.isalnum() and namespace + end in _SHORT:
                return f"{_SHORT[namespace + end]}:{name}"
    return n3(term)


def main() -> int:
    """Write the file, and say on stderr what it holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("concepts", type=int)
    parser.add_argument("out", type=Path, metavar="OUT", help="a file that ends in .nt or .ttl")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faults", type=int, default=0, help="how many faults to plant")
    chosen = parser.parse_args()
    if chosen.out.suffix not in (".nt", ".ttl"):
        parser.error("OUT must end in .nt or .ttl")
    made = Made()
    write(triples(chosen.concepts, chosen.seed, chosen.faults, made), chosen.out)
    print(json.dumps(vars(made)), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
