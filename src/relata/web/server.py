"""How are the pages served?

Takes a ledger file and where to listen; gives a server that already holds its port, so that its address is known before it runs.
Prints nothing. It is meant for the machine it runs on; to listen elsewhere it needs a token. Left out on purpose: encryption, which a
proxy before it brings.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from relata.errors import RelataError

from .app import create_app
from .serving import Read
from .warming import warm

# Names under which a browser on this machine reaches it; any other name in a request is another site's, made to point here.
LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
MOST_AT_ONCE = 100  # connections; more are answered 503
KEEP_ALIVE = 5  # seconds that a silent one is held
BEGUN = 10.0  # seconds in which the head of a request must come


class ServeError(RelataError):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True)
class PageServer:
    """A bound server. `run` blocks until it is interrupted or `stop` is called from another thread."""

    server: uvicorn.Server
    socket: socket.socket
    host: str
    port: int
    app: FastAPI

    @property
    def url(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    def run(self) -> None:
        # What most visitors open first is made meanwhile; it must not outlive the server.
        threading.Thread(target=warm, args=(self.app,), daemon=True).start()
        try:
            self.server.run(sockets=[self.socket])
        finally:
            self.socket.close()

    def stop(self) -> None:
        self.server.should_exit = True


class _Impatient(H11Protocol):
    """A connection that is given up where the head of a request does not come; uvicorn would wait for ever, and a hundred such would do."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_answering():
            self._stop()
        elif self._timer is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._timer = self.loop.call_later(BEGUN, self._give_up)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self._is_answering():
            self.transport.close()


def make_server(db: Path, host: str = "127.0.0.1", port: int = 0, *, token: str | None = None, read: Read | None = None) -> PageServer:
    """Bind `host` and `port` (0: any free one) and make the server (`create_app`).

    Raises ServeError where that is not possible, or where others could reach it without a token.
    """
    if not is_local(host) and token is None:
        raise ServeError(
            f"{host} can be reached from other machines, so the ledger needs a token there: give one, or listen on {LOCAL_NAMES[0]}."
        )
    app = create_app(db, host_names=(*LOCAL_NAMES, host) if is_local(host) else None, token=token, read=read)
    bound = _bind(host, port)
    config = uvicorn.Config(
        app,
        http=_Impatient,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE,
        proxy_headers=False,  # a client's word on who it is would count against the limits of others
    )
    return PageServer(uvicorn.Server(config), bound, host, bound.getsockname()[1], app)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()  # from here on the port is ours alone, and early visitors wait instead of failing
    except (OSError, OverflowError) as problem:
        bound.close()
        raise ServeError(f"cannot listen on {host}, port {port}: {problem}. Choose another port, or 0 for any free one.") from problem
    return bound


def is_local(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
