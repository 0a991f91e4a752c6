"""Merging what two sides made of one vocabulary: each keeps its changes, conflicts are shown.

What may have several values merges as a set: what one side added comes in, what one side removed
goes. What has one value, and was changed on both sides to different ones, is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from tvet_skos.model import Record
from tvet_skos.namespaces import DCTERMS, OWL, RDF, SKOS, TVS
from tvet_skos.rdf.clash import Clash, Reason
from tvet_skos.rdf.diff import Statements, statements
from tvet_skos.rdf.nodes import Nodes
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.rdf.sameness import Forms, Versions, versions
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple, order, triple_order


@dataclass(frozen=True, slots=True)
class Merged:
    """What both sides make together, as a set of triples; blank nodes have ``content_labels``.

    Conflicts come in the order of the records that they are about. Where there are any, ``triples``
    hold what both sides say and are not fit to be kept.
    """

    triples: frozenset[Triple]
    conflicts: tuple[Clash, ...] = ()


def merge(base: Statements, ours: Statements, theirs: Statements) -> Merged:
    """Put together what two sides made of one base.

    A conflict is: both sides give a field that holds one value (in one language, for preferred
    labels, titles and the choice of the preferred definition) different values; both replace one
    nameless node; one side removes what the other changes or newly names. Of two dates of
    modification the later counts. A change that both made is made once.

    Without a base that both sides come from, give what they have in common: nothing is removed
    then, and a field on which they differ is a conflict.

    :raises InputError: a graph has blank nodes that would take hours to tell apart

    >>> skill = IRI("http://example.org/skill")
    >>> def named(label: str) -> list[Triple]:
    ...     return [Triple(skill, SKOS.prefLabel, Literal(label, "en"))]
    >>> merge(named("Skil"), named("Skil"), named("Skill")).triples == set(named("Skill"))
    True
    >>> [str(c.reason) for c in merge(named("Skil"), named("Skill"), named("Skills")).conflicts]
    ['same field']
    """
    sides = versions(statements(base), statements(ours), statements(theirs))
    named = [term for forms in sides.differing for triple in forms for term in triple]
    # What the base calls a node counts first, so that the sides can change places.
    nodes = Nodes([lambda: sides.said(0), lambda: chain(sides.said(1), sides.said(2))], named)
    meeting = _Meeting(sides, nodes)
    kept, conflicts = meeting.resolved()
    changed = [triple for key in kept for triple in meeting.written(key)]
    return Merged(sides.common.union(changed), conflicts)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one version says where the three differ, whole and by subject."""

    forms: Forms
    by_subject: Mapping[Node, set[Triple]]

    @property
    def keys(self) -> set[Triple]:
        return set(self.forms)

    def written(self, keys: Iterable[Triple]) -> tuple[Triple, ...]:
        """Statements as this version writes them, with what their blank nodes say; sorted."""
        waiting, found = list(keys), set[Triple]()
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                if isinstance(key.object, BlankNode):
                    waiting += self.by_subject.get(key.object, ())
        return tuple(sorted((t for key in found for t in self.forms[key]), key=triple_order))


def _side(forms: Forms) -> _Side:
    by_subject: dict[Node, set[Triple]] = {}
    for key in forms:
        by_subject.setdefault(key.subject, set()).add(key)
    return _Side(forms, by_subject)


_Found = tuple[Clash, set[Triple]]
"""A conflict, and the statements of both sides that are at issue."""


