"""What types of their own does a user's file name? Reads and checks it; what the examples teach is `own`'s.

In: TOML with ``[[type]]`` tables. Out: `OwnType`s. A file with something wrong in it raises `TypesError` naming file, type and field.

    [[type]]
    name = "MEDIATE"                 # capitals
    parent = "CONSULT"               # a type of the codebook, or left out
    quad = 1                         # the parent's where left out
    score = 3.0                      # -10 to 10
    cameo = "045"                    # the parent's own codes where left out; without a parent, none
    definition = "Helps two others to agree."
    words = ["mediate", "broker"]    # as a dictionary lists them, one word each
    examples = ["<s>Norland</s> brokered a truce between <t>Sudmark</t> and Ostravia."]
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import RelataError
from .codebook import Codebook
from .codebook_files import QUADS
from .marks import Span, unmark

KEYS = ("name", "parent", "quad", "score", "cameo", "definition", "words", "examples")


class TypesError(RelataError):
    """A file of a user's own event types that cannot be used; names file and type."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and where its source and target stand in it."""

    text: str
    source: Span
    target: Span


@dataclass(frozen=True, slots=True)
class OwnType:
    """A type of the user's. `parent` and `cameo` are None where there is none; `place` is file and name, for messages."""

    name: str
    parent: str | None
    quad: int
    score: float
    cameo: str | None
    definition: str
    words: tuple[str, ...]
    examples: tuple[Example, ...]
    place: str


def read_types(path: Path, codebook: Codebook) -> tuple[OwnType, ...]:
    """The types of a file, in its order."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise TypesError(f"{path}: cannot be read ({error}). Give a UTF-8 TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise TypesError(f"{path}: not valid TOML: {error}") from error
    tables = raw.get("type")
    if set(raw) != {"type"} or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TypesError(f"{path}: holds {', '.join(raw) or 'nothing'}; expected [[type]] tables with {', '.join(KEYS)}.")
    types = tuple(_type(table, f"{path}: [[type]] number {number}", codebook) for number, table in enumerate(tables, 1))
    names = [one.name for one in types]
    if twice := [name for name in names if names.count(name) > 1]:
        raise TypesError(f"{path}: {twice[0]} stands there twice; give each type a name of its own.")
    return types


def _type(table: dict[str, Any], place: str, codebook: Codebook) -> OwnType:
    def wrong(field: str, expected: str) -> TypesError:
        return TypesError(f"{place}: {field} is {table.get(field)!r:.60}; expected {expected}.")

    if unknown := set(table) - set(KEYS):
        raise TypesError(f"{place}: unknown field {sorted(unknown)[0]!r}; expected some of {', '.join(KEYS)}.")
    name, parent = table.get("name"), table.get("parent")
    if not isinstance(name, str) or not re.fullmatch(r"[A-Z][A-Z_]*", name) or name == "NONE":
        raise wrong("name", "capital letters, such as MEDIATE")
    place = f"{place} ({name})"
    if name in codebook.types or codebook.older_name(name) is not None:
        raise wrong("name", "one that the codebook does not have")
    if parent is not None and parent not in codebook.types:
        raise wrong("parent", f"one of {', '.join(codebook.types)}, or nothing")
    quad = table.get("quad", codebook.quad(parent) if parent else None)
    if quad not in QUADS or isinstance(quad, bool):
        raise wrong("quad", "1, 2, 3 or 4; it may be left out where there is a parent")
    score = table.get("score")
    if not isinstance(score, int | float) or isinstance(score, bool) or not -10 <= score <= 10:
        raise wrong("score", "a number from -10 to 10")
    cameo = table.get("cameo")
    if cameo is not None and cameo not in codebook.goldstein_values:
        raise wrong("cameo", "a CAMEO code as a string, such as '045', or nothing")
    definition = table.get("definition")
    if not isinstance(definition, str) or not definition.strip():
        raise wrong("definition", "a sentence")
    words = table.get("words")
    if not isinstance(words, list) or not words or not all(isinstance(w, str) and re.fullmatch(r"[a-z][a-z-]*", w) for w in words):
        raise wrong("words", "a list of single words in small letters, as a dictionary lists them: ['mediate']")
    given = table.get("examples")
    if not isinstance(given, list) or not given or not all(isinstance(example, str) for example in given):
        raise wrong("examples", "a list of sentences with <s>source</s> and <t>target</t>")
    examples = tuple(_example(text, f"{place}: example {number}") for number, text in enumerate(given, 1))
    return OwnType(name, parent, quad, float(score), cameo, definition, tuple(words), examples, place)


def _example(marked: str, place: str) -> Example:
    text, spans = unmark(marked)
    if len(spans["s"]) != 1 or len(spans["t"]) != 1:
        raise TypesError(f"{place} has not just one <s>source</s> and one <t>target</t>; mark them: {marked!r:.80}.")
    return Example(text, spans["s"][0], spans["t"][0])
