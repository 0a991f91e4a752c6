"""Vocabularies that can be asked questions."""

from tvet_skos.store.labels import LabelEntry, LabelIndex, LabelKind
from tvet_skos.store.memory import MemoryStore, open_store
from tvet_skos.store.results import Answer, Rows

__all__ = [
    "Answer",
    "LabelEntry",
    "LabelIndex",
    "LabelKind",
    "MemoryStore",
    "Rows",
    "open_store",
]
