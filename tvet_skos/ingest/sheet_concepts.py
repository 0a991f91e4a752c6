"""The concepts of a sheet: which one a row means, and what its rows say of it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tvet_skos.ingest.glossary_page import GlossaryPage
from tvet_skos.ingest.labels import without_abbreviation
from tvet_skos.ingest.pages import PageOptions
from tvet_skos.ingest.relations import Labels, with_relations
from tvet_skos.ingest.sheet_lines import Line, is_name, several
from tvet_skos.ingest.sheet_tables import CellRemark
from tvet_skos.iri import concept_iri
from tvet_skos.model import Concept, ConceptScheme, Definition, leads
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold, squash

RELATIONS = ("broader", "narrower", "related")
"""The columns for other concepts, named as the fields of the model."""


@dataclass(slots=True)
class Entry:
    """A concept while its rows are read; ``line`` is the first of them."""

    iri: IRI
    line: Line
    known: Concept | None
    pref_labels: dict[str, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    alt_labels: dict[Literal, None] = field(default_factory=dict)
    definitions: dict[IRI, Definition] = field(default_factory=dict)
    texts: list[Literal] = field(default_factory=list)
    pages: list[IRI] = field(default_factory=list)
    deprecated: bool | None = None
    named: dict[str, list[GlossaryPage]] = field(default_factory=lambda: defaultdict(list))
    linked: dict[str, list[IRI]] = field(default_factory=lambda: defaultdict(list))
    leading: list[IRI] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowLabels:
    """The labels of a row: preferred ones, others, and whether an export wrote them.

    An export says how its concept is called; people may call one by any of its names.
    """

    preferred: tuple[Literal, ...]
    others: tuple[Literal, ...]
    is_exported: bool = False


def labels_of(line: Line, tag: str) -> RowLabels:
    """The labels of a row; those in columns that name no language are in the row's own."""
    is_named = is_name(line.text("concept"))
    preferred: list[Literal] = []
    others: list[Literal] = []
    is_exported = False
    for language, label, by_export in line.labels("prefLabel"):
        is_exported = by_export and is_named
        term, abbreviation = (label, "") if by_export else without_abbreviation(label)
        spoken = _language(language, tag, is_exported)
        preferred.append(Literal(term, spoken))
        others += [Literal(abbreviation, spoken)] if abbreviation else []
    for language, label, by_export in line.labels("altLabel"):
        others.append(Literal(label, _language(language, tag, by_export and is_named)))
    return RowLabels(tuple(preferred), tuple(others), is_exported)


def _language(named: str | None, tag: str, is_exported: bool) -> str:
    """An export leaves the language out of the name of a column whose labels have none."""
    if named is not None:
        return named
    return "" if is_exported else tag


