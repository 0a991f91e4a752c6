"""How the command line speaks: messages on standard error, data on standard output."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from tvet_skos.errors import InputError, TvetSkosError, WriteError

_T = TypeVar("_T")

NOT_CONFORMING, NOT_DONE = 1, 2
"""Exit statuses beside 0."""


def guarded(deed: Callable[[], _T]) -> _T:
    """Do something; what goes wrong becomes one clear line and exit status 2, never a traceback."""
    try:
        result = deed()
        if sys.stdout is not None:
            sys.stdout.flush()
        return result
    except KeyboardInterrupt:
        say("interrupted")
    except TvetSkosError as error:
        complain(error)
    except BrokenPipeError:
        # The reader of a pipe has left; the interpreter must not complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        complain(WriteError(error.strerror or str(error), file=_file_name(error)))
    raise SystemExit(NOT_DONE)


def _file_name(error: OSError) -> str | None:
    return None if error.filename is None else os.fsdecode(error.filename)


def complain(error: TvetSkosError) -> None:
    """Say what went wrong, where, and the way out."""
    say(f"{click.style('error:', fg='red', bold=True)} {_harmless(str(error))}")
    if error.hint:
        say(f"{click.style('hint:', fg='cyan')} {_harmless(error.hint)}")


def warn(message: str) -> None:
    """Say something that a person should look at."""
    say(f"{click.style('warning:', fg='yellow')} {_harmless(message)}")


def say_to_dos(to_dos: Iterable[str]) -> None:
    """The terms of a page or a sheet that could not be linked, one a line."""
    for to_do in to_dos:
        say(f"{click.style('to do:', fg='yellow')} {_harmless(to_do)}")


def _harmless(message: str) -> str:
    """A message with what it quotes from a file, which must not command the terminal."""
    from tvet_skos.publish.characters import printable

    return printable(message)


def say(message: str = "") -> None:
    """One line to standard error; without colour where NO_COLOR is set or nobody looks."""
    click.echo(message, err=True, color=False if "NO_COLOR" in os.environ else None)


def put(content: str | bytes, output: str | None = None) -> None:
    """Data to a file, whole or not at all, or to standard output (``-`` or ``None``).

    :raises WriteError: the file cannot be written; what was there is untouched
    """
    from tvet_skos.files import write_atomically

    # File names that are no UTF-8 go out as the bytes they are.
    raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    if output is not None and output != "-":
        write_atomically(Path(output), raw)
        return
    if sys.stdout is None:
        raise WriteError("standard output is closed")
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def standard_input() -> bytes:
    """All of standard input.

    :raises InputError: it is closed
    """
    if sys.stdin is None:
        raise InputError("standard input is closed", file="<stdin>")
    return sys.stdin.buffer.read()


def columns() -> int:
    """How wide a text may be: the terminal's width, 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def wants_colour() -> bool:
    """Whether standard output is a terminal on which colour is welcome."""
    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
