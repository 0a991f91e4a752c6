"""``tvet-skos build``."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.checking import check_vocabulary, policy_of, read_leniently, ruleset_of
from tvet_skos.cli.options import named_path, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_CONFORMING, put, say, wants_colour
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.checks import Report
    from tvet_skos.model import ConceptScheme
    from tvet_skos.publish.export import Exported


@click.command()
@click.option("-o", "--output", metavar="DIR", help="The folder to write (default: public).")
@click.option("--ruleset", metavar="NAME", help="The rules to check by (default: glossary).")
@vocab_option
def command(output: str | None, ruleset: str | None, vocab: str | None) -> None:
    """Check the vocabulary, then export it in every format and projection.

    With an error in the vocabulary nothing is written and the exit status is 1.
    """
    from tvet_skos.publish.export import export_all

    settings = settings_here()
    vocabulary, faults = read_leniently([named_path(vocab, settings)])
    report = check_vocabulary(
        vocabulary, faults, ruleset_of(settings, ruleset), policy_of(settings)
    )
    if not report.conforms:
        _refuse(report)
    scheme = vocabulary.scheme
    put(_contents(scheme) + _verdict(report))
    put(_listing(export_all(scheme, Path(output) if output else settings.output)))
    say(_next_steps(scheme))


def _refuse(report: Report) -> None:
    from tvet_skos.publish.reports.check import write_report

    put(write_report(report, "text", colour=wants_colour()))
    say("nothing was exported: correct the errors first")
    raise SystemExit(NOT_CONFORMING)


def _contents(scheme: ConceptScheme) -> str:
    """What the vocabulary holds, in one line a kind."""
    from tvet_skos.model import MISSING, SourceEvidence

    definitions = [d for concept in scheme.concepts for d in concept.live_definitions]
    competing = sum(len(concept.live_definitions) > 1 for concept in scheme.concepts)
    evidence = Counter(definition.source_evidence for definition in definitions)
    own = evidence[SourceEvidence.SELF_COMPOSED]
    missing = sum(evidence[kind] for kind in MISSING)
    named = len(definitions) - own - missing
    return (
        f"{scheme.title}\n"
        f"  {counted(len(scheme.concepts), 'concept')}, {competing} with competing definitions\n"
        f"  {counted(len(definitions), 'definition')}: {named} from a named source, "
        f"{own} written by the editors, {missing} with a missing source\n"
        f"  {counted(len(scheme.sources), 'source')} in the register\n"
    )


def _verdict(report: Report) -> str:
    found = ", ".join(counted(n, name) for name, n in report.summary.items())
    return f"\nchecked by the ruleset {report.ruleset}: it conforms ({found})\n"


def _listing(exported: tuple[Exported, ...]) -> str:
    names = [os.path.relpath(entry.path) for entry in exported]
    width = max(map(len, names))
    lines = [
        f"  {name:<{width}}  {entry.size / 1000:>6.1f} kB  {entry.summary}"
        for name, entry in zip(names, exported, strict=True)
    ]
    return "\nexported\n" + "\n".join(lines) + "\n"


def _program() -> str:
    """How this command was called, so that what is shown can be typed."""
    if shutil.which("tvet-skos"):
        return "tvet-skos"
    return "python -m tvet_skos" if sys.argv[0].endswith("__main__.py") else sys.argv[0]


def _next_steps(scheme: ConceptScheme) -> str:
    """What to type next: the term with the most definitions is worth a look."""
    program = _program()
    term = max(scheme.concepts, key=lambda c: len(c.live_definitions), default=None)
    steps = [
        (f'compare "{term.label()}"', "its definitions side by side") if term else None,
        ("check", "every finding, with file and line"),
        ("query", "the questions that are ready to ask"),
        ("ingest PAGE", "read a glossary page of your own"),
    ]
    shown = [(f"{program} {step[0]}", step[1]) for step in steps if step]
    width = max(len(command) for command, _ in shown)
    return "\nnext:\n" + "\n".join(f"  {command:<{width}}  {what}" for command, what in shown)
