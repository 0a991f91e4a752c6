"""Labels of a server: an index of our own where they are not too many, else its text search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from tvet_skos.errors import StoreError
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.store.labels.entries import NOTES
from tvet_skos.store.labels.index import KINDS, LabelEntry, LabelKind, index_labels
from tvet_skos.store.servers.download import Download, download
from tvet_skos.store.servers.server import OURS, Server
from tvet_skos.terms import IRI, Literal, Triple, n3, order, quoted
from tvet_skos.text import words as words_of

LARGEST_INDEX = 3_000_000
"""Statements about labels, definitions and notes up to which a local index is made of them."""

_ON_DISK = 200_000  # from as many on, the index lies in a file that goes when the store is closed

INDEXED = (
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.hiddenLabel,
    SKOS.notation,
    SKOS.definition,
    *NOTES,
    SKOS.inScheme,
    SKOSXL.prefLabel,
    SKOSXL.altLabel,
    SKOSXL.hiddenLabel,
    SKOSXL.literalForm,
    RDF.value,
    RDF.type,
)
"""The properties that are fetched together, so that blank nodes keep their labels."""

_WHERE = f"VALUES ?p {{ {' '.join(map(n3, INDEXED))} }} ?s ?p ?o"


class LocalIndex:
    """A label index made of what a server gave, and the folder that it may lie in."""

    def __init__(self, server: Server, graphs: Sequence[IRI]) -> None:
        names: tuple[IRI | None, ...] = tuple(graphs) or (None,)
        sizes = {g: server.count(_alone(g), _WHERE) for g in names}
        _refuse_too_many(sum(sizes.values()))
        self._folder: TemporaryDirectory[str] | None = None
        path = None
        if sum(sizes.values()) >= _ON_DISK:
            self._folder = TemporaryDirectory(prefix="tvet-skos-")
            path = Path(self._folder.name) / "labels.sqlite"
        with ExitStack() as fetched:
            sources = {g: _source(server, _alone(g), fetched) for g in names}
            self.labels = index_labels(sources, path)
            self.labels.read_texts()  # as long as what was fetched is there

    def close(self) -> None:
        """Give back the index and its folder."""
        self.labels.close()
        if self._folder is not None:
            self._folder.cleanup()


def _alone(graph: IRI | None) -> tuple[IRI, ...]:
    return () if graph is None else (graph,)


def _refuse_too_many(size: int) -> None:
    if size > LARGEST_INDEX:
        raise StoreError(
            f"the server has {size:,} statements about labels, too many to fetch"
            f" (max {LARGEST_INDEX:,})",
            hint="open one vocabulary with --graph, or load it to the disk: tvet-skos load",
        )


def _source(
    server: Server, dataset: Sequence[IRI], stack: ExitStack
) -> Callable[[IRI], Iterable[Triple]]:
    """What gives the triples of a graph with a property, fetched when it is first asked."""

    @cache
    def fetched(where: str) -> Download:
        return stack.enter_context(download(server, dataset, where, template="?s ?p ?o"))

    def triples_with(predicate: IRI) -> Iterable[Triple]:
        together = _WHERE if predicate in INDEXED else f"VALUES ?p {{ {n3(predicate)} }} ?s ?p ?o"
        with_it = fetched(together).triples(having=n3(predicate).encode())
        return (triple for triple in with_it if triple.predicate == predicate)

    return triples_with


# What parts two words for Virtuoso's index and the filter alike.
_BEGINS = "(^|[ (/-]){word}"


def labels_beginning(
    server: Server, dataset: Sequence[IRI], text: str, *, narrow: bool
) -> list[LabelEntry]:
    """The labels in which each word of a text begins a word, in any case, asked of the server.

    :param narrow: let the server's text index leave out most; the filter decides all the same
    :raises Truncated: there are more than the server gives at once
    """
    words = words_of(text)
    if not words:
        return []
    query = (files("tvet_skos.store.servers") / "sparql" / "labels-beginning.rq").read_text("utf-8")
    match = server.dialect.text_match
    if narrow and match is not None and all(map(_is_indexed, words)):
        asked = " AND ".join(f"'{word}*'" for word in words)
        query = query.replace("# NARROWED\n", match.format(words=asked) + "\n")
    query = query.replace("# DECIDED\n", "\n".join(map(_filter, words)) + "\n")
    rows = server.rows(query, dataset).rows
    if not server.gives(len(rows)):
        raise server.truncated(f"finds {len(rows)} labels and may have more")
    entries = {
        LabelEntry(concept, label, KINDS[property])
        for concept, property, label in rows
        if isinstance(concept, IRI) and isinstance(label, Literal) and isinstance(property, IRI)
    }
    return sorted(entries, key=_rank)


_KIND_ORDER = {kind: rank for rank, kind in enumerate(LabelKind)}


def _rank(entry: LabelEntry) -> tuple[int, tuple[int, str, str, str], str]:
    return _KIND_ORDER[entry.kind], order(entry.label), entry.concept


def _is_indexed(word: str) -> bool:
    """Whether Virtuoso's text index finds what begins with a word: four letters at least."""
    return word.isascii() and word.isalpha() and len(word) >= 4


def _filter(word: str) -> str:
    return f"FILTER(REGEX(LCASE(STR(?label)), {quoted(_BEGINS.format(word=word))}))"


# The text index is behind the data after a write, and does not say so. So each write leaves a mark:
# words that nobody else has, one a label property, and the number of triples. When the index finds
# the words, it has come as far as that write; when the number has changed, somebody else wrote.
_WRITTEN = IRI(OURS + "written")
_MARKED = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def _marks(graph: IRI) -> IRI:
    return IRI(f"{OURS}text-index:{sha256(graph.encode()).hexdigest()[:16]}")


def mark_text_index(server: Server, graph: IRI) -> None:
    """Note for ``is_text_index_fresh`` that a graph was written, where there is an index."""
    if server.dialect.text_match is None:
        return
    said = [f"{n3(p)} {quoted('tvetskos' + uuid4().hex)}" for p in _MARKED]
    said.append(f"{n3(_WRITTEN)} {server.count((graph,))}")
    marks = _marks(graph)
    server.update(server.dialect.empties.format(graph=marks))
    triples = " ; ".join(said)
    server.update(f"INSERT DATA {{ GRAPH {n3(marks)} {{ {n3(graph)} {triples} }} }}")


def forget_text_index(server: Server, graph: IRI) -> None:
    """Take back what ``mark_text_index`` noted of a graph."""
    if server.dialect.text_match is not None:
        server.update(server.dialect.empties.format(graph=_marks(graph)))


def is_text_index_fresh(server: Server, graph: IRI) -> bool:
    """Whether the server's text index knows the graph as it is; false where nobody can tell."""
    match = server.dialect.text_match
    if match is None:
        return False
    marks = (_marks(graph),)
    rows = server.rows(f"SELECT ?p ?o {{ {n3(graph)} ?p ?o }}", marks).rows
    said = {p: o.value for p, o in rows if isinstance(o, Literal)}
    if said.get(_WRITTEN) != str(server.count((graph,))):
        return False
    return all(_is_found(server, marks, match, graph, p, said.get(p, "")) for p in _MARKED)


def _is_found(
    server: Server, marks: Sequence[IRI], match: str, graph: IRI, predicate: IRI, word: str
) -> bool:
    if not word:
        return False
    asked = match.format(words=f"'{word}'")
    return server.truth(f"ASK {{ {n3(graph)} {n3(predicate)} ?label . {asked} }}", marks)
