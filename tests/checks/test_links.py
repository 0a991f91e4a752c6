"""Link checks, against a server that the test starts on this machine and stops again."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from tests.checks.judged import graph_of, iri
from tvet_skos.checks import web
from tvet_skos.checks.answers import Answer
from tvet_skos.checks.rule import Scope
from tvet_skos.checks.rules.links import (
    BROKEN,
    REDIRECTED,
    RULES,
    check_links,
    links_of,
    load_answers,
    save_answers,
    unasked,
)
from tvet_skos.checks.web import PoliteFetch, is_public
from tvet_skos.errors import SettingsError
from tvet_skos.namespaces import BIBO, DCTERMS, FOAF, RDFS, SKOS
from tvet_skos.terms import Literal

Seen = list[tuple[str, str]]


class Site(BaseHTTPRequestHandler):
    """Answers with the status in the path; ``/to/…`` redirects; some paths have their own ways."""

    seen: Seen = []  # noqa: RUF012

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.seen.append((self.command, self.path))
        if self.path == "/no-head" and self.command == "HEAD":
            self.reply(405)
        elif self.path == "/hangs-up" and self.command == "HEAD":
            self.close_connection = True
        elif self.path == "/busy-once" and self.seen.count(("GET", self.path)) < 2:
            self.reply(503)
        elif self.path == "/circle":
            self.reply(302, "circle")
        elif self.path.startswith("/to/"):
            _, _, status, target = self.path.split("/", 3)
            self.reply(int(status), target)
        else:
            last = self.path.strip("/").split("/")[-1]
            self.reply(int(last) if last.isdecimal() else 200)

    def reply(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location if "://" in location else f"/{location}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(seen: Seen) -> Iterator[str]:
    handler = type("Logged", (Site,), {"seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def seen() -> Seen:
    return []


@pytest.fixture
def site(seen: Seen) -> Iterator[str]:
    with serving(seen) as address:
        yield address


def fetch(**changes: object) -> PoliteFetch:
    settings: dict[str, object] = {"private": True, "delay": 0.0, "timeout": 5.0}
    return PoliteFetch(**(settings | changes))  # type: ignore[arg-type]


# What is asked

LINKED = """
<a> a skos:Concept ; foaf:page <https://x.test/a#top>, "https://x.test/text" ;
    rdfs:seeAlso <https://x.test/a> ; skos:exactMatch <https://x.test/m>, <b>, <urn:x> ;
    skos:broader <https://x.test/broader> ; dcterms:license <http://x.test/by> ;
    dcterms:source <s> ; skos:definition <a#d> .
