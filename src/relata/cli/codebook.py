"""``relata codebook``: what does a type of event mean?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from . import console
from .plain import cell, json_line

if TYPE_CHECKING:
    from relata.events import Codebook
    from relata.events.codebook import ModeEntry, TypeEntry

NAME: Final = "codebook"
QUADS: Final = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


Name = Annotated[
    str | None,
    typer.Argument(metavar="TYPE", help="A type, TYPE-mode, a context, or an older name (DEMAND, FIGHT, YIELD).", show_default=False),
]
FormatChoice = Annotated[Format, typer.Option("--format", help="json: one object a line.")]


def command(name: Name = None, format: FormatChoice = Format.TABLE) -> None:
    """Explain a type of event, or list them all: PLOVER's types, modes and contexts, with scores and CAMEO codes.

    Older names lead to what became of them. Scores are PLOVER's own, -10 to 10; Goldstein values are CAMEO's, by the table of ICEWS.

    \b
    relata codebook
    relata codebook REQUEST
    relata codebook ACCUSE-allege
    relata codebook DEMAND --format json
    """
    from relata.events import load_codebook

    book = load_codebook()
    records = list(_about(book, name)) if name else [_of_type(book, entry) for entry in book.types.values()]
    if format is Format.JSON:
        for record in records:
            console.write_line(json_line(record))
    elif name is None:
        _show_overview(book, records)
    else:
        for record in records:
            _show(record)


# --- what is told ----------------------------------------------------------------------------------------------------


def _about(book: Codebook, name: str) -> Iterator[dict[str, Any]]:
    """Records of a name: an older one's fate and then what it is now, a context, or a type, whole or one mode of it.

    Raises UnknownLabel for a name that means nothing.
    """
    context = name.lower().replace("-", "_")
    entry = book.contexts.get(book.older_contexts.get(context, context))
    older = book.older_name(name)
    if entry is not None:
        yield {"context": entry.name, "definition": entry.definition, "words": list(entry.cues)}
        if older is None:
            return
    now = book.modern(name)
    if older is not None:
        yield {"older": name.upper(), "meaning": older.meaning, "now": [kind if mode is None else f"{kind}-{mode}" for kind, mode in now]}
    for kind in dict.fromkeys(kind for kind, _ in now):
        modes = [mode for other, mode in now if other == kind and mode]
        yield _of_type(book, book.type_of(kind), modes)


def _of_type(book: Codebook, entry: TypeEntry, modes: Sequence[str] = ()) -> dict[str, Any]:
    """A type; with `modes`, those alone."""
    return {
        "type": entry.name,
        "definition": entry.definition,
        "quad": entry.quad,
        "quadrant": QUADS[entry.quad],
        "score": entry.score,
        "recipient": entry.recipient,
        **_code(book, entry.cameo),
        "cameo_by_word": dict(entry.cameo_by_word),
        "cameo_by_context": dict(entry.cameo_by_context),
        "cameo_promised": book.cameo_promised(entry.name),
        "cameo_polite": sorted(book.polite) if entry.cameo.startswith("10") else [],
        "modes": [_of_mode(book, entry, mode) for name, mode in entry.modes.items() if not modes or name in modes],
        "examples": list(entry.examples),
        "older": [
            {"name": name, "meaning": older.meaning}
            for name, older in book.older.items()
            if any(kind == entry.name for kind, _ in older.now)
        ],
    }


def _of_mode(book: Codebook, entry: TypeEntry, mode: ModeEntry) -> dict[str, Any]:
    """A mode; where it has no score or code of its own it has the type's."""
    score = book.score(entry.name, [mode.name])
    return {"mode": mode.name, "definition": mode.definition, "score": score, **_code(book, mode.cameo or entry.cameo)}


def _code(book: Codebook, code: str) -> dict[str, Any]:
    from relata.export import cameo

    return {"cameo": code, "cameo_label": cameo.label(code), "goldstein": book.goldstein(code)}


# --- how it is shown -------------------------------------------------------------------------------------------------


def _show_overview(book: Codebook, records: Sequence[Mapping[str, Any]]) -> None:
    out = console.out()
    table = _table("Type", "Quadrant", "Score>", "CAMEO>", "Goldstein>", "Modes")
    for r in records:
        modes = ", ".join(mode["mode"] for mode in r["modes"])
        table.add_row(*map(cell, (r["type"], r["quadrant"], _number(r["score"]), r["cameo"], _number(r["goldstein"]), modes)))
    out.print(table)
    out.print()
    out.print(cell(f"Contexts, of any type: {', '.join(book.contexts)}."))
    out.print(cell(f"{book.version}. `relata codebook TYPE` explains one, with examples."))


def _show(record: Mapping[str, Any]) -> None:
    out = console.out()
    if "context" in record:
        out.print(cell(f"{record['context']} (context)", style="bold"))
        _indented(record["definition"], f"Suggested by: {', '.join(record['words'])}.")
        return
    if "older" in record and "now" in record:
        out.print(cell(f"{record['older']} (older name)", style="bold"))
        _indented(record["meaning"], f"Now: {', '.join(record['now']) or 'nothing'}.")
        out.print()
        return
    recipient = "required" if record["recipient"] else "optional"
    out.print(cell(record["type"], style="bold"))
    _indented(
        record["definition"],
        f"Quadrant {record['quad']}, {record['quadrant']}. PLOVER score {_number(record['score'])}. Target {recipient}.",
        f"CAMEO {record['cameo']} ({record['cameo_label']}), Goldstein {_number(record['goldstein'])}.",
    )
    for title, codes in (("words", record["cameo_by_word"]), ("contexts", record["cameo_by_context"])):
        if codes:
            _indented(f"CAMEO by {title}: {', '.join(f'{key} {code}' for key, code in codes.items())}.")
    if record["cameo_promised"]:
        _indented(f"CAMEO where it is only promised: {record['cameo_promised']} or finer.")
    if record["cameo_polite"]:
        _indented(f"CAMEO root 02 (appeals) in place of 10 with {', '.join(record['cameo_polite'])}.")
    if record["modes"]:
        table = _table("Mode", "Score>", "CAMEO>", "Goldstein>", "Meaning")
        for mode in record["modes"]:
            table.add_row(*map(cell, (mode["mode"], _number(mode["score"]), mode["cameo"], _number(mode["goldstein"]), mode["definition"])))
        out.print(Padding(table, (1, 0, 1, 2)))
    _indented("Examples:", *(f"- {example}" for example in record["examples"]))
    if record["older"]:
        _indented("Older names:", *(f"- {older['name']}: {older['meaning']}" for older in record["older"]))


def _indented(*lines: str) -> None:
    for line in lines:
        console.out().print(Padding(Text.assemble(cell(line)), (0, 0, 0, 2)))


def _table(*titles: str) -> Table:
    """A table without lines; a title ending in ``>`` is of a column of numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in titles:
        is_number = title.endswith(">")
        table.add_column(title.removesuffix(">"), justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    return table


def _number(value: float) -> str:
    return f"{value:g}"
