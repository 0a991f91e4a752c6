"""What can go wrong, as one tree of exceptions.

::

    TvetSkosError
    ├── SettingsError          tvet-skos.toml or an option says something we cannot follow
    ├── InputError             a file or page could not be taken in
    │   ├── DecodingError      its bytes are no text in the encoding that was assumed
    │   ├── SyntaxFault        it is text, but not the format it claims to be
    │   └── NotAGlossaryPage   it is text, but no glossary page
    ├── NotFound               no concept, query, file or vocabulary of that name
    ├── Conflict               taking this in would overwrite what somebody else wrote
    ├── QueryRefused           the gate does not let this query through
    ├── QueryFailed            the engine could not answer it
    ├── StoreError             a store could not be opened, reached, read or changed
    │   ├── StoreBusy          another process is writing to it
    │   ├── StoreDamaged       its files are broken or of another version; it can be rebuilt
    │   ├── ServerFailed       a SPARQL server is down, slow, or answers something else
    │   └── Truncated          a server gave less than it counted
    ├── ValidationFailed       the shapes could not be applied (this is not "does not conform")
    └── WriteError             the result could not be written; what was there is untouched

Every error says what was wrong, where, and what to do next, and carries these facts as attributes.
"""

from __future__ import annotations


class TvetSkosError(Exception):
    """The root: ``message``, the place (``file``, ``line``) where there is one, and a ``hint``."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.hint = hint

    @property
    def place(self) -> str:
        """``file:line:column`` as far as it is known, else the empty string."""
        parts = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return ":".join(parts) if self.file is not None else ""

    def __str__(self) -> str:
        if self.file is not None:
            return f"{self.place}: {self.message}"
        return f"line {self.line}: {self.message}" if self.line is not None else self.message


class SettingsError(TvetSkosError):
    """An option or a key of ``tvet-skos.toml`` that cannot be followed."""


class InputError(TvetSkosError):
    """A file, folder or page that could not be read."""


class DecodingError(InputError):
    """Bytes that are not text in the encoding that was assumed."""


class SyntaxFault(InputError):
    """Text that is not well-formed in the format it claims to have."""


class NotAGlossaryPage(InputError):
    """A page in which neither a term nor a definition could be found."""


class NotFound(TvetSkosError):
    """Nothing has that name; ``suggestions`` are near misses, best first."""

    def __init__(self, message: str, *, suggestions: tuple[str, ...] = (), **place: object) -> None:
        super().__init__(message, **place)  # type: ignore[arg-type]
        self.suggestions = suggestions


class Conflict(TvetSkosError):
    """Two parties changed the same thing."""


class QueryRefused(TvetSkosError):
    """A query that the gate does not let through to any engine."""


class QueryFailed(TvetSkosError):
    """A query that an engine could not read or answer."""


class StoreError(TvetSkosError):
    """A store that could not be opened, reached, read or changed; what was in it is untouched."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class StoreDamaged(StoreError):
    """The files of a store are broken, or were written by another version of it."""


class ServerFailed(StoreError):
    """A SPARQL server that cannot be reached, takes too long, or answers with something else."""


class Truncated(StoreError):
    """A server that gave fewer rows or triples than it counted; nothing of them was used."""


class ValidationFailed(TvetSkosError):
    """Shapes that could not be applied; says nothing on whether the graph conforms."""


class WriteError(TvetSkosError):
    """A file that could not be written; the file that stood there before is unchanged."""
