"""What a search found, for people and programs: one table of formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tvet_skos.lookup.search import Hit, SearchResult
from tvet_skos.publish.characters import printable
from tvet_skos.publish.choice import choose
from tvet_skos.terms import IRI, Literal

_NARROWEST = 40
_PASSAGE = 200
"""Characters of a definition or a note that are shown."""


@dataclass(frozen=True, slots=True)
class _Terminal:
    """What only the table asks about."""

    width: int
    colour: bool


def write_search(
    result: SearchResult,
    names: Mapping[IRI, str],
    name: str = "table",
    *,
    width: int = 100,
    colour: bool = False,
) -> str:
    """A page of hits in a format of ``SEARCH_FORMATS``.

    :param names: the label of each concept, as readers know it
    :param width: of the terminal, in columns
    :param colour: with escape codes, for a terminal
    :raises SettingsError: there is no such format
    """
    writer = choose(SEARCH_FORMATS, name, "format for hits")
    return writer(result, names, _Terminal(width, colour))


def _table(result: SearchResult, names: Mapping[IRI, str], terminal: _Terminal) -> str:
    """A concept on the left; why it was found, and its IRI, on the right."""
    from rich.table import Table

    from tvet_skos.publish.console import rendered

    if not result.hits:
        return ""
    table = Table(box=None, padding=(0, 2, 1, 0), show_header=False, pad_edge=False)
    table.add_column(ratio=1, style="bold")
    table.add_column(overflow="fold", ratio=2)
    for hit in result.hits:
        table.add_row(printable(names.get(hit.concept, hit.concept)), _reason(hit))
    text = rendered(table, width=max(terminal.width, _NARROWEST), colour=terminal.colour)
    return text.rstrip("\n") + "\n"


def _reason(hit: Hit) -> Any:
    from rich.text import Text

    text = Text(printable(hit.why))
    if hit.label is None:
        text.append(f"\n{_passage(hit.text.value)}")
    return text.append(f"\n{printable(hit.concept)}", "dim")


def _passage(text: str) -> str:
    line = printable(" ".join(text.split()))
    return line if len(line) <= _PASSAGE else f"{line[:_PASSAGE].rpartition(' ')[0]} …"


def _json(result: SearchResult, names: Mapping[IRI, str], _: _Terminal) -> str:
    """One object: ``total``, ``isCounted`` and ``hits``, best first."""
    document = {
        "total": result.total,
        "isCounted": result.is_counted,
        "hits": [_fields(hit, names) for hit in result.hits],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _fields(hit: Hit, names: Mapping[IRI, str]) -> dict[str, Any]:
    definition = hit.definition
    fields = {
        "concept": hit.concept,
        "name": names.get(hit.concept, hit.concept),
        "mode": hit.mode.value,
        "score": hit.score,
        "why": hit.why,
        "kind": None if hit.kind is None else hit.kind.value,
        "label": None if hit.label is None else _literal(hit.label),
        "definition": None
        if definition is None
        else {"id": definition.node, **_literal(definition.text)},
    }
    if hit.note is not None:
        note = {"kind": hit.note.kind.value, "id": hit.note.node, **_literal(hit.note.text)}
        fields["note"] = note
    return fields


def _literal(literal: Literal) -> dict[str, str]:
    return {"value": literal.value, "language": literal.language}


SEARCH_FORMATS: Mapping[str, Callable[[SearchResult, Mapping[IRI, str], _Terminal], str]] = {
    "table": _table,
    "json": _json,
}
"""Format to writer."""
