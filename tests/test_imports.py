"""Imports point one way: each room knows only the rooms that the design lets it know, wherever in a file the import stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import relata

PACKAGE = Path(relata.__file__).parent

WORDS = {"errors", "records", "settings"}
LANGUAGE = {"reading", "actors", "statements", "events"}
# Room: the rooms it may import from. A room may always import from itself.
MAY_KNOW: dict[str, set[str]] = {
    "errors": set(),
    "records": {"errors"},
    "settings": {"errors"},
    "ingest": {"records", "errors"},
    "reading": WORDS,
    "actors": {*WORDS, "reading"},
    "statements": {*WORDS, "reading", "actors"},
    "events": {*WORDS, "reading", "actors", "statements"},
    "workers": WORDS,
    "coder": {*WORDS, *LANGUAGE, "workers"},
    "batches": WORDS,
    "store": {"records", "errors"},
    "relations": {*WORDS, "store"},
    "charts": {*WORDS, "store", "relations"},
    "export": {*WORDS, "store", "relations", "charts"},
    "web": {*WORDS, "store", "relations", "charts"},
    "evaluate": {*WORDS, *LANGUAGE, "ingest", "coder", "export"},
    "scale": {*WORDS, "ingest", "coder", "batches", "store"},
    "cli": {*WORDS, "ingest", "events", "coder", "batches", "store", "relations", "charts", "export", "web", "evaluate", "scale"},
    "__main__": {"cli"},
    "__init__": {*WORDS, *LANGUAGE, "ingest", "coder", "store", "relations", "charts"},
}
# Packages that only some rooms may import: language stays out of the store and the pages, PyTorch out of everything installed.
ONLY_IN: dict[str, set[str]] = {
    "spacy": {"records", *LANGUAGE, "coder", "evaluate"},
    "onnxruntime": {"reading"},
    "tokenizers": {"reading"},
    "trafilatura": {"ingest"},
    "torch": set(),
    "transformers": set(),
    "typer": {"cli"},
    "rich": {"cli"},
    "fastapi": {"web"},
}


def imports(file: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a file imports; relative names are resolved."""
    inside = [package.name, *file.relative_to(package).with_suffix("").parts]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*inside[: -node.level], *(node.module or "").split(".")] if node.level else (node.module or "").split(".")
            yield from ((node.lineno, ".".join([*filter(None, base), alias.name])) for alias in node.names)


def wrong_arrows(package: Path) -> list[str]:
    """Each import that the tables do not allow, as file, line and what is wrong."""
    found = []
    for file in sorted(package.rglob("*.py")):
        relative = file.relative_to(package)
        room = relative.parts[0].removesuffix(".py")
        if room not in MAY_KNOW:
            found.append(f"{relative}: the room {room!r} is in no table of this test; say there what it may know")
            continue
        for line, name in imports(file, package):
            first, _, rest = name.partition(".")
            other = rest.split(".")[0]
            if first == package.name and other in MAY_KNOW and other != room and other not in MAY_KNOW[room]:
                found.append(f"{relative}:{line}: {room} must not import {other}")
            if first in ONLY_IN and room not in ONLY_IN[first]:
                found.append(f"{relative}:{line}: {room} must not import {first}")
    return found


def test_no_arrow_points_the_wrong_way():
    assert wrong_arrows(PACKAGE) == []


def test_the_tables_have_no_circle():
    left = {room: known - {room} for room, known in MAY_KNOW.items()}
    while ready := [room for room, known in left.items() if not known & left.keys()]:
        for room in ready:
            del left[room]
    assert left == {}


@pytest.mark.parametrize(
    ("where", "line", "wrong"),
    [
        ("ingest/read.py", "from relata.store import Ledger", "ingest must not import store"),
        ("ingest/read.py", "from ..reading import reader", "ingest must not import reading"),
        ("reading/deep/er.py", "from ...actors.names import x", "reading must not import actors"),
        ("store/rows.py", "from .. import events", "store must not import events"),
        ("store/rows.py", "import relata.coder", "store must not import coder"),
        ("store/rows.py", "import spacy.tokens", "store must not import spacy"),
        ("web/app.py", "def f():\n    from relata import reading", "web must not import reading"),
        ("web/app.py", "if TYPE_CHECKING:\n    from relata.coder import Coder", "web must not import coder"),
        ("reading/model.py", "import torch.nn as nn", "reading must not import torch"),
        ("records.py", "from . import store", "records must not import store"),
        ("attic/x.py", "", "the room 'attic' is in no table"),
    ],
)
def test_a_wrong_arrow_is_found(tmp_path: Path, where: str, line: str, wrong: str):
    file = tmp_path / "relata" / where
    file.parent.mkdir(parents=True)
    file.write_text(line)
    (found,) = wrong_arrows(tmp_path / "relata")
    assert wrong in found


def test_right_arrows_and_imports_inside_a_room_pass(tmp_path: Path):
    file = tmp_path / "relata" / "events" / "find.py"
    file.parent.mkdir(parents=True)
    file.write_text("import json\nfrom . import near\nfrom .near import x\nfrom ..statements import y\nfrom relata.records import Event\n")
    assert wrong_arrows(tmp_path / "relata") == []
