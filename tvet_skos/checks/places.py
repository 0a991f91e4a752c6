"""From a finding to file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from os.path import relpath

from tvet_skos.checks.report import Finding, Related, Report, Status
from tvet_skos.rdf.folder import Document
from tvet_skos.rdf.lines import Place, SourceMap, source_map
from tvet_skos.terms import IRI, Node, Term


def placed(report: Report, documents: Iterable[Document]) -> Report:
    """The report with a place for each finding whose focus stands in one of the documents.

    The nodes that a finding relates to are placed as well. A missing property is placed at its
    subject. Paths are relative to the working folder. What a change fixed stands nowhere any more.
    """
    standing = [f for f in report.findings if f.status is not Status.FIXED]
    wanted = {node for finding in standing for node in _nodes(finding)}
    if not wanted:
        return report
    homes = _Homes(documents, wanted)
    return replace(
        report,
        findings=tuple(
            f if f.status is Status.FIXED else _placed(f, homes) for f in report.findings
        ),
    )


def _nodes(finding: Finding) -> Iterator[Node]:
    if finding.focus is not None and not finding.file:
        yield finding.focus
    yield from (related.node for related in finding.related if not related.file)


def _placed(finding: Finding, homes: _Homes) -> Finding:
    related = tuple(_related_place(each, homes) for each in finding.related)
    if finding.file or finding.focus is None:
        return replace(finding, related=related)
    found = homes.place(finding.focus, finding.path, finding.value)
    if found is None:
        return replace(finding, related=related)
    file, place = found
    return replace(finding, file=file, line=place.line, column=place.column, related=related)


def _related_place(related: Related, homes: _Homes) -> Related:
    found = None if related.file else homes.place(related.node)
    if found is None:
        return related
    file, place = found
    return replace(related, file=file, line=place.line, column=place.column)


class _Homes:
    """Where the wanted nodes stand."""

    def __init__(self, documents: Iterable[Document], wanted: set[Node]) -> None:
        self._wanted = {node for node in wanted if isinstance(node, IRI)}
        self._documents: dict[Node, list[Document]] = {}
        self._maps: dict[int, SourceMap] = {}
        for document in documents:
            for subject in dict.fromkeys(t.subject for t in document.triples):
                if subject in self._wanted:
                    self._documents.setdefault(subject, []).append(document)

    def place(
        self, node: Node, path: str = "", value: Term | None = None
    ) -> tuple[str, Place] | None:
        """The nearest place of a statement, in the document that says the most exact one."""
        best: tuple[int, Document, Place] | None = None
        for document in self._documents.get(node, ()):
            exactness, place = self._map(document).locate(str(node), path, value)
            if place is not None and (best is None or exactness > best[0]):
                best = (exactness, document, place)
        return None if best is None else (relpath(best[1].path), best[2])

    def _map(self, document: Document) -> SourceMap:
        if id(document) not in self._maps:
            text = document.content.decode("utf-8-sig")
            self._maps[id(document)] = source_map(text, document.format.name, self._wanted)
        return self._maps[id(document)]
