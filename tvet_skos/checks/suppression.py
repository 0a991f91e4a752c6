"""Findings that are known: wanted ones, with a reason, and old ones, kept in a baseline file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tvet_skos.checks.report import Finding, Report, Severity, Status
from tvet_skos.checks.rule import Rule, Scope
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.errors import SettingsError
from tvet_skos.settings import FILE_NAME, Suppression
from tvet_skos.terms import IRI, is_iri

UNUSED = Rule(
    "CF001",
    "unused-suppression",
    Severity.WARNING,
    "A suppression hides nothing any more.",
    f"Remove it from {FILE_NAME}, so that the fault is seen if it comes back.",
    Scope.FILE,
    reference="Practice of linters",
)
"""What is said of a suppression that nothing needs."""


LookedFor = Callable[[str], bool]
"""Whether the findings of a rule, all of them, were looked for: only then one can be gone."""


def everything(rules: Iterable[Rule], ruleset: Ruleset, links: bool = False) -> LookedFor:
    """What a check of a whole vocabulary looks for: the rules that the ruleset applies.

    :param rules: all that there are; a rule of another id, of a shape, say, counts as looked for
    :param links: whether links were followed
    """
    known = {rule.id: rule for rule in rules}
    elsewhere = {Scope.CHANGE} if links else {Scope.CHANGE, Scope.NETWORK}

    def looked_for(rule_id: str) -> bool:
        rule = known.get(rule_id)
        if rule is None:
            return True
        is_asked = ruleset.severity(rule) is not None or rule.scope is Scope.NETWORK
        return is_asked and rule.scope not in elsewhere

    return looked_for


def nothing(_: str) -> bool:
    """What a check of a change looks for in the whole vocabulary."""
    return False


def _all(_: str) -> bool:
    return True


def suppressed(
    report: Report, wanted: Iterable[Suppression], looked_for: LookedFor = _all
) -> Report:
    """The report without the findings that somebody gave a reason for.

    A suppression that hides nothing is a finding of its own (CF001), where its rule was looked for.
    """
    wanted = tuple(wanted)
    if not wanted:
        return report
    used: set[Suppression] = set()
    kept = []
    for finding in report.findings:
        hiding = [s for s in wanted if _hides(s, finding)]
        used.update(hiding)
        if not hiding:
            kept.append(finding)
    kept += [_unused(each) for each in wanted if each not in used and looked_for(each.rule)]
    return replace(report, findings=tuple(kept))


def _hides(suppression: Suppression, finding: Finding) -> bool:
    if suppression.rule != finding.rule:
        return False
    nodes = (finding.focus, finding.concept)
    return any(fnmatchcase(str(node or ""), _pattern(suppression.focus)) for node in nodes)


def _pattern(focus: str) -> str:
    """Only ``*`` is special: brackets and question marks are characters of IRIs."""
    return focus.replace("[", "[[]").replace("?", "[?]")


def _unused(suppression: Suppression) -> Finding:
    about = f"{suppression.rule} at {suppression.focus} ({suppression.reason})"
    return Finding(
        UNUSED.id,
        UNUSED.name,
        UNUSED.severity,
        f"The suppression of {about} hides nothing any more.",
        UNUSED.hint,
        file=FILE_NAME,
    )


def baseline_json(report: Report) -> str:
    """The findings that stand, as a baseline file: a later check counts only others."""
    known = {
        f.fingerprint: {
            "rule": f.rule,
            "name": f.name,
            "severity": f.severity.value,
            "focus": "" if f.focus is None else str(f.focus),
            "label": f.label,
            "message": f.message,
        }
        for f in report.open
    }
    return (
        json.dumps({"findings": dict(sorted(known.items()))}, ensure_ascii=False, indent=1) + "\n"
    )


def against_baseline(report: Report, file: Path, looked_for: LookedFor = _all) -> Report:
    """The report with each finding marked as new or known, and those of the file that are gone.

    Gone is only what was looked for: what another choice of rules did not see is still there.

    :raises SettingsError: the file is missing or no baseline
    """
    known = require_baseline(file)
    findings = [
        replace(f, status=Status.EXISTING if f.fingerprint in known else Status.NEW)
        for f in report.findings
        if f.status is None
    ]
    judged = [f for f in report.findings if f.status is not None]
    present = {f.fingerprint for f in report.findings}
    gone = [
        _expired(facts)
        for print_, facts in known.items()
        if print_ not in present and looked_for(facts["rule"])
    ]
    return replace(report, findings=(*findings, *judged, *gone))


def require_baseline(file: Path) -> dict[str, dict[str, str]]:
    """Fingerprint to what a baseline file says of the finding.

    :raises SettingsError: the file is missing or no baseline
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        known: dict[str, dict[str, str]] = content["findings"]
        for facts in known.values():
            Severity(facts["severity"])
            facts["rule"], facts["name"], facts["message"], facts["focus"], facts["label"]
    except FileNotFoundError as error:
        raise SettingsError(
            "there is no baseline file", file=str(file), hint="make it with --update-baseline"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            "is no baseline file",
            file=str(file),
            hint="name another file, or remove it and make it again with --update-baseline",
        ) from error
    return known


def _expired(facts: dict[str, Any]) -> Finding:
    return Finding(
        facts["rule"],
        facts["name"],
        Severity(facts["severity"]),
        facts["message"],
        "",
        focus=IRI(facts["focus"]) if is_iri(facts["focus"]) else None,
        label=facts["label"],
        status=Status.FIXED,
    )
