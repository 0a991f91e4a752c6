"""The wall between the server and the queries of strangers."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tvet_skos import errors
from tvet_skos.web.frames import MOST_BODY, Frame, lengths, read_frame
from tvet_skos.web.problems import KINDS, Problem, problem_of
from tvet_skos.web.settings import ServerSettings
from tvet_skos.web.workers import QueryWorkers, Reply

_T = TypeVar("_T")
_HEAD: dict[str, Any] = {
    "kind": "query",
    "query_base": "http://example.org/",
    "dataset": None,
    "formats": {"rows": "csv", "boolean": "json", "graph": "ntriples"},
    "base": "",
    "truncated_link": "http://example.org/#truncated",
}
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) = STR(?i)) }"


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A small vocabulary, large enough for queries without end."""
    file = tmp_path / "data.nt"
    file.write_text("".join(f"<urn:s{n}> <urn:p> <urn:o{n}> .\n" for n in range(2000)))
    return str(file)


def _with_workers(settings: ServerSettings, deed: Callable[[QueryWorkers], Awaitable[_T]]) -> _T:
    async def run() -> _T:
        workers = QueryWorkers(settings)
        await workers.start()
        try:
            return await deed(workers)
        finally:
            await workers.close()

    return asyncio.run(run())


async def _ask(workers: QueryWorkers, text: str) -> Reply:
    return await workers.ask(_HEAD, text)


def test_a_worker_answers_in_the_format_that_was_negotiated(data: str) -> None:
    reply = _with_workers(
        ServerSettings(data, workers=1), lambda w: _ask(w, "SELECT ?o { <urn:s7> ?p ?o }")
    )
    assert (reply.format, reply.body, reply.truncated) == ("csv", b"o\r\nurn:o7\r\n", False)


def test_a_worn_worker_is_replaced_by_a_new_one(data: str) -> None:
    async def deed(workers: QueryWorkers) -> set[int]:
        pids: set[int] = set()
        for _ in range(3):
            await _ask(workers, "ASK {}")
            pids |= set(workers.pids)
        return pids

    settings = ServerSettings(data, workers=1, queries_per_worker=1)
    assert len(_with_workers(settings, deed)) >= 2


def test_more_queries_than_may_wait_are_turned_away(data: str) -> None:
    async def deed(workers: QueryWorkers) -> list[str]:
        await _ask(workers, "ASK {}")
        tasks = [asyncio.create_task(_ask(workers, _ENDLESS)) for _ in range(6)]
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        return sorted(end.kind for end in ends if isinstance(end, Problem))

    settings = ServerSettings(data, workers=1, queries_waiting=2, query_seconds=0.5)
    kinds = _with_workers(settings, deed)
    assert len(kinds) == 6 and kinds.count("busy") >= 3 and "query-too-slow" in kinds


def test_who_leaves_while_waiting_takes_nobody_along(data: str) -> None:
    async def deed(workers: QueryWorkers) -> Reply:
        leaving = [asyncio.create_task(_ask(workers, "ASK {}")) for _ in range(20)]
        await asyncio.sleep(0)
        for task in leaving[::2]:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        return await _ask(workers, "ASK {}")

    assert b"true" in _with_workers(ServerSettings(data, workers=1), deed).body


def test_workers_that_cannot_start_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tvet_skos.web.workers._LONGEST_WAIT", 3.0)

    async def deed(workers: QueryWorkers) -> Problem:
        with pytest.raises(Problem) as raised:
            await _ask(workers, "ASK {}")
        return raised.value

    settings = ServerSettings(str(tmp_path / "nothing"), workers=1)
    problem = _with_workers(settings, deed)
    assert problem.kind == "busy" and "no such file" in problem.detail


def test_the_errors_of_a_worker_come_out_as_they_were_raised(data: str) -> None:
    async def deed(workers: QueryWorkers) -> Problem:
        with pytest.raises(Problem) as raised:
            await _ask(workers, "SELECT *\n{ ?s a ex:C }")
        return raised.value

    problem = _with_workers(ServerSettings(data, workers=1), deed)
    assert problem.kind == "query-failed" and "PREFIX" in problem.hint


def test_every_error_of_the_library_has_a_kind_of_problem() -> None:
    for name in dir(errors):
        cls = getattr(errors, name)
        if isinstance(cls, type) and issubclass(cls, errors.TvetSkosError):
            assert problem_of(cls("so it is")).kind in KINDS


def test_a_problem_never_names_a_file_of_the_server() -> None:
    error = errors.InputError("cannot be read", file="/home/somebody/vocab.ttl", line=3)
    assert "somebody" not in str(problem_of(error).as_json())


def test_frames_come_back_as_they_were_sent() -> None:
    frame = Frame({"text": "café", "number": 1}, b"\0\xff")
    stream = io.BytesIO(frame.packed() + frame.packed())
    assert read_frame(stream) == read_frame(stream) == frame
    assert read_frame(stream) is None


def test_a_message_longer_than_any_is_not_waited_for() -> None:
    with pytest.raises(ValueError, match="too long"):
        lengths((1).to_bytes(4, "big") + (MOST_BODY + 1).to_bytes(4, "big"))
