"""What a sheet says: exports come back as they were, people's rows become definitions."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tvet_skos.contribute import add
from tvet_skos.errors import InputError, NotFound
from tvet_skos.ingest import PageOptions
from tvet_skos.ingest.sheets import SheetImport, read_sheet
from tvet_skos.model import Concept, ConceptScheme, Definition, Page, SourceEvidence
from tvet_skos.namespaces import DC, RDF, SKOS
from tvet_skos.publish.export import export
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.terms import IRI, Literal

from .conftest import BASE

OPTIONS = PageOptions(base=IRI(BASE), read_on="2026-11-23")
HOSTILE = Path(__file__).parent.parent / "publish" / "data" / "hostile.ttl"


def csv_of(*rows: Mapping[str, str], delimiter: str = ",") -> bytes:
    """Rows as a CSV file whose header has the keys of all of them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def row(term: str = "Skill", definition: str = "An ability to act.", **more: str) -> dict[str, str]:
    """A row as people fill it in; ``source_as_printed`` is the column Source as printed."""
    others = {name.replace("_", " ").capitalize(): value for name, value in more.items()}
    return {"Term": term, "Definition": definition, **others}


def read(*rows: Mapping[str, str], vocabulary: ConceptScheme | None = None) -> SheetImport:
    return read_sheet(csv_of(*rows), OPTIONS, vocabulary, name="a.csv")


def only(found: SheetImport) -> Definition:
    assert found.faults == ()
    [definition] = found.scheme.definitions
    return definition


def concept(key: str, label: str, *others: str, language: str = "en") -> Concept:
    return Concept(
        iri=IRI(f"{BASE}{key}"),
        pref_labels=(Literal(label, language),),
        alt_labels=tuple(Literal(other, language) for other in others),
        created="2020-01-01",
    )


def vocabulary(*concepts: Concept, **more: object) -> ConceptScheme:
    return ConceptScheme(iri=IRI(BASE), concepts=concepts, **more)  # type: ignore[arg-type]


# What was exported.


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_an_export_that_nobody_touched_changes_nothing(scheme: ConceptScheme, name: str) -> None:
    options = replace(OPTIONS, base=scheme.iri)
    found = read_sheet(export(scheme, name), options, scheme)
    assert found.faults == found.warnings == ()
    assert {d.iri: d for d in found.scheme.definitions} == {d.iri: d for d in scheme.definitions}
    known = {source.iri: source for source in scheme.sources}
    assert all(known[source.iri] == source for source in found.scheme.sources)
    result = add(scheme, found.scheme)
    assert (result.steps, result.scheme) == ((), scheme)


