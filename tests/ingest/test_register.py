from __future__ import annotations

import pytest

from tvet_skos.ingest.register import Register
from tvet_skos.terms import Literal

from .conftest import AGENTS, SOURCES, agent, source


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("ILO 2006, Global", "ilo-2006"),
        ("ilo 2006, global", "ilo-2006"),
        ("ILO (2006)", "ilo-2006"),
        ("International Labour Organization, Glossary of key terms, 2006", "ilo-2006"),
        ("COL (2015)", "col-2015"),
        ("COL, Open learning: key terms, 2015", "col-2015"),
        ("COL, Open learning, 2015", "col-2015"),
        ("COL, Open learning. Key terms, 2015 (revised 2020)", "col-2020"),
        ("COL 2015 (revised 2020)", "col-2020"),
        ("SAQA (South Africa), Standard Glossary of Terms, 2013", "saqa-2013"),
        ("NCVER (Australia), VOCEDplus: Glossary of VET, (accessed 12/2022)", "ncver-2022"),
        ("European Parliament and Council of the EU, Recommendation on credits, 2009", "eu-2009"),
        ("Council of the EU and European Parliament, Recommendation on credits, 2009", "eu-2009"),
        ("adapted from UNESCO, Recommendation on work, 2015", "unesco-2015-a"),
    ],
)
def test_aliases_short_forms_and_full_citations_meet_in_one_record(
    register: Register, printed: str, key: str
) -> None:
    found = register.resolve(printed).source
    assert found is not None
    assert found.iri.endswith(f"source/{key}")


@pytest.mark.parametrize(
    "printed",
    [
        "ILO 2007, Global",
        "EXA 2006, Global",
        "COL, Other title, 2015",
        "NCVER, VOCEDplus: Glossary of VET",
        "ILO",
        "NCVER, VOCEDplus: Glossary of VET (accessed 01/2023)",
        "European Parliament 2009, Europe",
        "",
    ],
)
def test_another_year_title_or_maker_is_another_work(register: Register, printed: str) -> None:
    assert register.resolve(printed).source is None


def test_what_fits_two_records_is_not_resolved_and_said(register: Register) -> None:
    resolution = register.resolve("UNESCO 2015, Global")
    assert resolution.source is None
    assert "unesco-2015-a" in resolution.reason
    assert "unesco-2015-b" in resolution.reason


def test_an_alias_of_two_records_is_not_resolved() -> None:
    twins = [source(key, "ilo", "T", "2001", aliases=("X 1",)) for key in ("a", "b")]
    assert Register(twins, AGENTS).resolve("X 1").source is None


def test_an_exact_citation_with_semicolons_stays_one_work() -> None:
    printed = "ILO, One, 2001; ILO, Two, 2002"
    register = Register([source("both", "ilo", "", "", citation=printed)], AGENTS)
    assert len(register.parse(printed)) == 1
    assert register.resolve(printed).source is not None


def test_agents_are_known_by_name_and_abbreviation_whatever_the_case(register: Register) -> None:
    assert register.agent("unesco") == register.agent(AGENTS[4].name)
    assert register.knows("Commonwealth of Learning")
    assert register.agent("nobody") is None


def test_a_name_of_two_agents_is_nobodys() -> None:
    register = Register([], [agent("a", "Agency A", "AG"), agent("b", "Agency B", "AG")])
    assert register.knows("AG")
    assert register.agent("AG") is None


def test_a_lost_source_line_is_recognised_by_its_alias() -> None:
    odd = source("odd", "ilo", "T", "", aliases=("the blue book",))
    register = Register([*SOURCES, odd], AGENTS)
    assert register.is_citation("The blue book")
    assert register.is_citation("ILO, Glossary of key terms, 2006")
    assert not register.is_citation("A blue book of terms")
    assert odd.titles == (Literal("T", "en"),)
