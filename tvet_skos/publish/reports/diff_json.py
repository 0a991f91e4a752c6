"""A difference as JSON, its statements in the names of ``vocab/context.jsonld``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tvet_skos.rdf.diff import Difference, RecordChange
from tvet_skos.rdf.jsonld import write_jsonld
from tvet_skos.terms import IRI, BlankNode, Node, Triple

_Nodes = Mapping[str, dict[str, Any]]


def difference_json(difference: Difference, old: str = "", new: str = "") -> str:
    """A difference as one JSON object: ``old``, ``new``, ``summary`` and ``records``.

    A record has ``id``, ``kind``, ``fate``, ``label``, ``oldLabel`` where it was another, the
    ``successor`` of what is gone, what it ``removed`` and ``added`` as JSON-LD objects, and its
    ``part`` records. ``summary`` counts records by kind and fate, and ``statements``.

    :param old, new: what the two versions are called
    """
    removed, added = _objects(difference.removed), _objects(difference.added)
    counts: dict[str, Any] = {
        str(kind): {str(fate): number for fate, number in fates.items()}
        for kind, fates in difference.counts.items()
    }
    statements = {"added": len(difference.added), "removed": len(difference.removed)}
    document = {
        "old": old,
        "new": new,
        "summary": {**counts, "statements": statements},
        "records": [_record(record, removed, added) for record in difference.records],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _record(record: RecordChange, removed: _Nodes, added: _Nodes) -> dict[str, Any]:
    name = _name(record.node)
    return {
        "id": name,
        "kind": str(record.kind),
        "fate": str(record.fate),
        "label": record.label,
        **({"oldLabel": record.old_label} if record.old_label else {}),
        **({"successor": list(record.successors)} if record.successors else {}),
        "removed": removed.get(name, {}),
        "added": added.get(name, {}),
        "part": [_record(part, removed, added) for part in record.parts],
    }


def _name(node: Node) -> str:
    return f"_:{node.label}" if isinstance(node, BlankNode) else node


def _objects(triples: Iterable[Triple]) -> dict[str, dict[str, Any]]:
    """Statements as JSON-LD objects by subject, without their ids and none inside another."""
    found: dict[str, dict[str, Any]] = {}
    for node in json.loads(write_jsonld(map(_with_names, triples)))["@graph"]:
        name = node.pop("id")
        for definition in _taken_out(node):
            found[definition.pop("id")] = definition
        found[name] = node
    return found


def _with_names(triple: Triple) -> Triple:
    """Blank nodes as what JSON-LD calls them, for the emitter would name them anew."""
    subject, predicate, value = triple
    if isinstance(subject, BlankNode):
        subject = IRI(_name(subject))
    return Triple(subject, predicate, IRI(_name(value)) if isinstance(value, BlankNode) else value)


def _taken_out(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The definitions that stand inside their concept; their ids are left there."""
    inside = node.get("definition", [])
    taken = [each for each in inside if isinstance(each, dict)]
    if taken:
        node["definition"] = [each["id"] if isinstance(each, dict) else each for each in inside]
    return taken
