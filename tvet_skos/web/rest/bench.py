"""The process that judges what is sent: started when first needed, replaced when it is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import BoundedSemaphore, Lock, Thread, Timer
from typing import Any, BinaryIO, cast

from starlette.requests import Request

from tvet_skos import errors
from tvet_skos.web.frames import Frame, read_frame
from tvet_skos.web.problems import Problem, problem_of
from tvet_skos.web.settings import ServerSettings
from tvet_skos.web.site import site_of

_PROGRAM = (sys.executable, "-P", "-m", "tvet_skos.web.rest.judge")

OPENING_SECONDS = 900.0
"""How long the vocabulary may take to be opened for judging."""
PATIENCE_SECONDS = 15.0
"""How long somebody is kept waiting for that."""
JUDGING_SECONDS = 20.0
"""How long one contribution may take."""
_WAITING = 4
"""So many contributions wait at most; more are turned away at once."""


class Bench:
    """One process that judges one contribution at a time."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._hello: Future[Frame | None] | None = None
        self._judging = Lock()
        self._waiting = BoundedSemaphore(_WAITING)

    def judge(self, head: Mapping[str, Any], body: bytes) -> Frame:
        """The report on what was sent.

        :raises Problem: it cannot be read, takes too long or too much, or too many wait already
        """
        if not self._waiting.acquire(blocking=False):
            raise _busy()
        try:
            with self._judging:
                frame = self._asked(Frame(head, body))
        finally:
            self._waiting.release()
        if "error" in frame.head:
            raise problem_of(_error(frame.head["error"]))
        if "too_big" in frame.head:
            raise Problem("query-too-big", "judging it took too much memory", hint="send less")
        return frame

    def _asked(self, asked: Frame) -> Frame:
        answer = _exchanged(self._ready(), asked, JUDGING_SECONDS)
        if answer is not None and "stale" in answer.head:
            self.close()
            answer = _exchanged(self._ready(), asked, JUDGING_SECONDS)
        if answer is None:
            self.close()
            raise Problem(
                "query-too-slow",
                f"judging was stopped after {JUDGING_SECONDS:g} seconds",
                hint="send less at a time, or use tvet-skos check on a machine of your own",
                members={"limit": JUDGING_SECONDS},
            )
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        """The process, once it has the vocabulary open.

        :raises Problem: it could not be opened, or that is not done yet
        """
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process, self._hello = self._begun()
        assert self._hello is not None
        try:
            hello = self._hello.result(PATIENCE_SECONDS)
        except TimeoutError:
            raise Problem(
                "busy",
                "the vocabulary is being opened for judging, which takes minutes if it is large",
                hint="send it again a little later",
                headers={"Retry-After": f"{PATIENCE_SECONDS:.0f}"},
            ) from None
        if hello is None or "failed" in hello.head:
            self.close()
            why = str(hello.head["failed"]) if hello else "it took too long or too much memory"
            raise Problem("unavailable", f"the vocabulary cannot be opened for judging: {why}")
        return self._process

    def _begun(self) -> tuple[subprocess.Popen[bytes], Future[Frame | None]]:
        """A process that opens the vocabulary, and what it will say when that is done."""
        process = subprocess.Popen(
            _PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that Ctrl-C reaches the server only
        )
        settings = self._settings
        greeting = {
            "address": settings.address,
            "graph": settings.graph,
            "memory": settings.query_memory,
        }
        hello: Future[Frame | None] = Future()

        def listen() -> None:
            hello.set_result(_exchanged(process, Frame(greeting), OPENING_SECONDS))

        Thread(target=listen, daemon=True).start()
        return process, hello

    def close(self) -> None:
        """End the process; the next contribution starts another."""
        process, self._process, self._hello = self._process, None, None
        if process is not None:
            _end(process)


def _exchanged(process: subprocess.Popen[bytes], frame: Frame, seconds: float) -> Frame | None:
    """The answer to one message; nothing where the process is lost or had to be ended."""
    assert process.stdin is not None and process.stdout is not None
    clock = Timer(seconds, process.kill)
    clock.daemon = True
    clock.start()
    try:
        process.stdin.write(frame.packed())
        process.stdin.flush()
        return read_frame(cast(BinaryIO, process.stdout))
    except (OSError, ValueError):
        return None
    finally:
        clock.cancel()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()


def _busy() -> Problem:
    return Problem("busy", "others are judged already", headers={"Retry-After": "5"})


def _error(told: Mapping[str, Any]) -> errors.TvetSkosError:
    """The error of the process, as it was raised there."""
    cls = getattr(errors, str(told["class"]), errors.InputError)
    place = {key: told[key] for key in ("line", "column", "hint")}
    error: errors.TvetSkosError = cls(str(told["message"]), **place)
    return error


_MAKING = Lock()


def bench_of(request: Request) -> Bench:
    """The bench of a server; it is made when first asked for."""
    with _MAKING:
        bench = getattr(request.app.state, "bench", None)
        if not isinstance(bench, Bench):
            bench = request.app.state.bench = Bench(site_of(request).settings)
        return bench
