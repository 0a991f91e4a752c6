"""JSON-LD, compacted with our own context, which is part of the document and never fetched.

The emitter is driven by the context: for each statement it takes the term whose type and container
fit the value, and falls back to a compact IRI with an expanded value where none does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tvet_skos.namespaces import PREFIXES, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.arrangement import arranged
from tvet_skos.resources import resource
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple


@dataclass(frozen=True, slots=True)
class _JsonTerm:
    """A term of the context: the key, what its values are coerced to, and its containers."""

    key: str
    coerces_to: str = ""
    containers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """``vocab/context.jsonld``, read for writing: property to terms, class to name."""

    document: Mapping[str, Any]
    properties: Mapping[str, tuple[_JsonTerm, ...]] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    vocabulary: str = ""


@cache
def load_context() -> Context:
    """The context that ships with the package."""
    document = json.loads(resource("vocab", "context.jsonld").read_text(encoding="utf-8"))
    entries: dict[str, Any] = document["@context"]
    properties: dict[str, tuple[_JsonTerm, ...]] = {}
    names: dict[str, str] = {}
    for key, entry in entries.items():
        if key.startswith("@") or entry in ("@id", "@type"):
            continue
        iri = _expand(entry if isinstance(entry, str) else entry["@id"], entries)
        if iri.endswith(("#", "/")):  # a prefix
            continue
        if isinstance(entry, str):
            names[iri] = key
        properties[iri] = (*properties.get(iri, ()), _json_term(key, entry, entries))
    return Context(entries, properties, names, entries.get("@vocab", ""))


def _json_term(key: str, entry: Any, entries: Mapping[str, Any]) -> _JsonTerm:
    if isinstance(entry, str):
        return _JsonTerm(key)
    containers = entry.get("@container", [])
    return _JsonTerm(
        key,
        _expand(entry.get("@type", ""), entries),
        frozenset([containers] if isinstance(containers, str) else containers),
    )


def _expand(name: str, entries: Mapping[str, Any]) -> str:
    prefix, colon, local = name.partition(":")
    namespace = entries.get(prefix)
    return namespace + local if colon and isinstance(namespace, str) else name


def write_jsonld(triples: Iterable[Triple]) -> str:
    """A graph as a JSON-LD document; definitions stand inside their concept.

    :source: JSON-LD 1.1, sections 4.2 (type coercion) and 4.6 (language maps)
    """
    context = load_context()
    nodes = arranged(triples)
    nested = _nested(nodes)
    graph = [_object(s, nodes, nested, context) for s in nodes if s not in nested]
    document = {"@context": context.document, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _nested(nodes: Mapping[Node, list[Triple]]) -> set[Node]:
    """Definition nodes that exactly one node names: they can stand inside it."""
    uses: dict[Term, int] = {}
    for triples in nodes.values():
        for triple in triples:
            if triple.predicate == SKOS.definition:
                uses[triple.object] = uses.get(triple.object, 0) + 1
    return {
        node
        for node, triples in nodes.items()
        if uses.get(node) == 1
        and any(t.predicate == RDF.type and t.object == TVS.Definition for t in triples)
        and not any(t.predicate == SKOS.definition for t in triples)
    }


def _object(
    subject: Node, nodes: Mapping[Node, list[Triple]], nested: set[Node], context: Context
) -> dict[str, Any]:
    """One node object; its keys stand in the order of its statements."""
    result: dict[str, Any] = {"id": _identifier(subject)}
    for triple in nodes[subject]:
        value = triple.object
        if triple.predicate == RDF.type and isinstance(value, IRI):
            result.setdefault("type", []).append(_class_name(value, context))
            continue
        term = _fitting(triple.predicate, value, context)
        if term is None:
            _append(result, _compact(triple.predicate), _expanded(value))
        elif "@language" in term.containers and isinstance(value, Literal):
            _append(result.setdefault(term.key, {}), value.language, value.value, term)
        elif value in nested and triple.predicate == SKOS.definition:
            _append(result, term.key, _object(value, nodes, nested, context), term)
        else:
            _append(result, term.key, _coerced(value, term, context), term)
    if len(result.get("type", ())) == 1:
        result["type"] = result["type"][0]
    return result


def _append(target: dict[str, Any], key: str, value: Any, term: _JsonTerm | None = None) -> None:
    """Set a key, or make its value an array where it may repeat or does."""
    if key in target:
        if not isinstance(target[key], list):
            target[key] = [target[key]]
        target[key].append(value)
    else:
        target[key] = [value] if term is not None and "@set" in term.containers else value


def _fitting(predicate: IRI, value: Term, context: Context) -> _JsonTerm | None:
    """The first term of a property that turns its values into this very one."""
    for term in context.properties.get(predicate, ()):
        if "@list" not in term.containers and _fits(value, term, context):
            return term
    return None


_VOCABULARY_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def _fits(value: Term, term: _JsonTerm, context: Context) -> bool:
    if not isinstance(value, Literal):
        if term.coerces_to == "@vocab":
            return isinstance(value, str) and _in_vocabulary(value, context)
        return term.coerces_to == "@id"
    if value.language:
        return "@language" in term.containers and not term.coerces_to
    if "@language" in term.containers:
        return False
    return term.coerces_to == value.datatype


def _in_vocabulary(iri: str, context: Context) -> bool:
    local = iri[len(context.vocabulary) :] if iri.startswith(context.vocabulary) else ""
    # A name that is a term of the context would expand to that term instead.
    return bool(_VOCABULARY_NAME.fullmatch(local)) and local not in context.document


def _coerced(value: Term, term: _JsonTerm, context: Context) -> Any:
    if not isinstance(value, Literal):
        name = _identifier(value)
        return name[len(context.vocabulary) :] if term.coerces_to == "@vocab" else name
    if value.datatype == XSD.integer and re.fullmatch(r"0|-?[1-9]\d{0,14}", value.value):
        return int(value.value)
    if value.datatype == XSD.boolean and value.value in ("true", "false"):
        return value.value == "true"
    return value.value


def _expanded(value: Term) -> dict[str, str]:
    """A value that no term fits, spelled out."""
    if not isinstance(value, Literal):
        return {"@id": _identifier(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return (
        {"@value": value.value, "@type": value.datatype}
        if value.datatype
        else {"@value": value.value}
    )


def _identifier(node: Node) -> str:
    return f"_:{node.label}" if isinstance(node, BlankNode) else str(node)


def _class_name(iri: IRI, context: Context) -> str:
    return context.names.get(iri) or _compact(iri)


def _compact(iri: IRI) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _VOCABULARY_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return str(iri)
