"""One answer from the web, on terms that a stranger's link cannot stretch.

In: an address. Out: an `Answer`. Only http and https; every hop of a redirect is checked like the first address, and the connection goes
to the very address that was checked; few redirects; caps on bytes, packed and unpacked, and on time from the first byte to the last.
No cookies, no proxies of the environment, one connection for each request. Left out: politeness (`polite`), and what the answer holds.
"""

from __future__ import annotations

import email.utils
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse
from urllib3.util import parse_url

from .addresses import NotFetched, Permits, Resolve, checked_addresses, is_public, resolve
from .answers import Answer
from .decode import LIMIT_TEXT, MAX_BYTES

REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
PASSING: Final = frozenset((408, 425, 429, 500, 502, 503, 504))  # answers that may be better later
BLOCK: Final = 1 << 16
PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How addresses are fetched.

    Attributes:
        agent: what the requests call themselves.
        permits: which network addresses may be connected to; tests and local networks of one's own may bring another.
        resolve: how a host's addresses are found.
        seconds: for one fetch with all its redirects.
        max_bytes: of one body as it travels; `Answer.content` holds the unpacked one to the limit of an article.
    """

    agent: str = "Relata"
    permits: Permits = is_public
    resolve: Resolve = resolve
    seconds: float = 30.0
    max_bytes: int = MAX_BYTES
    max_redirects: int = 5

    def fetch(self, url: str, *, headers: Mapping[str, str] | None = None, before: Callable[[str], None] = lambda url: None) -> Answer:
        """The answer, with whatever status it has that is no redirect.

        Args:
            headers: further ones to send, such as those of a conditional request.
            before: called with the address of each hop before it is asked for; it may raise NotFetched.

        Raises NotFetched.
        """
        deadline = time.monotonic() + self.seconds
        for _ in range(self.max_redirects + 1):
            parts = check_url(url)
            asked = time.monotonic()
            before(url)
            deadline += time.monotonic() - asked  # waiting out of politeness is not the server's time
            answer = self._ask(url, parts, headers or {}, deadline)
            target = answer.headers.get("location")
            if answer.status not in REDIRECTS or not target:
                return answer
            with _refusing(url):
                url = urljoin(url, target)
        raise NotFetched(f"{url}: more than {self.max_redirects} redirects.")

    def _ask(self, url: str, parts: SplitResult, headers: Mapping[str, str], deadline: float) -> Answer:
        host, port = _ascii(parts), parts.port or PORTS[parts.scheme]
        addresses = checked_addresses(host, port, permits=self.permits, resolve=self.resolve)
        left = deadline - time.monotonic()
        # To the address itself, so that the name is not looked up a second time; the name is for the server and its certificate.
        connection = _connection(parts.scheme, addresses[0], host, port, max(left, 0.001))
        try:
            with _connected(connection, left):
                sent = {
                    "Host": _named(host, parts.port),
                    "User-Agent": self.agent,
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                    **headers,
                }
                connection.request("GET", _target(url), headers=sent, preload_content=False, decode_content=False)
                response = connection.getresponse()
                body = self._body(response, url)
            if time.monotonic() >= deadline:  # a body without a length ends where the line is cut
                raise TimeoutError
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            late = time.monotonic() >= deadline
            detail = f"no whole answer within {self.seconds:.0f} seconds" if late else f"no answer ({type(error).__name__}: {error})"
            raise NotFetched(f"{url}: {detail}.", is_passing=True) from None
        return Answer(url, response.status, {name.lower(): value for name, value in response.headers.items()}, body)

    def _body(self, response: HTTPResponse, url: str) -> bytes:
        body = bytearray()
        while data := response.read1(BLOCK):
            body += data
            if len(body) > self.max_bytes:
                raise NotFetched(f"{url}: more than {self.max_bytes / (1024 * 1024):.0f} MB; the limit of one article is {LIMIT_TEXT}.")
        return bytes(body)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that a ``Retry-After`` asks to wait, given as such or as a date; None where it does not."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None


def check_url(url: str) -> SplitResult:
    """The address in parts; raises NotFetched for all but a plain address of http or https."""
    with _refusing(url):
        parts = urlsplit(url)
        if parts.scheme in PORTS and parts.hostname and parts.username is None and parts.password is None and parts.port != 0:
            _ascii(parts)
            return parts
    raise NotFetched(f"{url[:200]!r} cannot be fetched; expected an address of http or https, without a user's name.")


def _ascii(parts: SplitResult) -> str:
    """The host as the net knows it; raises ValueError for a name that cannot be one."""
    host = parts.hostname or ""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _named(host: str, port: int | None) -> str:
    """The host as a request names it."""
    return (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")


@contextmanager
def _refusing(url: str) -> Iterator[None]:
    """Turns what the standard library says of a broken address into NotFetched."""
    try:
        yield
    except ValueError as error:
        raise NotFetched(f"{url[:200]!r} is no address ({error}).") from None


def _connection(scheme: str, address: str, host: str, port: int, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(address, port, timeout=seconds, server_hostname=host, assert_hostname=host)
    return HTTPConnection(address, port, timeout=seconds)


def _target(url: str) -> str:
    """Path and query as a request names them, with what may not stand there percent-encoded."""
    return parse_url(url).request_uri


@contextmanager
def _connected(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """A connection that is cut when its time is over: its own timeout holds for one wait, of which a slow server may cause many."""
    lines: list[socket.socket] = []  # the connection lets go of its own once the answer has begun

    def hang_up() -> None:
        for line in lines or ([connection.sock] if connection.sock else []):
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # of the socket itself, below TLS

    guard = threading.Timer(max(seconds, 0), hang_up)
    guard.daemon = True
    guard.start()
    try:
        connection.connect()
        if connection.sock:
            lines.append(connection.sock)
        yield
    finally:
        guard.cancel()
        connection.close()
