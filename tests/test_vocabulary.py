"""What the bundled glossary promises: every definition is somebody's, and one can look where."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from docs.vocabulary import figures, label_evidence, mappings, pages
from tvet_skos.cli import main
from tvet_skos.model import Concept, ConceptScheme, Definition, SourceEvidence
from tvet_skos.namespaces import DEFAULT_BASE, SKOS
from tvet_skos.terms import IRI, Triple
from tvet_skos.text import words

UNESCO = "http://vocabularies.unesco.org/thesaurus/"
FIRST = {"48682cb6", "67cd4b43", "7be1a0e8", "9cbf9fdf", "dcf20725", "df324f15"}
"""The definitions with which the glossary began: those of Micro-credential."""

MATCHES = {
    "exact_match": SKOS.exactMatch,
    "close_match": SKOS.closeMatch,
    "broad_match": SKOS.broadMatch,
    "narrow_match": SKOS.narrowMatch,
    "related_match": SKOS.relatedMatch,
}


def _after_a_source(scheme: ConceptScheme) -> list[Definition]:
    return [d for d in scheme.definitions if d.source_evidence is SourceEvidence.STATED]


def _matched(concept: Concept) -> set[Triple]:
    return {
        Triple(concept.iri, predicate, target)
        for name, predicate in MATCHES.items()
        for target in getattr(concept, name)
    }


def _curies(root: Path) -> dict[str, str]:
    text = (root / "vocab" / "mappings.sssom.tsv").read_text(encoding="utf-8")
    return dict(re.findall(r"^#  ([a-z0-9]+): (\S+)$", text, re.MULTILINE))


def _expanded(curie: str, curies: dict[str, str]) -> IRI:
    prefix, _, local = curie.partition(":")
    return IRI(curies[prefix] + local)


# Definitions.


def test_every_concept_is_defined_and_by_the_editors_at_most_once(scheme: ConceptScheme) -> None:
    for concept in scheme.concepts:
        evidence = Counter(d.source_evidence for d in concept.live_definitions)
        assert evidence, concept.iri
        assert evidence[SourceEvidence.SELF_COMPOSED] <= 1, concept.iri


def test_no_source_is_guessed(scheme: ConceptScheme) -> None:
    assert {d.source_evidence for d in scheme.definitions} == {
        SourceEvidence.STATED,
        SourceEvidence.SELF_COMPOSED,
        SourceEvidence.NOT_CAPTURED,
    }


def test_a_definition_after_a_source_names_its_record_and_the_page_that_was_read(
    scheme: ConceptScheme,
) -> None:
    register = {source.iri for source in scheme.sources}
    read = {page.iri: page for page in scheme.page_records}
    for definition in _after_a_source(scheme):
        (source,) = definition.sources
        (page,) = (iri for iri in definition.derived_from if iri in read)
        assert source in register, definition.iri
        assert set(definition.derived_from) == {source, page}, definition.iri
        assert (read[page].url or "").startswith(("http://", "https://")), page
        assert read[page].accessed, page


def test_a_citation_says_no_more_than_the_register(scheme: ConceptScheme) -> None:
    citations = {source.iri: source.citation for source in scheme.sources}
    for definition in _after_a_source(scheme):
        after, cited = definition.source_text[:6], definition.source_text[6:]
        assert after == "After ", definition.iri
        assert citations[definition.sources[0]].startswith(cited), definition.iri


def test_a_paraphrase_says_that_it_is_one(scheme: ConceptScheme) -> None:
    for definition in _after_a_source(scheme):
        assert definition.modification is not None, definition.iri
        assert "the wording is not that of the source" in definition.modification.value


def test_definitions_of_two_concepts_share_no_seven_words_in_a_row(scheme: ConceptScheme) -> None:
    seen: dict[tuple[str, ...], IRI] = {}
    for concept in scheme.concepts:
        for definition in concept.definitions:
            text = words(definition.text)
            for run in zip(*(text[n:] for n in range(7)), strict=False):
                assert seen.setdefault(run, concept.iri) == concept.iri, " ".join(run)


def test_where_there_are_several_definitions_the_editors_chose_the_lead(
    scheme: ConceptScheme,
) -> None:
    for concept in scheme.concepts:
        assert len(concept.preferred_definitions) == (len(concept.definitions) > 1), concept.iri


def test_the_first_definitions_keep_their_addresses(scheme: ConceptScheme) -> None:
    concept = next(c for c in scheme.concepts if c.iri == DEFAULT_BASE + "micro-credential")
    assert {d.iri.partition("#def-")[2] for d in concept.definitions} == FIRST


# Concepts among each other.


def test_a_concept_has_a_broader_one_or_is_a_top_concept(scheme: ConceptScheme) -> None:
    top = {concept.iri for concept in scheme.concepts if not concept.broader}
    assert set(scheme.top_concepts) == top
    assert {c.iri for c in scheme.concepts if scheme.iri in c.top_concept_of} == top


def test_a_relation_is_said_once(scheme: ConceptScheme) -> None:
    said = Counter(frozenset((c.iri, other)) for c in scheme.concepts for other in c.related)
    assert max(said.values()) == 1


def test_every_concept_is_in_a_topic(scheme: ConceptScheme) -> None:
    filed = set(chain.from_iterable(topic.members for topic in scheme.collections))
    assert filed == {concept.iri for concept in scheme.concepts}


# Mappings and labels.


def test_each_match_has_its_row_and_each_row_its_match(scheme: ConceptScheme, root: Path) -> None:
    curies = _curies(root)
    names = {concept.iri: concept.label() for concept in scheme.concepts}
    rows = [
        Triple(*(_expanded(row[f"{end}_id"], curies) for end in ("subject", "predicate", "object")))
        for row in mappings()
    ]
    assert len(set(rows)) == len(rows)
    assert set(rows) == set(chain.from_iterable(map(_matched, scheme.concepts)))
    for row, triple in zip(mappings(), rows, strict=True):
        assert row["subject_label"] == names[IRI(str(triple.subject))]
        assert row["comment"]
        assert 0 < float(row["confidence"]) < 1


def test_the_unesco_thesaurus_has_each_concept_under_the_label_that_we_think(
    root: Path, public_data: Path
) -> None:
    thesaurus = public_data / "vocabularies" / "unesco-thesaurus.nt.gz"
    if not thesaurus.is_file():
        pytest.skip(f"there is no {thesaurus}")
    pattern = re.compile(rf'<({UNESCO}\w+)> <{SKOS.prefLabel}> "(.*)"@en \.')
    with gzip.open(thesaurus, "rt", encoding="utf-8") as lines:
        labels = {m[1]: m[2] for line in lines if (m := pattern.match(line))}
    curies = _curies(root)
    thought = {_expanded(row["object_id"], curies): row["object_label"] for row in mappings()}
    ours = {iri: label for iri, label in thought.items() if iri.startswith(UNESCO)}
    assert len(ours) > 50
    assert {iri: labels.get(iri) for iri in ours} == ours


def test_the_evidence_for_labels_covers_each_french_and_spanish_one(scheme: ConceptScheme) -> None:
    there = {
        (concept.iri.removeprefix(scheme.iri), label.language, label.value)
        for concept in scheme.concepts
        for label in (*concept.pref_labels, *concept.alt_labels)
        if label.language in ("fr", "es")
    }
    rows = [(row["slug"], row["language"], row["label"]) for row in label_evidence()]
    assert len(set(rows)) == len(rows)
    assert set(rows) == there
    assert all(row["evidence"] for row in label_evidence())


# The whole.


def test_the_strict_check_finds_no_errors_and_no_warnings(root: Path) -> None:
    vocabulary = str(root / "vocab")
    result = CliRunner().invoke(main, ["check", vocabulary, "--fail-on", "warning"])
    assert result.exit_code == 0, result.output


def test_the_page_on_the_glossary_gives_the_numbers_of_the_glossary(root: Path) -> None:
    text = (root / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    counted = figures()
    table = {
        name: int(number) for name, number in re.findall(r"^\| ([^|]+) \| (\d+) \|$", text, re.M)
    }
    assert len(table) > 10
    assert table == {name: counted[name] for name in table}
    for number, rest in (
        (counted["concepts"] - counted["concepts named in French"], "concepts have none in French"),
        (counted["concepts"] - counted["concepts named in Spanish"], "none in Spanish"),
        (counted["French and Spanish labels"], "French and Spanish labels where"),
        (counted["unconfirmed labels"], "are unconfirmed"),
    ):
        assert f"{number} {rest}" in " ".join(text.split())


def test_the_page_on_the_glossary_explains_each_info_of_check(root: Path) -> None:
    text = (root / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    vocabulary = str(root / "vocab")
    result = CliRunner().invoke(main, ["check", vocabulary, "--exit-zero"])
    found = {
        rule: int(n) for n, rule in re.findall(r"^ *(\d+)  info     (\w+)", result.stdout, re.M)
    }
    told = {rule: int(n) for rule, n in re.findall(r"^\| ([A-Z]+\d+) \S+ \| (\d+) \|", text, re.M)}
    assert told == found


def test_the_list_of_pages_read_has_every_definition_after_a_source(scheme: ConceptScheme) -> None:
    page = pages()["reference/sources-read.md"]
    (read,) = re.findall(r"^## Read$(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    derived = [d for d in scheme.definitions if d.derived_from]
    assert len(re.findall(r"^- \d+: After .* Read on \[.*\]\(http\S+\), ", read, re.M)) == len(
        derived
    )
