"""The label index: all labels, definitions and notes of all concepts, found in a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tvet_skos.errors import StoreDamaged, StoreError
from tvet_skos.files import move_into_place
from tvet_skos.store.labels.access import ACCESS
from tvet_skos.store.labels.alphabet import Letter, alphabet, letters, page
from tvet_skos.store.labels.database import LabelDatabase
from tvet_skos.store.labels.entries import KINDS, DefinitionEntry, LabelEntry, LabelKind, NoteEntry
from tvet_skos.store.labels.parts import Parts
from tvet_skos.store.labels.question import LabelHit, Question
from tvet_skos.store.labels.reading import LabelReader, TriplesWith
from tvet_skos.store.labels.search import search_labels
from tvet_skos.store.labels.tiers import Asked, Scope, spelled_like
from tvet_skos.terms import IRI, Triple

__all__ = [
    "KINDS",
    "DefinitionEntry",
    "LabelEntry",
    "LabelIndex",
    "LabelKind",
    "NoteEntry",
    "index_labels",
]


def index_labels(graphs: Mapping[IRI | None, TriplesWith], path: Path | None = None) -> LabelIndex:
    """The index of the labels, notations, definitions and notes of all concepts of some graphs.

    Labels of SKOS-XL count like plain ones; topics and schemes are left out. It is filled from a
    stream: memory does not grow with the graphs where a path is given.

    :param graphs: for each named graph, what gives its triples with a predicate; ``None`` is the
        default graph
    :param path: where to write it, complete and synced on return; without, it lives in memory, and
        what only some searches need, definitions and notes among it, is read when they need it
    :raises StoreError: something else stands at the path
    :raises WriteError: the file cannot be written
    """
    if path is None:
        database = LabelDatabase.in_memory()
        reader = LabelReader(database, graphs)
        reader.read_labels()
        return LabelIndex(database, Parts(database, read=reader.read_texts))
    _refuse_to_replace(path)
    draft = path.with_name(f"{path.name}.new")
    database = LabelDatabase.writing(draft)
    try:
        reader = LabelReader(database, graphs)
        reader.read_labels()
        reader.read_texts()
        _make_all(database)
        database.close()
        move_into_place(draft, path)
    except BaseException:
        database.close()
        draft.unlink(missing_ok=True)
        raise
    return LabelIndex.open(path)


def _make_all(database: LabelDatabase) -> None:
    for make in (*ACCESS, alphabet):
        make(database)


def _refuse_to_replace(path: Path) -> None:
    if path.exists():
        try:
            LabelDatabase.reading(path).close()
        except StoreDamaged as error:
            raise StoreError("something else stands there", file=str(path)) from error


class LabelIndex:
    """Labels and definitions by every way in which a reader may ask for them."""

    def __init__(self, database: LabelDatabase, parts: Parts) -> None:
        self._database = database
        self._parts = parts
        self._scope = Scope(database, parts.labels)

    @classmethod
    def open(cls, path: Path) -> LabelIndex:
        """The index in a file that ``index_labels`` wrote; any number of processes may read it.

        :raises StoreDamaged: it is missing, broken, of another version or none of ours
        """
        database = LabelDatabase.reading(path)
        return cls(database, Parts(database))

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> LabelIndex:
        """The index of the labels in a collection of triples, in memory."""
        by_predicate: dict[IRI, list[Triple]] = defaultdict(list)
        for triple in triples:
            by_predicate[triple.predicate].append(triple)
        return index_labels({None: lambda predicate: by_predicate.get(predicate, ())})

    def only(self, graph: IRI) -> LabelIndex:
        """The same index, of which only one vocabulary is seen."""
        return LabelIndex(self._database, self._parts.only(graph))

    def read_texts(self) -> None:
        """Read definitions and notes now: what they are read from may soon be gone."""
        _ = self._parts.texts

    def complete(self) -> None:
        """Read and make now all that is else read and made when somebody first needs it."""
        self.read_texts()
        _make_all(self._database)

    def close(self) -> None:
        """Give back the file or the memory; nothing can be asked afterwards."""
        self._database.close()

    def spelled_like(self, term: str) -> list[LabelEntry]:
        """Every label that is the same term, the strongest kind first."""
        return spelled_like(self._scope, Asked(term))

    def search(self, question: Question) -> Iterator[LabelHit]:
        """Everything that a text finds, the best first, looked for as it is taken.

        First come labels as they are written: the same term, then what begins with the text, has
        its words, has it inside; in the asked language, then in its relatives, then in any other.
        Then, if none is the same term, labels that come near; then definitions with all the words;
        then, where they are asked for, notes. Each comes once; a concept may come through several.
        """
        return search_labels(self._database, self._parts, question)

    def letters(self, language: str | None = None) -> list[Letter]:
        """The headings of the alphabetical list, with how many labels stand under each.

        Preferred and alternative labels are listed, in the order of the language. Digits come
        first (``0-9``), what has no letter last (``#``).

        :param language: with its variants; by default all languages in one list
        """
        return letters(self._database, self._parts.graph, language)

    def page(
        self, letter: str, language: str | None = None, *, limit: int = 100, offset: int = 0
    ) -> list[LabelEntry]:
        """The labels that stand under a letter in the alphabetical list, in its order.

        :param letter: a heading of ``letters``; small, or with an accent, will do
        :param limit: labels on the page, at most ``LIMITS.page``
        :param offset: labels before the page
        """
        places = range(offset, offset + limit)
        rows = page(self._database, self._parts.graph, language, letter, places)
        return [self._scope.entry(row) for row in rows]

    def __iter__(self) -> Iterator[LabelEntry]:
        return map(self._scope.entry, self._scope.labels("label ORDER BY label.id"))

    def __len__(self) -> int:
        """The number of labels."""
        counted = self._database.rows("SELECT part, count(*) FROM label GROUP BY part")
        return sum(number for part, number in counted if part in self._parts.labels)
