"""What does the page of the codebook show?

Takes ``plover.toml`` of ``relata.data``; gives types with their modes, contexts, quadrants and statuses, with definitions, scores and
examples. The file is checked where events are coded by it (`events`); here it is only shown.
Left out on purpose: the predicates by which sentences are coded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, ClassVar

from . import links, words
from .lists import as_json


@dataclass(frozen=True, slots=True)
class ModeLine:
    """A mode of a type; `score` is the type's where the mode has none of its own."""

    name: str
    definition: str
    score: float


@dataclass(frozen=True, slots=True)
class TypeLine:
    """An event type. `score`: PLOVER's, -10 (conflict) to 10 (cooperation). `recipient`: there must be one to whom it is done."""

    name: str
    definition: str
    quad: int
    score: float
    cameo: str
    recipient: bool
    examples: tuple[str, ...]
    modes: tuple[ModeLine, ...]


@dataclass(frozen=True, slots=True)
class ContextLine:
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class CodebookPage:
    """The codebook; its sheet has a line for each type and mode."""

    template: ClassVar[str] = "codebook.html"
    version: str
    types: tuple[TypeLine, ...]
    contexts: tuple[ContextLine, ...]

    @property
    def here(self) -> str:
        return links.codebook()

    def to_dict(self) -> dict[str, Any]:
        named: dict[str, Mapping[Any, str]] = {
            "quads": words.QUADS,
            "statuses": words.STATUSES,
            "hedges": words.HEDGES,
            "sectors": words.SECTORS,
        }
        return {
            "version": self.version,
            "types": [as_json(line) for line in self.types],
            "contexts": [as_json(line) for line in self.contexts],
            **{name: {str(code): meaning for code, meaning in table.items()} for name, table in named.items()},
        }

    def sheet(self) -> list[dict[str, Any]]:
        rows = []
        for line in self.types:
            rows.append({"type": line.name, "mode": None, "quad": line.quad, "score": line.score, "definition": line.definition})
            rows += [{**rows[-1], "mode": mode.name, "score": mode.score, "definition": mode.definition} for mode in line.modes]
        return rows


@cache
def codebook() -> CodebookPage:
    book = tomllib.loads(resources.files("relata.data").joinpath("plover.toml").read_text(encoding="utf-8"))
    contexts = tuple(ContextLine(name, entry["definition"]) for name, entry in book["contexts"].items())
    return CodebookPage(book["meta"]["codebook"], tuple(_type(name, entry) for name, entry in book["types"].items()), contexts)


def _type(name: str, entry: dict[str, Any]) -> TypeLine:
    modes = (ModeLine(mode, of["definition"], of.get("score", entry["score"])) for mode, of in entry.get("modes", {}).items())
    same = {key: entry[key] for key in ("definition", "quad", "score", "cameo", "recipient")}
    return TypeLine(name=name, **same, examples=tuple(entry["examples"]), modes=tuple(modes))
