"""What people call a node, for messages: a label or title rather than an IRI."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial

from tvet_skos.checks.graph import Graph
from tvet_skos.namespaces import DC, DCTERMS, FOAF, RDFS, SCHEMA, SKOS, SKOSXL, TVS
from tvet_skos.terms import BlankNode, Literal, Node, Term, order
from tvet_skos.text import squash

_NAMES = (
    SKOS.prefLabel, DCTERMS.title, DC.title, RDFS.label, FOAF.name, SCHEMA.name,
    DCTERMS.bibliographicCitation, SKOS.altLabel,
)  # fmt: skip
"""Properties that say what something is called, the first that is there counts."""

_DEFINITION, _POSITION = SKOS.definition, TVS.position
_XL_LABEL, _XL_FORM = SKOSXL.prefLabel, SKOSXL.literalForm


def name_of(graph: Graph, node: Term) -> str:
    """What people call a node: its preferred label, title or citation, else its IRI.

    English comes first, then a text without language, then the first language by its tag. A
    definition is "definition 2 of Apprenticeship", by its position or its place among those of its
    concept. A literal is called by its own text, and a blank node without a name "a nameless node".

    >>> from tvet_skos.terms import IRI, Triple
    >>> skill, text = IRI("http://e/skill"), IRI("http://e/skill#def-1")
    >>> graph = Graph([
    ...     Triple(skill, SKOS.prefLabel, Literal("Compétence", "fr")),
    ...     Triple(skill, SKOS.prefLabel, Literal("Skill", "en")),
    ...     Triple(skill, SKOS.definition, text),
    ... ])
    >>> name_of(graph, skill), name_of(graph, text), name_of(graph, IRI("http://e/b"))
    ('Skill', 'definition 1 of Skill', 'http://e/b')
    """
    if isinstance(node, Literal):
        return squash(node.value)
    return (
        _said(graph, node)
        or _numbered(graph, node)
        or ("a nameless node" if isinstance(node, BlankNode) else str(node))
    )


def namer(graph: Graph) -> Callable[[Term], str]:
    """``name_of`` for one graph, with each node looked up once."""
    return cache(partial(name_of, graph))


def names_of(graph: Graph, nodes: Sequence[Node], shown: int = 3) -> str:
    """What several nodes are called, as a list in words; of many, the first few and a number.

    >>> from tvet_skos.terms import IRI, Triple
    >>> nodes = [IRI(f"http://e/{n}") for n in "abcd"]
    >>> graph = Graph(Triple(n, SKOS.prefLabel, Literal(n[-1].upper())) for n in nodes)
    >>> names_of(graph, nodes), names_of(graph, nodes[:2])
    ('"A", "B", "C" and 1 more', '"A" and "B"')
    >>> names_of(Graph(Triple(n, SKOS.prefLabel, Literal("X")) for n in nodes), nodes)
    '4 concepts called "X"'
    """
    names = [name_of(graph, node) for node in nodes]
    if len(names) > 1 and len(set(names)) == 1:
        return f'{len(names)} concepts called "{names[0]}"'
    listed = [f'"{name}"' for name in names[:shown]]
    if len(names) > shown:
        return f"{', '.join(listed)} and {len(names) - shown} more"
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def own_name(graph: Graph, node: Node) -> str:
    """The name that a node gives itself, whatever others say; ``""`` where it gives none."""
    said = graph.properties(node)
    for predicate in _NAMES:
        if predicate in said and (name := _best(said[predicate])):
            return name
    return ""


def _said(graph: Graph, node: Node) -> str:
    """A name that the node itself gives, or its label of SKOS-XL, or ``""``."""
    if name := own_name(graph, node):
        return name
    forms = (
        form for label in graph.values(node, _XL_LABEL) for form in graph.values(label, _XL_FORM)
    )
    return _best(forms)


def _numbered(graph: Graph, node: Node) -> str:
    """What a definition is called, or ``""`` for what is none.

    Its number is its position on the page; without one, its place among the concept's values.
    """
    owners = sorted(graph.subjects(_DEFINITION, node), key=order)
    if not owners:
        return ""
    positions = (v.value for v in graph.values(node, _POSITION) if isinstance(v, Literal))
    number = next(positions, "")
    if not number:
        siblings = sorted(graph.values(owners[0], _DEFINITION), key=order)
        number = str(siblings.index(node) + 1)
    return f"definition {number} of {_said(graph, owners[0]) or owners[0]}"


def _best(terms: Iterable[Term]) -> str:
    """The English one, else one without language, else the first by tag; ``""`` if none says."""
    texts = [(v.language, v.value) for v in terms if isinstance(v, Literal) and v.value.strip()]
    if len(texts) > 1:
        return squash(min(texts, key=_rank)[1])
    return squash(texts[0][1]) if texts else ""


def _rank(text: tuple[str, str]) -> tuple[int, str, str]:
    tag, value = text
    lower = tag.lower()
    rank = 0 if lower == "en" else 1 if lower.startswith("en-") else 2 if not lower else 3
    return rank, tag, value
