"""The comparison for a terminal: cards side by side, then what they share and where they differ.

Nothing is told by colour alone: without colour, brackets mark the words that others have too; a
card whose source is not known has a broken border and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tvet_skos.lookup.compare import Comparison, Edit, Entry, Occurrence
from tvet_skos.publish.characters import printable
from tvet_skos.publish.console import console, rendered
from tvet_skos.publish.reports.attribution import announced, attribution, coverage
from tvet_skos.publish.reports.digest import (
    MACHINE_MADE,
    agreements,
    nearest,
    only_here,
    other_labels,
    spellings,
)
from tvet_skos.publish.reports.passages import Passage, passages
from tvet_skos.publish.reports.relations import (
    COMPUTED,
    STATED,
    left_out,
    nearly_same,
    taken_over,
)
from tvet_skos.text import counted

_TWO_COLUMNS, _THREE_COLUMNS = 100, 150
_MOST_AGREEMENTS = 12
_GAP = 1
_NARROWEST = 40

_STYLES = {
    Occurrence.EVERYWHERE: "bold underline green",
    Occurrence.SHARED: "underline green",
    Occurrence.ALONE: "",
    Occurrence.NEUTRAL: "dim",
}
_MARKS = {Occurrence.EVERYWHERE: ("[[", "]]"), Occurrence.SHARED: ("[", "]")}
_EDIT_STYLES = {Edit.DELETE: "strike red", Edit.INSERT: "bold green", Edit.EQUAL: ""}
# As `git diff --word-diff` writes them.
_EDIT_MARKS = {Edit.DELETE: ("[-", "-]"), Edit.INSERT: ("{+", "+}"), Edit.EQUAL: ("", "")}
_BROKEN = box.Box("┌╌╌┐\n┆  ┆\n├╌╌┤\n┆  ┆\n├╌╌┤\n├╌╌┤\n┆  ┆\n└╌╌┘\n")


def comparison_text(
    comparison: Comparison, *, width: int = 100, colour: bool = False, diff: bool = False
) -> str:
    """A comparison as text of a width, at least 40 columns; see ``write_comparison``."""
    width = max(width, _NARROWEST)
    return rendered(*_parts(comparison, width, colour, diff), width=width, colour=colour)


def comparison_picture(comparison: Comparison, width: int) -> str:
    """The text form as SVG; see ``comparison_svg``."""
    from rich.terminal_theme import DIMMED_MONOKAI

    from tvet_skos.publish.pages import environment

    target = console(width, colour=True, record=True)
    target.print(*_parts(comparison, width, colour=True, diff=False), sep="\n")
    loader = environment().loader
    assert loader is not None
    frame, _, _ = loader.get_source(environment(), "terminal.svg")
    title = printable(f"tvet-skos compare {comparison.concept.label()!r}")
    return target.export_svg(
        title=title, theme=DIMMED_MONOKAI, code_format=frame, unique_id="tvet-skos"
    )


def _parts(
    comparison: Comparison, width: int, colour: bool, diff: bool
) -> Iterator[RenderableType]:
    write = _Pen(colour)
    yield from _head(comparison)
    yield Text()
    yield from _cards(comparison, width, write, diff)
    yield Text()
    if len(comparison.entries) > 1:
        yield write.legend()
        yield Text()
        yield from _agreements(comparison)
        yield from _only_here(comparison)
    yield from _sentences(STATED, taken_over(comparison))
    yield from _sentences(COMPUTED, nearly_same(comparison))
    yield from _verdict(comparison)


class _Pen:
    """Writes definitions with their words told apart, by style or by marks."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def passage(self, passage: Passage) -> Text:
        """One line; a list item has its marker in front."""
        text = Text()
        for segment in passage.segments:
            self._append(text, segment.text, segment.occurrence)
        return text

    def _append(self, text: Text, words: str, occurrence: Occurrence) -> None:
        before, after = ("", "") if self._colour else _MARKS.get(occurrence, ("", ""))
        text.append(f"{before}{words}{after}", style=_STYLES[occurrence])

    def legend(self) -> Text:
        """What the styles or marks mean."""
        text = Text.assemble(("Words: ", "dim"))
        self._append(text, "in another definition too", Occurrence.SHARED)
        text.append(" · ", style="dim")
        self._append(text, "in all of them", Occurrence.EVERYWHERE)
        text.append(" · ", style="dim")
        self._append(text, "only here", Occurrence.ALONE)
        text.append(" · ", style="dim")
        self._append(text, "function words and list marks", Occurrence.NEUTRAL)
        text.append("" if self._colour else " (both without a mark)", style="dim")
        return text

    def diff(self, entry: Entry) -> Text:
        """The way from the baseline to a definition."""
        text = Text()
        for step in entry.diff:
            before, after = _EDIT_MARKS[step.edit]
            if text:
                text.append(" ")
            text.append(f"{before}{printable(step.text)}{after}", style=_EDIT_STYLES[step.edit])
        return text


