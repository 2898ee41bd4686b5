"""``relata evaluate``: how right is it, measured on a public set?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from . import coding, console
from .options import ActorsOption, ModelOption
from .plain import cell, json_line, plain, shortened

if TYPE_CHECKING:
    from relata.evaluate import Confusion, Figure, Report, Tally, Tested

NAME: Final = "evaluate"
MISS_WIDTH: Final = 300  # characters of an error's words on the screen; --json has all of them


class Set(StrEnum):
    UD = "ud"
    POLNEAR = "polnear"
    PLV = "plv"
    PETRARCH = "petrarch"
    TONE = "tone"
    COREF = "coref"
    ARTICLES = "articles"
    EVENTS = "events"
    SWAP = "swap"


SetArgument = Annotated[
    Set, typer.Argument(metavar="SET", help="ud, polnear, plv, petrarch, tone, coref, articles, events or swap.", show_default=False)
]
FileArgument = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", exists=True, help="The set's file; for articles a folder; swap may go without.", show_default=False),
]
Predictions = Annotated[
    Path | None, typer.Option("--predictions", metavar="OUT", help="Write what was predicted, one entry for each of the input's.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


def command(
    set: SetArgument,
    file: FileArgument = None,
    predictions: Predictions = None,
    json: Json = False,
    actors: ActorsOption = None,
    model: ModelOption = None,
) -> None:
    """Measure Relata against a gold file: figures with 95% intervals, confusions, and the worst errors.

    \b
    ud       CoNLL-U: tags, trees, lemmas, names
    polnear  JSON lines: sources, cues and contents of attributions
    plv      tab-separated: the event type of a marked pair
    petrarch validation XML of PETRARCH or TABARI: who did what to whom
    tone     JSON lines: the tone towards a mention
    coref    CoNLL-U with entities: pronouns and the like
    articles a folder of marked articles: statements and events
    events   JSON lines: short passages with every event marked
    swap     even-handedness: states exchanged in sentences; FILE: marked sentences beside them

    \b
    relata evaluate ud en_ewt-ud-test.conllu
    relata evaluate plv plv.tsv --predictions plv.out.tsv --json
    relata evaluate petrarch validation.xml --actors actors.txt --actors agents.txt
    """
    if file is None and set is not Set.SWAP:
        raise typer.BadParameter(f"{set.value} needs the set's file.", param_hint="FILE")
    if predictions is not None and (predictions.is_dir() or not predictions.parent.is_dir()):
        reason = "is a folder" if predictions.is_dir() else "its folder does not exist"
        raise typer.BadParameter(f"{predictions}: {reason}.", param_hint="--predictions")
    report = run(set, file, make_coder(actors or (), model))
    if predictions is not None:
        _write(predictions, report.predictions)
        console.note(f"{plain(predictions)}: predictions written.")
    if json:
        console.write_line(json_line(report.to_dict()))
    else:
        show(report)


def make_coder(actors: Sequence[Path], model: Path | None) -> Tested:
    """The coder under test; tests put another in its place."""
    return coding.make_coder(actors=actors, model=model)  # type: ignore[return-value]


def run(set: Set, file: Path | None, coder: Tested) -> Report:
    """Evaluate. Imported here, so that other commands start at once."""
    from relata.evaluate import SETS, swap

    if file is None:
        return swap.evaluate(None, coder)
    return SETS[set.value](file, coder)


def _write(path: Path, lines: tuple[str, ...]) -> None:
    """The file appears under its name only when it is whole."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise typer.BadParameter(f"{path}: cannot be written ({error.strerror}).", param_hint="--predictions") from error


def show(report: Report) -> None:
    """Tables on stdout."""
    out = console.out()
    counts = ", ".join(f"{n:,} {name}" for name, n in report.counts.items())
    out.print(cell(f"{report.set} {report.file}: {counts} (model {report.model})"))
    if report.figures:
        out.print(_figures(report.figures))
    if report.tallies:
        out.print()
        out.print(_tallies(report.tallies))
    for confusion in report.confusions:
        out.print()
        out.print(cell(f"Confusion, {confusion.name}: gold in rows, predicted in columns", style="bold"))
        out.print(_confusion(confusion))
    if report.worst:
        out.print()
        out.print(cell("Worst errors", style="bold"))
    for miss in report.worst:
        out.print(cell(f"{miss.place}: {shortened(miss.gold, MISS_WIDTH)} → {shortened(miss.predicted, MISS_WIDTH)} ({miss.weight:.2f})"))
        out.print(Text(f"  {shortened(miss.text, MISS_WIDTH)}"))
    for note in report.notes:
        out.print(cell(note))


def _figures(figures: tuple[Figure, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Scored", overflow="fold")
    for title in ("Measure", "Value", "95% interval", "Gold", "Resampled"):
        table.add_column(title, no_wrap=True, justify="left" if title in ("Measure", "Resampled") else "right")
    before = ""
    for f in figures:
        interval = "" if f.low is None or f.high is None else f"{f.low:.3f}–{f.high:.3f}"
        value = "none" if f.value is None else f"{f.value:.4f}"
        table.add_row(*map(cell, ("" if f.group == before else f.group, f.name, value, interval, f"{f.n:,}", f.units)))
        before = f.group
    return table


def _tallies(tallies: tuple[Tally, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Counted", overflow="fold")
    for title in ("True", "Missed", "Extra"):
        table.add_column(title, justify="right", no_wrap=True)
    for one in tallies:
        table.add_row(*map(cell, (one.group, *(f"{n:,}" for n in (one.true, one.missed, one.extra)))))
    return table


def _confusion(confusion: Confusion) -> Table:
    """Gold by predicted. Column headings are numbers, since fifteen names do not fit a line."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("")
    for k in range(1, len(confusion.labels) + 1):
        table.add_column(str(k), justify="right", no_wrap=True)
    for k, (label, row) in enumerate(zip(confusion.labels, confusion.counts, strict=True), 1):
        table.add_row(cell(f"{k} {label}"), *(cell(str(n) if n else "·") for n in row))
    return table
