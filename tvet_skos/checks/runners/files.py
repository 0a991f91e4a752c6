"""Checking files without holding them: on disk, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from os.path import relpath
from pathlib import Path

from tvet_skos.checks.policy import Policy
from tvet_skos.checks.registry import rulebook
from tvet_skos.checks.report import Report
from tvet_skos.checks.requested import Also
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.checks.runners.disk import OnDisk
from tvet_skos.checks.runners.gathering import gathered
from tvet_skos.checks.runners.interface import Progress, Work
from tvet_skos.checks.runners.placing import asked_of, located, with_spots
from tvet_skos.checks.syntax import syntax_finding


def work_of(ruleset: Ruleset, policy: Policy, also: Iterable[Also] = ()) -> Work:
    """What a ruleset asks to be judged, for those who judge all of a vocabulary."""
    return Work(rulebook(ruleset, policy), ruleset, tuple(also))


def check_files(
    files: Sequence[Path], work: Work, *, jobs: int = 1, progress: Progress | None = None
) -> Report:
    """The report on what files say together, with files and lines; ``checks.check`` for large ones.

    Their statements lie in arrays and in files of the folder for temporary ones, which need as much
    room as the files themselves. A file that is not well-formed is a finding, and left out.

    :param jobs: how many processes judge
    :raises NotFound, InputError: a file cannot be read
    """
    files = list(dict.fromkeys(files))
    graph, faults = gathered(files, _watch(files, progress))
    found, counts = OnDisk(graph, jobs).run(work, progress)
    report = Report(tuple(found.values()), work.ruleset.name, counts)
    del graph, found
    sound = [file for file in files if str(file) not in {fault.file for fault in faults}]
    spots = located(sound, asked_of(report), jobs, progress)
    report = with_spots(report, spots, [relpath(file) for file in sound])
    counts = {"files": len(files), **report.counts}
    unread = map(syntax_finding, faults)
    return replace(report, findings=(*report.findings, *unread), counts=counts)


class _Watch:
    """Tells of the megabytes that were read."""

    def __init__(self, files: Iterable[Path], progress: Progress) -> None:
        self._all = sum(file.stat().st_size for file in files if file.exists()) >> 20
        self._progress = progress
        self._read = 0

    def __call__(self, size: int) -> None:
        before, self._read = self._read >> 20, self._read + size
        if self._read >> 20 != before:
            self._progress("reading", self._read >> 20, max(self._all, 1))


def _watch(files: Iterable[Path], progress: Progress | None) -> _Watch | None:
    return None if progress is None else _Watch(files, progress)
