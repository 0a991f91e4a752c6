"""The calls that known clients of Skosmos make, and what they read of the answers."""

from __future__ import annotations

from typing import Any

from tests.web.rest.conftest import Rest

SKOS = "http://www.w3.org/2004/02/skos/core#"
BASE = "http://example.org/sea/"


def test_a_mapping_tool_suggests_and_loads_concepts(sea: Rest) -> None:
    """As the Skosmos provider of Cocoda does: search with ``unique=1``, then data as JSON."""
    hits = sea.json("search", query="p*", unique=1, maxhits=100, type="")["results"]
    labels = {
        hit["uri"]: hit.get("matchedPrefLabel") or hit.get("altLabel") or hit["prefLabel"]
        for hit in hits
    }
    assert labels[f"{BASE}perch"] == "Perch" and all(hit["lang"] for hit in hits)
    content = sea.json("data", uri=f"{BASE}perch", format="application/json")
    (concept,) = (node for node in content["graph"] if node["uri"] == f"{BASE}perch")
    names = _listed(concept["prefLabel"])
    assert {name["lang"]: name["value"] for name in names} == {"en-GB": "Perch", "fi": "Ahven"}
    (above,) = _listed(concept["broader"])
    (around,) = (node for node in content["graph"] if node["uri"] == above["uri"])
    assert "Fish" in [name["value"] for name in _listed(around["prefLabel"])]
    prefix, local = concept["type"][0].split(":", 1)
    assert content["@context"][prefix] + local == f"{SKOS}Concept"


def test_a_mapping_tool_lists_types_and_schemes(sea: Rest) -> None:
    types = sea.json("types")
    assert types["@context"]["@language"] == "en"
    others = [each for each in types["types"] if each["uri"] != f"{SKOS}Concept"]
    assert "Catch" in [each.get("label") for each in others]
    (scheme,) = sea.json("", lang="en")["conceptschemes"]
    assert scheme.get("prefLabel") or scheme.get("label") or scheme["title"] == "Life at sea"


def test_a_client_library_walks_through_a_vocabulary(sea: Rest) -> None:
    """As ``skosmos_client`` for Python does, method by method."""
    (vocabulary,) = sea.json("/rest/v1/vocabularies", lang="en")["vocabularies"]
    assert vocabulary["id"] == "sea" and vocabulary["title"]
    assert sea.json("")["defaultLanguage"] == "en"
    (found,) = sea.json("lookup", label="Perch", lang="en")["result"]
    uri = found["uri"]
    assert sea.json("label", uri=uri, lang="en")["prefLabel"] == "Perch"
    assert sea.json("/rest/v1/label", uri=uri, lang="en")["prefLabel"] == "Perch"
    for path, key in (("broader", "broader"), ("narrower", "narrower"), ("related", "related"),
        ("broaderTransitive", "broaderTransitive"), ("hierarchy", "broaderTransitive"),
        ("narrowerTransitive", "narrowerTransitive"), ("children", "narrower")):  # fmt: skip
        assert key in sea.json(path, uri=uri, lang="en")
    assert sea.json("topConcepts", lang="en")["topconcepts"][0]["uri"] == f"{BASE}fish"
    assert sea.json("groups", lang="en")["groups"][0]["uri"] == f"{BASE}group"
    assert sea.json("vocabularyStatistics", lang="en")["concepts"]["count"] == 7
    assert sea.json("labelStatistics", lang="en")["languages"][0]["language"] == "en"
    assert sea.get("lookup", label="no such fish", lang="en").status == 404


def test_a_subject_indexer_resolves_labels(sea: Rest) -> None:
    """As tools around Annif do: from a label or an IRI to the preferred label in a language."""
    hits = sea.json("/rest/v1/search", query="kuha", lang="fi", labellang="en", vocab="sea")
    (hit,) = hits["results"]
    assert (hit["prefLabel"], hit["matchedPrefLabel"]) == ("Pike perch", "Kuha")
    assert sea.json("/rest/v1/label", uri=hit["uri"], lang="fi")["prefLabel"] == "Kuha"


def _listed(value: Any) -> list[dict[str, str]]:
    return value if isinstance(value, list) else [value]
