"""Judging what somebody sends by the rules for contributions; nothing of it is kept."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tvet_skos.web.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, not_acceptable
from tvet_skos.web.negotiation import Offer, best, named
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.bench import bench_of
from tvet_skos.web.rest.operations import Answer, Asked, Operation, Parameter, read
from tvet_skos.web.rest.parameters import VOC
from tvet_skos.web.rest.vocabularies import vocabularies_of

MOST_BYTES = 1 << 20
"""The longest contribution."""

KINDS = {
    "text/turtle": TURTLE.name,
    "application/x-turtle": TURTLE.name,
    "application/n-triples": N_TRIPLES.name,
    "application/rdf+xml": RDF_XML.name,
    "application/ld+json": JSON_LD.name,
    "application/json": JSON_LD.name,
    "text/csv": "csv",
}
"""Media type of what is sent to how it is read."""

REPORTS = (
    Offer("json", "application/json"),
    Offer("turtle", "text/turtle"),
    Offer("jsonld", "application/ld+json"),
    Offer("html", "text/html", ("application/xhtml+xml",)),
)
"""The forms of the report, that for programs first."""

RULESETS = ("contribution", "glossary", "skos", "any", "vocpub")


async def validate(request: Request) -> Response:
    """The report on what was sent, as if it were contributed; 200 whether it conforms or not.

    :raises Problem: it cannot be read, is too large, or no form of the report is asked for
    """
    asked = read(request, VALIDATE)
    vocabularies_of(request)[asked.text("voc")]
    offer = _form(asked)
    kind = _kind(request)
    body = await request.body()
    if not body.strip():
        raise Problem("bad-request", "nothing was sent", hint="send RDF, CSV or JSON as the body")
    head = {"kind": kind, "format": offer.name, "ruleset": asked.text("ruleset")}
    judged = await run_in_threadpool(bench_of(request).judge, head, body)
    headers = {"Vary": "Accept", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    if offer.name == "html":  # a page of its own, whose style stands in it
        headers["Content-Security-Policy"] = _REPORT_POLICY
    return Response(judged.body, headers=headers, media_type=offer.media_type)


_REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def _form(asked: Asked) -> Offer:
    asks, accept = asked.text("format"), asked.request.headers.get("accept")
    found = named(REPORTS, asks) if asks else best(REPORTS, accept)
    if found is None:
        raise not_acceptable(REPORTS, asks or accept or "")
    return found


def _kind(request: Request) -> str:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in KINDS:
        raise Problem(
            "unsupported-media-type",
            f"{given[:100] or 'a body without Content-Type'} is not read here",
            hint=f"send one of {', '.join(KINDS)}",
            headers={"Accept-Post": ", ".join(KINDS)},
        )
    return KINDS[given]


VALIDATE = Operation(
    "validate",
    "/rest/v1/{voc}/validate",
    "Whether something could be contributed; nothing is kept",
    None,
    (
        Answer(
            "the report",
            {offer.media_type: "" for offer in REPORTS} | {"application/json": "Report"},
        ),
    ),
    (
        VOC,
        Parameter("ruleset", "the rules to judge by", default="contribution", choices=RULESETS),
        Parameter(
            "format",
            "the form of the report instead of Accept",
            choices=tuple(offer.name for offer in REPORTS),
        ),
    ),
    (400, 404, 406, 413, 415, 422, 503),
    method="POST",
    tag="glossary",
    body=dict.fromkeys(KINDS, "") | {"text/csv": "", "application/json": ""},
)
OPERATIONS = (VALIDATE,)
