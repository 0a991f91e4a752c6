"""The gate: what a query must pass before any engine sees it.

A query comes from a stranger, and an engine does what it says: fetch a page (SERVICE, FROM), change
data, nest so deep that the process dies. The gate decides on tokens, never on a pattern searched in
text, because each engine sees other words in the same text. All of these were seen to go out on
pyoxigraph 0.5.13 or rdflib 7.6:

* ``\\u0053ERVICE`` is a keyword to an engine that decodes first, an error to one that does not;
* ``SERVICE:x {`` and ``SERVICEex:x {`` are a prefixed name by the longest-match rule, the keyword
  to a parser without word boundaries;
* ``FILTER(?a<#>\'\'\'`` opens a string to a reader who takes ``<#>`` for an IRI, and a comment to
  an engine that knows that only the operator ``<`` can stand there;
* a carriage return alone ends a comment for one engine and not for the other.

Where engines may read a text in two ways, the gate refuses it and says what to write instead. It
takes time linear in the length of the text, and never recurs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tvet_skos.errors import QueryRefused

__all__ = ["CheckedQuery", "Limits", "pass_gate"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a query may be; what is over any of these is refused.

    ``bytes``
        length in UTF-8.
    ``nesting``
        brackets of all kinds, ``{ ( [``, open at one time.
    ``patterns``
        triple patterns, groups in braces and path steps together. A triple pattern is counted where
        it ends: a term followed by ``.``, ``;``, ``,``, a closing bracket, a group or a keyword.
        Every ``{`` counts one, so OPTIONAL, UNION, MINUS, GRAPH, EXISTS, VALUES and subqueries are
        in; ``/``, ``|`` and ``^`` count one each; a collection ``( ... )`` counts two for each
        member, as in RDF. FILTER and BIND count one where they end. The sum is never below the
        joins that an engine has to plan, and a little above where tokens alone cannot tell (a
        function with a prefixed name counts as a collection does).
    ``operators``
        signs of arithmetic, comparison and logic, ``!``, path modifiers, ``(``, ``[``, every ``AS``
        and UNION, every IRI that a DESCRIBE lists: what an engine chains into one deep tree.

    Rows of VALUES count for nothing but their bytes.

    :source: measured on pyoxigraph 0.5.13, which crashes at 5,000 of ``(1 AS ?x)``, of
        ``ORDER BY STR(?x)`` or of DESCRIBE's IRIs and runs at 500 of any of them; 100 patterns are
        planned in about a second, 500 of some kinds not in 10
    """

    bytes: int = 65_536
    nesting: int = 64
    patterns: int = 100
    operators: int = 400


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that passed, with its ``text`` unchanged.

    ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE. ``ordered``: an ORDER BY governs the rows of the
    result itself; one in a subquery does not, and only a SELECT has rows.
    """

    text: str
    form: str
    ordered: bool


DEFAULT_LIMITS = Limits()
_SHOWN = 40  # characters of what was found, in a message


def pass_gate(text: str, limits: Limits = DEFAULT_LIMITS) -> CheckedQuery:
    """Let a query through, or refuse it; the text is never changed.

    What passes may still be no SPARQL: that is the engine's to say. What passes cannot reach out of
    the store, change data, or crash the engine by its size.

    :param text: the whole query, as it was sent
    :param limits: how big it may be
    :raises QueryRefused: with the line, what was found there, and what to do instead
    :source: SPARQL 1.1 Query Language, section 19 (grammar and codepoint escapes)

    >>> pass_gate("SELECT ?s { ?s ?p ?o } ORDER BY STR(?s)").ordered
    True
    >>> pass_gate("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    tvet_skos.errors.QueryRefused: line 1: SERVICE is off: found "SERVICE"
    """
    _check_characters(text, limits)
    reading = _Reading(text, limits)
    for token in _Lexer(text):
        reading.take(token)
    return reading.result()


def _refused(text: str, start: int, message: str, hint: str) -> QueryRefused:
    return QueryRefused(message, line=text.count("\n", 0, start) + 1, hint=hint)


def _quote(found: str) -> str:
    """What was found, short enough for one line of a message."""
    return f'found "{found[:_SHOWN]}{"…" * (len(found) > _SHOWN)}"'


# -------------------------------------------------------------------------------------- characters

# A carriage return alone ends a comment in pyoxigraph and not in rdflib, so that what stands after
# it would be hidden from one of them. A byte order mark makes both fail without naming it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]|\r(?!\n)|\\A\ufeff")


def _check_characters(text: str, limits: Limits) -> None:
    """Refuse a text that is too long or holds a character that no query needs."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.bytes:
        message = f"the query is too long: {size} bytes (max {limits.bytes})"
        raise _refused(text, 0, message, "ask for less at a time, or page with LIMIT and OFFSET")
    found = _FORBIDDEN.search(text)
    if found is not None:
        message = f"the query holds U+{ord(found[0]):04X}, which engines do not read alike"
        raise _refused(text, found.start(), message, "remove it; save the query as plain UTF-8")


# ------------------------------------------------------------------------------------------ tokens

# SPARQL 1.1, productions 164 to 167, exactly: a wider class would swallow the end of a name.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LETTER = _BASE + "_"
_IN_VARIABLE = _LETTER + "0-9\u00b7\u0300-\u036f\u203f\u2040"
_IN_NAME = _IN_VARIABLE + "\\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"\\[tbnrf\"'\\]|{_CODEPOINT}"

# No quantifier stands inside another over the same characters: nothing is ever tried twice.
_LEXEME = re.compile(
    rf"""
    (?P<skip>[ \t\r\n]+|\#[^\n]*)
  | (?P<string>\"\"\"(?:[^\"\\]|{_ESCAPE}|\"(?!\"\"))*\"\"\"
             |'''(?:[^'\\]|{_ESCAPE}|'(?!''))*'''
             |(?!\"\"\")\"(?:[^\"\\\n\r]|{_ESCAPE})*\"
             |(?!''')'(?:[^'\\\n\r]|{_ESCAPE})*')
  | (?P<iri><(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*>)
  | (?P<variable>[?$][{_LETTER}0-9][{_IN_VARIABLE}]*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[{_LETTER}0-9][{_IN_NAME}.]*)
  | (?P<name>(?:[{_BASE}][{_IN_NAME}.]*)?:
             (?:(?:[{_LETTER}:0-9]|{_PLX})(?:[{_IN_NAME}.:]|{_PLX})*)?)
  | (?P<word>[{_BASE}][{_IN_NAME}.]*)
  | (?P<number>[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+
             |[0-9]*\.[0-9]+|[0-9]+)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].;,=<>!+\-*/|^?])
    """,
    re.VERBOSE,
)
_CLOSES = {"}": "{", ")": "(", "]": "["}
_OPENS = frozenset(_CLOSES.values())
_TERM_WORDS = frozenset({"a", "true", "false"})


class _Token(NamedTuple):
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


_START = _Token("sign", "", 0, "", 0)


class _Lexer:
    """The tokens of a query in order, read once.

    Whether ``<`` begins an IRI depends on the brackets, so both are read together.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[tuple[str, str, int]] = []  # the bracket, what it holds, where it stands
        self._previous = _START
        self._announced = ""  # VALUES or SELECT was read, and the "{" that it leads to was not

    def __iter__(self) -> Iterator[_Token]:
        """Yield the tokens; refuse what is none or has two readings, and unmatched brackets."""
        position = 0
        while position < len(self._text):
            kind, found = self._lexeme(position)
            if kind != "skip":
                token = _Token(kind, found, position, self._inside(), len(self._open))
                self._follow(token)
                yield token
                self._previous = token
            position += len(found)
        if self._open:
            bracket, _, start = self._open[-1]
            raise _refused(self._text, start, f'"{bracket}" is never closed', "close it")

    def _inside(self) -> str:
        holds = self._open[-1][1] if self._open else ""
        return "SELECT" if holds == "{" and self._announced == "SELECT" else holds

    def _lexeme(self, position: int) -> tuple[str, str]:
        """The kind and the text of what begins here."""
        match = _LEXEME.match(self._text, position)
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
            message = f"this reads as an IRI and as a comparison: {_quote(found)}"
            hint = 'to compare, put spaces around "<"; for an IRI, write it with a prefix'
            raise _refused(self._text, position, message, hint)
        return "<=" if found.startswith("<=") else "<"

    def _check_glue(self, position: int, kind: str, found: str) -> None:
        """Refuse longer words, in which a keyword may hide, and ``true.ex:a``, which may be two."""
        prefix = found.partition(":")[0].lower()
        if kind == "word" and found.upper() not in _WORDS:
            message = f"this is no word of SPARQL 1.1: {_quote(found)}"
            hint = "check the spelling; put spaces around words, and a prefix before names"
            raise _refused(self._text, position, message, hint)
        if kind == "name" and (prefix.startswith(("true.", "false.")) or prefix.endswith(".")):
            message = f"this reads as one name and as two statements: {_quote(found)}"
            raise _refused(self._text, position, message, "put spaces around the full stop")

    def _unreadable(self, position: int) -> QueryRefused:
        shown = self._text[position : position + _SHOWN].partition("\n")[0]
        message = f"U+{ord(shown[0]):04X} begins nothing in SPARQL"
        hint = "remove it, or put it in a string"
        if shown[0] in "\"'":
            message = "a string is not closed, or holds an escape that SPARQL does not have"
            hint = 'close it with the same quotes; write a backslash as "\\\\"'
        elif re.match(_CODEPOINT, shown):
            message, hint = _STRAY, "write the character itself"
        return _refused(self._text, position, f"{message}: {_quote(shown)}", hint)

    def _follow(self, token: _Token) -> None:
        """Keep the brackets, and refuse the one sign that would change how ``<`` is read."""
        if token.word in ("VALUES", "SELECT"):
            self._announced = token.word
        elif token.text in _OPENS:
            self._open.append((token.text, self._holds(token), token.start))
        elif token.text in _CLOSES:
            bracket = self._open.pop()[0] if self._open else ""
            if bracket != _CLOSES[token.text]:
                message = f'"{token.text}" closes "{bracket}"' if bracket else "nothing is open"
                message = f"{message}: {_quote(token.text)}"
                raise _refused(self._text, token.start, message, "match the brackets")
        elif token.text == "<" and self._text.startswith("<<", token.start):
            hint = 'put a space between the two; SPARQL 1.1 has no "<<"'
            raise _refused(self._text, token.start, 'found "<<"', hint)

    def _holds(self, token: _Token) -> str:
        """What the bracket that opens here will hold."""
        announced = self._announced
        if token.text == "{":
            self._announced = ""
        return "VALUES" if "VALUES" in (announced, token.inside) else token.text


def _without_final_dots(name: str) -> str:
    """A name without the full stops that end a statement; an escaped one (``\\.``) is its own."""
    bare = name.rstrip(".")
    return name[: len(bare) + 1] if bare.endswith("\\") else bare


# ------------------------------------------------------------------------------- codepoint escapes

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
        message = f"{message}: {_quote(escape[0])}"
        raise _refused(text, start + escape.start(), message, hint)


# ------------------------------------------------------------------------------------------- rules

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_BEGIN = "begin with PREFIX lines, then SELECT, ASK, CONSTRUCT or DESCRIBE"
_PROLOGUE = ("PREFIX", "BASE")
_KEYWORDS = """
    A AS ASC BIND BY DESC DISTINCT EXISTS FALSE FILTER GRAPH GROUP HAVING IN LIMIT MINUS NOT OFFSET
    OPTIONAL ORDER REDUCED SEPARATOR TRUE UNDEF UNION VALUES WHERE
    AVG COUNT GROUP_CONCAT MAX MIN SAMPLE SUM
    ABS BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY ENCODE_FOR_URI FLOOR HOURS IF IRI
    ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MD5 MINUTES MONTH NOW RAND REGEX
    REPLACE ROUND SAMETERM SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLEN STRSTARTS STRUUID SUBSTR TIMEZONE TZ UCASE URI UUID YEAR
"""
_SERVICE = ("SERVICE is off", "ask that endpoint itself, or load its data here first")
_FROM = ("FROM names an unknown graph", "leave FROM out: the store is the graph that is asked")
_UPDATE = ("a query cannot change data", "change the files of the vocabulary, then rebuild")
_UPDATES = "ADD CLEAR COPY CREATE DELETE DROP INSERT INTO LOAD MOVE USING WITH"
_REFUSED_WORDS = {"SERVICE": _SERVICE, "FROM": _FROM} | dict.fromkeys(_UPDATES.split(), _UPDATE)
_WORDS = frozenset(_KEYWORDS.split()).union(_FORMS, _PROLOGUE, _REFUSED_WORDS)
_NO_OPERATOR = frozenset(("{", "}", ")", "]", ".", ";", ",", "^^"))
# "*", "+" and "?" may also end a path, and then "(" begins a collection.
_BEFORE_VALUE = frozenset(("=", "!=", "<", ">", "<=", ">=", "-", "/", "||", "&&", "!", "|", "^"))


class _Reading:
    """What is known of a query from the tokens taken so far."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._earlier = self._previous = _START  # the two tokens before this one
        self._form = ""
        self._ordered = False
        self._is_list = False  # the bracket "(" opened last may be a collection
        self._patterns = 0
        self._operators = 0

    def take(self, token: _Token) -> None:
        """Apply the rules to the next token, and refuse the query if it breaks one."""
        self._take_word(token)
        self._refuse_hidden_from(token)
        self._refuse_hidden_service(token)
        if not self._form and not self._is_prologue(token):
            message = f"the query does not begin: {_quote(token.text)}"
            raise self._refused(token, message, _BEGIN)
        self._count(token)
        self._earlier, self._previous = self._previous, token

    def result(self) -> CheckedQuery:
        """The query, once all its tokens are taken; refused if there was none."""
        if not self._form:
            raise self._refused(_START, "there is no query", _BEGIN)
        return CheckedQuery(self._text, self._form, self._ordered and self._form == "SELECT")

    def _refused(self, token: _Token, message: str, hint: str) -> QueryRefused:
        return _refused(self._text, token.start, message, hint)

    def _take_word(self, token: _Token) -> None:
        word = token.word
        if word in _REFUSED_WORDS:
            message, hint = _REFUSED_WORDS[word]
            raise self._refused(token, f"{message}: {_quote(token.text)}", hint)
        if token.depth:
            return  # in brackets, SELECT begins a subquery, and its ORDER BY is its own
        if self._form and word in _FORMS + _PROLOGUE:
            message = f"this is more than one query: {_quote(token.text)}"
            raise self._refused(token, message, "send one query at a time")
        self._form = self._form or (word if word in _FORMS else "")
        self._ordered = self._ordered or word == "ORDER"

    def _refuse_hidden_from(self, token: _Token) -> None:
        """Refuse ``FROMex:g`` and ``FROM:g`` where FROM may stand: outside all brackets."""
        declared = self._previous.word == "PREFIX" and token.text.endswith(":")
        hidden = token.kind == "name" and token.text.upper().startswith("FROM")
        if hidden and not token.depth and not declared:
            message = f"{_FROM[0]}, and a parser may read this name so: {_quote(token.text)}"
            raise self._refused(token, message, "leave FROM out, or rename the prefix")

    def _refuse_hidden_service(self, token: _Token) -> None:
        """Refuse ``SERVICE:x {`` and ``SERVICEex:x {``: only GRAPH takes a name and "{".

        However the prefix begins, so that no glue of words gets round it.
        """
        name = self._previous
        hidden = token.text == "{" and name.kind == "name" and self._earlier.word != "GRAPH"
        if hidden and token.depth:
            message = f"{_SERVICE[0]}, and a name before a brace may mean it: {_quote(name.text)}"
            raise self._refused(name, message, "put a full stop between the two, or GRAPH before")

    def _is_prologue(self, token: _Token) -> bool:
        if token.kind == "iri":
            return self._previous.word == "BASE" or self._previous.kind == "name"
        if token.kind == "name":
            return self._previous.word == "PREFIX"
        return token.word in _PROLOGUE

    def _count(self, token: _Token) -> None:
        """Add what this token costs, and refuse a query that is over a limit."""
        if token.inside != "VALUES":
            self._patterns += self._patterns_of(token)
            self._operators += self._operators_of(token)
        most = self._limits
        for size, limit, what in (
            (token.depth + (token.text in _OPENS), most.nesting, "deeply nested"),
            (self._patterns, most.patterns, "many patterns"),
            (self._operators, most.operators, "many operators"),
        ):
            if size > limit:
                message = f"too {what} (max {limit}): {_quote(token.text)}"
                raise self._refused(token, message, "ask for less, or in several queries")

    def _patterns_of(self, token: _Token) -> int:
        """How many triple patterns, groups and path steps this token ends or begins, at most."""
        if token.inside == "SELECT":
            return token.text == "{"
        if token.text == "(":
            self._is_list = self._may_be_collection(token)
            return 2 * self._is_list
        if token.inside == "(" and (token.is_term or token.text == "["):
            return 2 * (self._previous.ends_term and token.kind != "language")
        ends = token.inside in ("{", "[") and self._previous.ends_term and _ends_triple(token)
        return ends + (token.text in ("{", "/", "|", "^"))

    def _may_be_collection(self, token: _Token) -> bool:
        """Whether ``(`` may list the members of a collection rather than hold an expression."""
        before = self._previous
        if before.text == "(":
            return self._is_list  # what the bracket just opened may be
        in_call = before.text == "," and token.inside == "("
        is_expression = before.text in _BEFORE_VALUE or (before.word and not before.is_term)
        return bool(token.inside) and not in_call and not is_expression

    def _operators_of(self, token: _Token) -> bool:
        """Whether an engine's tree may get deeper by this token."""
        if token.kind == "sign":
            return token.text not in _NO_OPERATOR
        listed = token.kind in ("iri", "name") and not token.depth and self._form != ""
        return token.word in ("AS", "UNION") or listed


def _ends_triple(token: _Token) -> bool:
    """Whether this token, after a term, can only stand where a whole triple pattern ends."""
    is_keyword = token.kind == "word" and not token.is_term
    return is_keyword or token.text in (".", ";", ",", "]", "}", "{")
