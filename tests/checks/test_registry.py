from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tvet_skos.checks import Policy, check, load_ruleset, require_known, rules
from tvet_skos.checks.examples import example
from tvet_skos.checks.judging import Rulebook
from tvet_skos.checks.registry import rulebook
from tvet_skos.checks.rule import RecordRule
from tvet_skos.errors import NotFound, SettingsError
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.publish.reports.rules import FAMILIES, rule_named, rule_page, write_rules
from tvet_skos.terms import IRI, Literal, Triple

SKILL = IRI("https://example.org/terms/skill")
GRAPH = [Triple(SKILL, RDF.type, SKOS.Concept), Triple(SKILL, SKOS.broader, SKILL)]


def test_ids_and_names_are_stable_in_form_and_unique() -> None:
    ids = [rule.id for rule in rules()]
    names = [rule.name for rule in rules()]
    assert ids == sorted(set(ids))
    assert len(names) == len(set(names))
    for rule in rules():
        assert re.fullmatch(r"[A-Z]{2}\d{3}", rule.id), rule
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name), rule
        assert rule.message.endswith("."), rule
        assert rule.hint.endswith("."), rule
        assert rule.id[:2] in FAMILIES, rule


def test_every_rule_has_a_bad_and_a_good_example() -> None:
    """But the one that says that a rule has failed, of which there is no example in data."""
    lacking = {r.id for r in rules() for v in ("bad", "good") if example(r.id, v) is None}
    assert lacking == {"RU001"}


def test_the_page_of_a_rule_shows_severities_and_both_examples() -> None:
    page = rule_page(rule_named("lb005"))
    assert page.startswith("# LB005 duplicate-preflabel-in-scheme")
    assert page.count("```turtle") == 2
    assert "contribution" in page


def test_a_rule_is_found_by_its_name_too_and_a_wrong_one_is_refused() -> None:
    assert rule_named("missing-preflabel").id == "LB001"
    with pytest.raises(NotFound, match="XX001"):
        rule_named("XX001")


def test_the_list_of_rules_is_there_for_programs() -> None:
    listed = json.loads(write_rules("json"))
    assert [entry["id"] for entry in listed] == [rule.id for rule in rules()]
    assert all(entry["messages"] for entry in listed)


def test_ids_that_no_rule_has_are_refused_with_the_nearest() -> None:
    require_known(["*", "LB", "SK013"])
    with pytest.raises(SettingsError) as caught:
        require_known(["LB0O5"])
    assert "LB005" in str(caught.value.hint)


def test_a_rule_that_crashes_is_a_finding_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = rulebook(load_ruleset("any"), Policy())
    broken = next(r for r in whole.records if r.rule.id == "HI002")

    def crash(graph: object, node: object) -> object:
        raise ZeroDivisionError("so it is")

    book: Rulebook = replace(
        whole,
        records=(RecordRule(broken.rule, crash), *whole.records),  # type: ignore[arg-type]
    )
    monkeypatch.setattr("tvet_skos.checks.run.rulebook", lambda *_: book)
    report = check(GRAPH, "skos")
    (failed,) = [f for f in check(GRAPH, "any").findings if f.rule == "RU001"]
    assert "HI002" in failed.message
    assert "so it is" in failed.message
    assert "HI002" in {f.rule for f in check(GRAPH, "any").findings}
    assert "RU001" in {f.rule for f in report.findings}, "said whatever was selected"


def test_expected_languages_can_be_chosen() -> None:
    labelled = [
        Triple(SKILL, RDF.type, SKOS.Concept),
        Triple(SKILL, SKOS.prefLabel, Literal("Fertigkeit", "de")),
    ]

    def unexpected(languages: tuple[str, ...]) -> bool:
        found = check(labelled, "glossary", policy=Policy(languages=languages)).findings
        return "LG007" in {f.rule for f in found}

    assert unexpected(())
    assert unexpected(("en", "fr"))
    assert not unexpected(("de",))


def test_select_and_ignore_of_the_settings_adjust_a_ruleset() -> None:
    ruleset = load_ruleset("skos").only(["HI002"])
    assert {f.rule for f in check(GRAPH, ruleset).findings} == {"HI002"}
    assert not check(GRAPH, ruleset.without(["HI"])).findings
