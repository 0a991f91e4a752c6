"""A server as people run it, and a client without manners."""

from __future__ import annotations

import json
import os
import re
import select
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote, urlencode

_PATIENCE = 60.0
_PROGRAM = """{before}
from tvet_skos.cli.reporting import guarded
from tvet_skos.cli.serve import command
guarded(command)
"""


@dataclass(frozen=True)
class Got:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The kind of the problem that this is."""
        assert self.headers["content-type"] == "application/problem+json", self
        return str(self.json["type"]).rpartition("#")[2]


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        return self.send(method, path, None, headers)

    def post(self, path: str, body: bytes, content_type: str = "", **headers: str) -> Got:
        more = {"Content-Type": content_type} if content_type else {}
        return self.send("POST", path, body, more | headers)

    def query(self, text: str, **headers: str) -> Got:
        """The answer to a query, sent in the body."""
        return self.post("/sparql", text.encode(), "application/sparql-query", **headers)

    def named(self, name: str, **given: str) -> Got:
        return self.get(f"/queries/{name}?{urlencode(given)}")

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Got:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            answer = response.read()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, names, answer)
        finally:
            connection.close()

    @property
    def is_alive(self) -> bool:
        """Whether the process that was started still runs and answers."""
        return self.process.poll() is None and self.get("/health/live").status == 200

    @property
    def workers(self) -> list[int]:
        """The processes of the workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text(encoding="ascii").split()]

    def wait_until_ready(self, workers: int = 1) -> None:
        end = monotonic() + _PATIENCE
        while monotonic() < end:
            ready = self.get("/health/ready")
            if ready.status == 200 and ready.json["workers"] >= workers:
                return
            sleep(0.05)
        raise AssertionError("the workers did not start")


@contextmanager
def serving(*arguments: str, before: str = "") -> Iterator[Served]:
    """A server on a free port of this machine, gone afterwards.

    :param before: Python to run in its process first
    """
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM.format(before=before), "--port", "0", *arguments],
        stderr=subprocess.PIPE,
        env=os.environ | {"NO_COLOR": "1"},
    )
    try:
        served = Served(process, _port(process))
        served.wait_until_ready()
        yield served
    finally:
        process.terminate()
        process.communicate(timeout=_PATIENCE)


def _port(process: subprocess.Popen[bytes]) -> int:
    said, end = b"", monotonic() + _PATIENCE
    assert process.stderr is not None
    while monotonic() < end and process.poll() is None:
        if select.select([process.stderr], [], [], 0.5)[0]:
            said += os.read(process.stderr.fileno(), 4096)
        if found := re.search(rb"http://127\.0\.0\.1:(\d+)/", said):
            return int(found[1])
    raise AssertionError(f"the server did not start: {said.decode()}")


@contextmanager
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine that nobody is to call, and who called it all the same."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", calls
        try:
            while True:
                connection, _ = listener.accept()
                calls.append(connection.recv(4096))
                connection.close()
        except BlockingIOError:
            return


def encoded(text: str) -> str:
    """A text as it stands in the query of an address."""
    return quote(text, safe="")
