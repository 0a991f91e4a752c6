"""``tvet-skos review``."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_path, named_path, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_CONFORMING, put, say, wants_colour
from tvet_skos.errors import Conflict, InputError, NotFound, SettingsError, TvetSkosError
from tvet_skos.settings import Settings, today
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.checks import Report
    from tvet_skos.contribute.queue import Decision, Judge, Queue, Taken, Waiting
    from tvet_skos.rdf.folder import Vocabulary

QUEUE = "contributions"
"""The folder beside the vocabulary where proposals wait, unless ``--queue`` names another."""

_SHORT = 8


@click.group()
def command() -> None:
    """Look through the proposals that people made on the pages, and accept or decline them.

    They wait in a folder, one Turtle file each, until an editor decides; nothing comes into the
    vocabulary by itself. ID may be shortened as long as only one proposal begins so.
    """


def _queue_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--queue",
        metavar="DIR",
        help=f"The folder where they wait; by default {QUEUE}/ beside the vocabulary.",
    )(function)


@dataclass(frozen=True)
class _Desk:
    """What an editor decides with: the vocabulary, the queue, the rules, the day."""

    settings: Settings
    path: Path
    queue: Queue
    day: str

    @cached_property
    def vocabulary(self) -> Vocabulary:
        from tvet_skos.rdf.folder import read_vocabulary

        return read_vocabulary(self.path)

    @cached_property
    def judge(self) -> Judge:
        from tvet_skos.cli.checking import policy_of
        from tvet_skos.contribute.queue import Judge

        return Judge(self.vocabulary.triples, policy_of(self.settings))

    def taken(self, waiting: Waiting) -> Taken:
        from tvet_skos.contribute.queue import taken_in

        return taken_in(self.vocabulary, waiting.statements, waiting.concept, self.day)

    def one(self, identifier: str) -> Waiting:
        return self.queue.get(self.queue.named(identifier))


def _desk(vocab: str | None, queue: str | None) -> _Desk:
    from tvet_skos.contribute.queue import Queue

    settings = settings_here()
    path = named_path(vocab, settings)
    if chosen_path(vocab, settings)[1] == "bundled" and queue is None:
        raise SettingsError(
            "no vocabulary is named, and the bundled one has no proposals",
            hint="name it with --vocab, or the folder of the proposals with --queue",
        )
    folder = Path(queue) if queue is not None else path.resolve().parent / QUEUE
    return _Desk(settings, path, Queue(folder), today(os.environ))


@command.command("list")
@click.option("--all", "show_all", is_flag=True, help="Also those that were decided.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
)
@_queue_option
@vocab_option
def list_(show_all: bool, format_name: str, queue: str | None, vocab: str | None) -> None:
    """List the proposals that wait.

    Each with id, day, kind, term, and what the rules say of it; the oldest comes first.
    """
    desk = _desk(vocab, queue)
    found, unread = _proposals(desk.queue, show_all)
    rows = [_row(desk, each) for each in found]
    if format_name == "json":
        put(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif rows:
        put(_table([{**row, "id": row["id"][:_SHORT]} for row in rows]))
    for identifier, error in unread:
        say(f"{identifier[:_SHORT]} cannot be read: {error}")
    if not rows:
        say(f"no proposals wait in {os.path.relpath(desk.queue.path)}")
    elif format_name == "text":
        say("`tvet-skos review show ID` shows one; accept and decline decide")


def _proposals(
    queue: Queue, show_all: bool
) -> tuple[list[Waiting], list[tuple[str, TvetSkosError]]]:
    """What waits, the oldest first, and what cannot be read."""
    from tvet_skos.contribute.queue import State

    found, unread = [], []
    for identifier in queue.identifiers():
        try:
            found.append(queue.get(identifier))
        except TvetSkosError as error:
            unread.append((identifier, error))
    shown = [each for each in found if show_all or each.state is State.WAITING]
    return sorted(shown, key=lambda each: (each.created, each.identifier)), unread


def _row(desk: _Desk, waiting: Waiting) -> dict[str, str]:
    from tvet_skos.contribute.queue import State

    open_ = waiting.state is State.WAITING
    return {
        "id": waiting.identifier,
        "date": waiting.created,
        "kind": waiting.kind,
        "term": _term(desk, waiting),
        "findings": _counts(desk.judge.report(waiting.triples)) if open_ else "",
        "state": str(waiting.state),
    }


def _term(desk: _Desk, waiting: Waiting) -> str:
    labels = {c.iri: c.label() for c in desk.vocabulary.scheme.concepts}
    return labels.get(waiting.concept, f"{waiting.concept} (not in the vocabulary)")


def _counts(report: Report) -> str:
    """The number of findings of each severity that has any: ``1 error, 2 warnings``."""
    parts = [
        counted(number, severity) if severity != "info" else f"{number} info"
        for severity, number in report.summary.items()
        if number
    ]
    return ", ".join(parts) or "none"


def _table(rows: list[dict[str, str]]) -> str:
    """Rows as columns of text; what would act on a terminal is written out."""
    from tvet_skos.publish.characters import printable

    heads = {name: name for name in rows[0]}
    lines = [{k: printable(v).replace("\n", " ") for k, v in row.items()} for row in (heads, *rows)]
    widths = {name: max(len(line[name]) for line in lines) for name in heads}
    return "".join(
        "  ".join(f"{line[name]:<{widths[name]}}" for name in heads).rstrip() + "\n"
        for line in lines
    )


@command.command()
@click.argument("identifier", metavar="ID")
@_queue_option
@vocab_option
def show(identifier: str, queue: str | None, vocab: str | None) -> None:
    """Show what one would change.

    The difference to the vocabulary, and what the rules say of it.
    """
    from tvet_skos.contribute.queue import State

    desk = _desk(vocab, queue)
    waiting = desk.one(identifier)
    put(_heading(desk, waiting))
    taken = desk.taken(waiting)
    if waiting.state is not State.WAITING:
        return
    if taken.conflicts:
        put(_conflicts(desk, waiting, taken))
    elif not taken.difference:
        put("The vocabulary says all of it already.\n")
    else:
        from tvet_skos.publish.reports.diff import write_difference

        put(write_difference(taken.difference, colour=wants_colour()))
        put("\n" + _report(desk.judge.report(waiting.triples)))


def _heading(desk: _Desk, waiting: Waiting) -> str:
    from tvet_skos.publish.characters import printable

    decision = waiting.decision
    lines = {
        "Proposal": waiting.identifier,
        "Term": f"{_term(desk, waiting)} <{waiting.concept}>",
        "What": waiting.summary,
        "By": f"{waiting.creator}, {waiting.created}",
        "Says": waiting.comment,
        "State": _decided(decision) if decision else _moved_on(desk, waiting),
    }
    return (
        "".join(
            f"{name:<9} {printable(text).replace(chr(10), chr(10) + ' ' * 10)}\n"
            for name, text in lines.items()
            if text
        )
        + "\n"
    )


def _decided(decision: Decision) -> str:
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{decision.state} on {decision.on}{reason}"


def _moved_on(desk: _Desk, waiting: Waiting) -> str:
    from tvet_skos.contribute.queue.proposing import state_of

    about = [t for t in desk.vocabulary.triples if t.subject == waiting.concept]
    now = state_of(desk.vocabulary.scheme.version, about)
    if now.rpartition("sha256:")[2] == waiting.version.rpartition("sha256:")[2]:
        return "waiting"
    return "waiting; the term has changed since this was proposed"


def _report(report: Report) -> str:
    from tvet_skos.publish.reports.check import write_report

    content = write_report(report, "text", colour=wants_colour())
    return content if isinstance(content, str) else content.decode()


def _conflicts(desk: _Desk, waiting: Waiting, taken: Taken) -> str:
    from tvet_skos.iri import base_of
    from tvet_skos.publish.reports.diff_conflicts import conflicts_text

    return conflicts_text(
        taken.conflicts,
        ours=str(desk.vocabulary.path),
        theirs=waiting.identifier[:_SHORT],
        base=base_of(desk.vocabulary.scheme.iri),
        colour=wants_colour(),
    )


@command.command()
@click.argument("identifier", metavar="ID")
@click.option("--anyway", is_flag=True, help="Also when the rules find errors.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@_queue_option
@vocab_option
def accept(
    identifier: str, anyway: bool, dry_run: bool, queue: str | None, vocab: str | None
) -> None:
    """Take one into the vocabulary.

    As `merge` would: the changed files are written as canonical Turtle, all or none. Where the
    vocabulary has moved on and says something else of one thing, both are shown and nothing is
    written. Interrupted, it can be said again: what has come in does not come in twice.

    Exit status: 0 accepted, 1 conflicts or errors, 2 it could not be done.
    """
    desk = _desk(vocab, queue)
    with desk.queue.deciding():
        waiting = _undecided(desk, identifier)
        taken = _acceptable(desk, waiting, anyway)
        written = _write(desk, taken, dry_run)
        if not dry_run:
            _decide(desk, waiting, accepted=True)
    if taken.difference:
        from tvet_skos.publish.reports.diff import write_difference

        put(write_difference(taken.difference, colour=wants_colour()))
    say(written)


def _undecided(desk: _Desk, identifier: str) -> Waiting:
    waiting = desk.one(identifier)
    if waiting.decision is not None:
        raise Conflict(
            f"{waiting.identifier} was {_decided(waiting.decision)}", hint="nothing was changed"
        )
    return waiting


def _acceptable(desk: _Desk, waiting: Waiting, anyway: bool) -> Taken:
    """What comes of it; says what stands in the way and ends where something does."""
    _require_folder(desk)
    if not any(c.iri == waiting.concept for c in desk.vocabulary.scheme.concepts):
        raise NotFound(
            f"the vocabulary has no concept <{waiting.concept}>",
            file=str(desk.path),
            hint="it may have been removed since; decline the proposal, saying so",
        )
    taken = desk.taken(waiting)
    if taken.conflicts:
        put(_conflicts(desk, waiting, taken))
        say(f"{counted(len(taken.conflicts), 'conflict')}: the vocabulary has moved on; ")
        say("nothing was written. Edit the file of the proposal, or decline it.")
        raise SystemExit(NOT_CONFORMING)
    report = desk.judge.report(waiting.triples)
    if taken.difference and not report.conforms and not anyway:
        put(_report(report))
        say("nothing was written: repair the file of the proposal, decline it, or say --anyway")
        say(f"its file is {waiting.path}")
        raise SystemExit(NOT_CONFORMING)
    return taken


def _require_folder(desk: _Desk) -> None:
    if not desk.path.is_dir():
        raise InputError(
            "is no vocabulary folder", file=str(desk.path), hint="--vocab takes the folder"
        )
    if not desk.vocabulary.scheme.declared:
        raise InputError("declares no skos:ConceptScheme", file=str(desk.path))


def _write(desk: _Desk, taken: Taken, dry_run: bool) -> str:
    """Write the vocabulary; says what was written."""
    from tvet_skos.rdf.folder import write_folder

    if not taken.difference:
        return f"{desk.path} says all of it already; nothing was written"
    changes = write_folder(desk.vocabulary, taken.scheme, dry=dry_run)
    files = counted(len(changes.written), "file")
    return f"{files} {'would be written' if dry_run else 'written'} in {desk.path}"


def _decide(desk: _Desk, waiting: Waiting, *, accepted: bool, reason: str = "") -> None:
    from tvet_skos.contribute.queue import Decision, State

    state = State.ACCEPTED if accepted else State.DECLINED
    desk.queue.decide(waiting.identifier, Decision(state, desk.day, reason))


@command.command()
@click.argument("identifier", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why; who proposed it can read it.")
@_queue_option
@vocab_option
def decline(identifier: str, reason: str, queue: str | None, vocab: str | None) -> None:
    """Leave one out, and say why.

    The proposal itself is kept; its status page gives the reason.
    """
    from tvet_skos.contribute.queue.fields import has_email
    from tvet_skos.text import squash

    if not squash(reason) or has_email(reason):
        raise SettingsError(
            "the reason is empty, or holds an e-mail address", hint="it is shown on a public page"
        )
    desk = _desk(vocab, queue)
    with desk.queue.deciding():
        waiting = _undecided(desk, identifier)
        if not _is_new(desk, waiting):
            raise Conflict(
                "the vocabulary says all of it already: accepting may have been interrupted",
                hint=f"`tvet-skos review accept {waiting.identifier[:_SHORT]}` closes it",
            )
        _decide(desk, waiting, accepted=False, reason=squash(reason))
    say(f"declined {waiting.identifier[:_SHORT]}: {squash(reason)}")


def _is_new(desk: _Desk, waiting: Waiting) -> bool:
    """Whether it would change anything; a conflict would."""
    taken = desk.taken(waiting)
    return bool(taken.conflicts or taken.difference)
