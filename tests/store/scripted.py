"""HTTP servers for tests that say what they are told to: broken ones, and a stingy one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pyoxigraph as ox

YES = b'{"head": {}, "boolean": true}'
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), keep_blank_values=True)

    @property
    def query(self) -> str:
        return self.form.get("query", [""])[0]


@dataclass(frozen=True)
class Said:
    """What is answered; ``length`` may promise more than there is, ``wait`` is in seconds."""

    content: bytes = YES
    media_type: str = JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    wait: float = 0.0


@contextmanager
def saying(answer: Callable[[Asked], Said]) -> Iterator[tuple[str, list[Asked]]]:
    """The address of a server, and the requests that have come in."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append(Asked(self.command, self.path, headers, self.rfile.read(length)))
            said = answer(asked[-1])
            time.sleep(said.wait)
            self.send_response(said.status)
            self.send_header("Content-Type", said.media_type)
            length = len(said.content) if said.length is None else said.length
            self.send_header("Content-Length", str(length))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.content)

        do_PUT = do_GET = do_POST  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Stingy:
    """A SPARQL server on the engine that stops at a number of rows, without a word."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.engine = ox.Store()
        self.sees_default_graph = True

    def __call__(self, asked: Asked) -> Said:
        graphs = [ox.NamedNode(g) for g in asked.form.get("default-graph-uri", [])]
        answer = self.engine.query(
            asked.query,
            default_graph=graphs or None,  # type: ignore[arg-type]
            named_graphs=graphs or None,  # type: ignore[arg-type]
        )
        if isinstance(answer, ox.QueryTriples):
            lines = [f"{t} .\n" for _, t in zip(range(self.rows), answer, strict=False)]
            return Said("".join(lines).encode(), "application/n-triples")
        document = json.loads(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"{}")
        if "results" in document:
            del document["results"]["bindings"][self.rows :]
        return Said(json.dumps(document).encode())
