from __future__ import annotations

import io
import sys
import time

import pytest

from tvet_skos.cli.progress import Bars


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Clock:
    """Stands still until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    return _Clock(monkeypatch)


def _drawn(stream: io.StringIO, clock: _Clock, monkeypatch: pytest.MonkeyPatch, step: float) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with Bars() as bars:
        for done in range(0, 5_000_000, 1_000_000):
            bars.show("reading", done, 4_000_000)
            clock.now += step
    return stream.getvalue()


def test_a_bar_tells_the_rate_and_the_time_left(
    clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _drawn(_Terminal(), clock, monkeypatch, 2.0)
    assert "reading" in text
    assert "2.0M of 4.0M  500.0k/s" in text
    assert "00:00:04" in text
    assert "100%" in text


def test_what_is_done_within_a_second_draws_no_bar(
    clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _drawn(_Terminal(), clock, monkeypatch, 0.2) == ""


def test_where_nobody_looks_no_bar_is_drawn(clock: _Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _drawn(io.StringIO(), clock, monkeypatch, 2.0) == ""


def test_each_thing_has_a_bar_of_its_own(clock: _Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with Bars() as bars:
        for doing in ("reading", "writing"):
            for done in range(4):
                bars.show(doing, done, 3)
                clock.now += 1.0
    reading, writing = stream.getvalue().split("writing", 1)
    assert "3 of 3" in reading
    assert "3 of 3" in writing
