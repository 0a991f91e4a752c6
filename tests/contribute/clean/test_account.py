"""What is shown of a change: places by name, and a unified diff that patch can follow."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contribute.clean.examples import graph, triples
from tvet_skos.contribute.clean import Patch, chosen_fixes, clean, places, unified_diff


def test_places_are_sorted_by_name_and_nodes_shown_by_theirs() -> None:
    start = graph("""ex:b a skos:Concept ; skos:prefLabel " Alpha"@en ; skos:broader ex:a .
    ex:a a skos:Concept ; skos:prefLabel "Zeta "@en, "Zeta  "@fr .""")
    found = places(start, clean(start, chosen_fixes()).patch)
    assert [(place.name, place.changes) for place in found] == [
        ("Alpha", ('prefLabel " Alpha"@en → "Alpha"@en',)),
        (
            "Zeta",
            (
                "+ narrower Alpha",
                'prefLabel "Zeta "@en → "Zeta"@en',
                'prefLabel "Zeta  "@fr → "Zeta"@fr',
            ),
        ),
    ]


def test_what_has_no_name_is_shown_by_its_iri_and_long_texts_are_cut() -> None:
    start = graph("ex:a skos:related ex:b .")
    long = triples(f"ex:a skos:note '{'x' * 99}' ; dcterms:relation [] ; rdf:type skosxl:Label .")
    (place,) = places(start, Patch(tuple(long), tuple(start.triples())))
    assert place.name == "http://example.org/a"
    assert place.changes == (
        "+ dcterms:relation a nameless node",
        "+ rdf:type skosxl:Label",
        f'+ note "{"x" * 67} …',
        "- related <http://example.org/b>",
    )


def test_equal_texts_have_no_diff() -> None:
    assert not list(unified_diff("a\nb\n", "a\nb\n", "x.ttl"))


def test_a_large_text_without_a_line_in_common_is_replaced() -> None:
    old = "".join(f"old {n}\n" for n in range(3_000))
    new = "".join(f"new {n}\n" for n in range(3_000))
    lines = list(unified_diff(old, new, "x.ttl"))
    assert lines[1] == "@@ -1,3000 +1,3000 @@\n"
    assert len(lines) == 6_002


_lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "    e ;\n", ".\n"]), max_size=14)


@given(old=_lines, new=_lines)
def test_the_diff_says_how_the_old_text_becomes_the_new_one(old: list[str], new: list[str]) -> None:
    assert _followed(old, list(unified_diff("".join(old), "".join(new), "x"))) == new


def _followed(old: list[str], diff: list[str]) -> list[str]:
    """The old text with the hunks of a diff applied."""
    result: list[str] = []
    at = 0
    for line in diff[1:]:
        if line.startswith("@@"):
            start, length = (int(n) for n in line.split()[1][1:].split(","))
            start -= 1 if length else 0
            result += old[at:start]
            at = start
        elif line.startswith("+"):
            result.append(line[1:])
        else:
            assert old[at] == line[1:]
            result += [old[at]] if line.startswith(" ") else []
            at += 1
    return result + old[at:]


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch command")
def test_patch_can_follow_the_diff(tmp_path: Path) -> None:
    old, new = "a\nb\nc\nd\ne\nf\n", "a\nb\nC\nd\ne\nf\ng\n"
    file = tmp_path / "x.ttl"
    file.write_text(old, encoding="utf-8")
    diff = "".join(unified_diff(old, new, "x.ttl"))
    subprocess.run(["patch", "-s", "x.ttl"], input=diff, text=True, cwd=tmp_path, check=True)
    assert file.read_text(encoding="utf-8") == new
