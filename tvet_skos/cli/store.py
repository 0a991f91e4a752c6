"""``tvet-skos store``."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.load import DEFAULT_STORE, megabytes
from tvet_skos.cli.progress import Bars
from tvet_skos.cli.reporting import put, say

if TYPE_CHECKING:
    from tvet_skos.store.disk.marker import Contents, Stored
    from tvet_skos.store.disk.store import DiskStore
    from tvet_skos.terms import IRI


@click.group()
def command() -> None:
    """What is in a store, and how to make one on disk anew.

    A store on disk is a copy of vocabularies for fast answers; the text files stay the record, and
    its folder can be deleted at any time.
    """


@command.command()
@click.argument("address", default=DEFAULT_STORE, metavar="[STORE]")
def info(address: str) -> None:
    """Tell what is in STORE: each vocabulary with its name, its source and when it came in.

    Of a SPARQL server (http://…), its graphs, which dialect is spoken with it, and which traps of
    servers apply to it.
    """
    from tvet_skos.store.disk.store import DiskStore

    if _is_server(address):
        put(_server(address))
        return

    address = _address(address)
    store = DiskStore(address)
    contents = store.contents
    put(_heading(address, store, contents))
    put("".join(_entry(name, v) for name, v in sorted(contents.vocabularies.items())))
    if not contents.vocabularies:
        say(f"it is empty: `tvet-skos load PATH --into {address}` loads a vocabulary")


def _is_server(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _server(address: str) -> str:
    """What a SPARQL server holds, and what to know about it."""
    from tvet_skos.store.servers.dialects import dialect_named
    from tvet_skos.store.servers.store import RemoteStore
    from tvet_skos.store.servers.traps import traps_of

    with RemoteStore(address) as store:
        graphs = store.graphs()
        number = f"{len(graphs):,} graph" + "s" * (len(graphs) > 1)
        held = number if graphs else "no named graphs, so it is asked as it is"
        lines = [
            store.address,
            f"  dialect {store.dialect}; {held}; {store.count():,} triples",
            *(f"{name}\n  {store.count(name):,} triples" for name in graphs),
            "what to know about it:",
            *(f"  - {trap}" for trap in traps_of(dialect_named(store.dialect))),
        ]
    return "\n".join(lines) + "\n"


def _address(given: str) -> str:
    """The address of a store on disk; a plain path will do.

    :raises SettingsError: it is another kind of store
    """
    from tvet_skos.errors import SettingsError
    from tvet_skos.store import is_store_address

    if given.startswith("oxigraph:"):
        return given
    if is_store_address(given):
        hint = "name one as oxigraph:DIR"
        if _is_server(given):
            hint += "; a server is rebuilt by what it was filled from (tvet-skos load --into)"
        raise SettingsError(f"{given} is no store on disk", hint=hint)
    return f"oxigraph:{given}"


def _heading(address: str, store: DiskStore, contents: Contents) -> str:
    size = store.size_on_disk if contents.current else 0
    each = f", {size / contents.triples:.0f} B a triple" if contents.triples else ""
    return (
        f"{address}\n"
        f"  version {contents.current}: {contents.triples:,} triples, {contents.labels:,} labels\n"
        f"  {megabytes(size)} on disk{each}\n"
    )


def _entry(name: IRI, stored: Stored) -> str:
    source = ", ".join(stored.source) or "a program"
    return (
        f"{name}\n"
        f"  {stored.triples:,} triples, {stored.written}\n"
        f"  from {source}{_changed(stored)}\n"
    )


def _changed(stored: Stored) -> str:
    """What has become of the source since."""
    from tvet_skos.errors import InputError, NotFound
    from tvet_skos.rdf.folder import rdf_files
    from tvet_skos.store.survey import digest

    if not stored.source:
        return ""
    try:
        files = [file for path in stored.source for file in rdf_files(Path(path))]
        return "" if digest(files) == stored.digest else " (changed since)"
    except (InputError, NotFound):
        return " (gone)"


@command.command()
@click.argument("address", default=DEFAULT_STORE, metavar="[STORE]")
def rebuild(address: str) -> None:
    """Make STORE anew: each vocabulary is read again from the files that it once came from.

    This is the way out when a store is damaged or was written by another version of the tool, and
    after the files have changed. Readers see the old version, if there is one, until it is done.
    """
    from tvet_skos.store.disk.store import rebuild_store

    begun = time.monotonic()
    address = _address(address)
    with Bars() as bars:
        store = rebuild_store(address, partial(bars.show, "loading"))
    contents = store.contents
    put(_heading(address, store, contents))
    put("".join(_entry(name, v) for name, v in sorted(contents.vocabularies.items())))
    say(f"made anew in {time.monotonic() - begun:.1f} s")
