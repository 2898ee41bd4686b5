"""PETRARCH and TABARI dictionaries: what does a file of actors or agents say, line by line?

In: the text of one file. Out: a `Dictionary` of plain records with the letters as they stand there, and every line that is wrong.
A file is one of agents if any code in it has a tilde. Names match whole words only: that TABARI takes a name without a ``_`` at its
end for a stem is left out, and so is what letters and names mean (`cameo`, `custom`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from .tables import partial_date

# Of a two-digit year: up to this it is one of the 2000s, as in TABARI.
PIVOT = 30
YEARS = range(1500, 2101)  # what else a year is, is a slip
# What begins a comment, and the bracket within which nothing does. Files write "<! --" too.
_MARK = re.compile(r"<!\s*--|[#;\[]")
_SET = re.compile(r"!([^!=]+)!\s*=(.*)")
_CODE = re.compile(r"\s*([A-Za-z0-9~*/+]+|[-#+*]+)\s*(?:([<>].*)|\s(\d.*))?")
_BETWEEN = re.compile(r"(\d+)\s*[-–]\s*(\d+)\s*")
_BOUND = re.compile(r"([<>])\s*(\d+)\s*")
_DATES = "Dates are yymmdd or yyyymmdd: [USAGOV <950601], [USAGOV >20010111], [USAGOV 950601-990815]"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be used: what is wrong with it, and what to do."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Code:
    """The letters between two brackets, and the first and last day for which they hold, None where open.

    A day that ends one code and begins the next belongs to both; the one given first is meant.
    """

    text: str
    since: dt.date | None
    until: dt.date | None
    line: int

    @property
    def dated(self) -> bool:
        return self.since is not None or self.until is not None


@dataclass(frozen=True, slots=True)
class ActorNames:
    """A name, its synonyms, and their common codes. Words stand apart by one space, in the file's letter case."""

    names: tuple[str, ...]
    codes: tuple[Code, ...]
    line: int


@dataclass(frozen=True, slots=True)
class AgentWords:
    """Words with one code. ``plurals`` are those that the file gives or leaves to the rule; sets are written out in ``words``."""

    words: tuple[str, ...]
    plurals: tuple[str, ...]
    code: Code


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A file's actors or its agents (the other is empty), and its wrong lines, in order."""

    actors: tuple[ActorNames, ...]
    agents: tuple[AgentWords, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Entry:
    """What has been read of one entry: each name with its plural (None: by the rule, empty: it has none)."""

    line: int
    names: list[tuple[str, str | None]] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    broken: bool = False


def parse(text: str) -> Dictionary:
    """Read the text of a file. Wrong lines are left out and told in `Dictionary.problems`."""
    problems: list[Problem] = []
    lines = list(_uncommented(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), problems))
    sets = {m[1].strip(): [item.strip() for item in m[2].split(",") if item.strip()] for _, line in lines if (m := _SET.fullmatch(line))}
    entries = _entries(lines, problems)
    if any("~" in code.text for entry in entries for code in entry.codes):
        agents = tuple(agent for entry in entries for agent in _agents(entry, sets, problems))
        actors: tuple[ActorNames, ...] = ()
    else:
        agents = ()
        actors = tuple(_actor(entry, problems) for entry in entries)
    return Dictionary(actors, agents, tuple(sorted(problems, key=lambda problem: problem.line)))


