"""SPARQL servers to be measured beside: Oxigraph's from the peers' environment, and Virtuoso.

Each is started on a free port of this machine only, with its files in a folder of its own, and
ended by its process number.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

GRAPH = "https://example.org/measured"
SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 120
SECONDS_TO_LOAD = 1800
VIRTUOSO = "virtuoso-t"


class NotRunning(Exception):
    """A server did not start, did not load the file, or does not answer."""


@dataclass(frozen=True)
class Server:
    """A server that holds one vocabulary."""

    name: str
    endpoint: str
    default_graph: str = ""

    def answer(self, query: str) -> tuple[int, float]:
        """How many rows a query has, and how many milliseconds went by.

        :raises NotRunning: it does not answer
        """
        form = {"query": query}
        if self.default_graph:
            form["default-graph-uri"] = self.default_graph
        request = urllib.request.Request(
            self.endpoint,
            # As a form: a query sent as it is hangs some versions of Virtuoso.
            data=urllib.parse.urlencode(form).encode(),
            headers={"Accept": "application/sparql-results+json"},
        )
        start = time.perf_counter()
        content = _fetched(request)
        taken = (time.perf_counter() - start) * 1000
        return len(json.loads(content)["results"]["bindings"]), taken


def _fetched(request: urllib.request.Request | str, seconds: float = SECONDS_TO_ANSWER) -> bytes:
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            content: bytes = response.read()
            return content
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise NotRunning(str(error)) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], ready: str, folder: Path) -> Iterator[None]:
    """A process that serves until the block ends."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(ready, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            _fetched(address, 5)
        except NotRunning:
            time.sleep(0.2)
        else:
            return
    raise NotRunning("the server did not start")


_ASK = "?query=" + urllib.parse.quote("ASK { ?s ?p ?o }")


@contextmanager
def oxigraph(file: Path, folder: Path, peers: Path) -> Iterator[Server]:
    """Oxigraph's server over a store on disk that holds the file.

    :param peers: the interpreter of the peers' environment
    """
    program = peers.parent / "oxigraph"
    store = folder / "store"
    load = [program, "load", "--location", store, "--file", file]
    subprocess.run([str(part) for part in load], check=True, capture_output=True)
    address = f"127.0.0.1:{_free_port()}"
    command = [program, "serve-read-only", "--location", store, "--bind", address]
    endpoint = f"http://{address}/query"
    with _running([str(part) for part in command], endpoint + _ASK, folder):
        yield Server("Oxigraph server", endpoint)


_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}, {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = 100000
"""
_BUFFERS = 170_000
"""Pages of 8 kB that Virtuoso may hold in memory, as its own sample advises for 2 GB."""


def virtuoso_program() -> str | None:
    """Where Virtuoso's server is installed, if it is."""
    return shutil.which(VIRTUOSO) and shutil.which("isql-vt") and shutil.which(VIRTUOSO)


@contextmanager
def virtuoso(file: Path, folder: Path, _peers: Path) -> Iterator[Server]:
    """Virtuoso with the file in a graph of its own, by its bulk loader."""
    program = virtuoso_program()
    if program is None:
        raise NotRunning("Virtuoso is not installed")
    sql, port = _free_port(), _free_port()
    ini = _INI.format(
        sql=sql,
        port=port,
        folder=folder,
        data=file.parent,
        buffers=_BUFFERS,
        dirty=_BUFFERS * 3 // 4,
    )
    (folder / "virtuoso.ini").write_text(ini, encoding="utf-8")
    endpoint = f"http://127.0.0.1:{port}/sparql"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, endpoint + _ASK, folder):
        loads = f"ld_dir('{file.parent}', '{file.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={loads}"]
        subprocess.run(isql, check=True, capture_output=True, timeout=SECONDS_TO_LOAD)
        yield Server("Virtuoso", endpoint, GRAPH)


SERVERS: Mapping[str, Callable[[Path, Path, Path], AbstractContextManager[Server]]] = {
    "Oxigraph server": oxigraph,
    "Virtuoso": virtuoso,
}
"""What starts a server over a file: the file, a folder for it, the peers' interpreter."""


def say_skipped(name: str, error: Exception) -> None:
    """Tell on stderr that a server is left out."""
    print(f"{name} is left out: {error}", file=sys.stderr)
