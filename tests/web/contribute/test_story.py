"""The whole way of one definition: from the form to the page of its term."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.web.contribute.conftest import GLOSSARY
from tests.web.contribute.people import DEFINITION, FORM, taking
from tvet_skos.cli import main
from tvet_skos.publish.site.texts import texts
from tvet_skos.store import open_store
from tvet_skos.terms import IRI

BASE = IRI("https://w3id.org/tvet-skos/glossary/")


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result


def test_from_the_form_to_the_page_of_the_term(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    shutil.copytree(GLOSSARY, "vocab")
    _run("load", "vocab", "--into", "oxigraph:store")
    with taking("oxigraph:store", tmp_path / "contributions") as site:
        person = site.person()
        start = person.get("/en/contribute?term=skill")
        assert start.headers["location"] == FORM

        wrong = person.sends(DEFINITION | {"source": ""})
        assert wrong.faults == ["Source: Please fill this in."]
        sent = person.posts({**wrong.hidden, "step": "send", **DEFINITION})
        status = sent.headers["location"]
        assert texts("en")("contribute.status.waiting") in person.get(status).text

        listed = _run("review", "list").stdout
        assert re.search(r"definition +Skills", listed)
        shown = _run("review", "show", sent.identifier[:8]).stdout
        assert f'+ rdf:value "{DEFINITION["text"]}"@en' in shown
        _run("review", "accept", sent.identifier)
        assert texts("en")("contribute.status.accepted") in person.get(status).text

        # The vocabulary is what is in its files; a store that is served follows when it is loaded.
        assert DEFINITION["text"] not in person.get("/en/term/skills").text
        _run("load", "vocab", "--into", "oxigraph:store")
        site.app.state.site._looked = 0.0
        page = unescape(person.get("/en/term/skills").text)
        assert DEFINITION["text"] in page
        article = page.partition(DEFINITION["text"])[2].partition("</article>")[0]
        assert DEFINITION["citation"] in article
        assert "https://example.org/words" in article
        again = person.sends(DEFINITION)
        assert again.faults == ["Text: The vocabulary has this already."]
    with open_store("oxigraph:store") as store:
        assert any("skills#def-" in t.object for t in store.about(IRI(f"{BASE}skills")))


def test_proposals_come_in_while_an_editor_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GLOSSARY, "vocab")
    with taking(tmp_path / "vocab", tmp_path / "contributions") as site:
        person = site.person()
        first = person.insists(DEFINITION).identifier
        with site.queue.deciding():
            second = person.insists(DEFINITION | {"text": f"{DEFINITION['text']} So."}).identifier
        _run("review", "accept", first)
        third = person.insists(DEFINITION | {"text": f"{DEFINITION['text']} Now."}).identifier
        _run("review", "decline", second, "--reason", "One is enough.")
        states = {each.identifier: str(each.state) for each in site.waiting}
        assert states == {first: "accepted", second: "declined", third: "waiting"}
        assert "One is enough." in person.get(f"/en/contribute/status/{second}").text
