"""The tokens of a query, read once and in one way, or not at all.

Engines do not agree on where some tokens end. Where two readings are possible, the lexer refuses
the text and says what to write instead. It takes time linear in the length of the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tvet_skos.errors import QueryRefused

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
PROLOGUE = ("PREFIX", "BASE")
_KEYWORDS = """
    A AS ASC BIND BY DESC DISTINCT EXISTS FALSE FILTER GRAPH GROUP HAVING IN LIMIT MINUS NAMED NOT
    OFFSET OPTIONAL ORDER REDUCED SEPARATOR TRUE UNDEF UNION VALUES WHERE
    AVG COUNT GROUP_CONCAT MAX MIN SAMPLE SUM
    ABS BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY ENCODE_FOR_URI FLOOR HOURS IF IRI
    ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MD5 MINUTES MONTH NOW RAND REGEX
    REPLACE ROUND SAMETERM SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLEN STRSTARTS STRUUID SUBSTR TIMEZONE TZ UCASE URI UUID YEAR
"""
UPDATES = "ADD CLEAR COPY CREATE DELETE DROP INSERT INTO LOAD MOVE USING WITH"
_WORDS = frozenset((*_KEYWORDS.split(), *UPDATES.split(), *FORMS, *PROLOGUE, "SERVICE", "FROM"))
_SHOWN = 40  # characters of what was found, in a message


def refusal(text: str, start: int, message: str, hint: str) -> QueryRefused:
    """The error that says what stands at ``start``, with its line."""
    return QueryRefused(message, line=text.count("\n", 0, start) + 1, hint=hint)


def quote(found: str) -> str:
    """What was found, short enough for one line of a message."""
    return f'found "{found[:_SHOWN]}{"…" * (len(found) > _SHOWN)}"'


# A carriage return alone ends a comment in pyoxigraph and not in rdflib, so that what stands after
# it would be hidden from one of them. A byte order mark makes both fail without naming it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]|\r(?!\n)|\\A\ufeff")


def check_characters(text: str, most_bytes: int) -> None:
    """Refuse a text that is too long or holds a character that no query needs.

    :raises QueryRefused: with the line of the character
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > most_bytes:
        message = f"the query is too long: {size} bytes (max {most_bytes})"
        raise refusal(text, 0, message, "ask for less at a time, or page with LIMIT and OFFSET")
    found = _FORBIDDEN.search(text)
    if found is not None:
        message = f"the query holds U+{ord(found[0]):04X}, which engines do not read alike"
        raise refusal(text, found.start(), message, "remove it; save the query as plain UTF-8")


