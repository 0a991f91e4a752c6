"""The answers of a server as our own terms: rows, a yes or no, or a graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

import pyoxigraph as ox

from tvet_skos.errors import SyntaxFault
from tvet_skos.rdf.formats import FORMATS, own_triple, parse
from tvet_skos.store.results import Rows
from tvet_skos.terms import IRI, RDF_LANG_STRING, XSD, XSD_STRING, BlankNode, Literal, Term, Triple
from tvet_skos.text import bcp47

ROWS = "application/sparql-results+json"
"""How rows and truth values are asked for."""

GRAPH = "application/n-triples, text/turtle;q=0.5"
"""How graphs are asked for."""

TRIPLES = "application/n-triples"
"""How graphs are asked for that are put together line by line."""

_MEDIA_TYPES = {f.media_type: f for f in FORMATS.values()} | {"text/plain": FORMATS["ntriples"]}
_LINES = 10_000  # N-Triples parsed at a time
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9]+")


class NotReadable(Exception):
    """The body of an answer is not what its head, or the question, says it is."""


def read_rows(content: bytes) -> Rows:
    """The rows of a SELECT, in the order in which they come.

    :raises NotReadable: this is no SPARQL JSON
    :source: SPARQL 1.1 Query Results JSON Format
    """
    document = _json(content)
    try:
        variables = tuple(map(str, document["head"]["vars"]))
        rows = tuple(
            tuple(_term(binding[v]) if v in binding else None for v in variables)
            for binding in document["results"]["bindings"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise NotReadable("rows") from error
    return Rows(variables, rows)


def read_truth(content: bytes) -> bool:
    """The answer to an ASK; Virtuoso 7.2 answers with a row for yes, and none for no.

    :raises NotReadable: this is no SPARQL JSON
    """
    document = _json(content)
    truth = document.get("boolean")
    if isinstance(truth, bool):
        return truth
    rows = read_rows(content)
    if rows.variables != ("__ASK_RETVAL",):
        raise NotReadable("truth")
    return any(isinstance(row[0], Literal) and row[0].value in ("1", "true") for row in rows.rows)


def _json(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotReadable("JSON") from error
    if not isinstance(document, dict):
        raise NotReadable("JSON")
    return document


def _term(term: dict[str, str]) -> Term:
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return IRI(value)
    if kind == "bnode":
        return BlankNode(_label(value))
    if kind not in ("literal", "typed-literal"):
        raise KeyError(kind)
    language, datatype = term.get("xml:lang", ""), term.get("datatype", "")
    if language:
        return Literal(value, bcp47(language))
    if datatype == XSD + "boolean":
        value = {"1": "true", "0": "false"}.get(value, value)
    return Literal(value, datatype="" if datatype in (XSD_STRING, RDF_LANG_STRING) else datatype)


def _label(name: str) -> str:
    """A label that N-Triples takes for the name of a blank node (``nodeID://b10`` of Virtuoso)."""
    name = name.removeprefix("nodeID://")
    return name if _PLAIN_LABEL.fullmatch(name) else f"x{name.encode().hex()}"


def read_graph(content: bytes, media_type: str) -> list[Triple]:
    """The triples of a CONSTRUCT or DESCRIBE, in the order in which they come.

    :raises NotReadable: it is of no format of RDF, or not well-formed
    """
    rdf_format = _MEDIA_TYPES.get(media_type)
    if rdf_format is None:
        raise NotReadable(media_type)
    try:
        return parse(content, rdf_format)
    except SyntaxFault as error:
        raise NotReadable(str(error)) from error


def lines_of(file: IO[bytes]) -> Iterator[bytes]:
    """The statements of N-Triples, each a line; comments and empty lines are left out."""
    file.seek(0)
    return (line for line in file if not line.startswith(b"#") and line.strip())


def triples_of(lines: Iterable[bytes]) -> Iterator[Triple]:
    """N-Triples as triples; a blank node keeps its label.

    :raises NotReadable: it is not well-formed
    """
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        if len(block) == _LINES:
            yield from _parsed(block)
            block = []
    yield from _parsed(block)


def _parsed(block: list[bytes]) -> Iterator[Triple]:
    try:
        yield from map(own_triple, ox.parse(b"".join(block), format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise NotReadable(str(error)) from error
