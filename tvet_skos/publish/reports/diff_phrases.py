"""How a difference is put into words, the same in text and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tvet_skos.namespaces import OWL, RDF, XSD
from tvet_skos.publish.characters import printable
from tvet_skos.publish.shown import shown
from tvet_skos.rdf.diff import Difference, Fate, FieldChange, RecordChange
from tvet_skos.rdf.nodes import LABELS, Kind
from tvet_skos.rdf.profile import RECORD_OF
from tvet_skos.terms import IRI, Literal, Node, Term
from tvet_skos.text import counted


def title(record: RecordChange) -> str:
    """What a record is called: its label, else what kind of thing it is."""
    return one_line(record.label or str(record.kind))


def name(node: Node, base: str) -> str:
    """The IRI of a node, without the base that all share; nothing for a nameless one."""
    return shown(node, base) if isinstance(node, IRI) else ""


def fate(record: RecordChange, difference: Difference) -> str:
    """What became of a record: ``renamed from "Skil"``; nothing where it just changed."""
    heirs = ", ".join(value(iri, difference.labels, difference.base) for iri in record.successors)
    if record.fate is Fate.CHANGED:
        return ""
    if record.fate is Fate.RENAMED:
        if record.old_label:
            return f'renamed from "{one_line(record.old_label)}"'
        return f"renamed in {', '.join(_renamed_in(record))}"
    if record.fate is Fate.RETIRED:
        return f"retired, replaced by {heirs}" if heirs else "retired"
    if record.fate is Fate.REMOVED:
        what = "text" if record.kind is Kind.DEFINITION else "name"
        return f"removed{_not_retired(record)}" + (f"; {heirs} has its {what} now" if heirs else "")
    return str(record.fate)


def _renamed_in(record: RecordChange) -> list[str]:
    """The languages in which a label gave way to another."""
    found: set[str] = set()
    for change in record.fields:
        if change.predicate in LABELS:
            before, after = (
                {v.language for v in values if isinstance(v, Literal)}
                for values in (change.removed, change.added)
            )
            found |= before & after
    return sorted(language or "no language" for language in found)


def _not_retired(record: RecordChange) -> str:
    """That a concept is gone whose published IRI should have stayed, marked as retired."""
    retired = any(change.predicate == OWL.deprecated and change.removed for change in record.fields)
    return "" if retired or record.kind is not Kind.CONCEPT else " without having been retired"


def telling(record: RecordChange) -> Iterator[FieldChange]:
    """The changes that its heading and its parts do not tell already."""
    told = {part.node for part in record.parts if part.fate in (Fate.NEW, Fate.REMOVED)}
    for change in record.fields:
        removed = tuple(v for v in change.removed if not _is_told(change.predicate, v, told))
        added = tuple(v for v in change.added if not _is_told(change.predicate, v, told))
        if removed or added:
            yield FieldChange(change.predicate, removed, added)


def _is_told(predicate: IRI, term: Term, parts: set[Node]) -> bool:
    return term in parts or (predicate == RDF.type and term in RECORD_OF)


_BARE = (XSD.integer, XSD.boolean)


def value(term: Term, labels: Mapping[Term, str], base: str) -> str:
    """A value as Turtle writes it, on one line; an IRI with its label.

    >>> value(Literal("Skill", "en"), {}, "")
    '"Skill"@en'
    """
    if not isinstance(term, Literal):
        label = labels.get(term, "")
        return one_line(f"{shown(term, base)} {label}".rstrip())
    if term.datatype in _BARE:
        return one_line(term.value)
    quoted = f'"{one_line(term.value)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^{shown(IRI(term.datatype))}" if term.datatype else quoted


def one_line(text: str) -> str:
    """A text fit to be shown, its line breaks as ``↵``."""
    return printable(text).replace("\n", "↵")


def summary(difference: Difference) -> str:
    """In one line: ``concepts: 1 new, 2 changed; 12 statements added, 3 removed``."""
    kinds = (
        f"{kind}s: {', '.join(f'{number} {fate}' for fate, number in fates.items())}"
        for kind, fates in difference.counts.items()
    )
    added, removed = len(difference.added), len(difference.removed)
    return "; ".join((*kinds, f"{counted(added, 'statement')} added, {removed} removed"))