class Concepts:
    """Collects what the rows of a sheet say, concept by concept.

    A row means the concept that it names by address, or that has its term for a label in any
    spelling: in the vocabulary, else in a row before. Else it means a new one.
    """

    def __init__(self, options: PageOptions, vocabulary: ConceptScheme | None) -> None:
        self._options = options
        known = vocabulary.concepts if vocabulary else ()
        self._known = {concept.iri: concept for concept in known}
        self._scheme = vocabulary.iri if vocabulary and vocabulary.declared else options.base
        self._terms = Terms(known)
        self._new_terms: dict[tuple[str, str], IRI] = {}
        self._new_by_name: dict[str, set[IRI]] = defaultdict(set)
        self._taken: set[str] = set(self._known)
        self.entries: dict[IRI, Entry] = {}
        self.warnings: list[CellRemark] = []
        self.to_dos: list[str] = []

    def find(self, line: Line, labels: RowLabels) -> IRI | None:
        """The concept that a row means, ``None`` and a fault where it says so and there is none."""
        said = squash(line.text("concept"))
        if is_name(said):
            return IRI(said)
        if said:
            return self._called(line, said)
        for label in labels.preferred:
            found = self._terms.in_language(label.language).find(label.value)
            if len(found) == 1:
                return found[0]
            if found:
                message = f"{label.value!r} could be any of {', '.join(found)}; read as a new term"
                hint = "name the one you mean in the column of the concept"
                self.warnings.append(line.remark("prefLabel", message, hint))
        return self._new(labels)

    def _called(self, line: Line, term: str) -> IRI | None:
        found = self._terms.find(term) or tuple(sorted(self._new_by_name[fold(term)]))
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{len(found)} terms are called {term!r}"
            hint = f"write the address of the one you mean: {' or '.join(found)}"
        else:
            message = f"no term is called {term!r}"
            hint = "leave the cell empty for a new term"
        line.fault("concept", message, hint)
        return None

    def _new(self, labels: RowLabels) -> IRI:
        keys = [_key(label) for label in labels.preferred]
        found = next((self._new_terms[key] for key in keys if key in self._new_terms), None)
        if found is None:
            found = concept_iri(self._options.base, labels.preferred[0].value, self._taken)
        return found

    def entry(self, iri: IRI, line: Line, labels: RowLabels) -> Entry | None:
        """The concept of a row, with the row's labels; ``None`` and a fault where they clash."""
        entry = self.entries.get(iri) or Entry(iri, line, self._known.get(iri))
        others = labels.others
        if not labels.is_exported:
            others = (*self._spellings(entry, labels), *others)
        elif self._clashes(entry, line, labels):
            return None
        for label in labels.preferred if labels.is_exported else ():
            if label not in entry.pref_labels[label.language]:
                entry.pref_labels[label.language].append(label)
        entry.alt_labels |= dict.fromkeys(others)
        self.entries[iri] = entry
        self._taken.add(iri)
        for label in labels.preferred if entry.known is None else ():
            self._new_terms.setdefault(_key(label), iri)
            self._new_by_name[fold(label.value)].add(iri)
        return entry

    def _clashes(self, entry: Entry, line: Line, labels: RowLabels) -> bool:
        """Whether an earlier row calls the concept otherwise, which two rows must not."""
        for language in {label.language for label in labels.preferred}:
            here = [label for label in labels.preferred if label.language == language]
            there = entry.pref_labels.get(language, here)
            if set(here) != set(there):
                cell = entry.line.cell("prefLabel", language)
                message = f"the term is {here[0].value!r} here and {there[0].value!r} at {cell}"
                line.fault("prefLabel", message, "write it alike in every row of the concept")
                return True
        return False

    def _spellings(self, entry: Entry, labels: RowLabels) -> Iterator[Literal]:
        """Terms under which a concept was found; where it has a preferred label, more spellings."""
        for label in labels.preferred:
            preferred = entry.pref_labels[label.language]
            if not preferred:
                known = entry.known.pref_labels if entry.known else ()
                same = [k for k in known if k.language == label.language]
                preferred += same[:1] or [label]
            if label not in preferred:
                yield label

    def concepts(self, issued: Mapping[IRI, str]) -> Iterator[Concept]:
        """The concepts with all that their rows say.

        :param issued: source to its date of issue, which decides on the lead
        """
        made = [self._concept(entry, issued) for entry in self.entries.values()]
        terms = Terms((*self._known.values(), *made))
        for concept in made:
            yield self._related(concept, self.entries[concept.iri], terms)

    def _concept(self, entry: Entry, issued: Mapping[IRI, str]) -> Concept:
        known = entry.known
        preferred = tuple(label for labels in entry.pref_labels.values() for label in labels)
        hidden = known.hidden_labels if known else ()
        concept = Concept(
            iri=entry.iri,
            in_scheme=known.in_scheme if known else (self._scheme,),
            pref_labels=preferred,
            alt_labels=tuple(x for x in entry.alt_labels if x not in (*preferred, *hidden)),
            definitions=tuple(entry.definitions.values()),
            definition_texts=tuple(entry.texts),
            pages=tuple(entry.pages),
            deprecated=bool(known and known.deprecated)
            if entry.deprecated is None
            else entry.deprecated,
            created=known.created if known else self._options.read_on,
        )
        chosen = _chosen(concept, entry, issued) if entry.leading else ()
        return replace(concept, preferred_definitions=chosen) if chosen else concept

    def _related(self, concept: Concept, entry: Entry, terms: Terms) -> Concept:
        """The concept with its relations, by address or by term, in whatever language these are."""
        if not (entry.named or any(entry.linked.values())):
            return concept
        result = concept
        for tag, pages in entry.named.items():
            related = with_relations(concept, pages, _FirstIn(tag, terms), tag)
            self.to_dos += related.to_dos
            result = _joined(result, related.concept)
        linked = {name: tuple(iris) for name, iris in entry.linked.items()}
        result = _joined(result, replace(concept, **linked))  # type: ignore[arg-type]
        # SKOS S27: what is broader or narrower is not related as well.
        near = {*result.broader, *result.narrower}
        return replace(result, related=tuple(iri for iri in result.related if iri not in near))


