"""Places of findings in files that are too large to be held: piece by piece, each once.

They are the places that ``checks.placed`` finds in documents that are held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tvet_skos.checks.report import Finding, Related, Report
from tvet_skos.checks.runners.forking import Task, done
from tvet_skos.checks.runners.interface import Progress, watched
from tvet_skos.rdf.formats import FORMATS
from tvet_skos.rdf.lines import source_map
from tvet_skos.rdf.stream import known_format, statements_of_document
from tvet_skos.terms import IRI, Node, Term

Asked = tuple[Node, str, Term | None]
"""A node, and a property and a value of it as far as they are known."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where something stands; the best of several spots is the smallest one.

    ``distance`` is 0 for the statement, 1 for the property, 2 for the subject.
    """

    distance: int
    file: int
    line: int
    column: int


Spots = dict[Asked, Spot]


def asked_of(report: Report) -> dict[Node, list[Asked]]:
    """What is to be placed, by node: the focus of each finding, and the nodes it relates to."""
    asked: dict[Node, dict[Asked, None]] = {}
    for finding in report.findings:
        for each in _unplaced(finding):
            if isinstance(each[0], IRI):
                asked.setdefault(each[0], {})[each] = None
    return {node: list(each) for node, each in asked.items()}


def _unplaced(finding: Finding) -> Iterator[Asked]:
    if finding.focus is not None and not finding.file:
        yield finding.focus, finding.path, finding.value
    yield from ((related.node, "", None) for related in finding.related)


def with_spots(report: Report, spots: Mapping[Asked, Spot], names: Sequence[str]) -> Report:
    """The report with the spots, as far as they are known.

    :param names: what people call the files, by number
    """
    return replace(report, findings=tuple(_with_spot(f, spots, names) for f in report.findings))


def _with_spot(finding: Finding, spots: Mapping[Asked, Spot], names: Sequence[str]) -> Finding:
    related = tuple(_related(each, spots, names) for each in finding.related)
    spot = None
    if finding.focus is not None and not finding.file:
        spot = spots.get((finding.focus, finding.path, finding.value))
    if spot is None:
        return replace(finding, related=related) if related else finding
    return replace(
        finding, file=names[spot.file], line=spot.line, column=spot.column, related=related
    )


def _related(related: Related, spots: Mapping[Asked, Spot], names: Sequence[str]) -> Related:
    spot = spots.get((related.node, "", None))
    if spot is None:
        return related
    return replace(related, file=names[spot.file], line=spot.line, column=spot.column)


def keep_nearest(spots: Spots, more: Mapping[Asked, Spot]) -> None:
    """Add spots to others; of two, the more exact one stands, then the one that comes first."""
    for asked, spot in more.items():
        other = spots.setdefault(asked, spot)
        if spot < other:
            spots[asked] = spot


# --- reading --------------------------------------------------------------------------------------


def located(
    files: list[Path],
    asked: Mapping[Node, list[Asked]],
    jobs: int = 1,
    progress: Progress | None = None,
) -> Spots:
    """Where what is asked stands in files, which have been read before and are well-formed."""
    spots: Spots = {}
    tasks = [task for number, file in enumerate(files) for task in _tasks(number, file, asked)]
    for more in watched(done(tasks, jobs), "locating", len(tasks), progress):
        keep_nearest(spots, more)
    return spots


def _tasks(number: int, file: Path, asked: Mapping[Node, list[Asked]]) -> Iterator[Task[Spots]]:
    rdf_format = known_format(file)
    if rdf_format.name == "ntriples":
        for start, size, line in _pieces(file):
            yield partial(_in_piece, number, file, start, size, line, asked)
    else:
        yield partial(_in_document, number, file, asked)


_PIECE = 1 << 25


def _pieces(file: Path) -> Iterator[tuple[int, int, int]]:
    """Pieces of a file that end with a line: where they begin, how long they are, their lines."""
    start, line = 0, 1
    with file.open("rb") as stream:
        while content := stream.read(_PIECE):
            content += stream.readline()
            yield start, len(content), line
            start += len(content)
            line += content.count(b"\n")


HEAD = re.compile(rb"^[ \t]*<([^>\n]*)>", re.M)
"""The subject of a line of N-Triples."""


def _in_piece(
    number: int, file: Path, start: int, size: int, line: int, asked: Mapping[Node, list[Asked]]
) -> Spots:
    with file.open("rb") as stream:
        stream.seek(start)
        content = stream.read(size)
    heads = set(HEAD.findall(content))
    # Somebody may have written a character of an IRI as \\u…: then any may be meant.
    escaped = any(b"\\" in head for head in heads)
    wanted = asked if escaped else {IRI(head.decode()) for head in heads} & asked.keys()
    here: dict[Node, list[Asked]] = {}
    for node in wanted:
        here[node] = asked[node]
    return spots_in(content, "ntriples", number, here, line)


def _in_document(number: int, file: Path, asked: Mapping[Node, list[Asked]]) -> Spots:
    return spots_in_document(file.read_bytes(), known_format(file).name, number, asked)


def spots_in_document(
    content: bytes, format_name: str, number: int, asked: Mapping[Node, list[Asked]]
) -> Spots:
    """Where what is asked stands in a document.

    :param number: of the file
    """
    if format_name in ("turtle", "ntriples"):
        return spots_in(content, format_name, number, asked)
    # There, the IRI of an object looks like that of a subject.
    said = statements_of_document(content, FORMATS[format_name])
    subjects = {IRI(each.subject) for each in said}
    here: dict[Node, list[Asked]] = {n: each for n, each in asked.items() if n in subjects}
    return spots_in(content, format_name, number, here)


def spots_in(
    content: bytes,
    format_name: str,
    file: int,
    asked: Mapping[Node, Iterable[Asked]],
    first_line: int = 1,
) -> Spots:
    """Where what is asked stands in a document or a piece of one.

    :param file: the number of the file
    :param first_line: the number of its first line
    """
    if not asked:
        return {}
    places = source_map(content, format_name, {str(node) for node in asked})
    spots: Spots = {}
    for node, each in asked.items():
        for one in each:
            exactness, place = places.locate(str(node), one[1], one[2])
            if place is not None:
                line = place.line + first_line - 1
                spots[one] = Spot(3 - exactness, file, line, place.column)
    return spots
