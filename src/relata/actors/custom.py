"""A user's own actors: which names and words does a file of theirs add, and what do they mean?

In: TOML (``.toml``), tables (``.csv``), and, by any other ending, PETRARCH and TABARI dictionaries of actors or agents. Out: a
`Gazetteer` in which they come before the shipped ones. A TOML or CSV file with something wrong in it is refused, with its lines; the
dictionaries of the field hold slips, so of one of these the wrong lines are left out and told in `Gazetteer.problems`.
Left out: how a dictionary is written (`petrarch`) and what its letters mean (`cameo`).
"""

from __future__ import annotations

import csv
import gc
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from ..errors import ActorsError
from ..records import ActorKind
from . import cameo, petrarch
from .naming import form_of, kind_of, titled, word_kind
from .petrarch import Problem
from .tables import Entry, Form, Gazetteer, SectorWord, add_shipped, add_state, as_kind, cells, partial_date, sector_words

# What the tables of a TOML file may hold.
BODY_KINDS = ("intergovernmental", "organisation", "group", "outlet")
LISTS = frozenset(("adjectives", "people", "names", "capital", "seats", "acronyms"))
COLUMNS = ("name", "country", "sector", "secondary", "kind", "role", "from", "to", "names", "acronyms")
KINDS: dict[str, ActorKind] = {kind: kind for kind in get_args(ActorKind) if kind != "unknown"}
# So many wrong lines of a file are told in full: enough to see what they have in common.
N_TOLD = 10
# A dictionary with so many states that nobody else knows is of an invented world (the validation sets of the coders are), and
# letters in it that stand for no state are taken as they are. Fewer may be slips.
N_INVENTED = 5


def load_gazetteer(custom: Iterable[Path] = ()) -> Gazetteer:
    """The given files, first one first, and after them the shipped tables. Raises ActorsError naming file and line.

    A file may use the letters of states that it, or a file before it, names: in TOML and CSV as states, in a dictionary by a code of
    just three letters.
    """
    gazetteer = Gazetteer()
    adders = {".toml": _add_toml, ".csv": _add_csv}
    collects = gc.isenabled()
    gc.disable()  # a large dictionary makes ten thousands of records and no garbage; looking for some would take a third of the time
    try:
        for path in custom:  # first, so that a user's meaning wins over a shipped one of the same words
            adders.get(path.suffix.lower(), _add_dictionary)(gazetteer, path)
        add_shipped(gazetteer)
    finally:
        if collects:
            gc.enable()
    return gazetteer


