"""The file that makes a folder a store: which version is current, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tvet_skos.errors import StoreDamaged
from tvet_skos.files import write_atomically
from tvet_skos.store.dataset import Layout
from tvet_skos.terms import IRI

NAME = "tvet-skos-store.json"
FORMAT = 1
"""Raised when stores of earlier versions of the tool can no longer be read as they are."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One vocabulary of a store."""

    triples: int
    source: tuple[str, ...] = ()
    """The absolute paths that it was read from; none, if it came from a program."""
    digest: str = ""
    """The SHA-256 of the files at these paths."""
    written: str = ""
    """When it came in, as an ISO 8601 time in UTC."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a version of a store."""

    current: int = 0
    """The number of the version; 0 before anything was written."""
    layout: Layout = Layout.ONE
    triples: int = 0
    labels: int = 0
    vocabularies: Mapping[IRI, Stored] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    """The files of the version by their paths in it, with their sizes in bytes."""

    @property
    def sizes(self) -> dict[IRI | None, int]:
        """Triples of each vocabulary by its name, and of all together by ``None``."""
        return {**{name: v.triples for name, v in self.vocabularies.items()}, None: self.triples}

    def numbered(self, number: int, files: Mapping[str, int]) -> Contents:
        """The same as a version of that number, with its files."""
        return replace(self, current=number, files=files)


def read_contents(file: Path) -> Contents:
    """What a marker says.

    :raises FileNotFoundError: it is not there
    :raises StoreDamaged: it cannot be read, or is of another version of the tool
    """
    try:
        said = json.loads(file.read_bytes())
        if said["format"] != FORMAT:
            raise StoreDamaged(
                f"the store has format {said['format']}, this version of tvet-skos reads {FORMAT}",
                file=str(file.parent),
                hint=f"`tvet-skos store rebuild oxigraph:{file.parent}` makes it anew",
            )
        if said["engine"] != engine_version():
            raise StoreDamaged(
                f"the store was written with {said['engine']}, this is {engine_version()}",
                file=str(file.parent),
                hint=f"`tvet-skos store rebuild oxigraph:{file.parent}` makes it anew",
            )
        return _contents(said)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamaged(
            f"{file.name} cannot be read: {error}",
            file=str(file.parent),
            hint=f"`tvet-skos store rebuild oxigraph:{file.parent}` makes the store anew",
        ) from error


def remembered_sources(file: Path) -> dict[IRI, Stored]:
    """The vocabularies that a marker names, whatever its version; empty if it cannot be read."""
    try:
        return dict(_contents(json.loads(file.read_bytes())).vocabularies)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _contents(said: Any) -> Contents:
    vocabularies = {
        IRI(v["graph"]): Stored(v["triples"], tuple(v["source"]), v["digest"], v["written"])
        for v in said["vocabularies"]
    }
    return Contents(
        said["current"],
        Layout(said["layout"]),
        said["triples"],
        said["labels"],
        vocabularies,
        dict(said["files"]),
    )


def write_contents(file: Path, contents: Contents) -> None:
    """Write a marker, whole and synced, in the place of the one that is there.

    :raises WriteError: what was there is untouched
    """
    said = {
        "format": FORMAT,
        "tool": f"tvet-skos {version('tvet-skos')}",
        "engine": engine_version(),
        "current": contents.current,
        "layout": contents.layout.value,
        "triples": contents.triples,
        "labels": contents.labels,
        "vocabularies": [
            {
                "graph": name,
                "triples": stored.triples,
                "source": list(stored.source),
                "digest": stored.digest,
                "written": stored.written,
            }
            for name, stored in sorted(contents.vocabularies.items())
        ],
        "files": dict(sorted(contents.files.items())),
    }
    write_atomically(file, json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n")


def engine_version() -> str:
    """The engine whose files these are; its minor version tells whether they can be read."""
    import pyoxigraph

    return f"pyoxigraph {'.'.join(pyoxigraph.__version__.split('.')[:2])}"
