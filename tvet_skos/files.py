"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tvet_skos.errors import WriteError


def write_atomically(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, or leave what is there untouched.

    :raises WriteError: the disk is full, the folder is read-only, …
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files: every one is on the disk under a temporary name before any is renamed.

    Folders are made as needed. On failure nothing new stands under any of the names, and no
    temporary file is left.

    :raises WriteError: names the file that could not be written
    """
    staged: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            staged[path] = _stage(path, content)
        for path, temporary in staged.items():
            temporary.replace(path)
    except OSError as error:
        raise WriteError(
            f"cannot be written: {error.strerror or error}",
            file=str(error.filename if error.filename2 is None else error.filename2 or path),
            hint="nothing was changed; free some space or choose another place with --output",
        ) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        _sync_folder(folder)


def _stage(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    return temporary


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what a plain ``open`` would have given."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the renames last through a power cut, where the system can open folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
