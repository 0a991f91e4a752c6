"""Tables of mappings in SSSOM/TSV: who mapped what to what, and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tvet_skos.errors import InputError, NotFound, SyntaxFault
from tvet_skos.namespaces import PREFIXES

Row = Mapping[str, str]
"""Column to cell; entity references are IRIs in full."""

_MAP = re.compile(r"#\s*curie_map\s*:\s*$")
_PREFIX = re.compile(r"""#\s+["']?([\w.-]*)["']?\s*:\s*["']?([^\s"']+)["']?\s*$""")
_NEEDED = ("subject_id", "predicate_id", "object_id")


def read_sssom(path: Path) -> list[Row]:
    """The rows of a mapping table, in their order.

    Prefixes are those of the ``curie_map`` in the head, and ours for what it does not name.

    :raises NotFound: there is no such file
    :raises SyntaxFault: it is no SSSOM/TSV: a needed column is missing, a prefix is not declared
    :source: SSSOM 1.0, the TSV format
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise NotFound("there is no such file", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=str(path)) from error
    prefixes = PREFIXES | dict(_prefixes(lines))
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[head:], delimiter="\t")
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise SyntaxFault(
            f"the table has no column {missing[0]}",
            file=str(path),
            line=head + 1,
            hint=f"an SSSOM table has the columns {', '.join(_NEEDED)}, divided by tabs",
        )
    return [
        {k: _full(v or "", k, prefixes, path, number) for k, v in row.items() if k}
        for number, row in enumerate(reader, head + 2)
    ]


def _prefixes(lines: list[str]) -> Iterator[tuple[str, str]]:
    inside = False
    for line in lines:
        if not line.startswith("#"):
            return
        if _MAP.match(line):
            inside = True
        elif inside and (found := _PREFIX.match(line)):
            yield found[1], found[2]
        else:
            inside = False


def _full(cell: str, column: str, prefixes: Mapping[str, str], path: Path, line: int) -> str:
    """An entity reference as an IRI; any other cell as it is."""
    if column not in _NEEDED or cell.startswith(("http://", "https://", "urn:")):
        return cell
    prefix, colon, rest = cell.partition(":")
    if not colon or prefix not in prefixes:
        raise SyntaxFault(
            f"{column} is {cell!r}, neither an IRI nor with a prefix that is declared",
            file=str(path),
            line=line,
            hint="declare the prefix under curie_map in the head of the table",
        )
    return prefixes[prefix] + rest
