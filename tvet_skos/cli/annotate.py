"""``tvet-skos annotate``."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import click

from tvet_skos.cli.options import chosen_store, output_option, store_option
from tvet_skos.cli.reporting import put, say, standard_input
from tvet_skos.errors import DecodingError, InputError, NotFound, SettingsError

_MOST_BYTES = 20_000_000
_PAGES = (".html", ".htm", ".xhtml")


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--language", "--lang", metavar="TAG", help="Look for labels in this language only.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "html", "json", "csv"]),
    default="text",
    show_default=True,
    help="Lines, links in the text, W3C Web Annotations, or a table.",
)
@click.option(
    "--input",
    "input_kind",
    type=click.Choice(["text", "html"]),
    help="What FILE is; by default what its name says.",
)
@output_option
@store_option
def command(
    file: str,
    language: str | None,
    format_name: str,
    input_kind: str | None,
    output: str | None,
    vocab: str | None,
) -> None:
    """Find the terms of the vocabulary in FILE, a text or an HTML page (- reads standard input).

    Case, accents, plurals, hyphens and spaces do not matter, as for find; the longest term counts,
    and every line says which label matched. Places are counted in characters, from 0. FILE itself
    is never changed.
    """
    from tvet_skos.lookup import label_of
    from tvet_skos.lookup.annotation import Gazetteer
    from tvet_skos.publish.reports.mentions import AnnotatedText, write_mentions
    from tvet_skos.text import counted

    _refuse_to_replace(file, output)
    text = _read(file)
    is_page = (input_kind or _kind_of(file)) == "html"
    store = chosen_store(vocab)
    gazetteer = Gazetteer(store.labels, language)
    found = gazetteer.mentions_in_page(text) if is_page else gazetteer.mentions(text)
    mentions = tuple(found)
    concepts = {match.concept for mention in mentions for match in mention.matches}
    names = {iri: label_of(store, iri, language or "en") for iri in sorted(concepts)}
    source = "" if file == "-" else quote(Path(file).name, errors="surrogateescape")
    put(write_mentions(AnnotatedText(text, mentions, names, is_page, source), format_name), output)
    said = f"{counted(len(mentions), 'mention')} of {counted(len(concepts), 'term')}"
    say(said if mentions else "no term of the vocabulary is mentioned")


def _kind_of(file: str) -> str:
    return "html" if Path(file).suffix.lower() in _PAGES else "text"


def _refuse_to_replace(file: str, output: str | None) -> None:
    if output in (None, "-") or file == "-":
        return
    if os.path.realpath(str(output)) == os.path.realpath(file):
        raise SettingsError(
            f"--output is {file} itself, which is never changed", hint="name another file"
        )


def _read(file: str) -> str:
    """The text of a file; a byte order mark does not count."""
    raw = standard_input() if file == "-" else _bytes_of(Path(file))
    if len(raw) > _MOST_BYTES:
        raise InputError(
            f"it has more than {_MOST_BYTES // 1_000_000} MB", file=file, hint="cut it in parts"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DecodingError(
            f"byte {error.start + 1} is not UTF-8",
            file=file,
            hint="save it as UTF-8, or convert it with `iconv -t UTF-8`",
        ) from error


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound("there is no such file", file=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
