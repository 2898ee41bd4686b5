"""The tables that do not rot: names of states and bodies, sector words, dated leaders.

In: CSV files in ``relata/data``. Out: a `Gazetteer` of token sequences. Left out: a user's own files (`custom`). A code is not a
recognition.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import spacy

from ..records import ActorKind
from .places import Places, load_places

Form = Literal["name", "adjective", "people", "capital", "seat", "body", "person", "nobody"]
# Separates several values in one cell of a table.
SEVERAL = "|"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a token sequence.

    Attributes:
        form: how it names: a state's name, adjective, people word, capital or seat, a body, or a person. ``nobody`` is for a name
            that a user's file says is no actor: it is found, so that no shorter name is found in it, and means none.
        key: what it names, the same for all its forms (a state's code, a body's or person's name).
        country: ISO 3166-1 alpha-3, None for international bodies. sector, role: as in `records.Actor`.
        since, until: first and last day on which it holds, None where open.
        code: the letters of a PETRARCH or TABARI dictionary as they stand there, None for entries from elsewhere.
        any_case: letter case says nothing (such dictionaries are in capitals), except that the text must begin it with no small letter.
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
    code: str | None = None
    any_case: bool = False

    def holds(self, on: dt.date | None) -> bool:
        """Whether it holds on a day; with no day known, whether it still holds."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class SectorWord:
    """A noun or title and what it says of who bears it. ``kind``: person, organisation or group; ``code`` as in `Entry`."""

    word: str
    sector: str | None
    secondary: tuple[str, ...]
    kind: ActorKind
    role: str | None
    code: str | None = None


@dataclass
class Gazetteer:
    """Token sequences and their meanings, longest match first. Case matters, but for words in capitals throughout.

    Attributes:
        names: by the folded tokens: the tokens as written and their meanings, in order of adding (the first that holds is meant).
        lengths: by the first folded token: how many tokens the names have that begin with it, longest first.
    """

    names: dict[tuple[str, ...], list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)
    sectors: dict[str, list[tuple[tuple[str, ...], SectorWord]]] = field(default_factory=dict)
    effects: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    offices: dict[tuple[str | None, str | None], list[Entry]] = field(default_factory=dict)
    last_names: dict[str, list[Entry]] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    first_names: dict[str, str] = field(default_factory=dict)  # given name -> f or m
    problems: list[str] = field(default_factory=list)  # lines of the user's dictionaries that could not be used, and why

    def add(self, text: str, entry: Entry) -> None:
        for tokens in _spellings(text, entry):
            key = _folded(tokens)
            self.names.setdefault(key, []).append((tokens, entry))
            lengths = self.lengths.setdefault(key[0], [])
            if len(key) not in lengths:
                lengths.append(len(key))
                lengths.sort(reverse=True)
            if entry.form == "person":
                self.offices.setdefault((entry.country, entry.role), []).append(entry)
                for name in {tokens[0], tokens[-1]}:
                    self.last_names.setdefault(name, []).append(entry)

    def add_sector(self, word: SectorWord) -> None:
        tokens = tokens_of(word.word)
        bucket = self.sectors.setdefault(tokens[0], [])
        bucket.insert(bisect_right(bucket, -len(tokens), key=lambda item: -len(item[0])), (tokens, word))

    def name_at(self, tokens: Sequence[str], i: int, *, on: dt.date | None = None) -> tuple[int, Entry] | None:
        """The longest name beginning at token `i`: how many tokens, and its meaning (one that holds on the day first)."""
        for n in self.lengths.get(tokens[i].casefold(), ()):
            if n > len(tokens) - i:
                continue
            found = tuple(tokens[i : i + n])
            meanings = self.names.get(_folded(found), ())
            fitting = [entry for sequence, entry in meanings if _same(sequence, found, entry)]
            if fitting:
                return n, next((entry for entry in fitting if entry.holds(on)), fitting[0])
        return None

    def sector_at(self, lowered: Sequence[str], i: int) -> tuple[int, SectorWord] | None:
        """The longest sector phrase beginning at token `i` of lower-case singular tokens."""
        first = lowered[i]
        if first.endswith(".") and len(first) > 2:  # "Sen.", one token or two
            for sequence, word in self.sectors.get(first.removesuffix("."), ()):
                if sequence == (first[:-1], "."):
                    return 1, word
        known = self.sectors.get(first)
        if known is None:
            return None
        here = tuple(lowered[i : i + len(known[0][0])])  # as many as the longest of them has
        for sequence, word in known:
            if here[: len(sequence)] == sequence:
                return len(sequence), word
        return None


