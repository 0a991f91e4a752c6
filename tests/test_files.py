from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tvet_skos.errors import WriteError
from tvet_skos.files import move_into_place, sync, write_all, write_atomically


def _leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def test_folders_are_made_and_content_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.txt", b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"
    assert _leftovers(tmp_path) == ["b.txt"]


def test_the_mode_of_a_replaced_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_atomically(file, b"new")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_the_old_files_and_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").write_bytes(b"old one")
    synced = []

    def fsync(handle: int) -> None:
        synced.append(handle)
        if len(synced) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(WriteError, match="No space left") as caught:
        write_all({tmp_path / "one": b"new one", tmp_path / "two": b"new two"})
    assert caught.value.file == str(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == b"old one"
    assert _leftovers(tmp_path) == ["one"]


def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(WriteError):
        write_atomically(tmp_path / "x" / "y", b"1")


def test_a_folder_in_the_way_is_found_before_anything_is_renamed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "z").mkdir()
    with pytest.raises(WriteError, match="no file") as caught:
        write_all({tmp_path / "a": b"new", tmp_path / "z": b"new"})
    assert caught.value.file == str(tmp_path / "z")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_pieces_are_made_while_they_are_written(tmp_path: Path) -> None:
    write_all({tmp_path / "a": (b"%d" % n for n in range(5)), tmp_path / "b": b"whole"})
    assert (tmp_path / "a").read_bytes() == b"01234"
    assert (tmp_path / "b").read_bytes() == b"whole"


@pytest.mark.parametrize("has_nameless_files", [True, False])
def test_when_making_the_pieces_fails_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_nameless_files: bool
) -> None:
    if not has_nameless_files:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)

    def pieces() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise KeyboardInterrupt

    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a": b"new", tmp_path / "deep" / "er" / "b": pieces()})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_system_without_files_without_names_writes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o600)
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert _leftovers(tmp_path) == ["a"]


def test_a_new_file_has_the_mode_that_a_plain_one_would_have(tmp_path: Path) -> None:
    write_atomically(tmp_path / "ours", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("has_nameless_files", [True, False])
def test_the_umask_which_all_threads_share_is_never_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_nameless_files: bool
) -> None:
    if not has_nameless_files:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    (tmp_path / "plain").write_bytes(b"x")
    monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("another thread would see that"))
    write_atomically(tmp_path / "ours", b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_what_cannot_be_brought_to_the_disk_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    file = tmp_path / "below" / "one"
    file.write_bytes(b"1")
    sync(tmp_path)
    sync(file)

    def fsync(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    for path in (tmp_path, file):
        with pytest.raises(WriteError, match="Input/output error") as caught:
            sync(path)
        assert caught.value.file == str(file)


def test_a_draft_that_is_not_on_the_disk_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "draft").write_bytes(b"new")
    (tmp_path / "x").write_bytes(b"old")

    def fsync(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(WriteError, match="No space left"):
            move_into_place(tmp_path / "draft", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"old"
    move_into_place(tmp_path / "draft", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"new"
    assert _leftovers(tmp_path) == ["x"]


def test_a_name_that_a_draft_cannot_get_is_told(tmp_path: Path) -> None:
    (tmp_path / "draft").write_bytes(b"new")
    (tmp_path / "x").mkdir()
    with pytest.raises(WriteError) as caught:
        move_into_place(tmp_path / "draft", tmp_path / "x")
    assert caught.value.file == str(tmp_path / "x")
