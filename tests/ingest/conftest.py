"""Sample pages, a small register, and short ways to read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tvet_skos.ingest import Import, PageInput, PageOptions, read_pages
from tvet_skos.ingest.register import Register
from tvet_skos.model import Agent, ConceptScheme, Source
from tvet_skos.terms import IRI, Literal

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "tests" / "data" / "pages"
BASE = "https://example.org/glossary/"

Reader = Callable[..., Import]


def agent(key: str, name: str, *abbreviations: str) -> Agent:
    return Agent(
        iri=IRI(f"{BASE}agent/{key}"), names=(Literal(name, "en"),), abbreviations=abbreviations
    )


def source(key: str, maker: str, title: str, issued: str, **more: object) -> Source:
    return Source(
        iri=IRI(f"{BASE}source/{key}"),
        creators=tuple(IRI(f"{BASE}agent/{name}") for name in maker.split()),
        titles=(Literal(title, "en"),) if title else (),
        issued=issued,
        **more,  # type: ignore[arg-type]
    )


AGENTS = (
    agent("col", "Commonwealth of Learning", "COL"),
    agent("ilo", "International Labour Organization", "ILO"),
    agent("ncver", "National Centre for Vocational Education Research", "NCVER"),
    agent("saqa", "South African Qualifications Authority", "SAQA"),
    agent("unesco", "United Nations Educational, Scientific and Cultural Organization", "UNESCO"),
    agent("eu-parliament", "European Parliament"),
    agent("eu-council", "Council of the European Union", "Council of the EU"),
)
SOURCES = (
    source("col-2015", "col", "Open learning: key terms", "2015", aliases=("COL (2015)",)),
    source(
        "col-2020", "col", "Open learning: key terms", "2020", edition="revised 2020",
        version_of=IRI(f"{BASE}source/col-2015"),
    ),
    source("ilo-2006", "ilo", "Glossary of key terms", "2006", aliases=("ILO 2006, Global",)),
    source("ncver-2022", "ncver", "VOCEDplus: Glossary of VET", "", accessed="2022-12"),
    source("saqa-2013", "saqa", "Standard Glossary of Terms", "2013"),
    source("unesco-2015-a", "unesco", "Recommendation on work", "2015"),
    source("unesco-2015-b", "unesco", "Level-setting and recognition", "2015"),
    source("eu-2009", "eu-parliament eu-council", "Recommendation on credits", "2009"),
)  # fmt: skip


@pytest.fixture(scope="session")
def register() -> Register:
    return Register(SOURCES, AGENTS)


@pytest.fixture(scope="session")
def registered() -> ConceptScheme:
    """A vocabulary with nothing but the register."""
    return ConceptScheme(iri=IRI(BASE), sources=SOURCES, agents=AGENTS)


@pytest.fixture
def read() -> Reader:
    """Reads texts (or names of sample files) as pages of one call."""

    def read_texts(
        *pages: str | bytes, vocabulary: ConceptScheme | None = None, **options: object
    ) -> Import:
        inputs = (
            PageInput(f"page-{number}.txt", page.encode() if isinstance(page, str) else page)
            for number, page in enumerate(pages, start=1)
        )
        settings = PageOptions(base=IRI(BASE), read_on="2026-11-23", **options)  # type: ignore[arg-type]
        return read_pages(inputs, settings, vocabulary)

    return read_texts


@pytest.fixture
def read_sample(registered: ConceptScheme) -> Reader:
    """Reads sample files by name."""

    def read_files(*names: str, vocabulary: ConceptScheme | None = registered) -> Import:
        inputs = (PageInput(name, (PAGES / name).read_bytes()) for name in names)
        return read_pages(inputs, PageOptions(base=IRI(BASE), read_on="2026-11-23"), vocabulary)

    return read_files


@pytest.fixture(scope="session")
def seed() -> bytes:
    """A real page, which stays outside the project."""
    data = Path(os.environ.get("TVET_SKOS_TEST_DATA") or ROOT.parent / "shared" / "data")
    found = sorted((data.parent / "seeds").glob("*.txt"))
    if not found:
        pytest.skip(f"no seed page beside {data}; set TVET_SKOS_TEST_DATA to use it")
    return found[0].read_bytes()
