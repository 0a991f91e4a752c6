"""Options that several commands share, and the vocabulary that they choose."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tvet_skos.cli.reporting import say
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.settings import Settings, load_settings

if TYPE_CHECKING:
    from tvet_skos.rdf.folder import Vocabulary
    from tvet_skos.store import Store

_F = TypeVar("_F", bound=Callable[..., Any])

PROJECTIONS = ("full", "plain", "flat", "dual")


def vocab_option(function: _F) -> _F:
    """``--vocab PATH``."""
    return click.option(
        "--vocab",
        metavar="PATH",
        help="The vocabulary: a folder, or an RDF file.",
    )(function)


def store_option(function: _F) -> _F:
    """``--vocab PATH`` of commands that only ask: a store will do."""
    return click.option(
        "--vocab",
        metavar="PATH",
        help="The vocabulary: a folder, an RDF file, or a store (oxigraph:DIR, https://…/sparql).",
    )(function)


def output_option(function: _F) -> _F:
    """``--output FILE``."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Write to a file instead of standard output."
    )(function)


def projection_option(function: _F) -> _F:
    """``--projection NAME``."""
    return click.option(
        "--projection",
        type=click.Choice(PROJECTIONS),
        default="full",
        show_default=True,
        help="What skos:definition holds: nodes, the lead text, texts with their source, or both.",
    )(function)


def settings_here() -> Settings:
    """The settings of the working folder."""
    return load_settings(Path.cwd())


def chosen_path(vocab: str | None, settings: Settings) -> tuple[Path, str]:
    """The vocabulary to work on, and how it was chosen."""
    if vocab is not None:
        return Path(vocab), "--vocab"
    if settings.vocabulary is not None:
        return settings.vocabulary, "tvet-skos.toml"
    here = Path("vocab")
    if here.is_dir():
        return here, "the working folder"
    return bundled_vocabulary(), "bundled"


def require_files(given: str) -> None:
    """See that what was named is no store, where only the text files will do.

    :raises SettingsError: it is one; the hint says how to find its files
    """
    if ":" not in given or Path(given).exists():
        return
    from tvet_skos.errors import SettingsError
    from tvet_skos.store import is_store_address

    if is_store_address(given):  # not shown, for it may hold a password
        raise SettingsError(
            "this is the address of a store; the command reads the text files themselves",
            hint="name the file or folder that the store was loaded from, "
            "which `tvet-skos store info STORE` tells of one on disk",
        )


def named_path(vocab: str | None, settings: Settings) -> Path:
    """The vocabulary to work on; which one it is stands on standard error.

    :raises SettingsError: it is a store
    """
    if vocab is not None:
        require_files(vocab)
    path, reason = chosen_path(vocab, settings)
    shown = "the bundled one" if reason == "bundled" else os.path.relpath(path)
    say(click.style(f"vocabulary: {shown}", dim=True))
    return path


def chosen_vocabulary(vocab: str | None, settings: Settings | None = None) -> Vocabulary:
    """Read the vocabulary to work on; which one it is stands on standard error.

    :raises InputError: it cannot be read
    """
    from tvet_skos.rdf.folder import read_vocabulary

    return read_vocabulary(named_path(vocab, settings or settings_here()))


def chosen_store(vocab: str | None) -> Store:
    """Open the vocabulary to ask, or the store; which one it is stands on standard error.

    :raises InputError: it cannot be read
    :raises StoreError: it cannot be opened
    """
    from tvet_skos.cli.progress import Bars
    from tvet_skos.store import is_store_address, open_store

    if vocab is not None and is_store_address(vocab):
        store = open_store(vocab)
        say(click.style(f"store: {store.address}", dim=True))  # without the password
        return store
    path = named_path(vocab, settings_here())
    with Bars() as bars:
        return open_store(path, progress=partial(bars.show, "reading"))
