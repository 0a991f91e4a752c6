"""Applying fixes: each until it finds nothing more, and none that makes an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Finding, Report, Severity
from tvet_skos.contribute.clean.draft import Draft
from tvet_skos.contribute.clean.fix import Fix, Options, Patch
from tvet_skos.terms import IRI, BlankNode, Node, Triple

Judge = Callable[[Graph], Report]
"""What tells the errors in a graph, such as ``tvet_skos.checks.check``."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A fix and all that it changed."""

    fix: Fix
    patch: Patch


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fix that was taken back: for the errors it would add, or because it never came to rest."""

    fix: Fix
    errors: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning came to.

    ``patch`` is all of it: ``graph`` is ``base`` with what the patch adds and without what it
    removes. ``deeds`` tells which fix did what, in the order of ``FIXES``; ``left_out`` which
    fixes were taken back.
    """

    base: Graph
    graph: Graph
    patch: Patch
    deeds: tuple[Deed, ...]
    left_out: tuple[LeftOut, ...]


def clean(
    graph: Graph,
    fixes: Sequence[Fix],
    options: Options | None = None,
    judge: Judge | None = None,
) -> Cleaned:
    """Apply fixes to a graph, which itself stays as it is.

    Each fix is repeated until it finds nothing, and the whole row as well, for one fix can make
    work for another. What counts against a fix is the result: an error that it makes and a later
    fix mends is none. A fix that leaves an error which was not there before is left out as a
    whole, and the others are applied anew without it. The map of ``--map`` is no fix in this
    sense, for it says what the graph is about: errors are counted from there.

    :param fixes: in the order in which they are applied
    :param judge: tells the errors in a graph; without it none is looked for

    >>> from tvet_skos.contribute.clean import chosen_fixes
    >>> from tvet_skos.namespaces import SKOS
    >>> from tvet_skos.terms import Literal
    >>> label = Triple(IRI("http://e/skill"), SKOS.prefLabel, Literal(" Skill", "en"))
    >>> cleaned = clean(Graph([label]), chosen_fixes())
    >>> [(deed.fix.id, len(deed.patch)) for deed in cleaned.deeds]
    [('trim-labels', 1)]
    """
    options = options or Options()
    wanted = [fix for fix in fixes if fix.wanted(options)]
    left_out: dict[str, LeftOut] = {}
    while True:
        trail = _Trail(graph, [f for f in wanted if f.id not in left_out], options)
        refused = trail.refused(judge)
        if refused is None:
            return _cleaned(trail, wanted, left_out)
        left_out[refused.fix.id] = refused


_MOST_ROUNDS = 50
"""How often a fix may find more in what it has done; none needs more than a few rounds."""

_MOST_PASSES = 10
"""How often the whole row of fixes is gone through."""


class _Trail:
    """Fixes applied to a graph step by step, and what they came to."""

    def __init__(self, base: Graph, fixes: Sequence[Fix], options: Options) -> None:
        self.base = base
        self.graph = Draft(base)
        self.steps: list[Deed] = []
        self.restless: Fix | None = None
        settled: dict[str, int] = {}
        for _ in range(_MOST_PASSES):
            before = len(self.steps)
            for fix in fixes:
                if self._has_work(fix, settled.get(fix.id)):
                    self._settle(fix, options)
                    settled[fix.id] = len(self.steps)
            if len(self.steps) == before:
                return
        # Two fixes undo each other; without one of them the other comes to rest.
        self.restless = self.restless or self.steps[-1].fix

    def _has_work(self, fix: Fix, settled: int | None) -> bool:
        """Whether anything has changed that a fix reads, since it found nothing."""
        if settled is None:
            return True
        return any(fix.is_touched(self.graph, step.patch) for step in self.steps[settled:])

    def _settle(self, fix: Fix, options: Options) -> None:
        for _ in range(_MOST_ROUNDS):
            patch = fix.patch(self.graph, options)
            if not patch:
                return
            self.graph.apply(patch)
            self.steps.append(Deed(fix, patch))
        self.restless = self.restless or fix

    def refused(self, judge: Judge | None) -> LeftOut | None:
        """The first fix that cannot stay; ``None`` where all is well."""
        if self.restless is not None:
            return LeftOut(self.restless)
        first = sum(1 for step in self.steps if step.fix.option == "--map")
        if judge is None or first == len(self.steps):
            return None
        names = {old: new for step in self.steps for old, new in step.patch.names.items()}
        known = _weighed(_errors(judge(self._after(first))), names)
        added = _added(judge(self.graph), known)
        if not added:
            return None
        step = self._culprit(judge, first, {_key(error) for error in added}, known)
        return LeftOut(self.steps[step - 1].fix, added)

    def _culprit(self, judge: Judge, first: int, wanted: set[_Key], known: Counter[_Weight]) -> int:
        """The number of steps after which one of the errors is there; found by halving."""
        without, with_ = first, len(self.steps)
        while with_ - without > 1:
            middle = (without + with_) // 2
            added = _added(judge(self._after(middle)), known)
            if any(_key(error) in wanted for error in added):
                with_ = middle
            else:
                without = middle
        return with_

    def _after(self, count: int) -> Graph:
        if count == 0:
            return self.base
        draft = Draft(self.base)
        for step in self.steps[:count]:
            draft.apply(step.patch)
        return draft


_Key = tuple[str, Node | None, str]
_Weight = tuple[str, Node | None]


def _key(error: Finding) -> _Key:
    return (error.rule, error.focus, error.path)


def _errors(report: Report) -> tuple[Finding, ...]:
    return report.of(Severity.ERROR)


def _weighed(errors: Iterable[Finding], names: dict[BlankNode, IRI]) -> Counter[_Weight]:
    """How many errors of a rule each node has, those of a group for each of its members.

    Values are left out: an error about " Skill" is the same error when it is about "Skill".
    """
    return Counter((e.rule, names.get(n, n)) for e in errors for n in _nodes(e))  # type: ignore[arg-type]


def _nodes(error: Finding) -> tuple[Node | None, ...]:
    return (error.focus, *(r.node for r in error.related)) if error.gathered else (error.focus,)


def _added(report: Report, known: Counter[_Weight]) -> tuple[Finding, ...]:
    """The errors that at least one node has not had before."""
    errors = _errors(report)
    more = _weighed(errors, {}) - known
    return tuple(e for e in errors if any((e.rule, node) in more for node in _nodes(e)))


def _cleaned(trail: _Trail, fixes: Sequence[Fix], left_out: dict[str, LeftOut]) -> Cleaned:
    patches: dict[str, list[Patch]] = {}
    for step in trail.steps:
        patches.setdefault(step.fix.id, []).append(step.patch)
    deeds = (Deed(f, _sum(patches[f.id])) for f in fixes if f.id in patches)
    return Cleaned(
        trail.base,
        trail.graph,
        _sum([step.patch for step in trail.steps]),
        tuple(deed for deed in deeds if deed.patch),
        tuple(left_out[fix.id] for fix in fixes if fix.id in left_out),
    )


def _sum(patches: Sequence[Patch]) -> Patch:
    """What several patches come to, one after the other."""
    added: dict[Triple, None] = {}
    removed: dict[Triple, None] = {}
    for patch in patches:
        _carry(patch.removed, added, removed)
        _carry(patch.added, removed, added)
    names = {old: new for patch in patches for old, new in patch.names.items()}
    return Patch(tuple(added), tuple(removed), names)


def _carry(triples: Iterable[Triple], undone: dict[Triple, None], done: dict[Triple, None]) -> None:
    for triple in triples:
        if triple in undone:
            del undone[triple]
        else:
            done[triple] = None