def _text_of(path: Path) -> str:
    """The text of a CSV file or dictionary: UTF-8, else Latin-1, in which the older dictionaries are written and which fits any bytes."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ActorsError(f"{path}: cannot be read ({error}). Give a text file.") from error
    if b"\0" in raw:
        raise ActorsError(f"{path}: is no text in UTF-8 or Latin-1 (it has zero bytes). Save it as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _tell(path: Path, problems: Sequence[Problem]) -> None:
    """Raise for the wrong lines of a file, if there are any: the first ones in full, and how many there are."""
    told = sorted(problems, key=lambda problem: problem.line)[:N_TOLD]
    if len(problems) == 1:
        raise ActorsError(f"{path}:{told[0].line}: {told[0].what}.")
    if told:
        more = f"; and {len(problems) - N_TOLD} more" if len(problems) > N_TOLD else ""
        lines = "; ".join(f"line {problem.line}: {problem.what}" for problem in told)
        raise ActorsError(f"{path}: {len(problems)} lines cannot be used: {lines}{more}.")


# --- PETRARCH and TABARI ---------------------------------------------------------------------------------------------


def _add_dictionary(g: Gazetteer, path: Path) -> None:
    """Actors or agents of PETRARCH or TABARI."""
    read = petrarch.parse(_text_of(path))
    problems = list(read.problems)
    codes = {code.text for actor in read.actors for code in actor.codes}
    plover = cameo.is_plover(codes | {agent.code.text for agent in read.agents})
    own = _own_states(read.actors)
    for letters, name in own.items():
        g.states.setdefault(letters, name)
    unknown = {code for code in codes if cameo.is_unknown(code) and code.upper()[:3] not in g.states}
    if len(own) >= N_INVENTED:
        own.update({code.upper()[:3]: "" for code in unknown})
        unknown = set()
    known = {*own, *g.states}
    meanings = {c: None if cameo.is_nobody(c) else cameo.actor_meaning(c, plover=plover, own=known) for c in codes}
    for actor in read.actors:
        problems += [Problem(code.line, _unknown(code.text)) for code in actor.codes if code.text in unknown]
        _add_actor(g, replace(actor, codes=tuple(code for code in actor.codes if code.text not in unknown)), meanings)
    for agent in read.agents:
        _add_agent(g, agent, plover)
    if not any(code not in unknown for code in codes) and not read.agents:
        _tell(path, problems)
    g.problems += [f"{path}:{problem.line}: {problem.what}." for problem in sorted(problems, key=lambda problem: problem.line)]


def _own_states(actors: Sequence[petrarch.ActorNames]) -> dict[str, str]:
    """Letters unknown to all, where they stand alone: as a [[state]] does in TOML, they make the first name so coded a state."""
    own: dict[str, str] = {}
    for actor in actors:
        for code in actor.codes:
            if re.fullmatch("[A-Za-z]{3}", code.text) and cameo.is_unknown(code.text):
                own.setdefault(code.text.upper(), titled(actor.names[0]))
    return own


def _unknown(code: str) -> str:
    letters = code[:3]
    return (
        f"[{code}] begins with {letters!r}, which is no country (ISO 3166-1 alpha-3 or CAMEO), international code or role; correct it or, "
        f"if it is a state of your own, name that, as in NAME [{letters.upper()}]"
    )


def _add_actor(g: Gazetteer, actor: petrarch.ActorNames, meanings: dict[str, cameo.Meaning | None]) -> None:
    """Every name with every code; those with dates come first, since one without is for the days that no other holds."""
    name = titled(actor.names[0])
    said = [(code, meanings[code.text]) for code in sorted(actor.codes, key=lambda code: not code.dated)]
    known = [meaning for _, meaning in said if meaning]
    kind = kind_of(actor.names, known, dated=any(code.dated for code, _ in said))
    for text in actor.names:
        spelled = titled(text)
        for code, meaning in said:
            entry = _entry(text, name, kind, meaning) if meaning else Entry("nobody", name, name, "unknown", None)
            g.add(spelled, replace(entry, since=code.since, until=code.until, code=code.text, any_case=True))


def _entry(text: str, name: str, kind: ActorKind, meaning: cameo.Meaning) -> Entry:
    """What `text` means as a name of the actor `name`."""
    form = form_of(text, kind, meaning.country)
    if kind == "state":
        return Entry(form, f"{meaning.country}/{name}", name, kind, meaning.country, "PRE" if meaning.sector == "PRE" else None)
    return Entry(form, name, name, kind, meaning.country, meaning.sector, meaning.secondary)


def _add_agent(g: Gazetteer, agent: petrarch.AgentWords, plover: bool) -> None:
    """Words for whoever has an office or trade. Words that are nobody's (``---``) say nothing and are left to the shipped ones."""
    if cameo.is_nobody(agent.code.text):
        return
    meaning = cameo.agent_meaning(agent.code.text, plover=plover)
    for text in (*agent.words, *agent.plurals):
        word = text.lower()
        shipped = sector_words().get(word)
        sector, secondary = meaning.sector, meaning.secondary
        if sector is None and shipped:
            sector, secondary = shipped.sector, shipped.secondary
        kind: ActorKind = shipped.kind if shipped else "group" if text in agent.plurals else word_kind(word)
        g.add_sector(SectorWord(word, sector, secondary, kind, shipped.role if shipped else None, agent.code.text))


# --- CSV -------------------------------------------------------------------------------------------------------------


def _add_csv(g: Gazetteer, path: Path) -> None:
    """A header row with the column ``name`` and any others of `COLUMNS`, then one actor a row."""
    problems: list[Problem] = []
    rows = list(_csv_rows(path, problems))
    for _, row in rows:
        if row["kind"] == "state" and re.fullmatch("[A-Z]{3}", row["country"]) and not cameo.country_of(row["country"]):
            g.states.setdefault(row["country"], row["name"])
    for line, row in rows:
        wrong = list(_wrong_cells(g, row))
        problems += [Problem(line, what) for what in wrong]
        if not wrong:
            _add_row(g, row)
    _tell(path, problems)


