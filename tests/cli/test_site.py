"""``tvet-skos site``: what it says, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

_ONE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://e.org/v/> a skos:ConceptScheme ; skos:prefLabel "Voc"@en .
<http://e.org/v/a> a skos:Concept ; skos:prefLabel "A"@en ; skos:inScheme <http://e.org/v/> .
"""


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A vocabulary of one term."""
    file = tmp_path / "one.ttl"
    file.write_text(_ONE, encoding="utf-8")
    return file


def test_a_site_is_written_and_said_where(
    run: Callable[..., Result], one: Path, tmp_path: Path
) -> None:
    result = run("site", "-o", "out", "--vocab", str(one), "--lang", "fr")
    assert result.exit_code == 0 and result.stdout == ""
    assert "vocabulary:" in result.stderr and "files to out: open out/index.html" in result.stderr
    assert (tmp_path / "out" / "fr" / "term" / "a.html").is_file()
    assert "fr/index.html" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "en").exists() and not (tmp_path / "out" / "feed.atom").exists()


def test_with_an_address_there_are_feeds(
    run: Callable[..., Result], one: Path, tmp_path: Path
) -> None:
    result = run("site", "-o", "out", "--vocab", str(one), "--base-url", "https://e.org/t/")
    assert result.exit_code == 0
    feed = (tmp_path / "out" / "feed.atom").read_text(encoding="utf-8")
    assert 'href="https://e.org/t/feed.atom"' in feed


@pytest.mark.parametrize(
    "address", ["e.org", "javascript:x", "https://e.org/?a", "https://e.org/#a"]
)
def test_an_address_that_is_none_is_refused(
    run: Callable[..., Result], one: Path, tmp_path: Path, address: str
) -> None:
    result = run("site", "-o", "out", "--vocab", str(one), "--base-url", address)
    assert result.exit_code == 2 and "is no address of a site" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_ours_is_left_alone(
    run: Callable[..., Result], one: Path, tmp_path: Path
) -> None:
    result = run("site", "-o", ".", "--vocab", str(one))
    assert result.exit_code == 2 and "no site of ours" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["one.ttl"]


def test_a_vocabulary_that_is_not_there_leaves_nothing(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    assert run("site", "-o", "out", "--vocab", "nothing.ttl").exit_code == 2
    assert list(tmp_path.iterdir()) == []
