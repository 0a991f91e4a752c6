"""``tvet-skos check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import named_path, output_option, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_CONFORMING, put, wants_colour

if TYPE_CHECKING:
    from tvet_skos.checks import Finding, Report
    from tvet_skos.rdf.folder import Vocabulary


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
)
@click.option("--ruleset", metavar="NAME", help="glossary (default), contribution, skos or any.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option("--show", type=int, metavar="N", help="List N findings of a rule (20; 5 of infos).")
@output_option
@vocab_option
def command(
    paths: tuple[str, ...],
    format_name: str,
    ruleset: str | None,
    fail_on: str,
    show: int | None,
    output: str | None,
    vocab: str | None,
) -> None:
    """Judge a vocabulary by the shapes: findings with file and line, and what to do about each.

    PATHs are folders or RDF files, judged together as one graph; without any, the vocabulary.
    """
    from tvet_skos.checks import Severity
    from tvet_skos.publish.reports.check import write_report

    settings = settings_here()
    targets = [Path(p) for p in paths] or [named_path(vocab, settings)]
    report = check_paths(targets, ruleset or settings.ruleset)
    colour = wants_colour() and output is None
    put(write_report(report, format_name, show=show, colour=colour), output)
    if report.at_least(Severity(fail_on)):
        raise SystemExit(NOT_CONFORMING)


def check_paths(paths: list[Path], ruleset: str) -> Report:
    """The report on files and folders taken as one graph.

    A file that is not well-formed is a finding of its own; the others are judged all the same.
    """
    return check_vocabulary(*read_leniently(paths), ruleset)


def check_vocabulary(vocabulary: Vocabulary, faults: list[Finding], ruleset: str) -> Report:
    """The report on what was read, with files and lines, and on the faults of what could not be."""
    from tvet_skos.checks import check, placed

    documents = vocabulary.documents
    report = check(vocabulary.triples, ruleset)
    counts = {"files": len(documents) + len(faults), **report.counts}
    return placed(replace(report, findings=(*report.findings, *faults), counts=counts), documents)


def read_leniently(paths: list[Path]) -> tuple[Vocabulary, list[Finding]]:
    """What can be read, as one vocabulary, and a finding for each file that is not well-formed."""
    from tvet_skos.checks import syntax_finding
    from tvet_skos.errors import SyntaxFault
    from tvet_skos.rdf.folder import Vocabulary, rdf_files, read_document

    documents, faults = [], []
    for file in dict.fromkeys(file for path in paths for file in rdf_files(path)):
        try:
            documents.append(read_document(file))
        except SyntaxFault as fault:
            faults.append(syntax_finding(fault))
    return Vocabulary(paths[0], tuple(documents)), faults
