"""The report of a check as SARIF, which code scanning services and editors read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from tvet_skos.checks.report import Finding, Related, Report, Severity, Status
from tvet_skos.checks.rule import Rule
from tvet_skos.publish.characters import printable
from tvet_skos.publish.links import web_link
from tvet_skos.publish.reports.check_json import json_text, term_text
from tvet_skos.publish.reports.check_words import address, heading, name_of, sentence
from tvet_skos.terms import IRI

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STATES = {Status.NEW: "new", Status.EXISTING: "unchanged", Status.FIXED: "absent"}

_MOST_RELATED = 100
"""Some groups have thousands of members, and services refuse results with more places."""

_LINK = re.compile(r"(?<!\\)\[(?=[^\]\n]*\]\()")

_Object = dict[str, Any]


def report_sarif(report: Report, rules: Sequence[Rule] = ()) -> str:
    """A report as a SARIF log with one run.

    :param rules: those that were applied; rules that they lack are described as findings do
    :source: SARIF 2.1.0 plus Errata 01
    """
    described = _rules(report, rules)
    index = {rule["id"]: number for number, rule in enumerate(described)}
    run = {
        "tool": {"driver": {"name": "tvet-skos", "rules": described}},
        # Ours count characters, not UTF-16 code units.
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule]) for finding in report.findings],
        "properties": {"ruleset": report.ruleset, "counts": dict(sorted(report.counts.items()))},
    }
    # Without line breaks: half the time, and services refuse files above a size.
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(report: Report, rules: Iterable[Rule]) -> list[_Object]:
    """The rules by id: those that were given, and those that only findings know."""
    known = {rule.id: rule for rule in rules}
    for f in report.findings:
        if f.rule not in known:
            known[f.rule] = Rule(f.rule, f.name, f.severity, "", f.hint)
    return [_described(known[id_]) for id_ in sorted(known)]


def _described(rule: Rule) -> _Object:
    message = rule.message or rule.name or rule.id
    full = f"{message} ({rule.reference})" if rule.reference else message
    link = web_link(rule.reference)
    return {
        "id": rule.id,
        "name": rule.name or rule.id,
        "shortDescription": {"text": message},
        "fullDescription": {"text": full},
        "help": {"text": rule.hint or message},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        **({"helpUri": link} if link else {}),
    }


def _result(finding: Finding, index: int) -> _Object:
    related = [_related(r, n) for n, r in enumerate(finding.related[:_MOST_RELATED], 1)]
    location = _location(finding)
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [location] if location else [],
        "relatedLocations": related,
        "partialFingerprints": {"tvetSkos/v1": finding.fingerprint},
        "baselineState": finding.status and _STATES[finding.status],
        "properties": _properties(finding),
    }
    return _without_empty(result)


def _message(finding: Finding) -> str:
    """What is said, and the way out; brackets of the data make no link."""
    text = "\n".join(filter(None, (sentence(finding), finding.hint)))
    return _LINK.sub(r"\\[", printable(text))


def _location(finding: Finding) -> _Object:
    """File and line, and as logical location the concept."""
    iri = address(finding)
    logical = {"fullyQualifiedName": iri, "name": heading(finding), "kind": "resource"}
    location = {
        "physicalLocation": _physical(finding),
        "logicalLocations": [_without_empty(logical)] if iri else [],
    }
    return _without_empty(location)


def _related(related: Related, number: int) -> _Object:
    iri = related.node if isinstance(related.node, IRI) else ""
    location = {
        "id": number,
        "physicalLocation": _physical(related),
        "logicalLocations": [{"fullyQualifiedName": iri, "kind": "resource"}] if iri else [],
        "message": {"text": _LINK.sub(r"\\[", printable(name_of(related)))},
    }
    return _without_empty(location)


def _physical(found: Finding | Related) -> _Object:
    if not found.file:
        return {}
    region = {} if found.line is None else {"startLine": found.line, "startColumn": found.column}
    location = {"artifactLocation": {"uri": _uri(found.file)}, "region": _without_empty(region)}
    return _without_empty(location)


def _uri(path: str) -> str:
    """A path as a URI: relative as it is, a file name of any bytes percent-encoded.

    >>> _uri("vocab/my concepts/100%.ttl")
    'vocab/my%20concepts/100%25.ttl'
    """
    pure = PurePath(path)
    encoded = quote(pure.as_posix().encode("utf-8", "surrogateescape"))
    return f"file://{encoded}" if pure.is_absolute() else encoded


def _properties(finding: Finding) -> _Object:
    """What SARIF has no place for."""
    return _without_empty(
        {
            "focus": term_text(finding.focus),
            "label": finding.label,
            "path": finding.path,
            "value": term_text(finding.value),
            "cell": finding.cell,
            "relatedCount": len(finding.related) if len(finding.related) > _MOST_RELATED else None,
        }
    )


def _without_empty(fields: _Object) -> _Object:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
