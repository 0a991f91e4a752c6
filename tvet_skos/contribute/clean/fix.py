"""What a fix is: a name, the rule that it mends, and a pure function from a graph to a patch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean.term_map import TermMap
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.terms import IRI, BlankNode, Node, Term, Triple


class PreferredLabel(StrEnum):
    """Which of several preferred labels in one language stays preferred."""

    SHORTEST = "shortest"
    """The shortest, then the first by code point."""
    LONGEST = "longest"
    """The longest, then the first by code point."""
    FIRST = "first"
    """The first by code point."""
    ALL = "all"
    """All of them: nothing is changed."""


@dataclass(frozen=True, slots=True)
class Options:
    """What fixes must be told, for no graph says it."""

    language: str = ""
    """The language of texts that have no tag; without it none gets one."""
    terms: TermMap | None = None
    """What to make of the classes and properties of another vocabulary."""
    narrower: bool = True
    """Whether the hierarchy is said in both directions; else with ``skos:broader`` alone."""
    transitive: bool = False
    """Whether ``skos:broaderTransitive`` is written out."""
    preferred: PreferredLabel = PreferredLabel.SHORTEST
    """Which of several preferred labels in one language stays."""
    drop_terms: bool = False
    """Whether declarations of classes and properties go that the vocabulary does not need."""
    base: str = DEFAULT_BASE
    """Where nodes without a name get their IRIs."""


class Change(NamedTuple):
    """One statement that goes, one that comes, or one that takes the place of another."""

    removed: Triple | None = None
    added: Triple | None = None


Names: TypeAlias = Mapping[BlankNode, IRI]
"""Blank nodes and the IRIs that they are given."""


@dataclass(frozen=True, slots=True)
class Patch:
    """What a fix changes: statements that are not there yet, and statements that are.

    ``names`` tells which blank nodes have got IRIs, for them the statements are there twice: under
    their old name as removed and under the new one as added.
    """

    added: tuple[Triple, ...] = ()
    removed: tuple[Triple, ...] = ()
    names: Names = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def __len__(self) -> int:
        """How many places are changed; a statement that replaces another counts once."""
        return max(len(self.added), len(self.removed))


def patch_of(graph: Graph, changes: Iterable[Change], names: Names | None = None) -> Patch:
    """The patch that a series of changes comes to: nothing that leaves the graph as it is.

    A statement that is both removed and added stays.

    >>> here = Triple(IRI("http://e/a"), IRI("http://e/p"), IRI("http://e/b"))
    >>> there = here._replace(object=IRI("http://e/c"))
    >>> patch_of(Graph([here]), [Change(added=here), Change(removed=there)])
    Patch(added=(), removed=(), names={})
    """
    added: dict[Triple, None] = {}
    removed: dict[Triple, None] = {}
    for old, new in changes:
        if old is not None:
            removed[old] = None
        if new is not None:
            added[new] = None
    return Patch(
        tuple(_sifted(graph, added, there=False)),
        tuple(t for t in _sifted(graph, removed, there=True) if t not in added),
        names or {},
    )


def _sifted(graph: Graph, triples: Iterable[Triple], *, there: bool) -> Iterator[Triple]:
    """The triples that are in the graph, or those that are not.

    A property can have a hundred thousand values, as ``skos:member`` has, so that looking for each
    triple among them would take a day; they are made a set once.
    """
    known: dict[tuple[Node, IRI], frozenset[Term]] = {}
    for t in triples:
        place = (t.subject, t.predicate)
        values = known.get(place)
        if values is None:
            values = known[place] = frozenset(graph.values(*place))
        if (t.object in values) is there:
            yield t


Repair: TypeAlias = Callable[[Graph, Options], Iterable[Change]]
"""What a fix does, statement by statement."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to repair: ``id`` is its name, ``rule`` the rule whose findings it ends, if any.

    ``summary`` is one sentence on what is done. An ``unsafe`` fix loses something or decides what
    only people know. ``option`` is the option of ``clean`` that asks for the fix, where one must.
    ``reads`` are the properties that it depends on, so that it is not asked again when others have
    changed; without any, it depends on everything.
    """

    id: str
    rule: str
    summary: str
    repair: Callable[[Graph, Options], Patch]
    unsafe: bool = False
    option: str = ""
    wanted: Callable[[Options], bool] = lambda _options: True
    reads: frozenset[IRI] = frozenset()

    def is_touched(self, graph: Graph, patch: Patch) -> bool:
        """Whether a change of a graph can have made work for the fix."""
        if not self.reads:
            return True
        changed = {t.predicate for t in (*patch.added, *patch.removed)}
        return not changed.isdisjoint(
            each for predicate in self.reads for each in graph.sub_properties(predicate)
        )

    def patch(self, graph: Graph, options: Options | None = None) -> Patch:
        """What the fix changes in a graph; nothing where nothing is to be mended."""
        return self.repair(graph, options or Options())


@dataclass(slots=True)
class Family:
    """The fixes of one file; its method is the decorator that enters a function as a fix.

    ``reads`` are the properties that they depend on; none for everything.
    """

    reads: frozenset[IRI] = frozenset()
    fixes: list[Fix] = field(default_factory=list)

    def fix(
        self,
        id: str,
        rule: str,
        summary: str,
        *,
        unsafe: bool = False,
        option: str = "",
        wanted: Callable[[Options], bool] = lambda _options: True,
    ) -> Callable[[Repair], Repair]:
        """Enter a function that gives the changes of a fix."""

        def enter(repair: Repair) -> Repair:
            def patched(graph: Graph, options: Options) -> Patch:
                return patch_of(graph, repair(graph, options))

            self.fixes.append(Fix(id, rule, summary, patched, unsafe, option, wanted, self.reads))
            return repair

        return enter
