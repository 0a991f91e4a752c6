"""What all requests share: the settings of the server, the vocabulary as it is now, the workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from starlette.requests import Request

from tvet_skos.store import Store, open_store
from tvet_skos.terms import IRI
from tvet_skos.web.downloads import Downloads
from tvet_skos.web.settings import ServerSettings
from tvet_skos.web.versions import renewed
from tvet_skos.web.view import View
from tvet_skos.web.workers import QueryWorkers

_LOOKED_AFTER = 0.5  # seconds between two looks at whether there is a new version


class Site:
    """What the answers to all requests are made from.

    ``page_path`` is set by whoever makes the pages: from an IRI of the vocabulary and a language to
    the path of its page, or nothing. As long as it is not, no HTML is offered.
    """

    def __init__(
        self, settings: ServerSettings, workers: QueryWorkers, downloads: Downloads
    ) -> None:
        self.settings = settings
        self.workers = workers
        """The processes that answer queries."""
        self.downloads = downloads
        """The files of the whole vocabulary."""
        self.page_path: Callable[[View, IRI, str], str | None] | None = None
        self._changing = Lock()
        self._looked = monotonic()
        self._view = View(self._open(), 1, settings.base)

    def _open(self) -> Store:
        path = Path(self.settings.address)
        address = path if path.exists() else self.settings.address
        return open_store(address, graph=self.settings.graph)

    def view(self) -> View:
        """The vocabulary as it is now; take it once a request and keep to it."""
        if monotonic() - self._looked > _LOOKED_AFTER and self._changing.acquire(blocking=False):
            try:
                self._looked = monotonic()
                self._renew()
            finally:
                self._changing.release()
        return self._view

    def _renew(self) -> None:
        old = self._view
        store = renewed(old.store)
        if store is not old.store:
            self._view = View(store, old.number + 1, old.default_base)


def site_of(request: Request) -> Site:
    """What the server is made of, for whoever answers a request."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def view_of(request: Request) -> View:
    """The view that a request works with: the same each time that one request asks for it."""
    view = getattr(request.state, "view", None)
    if view is None:
        view = request.state.view = site_of(request).view()
    assert isinstance(view, View)
    return view
