"""A vocabulary opened for contributions in the form that suits its size."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from itertools import chain, islice

from tvet_skos.checks.prepared.keys import PreparedGroups, key_rules, tables
from tvet_skos.checks.prepared.making import labelled
from tvet_skos.checks.run import OpenBase
from tvet_skos.checks.runners.gathering import Gathering
from tvet_skos.rdf.sameness import content_labels
from tvet_skos.rdf.stream import statement_of
from tvet_skos.terms import Triple

MANY = 200_000
"""From how many statements on a vocabulary is kept as a prepared base is."""


def open_base(triples: Iterable[Triple], many: int = MANY) -> OpenBase:
    """A vocabulary that contributions are judged against, one after the other.

    Blank nodes are named by what is said of them, so that the same ones are the same in whatever
    is judged. A large vocabulary takes a tenth of the memory that it takes as triples, and a
    moment more for each contribution.

    :param many: from how many statements on it is large
    """
    left = iter(triples)
    first = list(islice(left, many))
    if len(first) < many:
        return OpenBase(content_labels(first))
    with closing(Gathering(labelled)) as gathering:
        gathering.take(map(statement_of, chain(first, left)))
        graph = gathering.graph()
    return OpenBase(graph, PreparedGroups(graph, tables(graph, key_rules())))
