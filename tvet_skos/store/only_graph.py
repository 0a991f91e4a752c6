"""``GRAPH`` in a query, where the one vocabulary lies in the engine's default graph."""

from __future__ import annotations

from tvet_skos.store.lexer import tokens
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
