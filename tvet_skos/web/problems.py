"""What the server says when it cannot answer: for programs as RFC 9457, for people as a page.

Every kind of problem has one line in ``KINDS``; its type is an IRI that leads to the section of the
documentation about it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tvet_skos import errors
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site.addresses import Addresses
from tvet_skos.publish.site.texts import LANGUAGES, texts
from tvet_skos.web.negotiation import Offer, best, reader_language

TYPES = "https://w3id.org/tvet-skos/problems#"
"""What the type of a problem begins with; the name of its kind follows."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status and what it is called, whatever the occasion."""

    name: str
    status: int

    @property
    def title(self) -> str:
        """What programs are told that it is, in English."""
        return texts("en")(f"problem.title.{self.name}")

    @property
    def type(self) -> str:
        """The IRI that names it."""
        return TYPES + self.name


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("bad-request", 400),
        Kind("bad-parameter", 400),
        Kind("query-refused", 400),
        Kind("query-failed", 400),
        Kind("unknown-graph", 400),
        Kind("update-refused", 403),
        Kind("not-found", 404),
        Kind("method-not-allowed", 405),
        Kind("not-acceptable", 406),
        Kind("request-too-slow", 408),
        Kind("conflict", 409),
        Kind("too-large", 413),
        Kind("address-too-long", 414),
        Kind("unsupported-media-type", 415),
        Kind("unusable-input", 422),
        Kind("too-many-requests", 429),
        Kind("internal-error", 500),
        Kind("query-too-slow", 503),
        Kind("query-too-big", 503),
        Kind("busy", 503),
        Kind("unavailable", 503),
    )
}
"""Every kind of problem, by name."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One of several faults in what was sent: what is wrong, where, and the way out."""

    detail: str
    pointer: str = ""
    """Where: a field, a parameter, a cell or ``file:line:column``."""
    code: str = ""
    """The id of the rule, where there is one."""
    hint: str = ""


@dataclass(eq=False)
class Problem(Exception):
    """An answer that says what was wrong; raise it anywhere while a request is answered.

    ``members`` are added to the JSON object, as RFC 9457 lets one; ``headers`` to the answer.
    """

    kind: str
    detail: str
    hint: str = ""
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return KINDS[self.kind].status

    def __str__(self) -> str:
        return self.detail

    def as_json(self) -> dict[str, Any]:
        """The members of the problem, those that are empty left out.

        >>> Problem("not-found", "there is no concept <a:b>").as_json()["status"]
        404

        :source: RFC 9457, section 3
        """
        kind = KINDS[self.kind]
        content: dict[str, Any] = {
            "type": kind.type,
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
        }
        if self.hint:
            content["hint"] = self.hint
        if self.errors:
            content["errors"] = [_filled(error) for error in self.errors]
        return content | dict(self.members)


def _filled(fault: Fault) -> dict[str, str]:
    members = {name: getattr(fault, name) for name in ("detail", "pointer", "code", "hint")}
    return {name: text for name, text in members.items() if text}


_KIND_OF: Mapping[type[errors.TvetSkosError], str] = {
    errors.NotFound: "not-found",
    errors.QueryRefused: "query-refused",
    errors.QueryFailed: "query-failed",
    errors.SettingsError: "bad-parameter",
    errors.InputError: "unusable-input",
    errors.Conflict: "conflict",
    errors.StoreError: "unavailable",
    errors.WriteError: "not-acceptable",  # XML cannot hold every character, for one
}


def problem_of(error: errors.TvetSkosError) -> Problem:
    """What a failure of the library is called over HTTP.

    >>> problem_of(errors.QueryFailed("no such prefix", line=2)).detail
    'line 2: no such prefix'
    """
    classes = (cls for cls in type(error).__mro__ if cls in _KIND_OF)
    kind = _KIND_OF.get(next(classes, errors.TvetSkosError), "internal-error")
    members: dict[str, Any] = {}
    if error.line is not None:
        members["line"] = error.line
    if error.column is not None:
        members["column"] = error.column
    if isinstance(error, errors.NotFound) and error.suggestions:
        members["suggestions"] = list(error.suggestions)
    # The file of an error may be a path of this machine, which is nobody's business.
    detail = f"line {error.line}: {error.message}" if error.line is not None else error.message
    return Problem(kind, detail, error.hint or "", members=members)


FORMS = (
    Offer("problem", "application/problem+json", also=("application/json",)),
    Offer("html", "text/html", also=("application/xhtml+xml",)),
)
"""The two ways to tell a problem, that for programs first."""


def problem_response(request: Request, problem: Problem) -> Response:
    """A problem as a page where the client rather reads HTML, else as JSON.

    The page is in the language of the address, else in one that the client names. What the server
    says of the occasion is in English and marked so; what kind of problem it is, and the way out,
    are said in the language of the page.
    """
    form = best(FORMS, request.headers.get("accept")) or FORMS[0]
    headers = {"Vary": "Accept", "Cache-Control": "no-store"} | dict(problem.headers)
    if form.name == "html":
        language = _language(request)
        headers |= {"Vary": "Accept, Accept-Language", "Content-Language": language}
        content = _page(problem, language)
        media_type = "text/html"
    else:
        content = json.dumps(problem.as_json(), ensure_ascii=False, indent=1) + "\n"
        media_type = form.media_type
    return Response(content.encode(), problem.status, headers, media_type)


def _language(request: Request) -> str:
    named = str(request.scope["path"])[1:].partition("/")[0]
    if named in LANGUAGES:
        return named
    return reader_language(request)


def _page(problem: Problem, language: str) -> str:
    page = environment().get_template("site/problem.html")
    return page.render(
        problem=problem,
        kind=KINDS[problem.kind],
        language=language,
        say=texts(language),
        # A page that tells of a fault needs nothing of the vocabulary, which may be the fault.
        address=Addresses("", language),
    )
