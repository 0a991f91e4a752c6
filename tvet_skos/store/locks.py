"""Locks between processes, on SQLite.

SQLite's locks are shared or exclusive, work on every system that Python runs on, and are let go by
the system when a process dies. (``fcntl`` is not on Windows, where libraries for locks need pywin32
to share one.) The files hold nothing.
"""

from __future__ import annotations

import sqlite3
import weakref
from pathlib import Path
from threading import Lock as ThreadLock
from typing import Self


class Held:
    """A lock that is held until ``release``, or until nobody refers to it any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._release = weakref.finalize(self, _close, connection)

    def release(self) -> None:
        """Let go; twice is once."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


_closing = ThreadLock()


def _close(connection: sqlite3.Connection) -> None:
    with _closing:
        connection.close()


def shared(path: Path) -> Held | None:
    """The lock at a path, together with others who share it; ``None`` if it is held alone.

    :raises OSError: there is no such file, or it is no lock
    """
    return _taken(path, "ro", "BEGIN", "SELECT 1 FROM sqlite_schema")


def exclusive(path: Path) -> Held | None:
    """The lock at a path, alone; made where it is not there, ``None`` if anybody holds it.

    :raises OSError: the file cannot be made or is no lock
    """
    return _taken(path, "rwc", "BEGIN EXCLUSIVE")


def _taken(path: Path, mode: str, *statements: str) -> Held | None:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        connection = sqlite3.connect(
            uri, uri=True, timeout=0, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise OSError(None, str(error), str(path)) from error
    try:
        for statement in statements:
            connection.execute(statement).fetchall()
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            return None
        raise OSError(None, str(error), str(path)) from error
    return Held(connection)