def _joined(first: Concept, second: Concept) -> Concept:
    return replace(
        first,
        broader=first.broader + second.broader,
        narrower=first.narrower + second.narrower,
        related=first.related + second.related,
        editorial_notes=first.editorial_notes + second.editorial_notes,
    )


class Terms:
    """Concepts by label, in whatever language."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = tuple(concepts)
        self._by_language: dict[str, Labels] = {}

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        labels = (label for c in self._concepts for label in (*c.pref_labels, *c.alt_labels))
        return tuple(sorted({_primary(label.language) for label in labels}))

    def in_language(self, tag: str) -> Labels:
        """The labels of one language and its variants."""
        primary = _primary(tag)
        if primary not in self._by_language:
            self._by_language[primary] = Labels(primary).add(self._concepts)
        return self._by_language[primary]

    def find(self, label: str, first: str = "") -> tuple[IRI, ...]:
        """The concepts that a label may mean in the first language, else in any."""
        found = self.in_language(first).find(label)
        if found:
            return found
        others = (self.in_language(tag).find(label) for tag in self._languages)
        return tuple(sorted({iri for each in others for iri in each}))


class _FirstIn(Labels):
    """The labels of all languages, looked for in one of them first."""

    def __init__(self, language: str, terms: Terms) -> None:
        super().__init__(language)
        self._first, self._terms = language, terms

    def find(self, label: str) -> tuple[IRI, ...]:
        """The concepts that a label may mean: none, one, or several."""
        return self._terms.find(label, self._first)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _key(label: Literal) -> tuple[str, str]:
    return (_primary(label.language), fold(label.value))


def _chosen(concept: Concept, entry: Entry, issued: Mapping[IRI, str]) -> tuple[IRI, ...]:
    """The definitions that an export marks as leading and that would not lead by themselves."""
    known = {d.iri: d for d in (entry.known.definitions if entry.known else ())}
    whole = replace(
        concept, definitions=tuple((known | {d.iri: d for d in concept.definitions}).values())
    )
    leading = {lead.iri for lead in leads(whole, issued).values()}
    return tuple(iri for iri in entry.leading if iri not in leading)


def note_relations(entry: Entry, line: Line, tag: str) -> None:
    """Keep what a row says of other concepts, by address and by term, until all rows are read."""
    terms: dict[str, tuple[str, ...]] = {}
    for name in RELATIONS:
        values = several(line.text(name))
        entry.linked[name] += [IRI(value) for value in values if is_name(value)]
        terms[name] = tuple(value for value in values if not is_name(value))
    if any(terms.values()):
        entry.named[tag].append(
            GlossaryPage(
                heading="",
                parents=terms["broader"],
                children=terms["narrower"],
                related=terms["related"],
            )
        )
