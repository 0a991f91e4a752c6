"""Which version of a graph a server holds, where readers could see half of a change.

Virtuoso shows a graph while it is being moved: empty, or old and new together. So whoever changes a
graph says so beforehand, in a graph of our own, and says afterwards that it is done, with a word
that was never there before. Who reads looks before and after: if the words are the same, and none
says that somebody is writing, what was read is one version, whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar, runtime_checkable
from uuid import uuid4

from tvet_skos.errors import QueryFailed
from tvet_skos.store.servers.server import OURS, Server
from tvet_skos.terms import IRI, Literal, n3, quoted

ANY = IRI(OURS + "any")
"""Stands for all graphs, for an update may change any."""

_STATES, _STATE = IRI(OURS + "states"), IRI(OURS + "state")
_WRITING = "writing "
_MOMENT = 0.05  # seconds between two looks

Found = TypeVar("Found")


@runtime_checkable
class Closeable(Protocol):
    """What holds a file or a connection."""

    def close(self) -> None:
        """Give it back."""


def _said(server: Server) -> set[tuple[str, str]]:
    rows = server.rows(f"SELECT ?g ?state {{ ?g {n3(_STATE)} ?state }}", (_STATES,)).rows
    return {(str(g), s.value) for g, s in rows if isinstance(s, Literal)}


@contextmanager
def changing(server: Server, graph: IRI) -> Iterator[None]:
    """Say that a graph is being changed, for as long as the block runs.

    If the block fails in any other way than that the server does not take the update, nobody knows
    what the graph holds, and readers are told so until it is put in anew.
    """
    if server.dialect.swaps_whole:
        yield
        return
    before = [state for g, state in _said(server) if g == graph]
    writing = _WRITING + uuid4().hex
    _say(server, graph, writing)
    try:
        yield
    except QueryFailed:
        _take_back(server, graph, [writing])
        raise
    _say(server, graph, uuid4().hex)
    _take_back(server, graph, [*before, writing])


# The new word comes before the old one goes: a reader never finds none.
def _say(server: Server, graph: IRI, word: str) -> None:
    said = f"{n3(graph)} {n3(_STATE)} {quoted(word)}"
    server.update(f"INSERT DATA {{ GRAPH {n3(_STATES)} {{ {said} }} }}")


def _take_back(server: Server, graph: IRI, words: Sequence[str]) -> None:
    said = " . ".join(f"{n3(graph)} {n3(_STATE)} {quoted(word)}" for word in words)
    server.update(f"DELETE DATA {{ GRAPH {n3(_STATES)} {{ {said} }} }}")


def steadily(server: Server, graphs: Sequence[IRI], ask: Callable[[], Found]) -> Found:
    """What a question finds while nobody changes the graphs; it is asked again until that is so.

    :param graphs: those that it sees; none for all
    :raises ServerFailed: somebody is writing all the time, or was interrupted
    """
    if server.dialect.swaps_whole:
        return ask()
    seen = {str(graph) for graph in (*graphs, ANY)}
    end = time.monotonic() + server.timeout
    while time.monotonic() < end:
        before = {state for state in _said(server) if not graphs or state[0] in seen}
        if not any(word.startswith(_WRITING) for _, word in before):
            found = ask()
            if before == {state for state in _said(server) if not graphs or state[0] in seen}:
                return found
            if isinstance(found, Closeable):
                found.close()
        time.sleep(_MOMENT)
    raise server.endpoint.failed(
        f"has been changing for {server.timeout:g} seconds",
        "try again later; if the writer was interrupted, put the vocabulary in again",
    )
