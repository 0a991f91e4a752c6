"""The reconciliation service as OpenRefine asks it: every answer fits the schemas beside this file.

The schemas are our own, written after the text of the Reconciliation Service API 0.2. Answers must
fit the published schemas as well, where these are at hand: they have no licence to be copied.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft7Validator,
    Draft202012Validator,
)
from referencing import Registry
from referencing.jsonschema import DRAFT7

from tests.conftest import ROOT
from tests.web.served import Got, Served, serving
from tvet_skos.lookup.matching import FEATURES
from tvet_skos.namespaces import DEFAULT_BASE, SKOS
from tvet_skos.web.reconcile.endpoint import BODY_BYTES
from tvet_skos.web.reconcile.properties import PROPERTIES
from tvet_skos.web.reconcile.queries import BATCH_SIZE, MOST_IDS

FORM = "application/x-www-form-urlencoded"
SCHEMAS = Path(__file__).parent / "schemas"
PUBLISHED_SCHEMAS = (
    Path(os.environ.get("TVET_SKOS_TEST_DATA") or ROOT.parent / "shared" / "data")
    / "suites/reconciliation/0.2-schemas"
)
PUBLISHED = {
    "manifest": "manifest",
    "results": "reconciliation-result-batch",
    "extension": "data-extension-response",
    "proposals": "data-extension-property-proposal",
}
"""Our schema to the published one; those of suggestions depend on what is suggested."""

MICRO = f"{DEFAULT_BASE}micro-credential"
TOPIC = f"{DEFAULT_BASE}topic/credentials"


def checked(got: Got, schema: str) -> Any:
    """The answer, which must fit a schema and be open to any site."""
    assert got.status == 200, got.text
    assert got.headers["content-type"] == "application/json"
    assert got.headers["access-control-allow-origin"] == "*"
    text = (SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(text)).validate(got.json)
    if schema in PUBLISHED and PUBLISHED_SCHEMAS.is_dir():
        _published(PUBLISHED[schema]).validate(got.json)
    return got.json


def _published(name: str) -> Draft7Validator:
    files = PUBLISHED_SCHEMAS.glob("*.json")
    known = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    contents = [(each["$id"], DRAFT7.create_resource(each)) for each in known if "$id" in each]
    schema = json.loads((PUBLISHED_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return Draft7Validator(schema, registry=Registry().with_resources(contents))


def matched(served: Served, queries: Any, path: str = "/reconcile") -> Any:
    body = urlencode({"queries": json.dumps(queries)}).encode()
    return checked(served.post(path, body, FORM), "results")


def one(served: Served, query: Any, path: str = "/reconcile") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = matched(served, {"q0": query}, path)["q0"]["result"]
    return found


def features(candidate: Mapping[str, Any]) -> dict[str, Any]:
    return {feature["id"]: feature["value"] for feature in candidate["features"]}


def extended(served: Served, ids: list[str], properties: list[Any], path: str = "") -> Any:
    wish = {"ids": ids, "properties": [p if isinstance(p, dict) else {"id": p} for p in properties]}
    body = urlencode({"extend": json.dumps(wish)}).encode()
    return checked(served.post(path or "/reconcile", body, FORM), "extension")


@pytest.mark.parametrize("name", sorted(path.stem for path in SCHEMAS.glob("*.json")))
def test_the_schemas_are_schemas_and_refuse_something(name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert not any(map(validator.is_valid, ([], {"q0": []}, {"result": [{}], "id": 1})))


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/", "/reconcile/glossary"])
def test_the_manifest_says_where_everything_is(served: Served, path: str) -> None:
    found = checked(served.get(path), "manifest")
    assert found["identifierSpace"] == DEFAULT_BASE and found["schemaSpace"] == SKOS.Concept
    assert [each["id"] for each in found["defaultTypes"]] == [SKOS.Concept, SKOS.Collection]
    assert found["view"]["url"].startswith(f"{served.address}/reconcile/glossary/en/view")
    for service in found["suggest"].values():
        address = service["service_url"] + service["service_path"]
        checked(served.get(address.removeprefix(served.address) + "?prefix=s"), "suggestions")
    view = found["view"]["url"].replace("{{id}}", MICRO).removeprefix(served.address)
    assert served.get(view).headers["location"] == "/en/term/micro-credential"
    preview = found["preview"]["url"].replace("{{id}}", quote(MICRO, safe=""))
    page = served.get(preview.removeprefix(served.address))
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert page.text.count('class="source"') == 6 and "Source not captured" in page.text


def test_the_language_of_names_stands_in_the_address(served: Served) -> None:
    path = "/reconcile/glossary/fr"
    assert checked(served.get(path), "manifest")["defaultTypes"][0]["name"] == "Terme"
    first = one(served, {"query": "microcertification"}, path)[0]
    assert first["name"] == "Microcertification" and first["match"]
    assert served.get("/reconcile/glossary/none-of-all-that").status in (200, 404)
    assert served.get("/reconcile/glossary/x").problem == "not-found"
    assert served.get("/reconcile/nothing").json["suggestions"] == ["glossary"]


def test_a_preferred_label_matches_and_a_spelling_of_it_does_not_by_itself(served: Served) -> None:
    found = matched(
        served,
        {
            "same": {"query": "Micro-credential"},
            "case": {"query": "MICRO-CREDENTIAL"},
            "spelt": {"query": "micro  credentials"},
            "typo": {"query": "micro-credentail"},
        },
    )
    first = {key: answer["result"][0] for key, answer in found.items()}
    assert {each["id"] for each in first.values()} == {MICRO}
    assert {key: each["match"] for key, each in first.items()} == {
        "same": True, "case": True, "spelt": False, "typo": False,
    }  # fmt: skip
    scores = [each["score"] for each in first.values()]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 4 and scores[0] == 100
    assert features(first["spelt"])["ignoring_hyphens_and_spaces"]
    assert features(first["spelt"])["ignoring_plural"] and features(first["spelt"])["same_term"]
    assert features(first["typo"])["edit_distance"] == 1
    assert not features(first["typo"])["same_term"]


def test_other_labels_are_discounted_and_said_to_be_others(served: Served) -> None:
    first = one(served, {"query": "RPL"})[0]
    assert first["id"].endswith("recognition-of-prior-learning")
    assert first["score"] < 90 and not first["match"]
    assert first["description"].startswith("alternative label “RPL”; ")
    assert features(first)["alternative_label"] and not features(first)["preferred_label"]


def test_every_candidate_has_every_feature(served: Served) -> None:
    for candidate in one(served, {"query": "learning"}):
        assert set(features(candidate)) == {*FEATURES, "conditions_met", "retired"}


_HOMONYMS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://example.org/voc#> .
<http://example.org/voc#> a skos:ConceptScheme ; skos:prefLabel "Words"@en .
:bank a skos:Concept ; skos:prefLabel "Bank"@en ; skos:notation "B1" ; skos:broader :money ;
  skos:inScheme <http://example.org/voc#> .
:shore a skos:Concept ; skos:prefLabel "Shore"@en ; skos:altLabel "bank"@en ; skos:notation "B2" .
:money a skos:Concept ; skos:prefLabel "Money"@en , "Geld"@de .
:old a skos:Concept ; skos:prefLabel "Groat"@en ; owl:deprecated true .
:t a skos:Collection ; skos:prefLabel "Money"@en ; skos:member :bank .
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("words") / "words.ttl"
    file.write_text(_HOMONYMS, encoding="utf-8")
    with serving("--vocab", str(file), "--workers", "1") as server:
        yield server


def _ids(found: list[dict[str, Any]]) -> list[str]:
    return [each["id"].partition("#")[2] for each in found]


def test_a_name_that_two_terms_go_by_is_nobodys_for_certain(words: Served) -> None:
    for limit in (1, 10):
        found = one(words, {"query": "Bank", "limit": limit})
        assert _ids(found)[0] == "bank" and len(found) == min(limit, 2)
        assert not any(each["match"] for each in found)


def test_conditions_part_namesakes(words: Served) -> None:
    def by(pid: str, value: Any) -> list[dict[str, Any]]:
        return one(words, {"query": "bank", "properties": [{"pid": pid, "v": value}]})

    assert _ids(by("notation", "b2")) == ["shore", "bank"]
    assert _ids(by("broader", "money"))[0] == "bank"
    assert _ids(by("broader", {"id": "http://example.org/voc#money"}))[0] == "bank"
    assert _ids(by("prefLabel", ["x", "Shore"]))[0] == "shore"
    assert [features(each)["conditions_met"] for each in by("notation", "b2")] == [1, 0]
    assert _ids(one(words, {"properties": [{"pid": "notation", "v": "B1"}]}))[0] == "bank"


def test_types_choose_between_terms_and_topics(words: Served) -> None:
    def kinds(**more: Any) -> list[str]:
        return [each["type"][0]["name"] for each in one(words, {"query": "money", **more})]

    assert kinds() == ["Term", "Topic"]
    assert kinds(type=SKOS.Collection) == ["Topic"]
    assert kinds(type=[SKOS.Concept]) == ["Term"]
    assert kinds(type="http://example.org/Nothing") == []
    assert one(words, {"query": "money"})[0]["match"]
    assert one(words, {"query": "money", "type": SKOS.Collection})[0]["match"]


def test_retired_terms_and_other_languages_come_second(words: Served) -> None:
    old = one(words, {"query": "Groat"})[0]
    assert not old["match"] and old["score"] == 75 and features(old)["retired"]
    assert old["description"] == "no longer in use"
    german = one(words, {"query": "Geld"})[0]
    assert german["name"] == "Money" and not german["match"] and german["score"] == 94
    assert one(words, {"query": "Geld"}, "/reconcile/voc/de")[0]["match"]


def test_an_identifier_finds_its_term(words: Served) -> None:
    found = one(words, {"query": "http://example.org/voc#bank"})
    assert _ids(found) == ["bank"] and found[0]["match"] and found[0]["score"] == 100
    assert _ids(one(words, {"query": "<http://example.org/voc#t>"})) == ["t"]
    assert words.get("/reconcile").json["view"]["url"] == "{{id}}"


def test_values_come_with_their_sources_in_one_order(served: Served) -> None:
    wanted = ["definition", "source", "sourceEvidence", "definitionIri", "prefLabel@fr", "broader"]
    found = extended(served, [MICRO, TOPIC, "urn:nothing"], wanted)
    row = found["rows"][MICRO]
    assert [len(row[name]) for name in wanted] == [6, 6, 6, 6, 1, 1]
    assert row["source"][0] == {"str": "Source not captured"}
    assert row["source"][4] == {"str": "Council of the European Union, 2022"}
    assert row["prefLabel@fr"] == [{"str": "Microcertification"}]
    assert row["broader"] == [{"id": f"{DEFAULT_BASE}credential", "name": "Credential"}]
    assert [each["id"] for each in found["meta"]] == wanted
    assert found["meta"][5]["type"]["id"] == SKOS.Concept
    assert found["rows"][TOPIC]["definition"] and not found["rows"][TOPIC]["source"]
    assert found["rows"]["urn:nothing"] == {name: [] for name in wanted}


def test_settings_choose_a_language_and_a_number(served: Served) -> None:
    by = {"id": "definition", "settings": {"lang": "de"}}
    first = {"id": "altLabel", "settings": {"limit": "1"}}
    row = extended(served, [MICRO], [by, first])["rows"][MICRO]
    assert row["definition"] == [] and len(row["altLabel"]) == 1


def test_every_property_answers_for_terms_and_topics(served: Served) -> None:
    for language in ("en", "fr", "es"):
        path = f"/reconcile/glossary/{language}"
        found = extended(served, [MICRO, TOPIC], list(PROPERTIES), path)
        assert all(column["name"] for column in found["meta"])
    counts = found["rows"][MICRO]
    assert counts["definitionCount"] == [{"int": 6}] and counts["unsourcedCount"] == [{"int": 4}]


def test_properties_are_proposed_by_language_too(served: Served) -> None:
    path = f"/reconcile/glossary/en/propose?type={quote(SKOS.Concept)}"
    found = checked(served.get(path), "proposals")
    ids = [each["id"] for each in found["properties"]]
    assert ids[: len(PROPERTIES)] == list(PROPERTIES)
    assert {"prefLabel@fr", "prefLabel@es", "definition@en"} <= set(ids)
    assert len(checked(served.get(f"{path}&limit=3"), "proposals")["properties"]) == 3
    assert len(ids) == len(set(ids))
    extended(served, [MICRO], ids[:40])


def _suggested(served: Served, what: str, **given: Any) -> list[dict[str, Any]]:
    path = f"/reconcile/glossary/en/suggest/{what}?{urlencode(given)}"
    got = served.get(path)
    found: list[dict[str, Any]] = checked(got, "suggestions")["result"]
    if PUBLISHED_SCHEMAS.is_dir():
        plural = {"entity": "entities", "type": "types", "property": "properties"}[what]
        _published(f"suggest-{plural}-response").validate(got.json)
    return found


def test_suggestions_complete_names_and_know_identifiers(served: Served) -> None:
    assert _suggested(served, "entity", prefix="micro")[0]["id"] == MICRO
    assert [each["id"] for each in _suggested(served, "entity", prefix=MICRO)] == [MICRO]
    assert (
        _suggested(served, "entity", prefix="Credentials", type=SKOS.Collection)[0]["id"] == TOPIC
    )
    assert _suggested(served, "entity", prefix="") == []
    assert [each["name"] for each in _suggested(served, "type", prefix="topic")] == ["Topic"]
    assert _suggested(served, "property", prefix="altLabel")[0]["id"] == "altLabel"
    assert len(_suggested(served, "property", prefix="")) == 20


def test_a_cursor_goes_on_where_the_list_ended(served: Served) -> None:
    first = _suggested(served, "entity", prefix="learn")
    second = _suggested(served, "entity", prefix="learn", cursor=20)
    ids = [each["id"] for each in first + second]
    assert len(first) == 20 and second and len(ids) == len(set(ids))
    assert _suggested(served, "entity", prefix="learn", cursor=400) == []


@pytest.mark.parametrize(
    ("what", "name", "shown"),
    [
        ("entity", MICRO, "Council of the European Union, 2022"),
        ("entity", TOPIC, "Kinds of credential"),
        ("type", SKOS.Concept, "Term"),
        ("property", "altLabel@fr", "Alternative labels (French)"),
    ],
)
def test_flyouts_show_what_is_suggested(served: Served, what: str, name: str, shown: str) -> None:
    path = f"/reconcile/glossary/en/flyout/{what}?{urlencode({'id': name})}"
    found = checked(served.get(path), "flyout")
    assert found["id"] == name and shown in found["html"] and "<script" not in found["html"]


def test_a_batch_may_stand_in_the_address(served: Served) -> None:
    batch = json.dumps({"q0": {"query": "skills"}})
    got = served.get(f"/reconcile?{urlencode({'queries': batch})}")
    assert checked(got, "results")["q0"]["result"][0]["match"]


def test_blank_cells_find_nothing(served: Served) -> None:
    assert one(served, {"query": ""}) == one(served, {"query": " \t"}) == []


_MANY = {f"q{n}": {"query": "x"} for n in range(BATCH_SIZE + 1)}
_FAULTS = [
    ("queries", "", 400, ""),
    ("queries", "[]", 400, ""),
    ("queries", "{", 400, ""),
    ("queries", "[" * 30_000, 400, ""),
    ("queries", '{"q":{"query":"x","limit":1e999}}', 400, "q/limit"),
    ("queries", '{"q":{"query":"x","limit":NaN}}', 400, ""),
    ("queries", '{"\\ud800":{"query":"x"}}', 400, ""),
    ("queries", '{"q":1}', 400, "q"),
    ("queries", '{"q":{}}', 400, "q"),
    ("queries", '{"q":{"query":1}}', 400, "q/query"),
    ("queries", json.dumps({"q": {"query": "x" * 501}}), 400, "q/query"),
    ("queries", '{"q":{"query":"x","limit":0}}', 400, "q/limit"),
    ("queries", '{"q":{"query":"x","limit":true}}', 400, "q/limit"),
    ("queries", '{"q":{"query":"x","type":[1]}}', 400, "q/type"),
    ("queries", '{"q":{"query":"x","colour":1}}', 400, "q/colour"),
    ("queries", '{"q":{"query":"x","properties":[{"pid":"broader"}]}}', 400, "q/properties/0"),
    ("queries", '{"q":{"query":"x","properties":[{"pid":"nothing","v":1}]}}', 400, ""),
    ("queries", json.dumps(_MANY), 413, ""),
    ("extend", "{}", 400, ""),
    ("extend", '{"ids":[1],"properties":[]}', 400, "ids/0"),
    ("extend", '{"ids":["x"],"properties":["x"]}', 400, "properties/0"),
    ("extend", '{"ids":[],"properties":[{"id":"nothing"}]}', 400, ""),
    ("extend", '{"ids":[],"properties":[{"id":"broader@fr"}]}', 400, ""),
    ("extend", json.dumps({"ids": ["x"] * (MOST_IDS + 1), "properties": []}), 413, ""),
]


@pytest.mark.parametrize(("name", "text", "status", "pointer"), _FAULTS)
def test_what_is_wrong_is_said_with_its_place(
    served: Served, name: str, text: str, status: int, pointer: str
) -> None:
    got = served.post("/reconcile", urlencode({name: text}).encode(), FORM)
    assert got.status == status, got.text
    assert got.problem and got.json["detail"]
    assert got.headers["access-control-allow-origin"] == "*"
    if pointer:
        assert got.json["errors"][0]["pointer"] == pointer
    assert served.is_alive


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"queries=%7B%7D&extend=%7B%7D", FORM, 400),
        (b"nothing=1", FORM, 400),
        (b"queries=%ff", FORM, 400),
        (b"queries=\xff", FORM, 400),
        (b"&".join([b"a=1"] * 30), FORM, 400),
        (b"{}", "application/json", 415),
    ],
)
def test_forms_that_are_none_are_refused(
    served: Served, body: bytes, content_type: str, status: int
) -> None:
    assert served.post("/reconcile", body, content_type).status == status


def test_a_form_that_is_too_large_is_refused_before_it_is_sent(served: Served) -> None:
    got = served.post("/reconcile", b"", FORM, Content_Length=str(BODY_BYTES + 1))
    assert got.status == 413 and got.json["limit"] == BODY_BYTES


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("suggest/entity", 400),
        (f"suggest/entity?prefix={'x' * 501}", 400),
        ("suggest/entity?prefix=x&cursor=-1", 400),
        ("suggest/nothing?prefix=x", 404),
        ("flyout/entity", 400),
        ("flyout/entity?id=javascript:alert(1)", 404),
        ("flyout/type?id=x", 404),
        ("flyout/property?id=x", 400),
        ("view?id=http://example.org/", 404),
        ("propose?limit=x", 400),
    ],
)
def test_the_parts_refuse_what_they_cannot_answer(served: Served, path: str, status: int) -> None:
    assert served.get(f"/reconcile/glossary/en/{path}").status == status


def test_a_preflight_is_answered(served: Served) -> None:
    got = served.get(
        "/reconcile", "OPTIONS", Origin="https://x.example", Access_Control_Request_Method="POST"
    )
    assert got.status == 204 and "POST" in got.headers["access-control-allow-methods"]
