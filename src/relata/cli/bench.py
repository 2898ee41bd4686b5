"""``relata bench``: how fast is it on this machine?"""

from __future__ import annotations

import gc
import os
import time
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table

from relata.errors import Skip

from . import console
from .options import ModelOption
from .plain import cell, json_line
from .read import SOME_SKIPPED, skip_line

if TYPE_CHECKING:
    from relata.evaluate import Bench
    from relata.records import Article

NAME: Final = "bench"
# Numeric libraries read these when they load: without them the heads' matrix products would use every processor.
THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

Files = Annotated[
    list[Path] | None, typer.Argument(metavar="[FILE]...", help="Articles as `relata read` takes them. Default: the sample corpus.")
]
Rounds = Annotated[int, typer.Option("--rounds", min=1, max=100, metavar="N", help="Times that each is measured; the median counts.")]
Spacy = Annotated[
    str | None, typer.Option("--spacy", metavar="NAME", help="For scale, a pipeline of spaCy's that is installed, or its folder.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]


def command(paths: Files = None, rounds: Rounds = 5, spacy: Spacy = None, json: Json = False, model: ModelOption = None) -> None:
    """Measure words a second, load time and memory, on one thread.

    The encoder alone, the reader with all it decodes, and the whole coder read the same text in turn, and seconds are those of the
    processor, so that their ratios hold on a busy machine too. Files are read before the clock starts.

    \b
    relata bench
    relata bench news.jsonl --rounds 9 --json
    relata bench --spacy en_core_web_sm
    """
    for name in THREADS:
        os.environ[name] = "1"
    with ExitStack() as stack:
        sample = files("relata") / "data" / "sample"
        chosen = paths or [stack.enter_context(as_file(sample / "articles.jsonl"))]
        articles, n_skipped = _articles(chosen)
    started = time.perf_counter()
    result = run(articles, model, started, rounds, spacy)
    if json:
        console.write_line(json_line(result.to_dict()))
    else:
        show(result)
    if n_skipped:
        raise typer.Exit(SOME_SKIPPED)


def run(articles: list[Article], model: Path | None, started: float, rounds: int, spacy: str | None) -> Bench:
    """Measure. The libraries are imported here, after the clock of the load time has started."""
    from relata.coder import Coder
    from relata.evaluate.bench import bench

    def make() -> Coder:
        coder = Coder(model=model)
        gc.freeze()  # as for `relata read`
        return coder

    return bench(articles, make, load_started=started, rounds=rounds, spacy_model=spacy)


def show(result: Bench) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("Words a second", justify="right")
    table.add_column("Of the encoder's", justify="right")
    table.add_row("encoder alone", f"{result.encoder:,.0f}", "")
    table.add_row("reader", f"{result.reader:,.0f}", f"{result.reader_ratio:.2f}")
    table.add_row("whole coder", f"{result.coder:,.0f}", f"{result.coder_ratio:.2f}")
    if result.spacy is not None:
        table.add_row(f"spaCy, {result.spacy_model}", f"{result.spacy:,.0f}", f"{result.spacy / result.encoder:.2f}")
    out = console.out()
    out.print(table)
    out.print(cell(f"coder's range over {result.rounds} rounds: {result.slowest:,.0f} to {result.fastest:,.0f}"))
    out.print(cell(f"{result.articles:,} articles, {result.words:,} words in {result.windows:,} windows; model {result.model}"))
    out.print(cell(f"{result.resolutions:,.0f} strings a second resolved to actors"))
    out.print(cell(f"load {result.load_seconds:.2f} s, peak memory {result.peak_mib:,.0f} MiB"))
    if result.is_busy:
        console.note(f"The machine was busy: Relata had {result.processor_share:.0%} of a processor. Trust the ratios, not the speeds.")


def _articles(paths: list[Path]) -> tuple[list[Article], int]:
    """Every article of the paths; what cannot be read is said on stderr and counted."""
    from relata import ingest

    found: list[Article] = []
    n_skipped = 0
    for item in ingest.read_paths(paths):
        if isinstance(item, Skip):
            console.note(skip_line(item))
            n_skipped += 1
        else:
            found.append(item)
    return found, n_skipped
