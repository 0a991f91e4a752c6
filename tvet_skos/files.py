"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from tvet_skos.errors import WriteError

Content: TypeAlias = bytes | Iterable[bytes]
"""What stands in a file: all of it, or its pieces, which are made while they are written."""


def write_atomically(path: Path, content: Content) -> None:
    """Put ``content`` at ``path``, or leave what is there untouched.

    :raises WriteError: the disk is full, the folder is read-only, …
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, Content]) -> None:
    """Write several files: every one is on the disk under a temporary name before any is renamed.

    Folders are made as needed; a link is followed. When a file cannot be written, or making its
    pieces fails, nothing new stands under any of the names, and no temporary file is left. A
    process that is killed, or a machine that stops, between two renames leaves some files new and
    others old, each of them whole; what was half written is gone with it where the system has files
    without names (Linux), else it stays beside under a hidden name.

    :raises WriteError: names the file that could not be written
    """
    staged: dict[Path, Path] = {}
    new_folders: list[Path] = []
    try:
        targets = {_target(path): content for path, content in contents.items()}
        new_folders += {p for path in targets for p in path.parents if not p.exists()}
        for path, content in targets.items():
            staged[path] = _stage(path, content)
        for path, temporary in staged.items():
            temporary.replace(path)
    except OSError as error:
        raise _unwritten(error) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        # Only those that stayed empty can go, the deepest first.
        for folder in sorted(new_folders, reverse=True):
            with suppress(OSError):
                folder.rmdir()
    for folder in {path.parent for path in staged}:
        sync_folder(folder)


def _target(path: Path) -> Path:
    """Where a file really stands; what is there must be a file, for a rename would remove it."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OSError(errno.EEXIST, "something stands there that is no file", str(path))
    return target


def _stage(path: Path, content: Content) -> Path:
    """The content on the disk, beside where it shall stand, under a name of no meaning."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(path)
        handle = _without_name(path.parent, mode)
        if handle is None:
            handle = os.open(temporary, _NEW, mode)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in [content] if isinstance(content, bytes) else content:
                file.write(piece)
            file.flush()
            opened = temporary if temporary.exists() else _OPENED / str(handle)
            if path.exists():
                opened.chmod(mode)
            os.fsync(handle)
            if opened != temporary:
                # Links are followed only where a folder is given, not looked at for a full path.
                os.link(opened, temporary, src_dir_fd=handle, follow_symlinks=True)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


_OPENED = Path("/proc/self/fd")
"""Where Linux shows the files that a process has open, by their numbers."""

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def _without_name(folder: Path, mode: int) -> int | None:
    """A file that is gone with the process unless it gets a name."""
    if not hasattr(os, "O_TMPFILE") or not _OPENED.is_dir():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_WRONLY, mode)
    except OSError:  # The file system has none; or the folder cannot be written, as will be said.
        return None


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what a plain ``open`` asks the system for.

    The system takes off what the umask says. Whoever looks that up must set it, for the process as
    a whole: two threads that do so at a time leave it at zero.
    """
    return path.stat().st_mode & 0o777 if path.exists() else 0o666


def move_into_place(draft: Path, path: Path) -> None:
    """Give a file that was made under another name its own, once all of it is on the disk.

    :raises WriteError: what stands at the path is untouched, and so is the draft
    """
    sync(draft)
    try:
        draft.replace(path)
    except OSError as error:
        raise _unwritten(error) from error
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Bring a file, or all files and folders below a folder, to the disk.

    :raises WriteError: names the file that could not be brought there
    """
    try:
        if path.is_file():
            _sync_one(path, os.O_RDWR)
        for parent, _, names in os.walk(path, topdown=False):
            for name in names:
                _sync_one(Path(parent, name), os.O_RDWR)
            sync_folder(Path(parent))
    except OSError as error:
        raise _unwritten(error) from error


def sync_folder(folder: Path) -> None:
    """Make the renames last through a power cut, where the system can open folders."""
    with suppress(OSError):
        _sync_one(folder, os.O_RDONLY)


def _sync_one(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(handle)


def _unwritten(error: OSError) -> WriteError:
    return WriteError(
        f"cannot be written: {error.strerror or error}",
        file=str(error.filename2 or error.filename),
        hint="nothing was changed; free some space, or choose another place",
    )
