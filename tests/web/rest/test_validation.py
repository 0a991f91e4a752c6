"""Judging what somebody sends, by the rules for contributions, without keeping any of it."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.web.rest.conftest import Rest
from tvet_skos.namespaces import SH, SKOS
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.web.rest import bench as benches
from tvet_skos.web.rest.validation import MOST_BYTES

BASE = "https://w3id.org/tvet-skos/glossary/"
DOUBLE = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}small-credential> a skos:Concept ; skos:prefLabel "Micro-credential"@en .
""".encode()
JSON = {"id": "new-thing", "type": "Concept", "prefLabel": {"en": "New thing"}}


def findings(rest: Rest, body: bytes, media_type: str) -> list[dict[str, Any]]:
    got = rest.post("validate", body, media_type)
    assert got.status == 200, got.text
    found: list[dict[str, Any]] = got.json["findings"]
    return found


def test_a_contribution_is_judged_as_the_command_line_does(
    rest: Rest, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tvet_skos.cli.check import command

    monkeypatch.chdir(tmp_path)
    (tmp_path / "body.ttl").write_bytes(DOUBLE)
    vocabulary = str(root / "vocab")
    arguments = ["body.ttl", "--base", vocabulary, "--vocab", vocabulary, "--format", "json"]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    by_command = list(map(_told, json.loads(result.stdout)["findings"]))
    found = list(map(_told, findings(rest, DOUBLE, "text/turtle")))
    assert found == by_command and {"CO005", "DF016"} <= {f["rule"] for f in found}
    assert ("body.ttl", 2) in [(f["file"], f["line"]) for f in found]


def _told(finding: dict[str, Any]) -> dict[str, Any]:
    """What a finding says; where a file of the vocabulary has it, a server does not tell."""
    keys = ("rule", "severity", "status", "message", "hint", "focus", "path", "value")
    own = finding["file"] == "body.ttl"
    place = {key: finding[key] if own else None for key in ("file", "line")}
    return {key: finding[key] for key in keys} | place


def test_a_report_conforms_or_not_and_comes_in_every_form(rest: Rest) -> None:
    got = rest.post("validate", DOUBLE, "text/turtle")
    assert got.status == 200 and got.json["conforms"] is False
    assert got.headers["access-control-allow-origin"] == "*"
    assert got.headers["cache-control"] == "no-store"
    turtle = rest.post("validate", DOUBLE, "text/turtle", Accept="text/turtle")
    assert SH.ValidationReport in {t.object for t in parse(turtle.body, FORMATS["turtle"])}
    linked = rest.post("validate?format=jsonld", DOUBLE, "text/turtle")
    assert linked.headers["content-type"] == "application/ld+json"
    page = rest.post("validate", DOUBLE, "text/turtle", Accept="text/html")
    assert "<html" in page.text and "small-credential" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_nothing_new_conforms(rest: Rest) -> None:
    known = rest.get("/id/micro-credential.ttl").body
    assert rest.post("validate", known, "text/turtle").json["conforms"] is True


def test_other_rules_can_be_asked_for(rest: Rest) -> None:
    got = rest.post("validate?ruleset=any", DOUBLE, "text/turtle")
    assert got.json["ruleset"] == "any"
    assert rest.post("validate?ruleset=odd", DOUBLE, "text/turtle").problem == "bad-parameter"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (f'<{BASE}x> <http://www.w3.org/2004/02/skos/core#broader> "no" .',
         "application/n-triples"),
        (json.dumps(JSON), "application/json"),
        (json.dumps([JSON]), "application/json; charset=utf-8"),
        (json.dumps({"@id": f"{BASE}x", "@type": "http://www.w3.org/2004/02/skos/core#Concept",
                     "@context": {}}), "application/ld+json"),
    ],
)  # fmt: skip
def test_rdf_and_json_are_read(body: str, media_type: str, rest: Rest) -> None:
    assert findings(rest, body.encode(), media_type)


def test_a_sheet_is_judged_row_by_row(rest: Rest) -> None:
    sheet = b"Term,Definition,Source as printed\nSkills,An ability to act.,\nSkills,,COL (2015)\n"
    found = findings(rest, sheet, "text/csv")
    cells = {(each["rule"], each["cell"]) for each in found if each["cell"]}
    assert any(cell.startswith("row 2") for _, cell in cells), found
    assert rest.post("validate", b"a,b\n1,2\n", "text/csv").problem == "unusable-input"


def test_a_sheet_that_retires_a_concept_is_judged_so(rest: Rest) -> None:
    found = findings(rest, b"Term,Definition,Deprecated\nSkills,,yes\n", "text/csv")
    cells = {each["rule"]: each["cell"] for each in found}
    assert cells["SC007"] == "row 2, column Term"
    assert "SC008" in cells