def _head(comparison: Comparison) -> Iterator[Text]:
    yield Text(printable(comparison.concept.label()), style="bold")
    for name, values in (
        ("in other languages", other_labels(comparison)),
        ("also spelled", spellings(comparison)),
        ("matched by", () if comparison.match.is_plain else (printable(comparison.match.why),)),
    ):
        if values:
            yield Text.assemble((f"{name}  ", "dim"), " · ".join(values))
    dots = " ".join("○" if entry.lacks_source else "●" for entry in comparison.entries)
    known = len(comparison.entries) - len(comparison.missing_source)
    yield Text.assemble(
        f"{counted(len(comparison.entries), 'definition')}, {known} with a source  ", (dots, "bold")
    )
    if comparison.as_of is not None:
        yield Text(f"As of {comparison.as_of}", style="bold")
        yield from (Text(sentence, style="yellow") for sentence in left_out(comparison))


def _cards(comparison: Comparison, width: int, write: _Pen, diff: bool) -> Iterator[RenderableType]:
    """The definitions as cards, two or three in a row where the terminal is wide enough."""
    columns = 3 if width >= _THREE_COLUMNS else 2 if width >= _TWO_COLUMNS else 1
    columns = min(columns, len(comparison.entries))
    card_width = (width - _GAP * (columns - 1)) // columns
    languages = {entry.definition.language for entry in comparison.entries}
    for start in range(0, len(comparison.entries), columns):
        row = comparison.entries[start : start + columns]
        contents = [_content(entry, comparison, write, len(languages) > 1, diff) for entry in row]
        height = 2 + max(_height(content, card_width - 4) for content in contents)
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        for _ in range(columns):
            grid.add_column(width=card_width)
        grid.add_row(*(_card(e, c, card_width, height) for e, c in zip(row, contents, strict=True)))
        yield grid


def _height(content: RenderableType, width: int) -> int:
    """How many lines a content takes, so that the cards of a row can be of one height."""
    target = console(width, colour=False)
    return len(target.render_lines(content, target.options.update_width(width)))


def _card(entry: Entry, content: RenderableType, width: int, height: int) -> Panel:
    title = Text(str(entry.number), style="bold")
    if entry.is_lead:
        title.append(" ★ lead", style="bold")
    shape = _BROKEN if entry.lacks_source else box.HEAVY if entry.is_lead else box.ROUNDED
    style = "yellow" if entry.lacks_source else "cyan"
    return Panel(
        content,
        shape,
        title=title,
        title_align="left",
        border_style=style,
        width=width,
        height=height,
    )


