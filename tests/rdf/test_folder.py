from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from tvet_skos.errors import Conflict, InputError, NotFound, SyntaxFault
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import DEFAULT_BASE, SKOS
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary, write_folder
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.minting import mint, rebase
from tvet_skos.rdf.profile import from_triples, to_triples
from tvet_skos.terms import BlankNode


@pytest.fixture
def copy(bundled: Vocabulary, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled.path, tmp_path / "vocab"))


def test_the_bundled_folder_is_canonical(bundled: Vocabulary) -> None:
    assert not write_folder(bundled, bundled.scheme, dry=True)


def test_a_new_folder_holds_one_file_a_concept(scheme: ConceptScheme, tmp_path: Path) -> None:
    changes = write_folder(Vocabulary(tmp_path / "new", ()), scheme)
    assert PurePosixPath("concepts/micro-credential.ttl") in changes.written
    assert len(changes.written) == len(scheme.concepts) + 2
    assert read_vocabulary(tmp_path / "new").scheme == scheme


def test_one_edit_touches_one_file(copy: Path) -> None:
    vocabulary = read_vocabulary(copy)
    first, *rest = vocabulary.scheme.concepts
    edited = replace(vocabulary.scheme, concepts=(replace(first, deprecated=True), *rest))
    changes = write_folder(vocabulary, edited)
    assert [str(p) for p in changes.written] == [f"concepts/{first.iri.rsplit('/', 1)[-1]}.ttl"]
    assert not changes.removed


def test_a_concept_that_is_gone_takes_its_file_along(copy: Path) -> None:
    vocabulary = read_vocabulary(copy)
    fewer = replace(vocabulary.scheme, concepts=vocabulary.scheme.concepts[1:])
    assert len(write_folder(vocabulary, fewer).removed) == 1
    assert read_vocabulary(copy).scheme == fewer


def test_a_file_that_was_not_read_is_never_overwritten(
    scheme: ConceptScheme, tmp_path: Path
) -> None:
    (tmp_path / "scheme.ttl").write_text("mine")
    with pytest.raises(Conflict):
        write_folder(Vocabulary(tmp_path, ()), scheme)
    assert (tmp_path / "scheme.ttl").read_text() == "mine"
    assert not (tmp_path / "concepts").exists()


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        read_vocabulary(tmp_path / "none")
    with pytest.raises(NotFound, match="no RDF file"):
        read_vocabulary(tmp_path)
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(InputError, match="suffix"):
        read_vocabulary(tmp_path / "x.docx")
    (tmp_path / "x.ttl").write_text("no turtle")
    with pytest.raises(SyntaxFault):
        read_vocabulary(tmp_path)


NAMELESS = f"""@prefix skos: <{SKOS.iri}> .
@prefix tvs: <https://w3id.org/tvet-skos/ns#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
[] a skos:Concept ; skos:prefLabel "Skill"@en ;
  skos:definition [ a tvs:Definition ; rdf:value "An ability."@en ; dc:source "COL 2015" ] .
"""


def test_what_lacks_an_iri_gets_one_and_the_same_each_time() -> None:
    triples = parse(NAMELESS.encode(), FORMATS["turtle"])
    minted = mint(triples, DEFAULT_BASE)
    assert not any(isinstance(t.subject, BlankNode) for t in minted)
    scheme = from_triples(minted)
    assert scheme.concepts[0].iri == DEFAULT_BASE + "skill"
    assert len(scheme.concepts[0].definitions) == 1
    assert mint(minted, DEFAULT_BASE) == minted
    assert mint(parse(NAMELESS.encode(), FORMATS["turtle"]), DEFAULT_BASE) == minted


def test_minting_twice_the_same_label_counts_up() -> None:
    block = NAMELESS.split("\n[]")[1]
    minted = mint(parse((NAMELESS + "[]" + block).encode(), FORMATS["turtle"]), DEFAULT_BASE)
    assert {c.iri for c in from_triples(minted).concepts} == {
        DEFAULT_BASE + "skill",
        DEFAULT_BASE + "skill-2",
    }


def test_rebasing_there_and_back_changes_nothing(scheme: ConceptScheme) -> None:
    triples = list(to_triples(scheme))
    new = "https://example.org/terms/"
    moved = rebase(triples, DEFAULT_BASE, new)
    assert not any(DEFAULT_BASE in str(t.subject) for t in moved)
    assert from_triples(moved).iri == new
    assert rebase(moved, new, DEFAULT_BASE) == triples
