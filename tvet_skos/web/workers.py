"""The process wall: queries of strangers are answered by processes that may be lost.

A worker that crashes, hangs or takes too much memory is replaced; whoever asked the query that did
it is told, and nobody else notices. Workers are started afresh, never forked from the server, which
has threads.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tvet_skos import errors
from tvet_skos.web.frames import LENGTHS, Frame, lengths
from tvet_skos.web.problems import Problem, problem_of
from tvet_skos.web.settings import ServerSettings

_PROGRAM = (sys.executable, "-P", "-m", "tvet_skos.web.worker")
_OWN_DOING = {-signal.SIGABRT, -signal.SIGSEGV} | {
    -getattr(signal, name) for name in ("SIGBUS", "SIGXCPU", "SIGILL") if hasattr(signal, name)
}
"""How a worker ends that its query brought down; any other end may come from outside."""
_LONGEST_REST = 30.0  # seconds before a worker that did not start is tried once more
_LONGEST_WAIT = 10.0  # seconds that a query waits for a worker
_READ_AHEAD = 1 << 20


class WorkerLost(Exception):
    """A worker ended before it had answered; ``status`` is how."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"a worker ended with status {status}")
        self.status = status

    @property
    def is_own_doing(self) -> bool:
        """Whether the query itself must have done it."""
        return self.status in _OWN_DOING


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered: bytes in a format of ``ANSWER_FORMATS``, and whether they are all."""

    format: str
    body: bytes
    truncated: bool


class _Worker:
    """One process, which answers one query at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.answered = 0

    @classmethod
    async def started(cls, greeting: Frame) -> _Worker:
        """A worker whose store is open.

        :raises StoreError: it could not be opened
        :raises WorkerLost: the program ended
        """
        process = await asyncio.create_subprocess_exec(
            *_PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_READ_AHEAD,
            start_new_session=True,  # so that Ctrl-C reaches the server only
        )
        worker = cls(process)
        try:
            hello = await worker.exchange(greeting)
        except BaseException:
            await worker.end()
            raise
        if "failed" in hello.head:
            await worker.end()
            raise errors.StoreError(str(hello.head["failed"]))
        return worker

    @property
    def is_alive(self) -> bool:
        return self.process.returncode is None

    async def exchange(self, frame: Frame) -> Frame:
        """The answer to one message.

        :raises WorkerLost: there is none
        """
        source, target = self.process.stdout, self.process.stdin
        assert source is not None and target is not None
        try:
            target.write(frame.packed())
            await target.drain()
            head, body = lengths(await source.readexactly(LENGTHS.size))
            packed = await source.readexactly(head + body)
        except (asyncio.IncompleteReadError, OSError, ValueError) as error:
            self.kill()
            raise WorkerLost(await self.process.wait()) from error
        self.answered += 1
        return Frame(_parsed(packed[:head]), packed[head:])

    def kill(self) -> None:
        """End the process now, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> None:
        """End the process and give back its pipes."""
        self.kill()
        with suppress(RuntimeError):  # whoever waits for an answer gets the end of the pipe himself
            await self.process.communicate()

    def retire(self) -> None:
        """Let the process end, now that it has nothing to do."""
        if self.process.stdin is not None:
            self.process.stdin.close()


def _parsed(head: bytes) -> Mapping[str, Any]:
    content = json.loads(head)
    if not isinstance(content, dict):
        raise ValueError("a message has no head")
    return content


class QueryWorkers:
    """A few workers, each replaced as soon as it is gone."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._waiting = 0
        self.trouble = ""
        """Why the last worker that did not start did not; empty where it did."""

    @property
    def alive(self) -> int:
        """How many workers are there to answer."""
        return sum(worker.is_alive for worker in self._all)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the workers that are there."""
        return tuple(sorted(worker.process.pid for worker in self._all if worker.is_alive))

    async def start(self) -> None:
        """Begin to start workers; queries that come before they are ready wait for them."""
        self._idle = asyncio.Queue()
        self._keepers = [
            asyncio.create_task(self._keep()) for _ in range(max(1, self._settings.workers))
        ]

    async def close(self) -> None:
        """End all workers."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def _keep(self) -> None:
        """Keep one worker going for ever, with longer and longer rests where it does not start."""
        rest = 0.5
        while True:
            try:
                worker = await _Worker.started(self._greeting())
            except (errors.TvetSkosError, WorkerLost, OSError) as error:
                self.trouble = f"the workers that answer queries cannot start: {error}"
                await asyncio.sleep(rest)
                rest = min(2 * rest, _LONGEST_REST)
                continue
            rest, self.trouble = 0.5, ""
            self._all.add(worker)
            self._idle.put_nowait(worker)
            try:
                await worker.process.wait()
            finally:
                self._all.discard(worker)
                await worker.end()

    def _greeting(self) -> Frame:
        settings = self._settings
        return Frame(
            {
                "address": settings.address,
                "graph": settings.graph,
                "memory": settings.query_memory,
            }
        )

    async def ask(self, head: Mapping[str, Any], text: str = "") -> Reply:
        """The answer to a query, by the first worker that is free.

        A query whose worker was ended from outside is asked again, as often as there may be workers
        that were ended together.

        :param head: ``kind`` with what that kind takes, ``formats`` and ``base``
        :raises Problem: it was refused, failed, took too long or too much, or nobody is free
        """
        asked = Frame({**self._limits(), **head}, text.encode())
        for left in reversed(range(self._settings.workers + 1)):
            worker = await self._take()
            try:
                async with asyncio.timeout(self._settings.query_seconds):
                    frame = await worker.exchange(asked)
            except TimeoutError as error:
                worker.kill()
                raise self._too_slow() from error
            except WorkerLost as lost:
                if not left or lost.is_own_doing:
                    raise self._too_big() from lost
            except BaseException:
                worker.kill()
                raise
            else:
                self._give_back(worker)
                return self._reply(frame)
        raise AssertionError("the last attempt raises or returns")

    def _limits(self) -> dict[str, Any]:
        settings = self._settings
        return {
            "rows": settings.query_rows,
            "triples": settings.query_triples,
            # More than the server's clock allows: it is for a worker whose server is gone.
            "seconds": settings.query_seconds + 1,
        }

    async def _take(self) -> _Worker:
        """The next free worker.

        :raises Problem: too many wait already, or it takes too long
        """
        if self._waiting >= self._settings.queries_waiting:
            raise _busy(f"{self._waiting} queries wait already")
        self._waiting += 1
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                while not (worker := await self._idle.get()).is_alive:
                    pass  # its keeper has another one started already
                return worker
        except TimeoutError as error:
            raise _busy(self.trouble or "no worker was free in time") from error
        finally:
            self._waiting -= 1

    def _give_back(self, worker: _Worker) -> None:
        if worker.answered >= self._settings.queries_per_worker:
            worker.retire()
        else:
            self._idle.put_nowait(worker)

    def _reply(self, frame: Frame) -> Reply:
        head = frame.head
        if "error" in head:
            raise problem_of(_error(head["error"]))
        if "too_big" in head:
            raise self._too_big()
        return Reply(str(head["format"]), frame.body, bool(head["truncated"]))

    def _too_slow(self) -> Problem:
        seconds = self._settings.query_seconds
        return Problem(
            "query-too-slow",
            f"the query was stopped after {seconds:g} seconds",
            hint="ask for less: name a concept, add a LIMIT, or take the whole vocabulary at /data",
            members={"limit": seconds},
        )

    def _too_big(self) -> Problem:
        return Problem(
            "query-too-big",
            "the query was stopped: it took too much memory, or its answer is too long",
            hint="ask for less: name a concept, add a LIMIT, or take the whole vocabulary at /data",
            members={"limit": self._settings.query_memory},
        )


def _busy(why: str) -> Problem:
    return Problem("busy", why, hint="try again in a moment", headers={"Retry-After": "2"})


def _error(told: Mapping[str, Any]) -> errors.TvetSkosError:
    """The error of a worker, as it was raised there."""
    cls = getattr(errors, str(told["class"]), errors.TvetSkosError)
    place = {key: told[key] for key in ("line", "column", "hint")}
    error: errors.TvetSkosError = cls(str(told["message"]), **place)
    if isinstance(error, errors.NotFound):
        error.suggestions = tuple(told["suggestions"])
    return error
