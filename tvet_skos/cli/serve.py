"""``tvet-skos serve``."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_path, settings_here
from tvet_skos.cli.reporting import say

if TYPE_CHECKING:
    from socket import socket

    from tvet_skos.settings import Settings
    from tvet_skos.web import ServerSettings
    from tvet_skos.web.contribute import ContributionSettings


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
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many processes answer; one takes a core.",
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
@click.option(
    "--contributions",
    metavar="DIR",
    help="Take proposals from readers into this folder, for `review`; else none are taken.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="Count proposals by X-Forwarded-For: only behind a proxy that writes it itself.",
)
def command(
    vocab: str | None,
    graph: str | None,
    host: str,
    port: int,
    workers: int,
    processes: int,
    query_seconds: float,
    query_rows: int,
    query_memory: int,
    contributions: str | None,
    behind_proxy: bool,
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
            contributions=_contributions(contributions, behind_proxy, settings),
        ),
        "the bundled vocabulary" if reason == "bundled" else "",
        (host, port),
        processes,
    )


def _contributions(
    folder: str | None, behind_proxy: bool, settings: Settings
) -> ContributionSettings | None:
    """How proposals are taken, if they are."""
    if folder is None:
        return None
    from tvet_skos.cli.checking import policy_of
    from tvet_skos.web.contribute import ContributionSettings

    # What knows copies of other vocabularies cannot be handed to other processes.
    policy = replace(policy_of(settings), target=None)
    return ContributionSettings(Path(folder), policy, trust_forwarded=behind_proxy)


def _serve(settings: ServerSettings, name: str, address: tuple[str, int], processes: int) -> None:
    from tvet_skos.web.serving import listening

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.ERROR)
    host, port = address
    with listening(host, port) as at:
        shown = f"[{host}]" if ":" in host else host
        place = f"http://{shown}:{at.getsockname()[1]}/"

        def ready(title: str) -> None:
            say(f"serving {name or title} at {click.style(place, bold=True)}")
            say(click.style("Ctrl+C stops it", dim=True))

        with suppress(KeyboardInterrupt):
            (_in_one if processes == 1 else _in_several)(settings, at, processes, ready)
    say("stopped")


def _in_one(
    settings: ServerSettings, at: socket, processes: int, ready: Callable[[str], None]
) -> None:
    from tvet_skos.web import create_app
    from tvet_skos.web.serving import serve

    app = create_app(settings)
    title = app.state.site.view().title
    serve(app, at, lambda: ready(title))


def _in_several(
    settings: ServerSettings, at: socket, processes: int, ready: Callable[[str], None]
) -> None:
    from tvet_skos.web.processes import serve_in_processes

    if os.name != "posix":
        raise click.BadParameter("this system cannot share a port: leave --processes out")
    serve_in_processes(settings, at, processes, ready)
