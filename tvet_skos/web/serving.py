"""From an application to a server that listens, with an eye on slow and rude clients."""

from __future__ import annotations

import asyncio
import errno
import gc
import json
import os
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from tvet_skos.errors import SettingsError
from tvet_skos.web.problems import Problem

HEAD_SECONDS = 10.0
"""How long the head of a request may take to arrive."""
UNREAD_SECONDS = 60.0
"""How long a client may leave what is sent to it unread."""
IDLE_SECONDS = 5
"""How long a connection is kept open for the next request."""
HEAD_BYTES = 65_536
"""The most that the head of a request, with its address, may have."""
MOST_CONNECTIONS = 512


class PatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, whose patience with a client ends.

    uvicorn waits for ever for the rest of a head and for a client that does not read.
    """

    _head_timer: asyncio.TimerHandle | None = None
    _unread_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there, and its first head is awaited."""
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Bytes of a client; once they make a whole head, the clock stops."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop(self._head_timer)
            self._head_timer = None
        elif self._head_timer is None:
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has left."""
        self._stop(self._head_timer)
        self._stop(self._unread_timer)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        self._unread_timer = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        self._stop(self._unread_timer)

    def _expect_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._close_slow)

    def _stop(self, timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()

    def _close_slow(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self._refuse("request-too-slow", "the head of the request did not arrive in time")

    def send_400_response(self, msg: str) -> None:
        """What uvicorn says to what is no HTTP, as a problem."""
        self._refuse("bad-request", "the request is no HTTP/1.1, or its head is too long")

    def _refuse(self, kind: str, detail: str) -> None:
        """End a connection with a problem, where one can still be told."""
        problem = Problem(kind, detail)
        status = HTTPStatus(problem.status)
        body = json.dumps(problem.as_json()).encode() + b"\n"
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            (b"x-content-type-options", b"nosniff"),
        ]
        try:
            for event in (
                h11.Response(status_code=status, headers=headers, reason=status.phrase.encode()),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            pass  # an answer has begun
        self.transport.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # asyncio listens with the number of connections that it accepts at a time.
        for at in sockets or ():
            at.listen(MOST_CONNECTIONS)
        if self.started:
            _settle()
            self._on_ready()


def _settle() -> None:
    """Set up the interpreter for many short answers, now that what lasts has been made.

    A thread that makes a page holds up the others for a millisecond at a time, not for five. The
    collector of garbage does not go through the vocabulary again and again, which it did for a
    tenth of the time; and it takes little at a time, for what it takes at once holds up a reader.
    """
    sys.setswitchinterval(0.001)
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000, 20, 50)


def listening(host: str, port: int) -> socket.socket:
    """A socket at an address; port 0 takes one that is free.

    :raises SettingsError: another program has the port, it needs rights, or the host is not ours
    """
    at = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # asyncio sends small answers at once only where the protocol is said to be TCP; else the
        # second part of an answer would wait 40 ms for the client to confirm the first.
        at = socket.socket(family, kind, socket.IPPROTO_TCP)
        if os.name == "posix":  # else a server could not be started again at once
            at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        at.bind(address)
        at.listen(MOST_CONNECTIONS)
    except (OSError, OverflowError, UnicodeError, ValueError) as error:
        if at is not None:
            at.close()
        raise _not_listening(host, port, error) from error
    return at


def _not_listening(host: str, port: int, error: Exception) -> SettingsError:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        message = f"port {port} of {host} is in use by another program"
        return SettingsError(message, hint="choose another with --port; --port 0 takes a free one")
    if number in (errno.EACCES, errno.EPERM):
        message = f"port {port} of {host} needs special rights"
        return SettingsError(message, hint="choose a port above 1023 with --port")
    reason = getattr(error, "strerror", None) or str(error)
    message = f"cannot listen at {host}, port {port}: {reason}"
    return SettingsError(message, hint="--host 127.0.0.1 is this machine")


def serve(app: ASGIApp, at: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serve until the program is told to stop; requests that are under way are answered first.

    Nothing that clients ask is logged.
    """
    options: dict[str, Any] = {
        "http": PatientProtocol,
        "ws": "none",
        "lifespan": "on",
        "log_config": None,
        "log_level": "error",
        "access_log": False,
        "server_header": False,
        "proxy_headers": True,
        "timeout_keep_alive": IDLE_SECONDS,
        "timeout_graceful_shutdown": 5,
        "limit_concurrency": MOST_CONNECTIONS,
        "backlog": 1,  # else the first of several processes would take all that come together
        "h11_max_incomplete_event_size": HEAD_BYTES,
    }
    _Server(uvicorn.Config(app, **options), on_ready).run(sockets=[at])
