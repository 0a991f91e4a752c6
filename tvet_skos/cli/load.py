"""``tvet-skos load``."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.progress import Bars
from tvet_skos.cli.reporting import put, say

if TYPE_CHECKING:
    from tvet_skos.store import Store
    from tvet_skos.terms import IRI

DEFAULT_STORE = "oxigraph:.tvet-skos/store"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--into",
    "address",
    metavar="STORE",
    default=DEFAULT_STORE,
    show_default=True,
    help="The store: oxigraph:DIR, or the address of a SPARQL server.",
)
@click.option(
    "--graph", metavar="IRI", help="What the vocabulary is called (default: its concept scheme)."
)
def command(paths: tuple[str, ...], address: str, graph: str | None) -> None:
    """Load a vocabulary into a store, in the place of its earlier version.

    The PATHs are the files and folders of one vocabulary; a store holds several, each under its
    name. Readers see the old version until the new one is whole. Questions are then answered
    without reading the files again: give --vocab STORE to find, compare and query.
    """
    from tvet_skos.errors import SettingsError
    from tvet_skos.store import is_store_address, open_store
    from tvet_skos.terms import IRI, is_iri

    if graph is not None and not is_iri(graph):
        raise SettingsError(f"{graph!r} is no IRI", hint="such as https://example.org/terms/")
    if address == "memory:":
        raise SettingsError("a store in memory would be gone at once", hint="use oxigraph:DIR")
    if not is_store_address(address):
        hint = "name a folder as oxigraph:DIR, a SPARQL server as http://… or https://…"
        raise SettingsError(f"{address} is no address of a store", hint=hint)
    begun = time.monotonic()
    with open_store(address) as store, Bars() as bars:
        given = None if graph is None else IRI(graph)
        name = store.load(*map(Path, paths), graph=given, progress=partial(bars.show, "loading"))
        seconds = time.monotonic() - begun
        with open_store(address, graph=name) as loaded:
            put(_report(loaded, name, seconds))
        say(_next_steps(store.address, store.graphs()))


_CONCEPTS = """
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT (COUNT(DISTINCT ?concept) AS ?number) { ?concept a skos:Concept }
    """


def _report(store: Store, name: IRI, seconds: float) -> str:
    """What came in: how much, how fast, and what it takes."""
    from tvet_skos.store.disk.store import DiskStore
    from tvet_skos.terms import Literal

    number = store.select(_CONCEPTS).rows[0][0]
    concepts = int(number.value) if isinstance(number, Literal) else 0
    held = [f"{store.count():,} triples", f"{concepts:,} concepts"]
    if isinstance(store, DiskStore):
        held.append(f"{len(store.labels):,} labels")
    lines = [name, f"  {', '.join(held)}, in {seconds:.1f} s"]
    if isinstance(store, DiskStore):
        each = store.size_on_disk / max(store.contents.triples, 1)
        lines.append(f"  {megabytes(store.size_on_disk)} on disk, {each:.0f} B a triple")
    return "\n".join(lines) + "\n"


def megabytes(size: int) -> str:
    """A number of bytes for people."""
    return f"{size / 1e6:,.1f} MB"


def _next_steps(address: str, graphs: tuple[IRI, ...]) -> str:
    """What to type next."""
    steps = [
        (f"tvet-skos find TERM --vocab {address}", "a term in any spelling"),
        (f"tvet-skos query --file FILE --vocab {address}", "a question of your own in SPARQL"),
    ]
    if address.startswith("oxigraph:"):
        count = len(graphs)
        held = "the vocabulary" if count == 1 else f"the {count} vocabularies"
        steps.append((f"tvet-skos store info {address}", f"{held} in the store, and its size"))
    width = max(len(typed) for typed, _ in steps)
    return "\nnext:\n" + "\n".join(f"  {typed:<{width}}  {what}" for typed, what in steps)
