"""Names of columns: those of the exports, those of people, and those that are nearly right."""

from __future__ import annotations

import pytest

from tvet_skos.errors import InputError
from tvet_skos.ingest.pages import PageOptions
from tvet_skos.ingest.sheet_columns import (
    DEFINITIONS,
    SOURCES,
    find_columns,
    knows,
    nearest,
    require,
)
from tvet_skos.ingest.sheet_tables import Row, Table, column_letters
from tvet_skos.ingest.sheets import read_sheet
from tvet_skos.model import ConceptScheme
from tvet_skos.publish.sheets import definition_sheet, source_sheet
from tvet_skos.publish.template import template

OPTIONS = PageOptions(read_on="2026-11-23")


def table(*rows: tuple[str, ...], name: str = "Definitions") -> Table:
    return Table("a.xlsx", name, tuple(Row(n, cells) for n, cells in enumerate(rows, 1)))


def fields_of(*header: str) -> list[tuple[str, str | None]]:
    columns = find_columns(table(header), DEFINITIONS).columns
    return [(column.field.name, column.language) for column in columns]


def test_every_column_of_the_exports_is_known(scheme: ConceptScheme) -> None:
    for sheet, fields in ((definition_sheet(scheme), DEFINITIONS), (source_sheet(scheme), SOURCES)):
        header = tuple(column.name for column in sheet.columns)
        found = find_columns(table(header), fields)
        assert [column.header for column in found.columns] == list(header)
        assert {column.field.name for column in found.columns} == {
            name.partition("@")[0] for name in header
        }


def test_every_column_of_the_template_is_known() -> None:
    for columns, fields in ((template().definitions, DEFINITIONS), (template().sources, SOURCES)):
        found = find_columns(table(tuple(column.name for column in columns)), fields)
        assert found.remarks == () and len(found.columns) == len(columns)


def test_case_spaces_and_plural_of_a_name_do_not_matter() -> None:
    assert fields_of("PREFLABEL@EN", "Source Text", "source-evidence", "related term") == [
        ("prefLabel", "en"), ("sourceText", None), ("sourceEvidence", None), ("related", None),
    ]  # fmt: skip
    assert fields_of("altLabel@pt-br", " VALUE ") == [("altLabel", "pt-BR"), ("value", None)]


def test_definition_is_the_text_unless_the_text_has_a_column() -> None:
    assert fields_of("Term", "Definition") == [("prefLabel", None), ("value", None)]
    assert fields_of("definition", "value") == [("definition", None), ("value", None)]


def test_a_title_may_stand_above_the_names() -> None:
    rows = (("Our terms", ""), ("", ""), ("Term", "Definition"), ("Skill", "An ability."))
    assert find_columns(table(*rows), DEFINITIONS).first_row == 3


def test_a_name_that_is_nearly_right_is_not_read_and_the_right_one_is_told() -> None:
    found = find_columns(table(("Term", "value", "Locater", "Colour")), DEFINITIONS)
    assert [(r.cell, r.hint) for r in found.remarks] == [
        ("Definitions!C1", "did you mean 'locator'?"),
        ("Definitions!D1", "see tvet-skos template for the columns"),
    ]
    assert nearest("prefLable", DEFINITIONS) == "prefLabel"


def test_a_column_without_a_name_is_told_if_something_stands_in_it() -> None:
    found = find_columns(table(("Term", "", "value", ""), ("Skill", "lost", "A.")), DEFINITIONS)
    assert [(r.cell, r.message) for r in found.remarks] == [
        ("Definitions!B1", "the column has no name, so it was not read")
    ]


def test_what_is_no_language_after_the_at_sign_is_told() -> None:
    found = find_columns(table(("prefLabel@english lang", "value@en", "value")), DEFINITIONS)
    assert [r.cell for r in found.remarks] == ["Definitions!A1", "Definitions!B1"]
    assert "'english lang' is no language" in found.remarks[0].message


def test_two_columns_of_one_meaning_are_an_error_that_names_both() -> None:
    with pytest.raises(InputError, match=r"'Term' \(Definitions!A1\) and 'prefLabel'"):
        find_columns(table(("Term", "value", "prefLabel")), DEFINITIONS)


def test_what_is_missing_is_one_error_with_what_may_be_meant() -> None:
    columns = find_columns(table(("Trm", "Definitoin", "Language")), DEFINITIONS)
    with pytest.raises(
        InputError, match=r"lacks the column prefLabel .* and the column value"
    ) as e:
        require(columns)
    assert "did you mean 'term'?" in (e.value.hint or "")


@pytest.mark.parametrize("content", [b"Language\nen", b"Term\nSkill", b"hello world", b"\n\n1,2"])
def test_a_file_without_the_columns_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(InputError, match="lacks the column") as caught:
        read_sheet(content, OPTIONS, name="a.csv")
    assert caught.value.file == "a.csv" and caught.value.hint


def test_letters_of_columns_go_on_after_z() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_name_is_known_with_a_language_too() -> None:
    assert knows(DEFINITIONS, "Term@fr") and not knows(DEFINITIONS, "")
