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


CHECK = """
[check]
ignore = ["SR009"]
languages = ["en", "fr"]
label_case = "lower"
baseline = "known.json"

[check.severity]
LB007 = "warning"

[[check.suppress]]
rule = "LB005"
focus = "https://example.org/terms/bank"
reason = "Two senses."
"""


def test_the_table_of_check_is_read_with_paths_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "tvet-skos.toml").write_text(CHECK)
    check = load_settings(tmp_path).check
    assert check.ignore == ("SR009",)
    assert check.severity == {"LB007": "warning"}
    assert check.baseline == tmp_path / "known.json"
    assert check.suppress[0].reason == "Two senses."


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("check = 1", "must be a table"),
        ("[check]\nselct = []", "unknown key 'selct'"),
        ('[check]\nignore = "SR009"', "list of texts"),
        ('[check.severity]\nLB007 = "grave"', "error, warning, info"),
        ('[[check.suppress]]\nrule = "LB005"', "rule, focus, reason"),
        ('[[check.suppress]]\nrule = "LB005"\nfocus = "*"\nreason = ""', "rule, focus, reason"),
        ('[check]\nlabel_case = "title"', '"lower" or "upper"'),
        ('[check]\nlanguages = ["english!"]', "no language tag"),
        ("[check]\nbaseline = 1", "text in quotes"),
    ],
)
def test_a_fault_in_the_table_of_check_is_named(
    tmp_path: Path, content: str, complaint: str
) -> None:
    (tmp_path / "tvet-skos.toml").write_text(content)
    with pytest.raises(SettingsError, match=complaint):
        load_settings(tmp_path)
