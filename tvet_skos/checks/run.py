"""Running the rules of a ruleset over a graph, or over what a change does to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from tvet_skos.checks.findings import compared
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.groups import OpenGroups, grouped, members
from tvet_skos.checks.judging import Judgement, judge, judge_change, judge_contribution
from tvet_skos.checks.policy import Policy
from tvet_skos.checks.registry import rulebook
from tvet_skos.checks.report import Report
from tvet_skos.checks.requested import Also, by_pyshacl
from tvet_skos.checks.rule import Change
from tvet_skos.checks.rules.contributions import SPELLINGS, contribution_targets
from tvet_skos.checks.rulesets import Ruleset, load_ruleset
from tvet_skos.checks.runners.interface import Progress, Runner, Work
from tvet_skos.checks.runners.local import InMemory, InParts
from tvet_skos.checks.shapes import ShaclEngine
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.profile import to_triples
from tvet_skos.terms import IRI, Literal, Node, Triple

Checkable = ConceptScheme | Graph | Iterable[Triple]


class OpenBase:
    """A vocabulary that stays open, so that one contribution after the other is judged at once.

    ``graph`` is what it says. What rules on shared labels and texts need is made when the first
    contribution asks for it, unless ``groups`` that were prepared for the graph are given. A
    process that keeps a large one open does well to call ``gc.freeze()`` then, for the collector
    would look through all of it from time to time.
    """

    def __init__(self, vocabulary: Checkable, groups: OpenGroups | None = None) -> None:
        self.graph = _graph(vocabulary)
        self.groups = OpenGroups(self.graph) if groups is None else groups

    def prepare(self, ruleset: str | Ruleset, policy: Policy | None = None) -> None:
        """Make now what the rules of a ruleset need, so that the first contribution is quick too.

        :raises SettingsError: there is no such ruleset
        """
        chosen = load_ruleset(ruleset) if isinstance(ruleset, str) else ruleset
        book = rulebook(chosen, policy or Policy())
        for rule in (*book.keys, SPELLINGS):
            self.groups.prepare(rule)
        # The rest is made by judging something: a concept with the texts that concepts have.
        node, text = IRI("urn:tvet-skos:something"), Literal("something", "en")
        said = ((RDF.type, SKOS.Concept), (SKOS.prefLabel, text), (SKOS.definition, text))
        something = [Triple(node, predicate, value) for predicate, value in said]
        judge_change(self.graph.changed(something, []), book, self.groups)


def check(
    graph: Checkable,
    ruleset: str | Ruleset = "glossary",
    *,
    base: OpenBase | Checkable | None = None,
    ancestor: Checkable | None = None,
    policy: Policy | None = None,
    full: bool = False,
    also: Sequence[Also] = (),
    jobs: int = 1,
    progress: Progress | None = None,
    shacl_engine: ShaclEngine | str = ShaclEngine.AUTO,
) -> Report:
    """Judge a vocabulary or any graph by a ruleset; with a base, judge what the change does to it.

    With ``base``, only what changed and what the change can affect is judged, in the context of
    the whole graph. Findings have a status: those that are *new* are what a full check of the
    graph finds and one of the base does not; *fixed* is the reverse. Rules that must see
    everything at once (coverage, clusters) are left out then.

    :param graph: the vocabulary; with ``base``, as it would be after the change
    :param ruleset: a name (``ruleset_names``) or a ruleset
    :param base: the vocabulary before the change; an ``OpenBase`` serves several changes, and then
        ``graph`` may be ``base.graph.changed(added, removed)``, which copies nothing
    :param ancestor: the version that the change was made from, if that is not the base
    :param full: with ``base``, judge all of both graphs by all rules, and compare
    :param also: further judges, of shapes of your own or of links (``checks.requested``)
    :param policy: what rules cannot know by themselves: the day, the case of labels …
    :param jobs: how many processes judge; for a full check without a base
    :param progress: told how many parts of how many are done, where there are several jobs
    :param shacl_engine: who judges by the shapes; the findings are the same, but that pySHACL
        judges all of the graph, before a change as well, and takes a hundred times as long
    :returns: findings with labels, without files and lines (``placed`` adds these)
    :raises SettingsError: there is no such ruleset
    :raises ValidationFailed: pySHACL cannot apply the shapes
    :raises ValueError: there is no such engine

    >>> from tvet_skos.namespaces import RDF, SKOS
    >>> from tvet_skos.terms import IRI, Literal
    >>> skill = IRI("http://example.org/skill")
    >>> graph = [Triple(skill, RDF.type, SKOS.Concept)]
    >>> report = check(graph, "any")
    >>> report.conforms, report.findings[0].rule, report.findings[0].message
    (False, 'LB001', 'The concept has no preferred label.')
    >>> labelled = [*graph, Triple(skill, SKOS.prefLabel, Literal("Skill", "en"))]
    >>> [(f.rule, str(f.status)) for f in check(labelled, "any", base=graph).findings][0]
    ('LB001', 'fixed')
    """
    chosen = load_ruleset(ruleset) if isinstance(ruleset, str) else ruleset
    agreed = policy or Policy()
    work = judged_by(Work(rulebook(chosen, agreed), chosen, tuple(also)), shacl_engine, agreed)
    if base is None:
        return report_of(_runner(_graph(graph), jobs), work, progress)
    opened = base if isinstance(base, OpenBase) else OpenBase(base)
    # Groups of a base that was opened for this change alone would not be asked again.
    groups = opened.groups if opened is base else None
    changed = _changed(graph, opened.graph)
    return _report_on_change(_change(changed, ancestor, groups), work, groups, full=full)


def _report_on_change(
    change: Change, work: Work, groups: OpenGroups | None, *, full: bool
) -> Report:
    """What a change does to a graph: the findings on both sides, told apart."""
    graph, book = change.graph, work.book
    before: Iterable[Judgement]
    after: Iterable[Judgement]
    if full:
        before, after = judge(graph.base, book), judge(graph, book)
    else:
        before, after = judge_change(graph, book, groups)
    old = work.found(graph.base, chain(before, work.further(graph.base)))
    contribution = judge_contribution(change, book)
    new = work.found(graph, chain(after, work.further(graph), contribution))
    return Report(tuple(compared(old, new)), work.ruleset.name, _counts(graph))


def judged_by(work: Work, engine: ShaclEngine | str, policy: Policy) -> Work:
    """The same work with the shapes judged by an engine.

    :raises ValueError: there is no such engine
    """
    if ShaclEngine(engine) is not ShaclEngine.PYSHACL or work.book.shapes is None:
        return work
    judge = by_pyshacl(work.book, policy.languages)
    return replace(work, book=replace(work.book, shapes=None), also=(*work.also, judge))


def report_of(runner: Runner, work: Work, progress: Progress | None = None) -> Report:
    """The report on all of a vocabulary, whoever judges it."""
    outcome = runner.run(work, progress)
    return Report(tuple(outcome.found.values()), work.ruleset.name, outcome.counts)


def _runner(graph: Graph, jobs: int) -> Runner:
    """Who judges a graph: several processes are worth their while for large ones only."""
    return InParts(graph, jobs) if jobs > 1 else InMemory(graph)


def _graph(vocabulary: Checkable) -> Graph:
    if isinstance(vocabulary, Graph):
        return vocabulary
    return Graph(to_triples(vocabulary) if isinstance(vocabulary, ConceptScheme) else vocabulary)


def _changed(vocabulary: Checkable, base: Graph) -> ChangedGraph:
    """A graph as a change of the base."""
    if isinstance(vocabulary, ChangedGraph) and vocabulary.base is base:
        return vocabulary
    graph = _graph(vocabulary)
    added = (t for t in graph.triples() if t not in base)
    return base.changed(added, [t for t in base.triples() if t not in graph])


def _change(changed: ChangedGraph, ancestor: Checkable | None, groups: OpenGroups | None) -> Change:
    return Change(
        changed,
        None if ancestor is None else _graph(ancestor),
        contribution_targets(changed),
        partial(_spelled, changed.base, groups),
    )


def _spelled(
    base: Graph, groups: OpenGroups | None, spellings: frozenset[str]
) -> Mapping[str, Iterable[Node]]:
    """The concepts of the base that have a label of one of these spellings, each group sorted."""
    if groups is None:
        known = grouped(base, SPELLINGS, spellings)
        return {each: members(known[each]) for each in spellings if each in known}
    found = {each: groups.seen(SPELLINGS, each) for each in spellings}
    return {each: [seen.node for seen in group] for each, group in found.items() if group}


def _counts(changed: ChangedGraph) -> Mapping[str, int]:
    subjects = dict.fromkeys(t.subject for t in (*changed.removed, *changed.added))
    concepts = {
        node: None
        for subject in subjects
        for node in (subject, *changed.subjects(SKOS.definition, subject))
        if changed.is_a(node, SKOS.Concept) or changed.base.is_a(node, SKOS.Concept)
    }
    return {
        "added": len(changed.added),
        "changedConcepts": len(concepts),
        "removed": len(changed.removed),
    }
