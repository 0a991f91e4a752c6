"""``tvet-skos check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.checking import (
    REPORT_FORMATS,
    SHACL_ENGINES,
    destinations,
    further_judges,
    policy_of,
    ruleset_of,
    write_reports,
)
from tvet_skos.cli.options import named_path, require_files, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_CONFORMING, say
from tvet_skos.cli.running import ENGINES, Runs, check_paths
from tvet_skos.errors import InputError, SettingsError

if TYPE_CHECKING:
    from tvet_skos.checks import Policy, Report, Ruleset
    from tvet_skos.checks.requested import Also
    from tvet_skos.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(REPORT_FORMATS),
    help="Default: as the suffix of --output says, else text.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT:]FILE",
    help="Write a report to a file instead of standard output (-); may be given several times.",
)
@click.option(
    "--base",
    metavar="REV|FILE|DIR|STORE",
    help="Judge only what the PATHs change in this version: a git revision, file or folder, or a "
    "store on disk (oxigraph:DIR).",
)
@click.option("--full", is_flag=True, help="With --base, apply all rules to all of both versions.")
@click.option("--show-existing", is_flag=True, help="With --base, list what was there before too.")
@click.option(
    "--ruleset",
    metavar="NAME",
    help="glossary (default), contribution (default with --base), skos, any or vocpub.",
)
@click.option("--select", multiple=True, metavar="ID", help="Apply these rules only (SK, LB005).")
@click.option("--ignore", multiple=True, metavar="ID", help="Leave these rules out (SR, LB007).")
@click.option(
    "--shapes", multiple=True, metavar="FILE", help="Apply SHACL shapes of your own as well."
)
@click.option(
    "--shacl-engine",
    type=click.Choice(SHACL_ENGINES),
    default="auto",
    show_default=True,
    help="Who judges by SHACL shapes: the compiled ones, with pySHACL for what the compiler does "
    "not know (auto) or without, or pySHACL all of them, which is slow.",
)
@click.option("--links", is_flag=True, help="Follow links to other sites; uses the network.")
@click.option("--baseline", metavar="FILE", help="Count only findings that this file lacks.")
@click.option(
    "--update-baseline", is_flag=True, help="Write the findings to the baseline file, and pass."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option(
    "--show",
    type=click.IntRange(min=0),
    metavar="N",
    help="List N findings of a rule (20; 5 of infos).",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Judge in N processes.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="Where all of it is judged: in memory, on disk (auto: large files), on Apache Spark.",
)
@click.option(
    "--master", metavar="URL", help="With --engine spark, the cluster, as in local[2] or yarn."
)
@vocab_option
def command(
    paths: tuple[str, ...],
    format_name: str | None,
    outputs: tuple[str, ...],
    base: str | None,
    full: bool,
    show_existing: bool,
    ruleset: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    shapes: tuple[str, ...],
    shacl_engine: str,
    links: bool,
    baseline: str | None,
    update_baseline: bool,
    fail_on: str,
    exit_zero: bool,
    show: int | None,
    jobs: int,
    engine: str,
    master: str | None,
    vocab: str | None,
) -> None:
    """Judge a vocabulary or a contribution: findings with their place, and what to do about each.

    PATHs are folders or RDF files of any SKOS vocabulary, judged together as one graph; without
    any, the vocabulary. With --base they are what somebody proposes: RDF, a glossary page, a sheet
    (.csv, .xlsx), a git revision or the changed vocabulary itself; only what changed and what the
    change can affect is judged, and each finding is new, existing or fixed. Only new ones count.

    `tvet-skos rules` lists the rules, `tvet-skos rule ID` explains one.
    """
    from tvet_skos.checks import Severity, require_known, rules
    from tvet_skos.checks.suppression import against_baseline, everything, nothing, suppressed

    settings = settings_here()
    where = destinations(outputs, format_name)
    require_known((*select, *ignore))
    name = ruleset or ("contribution" if base is not None else None)
    chosen = ruleset_of(settings, name)
    chosen = (chosen.only(select) if select else chosen).without(ignore)
    also = further_judges(shapes, links, settings, shacl_engine)
    policy = policy_of(settings, select)
    runs = Runs(engine, jobs, master, shacl_engine)
    report = _judged(paths, base, full, vocab, chosen, policy, settings, also, runs)
    looked_for = everything(rules(), chosen, links) if full or base is None else nothing
    report = suppressed(report, settings.check.suppress, looked_for)
    file = Path(baseline) if baseline else settings.check.baseline
    if update_baseline:
        _update(file, report, is_part=bool(select or ignore) or looked_for is nothing)
    if file is not None:
        report = against_baseline(report, file, looked_for)
    write_reports(report, where, show, show_existing)
    if report.at_least(Severity(fail_on)) and not exit_zero:
        raise SystemExit(NOT_CONFORMING)


def _judged(
    paths: tuple[str, ...],
    base: str | None,
    full: bool,
    vocab: str | None,
    ruleset: Ruleset,
    policy: Policy,
    settings: Settings,
    also: list[Also],
    runs: Runs,
) -> Report:
    """The report on what the PATHs hold, or on what they change."""
    if base is not None:
        runs.require_plain()
        from tvet_skos.cli.contribution import check_contribution

        return check_contribution(
            paths,
            base,
            vocab,
            ruleset,
            policy,
            settings,
            full=full,
            also=also,
            shacl_engine=runs.shacl_engine,
        )
    if full:
        raise SettingsError("--full goes with --base", hint="without it, all is judged anyway")
    _require_vocabularies(paths)
    if runs.engine != "spark":  # whose file systems have addresses, too
        for path in paths:
            require_files(path)
    from tvet_skos.rdf.collecting import collector_paused

    targets = paths or (str(named_path(vocab, settings)),)
    with collector_paused():
        return check_paths(targets, ruleset, policy, also, runs)


def _require_vocabularies(paths: tuple[str, ...]) -> None:
    """Pages and sheets are contributions: they need a vocabulary to be judged in.

    :raises InputError: one of the paths is such a file
    """
    from tvet_skos.cli.importing import PAGE_SUFFIXES
    from tvet_skos.ingest.sheets import is_sheet

    for path in map(Path, paths):
        if path.is_file() and (is_sheet(path) or path.suffix.lower() in PAGE_SUFFIXES):
            raise InputError(
                "is a sheet or a page, which is judged by what it would change",
                file=str(path),
                hint="name the vocabulary as well, as in --base vocab",
            )


def _update(file: Path | None, report: Report, *, is_part: bool) -> None:
    """Make the findings those that the baseline knows."""
    from tvet_skos.checks.suppression import baseline_json, require_baseline
    from tvet_skos.files import write_atomically

    if file is None:
        raise SettingsError("there is no baseline to update", hint="name one with --baseline")
    if is_part:
        raise SettingsError(
            "a baseline knows the findings of all rules on the whole vocabulary",
            hint="leave out --select, --ignore and --base to update it; "
            "rules that are never wanted stand in tvet-skos.toml",
        )
    if file.exists():
        require_baseline(file)
    write_atomically(file, baseline_json(report).encode())
    say(f"baseline: {file} knows {len(report.open)} findings now")
