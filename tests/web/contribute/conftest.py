"""A small vocabulary that takes proposals, anew for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.contribute.people import Person, Site, taking

GLOSSARY = Path(__file__).parents[2] / "data" / "glossary"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An application on a fixed day, whose clock stands at a thousand seconds."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    with taking(GLOSSARY, tmp_path / "queue") as made:
        yield made


@pytest.fixture
def person(site: Site) -> Person:
    """Somebody with a browser that runs no scripts."""
    return site.person()
