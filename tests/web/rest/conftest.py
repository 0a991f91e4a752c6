"""Servers in this process, for what needs no process of its own: REST asks no worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.applications import Starlette

from tests.web.served import Got
from tvet_skos.web import ServerSettings, create_app


@dataclass(frozen=True)
class Rest:
    """A client of an application, without a network in between."""

    app: Starlette
    voc: str

    def get(
        self,
        path: str,
        /,
        asked_by: Any = None,
        **asked: Any,
    ) -> Got:
        """The answer at a path below the vocabulary, or at one that begins with a slash."""
        address = path if path.startswith("/") else f"/rest/v1/{self.voc}/{path}"
        if asked:
            address += "?" + urlencode(asked, doseq=True)
        return self.send("GET", address, b"", asked_by or {})

    def json(self, path: str, /, **asked: Any) -> Any:
        """The content of an answer that must be there."""
        got = self.get(path, **asked)
        assert got.status == 200, got.text
        return got.json

    def post(self, path: str, body: bytes, content_type: str, **headers: str) -> Got:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": content_type, **named}
        return self.send("POST", f"/rest/v1/{self.voc}/{path}", body, sent)

    def send(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Got:
        return asyncio.run(_sent(self.app, method, address, body, headers))


async def _sent(
    app: Starlette, method: str, address: str, body: bytes, headers: Mapping[str, str]
) -> Got:
    url = urlsplit(address)
    named = {"host": "localhost", "content-length": str(len(body)), **headers}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": url.path,
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in named.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    scope["path"] = _unquoted(url.path)
    sent: list[Any] = []
    incoming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if not incoming:
            await asyncio.Event().wait()  # a client that stays
        return incoming.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    head = sent[0]
    answer = b"".join(m.get("body", b"") for m in sent[1:] if m["type"] == "http.response.body")
    names = {k.decode(): v.decode("latin-1") for k, v in head["headers"]}
    return Got(head["status"], names, answer)


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)


@pytest.fixture(scope="session")
def rest(root: Path) -> Iterator[Rest]:
    """The bundled vocabulary."""
    app = create_app(ServerSettings(str(root / "vocab")))
    yield Rest(app, "glossary")
    bench = getattr(app.state, "bench", None)
    if bench is not None:
        bench.close()


def serving_text(folder: Path, turtle: str, voc: str) -> Rest:
    """A vocabulary that a test writes itself."""
    file = folder / f"{voc}.ttl"
    file.write_text(turtle, encoding="utf-8")
    return Rest(create_app(ServerSettings(str(file))), voc)


SEA = (Path(__file__).parent / "sea.ttl").read_text(encoding="utf-8")
"""Some fish, with everything in it that search must not stumble over."""


@pytest.fixture(scope="session")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Rest:
    return serving_text(tmp_path_factory.mktemp("sea"), SEA, "sea")


def written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
