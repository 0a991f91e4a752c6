"""The program of a worker: it opens the store, gives up what it does not need, answers queries.

It is started by the server as ``python -P -m tvet_skos.web.worker`` and spoken to on its standard
input and output. What breaks it breaks nothing else: the server starts another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from tvet_skos.errors import NotFound, SettingsError, TvetSkosError
from tvet_skos.lookup.queries import named_query, run_query
from tvet_skos.publish.results import write_answer
from tvet_skos.store import Answer, Rows, Store, open_store
from tvet_skos.terms import IRI
from tvet_skos.web.bounds import with_base, with_limit
from tvet_skos.web.confinement import leave_network, limit_files, limit_memory, limit_time
from tvet_skos.web.frames import Frame, read_frame
from tvet_skos.web.marks import marked
from tvet_skos.web.versions import renewed

MOST_BYTES = 1 << 25
"""The longest answer."""


def main() -> None:
    """Serve until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    # Nothing that a library prints may get between two messages.
    sys.stdout = sys.stderr
    settings = read_frame(source)
    if settings is None:
        return
    try:
        store = _open(settings.head)
        _ = store.labels  # made now: later there is neither memory nor disk for it
        limit_memory(int(settings.head["memory"]))
    except TvetSkosError as error:
        _send(target, Frame({"failed": str(error)}))
        return
    _send(target, Frame({"ready": True}))
    _serve(source, target, store)


def _open(head: Mapping[str, Any]) -> Store:
    address: str = head["address"]
    if not address.startswith(("http://", "https://")):
        leave_network()
    limit_files()
    path = Path(address)
    graph = head["graph"]
    return open_store(path if path.exists() else address, graph=IRI(graph) if graph else None)


def _serve(source: BinaryIO, target: BinaryIO, store: Store) -> None:
    while (asked := read_frame(source)) is not None:
        limit_time(float(asked.head["seconds"]))
        try:
            store = _newest(store)
            reply = _reply(store, asked)
        except TvetSkosError as error:
            reply = Frame({"error": _told(error)})
        except (MemoryError, RecursionError):
            _send(target, Frame({"too_big": True}))
            return
        _send(target, reply)


def _newest(store: Store) -> Store:
    newest = renewed(store)
    if newest is not store:
        store.close()
    return newest


def _send(target: BinaryIO, frame: Frame) -> None:
    target.write(frame.packed())
    target.flush()


def _reply(store: Store, asked: Frame) -> Frame:
    head = asked.head
    answer = _ANSWERS[head["kind"]](store, head, asked.body.decode())
    answer, truncated = _cut(answer, head["rows"], head["triples"])
    text = write_answer(answer, _format_for(answer, head["formats"]), head["base"])
    if truncated:
        text = marked(text, _format_for(answer, head["formats"]), head["truncated_link"])
    body = text.encode()
    if len(body) > MOST_BYTES:
        return Frame({"too_big": True, "bytes": len(body)})
    return Frame({"format": _format_for(answer, head["formats"]), "truncated": truncated}, body)


def _asked(store: Store, head: Mapping[str, Any], text: str) -> Answer:
    """The answer to a query of somebody's own."""
    bounded = with_base(with_limit(text, head["rows"] + 1), IRI(head["query_base"]))
    try:
        if head["dataset"] is None:
            return store.query(bounded)
        return _on_dataset(store, bounded, head["dataset"])
    except TvetSkosError as error:
        error.line = max(error.line - 1, 1) if error.line is not None else None
        raise


def _on_dataset(store: Store, text: str, dataset: Mapping[str, list[str]]) -> Answer:
    default, named = (tuple(map(IRI, dataset[key])) for key in ("default", "named"))
    return store.query(text, default_graphs=default, named_graphs=named)


def _named(store: Store, head: Mapping[str, Any], _: str) -> Answer:
    """The answer to a query of the library."""
    return run_query(store, named_query(head["name"]), head["given"])


_ANSWERS: Mapping[str, Callable[[Store, Mapping[str, Any], str], Answer]] = {
    "query": _asked,
    "named": _named,
}


def _cut(answer: Answer, rows: int, triples: int) -> tuple[Answer, bool]:
    """An answer with an end, and whether that took something away."""
    if isinstance(answer, Rows):
        return Rows(answer.variables, answer.rows[:rows]), len(answer.rows) > rows
    if isinstance(answer, tuple):
        return answer[:triples], len(answer) > triples
    return answer, False


def _format_for(answer: Answer, formats: Mapping[str, str]) -> str:
    """The format that was negotiated for this kind of answer.

    :raises SettingsError: the client takes none that fits
    """
    kind = (
        "boolean" if isinstance(answer, bool) else "rows" if isinstance(answer, Rows) else "graph"
    )
    if not formats.get(kind):
        raise SettingsError("none of the formats asked for fits this answer")
    return formats[kind]


def _told(error: TvetSkosError) -> dict[str, Any]:
    return {
        "class": type(error).__name__,
        "message": error.message,
        "line": error.line,
        "column": error.column,
        "hint": error.hint,
        "suggestions": list(error.suggestions) if isinstance(error, NotFound) else [],
    }


if __name__ == "__main__":
    main()
    # Freeing a large store takes longer than leaving it to the system.
    sys.stderr.flush()
    os._exit(0)
