"""Where ``check`` judges: in memory, in several processes, on disk, on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tvet_skos.cli.checking import check_vocabulary, read_leniently, table_of_mappings
from tvet_skos.cli.progress import Bars
from tvet_skos.cli.reporting import say
from tvet_skos.errors import SettingsError

if TYPE_CHECKING:
    from tvet_skos.checks import Policy, Report, Ruleset
    from tvet_skos.checks.requested import Also

ENGINES = ("auto", "memory", "disk", "spark")
"""Where all of a vocabulary can be judged."""

LARGE = 400 << 20
"""From how many bytes on files are judged on disk; in memory they take some five times as much."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the options say on where to judge."""

    engine: str
    jobs: int
    master: str | None
    shacl_engine: str = "auto"

    def require_plain(self) -> None:
        """A change is judged by what it touches, so there is nothing to share out.

        :raises SettingsError: an option asks for that
        """
        if self.engine in ("disk", "spark") or self.master is not None or self.jobs > 1:
            raise SettingsError(
                "--jobs, --engine and --master are for a check of all of a vocabulary",
                hint="leave them out with --base: only what the change touches is judged",
            )


def check_paths(
    paths: Sequence[str], ruleset: Ruleset, policy: Policy, also: Sequence[Also], runs: Runs
) -> Report:
    """The report on what some folders and files hold, whoever judges it.

    :raises SettingsError: the options do not go together
    """
    if runs.engine == "spark":
        return _on_spark(paths, ruleset, policy, also, runs)
    if runs.master is not None:
        raise SettingsError("--master names a cluster", hint="add --engine spark")
    targets = [Path(path) for path in paths]
    if runs.engine == "disk" or (runs.engine == "auto" and _are_large(targets)):
        return _on_disk(targets, ruleset, policy, also, runs)
    with Bars() as bars:
        vocabulary, faults = read_leniently(targets)
        return check_vocabulary(
            vocabulary,
            faults,
            ruleset,
            policy,
            also,
            jobs=runs.jobs,
            progress=bars.show,
            shacl_engine=runs.shacl_engine,
        )


def _are_large(targets: Sequence[Path]) -> bool:
    from tvet_skos.rdf.folder import rdf_files

    size = sum(f.stat().st_size for t in targets for f in rdf_files(t) if f.exists())
    if size > LARGE:
        say(f"{size >> 20:,} MB are much for memory, so they are judged on disk (--engine disk)")
    return size > LARGE


def _on_disk(
    targets: Sequence[Path], ruleset: Ruleset, policy: Policy, also: Sequence[Also], runs: Runs
) -> Report:
    from tvet_skos.checks.run import judged_by
    from tvet_skos.checks.runners.files import check_files, work_of
    from tvet_skos.rdf.folder import rdf_files

    files = [file for target in targets for file in rdf_files(target)]
    work = work_of(ruleset, policy, (*also, *table_of_mappings(targets[0])))
    work = judged_by(work, runs.shacl_engine, policy)
    with Bars() as bars:
        return check_files(files, work, jobs=runs.jobs, progress=bars.show)


def _on_spark(
    paths: Sequence[str], ruleset: Ruleset, policy: Policy, also: Sequence[Also], runs: Runs
) -> Report:
    from tvet_skos.checks.runners.spark import check_on_spark

    if also:
        raise SettingsError(
            "shapes, queries and links of one's own are not judged on Spark",
            hint="leave them out, or use --engine disk",
        )
    if runs.shacl_engine == "pyshacl":
        raise SettingsError(
            "pySHACL judges on this machine, not on Spark",
            hint="leave out --shacl-engine: the compiled shapes find the same",
        )
    if runs.jobs > 1:
        raise SettingsError(
            "--jobs is for this machine; Spark has its own", hint="as in --master local[4]"
        )
    with Bars() as bars:
        table = table_of_mappings(Path(paths[0]))
        return check_on_spark(
            paths, ruleset, policy, also=table, master=runs.master, progress=bars.show
        )
