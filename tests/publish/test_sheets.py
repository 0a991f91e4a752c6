"""One row a definition, in columns that the JSON-LD context names."""

import csv
import io
import json

from tvet_skos.model import ConceptScheme
from tvet_skos.publish.characters import restored
from tvet_skos.publish.sheets import definition_sheet, listed, source_sheet, write_csv
from tvet_skos.resources import resource


def _rows(scheme: ConceptScheme) -> list[dict[str, str]]:
    sheet = definition_sheet(scheme)
    return [dict(zip([c.name for c in sheet.columns], row, strict=True)) for row in sheet.rows]


def test_every_definition_has_a_row_and_so_has_a_concept_without_any(
    hostile: ConceptScheme,
) -> None:
    rows = _rows(hostile)
    by_status = {
        status: [r for r in rows if r["status"] == status]
        for status in ("live", "replaced", "none")
    }
    assert [len(found) for found in by_status.values()] == [6, 1, 1]
    assert by_status["none"][0]["prefLabel@en"] == "Bare"
    assert {r["value"] for r in rows} >= {
        "A definition without a node",
        "ما يقاس به التعلم | وغيره",
    }


def test_the_lead_is_marked_once_a_language(hostile: ConceptScheme) -> None:
    leading = [r for r in _rows(hostile) if r["lead"] == "yes"]
    assert [(r["language"], r["position"]) for r in leading] == [("en", "1"), ("ar", "4")]


def test_a_definition_row_tells_its_source(bundled: ConceptScheme) -> None:
    rows = [r for r in _rows(bundled) if r["source"].endswith("source/col-2020")]
    row = next(r for r in rows if r["concept"].endswith("/micro-credential"))
    assert row["sourceText"].startswith("After COL")
    assert row["sourceYear"] == "2020"
    assert row["sourceTitle"] == "Open and distance learning: key terms and definitions"
    assert row["sourceEvidence"] == "stated"


def test_columns_are_named_as_in_the_context(bundled: ConceptScheme) -> None:
    context = json.loads(resource("vocab", "context.jsonld").read_text(encoding="utf-8"))[
        "@context"
    ]
    ours = {
        "concept",
        "language",
        "sourceOrganisation",
        "sourceTitle",
        "sourceYear",
        "lead",
        "status",
    }
    names = {column.name.partition("@")[0] for column in definition_sheet(bundled).columns}
    assert names - ours <= set(context)


def test_several_values_can_be_told_from_a_bar_in_one(hostile: ConceptScheme) -> None:
    assert listed(["a|b", "c"]) == "a\\|b | c"
    assert '"><img src=x onerror=alert(1)> | either \\| or' in _rows(hostile)[1]["altLabel@en"]


def test_csv_is_for_spreadsheets_crlf_marked_and_defused(hostile: ConceptScheme) -> None:
    text = write_csv(definition_sheet(hostile))
    assert text.startswith("\ufeffconcept,") and text.endswith("\r\n")
    cells = [cell for row in csv.reader(io.StringIO(text[1:], newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert "'-2+3" in cells and "''=already quoted" in cells


def test_csv_gives_back_every_cell(hostile: ConceptScheme) -> None:
    sheet = definition_sheet(hostile)
    _, *rows = csv.reader(io.StringIO(write_csv(sheet)[1:], newline=""))
    assert [tuple(map(restored, row)) for row in rows] == list(sheet.rows)


def test_the_register_stands_by_iri_with_names_of_organisations(hostile: ConceptScheme) -> None:
    sheet = source_sheet(hostile)
    names = [column.name for column in sheet.columns]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.rows]
    assert [r["source"].rpartition("/")[2] for r in rows] == ["evil", "range"]
    assert rows[0]["creator"] == "Ministry of Evil and Partners"
    assert rows[1]["issued"] == "2007-2013"
