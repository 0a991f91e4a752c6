"""Servers that several tests share; each is a process of its own, as people run it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.served import Served, serving


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The bundled vocabulary, with little time and memory for queries."""
    with serving("--query-seconds", "2", "--query-memory", "256", "--workers", "2") as server:
        yield server