def _same(sequence: tuple[str, ...], tokens: tuple[str, ...], entry: Entry) -> bool:
    """Whether two token sequences that differ in case at most name the same."""
    if entry.any_case:
        return not tokens[0][:1].islower()
    # A headline in capitals names the same states; short ones ("US", "UN") are told apart by their case.
    return sequence == tokens or all(a == b or (len(b) > 3 and b.isupper()) for a, b in zip(sequence, tokens, strict=True))


def _spellings(text: str, entry: Entry) -> list[tuple[str, ...]]:
    """The token sequences to find a name by, without its article."""
    spellings = [tokens_of(text)]
    # Capitals are tokenized differently ("Gen." is one token, "GEN." two), and where case says nothing both may stand in a text.
    if entry.any_case and (len(spellings[0]) != len(text.split()) or "." in text):
        spellings.append(tokens_of(text.upper()))
        if _folded(spellings[0]) == _folded(spellings[1]):
            del spellings[1]
    return [tokens[1:] if tokens[0].lower() == "the" and len(tokens) > 1 else tokens for tokens in spellings if tokens]


def _folded(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(token.casefold() for token in tokens)


_DOTTED = re.compile(r"(?:[A-Z]\.){2,}")


@cache
def _tokenizer() -> Any:
    return spacy.blank("en").tokenizer


@cache
def _unlike_words() -> frozenset[str]:
    """Words of letters alone that the tokenizer splits ("cannot", "Id")."""
    return frozenset(word for word in _tokenizer().rules if word.isalpha())


@cache
def _split(text: str) -> tuple[str, ...]:
    words = text.split()
    # Ten times as fast for the names of a large dictionary, and the same.
    if text.isascii() and all(word.isalpha() for word in words) and _unlike_words().isdisjoint(words):
        return tuple(words)
    return tuple(plain(token.text) for token in _tokenizer()(text) if not token.is_space)


def tokens_of(text: str) -> tuple[str, ...]:
    """The reader's tokens of a short text, apostrophes made straight."""
    return _split(text.strip())


def plain(token: str) -> str:
    """A token as the tables have it: a straight apostrophe, and no dots between capitals ("U.N.")."""
    if token.endswith(".") and _DOTTED.fullmatch(token):
        return token.replace(".", "")
    return token.replace("’", "'")


@lru_cache(1 << 16)
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


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped table."""
    with (Path(str(files("relata"))) / "data" / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def cells(cell: str) -> list[str]:
    """The several values of one cell."""
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


def add_shipped(gazetteer: Gazetteer) -> None:
    """Add the shipped tables, after a user's own names: of two meanings of the same words the one added first is meant."""
    _add_states(gazetteer)
    _add_bodies(gazetteer)
    _add_leaders(gazetteer)
    _add_sectors(gazetteer)
    rulers = {row["code"]: row["ruler"] for row in rows("states.csv") if row["ruler"] and row["code"] != "HKG"}
    gazetteer.places = load_places(rows("places.csv"), rows("regions.csv"), rulers)
    gazetteer.first_names = {row["name"]: row["gender"] for row in rows("first_names.csv")}


def add_state(
    g: Gazetteer, code: str, name: str, forms: dict[Form, list[str]], until: dt.date | None = None, sector: str | None = None
) -> None:
    g.states.setdefault(code, name)
    for form, texts in forms.items():
        entry = Entry(form, f"{code}/{name}", name, "state", code, sector, until=until)
        for text in texts:
            # A seat stands for the government in it; a state's other names for the state.
            g.add(text, replace(entry, name=text.removeprefix("the "), kind="organisation", sector="GOV") if form == "seat" else entry)


def _add_states(g: Gazetteer) -> None:
    for part in ("North", "South", "Central", "Latin"):  # no state's, though "America" is
        for name in (f"{part} America", f"{part} American", f"{part} Americans"):
            g.add(name, Entry("nobody", name, name, "unknown", None))
    # Breakaways first: they are coded to the state that claims them, with sector PRE.
    for row in rows("breakaways.csv"):
        forms: dict[Form, list[str]] = {"name": [row["name"], *cells(row["names"])], "adjective": cells(row["adjectives"])}
        add_state(g, row["claimant"], row["name"], {**forms, "capital": cells(row["capital"])}, sector="PRE")
    table = list(rows("states.csv"))
    for row in table:
        if row["kind"] == "state":
            g.states[row["code"]] = row["name"]
    for row in sorted(table, key=lambda r: r["kind"] != "state"):
        # A territory is coded as the state that rules it; Hong Kong and Antarctica keep their own codes in PLOVER.
        code = row["ruler"] if row["ruler"] and row["code"] != "HKG" else row["code"]
        forms = {
            "name": [row["name"], *cells(row["names"])],
            "adjective": cells(row["adjectives"]),
            "people": cells(row["people"]),
            "capital": cells(row["capital"]),
            "seat": cells(row["seats"]),
        }
        add_state(g, code, row["name"], forms, until=_state_end(row["to"]))


@cache
def state_letters() -> dict[str, str]:
    """Every code of the table of states, CAMEO's among them, and the code that actors get from it (a territory's ruler)."""
    letters: dict[str, str] = {}
    for row in rows("states.csv"):
        code = row["ruler"] if row["ruler"] and row["code"] != "HKG" else row["code"]
        letters.update({row["code"]: code, row["cameo"] or row["code"]: code})
    return letters


def _state_end(cell: str) -> dt.date | None:
    return partial_date(cell, end=True) if re.fullmatch(r"\d{4}(-\d\d){0,2}", cell) else None


def _add_bodies(g: Gazetteer) -> None:
    for row in rows("bodies.csv"):
        country = row["country"] or None
        code = row["code"] if row["code"] in ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC") else None
        sector = row["sector"] or code
        entry = Entry("body", row["name"], row["name"], as_kind(row["kind"]), country, sector)
        for text in (row["name"], *cells(row["acronyms"]), *cells(row["names"])):
            g.add(text, entry)


def as_kind(text: str) -> ActorKind:
    """The kind that a table names; organisation where it names none of ours."""
    kinds: dict[str, ActorKind] = {"intergovernmental": "intergovernmental", "group": "group", "outlet": "outlet", "person": "person"}
    return kinds.get(text, "organisation")


def _add_leaders(g: Gazetteer) -> None:
    for row in rows("leaders.csv"):
        country = row["country"] if len(row["country"]) == 3 and row["country"] not in ("UNO", "EUR", "IGO") else None
        entry = Entry(
            "person", row["name"], row["name"], "person", country, "GOV" if country else row["country"] or None,
            role=row["role"], since=partial_date(row["from"]), until=partial_date(row["to"], end=True),
        )  # fmt: skip
        for text in (row["name"], *cells(row["names"])):
            g.add(text, entry)


@cache
def sector_words() -> dict[str, SectorWord]:
    """The shipped words, by themselves."""
    return {
        row["word"]: SectorWord(
            row["word"], row["sector"] or None, tuple(cells(row["secondary"])), as_kind(row["kind"]), row["role"] or None
        )
        for row in rows("sectors.csv")
    }


def _add_sectors(g: Gazetteer) -> None:
    for word in sector_words().values():
        g.add_sector(word)
    for row in rows("modifiers.csv"):
        g.effects[row["word"]] = row["effect"]
