"""A server as a program: how it starts, how it ends, and how long it is patient."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from uvicorn.server import ServerState

from tests.web.served import Served, serving
from tvet_skos.errors import SettingsError
from tvet_skos.web import serving as serving_module
from tvet_skos.web.serving import PatientProtocol, listening

_IMPATIENT = """
import tvet_skos.web.limits as limits
import tvet_skos.web.serving as serving
serving.HEAD_SECONDS = 0.3
serving.IDLE_SECONDS = 1
limits.BodyLimits.__init__.__defaults__ = (None, 65536, 0.3)
"""


@pytest.fixture(scope="module")
def impatient() -> Iterator[Served]:
    with serving("--workers", "1", before=_IMPATIENT) as server:
        yield server


def _received(served: Served, *parts: bytes) -> bytes:
    """What comes back until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        for part in parts:
            connection.sendall(part)
        received = b""
        while part := connection.recv(65_536):
            received += part
        return received


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_a_head_that_does_not_arrive_is_not_waited_for(begun: bytes, impatient: Served) -> None:
    assert _received(impatient, begun).startswith(b"HTTP/1.1 408 Request Timeout")


def test_nor_is_a_second_one_on_the_same_connection(impatient: Served) -> None:
    first = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
    received = _received(impatient, first + b"GET /second HT")
    assert received.startswith(b"HTTP/1.1 200")


def test_a_body_that_does_not_arrive_is_not_waited_for(impatient: Served) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
    received = _received(impatient, head + b"Content-Length: 10\r\n\r\nASK")
    assert received.startswith(b"HTTP/1.1 408") and b"request-too-slow" in received


def test_a_patient_client_is_served(impatient: Served) -> None:
    assert impatient.query("ASK {}").json["boolean"] is True


def test_slow_clients_do_not_keep_others_waiting(impatient: Served) -> None:
    slow = [socket.create_connection(("127.0.0.1", impatient.port)) for _ in range(100)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\n")
    assert impatient.get("/health/live").status == 200
    for connection in slow:
        connection.close()


def test_more_clients_than_there_is_room_for_are_turned_away_until_some_leave() -> None:
    few = "import tvet_skos.web.serving as serving; serving.MOST_CONNECTIONS = 8"
    with serving("--workers", "1", before=few) as server:
        with ExitStack() as many:
            for _ in range(8):
                many.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            # It lets them in, and notices that they left, in its own time.
            assert any(server.get("/health/live").status == 503 for _ in range(1000))
        assert any(server.get("/health/live").status == 200 for _ in range(1000))


class _Unread(asyncio.Transport):
    """A connection that nobody reads from."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.aborted = asyncio.Event()

    def abort(self) -> None:
        self.aborted.set()

    def close(self) -> None:
        pass

    def is_closing(self) -> bool:
        return self.aborted.is_set()


def _unread() -> tuple[PatientProtocol, _Unread]:
    config = uvicorn.Config(Starlette(), log_config=None)
    config.load()
    protocol, transport = PatientProtocol(config, ServerState(), {}), _Unread()
    protocol.connection_made(transport)
    protocol.pause_writing()
    return protocol, transport


def test_a_client_that_does_not_read_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def left() -> None:
        protocol, transport = _unread()
        await asyncio.wait_for(transport.aborted.wait(), 20)
        protocol.connection_lost(None)

    monkeypatch.setattr(serving_module, "UNREAD_SECONDS", 0.01)
    asyncio.run(left())


def test_one_that_reads_on_is_not() -> None:
    async def read() -> bool:
        protocol, _ = _unread()
        waiting = protocol._unread_timer
        protocol.resume_writing()
        protocol.connection_lost(None)
        return waiting is not None and waiting.cancelled()

    assert asyncio.run(read())


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with listening("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        code = "from tvet_skos.cli.reporting import guarded\n"
        code += "from tvet_skos.cli.serve import command\nguarded(command)"
        ended = subprocess.run(
            [sys.executable, "-c", code, "--port", port],
            capture_output=True,
            text=True,
            env=os.environ | {"NO_COLOR": "1"},
            check=False,
        )
    assert ended.returncode == 2 and "Traceback" not in ended.stderr
    assert f"error: port {port} of 127.0.0.1 is in use" in ended.stderr
    assert "hint: choose another with --port" in ended.stderr


def test_an_address_that_is_not_ours_is_one_clear_sentence() -> None:
    for host in ("192.0.2.1", "no.such.host.invalid", "a\0b", "." * 300):
        with pytest.raises(SettingsError, match="cannot listen at"):
            listening(host, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_told_to_and_leaves_nothing_behind(number: signal.Signals) -> None:
    with serving("--workers", "1") as served:
        workers = served.workers
        served.process.send_signal(number)
        said = served.process.communicate(timeout=30)[1].decode()
    assert "Traceback" not in said
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_workers_end_with_a_server_that_was_killed() -> None:
    with serving("--workers", "1") as served:
        (pid,) = served.workers
        served.process.kill()
        served.process.wait()
        for _ in range(200):
            if not Path(f"/proc/{pid}").exists():
                break
            signal.sigtimedwait((), 0.05)
        else:
            raise AssertionError("the worker is still there")


def test_what_people_ask_is_not_logged() -> None:
    with serving("--workers", "1") as served:
        served.query("ASK { ?s ?p 'a secret' }")
        served.get("/id/secret")
        served.process.terminate()
        said = served.process.communicate(timeout=30)[1].decode()
    assert "secret" not in said
