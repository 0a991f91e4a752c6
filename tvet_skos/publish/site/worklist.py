"""The definitions whose source is not known: a list of work to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tvet_skos.publish.site.edition import MOST_ROWS, Name, Reading
from tvet_skos.publish.site.lists import part
from tvet_skos.publish.site.rendering import render


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A definition without a source: its term, where it stands, how it begins, what is known."""

    term: Name
    href: str
    beginning: str
    evidence: str


_SHOWN = 160


def unsourced_page(reading: Reading, page: int) -> str:
    """The definitions whose source is not known, by term.

    :raises NotFound: the list has not so many pages
    """
    rows = reading.edition.unsourced
    shown = part(rows, page)
    return render(
        reading,
        "unsourced",
        kind="unsourced",
        page=page,
        pages=shown.pages,
        total=len(rows),
        capped=MOST_ROWS if len(rows) >= MOST_ROWS else 0,
        rows=[
            Unsourced(
                reading.name(concept),
                reading.address("term", concept, fragment=definition.partition("#")[2]),
                beginning(text, _SHOWN),
                evidence,
            )
            for concept, definition, text, evidence in shown.entries
        ],
    )


_BULLET = re.compile(r"^[ \t]*[-*•][ \t]+", re.MULTILINE)


def beginning(text: str, most: int) -> str:
    """The beginning of a text on one line, without the dashes of a list, cut between two words.

    >>> beginning("one two three", 9), beginning("one two", 9)
    ('one two…', 'one two')
    >>> beginning("Proof, which:\\n\\n- confirms;\\n- rests.", 40)
    'Proof, which: confirms; rests.'
    """
    line = " ".join(_BULLET.sub("", text).split())
    if len(line) <= most:
        return line
    cut = line[:most].rpartition(" ")[0] or line[: most - 1]
    return f"{cut.rstrip(',;:.')}…"
