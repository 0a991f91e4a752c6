"""RDF terms as people read them."""

from __future__ import annotations

from tvet_skos.namespaces import PREFIXES
from tvet_skos.publish.characters import printable
from tvet_skos.terms import BlankNode, Literal, Term


def shown(term: Term | None, base: str = "") -> str:
    """A term for people: prefixed names, IRIs under the base without it, texts without quotes.

    >>> from tvet_skos.namespaces import SKOS
    >>> from tvet_skos.terms import IRI
    >>> shown(SKOS.Concept), shown(IRI("http://example.org/a"), "http://example.org/"), shown(None)
    ('skos:Concept', '<a>', '')
    """
    if term is None:
        return ""
    if isinstance(term, Literal):
        return printable(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.label}"
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace) and len(term) > len(namespace):
            return printable(f"{prefix}:{term[len(namespace) :]}")
    return printable(f"<{term.removeprefix(base)}>")
