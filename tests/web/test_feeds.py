"""What is told to those who come back: changes as Atom, all pages, and how to search here."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest

from tests.publish.site.readings import reading_from
from tests.web.served import Served
from tvet_skos.errors import NotFound
from tvet_skos.publish.site.changes import changes_of, changes_of_term, changes_page
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.feeds import source_feed, term_feed, whole_feed
from tvet_skos.publish.site.sitemap import sitemap, sitemap_parts
from tvet_skos.terms import IRI

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"
_TERM = "https://w3id.org/tvet-skos/glossary/micro-credential"

_HISTORY = """
<> a skos:ConceptScheme ; dcterms:title "Voc & <co>"@en ; dcterms:creator <e> .
<e> a foaf:Organization ; foaf:name "Editors" .
<a> a skos:Concept ; skos:prefLabel "A <b>"@en ; skos:inScheme <> ; skos:definition <a#def-1> ;
  dcterms:created "2024-05-01"^^xsd:date ; dcterms:modified "2025-02-03T10:00:00Z"^^xsd:dateTime ;
  skos:changeNote "Split off from B."@en, [ rdf:value "Renamed."@en ; dcterms:date "2024-06" ] .
<a#def-1> a tvs:Definition ; rdf:value "A text."@en ; dcterms:source <s> ;
  dcterms:created "2025-01-01"^^xsd:date .
<b> a skos:Concept ; skos:prefLabel "B"@en ; skos:inScheme <> ; skos:definition <b#def-1> ;
  dcterms:created "2024-05-01"^^xsd:date ; dcterms:modified "2024-05-01"^^xsd:date .
