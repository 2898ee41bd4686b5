"""The application: which commands are there, and how does each way of failing end?

In: the command line. Out: an exit code. Every error that Relata raises on purpose becomes one message and exit 2; Ctrl-C ends with
130 and a reader that went away (``| head``) with 141, both as other tools do. A bug keeps its traceback.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from relata import __version__
from relata.errors import RelataError

from . import (
    actors,
    articles,
    bench,
    codebook,
    demo,
    dyad,
    evaluate,
    events,
    export,
    network,
    prune,
    quarantine,
    read,
    runs,
    serve,
    statements,
    system,
    version,
    watch,
)
from .interrupts import BROKEN_OFF
from .options import ungrouped
from .plain import escape

WRONG_USE: Final = 2
INTERRUPTED: Final = 130  # 128 + SIGINT
READER_GONE: Final = 141  # 128 + SIGPIPE

HELP: Final = """Read news articles and keep a ledger: who did what to whom, who said what of whom, on whose word, and when.

\b
    relata read news/ --db news.duckdb      read a folder of articles into a ledger
    relata events --db news.duckdb          list what was done
    relata serve --db news.duckdb           look at it in a browser
    relata demo                             do all this with the sample corpus

Exit codes: 0 all done, 1 some articles were skipped, 2 wrong use."""


class Guarded(TyperGroup):
    """The group of commands, with the one place where errors become exit codes."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # here, so that a reader that went away is noticed here and not while Python ends
        except RelataError as error:
            typer.echo(f"relata: {escape(str(error))}", err=True)
            raise typer.Exit(WRONG_USE) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        except RuntimeError as error:
            if str(error) != BROKEN_OFF:
                raise
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            _drop_stdout()
            raise typer.Exit(READER_GONE) from error
        return result


app = typer.Typer(
    cls=Guarded,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"relata {__version__}")
        raise typer.Exit


@app.callback(help=HELP)
def relata(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")] = False,
) -> None:
    """What holds for all commands: only the version, which ends before any of them begins."""


for module in (
    read, watch, events, statements, actors, articles, dyad, network, system, export, quarantine, runs, prune, serve, demo, codebook,
    evaluate, bench, version,
):  # fmt: skip
    app.command(module.NAME)(ungrouped(module.command))


def main() -> None:
    """What the script ``relata`` runs."""
    app(prog_name="relata")


def _drop_stdout() -> None:
    """Point stdout at nothing, so that Python's own flush at the end does not fail a second time."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