def _said(definition: Definition) -> tuple[object, ...]:
    return (
        definition.iri, definition.value, definition.source_text, definition.sources,
        definition.source_evidence, definition.locator, definition.position,
        definition.modification, definition.notes, definition.format, definition.deprecated,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_an_export_says_its_definitions_and_labels_without_its_vocabulary(
    scheme: ConceptScheme, name: str
) -> None:
    found = read_sheet(export(scheme, name), replace(OPTIONS, base=scheme.iri))
    assert found.faults == ()
    assert list(map(_said, found.scheme.definitions)) == list(map(_said, scheme.definitions))
    labels = [(c.iri, c.pref_labels, c.alt_labels, c.pages) for c in scheme.concepts]
    assert [(c.iri, c.pref_labels, c.alt_labels, c.pages) for c in found.scheme.concepts] == labels


def test_a_workbook_brings_the_register_along(scheme: ConceptScheme) -> None:
    found = read_sheet(export(scheme, "xlsx"), replace(OPTIONS, base=scheme.iri))
    given = {source.iri: source for source in found.scheme.sources}
    for source in scheme.sources:
        same = given[source.iri]
        assert (same.titles, same.citation, same.aliases) == (
            source.titles, source.citation, source.aliases,
        )  # fmt: skip
        assert (same.issued, same.date, same.accessed, same.edition) == (
            source.issued, source.date, source.accessed, source.edition,
        )  # fmt: skip
    names = {agent.iri: agent.name for agent in scheme.agents}
    found_names = {agent.iri: agent.name for agent in found.scheme.agents}
    for source in scheme.sources:
        assert {names[iri] for iri in source.creators} == {
            found_names[iri] for iri in given[source.iri].creators
        }


@pytest.mark.parametrize("with_vocabulary", [True, False])
def test_texts_that_try_something_come_back_as_they_were(with_vocabulary: bool) -> None:
    hostile = read_vocabulary(HOSTILE).scheme
    options = replace(OPTIONS, base=hostile.iri)
    found = read_sheet(export(hostile, "csv"), options, hostile if with_vocabulary else None)
    assert found.faults == ()
    assert [d.value for d in found.scheme.definitions] == [d.value for d in hostile.definitions]
    texts = {c.iri: c.definition_texts for c in found.scheme.concepts}
    assert texts == {c.iri: c.definition_texts for c in hostile.concepts}


def test_an_edited_row_keeps_what_the_sheet_has_no_column_for() -> None:
    page = Page(iri=IRI(f"{BASE}page/p"), url=IRI("https://example.org/p"))
    known = Definition(
        iri=IRI(f"{BASE}skill#def-00000001"), value=Literal("Old text.", "en"),
        source_text="Editors, 2020", source_evidence=SourceEvidence.SELF_COMPOSED,
        derived_from=(page.iri,), created="2020-02-02", notes=(Literal("Une note", "fr"),),
    )  # fmt: skip
    base = vocabulary(
        replace(concept("skill", "Skill"), definitions=(known,)), page_records=(page,)
    )
    sheet = export(base, "csv").decode().replace("Old text.", "New text.").encode()
    changed = only(read_sheet(sheet, OPTIONS, base))
    assert changed == replace(known, value=Literal("New text.", "en"))


def test_a_lead_that_editors_chose_is_told_from_one_that_leads_by_itself() -> None:
    def text(number: int) -> Definition:
        return Definition(
            iri=IRI(f"{BASE}skill#def-0000000{number}"), value=Literal(f"Text {number}.", "en"),
            source_text="Editors, 2020", source_evidence=SourceEvidence.SELF_COMPOSED,
            position=number,
        )  # fmt: skip

    both = (text(1), text(2))
    for chosen, expected in ((both[0], ()), (both[1], (both[1].iri,))):
        skill = replace(
            concept("skill", "Skill"), definitions=both, preferred_definitions=(chosen.iri,)
        )
        found = read_sheet(export(vocabulary(skill), "csv"), OPTIONS)
        assert found.scheme.concepts[0].preferred_definitions == expected


def test_two_rows_must_not_call_one_concept_differently(scheme: ConceptScheme) -> None:
    text = export(scheme, "csv").decode()
    before = text[: text.index(",Micro-credential,")]
    row = len(list(csv.reader(before.splitlines(keepends=True))))
    text = text.replace(",Micro-credential,", ",Microcredential,", 1)
    found = read_sheet(text.encode(), replace(OPTIONS, base=scheme.iri), scheme, name="a.csv")
    assert len(found.faults) == 5
    said = f"'Micro-credential' here and 'Microcredential' at row {row}"
    assert said in found.faults[0].message


def test_the_address_of_a_definition_stands_in_one_row_only() -> None:
    same = {
        "concept": f"{BASE}skill",
        "definition": f"{BASE}skill#def-00000001",
        "value": "A text.",
    }
    found = read({**same, "prefLabel@en": "Skill"}, {**same, "prefLabel@en": "Skill"})
    assert [fault.cell for fault in found.faults] == ["row 3, column definition"]
    assert len(list(found.scheme.definitions)) == 1


# Which concept a row means.


def test_a_term_in_any_spelling_is_the_concept_that_the_vocabulary_has() -> None:
    known = replace(concept("ability", "Ability", "skill"), hidden_labels=(Literal("Skil", "en"),))
    found = read(row("Skills", other_spellings="Skil; skyll"), vocabulary=vocabulary(known))
    [ability] = found.scheme.concepts
    assert (ability.iri, ability.pref_labels) == (known.iri, known.pref_labels)
    assert [label.value for label in ability.alt_labels] == ["Skills", "skyll"]
    assert (ability.created, only(found).iri[: len(known.iri)]) == ("2020-01-01", known.iri)


def test_rows_of_one_new_term_go_together_and_its_abbreviation_is_a_label() -> None:
    found = read(row("Lifelong learning (LLL)"), row("Life-long learnings", "Another text."))
    [learning] = found.scheme.concepts
    assert learning.iri == f"{BASE}lifelong-learning"
    assert learning.pref_labels == (Literal("Lifelong learning", "en"),)
    assert {label.value for label in learning.alt_labels} == {"LLL", "Life-long learnings"}
    assert len(learning.definitions) == 2


def test_a_term_may_hold_commas_and_other_spellings_are_parted_at_them() -> None:
    found = read(
        row("Recognition, validation and accreditation", other_spellings="RVA, rva system")
    )
    [concept_] = found.scheme.concepts
    assert concept_.label() == "Recognition, validation and accreditation"
    assert [label.value for label in concept_.alt_labels] == ["RVA", "rva system"]


def test_a_term_in_another_language_is_added_to_the_concept_that_it_names() -> None:
    french = row("Compétence", "Une capacité d'agir.", language="French", same_term_as="skills")
    found = read(french, vocabulary=vocabulary(concept("skill", "Skill")))
    [skill] = found.scheme.concepts
    assert (skill.iri, skill.pref_labels) == (f"{BASE}skill", (Literal("Compétence", "fr"),))
    assert only(found).value == Literal("Une capacité d'agir.", "fr")


def test_a_row_may_name_the_term_of_another_row() -> None:
    french = row("Compétence", "Une capacité d'agir.", language="fr", same_term_as="Skill")
    found = read(french, row())
    labels = found.scheme.concepts[0].pref_labels
    assert {label.language: label.value for label in labels} == {"en": "Skill", "fr": "Compétence"}


def test_a_term_that_nobody_has_cannot_be_named() -> None:
    found = read(row(same_term_as="Nonesuch"))
    assert found.scheme.concepts == ()
    assert str(found.faults[0]) == "a.csv, row 2, column Same term as: no term is called 'Nonesuch'"


def test_a_term_of_two_concepts_is_read_as_a_new_one_and_said() -> None:
    twins = vocabulary(concept("a", "Trade", "skill"), concept("skill", "Craft", "skills"))
    found = read(row(), vocabulary=twins)
    assert found.scheme.concepts[0].iri == f"{BASE}skill-2"
    assert "could be any of" in found.warnings[0].message


def test_other_terms_are_linked_in_any_language_and_unknown_ones_are_to_dos() -> None:
    base = vocabulary(concept("trade", "Trade"), concept("metier", "Métier", language="fr"))
    found = read(
        row(broader_term="trades", related_terms="Métier; Nonesuch; Work"),
        row("Work", "What is done."),
        vocabulary=base,
    )
    [skill, _] = found.scheme.concepts
    assert skill.broader == (IRI(f"{BASE}trade"),)
    assert skill.related == (IRI(f"{BASE}metier"), IRI(f"{BASE}work"))
    assert [to_do.split("'")[1] for to_do in found.to_dos] == ["Nonesuch"]
    assert "Nonesuch" in skill.editorial_notes[0].value


def test_only_what_was_imported_is_in_the_result(registered: ConceptScheme) -> None:
    known = replace(registered, concepts=(concept("trade", "Trade"), concept("x", "X")))
    found = read(row(source_as_printed="COL (2015)", related_terms="Trade"), vocabulary=known)
    assert [c.label() for c in found.scheme.concepts] == ["Skill"]
    assert [s.iri.rsplit("/", 1)[1] for s in found.scheme.sources] == ["col-2015"]
    assert [a.abbreviations for a in found.scheme.agents] == [("COL",)]


# Where a definition comes from.


@pytest.mark.parametrize("cited", ["COL (2015)", "COL, Open learning: key terms, 2015", "col 2015"])
def test_a_source_is_found_by_alias_and_by_citation(registered: ConceptScheme, cited: str) -> None:
    definition = only(read(row(source_as_printed=cited), vocabulary=registered))
    assert definition.sources == (IRI(f"{BASE}source/col-2015"),)
    assert (definition.source_text, definition.source_evidence) == (cited, SourceEvidence.STATED)


@pytest.mark.parametrize("named", ["col-2015", f"{BASE}source/col-2015"])
def test_a_source_is_found_by_key_and_by_address(registered: ConceptScheme, named: str) -> None:
    base = replace(
        registered,
        sources=tuple(replace(s, citation=f"Cited {s.issued}") for s in registered.sources),
    )
    definition = only(read(row(source=named), vocabulary=base))
    assert definition.sources == (IRI(f"{BASE}source/col-2015"),)
    assert definition.source_text == "Cited 2015"


def test_a_source_that_is_not_known_gets_a_record_of_what_is_printed() -> None:
    found = read(row(source_as_printed="Example Agency, Training: for all, 2014"))
    [source] = found.scheme.sources
    assert source.iri == f"{BASE}source/example-agency-training-2014"
    assert only(found).sources == (source.iri,)
    assert found.cell(source.iri) == "row 2, column Source as printed"


def test_a_citation_that_is_not_understood_is_warned_of_with_its_cell() -> None:
    found = read(row(source_as_printed="a leaflet of the ministry"))
    assert found.scheme.sources[0].citation == "a leaflet of the ministry"
    assert found.warnings[0].cell == "row 2, column Source as printed"
    assert "kept as printed only" in found.warnings[0].message


def test_the_same_text_and_citation_get_the_address_that_a_page_gives_them() -> None:
    from tvet_skos.ingest import PageInput, read_pages

    page = b"Skill\n\nAn ability to act.\nSource: ILO 2006, Global"
    [on_page] = read_pages([PageInput("p", page)], OPTIONS).scheme.definitions
    assert only(read(row(source_as_printed="ILO 2006, Global"))).iri == on_page.iri


def test_a_row_without_a_source_says_that_none_was_captured_and_invents_nothing() -> None:
    definition = only(read(row(where_you_read_it="A leaflet")))
    assert definition.source_evidence is SourceEvidence.NOT_CAPTURED
    assert definition.source_text == "A leaflet, Skill; source not captured, read 2026-11-23"
    assert definition.sources == ()


def test_a_source_that_only_the_text_names_is_found_there(registered: ConceptScheme) -> None:
    text = "A skill is, according to COL (2015), an ability."
    found = read(row(definition=text), vocabulary=registered)
    assert only(found).source_evidence is SourceEvidence.STATED_INLINE
    assert only(found).sources == (IRI(f"{BASE}source/col-2015"),)
    assert found.cell(IRI(f"{BASE}source/col-2015")) == "row 2, column Definition"


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        ("notStated", "notStated"),
        ("Not stated", "notStated"),
        ("I FOUND IT OUT MYSELF", "inferred"),
    ],
)
def test_evidence_is_said_in_the_profiles_words_or_the_templates(said: str, evidence: str) -> None:
    assert only(read(row(how_you_know_the_source=said))).source_evidence == evidence


