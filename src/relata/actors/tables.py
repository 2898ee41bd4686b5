"""The tables that do not rot, and a user's own: names of states and bodies, sector words, dated leaders.

In: CSV files in ``relata/data`` and custom actor files. Out: a `Gazetteer` of token sequences. A code is not a recognition.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import spacy

from ..errors import ActorsError
from ..records import ActorKind

Form = Literal["name", "adjective", "people", "capital", "seat", "body", "person"]
# What a custom actor file may hold.
BODY_KINDS = ("intergovernmental", "organisation", "group", "outlet")
LISTS = frozenset(("adjectives", "people", "names", "capital", "seats", "acronyms"))
# Separates several values in one cell of a table.
SEVERAL = "|"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a token sequence.

    Attributes:
        form: how it names: a state's name, adjective, people word, capital or seat, a body, or a person.
        key: what it names, the same for all its forms (a state's code, a body's or person's name).
        country: ISO 3166-1 alpha-3, None for international bodies. sector, role: as in `records.Actor`.
        since, until: first and last day on which it holds, None where open.
    """

    form: Form
    key: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None = None
    secondary: tuple[str, ...] = ()
    role: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, on: dt.date | None) -> bool:
        """Whether it holds on a day; with no day known, whether it still holds."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class SectorWord:
    """A noun or title and what it says of who bears it. ``kind``: person, organisation or group."""

    word: str
    sector: str | None
    secondary: tuple[str, ...]
    kind: ActorKind
    role: str | None


@dataclass
class Gazetteer:
    """Token sequences and their meanings, longest match first. Case matters, but for words in capitals throughout."""

    names: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)
    sectors: dict[str, list[tuple[tuple[str, ...], SectorWord]]] = field(default_factory=dict)
    effects: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    offices: dict[tuple[str | None, str | None], list[Entry]] = field(default_factory=dict)
    last_names: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, text: str, entry: Entry) -> None:
        tokens = tokens_of(text)
        if tokens and tokens[0].lower() == "the" and len(tokens) > 1:
            tokens = tokens[1:]
        if tokens:
            bucket = self.names.setdefault(tokens[0].casefold(), [])
            bucket.append((tokens, entry))
            bucket.sort(key=lambda item: -len(item[0]))
            if entry.form == "person":
                self.offices.setdefault((entry.country, entry.role), []).append(entry)
                for name in {tokens[0], tokens[-1]}:
                    self.last_names.setdefault(name, []).append(entry)

    def add_sector(self, word: SectorWord) -> None:
        tokens = tokens_of(word.word)
        bucket = self.sectors.setdefault(tokens[0], [])
        bucket.append((tokens, word))
        bucket.sort(key=lambda item: -len(item[0]))

    def name_at(self, tokens: Sequence[str], i: int, *, on: dt.date | None = None) -> tuple[int, Entry] | None:
        """The longest name beginning at token `i`: how many tokens, and its meaning (one that holds on the day first)."""
        best: tuple[int, Entry] | None = None
        for sequence, entry in self.names.get(tokens[i].casefold(), ()):
            n = len(sequence)
            if best and n < best[0]:
                break
            if (
                n <= len(tokens) - i
                and _same(sequence, tokens[i : i + n])
                and (best is None or (entry.holds(on) and not best[1].holds(on)))
            ):
                best = (n, entry)
        return best

    def sector_at(self, lowered: Sequence[str], i: int) -> tuple[int, SectorWord] | None:
        """The longest sector phrase beginning at token `i` of lower-case singular tokens."""
        for sequence, word in self.sectors.get(lowered[i], ()):
            if tuple(lowered[i : i + len(sequence)]) == sequence:
                return len(sequence), word
        return None


def _same(sequence: tuple[str, ...], tokens: Sequence[str]) -> bool:
    # A headline in capitals names the same states; short ones ("US", "UN") are told apart by their case.
    return all(a == b or (len(b) > 3 and b.isupper() and a.casefold() == b.casefold()) for a, b in zip(sequence, tokens, strict=True))


@cache
def _tokenizer() -> Any:
    return spacy.blank("en").tokenizer


@cache
def _split(text: str) -> tuple[str, ...]:
    return tuple(plain(token.text) for token in _tokenizer()(text) if not token.is_space)


def tokens_of(text: str) -> tuple[str, ...]:
    """The reader's tokens of a short text, apostrophes made straight."""
    return _split(text.strip())


