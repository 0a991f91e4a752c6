"""Several pages in one import: one concept a term, relations in any order, every failure told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from tvet_skos.errors import InputError
from tvet_skos.ingest.decode import decoded
from tvet_skos.ingest.glossary_page import GlossaryPage
from tvet_skos.ingest.heading import Clues
from tvet_skos.ingest.html import is_html, is_web_address, read_html
from tvet_skos.ingest.language import other_language
from tvet_skos.ingest.layout import read_layout
from tvet_skos.ingest.pages import Origin, PageOptions, concept_of, page_record
from tvet_skos.ingest.references import References
from tvet_skos.ingest.register import Register
from tvet_skos.ingest.relations import Labels, with_relations
from tvet_skos.iri import concept_iri
from tvet_skos.model import Concept, ConceptScheme, Definition, Page
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold


@dataclass(frozen=True, slots=True)
class PageInput:
    """A page to read: its name for messages, its bytes, its address where that is known."""

    name: str
    content: bytes
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWarning:
    """Something that a person should look at; ``line`` is 0 where it is about the whole page."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What came of reading pages.

    ``scheme`` holds only what was imported: concepts, page records, and the sources and agents
    that they refer to. ``to_dos`` are the terms that could not be linked. ``failures`` are the
    pages that could not be read; the others are not touched by that.
    """

    scheme: ConceptScheme
    to_dos: tuple[str, ...] = ()
    warnings: tuple[PageWarning, ...] = ()
    failures: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that was read, with where it came from."""

    name: str
    page: GlossaryPage
    origin: Origin

    def line(self, number: int) -> int:
        """A line number for messages; that of HTML's text copy would mislead."""
        return 0 if self.origin.is_whole else number


@dataclass(slots=True)
class _Entry:
    """A concept and the pages that told of it."""

    concept: Concept
    pages: list[GlossaryPage] = field(default_factory=list)


def read_pages(
    pages: Iterable[PageInput],
    options: PageOptions,
    vocabulary: ConceptScheme | None = None,
    register: ConceptScheme | None = None,
) -> Import:
    """What glossary pages say, as a vocabulary of its own.

    A term that ``vocabulary`` has keeps its IRI and preferred label there. Nothing is merged and
    ``vocabulary`` is not changed. A page that cannot be read becomes a failure, not an exception.

    :param pages: text or HTML in any layout and order; two pages of one term give one concept
    :param vocabulary: where terms and sources are looked up
    :param register: where sources are looked up that ``vocabulary`` does not know

    >>> text = b"Skill\\n\\nA skill is an ability to act.\\nSource: Example Institute 2013, Utopia"
    >>> found = read_pages([PageInput("skill.txt", text)], PageOptions(read_on="2026-11-23"))
    >>> found.scheme.concepts[0].definitions[0].source_text
    'Example Institute 2013, Utopia'
    """
    session = _Session(options, vocabulary, register)
    rest = iter(pages)
    # Two are looked at beforehand, so that the bytes of all pages never stand in memory at once.
    first = tuple(islice(rest, 2))
    for page in chain(first, rest):
        session.take(page, is_alone=len(first) == 1)
    return session.result()


