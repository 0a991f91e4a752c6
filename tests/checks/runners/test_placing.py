"""Places in files that are read piece by piece are those of files that are held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.runners.graphs import EVERYTHING, POLICY, everything
from tests.checks.runners.test_reach import GLOSSARY
from tvet_skos.checks import Report
from tvet_skos.checks.runners import placing
from tvet_skos.checks.runners.files import check_files
from tvet_skos.cli.checking import check_vocabulary, read_leniently
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import rdf_files, read_vocabulary
from tvet_skos.rdf.jsonld import write_jsonld
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.rdf.rdfxml import write_rdfxml


def _assert_same(path: Path, jobs: int = 1) -> Report:
    report = check_files(rdf_files(path), everything(), jobs=jobs)
    assert report == check_vocabulary(*read_leniently([path]), EVERYTHING, POLICY)
    return report


@pytest.mark.parametrize("jobs", [1, 2])
def test_findings_have_the_places_of_turtle_files(jobs: int) -> None:
    report = _assert_same(GLOSSARY, jobs)
    assert any(finding.line for finding in report.findings)


def test_findings_have_their_places_in_every_piece_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "_PIECE", 1000)
    triples = read_vocabulary(GLOSSARY).triples
    # What a subject says need not stand together.
    lines = write_ntriples(triples).splitlines(keepends=True)
    here, there = lines[:-150], lines[-150:]
    text = "# a comment\n\n" + "".join(here[::2]) + "".join(here[1::2])
    (tmp_path / "a.nt").write_text(text.replace("/glossary/", "/gloss\\u0061ry/", 3))
    (tmp_path / "b.nt").write_text("".join(there + lines[:50]), encoding="utf-8-sig")
    report = _assert_same(tmp_path)
    assert {f.file.rpartition("/")[2] for f in report.findings} >= {"a.nt", "b.nt"}


def test_findings_have_the_lines_of_subjects_in_other_formats(tmp_path: Path) -> None:
    triples = read_vocabulary(GLOSSARY).triples
    for name, written in (("a.jsonld", write_jsonld(triples)), ("b.rdf", write_rdfxml(triples))):
        content = written if isinstance(written, bytes) else written.encode()
        (tmp_path / name).write_bytes(content)
    assert any(f.file.endswith("a.jsonld") for f in _assert_same(tmp_path).findings)


def test_a_file_with_a_fault_is_a_finding_and_nothing_is_placed_in_it(tmp_path: Path) -> None:
    node = "<http://e/a>"
    (tmp_path / "a.nt").write_text(f"{node} <{RDF.type}> <{SKOS.Concept}> .\n<b> .\n")
    (tmp_path / "b.nt").write_text(f"\n{node} <{RDF.type}> <{SKOS.Concept}> .\n")
    report = _assert_same(tmp_path)
    assert {(f.rule, f.line) for f in report.findings} >= {("RD002", 2), ("LB001", 2)}
    assert report.counts["files"] == 2
