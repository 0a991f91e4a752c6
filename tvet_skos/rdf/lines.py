"""Where in a file a statement stands: the source map behind every ``file:line`` of a finding.

RDF parsers tell no positions, so Turtle and N-Triples are read once more by a tokenizer of our own.
It is lenient: the strict parser has accepted the file before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tvet_skos.namespaces import RDF, XSD
from tvet_skos.terms import Literal, Term, n3
from tvet_skos.text import bcp47

_TOKEN = re.compile(
    r'(?P<string>"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\''
    r'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\')'
    r"|(?P<iri><[^<>\"{}|^`\s]*+>)"
    r"|(?P<comment>\#[^\n]*+)"
    r"|(?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)"
    r"|(?P<type>\^\^)"
    r"|(?P<number>[+-]?(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?)"
    r"|(?P<mark>[\[\](),;.])"
    r"|(?P<name>[^\s\[\](),;\"'<>#^.]++(?:\.++[^\s\[\](),;\"'<>#^.]++)*+)",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Place:
    """A 1-based line and column."""

    line: int
    column: int


@dataclass(slots=True)
class SourceMap:
    """Places of the statements of one file; the first wins where one is repeated."""

    subjects: dict[str, Place] = field(default_factory=dict)
    predicates: dict[tuple[str, str], Place] = field(default_factory=dict)
    statements: dict[tuple[str, str, str], Place] = field(default_factory=dict)

    def locate(
        self, subject: str, predicate: str = "", value: Term | None = None
    ) -> tuple[int, Place | None]:
        """The nearest known place, and how near it is.

        :returns: 3 and the statement, 2 and the property, 1 and the subject, or 0 and ``None``
        """
        if predicate and value is not None:
            statement = self.statements.get((subject, predicate, _key(value)))
            if statement is not None:
                return 3, statement
        if (subject, predicate) in self.predicates:
            return 2, self.predicates[subject, predicate]
        return (1, self.subjects[subject]) if subject in self.subjects else (0, None)


def _key(term: Term) -> str:
    """Terms as the tokenizer keys them: IRIs bare, literals in full."""
    return term if isinstance(term, str) else n3(term)


def source_map(text: str, format_name: str, wanted: Collection[str] | None = None) -> SourceMap:
    """The places of a document's statements; for RDF/XML and JSON-LD of its subjects only.

    :param wanted: the subjects to note, so that a large file takes little memory; by default all
    """
    turtle_like = format_name in ("turtle", "ntriples")
    return _turtle_map(text, wanted) if turtle_like else _quoted_map(text, wanted)


_SUBJECT = re.compile(r'(?:rdf:about\s*=\s*|"@?id"\s*:\s*)"([^"]*)"')


def _quoted_map(text: str, wanted: Collection[str] | None) -> SourceMap:
    """Subjects by the first place where their IRI stands in quotes after ``about`` or ``id``."""
    found = SourceMap()
    starts = _Starts(text)
    for match in _SUBJECT.finditer(text):
        if wanted is None or match[1] in wanted:
            found.subjects.setdefault(match[1], starts.place(match.start()))
    return found


class _Starts:
    """Offsets to lines; offsets are asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._start = 0

    def place(self, offset: int) -> Place:
        passed = self._text.count("\n", self._start, offset)
        if passed:
            self._line += passed
            self._start = self._text.rfind("\n", 0, offset) + 1
        return Place(self._line, offset - self._start + 1)


@dataclass(slots=True)
class _Frame:
    """What stands open: a subject and predicate, or a list (``None`` subject, no statements)."""

    subject: str | None = None
    predicate: str | None = None
    place: Place = Place(1, 1)
    in_list: bool = False


def _turtle_map(text: str, wanted: Collection[str] | None) -> SourceMap:
    found = SourceMap()
    for subject, predicate, value, subject_place, place in _Reader(text, wanted).statements():
        found.subjects.setdefault(subject, subject_place)
        found.predicates.setdefault((subject, predicate), place)
        found.statements.setdefault((subject, predicate, value), place)
    return found


_Statement = tuple[str, str, str, Place, Place]


