"""What a glossary of many sources has beside a thesaurus."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.web.rest.conftest import Rest
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import SKOS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.sssom import read_sssom

BASE = "https://w3id.org/tvet-skos/glossary/"
URI = f"{BASE}micro-credential"
COUNCIL = f"{BASE}source/eu-council-2022"


def test_what_pages_have_looked_up_is_not_looked_up_again(rest: Rest) -> None:
    assert rest.get("definitions", uri=URI).status == 200
    kept, view = rest.app.state.rest, rest.app.state.site.view()
    assert next(iter(kept)).edition is rest.app.state.shelves.of(view).edition


def test_every_definition_comes_with_its_source(rest: Rest, scheme: ConceptScheme) -> None:
    concept = next(each for each in scheme.concepts if each.iri == URI)
    got = rest.json("definitions", uri=URI)
    assert got["total"] == len(got["definitions"]) == len(concept.live_definitions) >= 6
    for definition in got["definitions"]:
        assert definition["sourceEvidence"] and "sourceText" in definition
        assert definition["hasSource"] or definition["sourceEvidence"] in (
            "notCaptured", "notStated",
        )  # fmt: skip
    (council,) = (d for d in got["definitions"] if any(s["id"] == COUNCIL for s in d["source"]))
    assert council["source"][0]["year"] == "2022" and council["sourceText"]
    assert council["status"] == "current"


def test_definitions_are_chosen_by_what_is_known_of_them(rest: Rest) -> None:
    def chosen(**asked: str) -> list[str]:
        found = rest.json("definitions", uri=URI, **asked)
        return [each["id"] for each in found["definitions"]]

    assert len(chosen(source=COUNCIL)) == len(chosen(year="2022", source=COUNCIL)) == 1
    assert chosen(year="1800") == [] and chosen(lang="fr") == []
    both = set(chosen(hasSource="true")) | set(chosen(hasSource="false"))
    assert both == set(chosen()) and chosen(hasSource="false")
    assert chosen(status="replaced") == [] and chosen(status="all") == chosen()
    assert len(chosen(limit="2")) == 2
    assert rest.get("definitions", uri=URI, status="odd").problem == "bad-parameter"


def test_a_term_in_any_spelling_will_do(rest: Rest) -> None:
    assert rest.json("definitions", term="Micro credentials")["uri"] == URI
    got = rest.get("definitions", term="micro credentail")
    assert got.problem == "not-found" and "Micro-credential" in got.json["suggestions"]


def test_jskos_keeps_the_sources_of_definitions(rest: Rest) -> None:
    got = rest.json("definitions", uri=URI, format="jskos")
    told = got["qualifiedLiterals"]["definition"]
    assert len(told) == sum(map(len, got["definition"].values())) >= 6
    assert all(each["sourceEvidence"] for each in told)
    assert COUNCIL in [source["uri"] for each in told for source in each["source"]]


def test_definitions_are_compared(rest: Rest) -> None:
    got = rest.json("compare", term="microcredential")
    assert got["match"] == 'alternative label "microcredential"@en'
    assert rest.json("compare", uri=URI)["match"] == "its IRI"
    assert got["concept"] == URI and got["missingSource"]
    size = len(got["definitions"])
    assert [len(row) for row in got["similarity"]] == [size] * size
    other = rest.json("compare", uri=URI, baseline=2)
    assert other["baseline"] == 2 and {d["a"] for d in other["diffs"]} == {2}
    assert rest.get("compare", uri=URI, baseline=99).problem == "not-found"
    assert rest.get("compare").problem == "bad-parameter"
    several = rest.json("compare", uri=[URI, f"{BASE}skills"])["comparisons"]
    assert [each["concept"] for each in several] == [URI, f"{BASE}skills"]


def test_a_comparison_is_a_table_and_a_page_too(rest: Rest) -> None:
    got = rest.get("compare", term="micro-credential", format="csv")
    assert got.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(got.body.decode("utf-8-sig"))))
    assert len(rows) >= 6 and all(row["sourceEvidence"] for row in rows)
    page = rest.get("compare", uri=URI, format="html", lang="fr")
    assert page.status == 303
    assert page.headers["location"] == "/fr/compare/micro-credential"
    assert rest.get(page.headers["location"]).status == 200


def test_the_register_is_searched(rest: Rest, scheme: ConceptScheme) -> None:
    every = rest.json("/rest/v1/sources")
    assert every["total"] == len(every["sources"]) == len(scheme.sources)
    assert every["sources"][0]["uri"].startswith("http")
    found = rest.json("/rest/v1/sources", q="EU council", year="2022")["sources"]
    assert "eu-council-2022" in [each["id"] for each in found]
    assert rest.json("/rest/v1/sources", type="bibo:Document")["total"] == every["total"]
    assert rest.json("/rest/v1/sources", type="bibo:Book")["total"] == 0
    pages = [rest.json("/rest/v1/sources", limit=7, offset=n)["sources"] for n in (0, 7)]
    assert [*pages[0], *pages[1]] == every["sources"][:14]


def test_a_source_tells_what_it_defines(rest: Rest) -> None:
    got = rest.json("/rest/v1/sources/eu-council-2022")
    assert got["uri"] == COUNCIL and got["definitions"] == len(got["definitionList"]) == 1
    (definition,) = got["definitionList"]
    assert definition["concept"] == {"uri": URI, "prefLabel": "Micro-credential"}
    assert definition["sourceEvidence"] == "stated"
    from urllib.parse import quote

    by_iri = rest.json(f"/rest/v1/sources/{quote(COUNCIL, safe='')}")
    assert by_iri["definitionList"] == got["definitionList"]
    assert rest.get("/rest/v1/sources/nothing").problem == "not-found"
    assert rest.get("/rest/v1/sources/micro-credential").problem == "not-found"


def test_a_history_tells_dates_and_notes(rest: Rest, sea: Rest) -> None:
    got = rest.json("history", uri=URI)
    assert got["created"] and got["deprecated"] is False
    assert all("sourceEvidence" in each for each in got["definitions"])
    got = sea.json("history", uri="http://example.org/sea/roach")
    assert got["changeNotes"] == [{"value": "Renamed.", "lang": "en"}]
    assert got["vocabulary"] == {"id": "sea", "created": "2020-01-01"}
    got = sea.json("history", uri="http://example.org/sea/old")
    assert got["deprecated"] and got["replacedBy"] == ["http://example.org/sea/perch"]


def test_mappings_of_a_concept_are_jskos_with_what_skosmos_adds(sea: Rest) -> None:
    (mapping,) = sea.json("mappings", uri="http://example.org/sea/perch")["mappings"]
    assert mapping["type"] == [SKOS.exactMatch]
    assert mapping["from"]["memberSet"] == [{"uri": "http://example.org/sea/perch"}]
    assert mapping["to"]["memberSet"] == [{"uri": "http://other.example/x/perch"}]
    assert mapping["fromScheme"]["uri"] == "http://example.org/sea"
    assert mapping["toScheme"]["uri"] == "http://other.example/x/"
    assert mapping["prefLabel"] == mapping["hrefLink"] == "http://other.example/x/perch"
    assert sea.json("mappings", uri="http://example.org/sea/fish")["mappings"] == []


def _stated(scheme: ConceptScheme) -> set[tuple[str, str, str]]:
    names = {"exact_match": "exactMatch", "close_match": "closeMatch", "broad_match": "broadMatch",
        "narrow_match": "narrowMatch", "related_match": "relatedMatch"}  # fmt: skip
    return {
        (concept.iri, SKOS + name, target)
        for concept in scheme.concepts
        for field, name in names.items()
        for target in getattr(concept, field)
    }


def test_all_mappings_are_the_same_in_every_form(
    rest: Rest, scheme: ConceptScheme, tmp_path: Path
) -> None:
    stated = _stated(scheme)
    assert len(stated) > 20
    jskos = {
        (m["from"]["memberSet"][0]["uri"], m["type"][0], m["to"]["memberSet"][0]["uri"])
        for m in rest.json("mappings/all")
    }
    turtle = parse(rest.get("mappings/all", format="ttl").body, FORMATS["turtle"], base=BASE)
    (tmp_path / "m.sssom.tsv").write_bytes(rest.get("mappings/all", format="sssom").body)
    rows = read_sssom(tmp_path / "m.sssom.tsv")
    sssom = {(r["subject_id"], r["predicate_id"], r["object_id"]) for r in rows}
    assert jskos == sssom == {(str(s), str(p), str(o)) for s, p, o in turtle} == stated
    assert all(row["mapping_justification"] and row["subject_label"] for row in rows)


def test_mappings_are_chosen_by_kind_and_scheme(rest: Rest, scheme: ConceptScheme) -> None:
    def number(**asked: Any) -> int:
        return len(rest.json("mappings/all", **asked))

    stated = _stated(scheme)
    exact = [each for each in stated if each[1] == SKOS.exactMatch]
    assert number(type="exactMatch") == number(type="skos:exactMatch") == len(exact)
    unesco = "http://vocabularies.unesco.org/thesaurus"
    assert number(toScheme=unesco) == sum(each[2].startswith(unesco) for each in stated) > 0
    assert number(fromScheme=BASE) == len(stated) and number(fromScheme="http://e/") == 0
    assert number(limit=3) == 3 and number(limit=3, offset=len(stated) - 1) == 1
    assert rest.get("mappings/all", type="broader").problem == "bad-parameter"


def test_suggestions_are_those_of_opensearch(rest: Rest) -> None:
    got = rest.get("/rest/v1/suggest", search="micro-c", language="en")
    assert got.headers["content-type"] == "application/x-suggestions+json"
    text, terms, reasons, addresses = got.json
    assert text == "micro-c" and terms[0] == "Micro-credential"
    assert len(terms) == len(reasons) == len(addresses)
    assert addresses[0] == "http://localhost/en/term/micro-credential"
    assert rest.json("/rest/v1/suggest", q="zzzz") == ["zzzz", [], [], []]
    assert rest.get("/rest/v1/suggest").problem == "bad-parameter"
    (concept, *_) = rest.json("/rest/v1/suggest", search="micro-c", format="jskos")
    assert concept["uri"] == URI and concept["prefLabel"]["en"] == "Micro-credential"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/turtle"])
def test_json_is_what_comes_whatever_is_liked(accept: str, rest: Rest) -> None:
    got = rest.get("definitions", uri=URI, asked_by={"Accept": accept})
    assert got.headers["content-type"] == "application/json"
    assert "Accept" in got.headers["vary"].split(", ")
    linked = rest.get("definitions", uri=URI, asked_by={"Accept": "application/ld+json"})
    assert linked.headers["content-type"] == "application/ld+json" and linked.body == got.body


def test_definitions_are_compared_as_of_a_year(rest: Rest) -> None:
    got = rest.json("compare", uri=f"{BASE}continuing-education", asOf="2006")
    assert got["asOf"] == 2006 and [d["number"] for d in got["definitions"]] == [1, 2]
    assert [d["year"] for d in got["leftOut"]["later"]] == [2008, 2013]
    assert got["leftOut"]["unknownYear"] == []
    assert got["duplicates"] == [] and {d["taking"] for d in got["derivations"]} == {"derived"}
    assert "asOf" not in rest.json("compare", uri=URI)
    page = rest.get("compare", uri=URI, format="html", lang="en", asOf="2020")
    assert page.headers["location"] == "/en/compare/micro-credential?asOf=2020"


def test_definitions_can_be_asked_for_as_of_a_year(rest: Rest) -> None:
    got = rest.json("definitions", uri=URI, asOf="2020")
    assert [d["issued"][:4] for d in got["definitions"]] == ["2020"]
    assert got["leftOut"] == {"later": 1, "unknownYear": 4}


@pytest.mark.parametrize("path", ["compare", "definitions"])
@pytest.mark.parametrize("year", ["-5", "20", "year", "2018-05"])
def test_what_is_no_year_is_refused_with_a_hint(rest: Rest, path: str, year: str) -> None:
    got = rest.get(path, uri=URI, asOf=year)
    assert got.status == 400 and got.problem == "bad-parameter"
    assert "four digits" in got.json["hint"]


def test_a_source_counts_what_others_say_of_its_terms(rest: Rest) -> None:
    got = rest.json("/rest/v1/sources/cedefop-2008")["definitionList"]
    counts = {each["concept"]["prefLabel"]: each["otherDefinitions"] for each in got}
    assert counts["Continuing education"] == 3 and counts["Alternance training"] == 0
    assert {each["nearlySame"] for each in got} == {0}
