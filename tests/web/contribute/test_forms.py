"""Forms without JavaScript: what was entered stays, what is wrong is told beside the fields."""

from __future__ import annotations

import ast
import re
from html import unescape
from pathlib import Path

import pytest

from tests.web.contribute.conftest import GLOSSARY
from tests.web.contribute.people import DEFINITION, FORM, Got, Person, Site, taking
from tvet_skos.contribute import queue
from tvet_skos.contribute.queue import Decision, State
from tvet_skos.publish.site import proposals
from tvet_skos.publish.site.texts import LANGUAGES, texts
from tvet_skos.web import ServerSettings, create_app

SPELLING = {"kind": "spelling", "text": "know-how", "language": "en", "spelling": "alternative"}
LABEL = {"kind": "translation", "of": "label", "text": "Competenze", "language": "it"}
RELATION = {"kind": "relation", "relation": "related", "target": "digital badges"}
UNKNOWN = DEFINITION | {"source": "unknown"}


def _note(page: Got, name: str) -> str:
    """What stands beside a field."""
    box = page.text.partition(f'id="n-{name}"')[2].partition("</div>")[0]
    return unescape(" ".join(re.findall(r"<p[^>]*>(.*?)</p>", box)))


def test_nothing_is_there_unless_it_is_enabled() -> None:
    app = create_app(ServerSettings(address=str(GLOSSARY)))
    person = Person(Site(app, None), ("203.0.113.5", 1))  # type: ignore[arg-type]
    for path in ("/en/contribute", FORM, f"/en/contribute/status/{'a' * 26}"):
        assert person.get(path).status == 404
    assert person.posts(DEFINITION).status == 404
    assert person.proposes(DEFINITION).status == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["definition", "spelling", "translation", "relation"])
def test_every_form_is_there_in_every_language(person: Person, language: str, kind: str) -> None:
    page = person.get(f"/{language}/contribute/skills?kind={kind}")
    assert page.status == 200
    assert f'<html lang="{language}">' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert texts(language)(f"contribute.about.{kind}").split(".")[0] in unescape(page.text)
    assert len(page.body) < 100_000


def test_every_field_is_labelled_and_described(person: Person) -> None:
    for kind in ("definition", "spelling", "translation", "relation"):
        page = person.get(f"{FORM}?kind={kind}").text
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        for described in re.findall(r'aria-describedby="([^"]+)"', page):
            assert set(described.split()) <= set(ids)
        for name in re.findall(r'<(?:input|textarea|select) id="(f-[\w-]+)"', page):
            assert f'for="{name}"' in page or f'id="{name}" name=' in page


@pytest.mark.parametrize("given", [DEFINITION, SPELLING, LABEL, RELATION, UNKNOWN])
def test_what_is_sent_waits_in_the_queue_and_leads_to_its_status(
    person: Person, site: Site, given: dict[str, str]
) -> None:
    sent = person.insists(given)
    identifier = sent.identifier
    assert sent.headers["location"] == f"/en/contribute/status/{identifier}"
    (waiting,) = site.waiting
    assert (waiting.identifier, waiting.kind) == (identifier, given["kind"])
    assert waiting.creator == given.get("name", "Anonymous")
    page = person.get(sent.headers["location"])
    assert page.status == 200
    assert texts("en")("contribute.status.waiting") in page.text
    assert page.headers["cache-control"] == "no-store"


def test_nothing_comes_into_the_vocabulary_by_itself(person: Person) -> None:
    before = {file: file.read_bytes() for file in GLOSSARY.rglob("*") if file.is_file()}
    person.insists(DEFINITION)
    assert {f: f.read_bytes() for f in GLOSSARY.rglob("*") if f.is_file()} == before
    assert DEFINITION["text"] not in person.get("/en/term/skills").text


def test_what_is_wrong_is_summed_up_first_and_told_beside_the_field(
    person: Person, site: Site
) -> None:
    page = person.sends(DEFINITION | {"citation": "", "url": "javascript:x", "name": "a@b.org"})
    assert (page.status, site.waiting) == (422, [])
    assert [fault.partition(":")[0] for fault in page.faults] == [
        "Citation", "Web address", "Your name",
    ]  # fmt: skip
    assert "autofocus" in page.text.partition('class="outcome faulty"')[2].partition(">")[0]
    assert page.text.index('class="outcome faulty"') < page.text.index('<form class="propose"')
    assert re.search(r"<title>\s*Not sent:", page.text)
    for name in ("citation", "url", "name"):
        assert _note(page, name)
        assert re.search(
            rf'id="f-{name}"[^>]*aria-describedby="[^"]*n-{name}" aria-invalid="true"', page.text
        )
        assert f'href="#f-{name}"' in page.text
    assert not _note(page, "text")


def test_what_was_entered_is_kept(person: Person) -> None:
    given = DEFINITION | {"citation": "", "comment": 'A "word"\n& <more>'}
    page = person.sends(given)
    shown = unescape(page.text)
    assert f">\n{given['text']}</textarea>" in shown
    assert f">\n{given['comment']}</textarea>" in shown
    assert 'value="2019"' in page.text and 'value="https://example.org/words"' in page.text
    assert re.search(r'value="new" checked', page.text)
    assert re.search(r'<option value="en" selected>', page.text)


def test_messages_are_in_the_language_of_the_page(person: Person) -> None:
    for language, word in (("fr", "Veuillez remplir"), ("es", "Rellene")):
        page = person.sends({**DEFINITION, "citation": ""}, f"/{language}/contribute/skills")
        assert word in _note(page, "citation")
    ruled = person.sends(SPELLING | {"text": "Learning"}, "/fr/contribute/skills?kind=spelling")
    assert _note(ruled, "text") == texts("fr")("contribute.rule.LB006")


