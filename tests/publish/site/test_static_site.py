"""The pages as a folder: whole, the same each time, and every link leads to something."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tvet_skos.errors import WriteError
from tvet_skos.publish.site.folder import contents, writing
from tvet_skos.publish.site.folder.exchange import MARKER, replaced
from tvet_skos.publish.site.folder.names import file_of, relative_to
from tvet_skos.publish.site.folder.writing import SitePlan, put, write_site
from tvet_skos.store import open_store
from tvet_skos.terms import IRI

GLOSSARY = Path(__file__).parents[2] / "data" / "glossary"
_WEB = "https://example.org/terms"
_ELSEWHERE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/voc/> .
<http://example.org/voc/> a skos:ConceptScheme ; skos:prefLabel "Voc"@en .
ex:Skill a skos:Concept ; skos:prefLabel "Skill"@en ; skos:definition "One."@en ;
  skos:inScheme <http://example.org/voc/> ; skos:narrower <urn:x:caf%C3%A9%20bar>, ex:skill .
ex:skill a skos:Concept ; skos:prefLabel "skill, small"@en ; skos:definition "One."@en, "Two."@en,
  "Un."@fr, "Deux."@fr .
ex:con a skos:Concept ; skos:prefLabel "Con"@en, "…"@fr .
<http://other.example/x.html/y?z=1> a skos:Concept ; skos:prefLabel "Far away"@en .
<urn:x:caf%C3%A9%20bar> a skos:Concept ; skos:prefLabel "Urn"@en ; skos:altLabel "微证书"@zh .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small vocabulary in two languages, for the web."""
    folder = tmp_path_factory.mktemp("site") / "out"
    write_site(SitePlan(str(GLOSSARY), languages=("en", "fr"), web=_WEB), folder)
    return folder


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names that a file system takes for each other, or not at all; for a stick."""
    folder = tmp_path_factory.mktemp("voc")
    (folder / "voc.ttl").write_text(_ELSEWHERE, encoding="utf-8")
    write_site(SitePlan(str(folder / "voc.ttl")), folder / "out")
    return folder / "out"


_LINK = re.compile(r'(?:href|src|action|data-href)="([^"]*)"')
_NAME = re.compile(r'\sid="([^"]*)"')


def _broken(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every link inside that leads to no file, or to no place in it."""
    names: dict[Path, set[str]] = {}
    for file in sorted(folder.rglob("*.html")):
        for link in map(unescape, _LINK.findall(file.read_text(encoding="utf-8"))):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if parts.path.startswith("/") or not target.is_file():
                yield file, link
            elif parts.fragment:
                if target not in names:
                    names[target] = set(_NAME.findall(target.read_text(encoding="utf-8")))
                if unquote(parts.fragment) not in names[target]:
                    yield file, link


@pytest.mark.parametrize("which", ["site", "elsewhere"])
def test_every_link_leads_to_a_file_and_a_place_in_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(which).resolve()
    assert len(list(folder.rglob("*.html"))) > 40
    assert list(_broken(folder)) == []


def test_everything_that_can_be_read_is_there(site: Path) -> None:
    pages = ("index", "about", "api", "changes", "hierarchy", "sources", "topics", "search")
    for language in ("en", "fr"):
        assert all((site / language / f"{page}.html").is_file() for page in pages)
        assert (site / language / "index" / "all" / "m.html").is_file()
        for page in ("term", "compare"):
            text = (site / language / page / "micro-credential.html").read_text(encoding="utf-8")
            assert f'<html lang="{language}">' in text
    for suffix in (".ttl", ".jsonld", ".rdf", ".nt", ".csv"):
        assert (site / "id" / f"micro-credential{suffix}").stat().st_size > 1000
        assert (site / f"data{suffix}").stat().st_size > 10_000
    for name in ("cite/micro-credential.bib", "cite/micro-credential.csl.json", "data.xlsx"):
        assert (site / name).stat().st_size > 1000
    assert (site / "compare" / "micro-credential.csv").is_file()
    assert (site / "en" / "compare" / "micro-credential.baseline-2.html").is_file()
    assert not (site / "es").exists() and 'hreflang="es"' not in _text(site / "en" / "about.html")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_nothing_leads_to_what_only_a_server_has(site: Path, elsewhere: Path) -> None:
    for folder in (site, elsewhere):
        for file in folder.rglob("*.html"):
            text = _text(file)
            assert "/sparql" not in text and "/rest/" not in text, file


