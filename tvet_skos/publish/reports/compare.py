"""The comparison of definitions, for people and programs: one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tvet_skos.lookup.compare import Comparison
from tvet_skos.publish.choice import choose
from tvet_skos.publish.reports.comparison_json import comparison_json
from tvet_skos.publish.reports.comparison_markdown import comparison_markdown
from tvet_skos.publish.reports.comparison_sheet import comparison_sheet
from tvet_skos.publish.sheets import write_csv


@dataclass(frozen=True, slots=True)
class _Terminal:
    """What only the text form asks about."""

    width: int
    colour: bool
    diff: bool


def write_comparison(
    comparison: Comparison,
    name: str = "text",
    *,
    width: int = 100,
    colour: bool = False,
    diff: bool = False,
) -> str:
    """A comparison in a format of ``COMPARISON_FORMATS``; every one keeps text and source together.

    :param width: of the terminal, in columns; the text form sets cards side by side from 100 on
    :param colour: with escape codes, for a terminal; without, words are marked with brackets
    :param diff: in the text form, show each definition's way from the baseline
    :raises SettingsError: there is no such format
    """
    writer = choose(COMPARISON_FORMATS, name, "format for comparisons")
    return writer(comparison, _Terminal(width, colour, diff))


def _text(comparison: Comparison, terminal: _Terminal) -> str:
    from tvet_skos.publish.reports.comparison_text import comparison_text

    return comparison_text(
        comparison, width=terminal.width, colour=terminal.colour, diff=terminal.diff
    )


def _html(comparison: Comparison, _: _Terminal) -> str:
    from tvet_skos.publish.reports.comparison_page import comparison_page

    return comparison_page(comparison)


COMPARISON_FORMATS: Mapping[str, Callable[[Comparison, _Terminal], str]] = {
    "text": _text,
    "markdown": lambda comparison, _: comparison_markdown(comparison),
    "json": lambda comparison, _: comparison_json(comparison),
    "csv": lambda comparison, _: write_csv(comparison_sheet(comparison)),
    "html": _html,
}
"""Format to writer."""


def comparison_svg(comparison: Comparison, width: int = 110) -> str:
    """The text form as a picture (SVG), as a terminal shows it; for a README.

    It needs no font but the reader's own monospaced one, and nothing of the network.
    """
    from tvet_skos.publish.reports.comparison_text import comparison_picture

    return comparison_picture(comparison, width)
