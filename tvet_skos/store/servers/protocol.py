"""SPARQL over HTTP: one server, asked within limits, and its failures in one sentence."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpx

from tvet_skos.errors import QueryFailed, ServerFailed, StoreError, TvetSkosError
from tvet_skos.store.servers.credentials import Credentials
from tvet_skos.terms import IRI

USER_VARIABLE, PASSWORD_VARIABLE = "TVET_SKOS_SERVER_USER", "TVET_SKOS_SERVER_PASSWORD"
"""Where the name and password are looked for if the address has none."""

LARGEST_ANSWER = 256_000_000
"""Bytes of an answer that comes into memory; exports go to the disk and have no limit."""

_IN_MEMORY = 8_000_000
_PATIENCE = 10  # an answer as a whole may take this many times the time-out
_BLOCK = 65_536


@dataclass(frozen=True)
class Reply:
    """What a server answered; ``content`` is empty if it went to a file."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """``Content-Type`` without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def body_file() -> IO[bytes]:
    """A file for the body of a message, in memory while it is small; it goes when it is closed."""
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


class Body:
    """A file as the body of a request, which is sent again if the server asks who is there.

    Its length is said beforehand: Virtuoso loses its place in a body that comes in chunks.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.length = file.seek(0, os.SEEK_END)

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            yield block


class Endpoint:
    """A SPARQL server at an address.

    :param address: of its questions; a name and password in it are taken out
    :param timeout: seconds for which it may be silent; an answer as a whole may take ten times that
    :raises StoreError: this is no address of a server
    """

    def __init__(self, address: str, timeout: float) -> None:
        self.address, user, password = _without_credentials(address)
        self.has_credentials = user is not None
        self._timeout = timeout
        self._client = httpx.Client(
            auth=Credentials(user, password) if user is not None else None,
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            trust_env=not _is_this_machine(self.address),
            headers={"User-Agent": "tvet-skos"},
        )

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()

    def ask(
        self,
        query: str,
        accept: str,
        dataset: Sequence[IRI] = (),
        *,
        named: Sequence[IRI] | None = None,
        into: IO[bytes] | None = None,
    ) -> Reply:
        """The answer to a query, which has passed the gate.

        :param dataset: the graphs that it sees together; without, what the server has
        :param named: those that it sees by name; by default the same
        :param into: where an answer of any size goes; without, it has ``LARGEST_ANSWER`` at most
        :raises ServerFailed: there is no answer
        """
        form = {"query": query}
        if dataset:
            by_name = dataset if named is None else named
            form |= {"default-graph-uri": list(dataset), "named-graph-uri": list(by_name)}  # type: ignore[dict-item]
        return self._send("POST", self.address, accept, into=into, data=form)

    def update(self, address: str, text: str) -> Reply:
        """What the server answers to an update."""
        return self._send("POST", address, "*/*", slow=True, data={"update": text})

    def write(
        self, method: str, address: str, parameter: str, graph: IRI, triples: IO[bytes]
    ) -> Reply:
        """What the Graph Store Protocol answers to N-Triples: PUT them, or POST them to a graph."""
        body = Body(triples)
        return self._send(
            method,
            address,
            "*/*",
            slow=True,
            params={parameter: graph},
            content=body,
            headers={"Content-Type": "application/n-triples", "Content-Length": str(body.length)},
        )

    def _send(
        self,
        method: str,
        address: str,
        accept: str,
        *,
        into: IO[bytes] | None = None,
        slow: bool = False,
        headers: Mapping[str, str] | None = None,
        **content: object,
    ) -> Reply:
        timeout = self._timeout * (_PATIENCE if slow else 1)
        request = self._client.build_request(
            method,
            address,
            headers={"Accept": accept, **(headers or {})},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            **content,  # type: ignore[arg-type]
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                return self._reply(response, into, time.monotonic() + timeout * _PATIENCE)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise self._too_slow(timeout, isinstance(error, httpx.ConnectTimeout)) from error
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError) as error:
            raise self.failed("broke off its answer", _TRY_AGAIN) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            reason = str(error) or type(error).__name__
            raise self.failed(f"cannot be reached: {reason}", _IS_IT_UP) from error

    def _reply(self, response: httpx.Response, into: IO[bytes] | None, deadline: float) -> Reply:
        content = bytearray()
        is_kept = into is None or not response.is_success
        for block in response.iter_bytes():
            if is_kept:
                content += block
            elif into is not None:
                into.write(block)
            if len(content) > LARGEST_ANSWER:
                size = f"{LARGEST_ANSWER // 1_000_000} MB"
                raise self.failed(f"answers with more than {size}", "ask for less at a time")
            if time.monotonic() > deadline:
                raise self._too_slow(self._timeout * _PATIENCE, False)
        return Reply(response.status_code, response.headers, bytes(content))

    def _too_slow(self, seconds: float, connecting: bool) -> ServerFailed:
        if connecting:
            return self.failed("cannot be reached: it does not pick up", _IS_IT_UP)
        message = f"did not answer within {seconds:g} seconds"
        return self.failed(message, "ask for less, or give it more time")

    def failed(self, what: str, hint: str | None = None) -> ServerFailed:
        """The error that names this server, without any password."""
        return ServerFailed(f"the server at {self.address} {what}", hint=hint)


_IS_IT_UP = "see whether the server is running, and whether the address is right"
_TRY_AGAIN = "try again; if it happens again, the server's log should say why"
_WHICH_ADDRESS = (
    "give the address where it answers queries: Oxigraph's ends in /query, Virtuoso's in /sparql"
)


def refused(
    endpoint: Endpoint, reply: Reply, hint: str | None, blames_query: bool
) -> TvetSkosError:
    """The error for an answer that is no success, with what the server says of it.

    :param hint: a way out that the dialect knows
    :param blames_query: the dialect takes it for a fault of the query
    """
    said = sentence(reply)
    saying = f": {said}" if said else ""
    status = reply.status
    if blames_query or (status == 400 and reply.media_type != "text/html"):
        return QueryFailed(f"the server cannot answer this{saying}", hint=hint or _READY)
    if status in (401, 403):
        reason = "wants to know who asks, or does not let this user do it"
        return endpoint.failed(f"{reason} ({status}){saying}", hint or _WHO)
    if 300 <= status < 400:
        place = urljoin(endpoint.address, reply.headers.get("location", ""))
        return endpoint.failed(f"sends us to {place}", "use that address, if you trust it")
    if status in (404, 405, 410):
        return endpoint.failed(f"has no SPARQL there ({status}){saying}", hint or _WHICH_ADDRESS)
    if status in (408, 504):
        return endpoint.failed(f"gave up ({status}){saying}", hint or "ask for less")
    return endpoint.failed(f"failed ({status}){saying}", hint or _TRY_AGAIN)


_READY = "`tvet-skos query` lists the queries that are ready to use"
_WHO = (
    f"put the name and password into {USER_VARIABLE} and {PASSWORD_VARIABLE},"
    " or before the host: http://USER:PASSWORD@HOST/…"
)


_TAGS = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]*>", re.S | re.I)


def sentence(reply: Reply) -> str:
    """The first thing that the server says in words, of at most 200 characters."""
    text = reply.content[:20_000].decode("utf-8", "replace")
    if reply.media_type in ("text/html", "application/xhtml+xml"):
        text = _TAGS.sub("\n", text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    said = next((line for line in lines if any(map(str.isalpha, line))), "")
    said = "".join(c for c in said if c.isprintable())
    return said if len(said) <= 200 else f"{said[:200]}…"


def wrong_kind(endpoint: Endpoint, reply: Reply) -> ServerFailed:
    """The error for an answer that is a success, but nothing that was asked for."""
    if reply.media_type in ("text/html", "application/xhtml+xml"):
        return endpoint.failed("answers with a web page", _WHICH_ADDRESS)
    kind = reply.media_type or "something without a type"
    return endpoint.failed(f"answers with {kind}, which cannot be read", _WHICH_ADDRESS)


def _without_credentials(address: str) -> tuple[str, str | None, str]:
    """An address, the user's name and the password, from the address or else the environment."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise StoreError(f"this is no address of a server: {error}", hint=_FORM) from error
    if parts.scheme not in ("http", "https") or not host:
        raise StoreError("this is no address of a server", hint=_FORM)
    shown = f"[{host}]" if ":" in host else host
    plain = urlunsplit((parts.scheme, shown + port, parts.path, parts.query, ""))
    if parts.username is not None:
        return plain, unquote(parts.username), unquote(parts.password or "")
    return plain, os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE, "")


_FORM = "write http://HOST:PORT/PATH or https://HOST/PATH"


def _is_this_machine(address: str) -> bool:
    """Whether a proxy that the environment names would be in the way."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
