"""Putting a whole folder in the place of another one."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tvet_skos.errors import WriteError
from tvet_skos.store.locks import Held, exclusive

MARKER = "tvet-skos-site.json"
"""The file by which a folder is known to be ours."""

_LOCK = ".lock"


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, which takes the place of ``folder`` when all went well.

    Who reads sees the old folder or the new one, whole. If anything fails the old one stays, and
    nothing else; what a killed process leaves beside it, under a hidden name, goes with the next.

    :raises WriteError: something stands there that is not ours, or that has what is not ours in it
    """
    folder = folder.resolve()
    _require_ours(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        draft = folder.with_name(f".{folder.name}.{os.urandom(6).hex()}.new")
        draft.mkdir()
    except OSError as error:
        raise _failed(error, folder) from error
    try:
        with _held(draft):
            yield draft
        (draft / _LOCK).unlink()
        _mark(draft)
        _publish(draft, folder)
    except OSError as error:
        raise _failed(error, folder) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _failed(error: OSError, folder: Path) -> WriteError:
    return WriteError(
        f"cannot be written: {error.strerror or error}",
        file=str(error.filename or folder),
        hint="nothing was changed; free some space, or choose another place",
    )


def _held(draft: Path) -> Held:
    """What tells others that this draft is being written."""
    held = exclusive(draft / _LOCK)
    assert held is not None  # nobody else knows its name
    return held


def _require_ours(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise WriteError("a file stands there", file=str(folder), hint="name a folder")
    there = {path.name for path in folder.iterdir()}
    if not there:
        return
    try:
        ours = json.loads((folder / MARKER).read_text(encoding="utf-8"))["made"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WriteError(
            "the folder has something in it that is no site of ours",
            file=str(folder),
            hint="name a new folder, or an empty one",
        ) from error
    others = sorted(there - {MARKER, *map(str, ours)})
    if others:
        raise WriteError(
            f"the folder has {others[0]!r} in it, which would be lost",
            file=str(folder),
            hint="take it out, or name another folder",
        )


def _clear(folder: Path) -> None:
    """Take away what was left by processes that are gone."""
    for left in folder.parent.glob(f".{folder.name}.*.new"):
        if (left / _LOCK).exists():
            with suppress(OSError):
                held = exclusive(left / _LOCK)
                if held is not None:
                    held.release()
                    shutil.rmtree(left, ignore_errors=True)


def _mark(draft: Path) -> None:
    made = sorted(path.name for path in draft.iterdir())
    text = json.dumps({"tvet-skos": "site", "made": made}, indent=1)
    (draft / MARKER).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _publish(draft: Path, folder: Path) -> None:
    """Everything on the disk, then the new folder in the place of the old one."""
    if hasattr(os, "sync"):
        os.sync()
    if not folder.exists() or not any(folder.iterdir()):
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    elif not _exchanged(draft, folder):
        old = draft.with_suffix(".old")
        folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


_EXCHANGE = 2
_HERE = -100


def _exchanged(draft: Path, folder: Path) -> bool:
    """Whether the two have changed places in one step, which only Linux can do.

    :source: renameat2(2), RENAME_EXCHANGE
    """
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(draft), os.fsencode(folder)
    return bool(rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
