"""Long campaigns run on request only: ``pytest -m full``."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "full" in (config.option.markexpr or ""):
        return
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="a long campaign; run with `pytest -m full`"))
