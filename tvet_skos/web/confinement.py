"""What a worker gives up before it meets its first query, as far as the platform lets it.

Linux and macOS have resource limits, Linux has networks of one's own; elsewhere the server's clock
is all there is, and the gate before it.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import sys
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OPEN_FILES = 512


def leave_network() -> None:
    """Move to a network with nothing in it, where the system lets an ordinary user do so.

    It must be done while the process has one thread only.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)


def limit_files() -> None:
    """At most so many open files; to be called before a store is opened, which asks how many."""
    _limit("RLIMIT_NOFILE", _OPEN_FILES)


def limit_memory(more: int) -> None:
    """No more than ``more`` bytes beside what is taken now, and not a byte to any file."""
    # The interpreter ignores the signal for this limit, so that writing fails and nothing dies.
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _limit("RLIMIT_AS", pages * os.sysconf("SC_PAGE_SIZE") + more)


def limit_time(seconds: float) -> None:
    """No more than so many seconds of the processor from now on: a net below the server's clock."""
    used = sum(os.times()[:2])
    _limit("RLIMIT_CPU", math.ceil(used + seconds) + 1, hard=False)


def _limit(name: str, most: int, *, hard: bool = True) -> None:
    """Lower a limit; never raise it, and never complain where the platform has none."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        kind: int = getattr(resource, name)
        _, ceiling = resource.getrlimit(kind)
        unlimited = ceiling == resource.RLIM_INFINITY
        value = most if unlimited else min(most, ceiling)
        resource.setrlimit(kind, (value, value if hard else ceiling))
