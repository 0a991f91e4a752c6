"""Which thing of a vocabulary a path of the server names."""

from __future__ import annotations

from collections.abc import Iterable

from tvet_skos.store import Store
from tvet_skos.terms import IRI


def resolved(store: Store, bases: Iterable[IRI], local: str) -> IRI | None:
    """The IRI under one of some bases that something is said of; the empty path is the scheme.

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> base = IRI("https://w3id.org/tvet-skos/glossary/")
    >>> resolved(open_store(bundled_vocabulary()), [base], "micro-credential") is not None
    True
    """
    for base in bases:
        names = [base + local] if local else [base, base.rstrip("/#")]
        for name in names:
            if store.about(IRI(name)):
                return IRI(name)
    return None
