"""From triples to the tables of the label index: a stream in, sorted, and out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.store.labels.database import LabelDatabase
from tvet_skos.store.labels.entries import DEFINITION, KIND_ORDER, NOTE_OF, LabelKind
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple
from tvet_skos.text import folded_words, squash

TriplesWith: TypeAlias = Callable[[IRI], Iterable[Triple]]
"""Gives all triples with one predicate."""

_NO_CONCEPTS = {SKOS.Collection, SKOS.OrderedCollection, SKOS.ConceptScheme}
_INDEXES = (
    "CREATE INDEX label_by_key ON label (key)",
    "CREATE INDEX label_by_part ON label (part, key)",
)

_WAITING = "INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)"


class LabelReader:
    """Fills an empty database with the labels of some graphs and, whenever asked, the other texts.

    What belongs to collections, schemes and blank nodes is left out.

    :param graphs: for each named graph, what gives its triples with a predicate; ``None`` is the
        default graph
    """

    def __init__(self, database: LabelDatabase, graphs: Mapping[IRI | None, TriplesWith]) -> None:
        self._database = database
        self._parts = _Parts()
        self._readings = [
            _Reading(database, graph, reads, self._parts) for graph, reads in graphs.items()
        ]

    def read_labels(self) -> None:
        """Fill ``label``, and ``part`` with the parts of labels."""
        for script in ("index", "nodes"):
            self._database.script(script)
        self._database.run("BEGIN")
        for kind in LabelKind:
            for reading in self._readings:
                reading.read_labels(kind)
            again = any([reading.read_label_nodes(kind) for reading in self._readings])
            self._database.run(_LABELS_ONCE if again else _LABELS, "DELETE FROM waiting")
        self._note_parts()
        self._database.run(*_INDEXES, "DROP TABLE waiting", *_WITHOUT_NODES, "COMMIT")

    def read_texts(self) -> None:
        """Fill ``definition`` and ``note``, and ``part`` with their parts."""
        for script in ("texts", "nodes"):
            self._database.script(script)
        self._database.run("BEGIN")
        self._read(SKOS.definition, DEFINITION, _DEFINITIONS)
        for kind, note in NOTE_OF.items():
            self._read(SKOS + note.value, kind, _NOTES)
        self._note_parts()
        self._database.run("DROP TABLE later", *_WITHOUT_NODES, "COMMIT")

    def _read(self, predicate: IRI, kind: int, put_in_order: str) -> None:
        for reading in self._readings:
            reading.read_texts(predicate, kind)
        self._database.run(put_in_order, "DELETE FROM later")

    def _note_parts(self) -> None:
        self._database.insert("INSERT OR IGNORE INTO part VALUES (?, ?, ?, ?)", self._parts.rows())


# SQLite sorts, beyond its room on the disk: Python's lists would cost more time, and memory for
# millions. A graph says nothing twice but a label and the form of a label node.
_LABELS = """
    INSERT INTO label (key, value, concept, part, words, datatype)
        SELECT key, value, concept, part, words, datatype FROM waiting
        ORDER BY key, language, value, concept, part
    """
_LABELS_ONCE = _LABELS.replace("SELECT", "SELECT DISTINCT")
_DEFINITIONS = """
    INSERT INTO definition (value, concept, part, node, datatype)
        SELECT * FROM later ORDER BY length(value), value, concept, part, coalesce(node, '')
    """
_NOTES = _DEFINITIONS.replace("INTO definition", "INTO note")
_TEXTS_OF_NODES = """
    INSERT INTO later
        SELECT value, concept, part, iif(substr(node, 1, 2) = '_:', NULL, node), datatype
        FROM owner JOIN written USING (node)
    """
_TEXTS_OF_LABELS = """
    SELECT concept, value, language, datatype FROM owner JOIN written USING (node)
    """
_WITHOUT_NODES = ("DROP TABLE owner", "DROP TABLE written")


class _Parts:
    """The number of each part, given when it is first met."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[IRI | None, str, int], int] = {}

    def __call__(self, graph: IRI | None, language: str, kind: int) -> int:
        return self._numbers.setdefault((graph, language, kind), len(self._numbers) + 1)

    def rows(self) -> Iterator[tuple[int, IRI | None, str, int]]:
        return ((number, *part) for part, number in self._numbers.items())


