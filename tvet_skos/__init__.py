"""tvet-skos: multi-source glossaries as linked data, every definition with its source.

Three nouns carry everything: the model (``ConceptScheme`` and what is in it), triples, and the
store that answers questions. Each verb takes one of them and returns one of them::

    vocabulary = read("vocab")              # a folder, an RDF file or a glossary page -> model
    store = open_store("vocab")             # -> Store, for questions
    compare(store, "micro-credential")      # -> Comparison
    check(to_triples(vocabulary))           # -> Report
    write(vocabulary, "glossary.jsonld")    # -> a file, in the format of its suffix

Importing the package is cheap: a name's module is imported when the name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tvet_skos.checks import Finding, OpenBase, Report, check
    from tvet_skos.contribute import add
    from tvet_skos.contribute.merge import Merged, merge
    from tvet_skos.errors import NotFound, TvetSkosError
    from tvet_skos.ingest import (
        PageInput,
        PageOptions,
        SheetImport,
        read,
        read_pages,
        read_sheet,
    )
    from tvet_skos.lookup import Comparison, Match, card, compare, find
    from tvet_skos.lookup.search import SearchResult, search
    from tvet_skos.model import (
        Agent,
        Collection,
        Concept,
        ConceptScheme,
        Definition,
        Page,
        Source,
        SourceEvidence,
    )
    from tvet_skos.publish.export import export, write
    from tvet_skos.rdf import from_rdflib, from_triples, to_rdflib, to_triples
    from tvet_skos.rdf.diff import Difference, diff
    from tvet_skos.rdf.folder import Vocabulary, read_vocabulary, write_folder
    from tvet_skos.rdf.projections import Projection
    from tvet_skos.resources import bundled_vocabulary
    from tvet_skos.store import MemoryStore, Store, open_store
    from tvet_skos.terms import IRI, BlankNode, Literal, Triple

_HOMES = {
    "tvet_skos.checks": ("Finding", "OpenBase", "Report", "check"),
    "tvet_skos.contribute": ("add",),
    "tvet_skos.contribute.merge": ("Merged", "merge"),
    "tvet_skos.errors": ("NotFound", "TvetSkosError"),
    "tvet_skos.ingest": (
        "PageInput",
        "PageOptions",
        "SheetImport",
        "read",
        "read_pages",
        "read_sheet",
    ),
    "tvet_skos.lookup": ("Comparison", "Match", "card", "compare", "find"),
    "tvet_skos.lookup.search": ("SearchResult", "search"),
    "tvet_skos.model": (
        "Agent",
        "Collection",
        "Concept",
        "ConceptScheme",
        "Definition",
        "Page",
        "Source",
        "SourceEvidence",
    ),
    "tvet_skos.publish.export": ("export", "write"),
    "tvet_skos.rdf": ("from_rdflib", "from_triples", "to_rdflib", "to_triples"),
    "tvet_skos.rdf.diff": ("Difference", "diff"),
    "tvet_skos.rdf.folder": ("Vocabulary", "read_vocabulary", "write_folder"),
    "tvet_skos.rdf.projections": ("Projection",),
    "tvet_skos.resources": ("bundled_vocabulary",),
    "tvet_skos.store": ("MemoryStore", "Store", "open_store"),
    "tvet_skos.terms": ("IRI", "BlankNode", "Literal", "Triple"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__version__ = "0.1.0"

__all__ = [
    "IRI",
    "Agent",
    "BlankNode",
    "Collection",
    "Comparison",
    "Concept",
    "ConceptScheme",
    "Definition",
    "Difference",
    "Finding",
    "Literal",
    "Match",
    "MemoryStore",
    "Merged",
    "NotFound",
    "OpenBase",
    "Page",
    "PageInput",
    "PageOptions",
    "Projection",
    "Report",
    "SearchResult",
    "SheetImport",
    "Source",
    "SourceEvidence",
    "Store",
    "Triple",
    "TvetSkosError",
    "Vocabulary",
    "add",
    "bundled_vocabulary",
    "card",
    "check",
    "compare",
    "diff",
    "export",
    "find",
    "from_rdflib",
    "from_triples",
    "merge",
    "open_store",
    "read",
    "read_pages",
    "read_sheet",
    "read_vocabulary",
    "search",
    "to_rdflib",
    "to_triples",
    "write",
    "write_folder",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'tvet_skos' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
