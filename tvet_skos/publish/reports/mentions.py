"""The terms found in a text, for people and programs: one table of formats."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tvet_skos.lookup.annotation import Mention
from tvet_skos.lookup.find import Match
from tvet_skos.publish.characters import defused, printable
from tvet_skos.publish.choice import choose
from tvet_skos.publish.links import web_link
from tvet_skos.terms import IRI

_AROUND = 32
"""Characters before and after a mention that help to find it again in a changed text."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with the terms that were found in it.

    ``names`` has what each concept is called; ``source`` is an IRI of the text, absolute or
    relative, where it has one. Mentions are placed by the characters of ``text``, also where that
    is an HTML page (``is_page``).
    """

    text: str
    mentions: Sequence[Mention]
    names: Mapping[IRI, str]
    is_page: bool = False
    source: str = ""

    def name(self, match: Match) -> str:
        """What the concept of a match is called."""
        return self.names.get(match.concept, match.concept)


def write_mentions(annotated: AnnotatedText, name: str = "text") -> str:
    """The mentions in a format of ``MENTION_FORMATS``.

    :raises SettingsError: there is no such format
    """
    return choose(MENTION_FORMATS, name, "format for mentions")(annotated)


def _lines(annotated: AnnotatedText) -> str:
    """One line a concept: place, text, name, reason, IRI, separated by tabs."""
    return "".join(
        "\t".join(
            (
                f"{mention.start}-{mention.end}",
                _in_line(mention.text),
                _in_line(annotated.name(match)),
                _in_line(match.why),
                _in_line(match.concept),
            )
        )
        + "\n"
        for mention in annotated.mentions
        for match in mention.matches
    )


def _in_line(text: str) -> str:
    return printable(" ".join(text.split()))


def _html(annotated: AnnotatedText) -> str:
    """The page itself, or the text as paragraphs, in which each term is a link to its concept.

    A page keeps every character that it has; the text is escaped.
    """
    show = _as_it_is if annotated.is_page else _as_text
    pieces: list[str] = []
    done = 0
    for mention in annotated.mentions:
        pieces.append(show(annotated.text[done : mention.start]))
        written = show(annotated.text[mention.start : mention.end])
        pieces.append(_linked(annotated, mention, written))
        done = mention.end
    content = "".join(pieces) + show(annotated.text[done:])
    return content if annotated.is_page else _paragraphs(content)


def _as_it_is(text: str) -> str:
    return text


def _as_text(text: str) -> str:
    return escape(printable(text))


def _linked(annotated: AnnotatedText, mention: Mention, written: str) -> str:
    """A mention as a link to the first of its concepts that has an address on the web."""
    target = next((link for m in mention.matches if (link := web_link(m.concept))), "")
    if not target:
        return written
    names = dict.fromkeys(annotated.name(match) for match in mention.matches)
    title = escape(_in_line(" / ".join(names)))
    return f'<a class="glossary-term" href="{escape(target)}" title="{title}">{written}</a>'


_GAP = re.compile(r"\n[^\S\n]*\n\s*")


def _paragraphs(content: str) -> str:
    parts = (part.strip("\n").replace("\n", "<br>\n") for part in _GAP.split(content))
    return "".join(f"<p>{part}</p>\n" for part in parts if part)


CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"why": None})
"""The context of the recommendation; why a label matched is for readers only and no statement."""


def _json(annotated: AnnotatedText) -> str:
    """A collection of W3C Web Annotations.

    In a text a mention is placed by characters, in a page by the bytes of its UTF-8, as the
    selectors of the recommendation count; both ways the words themselves stand beside that.

    :source: Web Annotation Data Model, sections 4.2.4 to 4.2.6 and 5
    """
    digest = hashlib.sha256(annotated.text.encode("utf-8", "surrogatepass")).hexdigest()
    source = annotated.source or _urn(digest)
    place = _bytes_place(annotated.text) if annotated.is_page else _characters_place
    bodies = _bodies(annotated)
    items = [
        _annotation(annotated.text, mention, bodies(mention), source, place(mention))
        | {"id": _urn(f"{digest}#{number}")}
        for number, mention in enumerate(annotated.mentions, 1)
    ]
    page = {"id": _urn(f"{digest}/page"), "type": "AnnotationPage", "startIndex": 0, "items": []}
    document = {
        "@context": list(CONTEXT),
        "id": _urn(f"{digest}/collection"),
        "type": "AnnotationCollection",
        "total": len(items),
        "first": page,
    }
    # One line an annotation: to be compared easily, and written ten times as fast as indented.
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    head, _, rest = json.dumps(document, ensure_ascii=False, indent=1).rpartition("[]")
    return f"{head}[\n{lines}\n  ]{rest}\n" if items else f"{head}[]{rest}\n"


def _urn(name: str) -> str:
    """A name that the same text has on every machine."""
    return uuid5(NAMESPACE_URL, f"tvet-skos:annotation:{name}").urn


def _annotation(
    text: str, mention: Mention, bodies: list[Any], source: str, place: dict[str, Any]
) -> dict[str, Any]:
    start, end = mention.start, mention.end
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return {
        "id": "",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies[0] if len(bodies) == 1 else {"type": "Choice", "items": bodies},
        "target": {"source": source, "selector": [place, quote]},
    }


def _bodies(annotated: AnnotatedText) -> Callable[[Mention], list[dict[str, Any]]]:
    """What a mention stands for; the same words stand for the same, which is worded once."""
    known: dict[int, list[dict[str, Any]]] = {}

    def bodies(mention: Mention) -> list[dict[str, Any]]:
        key = id(mention.matches)
        if key not in known:
            known[key] = [_body(annotated, match) for match in mention.matches]
        return known[key]

    return bodies


def _body(annotated: AnnotatedText, match: Match) -> dict[str, Any]:
    """A concept with the label that matched, under the property of SKOS that it is a value of."""
    assert match.label is not None and match.kind is not None
    label: Any = match.label.value
    if match.label.language:
        label = {"@value": label, "@language": match.label.language}
    return {
        "id": match.concept,
        "type": "skos:Concept",
        "label": annotated.name(match),
        f"skos:{match.kind.value}": label,
        "why": match.why,
    }


def _characters_place(mention: Mention) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": mention.start, "end": mention.end}


def _bytes_place(page: str) -> Callable[[Mention], dict[str, Any]]:
    """Places by bytes; mentions are to come in their order, so that nothing is counted twice."""
    done = counted = 0

    def to(position: int) -> int:
        nonlocal done, counted
        counted += len(page[done:position].encode("utf-8", "surrogatepass"))
        done = position
        return counted

    def place(mention: Mention) -> dict[str, Any]:
        start = to(mention.start)
        return {"type": "DataPositionSelector", "start": start, "end": to(mention.end)}

    return place


COLUMNS = ("start", "end", "text", "concept", "name", "label", "language", "kind", "ignoring")
"""The columns of the table."""


def _csv(annotated: AnnotatedText) -> str:
    """One row a concept, safe to open in a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for mention in annotated.mentions:
        for match in mention.matches:
            writer.writerow([mention.start, mention.end, *_cells(annotated, mention, match)])
    return file.getvalue()


def _cells(annotated: AnnotatedText, mention: Mention, match: Match) -> list[str]:
    assert match.label is not None and match.kind is not None
    cells = (
        mention.text,
        match.concept,
        annotated.name(match),
        match.label.value,
        match.label.language,
        match.kind.value,
        ", ".join(match.ignoring),
    )
    return [defused(printable(cell)) for cell in cells]


MENTION_FORMATS: Mapping[str, Callable[[AnnotatedText], str]] = {
    "text": _lines,
    "html": _html,
    "json": _json,
    "csv": _csv,
}
"""Format to writer."""
