"""What several tests share: the bundled vocabulary, and public data where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tvet_skos.model import ConceptScheme
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.store import MemoryStore

ROOT = Path(__file__).parent.parent

# Lines are as wide as where there is no terminal; a process among several is told another width.
os.environ.pop("COLUMNS", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long campaigns run on request only: ``pytest -m full``."""
    if "full" in (config.option.markexpr or ""):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="a long campaign; run with `pytest -m full`"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def bundled() -> Vocabulary:
    """The vocabulary that ships with the tool."""
    return read_vocabulary(bundled_vocabulary())


@pytest.fixture(scope="session")
def scheme(bundled: Vocabulary) -> ConceptScheme:
    """The bundled vocabulary as a model."""
    return bundled.scheme


@pytest.fixture(scope="session")
def store(bundled: Vocabulary) -> MemoryStore:
    """The bundled vocabulary as a store."""
    return MemoryStore(bundled.triples)


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public vocabularies and suites; the test is skipped where it is absent."""
    folder = Path(os.environ.get("TVET_SKOS_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no public test data at {folder}; set TVET_SKOS_TEST_DATA to use it")
    return folder
