"""From files to a prepared base."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tvet_skos.checks.prepared.keys import key_rules, tables
from tvet_skos.checks.prepared.parts import Lines, Parts
from tvet_skos.checks.runners.compact import CompactGraph
from tvet_skos.checks.runners.gathering import Gathering
from tvet_skos.errors import InputError
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.lines import Stretch, stretches
from tvet_skos.rdf.sameness import content_labels
from tvet_skos.rdf.stream import Statement, known_format, statements
from tvet_skos.terms import IRI, Triple


def parts_of(files: Sequence[Path]) -> Parts:
    """What files say together, prepared.

    :raises NotFound, InputError: one cannot be read
    :raises SyntaxFault: one is not well-formed
    """
    with closing(Gathering(labelled)) as gathering:
        speakers = [_taken(gathering, file) for file in files]
        graph = gathering.graph()
    lines = [_lines(graph, file, own) for file, own in zip(files, speakers, strict=True)]
    return Parts(graph.arrays, tables(graph, key_rules()), lines)


def labelled(triples: Iterable[Triple]) -> list[Triple]:
    """Triples with the labels that the blank nodes of a vocabulary get where it is read in full."""
    return content_labels(canonical_labels(triples))


def _taken(gathering: Gathering, file: Path) -> Container[str] | None:
    """Take a file in; the subjects of one of which the lines do not tell what is a subject."""
    rdf_format = known_format(file)
    said = statements(file, rdf_format)
    if rdf_format.name in ("turtle", "ntriples"):
        gathering.take(said)
        return None
    subjects: set[str] = set()
    gathering.take(_noted(said, subjects))
    return subjects


def _noted(said: Iterable[Statement], subjects: set[str]) -> Iterator[Statement]:
    for each in said:
        subjects.add(each.subject)
        yield each


def _lines(graph: CompactGraph, file: Path, speakers: Container[str] | None) -> Lines:
    import numpy

    try:
        found = stretches(file.read_bytes(), known_format(file).name)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(file)) from error
    columns = array("i"), array("q"), array("q"), array("q")
    for row in _joined(graph, found, speakers):
        for column, number in zip(columns, row, strict=True):
            column.append(number)
    subjects, *others = (numpy.array(column) for column in columns)
    order = numpy.argsort(subjects, kind="stable")
    return Lines(subjects[order], *(each[order] for each in others))


def _number(graph: CompactGraph, subject: str) -> int:
    """The number of a subject: -1 for a directive, -2 for what the parser has read otherwise."""
    if not subject:
        return -1
    number = graph.number(IRI(subject))
    return -2 if number < 0 else number


def _joined(
    graph: CompactGraph, found: Iterable[Stretch], speakers: Container[str] | None
) -> Iterator[tuple[int, int, int, int]]:
    """The number of the subject, start, end and line of what is said of one subject on end."""
    last: tuple[int, int, int, int] | None = None
    subject, number = "", -1
    for stretch in found:
        if speakers is not None and stretch.subject not in speakers:
            continue
        if stretch.subject != subject:
            subject = stretch.subject
            number = _number(graph, subject)
        if last is not None and last[0] == number and speakers is None:
            last = (number, last[1], stretch.end, last[3])
            continue
        if last is not None:
            yield last
        last = (number, *stretch[1:])
    if last is not None:
        yield last
