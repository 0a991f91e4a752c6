"""From what a form holds to triples: what would come into the vocabulary, and who proposes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tvet_skos.contribute.queue.fields import MAPPINGS, Mistake, is_web_address
from tvet_skos.iri import definition_iri, source_iri, unique
from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.find import find, suggestions
from tvet_skos.model import Concept, ConceptScheme, Definition, Source, SourceEvidence
from tvet_skos.namespaces import DC, DCTERMS, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.profile import from_triples, record_triples
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal, Term, Triple, n3, triple_order

ANONYMOUS = "Anonymous"
"""Who proposes something without a name; the profile asks for one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody proposes: about which concept, as statements to add, and in a few words."""

    kind: str
    concept: IRI
    label: str
    statements: tuple[Triple, ...]
    summary: str
    source_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """A draft, or what stands in the way of one, by field."""

    draft: Draft | None
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the makers of drafts look at: the vocabulary, the concept, the values, the day."""

    store: Store
    base: str
    card: ConceptScheme
    concept: Concept
    values: Mapping[str, str]
    day: str
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def text(self) -> Literal:
        return Literal(self.values["text"], self.values["language"])

    def refuse(self, name: str, code: str, **values: str) -> None:
        self.mistakes.append(Mistake(name, code, values))


def drafted(
    store: Store, base: str, concept: IRI, kind: str, values: Mapping[str, str], day: str
) -> Proposed:
    """What the values of a form propose for a concept.

    :param base: what new IRIs begin with
    :param values: as ``cleaned`` gives them, without mistakes
    :param day: today, ``YYYY-MM-DD``
    :raises NotFound: there is no such concept
    """
    found = card(store, concept)
    asked = _Asked(store, base, found, concept_of(found, concept), values, day)
    statements, summary = _MAKERS[kind](asked)
    if not asked.mistakes:
        known = set(store.about(concept))
        if statements and all(t in known or t in store.about(_iri(t)) for t in statements):
            asked.refuse(_MAIN_FIELD[kind], "there_already")
    if asked.mistakes:
        return Proposed(None, tuple(asked.mistakes))
    label = asked.concept.label()
    unknown = values.get("source") == "unknown"
    ordered = tuple(sorted(dict.fromkeys(statements), key=triple_order))
    return Proposed(Draft(kind, concept, label, ordered, summary, unknown))


_MAIN_FIELD = {
    "definition": "text",
    "spelling": "text",
    "translation": "text",
    "relation": "target",
}


def _iri(triple: Triple) -> IRI:
    assert isinstance(triple.subject, IRI)  # a draft names everything
    return triple.subject


_Made = tuple[list[Triple], str]


def _definition(asked: _Asked) -> _Made:
    """A new definition of the concept, with the record of its source where that is new."""
    values = asked.values
    way = values["source"]
    if way == "unknown":
        record = _with_unknown_source(asked)
        return _linked(asked, record), f"Definition in {values['language']}, source unknown"
    source, more = _registered(asked) if way == "register" else _new_source(asked)
    if source is None:
        return [], ""
    citation = source.citation or source.title or source.iri
    definition = Definition(
        iri=definition_iri(asked.concept.iri, values["text"], values["language"], citation),
        value=asked.text,
        source_text=citation,
        sources=(source.iri,),
        source_evidence=SourceEvidence.STATED,
        locator=values["locator"],
        created=asked.day,
    )
    return [*_linked(asked, definition), *more], f"Definition in {values['language']}: {citation}"


def _with_unknown_source(asked: _Asked) -> Definition:
    values = asked.values
    return Definition(
        iri=definition_iri(asked.concept.iri, values["text"], values["language"]),
        value=asked.text,
        source_text=f"Source not known to who proposed the text on {asked.day}",
        source_evidence=SourceEvidence.NOT_CAPTURED,
        created=asked.day,
    )


def _linked(asked: _Asked, definition: Definition) -> list[Triple]:
    if any(d.iri == definition.iri for d in asked.concept.definitions):
        asked.refuse("text", "there_already")
        return []
    link = Triple(asked.concept.iri, SKOS.definition, definition.iri)
    return [link, *record_triples(definition)]


def _registered(asked: _Asked) -> tuple[Source | None, list[Triple]]:
    iri = IRI(asked.values["register"])
    records = from_triples(asked.store.about(iri)).sources
    source = next((each for each in records if each.iri == iri), None)
    if source is None:
        asked.refuse("register", "no_source")
    return source, []


def _new_source(asked: _Asked) -> tuple[Source, list[Triple]]:
    values, store = asked.values, asked.store
    name = source_iri(asked.base, "", values["citation"], values["year"][:4])
    taken = {name} if store.about(name) else set()
    while taken and store.about(candidate := IRI(unique(name, taken))):
        taken.add(candidate)
    source = Source(
        iri=IRI(unique(name, taken)),
        citation=values["citation"],
        issued=values["year"],
        pages=(IRI(values["url"]),) if values["url"] else (),
    )
    return source, list(record_triples(source))


def _spelling(asked: _Asked) -> _Made:
    """Another label of the concept in a language."""
    concept, label = asked.concept, asked.text
    if label in (*concept.pref_labels, *concept.alt_labels, *concept.hidden_labels):
        asked.refuse("text", "there_already")
    hidden = asked.values["spelling"] == "hidden"
    predicate = SKOS.hiddenLabel if hidden else SKOS.altLabel
    name = "Spelling for search only" if hidden else "Spelling"
    return [Triple(concept.iri, predicate, label)], f'{name} "{label.value}"@{label.language}'


