from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from tvet_skos.cli import main
from tvet_skos.rdf.folder import read_vocabulary

GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"
"""A small vocabulary that stays as it is, whatever becomes of the bundled one."""

Run = Callable[..., Result]

PAGE = """Skill gap

A skill gap is a shortage of the abilities that a job asks for in those who hold it.
(view also skills)

Alternative spellings: skills gap


A difference, seen by employers, between what staff can do and what the work needs.

Source:
Example Institute, Words for work, 2019
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the bundled vocabulary as ./vocab."""
    return Path(shutil.copytree(GLOSSARY, tmp_path / "vocab"))


def test_help_names_every_command_and_each_has_help_of_its_own(run: Run) -> None:
    listing = run("--help").stdout
    for name in main.commands or main.list_commands(None):  # type: ignore[arg-type]
        assert f"\n  {name} " in listing
        text = run(name, "--help").stdout
        assert "Usage:" in text
        assert len(text.splitlines()) > 5


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from tvet_skos.cli import main; main(['--help'], standalone_mode=False); "
        "heavy = {'rdflib', 'pyshacl', 'pyoxigraph', 'rich', 'jinja2', 'numpy', 'selectolax'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_build_checks_exports_everything_and_says_what_to_type_next(
    run: Run, tmp_path: Path
) -> None:
    result = run("build")
    assert result.exit_code == 0
    written = sorted(p.name for p in (tmp_path / "public").iterdir())
    assert len(written) == 20
    assert "it conforms" in result.stdout
    assert all(name in result.stdout for name in written)
    assert 'compare "Skills"' in result.stderr


def test_build_writes_nothing_where_there_is_an_error(run: Run, copy: Path, tmp_path: Path) -> None:
    file = copy / "concepts" / "skills.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("dc:source", "dc:creator"), "utf-8")
    result = run("build")
    assert result.exit_code == 1
    assert "DF017" in result.stdout
    assert not (tmp_path / "public").exists()


def test_check_gives_file_and_line_and_exit_status_1(run: Run, copy: Path) -> None:
    file = copy / "concepts" / "skills.ttl"
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines, 1) if "rdf:value" in line)
    lines[place - 1] = lines[place - 1].replace("@en", "")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    found = [f for f in json.loads(result.stdout)["findings"] if f["severity"] == "error"]
    assert {(f["rule"], f["file"], f["line"]) for f in found} == {
        ("DF001", "vocab/concepts/skills.ttl", place)
    }
    text = run("check").stdout
    assert f"vocab/concepts/skills.ttl:{place}:" in text