class _Reader:
    """Walks the tokens of one Turtle document, one ahead."""

    def __init__(self, text: str, wanted: Collection[str] | None) -> None:
        self._wanted = wanted
        self._resolved: dict[str, str] = {}
        self._tokens = (m for m in _TOKEN.finditer(text) if m.lastgroup != "comment")
        self._ahead = next(self._tokens, None)
        self._starts = _Starts(text)
        self._base = ""
        self._prefixes: dict[str, str] = {}
        self._anonymous = 0

    def _take(self) -> re.Match[str] | None:
        """The token at hand, which is passed by."""
        token = self._ahead
        self._ahead = next(self._tokens, None)
        return token

    def statements(self) -> Iterator[_Statement]:
        stack = [_Frame()]
        subject_places: dict[str, Place] = {}
        while (match := self._take()) is not None:
            if self._directive(match):
                continue
            place = self._starts.place(match.start())
            if match.lastgroup == "mark":
                self._mark(match[0], stack, subject_places, place)
                continue
            frame = stack[-1]
            if frame.in_list or self._is_unwanted(frame.subject):
                self._pass(match, frame)
                continue
            value = self._term(match)
            if frame.subject is None:
                frame.subject = value
                subject_places.setdefault(value, place)
            elif frame.predicate is None:
                frame.predicate, frame.place = value, place
            else:
                yield (
                    frame.subject,
                    frame.predicate,
                    value,
                    subject_places[frame.subject],
                    frame.place,
                )

    def _is_unwanted(self, subject: str | None) -> bool:
        return subject is not None and self._wanted is not None and subject not in self._wanted

    def _pass(self, match: re.Match[str], frame: _Frame) -> None:
        """Pass a predicate or a value by, with what belongs to it, without reading it."""
        if frame.predicate is None and not frame.in_list:
            frame.predicate = ""
        if match.lastgroup == "string" and self._ahead is not None:
            if self._ahead.lastgroup == "type":
                self._take()
                self._take()
            elif self._ahead.lastgroup == "tag":
                self._take()

    def _mark(self, mark: str, stack: list[_Frame], places: dict[str, Place], place: Place) -> None:
        """Punctuation: closes statements, opens and closes brackets."""
        frame = stack[-1]
        if mark == "[":
            self._anonymous += 1
            name = f"_:anonymous{self._anonymous}"
            places[name] = place
            if not frame.in_list and frame.subject is None:
                frame.subject = name
            stack.append(_Frame(subject=name))
        elif mark == "(":
            stack.append(_Frame(in_list=True))
        elif mark in "])" and len(stack) > 1:
            stack.pop()
        elif mark == ";":
            frame.predicate = None
        elif mark == ".":
            stack[:] = [_Frame()]

    def _directive(self, match: re.Match[str]) -> bool:
        word = match[0].lower()
        if word in ("@prefix", "prefix"):
            name, iri = self._take(), self._take()
            if name is not None and iri is not None:
                self._prefixes[name[0].rstrip(":")] = self._iri(iri[0])
        elif word in ("@base", "base"):
            iri = self._take()
            self._base = self._iri(iri[0]) if iri is not None else self._base
            self._resolved.clear()
        else:
            return False
        if word.startswith("@"):
            self._take()
        return True

    def _iri(self, token: str) -> str:
        known = self._resolved.get(token)
        if known is None:
            known = self._resolved[token] = self._resolve(token)
        return known

    def _resolve(self, token: str) -> str:
        iri = _unescaped(token[1:-1])
        # urljoin would drop the empty fragment at the end of a namespace.
        if _ABSOLUTE.match(iri) or not self._base:
            return iri
        return urljoin(self._base, iri) + "#" * (iri.endswith("#")) if iri else self._base

    def _term(self, match: re.Match[str]) -> str:
        """The key of a term, as ``n3`` writes literals and bare for IRIs."""
        if match.lastgroup == "iri":
            return self._iri(match[0])
        if match.lastgroup == "string":
            return n3(self._literal(match[0]))
        if match.lastgroup == "number":
            return n3(Literal(match[0], datatype=_number_type(match[0])))
        return self._name(match[0])

    def _name(self, word: str) -> str:
        if word == "a":
            return RDF.type
        if word in ("true", "false"):
            return n3(Literal(word, datatype=XSD.boolean))
        prefix, _, local = word.partition(":")
        return self._prefixes.get(prefix, prefix + ":") + local.replace("\\", "")

    def _literal(self, token: str) -> Literal:
        width = 3 if token[:3] in ('"""', "'''") and len(token) >= 6 else 1
        value = _unescaped(token[width:-width])
        following = self._ahead
        if following is not None and following.lastgroup == "tag":
            self._take()
            return Literal(value, bcp47(following[0][1:]))
        if following is not None and following.lastgroup == "type":
            self._take()
            named = self._take()
            datatype = self._term(named) if named is not None else ""
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
