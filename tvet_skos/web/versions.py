"""Following a store that somebody writes to."""

from __future__ import annotations

import logging
from typing import Protocol, runtime_checkable

from tvet_skos.errors import NotFound, StoreError
from tvet_skos.store import Store


@runtime_checkable
class _Versioned(Protocol):
    """A store that reads one version until it is told to look for a newer one."""

    @property
    def is_current(self) -> bool: ...

    def reopened(self) -> Store: ...


def renewed(store: Store) -> Store:
    """The store itself where it still is the newest version, else one on the newest.

    Where the newest cannot be opened, the old one serves on. It is never closed here: somebody may
    still be reading it.
    """
    try:
        stale = isinstance(store, _Versioned) and not store.is_current
        return store.reopened() if stale else store
    except (StoreError, NotFound) as error:
        logging.getLogger("tvet_skos.web").error("the newest version cannot be read: %s", error)
        return store
