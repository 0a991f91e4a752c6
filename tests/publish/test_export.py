"""Every format by name, all of them at once, and the same bytes everywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import graphs
from tvet_skos.errors import SettingsError, WriteError
from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.publish.export import (
    EXPORTS,
    export,
    export_all,
    export_pieces,
    file_name,
    write,
)
from tvet_skos.publish.graphs import GRAPH_WRITERS, graph_pieces
from tvet_skos.rdf.folder import Document, Vocabulary
from tvet_skos.rdf.formats import FORMATS
from tvet_skos.rdf.projections import Projection, project
from tvet_skos.terms import IRI, Literal, Triple

ROOT = Path(__file__).parents[2]


def test_an_unknown_format_names_those_there_are(bundled: ConceptScheme) -> None:
    with pytest.raises(SettingsError) as caught:
        export(bundled, "docx")
    assert caught.value.hint is not None and "turtle" in caught.value.hint


def test_rdf_exports_agree_with_the_formats_that_are_read() -> None:
    projected = {name: entry for name, entry in EXPORTS.items() if entry.takes_projection}
    assert set(projected) == set(FORMATS)
    assert all(projected[n].media_type == FORMATS[n].media_type for n in FORMATS)


def test_all_exports_are_written_under_names_that_tell(
    bundled: ConceptScheme, tmp_path: Path
) -> None:
    exported = export_all(bundled, tmp_path / "public")
    names = [e.path.name for e in exported]
    assert len(names) == len(set(names)) == 20
    assert {"glossary.ttl", "glossary.plain.ttl", "glossary.flat.jsonld", "glossary.xlsx"} <= set(
        names
    )
    assert {"sources.csl.json", "sources.bib"} <= set(names)
    assert [e.size for e in exported] == [e.path.stat().st_size for e in exported]
    assert all(e.summary for e in exported)


@given(graphs, st.sampled_from(sorted(GRAPH_WRITERS)))
@settings(max_examples=150, deadline=None)
def test_what_was_read_is_written_as_its_model_would_be(graph: list[Triple], name: str) -> None:
    document = Document(Path("x.ttl"), FORMATS["turtle"], b"", tuple(graph))
    vocabulary = Vocabulary(Path("x.ttl"), (document,))
    try:
        expected = export(vocabulary.scheme, name)
    except WriteError:
        with pytest.raises(WriteError):
            b"".join(export_pieces(vocabulary, name))
    else:
        assert b"".join(export_pieces(vocabulary, name)) == expected


def test_writing_tells_how_far_it_is(bundled: ConceptScheme) -> None:
    triples = tuple(project(bundled, Projection.FULL))
    told: list[tuple[int, int]] = []
    for _ in graph_pieces(triples, "turtle", bundled.iri, lambda done, of: told.append((done, of))):
        pass
    subjects = len({t.subject for t in triples})
    assert {of for _, of in told} == {subjects}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (subjects, subjects)


def test_a_vocabulary_without_a_name_in_its_iri_gets_file_names() -> None:
    scheme = ConceptScheme(iri=IRI("http://example.org/a/../../../etc/pass%2Fwd#"))
    assert file_name(scheme, EXPORTS["turtle"]) == "pass-2fwd.ttl"


def test_when_one_format_cannot_hold_it_nothing_is_written(tmp_path: Path) -> None:
    concept = Concept(iri=IRI("http://example.org/a"), pref_labels=(Literal("a\x01b", "en"),))
    scheme = ConceptScheme(iri=IRI("http://example.org/"), concepts=(concept,))
    with pytest.raises(WriteError, match="RDF/XML"):
        export_all(scheme, tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_control_characters_reach_a_sheet_without_a_traceback() -> None:
    concept = Concept(iri=IRI("http://example.org/a"), pref_labels=(Literal("a\x01b\x0b", "en"),))
    scheme = ConceptScheme(iri=IRI("http://example.org/"), concepts=(concept,))
    assert export(scheme, "xlsx") and b"a\x01b" in export(scheme, "csv")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.ttl", "turtle"), ("a.CSL.json", "csl-json"), ("a.json", "jsonld"), ("a.xml", "rdfxml")],
)
def test_writing_a_file_goes_by_its_suffix(
    bundled: ConceptScheme, tmp_path: Path, name: str, expected: str
) -> None:
    write(bundled, tmp_path / name)
    assert (tmp_path / name).read_bytes() == export(bundled, expected)


def test_a_suffix_that_tells_no_format_is_an_error(bundled: ConceptScheme, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="tells no format"):
        write(bundled, tmp_path / "glossary.doc")


def test_plain_gives_tools_one_literal_a_language(bundled: ConceptScheme) -> None:
    text = export(bundled, "ntriples", Projection.PLAIN).decode()
    [lines] = [
        [
            line
            for line in text.splitlines()
            if "/micro-credential> <http://www.w3.org/2004/02/skos/core#definition>" in line
        ]
    ]
    assert len(lines) == 1 and lines[0].endswith('"@en .')


DIGEST = """
import hashlib, tempfile, pathlib
from tvet_skos.publish.export import export_all
from tvet_skos.publish.reports.compare import COMPARISON_FORMATS, comparison_svg, write_comparison
from tvet_skos.lookup.compare import compare
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.store.memory import MemoryStore
vocabulary = read_vocabulary(bundled_vocabulary())
with tempfile.TemporaryDirectory() as folder:
    for e in export_all(vocabulary.scheme, pathlib.Path(folder)):
        print(e.path.name, hashlib.sha256(e.path.read_bytes()).hexdigest())
comparison = compare(MemoryStore(vocabulary.triples), "micro-credential")
for name in COMPARISON_FORMATS:
    text = write_comparison(comparison, name, colour=True)
    print(name, hashlib.sha256(text.encode()).hexdigest())
print("svg", hashlib.sha256(comparison_svg(comparison).encode()).hexdigest())
"""


def _digests(**surroundings: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    environment |= {"PYTHONPATH": str(ROOT), **surroundings}
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_another_locale_time_zone_hash_seed_and_terminal_give_the_same_bytes() -> None:
    here = _digests(PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC", COLUMNS="40", NO_COLOR="1")
    there = _digests(
        PYTHONHASHSEED="2",
        LC_ALL="tr_TR.UTF-8",
        TZ="Pacific/Kiritimati",
        FORCE_COLOR="1",
        TERM="dumb",
    )
    assert here.count("\n") == 26
    assert here == there


def test_importing_the_room_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from tvet_skos.publish import export, results; "
        "from tvet_skos.publish.reports import check, compare; "
        "print({'rich', 'jinja2', 'xlsxwriter'} & set(sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
