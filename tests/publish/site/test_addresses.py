"""Addresses: one for each page, and back again."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.publish.site.addresses import KINDS, Addresses, iri_of, local_name
from tvet_skos.publish.site.folder.names import file_of

_BASE = "http://example.org/v/"
_PARTS = st.text(st.sampled_from("aé%20/#?&=+;:@!~.-_'(),$*"), min_size=1, max_size=20)
_IRIS = st.builds(
    "".join, st.tuples(st.sampled_from([_BASE, "https://other.example/", "urn:x:"]), _PARTS)
)


@given(_IRIS)
def test_an_address_leads_back_to_its_iri(iri: str) -> None:
    path = Addresses(_BASE, "en")("term", iri)
    assert path.startswith("/en/term/") and not urlsplit(path).query
    assert urlsplit(path).fragment == ""
    assert iri_of(unquote(path.removeprefix("/en/term/")), _BASE) == iri


@pytest.mark.parametrize(
    "local", ["a", "a/b", "a#b", "a?b=c", "a%20b", "~a", "/a", "..", "é", "a//b", ""]
)
def test_names_under_the_base_lead_back(local: str) -> None:
    assert iri_of(local_name(_BASE + local, _BASE), _BASE) == _BASE + local


def test_every_kind_of_page_has_an_address_of_its_own() -> None:
    address = Addresses(_BASE, "fr")
    assert len({address(kind) for kind in KINDS}) == len(KINDS)
    assert address("home") == "/fr/" and address("home", language="es") == "/es/"
    assert address("sources", page=3) == "/fr/sources/page-3"


def test_what_is_not_under_the_base_has_no_document_here() -> None:
    address = Addresses(_BASE, "en")
    assert address.document("http://other.example/a", ".ttl") == ""
    assert address.document(_BASE + "a#def-1", ".ttl") == "/id/a.ttl"


def test_a_year_has_an_address_and_a_file_of_its_own() -> None:
    address = Addresses("https://example.org/", "en")
    path = address.comparison("https://example.org/a", as_of=2018, fragment="def-1")
    assert path == "/en/compare/a?asOf=2018#def-1"
    assert file_of("/en/compare/a?asOf=2018") == "en/compare/a.asof-2018.html"
