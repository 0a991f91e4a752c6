"""Where findings stand, in lines and documents that a cluster reads once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice

from tvet_skos.checks.runners.placing import (
    HEAD,
    Asked,
    Spot,
    Spots,
    keep_nearest,
    spots_in,
    spots_in_document,
)
from tvet_skos.checks.runners.spark_input import Line
from tvet_skos.terms import IRI, Node

_AT_ONCE = 2000


def spots_of_lines(
    found: Iterable[Line], asked: Mapping[Node, list[Asked]]
) -> Iterator[tuple[Asked, Spot]]:
    """Where what is asked stands in lines of N-Triples."""
    spots: Spots = {}
    for file, of_file in groupby(found, key=lambda line: line.file):
        while batch := list(islice(of_file, _AT_ONCE)):
            keep_nearest(spots, _in_batch(file, batch, asked))
    return iter(spots.items())


def _in_batch(file: int, batch: list[Line], asked: Mapping[Node, list[Asked]]) -> Spots:
    """What stands in lines that follow one another."""
    content = b"\n".join(line.content for line in batch) + b"\n"
    heads = set(HEAD.findall(content))
    here: dict[Node, list[Asked]] = {}
    for node in asked if any(b"\\" in h for h in heads) else map(IRI, map(bytes.decode, heads)):
        if node in asked:
            here[node] = asked[node]
    return spots_in(content, "ntriples", file, here, batch[0].number)


def spots_of_document(
    file: int, content: bytes, format_name: str, asked: Mapping[Node, list[Asked]]
) -> Iterator[tuple[Asked, Spot]]:
    """Where what is asked stands in a document."""
    return iter(spots_in_document(content, format_name, file, asked).items())