def _csv_rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their line; every column of `COLUMNS` is in each, empty where the file does not have it."""
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if "name" not in header or set(header) - set(COLUMNS) or len(set(header)) < len(header):
            given = ", ".join(map(repr, header)) or "nothing"
            raise ActorsError(
                f"{path}:1: the header row is {given}; it must have the column name, and may have each of {', '.join(COLUMNS[1:])} once, "
                "with commas between them."
            )
        for row in reader:
            if len(row) > len(header):
                what = f"{len(row)} cells under {len(header)} columns; put a cell with a comma in it in quotation marks"
                problems.append(Problem(reader.line_num, what))
            elif any(cell.strip() for cell in row):
                yield reader.line_num, {**dict.fromkeys(COLUMNS, ""), **{c: cell.strip() for c, cell in zip(header, row, strict=False)}}
    except csv.Error as error:
        raise ActorsError(f"{path}:{reader.line_num}: not valid CSV: {error}") from error


def _wrong_cells(g: Gazetteer, row: dict[str, str]) -> Iterator[str]:
    """What is wrong with a row, and what to do."""
    if not re.search(r"\w", row["name"]):
        yield "there is no name in the column name; give one"
    if row["country"] and row["country"] not in g.states and not cameo.country_of(row["country"]):
        yield (
            f"country {row['country']!r} is no ISO 3166-1 alpha-3 code; correct it, or, if it is a state of your own, add a row for that "
            "with the kind state"
        )
    if row["kind"] and row["kind"] not in KINDS:
        yield f"kind {row['kind']!r} is none of {', '.join(KINDS)}"
    if row["kind"] == "state" and not row["country"]:
        yield "a state needs its code in the column country"
    sectors = {*cameo.SECTORS, *cameo.CROSS_BORDER}
    for sector in [*filter(None, [row["sector"]]), *cells(row["secondary"])]:
        if sector not in sectors:
            yield f"sector {sector!r} is none of PLOVER's, {', '.join(sorted(sectors))}"
    try:
        since, until = partial_date(row["from"]), partial_date(row["to"], end=True)
        if since and until and since > until:
            yield f"it ends ({until}) before it begins ({since}); exchange from and to"
    except ValueError as error:
        yield f"from and to are dates like 2021-05-01, 2021-05 or 2021 ({error})"


def _add_row(g: Gazetteer, row: dict[str, str]) -> None:
    country = (cameo.country_of(row["country"]) or row["country"]) or None
    sector = row["sector"] or None
    meaning = cameo.Meaning(country, sector, tuple(cells(row["secondary"])), cameo.INTERNATIONAL.get(sector or "", (None, None))[1])
    names = [row["name"], *cells(row["names"]), *cells(row["acronyms"])]
    kind = KINDS.get(row["kind"]) or kind_of(names, [meaning], dated=bool(row["from"] or row["to"] or row["role"]))
    since, until = partial_date(row["from"]), partial_date(row["to"], end=True)
    for text in names:
        g.add(text, replace(_entry(text, row["name"], kind, meaning), role=row["role"] or None, since=since, until=until))


# --- TOML ------------------------------------------------------------------------------------------------------------


def _add_toml(g: Gazetteer, path: Path) -> None:
    """``[[state]]``, ``[[body]]`` and ``[[person]]`` tables, as in the sample corpus. Raises at the first wrong entry."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ActorsError(f"{path}: cannot be read ({error}). Give a UTF-8 TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise ActorsError(f"{path}: not valid TOML: {error}") from error
    if unknown := set(raw) - {"state", "body", "person"}:
        raise ActorsError(f"{path}: unknown tables {', '.join(sorted(unknown))}; expected [[state]], [[body]], [[person]].")
    for _, row in _tables(path, raw, "state", ("code", "name")):
        forms: dict[Form, list[str]] = {
            "name": [row["name"], *row.get("names", [])],
            "adjective": row.get("adjectives", []),
            "people": row.get("people", []),
            "capital": row.get("capital", []),
            "seat": row.get("seats", []),
        }
        add_state(g, row["code"], row["name"], forms)
    for number, row in _tables(path, raw, "body", ("name", "kind")):
        if row["kind"] not in BODY_KINDS:
            raise ActorsError(f"{path}: [[body]] number {number} ({row['name']}): kind {row['kind']!r} is none of {', '.join(BODY_KINDS)}.")
        entry = Entry("body", row["name"], row["name"], as_kind(row["kind"]), row.get("country"), row.get("sector"))
        for text in (row["name"], *row.get("acronyms", []), *row.get("names", [])):
            g.add(text, entry)
    for number, row in _tables(path, raw, "person", ("name",)):
        try:
            since, until = partial_date(str(row.get("from", ""))), partial_date(str(row.get("to", "")), end=True)
        except (ValueError, TypeError) as error:
            raise ActorsError(f"{path}: person {number} ({row['name']}): `from` and `to` are dates like 2021-05-01 ({error}).") from error
        g.add(
            row["name"],
            Entry("person", row["name"], row["name"], "person", row.get("country"), row.get("sector"), (), row.get("role"), since, until),
        )


def _tables(path: Path, raw: dict[str, Any], table: str, keys: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
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