def test_what_contributors_wrote_themselves_keeps_its_words_and_needs_no_record() -> None:
    definition = only(
        read(row(source_as_printed="Example Agency, 2026", how_you_know_the_source="selfComposed"))
    )
    assert (definition.source_text, definition.sources) == ("Example Agency, 2026", ())


def test_where_a_text_was_read_is_a_page_and_a_known_one_is_used_again() -> None:
    url = IRI("https://www.example.org/a?b=1")
    found = read(row(where_you_read_it=url), row("Trade", "Work.", where_you_read_it=url))
    [page] = found.scheme.page_records
    assert (page.iri, page.url, page.accessed) == (f"{BASE}page/example-org-a-b-1", url, "")
    assert {d.derived_from for d in found.scheme.definitions} == {(page.iri,)}
    assert found.cell(page.iri) == "row 2, column Where you read it"
    known = Page(iri=IRI(f"{BASE}page/known"), url=url, accessed="2024-01-01")
    again = read(row(where_you_read_it=url), vocabulary=vocabulary(page_records=(known,)))
    assert again.scheme.page_records == (known,)


def test_the_definition_that_the_vocabulary_has_is_left_alone_and_said() -> None:
    known = replace(only(read(row())), notes=(Literal("An editor's note", "en"),))
    base = vocabulary(replace(concept("skill", "Skill"), definitions=(known,)))
    found = read(row(note="Another note"), vocabulary=base)
    assert only(found) == known
    assert "the vocabulary has this definition" in found.warnings[0].message


