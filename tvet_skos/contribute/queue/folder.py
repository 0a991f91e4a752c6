"""The folder where proposals wait: one Turtle file each, and beside it what was decided.

``{id}.ttl`` is the proposal and ``{id}.decision.json`` what became of it. Neither is ever
overwritten: both appear whole, under a name that was free, or not at all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from tvet_skos.errors import Conflict, InputError, NotFound, StoreBusy, TvetSkosError, WriteError
from tvet_skos.files import sync_folder, write_atomically
from tvet_skos.namespaces import DC, DCTERMS, RDF, SKOS, TVS
from tvet_skos.rdf.folder import read_document
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.store.locks import exclusive
from tvet_skos.terms import IRI, Literal, Triple

MOST_WAITING = 500
"""How many proposals may wait by default; more are turned away until some are decided."""
MOST_BYTES = 32 << 20
"""How much all files of a queue may hold by default."""
_PATIENCE = 60.0
"""How many seconds somebody waits for another one who decides."""


class State(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a proposal, on which day, and why."""

    state: State
    on: str
    reason: str = ""


@dataclass(frozen=True)
class Waiting:
    """A proposal of the queue: its file read, and what was decided, if anything was."""

    identifier: str
    path: Path
    triples: tuple[Triple, ...]
    decision: Decision | None = None

    @property
    def state(self) -> State:
        """Whether it waits, or what became of it."""
        return self.decision.state if self.decision else State.WAITING

    @cached_property
    def statements(self) -> tuple[Triple, ...]:
        """What would come into the vocabulary: all but the word on who proposes it."""
        return tuple(t for t in self.triples if t.subject not in self._contributions)

    @cached_property
    def _contributions(self) -> set[object]:
        return {t.subject for t in self.triples if t[1:] == (RDF.type, TVS.Contribution)}

    def _said(self, predicate: IRI) -> str:
        found = (
            t.object
            for t in self.triples
            if t.predicate == predicate and t.subject in self._contributions
        )
        value = next(found, None)
        return value.value if isinstance(value, Literal) else str(value or "")

    @property
    def kind(self) -> str:
        """What is proposed: a definition, a spelling, a translation or a relation."""
        return self._said(DC.type) or self._said(TVS.kind)

    @property
    def concept(self) -> IRI:
        """The concept that it is about; empty where it names none."""
        return IRI(self._said(TVS.target))

    @property
    def created(self) -> str:
        """The day when it was made."""
        return self._said(DCTERMS.created)

    @property
    def creator(self) -> str:
        """Who made it, as they wish to be called."""
        return self._said(DCTERMS.creator)

    @property
    def summary(self) -> str:
        """What is proposed, in a few words."""
        return self._said(DCTERMS.title)

    @property
    def comment(self) -> str:
        """What who made it says to the editors."""
        return self._said(DCTERMS.description)

    @property
    def text(self) -> Literal | None:
        """The definition or label that is proposed; nothing for a relation."""
        wanted = (RDF.value, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        found = (t.object for t in self.statements if t.predicate in wanted)
        return next((value for value in found if isinstance(value, Literal)), None)

    @property
    def citation(self) -> str:
        """The source of a proposed definition in words; empty where there is none."""
        found = (t.object for t in self.statements if t.predicate == DC.source)
        return next((value.value for value in found if isinstance(value, Literal)), "")

    @property
    def version(self) -> str:
        """What the vocabulary was when it was made."""
        return self._said(TVS.base)


_IDENTIFIER = re.compile(r"[a-z2-7]{26}")


class Queue:
    """Proposals in a folder, which is made when the first one comes."""

    def __init__(
        self, path: Path, *, most_waiting: int = MOST_WAITING, most_bytes: int = MOST_BYTES
    ) -> None:
        self.path = path
        self._most_waiting = most_waiting
        self._most_bytes = most_bytes
        self._adding = Lock()

    def add(self, identifier: str, triples: tuple[Triple, ...], base: str) -> bool:
        """Let a proposal wait; whether it is a new one: the same one twice is there once.

        :raises StoreBusy: so many wait already, or the folder holds so much, that it must wait
        :raises WriteError: it cannot be written
        """
        content = write_turtle(triples, base).encode()
        # A queue is not to be overrun by several who see the last free place at the same time.
        with self._adding:
            if self._file(identifier).exists():
                return False
            self._require_room(len(content))
            return _written(self._file(identifier), content)

    def _require_room(self, more: int) -> None:
        names, size = [], more
        # Where there is no folder, or it cannot be read, writing tells.
        with suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                names.append(entry.name)
                size += entry.stat().st_size
        decided = sum(name.endswith(_DECISION) for name in names)
        waiting = sum(name.endswith(".ttl") for name in names) - decided
        if waiting >= self._most_waiting or size > self._most_bytes:
            raise StoreBusy(
                "no more proposals are taken until an editor has looked at those that wait",
                hint="try again in some days",
            )

    def __iter__(self) -> Iterator[Waiting]:
        """All proposals that can be read, by the day when they were made, then by name."""
        found = []
        for identifier in self.identifiers():
            with suppress(TvetSkosError):
                found.append(self.get(identifier))
        yield from sorted(found, key=lambda each: (each.created, each.identifier))

    def identifiers(self) -> list[str]:
        """The names of all proposals, sorted."""
        with suppress(FileNotFoundError, NotADirectoryError):
            names = (file.stem for file in self.path.glob("*.ttl"))
            return sorted(name for name in names if _IDENTIFIER.fullmatch(name))
        return []

    def get(self, identifier: str) -> Waiting:
        """One proposal.

        :raises NotFound: there is none of that name
        :raises InputError: it cannot be read
        :raises SyntaxFault: its file is not well-formed
        """
        path = self._file(identifier)
        if not path.is_file():
            raise NotFound(f"there is no proposal {identifier[:40]!r}", file=str(self.path))
        triples = tuple(read_document(path).triples)
        return Waiting(identifier, path, triples, self._decision(identifier))

    def named(self, beginning: str) -> str:
        """The name of the one proposal whose name begins so.

        :raises NotFound: there is none, or there are several
        """
        found = [each for each in self.identifiers() if beginning and each.startswith(beginning)]
        if len(found) == 1:
            return found[0]
        problem = "several proposals begin with" if found else "there is no proposal"
        raise NotFound(
            f"{problem} {beginning[:40]!r}",
            suggestions=tuple(found[:5]),
            hint="`tvet-skos review list` names them",
        )

    def decide(self, identifier: str, decision: Decision) -> None:
        """Keep what was decided; only one decision is ever kept.

        :raises NotFound: there is no such proposal
        :raises Conflict: it was decided before
        """
        if not self._file(identifier).is_file():
            raise NotFound(f"there is no proposal {identifier!r}", file=str(self.path))
        content = {"state": str(decision.state), "on": decision.on, "reason": decision.reason}
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        if not _written(self._decision_file(identifier), text.encode()):
            before = self._decision(identifier)
            state = before.state if before else "decided"
            raise Conflict(f"{identifier} was {state} before", hint="nothing was changed")

    @contextmanager
    def deciding(self, patience: float = _PATIENCE) -> Iterator[None]:
        """Nobody else accepts or declines meanwhile.

        :raises StoreBusy: somebody else does, and does not come to an end
        :raises NotFound: there is no queue
        """
        if not self.path.is_dir():
            raise NotFound("there is no queue of proposals here", file=str(self.path))
        end = monotonic() + patience
        while True:
            try:
                held = exclusive(self.path / ".lock")
            except OSError as error:
                raise WriteError(
                    f"cannot be locked: {error.strerror}", file=str(self.path)
                ) from error
            if held is not None:
                break
            if monotonic() >= end:
                raise StoreBusy("somebody else is deciding on proposals", file=str(self.path))
            sleep(0.05)
        with held:
            yield

    def _file(self, identifier: str) -> Path:
        """Where a proposal stands; what is no name of one cannot lead out of the folder."""
        if not _IDENTIFIER.fullmatch(identifier):
            raise NotFound(f"there is no proposal {identifier[:40]!r}", file=str(self.path))
        return self.path / f"{identifier}.ttl"

    def _decision_file(self, identifier: str) -> Path:
        return self.path / f"{identifier}{_DECISION}"

    def _decision(self, identifier: str) -> Decision | None:
        file = self._decision_file(identifier)
        try:
            content = json.loads(file.read_bytes())
            return Decision(State(content["state"]), str(content["on"]), str(content["reason"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("is no record of a decision", file=str(file)) from error


_DECISION = ".decision.json"


def _written(path: Path, content: bytes) -> bool:
    """Put a file where nothing stands, whole; whether nothing stood there.

    :raises WriteError: it cannot be written
    """
    staged = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        write_atomically(staged, content)
        # A rename would replace what stands there; a link does not.
        os.link(staged, path)
        sync_folder(path.parent)
    except FileExistsError:
        return False
    except OSError as error:
        raise WriteError(f"cannot be written: {error.strerror}", file=str(path)) from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    return True
