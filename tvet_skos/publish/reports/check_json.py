"""The report of a check for programs: one JSON document, or a JSON object a line."""

from __future__ import annotations

import json
import re
from typing import Any

from tvet_skos.checks.report import Finding, Related, Report
from tvet_skos.publish.reports.check_words import is_judged
from tvet_skos.rdf.jsonld import indented
from tvet_skos.terms import IRI, Term, n3

_SURROGATE = re.compile("[\ud800-\udfff]")


def report_json(report: Report) -> str:
    """A report as JSON: ``conforms``, ``ruleset``, ``summary``, ``counts`` and ``findings``.

    ``focus``, ``value`` and the ``node`` of related ones are IRIs as they are and other terms as
    N-Triples writes them, ``null`` where there is none. Where a change was judged, ``statuses``
    counts new, existing and fixed findings, all of which are listed.
    """
    document: dict[str, Any] = {
        "conforms": report.conforms,
        "ruleset": report.ruleset,
        "summary": report.summary,
        **({"statuses": report.statuses} if is_judged(report) else {}),
        "counts": dict(sorted(report.counts.items())),
        "findings": [_finding(finding) for finding in report.findings],
    }
    return json_text(document, indent=True)


def report_jsonl(report: Report) -> str:
    """The findings of a report, one JSON object a line, with the fields they have in JSON."""
    return "".join(json_text(_finding(finding)) for finding in report.findings)


def json_text(document: object, *, indent: bool = False) -> str:
    """A document as JSON in UTF-8; what is no text, as in file names of old disks, is escaped.

    :param indent: by one space; else it stands on one line
    """
    text = indented(document, 0) if indent else json.dumps(document, ensure_ascii=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "status": finding.status,
        "message": finding.message,
        "hint": finding.hint,
        "focus": term_text(finding.focus),
        "label": finding.label,
        "concept": finding.concept,
        "conceptLabel": finding.concept_label,
        "path": finding.path,
        "value": term_text(finding.value),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "cell": finding.cell,
        "gathered": finding.gathered,
        "related": [_related(related) for related in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _related(related: Related) -> dict[str, Any]:
    return {
        "node": term_text(related.node),
        "label": related.label,
        "file": related.file,
        "line": related.line,
        "column": related.column,
    }


def term_text(term: Term | None) -> str | None:
    """An IRI as it is, another term as N-Triples writes it."""
    return term if term is None or isinstance(term, IRI) else n3(term)
