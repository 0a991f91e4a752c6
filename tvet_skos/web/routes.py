"""Finding the route of a request among a hundred, by what its path begins with."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Receive, Scope, Send

from tvet_skos.publish.site.texts import LANGUAGES

_LANGUAGE = "{language:page_language}"
_FOUND = "tvet_skos.route"


class ByFirstPart(BaseRoute):
    """Routes as one: the first that fits takes the request, as if they were tried one by one.

    Only those are tried that can begin as the path does. To try all of a hundred took longer than
    the whole rest of the answer where that is a page that was kept.
    """

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.routes = tuple(routes)
        known = {part for route in self.routes for part in _first_parts(route) or ()}
        self._beginning_with = {part: self._fitting(part) for part in known}
        self._others = self._fitting(None)

    def _fitting(self, part: str | None) -> tuple[BaseRoute, ...]:
        """The routes whose paths may begin with a part; ``None`` is one that no route names."""
        parts = ((route, _first_parts(route)) for route in self.routes)
        return tuple(route for route, named in parts if named is None or part in named)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether any of them takes a request, and which; the first that lacks but the method."""
        if scope["type"] != "http":
            return Match.NONE, {}
        part = scope["path"][1:].partition("/")[0]
        best: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._beginning_with.get(part, self._others):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, _FOUND: route}
            if match is Match.PARTIAL and best[0] is Match.NONE:
                best = match, {**found, _FOUND: route}
        return best

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        route: BaseRoute = scope[_FOUND]
        await route.handle(scope, receive, send)


def _first_parts(route: BaseRoute) -> frozenset[str] | None:
    """What the paths of a route begin with; nothing where that may be anything."""
    if not isinstance(route, Route | Mount):
        return None
    part = route.path[1:].partition("/")[0]
    if part == _LANGUAGE:
        return frozenset(LANGUAGES)
    return None if "{" in part else frozenset({part})
