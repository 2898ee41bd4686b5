"""Are the codebook's three files whole and consistent, and what do they say?

In: the texts of ``plover.toml``, ``goldstein.csv`` and ``predicates.csv``. Out: checked entries. A wrong file raises `CodebookError`
with file and entry. Left out: everything that uses the entries (see ``codebook.py``).
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relata.errors import RelataError
from relata.reading.labels import MODES

PLOVER, GOLDSTEIN, PREDICATES = NAMES = ("plover.toml", "goldstein.csv", "predicates.csv")
QUADS = (1, 2, 3, 4)
N_CONTEXTS = 37
POS = ("VERB", "NOUN", "ADJ")
OWN = "a user's own"  # the note of rows that a user's examples taught
COLUMNS = ["lemma", "pos", "frame", "type", "mode", "target", "symmetric", "note"]
RELATION = re.compile(r"(nsubj|obj|iobj|xcomp|ccomp|acl|advcl|amod|advmod|compound|compound:prt|poss|(obl|nmod):[a-z]+)")


class CodebookError(RelataError):
    """A codebook file that is wrong; names file and entry."""


@dataclass(frozen=True, slots=True)
class _Coded:
    name: str
    definition: str
    cameo_by_word: Mapping[str, str]
    cameo_by_context: Mapping[str, str]

    def refined(self, words: Collection[str], contexts: Collection[str]) -> str | None:
        """The CAMEO code that words or contexts settle, in the order of the tables; None where they do not."""
        for table, given in ((self.cameo_by_word, words), (self.cameo_by_context, contexts)):
            for key, code in table.items():
                if key in given:
                    return code
        return None


@dataclass(frozen=True, slots=True)
class ModeEntry(_Coded):
    """A mode of one type. `score` and `cameo` are None where the type's hold."""

    score: float | None
    cameo: str | None


@dataclass(frozen=True, slots=True)
class TypeEntry(_Coded):
    """One of the sixteen types. `recipient`: a target is required."""

    quad: int
    score: float
    recipient: bool
    cameo: str
    examples: tuple[str, ...]
    modes: Mapping[str, ModeEntry]


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """A context and the lower-case lemmas, or runs of lemmas, that suggest it."""

    name: str
    definition: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One row of the predicate table; how to read it stands in ``codebook.py``.

    Attributes:
        frame: relation that must be there, None where nothing is needed.
        fillers: lemmas one of which must stand in `frame`; empty where any will do.
        targets: places of the target, best first; empty where none is needed.
        reversed: the syntactic source is the event's target (a host).
    """

    lemma: str
    pos: str
    frame: str | None
    fillers: frozenset[str]
    type: str
    mode: str | None
    targets: tuple[str, ...]
    symmetric: bool
    reversed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Older:
    """What became of a name of earlier versions or of CAMEO: current (type, mode), empty where nothing took its place."""

    now: tuple[tuple[str, str | None], ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Book:
    """What ``plover.toml`` holds."""

    version: str
    types: dict[str, TypeEntry]
    contexts: dict[str, ContextEntry]
    older: dict[str, Older]
    older_contexts: dict[str, str]
    promised: dict[str, str]
    polite: frozenset[str]


def _fail(file: str, entry: str, problem: str) -> CodebookError:
    return CodebookError(f"{file}: {entry}: {problem}. Mend the file, or install Relata again.")


def read_goldstein(text: str) -> dict[str, tuple[float, float]]:
    """CAMEO code to its values in the ICEWS and the GDELT table."""
    values: dict[str, tuple[float, float]] = {}
    for line, row in _rows(GOLDSTEIN, text, ["cameo", "icews", "gdelt"]):
        code, where = row["cameo"], f"line {line}"
        if not re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", code) or code in values:
            raise _fail(GOLDSTEIN, where, f"{code!r} is no CAMEO code of 2 to 4 digits, or stands there twice")
        try:
            icews, gdelt = float(row["icews"]), float(row["gdelt"])
        except ValueError as error:
            raise _fail(GOLDSTEIN, where, f"{error}; expected a number from -10 to 10") from error
        if not (-10 <= icews <= 10 and -10 <= gdelt <= 10):
            raise _fail(GOLDSTEIN, where, "a value lies outside -10 to 10")
        values[code] = (icews, gdelt)
    return values


def read_plover(text: str, *, cameo_codes: Collection[str]) -> Book:
    """Types, contexts and older names; every CAMEO code must be one of `cameo_codes`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fail(PLOVER, "the whole file", f"no valid TOML: {error}") from error
    for key in ("meta", "types", "contexts", "older", "older_contexts"):
        _get(raw, key, dict, key)
    contexts = {name: _context(name, table) for name, table in raw["contexts"].items()}
    if len(contexts) != N_CONTEXTS:
        raise _fail(PLOVER, "contexts", f"{len(contexts)} contexts; PLOVER has {N_CONTEXTS}")
    if tuple(raw["types"]) != tuple(MODES):
        raise _fail(PLOVER, "types", f"found {', '.join(raw['types'])}; expected, in this order, {', '.join(MODES)}")
    types = {name: _type(name, table, cameo_codes, contexts) for name, table in raw["types"].items()}
    promised, polite = _get(raw, "promised", dict, "promised"), _get(_get(raw, "polite", dict, "polite"), "words", list, "polite")
    for code in promised.values():
        if code not in cameo_codes:
            raise _fail(PLOVER, "promised", f"{code!r} is no CAMEO code of {GOLDSTEIN}")
    for older, now in raw["older_contexts"].items():
        if now not in contexts:
            raise _fail(PLOVER, f"older_contexts.{older}", f"{now!r} is no context")
    return Book(
        version=_get(raw["meta"], "codebook", str, "meta"),
        types=types,
        contexts=contexts,
        older={name: _older(name, table) for name, table in raw["older"].items()},
        older_contexts=dict(raw["older_contexts"]),
        promised=dict(promised),
        polite=frozenset(polite),
    )


