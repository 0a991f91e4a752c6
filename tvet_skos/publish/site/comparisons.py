"""The page that sets the definitions of a term side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tvet_skos.errors import NotFound
from tvet_skos.lookup.compare import (
    Comparison,
    DiffStep,
    Entry,
    compare_card,
    content_words,
    segments,
)
from tvet_skos.lookup.derivations import Derivation
from tvet_skos.lookup.duplicates import Duplicate, closest, near_duplicates
from tvet_skos.lookup.find import find_one
from tvet_skos.lookup.years import as_year
from tvet_skos.publish.reports.compare import write_comparison
from tvet_skos.publish.reports.digest import Agreement, agreements, only_here
from tvet_skos.publish.site.definitions import Told, title_of, told
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.rendering import render
from tvet_skos.publish.site.timeline import timeline
from tvet_skos.terms import IRI, Literal

MOST_COMPARED = 40
"""So many definitions have a place in the tables below the columns."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a definition is stated to be taken from, and where that is.

    ``taking`` is a key of ``taken`` in the texts; ``is_out`` says that ``href`` leads elsewhere;
    ``is_own``, that it is the source that stands beside it anyway; ``is_definition``, that it is a
    definition of a term, not a work; ``definitions`` are the numbers
    of those beside it that it is, or that name it.
    """

    taking: str
    title: Literal
    href: str
    is_out: bool
    is_own: bool
    is_definition: bool
    definitions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A definition in the comparison; its words are marked against the baseline.

    ``share`` is how many of their words both have, in percent, and nothing for the baseline.
    """

    told: Told
    is_baseline: bool
    baseline: int
    share: int | None
    diff: tuple[DiffStep, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with all that its page says in whatever language: made once for all of them.

    ``chosen`` is the baseline that was asked for, ``only`` the language it is narrowed down to;
    ``columns`` are its entries in the order of the page, their words marked against their baseline.
    """

    iri: IRI
    comparison: Comparison
    chosen: int | None
    only: str
    columns: tuple[Entry, ...]
    tags: Sequence[str]
    agreements: Sequence[Agreement]
    similarities: Sequence[Sequence[float | None]]
    alone: Sequence[tuple[int, tuple[str, ...]]]
    duplicates: Sequence[Duplicate]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The definitions by number."""
        return self.comparison.entries


def compared(
    edition: Edition,
    iri: IRI,
    *,
    baseline: int | None = None,
    language: str = "",
    as_of: int | None = None,
) -> Compared:
    """The definitions of a concept, compared.

    :param baseline: the number of the definition that the others are held against
    :param language: only definitions in it
    :param as_of: a year: only what has a source of that year or before
    :raises NotFound: no concept, no definition (of that time) or no such number
    """
    match = find_one(edition.store, iri)
    card = edition.card(match.concept)
    comparison = compare_card(
        card, match, language=language or None, baseline=baseline, as_of=as_of
    )
    few = len(comparison.entries) <= MOST_COMPARED
    return Compared(
        iri,
        comparison,
        baseline,
        language,
        _columns(comparison),
        _languages(comparison, language),
        agreements(comparison) if few else (),
        _closeness(comparison) if few else (),
        [(entry.number, only_here(entry)) for entry in comparison.entries],
        closest(near_duplicates(comparison.entries)) if few else (),
    )


def compare_page(
    reading: Reading,
    iri: IRI,
    *,
    baseline: int | None = None,
    language: str = "",
    as_of: int | None = None,
) -> str:
    """The comparison of a concept's definitions.

    :param baseline: the number of the definition that the others are held against
    :param language: only definitions in it
    :param as_of: a year: only what has a source of that year or before
    :raises NotFound: no concept, no definition (of that time) or no such number
    """
    made = compared(reading.edition, iri, baseline=baseline, language=language, as_of=as_of)
    return comparison_page(reading, made)


def comparison_page(reading: Reading, made: Compared) -> str:
    """The page of a comparison."""
    comparison = made.comparison
    columns = [_column(reading, entry, comparison) for entry in made.columns]
    by_number = {column.told.number: column.told for column in columns}
    definitions = [by_number[entry.number] for entry in made.entries]
    later, undated = (
        [told(reading, entry) for entry in entries]
        for entries in (comparison.later, comparison.undated)
    )
    every = sorted((*definitions, *later, *undated), key=lambda each: each.number)
    return render(
        reading,
        "compare",
        kind="compare",
        subject=made.iri,
        concept=comparison.concept,
        here=reading.name(made.iri),
        columns=columns,
        definitions=definitions,
        by_number=by_number,
        carried=_carried(made),
        baseline=comparison.baseline,
        as_of=comparison.as_of,
        later=later,
        undated=undated,
        chosen=made.chosen is not None,
        only=made.only,
        tags=made.tags,
        missing=sum(1 for column in columns if column.told.lacks_source),
        timeline=timeline(every),
        duplicates=made.duplicates,
        taken_over=[
            (c.told.number, o) for c in columns for o in c.origins if o.definitions and not o.is_own
        ],
        agreements=made.agreements,
        unanimous=_unanimous(made),
        similarities=made.similarities,
        alone=made.alone,
    )


def years_of(made: Compared) -> tuple[int, ...]:
    """The years that have a view of their own: those of definitions, where there are two or more.

    In between nothing changes, so no other year is worth a page.
    """
    years = {entry.year for entry in made.entries} - {None}
    return tuple(sorted(filter(None, years))) if len(years) > 1 else ()


def _languages(comparison: Comparison, chosen: str) -> list[str]:
    """The languages that the page can be narrowed down to; none where there is no choice."""
    present = {entry.definition.language for entry in comparison.entries}
    every = {d.language for d in comparison.concept.live_definitions if d.value is not None}
    every |= {text.language for text in comparison.concept.definition_texts}
    tags = sorted(filter(None, every | present))
    return tags if len(tags) > 1 or chosen else []


def _columns(comparison: Comparison) -> tuple[Entry, ...]:
    """The baselines first, then the others by number, each language together."""
    entries = {entry.number: entry for entry in comparison.entries}
    order = sorted(
        comparison.entries,
        key=lambda e: (
            e.baseline != comparison.baseline,
            e.definition.language,
            e.number != e.baseline,
            e.number,
        ),
    )
    return tuple(_marked(entry, entries) for entry in order)


def _unanimous(made: Compared) -> tuple[str, ...] | None:
    """The words that all definitions have; nothing to say of them where they are in two languages.

    Words of two languages are never compared, so "none" would be wrong there.
    """
    if len({entry.definition.language for entry in made.entries}) > 1:
        return None
    numbers = tuple(entry.number for entry in made.entries)
    return next((a.words for a in made.agreements if a.entries == numbers), ())


def _carried(made: Compared) -> dict[str, str]:
    """What a link to the same page in another language has in its query."""
    year = made.comparison.as_of
    return {
        "asOf": f"{year:04}" if year else "",
        "baseline": str(made.chosen or ""),
        "lang": made.only,
    }


def _column(reading: Reading, entry: Entry, comparison: Comparison) -> Column:
    return Column(
        told(reading, entry),
        entry.number == entry.baseline,
        entry.baseline,
        None if entry.similarity is None else round(entry.similarity * 100),
        entry.diff,
        tuple(
            _origin(reading, stated, entry)
            for stated in comparison.derivations
            if stated.number == entry.number
        ),
    )


def _origin(reading: Reading, stated: Derivation, entry: Entry) -> Origin:
    """Where a statement leads: to a source here, to a definition of a term, or out."""
    origin, source = stated.origin, stated.source
    term, _, fragment = origin.partition("#")
    is_definition = source is None and bool(fragment and reading.edition.labels(IRI(term)))
    title, href = Literal(origin), str(origin)
    if source is not None:
        title, href = title_of(source, reading.language), reading.address("source", origin)
    elif is_definition:
        name = reading.name(IRI(term))
        title = Literal(name.text, name.language)
        href = reading.address("term", term, fragment=fragment)
    return Origin(
        stated.taking,
        title,
        href,
        not (source or is_definition),
        origin in entry.definition.sources,
        is_definition,
        stated.definitions,
    )


def _marked(entry: Entry, entries: dict[int, Entry]) -> Entry:
    """An entry whose words are marked against its baseline, the baseline's against all others.

    The counts say to ``segments`` that there are two texts: this one and the other side.
    """
    tongue = entry.definition.language
    others = (
        [entries[entry.baseline]]
        if entry.number != entry.baseline
        else [e for e in entries.values() if e.baseline == entry.number and e is not entry]
    )
    theirs = {word for e in others for word in content_words(e.definition.text, tongue)}
    own = set(content_words(entry.definition.text, tongue))
    counts = Counter({word: 2 if word in theirs else 1 for word in own})
    counts[""] = 2 if others else 1
    return replace(entry, segments=segments(entry.definition.text, tongue, counts))


def _closeness(comparison: Comparison) -> list[list[float | None]]:
    """``similarity`` of each two entries; nothing between two languages.

    The words of each are counted once only: with forty entries there are 1,600 pairs.
    """
    texts = [entry.definition for entry in comparison.entries]
    words = [(text.language, set(content_words(text.text, text.language))) for text in texts]
    return [
        [_jaccard(left, right) if tongue == other else None for other, right in words]
        for tongue, left in words
    ]


def _jaccard(left: set[str], right: set[str]) -> float:
    return round(len(left & right) / len(left | right), 2) if left | right else 0.0


def compare_csv(reading: Reading, iri: IRI, *, language: str = "", as_of: int | None = None) -> str:
    """The comparison as a table, one row a definition.

    :raises NotFound: no concept or no definition (of that time)
    """
    return comparison_csv(compared(reading.edition, iri, language=language, as_of=as_of))


def comparison_csv(made: Compared) -> str:
    """The table of a comparison."""
    return write_comparison(made.comparison, "csv")


def year_asked(text: str) -> int | None:
    """The year that an address asks for; nothing where none is asked for.

    :raises SettingsError: that is no year
    """
    return as_year(text) if text else None


def number_of(text: str) -> int | None:
    """The number of a definition as an address has it; nothing where none is asked for.

    :raises NotFound: that is no number

    >>> number_of("3"), number_of("")
    (3, None)
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise NotFound("a baseline is the number of a definition, such as 2")
    return int(text)
