"""The wording of definitions: which texts a concept has, and when two of them are alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.retirement import is_retired
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import Literal, Node, Term
from tvet_skos.text import nfc

_DEFINITION, _VALUE = SKOS.definition, RDF.value

_SHARE = (17, 20)
"""From what share of common shingles two texts count as nearly the same: 0.85."""


class Wording(NamedTuple):
    """A text that defines a concept, and the value of skos:definition that it stands in."""

    definition: Term
    text: Literal

    @property
    def language(self) -> str:
        """The language of the text without its region, in lower case."""
        return primary(self.text.language)


def primary(tag: str) -> str:
    """The language of a tag without script and region, in lower case.

    >>> primary("en-GB")
    'en'
    """
    return tag.partition("-")[0].lower()


def wordings(graph: Graph, concept: Node) -> Iterator[Wording]:
    """The texts that define a concept, bare or as nodes, in the order of reading; none retired."""
    for value in graph.values(concept, _DEFINITION):
        if isinstance(value, Literal):
            yield Wording(value, value)
        else:
            texts = [v for v in graph.values(value, _VALUE) if isinstance(v, Literal)]
            if texts and not is_retired(graph, value):
                yield from (Wording(value, text) for text in texts)


_WORD = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, for comparing only: faster than ``text.words``."""
    return _WORD.findall((text if text.isascii() else nfc(text)).casefold())


def normal(text: str) -> str:
    """A text as its words only; case, punctuation and spaces do not count.

    >>> normal("Proof of  learning; small.") == normal("proof of learning, small")
    True
    """
    return " ".join(tokens(text))


@lru_cache(maxsize=4096)
def shingles(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring words of a text, each once, the longest first.

    >>> shingles("A small proof of a small proof.")
    ('small proof', 'proof of', 'a small', 'of a')
    """
    found = tokens(text)
    pairs = {f"{one} {other}" for one, other in pairwise(found)} or {*found}
    return tuple(sorted(sorted(pairs), key=len, reverse=True))


_FEWEST = 6
"""Below this number of shingles, texts are nearly the same only if they have the same ones."""


def telling(ordered: Sequence[str]) -> Sequence[str]:
    """The first shingles of a text: nearly the same texts have one of these in common.

    If two texts share 0.85 of their shingles, the first shingle they share stands among the first
    few of both, whatever the order. Here the longest come first, as long words are rare.

    :param ordered: the ``shingles`` of a text; very few of them tell nothing
    :source: R. Bayardo, Y. Ma, R. Srikant, Scaling up all pairs similarity search, 2007
    """
    count = len(ordered)
    if count < _FEWEST:
        return ()
    return ordered[: count - -(-count * _SHARE[0] // _SHARE[1]) + 1]


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many shingles two texts share, or 0 where that is less than 0.85 of all they have."""
    fewer, more = sorted((len(one), len(other)))
    if _SHARE[1] * fewer < _SHARE[0] * more:
        return 0
    shared = len(set(one).intersection(other))
    return shared if _SHARE[1] * shared >= _SHARE[0] * (fewer + more - shared) else 0
