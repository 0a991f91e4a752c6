"""Years of definitions: those of the sources they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tvet_skos.errors import SettingsError
from tvet_skos.model import Definition, Source
from tvet_skos.terms import IRI

_YEAR = re.compile(r"(?!0000)[0-9]{4}")


def as_year(text: str) -> int:
    """A year as people ask for it: four digits, from 0001 on.

    :raises SettingsError: that is no such year

    >>> as_year("2018")
    2018
    """
    if not _YEAR.fullmatch(text):
        raise SettingsError(
            f"{text[:20]!r} is no year",
            hint="a year is four digits, such as 2018: sources of that year and older ones count",
        )
    return int(text)


def year_of(definition: Definition, sources: Mapping[IRI, Source]) -> int | None:
    """The year since when a definition can have stood: that of its newest source.

    Nothing where no source of it has a year: a range in ``Source.date`` is none.
    """
    years = (sources[iri].year for iri in definition.sources if iri in sources)
    return max((int(year) for year in years if year), default=None)