<a#d> dcterms:source <s>, <https://x.test/unknown> . <b> a skos:Concept .
<s> a bibo:Document ; bibo:doi "10.1234/a b" ; foaf:page <HTTPS://x.test/s> .
"""


def test_pages_sources_mappings_licences_and_dois_elsewhere_are_links() -> None:
    assert links_of(graph_of(LINKED)) == {
        "HTTPS://x.test/s": [(iri("s"), FOAF.page, "HTTPS://x.test/s")],
        "http://x.test/by": [(iri("a"), DCTERMS.license, "http://x.test/by")],
        "https://doi.org/10.1234/a%20b": [(iri("s"), BIBO.doi, Literal("10.1234/a b"))],
        "https://x.test/a": [
            (iri("a"), RDFS.seeAlso, "https://x.test/a"),
            (iri("a"), FOAF.page, "https://x.test/a#top"),
        ],
        "https://x.test/m": [(iri("a"), SKOS.exactMatch, "https://x.test/m")],
        "https://x.test/unknown": [(iri("a#d"), DCTERMS.source, "https://x.test/unknown")],
    }


def test_the_rules_are_for_those_who_ask() -> None:
    assert {rule.scope for rule in RULES} == {Scope.NETWORK}
    for rule in RULES:
        assert rule.message.endswith(".") and rule.hint.endswith(".") and rule.reference


# What is made of the answers


def told(turtle: str, answers: dict[str, Answer]) -> list[tuple[str, str, str, str]]:
    def ask(address: str) -> Answer:
        return answers.get(address, Answer(404))

    found = check_links(graph_of(turtle), ask)
    return [(rule.id, str(hit.value), hit.message, hit.hint) for rule, hit in found]


def test_a_broken_link_is_told_at_each_place_where_it_stands() -> None:
    turtle = "<a> foaf:page <https://x.test/p#1> . <b> skos:closeMatch <https://x.test/p> ."
    hint = (
        "Correct the address, or look for a copy at https://web.archive.org/web/https://x.test/p "
        "and link that."
    )
    message = "The link leads nowhere: it answers 404."
    assert told(turtle, {}) == [
        (BROKEN.id, "https://x.test/p#1", message, hint),
        (BROKEN.id, "https://x.test/p", message, hint),
    ]


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 429, 999])
def test_what_answers_or_keeps_programs_out_is_not_broken(status: int) -> None:
    turtle = "<a> foaf:page <https://x.test/p> ."
    assert told(turtle, {"https://x.test/p": Answer(status)}) == []


@pytest.mark.parametrize("status", [0, 400, 404, 410, 500, 503])
def test_what_is_gone_or_fails_is_broken(status: int) -> None:
    turtle = "<a> foaf:page <https://x.test/p> ."
    assert len(told(turtle, {"https://x.test/p": Answer(status)})) == 1


def test_a_page_that_has_moved_for_good_is_told_with_its_new_address() -> None:
    turtle = "<a> foaf:page <https://x.test/p#top>, <http://x.test/q> ."
    assert told(
        turtle,
        {
            "https://x.test/p": Answer(200, "https://x.test/new"),
            "http://x.test/q": Answer(200, "https://x.test/q"),
        },
    ) == [
        (
            REDIRECTED.id, "http://x.test/q",
            "The page has moved for good to https://x.test/q.", "Link https://x.test/q.",
        ),
        (
            REDIRECTED.id, "https://x.test/p#top",
            "The page has moved for good to https://x.test/new.", "Link https://x.test/new#top.",
        ),
    ]  # fmt: skip


def test_https_is_proposed_where_it_works() -> None:
    turtle = "<a> foaf:page <http://x.test/p>, <http://x.test/q> ."
    answers = {
        "http://x.test/p": Answer(200), "https://x.test/p": Answer(200),
        "http://x.test/q": Answer(200), "https://x.test/q": Answer(0, reason="no"),
    }  # fmt: skip
    assert told(turtle, answers) == [
        (
            REDIRECTED.id, "http://x.test/p",
            "The page is there with https, too.", "Link https://x.test/p.",
        )
    ]  # fmt: skip


def test_names_are_never_told_to_change() -> None:
    turtle = "<a> skos:exactMatch <http://x.test/p> ; dcterms:license <http://x.test/by> ."
    moved = Answer(200, "https://x.test/new")
    assert told(turtle, {"http://x.test/p": moved, "http://x.test/by": Answer(200)}) == []


# Memory and limits


def test_each_address_is_asked_once_and_what_is_known_not_at_all() -> None:
    asked: list[str] = []

    def ask(address: str) -> Answer:
        asked.append(address)
        return Answer(200)

    graph = graph_of(
        "<a> foaf:page <https://x.test/1>, <https://x.test/2>, <https://x.test/3> ."
        "<b> foaf:page <https://x.test/2> ."
    )
    answers = {"https://x.test/1": Answer(404)}
    steps: list[tuple[int, int]] = []
    found = check_links(
        graph, ask, answers=answers, limit=1, today="2026-11-24",
        progress=lambda done, of: steps.append((done, of)),
    )  # fmt: skip
    assert [rule for rule, _ in found] == [BROKEN]
    assert asked == ["https://x.test/2"]
    assert answers["https://x.test/2"] == Answer(200, day="2026-11-24")
    assert unasked(graph, answers) == ["https://x.test/3"]
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_answers_are_kept_for_the_next_run_but_not_the_broken_and_the_old(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    assert load_answers(file) == {}
    good = Answer(200, "https://x.test/ü", day="2026-11-24")
    old, broken = Answer(200, day="2026-01-01"), Answer(404, day="2026-11-24")
    save_answers(file, {"https://x.test/b": broken, "https://x.test/a": good, "http://o": old})
    assert load_answers(file) == {"https://x.test/a": good, "http://o": old}
    assert load_answers(file, since="2026-06-01") == {"https://x.test/a": good}
    before = file.read_bytes()
    save_answers(file, {"http://o": old, "https://x.test/a": good, "https://x.test/b": broken})
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", ["[]", "{", '{"http://a": 7}', '{"http://a": {"x": 1}}'])
def test_a_file_of_something_else_is_refused_with_a_way_out(tmp_path: Path, content: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(content)
    with pytest.raises(SettingsError, match="no file of answers") as caught:
        load_answers(file)
    assert caught.value.hint


# Asking


def test_a_page_that_is_there_is_asked_for_its_head_only(site: str, seen: Seen) -> None:
    assert fetch()(f"{site}/page?q=a%20b&c=ü") == Answer(200)
    assert seen == [("HEAD", "/page?q=a%20b&c=%C3%BC")]


@pytest.mark.parametrize("path", ["/no-head", "/hangs-up"])
def test_where_head_fails_get_is_tried(site: str, seen: Seen, path: str) -> None:
    assert fetch()(site + path) == Answer(200)
    assert seen == [("HEAD", path), ("GET", path)]


def test_a_busy_server_is_asked_again_and_a_missing_page_is_not(site: str, seen: Seen) -> None:
    assert fetch()(f"{site}/busy-once").status == 200
    assert len(seen) == 3
    seen.clear()
    assert fetch()(f"{site}/404") == Answer(404, reason="it answers 404")
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("path", "moved"),
    [
        ("/to/301/page", "/page"),
        ("/to/308/to/301/page", "/page"),
        ("/to/302/page", ""),
        ("/to/302/to/301/page", ""),
        ("/to/301/to/302/page", "/to/302/page"),
    ],
)
def test_only_redirects_for_good_move_a_page(site: str, path: str, moved: str) -> None:
    assert fetch()(site + path) == Answer(200, f"{site}{moved}" if moved else "")


def test_a_redirect_to_nowhere_is_broken(site: str) -> None:
    answer = fetch()(f"{site}/to/301/404")
    assert (answer.status, answer.is_there) == (404, False)


def test_redirects_in_a_circle_end(site: str, seen: Seen) -> None:
    assert fetch(hops=4)(f"{site}/circle") == Answer(0, "", "it redirects more than 4 times")
    assert len(seen) == 5


def test_what_speaks_no_tls_is_told_in_words(site: str) -> None:
    assert fetch(retries=1)(site.replace("http", "https")).reason == "it speaks no proper TLS"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://x.test/a", "which is no web page"),
        ("file:///etc/passwd", "which is no web page"),
        ("http://me:secret@x.test/", "name or password"),
        ("http:///a", "no host"),
        ("http://x.test:port/", "the connection failed"),
        ("http://[::1", "the connection failed"),
        ("http://" + "a" * 70 + ".test/", "host is not well-formed"),
    ],
)
def test_what_is_no_public_web_address_is_not_asked(address: str, reason: str) -> None:
    answer = PoliteFetch(delay=0, retries=1)(address)
    assert not answer.is_there
    assert reason in answer.reason


def test_this_machine_is_not_asked_unless_allowed(site: str, seen: Seen) -> None:
    answer = PoliteFetch(delay=0)(site)
    assert answer == Answer(0, reason="it is on this machine or a private network, where nobody "
                                      "else gets")  # fmt: skip
    assert seen == []


def test_a_redirect_is_vetted_as_carefully_as_the_first_address(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "which is no web page" in fetch()(f"{site}/to/301/ftp://x.test/a").reason
    # A public host (its name is looked up as this server) that leads to the machine itself.
    real = socket.getaddrinfo
    monkeypatch.setattr(web, "is_public", lambda number: number != "127.0.0.2")
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda host, *a, **k: real("127.0.0.1" if host == "x.test" else host, *a, **k),
    )  # fmt: skip
    port = site.rsplit(":", 1)[1]
    answer = fetch(private=False)(f"http://x.test:{port}/to/302/http://127.0.0.2:{port}/")
    assert "private network" in answer.reason


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_machine_link_and_private_networks_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(number: str) -> None:
    assert is_public(number)


def test_a_host_that_is_not_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert fetch()("http://x.test/").reason == "no such host is known"


def test_a_closed_port_and_a_silent_server_are_told_in_words() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert fetch()(address).reason == "it refuses connections"
        listening.listen()
        assert fetch(timeout=0.05, retries=1)(address).reason == "it does not answer in time"


def test_a_server_that_dribbles_is_hung_up_on() -> None:
    hung_up = []

    def dribble(server: socket.socket) -> None:
        for _ in ("HEAD", "GET"):
            connection, _ = server.accept()
            with connection:
                try:
                    while True:
                        connection.sendall(b"H")
                        sleep(0.02)
                except OSError:
                    hung_up.append(True)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=dribble, args=(server,))
        thread.start()
        answer = fetch(timeout=0.1, retries=1)(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join(10)
    assert hung_up == [True, True]
    assert answer.reason == "what answers there is no web server"


def test_a_host_is_left_alone_between_two_requests_and_another_is_not(site: str) -> None:
    now, slept = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    def clock() -> float:
        return now[0]

    polite = fetch(delay=1.0, sleep=sleep, clock=clock)
    polite(f"{site}/a")
    assert slept == []
    polite(f"{site}/b")
    assert slept == [1.0]
    now[0] += 0.75
    polite(f"{site}/c")
    assert slept == [1.0, 0.25]
    polite(site.replace("127.0.0.1", "localhost"))
    assert slept == [1.0, 0.25]


def test_no_name_or_password_of_ours_is_sent(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[dict[str, str]] = []
    real: Callable[..., None] = web._Connection.request

    def noted(self: object, method: str, url: str, headers: dict[str, str]) -> None:
        heads.append(headers)
        real(self, method, url, headers=headers)

    monkeypatch.setattr(web._Connection, "request", noted)
    assert fetch()(site).status == 200
    assert {key for head in heads for key in head} == {"User-Agent", "Accept", "Connection"}


def test_links_of_a_vocabulary_are_checked_from_end_to_end(site: str) -> None:
    graph = graph_of(
        f"<a> foaf:page <{site}/here>, <{site}/gone/404>, <{site}/to/301/here> ;"
        f"skos:exactMatch <{site}/to/301/here>, <{site}/gone/410> ."
    )
    found = list(check_links(graph, fetch(timeout=0.5, retries=1)))
    assert sorted((rule.id, str(hit.value).removeprefix(site)) for rule, hit in found) == [
        (BROKEN.id, "/gone/404"),
        (BROKEN.id, "/gone/410"),
        (REDIRECTED.id, "/to/301/here"),
    ]
