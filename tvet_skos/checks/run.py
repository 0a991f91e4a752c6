"""Running the rules of a ruleset over a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from os.path import relpath

from tvet_skos.checks.registry import SYNTAX
from tvet_skos.checks.report import Finding, Report
from tvet_skos.checks.rulesets import Ruleset, load_ruleset
from tvet_skos.checks.shacl import shacl_findings
from tvet_skos.errors import SyntaxFault
from tvet_skos.model import ConceptScheme
from tvet_skos.rdf.profile import from_triples, to_triples
from tvet_skos.terms import IRI, Node, Triple


def check(graph: ConceptScheme | Iterable[Triple], ruleset: str | Ruleset = "glossary") -> Report:
    """Judge a vocabulary or any graph by a ruleset.

    :param ruleset: a name (``ruleset_names``) or a ruleset
    :returns: findings with labels, without files and lines (``placed`` adds these)
    :raises SettingsError: there is no such ruleset
    :raises ValidationFailed: the shapes could not be applied

    >>> from tvet_skos.namespaces import RDF, SKOS
    >>> graph = [Triple(IRI("http://example.org/skill"), RDF.type, SKOS.Concept)]
    >>> report = check(graph, "any")
    >>> report.conforms, report.findings[0].rule, report.findings[0].message
    (False, 'LB001', 'The concept has no preferred label.')
    """
    chosen = load_ruleset(ruleset) if isinstance(ruleset, str) else ruleset
    triples = to_triples(graph) if isinstance(graph, ConceptScheme) else graph
    statements = list(dict.fromkeys(triples))
    scheme = from_triples(statements)
    names = _names(scheme)
    concepts = _concepts(scheme)
    findings = tuple(
        _named(finding, names, concepts) for finding in shacl_findings(statements, chosen)
    )
    return Report(findings, chosen.name, _counts(scheme, statements))


def syntax_finding(fault: SyntaxFault) -> Finding:
    """A file that no parser can read, as a finding (RD001)."""
    return Finding(
        SYNTAX.id,
        SYNTAX.name,
        SYNTAX.severity,
        f"The file is not well-formed: {fault.message}.",
        fault.hint or SYNTAX.hint,
        file=relpath(fault.file) if fault.file else "",
        line=fault.line,
        column=fault.column,
    )


def _named(
    finding: Finding, names: Mapping[Node | None, str], concepts: Mapping[Node | None, IRI]
) -> Finding:
    concept = concepts.get(finding.focus)
    return replace(
        finding,
        label=names.get(finding.focus, ""),
        concept=concept or "",
        concept_label=names[concept] if concept else "",
    )


def _names(scheme: ConceptScheme) -> dict[Node | None, str]:
    """What people call each record: a label, "definition 2 of …", a title or citation."""
    names: dict[Node | None, str] = {scheme.iri: scheme.title}
    for concept in scheme.concepts:
        names[concept.iri] = concept.label()
        for number, definition in enumerate(concept.definitions, 1):
            names[definition.iri] = f"{concept.label()}, definition {definition.position or number}"
    for source in scheme.sources:
        names[source.iri] = source.citation or source.title or source.iri
    for agent in scheme.agents:
        names[agent.iri] = agent.name or agent.iri
    for collection in scheme.collections:
        names[collection.iri] = collection.label()
    return names


def _concepts(scheme: ConceptScheme) -> dict[Node | None, IRI]:
    """Concept and definition to the IRI of the concept."""
    owners: dict[Node | None, IRI] = {c.iri: c.iri for c in scheme.concepts}
    for concept in scheme.concepts:
        owners |= {d.iri: concept.iri for d in concept.definitions}
    return owners


def _counts(scheme: ConceptScheme, graph: list[Triple]) -> Mapping[str, int]:
    evidence = Counter(d.has_source for d in scheme.definitions)
    return {
        "triples": len(graph),
        "concepts": len(scheme.concepts),
        "definitions": evidence[True] + evidence[False],
        "definitionsWithoutSource": evidence[False],
        "sources": len(scheme.sources),
    }
