"""Concepts, those around them, and the lists of a vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.rest.conftest import Rest, serving_text

BASE = "http://example.org/sea/"
SCHEME = "http://example.org/sea"


def local(rows: list[dict[str, Any]]) -> list[str]:
    return [row["uri"].removeprefix(BASE) for row in rows]


def test_labels_come_in_the_language_asked_for(sea: Rest) -> None:
    got = sea.json("label", uri=f"{BASE}roach", lang="en")
    assert got["prefLabel"] == "Roach" and got["altLabel"] == ["roach"]
    assert "hiddenLabel" not in got and got["uri"] == f"{BASE}roach"
    assert sea.json("label", uri=f"{BASE}zander", lang="en")["hiddenLabel"] == ["pikeprech"]
    got = sea.json("label", uri=f"{BASE}perch", lang="fi")
    assert got["prefLabel"] == "Ahven" and got["@context"]["@language"] == "fi"
    assert "altLabel" not in got


def test_a_label_falls_back_and_says_in_which_language(sea: Rest) -> None:
    got = sea.json("label", uri=f"{BASE}fish", lang="de")
    assert (got["prefLabel"], got["lang"]) == ("Fish", "en")
    assert sea.json("/rest/v1/label", uri=f"{BASE}fish", lang="fi")["prefLabel"] == "Kala"


def test_a_concept_without_a_preferred_label_is_there_all_the_same(tmp_path: Path) -> None:
    lake = "http://example.org/lake"
    odd = serving_text(
        tmp_path,
        f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <{lake}> a skos:ConceptScheme .
        <{lake}#a> a skos:Concept ; skos:inScheme <{lake}> ; skos:altLabel "Eel"@en .
        <{lake}#b> a skos:Collection ; skos:inScheme <{lake}> .
        """,
        "lake",
    )
    got = odd.json("label", uri=f"{lake}#a", lang="en")
    assert "prefLabel" not in got and got["altLabel"] == ["Eel"] and got["lang"] == "en"
    assert odd.json("label", uri=f"{lake}#b", lang="en")["uri"] == f"{lake}#b"


@pytest.mark.parametrize(
    "path",
    ["label", "broader", "narrower", "related", "broaderTransitive", "narrowerTransitive",
     "children", "hierarchy", "mappings", "data", "definitions", "history", "groupMembers"],
)  # fmt: skip
def test_what_is_not_here_is_not_found(path: str, sea: Rest) -> None:
    assert sea.get(path, uri=f"{BASE}nothing").problem == "not-found"
    assert sea.get(path, uri="not an <iri>").problem == "not-found"
    if path != "data":  # without an IRI, all comes
        assert sea.get(path).problem == "bad-parameter"
    assert sea.get(f"/rest/v1/nothing/{path}", uri=f"{BASE}fish").problem == "not-found"


def test_neighbours_are_named_and_in_order(sea: Rest) -> None:
    got = sea.json("narrower", uri=f"{BASE}fish", lang="en")
    assert [each["prefLabel"] for each in got["narrower"]] == ["Perch", "Roach"]
    assert sea.json("broader", uri=f"{BASE}perch", lang="fi")["broader"] == [
        {"uri": f"{BASE}fish", "prefLabel": "Kala"}
    ]
    assert sea.json("broader", uri=f"{BASE}fish")["broader"] == []
    # Said of one end only, it holds for both.
    assert local(sea.json("related", uri=f"{BASE}roach")["related"]) == ["zander"]


def test_all_above_and_below_is_told_with_its_steps(sea: Rest) -> None:
    above = sea.json("broaderTransitive", uri=f"{BASE}zander", lang="en")["broaderTransitive"]
    assert list(above) == [f"{BASE}zander", f"{BASE}perch", f"{BASE}fish"]
    assert above[f"{BASE}zander"] == {
        "uri": f"{BASE}zander", "prefLabel": "Pike perch", "broader": [f"{BASE}perch"]
    }  # fmt: skip
    assert "broader" not in above[f"{BASE}fish"]
    below = sea.json("narrowerTransitive", uri=f"{BASE}fish")["narrowerTransitive"]
    assert set(local(list(below.values()))) == {"fish", "perch", "roach", "zander"}
    got = sea.json("narrowerTransitive", uri=f"{BASE}fish", limit=2)["narrowerTransitive"]
    assert len(got) == 2
    assert sea.get("narrowerTransitive", uri=f"{BASE}fish", limit=0).problem == "bad-parameter"


def test_a_circle_ends(sea: Rest) -> None:
    for path in ("broaderTransitive", "narrowerTransitive"):
        assert set(local(list(sea.json(path, uri=f"{BASE}loop")[path].values()))) == {
            "loop", "noose"
        }  # fmt: skip
    tree = sea.json("hierarchy", uri=f"{BASE}loop")["broaderTransitive"]
    assert set(tree) == {f"{BASE}loop", f"{BASE}noose"}


def test_the_hierarchy_is_a_tree_to_be_drawn(sea: Rest) -> None:
    tree = sea.json("hierarchy", uri=f"{BASE}perch", lang="en")["broaderTransitive"]
    top = tree[f"{BASE}fish"]
    assert top["top"] == SCHEME and top["tops"] == [SCHEME] and top["hasChildren"]
    assert [(each["label"], each["hasChildren"]) for each in top["narrower"]] == [
        ("Perch", True), ("Roach", False),
    ]  # fmt: skip
    assert tree[f"{BASE}perch"]["broader"] == [f"{BASE}fish"]
    assert tree[f"{BASE}perch"]["notation"] == "12.3" and "top" not in tree[f"{BASE}perch"]