def plain(token: str) -> str:
    return token.replace("’", "'")


def singular(word: str) -> str:
    """Lower-case singular of a noun as it stands in the sector table; rules only, since titles are regular."""
    lower = word.lower()
    if lower.endswith("men") and len(lower) > 4:
        return lower[:-3] + "man"
    if lower.endswith("women"):
        return lower[:-5] + "woman"
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("ches", "shes", "sses", "xes")):
        return lower[:-2]
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ics")) and len(lower) > 3:
        return lower[:-1]
    return lower


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(str(files("relata"))) / "data" / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _cells(cell: str) -> list[str]:
    return [value for value in cell.split(SEVERAL) if value]


def partial_date(text: str, *, end: bool = False) -> dt.date | None:
    """A date given to the day, month or year; with `end`, the last day it may mean. None for an empty cell.

    Raises ValueError where it is no date.
    """
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month, day = (*parts, *(0, 0)[: 3 - len(parts)])
    if not end or day:
        return dt.date(year, month or 1, day or 1)
    following = dt.date(year + 1, 1, 1) if month in (0, 12) else dt.date(year, month + 1, 1)
    return following - dt.timedelta(days=1)


def load_gazetteer(custom: Iterable[Path] = ()) -> Gazetteer:
    """The shipped tables and the given custom actor files. Raises ActorsError naming file and entry."""
    gazetteer = Gazetteer()
    for path in custom:  # first, so that a user's meaning wins over a shipped one of the same length
        _add_custom(gazetteer, path)
    _add_states(gazetteer)
    _add_bodies(gazetteer)
    _add_leaders(gazetteer)
    _add_sectors(gazetteer)
    return gazetteer


def _add_state(
    g: Gazetteer, code: str, name: str, forms: dict[Form, list[str]], until: dt.date | None = None, sector: str | None = None
) -> None:
    g.states.setdefault(code, name)
    for form, texts in forms.items():
        entry = Entry(form, f"{code}/{name}", name, "state", code, sector, until=until)
        for text in texts:
            g.add(text, entry)


def _add_states(g: Gazetteer) -> None:
    # Breakaways first: they are coded to the state that claims them, with sector PRE.
    for row in _rows("breakaways.csv"):
        forms: dict[Form, list[str]] = {"name": [row["name"], *_cells(row["names"])], "adjective": _cells(row["adjectives"])}
        _add_state(g, row["claimant"], row["name"], {**forms, "capital": _cells(row["capital"])}, sector="PRE")
    rows = list(_rows("states.csv"))
    for row in rows:
        if row["kind"] == "state":
            g.states[row["code"]] = row["name"]
    for row in sorted(rows, key=lambda r: r["kind"] != "state"):
        # A territory is coded as the state that rules it; Hong Kong and Antarctica keep their own codes in PLOVER.
        code = row["ruler"] if row["ruler"] and row["code"] != "HKG" else row["code"]
        forms = {
            "name": [row["name"], *_cells(row["names"])],
            "adjective": _cells(row["adjectives"]),
            "people": _cells(row["people"]),
            "capital": _cells(row["capital"]),
            "seat": _cells(row["seats"]),
        }
        _add_state(g, code, row["name"], forms, until=_state_end(row["to"]))


def _state_end(cell: str) -> dt.date | None:
    return partial_date(cell, end=True) if re.fullmatch(r"\d{4}(-\d\d){0,2}", cell) else None


def _add_bodies(g: Gazetteer) -> None:
    for row in _rows("bodies.csv"):
        country = row["country"] or None
        code = row["code"] if row["code"] in ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC") else None
        sector = row["sector"] or code
        entry = Entry("body", row["name"], row["name"], _kind(row["kind"]), country, sector)
        for text in (row["name"], *_cells(row["acronyms"]), *_cells(row["names"])):
            g.add(text, entry)


