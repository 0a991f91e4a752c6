"""Choosing by name from a table, with an error that lists what there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from tvet_skos.errors import SettingsError

_Choice = TypeVar("_Choice")


def choose(table: Mapping[str, _Choice], name: str, what: str) -> _Choice:
    """The entry of that name.

    :param what: what the table holds, in the singular: ``"export format"``
    :raises SettingsError: there is none; the hint names all
    """
    if name not in table:
        raise SettingsError(
            f'there is no {what} "{name}"', hint=f"choose one of {', '.join(table)}"
        )
    return table[name]