def test_on_the_web_there_are_feeds_and_a_sitemap(site: Path) -> None:
    sitemap = _text(site / "sitemap.xml")
    for address in re.findall(r"<loc>([^<]*)</loc>", sitemap):
        assert (site / address.removeprefix(f"{_WEB}/")).is_file(), address
    assert f"{_WEB}/en/term/micro-credential.html" in sitemap
    assert f"Sitemap: {_WEB}/sitemap.xml" in _text(site / "robots.txt")
    assert f"{_WEB}/en/search.html?q={{searchTerms}}" in _text(site / "opensearch.xml")
    for file in (site / "feed.atom", site / "feed" / "term" / "micro-credential.atom"):
        assert f'href="{_WEB}/' in _text(file)
    head = _text(site / "fr" / "term" / "micro-credential.html").partition("</head>")[0]
    assert 'href="../../feed/term/micro-credential.atom"' in head


def test_on_a_stick_there_is_nothing_that_needs_an_address(elsewhere: Path) -> None:
    assert not list(elsewhere.rglob("*.atom")) and not list(elsewhere.glob("*.xml"))
    assert "atom+xml" not in _text(elsewhere / "en" / "about.html")


def test_names_differ_also_where_case_does_not_count(elsewhere: Path) -> None:
    names = [str(path.relative_to(elsewhere)) for path in elsewhere.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", part) for n in names for part in Path(n).parts)
    pages = [_text(page) for page in (elsewhere / "en" / "term").rglob("*.html")]
    assert len(pages) == 5
    assert sum("<bdi>Skill</bdi></h1>" in page for page in pages) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/en/term/skill", "/en/term/Skill"),
        ("/en/term/a%2Fb", "/en/term/a-b"),
        ("/en/term/a", "/en/term/a."),
        ("/en/term/..", "/en/term/."),
        ("/en/term/con", "/en/term/aux"),
        ("/en/compare/a?baseline=2", "/en/compare/a?baseline=3"),
        ("/en/compare/a?lang=en", "/en/compare/a?lang=fr"),
        ("/en/index", "/en/"),
        ("/en/index/en/M", "/en/index/en/M/page-2"),
        ("/en/term/%E8%AF%81", "/en/term/%E4%B9%A6"),
        ("/en/term/" + "x" * 300, "/en/term/" + "x" * 301),
        ("/id/a.ttl", "/id/a.nt"),
    ],
)
def test_two_pages_are_never_in_one_file(one: str, other: str) -> None:
    files = file_of(one), file_of(other)
    assert files[0].casefold() != files[1].casefold()
    for file in files:
        assert re.fullmatch(r"[a-z0-9_./-]+", file) and "//" not in file and "/." not in file
        assert max(map(len, file.split("/"))) < 150
        assert (Path("/site") / file).parent / relative_to(file) != Path("/")


def test_terms_with_very_many_definitions_have_no_choice_of_baselines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MOST_BASELINES", 1)
    (tmp_path / "voc.ttl").write_text(_ELSEWHERE, encoding="utf-8")
    write_site(SitePlan(str(tmp_path / "voc.ttl"), languages=("en",)), tmp_path / "out")
    assert list(_broken((tmp_path / "out").resolve())) == []
    page = _text(tmp_path / "out" / "en" / "compare" / "skill.html")
    assert "columns" in page and "baseline-" not in page
    assert not list((tmp_path / "out").rglob("*baseline*"))


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_site_is_the_same_whoever_makes_it_and_with_how_many(site: Path, tmp_path: Path) -> None:
    arguments = ["--vocab", str(GLOSSARY), "--lang", "en", "--lang", "fr", "--base-url", _WEB]
    subprocess.run(
        [sys.executable, "-m", "tvet_skos", "site", "-o", "out", "--jobs", "2", *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        check=True,
        capture_output=True,
    )
    assert _bytes(tmp_path / "out") == _bytes(site)


@pytest.fixture
def small(tmp_path: Path) -> SitePlan:
    """A vocabulary of one term."""
    file = tmp_path / "voc.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<http://e.org/v/a> a skos:Concept ; skos:prefLabel "A"@en .\n'
    )
    return SitePlan(str(file), base="http://e.org/v/", languages=("en",))


