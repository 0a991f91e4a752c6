"""The shelf on which prepared bases lie: which of them is fresh, and how one comes to lie there.

The name of a base tells all that it depends on: the files and how they stood, the tool and its
rules. So one that is there is fresh, and one that is made takes its place in one step.
"""

from __future__ import annotations

import os
import shutil
import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from tvet_skos.checks.prepared.base import PreparedBase
from tvet_skos.checks.prepared.making import parts_of
from tvet_skos.checks.prepared.parts import Parts, opened, save
from tvet_skos.errors import InputError
from tvet_skos.iri import slug
from tvet_skos.rdf.folder import rdf_files

_FORMAT = 1
"""To be raised with every change of what ``parts`` writes."""

WORTH_IT = 3_000_000
"""From how many bytes on a vocabulary is prepared; some 100,000 statements of Turtle."""

_SETTLED = 2_000_000_000
"""How many nanoseconds ago a file must have changed, for its time to tell of the next change."""

_LEFT_BEHIND = 86_400
"""After how many seconds what is half made is taken to be left behind by a process that ended."""

Say = Callable[[str], object]


def worth_preparing(path: Path) -> bool:
    """Whether a vocabulary is so large that it is better prepared than read each time.

    :raises NotFound: there is no such path, or no RDF in it
    """
    return sum(file.stat().st_size for file in rdf_files(path)) >= WORTH_IT


def prepared_base(path: Path, shelf: Path, say: Say) -> PreparedBase:
    """A vocabulary from the shelf; it is prepared where it does not lie there, or is not fresh.

    What is made anew takes the place of older versions of it.

    :param path: a folder or a file
    :param shelf: a folder for what may be deleted at any time
    :param say: told in words what takes time, and what could not be kept
    :raises NotFound: there is no such path, or no RDF in it
    :raises InputError: a file cannot be read, or is changed meanwhile
    :raises SyntaxFault: a file is not well-formed
    """
    files = rdf_files(path)
    state = _state(files)
    family = _family(path)
    place = shelf / f"{family}{_digest(path, state)}"
    if (found := _on_shelf(place, say)) is not None:
        return PreparedBase(found, files)
    say(f"preparing {path}, so that the next contribution to it is judged at once …")
    begun = time.time_ns()
    parts = parts_of(files)
    if _state(files) != state:
        raise InputError("was changed while it was read", file=str(path), hint="try again")
    if max((changed for _, _, changed in state), default=0) > begun - _SETTLED:
        say("it is not kept: it has changed a moment ago and may change again")
    else:
        _keep(parts, place, family, say)
    return PreparedBase(parts, files)


_State = Sequence[tuple[str, int, int]]
"""Name, size and time of the last change of each file."""


def _state(files: Sequence[Path]) -> _State:
    found = ((file, file.stat()) for file in files)
    return [(str(file.resolve()), stat.st_size, stat.st_mtime_ns) for file, stat in found]


def _family(path: Path) -> str:
    """What the names of all versions of a base begin with."""
    place = os.fsencode(path.resolve())
    return f"{slug(path.resolve().name)[:40]}-{blake2b(place, digest_size=4).hexdigest()}-"


def _digest(path: Path, state: _State) -> str:
    """A digest of all that a base depends on."""
    tool = (_FORMAT, version("tvet-skos"), unicodedata.unidata_version)
    digest = blake2b(repr((tool, state)).encode("utf-8", "surrogateescape"), digest_size=8)
    for source in _sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    """The modules that decide what is read and which keys rules have."""
    root = Path(__file__).parents[2]
    return sorted([*root.glob("*.py"), *root.glob("rdf/*.py"), *root.glob("checks/**/*.py")])


def _on_shelf(place: Path, say: Say) -> Parts | None:
    if not place.is_dir():
        return None
    try:
        return opened(place)
    except (OSError, ValueError, KeyError, TypeError) as error:
        say(f"{place} is damaged ({error})")
        _discard(place)
        return None


def _keep(parts: Parts, place: Path, family: str, say: Say) -> None:
    """Put parts on the shelf in one step, and take older versions from it."""
    half = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        half.mkdir(parents=True)
        ignored = place.with_name(".gitignore")
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        save(parts, half)
        _put(half, place)
    except OSError as error:
        say(f"it cannot be kept in {place.parent}: {error.strerror or error}")
    finally:
        shutil.rmtree(half, ignore_errors=True)
    for other in place.parent.glob(f"{family}*"):
        if other.name != place.name:
            _discard(other)
    _clear(place.parent)


def _put(half: Path, place: Path) -> None:
    try:
        half.rename(place)
    except OSError:
        # Where another process was quicker, its own is as good.
        if not place.is_dir():
            raise


def _discard(place: Path) -> None:
    """Remove a folder so that nobody sees half of it."""
    gone = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with suppress(OSError):
        place.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _clear(shelf: Path) -> None:
    """Remove what was left behind half made or half removed."""
    for folder in shelf.glob(".*.*.*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)