class _Reading:
    """One graph being read."""

    def __init__(
        self,
        database: LabelDatabase,
        graph: IRI | None,
        triples_with: TriplesWith,
        parts: _Parts,
    ) -> None:
        self._database = database
        self._graph = graph
        self._with = triples_with
        self._parts = parts
        self._groups: set[Node] = {
            triple.subject for triple in triples_with(RDF.type) if triple.object in _NO_CONCEPTS
        }

    def read_labels(self, kind: LabelKind) -> None:
        """The plain labels of a kind."""
        found = (
            self._label(concept, kind, label)
            for concept, label in self._of_concepts(SKOS + kind.value)
            if isinstance(label, Literal)
        )
        self._database.insert(_WAITING, found)

    def read_label_nodes(self, kind: LabelKind) -> bool:
        """The literal forms of SKOS-XL labels; whether there are any."""
        if not self._read_owners(SKOSXL + kind.value):
            return False
        self._read_written(SKOSXL.literalForm, DEFINITION)
        found = self._database.stream(_TEXTS_OF_LABELS)
        self._database.insert(
            _WAITING, (self._label(concept, kind, Literal(*label)) for concept, *label in found)
        )
        self._database.run("DELETE FROM owner", "DELETE FROM written")
        return True

    def read_texts(self, predicate: IRI, kind: int) -> None:
        """The definitions or notes that are texts, and the texts of those that are nodes."""
        texts = (
            (_storable(t.value), concept, self._part(t, kind), None, t.datatype)
            for concept, t in self._of_concepts(predicate)
            if isinstance(t, Literal)
        )
        self._database.insert("INSERT INTO later VALUES (?, ?, ?, ?, ?)", texts)
        if self._read_owners(predicate):
            self._read_written(RDF.value, kind)
            self._database.run(_TEXTS_OF_NODES, "DELETE FROM owner", "DELETE FROM written")

    def _of_concepts(self, predicate: IRI) -> Iterator[tuple[IRI, Term]]:
        for subject, _, value in self._with(predicate):
            if isinstance(subject, IRI) and subject not in self._groups:
                yield subject, value

    def _read_owners(self, predicate: IRI) -> bool:
        """Note which nodes belong to which concepts; whether there is any."""
        owners = (
            (_name(node), concept)
            for concept, node in self._of_concepts(predicate)
            if not isinstance(node, Literal)
        )
        return self._database.insert("INSERT OR IGNORE INTO owner VALUES (?, ?)", owners) > 0

    def _read_written(self, predicate: IRI, kind: int) -> None:
        texts = (
            (_name(node), _storable(text.value), text.language, text.datatype,
             self._part(text, kind))
            for node, _, text in self._with(predicate)
            if isinstance(text, Literal)
        )  # fmt: skip
        self._database.insert("INSERT INTO written VALUES (?, ?, ?, ?, ?)", texts)

    def _part(self, text: Literal, kind: int) -> int:
        return self._parts(self._graph, text.language, kind)

    def _label(self, concept: str, kind: LabelKind, label: Literal) -> tuple[object, ...]:
        value = _storable(label.value)
        words = folded_words(value)
        key = "".join(words) or squash(value)
        part = self._parts(self._graph, label.language, KIND_ORDER[kind])
        spaced = " ".join(words) if len(words) > 1 else None
        return (key, label.language, value, concept, part, spaced, label.datatype)


def _name(node: Term) -> str:
    return f"_:{node.label}" if isinstance(node, BlankNode) else str(node)


def _storable(text: str) -> str:
    """A text that SQLite takes: it is UTF-8, so half a surrogate pair becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
