"""RDF/XML, deterministic: one ``rdf:Description`` a node, statements sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from tvet_skos.errors import WriteError
from tvet_skos.namespaces import PREFIXES, RDF
from tvet_skos.rdf.ntriples import in_order
from tvet_skos.terms import IRI, BlankNode, Node, Triple, n3

_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML document can hold, however they are written."""


def write_rdfxml(triples: Iterable[Triple]) -> str:
    """A graph as RDF/XML.

    :raises WriteError: for a property whose IRI cannot be an XML name, and for control characters,
        which XML cannot hold
    :source: RDF 1.1 XML Syntax
    """
    return "".join(rdfxml_pieces(triples))


def rdfxml_pieces(triples: Iterable[Triple]) -> Iterator[str]:
    """The same document a piece at a time, one a subject between its head and its end.

    :raises WriteError: as ``write_rdfxml``; some of it may have come by then
    """
    triples = triples if isinstance(triples, Sequence) else list(triples)
    prefixes = _prefixes({t.predicate for t in triples})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
    lines += [f"  xmlns:{prefix}={quoteattr(iri)}" for iri, prefix in prefixes.items()]
    yield "\n".join(lines) + ">\n"
    for subject, statements in in_order(triples):
        lines = [f"<rdf:Description {_naming('rdf:about', subject)}>"]
        lines += [f"  {_property(t, prefixes)}" for t in statements]
        yield "\n".join([*lines, "</rdf:Description>", ""])
    yield "</rdf:RDF>\n"


def _prefixes(predicates: set[IRI]) -> dict[str, str]:
    """Namespace to prefix, ours first; a namespace of other people gets ``ns1``, ``ns2`` …"""
    known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    used = sorted({_split(predicate)[0] for predicate in predicates} | {_split(RDF.type)[0]})
    foreign = [namespace for namespace in used if namespace not in known]
    named = known | {namespace: f"ns{n}" for n, namespace in enumerate(foreign, 1)}
    return dict(sorted(((n, named[n]) for n in used), key=lambda pair: pair[1]))


@lru_cache(maxsize=1024)
def _split(iri: IRI) -> tuple[str, str]:
    """Namespace and local name, the longest name that XML allows."""
    for namespace in PREFIXES.values():
        if iri.startswith(namespace) and _LOCAL_NAME.match(iri, len(namespace)):
            return namespace, iri[len(namespace) :]
    start = re.search(r"[A-Za-z_][A-Za-z0-9_.-]*\Z", iri)
    if start is None or start.start() == 0:
        raise WriteError(
            f"RDF/XML cannot name the property <{iri}>", hint="export as Turtle or JSON-LD instead"
        )
    return iri[: start.start()], start[0]


def _naming(attribute: str, node: Node) -> str:
    if isinstance(node, BlankNode):
        return f"rdf:nodeID={quoteattr(node.label)}"
    return f"{attribute}={quoteattr(node)}"


def _property(triple: Triple, prefixes: dict[str, str]) -> str:
    namespace, local = _split(triple.predicate)
    name = f"{prefixes[namespace]}:{local}"
    value = triple.object
    if isinstance(value, str | BlankNode):
        return f"<{name} {_naming('rdf:resource', value)}/>"
    if NOT_XML.search(value.value):
        raise WriteError(
            f"RDF/XML cannot hold the control character in {n3(value)[:60]}",
            hint="remove the character; tvet-skos check shows where it stands",
        )
    attribute = f' xml:lang="{value.language}"' if value.language else ""
    if value.datatype:
        attribute = f" rdf:datatype={quoteattr(value.datatype)}"
    # A carriage return would come back as a line feed.
    text = escape(value.value, {"\r": "&#13;"})
    return f"<{name}{attribute}>{text}</{name}>"
