"""Search and lookup as clients of Skosmos know them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.rest.conftest import SEA, Rest, serving_text
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.store import open_store
from tvet_skos.web import ServerSettings, create_app

BASE = "http://example.org/sea/"


def found(rest: Rest, **asked: Any) -> list[tuple[str, str]]:
    """Localname of each hit, and the label that it was found by."""
    results = rest.json("search", **asked)["results"]
    keys = ("matchedPrefLabel", "altLabel", "hiddenLabel", "prefLabel")
    return [(hit["localname"], next(hit[k] for k in keys if k in hit)) for hit in results]


def names(rest: Rest, **asked: Any) -> list[str]:
    return [name for name, _ in found(rest, **asked)]


@pytest.mark.parametrize("query", ["perch", "PERCH", "  Perch\t", "pErCh"])
def test_a_whole_label_is_found_in_any_case(query: str, sea: Rest) -> None:
    assert found(sea, query=query) == [("perch", "Perch")]


def test_only_an_asterisk_stands_for_other_signs(sea: Rest) -> None:
    for query in ("per?h", "per.h", "pe%", "per", "erch", "^perch$", "perch|roach", "per_h"):
        assert names(sea, query=query) == []
    assert names(sea, query="per*") == ["perch"]
    assert names(sea, query="*perch") == ["perch", "zander", "perch"]
    assert names(sea, query="p*h") == ["perch", "zander", "zander"]
    assert names(sea, query="*e*p*ch*") == ["zander", "zander", "perch"]


def test_several_asterisks_are_as_one(sea: Rest) -> None:
    assert found(sea, query="per**") == found(sea, query="per*")
    assert found(sea, query="***") == found(sea, query="*")


def test_accents_count(sea: Rest) -> None:
    assert names(sea, query="sarki") == [] and names(sea, query="särki") == ["roach"]


def test_the_query_is_put_in_normal_form(sea: Rest) -> None:
    assert names(sea, query="Sa\u0308rki") == ["roach"]


def test_quotes_and_brackets_are_signs_like_others(sea: Rest) -> None:
    assert names(sea, query='noose (a "loop")') == ["noose"]
    assert names(sea, query='*("*') == [] and names(sea, query='*(a "*') == ["noose"]


def test_results_stand_in_the_order_of_the_labels_found(sea: Rest) -> None:
    labels = [label.lower() for _, label in found(sea, query="*")]
    assert labels == sorted(labels) and len(labels) > 10


def test_a_language_is_that_with_its_variants(sea: Rest) -> None:
    assert names(sea, query="perch", lang="en") == ["perch"]
    assert names(sea, query="perch", lang="en-GB") == ["perch"]
    assert names(sea, query="perch", lang="en-US") == []
    assert names(sea, query="fish", lang="en") == ["fish"]
    assert names(sea, query="fish") == ["fish", "roach"]


def test_a_hit_is_called_in_the_language_that_is_asked_for(sea: Rest) -> None:
    (hit,) = sea.json("search", query="ahven", labellang="en")["results"]
    assert hit["prefLabel"] == "Perch" and hit["lang"] == "en-GB"
    assert hit["matchedPrefLabel"] == "Ahven"
    (hit,) = sea.json("search", query="ahven")["results"]
    assert hit["prefLabel"] == "Ahven" and "matchedPrefLabel" not in hit


def test_a_hit_says_why_it_was_found(sea: Rest) -> None:
    (hit,) = sea.json("search", query="river perch")["results"]
    assert hit["altLabel"] == "River perch" and hit["prefLabel"] == "Perch"
    (hit,) = sea.json("search", query="pikeprech")["results"]
    assert hit["hiddenLabel"] == "pikeprech" and hit["prefLabel"] == "Pike perch"
    (hit,) = sea.json("search", query="perch")["results"]
    assert not {"altLabel", "hiddenLabel", "matchedPrefLabel"} & set(hit)
    assert hit["notation"] == "12.3" and hit["vocab"] == "sea" and hit["localname"] == "perch"
    assert set(hit["type"]) == {"skos:Concept", "http://example.org/meta/Catch"}


def test_a_concept_comes_once_where_that_is_asked_for(sea: Rest) -> None:
    assert found(sea, query="roach") == [("roach", "Roach"), ("roach", "roach")]
    assert found(sea, query="roach", unique="true") == [("roach", "Roach")]
    assert found(sea, query="*perch", unique="true") == [
        ("perch", "Perch"),
        ("zander", "Pike perch"),
    ]
    # An alternative label stands behind a preferred one of any language.
    assert found(sea, query="*r*", unique="1").count(("roach", "roach")) == 0


def test_unique_takes_the_label_in_the_language_shown(sea: Rest) -> None:
    hits = dict(found(sea, query="*ä*", unique="true", labellang="en"))
    assert hits["roach"] == "Särki"
    hits = dict(found(sea, query="*a*", unique="true", labellang="fi"))
    assert hits["fish"] == "Kala" and hits["perch"] == "Ahven"


def test_what_is_out_of_use_is_left_out(sea: Rest) -> None:
    assert names(sea, query="perch of old") == []
    assert names(sea, query="perch of old", deprecated="true") == ["old"]


def test_a_query_is_needed_unless_a_place_is_given(sea: Rest) -> None:
    for asked in ({}, {"query": ""}, {"query": "  "}):
        assert sea.get("search", **asked).problem == "bad-parameter"
    assert set(names(sea, group=f"{BASE}inner")) == {"roach"}
    assert names(sea, query="0") == ["noose"]


def test_numbers_must_be_numbers(sea: Rest) -> None:
    for asked in ({"maxhits": "0"}, {"maxhits": "x"}, {"maxhits": "-1"}, {"offset": "-1"},
        {"offset": "1.5"}):  # fmt: skip
        got = sea.get("search", query="*", **asked)
        assert got.status == 400 and got.json["errors"][0]["pointer"] == next(iter(asked))


def test_pages_make_up_the_whole(sea: Rest) -> None:
    every = found(sea, query="*")
    pages = [sea.json("search", query="*", maxhits=4, offset=start) for start in range(0, 40, 4)]
    joined = [hit["uri"] for page in pages for hit in page["results"]]
    assert joined == [BASE + name for name, _ in every]
    assert [page["more"] for page in pages] == [4 * n + 4 < len(every) for n in range(10)]


def test_a_place_narrows_the_search(sea: Rest) -> None:
    assert set(names(sea, query="*", parent=f"{BASE}fish")) == {"perch", "zander", "roach"}
    assert set(names(sea, query="*", parent=f"{BASE}perch")) == {"zander"}
    assert set(names(sea, query="*", parent=f"{BASE}loop")) == {"noose"}  # a circle
    assert set(names(sea, query="*", group=f"{BASE}group")) == {"perch", "roach"}
    assert names(sea, query="*", scheme="http://example.org/none") == []
    assert names(sea, query="perch", scheme="http://example.org/sea") == ["perch"]


def test_a_large_place_gives_the_same(sea: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    from tvet_skos.web.rest import search

    asked = [{"parent": f"{BASE}fish"}, {"group": f"{BASE}group"}, {"parent": f"{BASE}loop"}]
    few = [found(sea, query="*", **each) for each in asked]
    monkeypatch.setattr(search, "_FEW", 0)
    assert [found(sea, query="*", **each) for each in asked] == few


def test_a_class_narrows_the_search(sea: Rest) -> None:
    assert names(sea, query="*", type="http://example.org/meta/Catch", lang="fi") == ["perch"]
    assert names(sea, query="kala", type="skos:Collection") == []
    assert names(sea, query="inner", type="skos:Collection") == ["inner"]
    assert names(sea, query="perch", type="skos:Concept skos:Collection") == ["perch"]


def test_fields_add_to_a_hit(sea: Rest) -> None:
    fields = "prefLabel altLabel broader notation exactMatch related"
    got = sea.json("search", query="perch", fields=fields)
    (hit,) = got["results"]
    assert hit["prefLabels"] == {"en-GB": "Perch", "fi": "Ahven"}
    assert hit["altLabels"] == {"en": ["River perch"]} and "related" not in hit
    assert hit["broader"] == [{"uri": f"{BASE}fish"}]
    assert hit["exactMatch"] == [{"uri": "http://other.example/x/perch"}]
    assert got["@context"]["broader"] == "skos:broader"
    assert sea.get("search", query="x", fields="colour").problem == "bad-parameter"


def test_a_definition_in_a_hit_says_that_its_source_is_unknown(sea: Rest) -> None:
    (hit,) = sea.json("search", query="perch", fields="definition")["results"]
    (definition,) = hit["definition"]
    assert definition["value"] == "A small fish with stripes."
    assert definition["sourceEvidence"] == "unknown" and definition["hasSource"] is False


def test_the_context_says_what_the_keys_are(sea: Rest) -> None:
    context = sea.json("search", query="perch", lang="en")["@context"]
    assert context["results"] == {"@id": "onki:results", "@container": "@list"}
    assert context["prefLabel"] == "skos:prefLabel" and context["@language"] == "en"
    assert (
        sea.json("search", query="perch", lang="en", labellang="fi")["@context"]["@language"]
        == "fi"
    )


def test_lookup_goes_down_a_ladder(sea: Rest) -> None:
    def steps(**asked: str) -> list[tuple[str, str]]:
        hits = sea.json("lookup", **asked)["result"]
        return [(hit["localname"], hit.get("altLabel", hit["prefLabel"])) for hit in hits]

    assert steps(label="Roach") == [("roach", "Roach")]  # alike, so "roach" is not looked at
    assert steps(label="ROACH") == [("roach", "Roach")]  # preferred labels first
    assert steps(label="kala") == [("fish", "Kala")]  # any language
    assert steps(label="Fish") == [("fish", "Fish")]  # that of "roach" in Swedish is alternative
    assert steps(label="fish", lang="sv") == [("roach", "Fish")]
    assert steps(label="RIVER PERCH") == [("perch", "River perch")]


def test_lookup_never_looks_at_hidden_labels(sea: Rest) -> None:
    assert sea.get("lookup", label="pikeprech").problem == "not-found"
    assert sea.get("lookup", label="perch*").problem == "not-found"
    assert sea.get("lookup", label="").problem == "bad-parameter"
    assert sea.get("lookup").problem == "bad-parameter"


def test_several_vocabularies_are_several(tmp_path_factory: pytest.TempPathFactory) -> None:
    other = """
    <http://example.org/lake#> a skos:ConceptScheme ; dct:title "Lakes"@en .
    <http://example.org/lake#perch> a skos:Concept ; skos:prefLabel "Perch"@en ;
        skos:inScheme <http://example.org/lake#> .
    """
    rest = serving_text(tmp_path_factory.mktemp("two"), SEA + other, "sea")
    listed = rest.json("/rest/v1/vocabularies", lang="en")["vocabularies"]
    assert [(each["id"], each["title"]) for each in listed] == [
        ("lake", "Lakes"), ("sea", "Life at sea"),
    ]  # fmt: skip

    def vocs(path: str, **asked: str) -> list[str]:
        return [hit["vocab"] for hit in rest.json(path, query="perch", **asked)["results"]]

    assert sorted(vocs("/rest/v1/search")) == ["lake", "sea"]
    assert vocs("/rest/v1/search", vocab="lake") == vocs("/rest/v1/lake/search") == ["lake"]
    assert sorted(vocs("/rest/v1/search", vocab="lake sea")) == ["lake", "sea"]
    assert rest.get("/rest/v1/search", query="x", vocab="pond").problem == "not-found"
    assert rest.get("/rest/v1/lake/broader", uri=f"{BASE}perch").status == 404
    assert rest.get("/rest/v1/lake/label", uri=f"{BASE}perch").status == 404
    assert rest.get("/rest/v1/lake/data", uri=f"{BASE}perch").status == 404
    assert rest.json("/rest/v1/label", uri="http://example.org/lake#perch")["prefLabel"] == "Perch"
    numbers = [
        rest.json(f"/rest/v1/{voc}/vocabularyStatistics")["concepts"]["count"]
        for voc in ("lake", "sea")
    ]
    assert numbers == [1, 7]
    got = rest.json("/rest/v1/lake/history", term="perch")
    assert got["uri"] == "http://example.org/lake#perch"


def test_each_graph_of_a_store_is_a_vocabulary(root: Path, tmp_path: Path) -> None:
    address = f"oxigraph:{tmp_path / 'store'}"
    (tmp_path / "sea.ttl").write_text(SEA, encoding="utf-8")
    with open_store(address) as store:
        store.load(root / "vocab")
        store.load(tmp_path / "sea.ttl")
    rest = Rest(create_app(ServerSettings(address)), "sea")
    assert names(rest, query="perch") == ["perch"] and names(rest, query="micro*") == []
    assert rest.json("")["languages"] == ["en", "en-GB", "fi", "sv"]
    assert rest.json("vocabularyStatistics")["concepts"]["count"] == 7
    assert len(rest.json("mappings/all")) == 1
    assert [each["prefLabel"] for each in rest.json("groups")["groups"]] == ["Freshwater", "Inner"]
    assert rest.get("compare", term="micro-credential").status == 404
    assert rest.json("/rest/v1/glossary/compare", term="micro-credential")["definitions"]
    whole = parse(rest.get("data", format="application/n-triples").body, FORMATS["ntriples"])
    stated = parse(SEA.encode(), FORMATS["turtle"])
    assert len(whole) == len(stated)


def test_ranked_search_folds_spellings_and_explains(rest: Rest) -> None:
    (hit, *_) = rest.json("search", query="micro credentials", mode="exact")["results"]
    assert hit["localname" if "localname" in hit else "uri"].endswith("micro-credential")
    assert hit["score"] == 100 or hit["score"] > 50
    assert "ignoring" in hit["matched"]["via"]
    assert rest.json("search", query="micro credentials")["results"]  # a hidden label
    scores = [h["score"] for h in rest.json("search", query="learn", mode="words")["results"]]
    assert scores == sorted(scores, reverse=True) and len(scores) > 3
    got = rest.json("search", query="learn", mode="words", sort="label")["results"]
    labels = [hit["prefLabel"].lower() for hit in got]
    assert labels == sorted(labels) and len(labels) == len(scores)


def test_search_in_notes_puts_them_last_and_says_which_note_it_was(tmp_path: Path) -> None:
    turtle = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <http://example.org/craft/> .
<> a skos:ConceptScheme .
<a> a skos:Concept ; skos:inScheme <> ; skos:prefLabel "Guild"@en .
<b> a skos:Concept ; skos:inScheme <> ; skos:prefLabel "Craft"@en ;
  skos:scopeNote "Only what a guild taught."@en .
<c> a skos:Concept ; skos:inScheme <> ; skos:prefLabel "School"@en ;
  skos:definition "Came after the guild."@en .
"""
    craft = serving_text(tmp_path, turtle, "craft")
    everywhere = {"in": "labels,definitions,notes"}
    hits = craft.json("search", query="guild", **everywhere)["results"]
    assert [hit["prefLabel"] for hit in hits] == ["Guild", "School", "Craft"]
    assert hits[2]["matched"] == {
        "property": "skos:scopeNote",
        "lang": "en",
        "value": "Only what a guild taught.",
        "via": 'a scope note has the word "guild"',
    }
    assert len(craft.json("search", query="guild", **{"in": "labels,definition"})["results"]) == 2
    assert len(craft.json("search", query="guild", **{"in": "note"})["results"]) == 1
    assert craft.json("search", query="taught")["results"] == []
    wrong = craft.get("search", query="guild", **{"in": "titles"})
    assert wrong.problem == "bad-parameter" and "notes" in wrong.json["hint"]


def test_search_in_definitions_gives_their_sources(rest: Rest) -> None:
    got = rest.json("search", query="learning outcomes", **{"in": "definition"})
    assert got["results"]
    for hit in got["results"]:
        assert hit["matched"]["property"] == "skos:definition"
        assert all("sourceEvidence" in each for each in hit["definition"]) and hit["definition"]


def test_search_by_source(rest: Rest) -> None:
    source = "https://w3id.org/tvet-skos/glossary/source/eu-council-2022"
    got = rest.json("search", query="micro*", source=source)
    assert [hit["uri"].rpartition("/")[2] for hit in got["results"]] == ["micro-credential"]
