from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.served import Served, serving
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import RDF, SKOS, TVS
from tvet_skos.publish.described import described
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.projections import Projection
from tvet_skos.store import MemoryStore
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.web.described import resolved

FORMS = {
    "turtle": (".ttl", "text/turtle"),
    "jsonld": (".jsonld", "application/ld+json"),
    "rdfxml": (".rdf", "application/rdf+xml"),
    "ntriples": (".nt", "application/n-triples"),
}
BASE = "https://w3id.org/tvet-skos/glossary/"


@pytest.mark.parametrize("name", FORMS)
def test_an_iri_leads_to_its_data_by_accept(name: str, served: Served) -> None:
    suffix, media_type = FORMS[name]
    got = served.get("/id/micro-credential", Accept=media_type)
    assert got.status == 303 and got.headers["location"] == f"/id/micro-credential{suffix}"
    assert {"Accept", "Accept-Profile"} <= set(got.headers["vary"].split(", "))
    document = served.get(got.headers["location"])
    assert document.headers["content-type"].partition(";")[0] == media_type
    triples = parse(document.body, FORMATS[name], base=BASE)
    assert IRI(f"{BASE}micro-credential") in {triple.subject for triple in triples}


def test_all_forms_say_the_same(served: Served) -> None:
    graphs = [
        set(parse(served.get(f"/id/micro-credential{suffix}").body, FORMATS[name], base=BASE))
        for name, (suffix, _) in FORMS.items()
    ]
    assert len(graphs[0]) > 90 and all(graph == graphs[0] for graph in graphs)


def test_every_iri_of_the_vocabulary_answers(served: Served, scheme: ConceptScheme) -> None:
    records = (
        *scheme.concepts,
        *scheme.collections,
        *scheme.sources,
        *scheme.agents,
        *scheme.page_records,
    )
    paths = {record.iri.removeprefix(BASE) for record in records if record.iri.startswith(BASE)}
    assert len(paths) > 300
    # Each kind, and some of each; all of them would only take longer.
    for path in ("", *sorted(paths)[:: len(paths) // 60]):
        assert served.get(f"/id/{path}", Accept="text/turtle").status == 303, path
        assert served.get(f"/id/{path}.nt").status == 200, path


def test_a_definition_stands_on_the_document_of_its_concept(served: Served) -> None:
    text = served.get("/id/micro-credential.ttl").text
    assert "<micro-credential#def-67cd4b43>" in text and "<source/eu-council-2022>" in text


def test_the_scheme_itself_answers(served: Served) -> None:
    triples = parse(served.get("/id/.nt").body, FORMATS["ntriples"])
    assert Triple(IRI(BASE), RDF.type, SKOS.ConceptScheme) in triples


def test_the_scheme_answers_without_a_slash_too(served: Served) -> None:
    with_slash = served.get("/id/", Accept="text/turtle")
    without = served.get("/id", Accept="text/turtle")
    assert (without.status, without.headers["location"]) == (303, with_slash.headers["location"])


def test_a_slash_and_its_code_are_two_names(tmp_path: Path) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    concepts = (
        f'<{each}> a <{skos}Concept> ; <{skos}inScheme> <> ; <{skos}prefLabel> "{each}" .'
        for each in SLASHES
    )
    file = tmp_path / "slashes.ttl"
    scheme = f"@base <http://example.org/v/> . <> a <{skos}ConceptScheme> .\n"
    file.write_text(scheme + "\n".join(concepts), encoding="utf-8")
    with serving("--vocab", str(file)) as served:
        for each in SLASHES:
            got = served.get(f"/id/{quote(each, safe='/%')}", Accept="application/n-triples")
            data = served.get(got.headers["location"]).text
            assert f"<http://example.org/v/{each}>" in data and f'"{each}"' in data


SLASHES = ("a/b", "a%2Fb", "é")


def test_the_path_of_the_iri_itself_answers_too(served: Served) -> None:
    got = served.get("/tvet-skos/glossary/micro-credential", Accept="text/turtle")
    assert got.status == 303 and got.headers["location"] == "/id/micro-credential.ttl"
    assert served.get("/tvet-skos/glossary/micro-credential.ttl").status == 200
    assert served.get("/tvet-skos/glossary/", Accept="text/turtle").status == 303
    assert served.get("/tvet-skos/elsewhere").status == 404


def test_csv_has_a_row_for_each_definition(served: Served) -> None:
    got = served.get("/id/micro-credential.csv")
    assert got.headers["content-type"].startswith("text/csv")
    assert "attachment" in got.headers["content-disposition"]
    assert got.text.startswith("\ufeff") and got.text.count("def-") >= 6


def test_links_lead_to_every_form(served: Served) -> None:
    links = served.get("/id/micro-credential.ttl").headers["link"]
    assert f'<{BASE}micro-credential>; rel="canonical"' in links
    for suffix, media_type in FORMS.values():
        assert f'</id/micro-credential{suffix}>; rel="alternate"; type="{media_type}"' in links


@pytest.mark.parametrize("projection", Projection)
def test_profiles_are_negotiated(projection: Projection, served: Served) -> None:
    by_query = served.get(f"/id/micro-credential.nt?_profile={projection}")
    profile = by_query.headers["content-profile"]
    by_header = served.get("/id/micro-credential.nt", Accept_Profile=f"<urn:x>, {profile};q=0.5")
    assert by_header.headers["content-profile"] == profile
    assert by_header.body == by_query.body
    assert f'{profile}; rel="profile"' in by_query.headers["link"]
    nodes = f"<{TVS.Definition}>" in by_query.text
    texts = f'<{BASE}micro-credential> <{SKOS.definition}> "' in by_query.text
    assert (nodes, texts) == {
        "full": (True, False),
        "plain": (False, True),
        "flat": (False, True),
        "dual": (True, True),
    }[projection]


def test_a_profile_goes_along_to_the_data(served: Served) -> None:
    got = served.get("/id/micro-credential?_profile=plain&_mediatype=text/turtle")
    assert got.headers["location"] == "/id/micro-credential.ttl?_profile=plain"


def test_what_is_not_at_hand_is_refused_with_what_is(served: Served) -> None:
    got = served.get("/id/micro-credential", Accept="image/png")
    assert got.problem == "not-acceptable" and "text/turtle" in got.json["available"]
    got = served.get("/id/micro-credential.ttl?_profile=nothing")
    assert got.problem == "not-acceptable" and "plain" in got.json["available"]


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".rdf", ".nt", ".csv", ".xlsx"])
def test_the_whole_vocabulary_is_a_download(suffix: str, served: Served) -> None:
    got = served.get(f"/data{suffix}")
    assert got.status == 200 and f"glossary{suffix}" in got.headers["content-disposition"]
    assert len(got.body) == int(got.headers["content-length"]) > 50_000


