from __future__ import annotations

from pathlib import Path

import pytest

from tvet_skos.checks import Severity, check
from tvet_skos.checks.own_queries import own_queries, read_query_rule
from tvet_skos.errors import NotFound, QueryRefused, SettingsError
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import IRI, Literal, Triple

SKILL = IRI("https://example.org/terms/skill")
GRAPH = [
    Triple(SKILL, RDF.type, SKOS.Concept),
    Triple(SKILL, SKOS.prefLabel, Literal("Skill", "en")),
]
HEAD = "#+ rule: XY001\n#+ summary: The concept has no notation.\n#+ severity: info\n"
QUERY = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?focus ?message WHERE {
  ?focus a skos:Concept ; skos:prefLabel ?label
  FILTER NOT EXISTS { ?focus skos:notation ?code }
  BIND(CONCAT("No code for ", ?label) AS ?message)
}
"""


def _rule_file(folder: Path, text: str) -> Path:
    file = folder / "no-notation.rq"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_row_of_a_query_is_a_finding_of_its_rule(tmp_path: Path) -> None:
    rule = read_query_rule(_rule_file(tmp_path, HEAD + QUERY))
    report = check(GRAPH, "skos", also=[own_queries((rule,))])
    (finding,) = report.findings
    assert (finding.rule, finding.name, finding.severity) == (
        "XY001",
        "no-notation",
        Severity.INFO,
    )
    assert (finding.focus, finding.label, finding.message) == (SKILL, "Skill", "No code for Skill")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (QUERY, "does not say which rule"),
        (HEAD.replace("XY001", "my-rule") + QUERY, "does not say which rule"),
        (HEAD.replace("info", "grave") + QUERY, "'grave' is no severity"),
    ],
)
def test_a_head_that_lacks_something_is_refused_with_a_way_out(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint) as caught:
        read_query_rule(_rule_file(tmp_path, text))
    assert "#+" in str(caught.value.hint)


def test_a_query_without_a_focus_or_beyond_the_gate_is_refused(tmp_path: Path) -> None:
    blind = read_query_rule(_rule_file(tmp_path, HEAD + QUERY.replace("focus", "node")))
    with pytest.raises(SettingsError, match=r"\?focus"):
        check(GRAPH, "skos", also=[own_queries((blind,))])
    abroad = read_query_rule(
        _rule_file(tmp_path, HEAD + "SELECT ?focus { SERVICE <http://e/> { ?focus ?p ?o } }")
    )
    with pytest.raises(QueryRefused):
        check(GRAPH, "skos", also=[own_queries((abroad,))])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_query_rule(tmp_path / "none.rq")