class _Meeting:
    """Three versions where they differ, and what becomes of it."""

    def __init__(self, sides: Versions, nodes: Nodes) -> None:
        self._base, self._ours, self._theirs = map(_side, sides.differing)
        self._nodes = nodes
        present = {t.subject for t in sides.common}
        was = {n for n in self._base.by_subject if isinstance(n, IRI) and n not in present}
        ours, theirs = was - self._ours.by_subject.keys(), was - self._theirs.by_subject.keys()
        self._gone_in_ours, self._gone_in_theirs = ours - theirs, theirs - ours
        self._gone = ours ^ theirs

    def written(self, key: Triple) -> tuple[Triple, ...]:
        """A statement that stays, as the side writes it that changed how it is written."""
        base, ours, theirs = (
            side.forms.get(key, ()) for side in (self._base, self._ours, self._theirs)
        )
        if not (ours and theirs):
            return ours or theirs
        if base in (ours, theirs):
            return theirs if ours == base else ours
        return min(ours, theirs, key=lambda forms: [triple_order(t) for t in forms])

    def resolved(self) -> tuple[set[Triple], tuple[Clash, ...]]:
        """The statements that stay, and the conflicts in the order of what they are about."""
        base, ours, theirs = self._base.keys, self._ours.keys, self._theirs.keys
        kept = (ours & theirs) | (ours - base) | (theirs - base)
        found = list(self._removals())
        for slot in self._contested():
            if slot.predicate == DCTERMS.modified and slot.ours and slot.theirs:
                kept -= slot.either - {max(slot.either, key=triple_order)}
            elif slot.subject not in self._gone:
                clash = self._clash(Reason.SAME_FIELD, slot.subject, slot.predicate, *slot.sides)
                found.append((clash, slot.either))
        for _, at_issue in found:
            kept |= at_issue
        return kept, tuple(sorted((clash for clash, _ in found), key=_by_place))

    def _removals(self) -> Iterator[_Found]:
        """What one side removed, and the other changed or newly names."""
        for gone, side in (
            (self._gone_in_ours, self._theirs),
            (self._gone_in_theirs, self._ours),
        ):
            naming: dict[Term, set[Triple]] = {}
            for key in side.keys - self._base.keys:
                naming.setdefault(key.object, set()).add(key)
            for node in gone:
                before, now = self._base.by_subject[node], side.by_subject[node]
                reason = Reason.REMOVED_AND_CHANGED if before != now else Reason.REMOVED_AND_NAMED
                new = now - before if before != now else naming.get(node, set())
                if new or before != now:
                    yield self._one_sided(reason, node, before - now, new, side), now | new

    def _one_sided(
        self, reason: Reason, node: IRI, before: set[Triple], new: set[Triple], side: _Side
    ) -> Clash:
        if side is self._ours:
            return replace(self._clash(reason, node, None, before, new, ()), removed_by="theirs")
        return replace(self._clash(reason, node, None, before, (), new), removed_by="ours")

    def _contested(self) -> Iterator[_Slot]:
        """Places for one value that both sides filled, each in its own way."""
        slots: dict[tuple[Node, IRI, str], _Slot] = {}
        for index, side in enumerate((self._base, self._ours, self._theirs)):
            for key in side.forms:
                place = self._place(key)
                if place is not None:
                    slot = slots.setdefault(place, _Slot(*place))
                    slot.sides[index].add(key)
        yield from (slot for slot in slots.values() if slot.is_contested)

    def _place(self, key: Triple) -> tuple[Node, IRI, str] | None:
        """What a statement stands in the place of; ``None`` where there is room for many."""
        subject, predicate, value = key
        if predicate in _ONE_A_LANGUAGE and isinstance(value, Literal):
            return (subject, predicate, value.language)
        if predicate == TVS.preferredDefinition:
            return (subject, predicate, self._nodes.language(value))
        if predicate in _ONE_VALUE.get(self._nodes.record(subject), _ALWAYS_ONE):
            return (subject, predicate, "")
        return (subject, predicate, _NAMELESS) if isinstance(value, BlankNode) else None

    def _clash(
        self,
        reason: Reason,
        node: Node,
        predicate: IRI | None,
        base: Iterable[Triple],
        ours: Iterable[Triple],
        theirs: Iterable[Triple],
    ) -> Clash:
        return Clash(
            reason,
            node,
            self._nodes.kind(node),
            self._nodes.owner(node),
            predicate,
            self._base.written(base),
            self._ours.written(ours),
            self._theirs.written(theirs),
            labels=self._labels,
        )

    @cached_property
    def _labels(self) -> dict[Term, str]:
        return self._nodes.labels()


@dataclass(slots=True)
class _Slot:
    """A place that holds one value, and what the base and the two sides put there."""

    subject: Node
    predicate: IRI
    which: str
    sides: tuple[set[Triple], set[Triple], set[Triple]] = field(
        default_factory=lambda: (set(), set(), set())
    )

    @property
    def ours(self) -> set[Triple]:
        return self.sides[1]

    @property
    def theirs(self) -> set[Triple]:
        return self.sides[2]

    @property
    def either(self) -> set[Triple]:
        return self.ours | self.theirs

    @property
    def is_contested(self) -> bool:
        """Whether both changed it, and not alike; of nameless nodes, whether both replaced one."""
        base, ours, theirs = self.sides
        if base in (ours, theirs) or ours == theirs:
            return False
        return self.which != _NAMELESS or bool(base - ours - theirs)


_ONE_A_LANGUAGE = frozenset({SKOS.prefLabel, DCTERMS.title})
_ALWAYS_ONE = frozenset(
    {RDF.value, OWL.deprecated, DCTERMS.created, DCTERMS.modified, SKOS.memberList}
)
"""Properties that have one value whatever the record is."""


_ONE_VALUE: dict[type[Record] | None, frozenset[IRI]] = {
    record: _ALWAYS_ONE | {p.predicate for p in properties if not p.many}
    for record, properties in PROPERTIES.items()
}
_NAMELESS = "_:"
"""Where blank nodes stand: there may be many, but one that both sides replaced is one conflict."""


def _by_place(clash: Clash) -> tuple[object, ...]:
    is_part = clash.node != clash.owner
    place = (order(clash.owner), is_part, order(clash.node), clash.predicate or "")
    return (*place, *map(triple_order, (*clash.base, *clash.ours, *clash.theirs)))
