from __future__ import annotations

from pathlib import Path

import pytest

from tvet_skos.errors import SettingsError
from tvet_skos.settings import Settings, load_settings, today


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_the_nearest_file_upwards_counts_and_paths_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "tvet-skos.toml").write_text('vocabulary = "terms"\nlanguage = "fr"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    settings = load_settings(inner)
    assert settings.vocabulary == tmp_path / "terms"
    assert settings.language == "fr"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("vocabular = 'x'", "unknown key"),
        ("language = 3", "must be a text"),
        ("= 3", "cannot be read"),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "tvet-skos.toml").write_text(content)
    with pytest.raises(SettingsError, match=says) as caught:
        load_settings(tmp_path)
    assert caught.value.file is not None


def test_today_follows_source_date_epoch() -> None:
    assert today({"SOURCE_DATE_EPOCH": "1700000000"}) == "2023-11-14"
    with pytest.raises(SettingsError, match="not a number of seconds"):
        today({"SOURCE_DATE_EPOCH": "yesterday"})
