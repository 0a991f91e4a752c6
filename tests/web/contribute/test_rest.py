"""Proposals as JSON: the same rules, answers that programs can use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.web.contribute.conftest import GLOSSARY
from tests.web.contribute.people import DEFINITION, REST, SKILLS, Person, Site, taking
from tvet_skos.contribute.queue import Decision, Queue, State
from tvet_skos.errors import WriteError

GOOD = {"concept": SKILLS, **DEFINITION}


def test_a_proposal_is_taken_and_its_progress_can_be_asked(person: Person, site: Site) -> None:
    sent = person.proposes(GOOD)
    assert sent.status == 202
    location = sent.headers["location"]
    assert location == f"{REST}/{sent.json['id']}"
    progress = person.get(location)
    assert progress.json["status"] == "waiting"
    assert progress.json["concept"] == SKILLS
    assert progress.headers["cache-control"] == "no-store"
    assert person.get(sent.json["page"]).status == 200
    site.queue.decide(sent.json["id"], Decision(State.DECLINED, "2027-01-16", "Too close."))
    decided = person.get(location).json
    assert (decided["status"], decided["reason"], decided["decided"]) == (
        "declined", "Too close.", "2027-01-16",
    )  # fmt: skip


def test_what_comes_as_json_is_what_a_form_would_have_sent(person: Person, site: Site) -> None:
    person.proposes(GOOD)
    person.insists(DEFINITION)
    one, two = site.waiting
    assert set(one.statements) == set(two.statements)


def test_every_fault_is_pointed_at(person: Person, site: Site) -> None:
    got = person.proposes(GOOD | {"citation": "", "language": "eng", "name": "a@b.org"})
    assert (got.status, got.problem) == (422, "unusable-input")
    faults = {fault["pointer"]: fault["code"] for fault in got.json["errors"]}
    assert faults == {"#/citation": "missing", "#/language": "language", "#/name": "email"}
    assert site.waiting == []


def test_what_the_rules_find_is_pointed_at_with_the_rule(person: Person) -> None:
    given = {
        "concept": "https://w3id.org/tvet-skos/glossary/credential",
        "kind": "relation",
        "relation": "broader",
        "target": "Micro-credential",
    }
    errors = person.proposes(given).json["errors"]
    assert {"HI001"} <= {fault["code"] for fault in errors}
    assert all(fault["pointer"] == "#/target" and fault["hint"] for fault in errors)


def test_remarks_do_not_stop_a_program(person: Person) -> None:
    sent = person.proposes(GOOD | {"source": "unknown", "citation": "", "year": "", "url": ""})
    assert sent.status == 202
    assert [remark["rule"] for remark in sent.json["remarks"]] == ["DF002"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "bad-request"),
        (b"[]", "bad-request"),
        (b"null", "bad-request"),
        (b"{", "bad-request"),
        (b"\xff", "bad-request"),
        (b"[" * 60_000, "bad-request"),
        (b'{"a":' * 10_000, "bad-request"),
        (b"NaN", "bad-request"),
        (b"{}", "unusable-input"),
        (b'{"kind": ["definition"]}', "unusable-input"),
        (b'{"kind": "definition", "concept": 3}', "unusable-input"),
        (b'{"kind": "definition", "concept": "a b"}', "unusable-input"),
        (b'{"kind": "definition", "concept": "http://e/\\ud800"}', "unusable-input"),
        (b'{"kind": "definition", "concept": "http://e/x", "\\ud800~/": "x"}', "unusable-input"),
        (b'{"kind": "definition", "concept": "http://e/x", "text": {"a": 1}}', "unusable-input"),
        (b"x" * 70_000, "too-large"),
    ],
)
def test_bodies_that_are_no_proposal_are_refused(
    person: Person, site: Site, body: bytes, problem: str
) -> None:
    got = person.send("POST", REST, body, {"content-type": "application/json"})
    assert got.problem == problem, got.text
    assert site.waiting == []


def test_surrogates_in_a_text_are_told(person: Person) -> None:
    body = json.dumps(GOOD | {"text": "x"}).replace('"x"', '"a \\ud800 b"').encode()
    got = person.send("POST", REST, body, {"content-type": "application/json"})
    assert [fault["code"] for fault in got.json["errors"]] == ["characters"]


def test_what_is_not_there_is_not_found(person: Person) -> None:
    nothing = GOOD | {"concept": SKILLS + "-nothing"}
    assert person.proposes(nothing).problem == "not-found"
    assert person.proposes(GOOD, "/rest/v1/other/contributions").problem == "not-found"
    for name in ("a" * 26, "..%2Fx", "x"):
        assert person.get(f"{REST}/{name}").problem == "not-found"


def test_nobody_reads_what_others_proposed(person: Person) -> None:
    person.proposes(GOOD)
    got = person.get(REST)
    assert (got.status, got.problem) == (405, "method-not-allowed")
    assert got.headers["allow"] == "POST"


def test_a_queue_that_cannot_be_written_is_no_fault_of_the_sender(
    person: Person, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Queue, *_: object) -> bool:
        raise WriteError("cannot be written: No space left on device", file="/somewhere")

    monkeypatch.setattr(Queue, "add", full)
    got = person.proposes(GOOD)
    assert (got.status, got.problem) == (503, "unavailable")
    assert "somewhere" not in got.text


def test_only_json_is_read(person: Person) -> None:
    got = person.send("POST", REST, b"a=1", {"content-type": "application/x-www-form-urlencoded"})
    assert got.problem == "unsupported-media-type"


def test_programs_are_counted_like_people(tmp_path: Path) -> None:
    with taking(GLOSSARY, tmp_path / "queue", most_an_hour=1) as site:
        person = site.person()
        assert person.insists(DEFINITION).status == 303
        got = person.proposes(GOOD)
        assert (got.status, got.problem) == (429, "too-many-requests")
        assert int(got.headers["retry-after"]) > 0


def test_no_path_of_the_machine_is_told(person: Person, tmp_path: Path) -> None:
    got = person.get(f"{REST}/{'a' * 26}")
    assert str(tmp_path) not in got.text
