"""A person who fills in forms, on a small vocabulary of their own and by a clock that is set."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.applications import Starlette

from tests.web.served import Got as Answer
from tvet_skos.contribute.queue import Queue
from tvet_skos.contribute.queue.folder import Decision, State
from tvet_skos.web import ServerSettings, create_app
from tvet_skos.web.contribute import ContributionSettings, enable

HOST = "glossary.example"
FORM = "/en/contribute/skills"
REST = "/rest/v1/glossary/contributions"
SKILLS = "https://w3id.org/tvet-skos/glossary/skills"
DEFINITION = {
    "kind": "definition",
    "text": "What somebody is able to do well, because they have learnt and practised it.",
    "language": "en",
    "source": "new",
    "citation": "Example Institute, Words for work, 2019",
    "year": "2019",
    "url": "https://example.org/words",
    "name": "A. Reader",
}
_FORM_TYPE = "application/x-www-form-urlencoded"
_ENABLE = """
import tvet_skos.web
from dataclasses import replace
from pathlib import Path
from tvet_skos.web.contribute import ContributionSettings
made = tvet_skos.web.create_app
def create_app(settings):
    how = ContributionSettings(Path({folder!r}), least_seconds=0.0, most_looks=10_000)
    return made(replace(settings, contributions=how))
tvet_skos.web.create_app = create_app
"""


class Got(Answer):
    """An answer, and the form that is in it."""

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the form on the page."""
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.text)
        return {name: unescape(value) for name, value in found}

    @property
    def faults(self) -> list[str]:
        """What the summary says must be put right."""
        summary = self.text.partition('class="outcome faulty"')[2].partition("</section>")[0]
        items = re.findall(r"<li>(.*?)</li>", summary)
        return [unescape(re.sub(r"<[^>]+>", "", item)) for item in items]

    @property
    def identifier(self) -> str:
        """The name of the proposal whose status page the answer leads to."""
        assert self.status == 303, (self, self.faults)
        return self.headers["location"].rpartition("/")[2]


@dataclass
class Site:
    """An application that takes proposals, its queue, and the hand of its clock."""

    app: Starlette
    queue: Queue
    seconds: float = 1000.0

    def person(self, address: str = "203.0.113.5", port: int = 4711) -> Person:
        """Somebody at an address."""
        return Person(self, (address, port))

    @property
    def waiting(self) -> list[Any]:
        """What is in the queue."""
        return list(self.queue)


@dataclass
class Person:
    """Somebody with a browser that runs no scripts."""

    site: Site
    at: tuple[str, int]

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        return self.send(method, path, b"", headers)

    def sends(self, given: Mapping[str, str], path: str = FORM, **headers: str) -> Got:
        """Fills a form in as slowly as people do, and sends it."""
        hidden = self.get(path).hidden
        self.site.seconds += 30
        return self.posts({**hidden, "step": "send", **given}, path, **headers)

    def posts(self, given: Mapping[str, str], path: str = FORM, **headers: str) -> Got:
        """Sends exactly these fields."""
        body = urlencode(given).encode()
        return self.send("POST", path, body, {"content-type": _FORM_TYPE} | headers)

    def insists(self, given: Mapping[str, str], path: str = FORM) -> Got:
        """Sends a form, and once more where there are only remarks."""
        first = self.sends(given, path)
        if first.status != 200:
            return first
        return self.posts({**first.hidden, "step": "send", **given}, path)

    def proposes(self, given: Mapping[str, object], path: str = REST, **headers: str) -> Got:
        """Sends a proposal as JSON."""
        body = json.dumps(given).encode()
        return self.send("POST", path, body, {"content-type": "application/json"} | headers)

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Got:
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        return asyncio.run(_answer(self.site.app, method, path, body, named, self.at))


async def _answer(
    app: Starlette,
    method: str,
    path: str,
    body: bytes,
    headers: Mapping[str, str],
    client: tuple[str, int],
) -> Got:
    """What the application answers, as a server would call it."""
    raw, _, query = path.partition("?")
    given = {"host": HOST, "content-length": str(len(body))} | dict(headers)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(raw),
        "raw_path": raw.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in given.items()],
        "client": client,
        "server": (HOST, 80),
        "state": {},
    }
    said: list[Any] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    await app(scope, receive, send)
    names = {name.decode().lower(): value.decode() for name, value in said[0]["headers"]}
    return Got(said[0]["status"], names, b"".join(m.get("body", b"") for m in said[1:]))


_PROPOSAL = """
@prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tvs: <https://w3id.org/tvet-skos/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://w3id.org/tvet-skos/glossary/> .

<contribution/{name}> a tvs:Contribution ; dc:type "definition" ; tvs:target <skills> ;
  dcterms:created "2026-11-03"^^xsd:date ; dcterms:creator "A. Reader" .
<skills> skos:definition <skills#def-1435211c> .
<skills#def-1435211c> a tvs:Definition ; tvs:sourceEvidence tvs:stated ;
  rdf:value "What somebody is able to do well, because they have learnt and practised it."@en ;
  dc:source "Example Institute, Words for work, 2019" .
"""


def proposals(folder: Path, *, waiting: str, accepted: str, declined: str) -> None:
    """Put a proposal of each state into a folder, by the names given."""
    for name in (waiting, accepted, declined):
        (folder / f"{name}.ttl").write_text(_PROPOSAL.format(name=name), encoding="utf-8")
    queue = Queue(folder)
    queue.decide(accepted, Decision(State.ACCEPTED, "2026-11-05"))
    queue.decide(declined, Decision(State.DECLINED, "2026-11-05", "Which page is it on?"))


def enabling(folder: Path) -> str:
    """What a server runs first so that it takes proposals into a folder, as fast as they come."""
    return _ENABLE.format(folder=str(folder))


@contextmanager
def taking(address: Path | str, folder: Path, **how: Any) -> Iterator[Site]:
    """An application on a vocabulary, which takes proposals into a folder."""
    app = create_app(ServerSettings(address=str(address)))
    enable(app, ContributionSettings(folder, **how))
    site = Site(app, Queue(folder))
    app.state.contributions.now = lambda: site.seconds
    yield site
