"""The start page, and the pages about the vocabulary itself."""

from __future__ import annotations

from tvet_skos.lookup.queries import named_queries, option_of
from tvet_skos.publish.site.alphabet import ALL
from tvet_skos.publish.site.definitions import MARKS
from tvet_skos.publish.site.edition import Name, Reading, chosen_label
from tvet_skos.publish.site.facets import facts_of
from tvet_skos.publish.site.rendering import render
from tvet_skos.publish.site.topics import topics_of

_SHOWN_TOPICS = 18
_SHOWN_TERMS = 8


def home_page(reading: Reading) -> str:
    """Where readers begin: the search, figures, topics and what can be compared."""
    edition = reading.edition
    tongue = reading.language if edition.store.labels.letters(reading.language) else ALL
    headings = edition.store.labels.letters(None if tongue == ALL else tongue)
    return render(
        reading,
        "home",
        kind="home",
        description=chosen_label(edition.scheme.descriptions, reading.language),
        figures=edition.figures,
        topics=topics_of(reading)[:_SHOWN_TOPICS],
        more_topics=len(edition.topics) > _SHOWN_TOPICS,
        disputed=_most_defined(reading),
        headings=headings,
        list=tongue,
    )


def _most_defined(reading: Reading) -> list[tuple[Name, str, int]]:
    """The terms with the most definitions: name, link to their comparison, how many."""
    edition = reading.edition
    counted = ((iri, facts_of(edition, iri).definitions) for iri in edition.most_defined)
    ranked = sorted(counted, key=lambda pair: (-pair[1], reading.name(pair[0]).text))
    return [
        (reading.name(iri), reading.address("compare", iri), number)
        for iri, number in ranked[:_SHOWN_TERMS]
        if number > 1
    ]


def about_page(reading: Reading) -> str:
    """What the vocabulary is, who made it, and how to read it."""
    edition = reading.edition
    return render(
        reading,
        "about",
        kind="about",
        description=chosen_label(edition.scheme.descriptions, reading.language),
        makers=[agent.name for agent in edition.makers],
        evidence=[
            (kind.value, mark, edition.figures.evidence.get(kind.value, 0))
            for kind, mark in MARKS.items()
            if kind
        ],
        figures=edition.figures,
    )


def api_page(reading: Reading) -> str:
    """What programs can have, and where."""
    queries = [
        (query, [option_of(parameter) for parameter in query.parameters])
        for query in named_queries().values()
    ]
    return render(reading, "api", kind="api", queries=queries)
