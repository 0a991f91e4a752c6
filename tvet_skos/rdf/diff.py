"""What two versions of a vocabulary say differently: concept by concept, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tvet_skos.iri import base_of
from tvet_skos.model import ConceptScheme, Definition, Record
from tvet_skos.namespaces import DCTERMS, OWL, PROV, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.nodes import LABELS, Kind, Nodes
from tvet_skos.rdf.profile import to_triples
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.rdf.sameness import Forms, Versions, content_labels, versions
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, order, triple_order

Statements = ConceptScheme | Iterable[Triple]
"""A vocabulary, as a model or as triples."""


class Fate(StrEnum):
    """What became of a record from the old version to the new; the first that fits is told."""

    NEW = "new"
    """The old version says nothing of it."""
    REMOVED = "removed"
    """The new version says nothing of it, though a published IRI should stay."""
    RETIRED = "retired"
    """It stays, and is marked ``owl:deprecated`` now."""
    RESTORED = "restored"
    """It is no longer marked so."""
    RENAMED = "renamed"
    """Its label in some language is another now; its IRI stays."""
    CHANGED = "changed"
    """Anything else about it, or about what is part of it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values that one property of a node lost and got, each in order."""

    predicate: IRI
    removed: tuple[Term, ...]
    added: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What became of a record, and of what is part of it.

    ``label`` is the new one, ``old_label`` the old one where that was another. ``fields`` are in
    the order of the profile, then by IRI. ``parts`` are the definitions of a concept and nameless
    nodes, each with changes of its own. ``successors`` are the records that take the place of one
    that was removed or retired: because it says so, or because they have its label or its text.
    """

    node: Node
    kind: Kind
    fate: Fate
    label: str
    old_label: str = ""
    fields: tuple[FieldChange, ...] = ()
    parts: tuple[RecordChange, ...] = ()
    successors: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from one version of a vocabulary to another; false where nothing does.

    ``records`` come by kind, then by IRI. Each triple of ``removed`` and ``added`` stands in
    exactly one field of one of them. ``labels`` has the label of each node that is named, as far as
    it has one; ``base`` is what the IRIs of the vocabulary begin with, or empty.
    """

    records: tuple[RecordChange, ...]
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]
    labels: Mapping[Term, str] = field(default_factory=dict, repr=False)
    base: str = ""

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    @property
    def counts(self) -> dict[Kind, dict[Fate, int]]:
        """How many records of each kind became what, parts among them; none is left out as 0."""
        found = Counter((r.kind, r.fate) for top in self.records for r in (top, *top.parts))
        counts: dict[Kind, dict[Fate, int]] = {}
        for kind, fate in sorted(found, key=lambda k: (k[0].rank, list(Fate).index(k[1]))):
            counts.setdefault(kind, {})[fate] = found[kind, fate]
        return counts

    def applied_to(self, old: Statements) -> list[Triple]:
        """The new version, made from the old one; blank nodes have ``content_labels``.

        >>> skill = Triple(IRI("urn:x:skill"), SKOS.prefLabel, Literal("Skill", "en"))
        >>> diff([], [skill]).applied_to([]) == [skill]
        True
        """
        kept = dict.fromkeys(content_labels(statements(old)))
        for triple in self.removed:
            kept.pop(triple, None)
        return list(kept | dict.fromkeys(self.added))


def statements(vocabulary: Statements) -> Iterable[Triple]:
    """The triples of a vocabulary."""
    return to_triples(vocabulary) if isinstance(vocabulary, ConceptScheme) else vocabulary


def diff(old: Statements, new: Statements) -> Difference:
    """What became of a vocabulary from one version to another.

    Compared as a store keeps them: numbers, dates and truth values by what they mean (``01`` is
    ``1``), language tags in any case, texts letter for letter. Nameless nodes are compared by what
    they say; one that changed is a removed and a new one.

    :raises InputError: the graph has blank nodes that would take hours to tell apart

    >>> skill = IRI("http://example.org/skill")
    >>> old = [Triple(skill, RDF.type, SKOS.Concept),
    ...        Triple(skill, SKOS.prefLabel, Literal("Skils", "en"))]
    >>> new = [old[0], Triple(skill, SKOS.prefLabel, Literal("Skills", "en"))]
    >>> (change,) = diff(old, new).records
    >>> str(change.fate), change.old_label, change.label
    ('renamed', 'Skils', 'Skills')
    >>> bool(diff(old, old))
    False
    """
    both = versions(statements(old), statements(new))
    before, after = both.differing
    removed = _only_in(before, after)
    added = _only_in(after, before)
    comparing = _Comparing(both, removed, added)
    return Difference(
        comparing.records(),
        removed,
        added,
        comparing.nodes.labels(),
        _base(both.said(1), both.said(0)),
    )


def _only_in(one: Forms, other: Forms) -> tuple[Triple, ...]:
    triples = (t for key, forms in one.items() if key not in other for t in forms)
    return tuple(sorted(triples, key=triple_order))


def _base(*graphs: Iterable[Triple]) -> str:
    """What the concepts' IRIs begin with; empty where there is no scheme, or more than one."""
    scheme_class, typing = SKOS.ConceptScheme, RDF.type
    for graph in graphs:
        schemes = {t.subject for t in graph if t.object == scheme_class and t.predicate == typing}
        if schemes:
            (scheme, *others) = schemes
            return base_of(scheme) if isinstance(scheme, IRI) and not others else ""
    return ""


