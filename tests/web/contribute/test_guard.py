"""Who may send: forms of ours, by people, from our pages, and not too much."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from tests.web.contribute.conftest import GLOSSARY
from tests.web.contribute.people import DEFINITION, FORM, HOST, Person, Site, taking
from tvet_skos.web.contribute import ContributionSettings
from tvet_skos.web.contribute.desk import Desk
from tvet_skos.web.contribute.guard import Pace, Tickets, address_of

CHECK = "/en/contribute/check/skills"


def test_what_fills_in_the_hidden_field_is_no_person(person: Person, site: Site) -> None:
    page = person.sends(DEFINITION | {"homepage": "https://spam.example"})
    assert (page.status, site.waiting) == (422, [])
    assert DEFINITION["text"] in page.text


def test_nobody_fills_in_a_form_in_a_moment(person: Person, site: Site) -> None:
    hidden = person.get(FORM).hidden
    given = {**hidden, "step": "send", **DEFINITION}
    page = person.posts(given)
    assert (page.status, site.waiting) == (422, [])
    assert page.hidden["token"] == hidden["token"]
    site.seconds += 5
    assert person.posts(given).status == 303


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 54, "A" * 53 + "=", "\x00", "=" * 54])
def test_a_form_that_we_did_not_give_out_comes_back_with_everything_kept(
    person: Person, site: Site, token: str
) -> None:
    page = person.posts({**DEFINITION, "step": "send", "token": token})
    assert (page.status, site.waiting) == (422, [])
    assert DEFINITION["text"] in page.text
    again = person.posts({**page.hidden, "step": "send", **DEFINITION})
    assert again.status == 303


def test_a_form_that_was_open_for_days_is_signed_anew(person: Person, site: Site) -> None:
    hidden = person.get(FORM).hidden
    site.seconds += 90_000
    page = person.posts({**hidden, "step": "send", **DEFINITION})
    assert page.status == 422 and page.hidden["token"] != hidden["token"]
    assert person.posts({**page.hidden, "step": "send", **DEFINITION}).status == 303


def test_a_ticket_cannot_be_changed_or_made() -> None:
    tickets = Tickets(b"secret")
    token = tickets.issue(12.5)
    read = tickets.read(token)
    assert read is not None and read.issued == 12.5
    assert Tickets(b"another").read(token) is None
    assert Tickets(b"secret").read(token) == read
    for n in range(0, len(token), 5):
        other = "A" if token[n] != "A" else "B"
        assert tickets.read(token[:n] + other + token[n + 1 :]) is None
    assert tickets.issue(12.5) != token


def test_several_processes_know_the_forms_of_one_another(tmp_path: Path) -> None:
    settings = ContributionSettings(tmp_path / "queue")
    shared = pickle.loads(pickle.dumps(settings))
    token = Tickets(settings.secret).issue(1)
    assert Tickets(shared.secret).read(token) is not None
    assert "secret" not in repr(settings)
    assert ContributionSettings(tmp_path).secret != settings.secret


def test_sent_twice_it_is_there_once(person: Person, site: Site) -> None:
    hidden = person.get(FORM).hidden
    site.seconds += 30
    given = {**hidden, "step": "send", **DEFINITION}
    first, second = person.posts(given), person.posts(given)
    assert first.headers["location"] == second.headers["location"]
    assert len(site.waiting) == 1


def test_sent_twice_at_the_same_time_it_is_there_once(person: Person, site: Site) -> None:
    hidden = person.get(FORM).hidden
    site.seconds += 30
    given = {**hidden, "step": "send", **DEFINITION}
    with ThreadPoolExecutor(6) as threads:
        sent = list(threads.map(lambda _: person.posts(given).headers["location"], range(6)))
    assert len(set(sent)) == len(site.waiting) == 1


def test_several_at_once_lose_nothing(site: Site) -> None:
    people = [site.person(f"203.0.113.{n}") for n in range(6)]
    forms = [each.get(FORM).hidden for each in people]
    site.seconds += 30

    def send(n: int) -> str:
        text = f"{DEFINITION['text']} {'Number' * (n + 1)}"
        return people[n].posts({**forms[n], "step": "send", **DEFINITION, "text": text}).identifier

    with ThreadPoolExecutor(6) as threads:
        names = set(threads.map(send, range(6)))
    assert names == {waiting.identifier for waiting in site.waiting}
    assert len(names) == 6


def test_however_many_look_at_a_form_the_rules_are_read_by_one(site: Site) -> None:
    desk, view = site.app.state.contributions, site.app.state.site.view()
    assert isinstance(desk, Desk)
    with desk._changing:  # as while somebody reads the vocabulary
        before = threading.active_count()
        for _ in range(20):
            desk.prepare(view)
        assert threading.active_count() == before


def test_names_cannot_be_guessed_from_one_another(person: Person, site: Site) -> None:
    names = {person.insists(DEFINITION).identifier for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) == 26 for name in names)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": f"http://{HOST}.elsewhere.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"},
    ],
)
def test_no_other_site_can_make_a_browser_send(
    person: Person, site: Site, headers: dict[str, str]
) -> None:
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    assert person.sends(DEFINITION, **named).status == 403
    assert person.posts(DEFINITION, CHECK, **named).status == 403
    assert person.proposes({"concept": "http://e/x", **DEFINITION}, **named).status == 403
    assert site.waiting == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": f"http://{HOST}"},
        {"Origin": f"https://{HOST.upper()}"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "null"},
        {},
    ],
)
def test_our_own_pages_and_other_programs_may_send(person: Person, headers: dict[str, str]) -> None:
    assert person.sends(DEFINITION, **headers).status == 303


def test_our_pages_let_browsers_say_where_a_form_comes_from(person: Person) -> None:
    assert person.get(FORM).headers["referrer-policy"] == "same-origin"


def test_one_address_may_send_so_much_an_hour(tmp_path: Path) -> None:
    with taking(GLOSSARY, tmp_path / "queue", most_an_hour=2) as site:
        person = site.person()
        assert [person.insists(DEFINITION).status for _ in range(3)] == [303, 303, 429]
        told = person.sends(DEFINITION)
        assert DEFINITION["text"] in told.text and told.faults
        assert site.person("203.0.113.6").insists(DEFINITION).status == 303
        site.seconds += 3600
        assert person.insists(DEFINITION).status == 303
        assert len(site.waiting) == 4


def test_mistakes_are_not_counted_as_proposals(tmp_path: Path) -> None:
    with taking(GLOSSARY, tmp_path / "queue", most_an_hour=1) as site:
        person = site.person()
        for _ in range(5):
            assert person.sends(DEFINITION | {"citation": ""}).status == 422
        assert person.sends(DEFINITION).status == 303


def test_one_address_may_have_so_much_looked_through(tmp_path: Path) -> None:
    with taking(GLOSSARY, tmp_path / "queue", most_looks=2) as site:
        person = site.person()
        given = {**person.get(FORM).hidden, **DEFINITION}
        assert [person.posts(given, CHECK).status for _ in range(3)] == [200, 200, 429]
        assert int(person.posts(given, CHECK).headers["retry-after"]) > 0
        assert person.posts({**given, "step": "look"}).status == 429
        site.seconds += 60
        assert person.posts(given, CHECK).status == 200


def test_a_full_queue_says_so_and_keeps_what_was_entered(tmp_path: Path) -> None:
    with taking(GLOSSARY, tmp_path / "queue", most_waiting=1) as site:
        person = site.person()
        assert person.sends(DEFINITION).status == 303
        page = person.sends(DEFINITION)
        assert page.status == 503 and page.faults
        assert DEFINITION["text"] in page.text
        told = person.proposes({"concept": _SKILLS, **DEFINITION})
        assert (told.status, told.problem) == (503, "busy")


_SKILLS = "https://w3id.org/tvet-skos/glossary/skills"


def _request(client: tuple[str, int] | None, forwarded: str = "") -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "headers": headers, "client": client})


@pytest.mark.parametrize(
    ("client", "forwarded", "trust", "address"),
    [
        (("203.0.113.5", 80), "", False, "203.0.113.5"),
        (("203.0.113.5", 80), "198.51.100.7", False, "203.0.113.5"),
        (("198.51.100.7", 0), "198.51.100.7", False, "forwarded"),
        (("127.0.0.1", 80), "198.51.100.7", True, "198.51.100.7"),
        (("127.0.0.1", 80), "1.1.1.1, 198.51.100.7", True, "198.51.100.7"),
        (("127.0.0.1", 80), "1.1.1.1, rubbish", True, "127.0.0.1"),
        (("2001:db8:1:2:3::4", 80), "", False, "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::", 80), "", False, "2001:db8:1:2::/64"),
        (("::ffff:203.0.113.5", 80), "", False, "203.0.113.5"),
        (None, "", False, "unknown"),
    ],
)
def test_who_asks_is_the_one_who_is_connected_unless_a_proxy_is_trusted(
    client: tuple[str, int] | None, forwarded: str, trust: bool, address: str
) -> None:
    assert address_of(_request(client, forwarded), trust) == address


def test_nobody_gets_more_by_naming_other_addresses(tmp_path: Path) -> None:
    with taking(GLOSSARY, tmp_path / "queue", most_an_hour=1) as site:
        person = site.person()
        named = [person.sends(DEFINITION, X_Forwarded_For=f"198.51.100.{n}") for n in range(2)]
        assert [each.status for each in named] == [303, 429]
    with taking(GLOSSARY, tmp_path / "other", most_an_hour=1, trust_forwarded=True) as site:
        person = site.person("127.0.0.1")
        named = [person.sends(DEFINITION, X_Forwarded_For=f"198.51.100.{n}") for n in range(2)]
        assert [each.status for each in named] == [303, 303]


def test_counting_forgets_and_takes_bounded_memory() -> None:
    pace = Pace(1, 10)
    assert pace.wait("a", 0) == 0
    assert pace.wait("a", 1) == 9
    assert pace.wait("a", 10) == 0
    for n in range(30_000):
        pace.wait(str(n), 11)
    assert len(pace._times) <= 10_000


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"kind=definition&text=%ff", "application/x-www-form-urlencoded", 400),
        (b"\xff", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 100, "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
        (b"", "", 415),
        (b"", "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_is_refused(
    person: Person, site: Site, body: bytes, content_type: str, status: int
) -> None:
    for path in (FORM, CHECK):
        assert person.send("POST", path, body, {"content-type": content_type}).status == status
    assert site.waiting == []


_HOSTILE = (
    '"><script>alert(1)</script>',
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    '""" . <urn:x> <urn:y> <urn:z> . """',
    "\\u0022 . \\",
    "%s {0} {name}",
    "=cmd|'/C calc'!A0",
    "../../etc/passwd",
    "__proto__ constructor",
)


@pytest.mark.parametrize("text", _HOSTILE)
def test_texts_that_mean_harm_are_only_texts(person: Person, site: Site, text: str) -> None:
    given = DEFINITION | {"text": f"Words {text}", "citation": text, "name": text, "comment": text}
    hidden = person.get(FORM).hidden
    shown = person.posts({**hidden, **given, "step": "look"})
    assert shown.status == 200, shown.faults
    assert "<script>alert" not in shown.text
    assert "49" not in shown.text.partition("</textarea>")[0][-9:]
    sent = person.insists(given)
    (waiting,) = site.waiting
    assert waiting.text is not None and waiting.text.value == f"Words {text}"
    assert waiting.creator == waiting.comment == text
    assert {t.subject for t in waiting.triples} & {"urn:x"} == set()
    page = person.get(sent.headers["location"])
    assert "<script>alert" not in page.text


def test_every_field_may_hold_anything_without_breaking_the_page(
    person: Person, site: Site
) -> None:
    values = ("\x00", "\u202e", "x" * 4100, "\n" * 50, "<>", "é" * 40, " ")
    for kind in ("definition", "spelling", "translation", "relation"):
        for value in values:
            names = ("text", "language", "source", "register", "citation", "year", "url", "of",
                     "original", "relation", "target", "spelling", "name", "comment")  # fmt: skip
            got = person.sends({"kind": kind, **dict.fromkeys(names, value)})
            assert got.status == 422, (kind, value)
        site.seconds += 100
    assert site.waiting == []


def test_the_script_is_told_the_same_as_who_sends(person: Person) -> None:
    given = {**person.get(FORM).hidden, **DEFINITION, "citation": "", "text": "Too\u202efew"}
    page = person.posts({**given, "step": "send"})
    checked = person.posts(given, CHECK)
    told = {(m["field"], m["text"]) for m in checked.json["messages"]}
    assert {name for name, _ in told} == {"citation", "text"}
    assert all(text in page.text for _, text in told)
    good = person.posts({**given, **DEFINITION}, CHECK).json
    assert good["messages"] == [] and "tvs:Definition" in good["turtle"]
    assert person.get(CHECK).status in (404, 405)
    assert person.posts({"kind": "x"}, CHECK).problem == "bad-parameter"
    assert urlencode(given)
