"""A glossary page as SKOS: a concept with its definitions, and the page they were read from."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.ingest.glossary_page import GlossaryPage, PageDefinition
from tvet_skos.ingest.references import References, printed_citation
from tvet_skos.iri import definition_iri, page_iri, slug
from tvet_skos.model import Concept, Definition, Page, SourceEvidence
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import bcp47, squash

MARKDOWN = "text/markdown"
TVETIPEDIA = "TVETipedia Glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What a page does not say of itself.

    ``read_on`` is the day on which the copy was made, ``YYYY-MM-DD``; ``url`` and ``term`` name
    the address and the heading of a single page; ``encoding`` is for pages that are not UTF-8.
    ``glossary`` is what the pages are pages of, for their records and for citing them.
    """

    read_on: str
    base: IRI = DEFAULT_BASE
    language: str = "en"
    url: str = ""
    term: str = ""
    encoding: str | None = None
    glossary: str = TVETIPEDIA

    @property
    def tag(self) -> str:
        """The language as a tag in the case that BCP 47 recommends."""
        return bcp47(self.language)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page came from: its record, and whether the original was read whole (HTML)."""

    page: Page
    is_whole: bool = False


def page_record(heading: str, url: str, options: PageOptions) -> Page:
    """The record of a page that was read."""
    # The slug is made of the heading alone: beside the Latin word, 微证书 would leave nothing.
    return Page(
        iri=page_iri(options.base, f"{options.glossary.removesuffix(' Glossary')} {slug(heading)}"),
        titles=(Literal(f"{options.glossary}: {heading}", "en"),),
        url=IRI(url) if url else None,
        accessed=options.read_on,
    )


def concept_of(
    page: GlossaryPage, iri: IRI, origin: Origin, references: References, options: PageOptions
) -> tuple[Concept, tuple[tuple[int, str], ...]]:
    """The concept of a page, without its relations; and warnings with the line each is about.

    :param iri: that of the concept; definitions get theirs from it, their text and their citation
    :param references: collects the sources that the definitions name
    """
    definitions: dict[IRI, Definition] = {}
    warnings: list[tuple[int, str]] = []
    for found in page.definitions:
        definition, doubts = _definition(found, page.heading, iri, origin, references, options)
        warnings.extend((found.line, doubt) for doubt in doubts)
        if definition.iri in definitions:
            warnings.append((found.line, "this definition stands here twice; it was taken once"))
        definitions.setdefault(definition.iri, definition)
    concept = Concept(
        iri=iri,
        in_scheme=(options.base,),
        pref_labels=(Literal(page.heading, options.tag),),
        alt_labels=_alternatives(page, options.tag),
        definitions=tuple(definitions.values()),
        notes=tuple(Literal(comment, options.tag) for comment in page.comments),
        pages=(origin.page.url,) if origin.page.url else (),
        created=options.read_on,
    )
    return concept, tuple(warnings)


def _alternatives(page: GlossaryPage, tag: str) -> tuple[Literal, ...]:
    """Abbreviation and other spellings, but not the heading once more."""
    labels = dict.fromkeys(squash(label) for label in (page.abbreviation, *page.spellings))
    return tuple(Literal(label, tag) for label in labels if label and label != page.heading)


def _definition(
    found: PageDefinition, heading: str, concept: IRI, origin: Origin,
    references: References, options: PageOptions,
) -> tuple[Definition, tuple[str, ...]]:  # fmt: skip
    """A definition derived from its page only: that it quotes its source is an editor's claim."""
    printed = printed_citation(found)
    reference = references.refer(found) if printed else references.refer_inline(found.text)
    evidence = _evidence(printed, bool(reference.sources), origin.is_whole)
    definition = Definition(
        iri=definition_iri(concept, found.text, options.tag, printed),
        value=Literal(found.text, options.tag),
        source_text=printed or _known_origin(heading, evidence, options),
        sources=reference.sources,
        source_evidence=evidence,
        derived_from=(origin.page.iri,),
        position=found.position,
        terms_in_source=(Literal(found.term, options.tag),) if found.term else (),
        notes=tuple(Literal(note, options.tag) for note in found.notes),
        format=MARKDOWN if found.is_markdown else "",
    )
    return definition, reference.warnings


def _evidence(printed: str, is_named: bool, is_whole: bool) -> SourceEvidence:
    if printed:
        return SourceEvidence.STATED
    if is_named:
        return SourceEvidence.STATED_INLINE
    return SourceEvidence.NOT_STATED if is_whole else SourceEvidence.NOT_CAPTURED


_KNOWN = {
    SourceEvidence.NOT_CAPTURED: "source not captured",
    SourceEvidence.NOT_STATED: "no source stated",
    SourceEvidence.STATED_INLINE: "source named in the text",
}


def _known_origin(heading: str, evidence: SourceEvidence, options: PageOptions) -> str:
    """What is known of the origin of a text whose page prints no citation for it."""
    return f"{options.glossary}, {heading}; {_KNOWN[evidence]}, read {options.read_on}"
