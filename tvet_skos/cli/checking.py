"""What the commands share that judge a vocabulary: reading, judging, placing, writing reports."""

from __future__ import annotations

import os
import sys
from collections import ChainMap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from tvet_skos.cli.reporting import put, say, wants_colour
from tvet_skos.errors import SettingsError
from tvet_skos.settings import Settings, today
from tvet_skos.terms import IRI

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence

    from tvet_skos.checks import Finding, Policy, Report, Ruleset
    from tvet_skos.checks.requested import Also
    from tvet_skos.checks.runners.interface import Progress
    from tvet_skos.rdf.folder import Vocabulary

REPORT_FORMATS = (
    "text", "concise", "json", "jsonl", "sarif", "github", "junit", "csv", "markdown", "html",
    "turtle", "jsonld",
)  # fmt: skip
"""The formats of reports, held to the library by a test: ``--help`` must not import that."""


SHACL_ENGINES = ("auto", "compiled", "pyshacl")
"""Who can judge by SHACL shapes, held to the library likewise."""


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


def check_vocabulary(
    vocabulary: Vocabulary,
    faults: list[Finding],
    ruleset: Ruleset,
    policy: Policy,
    also: Sequence[Also] = (),
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    shacl_engine: str = "auto",
) -> Report:
    """The report on what was read, with files and lines, and on the faults of what could not be."""
    from tvet_skos.checks import check, placed

    documents = vocabulary.documents
    also = [*also, *table_of_mappings(vocabulary.path)]
    report = check(
        vocabulary.triples,
        ruleset,
        policy=policy,
        also=also,
        jobs=jobs,
        progress=progress,
        shacl_engine=shacl_engine,
    )
    # Not copied: what a report does not tell need not be counted.
    told = cast("MutableMapping[str, int]", report.counts)
    counts = ChainMap({"files": len(documents) + len(faults)}, told)
    return placed(replace(report, findings=(*report.findings, *faults), counts=counts), documents)


MAPPINGS = "mappings.sssom.tsv"
"""The table in a vocabulary folder that tells who made its mappings."""


def table_of_mappings(folder: Path) -> list[Also]:
    """The judge of mappings by the table that stands in the vocabulary's folder, if one does."""
    from tvet_skos.checks.requested import mapping_table
    from tvet_skos.rdf.sssom import read_sssom

    table = folder / MAPPINGS
    return [mapping_table(read_sssom(table))] if table.is_file() else []


def further_judges(
    shapes: Sequence[str], links: bool, settings: Settings, shacl_engine: str = "auto"
) -> list[Also]:
    """Shapes of somebody's own and the check of links, where they are asked for."""
    from tvet_skos.checks.requested import own_shapes, web_links
    from tvet_skos.rdf.folder import read_vocabulary

    files = [*settings.check.shapes, *map(Path, shapes)]
    triples = [t for file in files for t in read_vocabulary(file).triples]
    also = [own_shapes(triples, shacl_engine)] if files else []
    if settings.check.queries:
        from tvet_skos.checks.own_queries import own_queries, read_query_rule

        also.append(own_queries(tuple(map(read_query_rule, settings.check.queries))))
    if links:
        from tvet_skos.checks.web import PoliteFetch

        say("asking the addresses that the vocabulary links to, one a second for each site …")
        day = today(os.environ)
        also.append(web_links(PoliteFetch(), memory=LINKS, today=day, progress=_progress))
    return also


LINKS = Path(".tvet-skos") / "links.json"
"""What is known of addresses; may be deleted at any time, and they are asked again."""


def _progress(done: int, of: int) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(f"\r{done} of {of}", err=True, nl=done == of)


def policy_of(settings: Settings, select: Sequence[str] = ()) -> Policy:
    """What rules cannot know by themselves, from the settings and the calendar.

    :param select: rules that are asked for; the language of texts is guessed for LG005 only
    """
    from tvet_skos.checks import Policy
    from tvet_skos.checks.graph import Graph
    from tvet_skos.checks.rules.mappings import at_hand
    from tvet_skos.rdf.folder import read_vocabulary

    agreed = settings.check
    copies = [Graph(read_vocabulary(path).triples) for path in agreed.copies]
    guesses = "LG005" in (*select, *agreed.select)
    return Policy(
        today=today(os.environ),
        base=settings.base if agreed.iri_pattern else "",
        pattern=agreed.iri_pattern,
        languages=agreed.languages,
        required_languages=agreed.required_languages,
        licences=tuple(map(IRI, agreed.licences)),
        label_case=agreed.label_case,
        label_number=agreed.label_number,
        other_language=_other_language() if guesses else None,
        target=at_hand(copies) if copies else None,
    )


def _other_language() -> Callable[[str, str], str]:
    """What guesses the language of a text; it takes a while to import."""
    from tvet_skos.ingest.language import other_language

    return other_language


def ruleset_of(settings: Settings, name: str | None) -> Ruleset:
    """The ruleset that is asked for, or the settings', as the settings adjust it.

    :raises SettingsError: there is none of that name, or no rule with an id that is named
    """
    from tvet_skos.checks import load_ruleset, require_known

    agreed = settings.check
    require_known((*agreed.select, *agreed.ignore, *agreed.severity))
    return load_ruleset(name or settings.ruleset).adjusted(agreed)


_SUFFIXES = {
    ".json": "json", ".jsonl": "jsonl", ".sarif": "sarif", ".csv": "csv", ".md": "markdown",
    ".html": "html", ".xml": "junit", ".ttl": "turtle", ".jsonld": "jsonld",
}  # fmt: skip


def destinations(outputs: tuple[str, ...], format_name: str | None) -> list[tuple[str, str]]:
    """Format and file of each report; ``-`` is standard output, where it goes without outputs.

    ``markdown:report.md`` names both; a file alone takes the format of ``--format``, without that
    the one that its suffix tells, and ``text`` where it tells none.

    :raises SettingsError: two reports for standard output, or a format that there is not
    """
    named = [_destination(o, format_name) for o in outputs] or [(format_name or "text", "-")]
    if sum(file == "-" for _, file in named) > 1:
        raise SettingsError("only one report can go to standard output")
    return named


def _destination(output: str, otherwise: str | None) -> tuple[str, str]:
    name, _, file = output.partition(":")
    if file and name in REPORT_FORMATS:
        return name, file
    # A single letter is a drive of Windows.
    if file and name.isalpha() and len(name) > 1:
        raise SettingsError(
            f"there is no report format {name!r}",
            hint=f"choose one of {', '.join(REPORT_FORMATS)}; a file of that name is ./{output}",
        )
    return otherwise or _SUFFIXES.get(Path(output).suffix.lower(), "text"), output


def write_reports(
    report: Report, where: list[tuple[str, str]], show: int | None, show_existing: bool
) -> None:
    """The report in each format to each file; every one is made before the first is written."""
    from tvet_skos.checks import rules
    from tvet_skos.publish.reports.check import write_report

    made = [
        write_report(
            report,
            name,
            show=show,
            colour=file == "-" and wants_colour(),
            show_existing=show_existing,
            rules=rules(),
        )
        for name, file in where
    ]
    for content, (_, file) in zip(made, where, strict=True):
        put(content, file)
