"""Rulesets: which rules are applied, and how grave each is, without touching a shape."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Rule
from tvet_skos.errors import SettingsError
from tvet_skos.settings import CheckSettings


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A named choice of rules; ``select`` and ``ignore`` hold ids, prefixes of ids, or ``*``."""

    name: str
    summary: str
    select: tuple[str, ...] = ("*",)
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] | None = field(default=None, hash=False)

    def severity(self, rule: Rule) -> Severity | None:
        """How grave a rule is here; ``None`` where it is not applied. The longest match decides."""
        chosen = max((len(p) for p in self.select if _covers(p, rule.id)), default=-1)
        left_out = max((len(p) for p in self.ignore if _covers(p, rule.id)), default=-1)
        if chosen < 0 or left_out >= chosen:
            return None
        return (self.severities or {}).get(rule.id, rule.severity)

    def only(self, patterns: Iterable[str]) -> Ruleset:
        """The rules that the patterns name and no others, as grave as here."""
        return replace(self, select=tuple(patterns), ignore=())

    def without(self, patterns: Iterable[str]) -> Ruleset:
        """This ruleset less the rules that the patterns name, however it came to choose them."""
        patterns = tuple(patterns)
        select = tuple(p for p in self.select if not any(_covers(each, p) for each in patterns))
        return replace(self, select=select, ignore=(*self.ignore, *patterns))

    def adjusted(self, settings: CheckSettings) -> Ruleset:
        """This ruleset as ``[check]`` of ``tvet-skos.toml`` changes it."""
        chosen = replace(
            self,
            select=(*self.select, *settings.select),
            severities={
                **(self.severities or {}),
                **{rule: Severity(grave) for rule, grave in settings.severity.items()},
            },
        )
        return chosen.without(settings.ignore)


def _covers(pattern: str, rule_id: str) -> bool:
    return pattern == "*" or rule_id.startswith(pattern)


def ruleset_names() -> tuple[str, ...]:
    """The rulesets that ship with the package, sorted."""
    return tuple(
        sorted(
            f.name.removesuffix(".toml") for f in _folder().iterdir() if f.name.endswith(".toml")
        )
    )


@cache
def load_ruleset(name: str) -> Ruleset:
    """A ruleset by its name.

    :raises SettingsError: there is none of that name
    """
    file = _folder().joinpath(f"{name}.toml")
    if name not in ruleset_names():
        raise SettingsError(
            f"there is no ruleset {name!r}", hint=f"choose one of {', '.join(ruleset_names())}"
        )
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return Ruleset(
        name,
        content["summary"],
        tuple(content.get("select", ["*"])),
        tuple(content.get("ignore", [])),
        {rule: Severity(value) for rule, value in content.get("severity", {}).items()},
    )


def _folder() -> Any:
    return files("tvet_skos.checks").joinpath("rulesets")
