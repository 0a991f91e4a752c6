"""Work in several processes: all of it is done, and a process that dies is told of."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from tvet_skos.checks.runners.forking import done
from tvet_skos.errors import InputError, SettingsError


def test_every_task_is_done_once_whatever_it_holds_on_to() -> None:
    tasks = [lambda number=number: (number, os.getpid()) for number in range(9)]
    found = list(done(tasks, 2))
    assert sorted(number for number, _ in found) == list(range(9))
    assert os.getpid() not in {process for _, process in found}


def test_one_job_needs_no_other_process() -> None:
    assert list(done([os.getpid, os.getpid], 1)) == [os.getpid()] * 2


def test_a_fault_of_a_task_is_the_fault_of_the_work() -> None:
    def fail() -> None:
        raise InputError("it is broken")

    with pytest.raises(InputError, match="it is broken"):
        list(done([fail, fail], 2))


def test_a_process_that_is_killed_is_told_of() -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(InputError, match="killed") as caught:
        list(done([die, die], 2))
    assert caught.value.hint is not None and "--jobs" in caught.value.hint


def test_a_system_that_cannot_fork_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with pytest.raises(SettingsError, match="forking"):
        list(done([os.getpid, os.getpid], 2))
