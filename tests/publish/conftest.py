"""Vocabularies for the tests of publishing: the bundled one, and one that means harm."""

from pathlib import Path

import pytest

from tvet_skos.lookup.compare import Comparison, compare
from tvet_skos.model import ConceptScheme
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.store.memory import MemoryStore

HOSTILE = Path(__file__).parent / "data" / "hostile.ttl"


@pytest.fixture(scope="session")
def bundled() -> ConceptScheme:
    return read_vocabulary(bundled_vocabulary()).scheme


@pytest.fixture(scope="session")
def hostile() -> ConceptScheme:
    return read_vocabulary(HOSTILE).scheme


@pytest.fixture(scope="session")
def micro_credential() -> Comparison:
    """Six definitions, two with a source; the fifth leads."""
    return compare(MemoryStore(read_vocabulary(bundled_vocabulary()).triples), "microcredential")


@pytest.fixture(scope="session")
def hostile_comparison() -> Comparison:
    """Four English definitions and an Arabic one, all of them trying something."""
    store = MemoryStore(read_vocabulary(HOSTILE).triples)
    return compare(store, "http://example.org/hostile/formula")
