"""What all answers about proposals share: the queue, the rules, the tickets, the counting."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from threading import Lock, Thread
from time import monotonic

from starlette.applications import Starlette
from starlette.requests import Request

from tvet_skos.contribute.queue import Judge, Queue
from tvet_skos.errors import TvetSkosError
from tvet_skos.settings import today
from tvet_skos.web.contribute.guard import Pace, Tickets
from tvet_skos.web.contribution_settings import ContributionSettings
from tvet_skos.web.problems import Problem
from tvet_skos.web.view import View

_AN_HOUR, _A_MINUTE = 3600.0, 60.0
_PATIENCE = 10.0


class Desk:
    """Where proposals come in, for one server."""

    def __init__(self, settings: ContributionSettings) -> None:
        self.settings = settings
        self.queue = Queue(
            settings.folder, most_waiting=settings.most_waiting, most_bytes=settings.most_bytes
        )
        self.tickets = Tickets(settings.secret)
        self.sent = Pace(settings.most_an_hour, _AN_HOUR)
        self.looked = Pace(settings.most_looks, _A_MINUTE)
        self._changing = Lock()
        self._judge: tuple[int, Judge] | None = None

    @property
    def day(self) -> str:
        """Today, ``YYYY-MM-DD``."""
        return today(os.environ)

    def now(self) -> float:
        """Seconds of a clock that goes on evenly."""
        return monotonic()

    def judge(self, view: View) -> Judge:
        """The rules, over the vocabulary as it is now; read once a version.

        :raises Problem: it is being read just now, and that takes long
        """
        if not self._changing.acquire(timeout=_PATIENCE):
            raise Problem("busy", "the vocabulary is being read", headers={"Retry-After": "10"})
        try:
            if self._judge is None or self._judge[0] != view.number:
                # A server may run for days: no rule is to hold a day against it that has passed.
                policy = replace(self.settings.policy, today="")
                self._judge = view.number, Judge(view.store.export(), policy)
            return self._judge[1]
        finally:
            self._changing.release()

    def prepare(self, view: View) -> None:
        """Begin to read the vocabulary for the rules, so that who sends something waits less.

        Where somebody is reading it already, nothing is begun, however many look at a form.
        """
        is_read = self._judge is not None and self._judge[0] == view.number
        if not is_read and not self._changing.locked():
            Thread(target=self._quietly, args=(view,), daemon=True).start()

    def _quietly(self, view: View) -> None:
        with suppress(Problem, TvetSkosError, OSError):  # whoever sends something is told
            self.judge(view)


def enable(app: Starlette, settings: ContributionSettings) -> None:
    """Let an application take proposals."""
    app.state.contributions = Desk(settings)


def desk_of(request: Request) -> Desk:
    """Where proposals come in.

    :raises Problem: this server takes none
    """
    desk = getattr(request.app.state, "contributions", None)
    if desk is None:
        raise Problem("not-found", "this server takes no proposals")
    assert isinstance(desk, Desk)
    return desk