def _get(table: Mapping[str, Any], key: str, kind: type, where: str) -> Any:
    value = table.get(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool) or value in ("", [], {}):
        raise _fail(PLOVER, where, f"{key!r} is missing, empty or not of the kind {kind.__name__}")
    return value


def _score(table: Mapping[str, Any], where: str) -> float:
    value = table.get("score")
    if isinstance(value, bool) or not isinstance(value, int | float) or not -10 <= value <= 10:
        raise _fail(PLOVER, where, f"score is {value!r}; expected a number from -10 to 10")
    return float(value)


def _known(table: Mapping[str, Any], allowed: Collection[str], where: str) -> None:
    if unknown := [key for key in table if key not in allowed]:
        raise _fail(PLOVER, where, f"unknown key {unknown[0]!r}; expected some of {', '.join(allowed)}")


def _codes(table: Mapping[str, Any], where: str, cameo_codes: Collection[str], contexts: Collection[str]) -> dict[str, Any]:
    """The fields of `_Coded` but the name."""
    by_word, by_context = table.get("cameo_by_word", {}), table.get("cameo_by_context", {})
    for code in (*by_word.values(), *by_context.values(), *([table["cameo"]] if "cameo" in table else [])):
        if code not in cameo_codes:
            raise _fail(PLOVER, where, f"{code!r} is no CAMEO code of {GOLDSTEIN}")
    if strange := [name for name in by_context if name not in contexts]:
        raise _fail(PLOVER, where, f"cameo_by_context names {strange[0]!r}, which is no context")
    return {
        "definition": _get(table, "definition", str, where),
        "cameo": table.get("cameo"),
        "cameo_by_word": by_word,
        "cameo_by_context": by_context,
    }


_TYPE_KEYS = ("quad", "score", "recipient", "cameo", "definition", "examples", "cameo_by_word", "cameo_by_context", "modes")
_MODE_KEYS = ("score", "cameo", "definition", "cameo_by_word", "cameo_by_context")


def _type(name: str, table: Mapping[str, Any], cameo_codes: Collection[str], contexts: Collection[str]) -> TypeEntry:
    where = f"types.{name}"
    _known(table, _TYPE_KEYS, where)
    _get(table, "cameo", str, where)
    if table.get("quad") not in QUADS:
        raise _fail(PLOVER, where, f"quad is {table.get('quad')!r}; expected 1, 2, 3 or 4")
    modes = {}
    for mode, entry in table.get("modes", {}).items():
        place = f"{where}.modes.{mode}"
        _known(entry, _MODE_KEYS, place)
        score = _score(entry, place) if "score" in entry else None
        modes[mode] = ModeEntry(name=mode, score=score, **_codes(entry, place, cameo_codes, contexts))
    if tuple(modes) != MODES[name]:
        raise _fail(PLOVER, where, f"modes are {', '.join(modes) or 'none'}; expected, in this order, {', '.join(MODES[name]) or 'none'}")
    examples = _get(table, "examples", list, where)
    if len(examples) < 3:
        raise _fail(PLOVER, where, f"{len(examples)} examples; at least 3 are needed")
    recipient = table.get("recipient")
    if not isinstance(recipient, bool):
        raise _fail(PLOVER, where, f"recipient is {recipient!r}; expected true or false")
    fields = _codes(table, where, cameo_codes, contexts)
    return TypeEntry(
        name=name, quad=table["quad"], score=_score(table, where), recipient=recipient, examples=tuple(examples), modes=modes, **fields
    )