def _kind(text: str) -> ActorKind:
    kinds: dict[str, ActorKind] = {"intergovernmental": "intergovernmental", "group": "group", "outlet": "outlet", "person": "person"}
    return kinds.get(text, "organisation")


def _add_leaders(g: Gazetteer) -> None:
    for row in _rows("leaders.csv"):
        country = row["country"] if len(row["country"]) == 3 and row["country"] not in ("UNO", "EUR", "IGO") else None
        entry = Entry(
            "person", row["name"], row["name"], "person", country, "GOV" if country else row["country"] or None,
            role=row["role"], since=partial_date(row["from"]), until=partial_date(row["to"], end=True),
        )  # fmt: skip
        for text in (row["name"], *_cells(row["names"])):
            g.add(text, entry)


def _add_sectors(g: Gazetteer) -> None:
    for row in _rows("sectors.csv"):
        kind = _kind(row["kind"])
        g.add_sector(SectorWord(row["word"], row["sector"] or None, tuple(_cells(row["secondary"])), kind, row["role"] or None))
    for row in _rows("modifiers.csv"):
        g.effects[row["word"]] = row["effect"]


def _add_custom(g: Gazetteer, path: Path) -> None:
    """A user's TOML: ``[[state]]``, ``[[body]]`` and ``[[person]]`` tables, as in the sample corpus."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ActorsError(f"{path}: cannot be read ({error}). Give a UTF-8 TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise ActorsError(f"{path}: not valid TOML: {error}") from error
    if unknown := set(raw) - {"state", "body", "person"}:
        raise ActorsError(f"{path}: unknown tables {', '.join(sorted(unknown))}; expected [[state]], [[body]], [[person]].")
    for _, row in _custom_rows(path, raw, "state", ("code", "name")):
        forms: dict[Form, list[str]] = {
            "name": [row["name"], *row.get("names", [])],
            "adjective": row.get("adjectives", []),
            "people": row.get("people", []),
            "capital": row.get("capital", []),
            "seat": row.get("seats", []),
        }
        _add_state(g, row["code"], row["name"], forms)
    for number, row in _custom_rows(path, raw, "body", ("name", "kind")):
        if row["kind"] not in BODY_KINDS:
            raise ActorsError(f"{path}: [[body]] number {number} ({row['name']}): kind {row['kind']!r} is none of {', '.join(BODY_KINDS)}.")
        entry = Entry("body", row["name"], row["name"], _kind(row["kind"]), row.get("country"), row.get("sector"))
        for text in (row["name"], *row.get("acronyms", []), *row.get("names", [])):
            g.add(text, entry)
    for number, row in _custom_rows(path, raw, "person", ("name",)):
        try:
            since, until = partial_date(str(row.get("from", ""))), partial_date(str(row.get("to", "")), end=True)
        except (ValueError, TypeError) as error:
            raise ActorsError(f"{path}: person {number} ({row['name']}): `from` and `to` are dates like 2021-05-01 ({error}).") from error
        g.add(
            row["name"],
            Entry("person", row["name"], row["name"], "person", row.get("country"), row.get("sector"), (), row.get("role"), since, until),
        )


def _custom_rows(path: Path, raw: dict[str, Any], table: str, keys: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The numbered entries of one table, each with the required keys as text and lists of text where several values may stand."""
    rows = raw.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ActorsError(f"{path}: `{table}` must be written as [[{table}]] tables.")
    for number, row in enumerate(rows, 1):
        if missing := [key for key in keys if not isinstance(row.get(key), str)]:
            raise ActorsError(f"{path}: [[{table}]] number {number}: needs {' and '.join(missing)} as text.")
        for key in LISTS & set(row):
            if not isinstance(row[key], list) or not all(isinstance(value, str) for value in row[key]):
                raise ActorsError(f'{path}: [[{table}]] number {number}: {key} must be a list of texts, like ["one", "two"].')
        yield number, row
