"""Where in a file a statement stands: the source map behind every ``file:line`` of a finding.

RDF parsers tell no positions, so Turtle and N-Triples are read once more. One pass finds where the
statements about the wanted subjects begin and end; what stands inside is read when somebody asks.
It is lenient: the strict parser has accepted the file before.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from tvet_skos.namespaces import RDF, XSD
from tvet_skos.terms import Literal, Term, n3
from tvet_skos.text import bcp47

_STRING = (
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""|'
    rb"'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\n]++|\\.)*+"|'
    rb"'(?:[^'\\\n]++|\\.)*+'"
)
_IRI = rb'<[^<>"{}|^`\s]*+>'
_COMMENT = rb"\#[^\n]*+"
_TAG = rb"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"
_NUMBER = rb"[+-]?(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?"
_CHARACTERS = rb"(?:[^\s\[\](),;\"'<>\#^.\\]++|\\.)++"
_NAME = _CHARACTERS + rb"(?:\.++" + _CHARACTERS + rb")*+"
_GAP = rb"(?:\s++|" + _COMMENT + rb")*+"

_TOKEN = re.compile(
    rb"(?P<string>" + _STRING + rb")|(?P<iri>" + _IRI + rb")|(?P<comment>" + _COMMENT + rb")"
    rb"|(?P<tag>" + _TAG + rb")|(?P<type>\^\^)|(?P<number>" + _NUMBER + rb")"
    rb"|(?P<mark>[\[\](),;.])|(?P<name>" + _NAME + rb")",
    re.DOTALL,
)
_WORDS = b"|".join((_STRING, _IRI, _COMMENT, _TAG, _NUMBER, _NAME))
"""The tokens that are no punctuation, in the order in which ``_TOKEN`` looks for them."""

_STATEMENT = re.compile(
    _GAP + rb"(?:(?P<directive>(?i:prefix)\s" + _GAP + _NAME + _GAP + _IRI + rb"|(?i:base)"
    + _GAP + _IRI + rb")|(?P<head>" + _IRI + rb"|" + _NAME + rb")?"
    rb"(?:[\s\[\](),;^]++|" + _WORDS + rb"|[^.])*+\.)",
    re.DOTALL,
)  # fmt: skip
"""All up to a full stop, or a directive without one; ``head`` is a subject or ``@prefix``."""

_PART = re.compile(
    rb"(?:\s++|;|" + _COMMENT + rb")*+(?P<predicate>" + _IRI + rb"|" + _NAME + rb")"
    rb"(?:[\s,^]++|" + _WORDS + rb")*+(?P<end>.)",
    re.DOTALL,
)
"""A property with its values, up to the punctuation or bracket that follows."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BELOW = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_~/-]*+")
"""A relative IRI that needs nothing but to be put after the folder of its base."""

_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Place:
    """A 1-based line and column."""

    line: int
    column: int


class _Span(NamedTuple):
    """Where a statement about a subject begins and ends, and the line in which it begins."""

    start: int
    end: int
    line: int
    names: _Names


class SourceMap:
    """Places of the statements of one file; the first wins where one is repeated.

    Who asks for one subject after the other is answered fastest.
    """

    def __init__(self, content: bytes, spans: dict[str, list[_Span]]) -> None:
        self._content = content
        self._spans = spans
        self._last: tuple[str, _Section | None] = "", None

    def locate(
        self, subject: str, predicate: str = "", value: Term | None = None
    ) -> tuple[int, Place | None]:
        """The nearest known place, and how near it is.

        :returns: 3 and the statement, 2 and the property, 1 and the subject, or 0 and ``None``
        """
        section = self._section(subject)
        return (0, None) if section is None else section.locate(predicate, value)

    def nearest(self, subject: str, predicate: str = "", value: Term | None = None) -> Place | None:
        """The place that ``locate`` tells, more quickly: how near it is need not be known."""
        section = self._section(subject)
        if section is None:
            return None
        return section.locate(predicate, value if section.is_repeated(predicate) else None)[1]

    def _section(self, subject: str) -> _Section | None:
        if self._last[0] != subject:
            spans = self._spans.get(subject)
            self._last = subject, None if spans is None else _Section(self._content, spans)
        return self._last[1]


def _key(term: Term) -> str:
    """Terms as they are compared: IRIs bare, literals in full."""
    return term if isinstance(term, str) else n3(term)


def source_map(
    content: bytes, format_name: str, wanted: Collection[str] | None = None
) -> SourceMap:
    """The places of a document's statements; for RDF/XML and JSON-LD of its subjects only.

    :param wanted: the subjects to note, so that a large file takes little memory; by default all
    """
    content = content.removeprefix(BOM_UTF8)
    turtle_like = format_name in ("turtle", "ntriples")
    found = _statements(content, wanted) if turtle_like else _quoted(content, wanted)
    spans: dict[str, list[_Span]] = {}
    for subject, span in found:
        spans.setdefault(subject, []).append(span)
    return SourceMap(content, spans)


