"""The command line. A command's module, and with it the library, is imported when called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from tvet_skos.cli.reporting import guarded

_COMMANDS = {
    "annotate": "find the terms of the vocabulary in a text or a page, and link them",
    "build": "check the vocabulary and export it in every format",
    "check": "judge a vocabulary or a contribution; findings with file and line",
    "clean": "repair what can be repaired for certain; shows it first with --diff",
    "compare": "all definitions of a term side by side",
    "diff": "what changed between two versions, concept by concept",
    "export": "write the vocabulary in one format",
    "find": "find a term in any spelling, and say why it matched",
    "fmt": "rewrite the vocabulary in canonical form",
    "ingest": "read glossary pages, as text or HTML",
    "init": "start a vocabulary repository, with checks of proposals",
    "load": "put a vocabulary in a store on disk or on a SPARQL server",
    "merge": "take a proposal into the vocabulary; conflicts are shown, nothing is lost",
    "query": "run a named query or one of your own",
    "rebase": "move the vocabulary to another base IRI",
    "review": "look through proposals from the pages; accept or decline them",
    "rule": "explain a rule, with a bad and a good example",
    "rules": "list the rules that check knows",
    "search": "search labels and definitions: beginnings, words, misspellings",
    "serve": "the vocabulary as pages, linked data and SPARQL, on this machine",
    "site": "the pages as files, for any web server or none",
    "store": "what a store holds, and building it anew",
    "template": "write an empty sheet for people who contribute definitions",
}
"""Command to what ``--help`` says of it; its module in this room has the same name."""


class _LateGroup(click.Group):
    """A group that knows its commands by name and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command = import_module(f"tvet_skos.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        near = get_close_matches(args[0], _COMMANDS, n=1) if args else []
        if near and args[0] not in _COMMANDS:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Arguments are UTF-8, whatever the locale says."""
        given = sys.argv[1:] if args is None else list(args)
        decoded = [os.fsencode(text).decode("utf-8", "surrogateescape") for text in given]
        return super().main(decoded, *more, **options)

    def invoke(self, ctx: click.Context) -> Any:
        return guarded(lambda: super(_LateGroup, self).invoke(ctx))


@click.group(cls=_LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tvet-skos", message="%(prog)s %(version)s")
def main() -> None:
    """Multi-source glossaries as linked data: every definition keeps its source.

    Commands work on the vocabulary that --vocab names, else on the one of the nearest
    tvet-skos.toml, else on ./vocab, else on the one that comes with the tool. Data goes to
    standard output, talk to standard error. Exit status: 0 done, 1 the data does not conform,
    2 it could not be done.
    """
