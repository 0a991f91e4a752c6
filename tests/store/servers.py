"""SPARQL servers for tests: on this machine only, on free ports, in folders of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

SECONDS_TO_START = 60
VIRTUOSO_USER = (
    "dba:dba"  # the one that a new database has, on this machine for the length of a test
)


class NotInstalled(Exception):
    """The program of a server is not on this machine; says how to get it."""


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server that keeps its data in a folder.

    :raises NotInstalled: the package ``oxigraph`` is not there
    """
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if program is None:
        raise NotInstalled("no Oxigraph server: pip install oxigraph")
    port = free_port()
    command = [program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"http://127.0.0.1:{port}/query") as address:
        yield address


# Two threads a query hang where the pools are small, and connections that are kept open hold a
# thread each. Without checkpoints, starting and stopping take a second or two.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
ServerThreads = 100
AsyncQueueMaxThreads = 10
ThreadsPerQuery = 4
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 20
MaxClientConnections = 20

[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[Virtuoso]:
    """A new Virtuoso that stops at 10,000 rows, as it comes.

    :raises NotInstalled: the Debian package ``virtuoso-opensource-7-bin`` is not there
    """
    program = shutil.which("virtuoso-t")
    if program is None:
        raise NotInstalled("no Virtuoso: apt-get install virtuoso-opensource-7-bin")
    port, sql_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(port=port, sql_port=sql_port))
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"http://127.0.0.1:{port}/sparql") as address:
        yield Virtuoso(address, sql_port)


class Virtuoso:
    """A running Virtuoso: where it answers, and a way to its SQL."""

    def __init__(self, address: str, sql_port: int) -> None:
        self.without_user = address
        self.address = address.replace("http://", f"http://{VIRTUOSO_USER}@")
        self._sql_port = sql_port

    def sql(self, statement: str) -> None:
        """Run a statement as the administrator.

        :raises NotInstalled: its command line is not there
        """
        program = shutil.which("isql-vt")
        if program is None:
            raise NotInstalled("no isql-vt, which comes with virtuoso-opensource-7-bin")
        address, user = f"127.0.0.1:{self._sql_port}", VIRTUOSO_USER.split(":")
        command = [program, address, *user, f"exec={statement}"]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS_TO_START)


def free_port() -> int:
    """A port of this machine that nobody listens to at the moment."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], folder: Path, address: str) -> Iterator[str]:
    with (folder / "output.txt").open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        try:
            _wait_for(address, server, folder)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(SECONDS_TO_START)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.post(address, data={"query": "ASK { }"}, timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    said = (folder / "output.txt").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"{address} did not start:\n{said}")
