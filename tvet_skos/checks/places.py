"""From a finding to file, line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from os.path import relpath

from tvet_skos.checks.report import Finding, Report
from tvet_skos.rdf.folder import Document
from tvet_skos.rdf.lines import Place, SourceMap, source_map
from tvet_skos.terms import IRI, Node


def placed(report: Report, documents: Iterable[Document]) -> Report:
    """The report with a place for each finding whose focus stands in one of the documents.

    A missing property is placed at its subject. Paths are relative to the working folder.
    """
    if not report.findings:
        return report
    homes: dict[Node, list[Document]] = {}
    for document in documents:
        for subject in dict.fromkeys(t.subject for t in document.triples):
            homes.setdefault(subject, []).append(document)
    maps: dict[int, SourceMap] = {}
    return replace(report, findings=tuple(_placed(f, homes, maps) for f in report.findings))


def _placed(
    finding: Finding, homes: dict[Node, list[Document]], maps: dict[int, SourceMap]
) -> Finding:
    if finding.file or not isinstance(finding.focus, IRI):
        return finding
    best: tuple[int, Document, Place] | None = None
    for document in homes.get(finding.focus, ()):
        if id(document) not in maps:
            maps[id(document)] = source_map(
                document.content.decode("utf-8-sig"), document.format.name
            )
        exactness, place = maps[id(document)].locate(finding.focus, finding.path, finding.value)
        if place is not None and (best is None or exactness > best[0]):
            best = (exactness, document, place)
    if best is None:
        return finding
    _, document, place = best
    return replace(finding, file=relpath(document.path), line=place.line, column=place.column)
