"""The difference of two versions, for people and programs: one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tvet_skos.publish.choice import choose
from tvet_skos.publish.reports.diff_json import difference_json
from tvet_skos.publish.reports.diff_markdown import difference_markdown
from tvet_skos.publish.reports.diff_text import difference_text
from tvet_skos.rdf.diff import Difference


@dataclass(frozen=True, slots=True)
class _Look:
    """What the formats ask about beside the difference itself."""

    old: str
    new: str
    colour: bool


def write_difference(
    difference: Difference,
    format_name: str = "text",
    *,
    old: str = "",
    new: str = "",
    colour: bool = False,
) -> str:
    """A difference in a format of ``DIFFERENCE_FORMATS``.

    :param old, new: what the versions are called, for the formats that name them
    :param colour: in text, with escape codes, for a terminal
    :raises SettingsError: there is no such format
    """
    writer = choose(DIFFERENCE_FORMATS, format_name, "format for differences")
    return writer(difference, _Look(old, new, colour))


DIFFERENCE_FORMATS: Mapping[str, Callable[[Difference, _Look], str]] = {
    "text": lambda difference, look: difference_text(difference, colour=look.colour),
    "markdown": lambda difference, look: difference_markdown(difference, look.old, look.new),
    "json": lambda difference, look: difference_json(difference, look.old, look.new),
}
"""Format to writer."""
