"""RDF over REST: of one thing, or of the whole vocabulary; and the way to an IRI's document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.publish.described import described
from tvet_skos.publish.graphs import graph_pieces, write_graph
from tvet_skos.rdf.profile import to_triples
from tvet_skos.rdf.projections import Projection
from tvet_skos.store import Store
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple
from tvet_skos.web.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, not_acceptable
from tvet_skos.web.headers import matches
from tvet_skos.web.negotiation import Offer, best, named, reader_language
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.answers import context, written
from tvet_skos.web.rest.operations import Answer, Asked, Operation, Parameter, read
from tvet_skos.web.rest.parameters import LANG, VOC
from tvet_skos.web.rest.vocabularies import Vocabulary, shortened, vocabularies_of
from tvet_skos.web.site import site_of

JSON = Offer("json", "application/json")
FORMS = (RDF_XML, TURTLE, JSON, JSON_LD, N_TRIPLES)
"""The forms of a graph, that of Skosmos for whoever takes anything first."""

_MOST_NEIGHBOURS = 500


def thing(asked: Asked) -> Response:
    """What a vocabulary says of one thing, with the names of the concepts around it.

    :raises Problem: nothing is said of it, or not in the form asked for
    """
    every = vocabularies_of(asked.request)
    iri = asked.iri()
    vocabulary = every[asked.text("voc")] if asked.text("voc") else every.of(iri)
    offer = _form(asked)
    scheme = described(vocabulary.store, iri)
    if scheme is None or not vocabulary.has(iri):
        raise Problem("not-found", f"nothing is called <{iri[:200]}> in {vocabulary.id}")
    triples = [*to_triples(scheme), *_names_around(vocabulary.store, iri)]
    if offer in (JSON, JSON_LD):
        text = written(skosmos_graph(triples))
    else:
        text = write_graph(triples, offer.name, vocabulary.base)
    return Response(text, headers={"Vary": "Accept"}, media_type=offer.media_type)


def _form(asked: Asked) -> Offer:
    """The form that ``format`` or ``Accept`` asks for.

    :raises Problem: there is none; the answer lists those that there are
    """
    asks = asked.text("format").replace(" ", "+")
    if asks:
        found = named(FORMS, asks)
    else:
        accept = asked.request.headers.get("accept")
        found = best(tuple(offer for offer in FORMS), accept)
    if found is None:
        raise not_acceptable(FORMS, asks or asked.request.headers.get("accept", ""))
    return found


_AROUND = (SKOS.broader, SKOS.narrower, SKOS.related, SKOS.inScheme)


def _names_around(store: Store, iri: IRI) -> list[Triple]:
    """Class and preferred labels of the concepts that a concept is linked to."""
    linked = [t.object for t in store.about(iri) if t.predicate in _AROUND]
    near = sorted({node for node in linked if isinstance(node, IRI) and node != iri})
    return [
        triple
        for node in near[:_MOST_NEIGHBOURS]
        for triple in store.about(node)
        if triple.predicate in (SKOS.prefLabel, RDF.type)
    ]


def skosmos_graph(triples: Iterable[Triple]) -> dict[str, Any]:
    """A graph in JSON-LD with the keys of Skosmos: ``graph``, ``uri``, ``prefLabel`` with ``lang``.

    One value stands alone, several in a list, as its clients expect.
    """
    said = context("graph")
    keys = {_expanded(name, said): key for key, name in said.items() if ":" in name[1:]}
    nodes: dict[Node, dict[str, list[Any]]] = {}
    for subject, predicate, value in dict.fromkeys(triples):
        node = nodes.setdefault(subject, {})
        if predicate == RDF.type and isinstance(value, IRI):
            node.setdefault("type", []).append(_compact(value, said))
        else:
            key = keys.get(predicate) or _compact(predicate, said)
            node.setdefault(key, []).append(_value(value))
    graph = [
        {"uri": _name(subject)}
        | {key: values[0] if len(values) == 1 else values for key, values in node.items()}
        for subject, node in sorted(nodes.items(), key=lambda pair: _name(pair[0]))
    ]
    return {"@context": said, "graph": graph}


def _expanded(name: str, said: dict[str, Any]) -> str:
    prefix, _, local = name.partition(":")
    return said[prefix] + local if prefix in said and not local.startswith("//") else name


def _compact(iri: IRI, said: dict[str, Any]) -> str:
    """An IRI with a prefix of the context where it has one for it."""
    short = shortened(iri)
    prefix = short.partition(":")[0]
    return short if short != iri and prefix in said else iri


def _name(node: Node) -> str:
    return f"_:{node.label}" if isinstance(node, BlankNode) else node


def _value(value: Term) -> Any:
    if isinstance(value, Literal):
        if value.language:
            return {"lang": value.language, "value": value.value}
        return {"type": value.datatype, "value": value.value} if value.datatype else value.value
    return {"uri": _name(value)}


async def data(request: Request) -> Response:
    """The RDF of one thing, or of the whole vocabulary, which is sent from a file.

    :raises Problem: there is no such vocabulary or thing, or not in the form asked for
    """
    from starlette.concurrency import run_in_threadpool

    asked = read(request, DATA)
    if asked.text("uri"):
        return await run_in_threadpool(thing, asked)
    vocabulary = vocabularies_of(request)[asked.text("voc")]
    return await _whole(asked, vocabulary)


async def _whole(asked: Asked, vocabulary: Vocabulary) -> Response:
    offer = _form(asked)
    if vocabulary.graph is not None:
        pieces = graph_pieces(
            vocabulary.store.export(vocabulary.graph), _writer(offer), vocabulary.base
        )
        headers = {"Vary": "Accept"}
        return StreamingResponse(pieces, headers=headers, media_type=offer.media_type)
    if not vocabulary.is_alone:
        raise Problem(
            "not-acceptable",
            f"{vocabulary.id} is not the only vocabulary here, and they are given out together",
            hint="take /data, or name a concept with uri",
        )
    downloads = site_of(asked.request).downloads
    made = await downloads.get(asked.view, _writer(offer), Projection.FULL)
    headers = {"ETag": made.etag, "Vary": "Accept"}
    if matches(asked.request.headers.get("if-none-match", ""), made.etag):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        made.path,
        headers=headers,
        media_type=offer.media_type,
        filename=made.name,
        content_disposition_type="inline",
    )


def _writer(offer: Offer) -> str:
    """The name of the emitter that writes a form."""
    return JSON_LD.name if offer is JSON else offer.name


def entity(asked: Asked) -> Response:
    """Where to look for a thing: its page, or its data.

    :raises Problem: nothing of that name is here
    """
    request, view, iri = asked.request, asked.view, asked.iri()
    every = vocabularies_of(request)
    vocabulary = every[asked.text("vocab")] if asked.text("vocab") else every.of(iri)
    if not vocabulary.store.about(iri) or not vocabulary.has(iri):
        raise Problem("not-found", f"nothing is called <{iri[:200]}> here")
    headers = {"Vary": "Accept, Accept-Language"}
    offers = (HTML, *FORMS)
    form = asked.text("format").replace(" ", "+")
    offer = named(offers, form) if form else best(offers, request.headers.get("accept"))
    if offer is None:
        raise not_acceptable(offers, form or request.headers.get("accept", ""))
    language = reader_language(request)
    site = site_of(request)
    page = site.page_path(view, iri, language) if site.page_path and offer is HTML else None
    if page:
        return Response(status_code=303, headers={**headers, "Location": page})
    shown = TURTLE if offer is HTML else offer
    query = urlencode({"uri": iri, "format": shown.media_type})
    path = f"/rest/v1/{quote(vocabulary.id)}/data?{query}"
    return Response(status_code=303, headers={**headers, "Location": path})


_FORMAT = Parameter(
    "format",
    f"a media type instead of Accept: {', '.join(offer.media_type for offer in FORMS)}",
    example="text/turtle",
)
_URI = Parameter("uri", "the IRI of a concept or of anything else here", required=True,
    example="https://w3id.org/tvet-skos/glossary/micro-credential")  # fmt: skip
_CONTENT = {offer.media_type: "" for offer in FORMS} | {
    "application/json": "Graph", "application/ld+json": "Graph"
}  # fmt: skip
_GRAPH = (Answer("the graph", _CONTENT),)

DATA = Operation("data", "/rest/v1/{voc}/data", "The RDF of a thing, or of the whole vocabulary",
    None, (Answer("the graph", {offer.media_type: "" for offer in FORMS}),),
    (VOC, Parameter("uri", "the IRI of a thing; without it, all comes"), _FORMAT, LANG),
    (400, 404, 406))  # fmt: skip

OPERATIONS = (
    Operation("globalData", "/rest/v1/data", "The RDF of a thing", thing, _GRAPH,
        (_URI, _FORMAT), (400, 404, 406), tag="all vocabularies"),
    DATA,
    Operation("entity", "/entity", "The way to the page or the data of a thing", entity,
        (Answer("where it is", status=303),),
        (_URI, Parameter("vocab", "the id of its vocabulary"),
         Parameter("format", "a media type instead of Accept")), (400, 404, 406),
        tag="all vocabularies"),
)  # fmt: skip
