"""``tvet-skos site``."""

from __future__ import annotations

from pathlib import Path

import click

from tvet_skos.cli.options import chosen_path, settings_here
from tvet_skos.cli.progress import Bars
from tvet_skos.cli.reporting import say
from tvet_skos.errors import SettingsError

_LANGUAGES = ("en", "fr", "es")


@click.command()
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    help="The folder to write; it may be a site that this command wrote before.",
)
@click.option(
    "--vocab",
    metavar="ADDRESS",
    help="The vocabulary: a folder, an RDF file, oxigraph:DIR or the address of a SPARQL server.",
)
@click.option("--graph", metavar="IRI", help="The one vocabulary of a store to write.")
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="Where the site will stand; then there are feeds, a sitemap and a search for browsers.",
)
@click.option(
    "--lang",
    "languages",
    type=click.Choice(_LANGUAGES),
    multiple=True,
    help="A language of the pages, the first one to begin with; by default all.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many processes make pages; each of them reads the vocabulary.",
)
def command(
    output: str,
    vocab: str | None,
    graph: str | None,
    base_url: str,
    languages: tuple[str, ...],
    jobs: int,
) -> None:
    """Write the pages as files: for any web server, or to be read from a stick.

    All links are relative, so the folder may be moved; searching works in the browser. The folder
    is put in place whole, when everything is written.
    """
    from tvet_skos.publish.site.folder.writing import SitePlan, write_site
    from tvet_skos.terms import IRI

    settings = settings_here()
    path, reason = chosen_path(vocab, settings)
    shown = "the bundled one" if reason == "bundled" else vocab or str(path)
    say(click.style(f"vocabulary: {shown}", dim=True))
    plan = SitePlan(
        address=vocab if vocab is not None else str(path),
        graph=IRI(graph) if graph else None,
        base=settings.base,
        languages=tuple(dict.fromkeys(languages)) or _LANGUAGES,
        web=_checked(base_url),
    )
    with Bars() as bars:
        written = write_site(plan, Path(output), jobs=jobs, progress=bars.show)
    for name in written.left_out:
        say(f"left out: {name} cannot hold this vocabulary")
    say(f"wrote {written.files:,} files to {output}: open {Path(output) / 'index.html'}")


def _checked(base_url: str) -> str:
    """The address, if it is one that pages can have.

    :raises SettingsError: it is none
    """
    from tvet_skos.publish.links import web_link

    if base_url and (not web_link(base_url) or "?" in base_url or "#" in base_url):
        raise SettingsError(
            f"{base_url!r} is no address of a site", hint="say --base-url https://example.org/terms"
        )
    return base_url
