"""The bundled vocabulary, and one that means harm, as pages read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.site.readings import reading_of
from tvet_skos.publish.site.edition import Reading
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.store import open_store

HOSTILE = Path(__file__).parent / "hostile.ttl"


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The bundled vocabulary in English."""
    return reading_of(open_store(bundled_vocabulary()))


@pytest.fixture(scope="session")
def hostile() -> Reading:
    """Labels, texts, links and sources that try to do something."""
    return reading_of(open_store(HOSTILE))
