"""The words of the interface, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
"""The languages of the pages, each by its own name."""

_ONE = {"en": lambda number: number == 1, "fr": lambda number: number < 2}


class Texts:
    """Everything that pages say themselves, in one language.

    :param entries: key to text; ``{name}`` stands for what is filled in
    """

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, **values: object) -> str:
        """A text with its gaps filled; it is plain text, to be escaped where it is shown."""
        text = self.entries[key]
        return text.format_map(values) if values else text

    def counted(self, key: str, number: int, **values: object) -> str:
        """A number with its noun: of ``key.one`` and ``key.other`` the one that fits.

        >>> texts("en").counted("count.definitions", 1), texts("fr").counted("count.definitions", 2)
        ('1 definition', '2 définitions')
        """
        is_one = _ONE.get(self.language, _ONE["en"])(number)
        return self(f"{key}.{'one' if is_one else 'other'}", n=self.number(number), **values)

    def number(self, number: int) -> str:
        """A number as the language writes it: ``1,000``, and with a narrow space elsewhere."""
        return f"{number:,}".replace(",", "," if self.language == "en" else "\u202f")

    def date(self, iso: str) -> str:
        """A day in words; what is no day stays as it is.

        >>> texts("es").date("2026-11-03"), texts("en").date("2020")
        ('3 de noviembre de 2026', '2020')
        """
        year, _, rest = iso[:10].partition("-")
        month, _, day = rest.partition("-")
        if not (year.isdigit() and month.isdigit() and day.isdigit() and 1 <= int(month) <= 12):
            return iso
        name = self.entries["months"].split()[int(month) - 1]
        return self("date", day=int(day), month=name, year=year)

    def month(self, iso: str) -> str:
        """A month in words; a year stays as it is.

        >>> texts("fr").month("2026-11"), texts("fr").month("2020")
        ('novembre 2026', '2020')
        """
        year, _, month = iso[:7].partition("-")
        if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
            return iso
        return f"{self.entries['months'].split()[int(month) - 1]} {year}"

    def language_name(self, tag: str) -> str:
        """What a language is called; its tag where we do not know."""
        main, _, rest = tag.partition("-")
        name = self.entries.get(f"language.{main.lower()}", main)
        return f"{name} ({rest})" if rest else name or self("language.none")


@cache
def texts(language: str) -> Texts:
    """The words of the interface in one of ``LANGUAGES``."""
    content = files("tvet_skos.publish").joinpath("locale", f"{language}.toml").read_bytes()
    return Texts(language, dict(_flat(tomllib.loads(content.decode("utf-8")))))


def _flat(table: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Nested tables as pairs: ``[count] terms.one`` becomes ``count.terms.one``."""
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{before}{key}.")
        else:
            pairs.append((f"{before}{key}", str(value)))
    return pairs
