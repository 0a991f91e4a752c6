"""Rules on the definitions of a concept beside each other: sources, preference, projections."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rule import Family, Fix, Hit, RecordRule, Rule, Scope
from tvet_skos.checks.wording import Wording, primary, wordings
from tvet_skos.namespaces import BIBO, DC, DCTERMS, PROV, RDF, SKOS, TVS
from tvet_skos.shingles import normal
from tvet_skos.terms import IRI, Literal, Node, Term, n3
from tvet_skos.text import counted, squash

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_CITED, _SOURCE, _EVIDENCE = DC.source, DCTERMS.source, TVS.sourceEvidence
_DEFINITION, _PREFERRED, _VALUE = SKOS.definition, TVS.preferredDefinition, RDF.value
_NO_SOURCE = frozenset({TVS.notCaptured, TVS.notStated, TVS.selfComposed})
_PRACTICE = "The definition-provenance profile"


# Sources as text.

_FREE_TEXT = Rule(
    "DF005",
    "source-as-free-text",
    Severity.INFO,
    "The source is given in words only, though it could be linked.",
    "Link its record with dcterms:source, and keep the words in dc:source.",
    reference=_PRACTICE,
)

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]+|\bwww\.[^\s<>\"]+|\b10\.\d{4,9}/[^\s<>\"]+", re.I)


def _free_citations(graph: Graph, node: Node) -> Iterator[Literal]:
    """The sources in words of a node that links none, as far as it says that there is one."""
    said = graph.properties(node)
    if _CITED in said and _SOURCE not in said and _NO_SOURCE.isdisjoint(said.get(_EVIDENCE, ())):
        yield from (v for v in said[_CITED] if isinstance(v, Literal))


@FAMILY.record(_FREE_TEXT, TVS.Definition, SKOS.Concept, needs=(_CITED,))
def addresses_in_citations(graph: Graph, node: Node) -> Iterator[Hit]:
    """Sources in words that hold a web address or a DOI, where no source is linked."""
    for citation in _free_citations(graph, node):
        address = _ADDRESS.search(citation.value)
        if address is not None:
            yield Hit(
                node,
                _CITED,
                citation,
                message=f"The source of {_mentioned(graph, node)} is given in words only, "
                f"with the address {address[0].rstrip('.,;)')}.",
                hint="Make a source record with this address, and link it with dcterms:source.",
            )


def _mentioned(graph: Graph, node: Node) -> str:
    """A definition as "definition 2 of X", anything else by its name in quotes."""
    name = name_of(graph, node)
    return name if graph.subjects(_DEFINITION, node) else f'"{name}"'


_CITATIONS = (DCTERMS.bibliographicCitation, TVS.alias)


def _citation_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    """What a source goes by, or the sources in words that a definition gives, without "After".

    Words with an address in them are left out: they are reported as such.
    """
    if graph.is_a(node, BIBO.Document):
        texts = [v for p in _CITATIONS for v in graph.values(node, p)]
    else:
        texts = [v for v in _free_citations(graph, node) if not _ADDRESS.search(v.value)]
    return {_cited_as(v.value) for v in texts if isinstance(v, Literal)} - {""}


def _cited_as(text: str) -> str:
    return normal(re.sub(r"^\s*(?:after|d'après|según)\s", "", text, flags=re.I))


@FAMILY.key(_FREE_TEXT, _citation_keys, TVS.Definition, SKOS.Concept, BIBO.Document)
def citations_of_known_sources(
    graph: Graph, key: Hashable, nodes: tuple[Node, ...]
) -> Iterator[Hit]:
    """Sources in words that are the citation or an alias of a record, where none is linked."""
    records = [n for n in nodes if graph.is_a(n, BIBO.Document)]
    for node in nodes:
        if records and node not in records:
            citation = next(c for c in _free_citations(graph, node) if _cited_as(c.value) == key)
            yield Hit(
                node,
                _CITED,
                citation,
                message=f"The source of {_mentioned(graph, node)} is given in words only, "
                f'although "{name_of(graph, records[0])}" is in the register.',
                hint=f"Link it with dcterms:source <{records[0]}>.",
                related=tuple(records),
            )


# The same text twice in one concept.


def _equal_texts(graph: Graph, node: Node) -> Iterable[Hashable]:
    """The concepts of a live definition with its texts, as far as words go."""
    owners = graph.subjects(_DEFINITION, node)
    if not owners or is_retired(graph, node):
        return ()
    texts = [v for v in graph.values(node, _VALUE) if isinstance(v, Literal)]
    return [(o, primary(v.language), normal(v.value)) for o in owners for v in texts]


@FAMILY.key(
    Rule(
        "DF006",
        "duplicate-definition",
        Severity.WARNING,
        "A concept has the same definition twice.",
        "Make them one definition that names both sources.",
        Scope.KEY,
        reference=_PRACTICE,
    ),
    _equal_texts,
    TVS.Definition,
)
def duplicate_definitions(graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
    """Definitions of one concept with the same words, whether or not they have the same source."""
    assert isinstance(key, tuple)
    owner, language, text = key
    sources = {frozenset(map(n3, graph.values(n, _SOURCE))) for n in nodes}
    cited = {frozenset(map(n3, graph.values(n, _CITED))) for n in nodes}
    differ = len(sources) > 1 or len(cited) > 1
    value = next(
        v
        for v in graph.values(nodes[0], _VALUE)
        if isinstance(v, Literal) and (primary(v.language), normal(v.value)) == (language, text)
    )
    which = "from different sources" if differ else "from one source"
    yield Hit(
        nodes[0],
        _VALUE,
        value,
        message=f'{counted(len(nodes), "definition")} of "{name_of(graph, owner)}" {which} '
        "have the same words.",
        hint="Make them one definition that names both sources." if differ else "Keep one.",
        related=nodes[1:],
        gathered=True,
    )


# Bare texts beside nodes.


@FAMILY.record(
    Rule(
        "DF010",
        "flat-text-out-of-sync",
        Severity.WARNING,
        "A bare definition text does not agree with the definitions that carry a source.",
        "Write the bare text anew from the definition that leads, or remove it.",
        fix=Fix.SAFE,
        reference=_PRACTICE,
    ),
    SKOS.Concept,
    needs=(_DEFINITION,),
)
def flat_texts(graph: Graph, node: Node) -> Iterator[Hit]:
    """Bare texts of concepts with definition nodes that are the text of none of these, and
    languages in which there are nodes but no bare text.
    """
    if len(graph.values(node, _DEFINITION)) < 2:
        return
    texts = wordings(graph, node)
    bare = [w.text for w in texts if w.definition == w.text]
    carried = [w.text for w in texts if w.definition != w.text]
    if not bare or not carried:
        return
    known = {(v.language.lower(), squash(v.value)) for v in carried}
    name = name_of(graph, node)
    for text in bare:
        if (text.language.lower(), squash(text.value)) not in known:
            message = f'A bare definition text of "{name}" is the text of none of its definitions.'
            yield Hit(node, _DEFINITION, text, message=message)
    spoken = {v.language.lower() for v in bare}
    missing = sorted({v.language.lower() for v in carried} - spoken)
    if missing:
        listed = ", ".join(tag or "no language" for tag in missing)
        message = f'"{name}" has no bare definition text in {listed}, although it has in others.'
        yield Hit(node, _DEFINITION, message=message)


# Preference.


def _by_language(texts: Iterable[Wording]) -> dict[str, dict[Term, None]]:
    """The definition nodes of each language, by the whole tag."""
    found: dict[str, dict[Term, None]] = {}
    for definition, text, _ in texts:
        if definition != text:
            found.setdefault(text.language.lower(), {})[definition] = None
    return found


@FAMILY.record(
    Rule(
        "DF011",
        "no-preferred-definition",
        Severity.INFO,
        "The concept has several definitions in one language, and none is marked as preferred.",
        "Mark one with tvs:preferredDefinition; without it, the newest stated one leads.",
        reference=_PRACTICE,
    ),
    SKOS.Concept,
    needs=(_DEFINITION,),
)
def no_preferred(graph: Graph, node: Node) -> Iterator[Hit]:
    """Languages with several live definitions none of which editors have preferred."""
    if len(graph.values(node, _DEFINITION)) < 2:
        return
    chosen = set(graph.values(node, _PREFERRED))
    several = [
        (tag, len(found))
        for tag, found in sorted(_by_language(wordings(graph, node)).items())
        if len(found) > 1 and chosen.isdisjoint(found)
    ]
    if several:
        listed = " and ".join(
            f"{number} definitions in {tag or 'no language'}" for tag, number in several
        )
        message = f'"{name_of(graph, node)}" has {listed}, and none is marked as preferred.'
        yield Hit(node, _PREFERRED, message=message)


@FAMILY.record(
    Rule(
        "DF032",
        "several-preferred-definitions",
        Severity.WARNING,
        "More than one definition in one language is marked as preferred.",
        "Keep the mark of the one that is to lead.",
        reference=_PRACTICE,
    ),
    SKOS.Concept,
    needs=(_PREFERRED,),
)
def several_preferred(graph: Graph, node: Node) -> Iterator[Hit]:
    """Languages with more than one preferred definition, retired ones left out."""
    chosen = graph.values(node, _PREFERRED)
    preferred = [
        Wording(value, text, primary(text.language))
        for value in (chosen if len(chosen) > 1 else ())
        if not is_retired(graph, value)
        for text in graph.values(value, _VALUE)
        if isinstance(text, Literal)
    ]
    several = {tag: f for tag, f in _by_language(preferred).items() if len(f) > 1}
    if several:
        listed = ", ".join(tag or "no language" for tag in sorted(several))
        name = name_of(graph, node)
        message = f'"{name}" has more than one preferred definition in {listed}.'
        nodes = {v for found in several.values() for v in found if not isinstance(v, Literal)}
        yield Hit(node, _PREFERRED, message=message, related=tuple(sorted(nodes, key=n3)))


# Licences.

_QUOTED, _LICENCE = PROV.wasQuotedFrom, DCTERMS.license


def quotable(licences: Collection[IRI]) -> RecordRule:
    """The rule that word-for-word texts come from sources whose licence allows it (DF012).

    That a long quotation names no licence at all is judged by a shape.

    :param licences: the licences that allow verbatim quotation; where a licence ends in a slash,
        what comes after it, such as the country, does not matter
    """
    allowed = tuple(str(licence) for licence in licences)

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        for source in graph.values(node, _QUOTED):
            given = [v for v in graph.values(source, _LICENCE) if isinstance(v, str)]
            if given and not any(_allows(allowed, licence) for licence in given):
                listed = ", ".join(sorted(given))
                yield Hit(
                    node,
                    _QUOTED,
                    source,
                    message=f"{name_of(graph, node)} is quoted word for word from "
                    f'"{name_of(graph, source)}", whose licence is not among those that '
                    f"allow it: {listed}.",
                )

    return RecordRule(_LICENCES, judge, (TVS.Definition,), needs=(_QUOTED,))


def _allows(allowed: tuple[str, ...], licence: str) -> bool:
    return any(
        licence == each or (each[-1:] == "/" and licence.startswith(each)) for each in allowed
    )


_LICENCES = Rule(
    "DF012",
    "licence-not-compatible",
    Severity.WARNING,
    "A text is quoted word for word from a source whose licence may not allow it.",
    "Write the definition in your own words, or quote a short passage only.",
    reference="voc4cat",
)