def test_a_definition_that_stands_in_two_rows_is_taken_once_and_said() -> None:
    found = read(row(), row("skills"))
    assert only(found).text == "An ability to act."
    assert "stands at row 2, column Definition already" in found.warnings[0].message


def test_a_list_in_a_cell_is_markdown() -> None:
    listed = only(read(row(definition="An ability:\r\n- to act;\r\n- to know.")))
    assert (listed.text, listed.format) == ("An ability:\n- to act;\n- to know.", "text/markdown")
    assert only(read(row(definition="Two - or\nmore lines"))).format == ""


def test_page_note_and_position_are_the_definitions() -> None:
    definition = only(read(row(page_or_clause="p. 3", note="One | two", position="2")))
    assert (definition.locator, definition.position) == ("p. 3", 2)
    assert [note.value for note in definition.notes] == ["One", "two"]


# What is wrong is said with its cell, all at once.


def test_every_bad_row_is_told_and_the_good_ones_come_in() -> None:
    found = read(
        row("Bad", language="Klingon!", how_you_know_the_source="maybe", position="first"),
        row(""),
        row("No text", "", source_as_printed="COL (2015)"),
        row("Good"),
    )
    assert [c.label() for c in found.scheme.concepts] == ["Good"]
    assert sorted(fault.cell for fault in found.faults) == [
        "row 2, column How you know the source",
        "row 2, column Language",
        "row 2, column Position",
        "row 3, column Term",
        "row 4, column Definition",
    ]
    assert all(fault.hint for fault in found.faults)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("concept", "javascript:alert(1)", "no term is called"),
        ("definition", "javascript:alert(1)", "is no web address"),
        ("page", "12", "is no web address"),
        ("source", "col-2099", "no source is called 'col-2099'"),
        ("status", "old", "is no status"),
        ("deprecated", "perhaps", "neither yes nor no"),
        ("language", "english or so", "is no language tag"),
        ("position", "0", "is no place on a page"),
    ],
)
def test_a_value_that_a_column_cannot_hold_is_a_fault(
    column: str, value: str, message: str
) -> None:
    good = {"prefLabel@en": "Skill", "value": "An ability.", "sourceText": "COL (2015)"}
    found = read({**good, column: value})
    assert [fault.cell for fault in found.faults] == [f"row 2, column {column}"]
    assert message in found.faults[0].message and not found.scheme.concepts


