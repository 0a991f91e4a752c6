"""The report for people: what a maintainer sees first, and that no wall of results hides it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tvet_skos.checks.report import Finding, Related, Report, Severity, Status
from tvet_skos.namespaces import SKOS
from tvet_skos.publish.reports.check import write_report
from tvet_skos.terms import IRI, BlankNode, Literal


def _section(text: str, heading: str) -> list[str]:
    """The lines from a heading to the next empty line."""
    lines = text.splitlines()
    start = lines.index(heading)
    return lines[start : lines.index("", start)]


def _of(report: Report, rule: str) -> Iterator[Finding]:
    return (finding for finding in report.findings if finding.rule == rule)


def test_related_nodes_are_shown_by_label_with_their_place(whole: Report) -> None:
    assert _section(write_report(whole), "Granite") == [
        "Granite",
        "  vocab/rocks.ttl:20:5  HI003  error  "
        "  The broader concept is reached another way. [Rock]",
        "      vocab/rocks.ttl:1:1  Rock",
        "                           <http://example.org/magma>",
        "    → Remove the relation.",
    ]


def test_what_is_gathered_reads_as_one_group_told_apart_by_address(whole: Report) -> None:
    heading = "3 concepts share the preferred label “Slate”."
    assert _section(write_report(whole), heading) == [
        heading,
        "  vocab/rocks.ttl:14:3  LB005  warning  Slate  <http://example.org/slate>",
        "  vocab/rocks.ttl:99:3                  Slate  <http://example.org/slate-2>",
        "  vocab/more.ttl:3:3                    Slate  <http://example.org/slate-3>",
        "    → Merge them, or say what sets them apart.",
    ]


def test_of_many_related_nodes_five_are_listed(whole: Report) -> None:
    (shortcut,) = _of(whole, "HI003")
    related = tuple(Related(IRI(f"http://example.org/n{n}"), f"Node {n}") for n in range(317))
    for finding, shown in (
        (replace(shortcut, related=related), 5),
        (replace(shortcut, related=related, gathered=True), 5),
    ):
        text = write_report(Report((finding,), "any", {}))
        assert text.count("Node ") == shown
        assert "… and 312 more\n" in text


def test_a_place_in_a_sheet_is_file_and_cell(whole: Report) -> None:
    assert "  proposal.xlsx:Definitions!C7  LB002  error    A label is empty.\n" in write_report(
        whole
    )


def test_a_rule_with_many_concepts_says_once_what_it_has_to_say(large: Report) -> None:
    text = write_report(large, show=30)
    lines = _section(text, "SC004  warning  Nothing explains the concept.  (300 findings)")
    assert lines[1] == "    → Add a definition."
    assert lines[2] == "  vocab/rocks.ttl:1:1   Rock 1"
    assert lines[-2] == "  vocab/rocks.ttl:30:1  Rock 30"
    assert lines[-1] == "  … and 270 more of SC004; --show lists more"
    assert text.count("Add a definition.") == 1


def test_a_message_is_the_heading_only_where_all_say_it(large: Report) -> None:
    first, *others = _of(large, "SC004")
    odd = replace(others.pop(), message="Quite another message.")
    text = write_report(Report((first, *others, odd), "any", {}), show=1)
    assert "SC004  warning  undocumented-concept  (300 findings)" in text
    assert "  vocab/rocks.ttl:1:1  Rock 1: Nothing explains the concept." in text


def test_of_several_messages_each_stands_once_above_its_places(large: Report) -> None:
    findings = [
        replace(f, message=f"The {'preferred' if n % 2 else 'alternative'} label is odd.")
        for n, f in enumerate(_of(large, "SC004"))
    ]
    text = write_report(Report(tuple(findings[:6]), "any", {}))
    assert _section(text, "SC004  warning  undocumented-concept  (6 findings)")[1:] == [
        "    → Add a definition.",
        "  The alternative label is odd.",
        "    vocab/rocks.ttl:1:1  Rock 1",
        "    vocab/rocks.ttl:3:1  Rock 3",
        "    vocab/rocks.ttl:5:1  Rock 5",
        "  The preferred label is odd.",
        "    vocab/rocks.ttl:2:1  Rock 2",
        "    vocab/rocks.ttl:4:1  Rock 4",
        "    vocab/rocks.ttl:6:1  Rock 6",
    ]


def test_hints_that_differ_in_names_only_are_given_once(large: Report) -> None:
    findings = [
        replace(f, hint=f'Remove "{f.label}".', message=f'"{f.label}" is too much.')
        for f in _of(large, "SC004")
    ]
    text = write_report(Report(tuple(findings[:6]), "any", {}))
    assert '  vocab/rocks.ttl:1:1  "Rock 1" is too much.\n    → Remove "Rock 1".\n' in text
    assert text.count("→") == 1


def test_a_message_that_says_what_it_is_about_has_no_label_before_it(whole: Report) -> None:
    (shortcut,) = _of(whole, "HI003")
    told = replace(shortcut, message='"Granite" has "Rock" as a broader concept twice.')
    text = write_report(Report((told,), "any", {}), "concise")
    assert text.endswith(' error "Granite" has "Rock" as a broader concept twice.\n')


def test_many_groups_of_one_rule_are_one_list_of_groups(whole: Report) -> None:
    (group,) = _of(whole, "LB005")
    groups = [
        replace(group, focus=IRI(f"{group.focus}{n}"), message=f"3 concepts are {n}.", line=n)
        for n in range(1, 8)
    ]
    lines = _section(
        write_report(Report(tuple(groups), "any", {})),
        "LB005  warning  duplicate-preflabel-in-scheme  (7 findings)",
    )
    assert lines[2:6] == [
        "  3 concepts are 1.",
        "      vocab/rocks.ttl:1:3   Slate  <http://example.org/slate1>",
        "      vocab/rocks.ttl:99:3  Slate  <http://example.org/slate-2>",
        "      vocab/more.ttl:3:3    Slate  <http://example.org/slate-3>",
    ]


def test_many_findings_begin_with_each_rule_and_one_example(large: Report) -> None:
    lines = write_report(large).splitlines()
    assert lines[:7] == [
        "1 error, 300 warnings, 0 infos in 400 concepts."
        " Each rule with its first finding; more of each below.",
        "",
        "  1  error    HI003  redundant-broader",
        "        vocab/rocks.ttl:20:5  Granite: The broader concept is reached another way. [Rock]",
        "300  warning  SC004  undocumented-concept",
        "        vocab/rocks.ttl:1:1  Rock 1: Nothing explains the concept.",
        "",
    ]
    assert len(lines) < 40


def test_few_findings_have_no_overview(whole: Report) -> None:
    assert write_report(whole).splitlines()[0] in ("Granite", "proposal.xlsx")


@pytest.mark.parametrize(
    ("severity", "number", "listed"),
    [
        (Severity.ERROR, 50, 20),
        (Severity.WARNING, 50, 20),
        (Severity.WARNING, 500, 10),
        (Severity.INFO, 50, 5),
        (Severity.INFO, 6, 6),
    ],
)
def test_the_graver_a_rule_the_more_of_it_is_listed(
    large: Report, severity: Severity, number: int, listed: int
) -> None:
    first = next(_of(large, "SC004"))
    findings = tuple(
        replace(first, focus=IRI(f"http://example.org/{n}"), concept=f"http://example.org/{n}",
                label=f"Rock {n}", severity=severity)
        for n in range(number)
    )  # fmt: skip
    text = write_report(Report(findings, "any", {}))
    lines = [line for line in text.splitlines() if line.startswith("  vocab/rocks.ttl")]
    assert len(lines) == listed
    assert (f"… and {number - listed} more of SC004" in text) is (number > listed)


def test_nothing_is_lost_where_nothing_is_to_be_shown(large: Report) -> None:
    assert "… and 300 more of SC004; --show lists more" in write_report(large, show=0)


def test_two_concepts_of_one_label_are_told_apart(large: Report) -> None:
    first, second, *_ = _of(large, "SC004")
    text = write_report(Report((first, replace(second, label="Rock 1")), "any", {}))
    assert _section(text, "Rock 1  <http://example.org/rock-1>")
    assert _section(text, "Rock 1  <http://example.org/rock-2>")


def test_a_value_that_the_message_has_is_not_repeated(whole: Report) -> None:
    (shortcut,) = _of(whole, "HI003")
    said = replace(shortcut, message="Rock is reached another way.", value=Literal("Rock"))
    assert "Rock is reached another way.\n" in write_report(Report((said,), "any", {}))


def test_of_a_change_only_what_is_new_is_listed(judged: Report) -> None:
    text = write_report(judged)
    assert _section(text, "Rock 1")
    assert "Rock 4" not in text and "SC006" not in text
    assert "\nfixed: Rock 2 (SC005), Rock 3 (SC005)\n" in text
    assert "\n3 existing, not shown; --show-existing lists them\n" in text
    *_, table, _, verdict = text.splitlines()
    assert table == "1  warning  SC004  undocumented-concept"
    assert verdict == ("0 errors, 1 warning, 0 infos in 4 changed concepts; 2 fixed, 3 existing")


def test_what_was_there_before_comes_after_what_is_new(judged: Report) -> None:
    lines = write_report(judged, show_existing=True).splitlines()
    assert lines.index("Rock 1") < lines.index("There before the change:") < lines.index("Rock 4")
    assert not [line for line in lines if "not shown" in line]


def test_what_a_change_fixed_is_one_short_line(judged: Report) -> None:
    first = next(_of(judged, "SC005"))
    fixed = (
        replace(first, focus=IRI(f"http://example.org/{n}"), status=Status.FIXED)
        for n in range(100)
    )
    text = write_report(Report(tuple(fixed), "any", {}))
    (line,) = [line for line in text.splitlines() if line.startswith("fixed: ")]
    assert line.count("(SC005)") == 10 and line.endswith(", … and 90 more")


def test_no_line_is_taken_for_a_command_by_a_build_server(hostile: Report) -> None:
    for name in ("text", "concise"):
        for line in write_report(hostile, name).split("\n"):
            assert not line.lstrip().startswith("::"), line
            assert "##[" not in line


def test_a_line_is_one_finding_where_editors_read_it(whole: Report) -> None:
    assert write_report(whole, "concise").splitlines() == [
        "proposal.xlsx:Definitions!C7: LB002 error A label is empty.",
        "vocab/rocks.ttl:20:5: HI003 error"
        " Granite: The broader concept is reached another way. [Rock]",
        "vocab/rocks.ttl:7:1: SC004 warning Rock 7: Nothing explains the concept.",
        "vocab/rocks.ttl:14:3: LB005 warning 3 concepts share the preferred label “Slate”.",
    ]


def test_a_line_without_a_place_begins_with_a_dash() -> None:
    finding = Finding("X1", "x", Severity.INFO, "It is odd.", "", focus=SKOS.Concept)
    text = write_report(Report((finding,), "any", {}), "concise")
    assert text == "-: X1 info skos:Concept: It is odd.\n"


def test_lines_for_editors_leave_out_what_the_change_did_not_bring(judged: Report) -> None:
    assert write_report(judged, "concise").count("\n") == 1
    with_existing = write_report(judged, "concise", show_existing=True)
    assert with_existing.count("(existing)") == 3 and "SC005" not in with_existing


def test_a_nameless_concept_is_named_once() -> None:
    node = BlankNode("c14n0")
    finding = Finding(
        "ID002", "concept-is-blank-node", Severity.ERROR, "It has no address.", "Give it one.",
        focus=node, label="Skill", concept="_:c14n0", concept_label="Skill",
    )  # fmt: skip
    text = write_report(Report((finding,), "any", {}))
    assert text.startswith("Skill\n  ID002  error    It has no address.\n")


def test_cells_are_told_row_by_row() -> None:
    places = ["row 10, column A", "row 9, column B", "Definitions!B9", "Definitions!AA9", "S!A10"]
    found = (
        Finding("IM001", "row-not-read", Severity.ERROR, "m", "h", file="a.xlsx", cell=cell)
        for cell in places
    )
    assert [f.cell for f in Report(tuple(found), "any", {}).findings] == [
        "Definitions!B9", "Definitions!AA9", "S!A10", "row 9, column B", "row 10, column A",
    ]  # fmt: skip


def test_the_faults_of_a_sheet_are_listed_in_the_order_of_its_rows() -> None:
    found = (
        Finding("IM001", "row-not-read", Severity.ERROR, "m", hint, file="a.xlsx", cell=cell)
        for cell, hint in (("S!A10", "a"), ("S!A9", "z"), ("S!B11", "z"))
    )
    lines = write_report(Report(tuple(found), "any", {})).splitlines()
    assert [line.split()[0] for line in lines if "IM001  e" in line][:3] == [
        "a.xlsx:S!A9", "a.xlsx:S!B11", "a.xlsx:S!A10",
    ]  # fmt: skip
