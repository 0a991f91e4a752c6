"""How a proposal is read: what it is, what it does to a base, and where it says what."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tvet_skos.cli.proposals import Proposal, ProposalKind, read_proposal
from tvet_skos.cli.versions import read_version
from tvet_skos.errors import InputError, NotFound
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS, TVS
from tvet_skos.rdf.diff import diff
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.profile import from_triples
from tvet_skos.rdf.sameness import content_labels
from tvet_skos.settings import Settings
from tvet_skos.terms import IRI, Literal, Triple

SKILLS = IRI(DEFAULT_BASE + "skills")
LABEL = Triple(SKILLS, SKOS.altLabel, Literal("know-how", "en"))
ADDITION = f'<{SKILLS}> <{SKOS.altLabel}> "know-how"@en ; <{SKOS.note}> [ <{RDF.value}> "A." ] .\n'
PAGE = "Skills\n\nWhat a person can do with what they know.\n\nSource:\nExample Institute, 2019\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")


def _read(name: str, folder: Path, base: str = "vocab") -> Proposal:
    return read_proposal(name, read_version(base, folder), folder, Settings())


def test_rdf_without_a_scheme_is_an_addition(vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(ADDITION)
    proposal = _read("new.ttl", vocab)
    assert proposal.kind is ProposalKind.ADDITION
    base = content_labels(read_vocabulary(vocab).triples)
    result = proposal.apply(base)
    assert set(base) < set(result)
    assert {t for t in result if t not in base} == set(proposal.triples)
    assert LABEL in proposal.triples and len(proposal.triples) == 3


def test_blank_nodes_of_the_base_keep_their_labels(vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(ADDITION)
    with (vocab / "scheme.ttl").open("a", encoding="utf-8") as file:
        file.write('<> skos:note [ skos:note "B." ], [ skos:note [ skos:note "C." ] ] .\n')
    base = content_labels(read_vocabulary(vocab).triples)
    assert set(base) < set(_read("new.ttl", vocab).apply(read_vocabulary(vocab).triples))


def test_what_declares_the_scheme_is_a_whole_version(vocab: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(vocab, tmp_path / "copy"))
    (copy / "concepts" / "skills.ttl").unlink()
    proposal = _read("copy", vocab)
    assert proposal.kind is ProposalKind.VERSION
    result = proposal.apply(read_vocabulary(vocab).triples)
    assert not diff(result, read_vocabulary(copy).triples)
    assert _read("vocab/scheme.ttl", copy).kind is ProposalKind.VERSION


def test_a_revision_is_read_like_what_it_holds(git: Callable[..., str], vocab: Path) -> None:
    whole, part = _read("main", vocab), _read("main:vocab/concepts/skills.ttl", vocab)
    assert (whole.kind, part.kind) == (ProposalKind.VERSION, ProposalKind.ADDITION)
    assert whole.is_revision and part.is_revision
    assert str(part.documents[0].path) == "main:vocab/concepts/skills.ttl"


def test_a_file_of_the_vocabulary_replaces_what_the_base_says_there_and_only_there(
    git: Callable[..., str], vocab: Path
) -> None:
    shared = f"<{SKILLS}> <{SKOS.altLabel}> <urn:x:both>, <urn:x:only> .\n"
    (vocab / "a.ttl").write_text(shared)
    (vocab / "b.ttl").write_text(shared.replace(", <urn:x:only>", ""))
    git("add", ".")
    git("commit", "--quiet", "--message=Two files")
    (vocab / "a.ttl").write_text(ADDITION)
    proposal = _read("vocab/a.ttl", vocab, "HEAD")
    assert proposal.kind is ProposalKind.FILE
    difference = diff(
        read_version("HEAD", vocab).triples, proposal.apply(read_version("HEAD", vocab).triples)
    )
    assert [t.object for t in difference.removed] == [IRI("urn:x:only")]
    assert LABEL in difference.added and len(difference.added) == 3


def test_a_page_is_an_addition_with_the_line_of_each_definition(
    vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text(
        PAGE + "\n\nAnother text on the same.\n\nSource:\nCOL (2015)\n"
    )
    proposal = _read("page.txt", vocab)
    assert proposal.kind is ProposalKind.ADDITION
    lines = {
        t.object.value: str(proposal.place(t.subject))
        for t in proposal.triples
        if t.predicate == RDF.value and isinstance(t.object, Literal)
    }
    assert lines == {
        "What a person can do with what they know.": "page.txt:3",
        "Another text on the same.": "page.txt:9",
    }
    definitions = next(
        c.definitions
        for c in from_triples(proposal.apply(read_vocabulary(vocab).triples)).concepts
        if c.iri == SKILLS
    )
    assert len(definitions) == 3


def test_a_folder_of_pages_is_read_whole_and_a_page_that_is_none_is_a_fault(
    vocab: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE)
    (folder / "b.txt").write_text("")
    proposal = _read("pages", vocab)
    assert [(str(r.spot), r.is_fault) for r in proposal.remarks] == [("pages/b.txt", True)]
    assert any(t.predicate == RDF.value for t in proposal.triples)


def test_a_sheet_is_an_addition_with_the_cell_of_everything(vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(
        "Term,Definition,Source as printed\nSkills,What one can do.,COL (2015)\n"
    )
    proposal = _read("new.csv", vocab)
    (text,) = [t.subject for t in proposal.triples if t.predicate == RDF.value]
    assert str(proposal.place(text, RDF.value)) == "new.csv, row 2, column Definition"
    assert str(proposal.place(text, TVS.position)) == "new.csv, row 2, column Definition"
    assert proposal.place(IRI("urn:x:y")) is None


def test_a_sheet_may_choose_the_leading_definition(vocab: Path, tmp_path: Path) -> None:
    micro = IRI(DEFAULT_BASE + "micro-credential")
    before = next(c for c in read_vocabulary(vocab).scheme.concepts if c.iri == micro)
    other = next(d for d in before.definitions if d.iri.endswith("#def-dcf20725"))
    assert other.iri not in before.preferred_definitions
    (tmp_path / "lead.csv").write_text(
        f'prefLabel,definition,value,lead\nMicro-credential,{other.iri},"{other.text}",yes\n'
    )
    proposal = _read("lead.csv", vocab)
    triples = read_vocabulary(vocab).triples
    after = next(c for c in from_triples(proposal.apply(triples)).concepts if c.iri == micro)
    assert after.preferred_definitions == (other.iri,)
    base, theirs = proposal.sides(triples, triples)
    assert not diff(base, triples) and diff(base, theirs)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("x.docx", "", InputError),
        ("x.ttl", "<urn:x:v> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> .", InputError),
        ("nowhere.ttl", None, NotFound),
    ],
)
def test_what_is_no_proposal_for_the_vocabulary_is_refused(
    vocab: Path, tmp_path: Path, name: str, content: str | None, error: type[Exception]
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(error):
        _read(name, vocab)