def _translation(asked: _Asked) -> _Made:
    """A label or definition in a language that has none of it yet."""
    return _label(asked) if asked.values["of"] == "label" else _translated(asked)


def _label(asked: _Asked) -> _Made:
    concept, label = asked.concept, asked.text
    present = next((p for p in concept.pref_labels if p.language == label.language), None)
    if present is not None:
        asked.refuse("language", "has_label", label=present.value)
    summary = f'Term "{label.value}"@{label.language}'
    return [Triple(concept.iri, SKOS.prefLabel, label)], summary


def _translated(asked: _Asked) -> _Made:
    values = asked.values
    original = next((d for d in asked.concept.definitions if d.iri == values["original"]), None)
    if original is None:
        asked.refuse("original", "no_original")
        return [], ""
    if original.language == values["language"]:
        asked.refuse("language", "same_language")
    known = {s.iri for s in asked.card.sources}
    definition = Definition(
        iri=definition_iri(
            asked.concept.iri, values["text"], values["language"], original.source_text
        ),
        value=asked.text,
        source_text=original.source_text,
        sources=tuple(iri for iri in original.sources if iri in known),
        source_evidence=original.source_evidence,
        derived_from=(original.iri,),
        locator=original.locator,
        modification=Literal(f"Translated from {original.language or 'the original'}.", "en"),
        created=asked.day,
    )
    summary = f"Translation of a definition from {original.language} to {values['language']}"
    return _linked(asked, definition), summary


def _relation(asked: _Asked) -> _Made:
    values, concept = asked.values, asked.concept
    relation = values["relation"]
    if relation in MAPPINGS:
        return _mapping(asked, relation)
    target = _term(asked)
    if target is None:
        return [], ""
    if target == concept.iri:
        asked.refuse("target", "itself")
    made = {
        "broader": Triple(concept.iri, SKOS.broader, target),
        # What is narrower is said from below, as the whole vocabulary does: nothing stands twice.
        "narrower": Triple(target, SKOS.broader, concept.iri),
        "related": Triple(concept.iri, SKOS.related, target),
    }[relation]
    others = {SKOS.broader: SKOS.narrower, SKOS.related: SKOS.related}
    opposite = Triple(IRI(made.object), others[made.predicate], made.subject)
    if opposite in asked.store.about(opposite.subject):
        asked.refuse("target", "there_already")
    return [made], f"{relation.capitalize()} term: {_name(asked, target)}"


def _name(asked: _Asked, iri: IRI) -> str:
    found = from_triples(asked.store.about(iri)).concepts
    return found[0].label() if found else iri


def _term(asked: _Asked) -> IRI | None:
    """The one concept that a person names; nothing where that is none or several."""
    typed = asked.values["target"]
    matches = find(asked.store, typed)
    plain = [m for m in matches if m.is_plain]
    found = plain if len(plain) == 1 else matches
    if len({m.concept for m in found}) == 1:
        return found[0].concept
    if found:
        names = (f"{_name(asked, m.concept)} ({m.concept})" for m in found[:3])
        asked.refuse("target", "several_terms", terms="; ".join(names))
        return None
    near = suggestions(asked.store, typed)
    asked.refuse("target", "no_term", near=", ".join(near) or "–")
    return None


def _mapping(asked: _Asked, relation: str) -> _Made:
    target = asked.values["target"]
    if not is_web_address(target):
        asked.refuse("target", "address")
        return [], ""
    if asked.store.about(IRI(target)):
        asked.refuse("target", "inside")
    return [Triple(asked.concept.iri, SKOS + relation, IRI(target))], f"{relation}: {target}"


_MAKERS: Mapping[str, Callable[[_Asked], _Made]] = {
    "definition": _definition,
    "spelling": _spelling,
    "translation": _translation,
    "relation": _relation,
}


def proposal(
    draft: Draft, base: str, identifier: str, day: str, version: str, name: str, comment: str
) -> tuple[Triple, ...]:
    """A draft with the word on who proposes it, as it waits in the queue.

    :param version: what the vocabulary was when the proposal was made, as ``state_of`` gives it
    :param name: who proposes it; nobody in particular where it is empty
    :source: the profile, on contributions
    """
    node = contribution_iri(base, identifier)
    said: list[tuple[IRI, Term]] = [
        (RDF.type, TVS.Contribution),
        (DCTERMS.creator, Literal(name or ANONYMOUS)),
        (DCTERMS.created, Literal(day, datatype=XSD.date)),
        (TVS.kind, Literal("change")),
        (TVS.target, draft.concept),
        (TVS.base, Literal(version)),
        (DC.type, Literal(draft.kind)),
        (DCTERMS.title, Literal(draft.summary, "en")),
        *([(DCTERMS.description, Literal(comment))] if comment else []),
    ]
    own = [Triple(node, predicate, value) for predicate, value in said]
    return (*own, *draft.statements)


def contribution_iri(base: str, identifier: str) -> IRI:
    """What a proposal is called where it says something of itself; it is never published."""
    return IRI(f"{base}contribution/{identifier}")


def state_of(version: str, about: Iterable[Triple]) -> str:
    """What a vocabulary and a concept are at a moment: its version, and a digest of the concept.

    >>> state_of("1.0", [])
    '1.0, sha256:e3b0c44298fc1c14'
    """
    lines = sorted(" ".join(map(n3, triple)) for triple in about)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return f"{version}, sha256:{digest}" if version else f"sha256:{digest}"
