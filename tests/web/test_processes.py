"""A server of several processes, and the numbers that they share."""

from __future__ import annotations

import asyncio
import mmap
import os
import re
import signal
import sys
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.web.served import Served, serving
from tvet_skos.web.metrics import BOUNDS, KINDS, ROW_BYTES, STATUSES, Measured, Tally, kind_of

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up in /proc"
)


def _total(served: Served, kind: str) -> int:
    found = re.findall(rf'requests_total{{kind="{kind}".*}} (\d+)', served.get("/metrics").text)
    assert len(found) == len(STATUSES)
    return sum(map(int, found))


def test_several_processes_answer_on_one_port_and_count_together() -> None:
    with serving("--processes", "2", "--workers", "1") as served:
        assert len(served.workers) == 2
        for number in range(20):
            assert served.get(f"/en/term/micro-credential?{number}").status == 200
        assert _total(served, "page") == 20
        assert served.query("ASK {}").json["boolean"] is True


def test_a_process_that_is_killed_is_replaced_and_nothing_forgotten() -> None:
    with serving("--processes", "2", "--workers", "1") as served:
        before = set(served.workers)
        for _ in range(6):
            served.get("/en/")
        os.kill(min(before), signal.SIGKILL)
        end = monotonic() + 60
        while len(set(served.workers) - before) < 1 and monotonic() < end:
            sleep(0.05)
        assert len(set(served.workers) - before) == 1 and max(before) in served.workers
        assert served.get("/en/").status == 200
        assert _total(served, "page") == 7


def test_all_processes_end_with_the_server() -> None:
    with serving("--processes", "2", "--workers", "1") as served:
        pids = served.workers
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_no_process_outlives_a_server_that_is_killed() -> None:
    with serving("--processes", "2", "--workers", "1") as served:
        pids = served.workers
        served.process.kill()
        end = monotonic() + 30
        while any(Path(f"/proc/{pid}/exe").exists() for pid in pids) and monotonic() < end:
            sleep(0.05)
    assert not [pid for pid in pids if Path(f"/proc/{pid}/exe").exists()]


def test_a_vocabulary_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="no such file") as raised,
        serving("--processes", "2", "--vocab", str(tmp_path / "nothing.ttl")),
    ):
        pass
    assert "Traceback" not in str(raised.value)


def test_numbers_say_what_was_answered_and_never_what_was_asked(served: Served) -> None:
    before = _total(served, "other")
    assert served.get("/nothing/secret-thing").status == 404
    got = served.get("/metrics")
    assert got.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert _total(served, "other") == before + 1 and "secret" not in got.text
    assert re.search(r"^tvet_skos_query_workers [12]$", got.text, re.M)


def _a_page(tally: Tally) -> Scope:
    """A request for a page, of a server with these numbers."""
    state = SimpleNamespace(tally=tally, site=SimpleNamespace(workers=SimpleNamespace(alive=1)))
    return {"type": "http", "path": "/en/", "app": SimpleNamespace(state=state)}


async def _no_body() -> Message:
    raise AssertionError("nobody asks for the body")


@pytest.mark.parametrize("parts", [1, 3])
def test_whoever_has_an_answer_finds_it_counted(parts: int) -> None:
    tally, counted = Tally.alone(), []

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200})
        for part in range(parts):
            await send({"type": "http.response.body", "more_body": part + 1 < parts})

    async def received(message: Message) -> None:
        counted.append('requests_total{kind="page",status="2xx"} 1\n' in tally.text())

    asyncio.run(Measured(answering)(_a_page(tally), _no_body, received))
    assert counted == [False] * parts + [True]
    assert 'requests_total{kind="page",status="2xx"} 1\n' in tally.text()


def test_an_answer_that_never_came_is_counted_as_an_error() -> None:
    tally = Tally.alone()

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise ConnectionError

    async def received(message: Message) -> None:
        raise AssertionError("nothing is sent")

    with pytest.raises(ConnectionError):
        asyncio.run(Measured(failing)(_a_page(tally), _no_body, received))
    assert 'requests_total{kind="page",status="5xx"} 1\n' in tally.text()


def test_numbers_are_what_prometheus_reads() -> None:
    tally = Tally.alone()
    for seconds, status in ((0.0005, 200), (0.003, 200), (0.003, 404), (99.0, 503)):
        tally.add("page", status, seconds)
    lines = tally.text().splitlines()
    assert 'tvet_skos_requests_total{kind="page",status="2xx"} 2' in lines
    assert 'tvet_skos_request_seconds_bucket{kind="page",le="0.001"} 1' in lines
    assert 'tvet_skos_request_seconds_bucket{kind="page",le="0.005"} 3' in lines
    assert 'tvet_skos_request_seconds_bucket{kind="page",le="+Inf"} 4' in lines
    assert 'tvet_skos_request_seconds_count{kind="page"} 4' in lines
    assert 'tvet_skos_request_seconds_sum{kind="page"} 99.006500' in lines
    sample = re.compile(r'[a-z_]+(\{[a-z_]+="[^"]+"(,[a-z_]+="[^"]+")*\})? [0-9.]+')
    assert all(line.startswith("# ") or sample.fullmatch(line) for line in lines)
    buckets = [line for line in lines if "_bucket" in line]
    assert len(buckets) == len(KINDS) * (len(BOUNDS) + 1)


def test_each_process_has_numbers_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "numbers"
    file.write_bytes(bytes(2 * ROW_BYTES))
    with file.open("r+b") as opened:
        memory = mmap.mmap(opened.fileno(), 0)
        first, second = Tally(memory, 0), Tally(memory, 1)
        first.add("page", 200, 0.1)
        second.add("page", 200, 0.1)
        second.workers(2)
    for tally in (first, second):
        assert 'requests_total{kind="page",status="2xx"} 2' in tally.text()
        assert "query_workers 2" in tally.text()


@pytest.mark.parametrize("path", ["/", "", "/en", "/sparql/", "/data/sources.bib", "/x.y/z"])
def test_every_path_is_of_some_kind(path: str) -> None:
    assert kind_of(path) in KINDS
