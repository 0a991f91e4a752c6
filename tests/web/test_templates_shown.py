"""Every template is on a page that the tests in a browser visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from tests.browser.paths import ACCEPTED, DECLINED, FILES, FLYOUTS, FORMS, PATHS, WAITING
from tests.web.contribute.people import Person, proposals, taking
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site import rendering
from tvet_skos.publish.site.folder.writing import SitePlan
from tvet_skos.resources import bundled_vocabulary

_GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"
_FOLDERS = ("site/", "embed/")


@contextmanager
def _recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of the templates that are used meanwhile: asked for, extended or included."""
    used: set[str] = set()
    load = Environment._load_template

    def loading(self: Environment, name: str, given: Any) -> Any:
        used.add(name)
        return load(self, name, given)

    with monkeypatch.context() as patched:
        # Who serves pages has all templates compiled beforehand, whether they are used or not.
        patched.setattr(rendering, "prepare", lambda: None)
        patched.setattr(Environment, "_load_template", loading)
        yield used


def _visit(person: Person) -> None:
    for name, path in PATHS.items():
        status = person.get(path, Accept="text/html").status
        # Queries are answered by processes, of which there are none here.
        is_page = status == 200 or "/query" in path
        assert is_page is not name.startswith("problem"), (name, status)
    for name, (path, fields) in FORMS.items():
        form = person.get(path)
        kind = {"kind": form.hidden.get("kind", "definition"), "step": "send"}
        got = person.posts({**form.hidden, **kind, **fields}, path.partition("?")[0])
        assert 'class="outcome faulty"' in got.text, (name, got.status)
    for name, path in FLYOUTS.items():
        assert person.get(path).status == 200, name


def _made(used: set[str]) -> set[str]:
    """The templates of the pages that are looked at in a site in a folder."""
    contents = SitePlan(str(_GLOSSARY), languages=("en", "fr")).contents()
    concept = next(iri for iri in contents.edition.most_defined if "micro-credential" in iri)
    shown, missing = set[str](), set(FILES.values())
    for files in (contents.fixed(), contents.of_concept(concept)):
        used.clear()
        for file, _ in files:
            if file in missing:
                shown |= used
                missing.remove(file)
            if not missing:
                break
            used.clear()
    assert not missing
    return shown


def test_every_template_is_on_a_page_that_browsers_visit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = environment().list_templates(
        filter_func=lambda name: name.startswith(_FOLDERS) and name.endswith((".html", ".svg"))
    )
    proposals(tmp_path, waiting=WAITING, accepted=ACCEPTED, declined=DECLINED)
    with _recorded(monkeypatch) as used:
        with taking(bundled_vocabulary(), tmp_path, least_seconds=0.0) as site:
            _visit(site.person())
        shown = set(used) | _made(used)
    assert sorted(set(there) - shown) == [], "name a page for these in tests/browser/paths.py"
