"""git, asked for names and contents only: nothing is checked out, fetched, or run through a shell.

What a person typed reaches git as a single argument that cannot become an option. Only plumbing is
used, whose answers do not depend on anybody's settings.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from tvet_skos.errors import InputError, NotFound

_OF_HOOKS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
"""What git sets for its hooks; it would send us to another repository than that of the path."""

_REGULAR = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a work tree; ``top`` is the work tree's folder."""

    top: Path

    def commit(self, revision: str) -> str:
        """The id of the commit that a branch, a tag or another name of a revision stands for.

        :raises NotFound: it stands for none; the hint has names like it
        """
        if not revision or revision.startswith("-"):
            hint = "name a branch, a tag or a commit"
            raise NotFound(f"{revision!r} is no name of a git revision", hint=hint)
        found = self._object(f"{revision}^{{commit}}")
        if found is None:
            message = f"there is no file, folder or git revision {revision!r}"
            raise NotFound(message, hint=self._near(revision))
        return found

    def _near(self, revision: str) -> str:
        if self._ask("rev-parse", "--is-shallow-repository") == b"true\n":
            return "this clone is shallow: fetch the whole history (fetch-depth: 0), and try again"
        refs = (self._ask("for-each-ref", "--format=%(refname:short)") or b"").decode().split()
        near = get_close_matches(revision, refs, n=3)
        return f"did you mean {', '.join(near)}?" if near else "see git branch --all and git tag"

    def common_ancestor(self, commit: str, other: str) -> str | None:
        """The commit that two commits both come from, if there is any."""
        found = self._ask("merge-base", commit, other)
        return None if found is None else found.decode().strip()

    def place(self, path: Path) -> PurePosixPath:
        """Where a path of the work tree stands, from the top.

        :raises InputError: it stands outside
        """
        try:
            return PurePosixPath(path.resolve().relative_to(self.top.resolve()).as_posix())
        except ValueError:
            message = f"does not stand in the git repository {self.top}"
            raise InputError(message, file=str(path)) from None

    def files(self, commit: str, path: PurePosixPath) -> dict[PurePosixPath, str] | None:
        """The files at a path of a commit and the ids of their contents; ``None`` without any path.

        Names are relative to the path, sorted; a path that is itself a file is called ``.``. Links
        and submodules are left out.
        """
        found = self._object(f"{commit}:{'' if path == PurePosixPath() else path}")
        if found is None:
            return None
        if self._ask("cat-file", "-t", found) == b"blob\n":
            return {PurePosixPath(): found}
        entries = (self._ask("ls-tree", "-r", "-z", found) or b"").split(b"\0")[:-1]
        files = {}
        for entry in entries:
            mode, _, rest = entry.partition(b" ")
            kind_and_id, _, name = rest.partition(b"\t")
            if mode in _REGULAR:
                files[PurePosixPath(os.fsdecode(name))] = kind_and_id.split(b" ")[1].decode()
        return dict(sorted(files.items()))

    def contents(self, ids: Sequence[str]) -> Iterator[bytes]:
        """What stands under some ids, in their order.

        :raises InputError: a content is missing, as in a partial clone
        """
        asked = "".join(f"{each}\n" for each in ids).encode()
        answer = self._ask("cat-file", "--batch", asked=asked) or b""
        start = 0
        for each in ids:
            end = answer.find(b"\n", start)
            header = answer[start:end].split()
            if len(header) != 3:
                message = f"{self.top} lacks the content {each}"
                raise InputError(message, hint="fetch the whole repository, and try again")
            start = end + 1 + int(header[2]) + 1
            yield answer[end + 1 : start - 1]

    def _object(self, name: str) -> str | None:
        found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return None if found is None else found.decode().strip()

    def _ask(self, *arguments: str, asked: bytes = b"") -> bytes | None:
        """What git answers; ``None`` where it finds nothing of the kind."""
        result = _run(self.top, arguments, asked)
        return result.stdout if result.returncode == 0 else None


def repository_of(path: Path) -> Repository:
    """The repository that a path stands in; the path itself need not be there any more.

    :raises NotFound: it stands in none, or git is not installed
    :raises InputError: git does not want to read the repository
    """
    folder = path.absolute()
    while not folder.is_dir():
        folder = folder.parent
    result = _run(folder, ("rev-parse", "--show-toplevel"))
    if result.returncode == 0:
        return Repository(Path(os.fsdecode(result.stdout).removesuffix("\n")))
    complaint = result.stderr.decode(errors="replace").strip().splitlines() or ["no answer"]
    said = complaint[0].removeprefix("fatal: ")
    if "not a git repository" in said:
        raise NotFound("does not stand in a git repository, so it has no revisions", file=str(path))
    raise InputError(f"git says: {said}", file=str(path))


def _run(
    folder: Path, arguments: Sequence[str], asked: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise NotFound("git is not installed; a revision can only be read with it")
    # No transport is allowed, for a partial clone would fetch what it lacks.
    command = (git, "--no-pager", "-c", "protocol.allow=never", "-C", str(folder), *arguments)
    environment = {k: v for k, v in os.environ.items() if k not in _OF_HOOKS}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(
            command, input=asked, capture_output=True, check=False, env=environment
        )
    except (OSError, ValueError) as error:
        raise InputError(f"git cannot be asked: {error}", file=str(folder)) from error
