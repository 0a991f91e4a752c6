from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings

from tests.strategies import schemes
from tvet_skos.errors import Conflict, InputError, NotFound, SyntaxFault
from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary, write_folder
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.minting import mint, rebase
from tvet_skos.rdf.profile import from_triples, to_triples
from tvet_skos.terms import IRI, BlankNode, Literal


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


@given(schemes())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_vocabulary_survives_its_folder(scheme: ConceptScheme) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "vocab")
        write_folder(Vocabulary(folder, ()), scheme)
        if scheme.declared:
            assert set(to_triples(read_vocabulary(folder).scheme)) == set(to_triples(scheme))


def _folder(root: Path, **files: str) -> Path:
    head = f"@prefix skos: <{SKOS.iri}> .\n@prefix rdf: <{RDF.iri}> .\n@base <http://e/v/> .\n"
    for name, text in files.items():
        (root / f"{name}.ttl").write_text(head + text, encoding="utf-8")
    return root


def test_notes_that_are_blank_nodes_stay_with_their_concept(tmp_path: Path) -> None:
    concepts = "".join(
        f'<{n}> a skos:Concept ; skos:inScheme <> ; skos:note [ rdf:value "note of {n}" ] .\n'
        for n in "abc"
    )
    _folder(tmp_path, scheme="<> a skos:ConceptScheme .\n", more=concepts)
    vocabulary = read_vocabulary(tmp_path)
    write_folder(vocabulary, vocabulary.scheme)
    assert not (tmp_path / "more.ttl").exists()
    assert isomorphic(read_vocabulary(tmp_path).triples, vocabulary.triples)
    for n in "abc":
        assert f"note of {n}" in (tmp_path / "concepts" / f"{n}.ttl").read_text(encoding="utf-8")


def test_one_label_in_two_files_is_two_blank_nodes(tmp_path: Path) -> None:
    for name in "ab":
        _folder(tmp_path, **{name: f'<{name}> skos:note _:n . _:n rdf:value "note of {name}" .\n'})
    triples = read_vocabulary(tmp_path).triples
    assert len({t.subject for t in triples if isinstance(t.subject, BlankNode)}) == 2
    assert read_vocabulary(tmp_path).triples == triples


def test_a_blank_node_that_two_files_need_is_refused(tmp_path: Path) -> None:
    shared = (
        "<> a skos:ConceptScheme .\n<a> a skos:Concept ; skos:note _:n .\n"
        '<b> a skos:Concept ; skos:note _:n .\n_:n rdf:value "shared" .\n'
    )
    vocabulary = read_vocabulary(_folder(tmp_path, scheme=shared))
    with pytest.raises(Conflict, match="blank node"):
        write_folder(vocabulary, vocabulary.scheme)


def test_files_that_are_not_the_vocabularys_are_never_read_or_removed(copy: Path) -> None:
    for name in ("package.json", "logo.xml", "notes.txt", ".hidden.ttl"):
        (copy / name).write_text("{}")
    vocabulary = read_vocabulary(copy)
    assert not write_folder(vocabulary, vocabulary.scheme)
    assert (copy / "package.json").exists()


def test_a_folder_around_the_vocabulary_is_not_taken_for_it(copy: Path) -> None:
    around = read_vocabulary(copy.parent)
    before = sorted(copy.parent.rglob("*"))
    with pytest.raises(Conflict, match="none of its files belong"):
        write_folder(around, around.scheme)
    assert sorted(copy.parent.rglob("*")) == before


def test_a_folder_that_cannot_be_read_is_no_empty_one(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(root: Path, onerror: Callable[[OSError], None], **_: object) -> Iterator[object]:
        onerror(PermissionError(13, "Permission denied", str(root)))
        yield from ()

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(InputError, match="Permission denied"):
        read_vocabulary(copy)


def test_links_are_followed(copy: Path, tmp_path: Path) -> None:
    (copy / "concepts").rename(tmp_path / "elsewhere")
    (copy / "concepts").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    vocabulary = read_vocabulary(copy)
    assert len(vocabulary.scheme.concepts) > 30
    assert not write_folder(vocabulary, vocabulary.scheme)


@pytest.mark.parametrize("base", ["http://e/#/", "http://e/v?x=/", "http://e/v#", "http://e/v"])
def test_odd_bases_read_back(base: str, tmp_path: Path) -> None:
    concept = Concept(iri=IRI(f"{base}skill"), pref_labels=(Literal("Skill", "en"),))
    scheme = ConceptScheme(iri=IRI(base), concepts=(concept,))
    write_folder(Vocabulary(tmp_path / "v", ()), scheme)
    again = read_vocabulary(tmp_path / "v")
    assert again.scheme == scheme
    assert not write_folder(again, again.scheme)