def test_the_download_is_what_export_writes(served: Served, scheme: ConceptScheme) -> None:
    from tvet_skos.publish.export import export

    assert served.get("/data.ttl").body == export(scheme, "turtle")
    assert served.get("/data.nt?_profile=plain").body == export(
        scheme, "ntriples", Projection.PLAIN
    )
    assert served.get("/data/sources.bib").body == export(scheme, "bibtex")


def test_the_download_is_negotiated(served: Served) -> None:
    got = served.get("/data", Accept="application/n-triples")
    assert got.headers["content-type"] == "application/n-triples"
    assert got.headers["content-location"] == "/data.nt"
    assert served.get("/data", Accept="image/png").problem == "not-acceptable"


def test_part_of_a_download_can_be_asked_for(served: Served) -> None:
    got = served.get("/data.nt", Range="bytes=0-99")
    assert got.status == 206 and len(got.body) == 100


def test_context_shapes_and_description_are_there(served: Served, root: Path) -> None:
    assert served.get("/context.jsonld").body == (root / "vocab/context.jsonld").read_bytes()
    shapes = parse(served.get("/shapes").body, FORMATS["turtle"])
    assert len(shapes) > 100
    for path in ("/void.ttl", "/.well-known/void", "/void"):
        triples = parse(served.get(path).body, FORMATS["turtle"])
        assert IRI(f"{served.address}/sparql") in {t.object for t in triples}


HASH = "http://example.org/terms#"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A vocabulary of hash IRIs, with letters beyond ASCII and nodes without a name."""
    file = tmp_path_factory.mktemp("hash") / "terms.ttl"
    file.write_text(
        f"""@prefix skos: <{SKOS.iri}> .
        <http://example.org/terms#> a skos:ConceptScheme .
        <{HASH}skill> a skos:Concept ; skos:prefLabel "skill"@en ;
            skos:definition [ <{RDF.value}> "An ability."@en ] .
        <{HASH}métier> a skos:Concept ; skos:prefLabel "métier"@fr .
        <{HASH}caf%C3%A9> a skos:Concept ; skos:prefLabel "café"@fr .
        """,
        encoding="utf-8",
    )
    with serving("--vocab", str(file)) as server:
        yield server


def test_hash_iris_answer_one_by_one(elsewhere: Served) -> None:
    got = elsewhere.get("/id/skill.nt")
    assert f"<{HASH}skill>" in got.text and "An ability." in got.text


def test_iris_beyond_ascii_answer_as_they_are_written(elsewhere: Served) -> None:
    assert "métier" in elsewhere.get("/id/m%C3%A9tier.ttl").text
    got = elsewhere.get("/id/m%C3%A9tier", Accept="text/turtle")
    assert got.headers["location"] == "/id/m%C3%A9tier.ttl"
    assert "café" in elsewhere.get("/id/caf%C3%A9.ttl").text


def test_nodes_without_a_name_come_along() -> None:
    skill, store = IRI("http://e/skill"), MemoryStore()
    text = '<http://e/skill> <http://e/p> [ <http://e/q> [ <http://e/r> "deep" ] ] .'
    store = MemoryStore(parse(text.encode(), FORMATS["turtle"]))
    scheme = described(store, skill)
    assert scheme is not None
    assert Literal("deep") in {triple.object for triple in scheme.other}
    assert described(store, IRI("http://e/nothing")) is None


def test_the_longest_base_that_knows_a_name_takes_it() -> None:
    text = "<http://e/a/b> <http://e/p> 1 ."
    store = MemoryStore(parse(text.encode(), FORMATS["turtle"]))
    bases = (IRI("http://e/a/"), IRI("http://e/"))
    assert resolved(store, bases, "b") == IRI("http://e/a/b") == resolved(store, bases, "a/b")
    assert resolved(store, bases, "c") is None
