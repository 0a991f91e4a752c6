"""Cards for other people's pages over HTTP; what a browser makes of them: tests/browser."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from tests.web.served import Served


def test_only_the_card_may_be_framed_by_others(served: Served) -> None:
    card = served.get("/embed/micro-credential", Accept="text/html")
    policy = card.headers["content-security-policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy
    for path in ("/en/term/micro-credential", "/embed/micro-credential.json", "/embed/nothing-so"):
        assert "frame-ancestors 'none'" in served.get(path).headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/embed/micro-credential",
        "/embed?term=Micro+Credentials",
        "/embed?id=https%3A%2F%2Fw3id.org%2Ftvet-skos%2Fglossary%2Fmicro-credential",
        "/embed/MICROCREDENTIAL",
    ],
)
def test_a_term_may_be_named_by_name_spelling_or_iri(served: Served, path: str) -> None:
    card = served.get(path, Accept="application/json").json
    assert card["id"].endswith("/glossary/micro-credential")
    assert card["source"]["isKnown"] and card["source"]["printed"]
    assert card["otherDefinitions"]["number"] == 5
    assert "<h1>" in served.get(path, Accept="text/html,*/*;q=0.8").text


def test_all_definitions_stand_on_a_card_with_their_sources(served: Served) -> None:
    page = served.get("/embed/micro-credential?definitions=all&lang=es").text
    assert page.count('class="source"') == 6
    assert page.count("Fuente no recogida") == 4 and 'lang="es"' in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/embed", 400),
        ("/embed?theme=pink&term=skills", 400),
        ("/embed?format=xml&term=skills", 400),
        (f"/embed?term={'x' * 2000}", 400),
        ("/embed/no-such-term", 404),
        ("/embed?id=javascript%3Aalert(1)", 404),
        ("/oembed", 404),
        ("/oembed?url=https%3A%2F%2Felsewhere.example%2Fen%2Fterm%2Fskills", 404),
        ("/oembed?url=javascript%3Aalert(1)", 404),
        ("/oembed?format=xml&url=x", 406),
    ],
)
def test_what_cannot_be_shown_is_told(served: Served, path: str, status: int) -> None:
    got = served.get(path)
    assert got.status == status and got.json["detail"], got.text


def test_oembed_gives_a_frame_for_the_page_of_a_term(served: Served) -> None:
    page = quote(f"{served.address}/fr/term/micro-credential", safe="")
    answer = served.get(f"/oembed?url={page}&maxwidth=300&maxheight=9999").json
    assert answer["version"] == "1.0" and answer["type"] == "rich"
    assert (answer["width"], answer["height"]) == (300, 320)
    source = answer["html"].split('src="')[1].split('"')[0].replace("&amp;", "&")
    framed = served.get(source.removeprefix(served.address))
    assert framed.headers["content-language"] == "fr" and "Microcertification" in framed.text


def test_any_site_may_read_cards_and_the_script(served: Served) -> None:
    for path in ("/embed.js", "/embed.css", "/embed/skills.json", "/oembed?url=x"):
        assert served.get(path).headers["access-control-allow-origin"] == "*", path
    assert json.loads(served.get("/embed/skills.json?lang=fr").body)["language"] == "fr"