def _context(name: str, table: Mapping[str, Any]) -> ContextEntry:
    where = f"contexts.{name}"
    cues = _get(table, "cues", list, where)
    for cue in cues:
        if not isinstance(cue, str) or cue != " ".join(cue.lower().split()) or not cue:
            raise _fail(PLOVER, where, f"cue {cue!r} is not lower-case words parted by single spaces")
    if len(set(cues)) != len(cues):
        raise _fail(PLOVER, where, "a cue stands there twice")
    return ContextEntry(name=name, definition=_get(table, "definition", str, where), cues=tuple(cues))


def _older(name: str, table: Mapping[str, Any]) -> Older:
    where = f"older.{name}"
    meaning = _get(table, "meaning", str, where)
    now = []
    for label in table.get("now", ()):
        kind, _, mode = label.partition("-")
        if kind not in MODES or (mode and mode not in MODES[kind]):
            raise _fail(PLOVER, where, f"{label!r} is no current TYPE or TYPE-mode")
        now.append((kind, mode or None))
    return Older(tuple(now), meaning)


def read_predicates(text: str, *, types: Mapping[str, TypeEntry]) -> dict[tuple[str, str], tuple[Predicate, ...]]:
    """(lemma, UPOS) to rows in the order of the file."""
    rows: dict[tuple[str, str], list[Predicate]] = {}
    seen: dict[tuple[str, str, str, str, str], int] = {}
    for line, row in _rows(PREDICATES, text, COLUMNS):
        key = (row["lemma"], row["pos"], row["frame"], row["target"], row["type"])  # a word may tell acts of several types
        if key in seen:
            raise _fail(PREDICATES, f"line {line}", f"{row['lemma']!r} has the same frame, target and type on line {seen[key]}")
        seen[key] = line
        rows.setdefault((row["lemma"], row["pos"]), []).append(_predicate(row, f"line {line}", types))
    return {key: tuple(found) for key, found in rows.items()}


def _predicate(row: Mapping[str, str], where: str, types: Mapping[str, TypeEntry]) -> Predicate:
    lemma, pos, kind, mode = row["lemma"], row["pos"], row["type"], row["mode"]
    if not lemma or lemma != lemma.lower() or " " in lemma:
        raise _fail(PREDICATES, where, f"lemma {lemma!r} is not one lower-case word")
    if pos not in POS:
        raise _fail(PREDICATES, where, f"pos {pos!r}; expected one of {', '.join(POS)}")
    if kind not in types or (mode and mode not in types[kind].modes):
        raise _fail(PREDICATES, where, f"{kind!r} with mode {mode!r} is not in {PLOVER}")
    frame, _, fillers = row["frame"].partition("=")
    targets = tuple(row["target"].split("|")) if row["target"] else ()
    for relation in (*([frame] if frame else []), *targets):
        if not RELATION.fullmatch(relation):
            raise _fail(PREDICATES, where, f"{relation!r} is no relation of a frame or target, such as obj or obl:with")
    if row["symmetric"] not in ("0", "1"):
        raise _fail(PREDICATES, where, f"symmetric is {row['symmetric']!r}; expected 0 or 1")
    return Predicate(
        lemma=lemma,
        pos=pos,
        frame=frame or None,
        fillers=frozenset(fillers.split("|")) if fillers else frozenset(),
        type=kind,
        mode=mode or None,
        targets=targets,
        symmetric=row["symmetric"] == "1",
        reversed=row["note"].startswith("reversed"),
        note=row["note"],
    )


def _rows(file: str, text: str, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and row; raises on another header or a row that is too short or long."""
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames != columns:
        raise _fail(file, "line 1", f"columns are {reader.fieldnames}; expected {columns}")
    for row in reader:
        if None in row or None in row.values():
            raise _fail(file, f"line {reader.line_num}", f"has not {len(columns)} columns")
        yield reader.line_num, row
