"""A bad and a good example of each rule, as files that ship with the package."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple


class Example(NamedTuple):
    """The text of an example, and the language that it is in (``turtle``, ``csv``, ``toml``)."""

    text: str
    language: str


_LANGUAGES = {".ttl": "turtle", ".csv": "csv", ".tsv": "text", ".toml": "toml"}


def example(rule: str, verdict: str) -> Example | None:
    """The ``bad`` or the ``good`` example of a rule; ``None`` where there is none.

    >>> good = example("LB001", "good")
    >>> good is not None and "skos:prefLabel" in good.text
    True
    """
    folder = files("tvet_skos.checks").joinpath("examples")
    for suffix, language in _LANGUAGES.items():
        file = folder.joinpath(f"{rule}.{verdict}{suffix}")
        if file.is_file():
            return Example(file.read_text(encoding="utf-8"), language)
    return None
