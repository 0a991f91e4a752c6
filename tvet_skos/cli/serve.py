"""``tvet-skos serve``."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_path, settings_here
from tvet_skos.cli.reporting import say

if TYPE_CHECKING:
    from tvet_skos.web import ServerSettings


@click.command()
@click.option(
    "--vocab",
    metavar="ADDRESS",
    help="The vocabulary: a folder, an RDF file, oxigraph:DIR or the address of a SPARQL server.",
)
@click.option("--graph", metavar="IRI", help="The one vocabulary of a store to serve.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; 0.0.0.0 lets other machines in.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="How many SPARQL queries are answered at a time.",
)
@click.option(
    "--query-seconds",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    help="How long a SPARQL query may take.",
)
@click.option(
    "--query-rows",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    help="The most rows that a SPARQL query gives.",
)
@click.option(
    "--query-memory",
    type=click.IntRange(16, 1_000_000),
    default=1024,
    show_default=True,
    help="How many MB a SPARQL query may take.",
)
def command(
    vocab: str | None,
    graph: str | None,
    host: str,
    port: int,
    workers: int,
    query_seconds: float,
    query_rows: int,
    query_memory: int,
) -> None:
    """Serve the vocabulary over HTTP: linked data, SPARQL and the library of queries.

    Only this machine can reach it unless --host says otherwise. What people ask is not logged.
    """
    from tvet_skos.terms import IRI
    from tvet_skos.web import ServerSettings

    settings = settings_here()
    path, reason = chosen_path(vocab, settings)
    _serve(
        ServerSettings(
            address=vocab if vocab is not None else str(path),
            graph=IRI(graph) if graph else None,
            base=settings.base,
            workers=workers,
            query_seconds=query_seconds,
            query_rows=query_rows,
            query_memory=query_memory << 20,
        ),
        "the bundled vocabulary" if reason == "bundled" else "",
        host,
        port,
    )


def _serve(settings: ServerSettings, name: str, host: str, port: int) -> None:
    from tvet_skos.web import create_app
    from tvet_skos.web.serving import listening, serve

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.ERROR)
    with listening(host, port) as at:
        app = create_app(settings)
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{at.getsockname()[1]}/"
        title = app.state.site.view().title

        def ready() -> None:
            say(f"serving {name or title} at {click.style(address, bold=True)}")
            say(click.style("Ctrl+C stops it", dim=True))

        with suppress(KeyboardInterrupt):
            serve(app, at, ready)
    say("stopped")
