"""A request of the SPARQL protocol, read as the protocol says or refused.

:source: SPARQL 1.1 Protocol, section 2.1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from tvet_skos.store.gate import CheckedQuery, pass_gate
from tvet_skos.terms import IRI, is_iri
from tvet_skos.web.bounds import without_from
from tvet_skos.web.problems import Problem

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_MOST_PARAMETERS = 200

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is answered from: those that are merged, and those with a name."""

    default: tuple[IRI, ...]
    named: tuple[IRI, ...]


@dataclass(frozen=True, slots=True)
class ProtocolQuery:
    """What a request asks; without a ``dataset`` the whole store answers."""

    checked: CheckedQuery
    dataset: Dataset | None


async def read_request(request: Request) -> ProtocolQuery | None:
    """The query that a request sends; nothing where it only looks what is here.

    :raises Problem: it breaks the protocol, or wants to change something
    :raises QueryRefused: the gate does not let its query through
    """
    parameters = _parsed(request.scope["query_string"])
    if request.method == "POST":
        parameters = (*parameters, *await _posted(request))
    names = {name for name, _ in parameters}
    if "update" in names:
        raise _update()
    queries = [value for name, value in parameters if name == "query"]
    if not queries and request.method != "POST" and not names - {"_mediatype"}:
        return None
    if len(queries) != 1:
        raise _not_one(len(queries))
    return query_of(queries[0], parameters)


async def _posted(request: Request) -> Parameters:
    """What the body of a POST adds to the parameters of its address."""
    media_type, charset = _content_type(request.headers.get("content-type", ""))
    if media_type == UPDATE:
        raise _update()
    if media_type not in (FORM, DIRECT) or charset not in ("utf-8", "us-ascii"):
        given = f"{media_type}; charset={charset}" if media_type in (FORM, DIRECT) else media_type
        raise Problem(
            "unsupported-media-type",
            f"a query is not read from {given[:100] or 'a body without a Content-Type'}",
            hint=f"send {DIRECT}, or {FORM} with query=…, in UTF-8",
            headers={"Accept-Post": f"{DIRECT}, {FORM}"},
        )
    body = await request.body()
    return _parsed(body) if media_type == FORM else (("query", _decoded(body)),)


def _content_type(header: str) -> tuple[str, str]:
    media_type, *rest = (part.strip().lower() for part in header.split(";"))
    charsets = [part[8:].strip('"') for part in rest if part.startswith("charset=")]
    return media_type, charsets[0] if charsets else "utf-8"


def _parsed(encoded: bytes) -> Parameters:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except ValueError as error:
        raise Problem("bad-request", f"more than {_MOST_PARAMETERS} parameters") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8() from error


def query_of(text: str, parameters: Parameters = ()) -> ProtocolQuery:
    """A query, and the graphs that it or the request names; whether they are here is not known yet.

    :raises Problem: a parameter names a graph by what is no IRI
    :raises QueryRefused: the gate does not let it through
    """
    asked = without_from(text)
    default = _graphs(parameters, "default-graph-uri")
    named = _graphs(parameters, "named-graph-uri")
    # What the protocol says counts, not what the query says.
    if not (default or named):
        default, named = asked.default_graphs, asked.named_graphs
    dataset = Dataset(default, named) if default or named else None
    return ProtocolQuery(pass_gate(asked.text), dataset)


def _graphs(parameters: Parameters, name: str) -> tuple[IRI, ...]:
    values = dict.fromkeys(value for key, value in parameters if key == name)
    for value in values:
        if not is_iri(value):
            raise Problem("bad-parameter", f"{name} is no absolute IRI: {value[:100]}")
    return tuple(map(IRI, values))


def require_known(dataset: Dataset | None, graphs: Iterable[IRI]) -> None:
    """See that a store has all the graphs that a query names; nothing is ever fetched.

    :raises Problem: it has not
    """
    known = set(graphs)
    for graph in (*dataset.default, *dataset.named) if dataset else ():
        if graph not in known:
            raise Problem(
                "unknown-graph",
                f"there is no graph <{graph[:200]}> here, and none is fetched",
                hint=f"the graphs are {', '.join(f'<{g}>' for g in sorted(known)) or 'not named'}",
                members={"graphs": sorted(known)},
            )


def _update() -> Problem:
    return Problem(
        "update-refused",
        "this endpoint answers queries and takes no updates",
        hint="change the files of the vocabulary, or the store, on the machine of the server",
    )


def _not_one(count: int) -> Problem:
    detail = f"{count} queries in one request" if count else "there is no query in the request"
    return Problem("bad-request", detail, hint="send exactly one, as query=… or as the body")


def _not_utf8() -> Problem:
    return Problem("bad-request", "the request is not UTF-8", hint="send UTF-8")


def limits_header(limits: Mapping[str, float]) -> str:
    """Limits as a dictionary of structured fields.

    >>> limits_header({"seconds": 10.0, "rows": 10000})
    'seconds=10, rows=10000'

    :source: RFC 9651, section 3.2
    """
    return ", ".join(
        f"{name}={value:g}" if value % 1 else f"{name}={int(value)}"
        for name, value in limits.items()
    )
