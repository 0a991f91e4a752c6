"""Who may send something: forms that we gave out, from our own pages, not too fast or too often."""

from __future__ import annotations

import hmac
import ipaddress
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import OrderedDict, deque
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from threading import Lock
from urllib.parse import urlsplit

from starlette.requests import Request

from tvet_skos.web.problems import Problem

_NONCE, _TIME, _MARK = 16, 8, 16


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form that was given out: what makes it one of its kind, and when that was."""

    nonce: bytes
    issued: float


class Tickets:
    """Signs the forms that are given out.

    :param secret: what they are signed with; with another one, none of them is known any more
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, now: float) -> str:
        """A token for a form that is given out now.

        :param now: seconds of any clock that goes on evenly
        """
        body = os.urandom(_NONCE) + int(now * 1000).to_bytes(_TIME)
        return urlsafe_b64encode(body + self._mark(body)).decode().rstrip("=")

    def read(self, token: str) -> Ticket | None:
        """What a token says; nothing where it is none of ours."""
        try:
            raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except (NotBase64, ValueError):
            return None
        body, mark = raw[:-_MARK], raw[-_MARK:]
        if len(body) != _NONCE + _TIME or not hmac.compare_digest(mark, self._mark(body)):
            return None
        return Ticket(body[:_NONCE], int.from_bytes(body[_NONCE:]) / 1000)

    def _mark(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, sha256)[:_MARK]


_MOST_ADDRESSES = 10_000


class Pace:
    """How often each address may do something; kept in memory only, for no longer than needed."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._changing = Lock()

    def wait(self, address: str, now: float) -> int:
        """Count one more; zero where that is all right, else after how many seconds it will be."""
        with self._changing:
            self._forget(now)
            times = self._times.setdefault(address, deque())
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return max(1, ceil(times[0] + self._seconds - now))
            times.append(now)
            self._times.move_to_end(address)
            return 0

    def _forget(self, now: float) -> None:
        """Let those go that were here longest ago; of very many, those too that were here since."""
        while self._times:
            address, times = next(iter(self._times.items()))
            is_old = not times or times[-1] <= now - self._seconds
            if not is_old and len(self._times) < _MOST_ADDRESSES:
                break
            del self._times[address]


def address_of(request: Request, trust_forwarded: bool) -> str:
    """Who asks, for counting: an address, of IPv6 the network that one household has.

    :param trust_forwarded: take the last address of ``X-Forwarded-For``, which the proxy wrote
    """
    client = request.client
    given = client.host if client else ""
    if trust_forwarded:
        named = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
        given = named if _network(named) else given
    elif client is not None and client.port == 0:
        # uvicorn has put there what X-Forwarded-For says, which anybody on this machine can write.
        return "forwarded"
    return _network(given) or "unknown"


_HOUSEHOLD = 64


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(parsed), _HOUSEHOLD), strict=False))
    return str(parsed)


def require_same_origin(request: Request) -> None:
    """See that a browser sends this from one of our own pages; other programs may send, too.

    :raises Problem: another site makes a browser send it
    :source: Fetch Metadata Request Headers; OWASP, Cross-Site Request Forgery Prevention
    """
    site = request.headers.get("sec-fetch-site")
    if site in ("same-origin", "none"):
        return
    origin = request.headers.get("origin")
    if site is None and (origin is None or _is_own(origin, request)):
        return
    raise Problem(
        "update-refused",
        "a page of another site sent this",
        hint="fill in the form on this site",
    )


def _is_own(origin: str, request: Request) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower() != ""
    except ValueError:
        return False
