from __future__ import annotations

from tvet_skos.ingest.glossary_page import PageDefinition
from tvet_skos.ingest.references import References
from tvet_skos.ingest.register import Register

from .conftest import BASE


def cited(citation: str, **more: str) -> PageDefinition:
    return PageDefinition(text="A text.", position=1, line=1, citation=citation, **more)  # type: ignore[arg-type]


def keys(references: References) -> list[str]:
    return sorted(source.iri.removeprefix(f"{BASE}source/") for source in references.sources)


def test_a_known_source_brings_its_makers_and_its_other_edition(register: Register) -> None:
    references = References(register, BASE)
    reference = references.refer(cited("COL 2015 (revised 2020)"))
    assert [iri.rsplit("/", 1)[1] for iri in reference.sources] == ["col-2020"]
    assert keys(references) == ["col-2015", "col-2020"]
    assert [agent.abbreviations for agent in references.agents] == [("COL",)]


def test_an_unknown_source_gets_a_record_of_what_is_printed(register: Register) -> None:
    references = References(register, BASE)
    references.refer(cited("Example Agency, Training: for all, 2014"))
    [source] = references.sources
    assert source.iri == f"{BASE}source/example-agency-training-2014"
    assert (source.title, source.issued) == ("Training: for all", "2014")
    assert source.citation == "Example Agency, Training: for all, 2014"
    assert [agent.name for agent in references.agents] == ["Example Agency"]


def test_a_revised_edition_is_a_version_of_the_first(register: Register) -> None:
    references = References(register, BASE)
    references.refer(cited("EXA, Terms, 2012 (revised 2019)"))
    revised = next(source for source in references.sources if source.edition)
    first = next(source for source in references.sources if not source.edition)
    assert (revised.issued, revised.edition, revised.version_of) == (
        "2019",
        "revised 2019",
        first.iri,
    )
    assert (first.issued, first.citation) == ("2012", "EXA, Terms, 2012")


def test_what_is_not_understood_is_kept_as_printed_and_warned_of(register: Register) -> None:
    references = References(register, BASE)
    reference = references.refer(cited("a leaflet of the ministry"))
    [source] = references.sources
    assert (source.citation, source.titles, source.creators) == (
        "a leaflet of the ministry",
        (),
        (),
    )
    assert (source.issued, source.date) == ("", "")
    assert "kept as printed only" in reference.warnings[0]


def test_an_ambiguous_citation_is_no_record_of_the_register(register: Register) -> None:
    references = References(register, BASE)
    reference = references.refer(cited("UNESCO 2015, Global"))
    assert "fits several sources" in reference.warnings[0]
    assert [source.citation for source in references.sources] == ["UNESCO 2015, Global"]


def test_two_works_in_one_citation_are_two_sources(register: Register) -> None:
    references = References(register, BASE)
    assert len(references.refer(cited("ILO, 2006; SAQA, 2013")).sources) == 2
    assert keys(references) == ["ilo-2006", "saqa-2013"]


def test_the_same_work_printed_in_two_ways_is_one_new_source(register: Register) -> None:
    references = References(register, BASE)
    first = references.refer(cited("EXA, Terms, 2014"))
    second = references.refer(cited("EXA (Exampleland), Terms, 2014"))
    assert first.sources == second.sources


def test_different_works_with_one_key_get_different_iris(register: Register) -> None:
    references = References(register, BASE)
    for title in ("Terms: one", "Terms: two"):
        references.refer(cited(f"EXA, {title}, 2014"))
    assert keys(references) == ["exa-terms-2014", "exa-terms-2014-2"]


def test_record_lines_give_a_short_citation_its_title_on_every_page(register: Register) -> None:
    references = References(register, BASE)
    full = cited("EXA 2009, Global", organisation="Example Agency , X", title="Terms (2009)")
    references.learn([full])
    assert references.refer(cited("EXA 2009, Global")) == references.refer(full)
    assert [source.title for source in references.sources] == ["Terms"]


def test_a_record_of_another_year_gives_no_title(register: Register) -> None:
    references = References(register, BASE)
    wrong = cited("EXA 2009, Global", title="Terms (2010)")
    references.learn([wrong])
    references.refer(wrong)
    assert [source.title for source in references.sources] == [""]


def test_a_record_alone_is_a_source(register: Register) -> None:
    references = References(register, BASE)
    references.refer(cited("", organisation="SAQA , X", title="Standard Glossary of Terms (2013)"))
    assert keys(references) == ["saqa-2013"]


def test_the_running_text_names_a_source_only_where_the_register_is_certain(
    register: Register,
) -> None:
    references = References(register, BASE)
    for text in (
        "According to work of the ILO (2006), it is so.", "According to EXA (2014), it is so.",
        "According to UNESCO (2015), it is so.", "The ILO (2006) met.",
    ):  # fmt: skip
        assert references.refer_inline(text).sources == ()
    found = references.refer_inline(
        "It is, according to the International Labour Organization (2006), so."
    )
    assert [iri.rsplit("/", 1)[1] for iri in found.sources] == ["ilo-2006"]
