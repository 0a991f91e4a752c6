"""``GRAPH`` in a query, where the one vocabulary lies in the engine's default graph."""

from __future__ import annotations

from tvet_skos.store.lexer import START, Token, tokens
from tvet_skos.terms import IRI, n3


def without_graph(text: str, name: IRI) -> str:
    """A query that asks the default graph what ``GRAPH`` clauses ask of the graph of that name.

    A store with one vocabulary keeps it in the default graph, which takes half the space of a named
    one. So ``GRAPH ?g { … }`` becomes ``{ VALUES ?g { <name> } { … } }``, which is what SPARQL says
    it means where there is one named graph; for ``GRAPH <iri>`` the two names are compared.

    :param text: a query that has passed the gate
    :source: SPARQL 1.1 Query Language, section 18.6, evaluation of Graph

    >>> without_graph("SELECT * { GRAPH ?g { ?s ?p ?o } }", IRI("http://e/"))
    'SELECT * {  { VALUES ?g { <http://e/> } { ?s ?p ?o } } }'
    """
    if "graph" not in text.lower():
        return text
    parts: list[str] = []
    done = 0
    named = opening = False
    waiting: list[int] = []  # the depths at which the groups of GRAPH clauses stand open
    for token in tokens(text):
        if token.word == "GRAPH":
            parts.append(text[done : token.start])
            done, named = token.start + len(token.text), True
        elif named:
            parts.append(f" {{ {_condition(token.kind, token.text, name)} ")
            done, named, opening = token.start + len(token.text), False, True
        elif opening and token.text == "{":
            parts.append(text[done : token.start].lstrip())
            waiting.append(token.depth)
            done, opening = token.start, False
        elif token.text == "}" and waiting and token.depth == waiting[-1] + 1:
            end = token.start + 1
            parts.append(text[done:end] + " }")
            done = end
            waiting.pop()
    return "".join(parts) + text[done:]


def _condition(kind: str, term: str, name: IRI) -> str:
    if kind == "variable" or term.startswith(("?", "$")):
        return f"VALUES {term} {{ {n3(name)} }}"
    return f"FILTER(sameTerm({term}, {n3(name)}))"


_OUTSIDE, _OTHER, _IN_GRAPH = 1, 0, -1  # a group outside of GRAPH, another bracket, inside of GRAPH
_NO_PATTERN_AFTER = frozenset(("GRAPH", "FILTER", "VALUES"))


def only_in_graphs(text: str) -> str | None:
    """A query that finds nothing outside of its ``GRAPH`` clauses; nothing if it can find none.

    Where the default graph is empty, so is every group with a triple pattern of its own, and a
    ``FILTER(false)`` says so. A path that may have no step (``?x p* ?x``) joins a name to itself in
    SPARQL even there; here it does not.

    :param text: a query that has passed the gate
    :returns: nothing where no ``GRAPH`` can stand in what makes the answer: a DESCRIBE, a short
        CONSTRUCT

    >>> only_in_graphs("SELECT * { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s ?q ?r } }")
    'SELECT * { GRAPH ?g { ?s ?p ?o } OPTIONAL { FILTER(false) ?s ?q ?r } }'
    >>> only_in_graphs("CONSTRUCT WHERE { ?s ?p ?o }") is None
    True
    """
    places: set[int] = set()
    opened: list[tuple[int, int]] = []  # for each open bracket where it ends, and what it is
    earlier = before = START
    for token in tokens(text):
        if token.word == "DESCRIBE" or (before.word == "CONSTRUCT" and token.word == "WHERE"):
            return None
        if opened and opened[-1][1] == _OUTSIDE:
            if token.word == "SELECT":
                opened[-1] = (opened[-1][0], _OTHER)
            elif _begins_pattern(token, before):
                places.add(opened[-1][0])
        if token.text in ("{", "(", "["):
            around = opened[-1][1] if opened else _OTHER
            opened.append((token.start + 1, _kind(token, earlier, before, around)))
        elif token.text in ("}", ")", "]"):
            opened.pop()
        earlier, before = before, token
    return _with_filters(text, sorted(places))


def _kind(token: Token, earlier: Token, before: Token, around: int) -> int:
    if around == _IN_GRAPH or (token.text == "{" and earlier.word == "GRAPH"):
        return _IN_GRAPH
    is_group = token.text == "{" and before.word != "CONSTRUCT"
    return _OUTSIDE if is_group else _OTHER


def _begins_pattern(token: Token, before: Token) -> bool:
    """Whether a triple pattern must stand where this token does, right inside a group."""
    if token.inside != "{":
        return False
    is_term = token.is_term and before.word not in _NO_PATTERN_AFTER
    return is_term or token.text == "["


def _with_filters(text: str, places: list[int]) -> str:
    parts, done = [], 0
    for place in places:
        parts += [text[done:place], " FILTER(false)"]
        done = place
    return "".join(parts) + text[done:]
