"""Answers to SPARQL queries, as the W3C formats write them and as a table for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from tvet_skos.errors import SettingsError, WriteError
from tvet_skos.publish.choice import choose
from tvet_skos.publish.console import rendered
from tvet_skos.publish.graphs import GRAPH_WRITERS, write_graph
from tvet_skos.publish.shown import shown
from tvet_skos.rdf.rdfxml import NOT_XML
from tvet_skos.store.results import Answer, Rows
from tvet_skos.terms import BlankNode, Literal, Term, n3
from tvet_skos.text import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

_Solutions: TypeAlias = Rows | bool

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "xml", *GRAPH_WRITERS)
"""Every format of an answer: the last four are for graphs, the others for rows.

ASK has no CSV and TSV.
"""


def default_format(answer: Answer) -> str:
    """The format to show an answer in when none was asked for: ``table``, for graphs ``turtle``."""
    return "turtle" if isinstance(answer, tuple) else "table"


def write_answer(
    answer: Answer,
    name: str,
    base: str = "",
    *,
    width: int = 100,
    colour: bool = False,
) -> str:
    """An answer in a format of ``ANSWER_FORMATS``.

    CSV is that of the SPARQL standard, cell for cell: formulas are not defused, the sheets of
    ``export`` are the ones for spreadsheets.

    :param base: the IRI that Turtle and tables write IRIs relative to
    :param width: how many columns the table may take
    :raises SettingsError: there is no such format, or it does not fit this kind of answer
    :raises WriteError: XML cannot hold a character of the answer
    :source: SPARQL 1.1 Query Results CSV and TSV Formats; … JSON Format; … XML Format

    >>> print(write_answer(True, "json", ""), end="")
    {"head": {}, "boolean": true}
    """
    if isinstance(answer, tuple):
        if name in GRAPH_WRITERS:
            return write_graph(answer, name, base)
        raise _misfit(name, "a graph (CONSTRUCT, DESCRIBE)", tuple(GRAPH_WRITERS))
    if name == "table":
        return _table(answer, base, width, colour)
    if isinstance(answer, bool) and name in ("csv", "tsv"):
        raise _misfit(name, "yes or no (ASK)", ("table", "json", "xml"))
    if name in GRAPH_WRITERS:
        kind = "yes or no (ASK)" if isinstance(answer, bool) else "rows (SELECT)"
        raise _misfit(name, kind, ("table", *_SOLUTION_WRITERS))
    return choose(_SOLUTION_WRITERS, name, "format for answers")(answer)


def _misfit(name: str, kind: str, fitting: tuple[str, ...]) -> SettingsError:
    return SettingsError(
        f"the answer is {kind}, which {name} cannot hold",
        hint=f"choose one of {', '.join(fitting)}",
    )


def _csv(answer: _Solutions) -> str:
    assert isinstance(answer, Rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(answer.variables)
    writer.writerows([_bare(term) for term in row] for row in answer.rows)
    return text.getvalue()


def _bare(term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return f"_:{term.label}" if isinstance(term, BlankNode) else term or ""


def _tsv(answer: _Solutions) -> str:
    assert isinstance(answer, Rows)
    lines = ["\t".join(f"?{variable}" for variable in answer.variables)]
    lines += ["\t".join("" if term is None else n3(term) for term in row) for row in answer.rows]
    return "".join(f"{line}\n" for line in lines)


def _json(answer: _Solutions) -> str:
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}) + "\n"
    bindings = [
        {v: _json_term(t) for v, t in zip(answer.variables, row, strict=True) if t is not None}
        for row in answer.rows
    ]
    document: dict[str, Any] = {
        "head": {"vars": list(answer.variables)},
        "results": {"bindings": bindings},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.label}
    if isinstance(term, str):
        return {"type": "uri", "value": str(term)}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype:
        return {"type": "literal", "value": term.value, "datatype": term.datatype}
    return {"type": "literal", "value": term.value}


def _xml(answer: _Solutions) -> str:
    variables = () if isinstance(answer, bool) else answer.variables
    head = "".join(f"<variable name={quoteattr(variable)}/>" for variable in variables)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += ['<sparql xmlns="http://www.w3.org/2005/sparql-results#">', f"<head>{head}</head>"]
    if isinstance(answer, bool):
        lines.append(f"<boolean>{'true' if answer else 'false'}</boolean>")
    else:
        lines += [
            "<results>",
            *(_xml_row(answer.variables, row) for row in answer.rows),
            "</results>",
        ]
    return "\n".join([*lines, "</sparql>", ""])


def _xml_row(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    bindings = (
        f"<binding name={quoteattr(variable)}>{_xml_term(term)}</binding>"
        for variable, term in zip(variables, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(bindings)}</result>"


def _xml_term(term: Term) -> str:
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.label)}</bnode>"
    if isinstance(term, str):
        return f"<uri>{escape(term)}</uri>"
    if NOT_XML.search(term.value):
        raise WriteError(
            f"XML cannot hold the control character in {n3(term)[:60]}",
            hint="take the answer as json or tsv",
        )
    attribute = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    attribute = attribute or (f" datatype={quoteattr(term.datatype)}" if term.datatype else "")
    return f"<literal{attribute}>{escape(term.value, {chr(13): '&#13;'})}</literal>"


_SOLUTION_WRITERS: Mapping[str, Callable[[_Solutions], str]] = {
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
}


def _table(answer: _Solutions, base: str, width: int, colour: bool) -> str:
    """Rows as a table, or one below the other where they have too many columns for the width."""
    if isinstance(answer, bool):
        return "yes\n" if answer else "no\n"
    if not answer.variables:
        return f"{counted(len(answer.rows), 'row')}\n"
    from rich.text import Text

    # Where the query has no column for it, the language is part of what a text is.
    tagged = "language" not in answer.variables
    cells = [tuple(_cell(term, base, tagged) for term in row) for row in answer.rows]
    form = _grid if _fits(answer.variables, cells, width) else _records
    rows = form(answer.variables, cells)
    return rendered(*rows, Text(counted(len(answer.rows), "row")), width=width, colour=colour)


def _cell(term: Term | None, base: str, tagged: bool) -> str:
    if tagged and isinstance(term, Literal) and term.language:
        return f"{shown(term, base)} @{term.language}"
    return shown(term, base)


_NARROWEST = 16
"""Below so many characters a column a text reads like a ladder."""


def _fits(variables: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> bool:
    """Whether columns as wide as their content, or wide enough to read, stand side by side."""
    natural = [max(map(len, column)) for column in zip(variables, *cells, strict=True)]
    needed = sum(max(len(v), min(n, _NARROWEST)) for v, n in zip(variables, natural, strict=True))
    return needed + 2 * len(variables) <= width


def _grid(variables: Sequence[str], cells: Sequence[Sequence[str]]) -> list[RenderableType]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for variable in variables:
        table.add_column(variable, overflow="fold", min_width=len(variable))
    for row in cells:
        table.add_row(*map(Text, row))
    return [table]


def _records(variables: Sequence[str], cells: Sequence[Sequence[str]]) -> list[RenderableType]:
    """Each row as a block of its own, a line a variable; what is unbound is left out."""
    from rich.table import Table
    from rich.text import Text

    blocks: list[RenderableType] = []
    for number, row in enumerate(cells, 1):
        block = Table.grid(padding=(0, 2))
        block.add_column(style="dim", width=max(map(len, variables)))
        block.add_column(overflow="fold")
        for variable, cell in zip(variables, row, strict=True):
            if cell:
                block.add_row(variable, Text(cell))
        blocks += [Text(f"{number}", style="bold"), block, Text("")]
    return blocks