def test_check_goes_on_after_a_file_that_is_not_well_formed(run: Run, copy: Path) -> None:
    (copy / "concepts" / "broken.ttl").write_text("<a> <b> .\n")
    result = run("check", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    syntax = [f for f in report["findings"] if f["rule"] == "RD002"]
    assert [(f["file"], f["line"]) for f in syntax] == [("vocab/concepts/broken.ttl", 1)]
    assert any(f["rule"] == "DF002" for f in report["findings"])


def test_fail_on_decides_the_exit_status(run: Run) -> None:
    assert run("check").exit_code == 0
    assert run("check", "--fail-on", "info").exit_code == 1
    assert run("check", "--ruleset", "contribution").exit_code == 1
    assert run("check", "--ruleset", "nonsense").exit_code == 2


def test_a_report_takes_its_format_from_the_suffix_where_none_is_named(
    run: Run, tmp_path: Path
) -> None:
    begins = {
        "a.json": "{", "a.html": "<!doctype", "a.MD": "###", "a.xml": "<?xml", "a.sarif": "{",
        "json:a.txt": "{",
    }  # fmt: skip
    outputs = [option for name in begins for option in ("-o", name)]
    assert run("check", *outputs).exit_code == 0
    for name, begin in begins.items():
        content = (tmp_path / name.rpartition(":")[2]).read_text(encoding="utf-8")
        assert content.lower().startswith(begin), name
    run("check", "-o", "b.json", "--format", "csv")
    assert (tmp_path / "b.json").read_text(encoding="utf-8-sig").startswith("severity,")


def test_a_report_format_that_there_is_not_is_no_file_name(run: Run, tmp_path: Path) -> None:
    result = run("check", "-o", "htlm:a.html")
    assert result.exit_code == 2
    assert "'htlm'" in result.stderr and not list(tmp_path.iterdir())


def test_only_a_baseline_of_everything_is_written_and_only_over_a_baseline(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "mine.ttl").write_text("# mine\n")
    update = ("check", "--update-baseline", "--baseline")
    assert run(*update, "mine.ttl").exit_code == 2
    assert (tmp_path / "mine.ttl").read_text() == "# mine\n"
    for part in (("--select", "SK"), ("--ignore", "DF002")):
        assert run(*update, "new.json", *part).exit_code == 2
    assert not (tmp_path / "new.json").exists()
    assert [run(*update, "new.json").exit_code for _ in range(2)] == [0, 0]


def test_find_says_why(run: Run) -> None:
    result = run("find", "rpl")
    assert result.stdout.endswith('alternative label "RPL"@en, ignoring case\n')
    assert result.stdout.count("\t") == 2


def test_what_a_message_quotes_from_a_file_does_not_command_the_terminal(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "vocab.ttl"
    file.write_text("<http://e/a>\n\x1b]0;title\x07 .\n", encoding="utf-8")
    result = run("find", "rpl", "--vocab", str(file))
    assert result.exit_code == 2 and "vocab.ttl:2:" in result.stderr
    assert "\\u001B" in result.stderr and not {"\x1b", "\x07"} & {*result.stderr}


def test_a_term_that_is_not_there_is_answered_with_near_misses(run: Run) -> None:
    for command in (("find",), ("compare",), ("query", "definitions", "--term")):
        result = run(*command, "micro-credentail")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "did you mean Micro-credential" in result.stderr


@pytest.mark.parametrize("name", ["json", "csv", "markdown", "html"])
def test_compare_gives_every_citation_in_every_format(run: Run, name: str) -> None:
    result = run("compare", "microcredentials", "--format", name)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "After Council of the EU (2022)" in text
    assert "COL, Open and distance learning: key terms and definitions, 2015 (revised 2020)" in text


def test_compare_as_of_a_year_names_what_is_left_out(run: Run) -> None:
    result = run("compare", "continuing education", "--as-of", "2006", "--width", "80")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "2 definitions, 2 with a source" in text
    assert "Left out, newer: 2 definitions (3 Cedefop, 2008; 4 NCVER, 2013)." in text


@pytest.mark.parametrize("year", ["-5", "18", "soon"])
def test_compare_as_of_no_year_is_one_sentence_and_a_hint(run: Run, year: str) -> None:
    result = run("compare", "continuing education", f"--as-of={year}")
    assert result.exit_code == 2 and not result.stdout
    assert "is no year" in result.stderr and "hint: a year is four digits" in result.stderr


def test_query_lists_runs_and_shows(run: Run) -> None:
    assert "definitions-without-source" in run("query").stdout
    rows = list(csv.reader(io.StringIO(run("query", "counts", "--format", "csv").stdout)))
    assert len(rows) > 3
    assert "SELECT" in run("query", "definitions", "--show").stdout


def test_your_own_queries_run_in_all_four_forms(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "my.rq"
    for text, expected in (
        ("SELECT (COUNT(*) AS ?n) { ?s a <http://www.w3.org/2004/02/skos/core#Concept> }", "n"),
        ("ASK { ?s ?p ?o }", "yes"),
        ("CONSTRUCT { ?s a <urn:x:C> } WHERE { ?s <http://xmlns.com/foaf/0.1/nick> ?n }", "x:C"),
        ("DESCRIBE <https://w3id.org/tvet-skos/glossary/agent/col>", "Commonwealth of Learning"),
    ):  # fmt: skip
        file.write_text(text)
        result = run("query", "--file", str(file))
        assert result.exit_code == 0, result.stderr
        assert expected in result.stdout
    assert run("query", "--file", "-", input=b"ASK { ?s ?p ?o }").stdout.strip() == "yes"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        (b"SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        (b"SELECT * {" + b"{" * 4000, "nested"),
        (b"DELETE WHERE { ?s ?p ?o }", "DELETE"),
        (b"SELECT ?x { ?x ?y }", "cannot be answered"),
        (b"SELECT ?x { ?x", "never closed"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_queries_that_are_not_answered_say_why_in_one_line(
    run: Run, text: bytes, says: str
) -> None:
    result = run("query", "--file", "-", input=text)
    assert result.exit_code == 2
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error:")]
    assert says.lower() in line.lower()


def test_export_writes_the_format_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    result = run("export", "--format", "jsonld", "--projection", "plain")
    assert json.loads(result.stdout)["@graph"]
    run("export", "--format", "xlsx", "-o", "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes()[:2] == b"PK"


def test_ingest_prints_turtle_that_checks_and_reads_back(run: Run, tmp_path: Path) -> None:
    (tmp_path / "skill-gap.txt").write_text(PAGE, encoding="utf-8")
    result = run("ingest", "skill-gap.txt")
    assert result.exit_code == 0
    (tmp_path / "out.ttl").write_text(result.stdout, encoding="utf-8")
    (concept,) = read_vocabulary(tmp_path / "out.ttl").scheme.concepts
    assert [d.has_source for d in concept.definitions] == [False, True]
    assert concept.definitions[1].source_text == "Example Institute, Words for work, 2019"
    assert [str(r).rsplit("/", 1)[1] for r in concept.related] == ["skills"]


def test_ingest_into_a_vocabulary_twice_changes_nothing_and_a_new_wording_is_a_revision(
    run: Run, copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "skill-gap.txt").write_text(PAGE, encoding="utf-8")
    assert run("ingest", "skill-gap.txt", "--into", "vocab").exit_code == 0
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    again = run("ingest", "skill-gap.txt", "--into", "vocab")
    assert again.stdout == ""
    assert {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()} == before
    assert run("fmt", "--check").exit_code == 0
    assert run("check").exit_code == 0

    (tmp_path / "skill-gap.txt").write_text(PAGE.replace("the work needs", "the work asks for"))
    assert "new wording" in run("ingest", "skill-gap.txt", "--into", "vocab").stdout
    (concept,) = [c for c in read_vocabulary(copy).scheme.concepts if c.iri.endswith("/skill-gap")]
    assert len(concept.definitions) == 3
    assert len(concept.live_definitions) == 2
    assert run("check").exit_code == 0
    changed = {p for p in copy.rglob("*") if p.is_file() and p.read_bytes() != before.get(p)}
    assert {p.name for p in changed} <= {"skill-gap.ttl", "scheme.ttl"}


def test_ingest_starts_a_vocabulary_where_there_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "skill-gap.txt").write_text(PAGE, encoding="utf-8")
    assert run("ingest", "skill-gap.txt", "--into", "mine").exit_code == 0
    assert run("check", "mine").exit_code == 0
    assert run("fmt", "mine", "--check").exit_code == 0


def test_one_bad_page_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.txt").write_bytes(PAGE.replace("what", "“what”").encode("cp1252"))
    (folder / "d.txt").write_bytes(PAGE.encode("utf-16"))
    (folder / "e.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "f.html").write_text("<html><body><p>404 not found</p></body></html>")
    (folder / "big.txt").write_bytes(b"x" * 10_000_000)
    result = run("ingest", "pages", "missing.txt", "none/*.txt")
    assert result.exit_code == 2
    assert 'prefLabel "Skill gap"@en' in result.stdout
    errors = [line for line in result.stderr.splitlines() if line.startswith("error:")]
    for name in (
        "b.txt",
        "c.txt",
        "d.txt",
        "e.txt",
        "f.html",
        "big.txt",
        "missing.txt",
        "none/*.txt",
    ):
        assert sum(name in line for line in errors) == 1, name
    assert "Traceback" not in result.stderr


def test_ingest_reads_standard_input_and_other_encodings(run: Run) -> None:
    assert 'prefLabel "Skill gap"@en' in run("ingest", "-", input=PAGE.encode()).stdout
    curly = PAGE.replace("abilities", "“abilities”").encode("cp1252")
    result = run("ingest", "-", "--encoding", "windows-1252", input=curly)
    assert "“abilities”" in result.stdout
    assert run("ingest", "-", "--encoding", "utf-16", input=PAGE.encode("utf-16")).exit_code == 0


def test_url_and_day_of_reading_are_kept(run: Run) -> None:
    url = "https://example.org/skill-gap"
    result = run("ingest", "-", "--url", url, "--read-on", "2020-02-29", input=PAGE.encode())
    assert f"<{url}>" in result.stdout
    assert 'tvs:accessed "2020-02-29"^^xsd:date' in result.stdout
    assert run("ingest", "-", "--read-on", "yesterday", input=PAGE.encode()).exit_code == 2


def test_fmt_says_what_would_change_and_changes_it(run: Run, copy: Path) -> None:
    file = copy / "concepts" / "skills.ttl"
    canonical = file.read_bytes()
    file.write_bytes(canonical.replace(b"    skos:", b"  skos:"))
    check = run("fmt", "--check")
    assert (check.exit_code, check.stdout) == (1, "vocab/concepts/skills.ttl\n")
    assert file.read_bytes() != canonical
    assert run("fmt").exit_code == 0
    assert file.read_bytes() == canonical
    assert run("fmt", "nowhere").exit_code == 2


def test_rebase_moves_every_iri(run: Run, copy: Path) -> None:
    old, new = "https://w3id.org/tvet-skos/glossary/", "https://example.org/terms/"
    before = (copy / "concepts" / "skills.ttl").read_bytes()
    assert run("rebase", old, new).exit_code == 0
    assert read_vocabulary(copy).scheme.iri == new
    assert run("check").exit_code == 0
    assert run("fmt", "--check").exit_code == 0
    assert run("rebase", new, old).exit_code == 0
    assert (copy / "concepts" / "skills.ttl").read_bytes() == before


def test_rebase_refuses_what_it_should_not_touch(run: Run, copy: Path) -> None:
    assert run("rebase", "https://example.org/a/", "https://example.org/b/").exit_code == 2
    assert run("rebase", "x", "y").exit_code == 2
    shutil.rmtree(copy)
    assert "read-only" in run("rebase", "https://a/", "https://b/").stderr


def test_a_full_disk_leaves_everything_as_it_was(
    run: Run, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    (tmp_path / "skill-gap.txt").write_text(PAGE, encoding="utf-8")

    def fsync(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    for command in (
        ("ingest", "skill-gap.txt", "--into", "vocab"),
        ("build",),
        ("export", "-o", "x.ttl"),
    ):
        result = run(*command)
        assert result.exit_code == 2
        assert result.stderr.count("error:") == 1
        assert "No space left on device" in result.stderr
    assert {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()} == before
    assert not [p for p in tmp_path.rglob("*") if p.name.startswith(".")]


def test_settings_are_followed_and_faults_in_them_are_named(
    run: Run, copy: Path, tmp_path: Path
) -> None:
    copy.rename(tmp_path / "terms")
    (tmp_path / "tvet-skos.toml").write_text('vocabulary = "terms"\noutput = "out"\n')
    assert "vocabulary: terms" in run("find", "RPL").stderr
    run("build")
    assert (tmp_path / "out" / "glossary.ttl").is_file()
    (tmp_path / "tvet-skos.toml").write_text("nonsense = 1\n")
    result = run("find", "RPL")
    assert result.exit_code == 2
    assert "tvet-skos.toml" in result.stderr


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m tvet_skos export --format ntriples | head -1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert result.stdout.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr


def test_the_same_command_gives_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    outputs = []
    for seed, zone, locale in (
        ("1", "Pacific/Kiritimati", "C"),
        ("2", "America/New_York", "C.UTF-8"),
    ):
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "SOURCE_DATE_EPOCH": "1790000000",
        }  # fmt: skip
        (folder / "page.txt").write_text(PAGE, encoding="utf-8")
        commands = (
            "ingest page.txt", "build -o out", "check --format json",
            "compare micro-credential --format json", "compare micro-credential --width 120",
            "query concept-card --term micro-credential --format json",
        )  # fmt: skip
        printed = [
            subprocess.run(
                [sys.executable, "-m", "tvet_skos", *command.split()],
                cwd=folder, env=environment, capture_output=True, check=True,
            ).stdout
            for command in commands
        ]  # fmt: skip
        files = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        outputs.append((printed, files))
    assert outputs[0] == outputs[1]


def test_a_variant_of_the_language_finds_the_concept_that_is_there(run: Run, copy: Path) -> None:
    page = PAGE.replace("Skill gap", "Credit transfer", 1).encode()
    run("ingest", "-", "--into", "vocab", "--language", "en-GB", input=page)
    names = [p.name for p in (copy / "concepts").glob("credit-transfer*")]
    assert names == ["credit-transfer.ttl"]


def test_pages_of_another_glossary_are_cited_as_such(run: Run) -> None:
    result = run("ingest", "-", "--glossary", "Harbour Words", input=PAGE.encode())
    assert 'dc:source "Harbour Words, Skill gap; source not captured' in result.stdout
    assert "<page/harbour-words-skill-gap>" in result.stdout
    assert "TVETipedia" not in result.stdout


def test_the_bundled_register_stands_behind_that_of_a_vocabulary(run: Run, tmp_path: Path) -> None:
    page = PAGE.replace("Example Institute, Words for work, 2019", "ILO 2006, Global").encode()
    (tmp_path / "tvet-skos.toml").write_text('base = "https://example.org/terms/"\n')
    run("ingest", "-", "--into", "mine", input=page)
    scheme = read_vocabulary(tmp_path / "mine").scheme
    assert [s.iri for s in scheme.sources] == ["https://example.org/terms/source/ilo-2006"]
    assert scheme.sources[0].title.startswith("Glossary of Key Terms")
    assert "DF003" not in run("check", "mine").stdout


def test_a_to_do_goes_when_the_page_is_read_again_and_the_term_is_there(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "tvet-skos.toml").write_text('base = "https://example.org/terms/"\n')
    other = PAGE.replace("Skill gap", "Skills").replace("(view also skills)\n", "").encode()
    assert "to do:" in run("ingest", "-", "--into", "mine", input=PAGE.encode()).stderr
    run("ingest", "-", "--into", "mine", input=other)
    assert "related: Skills" in run("ingest", "-", "--into", "mine", input=PAGE.encode()).stdout
    (concept,) = [
        c for c in read_vocabulary(tmp_path / "mine").scheme.concepts if c.label() == "Skill gap"
    ]
    assert not concept.editorial_notes
    assert concept.related


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("ingest", "x.txt", "--into", "a", "--vocab", "b"), "not both"),
        (("ingest", "https://example.org/page"), "nothing is fetched"),
        (("export", "-o", "x.docx"), "suffix"),
        (("query", "counts", "--file", "x.rq"), "not both"),
    ],
)
def test_contradictions_and_impossible_wishes_are_said(
    run: Run, command: tuple[str, ...], says: str
) -> None:
    result = run(*command)
    assert result.exit_code == 2
    assert says in result.stderr


def test_the_suffix_of_the_output_tells_the_format(run: Run, tmp_path: Path) -> None:
    run("export", "-o", "x.jsonld")
    assert json.loads((tmp_path / "x.jsonld").read_text(encoding="utf-8"))["@graph"]
    run("export", "-o", "y.txt", "--format", "bibtex")
    assert (tmp_path / "y.txt").read_text(encoding="utf-8").startswith("@")


def test_the_bundled_vocabulary_is_never_formatted(run: Run) -> None:
    assert "read-only" in run("fmt").stderr


def test_build_counts_what_is_in_use(run: Run, copy: Path) -> None:
    page = PAGE.replace("Skill gap", "Skills").encode()
    run("ingest", "-", "--into", "vocab", input=page)
    run("ingest", "-", "--into", "vocab", input=page.replace(b"shortage", b"lack"))
    definitions = len([d for d in read_vocabulary(copy).scheme.definitions if not d.deprecated])
    assert f"{definitions} definitions:" in run("build").stdout
    assert f",,{definitions}\r\n".encode() in run("query", "counts", "--format", "csv").stdout_bytes


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('base = "example.org/glossary/"', "no base"),
        ('base = "my glossary"', "no base"),
        ('base = "https://ex.org/#/"', "no base"),
        ('language = "english please"', "no language tag"),
    ],
)
def test_settings_that_would_write_what_nobody_can_read_are_refused(
    run: Run, tmp_path: Path, settings: str, says: str
) -> None:
    (tmp_path / "tvet-skos.toml").write_text(settings)
    result = run("ingest", "-", "--into", "mine", input=PAGE.encode())
    assert result.exit_code == 2
    assert says in result.stderr
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("tag", ["en us", "x", "123", "en_US", "english"])
def test_a_language_that_is_no_tag_is_refused(run: Run, tag: str) -> None:
    assert run("ingest", "-", "--language", tag, input=PAGE.encode()).exit_code == 2


def test_a_scheme_without_a_slash_gets_concepts_that_have_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "scheme.ttl").write_text(
        "<http://ex.org/voc> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ;\n"
        '  <http://purl.org/dc/terms/title> "Voc"@en .\n'
    )
    run("ingest", "-", "--into", "v", input=PAGE.encode())
    (concept,) = read_vocabulary(tmp_path / "v").scheme.concepts
    assert concept.iri == "http://ex.org/voc/skill-gap"


def test_a_folder_without_rdf_starts_a_vocabulary(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "package.json").write_text('{"a": 1}')
    assert run("ingest", "-", "--into", "mine", input=PAGE.encode()).exit_code == 0
    assert (tmp_path / "mine" / "package.json").read_text() == '{"a": 1}'


def test_rebasing_never_merges_and_never_breaks_iris(run: Run, copy: Path) -> None:
    base = "https://w3id.org/tvet-skos/glossary/"
    assert run("rebase", base, "https://n.org/g#").exit_code == 2
    with (copy / "scheme.ttl").open("a", encoding="utf-8") as file:
        file.write(f"<https://n.org/skills> a <{base}Thing> .\n")
    result = run("rebase", base, "https://n.org/")
    assert result.exit_code == 2
    assert "already" in result.stderr
    assert "folder" in run("rebase", base, "https://m.org/", "--vocab", "vocab/scheme.ttl").stderr


def test_a_file_is_formatted_under_the_base_of_its_own_scheme(run: Run, tmp_path: Path) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    (tmp_path / "one.ttl").write_text(
        f"<http://ex.org/v/> a <{skos}ConceptScheme> .\n"
        f'[] a <{skos}Concept> ; <{skos}prefLabel> "Badge"@en .\n'
    )
    run("fmt", "one.ttl")
    assert "<badge>" in (tmp_path / "one.ttl").read_text(encoding="utf-8")
    assert "@base <http://ex.org/v/>" in (tmp_path / "one.ttl").read_text(encoding="utf-8")


def test_a_bad_date_is_a_finding_and_no_traceback(copy: Path, tmp_path: Path) -> None:
    file = copy / "concepts" / "skills.ttl"
    file.write_text(file.read_text("utf-8").replace('created "2026-11-23"', 'created "2026-13-45"'))
    result = subprocess.run(
        [sys.executable, "-m", "tvet_skos", "check"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "RD003" in result.stdout
    assert "Traceback" not in result.stderr


def test_closed_streams_and_odd_file_names_are_no_tracebacks(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / os.fsdecode(b"caf\xe9.ttl")).write_text(
        "<http://e/a> <http://e/b> <http://e/c> .\n"
    )
    tool = f"{sys.executable} -m tvet_skos"
    for command in (
        f"{tool} find skills >&-", f"{tool} ingest - <&-", f"{tool} query --file - <&-",
        f"{tool} check v --format json", f"{tool} check v", f"{tool} fmt --check v/*",
    ):  # fmt: skip
        result = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
        assert b"Traceback" not in result.stderr, command


def test_arguments_are_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tvet_skos", "find", "Compétence"],
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("query", "index", "--term", "skill"), "takes no --term"),
        (("query", "sources", "--term", "nonsense"), "takes no --term"),
        (("chek",), "Did you mean 'check'"),
        (("ingest", "x.txt", "--into", "new.ttl"), "no folder"),
    ],
)
def test_slips_are_answered_with_what_was_meant(
    run: Run, command: tuple[str, ...], says: str
) -> None:
    result = run(*command)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_query_without_its_prefix_is_told_which_line_is_missing(run: Run) -> None:
    result = run("query", "--file", "-", input=b"SELECT * { ?s skos:prefLabel ?o }")
    assert "PREFIX skos:" in result.stderr


def test_a_term_of_several_words_needs_no_quotes(run: Run) -> None:
    assert run("compare", "recognition", "of", "prior", "learning").exit_code == 0
    assert run("find", "prior", "learning", "recognition").exit_code == 2


def test_nodes_without_a_name_are_reported_alike_each_time(run: Run, tmp_path: Path) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    (tmp_path / "x.ttl").write_text(
        f'[] a <{skos}Concept> ; <{skos}prefLabel> "A"@en .\n'
        f'[] a <{skos}Concept> ; <{skos}altLabel> "B"@en .\n'
    )
    first = run("check", "x.ttl", "--format", "json").stdout
    assert "ID002" in first
    assert all(run("check", "x.ttl", "--format", "json").stdout == first for _ in range(3))


def test_the_choices_that_are_offered_are_those_there_are() -> None:
    """The command line names them itself, so that --help need not import the library."""
    from tvet_skos.checks import Severity
    from tvet_skos.cli import export as export_command
    from tvet_skos.cli import options
    from tvet_skos.cli import query as query_command
    from tvet_skos.publish.export import EXPORTS
    from tvet_skos.publish.reports.check import REPORT_FORMATS
    from tvet_skos.publish.reports.compare import COMPARISON_FORMATS
    from tvet_skos.publish.results import ANSWER_FORMATS
    from tvet_skos.rdf.projections import Projection

    assert tuple(EXPORTS) == export_command.FORMATS
    assert tuple(Projection) == options.PROJECTIONS
    assert set(query_command._FORMATS) == set(ANSWER_FORMATS)
    for name, option, there_are in (
        ("check", "format_name", REPORT_FORMATS),
        ("check", "fail_on", [severity.value for severity in Severity]),
        ("compare", "format_name", COMPARISON_FORMATS),
    ):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        (choice,) = [p.type for p in command.params if p.name == option]
        assert isinstance(choice, click.Choice)
        assert set(choice.choices) == set(there_are), (name, option)