def test_a_faulty_row_leaves_no_trace() -> None:
    found = read(row("Bad", source_as_printed="EXA, Terms, 2012", position="first"), row("Good"))
    assert found.scheme.sources == () and len(found.scheme.concepts) == 1
    assert len(found.places) == 2


def test_a_row_about_a_term_alone_is_a_concept() -> None:
    found = read(row("Trade", "", other_spellings="Craft"))
    assert found.faults == () and not list(found.scheme.definitions)
    assert found.scheme.concepts[0].alt_labels == (Literal("Craft", "en"),)


def test_a_finding_is_placed_at_the_cell_of_its_property() -> None:
    found = read(row(source_as_printed="COL (2015)", other_spellings="Skyll"))
    iri = only(found).iri
    assert found.cell(iri) == found.cell(iri, RDF.value) == "row 2, column Definition"
    assert found.cell(iri, DC.source) == "row 2, column Source as printed"
    assert found.cell(iri, SKOS.example) == "row 2, column Definition"
    skill = found.scheme.concepts[0].iri
    assert found.cell(skill, SKOS.altLabel) == "row 2, column Other spellings"
    assert (found.cell(skill), found.cell(IRI(f"{BASE}else"))) == ("row 2, column Term", "")


def test_the_language_of_the_options_is_that_of_rows_that_name_none() -> None:
    found = read_sheet(csv_of(row()), replace(OPTIONS, language="pt-br"))
    assert {d.language for d in found.scheme.definitions} == {"pt-BR"}


