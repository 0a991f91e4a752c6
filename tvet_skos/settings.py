"""Settings of a vocabulary: read from the nearest ``tvet-skos.toml``, passed in, never global."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tvet_skos.errors import SettingsError

FILE_NAME = "tvet-skos.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every key of ``tvet-skos.toml``; paths in the file are relative to it."""

    vocabulary: Path | None = None
    """The vocabulary folder or file; else ``./vocab``, else the bundled one."""
    base: str = "https://w3id.org/tvet-skos/glossary/"
    """Where IRIs are minted in a vocabulary that declares no scheme yet."""
    language: str = ""
    """The language of pages that are read in, as a BCP 47 tag; else that of the scheme's title."""
    output: Path = Path("public")
    """The folder that ``build`` writes."""
    ruleset: str = "glossary"
    """The rules that ``check`` and ``build`` apply."""


def load_settings(start: Path) -> Settings:
    """The settings in force in a folder: those of the nearest file upwards, else the defaults.

    :raises SettingsError: the file is no TOML, has an unknown key or a value of another type
    """
    file = settings_file(start)
    return _read(file) if file else Settings()


def settings_file(start: Path) -> Path | None:
    """The nearest ``tvet-skos.toml`` upwards from a folder, if there is one."""
    files = (folder / FILE_NAME for folder in (start, *start.parents))
    return next((file for file in files if file.is_file()), None)


def _read(file: Path) -> Settings:
    content: dict[str, Any]
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"cannot be read: {error}", file=str(file)) from error
    known = {field.name for field in fields(Settings)}
    for key, value in content.items():
        if key not in known:
            raise SettingsError(
                f"unknown key {key!r}",
                file=str(file),
                hint=f"known keys: {', '.join(sorted(known))}",
            )
        if not isinstance(value, str):
            raise SettingsError(f"{key} must be a text in quotes", file=str(file))
    if "base" in content:
        base_iri(content["base"], file=str(file))
    if content.get("language"):
        language_tag(content["language"], file=str(file))
    paths = {k: file.parent / content[k] for k in ("vocabulary", "output") if k in content}
    return replace(Settings(), **(content | paths))


_BASE = re.compile(r"https?://[^\s<>\"{}|^`\\?#]+/")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def base_iri(text: str, *, file: str | None = None) -> str:
    """A base under which IRIs can be minted.

    :raises SettingsError: it is no http(s) address that ends in ``/``
    """
    if _BASE.fullmatch(text):
        return text
    hint = "a base looks like https://example.org/terms/"
    raise SettingsError(f"{text!r} is no base for IRIs", file=file, hint=hint)


def language_tag(text: str, *, file: str | None = None) -> str:
    """A well-formed language tag.

    :raises SettingsError: it is none
    :source: RFC 5646, section 2.1
    """
    if _TAG.fullmatch(text):
        return text
    raise SettingsError(f"{text!r} is no language tag", file=file, hint="such as en, fr or pt-BR")


def today(environ: Mapping[str, str]) -> str:
    """Today as ``YYYY-MM-DD``, or the day that SOURCE_DATE_EPOCH names (UTC).

    :raises SettingsError: SOURCE_DATE_EPOCH is no number of seconds

    >>> today({"SOURCE_DATE_EPOCH": "0"})
    '1970-01-01'
    """
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today().isoformat()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970"
        ) from error
