"""Servers that several tests share: starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.store.servers import NotInstalled, Virtuoso, oxigraph_server, virtuoso_server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A running Virtuoso; tests leave no graph in it."""
    try:
        with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as server:
            yield server
    except NotInstalled as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Oxigraph server; tests leave no graph in it."""
    try:
        with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as address:
            yield address
    except NotInstalled as error:
        pytest.skip(str(error))
