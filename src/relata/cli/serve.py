"""``relata serve``: look at a ledger in a browser on this machine."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated, Final

import typer

from .options import DEFAULT_DB, DbOption
from .plain import plain

NAME: Final = "serve"
PORT: Final = 8765
# The pages have no log-in, so they are shown to this machine only.
HOSTS: Final = ("127.0.0.1", "localhost", "::1")


def _local(host: str) -> str:
    if host not in HOSTS:
        raise typer.BadParameter(
            f"{host!r}: the pages have no log-in, so they are served to this machine only; expected one of {', '.join(HOSTS)}."
        )
    return host


PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes any free one.")]
HostOption = Annotated[str, typer.Option("--host", parser=_local, metavar="ADDRESS", help="An address of this machine.")]


def command(db: DbOption = DEFAULT_DB, port: PortOption = PORT, host: HostOption = HOSTS[0]) -> None:
    """Show a ledger in a browser. Ctrl-C ends it.

    \b
    relata serve --db news.duckdb
    relata serve --port 0
    """
    serve(db, host=host, port=port)


def serve(db: Path, *, host: str, port: int) -> None:
    """Serve until interrupted, and print the address first. Raises StoreError where there is no ledger, ServeError where no port."""
    from relata import store, web

    store.open_read_only(db).close()
    server = web.make_server(db, host=host, port=port)
    typer.echo(f"{plain(db)} is shown at {server.url}\nCtrl-C ends it.")
    with contextlib.suppress(KeyboardInterrupt):  # the way it is meant to end
        server.run()