class _Comparing:
    """The records that two versions tell differently."""

    def __init__(self, both: Versions, removed: Sequence[Triple], added: Sequence[Triple]) -> None:
        named = [term for triple in (*removed, *added) for term in triple]
        self.nodes = Nodes([lambda: both.said(1), lambda: both.said(0)], named)
        self._new, self._old = self.nodes.of_version(0), self.nodes.of_version(1)
        self._removed, self._added = _by_subject(removed), _by_subject(added)
        self._subjects = self._removed.keys() | self._added.keys()
        self._is = {t.subject for t in both.said(1) if t.subject in self._subjects}
        self._was = {t.subject for t in both.said(0) if t.subject in self._subjects}
        self._heirs = self._same_name()
        self._revised = [t for t in added if t.predicate == PROV.wasRevisionOf]

    def _same_name(self) -> dict[tuple[Kind, Term], list[IRI]]:
        """New records by kind and by each of their labels or texts."""
        heirs: dict[tuple[Kind, Term], list[IRI]] = {}
        for node in sorted(self._is - self._was, key=order):
            if isinstance(node, IRI):
                for name in _names(self._added[node]):
                    heirs.setdefault((self.nodes.kind(node), name), []).append(node)
        return heirs

    def records(self) -> tuple[RecordChange, ...]:
        """Every record with a change, its parts with it."""
        parts: dict[Node, list[Node]] = {}
        for node in self._subjects:
            top = self.nodes.owner(node)
            parts.setdefault(top, []).extend([node] if node != top else [])
        found = (self._change(top, tuple(own)) for top, own in parts.items())
        return tuple(sorted(found, key=lambda r: (r.kind.rank, order(r.node))))

    def _change(self, node: Node, parts: tuple[Node, ...] = ()) -> RecordChange:
        fields = self._fields(node)
        fate = self._fate(node, fields)
        label, old_label = self._new.label(node), self._old.label(node)
        return RecordChange(
            node,
            self.nodes.kind(node),
            fate,
            label or old_label,
            old_label if label and old_label != label else "",
            fields,
            tuple(self._change(part) for part in sorted(parts, key=self._place)),
            self._successors(node) if fate in (Fate.REMOVED, Fate.RETIRED) else (),
        )

    def _place(self, part: Node) -> tuple[int, int, object]:
        positions = (
            v.value for v in self.nodes.values(part, TVS.position) if isinstance(v, Literal)
        )
        number = min((int(p) for p in positions if p.isdecimal()), default=_LAST)
        return (self.nodes.kind(part).rank, number, order(part))

    def _fields(self, node: Node) -> tuple[FieldChange, ...]:
        removed, added = self._removed.get(node, {}), self._added.get(node, {})
        is_definition = self.nodes.kind(node) is Kind.DEFINITION
        ranks = _ranks(Definition if is_definition else self.nodes.record(node))
        predicates = sorted(removed.keys() | added.keys(), key=lambda p: (ranks.get(p, _LAST), p))
        return tuple(
            FieldChange(p, tuple(removed.get(p, ())), tuple(added.get(p, ()))) for p in predicates
        )

    def _fate(self, node: Node, fields: Iterable[FieldChange]) -> Fate:
        if node in self._subjects and node not in self._was:
            return Fate.NEW
        if node in self._subjects and node not in self._is:
            return Fate.REMOVED
        for change in fields:
            if change.predicate == OWL.deprecated and any(map(_is_true, change.added)):
                return Fate.RETIRED
            if change.predicate == OWL.deprecated and any(map(_is_true, change.removed)):
                return Fate.RESTORED
        return Fate.RENAMED if any(map(_is_renaming, fields)) else Fate.CHANGED

    def _successors(self, node: Node) -> tuple[IRI, ...]:
        names = () if node in self._is else _names(self._removed[node])
        said = self.nodes.values(node, DCTERMS.isReplacedBy)
        found = {
            *(iri for iri in said if isinstance(iri, IRI)),
            *(t.subject for t in self._revised if t.object == node and isinstance(t.subject, IRI)),
            *(h for name in names for h in self._heirs.get((self.nodes.kind(node), name), ())),
        }
        return tuple(sorted(found))


_LAST = 1 << 62


def _is_true(term: Term) -> bool:
    return term in (Literal("true", datatype=XSD.boolean), Literal("1", datatype=XSD.boolean))


def _by_subject(triples: Iterable[Triple]) -> dict[Node, dict[IRI, list[Term]]]:
    found: dict[Node, dict[IRI, list[Term]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return found


def _names(said: Mapping[IRI, Sequence[Term]]) -> Iterator[Term]:
    """The labels or the text by which a record is recognised under another IRI."""
    for predicate in (*LABELS, RDF.value):
        yield from (value for value in said.get(predicate, ()) if isinstance(value, Literal))


def _ranks(record: type[Record] | None) -> dict[IRI, int]:
    """Properties in the order in which the profile tells them."""
    ranks = {RDF.type: 0}
    if record is not None:
        ranks |= {p.predicate: rank for rank, p in enumerate(PROPERTIES[record], 1)}
    return ranks


def _is_renaming(change: FieldChange) -> bool:
    """Whether a label gave way to another in the same language."""
    if change.predicate not in LABELS:
        return False
    before = {v.language for v in change.removed if isinstance(v, Literal)}
    return any(isinstance(v, Literal) and v.language in before for v in change.added)
