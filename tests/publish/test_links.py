"""Only addresses of the web may be clicked."""

import pytest

from tvet_skos.model import Source
from tvet_skos.publish.links import source_links, web_link
from tvet_skos.terms import IRI


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        " https://a",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(address: str) -> None:
    assert web_link(address) == ""


def test_an_address_cannot_leave_its_attribute() -> None:
    assert web_link('https://example.org/"onclick="alert(1)') == ""


def test_a_source_is_linked_by_doi_first_and_never_twice() -> None:
    pages = (IRI("https://doi.org/10.1/x"), IRI("javascript:alert(1)"), IRI("https://example.org/"))
    source = Source(iri=IRI("http://example.org/source/a"), doi="10.1/x", pages=pages)
    assert source_links([source]) == ("https://doi.org/10.1/x", "https://example.org/")
