"""The report of a check as a ``sh:ValidationReport`` in JSON-LD, its context inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tvet_skos.checks.report import Report
from tvet_skos.namespaces import RDF, XSD
from tvet_skos.publish.reports.check_json import json_text
from tvet_skos.publish.reports.validation import REPORT, validation_report
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

_Object = dict[str, Any]


def report_jsonld(report: Report) -> str:
    """A report in compact JSON-LD: the same graph as in Turtle, the results inside the report.

    Addresses are written in full and the context declares no prefix, so that no IRI of the data
    can be taken for a compact one.

    :source: JSON-LD 1.1
    """
    nodes: dict[Node, list[Triple]] = {}
    for triple in validation_report(report):
        nodes.setdefault(triple.subject, []).append(triple)
    document = {"@context": _context(), **_object(REPORT, nodes)}
    return json_text(document, indent=True)


@cache
def _context() -> Mapping[str, Any]:
    """The context that stands in every report."""
    text = files("tvet_skos.publish").joinpath("templates", "check.jsonld").read_text("utf-8")
    context: Mapping[str, Any] = json.loads(text)["@context"]
    return context


@cache
def _keys() -> Mapping[str, str]:
    """Property or class to its name in the context."""
    return {_entry(key).get("@id", entry): key for key, entry in _context().items()}


def _entry(key: str) -> Mapping[str, Any]:
    """How the context defines a name; nothing where the name stands for an address only."""
    entry = _context()[key]
    return entry if isinstance(entry, dict) else {}


def _object(subject: Node, nodes: Mapping[Node, list[Triple]]) -> _Object:
    result: _Object = {"id": _identifier(subject)}
    for triple in nodes[subject]:
        key = "type" if triple.predicate == RDF.type else _keys()[triple.predicate]
        # Only here are nodes nested: the data may have the IRI of a result, or of the report.
        if key == "result" and isinstance(triple.object, IRI):
            value = _object(triple.object, nodes)
        else:
            value = _value(key, triple.object)
        if "@container" in _entry(key):
            result.setdefault(key, []).append(value)
        else:
            result[key] = value
    return result


def _value(key: str, value: Term) -> Any:
    if isinstance(value, Literal):
        return _literal(_entry(key), value)
    if key == "type":
        return _keys()[str(value)]
    return _identifier(value) if "@type" in _entry(key) else {"id": _identifier(value)}


def _literal(entry: Mapping[str, Any], value: Literal) -> Any:
    """A literal, with its language or type where the context does not say it."""
    if value.datatype == entry.get("@type") == XSD.boolean:
        return value.value == "true"
    if value.language == entry.get("@language", "") and not value.datatype:
        return value.value
    tags = {"@language": value.language, "@type": value.datatype}
    return {"@value": value.value, **{name: tag for name, tag in tags.items() if tag}}


def _identifier(node: Node) -> str:
    return f"_:{node.label}" if isinstance(node, BlankNode) else str(node)
