"""Which vocabularies a query is answered from, where it is not all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tvet_skos.errors import NotFound
from tvet_skos.terms import IRI


@dataclass(frozen=True, slots=True)
class Choice:
    """The vocabularies that are asked together, and those that ``GRAPH`` asks by their names.

    Both are sorted, and name each vocabulary once.
    """

    default: tuple[IRI, ...]
    named: tuple[IRI, ...]


def choice_of(
    default: Iterable[IRI] | None, named: Iterable[IRI] | None, only: IRI | None = None
) -> Choice | None:
    """What is chosen; nothing where neither of the two is given.

    :param only: the one vocabulary that there is to choose from
    :raises NotFound: another one is chosen

    >>> choice_of([IRI("http://e/b"), IRI("http://e/a")], None)
    Choice(default=(IRI('http://e/a'), IRI('http://e/b')), named=())
    """
    if default is None and named is None:
        return None
    choice = Choice(tuple(sorted(set(default or ()))), tuple(sorted(set(named or ()))))
    for name in (*choice.default, *choice.named):
        if only is not None and name != only:
            raise NotFound(
                f"the store was opened on <{only}>, and <{name}> is not to be seen",
                hint="open it without a graph, or on that one",
            )
    return choice
