"""The lines of a page in any layout the glossary has had, read into a ``GlossaryPage``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tvet_skos.errors import NotAGlossaryPage
from tvet_skos.ingest.furniture import (
    body_start,
    ends_page,
    goes_further,
    is_furniture,
    is_index,
    is_top_furniture,
)
from tvet_skos.ingest.glossary_page import GlossaryPage, Remark
from tvet_skos.ingest.heading import Clues, choose_heading, is_named_in
from tvet_skos.ingest.labels import label_of, without_abbreviation
from tvet_skos.ingest.reader import Line, Reader
from tvet_skos.text import squash

MAX_LINES = 20_000
"""More lines are no page of one term; the longest known has a few hundred."""

_LOOKED_FOR = (
    "a term as heading with at least one definition below it, and something only such pages have:"
    " an A-Z line, a \u201cSource:\u201d or a citation, spellings or related terms"
)


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of a page without its furniture; ``is_marked`` where that was the glossary's."""

    lines: tuple[Line, ...]
    is_marked: bool


def read_layout(
    text: str, clues: Clues, is_citation: Callable[[str], bool] = lambda _: False
) -> GlossaryPage:
    """What a page says, whichever layout it has.

    :param text: the page with ``\\n`` at line ends; blank lines are what tells paragraphs apart
    :param is_citation: tells a citation from a text where the word "Source:" is lost
    :raises NotAGlossaryPage: it has no heading, no definition, or nothing of a glossary page

    >>> page = read_layout("Skill\\n\\nAn ability.\\nSource: SAQA 2013, South Africa", Clues())
    >>> page.heading, page.definitions[0].citation
    ('Skill', 'SAQA 2013, South Africa')
    """
    raw = text.split("\n")
    if len(raw) > MAX_LINES:
        raise _not_a_page(f"it has {len(raw):,} lines", clues.file, "give the page of one term")
    if is_index(raw[body_start(raw) :]):
        raise _not_a_page(
            "this is the A-Z list of all terms", clues.file, "give the page of one term"
        )
    body = _body(raw, clues.heading)
    if not body.lines:
        raise _not_a_page("nothing but menus and notices was found", clues.file, "")
    heading, is_first, warning = choose_heading(body.lines[0].text, clues, text)
    if not heading:
        raise _not_a_page(
            "the page lost its heading, and no term stands in its title or file name",
            clues.file,
            "name the term with --term, or the file after it",
        )
    reader = Reader(body.lines[1:] if is_first else body.lines, is_citation, heading)
    page = _page(heading, reader, warning)
    _refuse_other_texts(page, reader, body.is_marked or bool(clues.term), clues.file)
    return page


def _body(raw: Sequence[str], heading: str) -> _Body:
    """The lines between the furniture, with their numbers and the blank lines before each."""
    start = body_start(raw)
    start = max(start, _heading_line(raw, heading))
    lines: list[Line] = []
    further: list[Line] = []
    is_marked, is_over, gap = start > 0, False, 0
    for number, line in enumerate(raw[start:], start=start + 1):
        text = line.strip()
        if not text:
            gap += 1
            continue
        if lines and (ends_page(text) or goes_further(text)):
            is_over = True
        if is_top_furniture(text) if not lines else is_furniture(text):
            is_marked = is_marked or "tvetipedia" in text.lower()
            continue
        found = Line(number=number, text=squash(text), gap=gap, is_indented=line[:1].isspace())
        (further if is_over else lines).append(found)
        gap = 0
    return _Body((*lines, *_terms_in(further)), is_marked)


def _heading_line(raw: Sequence[str], heading: str) -> int:
    """How many lines stand before the heading that an HTML page marks as such."""
    if not heading:
        return 0
    return next((number for number, line in enumerate(raw) if squash(line) == heading), 0)


def _terms_in(lines: Sequence[Line]) -> list[Line]:
    """Of the lines after the definitions ("Go further"), the related, parent and child terms."""
    kept, is_term = [], False
    for line in lines:
        label = label_of(line.text)
        if label is not None:
            is_term = label.kind in ("related", "parents", "children")
        elif line.gap:
            is_term = False
        if is_term:
            kept.append(line)
    return kept


def _page(heading: str, reader: Reader, warning: str) -> GlossaryPage:
    label, abbreviation = without_abbreviation(heading)
    definitions = reader.definitions()
    first = (Remark(message=warning),) if warning else ()
    return GlossaryPage(
        heading=label,
        abbreviation=abbreviation,
        spellings=_unique(reader.terms["spellings"]),
        view_also=_unique(reader.terms["view_also"]),
        parents=_unique(reader.terms["parents"]),
        children=_unique(reader.terms["children"]),
        related=_unique(reader.terms["related"]),
        comments=_unique(reader.comments),
        definitions=definitions,
        warnings=(*first, *reader.warnings),
    )


def _unique(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _refuse_other_texts(page: GlossaryPage, reader: Reader, is_marked: bool, file: str) -> None:
    """A page needs a definition; without any mark of the glossary, one about its term."""
    if not page.definitions:
        raise _not_a_page(
            f"no definition was found under the heading {page.heading!r}", file,
            "check that the page was saved whole",
        )  # fmt: skip
    texts = [definition.text for definition in page.definitions]
    if not (is_marked or reader.labels_seen or is_named_in(page.heading, texts)):
        raise _not_a_page(
            f"this is text under the heading {page.heading[:60]!r} that is no glossary page",
            file,
            "if it is one all the same, name its term with --term",
        )


def _not_a_page(found: str, file: str, hint: str) -> NotAGlossaryPage:
    return NotAGlossaryPage(
        f"{found}; looked for {_LOOKED_FOR}", file=file or None, hint=hint or None
    )
