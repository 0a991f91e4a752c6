"""Settings of a vocabulary: read from the nearest ``tvet-skos.toml``, passed in, never global."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tvet_skos.errors import SettingsError

FILE_NAME = "tvet-skos.toml"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding that is known and wanted: one ``[[check.suppress]]`` of ``tvet-skos.toml``."""

    rule: str
    """The id of the rule."""
    focus: str
    """The IRI of the record, or a pattern with ``*``."""
    reason: str
    """Why it is no fault here."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Every key of ``[check]`` in ``tvet-skos.toml``."""

    select: tuple[str, ...] = ()
    """Rules to apply beside those of the ruleset: ids or prefixes of ids."""
    ignore: tuple[str, ...] = ()
    """Rules to leave out: ids or prefixes of ids."""
    severity: Mapping[str, str] = field(default_factory=dict)
    """Rule to ``error``, ``warning`` or ``info``."""
    suppress: tuple[Suppression, ...] = ()
    """Findings that are known and wanted, each with ``rule``, ``focus`` and ``reason``."""
    baseline: Path | None = None
    """A file of known findings: only others count."""
    shapes: tuple[Path, ...] = ()
    """SHACL files of your own that are applied too."""
    queries: tuple[Path, ...] = ()
    """SPARQL queries of your own, each a rule: every row that it gives is a finding."""
    copies: tuple[Path, ...] = ()
    """Copies of other vocabularies, in which the targets of mappings are looked up."""
    languages: tuple[str, ...] = ()
    """The languages that labels are expected in; empty: the six of the United Nations."""
    licences: tuple[str, ...] = ()
    """Addresses of licences of sources that may be quoted word for word; none: not judged."""
    required_languages: tuple[str, ...] = ()
    """The languages that every concept has a preferred label in; empty: those of the others."""
    label_case: str = ""
    """How preferred labels begin, ``lower`` or ``upper``; empty: as they like."""
    label_number: str = ""
    """``singular``, where preferred labels are to be in the singular; empty: as they like."""
    iri_pattern: str = ""
    """A regular expression for what follows the base in the IRI of a concept; empty: anything."""


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
    check: CheckSettings = field(default_factory=CheckSettings)
    """The table ``[check]``, see below."""


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
    _require_known(content, Settings, str(file))
    table = content.pop("check", {})
    for key, value in content.items():
        if not isinstance(value, str):
            raise SettingsError(f"{key} must be a text in quotes", file=str(file))
    if "base" in content:
        base_iri(content["base"], file=str(file))
    if content.get("language"):
        language_tag(content["language"], file=str(file))
    paths = {k: file.parent / content[k] for k in ("vocabulary", "output") if k in content}
    return replace(Settings(check=_read_check(table, file)), **(content | paths))


def _require_known(table: Mapping[str, Any], cls: type, file: str, name: str = "") -> None:
    known = sorted(each.name for each in fields(cls))
    for key in table:
        if key not in known:
            raise SettingsError(
                f"unknown key {key!r}{f' in {name}' if name else ''}",
                file=file,
                hint=f"known keys: {', '.join(known)}",
            )


def _read_check(table: Any, file: Path) -> CheckSettings:
    if not isinstance(table, dict):
        raise SettingsError("check must be a table: [check]", file=str(file))
    _require_known(table, CheckSettings, str(file), "[check]")
    read = {key: _CHECK_KEYS[key](value, key, file) for key, value in table.items()}
    return CheckSettings(**read)


def _texts(value: Any, key: str, file: Path) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise SettingsError(f"check.{key} must be a list of texts in quotes", file=str(file))


def _paths(value: Any, key: str, file: Path) -> tuple[Path, ...]:
    return tuple(file.parent / item for item in _texts(value, key, file))


def _path(value: Any, key: str, file: Path) -> Path:
    return file.parent / _text(value, key, file)


def _text(value: Any, key: str, file: Path) -> str:
    if isinstance(value, str):
        return value
    raise SettingsError(f"check.{key} must be a text in quotes", file=str(file))


def _one_of(*choices: str) -> Callable[[Any, str, Path], str]:
    def read(value: Any, key: str, file: Path) -> str:
        if value in ("", *choices):
            return str(value)
        named = " or ".join(f'"{choice}"' for choice in choices)
        raise SettingsError(f"check.{key} is {named}", file=str(file))

    return read


def _pattern(value: Any, key: str, file: Path) -> str:
    try:
        return re.compile(_text(value, key, file)).pattern
    except re.error as error:
        message = f"check.{key} is no regular expression: {error}"
        raise SettingsError(message, file=str(file)) from error


def _languages(value: Any, key: str, file: Path) -> tuple[str, ...]:
    return tuple(language_tag(tag, file=str(file)) for tag in _texts(value, key, file))


def _severities(value: Any, key: str, file: Path) -> dict[str, str]:
    if isinstance(value, dict) and set(value.values()) <= {"error", "warning", "info"}:
        return {str(rule): str(severity) for rule, severity in value.items()}
    raise SettingsError(
        f"check.{key} gives each rule one of error, warning, info",
        file=str(file),
        hint='such as LB007 = "warning" below [check.severity]',
    )


def _suppressions(value: Any, _key: str, file: Path) -> tuple[Suppression, ...]:
    asked = [each.name for each in fields(Suppression)]
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, dict) or sorted(entry) != sorted(asked) or not all(
            isinstance(text, str) and text for text in entry.values()
        ):  # fmt: skip
            raise SettingsError(
                f"each [[check.suppress]] has {', '.join(asked)}, all of them texts", file=str(file)
            )
    return tuple(Suppression(**entry) for entry in value)


_CHECK_KEYS: Mapping[str, Callable[[Any, str, Path], Any]] = {
    "select": _texts,
    "ignore": _texts,
    "severity": _severities,
    "suppress": _suppressions,
    "baseline": _path,
    "shapes": _paths,
    "copies": _paths,
    "queries": _paths,
    "languages": _languages,
    "licences": _texts,
    "required_languages": _languages,
    "label_case": _one_of("lower", "upper"),
    "label_number": _one_of("singular"),
    "iri_pattern": _pattern,
}


_BASE = re.compile(r"https?://[^\s<>\"{}|^`\\?#]+/")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def base_iri(text: str, *, file: str | None = None) -> str:
    """A base under which IRIs can be minted.

    :raises SettingsError: it is no http(s) address that ends in ``/``
    """
    if _BASE.fullmatch(text):
        return text
    hint = "a base begins with https:// and ends in /, as https://example.org/terms/"
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