def _content(
    entry: Entry, comparison: Comparison, write: _Pen, mixed: bool, diff: bool
) -> RenderableType:
    parts = [*_attribution(entry, mixed), Text()]
    for passage in passages(entry):
        if passage.apart:
            parts.append(Text())
        parts.append(_indented(passage, write.passage(passage)))
    for note in entry.definition.notes:
        parts += [Text(), Text(printable(announced(note.value)), style="italic")]
    known = attribution(entry)
    if known.modification:
        parts += [Text(), Text(printable(known.modification), style="italic")]
    if known.citation:
        cited = Text.assemble((f"{known.citation_label}: ", "dim"), printable(known.citation))
        parts += [Text(), cited]
    if diff and entry.diff:
        parts += [Text(), Text(f"Against {entry.baseline}:", style="bold"), write.diff(entry)]
    return Group(*parts)


def _attribution(entry: Entry, mixed: bool) -> Iterator[RenderableType]:
    """Who says it, in which work, and how that is known."""
    known = attribution(entry)
    evidence = known.evidence
    missing = entry.lacks_source
    heading = f"{evidence.mark} {known.heading}" if missing else known.heading
    language = f"  [{entry.definition.language or 'no language'}]" if mixed else ""
    yield Text(f"{printable(heading)}{language}", style="bold yellow" if missing else "bold")
    yield from (Text(printable(title), style="italic") for title in known.titles)
    said = evidence.meaning if missing else f"{evidence.mark} {evidence.label}"
    yield Text(said, style="yellow" if missing else "cyan")


def _indented(passage: Passage, text: Text) -> RenderableType:
    """A list item hangs on its marker."""
    if not passage.marker:
        return text
    marker = f"{passage.marker} " if passage.marker[0].isdigit() else "• "
    item = Table.grid(padding=0)
    item.add_column(width=len(marker))
    item.add_column()
    item.add_row(marker, text)
    return item


def _section(title: str, rows: Sequence[tuple[RenderableType, ...]]) -> Iterator[RenderableType]:
    if not rows:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*row)
    yield Text(title, style="bold")
    yield Padding(table, (0, 0, 1, 2))


def _agreements(comparison: Comparison) -> Iterator[RenderableType]:
    """Which definitions agree on which words: a dot a definition that has them."""
    numbers = [entry.number for entry in comparison.entries]
    found = agreements(comparison)
    rows: list[tuple[RenderableType, ...]] = [(Text(" ".join(map(str, numbers)), style="dim"), "")]
    for agreement in found[:_MOST_AGREEMENTS]:
        cells = ("●" if n in agreement.entries else "·" for n in numbers)
        dots = " ".join(f"{c:>{len(str(n))}}" for c, n in zip(cells, numbers, strict=True))
        rows.append((Text(dots), Text(", ".join(agreement.words))))
    if len(found) > _MOST_AGREEMENTS:
        more = sum(len(a.words) for a in found[_MOST_AGREEMENTS:])
        rows.append(
            ("", Text(f"… and {more} more {'word' if more == 1 else 'words'}", style="dim"))
        )
    yield from _section("What they share", rows if found else [])


def _only_here(comparison: Comparison) -> Iterator[RenderableType]:
    rows = [
        (Text(str(entry.number), style="dim"), Text(" · ".join(phrases)))
        for entry in comparison.entries
        if (phrases := only_here(entry))
    ]
    yield from _section("Only here", rows)


def _sentences(title: str, sentences: Sequence[str]) -> Iterator[RenderableType]:
    yield from _section(title, [(Text(sentence),) for sentence in sentences])


def _verdict(comparison: Comparison) -> Iterator[Text]:
    close = nearest(comparison)
    if close:
        base = comparison.baseline
        listed = " · ".join(f"{entry.number}: {entry.similarity:.2f}" for entry in close)
        yield Text.assemble(
            (f"Closest to {base}  ", "bold"),
            listed,
            ("  (share of words in common, 0 to 1)", "dim"),
        )
    style = "bold yellow" if comparison.missing_source else "bold"
    yield Text(f"{coverage(comparison)}.", style=style)
    if len(comparison.entries) > 1:
        yield Text(MACHINE_MADE, style="dim")
