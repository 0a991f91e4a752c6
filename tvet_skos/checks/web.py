"""Asking web addresses whether they are there: politely, with limits, and on the public web only.

Nothing here is called unless somebody asks for links to be checked. No cookie, no password and no
proxy of the environment is used, and no answer is read beyond its head.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from tvet_skos.checks.answers import Answer

USER_AGENT = "tvet-skos (link check)"

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 500, 502, 503, 504})
"""Statuses that another moment may change."""


class _Refused(Exception):
    """An address that is not asked, for what it is or where it leads."""


@dataclass(slots=True)
class PoliteFetch:
    """Asks one address after the other: HEAD, and GET where HEAD fails, again while it is busy.

    Between two requests a host is left alone for ``delay`` seconds. Redirects are followed by
    hand, each step as carefully as the first.

    ``private`` allows addresses on this machine and on private networks, for tests.
    """

    timeout: float = 10.0
    delay: float = 1.0
    retries: int = 2
    hops: int = 10
    private: bool = False
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _asked: dict[str, float] = field(default_factory=dict)

    def __call__(self, address: str) -> Answer:
        """What became of an address, after all redirects."""
        here, moved, permanent = address, "", True
        for _ in range(self.hops + 1):
            try:
                status, location = self._ask(here)
                following = urljoin(here, location)
            except _Refused as refused:
                return Answer(0, moved, str(refused))
            except (OSError, HTTPException, ValueError) as error:
                return Answer(0, moved, _reason(error))
            if status not in REDIRECTS or not location:
                return Answer(status, moved, "" if status < 400 else f"it answers {status}")
            here = following
            permanent = permanent and status in PERMANENT
            moved = here if permanent else moved
        return Answer(0, moved, f"it redirects more than {self.hops} times")

    def _ask(self, address: str) -> tuple[int, str]:
        """Status and Location of an address, asked as often as is worth while."""
        parts = _checked(address)
        outcome: tuple[int, str] | Exception = OSError("nobody asked")
        # Many servers know no HEAD, and say so in whatever way.
        for method in ("HEAD", *("GET" for _ in range(max(self.retries, 1)))):
            try:
                outcome = status, _ = self._request(method, parts)
            except ssl.SSLCertVerificationError:
                raise
            except (OSError, HTTPException) as error:
                outcome = error
            else:
                if status < 400 or (method == "GET" and status not in BUSY):
                    break
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _request(self, method: str, parts: SplitResult) -> tuple[int, str]:
        self._wait(parts.hostname or "")
        connection = _connection(parts, self.timeout, self.private)
        # The time-out is for one read, and a server may send a letter a second for ever.
        watch = Timer(self.timeout * 3, _hang_up, [connection])
        watch.daemon = True
        watch.start()
        try:
            connection.request(method, _path(parts), headers=_HEADERS)
            response: HTTPResponse = connection.getresponse()
            return response.status, response.headers.get("Location", "")
        finally:
            watch.cancel()
            connection.close()

    def _wait(self, host: str) -> None:
        now = self.clock()
        rest = self._asked.get(host, now - self.delay) + self.delay - now
        if rest > 0:
            self.sleep(rest)
        self._asked[host] = self.clock()


def _hang_up(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}


def _checked(address: str) -> SplitResult:
    """The parts of an address that may be asked.

    :raises _Refused: another scheme than http or https, a password, no host
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        raise _Refused(f"it leads to {parts.scheme or 'a relative address'}:, which is no web page")
    if parts.username is not None or parts.password is not None:
        raise _Refused("it holds a name or password, which is not sent")
    if not parts.hostname:
        raise _Refused("it names no host")
    return parts


def _path(parts: SplitResult) -> str:
    """Path and query as HTTP wants them: other than ASCII percent-encoded, what is encoded kept."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit(("", "", path, quote(parts.query, safe="/%:@!$&'()*+,;=?~-._[]"), ""))


def _connection(parts: SplitResult, timeout: float, private: bool) -> HTTPConnection:
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if parts.scheme == "http":
        return _Connection(host, parts.port or 80, timeout, private)
    return _SecureConnection(host, parts.port or 443, timeout, private)


class _Connection(HTTPConnection):
    """A connection to a vetted address: what is asked is what was looked at."""

    def __init__(self, host: str, port: int, timeout: float, private: bool) -> None:
        super().__init__(host, port, timeout=timeout)
        self._wait, self._private = timeout, private

    def connect(self) -> None:
        self.sock = _socket(self.host, self.port, self._wait, self._private)


class _SecureConnection(HTTPSConnection):
    """The same with TLS."""

    def __init__(self, host: str, port: int, timeout: float, private: bool) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self._tls)
        self._wait, self._private = timeout, private

    def connect(self) -> None:
        plain = _socket(self.host, self.port, self._wait, self._private)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _socket(host: str, port: int, timeout: float, private: bool) -> socket.socket:
    """A socket to a host.

    :raises _Refused: the host is on this machine or on a private network
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    public = [each for each in found if private or is_public(str(each[4][0]))]
    if not public:
        raise _Refused("it is on this machine or a private network, where nobody else gets")
    failure: OSError = OSError("no address")
    for family, kind, protocol, _, address in public:
        # Connected by number, so that the name is not looked up a second time, differently.
        found_socket = socket.socket(family, kind, protocol)
        found_socket.settimeout(timeout)
        try:
            found_socket.connect(address)
        except OSError as error:
            found_socket.close()
            failure = error
        else:
            return found_socket
    raise failure


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet, also where it wraps another.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("8.8.8.8")
    (False, False, True)
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


def _reason(error: Exception) -> str:
    """What went wrong, in words."""
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    said = re.sub(r"\s+", " ", str(error)).strip()
    return f"the connection failed ({said})" if said else "the connection failed"


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "no such host is known"),
    (TimeoutError, "it does not answer in time"),
    (ConnectionRefusedError, "it refuses connections"),
    (ssl.SSLCertVerificationError, "its certificate is not valid"),
    (ssl.SSLError, "it speaks no proper TLS"),
    (UnicodeError, "its host is not well-formed"),
    (HTTPException, "what answers there is no web server"),
)