def _uncommented(lines: Sequence[str], problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """The numbered lines that say something, without their comments."""
    opened: int | None = None  # the line on which a comment of several lines began
    for number, line in enumerate(lines, 1):
        if opened is not None or "#" in line or ";" in line or "<!" in line:
            line, inside = _without_comments(line, opened is not None)
            opened = (opened or number) if inside else None
        if line := line.strip():
            yield number, line
    if opened is not None:
        problems.append(Problem(opened, "a comment begins with <!-- and never ends; close it with -->"))


def _without_comments(line: str, inside: bool) -> tuple[str, bool]:
    """What a line says outside comments, and whether it ends within one. Between brackets nothing is a comment ("[###]")."""
    said, at = "", 0
    while True:
        if inside:
            end = line.find("-->", at)
            if end < 0:
                return said, True
            at, inside = end + 3, False
        mark = _MARK.search(line, at)
        if mark is None:
            return said + line[at:], False
        said += line[at : mark.start()]
        at = mark.end()
        if mark[0] in "#;":
            return said, False
        if mark[0] == "[":
            close, other = line.find("]", at), line.find("[", at)
            closed = close >= 0 and not 0 <= other < close
            said += line[at - 1 : close + 1] if closed else "["
            at = close + 1 if closed else at
        else:
            inside = True


def _entries(lines: list[tuple[int, str]], problems: list[Problem]) -> list[_Entry]:
    """The entries with a name and a code; a first line without one is the file's title."""
    entries: list[_Entry] = []
    for number, line in lines:
        if _SET.fullmatch(line):
            continue
        before = len(problems)
        name, bracket, rest = line.partition("[")
        synonym = name.startswith("+")
        if not entries and (synonym or not name):
            what = "a synonym (+)" if synonym else "a code"
            problems.append(Problem(number, f"{what} stands before any name; put the name it belongs to above it"))
            continue
        if name and not synonym:
            entries.append(_Entry(number))
        entries[-1].names += _names(name.removeprefix("+"), number, problems) if name else []
        entries[-1].codes += _codes(bracket + rest, number, problems)
        entries[-1].broken |= len(problems) > before
    if entries and entries[0].line == 1 and len(entries[0].names) == 1 and not entries[0].codes and not entries[0].broken:
        del entries[0]
    for entry in entries:
        if not entry.codes and not entry.broken:
            advice = "give it one, as in NAME [USAGOV], or begin the line with # if it is a comment and with + if it is a synonym"
            problems.append(Problem(entry.line, f"{entry.names[0][0]!r} has no code; {advice}"))
    return [entry for entry in entries if entry.codes and entry.names]


def _names(text: str, line: int, problems: list[Problem]) -> list[tuple[str, str | None]]:
    """The one name of a line, with the plural in braces; empty if the line is wrong."""
    found = re.fullmatch(r"([^{}\]]*)(?:\{([^{}\]]*)\})?[^{}\]]*", text)
    if found is None:
        problems.append(Problem(line, f"{text.strip()!r} has a bracket or brace without its other half; write NAME [CODE]"))
        return []
    name = _words(found[1])
    if not re.search(r"\w", name):
        problems.append(Problem(line, "there is no name before the code; write NAME [CODE], +SYNONYM, or the codes alone under a name"))
        return []
    return [(name, None if found[2] is None else _words(found[2]))]


def _words(text: str) -> str:
    return " ".join(text.replace("_", " ").split())


def _codes(text: str, line: int, problems: list[Problem]) -> list[Code]:
    """The codes of a line; what stands behind them is a comment without its mark."""
    codes: list[Code] = []
    if not text:
        return codes
    contents = re.findall(r"\[([^\[\]]*)\]", text)
    for content in contents:
        try:
            codes.append(_code(content, line))
        except ValueError as error:
            problems.append(Problem(line, f"[{content.strip()}]: {error}"))
    if not len(contents) == text.count("[") == text.count("]"):
        problems.append(Problem(line, f"{text.strip()!r} has a bracket without its other half; write each code as [CODE]"))
    return codes


def _code(content: str, line: int) -> Code:
    """Raises ValueError saying what is wrong."""
    found = _CODE.fullmatch(content.rstrip())
    if found is None:
        raise ValueError(f"this is no code, with or without dates. {_DATES}")
    since = until = None
    given = found[2] or found[3] or ""
    if between := _BETWEEN.fullmatch(given):
        since, until = _date(between[1]), _date(between[2], end=True)
    elif given and not re.fullmatch(rf"(?:{_BOUND.pattern})+", given):
        raise ValueError(f"{given.strip()!r} is no date. {_DATES}")
    else:
        for side, digits in _BOUND.findall(given):
            since, until = (_date(digits), until) if side == ">" else (since, _date(digits, end=True))
    if since and until and since > until:
        raise ValueError(f"it ends ({until}) before it begins ({since}); put the earlier date first, with four digits for the year")
    return Code(found[1], since, until, line)


@cache
def _date(digits: str, *, end: bool = False) -> dt.date:
    """The day; of a month or year its first day or, with `end`, its last. Raises ValueError where it is no date."""
    forms = []
    if len(digits) == 6:
        forms.append(f"{'20' if int(digits[:2]) <= PIVOT else '19'}{digits[:2]}-{digits[2:4]}-{digits[4:]}")
    if len(digits) in (4, 6, 8):
        forms.append("-".join(filter(None, (digits[:4], digits[4:6], digits[6:]))))
    for form in forms:
        try:
            day = None if "-00" in form else partial_date(form, end=end)
            if day is not None and day.year in YEARS:
                return day
        except ValueError:
            continue
    raise ValueError(f"{digits!r} is no date. {_DATES}")


def _actor(entry: _Entry, problems: list[Problem]) -> ActorNames:
    for name, plural in entry.names:
        if plural is not None:
            problems.append(
                Problem(entry.line, f"{name!r} has a plural in braces, which only agents have; keep these in a file of their own")
            )
    return ActorNames(tuple(name for name, _ in entry.names), tuple(entry.codes), entry.line)


def _agents(entry: _Entry, sets: dict[str, list[str]], problems: list[Problem]) -> Iterator[AgentWords]:
    """An agent, and its synonyms as more of them."""
    code = entry.codes[0]
    if len(entry.codes) > 1 or code.dated:
        problems.append(Problem(entry.line, "an agent has one code without dates; keep actors in a file of their own"))
    elif "~" not in code.text and re.search(r"\w", code.text):
        advice = f"write [~{code.text}] if it is an agent, and keep actors in a file of their own"
        problems.append(Problem(entry.line, f"[{code.text}] has no ~ for the country, as this file's other codes have; {advice}"))
    else:
        for name, plural in entry.names:
            parts = re.split(r"!([^!]+)!", name)
            if unknown := [part for part in parts[1::2] if part.strip() not in sets]:
                advice = f"define it, as in !{unknown[0]}! = MAN, WOMAN, or correct its name"
                problems.append(Problem(entry.line, f"the set !{unknown[0]}! is used but not defined; {advice}"))
                continue
            choices = [sets[part.strip()] if i % 2 else [part] for i, part in enumerate(parts)]
            words = tuple(_words("".join(choice)) for choice in product(*choices))
            plurals = [plural_of(name)] if plural is None and len(parts) == 1 else [_words(form) for form in (plural or "").split(",")]
            yield AgentWords(words, tuple(filter(None, plurals)), code)


def plural_of(word: str) -> str:
    """The regular English plural of the last word."""
    lower = word.lower()
    if lower.endswith("y") and lower[-2:-1] not in ("", "a", "e", "i", "o", "u"):
        return word[:-1] + ("IES" if word.isupper() else "ies")
    ending = "es" if lower.endswith(("s", "x", "ch", "sh")) else "s"
    return word + (ending.upper() if word.isupper() else ending)