# Whatever the file looks like.


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_the_cells(delimiter: str) -> None:
    cell = "An ability, learned; used\tat work."
    found = read_sheet(csv_of(row(definition=cell), delimiter=delimiter), OPTIONS)
    assert only(found).text == cell


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert only(read_sheet(b"\xef\xbb\xbf" + csv_of(row()), OPTIONS)).text == "An ability to act."


def test_empty_rows_count_as_the_program_counts_them() -> None:
    content = csv_of(row()).replace(b"\r\nSkill", b"\r\n\r\n,\r\nSkill")
    found = read_sheet(content, OPTIONS)
    assert found.cell(only(found).iri) == "row 4, column Definition"


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_sheet_with_the_most_known_names_is_read_where_none_is_called_definitions() -> None:
    rows: list[list[object]] = [
        ["Glossary of work"],
        [],
        ["Term", "Definition"],
        ["Skill", "Text."],
    ]
    found = read_sheet(workbook(Notes=[["Hello"]], **{"My terms": rows}), OPTIONS)
    assert found.cell(only(found).iri) == "'My terms'!B4"


def test_numbers_and_truths_are_read_as_they_are_shown() -> None:
    rows: list[list[object]] = [
        ["Term", "Definition", "Page or clause", "Position", "Deprecated"],
        ["Skill", "Text.", 12.0, 2, True],
        [1.5, "Text.", None, None, False],
    ]
    found = read_sheet(workbook(Definitions=rows), OPTIONS)
    assert [c.label() for c in found.scheme.concepts] == ["1.5", "Skill"]
    [_, skill] = found.scheme.concepts
    assert (skill.definitions[0].locator, skill.definitions[0].position) == ("12", 2)
    assert skill.deprecated


def test_the_rows_of_an_example_are_passed_over() -> None:
    found = read(row("(Example) Skill"), row("Example"))
    assert [c.label() for c in found.scheme.concepts] == ["Example"] and found.examples == 1


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(csv_of(row(position="first")))
    assert read_sheet(path, OPTIONS).faults == read_sheet(str(path), OPTIONS).faults
    assert read_sheet(path, OPTIONS).faults[0].file == str(path)
    with pytest.raises(NotFound, match="no such file"):
        read_sheet(tmp_path / "absent.csv", OPTIONS)
    with pytest.raises(InputError, match="cannot be read"):
        read_sheet(tmp_path, OPTIONS)


def test_a_workbook_that_was_saved_again_says_the_same(scheme: ConceptScheme) -> None:
    content = io.BytesIO()
    load_workbook(io.BytesIO(export(scheme, "xlsx"))).save(content)
    options = replace(OPTIONS, base=scheme.iri)
    again = read_sheet(content.getvalue(), options, scheme)
    assert again == read_sheet(export(scheme, "xlsx"), options, scheme)
