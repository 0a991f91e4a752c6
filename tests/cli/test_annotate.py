from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.cli import annotate as command
from tvet_skos.publish.reports.mentions import COLUMNS, MENTION_FORMATS

Run = Callable[..., Result]

TEXT = "A micro credential & RPL.\nNothing <b>else</b>: =learning outcomes.\n"


@pytest.fixture
def text(tmp_path: Path, vocab: Path) -> Path:
    file = tmp_path / "a text.txt"
    file.write_bytes(TEXT.encode())
    return file


def test_each_term_is_a_line_with_its_place_and_reason(run: Run, text: Path) -> None:
    result = run("annotate", str(text))
    assert result.exit_code == 0 and result.stderr.splitlines()[-1] == "3 mentions of 3 terms"
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [line[1] for line in lines] == ["micro credential", "RPL", "learning outcomes"]
    for place, found, _, why, iri in lines:
        start, end = map(int, place.split("-"))
        assert TEXT[start:end] == found
        assert "label" in why and iri.startswith("https://")


def test_the_file_is_never_changed(run: Run, text: Path, tmp_path: Path) -> None:
    before = text.stat().st_mtime_ns
    for name in (str(text), "./a text.txt"):
        result = run("annotate", str(text), "--format", "html", "-o", name)
        assert result.exit_code == 2 and "is never changed" in result.stderr
    assert run("annotate", str(text), "-o", "out.txt").exit_code == 0
    assert text.read_bytes() == TEXT.encode() and text.stat().st_mtime_ns == before
    link = tmp_path / "link"
    link.symlink_to(text)
    assert run("annotate", str(link), "-o", str(text)).exit_code == 2


def test_a_text_becomes_paragraphs_with_links(run: Run, text: Path) -> None:
    html = run("annotate", str(text), "--format", "html").stdout
    assert html.startswith("<p>A <a class=") and html.count("<a ") == 3
    assert "&amp; <a" in html and "&lt;b&gt;else&lt;/b&gt;" in html and "<br>" in html


def test_a_page_keeps_everything_else(run: Run, tmp_path: Path, vocab: Path) -> None:
    page = "<!doctype html>\r\n<p title='RPL'>RPL <a href=x>RPL</a><script>RPL</script>\r\n"
    (tmp_path / "page.HTML").write_bytes(page.encode())
    html = run("annotate", "page.HTML", "--format", "html").stdout_bytes.decode()
    assert html.count("glossary-term") == 1 and html.replace("\r\n", "").endswith("</script>")
    start = page.index(">RPL <") + 1
    assert html.startswith(page[:start] + '<a class="glossary-term"')
    assert run("annotate", "page.HTML").stdout.startswith(f"{start}-{start + 3}\t")
    as_text = run("annotate", "page.HTML", "--input", "text").stdout
    assert as_text.count("RPL\t") == 4


def test_annotations_are_those_of_the_recommendation(run: Run, text: Path) -> None:
    document = json.loads(run("annotate", str(text), "--format", "json").stdout)
    assert document["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    items = document["first"]["items"]
    assert document["type"] == "AnnotationCollection" and document["total"] == len(items) == 3
    for item in items:
        position, quote = item["target"]["selector"]
        assert item["type"] == "Annotation" and item["id"].startswith("urn:uuid:")
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert item["target"]["source"] == "a%20text.txt"
    assert items[1]["body"]["skos:altLabel"] == {"@value": "RPL", "@language": "en"}
    assert len({item["id"] for item in items}) == 3


def test_a_page_is_annotated_by_its_bytes(run: Run, tmp_path: Path, vocab: Path) -> None:
    raw = "<p>é教 RPL&nbsp;é RPL".encode()
    (tmp_path / "page.html").write_bytes(raw)
    document = json.loads(run("annotate", "page.html", "--format", "json").stdout)
    places = [item["target"]["selector"][0] for item in document["first"]["items"]]
    assert [place["type"] for place in places] == ["DataPositionSelector"] * 2
    assert [raw[place["start"] : place["end"]] for place in places] == [b"RPL", b"RPL"]


def test_the_table_has_a_row_for_each_concept(run: Run, text: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("annotate", str(text), "--format", "csv").stdout)))
    assert [row["kind"] for row in rows] == ["altLabel", "altLabel", "prefLabel"]
    assert tuple(rows[0]) == COLUMNS and rows[0]["name"] == "Micro-credential"


def test_a_language_is_kept_to(run: Run, text: Path) -> None:
    result = run("annotate", str(text), "--lang", "xx")
    assert result.stdout == "" and "no term of the vocabulary is mentioned" in result.stderr


def test_standard_input_is_read(run: Run, vocab: Path) -> None:
    assert run("annotate", "-", input="\ufeffRPL".encode()).stdout.startswith("0-3\tRPL\t")
    assert run("annotate", "-", input=b"").stdout == ""


def test_what_cannot_be_read_is_one_clear_line(run: Run, tmp_path: Path, vocab: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    for name, told in (("latin", "byte 4 is not UTF-8"), ("none", "no such file"), (".", "cannot")):
        result = run("annotate", name)
        assert result.exit_code == 2 and told in result.stderr and result.stdout == ""


def test_the_options_name_all_formats() -> None:
    by_name = {option.name: option for option in command.command.params}
    assert tuple(getattr(by_name["format_name"].type, "choices")) == tuple(MENTION_FORMATS)  # noqa: B009
