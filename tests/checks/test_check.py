from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tvet_skos.checks import (
    Report,
    Ruleset,
    Severity,
    check,
    load_ruleset,
    placed,
    rules,
    ruleset_names,
    syntax_finding,
)
from tvet_skos.checks.requested import own_shapes
from tvet_skos.errors import SettingsError, SyntaxFault, ValidationFailed
from tvet_skos.namespaces import DC, DEFAULT_BASE, RDF, SH, SKOS
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary
from tvet_skos.terms import IRI, Literal, Triple

CONCEPT = IRI(DEFAULT_BASE + "micro-credential")


def _without_citation(bundled: Vocabulary) -> list[Triple]:
    iri = bundled.scheme.concepts[0].definitions[0].iri
    return [t for t in bundled.triples if (t.subject, t.predicate) != (iri, DC.source)]


def test_the_bundled_vocabulary_has_no_error_and_no_warning(bundled: Vocabulary) -> None:
    report = check(bundled.triples)
    assert report.conforms
    assert report.summary["warning"] == 0, [f.message for f in report.of(Severity.WARNING)]
    assert report.counts["concepts"] == len(bundled.scheme.concepts)


def test_a_definition_without_its_citation_is_an_error(bundled: Vocabulary) -> None:
    report = check(_without_citation(bundled))
    (finding,) = report.of(Severity.ERROR)
    assert finding.rule == "DF017"
    assert finding.label.startswith("definition 1 of ")
    assert finding.concept == bundled.scheme.concepts[0].iri
    assert finding.hint


def test_findings_have_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(
        f"@prefix skos: <{SKOS.iri}> .\n<http://e/s> a skos:ConceptScheme .\n\n"
        '<http://e/x> a skos:Concept ; skos:inScheme <http://e/s> ;\n  skos:prefLabel "X"@en ;\n'
        '  skos:altLabel "X"@en .\n'
    )
    vocabulary = read_vocabulary(file)
    report = placed(check(vocabulary.triples, "skos"), vocabulary.documents)
    (finding,) = report.findings
    assert (finding.rule, finding.line) == ("SK013", 6)
    assert finding.file.endswith("x.ttl")


def test_a_missing_property_is_placed_at_its_subject(bundled: Vocabulary) -> None:
    report = placed(check(_without_citation(bundled)), bundled.documents)
    (finding,) = report.of(Severity.ERROR)
    lines = Path(finding.file).read_text(encoding="utf-8").splitlines()
    assert (
        "#def-" in lines[(finding.line or 0) - 1] or "dc:source" in lines[(finding.line or 0) - 1]
    )


def test_the_ruleset_decides_what_is_judged_and_how_gravely(bundled: Vocabulary) -> None:
    unsourced = check(bundled.triples, "contribution").of(Severity.ERROR)
    assert {f.rule for f in unsourced} == {"DF002"}
    assert {f.severity for f in check(bundled.triples).findings if f.rule == "DF002"} == {
        Severity.INFO
    }
    assert not check(bundled.triples, "skos").findings


def test_other_peoples_plain_definitions_are_no_fault_outside_the_glossary_ruleset() -> None:
    concept = IRI("http://e/x")
    graph = [
        Triple(concept, IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), SKOS.Concept),
        Triple(concept, SKOS.prefLabel, Literal("X", "en")),
        Triple(concept, SKOS.definition, Literal("A plain text of some length.", "en")),
    ]
    assert "DF026" in {f.rule for f in check(graph, "glossary").findings}
    assert "DF026" not in {f.rule for f in check(graph, "any").findings}


def test_rulesets_can_be_chosen_by_name_only_among_those_there_are() -> None:
    assert set(ruleset_names()) >= {"glossary", "contribution", "skos", "any"}
    with pytest.raises(SettingsError, match="no ruleset") as caught:
        load_ruleset("../../etc/passwd")
    assert "glossary" in str(caught.value.hint)


def test_every_rule_that_a_ruleset_names_exists() -> None:
    known = {rule.id for rule in rules()}
    for name in ruleset_names():
        for id_ in load_ruleset(name).severities or {}:
            assert id_ in known, (name, id_)


def test_the_longest_match_decides_between_select_and_ignore() -> None:
    rule = next(r for r in rules() if r.id == "DF002")
    assert Ruleset("x", "", ("*",), ("DF",)).severity(rule) is None
    assert Ruleset("x", "", ("DF002",), ("DF",)).severity(rule) is rule.severity
    assert Ruleset("x", "", ("SK",)).severity(rule) is None


def test_an_ill_formed_shape_is_told_and_never_taken_for_a_verdict_on_the_data() -> None:
    shape = IRI("http://e/s")
    broken = [
        Triple(shape, RDF.type, SH.NodeShape),
        Triple(shape, SH.targetNode, CONCEPT),
        Triple(shape, SH + "in", Literal("no list")),
    ]
    data = [Triple(CONCEPT, SKOS.prefLabel, Literal("x", "en"))]
    report = check(data, "skos", also=[own_shapes(broken)])
    assert {(f.rule, f.focus) for f in report.findings} == {("SH001", shape)}


def test_shapes_that_nobody_can_apply_are_a_failure_and_no_verdict() -> None:
    shape = IRI("http://e/s")
    script = [Triple(shape, SH.targetNode, CONCEPT), Triple(shape, SH.js, shape)]
    with pytest.raises(ValidationFailed):
        check([], "skos", also=[own_shapes(script)])


def test_fingerprints_do_not_change_when_lines_move(bundled: Vocabulary) -> None:
    report = placed(check(_without_citation(bundled)), bundled.documents)
    for finding in report.findings:
        moved = replace(finding, line=(finding.line or 0) + 7, column=1, file="elsewhere.ttl")
        assert moved.fingerprint == finding.fingerprint
    prints = [f.fingerprint for f in report.findings]
    assert len(set(prints)) == len(prints)


def test_reports_are_in_order_and_count_all_severities(bundled: Vocabulary) -> None:
    report = check(_without_citation(bundled))
    ranks = [f.severity.rank for f in report.findings]
    assert ranks == sorted(ranks)
    assert sum(report.summary.values()) == len(report.findings)
    assert Report((), "x", {}).conforms


def test_a_file_that_is_not_well_formed_is_a_finding() -> None:
    finding = syntax_finding(SyntaxFault("no dot", file="a.ttl", line=3, column=4))
    assert (finding.rule, finding.file, finding.line) == ("RD001", "a.ttl", 3)
    assert "no dot" in finding.message
