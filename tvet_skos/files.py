"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import errno
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

    Folders are made as needed; a link is followed. When a file cannot be written, nothing new
    stands under any of the names, and no temporary file is left; only a machine that stops between
    two renames leaves some files new and others old, each of them whole.

    :raises WriteError: names the file that could not be written
    """
    staged: dict[Path, Path] = {}
    try:
        targets = {_target(path): content for path, content in contents.items()}
        for path, content in targets.items():
            staged[path] = _stage(path, content)
        for path, temporary in staged.items():
            temporary.replace(path)
    except OSError as error:
        raise WriteError(
            f"cannot be written: {error.strerror or error}",
            file=str(error.filename2 or error.filename),
            hint="nothing was changed; free some space, or choose another place",
        ) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in staged}:
        _sync_folder(folder)


def _target(path: Path) -> Path:
    """Where a file really stands; what is there must be a file, for a rename would remove it."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OSError(errno.EEXIST, "something stands there that is no file", str(path))
    return target


def _stage(path: Path, content: bytes) -> Path:
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
    except OSError as error:
        if temporary is not None:
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
