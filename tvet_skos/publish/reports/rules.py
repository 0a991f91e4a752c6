"""The rules themselves, for people and programs: the list, and a page for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tvet_skos.checks import Rule, Severity, load_ruleset, messages, rules, ruleset_names
from tvet_skos.checks.examples import example
from tvet_skos.checks.rule import Fix, Scope
from tvet_skos.errors import NotFound
from tvet_skos.publish.choice import choose

FAMILIES = {
    "CF": "Configuration",
    "CO": "Contributions",
    "DF": "Definitions and their sources",
    "HI": "Hierarchy and relations",
    "ID": "IRIs",
    "IM": "Sheets and pages",
    "LB": "Labels",
    "LG": "Languages",
    "LK": "Links",
    "MP": "Mappings",
    "QU": "Kinds of values",
    "RD": "RDF",
    "RU": "Rules",
    "SC": "Schemes and documentation",
    "SH": "Shapes",
    "SK": "SKOS integrity",
    "SR": "The register of sources",
    "ST": "Statistics",
}
"""The letters that ids begin with, and what the rules are about."""

_SCOPES = {
    Scope.RECORD: "one record and what it names",
    Scope.KEY: "the records that share a label, a code or a text",
    Scope.GRAPH: "relations across records",
    Scope.WHOLE: "the whole vocabulary; not judged where only a change is",
    Scope.CHANGE: "a contribution",
    Scope.FILE: "a file",
    Scope.NETWORK: "addresses elsewhere; only with --links",
}
_FIXES = {Fix.NONE: "no", Fix.SAFE: "tvet-skos clean", Fix.UNSAFE: "tvet-skos clean --unsafe"}


def write_rules(name: str = "text") -> str:
    """The list of all rules in a format of ``RULES_FORMATS``.

    :raises SettingsError: there is no such format
    """
    return choose(RULES_FORMATS, name, "format of the list of rules")(rules())


def rule_named(id_or_name: str) -> Rule:
    """The rule with an id or a name, in any case.

    :raises NotFound: there is none

    >>> rule_named("lb001").name
    'missing-preflabel'
    """
    asked = id_or_name.casefold()
    for rule in rules():
        if asked in (rule.id.casefold(), rule.name):
            return rule
    near = tuple(r.id for r in rules() if asked[:2] == r.id[:2].casefold() or asked in r.name)
    hint = "`tvet-skos rules` lists them all"
    raise NotFound(f"there is no rule {id_or_name!r}", suggestions=near[:3], hint=hint)


def severities(rule: Rule) -> dict[str, Severity | None]:
    """How grave a rule is in each ruleset; ``None`` where it is not applied."""
    return {name: load_ruleset(name).severity(rule) for name in ruleset_names()}


def rule_page(rule: Rule) -> str:
    """All about one rule, as Markdown: what it says, how grave it is, a bad and a good example."""
    return "\n".join(_page(rule, "#")) + "\n"


def rule_pages() -> str:
    """The pages of all rules, one after the other, by family."""
    lines: list[str] = []
    family = ""
    for rule in rules():
        if rule.id[:2] != family:
            family = rule.id[:2]
            lines += [f"## {FAMILIES[family]}", ""]
        lines += [*_page(rule, "###"), ""]
    return "\n".join(lines).rstrip() + "\n"


def _page(rule: Rule, mark: str) -> Iterator[str]:
    yield f"{mark} {rule.id} {rule.name}"
    yield ""
    for message, hint in messages(rule):
        yield f"- {message} *{hint}*"
    yield ""
    grave = severities(rule)
    yield "| " + " | ".join(("sees", "repaired by", *grave)) + " |"
    yield "|---|---|" + "---|" * len(grave)
    shown = (str(severity or "–") for severity in grave.values())
    yield "| " + " | ".join((_SCOPES[rule.scope], _FIXES[rule.fix], *shown)) + " |"
    if rule.reference:
        yield ""
        yield f"From: {rule.reference}."
    for verdict, heading in (("bad", "Not so:"), ("good", "But so:")):
        shown_as = example(rule.id, verdict)
        if shown_as is not None:
            yield from ("", heading, "", f"```{shown_as.language}", shown_as.text.rstrip(), "```")


def rules_text(chosen: Iterable[Rule]) -> str:
    """A line a rule: id, severity, what repairs it, and its name."""
    lines = [
        f"{rule.id}  {rule.severity.value:<7}  {rule.fix.value:<6}  {rule.name}" for rule in chosen
    ]
    heading = "id     severity  clean   name"
    return "\n".join([heading, *lines, ""])


def rules_json(chosen: Iterable[Rule]) -> str:
    """All that is known of each rule, as JSON."""
    return json.dumps([_facts(rule) for rule in chosen], ensure_ascii=False, indent=1) + "\n"


def _facts(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity.value,
        "scope": rule.scope.value,
        "fix": rule.fix.value,
        "kind": rule.kind,
        "reference": rule.reference,
        "messages": [{"message": message, "hint": hint} for message, hint in messages(rule)],
        "rulesets": {name: grave and grave.value for name, grave in severities(rule).items()},
        "examples": {
            verdict: found.text if (found := example(rule.id, verdict)) else ""
            for verdict in ("bad", "good")
        },
    }


def rules_markdown(chosen: Iterable[Rule]) -> str:
    """A table of the rules: id, name, what the first message says, severity in each ruleset."""
    names = ruleset_names()
    lines = [
        f"| id | name | what it says | clean | {' | '.join(names)} |",
        f"|---|---|---|---|{'---|' * len(names)}",
    ]
    for rule in chosen:
        grave = " | ".join(str(severity or "–") for severity in severities(rule).values())
        said = messages(rule)[0][0].replace("|", "\\|")
        lines.append(f"| {rule.id} | {rule.name} | {said} | {rule.fix.value or '–'} | {grave} |")
    return "\n".join(lines) + "\n"


RULES_FORMATS: Mapping[str, Callable[[Iterable[Rule]], str]] = {
    "text": rules_text,
    "json": rules_json,
    "markdown": rules_markdown,
}
"""Format to writer of the list of rules."""
