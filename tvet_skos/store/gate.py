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

from dataclasses import dataclass

from tvet_skos.errors import QueryRefused
from tvet_skos.store.lexer import (
    FORMS,
    OPENS,
    PROLOGUE,
    START,
    UPDATES,
    Token,
    check_characters,
    quote,
    refusal,
    tokens,
)

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
    check_characters(text, limits.bytes)
    reading = _Reading(text, limits)
    for token in tokens(text):
        reading.take(token)
    return reading.result()


_BEGIN = "begin with PREFIX lines, then SELECT, ASK, CONSTRUCT or DESCRIBE"
_SERVICE = ("SERVICE is off", "ask that endpoint itself, or load its data here first")
_FROM = ("FROM names an unknown graph", "leave FROM out: the store is the graph that is asked")
_UPDATE = ("a query cannot change data", "change the files of the vocabulary, then rebuild")
_REFUSED_WORDS = {"SERVICE": _SERVICE, "FROM": _FROM} | dict.fromkeys(UPDATES.split(), _UPDATE)
_NO_OPERATOR = frozenset(("{", "}", ")", "]", ".", ";", ",", "^^"))
# "*", "+" and "?" may also end a path, and then "(" begins a collection.
_BEFORE_VALUE = frozenset(("=", "!=", "<", ">", "<=", ">=", "-", "/", "||", "&&", "!", "|", "^"))


class _Reading:
    """What is known of a query from the tokens taken so far."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._earlier = self._previous = START  # the two tokens before this one
        self._form = ""
        self._ordered = False
        self._is_list = False  # the bracket "(" opened last may be a collection
        self._patterns = 0
        self._operators = 0

    def take(self, token: Token) -> None:
        """Apply the rules to the next token, and refuse the query if it breaks one."""
        self._take_word(token)
        self._refuse_hidden_from(token)
        self._refuse_hidden_service(token)
        if not self._form and not self._is_prologue(token):
            message = f"the query does not begin: {quote(token.text)}"
            raise self._refused(token, message, _BEGIN)
        self._count(token)
        self._earlier, self._previous = self._previous, token

    def result(self) -> CheckedQuery:
        """The query, once all its tokens are taken; refused if there was none."""
        if not self._form:
            raise self._refused(START, "there is no query", _BEGIN)
        return CheckedQuery(self._text, self._form, self._ordered and self._form == "SELECT")

    def _refused(self, token: Token, message: str, hint: str) -> QueryRefused:
        return refusal(self._text, token.start, message, hint)

    def _take_word(self, token: Token) -> None:
        word = token.word
        if word in _REFUSED_WORDS:
            message, hint = _REFUSED_WORDS[word]
            raise self._refused(token, f"{message}: {quote(token.text)}", hint)
        if token.depth:
            return  # in brackets, SELECT begins a subquery, and its ORDER BY is its own
        if self._form and word in FORMS + PROLOGUE:
            message = f"this is more than one query: {quote(token.text)}"
            raise self._refused(token, message, "send one query at a time")
        self._form = self._form or (word if word in FORMS else "")
        self._ordered = self._ordered or word == "ORDER"

    def _refuse_hidden_from(self, token: Token) -> None:
        """Refuse ``FROMex:g`` and ``FROM:g`` where FROM may stand: outside all brackets."""
        declared = self._previous.word == "PREFIX" and token.text.endswith(":")
        hidden = token.kind == "name" and token.text.upper().startswith("FROM")
        if hidden and not token.depth and not declared:
            message = f"{_FROM[0]}, and a parser may read this name so: {quote(token.text)}"
            raise self._refused(token, message, "leave FROM out, or rename the prefix")

    def _refuse_hidden_service(self, token: Token) -> None:
        """Refuse ``SERVICE:x {`` and ``SERVICEex:x {``: only GRAPH takes a name and "{".

        However the prefix begins, so that no glue of words gets round it.
        """
        name = self._previous
        hidden = token.text == "{" and name.kind == "name" and self._earlier.word != "GRAPH"
        if hidden and token.depth:
            message = f"{_SERVICE[0]}, and a name before a brace may mean it: {quote(name.text)}"
            raise self._refused(name, message, "put a full stop between the two, or GRAPH before")

    def _is_prologue(self, token: Token) -> bool:
        if token.kind == "iri":
            return self._previous.word == "BASE" or self._previous.kind == "name"
        if token.kind == "name":
            return self._previous.word == "PREFIX"
        return token.word in PROLOGUE

    def _count(self, token: Token) -> None:
        """Add what this token costs, and refuse a query that is over a limit."""
        if token.inside != "VALUES":
            self._patterns += self._patterns_of(token)
            self._operators += self._operators_of(token)
        most = self._limits
        for size, limit, what in (
            (token.depth + (token.text in OPENS), most.nesting, "deeply nested"),
            (self._patterns, most.patterns, "many patterns"),
            (self._operators, most.operators, "many operators"),
        ):
            if size > limit:
                message = f"too {what} (max {limit}): {quote(token.text)}"
                raise self._refused(token, message, "ask for less, or in several queries")

    def _patterns_of(self, token: Token) -> int:
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

    def _may_be_collection(self, token: Token) -> bool:
        """Whether ``(`` may list the members of a collection rather than hold an expression."""
        before = self._previous
        if before.text == "(":
            return self._is_list  # what the bracket just opened may be
        in_call = before.text == "," and token.inside == "("
        is_expression = before.text in _BEFORE_VALUE or (before.word and not before.is_term)
        return bool(token.inside) and not in_call and not is_expression

    def _operators_of(self, token: Token) -> bool:
        """Whether an engine's tree may get deeper by this token."""
        if token.kind == "sign":
            return token.text not in _NO_OPERATOR
        listed = token.kind in ("iri", "name") and not token.depth and self._form != ""
        return token.word in ("AS", "UNION") or listed


def _ends_triple(token: Token) -> bool:
    """Whether this token, after a term, can only stand where a whole triple pattern ends."""
    is_keyword = token.kind == "word" and not token.is_term
    return is_keyword or token.text in (".", ";", ",", "]", "}", "{")