_SUBJECT = re.compile(rb'(?:rdf:about\s*=\s*|"@?id"\s*:\s*)"([^"]*)"')


def _quoted(content: bytes, wanted: Collection[str] | None) -> Iterator[tuple[str, _Span]]:
    """Subjects by the places where their IRI stands in quotes after ``about`` or ``id``."""
    line, seen, names = 1, 0, _Names()
    for match in _SUBJECT.finditer(content):
        subject = match[1].decode()
        if wanted is None or subject in wanted:
            line += content.count(b"\n", seen, match.start())
            seen = match.start()
            # Properties are not looked for.
            yield subject, _Span(seen, seen, line, names)


def _statements(content: bytes, wanted: Collection[str] | None) -> Iterator[tuple[str, _Span]]:
    """The subjects of statements of Turtle, each with the place of the statement."""
    line, seen, end, names = 1, 0, 0, _Names()
    while (match := _STATEMENT.match(content, end)) is not None:
        end = match.end()
        head = match["head"]
        if head is None or head[:1] == b"@":
            directive = match["directive"] if head is None else match[0]
            names = names if directive is None else names.after(directive)
            continue
        subject = names.iri_of(head)
        if wanted is None or subject in wanted:
            start = match.start("head")
            line += content.count(b"\n", seen, start)
            seen = start
            yield subject, _Span(start, end, line, names)


class Stretch(NamedTuple):
    """A statement in a file by its first and last byte and its line, a BOM not counted.

    ``subject`` is empty for a directive.
    """

    subject: str
    start: int
    end: int
    line: int


def stretches(content: bytes, format_name: str) -> Iterator[Stretch]:
    """Where all statements and directives of a document stand, in their order.

    Of RDF/XML and JSON-LD, it is where the IRI of what may be a subject stands.
    """
    content = content.removeprefix(BOM_UTF8)
    line, seen = 1, 0
    turtle_like = format_name in ("turtle", "ntriples")
    for subject, start, end in (_outlined if turtle_like else _quoted_ends)(content):
        line += content.count(b"\n", seen, start)
        seen = start
        yield Stretch(subject, start, end, line)


def _quoted_ends(content: bytes) -> Iterator[tuple[str, int, int]]:
    for match in _SUBJECT.finditer(content):
        yield match[1].decode(), *match.span()


def _outlined(content: bytes) -> Iterator[tuple[str, int, int]]:
    end, names = 0, _Names()
    while (match := _STATEMENT.match(content, end)) is not None:
        end = match.end()
        if (head := match["head"]) is not None and head[:1] != b"@":
            yield names.iri_of(head), match.start("head"), end
        elif (start := match.start("directive" if head is None else "head")) >= 0:
            names = names.after(content[start:end])
            yield "", start, end


@dataclass(slots=True)
class _Names:
    """What prefixes and relative IRIs stand for in a part of a file."""

    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    known: dict[bytes, str] = field(default_factory=dict)
    folder: str = field(init=False)

    def __post_init__(self) -> None:
        self.folder = urljoin(self.base, "x")[:-1]

    def after(self, directive: bytes) -> _Names:
        """The names that hold after a directive; the same where it is none."""
        tokens = [m for m in _TOKEN.finditer(directive) if m.lastgroup != "comment"]
        word = tokens[0][0].lower().removeprefix(b"@") if tokens else b""
        if word == b"base" and len(tokens) > 1:
            return _Names(self.iri_of(tokens[1][0]), self.prefixes)
        if word == b"prefix" and len(tokens) > 2:
            prefix = tokens[1][0].decode().removesuffix(":")
            return _Names(self.base, {**self.prefixes, prefix: self.iri_of(tokens[2][0])})
        return self

    def iri_of(self, token: bytes) -> str:
        """The IRI that a token stands for, in brackets or with a prefix."""
        if token[:1] == b"<" and b"\\" not in token and _ABSOLUTE.match(text := token.decode(), 1):
            return text[1:-1]
        known = self.known.get(token)
        if known is None:
            text = token.decode()
            known = self._resolved(text[1:-1]) if text[0] == "<" else self._named(text)
            self.known[token] = known
        return known

    def _resolved(self, text: str) -> str:
        iri = _unescaped(text)
        if _ABSOLUTE.match(iri) or not self.base:
            return iri
        if _BELOW.fullmatch(iri):
            return self.folder + iri
        # urljoin would drop the empty fragment at the end of a namespace.
        return urljoin(self.base, iri) + "#" * (iri.endswith("#")) if iri else self.base

    def _named(self, word: str) -> str:
        if word == "a":
            return RDF.type
        prefix, _, local = word.partition(":")
        return self.prefixes.get(prefix, prefix + ":") + local.replace("\\", "")


