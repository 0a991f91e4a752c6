"""Several processes that share what is in memory, by forking; nothing is copied to begin with."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from tvet_skos.errors import InputError, SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_T = TypeVar("_T")

Task = Callable[[], _T]
"""Something to be done, whatever it holds on to; what it gives must be picklable."""


def done(tasks: Sequence[Task[_T]], jobs: int) -> Iterator[_T]:
    """What the tasks give, as they are done, in any order.

    With more than one job they are done in processes that see the memory as it is now.

    :raises SettingsError: there are no such processes on this system
    :raises InputError: a process was killed, mostly for want of memory
    """
    if jobs < 2 or len(tasks) < 2:
        yield from (task() for task in tasks)
        return
    # Late, for most vocabularies are small and judged by one process.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if "fork" not in multiprocessing.get_all_start_methods():
        raise SettingsError(
            "several jobs share memory by forking, which this system cannot do",
            hint="leave out --jobs",
        )
    context = multiprocessing.get_context("fork")
    with (
        _settled_memory(),
        # What an initializer gets is inherited and not pickled, so tasks may be closures.
        ProcessPoolExecutor(min(jobs, len(tasks)), context, _remember, (tasks,)) as pool,
    ):
        yield from _as_done(pool, len(tasks))


def _as_done(pool: ProcessPoolExecutor, count: int) -> Iterator[Any]:
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    waiting: set[Future[Any]] = {pool.submit(_do, number) for number in range(count)}
    try:
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in ready:
                yield each.result()
    except BrokenProcessPool as error:
        raise InputError(
            "one of the processes that judge was killed, mostly for want of memory",
            hint="use fewer --jobs, or --engine disk",
        ) from error
    finally:
        for each in waiting:
            each.cancel()


@contextmanager
def _settled_memory() -> Iterator[None]:
    """What is there is no garbage: to look through it would copy it into every process."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


_tasks: Sequence[Task[Any]] = ()
"""In a forked process, what there is to do."""


def _remember(tasks: Sequence[Task[Any]]) -> None:
    global _tasks
    _tasks = tasks


def _do(number: int) -> Any:
    return _tasks[number]()
