"""The rules that shapes carry: id, name, severity, message and hint stand with the shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable

from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Fix, Rule
from tvet_skos.namespaces import RDF, SH, TVS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.resources import resource
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Triple

SEVERITIES = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
"""SHACL's severities by ours."""


@cache
def shape_rules() -> Mapping[IRI, Rule]:
    """Named shape to the rule it carries: the shapes are the one home of these rules."""
    said: dict[Node, dict[IRI, str]] = {}
    for triple in shape_triples():
        if isinstance(triple.subject, IRI):
            value = (
                triple.object.value if isinstance(triple.object, Literal) else str(triple.object)
            )
            said.setdefault(triple.subject, {}).setdefault(triple.predicate, value)
    return {IRI(str(shape)): _rule(facts) for shape, facts in said.items() if TVS.ruleId in facts}


def _rule(facts: dict[IRI, str]) -> Rule:
    return Rule(
        facts[TVS.ruleId],
        facts.get(SH.name, ""),
        SEVERITIES[IRI(facts.get(SH.severity, SH.Violation))],
        facts.get(SH.message, ""),
        facts.get(TVS.hint, ""),
        fix=Fix(facts.get(TVS.fix, "")),
        kind="SHACL",
    )


@cache
def shape_triples() -> tuple[Triple, ...]:
    """All shapes that ship with the package, as one graph."""
    files = sorted(
        (f for f in resource("shapes").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name
    )
    return tuple(_parsed(files))


def _parsed(files: Iterable[Traversable]) -> Iterator[Triple]:
    for file in files:
        yield from parse(file.read_bytes(), FORMATS["turtle"], file=f"shapes/{file.name}")


_EXPECTED = IRI("https://w3id.org/tvet-skos/shapes#ExpectedLanguage")


def expecting(triples: Iterable[Triple], languages: tuple[str, ...]) -> Iterator[Triple]:
    """The shapes with the languages that a vocabulary expects in place of the usual ones."""
    for triple in triples:
        if languages and triple[:2] == (_EXPECTED, SH.languageIn):
            items = [BlankNode(f"language{number}") for number in range(len(languages))]
            yield triple._replace(object=items[0])
            rests: list[Node] = [*items[1:], RDF.nil]
            for item, following, tag in zip(items, rests, languages, strict=True):
                yield Triple(item, RDF.first, Literal(tag))
                yield Triple(item, RDF.rest, following)
        else:
            yield triple
