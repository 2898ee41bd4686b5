"""What tests of several rooms share: the shipped model, loaded once for all tests that read, and a web server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from relata.actors import Gazetteer
from relata.coder import Coder
from relata.reading import Reader

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What the server answers, by path, and what it was asked.

    Attributes:
        pages: path to a reply, or to what makes one of the request or writes to it itself and gives None.
        asked: path of each request, in order; `headers` the headers of each.
    """

    url: str = ""
    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes, *, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        data = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (status, {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}, data)


@pytest.fixture()
def site() -> Iterator[Site]:
    """The server, which answers what the test puts there."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            page: Reply | Callable[[Any], Reply | None] = site.pages.get(self.path, (404, {}, b"no such page"))
            reply = page(self) if callable(page) else page
            if reply is None:
                return
            status, headers, body = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass  # clients that hang up are part of the tests

    server = Server(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="session")
def reader(coder: Coder) -> Reader:
    return coder.reader


@pytest.fixture(scope="session")
def gazetteer(coder: Coder) -> Gazetteer:
    return coder.gazetteer
