"""What a prepared base consists of, and how it is kept in a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tvet_skos.checks.runners.compact import Arrays, Column, Texts
from tvet_skos.terms import IRI

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

CONTENTS = "contents.json"
"""The file that tells what else is in the folder; written last."""


class KeyTable(NamedTuple):
    """The keys of one rule: the ``key_hash`` of each, and the number of its node.

    Of a hash, ``hashes`` has the first half, sorted, and ``rests`` the other one.
    """

    hashes: Numbers
    rests: Numbers
    nodes: Numbers


class Lines(NamedTuple):
    """Where the statements of a file stand, by the number of their subject.

    Directives come first; their number is -1. ``starts`` and ``ends`` count bytes, a BOM left out;
    ``lines`` begin with 1.
    """

    subjects: Numbers
    starts: Numbers
    ends: Numbers
    lines: Numbers


class Parts(NamedTuple):
    """A vocabulary as a compact graph, the keys of rules by ``key_name``, the lines of its files.

    Its blank nodes have ``content_labels``. The files come in the order of ``rdf_files``.
    """

    arrays: Arrays
    keys: Mapping[str, KeyTable]
    lines: Sequence[Lines]


def save(parts: Parts, folder: Path) -> None:
    """Put parts into an empty folder; all of it is on the disk when this returns.

    :raises OSError: it cannot be written
    """
    import numpy

    for name, numbers in _numbers(parts):
        with (folder / f"{name}.npy").open("wb") as file:
            numpy.save(file, numbers)
            os.fsync(file.fileno())
    for name, texts in (("nodes", parts.arrays.nodes), ("literals", parts.arrays.literals)):
        with (folder / f"{name}.txt").open("wb") as file:
            file.write(texts.content)
            file.flush()
            os.fsync(file.fileno())
    _save_contents(parts, folder)


def _save_contents(parts: Parts, folder: Path) -> None:
    sizes = {file.name: file.stat().st_size for file in sorted(folder.iterdir())}
    contents = {
        "files": len(parts.lines),
        "keys": list(parts.keys),
        "kinds": parts.arrays.kinds,
        "predicates": parts.arrays.predicates,
        "sizes": sizes,
    }
    with (folder / CONTENTS).open("w", encoding="utf-8") as text:
        json.dump(contents, text, indent=1)
        text.flush()
        os.fsync(text.fileno())


def _numbers(parts: Parts) -> Iterator[tuple[str, Numbers]]:
    """All arrays, each with the name of its file."""
    arrays = parts.arrays
    yield "nodes", arrays.nodes.ends
    yield "literals", arrays.literals.ends
    for name in ("order", "hashes", "kind_of", "subjects"):
        yield name, getattr(arrays, name)
    for side, column in (("said", arrays.said), ("heard", arrays.heard)):
        for name in _COLUMN:
            yield f"{side}-{name}", getattr(column, name)
    for number, table in enumerate(parts.keys.values()):
        yield from _fields(f"keys-{number}", table)
    for number, lines in enumerate(parts.lines):
        yield from _fields(f"lines-{number}", lines)


_COLUMN = ("places", "predicates", "others", "starts")


def _fields(name: str, table: KeyTable | Lines) -> Iterator[tuple[str, Numbers]]:
    for field in table._fields:
        yield f"{name}-{field}", getattr(table, field)


def opened(folder: Path) -> Parts:
    """The parts in a folder; their bytes are read as they are needed.

    All files are open afterwards, so that it does no harm when somebody removes the folder.

    :raises OSError, ValueError, KeyError: it is not there, or not whole
    """
    contents = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
    for name, size in contents["sizes"].items():
        if (found := (folder / name).stat().st_size) != size:
            raise ValueError(f"{name} has {found} bytes instead of {size}")
    read = _reader(folder)
    return Parts(
        _arrays(folder, read, contents["kinds"], contents["predicates"]),
        {name: _table(read, number) for number, name in enumerate(contents["keys"])},
        [_lines(read, number) for number in range(contents["files"])],
    )


_Read: TypeAlias = "Callable[[str], Numbers]"


def _reader(folder: Path) -> _Read:
    import numpy

    def read(name: str) -> Numbers:
        # As a plain array: each slice of a mapped one is dear.
        found: Numbers = numpy.asarray(numpy.load(folder / f"{name}.npy", mmap_mode="r"))
        return found

    return read


def _arrays(folder: Path, read: _Read, kinds: Sequence[str], predicates: Sequence[str]) -> Arrays:
    return Arrays(
        _texts(folder / "nodes.txt", read("nodes")),
        read("order"),
        read("hashes"),
        _texts(folder / "literals.txt", read("literals")),
        read("kind_of"),
        kinds,
        tuple(map(IRI, predicates)),
        Column(*(read(f"said-{name}") for name in _COLUMN)),
        Column(*(read(f"heard-{name}") for name in _COLUMN)),
        read("subjects"),
    )


def _texts(file: Path, ends: Numbers) -> Texts:
    with file.open("rb") as stream:
        return Texts(stream, ends)


def _table(read: _Read, number: int) -> KeyTable:
    return KeyTable(*(read(f"keys-{number}-{field}") for field in KeyTable._fields))


def _lines(read: _Read, number: int) -> Lines:
    return Lines(*(read(f"lines-{number}-{field}") for field in Lines._fields))
