"""Judging what somebody proposes, against the version that it would change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from tvet_skos.cli.options import chosen_path
from tvet_skos.cli.proposals import Proposal, ProposalKind, read_proposal
from tvet_skos.cli.reporting import say, say_to_dos, warn
from tvet_skos.cli.versions import common_ancestor, is_store, read_revision, read_version
from tvet_skos.settings import Settings

if TYPE_CHECKING:
    from tvet_skos.checks import Finding, OpenBase, Policy, Report, Ruleset
    from tvet_skos.checks.requested import Also
    from tvet_skos.rdf.folder import Document, Vocabulary
    from tvet_skos.terms import Node, Triple

BASES = Path(".tvet-skos") / "bases"
"""Where large bases lie prepared; may be deleted at any time, and they are prepared again."""


@dataclass(frozen=True, slots=True)
class _Base:
    """What is contributed to, open; ``documents`` are those that must be seen to place nodes."""

    opened: OpenBase
    documents: Callable[[Collection[Node]], Sequence[Document]]


@dataclass(frozen=True, slots=True)
class _Change:
    """What is proposed as a change of the base; ``ancestor`` where the base has moved on since."""

    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]
    ancestor: Vocabulary | None = None


def check_contribution(
    paths: Sequence[str],
    base: str,
    vocab: str | None,
    ruleset: Ruleset,
    policy: Policy,
    settings: Settings,
    *,
    full: bool = False,
    also: Sequence[Also] = (),
    shacl_engine: str = "auto",
) -> Report:
    """The report on what the proposals do to the base, with files, lines and cells.

    Without any proposal, the vocabulary as it stands is what is proposed. Where a version was made
    from an older base, only what it changed since is its own.
    """
    from tvet_skos.checks import check, placed

    folder, _ = chosen_path(vocab, settings)
    before, is_large = _before(base, folder)
    proposals = [
        read_proposal(each, before, folder, settings) for each in paths or [relpath(folder)]
    ]
    is_partial = not full and not also and shacl_engine != "pyshacl"
    is_quick = is_large and is_partial and all(map(_adds_rdf, proposals))
    known = _prepared(before) if is_quick else _read(before)
    changes = [_change(p, before, base, folder) for p in proposals]
    for proposal, change in zip(proposals, changes, strict=True):
        counts = f"{len(change.added)} statements come, {len(change.removed)} go"
        say(f"{proposal.name} is read as {proposal.how} ({counts})")
        say_to_dos(proposal.to_dos)
    after = known.opened.graph.changed(
        (t for change in changes for t in change.added),
        (t for change in changes for t in change.removed),
    )
    ancestor = next((c.ancestor.triples for c in changes if c.ancestor is not None), None)
    report = check(
        after,
        ruleset,
        base=known.opened,
        ancestor=ancestor,
        policy=policy,
        full=full,
        also=also,
        shacl_engine=shacl_engine,
    )
    report = replace(report, findings=(*report.findings, *_faults(proposals)))
    # What is proposed goes before the base: a line that is missing now stood there before.
    report = placed(report, [d for p in proposals for d in p.documents])
    return _in_imports(placed(report, known.documents(_spoken_of(report))), proposals)


def _before(base: str, folder: Path) -> tuple[Vocabulary, bool]:
    """The base, and whether it is so large that nothing of it is to be read without need."""
    from tvet_skos.checks.prepared import UnreadVocabulary, worth_preparing

    path = Path(base)
    if path.exists() and worth_preparing(path):
        return UnreadVocabulary(path), True
    return read_version(base, folder), False


def _adds_rdf(proposal: Proposal) -> bool:
    """Whether all that counts is what a proposal says, whatever else the base says."""
    return proposal.kind is ProposalKind.ADDITION and proposal.imported is None


def _prepared(before: Vocabulary) -> _Base:
    from tvet_skos.checks import OpenBase
    from tvet_skos.checks.prepared import prepared_base

    base = prepared_base(before.path, BASES, say)
    return _Base(OpenBase(base.graph, base.groups), base.documents)


def _read(before: Vocabulary) -> _Base:
    from tvet_skos.checks import OpenBase
    from tvet_skos.rdf.sameness import content_labels

    return _Base(OpenBase(content_labels(before.triples)), lambda _: before.documents)


def _spoken_of(report: Report) -> set[Node]:
    """The nodes of a report that have no place yet."""
    nodes = {f.focus for f in report.findings if f.focus is not None and not f.file}
    return nodes | {r.node for f in report.findings for r in f.related if not r.file}


def _change(proposal: Proposal, before: Vocabulary, base: str, folder: Path) -> _Change:
    """What a proposal adds to the base and removes from it."""
    from tvet_skos.rdf.sameness import content_labels

    if _adds_rdf(proposal):
        return _Change(proposal.triples, ())
    ancestor = _ancestor(proposal, base, folder)
    start = content_labels((ancestor or before).triples)
    result = proposal.apply(start)
    old, new = set(start), set(result)
    return _Change(
        tuple(t for t in result if t not in old), tuple(t for t in start if t not in new), ancestor
    )


def _ancestor(proposal: Proposal, base: str, folder: Path) -> Vocabulary | None:
    """The version that a proposal was made from, if that is a revision other than the base."""
    if proposal.kind is ProposalKind.ADDITION or Path(base).exists() or is_store(base):
        return None
    other = proposal.name if proposal.is_revision else "HEAD"
    commit = common_ancestor(base, folder, other)
    if commit is None or commit == common_ancestor(base, folder, base.partition(":")[0]):
        return None
    _, colon, inside = base.partition(":")
    say(f"what {base} has gained since it was branched off is left out of account")
    return read_revision(f"{commit}{colon}{inside}", folder)


def _faults(proposals: Iterable[Proposal]) -> list[Finding]:
    """What of a sheet or page did not come in, as findings; what is only odd is said."""
    from tvet_skos.checks.syntax import NOT_READ, not_read

    found = []
    for proposal in proposals:
        for remark in proposal.remarks:
            if remark.is_fault:
                spot = remark.spot
                found.append(
                    not_read(
                        remark.message,
                        remark.hint or NOT_READ.hint,
                        spot.file,
                        spot.line,
                        spot.cell,
                    )
                )
            else:
                warn(f"{remark.spot}: {remark.message}")
    return found


def _in_imports(report: Report, proposals: Sequence[Proposal]) -> Report:
    """The report with the line or cell of what was read from a page or a sheet."""
    return replace(report, findings=tuple(_spotted(f, proposals) for f in report.findings))


def _spotted(finding: Finding, proposals: Iterable[Proposal]) -> Finding:
    from tvet_skos.checks import Status
    from tvet_skos.terms import IRI

    if finding.focus is None or finding.status is not Status.NEW:
        return finding
    for proposal in proposals:
        spot = proposal.place(finding.focus, IRI(finding.path) if finding.path else None)
        if spot is not None:
            return replace(finding, file=spot.file, line=spot.line, column=None, cell=spot.cell)
    return finding