_Offset = tuple[_Span, int]
"""A place in a file as it is found: where in which statement."""


class _Section:
    """What a file says of one subject; read as far as it is asked for."""

    def __init__(self, content: bytes, spans: list[_Span]) -> None:
        self._content = content
        self._spans = spans

    def locate(self, predicate: str, value: Term | None) -> tuple[int, Place]:
        """The nearest known place of a statement, and how near it is, from 1 to 3."""
        if value is not None and predicate in self._properties:
            statement = self._statements.get((predicate, _key(value)))
            if statement is not None:
                return 3, self._place(*statement)
        if predicate and predicate in self._properties:
            return 2, self._place(*self._properties[predicate][0])
        return 1, self._place(self._spans[0], self._spans[0].start)

    def is_repeated(self, predicate: str) -> bool:
        """Whether a property stands in more places than one."""
        return bool(predicate) and len(self._properties.get(predicate, ())) > 1

    @cached_property
    def _properties(self) -> dict[str, list[_Offset]]:
        found: dict[str, list[_Offset]] = {}
        for span in self._spans:
            for predicate, offset in _parts(self._content, span):
                found.setdefault(predicate, []).append((span, offset))
        return found

    @cached_property
    def _statements(self) -> dict[tuple[str, str], _Offset]:
        found: dict[tuple[str, str], _Offset] = {}
        for span in self._spans:
            for predicate, offset, value in _said(self._content, span):
                found.setdefault((predicate, value), (span, offset))
        return found

    def _place(self, span: _Span, offset: int) -> Place:
        line = span.line + self._content.count(b"\n", span.start, offset)
        start = self._content.rfind(b"\n", 0, offset) + 1
        return Place(line, len(self._content[start:offset].decode()) + 1)


def _parts(content: bytes, span: _Span) -> list[tuple[str, int]]:
    """The properties of a statement and their places; read at once where there are no brackets."""
    parts = []
    head = _TOKEN.match(content, span.start)
    position = span.end if head is None else head.end()
    while (match := _PART.match(content, position, span.end)) is not None:
        parts.append((span.names.iri_of(match["predicate"]), match.start("predicate")))
        position = match.end()
        if match["end"] not in (b";", b"."):
            said = ((predicate, offset) for predicate, offset, _ in _said(content, span))
            return list(dict.fromkeys(said))
    return parts


def _said(content: bytes, span: _Span) -> Iterator[tuple[str, int, str]]:
    """Property, its place and value, token by token; the value is ``""`` for what has no name."""
    tokens = _Tokens(content, span)
    tokens.take()
    depth, predicate, place = 0, "", -1
    while (token := tokens.take()) is not None:
        mark = token[0] if token.lastgroup == "mark" else b""
        if mark in (b"]", b")"):
            depth -= 1
        elif depth == 0 and mark in (b";", b"."):
            place = -1
        elif depth == 0 and place < 0 and not mark:
            predicate, place = span.names.iri_of(token[0]), token.start()
        elif depth == 0 and mark != b",":
            yield predicate, place, "" if mark else tokens.term(token)
        if mark in (b"[", b"("):
            depth += 1


class _Tokens:
    """Walks the tokens of one statement, one ahead."""

    def __init__(self, content: bytes, span: _Span) -> None:
        found = _TOKEN.finditer(content, span.start, span.end)
        self._names = span.names
        self._tokens = (token for token in found if token.lastgroup != "comment")
        self._ahead = next(self._tokens, None)

    def take(self) -> re.Match[bytes] | None:
        """The token at hand, which is passed by."""
        token = self._ahead
        self._ahead = next(self._tokens, None)
        return token

    def term(self, token: re.Match[bytes]) -> str:
        """A value as it is compared, with the language tag or the datatype that follows it."""
        text = token[0].decode()
        if token.lastgroup == "string":
            return n3(self._literal(text))
        if token.lastgroup == "number":
            return n3(Literal(text, datatype=_number_type(text)))
        if text in ("true", "false"):
            return n3(Literal(text, datatype=XSD.boolean))
        return self._names.iri_of(token[0])

    def _literal(self, text: str) -> Literal:
        width = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
        value = _unescaped(text[width:-width])
        following = self._ahead
        if following is not None and following.lastgroup == "tag":
            self.take()
            return Literal(value, bcp47(following[0].decode()[1:]))
        if following is not None and following.lastgroup == "type":
            self.take()
            named = self.take()
            datatype = self.term(named) if named is not None else ""
            return Literal(value, datatype="" if datatype == XSD.string else datatype)
        return Literal(value)


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return XSD.double
    return XSD.decimal if "." in text else XSD.integer


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _SHORT.get(match[3], match[3])

    return _ESCAPE.sub(character, text)
