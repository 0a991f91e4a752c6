"""Vocabularies that can be asked questions."""

from tvet_skos.store.interface import Store
from tvet_skos.store.labels.index import LabelEntry, LabelIndex, LabelKind
from tvet_skos.store.memory import MemoryStore
from tvet_skos.store.opening import is_store_address, open_store
from tvet_skos.store.results import Answer, Rows

__all__ = [
    "Answer",
    "LabelEntry",
    "LabelIndex",
    "LabelKind",
    "MemoryStore",
    "Rows",
    "Store",
    "is_store_address",
    "open_store",
]
