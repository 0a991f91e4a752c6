"""Safe fixes of what stands inside texts: characters, spaces, mark-up. No word is changed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import (
    LABEL_TEXTS,
    NOTE_TEXTS,
    READ_BY_TEXTS,
    Text,
    texts,
)
from tvet_skos.namespaces import DCTERMS
from tvet_skos.terms import Triple
from tvet_skos.text import nfc

FAMILY = Family(READ_BY_TEXTS)


def _rewritten(statements: Iterable[Text], spell: Callable[[str], str]) -> Iterator[Change]:
    for node, predicate, literal in statements:
        text = spell(literal.value)
        if text != literal.value:
            new = literal._replace(value=text)
            yield Change(Triple(node, predicate, literal), Triple(node, predicate, new))


def _all_texts(graph: Graph) -> Iterator[Text]:
    return texts(graph, (*LABEL_TEXTS, *NOTE_TEXTS))


# Control characters that are no white space, and characters without width. What joins letters
# (U+200C, U+200D) or turns the direction of writing belongs to the text, and C1 controls are mostly
# quotes and accents that were read in a wrong encoding: those only a person can mend.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u2060\ufeff]")


@FAMILY.fix(
    "drop-invisible-characters",
    "LB003",
    "Takes control characters, soft hyphens and characters without width out of labels and notes.",
)
def _drop_invisible(graph: Graph, _options: Options) -> Iterator[Change]:
    return _rewritten(_all_texts(graph), lambda text: _INVISIBLE.sub("", text))


@FAMILY.fix(
    "compose-characters",
    "",
    "Writes letters with accents in Unicode normal form C, so that equal labels are equal.",
)
def _compose(graph: Graph, _options: Options) -> Iterator[Change]:
    return _rewritten(_all_texts(graph), nfc)


# A single no-break space inside a label is somebody's typography and stays.
_WIDE_SPACE = re.compile(r"\s{2,}|[\t-\r\x1c-\x1f\x85\u2028\u2029]")


@FAMILY.fix(
    "trim-labels",
    "LB004",
    "Takes spaces off both ends of labels, and makes double spaces and line breaks one space.",
)
def _trim_labels(graph: Graph, _options: Options) -> Iterator[Change]:
    return _rewritten(texts(graph, LABEL_TEXTS), lambda text: _WIDE_SPACE.sub(" ", text).strip())


@FAMILY.fix(
    "trim-notes",
    "",
    "Takes white space off both ends of notes and definitions.",
)
def _trim_notes(graph: Graph, _options: Options) -> Iterator[Change]:
    return _rewritten(texts(graph, NOTE_TEXTS), str.strip)


_WRAPPER = re.compile(r"\s*<(p|div|span)>((?:(?!</?\1\b)[\s\S])*)</\1>\s*", re.I)
_ENTITY = re.compile(r"&(?:amp|quot|apos|nbsp|#39|#34|#38|#160);")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@FAMILY.fix(
    "strip-markup",
    "DF014",
    "Writes HTML entities as characters and drops a paragraph that is wrapped around a whole text.",
)
def _strip_markup(graph: Graph, _options: Options) -> Iterator[Change]:
    for change in _rewritten(_all_texts(graph), _unwrapped):
        # Where a format is named, mark-up may be what it asks for.
        if change.removed and not graph.values(change.removed.subject, DCTERMS.format):
            yield change


def _unwrapped(text: str) -> str:
    """A text without mark-up that means nothing; other mark-up stays, and with it its entities.

    >>> _unwrapped("<p>Skills &amp; trades</p>"), _unwrapped("a <b>bold</b> &amp; free text")
    ('Skills & trades', 'a <b>bold</b> &amp; free text')
    """
    if "<" not in text and "&" not in text:
        return text
    wrapped = _WRAPPER.fullmatch(text)
    inner = wrapped[2] if wrapped else text
    if _TAG.search(inner):
        return text
    return _ENTITY.sub(lambda m: html.unescape(m[0]), inner)
