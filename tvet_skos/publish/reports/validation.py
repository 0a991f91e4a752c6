"""A report as the W3C writes one: a graph of validation results."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.report import Finding, Report, Severity
from tvet_skos.iri import unique
from tvet_skos.namespaces import BIBO, DCTERMS, RDF, RDFS, SH, TVS, XSD
from tvet_skos.publish.characters import printable
from tvet_skos.publish.reports.check_words import place_of
from tvet_skos.terms import IRI, Literal, Triple, is_iri

REPORT = IRI("urn:tvet-skos:report")

_SEVERITIES = {
    Severity.ERROR: SH.Violation,
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}


def validation_report(report: Report) -> Iterator[Triple]:
    """A report as a ``sh:ValidationReport``.

    ``sh:conforms`` is SHACL's, true only where nothing at all was found; whether there is an error
    is ``Report.conforms``. Findings that a change fixed are no results. Results have IRIs, made of
    their fingerprints, so that two reports can be compared; ``bibo:locator`` is the place,
    ``rdfs:comment`` the way out, ``dcterms:relation`` a related node.

    :source: SHACL, section 3.6
    """
    conforms = "false" if report.open else "true"
    yield Triple(REPORT, RDF.type, SH.ValidationReport)
    yield Triple(REPORT, SH.conforms, Literal(conforms, datatype=XSD.boolean))
    taken: set[str] = set()
    for finding in report.open:
        name = unique(finding.fingerprint, taken)
        taken.add(name)
        node = IRI(f"urn:tvet-skos:finding:{name}")
        yield Triple(REPORT, SH.result, node)
        yield from _result(node, finding)


def _result(node: IRI, finding: Finding) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SH.ValidationResult)
    yield Triple(node, SH.resultSeverity, _SEVERITIES[finding.severity])
    yield Triple(node, SH.sourceConstraintComponent, TVS + finding.rule)
    yield Triple(node, SH.resultMessage, Literal(finding.message, "en"))
    yield Triple(node, DCTERMS.identifier, Literal(finding.rule))
    if finding.focus is not None:
        yield Triple(node, SH.focusNode, finding.focus)
    if is_iri(finding.path):
        yield Triple(node, SH.resultPath, IRI(finding.path))
    if finding.value is not None:
        yield Triple(node, SH.value, finding.value)
    if place := place_of(finding):
        # A file name that is no UTF-8 is none in RDF either.
        yield Triple(node, BIBO.locator, Literal(printable(place)))
    if finding.hint:
        yield Triple(node, RDFS.comment, Literal(finding.hint, "en"))
    for related in finding.related:
        yield Triple(node, DCTERMS.relation, related.node)
