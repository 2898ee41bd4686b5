"""``relata serve``: look at a ledger in a browser."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from . import coding, console
from .options import DEFAULT_DB, ActorsOption, DbOption, ModelOption
from .plain import plain
from .uploads import make_read

NAME: Final = "serve"
PORT: Final = 8765
HOST: Final = "127.0.0.1"

PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes any free one.")]
HostOption = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="Where to listen. An address that other machines can reach needs a token.")
]
TokenOption = Annotated[
    str | None,
    typer.Option(
        "--token",
        envvar="RELATA_TOKEN",
        show_envvar=True,
        metavar="WORDS",
        help="Ask everybody for this token. Others on this machine can see what a command line says; the environment variable they cannot.",
    ),
]


def command(
    db: DbOption = DEFAULT_DB,
    port: PortOption = PORT,
    host: HostOption = HOST,
    token: TokenOption = None,
    actors: ActorsOption = None,
    model: ModelOption = None,
) -> None:
    """Show a ledger in a browser, with an API under /api. Ctrl-C ends it.

    It is shown to this machine only, unless a token is set. Nothing is written: articles that are pasted into the page are read with
    the given actors and model, shown, and forgotten.

    \b
    relata serve --db news.duckdb
    RELATA_TOKEN=… relata serve --host 0.0.0.0
    """
    serve(db, host=host, port=port, token=token, actors=actors or (), model=model)


def serve(db: Path, *, host: str, port: int, token: str | None = None, actors: Sequence[Path] = (), model: Path | None = None) -> None:
    """Serve until interrupted, and print the address first. Raises StoreError where there is no ledger, ServeError where no port."""
    from relata import store, web

    if token is None and not web.is_local(host):
        raise typer.BadParameter(
            f"{host} can be reached from other machines, so the ledger needs a token there: --token, or RELATA_TOKEN.", param_hint="--host"
        )
    store.open_read_only(db).close()
    read = make_read(db, make_coder=lambda: coding.make_coder(actors=actors, model=model))
    server = web.make_server(db, host=host, port=port, token=token, read=read)
    typer.echo(f"{plain(db)} is shown at {server.url}\nCtrl-C ends it.")
    if not web.is_local(host):
        console.note(
            "What is sent is not encrypted, the token included: put a proxy with https before it, or use it in a network you trust."
        )
    with contextlib.suppress(KeyboardInterrupt):  # the way it is meant to end
        server.run()
