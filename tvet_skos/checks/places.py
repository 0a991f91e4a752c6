"""From a finding to file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from os.path import relpath

from tvet_skos.checks.report import Finding, Related, Report, Status
from tvet_skos.rdf.folder import Document
from tvet_skos.rdf.lines import Place, SourceMap, source_map
from tvet_skos.terms import IRI, Node, Term

_Statement = tuple[Node, str, Term | None]
"""A node, and a property and a value of it as far as they are known."""

_Places = Mapping[_Statement, tuple[str, Place]]
"""File and place of what was found."""


def placed(report: Report, documents: Iterable[Document]) -> Report:
    """The report with a place for each finding whose focus stands in one of the documents.

    The nodes that a finding relates to are placed as well. A missing property is placed at its
    subject. Paths are relative to the working folder. What a change fixed stands nowhere any more.
    """
    # By node, for what stands in one place is found in one place.
    asked: dict[Node, dict[_Statement, None]] = {}
    for finding in report.findings:
        for statement in _unplaced(finding):
            asked.setdefault(statement[0], {})[statement] = None
    if not asked:
        return report
    homes = _Homes(documents, asked)
    places = {
        statement: place
        for statements in asked.values()
        for statement in statements
        if (place := homes.place(*statement)) is not None
    }
    return replace(report, findings=tuple(_placed(f, places) for f in report.findings))


def _unplaced(finding: Finding) -> Iterator[_Statement]:
    """What of a finding has no place yet."""
    if finding.status is not Status.FIXED:
        if finding.focus is not None and not finding.file:
            yield finding.focus, finding.path, finding.value
        yield from ((r.node, "", None) for r in finding.related if not r.file)


def _placed(finding: Finding, places: _Places) -> Finding:
    if finding.status is Status.FIXED:
        return finding
    related = tuple(_related_place(each, places) for each in finding.related)
    own = None
    if finding.focus is not None and not finding.file:
        own = places.get((finding.focus, finding.path, finding.value))
    if own is None:
        return replace(finding, related=related) if related else finding
    file, place = own
    return finding.at(file, place.line, place.column, related)


def _related_place(related: Related, places: _Places) -> Related:
    found = None if related.file else places.get((related.node, "", None))
    if found is None:
        return related
    file, place = found
    return Related(related.node, related.label, file, place.line, place.column)


class _Home:
    """A document in which wanted nodes stand; it is looked through when one is asked for."""

    def __init__(self, document: Document, wanted: set[IRI]) -> None:
        self._document = document
        self._wanted = wanted
        self._map: SourceMap | None = None
        self.path = relpath(document.path)

    @property
    def map(self) -> SourceMap:
        """Where the wanted nodes stand in it."""
        if self._map is None:
            document = self._document
            self._map = source_map(document.content, document.format.name, self._wanted)
        return self._map


class _Homes:
    """Where the wanted nodes stand."""

    def __init__(self, documents: Iterable[Document], wanted: Iterable[Node]) -> None:
        iris = {node for node in wanted if isinstance(node, IRI)}
        self._of: dict[Node, list[_Home]] = {}
        for document in documents:
            home = _Home(document, iris)
            for subject in iris.intersection(t.subject for t in document.triples):
                self._of.setdefault(subject, []).append(home)

    def place(self, node: Node, path: str, value: Term | None) -> tuple[str, Place] | None:
        """The nearest place of a statement, in the document that says the most exact one."""
        homes = self._of.get(node, ())
        if len(homes) == 1:
            place = homes[0].map.nearest(str(node), path, value)
            return None if place is None else (homes[0].path, place)
        best: tuple[int, str, Place] | None = None
        for home in homes:
            exactness, place = home.map.locate(str(node), path, value)
            if place is not None and (best is None or exactness > best[0]):
                best = exactness, home.path, place
        return None if best is None else best[1:]