def test_children_say_whether_they_have_children(sea: Rest) -> None:
    got = sea.json("children", uri=f"{BASE}fish", lang="en")["narrower"]
    assert [(each["prefLabel"], each["hasChildren"]) for each in got] == [
        ("Perch", True), ("Roach", False),
    ]  # fmt: skip


def test_top_concepts(sea: Rest) -> None:
    got = sea.json("topConcepts", lang="en")
    assert got["uri"] == SCHEME
    assert got["topconcepts"] == [
        {"uri": f"{BASE}fish", "label": "Fish", "topConceptOf": SCHEME, "hasChildren": True}
    ]
    assert sea.json("topConcepts", scheme="http://example.org/none")["topconcepts"] == []


def test_groups_and_what_they_hold(sea: Rest) -> None:
    groups = sea.json("groups", lang="en")["groups"]
    assert groups == [
        {"uri": f"{BASE}group", "prefLabel": "Freshwater", "hasMembers": True,
         "childGroups": [f"{BASE}inner"]},
        {"uri": f"{BASE}inner", "prefLabel": "Inner", "hasMembers": True},
    ]  # fmt: skip
    held = sea.json("groupMembers", uri=f"{BASE}group", lang="en")["members"]
    assert [(each["prefLabel"], each["isSuper"]) for each in held] == [
        ("Inner", True), ("Perch", False),
    ]  # fmt: skip
    assert sea.get("groupMembers", uri=f"{BASE}fish").problem == "not-found"


def test_the_letters_are_those_of_all_labels(sea: Rest) -> None:
    assert sea.json("index/", lang="en")["indexLetters"] == ["F", "L", "N", "P", "R"]
    assert sea.json("index/", lang="fi")["indexLetters"][-1] == "0-9"
    context = sea.json("index/", lang="fi")["@context"]["indexLetters"]
    assert context["@language"] == "fi" and context["@container"] == "@list"
    assert sea.json("index/", lang="sv")["indexLetters"] == ["F"]
    assert sea.json("index/", lang="sv", alt="0")["indexLetters"] == []


def test_the_list_of_a_letter_has_alternative_labels_too(sea: Rest) -> None:
    got = sea.json("index/R", lang="en")["indexConcepts"]
    assert [(each["localname"], each.get("altLabel")) for each in got] == [
        ("perch", "River perch"), ("roach", "roach"), ("roach", None),
    ]  # fmt: skip
    assert got[0]["prefLabel"] == "Perch"
    strict = sea.json("index/R", lang="en", alt="false")["indexConcepts"]
    assert [each["localname"] for each in strict] == ["roach"]
    assert local(sea.json("index/P", lang="en")["indexConcepts"]) == ["perch", "zander"]
    assert sea.json("index/0-9", lang="fi")["indexConcepts"][0]["prefLabel"] == "0"


def test_the_list_comes_in_portions(sea: Rest) -> None:
    every = sea.json("index/*", lang="en")["indexConcepts"]
    assert len(every) == 8
    first, second = (
        sea.json("index/*", lang="en", limit=5, offset=start) for start in (0, 5)
    )  # fmt: skip
    assert first["indexConcepts"] + second["indexConcepts"] == every
    assert first["more"] and not second["more"]


def test_what_came_and_what_changed_is_listed_newest_first(sea: Rest) -> None:
    new = sea.json("new", lang="en")["changeList"]
    assert [(each["prefLabel"], each["date"]) for each in new] == [
        ("Perch", "2021-05-01T10:11:12+00:00"), ("Fish", "2019-05-01T00:00:00+00:00"),
    ]  # fmt: skip
    modified = sea.json("modified", lang="en")["changeList"]
    assert modified[0]["deprecated"] and modified[0]["replacedBy"] == f"{BASE}perch"
    assert modified[0]["replacingLabel"] == "Perch" and not modified[1]["deprecated"]
    assert len(sea.json("modified", limit=1, offset=1)["changeList"]) == 1
    assert len(sea.json("modified", since="2023")["changeList"]) == 1


def test_a_vocabulary_at_a_glance(sea: Rest) -> None:
    got = sea.json("", lang="en")
    assert (got["id"], got["title"], got["defaultLanguage"]) == ("sea", "Life at sea", "en")
    assert got["languages"] == ["en", "en-GB", "fi", "sv"]
    assert got["conceptschemes"] == [
        {"uri": SCHEME, "type": "skos:ConceptScheme", "title": "Life at sea"}
    ]
    catch = "http://example.org/meta/Catch"
    types = {each["uri"]: each for each in sea.json("types", lang="en")["types"]}
    assert types[catch]["label"] == "Catch" and types[catch]["superclass"].endswith("#Concept")
    numbers = sea.json("vocabularyStatistics", lang="en")
    assert numbers["concepts"]["count"] == 7 and numbers["concepts"]["deprecatedCount"] == 1
    assert numbers["conceptGroups"]["count"] == 2
    assert numbers["subTypes"] == [
        {"type": catch, "label": "Catch", "count": 1, "deprecatedCount": 0}
    ]
    labels = {each["language"]: each for each in sea.json("labelStatistics")["languages"]}
    assert labels["sv"]["properties"] == [{"property": "skos:altLabel", "labels": 1}]


def test_the_path_without_a_slash_leads_to_the_one_with(sea: Rest) -> None:
    for path in ("/rest/v1/sea", "/rest/v1/sea/index"):
        got = sea.get(path, lang="fi")
        assert got.status == 308 and got.headers["location"] == f"{path}/?lang=fi"


def test_languages_must_be_languages(sea: Rest) -> None:
    assert sea.get("/rest/v1/vocabularies").problem == "bad-parameter"
    assert sea.get("/rest/v1/types").problem == "bad-parameter"
    assert sea.get("", lang="english please").problem == "bad-parameter"