<b#def-1> a tvs:Definition ; rdf:value "B text."@en ; dcterms:created "2024-05-01"^^xsd:date .
<c> a skos:Concept ; skos:prefLabel "C"@en ; dcterms:created "not a day", "2024-13-45" .
<s> a bibo:Document ; dcterms:title "Work"@en ; dcterms:bibliographicCitation "Work, 2020" .
"""


@pytest.fixture(scope="module")
def history() -> Reading:
    """A vocabulary in which things happened."""
    return reading_from(_HISTORY)


def _required(feed: ElementTree.Element) -> None:
    """What RFC 4287 wants of a feed, sections 4.1.1 and 4.1.2."""
    assert feed.tag == f"{_ATOM}feed"
    for each in (feed, *feed.iter(f"{_ATOM}entry")):
        for name in ("id", "title", "updated"):
            found = each.findall(f"{_ATOM}{name}")
            assert len(found) == 1 and found[0].text, (name, each)
        assert re.match(r"urn:uuid:[0-9a-f-]{36}$", each.findtext(f"{_ATOM}id") or "")
        moment = each.findtext(f"{_ATOM}updated") or ""
        assert datetime.fromisoformat(moment).tzinfo is not None
        assert each.find(f"{_ATOM}link[@rel='alternate']") is not None
    assert feed.findtext(f"{_ATOM}author/{_ATOM}name")
    ids = [entry.findtext(f"{_ATOM}id") for entry in feed.iter(f"{_ATOM}entry")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "path", ["/feed.atom", "/feed/term/micro-credential.atom", "/feed/source/source/col-2020.atom"]
)
def test_feeds_are_valid_atom_and_name_their_own_address(served: Served, path: str) -> None:
    got = served.get(path)
    assert got.status == 200 and got.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(got.body)
    _required(feed)
    own = feed.find(f"{_ATOM}link[@rel='self']")
    assert own is not None and own.attrib["href"] == served.address + path
    for link in feed.iter(f"{_ATOM}link"):
        address = link.attrib["href"]
        if address.startswith(served.address):
            assert served.get(address.removeprefix(served.address).partition("#")[0]).status == 200
    again = served.get(path, If_None_Match=got.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_feed_has_the_newest_hundred_and_its_day_is_theirs(served: Served) -> None:
    feed = ElementTree.fromstring(served.get("/feed.atom").body)
    days = [entry.findtext(f"{_ATOM}updated") or "" for entry in feed.iter(f"{_ATOM}entry")]
    assert len(days) == 100 and days == sorted(days, reverse=True)
    assert feed.findtext(f"{_ATOM}updated") == days[0]


@pytest.mark.parametrize("name", ["term/nothing", "source/nothing", "source/%1D", "source/%C2%8A"])
def test_what_is_not_there_has_no_feed(served: Served, name: str) -> None:
    assert served.get(f"/feed/{name}.atom").problem == "not-found"


def test_pages_say_where_their_feeds_are(served: Served) -> None:
    for path, feed in (
        ("/fr/", "/feed.atom"),
        ("/en/term/micro-credential", "/feed/term/micro-credential.atom"),
        ("/en/source/source/col-2020", "/feed/source/source/col-2020.atom"),
    ):
        head = served.get(path).text.partition("</head>")[0]
        links = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', head)
        assert any(f'href="{feed}"' in link for link in links), path
        assert '<link rel="search" type="application/opensearchdescription+xml"' in head


def test_the_sitemap_lists_pages_that_are_there_in_every_language(served: Served) -> None:
    tree = ElementTree.fromstring(served.get("/sitemap.xml").body)
    entries = tree.findall(f"{_SITEMAP}url")
    addresses = [entry.findtext(f"{_SITEMAP}loc") or "" for entry in entries]
    assert len(addresses) == len(set(addresses)) > 900
    for entry in entries:
        tags = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall(_LINK)}
        assert set(tags) == {"en", "fr", "es"}
        assert entry.findtext(f"{_SITEMAP}loc") in tags.values() and set(tags.values()) <= {
            *addresses
        }
    own = len(served.address)
    for address in addresses[::40]:
        assert served.get(address[own:]).status == 200, address
    assert served.address + "/es/term/micro-credential" in addresses
    assert served.get("/sitemap-1.xml").body == served.get("/sitemap.xml").body
    for wrong in ("/sitemap-2.xml", "/sitemap-99999999999999999999.xml"):
        assert served.get(wrong).problem == "not-found"


def test_a_long_sitemap_is_split_and_listed(history: Reading) -> None:
    assert sitemap_parts(history, 12) == 3
    listed = ElementTree.fromstring("".join(sitemap(history, most=12)))
    assert listed.tag == f"{_SITEMAP}sitemapindex"
    parts = [each.text for each in listed.iter(f"{_SITEMAP}loc")]
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    found: list[str | None] = []
    for part in (1, 2, 3):
        tree = ElementTree.fromstring("".join(sitemap(history, part, most=12)))
        found += [each.text for each in tree.iter(f"{_SITEMAP}loc")]
    assert len(found) == len(set(found)) == 33 and "/fr/term/a" in found
    text = "".join(sitemap(history))
    assert "<loc>/en/term/a</loc><lastmod>2025-02-03</lastmod>" in text
    with pytest.raises(NotFound):
        sitemap(history, 4, most=12)


def test_robots_are_shown_the_sitemap_and_kept_from_queries(served: Served) -> None:
    lines = served.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {served.address}/sitemap.xml" in lines and "Disallow: /sparql" in lines
    assert "Disallow: /" not in lines


def test_browsers_can_make_the_search_their_own(served: Served) -> None:
    got = served.get("/opensearch.xml")
    assert got.headers["content-type"] == "application/opensearchdescription+xml"
    tree = ElementTree.fromstring(got.body)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert 0 < len(tree.findtext(f"{space}ShortName") or "") <= 16
    assert tree.findtext(f"{space}Description")
    templates = {url.attrib["type"]: url.attrib["template"] for url in tree.iter(f"{space}Url")}
    page = templates["text/html"].replace("{searchTerms}", "skill")
    assert served.get(page.removeprefix(served.address)).status == 200
    assert templates["application/x-suggestions+json"].startswith(
        f"{served.address}/rest/v1/suggest?"
    )


def test_changes_come_by_day_and_say_each_thing_once(history: Reading) -> None:
    told = [
        (change.date, change.concept[-1], change.kind) for change in changes_of(history.edition)
    ]
    assert told == [
        ("2025-02-03", "a", "changed"),
        ("2025-01-01", "a", "defined"),
        ("2024-06", "a", "noted"),
        ("2024-05-01", "a", "new"),
        ("2024-05-01", "b", "new"),
    ]
    of_term = changes_of_term(history.edition, IRI("http://example.org/v/a"))
    assert [(c.date, c.kind) for c in of_term] == [(d, k) for d, name, k in told if name == "a"]


def test_the_page_of_changes_goes_by_month_and_has_the_notes(history: Reading) -> None:
    page = changes_page(history, 1)
    months = re.findall(r'<h2 id="month-\d+">([^<]*)</h2>', page)
    assert months == ["February 2025", "January 2025", "June 2024", "May 2024"]
    assert "Split off from B." in page and "Renamed." in page
    assert 'href="/en/term/a#def-1"' in page and "A &lt;b&gt;" in page
    with pytest.raises(NotFound):
        changes_page(history, 2)
    assert "does not say when" in changes_page(reading_from('<a> skos:prefLabel "A"@en .'), 1)


def test_feeds_hold_what_happened_and_no_day_that_is_none(history: Reading) -> None:
    whole = ElementTree.fromstring(whole_feed(history))
    _required(whole)
    titles = [entry.findtext(f"{_ATOM}title") for entry in whole.iter(f"{_ATOM}entry")]
    assert titles == [
        "A <b>: changed",
        "A <b>: new definition",
        "A <b>: note",
        "A <b>: new",
        "B: new",
    ]
    texts = [entry.findtext(f"{_ATOM}summary") for entry in whole.iter(f"{_ATOM}entry")]
    assert texts == ["Split off from B.", "A text.", "Renamed.", "A text.", "B text."]
    source = ElementTree.fromstring(source_feed(history, IRI("http://example.org/v/s")))
    _required(source)
    assert [e.findtext(f"{_ATOM}title") for e in source.iter(f"{_ATOM}entry")] == [titles[1]]
    assert whole_feed(reading_from(_HISTORY)) == whole_feed(history)


def test_a_vocabulary_without_days_has_an_empty_feed_that_is_valid() -> None:
    reading = reading_from('<a> a skos:Concept ; skos:prefLabel "A"@en .')
    for text in (whole_feed(reading), term_feed(reading, IRI("http://example.org/v/a"))):
        feed = ElementTree.fromstring(text)
        _required(feed)
        assert feed.find(f"{_ATOM}entry") is None
