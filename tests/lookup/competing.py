"""Definitions of one term, each from a source of its own."""

from __future__ import annotations

from tvet_skos.model import Concept, ConceptScheme, Definition, Source, SourceEvidence
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.rdf.profile import to_triples
from tvet_skos.store import MemoryStore
from tvet_skos.terms import IRI, Literal

TERM = IRI(DEFAULT_BASE + "x")


def source_iri(number: int) -> IRI:
    """The source of the definition of that number."""
    return IRI(f"{DEFAULT_BASE}source/s{number}")


def definition_iri(number: int) -> IRI:
    """The definition of that number."""
    return IRI(f"{TERM}#def-{number}")


def competing(*texts: tuple[str, str], **first: tuple[IRI, ...]) -> MemoryStore:
    """A term with a definition for each text and date of issue; empty for an unknown one.

    :param first: more of the first definition
    """
    definitions = tuple(
        Definition(
            iri=definition_iri(n),
            value=Literal(text, "en"),
            source_text=f"Source {n}",
            source_evidence=SourceEvidence.STATED,
            position=n,
            **{"sources": (source_iri(n),)} | (first if n == 1 else {}),  # type: ignore[arg-type]
        )
        for n, (text, _) in enumerate(texts, 1)
    )
    sources = tuple(
        Source(
            iri=source_iri(n),
            titles=(Literal(f"Work {n}", "en"),),
            citation=f"Work {n}",
            issued=issued if issued[:1].isdigit() and "–" not in issued else "",
            date=issued if "–" in issued else "",
        )
        for n, (_, issued) in enumerate(texts, 1)
    )
    record = Concept(iri=TERM, pref_labels=(Literal("X", "en"),), definitions=definitions)
    scheme = ConceptScheme(iri=IRI(DEFAULT_BASE), concepts=(record,), sources=sources)
    return MemoryStore(to_triples(scheme))
