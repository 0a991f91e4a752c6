"""A server as people start it, and visitors: as many as it can take, or so many a second."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.costs import ROOT, Failed

WRK = "wrk"
CONNECTIONS = 8
SECONDS_TO_START = 180
_SCRIPT = ROOT / "benchmarks" / "paths.lua"


@dataclass(frozen=True)
class Visited:
    """A server that is being measured."""

    process: subprocess.Popen[bytes]
    port: int

    def content(self, path: str) -> bytes:
        """What comes for a path, as a browser gets it."""
        address = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(address, timeout=SECONDS_TO_START) as response:
            found: bytes = response.read()
            return found

    def cpu(self) -> float:
        """CPU seconds that its processes have taken so far; nothing where the system hides it."""
        return sum(map(_cpu_of, (self.process.pid, *_children(self.process.pid))))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    children = [int(child) for child in text.split()]
    return [*children, *(below for child in children for below in _children(child))]


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(address: str, processes: int) -> Iterator[Visited]:
    """A server of a vocabulary on a free port of this machine, ready with what pages begin with.

    :param address: as ``--vocab`` takes it; empty for the bundled vocabulary
    :raises Failed: it does not start
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "tvet_skos", "serve", "--port", str(port)]
    command += ["--processes", str(processes), *(("--vocab", address) if address else ())]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        visited = Visited(process, port)
        _wait_for(visited, processes)
        yield visited
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(visited: Visited, processes: int) -> None:
    """Wait until pages come at once that show what is looked up once a version."""
    end = time.monotonic() + SECONDS_TO_START
    quick = 0
    while time.monotonic() < end and visited.process.poll() is None:
        started = time.monotonic()
        try:
            visited.content("/en/")
            visited.content("/en/sources")
        except OSError:
            time.sleep(0.2)
            continue
        quick = quick + 1 if time.monotonic() - started < 0.5 else 0
        if quick > 4 * processes:
            return
    raise Failed("the server did not start")


@dataclass(frozen=True)
class Rate:
    """How many answers came a second, and what one took of the server's CPU, in milliseconds."""

    a_second: float
    cpu: float


def most(visited: Visited, paths: Sequence[str], seconds: int, folder: Path) -> Rate | None:
    """As many answers as come when all connections ask without a pause; nothing without wrk.

    :raises Failed: an answer was no success
    """
    if shutil.which(WRK) is None:
        return None
    file = folder / "paths.txt"
    file.write_text("\n".join(paths) + "\n", encoding="utf-8")
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(_SCRIPT)]
    command += [f"http://127.0.0.1:{visited.port}", "--", str(file)]
    before = visited.cpu()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    cpu = visited.cpu() - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise Failed(said.strip().splitlines()[-3])
    count, rate = (re.search(p, said) for p in (r"(\d+) requests in", r"Requests/sec: +([\d.]+)"))
    assert count is not None and rate is not None
    return Rate(float(rate[1]), 1000 * cpu / max(1, int(count[1])))


@dataclass(frozen=True)
class Latencies:
    """What answers took, in milliseconds, from the moment at which each was to be asked for."""

    milliseconds: Sequence[float]

    @property
    def median(self) -> float:
        """Half of them took less."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """All but one in a hundred took less."""
        return statistics.quantiles(self.milliseconds, n=100)[98]


def steady(visited: Visited, paths: Sequence[str], a_second: float, seconds: float) -> Latencies:
    """How long answers take that are asked for at a constant rate, however late the last one is.

    :raises Failed: an answer was no success
    """
    return Latencies(asyncio.run(_steady(visited.port, paths, a_second, int(a_second * seconds))))


async def _steady(port: int, paths: Sequence[str], rate: float, count: int) -> list[float]:
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS * 4):
        free.put_nowait(await _Connection.opened(port))
    start = time.perf_counter() + 0.05

    async def ask(number: int) -> float:
        due = start + number / rate
        await asyncio.sleep(due - time.perf_counter())
        connection = await free.get()
        await connection.get(paths[number % len(paths)])
        free.put_nowait(connection)
        return 1000 * (time.perf_counter() - due)

    taken = await asyncio.gather(*map(ask, range(count)))
    while not free.empty():
        free.get_nowait().close()
    return list(taken)


class _Connection:
    """A connection that is kept open; a client of one's own, so that it costs next to nothing."""

    def __init__(self, port: int, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]):
        self._port = port
        self._reader, self._writer = streams

    @classmethod
    async def opened(cls, port: int) -> _Connection:
        return cls(port, await asyncio.open_connection("127.0.0.1", port, limit=1 << 20))

    async def get(self, path: str) -> None:
        try:
            head = await self._asked(path)
        except (asyncio.IncompleteReadError, ConnectionError):  # it was idle for too long
            fresh = await _Connection.opened(self._port)
            self._reader, self._writer = fresh._reader, fresh._writer
            head = await self._asked(path)
        length = re.search(rb"content-length: (\d+)", head, re.I)
        if not head.startswith(b"HTTP/1.1 200") or length is None:
            raise Failed(f"{path}: {head.splitlines()[0].decode()}")
        await self._reader.readexactly(int(length[1]))

    async def _asked(self, path: str) -> bytes:
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return await self._reader.readuntil(b"\r\n\r\n")

    def close(self) -> None:
        self._writer.close()
