"""From what a page says to HTML: the one place where templates are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from markupsafe import Markup

from tvet_skos.iri import digest
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.texts import LANGUAGES


def render(
    reading: Reading,
    template: str,
    *,
    kind: str,
    subject: str = "",
    page: int = 1,
    carried: Mapping[str, str] | None = None,
    **content: object,
) -> str:
    """A page as HTML.

    :param template: its name in ``templates/site/``, without suffix
    :param kind: what kind of page it is, as ``Addresses`` calls it
    :param subject: the IRI or letter that it is about
    :param page: which part of a long list it shows
    :param carried: what was asked for, which the page in another language is to answer, too
    """
    given = {name: value for name, value in (carried or {}).items() if value}
    frame = reading.edition.kept((reading.frame, kind), lambda: _frame(reading, kind))
    return (
        environment()
        .get_template(f"site/{template}.html")
        .render(
            **_known(reading, kind),
            languages=_languages(reading),
            subject=subject,
            page=page,
            carried=f"?{urlencode(given)}" if given else "",
            frame=frame,
            **content,
        )
    )


def _known(reading: Reading, kind: str) -> dict[str, object]:
    """What every template is given."""
    return {
        "reading": reading,
        "say": reading.say,
        "address": reading.address,
        "edition": reading.edition,
        "language": reading.language,
        "kind": kind,
        "asset": lambda name: reading.address.file(asset_path(name)),
    }


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above and below the content, alike on all pages of a kind in a folder."""

    masthead: Markup
    colophon: Markup


def _frame(reading: Reading, kind: str) -> Frame:
    known = _known(reading, kind)
    masthead, colophon = (
        Markup(environment().get_template(f"site/{name}.html").render(known))
        for name in ("masthead", "colophon")
    )
    return Frame(masthead, colophon)


def _languages(reading: Reading) -> dict[str, str]:
    """The languages that a page can be had in, each by its own name."""
    there = reading.address.around.languages or tuple(LANGUAGES)
    return {tag: LANGUAGES[tag] for tag in LANGUAGES if tag in there}


def prepare() -> None:
    """Compile every template now, so that no reader waits for it."""
    for name in environment().list_templates(filter_func=lambda name: name.startswith("site/")):
        environment().get_template(name)


ASSETS = {
    "site.css": "text/css",
    "site.js": "text/javascript",
    "suggest.js": "text/javascript",
    "tree.js": "text/javascript",
    "sparql-editor.js": "text/javascript",
    "sparql-editor.LICENSE.txt": "text/plain",
    "icon.svg": "image/svg+xml",
}
"""The files of ``static/``, each with its media type."""


@cache
def asset(name: str) -> bytes:
    """A file that pages load."""
    return files("tvet_skos.publish").joinpath("static", name).read_bytes()


@cache
def asset_path(name: str) -> str:
    """Where it stands: the name changes with its content, so that browsers may keep it."""
    return f"/static/{digest(asset(name).decode('utf-8'))}/{name}"
