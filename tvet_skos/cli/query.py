"""``tvet-skos query``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_store, output_option, store_option
from tvet_skos.cli.reporting import columns, put, say, standard_input, wants_colour
from tvet_skos.errors import InputError, SettingsError

if TYPE_CHECKING:
    from tvet_skos.store import Answer, Store

_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml")


@click.command()
@click.argument("name", required=False)
@click.option(
    "--file", "file", metavar="FILE", help="Run your own query from a file; - reads stdin."
)
@click.option("--term", metavar="TERM", help="The term a query asks about, in any spelling.")
@click.option("--source", metavar="SOURCE", help="A citation, alias, title or organisation.")
@click.option("--label", metavar="LABEL", help="A label, in any spelling.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    help="Default: table for rows, turtle for graphs.",
)
@click.option("--show", is_flag=True, help="Print the SPARQL instead of running it.")
@output_option
@store_option
def command(
    name: str | None,
    file: str | None,
    term: str | None,
    source: str | None,
    label: str | None,
    format_name: str | None,
    show: bool,
    output: str | None,
    vocab: str | None,
) -> None:
    """Run the query NAME, or your own with --file; without either, list the queries there are.

    SELECT, ASK, CONSTRUCT and DESCRIBE are answered. Queries reach nothing but the vocabulary:
    SERVICE and FROM are refused.
    """
    if name and file:
        raise SettingsError("name a query or give --file, not both")
    given = {"concept": term, "source": source, "label": label}
    values = {key: value for key, value in given.items() if value is not None}
    if file:
        _run_file(file, values, format_name, output, vocab)
    elif name:
        _run_named(name, values, show, format_name, output, vocab)
    else:
        _list(format_name, output)


def _list(format_name: str | None, output: str | None) -> None:
    from tvet_skos.lookup.queries import named_queries, option_of
    from tvet_skos.publish.results import write_answer
    from tvet_skos.store import Rows
    from tvet_skos.terms import Literal

    rows = tuple(
        (
            Literal(query.name),
            Literal(" ".join(f"--{option_of(p)} …" for p in query.parameters)),
            Literal(query.summary),
        )
        for query in named_queries().values()
    )
    listing = Rows(("query", "takes", "answer"), rows)
    put(
        write_answer(listing, format_name or "table", width=columns(), colour=wants_colour()),
        output,
    )
    if format_name is None and output is None:
        say("\ntvet-skos query NAME runs one, --show prints its SPARQL, --file runs your own")


def _run_named(
    name: str,
    values: dict[str, str],
    show: bool,
    format_name: str | None,
    output: str | None,
    vocab: str | None,
) -> None:
    from tvet_skos.lookup.queries import named_query, run_query

    query = named_query(name)
    if show:
        put(query.text, output)
        return
    store = chosen_store(vocab)
    _answer(run_query(store, query, values), _base(store), format_name, output)


def _run_file(
    file: str,
    values: dict[str, str],
    format_name: str | None,
    output: str | None,
    vocab: str | None,
) -> None:
    from tvet_skos.errors import QueryFailed, QueryRefused
    from tvet_skos.lookup.queries import read_query, run_query

    text = _text(file)
    store = chosen_store(vocab)
    try:
        query = read_query(Path(file).stem, text)
        answer = run_query(store, query, values) if values else store.query(text)
    except (QueryRefused, QueryFailed) as error:
        error.file = error.file or ("<stdin>" if file == "-" else file)
        raise
    _answer(answer, _base(store), format_name, output)


def _base(store: Store) -> str:
    """What IRIs are shown relative to: the name of the vocabulary, where there is just one."""
    names = store.graphs()
    return names[0] if len(names) == 1 else ""


def _text(file: str) -> str:
    try:
        raw = standard_input() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the query is not UTF-8", file=file) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from error


def _answer(answer: Answer, base: str, format_name: str | None, output: str | None) -> None:
    from tvet_skos.publish.results import default_format, write_answer

    name = format_name or default_format(answer)
    colour = wants_colour() and output is None
    put(write_answer(answer, name, base, width=columns(), colour=colour), output)
