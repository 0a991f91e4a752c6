"""``serve --contributions``: the forms are there, and the pages lead to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.web.contribute.people import DEFINITION, REST, SKILLS
from tests.web.served import serving
from tvet_skos.contribute.queue import Queue

GLOSSARY = Path(__file__).parents[2] / "data" / "glossary"


@pytest.mark.parametrize("processes", ["1", "2"])
def test_proposals_are_taken_where_the_server_is_told_so(tmp_path: Path, processes: str) -> None:
    arguments = ("--vocab", str(GLOSSARY), "--workers", "1", "--processes", processes)
    with serving(*arguments, "--contributions", str(tmp_path / "queue")) as served:
        page = served.get("/fr/term/skills").text
        assert 'href="/fr/contribute/skills"' in page and 'href="/fr/contribute"' in page
        body = json.dumps({"concept": SKILLS, **DEFINITION}).encode()
        sent = served.post(REST, body, "application/json")
        assert sent.status == 202
        assert served.get(sent.headers["location"]).json["status"] == "waiting"
        forwarded = [
            served.post(REST, body, "application/json", X_Forwarded_For=f"198.51.100.{n}").status
            for n in range(45)
        ]
        assert 429 in forwarded
    assert len(list(Queue(tmp_path / "queue"))) >= 20


def test_pages_lead_to_no_form_that_is_not_there() -> None:
    with serving("--vocab", str(GLOSSARY), "--workers", "1") as served:
        assert "/contribute" not in served.get("/en/term/skills").text
        assert served.get("/en/contribute").status == 404
