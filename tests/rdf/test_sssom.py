from __future__ import annotations

from pathlib import Path

import pytest

from tvet_skos.errors import NotFound, SyntaxFault
from tvet_skos.rdf.sssom import read_sssom

TABLE = (
    "#mapping_set_id: https://example.org/mappings\n"
    "#curie_map:\n"
    "#  terms: https://example.org/terms/\n"
    '#  "unesco": "http://vocabularies.unesco.org/thesaurus/"\n'
    "#license: https://creativecommons.org/licenses/by/4.0/\n"
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_date\n"
    "terms:skill\tSkill\tskos:closeMatch\tunesco:concept1\t2026-11-24\n"
    "https://example.org/terms/trade\tTrade\tskos:exactMatch\thttp://e/x\t\n"
)


def test_prefixes_of_the_head_and_our_own_are_written_out(tmp_path: Path) -> None:
    file = tmp_path / "m.sssom.tsv"
    file.write_text(TABLE, encoding="utf-8")
    first, second = read_sssom(file)
    assert first["subject_id"] == "https://example.org/terms/skill"
    assert first["predicate_id"] == "http://www.w3.org/2004/02/skos/core#closeMatch"
    assert first["object_id"] == "http://vocabularies.unesco.org/thesaurus/concept1"
    assert (first["subject_label"], second["mapping_date"]) == ("Skill", "")


@pytest.mark.parametrize(
    ("table", "complaint", "line"),
    [
        (TABLE.replace("unesco:", "ilo:"), "object_id is 'ilo:concept1'", 7),
        (TABLE.replace("predicate_id", "relation"), "no column predicate_id", 6),
        ("", "no column subject_id", 1),
    ],
)
def test_what_is_no_mapping_table_is_refused_with_its_line(
    tmp_path: Path, table: str, complaint: str, line: int
) -> None:
    file = tmp_path / "m.sssom.tsv"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(SyntaxFault, match=complaint) as caught:
        read_sssom(file)
    assert caught.value.line == line
    assert caught.value.hint


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_sssom(tmp_path / "none.tsv")