class _Session:
    """The state of one import."""

    def __init__(
        self,
        options: PageOptions,
        vocabulary: ConceptScheme | None,
        register: ConceptScheme | None,
    ) -> None:
        self._options = options
        known = vocabulary.concepts if vocabulary else ()
        self._known = {concept.iri: concept for concept in known}
        self._labels = Labels(options.tag).add(known)
        behind = Register(register.sources, register.agents) if register else None
        own = (vocabulary.sources, vocabulary.agents) if vocabulary else ((), ())
        self._register = Register(*own, behind=behind)
        self._references = References(self._register, options.base, options.tag)
        self._read_pages: list[_Read] = []
        self._entries: dict[IRI, _Entry] = {}
        self._of_heading: dict[str, IRI] = {}
        self._page_records: dict[IRI, Page] = {}
        self._warnings: list[PageWarning] = []
        self._failures: list[InputError] = []

    def take(self, page: PageInput, *, is_alone: bool) -> None:
        """Read one page for the import, or note why it cannot be read."""
        try:
            self._read_pages.append(self._read(page, is_alone))
        except InputError as error:
            self._failures.append(error)

    def _read(self, page: PageInput, is_alone: bool) -> _Read:
        options = self._options
        if not is_alone and (options.url or options.term):
            self._warn(page.name, 0, "address and term are for a single page; not used here")
        text = decoded(page.content, file=page.name, encoding=options.encoding)
        url = page.url or (options.url if is_alone else "")
        if url and not is_web_address(url):
            raise InputError(
                f"{url!r} is no web address", file=page.name, hint="give --url https://…"
            )
        clues = Clues(term=options.term if is_alone else "", url=url, file=page.name)
        is_whole = is_html(text)
        if is_whole:
            shown = read_html(text)
            text, url = shown.text, url or shown.url
            clues = replace(clues, url=url, title=shown.title, heading=shown.heading)
        found = read_layout(text, clues, self._register.is_citation)
        self._check_language(page.name, found)
        return _Read(page.name, found, Origin(page_record(found.heading, url, options), is_whole))

    def _check_language(self, name: str, page: GlossaryPage) -> None:
        texts = " ".join(definition.text for definition in page.definitions)
        found = other_language(texts, self._options.tag)
        if found:
            message = (
                f"the definitions look like {found!r}, not {self._options.tag!r}; see --language"
            )
            self._warn(name, 0, message)

    def _add(self, read: _Read) -> None:
        page = read.page
        for remark in page.warnings:
            self._warn(read.name, read.line(remark.line), remark.message)
        iri = self._iri(read)
        concept, doubts = concept_of(page, iri, read.origin, self._references, self._options)
        for line, doubt in doubts:
            self._warn(read.name, read.line(line), doubt)
        entry = self._entries.get(iri)
        known = self._as_known(concept)
        if entry is None:
            self._entries[iri] = entry = _Entry(known)
        else:
            entry.concept = joined(entry.concept, known)
        entry.pages.append(page)
        record = read.origin.page
        if self._page_records.setdefault(record.iri, record).url is None:
            self._page_records[record.iri] = record

    def _iri(self, read: _Read) -> IRI:
        """The concept's IRI: that of the vocabulary, of an earlier page, or a new one."""
        heading = read.page.heading
        found = self._labels.find(heading)
        if len(found) == 1:
            return found[0]
        if found:
            self._warn(
                read.name, 0,
                f"{heading!r} could be any of {', '.join(found)}; it was read as a new concept",
            )  # fmt: skip
        key = fold(heading)
        if key not in self._of_heading:
            taken = {*self._known, *self._of_heading.values()}
            self._of_heading[key] = concept_iri(self._options.base, heading, taken)
        return self._of_heading[key]

    def _as_known(self, concept: Concept) -> Concept:
        """A concept under the preferred label it has already; the heading then is a spelling."""
        tag = self._options.tag
        known = self._known.get(concept.iri)
        entry = self._entries.get(concept.iri)
        labels = (known.pref_labels if known else ()) + (entry.concept.pref_labels if entry else ())
        preferred = [label for label in labels if label.language == tag][:1]
        if not preferred:
            return concept
        spelled = (*concept.pref_labels, *concept.alt_labels)
        hidden = known.hidden_labels if known else ()
        others = _without(spelled, (preferred[0], *hidden))
        created = known.created if known else concept.created
        return replace(concept, pref_labels=tuple(preferred), alt_labels=others, created=created)

    def _warn(self, name: str, line: int, message: str) -> None:
        self._warnings.append(PageWarning(file=name, line=line, message=message))

    def result(self) -> Import:
        """The pages taken, as one vocabulary, with relations between all of it."""
        for read in self._read_pages:
            self._references.learn(read.page.definitions)
        for read in self._read_pages:
            self._add(read)
        labels = self._labels.add(entry.concept for entry in self._entries.values())
        related = [
            with_relations(entry.concept, entry.pages, labels, self._options.tag)
            for entry in self._entries.values()
        ]
        return Import(
            scheme=ConceptScheme(
                iri=self._options.base,
                declared=False,
                concepts=tuple(item.concept for item in related),
                sources=self._references.sources,
                agents=self._references.agents,
                page_records=tuple(self._page_records.values()),
            ),
            to_dos=tuple(sorted({to_do for item in related for to_do in item.to_dos})),
            warnings=tuple(self._warnings),
            failures=tuple(self._failures),
        )


def joined(first: Concept, second: Concept) -> Concept:
    """One concept out of what two pages say of it; a text on both is derived from both."""
    definitions: dict[IRI, Definition] = {d.iri: d for d in first.definitions}
    for definition in second.definitions:
        known = definitions.get(definition.iri)
        if known is not None:
            definition = replace(
                known,
                derived_from=known.derived_from + definition.derived_from,
                notes=known.notes + definition.notes,
            )
        definitions[definition.iri] = definition
    alternatives = _without(first.alt_labels + second.alt_labels, first.pref_labels)
    return replace(
        first,
        alt_labels=alternatives,
        definitions=tuple(definitions.values()),
        notes=first.notes + second.notes,
        pages=first.pages + second.pages,
    )


def _without(labels: tuple[Literal, ...], others: tuple[Literal, ...]) -> tuple[Literal, ...]:
    return tuple(label for label in labels if label not in others)


def looks_like_page(content: bytes, name: str = "") -> bool:
    """Whether bytes can be read as a glossary page in UTF-8.

    >>> looks_like_page(b"Skill\\n\\nA skill is an ability.\\nSource: SAQA 2013, South Africa")
    True
    >>> looks_like_page(b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .")
    False
    """
    options = PageOptions(read_on="2000-01-01")
    return not read_pages([PageInput(name, content)], options).failures