def test_a_site_takes_the_place_of_one_of_ours(small: SitePlan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    write_site(small, folder)
    (folder / "en" / "index.html").write_text("old")
    write_site(small, folder)
    assert "A" in _text(folder / "en" / "term" / "a.html")
    assert _text(folder / "en" / "index.html") != "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "voc.ttl"]


@pytest.mark.parametrize("what", ["a file", "other things", "ours and other things"])
def test_what_is_not_ours_stays(what: str, small: SitePlan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    if what == "a file":
        folder.write_text("mine")
    else:
        if what != "other things":
            write_site(small, folder)
        folder.mkdir(exist_ok=True)
        (folder / "CNAME").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(WriteError) as caught:
        write_site(small, folder)
    assert caught.value.hint and str(folder) in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_site_that_fails_leaves_the_old_one(
    small: SitePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    write_site(small, folder)
    before = _bytes(folder)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(writing, "_made", full)
    with pytest.raises(WriteError, match="No space left"):
        write_site(small, folder)
    assert _bytes(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "voc.ttl"]


def test_a_process_that_is_killed_leaves_the_old_site_and_the_next_one_cleans_up(
    small: SitePlan, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    write_site(small, folder)
    before = _bytes(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "tvet_skos", "site", "-o", str(folder), "--vocab", str(GLOSSARY)],
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 60
    while len(list(tmp_path.glob(".out.*.new/en/*"))) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(tmp_path.glob(".out.*.new")) and _bytes(folder) == before
    write_site(small, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "voc.ttl"]


def test_two_who_write_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with replaced(folder) as one:
        (one / "a").write_text("one")
        with replaced(folder) as two:
            (two / "a").write_text("two")
        assert _text(folder / "a") == "two"
    assert _text(folder / "a") == "one"
    assert json.loads(_text(folder / MARKER))["made"] == ["a"]


def test_a_store_is_given_back_when_the_site_is_written(small: SitePlan, tmp_path: Path) -> None:
    address = f"oxigraph:{tmp_path / 'store'}"
    gc.disable()  # as in a program in which nothing else is thrown away
    try:
        for _ in range(2):
            with open_store(address) as store:
                store.load(Path(small.address), graph=IRI("http://e.org/v/"))
            write_site(SitePlan(address), tmp_path / "site")
    finally:
        gc.enable()
    versions = (tmp_path / "store/versions").iterdir()
    assert [path.name for path in versions if path.is_dir()] == ["2"]


def test_two_pages_with_one_name_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="one file"):
        put(tmp_path, [("a/b.html", b"1"), ("a/b.html", b"2")])


def test_a_format_that_cannot_hold_the_vocabulary_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "voc.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<http://e.org/v/a> a skos:Concept ; skos:prefLabel "A"@en ; <http://e.org/1> "x" .\n'
    )
    plan = SitePlan(str(file), base="http://e.org/v/", languages=("en",))
    told: list[tuple[str, int, int]] = []
    written = write_site(plan, tmp_path / "out", progress=lambda *how: told.append(how))
    assert written.left_out == ("rdfxml",)
    assert not (tmp_path / "out" / "data.rdf").exists()
    assert (tmp_path / "out" / "data.ttl").exists()
    assert told[-1] == ("pages", 1, 1) and told[0][0] == "data"
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    with suppress(ValueError):
        files.remove(tmp_path / "out" / MARKER)
    assert written.files == len(files)