def test_a_rule_without_words_in_the_language_is_told_in_english_and_marked() -> None:
    message = proposals.rule_message(
        texts("es"), "text", "XX999", "Something is odd.", "Fix.", True
    )
    assert (message.text, message.language) == ("Something is odd. Fix.", "en")


def test_the_rules_of_contributions_hold(person: Person, site: Site) -> None:
    page = person.sends({"kind": "relation", "relation": "narrower", "target": "Credential"},
                        "/en/contribute/micro-credential")  # fmt: skip
    assert (page.status, site.waiting) == (422, [])
    assert len(page.faults) >= 1 and _note(page, "target")


def test_remarks_are_shown_once_and_then_it_can_be_sent(person: Person, site: Site) -> None:
    given = SPELLING | {"text": "Learning"}
    page = person.sends(given)
    assert (page.status, site.waiting, page.faults) == (200, [], [])
    assert 'class="outcome" role="status"' in page.text
    assert 'href="/en/term/learning"' in page.text.partition('id="alike"')[2]
    assert person.posts({**page.hidden, "step": "send", **given}).status == 303
    # Of something else, remarks are shown again.
    other = person.posts({**page.hidden, "step": "send", **given, "text": "Competence"})
    assert other.status == 200


def test_looking_it_over_keeps_nothing_and_shows_the_turtle(person: Person, site: Site) -> None:
    hidden = person.get(FORM).hidden
    page = person.posts({**hidden, **DEFINITION, "step": "look"})
    assert (page.status, site.waiting) == (200, [])
    shown = unescape(page.text.partition("<pre")[2].partition("</pre>")[0])
    assert "<skills>\n    skos:definition <skills#def-" in shown
    assert "tvs:sourceEvidence tvs:stated ;" in shown


def test_an_unknown_source_is_said_to_the_sender_too(person: Person) -> None:
    page = person.sends(UNKNOWN)
    assert page.status == 200
    assert _note(page, "source") == texts("en")("contribute.rule.DF002")


def test_the_start_leads_to_the_term_that_is_named(person: Person) -> None:
    assert person.get("/en/contribute").status == 200
    found = person.get("/en/contribute?term=skill")
    assert (found.status, found.headers["location"]) == (303, FORM)
    near = person.get("/en/contribute?term=lerning")
    assert "/en/contribute?term=" in near.text.partition('role="alert"')[2]
    assert person.get('/en/contribute?term=%3Cb%3E"').text.count("<b>") == 0


def test_a_term_or_a_kind_that_is_not_there_is_told(person: Person) -> None:
    assert person.get("/en/contribute/nothing").problem == "not-found"
    assert person.posts(DEFINITION, "/en/contribute/nothing").status in (404, 422)
    assert person.get(f"{FORM}?kind=merge").problem == "bad-parameter"
    assert person.posts({"kind": "merge"}).problem == "bad-parameter"


def test_the_status_tells_what_was_decided_and_why(person: Person, site: Site) -> None:
    identifier = person.insists(DEFINITION).identifier
    site.queue.decide(identifier, Decision(State.DECLINED, "2027-01-16", "Too <b>close</b> to 2."))
    page = person.get(f"/fr/contribute/status/{identifier}")
    assert texts("fr")("contribute.status.declined") in unescape(page.text)
    assert "Too &lt;b&gt;close&lt;/b&gt; to 2." in page.text
    assert "16 janvier 2027" in page.text


def test_a_name_that_was_never_given_has_no_status(person: Person) -> None:
    person.insists(DEFINITION)
    for name in ("a" * 26, "x", "..%2F..%2Fscheme", "%00", "A" * 26):
        assert person.get(f"/en/contribute/status/{name}").problem == "not-found"


def test_every_text_of_the_forms_is_used() -> None:
    folder = Path(str(proposals.__file__)).parents[1]
    files = [*(folder / "templates" / "site").glob("contribute*.html"), Path(proposals.__file__)]
    said = " ".join(file.read_text(encoding="utf-8") for file in files).replace("'", '"')
    for key in texts("en").entries:
        if key.startswith("contribute."):
            whole = key.removesuffix(".one").removesuffix(".other")
            group = whole.rpartition(".")[0] + "."
            is_computed = group != "contribute." and group in said
            assert f'"{whole}"' in said or is_computed, key


def test_every_mistake_has_a_text() -> None:

    folder = Path(str(queue.__file__)).parent
    codes = set()
    for name in ("fields", "proposing"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "refuse":
                codes.add(ast.literal_eval(node.args[1]))
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                codes.add(ast.literal_eval(node.value.elts[0]))
    assert len(codes) > 15
    assert {f"contribute.mistake.{code}" for code in codes} <= set(texts("es").entries)


def test_a_proposal_about_another_vocabulary_of_the_store_is_named_after_that(
    tmp_path: Path,
) -> None:
    (tmp_path / "v").mkdir()
    for name in ("a", "b"):
        (tmp_path / "v" / f"{name}.ttl").write_text(
            f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            <http://{name}.example/> a skos:ConceptScheme .
            <http://{name}.example/term> a skos:Concept ;
              skos:inScheme <http://{name}.example/> ; skos:prefLabel "Term {name}"@en .""",
            encoding="utf-8",
        )
    with taking(tmp_path / "v", tmp_path / "queue") as site:
        sent = site.person().insists(DEFINITION, "/en/contribute/~http/b.example/term")
        assert sent.status == 303, sent.faults
        (waiting,) = site.waiting
        assert any(t.subject.startswith("http://b.example/source/") for t in waiting.statements)
