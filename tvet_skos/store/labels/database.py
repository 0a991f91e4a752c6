"""SQLite under the label index: how a file is opened, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

from tvet_skos.errors import StoreDamaged, StoreError, WriteError

APPLICATION_ID, FORMAT = 1_414_943_571, 2
"""What the head of a file of ours says; ``index.sql`` writes the same."""

Row: TypeAlias = tuple[Any, ...]
Parameters: TypeAlias = Sequence[object] | Mapping[str, object]

# What a build may take before it goes to the disk, in KiB: for pages, and for sorting.
_ROOM = "PRAGMA cache_size = -65536; PRAGMA temp.cache_size = -65536;"
_UNGUARDED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
_HEAD = 100


class LabelDatabase:
    """A connection of SQLite, in memory or on a file, that raises this package's errors only.

    It may be used by several threads. No function of Python is ever made known to SQL: a thread
    inside it would wait for the interpreter, and another one, holding that, for SQLite.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path | None) -> None:
        self._connection = connection
        self._file = file
        self._made: set[str] = set()
        self._making = RLock()

    @classmethod
    def in_memory(cls) -> LabelDatabase:
        """An empty one that goes when it is closed."""
        connection = _connected(":memory:")
        connection.executescript(_ROOM)
        return cls(connection, None)

    @classmethod
    def writing(cls, path: Path) -> LabelDatabase:
        """A new file, with nothing to fall back on: whoever writes it shows it when it is whole.

        :raises WriteError: it cannot be made
        """
        try:
            path.unlink(missing_ok=True)
            connection = _connected(os.fspath(path))
            connection.executescript(_ROOM + _UNGUARDED)
        except (OSError, sqlite3.Error) as error:
            raise WriteError(f"cannot be written: {error}", file=str(path)) from error
        return cls(connection, path)

    @classmethod
    def reading(cls, path: Path) -> LabelDatabase:
        """A file that is complete and never changes; any number of processes may read it.

        :raises StoreDamaged: it is missing, of another version, cut off or none of ours
        """
        require_head(path)
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            connection = _connected(address, uri=True)
        except sqlite3.Error as error:
            raise _damaged(path, str(error)) from error
        database = cls(connection, path)
        database.rows("SELECT count(*) FROM sqlite_schema")
        return database

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of an answer.

        :raises StoreDamaged: the file is broken
        """
        with self._errors():
            return self._connection.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of an answer one after the other, as they are asked for."""
        with self._errors():
            yield from self._connection.execute(sql, parameters)

    def script(self, name: str) -> None:
        """Run one of the SQL files beside this module."""
        with self._errors():
            self._connection.executescript(
                (files("tvet_skos.store.labels") / f"{name}.sql").read_text(encoding="utf-8")
            )

    def run(self, *statements: str) -> None:
        """Statements that return nothing, one after the other."""
        with self._errors():
            for statement in statements:
                self._connection.execute(statement)

    def insert(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """One statement for each row; how many rows that made.

        :raises WriteError: the disk is full, or the file cannot be written for another reason
        """
        with self._errors():
            alone = not self._connection.in_transaction
            if alone:
                self._connection.execute("BEGIN")
            made = self._connection.executemany(sql, rows).rowcount
            if alone:
                self._connection.execute("COMMIT")
            return made

    def ensure(self, table: str, make: Callable[[], None]) -> None:
        """Make a table of the index that is made on first use; a file has them all."""
        if table in self._made:
            return
        with self._making:
            if table not in self._made:
                if not self.rows("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)):
                    make()
                self._made.add(table)

    def close(self) -> None:
        """Give back the connection; nothing can be asked afterwards."""
        self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError as error:
            raise StoreError("the label index is closed") from error
        except sqlite3.OperationalError as error:
            if "full" in str(error) or "disk I/O" in str(error) or "readonly" in str(error):
                raise WriteError(f"cannot be written: {error}", file=self._name) from error
            raise _damaged(self._file, str(error)) from error
        except sqlite3.DatabaseError as error:
            raise _damaged(self._file, str(error)) from error

    @property
    def _name(self) -> str | None:
        return None if self._file is None else str(self._file)


def all_of(texts: Iterable[str]) -> str:
    """The full-text question for rows that have all of some texts.

    >>> print(all_of(["c++", "learning"]))
    "c++" "learning"
    """
    return " ".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in texts)


def any_of(texts: Iterable[str]) -> str:
    """The full-text question for rows that have any of some texts."""
    return f"({' OR '.join(all_of([text]) for text in texts)})"


def _connected(address: str, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        address, uri=uri, isolation_level=None, check_same_thread=False, cached_statements=256
    )


def require_head(path: Path) -> None:
    """Look at the first bytes before SQLite does, and at the length, which tells a file cut off.

    :raises StoreDamaged: it is missing, of another version, cut off or none of ours
    :source: https://www.sqlite.org/fileformat.html, section 1.3
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        length = path.stat().st_size
    except FileNotFoundError as error:
        raise _damaged(path, "it is missing") from error
    except OSError as error:
        raise _damaged(path, error.strerror or str(error)) from error
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if len(head) < _HEAD or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise _damaged(path, "this is no label index")
    found = int.from_bytes(head[60:64], "big")
    if found != FORMAT:
        reason = f"it has format {found}, and this version of tvet-skos reads {FORMAT}"
        raise _damaged(path, reason)
    if length != pages * (65536 if page == 1 else page):
        raise _damaged(path, "it is cut off")


def _damaged(path: Path | None, reason: str) -> StoreDamaged:
    message = f"the label index cannot be read: {reason}"
    return StoreDamaged(
        message,
        file=None if path is None else str(path),
        hint=f"`tvet-skos store rebuild{_of_store(path)}` makes it anew from the vocabulary",
    )


def _of_store(path: Path | None) -> str:
    """The address of the store that an index belongs to: it lies in ``DIR/versions/N/``."""
    if path is None or path.parent.parent.name != "versions":
        return ""
    return f" oxigraph:{path.parents[2]}"
