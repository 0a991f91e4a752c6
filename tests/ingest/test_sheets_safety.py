"""Files that mean harm, or that came to harm: refused in words, with the place and a way out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tvet_skos.errors import DecodingError, InputError, SyntaxFault
from tvet_skos.ingest import PageOptions
from tvet_skos.ingest.sheet_csv import restored
from tvet_skos.ingest.sheet_tables import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS
from tvet_skos.ingest.sheet_xlsx import MAX_PARTS
from tvet_skos.ingest.sheets import SheetImport, read_sheet
from tvet_skos.publish.characters import defused
from tvet_skos.rdf.profile import to_triples

OPTIONS = PageOptions(read_on="2026-11-23")
HEADER = "Term,Definition\n"
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes) -> SheetImport:
    return read_sheet(content, OPTIONS, name="a.file")


def refused(content: bytes, error: type[InputError] = InputError) -> InputError:
    with pytest.raises(error) as caught:
        read(content)
    assert caught.value.file == "a.file" and caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value


def workbook(change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Definitions"
    sheet.append(["Term", "Definition"])
    sheet.append(["Skill", "An ability to act."])
    change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(members: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, member in (*members.items(), *more):
            made.writestr(name, member)
    return content.getvalue()


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    members = parts(workbook())
    return archive({**members, SHEET: change(members[SHEET])})


# Workbooks.


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_opened() -> None:
    error = refused(archive(parts(workbook()), ("xl/big.xml", b"<a>" + b" " * 100_000_001)))
    assert "unpacks to 100," in str(error)
    error = refused(archive(parts(workbook()), ("xl/big.xml", b"<a>" + b" " * 20_000_000)))
    assert "more than 100 times its size" in str(error)


def test_a_workbook_of_too_many_parts_is_refused() -> None:
    many = {f"xl/part{n}.xml": b"<a/>" for n in range(MAX_PARTS)}
    assert "parts, more than 1,000" in str(refused(archive({**parts(workbook()), **many})))


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/abs.xml", "C:/evil.xml", "xl\\..\\evil.xml", "xl/../../evil"]
)
def test_a_part_that_would_leave_the_archive_is_refused(name: str) -> None:
    assert "not safe to open: a part" in str(refused(archive(parts(workbook()), (name, b"<a/>"))))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_parts_of_one_name_are_refused() -> None:
    assert "have one name" in str(refused(archive(parts(workbook()), (SHEET, b"<a/>"))))


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/other.xml"])
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    members = parts(workbook())
    members[part] = LAUGHS + members.get(part, b"<a/>").partition(b"?>")[2]
    assert "declares a document type" in str(refused(archive(members)))


def test_a_document_type_cannot_hide_in_another_encoding() -> None:
    for encoding in ("utf-16", "cp037"):
        hidden = with_sheet(lambda xml, e=encoding: (LAUGHS + xml).decode().encode(e))  # type: ignore[misc]
        assert "is not XML in UTF-8" in str(refused(hidden))
    named = with_sheet(lambda xml: b'<?xml version="1.0" encoding="iso-8859-7"?>' + xml)
    assert "is not XML in UTF-8" in str(refused(named))


def test_an_entity_in_a_part_of_another_name_is_refused_too() -> None:
    members = parts(workbook())
    members["xl/worksheets/sheet1.bin"] = LAUGHS + members.pop(SHEET).replace(
        b"An ability to act.", b"&b;"
    )
    rels = "xl/_rels/workbook.xml.rels"
    members[rels] = members[rels].replace(b"sheet1.xml", b"sheet1.bin")
    types = "[Content_Types].xml"
    members[types] = members[types].replace(b"sheet1.xml", b"sheet1.bin")
    assert "damaged" in str(refused(archive(members)))


def test_no_workbook_is_read_where_entities_would_not_be_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("openpyxl.DEFUSEDXML", False)
    assert "without defusedxml" in str(refused(workbook()))


def test_a_formula_is_refused_with_its_cell_and_the_other_rows_come_in() -> None:
    def formula(book: Workbook) -> None:
        book["Definitions"].append(["Trade", '=HYPERLINK("http://example.org")'])

    found = read(workbook(formula))
    assert [(f.cell, f.message.split(",")[0]) for f in found.faults] == [
        ("Definitions!B3", "a formula is not read")
    ]
    assert [c.label() for c in found.scheme.concepts] == ["Skill"]


def test_a_formula_in_a_column_that_is_not_read_keeps_no_row_out() -> None:
    def formula(book: Workbook) -> None:
        book["Definitions"]["C1"], book["Definitions"]["C2"] = "Length", "=LEN(B2)"

    assert [c.label() for c in read(workbook(formula)).scheme.concepts] == ["Skill"]


def test_what_a_program_took_for_a_date_is_told() -> None:
    def date(book: Workbook) -> None:
        book["Definitions"]["C1"], book["Definitions"]["C2"] = (
            "Page or clause",
            datetime(2026, 4, 3),
        )

    found = read(workbook(date))
    assert [f.cell for f in found.faults] == ["Definitions!C2"]
    assert "2026-04-03" in found.faults[0].message and "as Text" in found.faults[0].hint


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [("#REF!", "e", "shows the error #REF!"), ("x" * 70_000, "s", "65,536")],
)
def test_errors_and_endless_texts_are_told_with_their_cell(
    value: str, kind: str, message: str
) -> None:
    cell = f'<c r="B2" t="{"e" if kind == "e" else "str"}"><v>{value}</v></c>'.encode()
    found = read(with_sheet(lambda xml: _with_cell(xml, cell)))
    assert [f.cell for f in found.faults] == ["Definitions!B2"]
    assert message in found.faults[0].message


def _with_cell(xml: bytes, cell: bytes) -> bytes:
    begin = xml.index(b'<c r="B2"')
    return xml[:begin] + cell + xml[xml.index(b"</c>", begin) + 4 :]


def test_a_cell_at_the_far_end_costs_nothing_and_is_told() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    content = with_sheet(lambda xml: xml.replace(b"</sheetData>", far))
    assert "Definitions!XFD1048576 is beyond" in str(refused(content))


def test_more_rows_than_are_read_are_refused() -> None:
    row = f'<row r="{MAX_ROWS + 2}"><c t="str"><v>x</v></c></row></sheetData>'.encode()
    content = with_sheet(lambda xml: xml.replace(b"</sheetData>", row))
    assert f"Definitions!A{MAX_ROWS + 2} is beyond" in str(refused(content))
    assert "rows are not read" in str(refused((HEADER + "a,b\n" * (MAX_ROWS + 1)).encode()))


def test_more_columns_than_are_read_are_refused() -> None:
    wide = refused((HEADER + "," * MAX_COLUMNS + "x\n").encode())
    assert (wide.line, "more than the 100" in str(wide)) == (2, True)
    assert read((HEADER + "Skill,Text" + "," * MAX_COLUMNS + "\n").encode()).scheme.concepts


def test_a_size_that_the_sheet_itself_gets_wrong_hides_no_row() -> None:
    content = with_sheet(lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1"'))
    assert len(read(content).scheme.concepts) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook (.xls) or one with a password"),
        (archive({"content.xml": b"<a/>", "mimetype": b""}), "an OpenDocument file, not an Excel"),
        (archive({"word/document.xml": b"<a/>"}), "a Word document, not an Excel"),
        (archive({"xl/workbook.bin": b""}), "a binary workbook (.xlsb)"),
        (archive({"a.txt": b""}), "a ZIP archive, not an Excel"),
        (b"PK\x03\x04 and no more", "damaged"),
        (workbook()[:-40], "damaged"),
        (archive({"xl/workbook.xml": b"<workbook/>"}), "damaged"),
        (b"", "nothing stands in the sheet"),
        (b"\n\n", "nothing stands in the sheet"),
        (b"x" * (MAX_BYTES + 1), "more than 10,000,000 bytes"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_told_for_what_it_is(content: bytes, message: str) -> None:
    assert message in str(refused(content))


def test_a_workbook_with_a_locked_part_is_refused() -> None:
    content = bytearray(workbook())
    place = content.index(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    assert "cannot be unpacked" in str(refused(bytes(content)))


def test_an_empty_workbook_is_refused() -> None:
    def empty(book: Workbook) -> None:
        book["Definitions"].delete_rows(1, 9)

    assert "nothing stands in the workbook" in str(refused(workbook(empty)))


# CSV.


def test_another_encoding_is_refused_with_its_line_and_how_to_save() -> None:
    error = refused(f"{HEADER}Skill,Text\nMétier,Travail\n".encode("cp1252"), DecodingError)
    assert (error.line, "Windows-1252" in str(error)) == (3, True)
    assert "CSV UTF-8" in (error.hint or "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_for_what_it_is(encoding: str) -> None:
    error = refused((HEADER + "Skill,Text\n").encode(encoding), DecodingError)
    assert "UTF-16" in str(error) and "CSV UTF-8" in (error.hint or "")


@pytest.mark.parametrize(
    ("character", "named"), [("\x00", "a NUL"), ("\x07", "U+0007"), ("\ufffe", "U+FFFE")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_control_character_is_refused_with_its_line(character: str, named: str, end: str) -> None:
    text = f"{HEADER}Skill,Text\nTrade,Te{character}xt\n".replace("\n", end)
    error = refused(text.encode(), DecodingError)
    assert (error.line, named in str(error)) == (3, True)


def test_a_cell_without_end_is_refused_with_the_line_where_it_begins() -> None:
    endless = f'{HEADER}Skill,Text\nTrade,"{"x" * 140_000}'
    error = refused(endless.encode(), SyntaxFault)
    assert (error.line, "131,072 characters" in str(error)) == (3, True)


def test_quotes_that_do_not_match_are_refused_with_the_line() -> None:
    error = refused(f'{HEADER}Skill,"a "word" here"\n'.encode(), SyntaxFault)
    assert (error.line, "quotes" in str(error)) == (2, True)
    assert refused(f'{HEADER}Skill,Text\nTrade,"open\n'.encode(), SyntaxFault).line == 3


def test_a_cell_that_is_too_long_is_a_fault_of_its_row() -> None:
    found = read(f"{HEADER}Long,{'x' * (MAX_CELL + 1)}\nSkill,Text\n".encode())
    assert [f.cell for f in found.faults] == ["row 2, column Definition"]
    assert [c.label() for c in found.scheme.concepts] == ["Skill"]


@given(st.text(alphabet="'=+-@\t\r\nab\uff1d", max_size=6))
def test_what_an_export_defused_is_restored(cell: str) -> None:
    assert restored(defused(cell)) == cell


# Anything at all.

_CELLS = st.sampled_from([
    "", "", "Skill", "An ability.", "COL (2015)", "en", "French", "stated", "1", "yes", "=1+1",
    "https://example.org/a", "javascript:alert(1)", "a | b", "(example) x", "Skill; Trade",
    "\u202e", f"https://example.org/{'#' * 3}", "'=1", "live", "none", "- a\n- b",
])  # fmt: skip
_NAMES = st.sampled_from([
    "Term", "Definition", "value", "concept", "prefLabel@fr", "altLabel@en", "sourceText", "source",
    "sourceEvidence", "language", "status", "definition", "lead", "page", "note", "position",
    "Broader term", "Same term as", "Where you read it", "Other spellings", "locator", "x",
])  # fmt: skip


def _csv(names: list[str], rows: list[list[str]]) -> bytes:
    lines = [names, *rows]
    cells = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line] for line in lines]
    return "\n".join(",".join(line) for line in cells).encode()


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.builds(
            _csv,
            st.lists(_NAMES, min_size=2, max_size=8, unique=True),
            st.lists(st.lists(_CELLS, max_size=8), max_size=8),
        ),
    )
)
def test_any_bytes_give_a_sound_import_or_an_error_in_words(content: bytes) -> None:
    try:
        found = read(content)
    except InputError as error:
        assert error.hint and error.file == "a.file"
        return
    assert len(list(to_triples(found.scheme))) == len(set(to_triples(found.scheme)))
    assert all(fault.cell and fault.message and fault.hint for fault in found.faults)
    for definition in found.scheme.definitions:
        assert definition.text and found.cell(definition.iri)
    for source in found.scheme.sources:
        assert source.title or source.citation


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(parts(workbook()))), st.data())
def test_a_workbook_that_is_broken_anywhere_is_an_error_in_words(
    part: str, data: st.DataObject
) -> None:
    members = parts(workbook())
    place = data.draw(st.integers(0, len(members[part]) - 1))
    broken = data.draw(st.sampled_from([b"", b"<", b"9", b"</c>", b'"', b"\xff"]))
    members[part] = members[part][:place] + broken + members[part][place + 1 :]
    try:
        read(archive(members))
    except InputError as error:
        assert error.hint and error.file == "a.file"
