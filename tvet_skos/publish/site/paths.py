"""Every way up from a term, whatever circles there are."""

from __future__ import annotations

from tvet_skos.publish.site.edition import Edition
from tvet_skos.terms import IRI

MOST_PATHS = 12
_MOST_STEPS = 300


def paths_up(edition: Edition, concept: IRI) -> tuple[tuple[IRI, ...], ...]:
    """The paths from the top down to a concept, without itself, the shortest first.

    A path ends where nothing is broader, or where it would come back to a concept it has already.
    At most ``MOST_PATHS``; none where nothing is broader.
    """
    finished: list[tuple[IRI, ...]] = []
    waiting: list[tuple[IRI, ...]] = [(concept,)]
    steps = 0
    while waiting and len(finished) < MOST_PATHS and steps < _MOST_STEPS:
        path = waiting.pop(0)
        steps += 1
        further = [iri for iri in edition.above(path[0]) if iri not in path]
        if not further and len(path) > 1:
            finished.append(path[:-1])
        waiting += [(iri, *path) for iri in further]
    return tuple(finished)
