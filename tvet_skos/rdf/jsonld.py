"""JSON-LD, compacted with our own context, which is part of the document and never fetched.

The emitter is driven by the context: for each statement it takes the term whose type and container
fit the value, and falls back to a compact IRI with an expanded value where none does.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Any

from tvet_skos.namespaces import PREFIXES, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.arrangement import Arrangement
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


_TYPE, _DEFINITION = RDF.type, SKOS.definition


def write_jsonld(triples: Iterable[Triple]) -> str:
    """A graph as a JSON-LD document; definitions stand inside their concept.

    :source: JSON-LD 1.1, sections 4.2 (type coercion) and 4.6 (language maps)
    """
    return "".join(jsonld_pieces(triples))


def jsonld_pieces(triples: Iterable[Triple]) -> Iterator[str]:
    """The same document a piece at a time: the context, then an object a node."""
    emitter = _Emitter(Arrangement(triples), load_context())
    yield _beginning()
    between = "\n  "
    for subject in emitter.graph.subjects:
        if subject not in emitter.nested:
            yield between + indented(emitter.node(subject), 2)
            between = ",\n  "
    yield "]\n}\n" if between == "\n  " else "\n ]\n}\n"


@cache
def _beginning() -> str:
    """What all documents begin with: the context, which is most of a small one."""
    return '{\n "@context": ' + indented(load_context().document, 1) + ',\n "@graph": ['


class _Emitter:
    """Turns the subjects of one graph into node objects."""

    def __init__(self, graph: Arrangement, context: Context) -> None:
        self.graph = graph
        self.context = context
        self.nested = _nested(graph)
        self._terms: dict[IRI, dict[object, _JsonTerm]] = defaultdict(dict)
        """The terms that were found to fit, by property and kind of value."""

    def node(self, subject: Node) -> dict[str, Any]:
        """One node object; its keys stand in the order of its statements."""
        result: dict[str, Any] = {"id": _identifier(subject)}
        for predicate, values in self.graph.properties(subject):
            if predicate == _TYPE:
                names = [_class_name(v, self.context) for v in values if isinstance(v, IRI)]
                values = [value for value in values if not isinstance(value, IRI)]
                if names:
                    result["type"] = names if len(names) > 1 else names[0]
            terms = self._terms[predicate]
            for value in values:
                self._add(result, predicate, value, terms)
        return result

    def _add(
        self, result: dict[str, Any], predicate: IRI, value: Term, terms: dict[object, _JsonTerm]
    ) -> None:
        term = self._fitting(predicate, value, terms)
        if term is None:
            _append(result, _compact(predicate, self.context), _expanded(value))
        elif isinstance(value, Literal):
            if "@language" in term.containers:
                result = result.setdefault(term.key, {})
                _append(result, value.language, value.value, term)
            else:
                _append(result, term.key, _coerced(value, term, self.context), term)
        elif predicate == _DEFINITION and value in self.nested:
            _append(result, term.key, self.node(value), term)
        else:
            _append(result, term.key, _coerced(value, term, self.context), term)

    def _fitting(
        self, predicate: IRI, value: Term, terms: dict[object, _JsonTerm]
    ) -> _JsonTerm | None:
        """The first term of a property that turns its values into this very one."""
        kind: object
        if isinstance(value, Literal):
            # All that matters of it is whether it has a language, and its datatype.
            kind = True if value.language else value.datatype
        else:
            kind = type(value)
        term = terms.get(kind)
        if term is None:
            term = _fitting(predicate, value, self.context)
            candidates = self.context.properties.get(predicate, ())
            if term is not None and all(c.coerces_to != "@vocab" for c in candidates):
                terms[kind] = term
        return term


def _nested(graph: Arrangement) -> set[Node]:
    """Definition nodes that exactly one node names: they can stand inside it."""
    owners: dict[Term, Node] = {}
    shared: set[Term] = set()
    definitions: set[Node] = set()
    for subject, predicate, value in graph.statements():
        if predicate == _DEFINITION:
            if owners.setdefault(value, subject) != subject:
                shared.add(value)
        elif predicate == _TYPE and value == TVS.Definition:
            definitions.add(subject)
    return (definitions & owners.keys()) - shared - set(owners.values())


def _append(target: dict[str, Any], key: str, value: Any, term: _JsonTerm | None = None) -> None:
    """Set a key, or make its value an array where it may repeat or does."""
    if key in target:
        if not isinstance(target[key], list):
            target[key] = [target[key]]
        target[key].append(value)
    else:
        target[key] = [value] if term is not None and "@set" in term.containers else value


def _fitting(predicate: IRI, value: Term, context: Context) -> _JsonTerm | None:
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
    return f"_:{node.label}" if isinstance(node, BlankNode) else node


def _class_name(iri: IRI, context: Context) -> str:
    return context.names.get(iri) or _compact(iri, context)


def _compact(iri: IRI, context: Context) -> str:
    for prefix, namespace in PREFIXES.items():
        # A prefix that the document does not declare would be read as the scheme of an IRI.
        if iri.startswith(namespace) and context.document.get(prefix) == namespace:
            local = iri[len(namespace) :]
            if _VOCABULARY_NAME.fullmatch(local):
                return f"{prefix}:{local}"
    return str(iri)


def indented(value: Any, level: int) -> str:
    """A JSON value as ``json.dumps`` writes it with an indent of one, standing ``level`` deep.

    Python's own encoder indents ten times slower than it writes on one line.

    >>> print(indented({"a": ["x", {"b": 1}]}, 0))
    {
     "a": [
      "x",
      {
       "b": 1
      }
     ]
    }
    """
    gap = "\n" + " " * level
    if isinstance(value, dict | list) and value and not _is_nested(value):
        text = _encoder(f",{gap} ").encode(value)
        return f"{text[0]}{gap} {text[1:-1]}{gap}{text[-1]}"
    if isinstance(value, dict) and value:
        items = [
            f"{quoted(key)}: {quoted(item) if isinstance(item, str) else indented(item, level + 1)}"
            for key, item in value.items()
        ]
        return f"{{{gap} {f',{gap} '.join(items)}{gap}}}"
    if isinstance(value, list) and value:
        items = [quoted(v) if isinstance(v, str) else indented(v, level + 1) for v in value]
        return f"[{gap} {f',{gap} '.join(items)}{gap}]"
    return _encoder(", ").encode(value)


def _is_nested(value: dict[str, Any] | list[Any]) -> bool:
    """Whether an object or list has others in it that are not empty."""
    items = value.values() if isinstance(value, dict) else value
    return any([isinstance(item, dict | list) and item for item in items])


@cache
def _encoder(separator: str) -> json.JSONEncoder:
    """What writes an object or list that is not nested, with a separator between its items."""
    return json.JSONEncoder(ensure_ascii=False, separators=(separator, ": "))