@pytest.mark.parametrize(
    ("body", "media_type", "problem"),
    [
        (b"", "text/turtle", "bad-request"),
        (b"   ", "text/turtle", "bad-request"),
        (b"x", "text/plain", "unsupported-media-type"),
        (b"x", "", "unsupported-media-type"),
        (b"@prefix", "text/turtle", "unusable-input"),
        (b"{", "application/json", "unusable-input"),
        (b"\xff\xfe\x00", "text/turtle", "unusable-input"),
        (b"[" * 5000, "text/turtle", "unusable-input"),
        (b"[" * 5000, "application/json", "unusable-input"),
        (b'{"@context": "http://127.0.0.1:9/"}', "application/ld+json", "unusable-input"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "application/rdf+xml", "unusable-input"),
        (b"<http://e/other> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> .",
         "text/turtle", "unusable-input"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_told(
    body: bytes, media_type: str, problem: str, rest: Rest, root: Path
) -> None:
    got = rest.post("validate", body, media_type)
    assert got.problem == problem
    assert str(root) not in got.text and "Traceback" not in got.text
    if problem == "unsupported-media-type":
        assert "text/turtle" in got.json["hint"]


def test_too_much_is_refused(rest: Rest) -> None:
    got = rest.post("validate", b"#" * (MOST_BYTES + 1), "text/turtle")
    assert got.problem == "too-large" and got.json["limit"] == MOST_BYTES
    assert (
        rest.post("validate", b"# " + b"x" * (MOST_BYTES - 3) + b"\n", "text/turtle").status == 200
    )


def test_a_process_that_is_lost_or_too_slow_is_replaced(
    rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert findings(rest, DOUBLE, "text/turtle")
    bench = rest.app.state.bench
    first = bench._process.pid
    with monkeypatch.context() as patch:
        patch.setattr(benches, "JUDGING_SECONDS", 0.2)
        os.kill(first, signal.SIGSTOP)  # else it might answer in time
        assert rest.post("validate", DOUBLE, "text/turtle").problem == "query-too-slow"
    assert findings(rest, DOUBLE, "text/turtle")
    second = bench._process.pid
    assert second != first
    bench._process.kill()
    bench._process.wait()
    assert findings(rest, DOUBLE, "text/turtle") and bench._process.pid != second


def test_nobody_waits_long_for_a_vocabulary_that_is_being_opened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tvet_skos.web import ServerSettings, create_app

    fresh = Rest(create_app(ServerSettings(str(root / "vocab"))), "glossary")
    with monkeypatch.context() as patch:
        patch.setattr(benches, "PATIENCE_SECONDS", 0.0)
        got = fresh.post("validate", DOUBLE, "text/turtle")
        assert (got.status, got.problem) == (503, "busy") and "retry-after" in got.headers
        opening = fresh.app.state.bench._process.pid
    assert findings(fresh, DOUBLE, "text/turtle")
    assert fresh.app.state.bench._process.pid == opening
    fresh.app.state.bench.close()


def test_a_contribution_to_a_new_version_is_judged_by_the_new_version(
    tmp_path: Path, root: Path
) -> None:
    from tvet_skos.store import open_store
    from tvet_skos.web import ServerSettings, create_app

    address, scheme = f"oxigraph:{tmp_path / 'store'}", IRI(BASE)
    store = open_store(address)
    store.replace(scheme, read_vocabulary(root / "vocab").triples)
    server = Rest(create_app(ServerSettings(address)), "glossary")
    label = Literal("Never heard of", "en")
    body = f'<{BASE}new> <{SKOS.prefLabel}> "Never heard of"@en ; a <{SKOS.Concept}> .'.encode()
    assert "CO005" not in {each["rule"] for each in findings(server, body, "text/turtle")}
    old = IRI(f"{BASE}micro-credential")
    store.replace(scheme, [*store.export(scheme), Triple(old, SKOS.altLabel, label)])
    assert "CO005" in {each["rule"] for each in findings(server, body, "text/turtle")}
    server.app.state.bench.close()


def test_a_vocabulary_that_is_gone_is_unavailable(tmp_path: Path, root: Path) -> None:
    import shutil

    from tvet_skos.web import ServerSettings, create_app

    copy = tmp_path / "glossary"
    shutil.copytree(root / "vocab", copy)
    gone = Rest(create_app(ServerSettings(str(copy))), "glossary")
    shutil.rmtree(copy)
    got = gone.post("validate", DOUBLE, "text/turtle")
    assert got.problem == "unavailable"


def test_nothing_is_kept(rest: Rest) -> None:
    before = rest.get("/data.nt").body
    findings(rest, DOUBLE, "text/turtle")
    assert rest.get("/data.nt").body == before
    assert rest.get("label", uri=f"{BASE}small-credential").status == 404
