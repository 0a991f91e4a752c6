"""What other programs build on, as lines of the table of operations, for ``/openapi.json``.

Reconciliation, annotation, cards for other sites, citations, feeds, and what search engines and
those who watch over a server ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tvet_skos.publish.site.cards import THEMES
from tvet_skos.publish.site.feeds import ATOM, FEEDS
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.web.annotate import FORMS
from tvet_skos.web.opensearch import OPENSEARCH
from tvet_skos.web.rest.operations import LONGEST, Answer, Operation, Parameter
from tvet_skos.web.rest.parameters import VOC

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def _in_path(name: str, about: str, example: str, choices: tuple[str, ...] = ()) -> Parameter:
    return Parameter(name, about, required=True, in_path=True, example=example, choices=choices)


_NAME = _in_path("name", "a term, by its IRI without the base", "micro-credential")
_PAGES = _in_path("language", "a language of the interface", "en", tuple(LANGUAGES))


def services() -> Iterator[Operation]:
    """All that is neither REST nor linked data nor a page for people."""
    yield from _reconciling()
    yield _ANNOTATE
    yield from _embedding()
    yield from _CITING
    yield from _feeds()
    yield from _FOUND
    yield from _WATCHING


_VOCABULARY = replace(VOC, name="vocabulary")
_NAMES = replace(
    _in_path("language", "the language of names, a tag such as en or pt-BR", "en"), kind="language"
)
_WHAT = _in_path("what", "what is typed", "entity", ("entity", "type", "property"))
_QUERIES = (
    Parameter("queries", f"a batch of queries as JSON; for more than {LONGEST} characters, POST"),
    Parameter("extend", "a wish for values of properties, as JSON"),
)
_RECONCILED = (Answer("the manifest, or what was asked for", {_JSON: "Reconciliation"}),)


def _reconciling() -> Iterator[Operation]:
    """The service of each vocabulary, under its three addresses, and its parts.

    :source: Reconciliation Service API 0.2
    """
    places = {
        "": ("/reconcile", ()),
        "Vocabulary": ("/reconcile/{vocabulary}", (_VOCABULARY,)),
        "InLanguage": ("/reconcile/{vocabulary}/{language}", (_VOCABULARY, _NAMES)),
    }
    for name, (path, named) in places.items():
        yield Operation(f"reconcile{name}", path, "The reconciliation service (0.2) of OpenRefine",
            None, _RECONCILED, (*named, *_QUERIES), (400, 404, 413),
            tag="reconciliation")  # fmt: skip
        yield Operation(f"reconcile{name}ByPost", path, "A batch of queries, or a wish for values",
            None, _RECONCILED, named, (400, 404, 413, 415), method="POST", tag="reconciliation",
            body={_FORM: "ReconciliationForm"})  # fmt: skip
    here, named = places["InLanguage"]
    yield from (replace(each, path=here + each.path,
        parameters=(*named, *each.parameters)) for each in _PARTS)  # fmt: skip


_ID = Parameter("id", "an IRI, or the name of a property", required=True,
    example="https://w3id.org/tvet-skos/glossary/micro-credential")  # fmt: skip
_PARTS = (
    Operation("reconcileSuggest", "/suggest/{what}", "What somebody may mean who is typing", None,
        (Answer("suggestions", {_JSON: "ReconciliationSuggestions"}),),
        (_WHAT, Parameter("prefix", "what was typed", example="micro", required=True),
         Parameter("cursor", "so many are passed over", kind="integer"),
         Parameter("type", "of entities, the IRIs of types", repeats=True)),
        (400, 404), tag="reconciliation"),
    Operation("reconcileFlyout", "/flyout/{what}", "A small preview of a suggestion", None,
        (Answer("the preview", {_JSON: "ReconciliationFlyout"}),), (_WHAT, _ID), (400, 404),
        tag="reconciliation"),
    Operation("reconcilePropose", "/propose", "The properties that can be asked for", None,
        (Answer("properties", {_JSON: "ReconciliationProperties"}),),
        (Parameter("type", "the IRI of a type"),
         Parameter("limit", "so many at most", kind="integer", least=1)),
        (400, 404), tag="reconciliation"),
    Operation("reconcileView", "/view", "To the page of an entity", None,
        (Answer("where it is", status=303),), (_ID,), (400, 404), tag="reconciliation"),
)  # fmt: skip

_ANNOTATE = Operation("annotate", "/annotate", "The terms in a text; nothing of it is kept", None,
    (Answer("where terms stand, and which", {
        offer.media_type.partition(";")[0]: "Annotations" if offer.name == "json" else ""
        for offer in FORMS}),),
    (Parameter("lang", "the language of the text", kind="language"),
     Parameter("_mediatype", "a media type instead of Accept")),
    (400, 406, 413, 415), method="POST", tag="services",
    body={"text/plain": "", "text/html": "", _JSON: "AnnotatedText"})  # fmt: skip

_CARD = (
    Parameter("lang", "the language of the card", kind="language"),
    Parameter("theme", "of the page", default=THEMES[0], choices=tuple(THEMES)),
    Parameter("definitions", "all shows all of them", choices=("all",)),
)
_CARD_FORM = Parameter("format", "instead of Accept", choices=("html", "json"))
_CARDS = Answer("the card", {"text/html": "", _JSON: "Card"})


def _embedding() -> Iterator[Operation]:
    yield Operation("embed", "/embed", "The card of a term, to be framed or as JSON", None,
        (_CARDS,), (Parameter("term", "a label in any spelling", example="micro-credential"),
        Parameter("id", "the IRI of a term"), *_CARD, _CARD_FORM), (400, 404, 406),
        tag="services")  # fmt: skip
    yield Operation("embedTerm", "/embed/{name}", "The card of a term, to be framed or as JSON",
        None, (_CARDS,), (_NAME, *_CARD, _CARD_FORM), (400, 404, 406), tag="services")  # fmt: skip
    yield Operation("embedJson", "/embed/{name}.json", "The card of a term as JSON", None,
        (Answer("the card", {_JSON: "Card"}),), (_NAME, *_CARD), (400, 404),
        tag="services")  # fmt: skip
    yield Operation("oembed", "/oembed", "How a card is put on a page (oEmbed 1.0)", None,
        (Answer("a frame", {_JSON: "OEmbed"}),),
        (Parameter("url", "the address of a term's page, or its IRI", required=True,
            example="https://w3id.org/tvet-skos/glossary/micro-credential"),
         Parameter("format", "json; nothing else is answered", default="json"),
         Parameter("lang", "the language of the card", kind="language"),
         Parameter("maxwidth", "the width of the frame at most", kind="integer"),
         Parameter("maxheight", "the height of the frame at most", kind="integer")),
        (400, 404, 406), tag="services")  # fmt: skip
    for name, media_type in (("embed.js", "text/javascript"), ("embed.css", "text/css")):
        yield Operation(name, f"/{name}", "What a page that shows cards loads", None,
            (Answer("the file", {media_type: ""}),), tag="services")  # fmt: skip


_CITING = (
    Operation("citeBibtex", "/cite/{name}.bib", "The definitions of a term as BibTeX", None,
        (Answer("the entries", {"application/x-bibtex": ""}),), (_NAME,), (404,), tag="services"),
    Operation("citeCsl", "/cite/{name}.csl.json", "The definitions of a term as CSL-JSON", None,
        (Answer("the entries", {"application/vnd.citationstyles.csl+json": ""}),), (_NAME,), (404,),
        tag="services"),
    Operation("compareCsv", "/{language}/compare/{name}.csv", "A comparison as a table", None,
        (Answer("a row a definition", {"text/csv": ""}),),
        (_PAGES, _NAME, Parameter("lang", "definitions in this language only", kind="language"),
         Parameter("asOf", "only what has a source of this year or before; four digits")),
        (400, 404), tag="services"),
)  # fmt: skip


def _feeds() -> Iterator[Operation]:
    feed = (Answer("what changed last", {ATOM: ""}),)
    yield Operation("feed", "/feed.atom", "Changes of the vocabulary as Atom", None, feed,
        tag="services")  # fmt: skip
    for kind in FEEDS:
        name = replace(_NAME, about=f"a {kind}, by its IRI without the base",
            example={"source": "source/eu-council-2022"}.get(kind, _NAME.example))  # fmt: skip
        yield Operation(f"feed-{kind}", f"/feed/{kind}/{{name}}.atom", f"Changes of a {kind}",
            None, feed, (name,), (404,), tag="services")  # fmt: skip


_FOUND = (
    Operation("completions", "/{language}/suggest", "Terms with their pages, for a search field",
        None, (Answer("suggestions", {_JSON: "Completions"}),),
        (_PAGES, Parameter("q", "what was typed", example="micro")), tag="services"),
    Operation("opensearch", "/opensearch.xml", "The search of this server, for browsers", None,
        (Answer("the description", {OPENSEARCH: ""}),), tag="services"),
    Operation("sitemap", "/sitemap.xml", "All pages, for search engines", None,
        (Answer("pages, or the parts of the list", {"application/xml": ""}),), tag="services"),
    Operation("sitemapPart", "/sitemap-{part}.xml", "A part of a long list of pages", None,
        (Answer("pages", {"application/xml": ""}),),
        (Parameter("part", "its number", kind="integer", required=True, in_path=True,
            least=1, example="1"),), (404,), tag="services"),
    Operation("robots", "/robots.txt", "What search engines should leave alone", None,
        (Answer("rules", {"text/plain": ""}),), tag="services"),
)  # fmt: skip

_WATCHING = (
    Operation("openapi", "/openapi.json", "This description", None,
        (Answer("OpenAPI 3.1", {_JSON: ""}),), tag="health"),
    Operation("metrics", "/metrics", "What the server has done, in numbers for Prometheus", None,
        (Answer("numbers", {"text/plain": ""}),), tag="health"),
)  # fmt: skip
