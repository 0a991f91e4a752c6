from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_skos.errors import InputError, NotAGlossaryPage, NotFound
from tvet_skos.ingest import PageInput, PageOptions, looks_like_page, page_input, read, read_pages
from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.rdf.profile import to_triples
from tvet_skos.terms import IRI, Literal

from .conftest import BASE, Reader

SKILL = "Skill\n\nA skill is an ability.\n(view also Trade)"
TRADE = "Trade\n\nA trade is work that is learned.\n(view also skills)"


def vocabulary(*concepts: Concept) -> ConceptScheme:
    return ConceptScheme(iri=IRI(BASE), concepts=concepts)


def concept(key: str, label: str, *others: str) -> Concept:
    return Concept(
        iri=IRI(f"{BASE}{key}"),
        pref_labels=(Literal(label, "en"),),
        alt_labels=tuple(Literal(other, "en") for other in others),
        created="2020-01-01",
    )


@pytest.mark.parametrize("pages", [(SKILL, TRADE), (TRADE, SKILL)])
def test_pages_of_one_call_find_each_other_in_any_order(
    read: Reader, pages: tuple[str, str]
) -> None:
    found = read(*pages)
    assert {c.label(): c.related for c in found.scheme.concepts} == {
        "Skill": (IRI(f"{BASE}trade"),),
        "Trade": (IRI(f"{BASE}skill"),),
    }
    assert found.to_dos == ()


def test_two_pages_of_one_term_give_one_concept(read: Reader) -> None:
    found = read(
        SKILL,
        "Skills\n\nA skill is an ability.\n\nSkills are learned.\n\nAlternative spellings: skil",
    )
    [skill] = found.scheme.concepts
    assert skill.label() == "Skill"
    assert [label.value for label in skill.alt_labels] == ["Skills", "skil"]
    assert len(skill.definitions) == 2
    assert len(skill.definitions[0].derived_from) == 2
    assert len(found.scheme.page_records) == 2


def test_the_same_page_twice_changes_nothing(read: Reader) -> None:
    assert read(SKILL, SKILL).scheme == read(SKILL).scheme


def test_a_known_concept_keeps_its_iri_and_label(read: Reader) -> None:
    known = replace(concept("ability", "Ability", "skill"), hidden_labels=(Literal("Skil", "en"),))
    page = "Skills\n\nA skill is an ability.\n\nAlternative spellings: Skil, skyll"
    [found] = read(page, vocabulary=vocabulary(known)).scheme.concepts
    assert found.iri == known.iri
    assert found.pref_labels == known.pref_labels
    assert [label.value for label in found.alt_labels] == ["Skills", "skyll"]
    assert found.definitions[0].iri.startswith(f"{BASE}ability#def-")
    assert found.created == "2020-01-01"


def test_a_heading_of_two_concepts_is_read_as_a_new_one_and_said(read: Reader) -> None:
    twins = vocabulary(concept("a", "Trade", "skill"), concept("skill", "Craft", "skills"))
    found = read(SKILL, vocabulary=twins)
    assert found.scheme.concepts[0].iri == f"{BASE}skill-2"
    assert "could be any of" in found.warnings[0].message


def test_a_concept_in_another_language_is_another_concept(read: Reader) -> None:
    known = concept("skill", "Skill")
    [found] = read(SKILL, vocabulary=vocabulary(known), language="fr").scheme.concepts
    assert found.iri == f"{BASE}skill-2"


def test_only_what_was_imported_is_in_the_result(read: Reader, registered: ConceptScheme) -> None:
    known = replace(registered, concepts=(concept("trade", "Trade"), concept("x", "X")))
    found = read(f"{SKILL}\nSource: COL (2015)", vocabulary=known).scheme
    assert [c.label() for c in found.concepts] == ["Skill"]
    assert [s.iri.rsplit("/", 1)[1] for s in found.sources] == ["col-2015"]
    assert found.concepts[0].related == (IRI(f"{BASE}trade"),)


def test_a_page_that_fails_does_not_stop_the_others(read: Reader) -> None:
    found = read(b"\x93x\x94", SKILL, "Weekend\n\nBuy bread.", b"", TRADE)
    assert len(found.scheme.concepts) == 2
    assert [error.file for error in found.failures] == ["page-1.txt", "page-3.txt", "page-4.txt"]
    assert isinstance(found.failures[1], NotAGlossaryPage)
    assert all("\n" not in str(error) for error in found.failures)


def test_address_and_term_are_for_a_single_page(read: Reader) -> None:
    url = "https://example.org/term=Skill"
    assert read(SKILL, url=url).scheme.concepts[0].pages == (IRI(url),)
    found = read(SKILL, TRADE, url=url)
    assert not any(c.pages for c in found.scheme.concepts)
    assert len(found.warnings) == 2


def test_what_is_no_web_address_is_refused(read: Reader) -> None:
    assert "no web address" in str(read(SKILL, url="javascript:alert(1)").failures[0])


def test_a_lost_heading_can_be_given(read: Reader) -> None:
    assert "--term" in (read("It is an ability.\nSource: ILO 2006").failures[0].hint or "")
    assert read("It is an ability.", term="Skill (SK)").scheme.concepts[0].label() == "Skill"


def test_a_text_in_another_language_is_warned_of(read: Reader) -> None:
    text = (
        "Une compétence est une capacité que la personne a acquise et qu'elle sait utiliser dans "
    )
    found = read(f"Compétence\n\n{text * 3}son travail.")
    assert "look like 'fr', not 'en'" in found.warnings[0].message


def test_pages_are_told_from_other_files() -> None:
    assert looks_like_page(SKILL.encode())
    assert not looks_like_page(b'{"@context": {}}')
    assert not looks_like_page(b"\x00\x01")


def test_read_takes_a_page_or_rdf(tmp_path: Path, root: Path) -> None:
    page = tmp_path / "skill.txt"
    page.write_text(SKILL, encoding="utf-8")
    assert read(page).concepts[0].label() == "Skill"
    assert len(read(str(root / "vocab")).concepts) > 10


def test_read_says_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="cannot be read"):
        page_input(tmp_path)
    (tmp_path / "plan.txt").write_text("Weekend\n\nBuy bread.", encoding="utf-8")
    with pytest.raises(NotAGlossaryPage):
        read(tmp_path / "plan.txt")


_LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "Skill",
        "A skill is one.",
        "Source:",
        "Source: ILO 2006, Global",
        "COL, Terms, 2015",
        "• item",
        "It is defined as:",
        "Comment",
        "(Note that",
        "(view also Skill)",
        "Parent term(s):",
        "Website",
        "Go further",
        "Organisation: | X , Y |",
        "Source: | T (2001) |",
        "Description: | a",
        "Browse related topics",
        "7 definitions",
        "Alternative spellings: a, b",
        "1-9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
        "<p>",
        "</div>",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.lists(_LINES, max_size=30).map(lambda x: "\n".join(x).encode())
    )
)
def test_any_bytes_give_a_sound_import_or_a_failure(content: bytes) -> None:
    options = PageOptions(base=IRI(BASE), read_on="2026-11-23")
    found = read_pages([PageInput("fuzz.txt", content)], options)
    assert len(found.scheme.concepts) + len(found.failures) == 1
    assert len(list(to_triples(found.scheme))) == len(set(to_triples(found.scheme)))
    for definition in found.scheme.definitions:
        assert definition.text
        assert definition.source_text
    for record in found.scheme.sources:
        assert record.title or record.citation
