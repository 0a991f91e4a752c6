"""A name and password, given when a server asks and in the way it asks."""

from __future__ import annotations

from collections.abc import Generator

import httpx


class Credentials(httpx.Auth):
    """Basic or Digest, whichever the server challenges with; before that, nothing is sent.

    Virtuoso asks for Digest, most proxies for Basic. They go to the server of the address only, for
    redirects are not followed.
    """

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._way: httpx.Auth | None = None

    def __repr__(self) -> str:
        return "Credentials(…)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request, and again with the name and password if it is asked for."""
        if self._way is None:
            response = yield request
            if response.status_code != 401:
                return
            self._way = self._answer_to(response.headers.get("www-authenticate", ""))
        yield from self._way.auth_flow(request)

    def _answer_to(self, challenge: str) -> httpx.Auth:
        way = httpx.DigestAuth if challenge.lower().startswith("digest") else httpx.BasicAuth
        return way(self._user, self._password)