# SPARQL 1.1, productions 164 to 167, exactly: a wider class would swallow the end of a name.
_BASE_BEYOND_ASCII = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_IN_NAMES_BEYOND_ASCII = "\u00b7\u0300-\u036f\u203f\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"\\[tbnrf\"'\\]|{_CODEPOINT}"


@cache
def _lexeme(is_ascii: bool) -> re.Pattern[str]:
    """What a token is: for texts in ASCII, as nearly all are, or for all.

    Classes of characters beyond ASCII take ten times as long to compile as all the rest.
    """
    base, more = "A-Za-z", ""
    if not is_ascii:
        base, more = base + _BASE_BEYOND_ASCII, _IN_NAMES_BEYOND_ASCII
    letter = base + "_"
    in_variable = letter + "0-9" + more
    in_name = in_variable + "\\-"
    # No quantifier stands inside another over the same characters: nothing is ever tried twice.
    return re.compile(
        rf"""
        (?P<skip>[ \t\r\n]+|\#[^\n]*)
      | (?P<string>\"\"\"(?:[^\"\\]|{_ESCAPE}|\"(?!\"\"))*\"\"\"
                 |'''(?:[^'\\]|{_ESCAPE}|'(?!''))*'''
                 |(?!\"\"\")\"(?:[^\"\\\n\r]|{_ESCAPE})*\"
                 |(?!''')'(?:[^'\\\n\r]|{_ESCAPE})*')
      | (?P<iri><(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*>)
      | (?P<variable>[?$][{letter}0-9][{in_variable}]*)
      | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<blank>_:[{letter}0-9][{in_name}.]*)
      | (?P<name>(?:[{base}][{in_name}.]*)?:
                 (?:(?:[{letter}:0-9]|{_PLX})(?:[{in_name}.:]|{_PLX})*)?)
      | (?P<word>[{base}][{in_name}.]*)
      | (?P<number>[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+
                 |[0-9]*\.[0-9]+|[0-9]+)
      | (?P<sign>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].;,=<>!+\-*/|^?])
        """,
        re.VERBOSE,
    )


_CLOSES = {"}": "{", ")": "(", "]": "["}
OPENS = frozenset(_CLOSES.values())
_TERM_WORDS = frozenset({"a", "true", "false"})


class Token(NamedTuple):
    """One token; ``inside`` and ``depth`` do not count a bracket that this token opens.

    ``inside`` is the innermost open bracket (``{``, ``(``, ``[``) or empty; VALUES in a list of
    VALUES, and SELECT in the head of a subquery, where no pattern can stand.
    """

    kind: str
    text: str
    start: int
    inside: str
    depth: int

    @property
    def word(self) -> str:
        """The keyword in capitals; empty for every other kind of token."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def is_term(self) -> bool:
        """Whether this is a term by itself (``a``, too, stands where a term stands)."""
        return self.kind not in ("word", "sign") or self.text.lower() in _TERM_WORDS

    @property
    def ends_term(self) -> bool:
        """Whether a term may end here."""
        return self.is_term or self.text in (")", "]")


START = Token("sign", "", 0, "", 0)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in order.

    :raises QueryRefused: for what is no token or has two readings, and for unmatched brackets
    """
    return iter(_Lexer(text))


class _Lexer:
    """The tokens of a query in order, read once.

    Whether ``<`` begins an IRI depends on the brackets, so both are read together.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._pattern = _lexeme(text.isascii())
        self._open: list[tuple[str, str, int]] = []  # the bracket, what it holds, where it stands
        self._previous = START
        self._announced = ""  # VALUES or SELECT was read, and the "{" that it leads to was not

    def __iter__(self) -> Iterator[Token]:
        """Yield the tokens; refuse what is none or has two readings, and unmatched brackets."""
        position = 0
        while position < len(self._text):
            kind, found = self._lexeme(position)
            if kind != "skip":
                token = Token(kind, found, position, self._inside(), len(self._open))
                self._follow(token)
                yield token
                self._previous = token
            position += len(found)
        if self._open:
            bracket, _, start = self._open[-1]
            raise refusal(self._text, start, f'"{bracket}" is never closed', "close it")

    def _inside(self) -> str:
        holds = self._open[-1][1] if self._open else ""
        return "SELECT" if holds == "{" and self._announced == "SELECT" else holds

    def _lexeme(self, position: int) -> tuple[str, str]:
        """The kind and the text of what begins here."""
        match = self._pattern.match(self._text, position)
        if match is None or match.lastgroup is None:
            raise self._unreadable(position)
        kind, found = match.lastgroup, match[0]
        if "\\" in found:
            _check_escapes(self._text, position, kind, found)
        if kind == "iri" and self._may_be_operator(found):
            return "sign", self._operator(position, found)
        if kind in ("word", "name", "blank"):
            found = _without_final_dots(found)
            self._check_glue(position, kind, found)
        return kind, found

    def _may_be_operator(self, found: str) -> bool:
        """Whether the grammar may want the operator ``<`` here: in ``( )``, after an operand."""
        # EXISTS { ... } is an operand; the lists of VALUES, also in ( ), hold terms only.
        ends_operand = self._previous.ends_term or self._previous.text == "}"
        # No comparison has "//" in it, unless in a comment or a string.
        absolute = "//" in found and not any(sign in found.partition("//")[0] for sign in "#'")
        return ends_operand and self._inside() == "(" and not absolute

    def _operator(self, position: int, found: str) -> str:
        """The sign, if neither of the two readers would see a comment or a string begin here."""
        if any(sign in found for sign in "#'\\"):
            message = f"this reads as an IRI and as a comparison: {quote(found)}"
            hint = 'to compare, put spaces around "<"; for an IRI, write it with a prefix'
            raise refusal(self._text, position, message, hint)
        return "<=" if found.startswith("<=") else "<"

    def _check_glue(self, position: int, kind: str, found: str) -> None:
        """Refuse longer words, in which a keyword may hide, and ``true.ex:a``, which may be two."""
        prefix = found.partition(":")[0].lower()
        if kind == "word" and found.upper() not in _WORDS:
            message = f"this is no word of SPARQL 1.1: {quote(found)}"
            hint = "check the spelling; put spaces around words, and a prefix before names"
            raise refusal(self._text, position, message, hint)
        if kind == "name" and (prefix.startswith(("true.", "false.")) or prefix.endswith(".")):
            message = f"this reads as one name and as two statements: {quote(found)}"
            raise refusal(self._text, position, message, "put spaces around the full stop")

    def _unreadable(self, position: int) -> QueryRefused:
        shown = self._text[position : position + _SHOWN].partition("\n")[0]
        message = f"U+{ord(shown[0]):04X} begins nothing in SPARQL"
        hint = "remove it, or put it in a string"
        if shown[0] in "\"'":
            message = "a string is not closed, or holds an escape that SPARQL does not have"
            hint = 'close it with the same quotes; write a backslash as "\\\\"'
        elif re.match(_CODEPOINT, shown):
            message, hint = _STRAY, "write the character itself"
        return refusal(self._text, position, f"{message}: {quote(shown)}", hint)

    def _follow(self, token: Token) -> None:
        """Keep the brackets, and refuse the one sign that would change how ``<`` is read."""
        if token.word in ("VALUES", "SELECT"):
            self._announced = token.word
        elif token.text in OPENS:
            self._open.append((token.text, self._holds(token), token.start))
        elif token.text in _CLOSES:
            bracket = self._open.pop()[0] if self._open else ""
            if bracket != _CLOSES[token.text]:
                message = f'"{token.text}" closes "{bracket}"' if bracket else "nothing is open"
                message = f"{message}: {quote(token.text)}"
                raise refusal(self._text, token.start, message, "match the brackets")
        elif token.text == "<" and self._text.startswith("<<", token.start):
            hint = 'put a space between the two; SPARQL 1.1 has no "<<"'
            raise refusal(self._text, token.start, 'found "<<"', hint)

    def _holds(self, token: Token) -> str:
        """What the bracket that opens here will hold."""
        announced = self._announced
        if token.text == "{":
            self._announced = ""
        return "VALUES" if "VALUES" in (announced, token.inside) else token.text


def _without_final_dots(name: str) -> str:
    """A name without the full stops that end a statement; an escaped one (``\\.``) is its own."""
    bare = name.rstrip(".")
    return name[: len(bare) + 1] if bare.endswith("\\") else bare


# rdflib takes eight digits after \u where there are so many, and is content with four after \U.
_ANY_CODEPOINT = re.compile(r"\\([uU])([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})?")
_STRAY = "a codepoint escape outside a string or an IRI, where engines disagree about it"
_CONTROLS_AND_SURROGATES = "".join(map(chr, (*range(0x20), *range(0xD800, 0xE000))))
_MATTERS = {
    "string": frozenset("\"'\\" + _CONTROLS_AND_SURROGATES),
    "iri": frozenset("<>\"{}|^`\\'# " + _CONTROLS_AND_SURROGATES),
}


def _check_escapes(text: str, start: int, kind: str, found: str) -> None:
    """Refuse an escape that moves the end of a token for an engine that decodes before it reads.

    SPARQL decodes ``\\u`` before its grammar is applied, and so does rdflib; pyoxigraph decodes in
    strings and IRIs only. Once escapes of the characters in ``_MATTERS`` are refused, the tokens
    are the same before decoding and after, and the text can be read as it stands.

    :source: SPARQL 1.1 Query Language, section 19.2
    """
    for escape in _ANY_CODEPOINT.finditer(found):
        message, hint = _STRAY, "write the character itself"
        if kind in _MATTERS:
            letter, four, more = escape.groups(default="")
            codes = {int(four + more, 16), int(four if letter == "u" else four + more, 16)}
            # Eight digits after \u may be no code point at all; rdflib then fails.
            if all(code > sys.maxunicode or chr(code) not in _MATTERS[kind] for code in codes):
                continue
            message = "engines read this escape in two ways"
            hint = r"write the character itself, or \" \\ \n in a string and %xx in an IRI"
        message = f"{message}: {quote(escape[0])}"
        raise refusal(text, start + escape.start(), message, hint)
