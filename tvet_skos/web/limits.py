"""How much a request may bring, and how long it may take to bring it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from fnmatch import fnmatchcase
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvet_skos.text import counted
from tvet_skos.web.problems import Problem

BODY_BYTES = 65_536
"""The most that the body of a request may have, where no other limit is set for its path."""

ADDRESS_BYTES = 32_768
"""The longest path and query of an address."""

BODY_SECONDS = 10.0
"""How long the body of a request may take to arrive."""


class BodyLimits:
    """Refuses addresses that are too long, and bodies that are too large or too slow.

    :param larger: pattern of a path, as ``fnmatch`` has it, to the bytes that a body may have there
    """

    def __init__(
        self,
        app: ASGIApp,
        larger: Mapping[str, int] | None = None,
        most: int = BODY_BYTES,
        seconds: float = BODY_SECONDS,
    ) -> None:
        self._app = app
        self._larger = dict(larger or {})
        self._most = most
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with an eye on its body.

        :raises Problem: its address is too long, or it says already that its body is too large
        """
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if len(scope["raw_path"]) + len(scope["query_string"]) > ADDRESS_BYTES:
            raise _too_long()
        most = self._limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and (len(announced) > 18 or int(announced) > most):
            raise _too_large(most)
        return await self._app(scope, _Counted(receive, most, self._seconds).receive, send)

    def _limit(self, path: str) -> int:
        fitting = (most for pattern, most in self._larger.items() if fnmatchcase(path, pattern))
        return max(fitting, default=self._most)


class _Counted:
    """A body as it comes in."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = most
        self._seconds = seconds
        self._end: float | None = None
        self._size = 0
        self._complete = False

    async def receive(self) -> Message:
        if self._complete:  # what comes now is only that the client has left
            return await self._receive()
        self._end = self._end or monotonic() + self._seconds
        try:
            message = await asyncio.wait_for(self._receive(), self._end - monotonic())
        except TimeoutError as error:
            seconds = counted(round(self._seconds), "second")
            raise Problem(
                "request-too-slow",
                f"the body of the request did not arrive in {seconds}",
                headers={"Connection": "close"},
            ) from error
        self._size += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._size > self._most:
            raise _too_large(self._most)
        return message


def _too_long() -> Problem:
    return Problem(
        "address-too-long",
        f"the address has more than {ADDRESS_BYTES:,} bytes",
        hint="send a long query in the body of a POST",
        members={"limit": ADDRESS_BYTES},
    )


def _too_large(most: int) -> Problem:
    return Problem(
        "too-large",
        f"the body of the request has more than {most:,} bytes",
        hint="send less at a time",
        headers={"Connection": "close"},
        members={"limit": most},
    )
