"""Marks of a text's events and statements: where their words stand, and which events the coder found.

A mark names its parties by their exact words and their countries. An event is right with type, both countries and no other mark of its
own; where several could be its mark, the one whose trigger it shares is. Acts within one country are left out on both sides: only some
texts mark them. A friendly or hostile act that is ``planned`` may also be found as the promise or threat that it counts as.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..records import Coded, Event
from . import scores
from .gold import GoldError, Span
from .report import Confusion, Figure, Miss

BETWEEN: Final = " … "  # stands for the middle of a long stretch
Marked = dict[str, Any]
COOPERATION: Final = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"))
GIVES_WAY: Final = frozenset(("CONCEDE", "RETREAT"))
NOBODY: Final = "nobody"  # a target that is not there
NO_EVENT: Final = "no event"
BINS: Final = 10


def locate(text: str, phrase: str, place: str) -> Span:
    """Where exact words stand: ``words#2`` their second occurrence as whole words, ``first … last`` all between two of them."""
    begin, dots, end = phrase.partition(BETWEEN)
    if dots:
        start = locate(text, begin, place)
        last = text.find(end, start[1])
        if last < 0:
            raise GoldError(f"{place}: {end!r} does not follow {begin!r}.")
        return start[0], last + len(end)
    words, mark, number = phrase.rpartition("#")
    if not mark or not number.isdigit() or not words:
        words, number = phrase, "1"
    before, after = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
    spans = [match.span() for match in re.finditer(before + re.escape(words) + after, text)]
    if len(spans) < int(number):
        raise GoldError(f"{place}: {phrase!r} is not in the text ({len(spans)} occurrences).")
    return spans[int(number) - 1]


def country_of(who: Marked | None) -> str | None:
    """As the contract has it: bodies that stand in place of a country have none."""
    code = (who or {}).get("country")
    return None if code in (None, "UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG") else str(code)


@dataclass(frozen=True, slots=True)
class Scored:
    """One text's events: pairs of marks and events, what was missed, what is spurious.

    `types` are (marked, found) types: of pairs, and of what else shares a trigger; `with_trigger` counts the pairs that share theirs.
    """

    pairs: tuple[tuple[Marked, Event], ...]
    missed: tuple[Marked, ...]
    spurious: tuple[Event, ...]
    types: tuple[tuple[str, str], ...]
    with_trigger: int


def score(text: str, marks: Sequence[Marked], coded: Coded, place: str) -> Scored:
    """Pair the marks of a text with the events found in it, one to one."""
    countries = {actor.id: actor.country for actor in coded.actors}
    events = [event for event in coded.events if not _at_home(_sides(event, countries))]
    asked = [mark for mark in marks if not mark.get("domestic")]
    spans = [
        [locate(text, words, f"{place}: event {n}") for words in (mark["trigger"], *mark.get("again", ()))] for n, mark in enumerate(asked)
    ]
    table = np.zeros((len(asked), len(events)))
    for g, mark in enumerate(asked):
        for e, event in enumerate(events):
            if _is_act(mark, event, countries):
                table[g, e] = 1.0 + _shares(spans[g], event)
    rows, columns = linear_sum_assignment(-table)
    hits = {int(g): int(e) for g, e in zip(rows, columns, strict=True) if table[g, e] > 0}
    missed = [g for g in range(len(asked)) if g not in hits]
    spurious = [e for e in range(len(events)) if e not in hits.values()]
    types = [(asked[g]["type"], events[e].type) for g, e in hits.items()]
    rest = list(spurious)
    for g in missed:
        same = next((e for e in rest if _shares(spans[g], events[e])), None)
        if same is not None:
            rest.remove(same)
        types.append((asked[g]["type"], NO_EVENT if same is None else events[same].type))
    types += [(NO_EVENT, events[e].type) for e in rest]
    return Scored(
        tuple((asked[g], events[e]) for g, e in hits.items()), tuple(asked[g] for g in missed), tuple(events[e] for e in spurious),
        tuple(types), sum(table[g, e] > 1 for g, e in hits.items()),
    )  # fmt: skip


def _shares(spans: Sequence[Span], event: Event) -> bool:
    return any(a < event.trigger.end and event.trigger.start < b for a, b in spans)


def confusions(all_scored: Sequence[Scored]) -> tuple[Confusion, ...]:
    """Types of events with the same trigger; `NO_EVENT` where only one side has one there."""
    pairs = [pair for scored in all_scored for pair in scored.types]
    labels = [*sorted({label for pair in pairs for label in pair} - {NO_EVENT}), NO_EVENT]
    return (scores.confusion("event types, by trigger", [g for g, _ in pairs], [p for _, p in pairs], labels),) if pairs else ()


def _sides(event: Event, countries: dict[str, str | None]) -> tuple[str | None, str | None]:
    return countries.get(event.source.actor or ""), countries.get(event.target.actor or "") if event.target else NOBODY


def _at_home(sides: tuple[str | None, str | None]) -> bool:
    return sides[0] is not None and sides[0] == sides[1]


def _is_act(mark: Marked, event: Event, countries: dict[str, str | None]) -> bool:
    wanted = (country_of(mark.get("source")), country_of(mark["target"]) if mark.get("target") else NOBODY)
    found = _sides(event, countries)
    same = found == wanted or ((event.symmetric or mark.get("symmetric", False)) and found[::-1] == wanted)
    return same and event.type in types_of(mark)


def types_of(mark: Marked) -> tuple[str, ...]:
    """The types that a mark may be found as."""
    kind: str = mark["type"]
    if mark.get("status") != "planned":
        return (kind,)
    return (kind, "AGREE" if kind in COOPERATION else "CONCEDE" if kind in GIVES_WAY else "THREATEN")


def is_status(mark: Marked, event: Event) -> bool:
    """The status marked; `actual` for a plan found as the promise or threat that it counts as."""
    return event.status == ("actual" if event.type != mark["type"] else mark.get("status", "actual"))


def is_day(mark: Marked, event: Event) -> bool:
    return event.date is not None and event.date == dt.date.fromisoformat(mark["date"])


def figures(all_scored: Sequence[Scored], units: str) -> list[Figure]:
    """Events found, and of those found: status, date (where one is marked), mode; and how far confidence is from being right."""
    counts = np.array([[len(s.pairs), len(s.pairs) + len(s.missed), len(s.pairs) + len(s.spurious)] for s in all_scored])
    strict = counts.copy()
    strict[:, 0] = [s.with_trigger for s in all_scored]
    n = int(counts[:, 1].sum())
    out = [scores.figure("events", name, counts, measure, n=n, units=units) for name, measure in scores.PRF]
    out += [scores.figure("events, by their words too", name, strict, measure, n=n, units=units) for name, measure in scores.PRF]
    for name, is_right, asked in (
        ("status", is_status, lambda mark, event: True),
        # The day of a plan is not that of the promise, or threat, that it counts as.
        ("date", is_day, lambda mark, event: mark.get("date") and event.type == mark["type"]),
        ("mode", lambda mark, event: event.modes == ((mark["mode"],) if mark.get("mode") else ()), lambda mark, event: "mode" in mark),
    ):
        right = np.array(
            [[sum(is_right(*pair) for pair in s.pairs if asked(*pair)), sum(bool(asked(*pair)) for pair in s.pairs)] for s in all_scored]
        )
        out.append(scores.figure(f"of events found: {name}", "accuracy", right, scores.ratio, n=int(right[:, 1].sum()), units=units))
    told = np.array([_bins(s) for s in all_scored])
    out.append(scores.figure("confidence", "calibration error", told, calibration_error, n=int(counts[:, 2].sum()), units=units))
    return out


def _bins(scored: Scored) -> list[float]:
    """For each tenth of confidence: events, their confidence together, right ones."""
    out = np.zeros((BINS, 3))
    for event, right in [*((event, 1) for _, event in scored.pairs), *((event, 0) for event in scored.spurious)]:
        if event.confidence is not None:
            out[min(int(event.confidence * BINS), BINS - 1)] += (1, event.confidence, right)
    return [float(x) for x in out.ravel()]


def calibration_error(counts: np.ndarray) -> np.ndarray:
    """Expected calibration error over tenths of confidence (Guo et al., 2017): lower is better. Counts as `_bins` gives them."""
    table = counts.reshape(*counts.shape[:-1], BINS, 3)
    gaps = np.abs(table[..., 1] - table[..., 2]).sum(-1)
    n = table[..., 0].sum(-1)
    return np.asarray(np.where(n > 0, gaps / np.where(n > 0, n, 1), np.nan))


def misses(scored: Scored, place: str) -> list[Miss]:
    """Errors with their words: a false event weighs most, the surer the more."""
    out = [
        Miss(
            f"{place} event spurious",
            "nothing",
            f"{e.type} {e.source.text} → {e.target.text if e.target else 'nobody'} ({e.trigger.text})",
            3 + (e.confidence or 0),
            e.evidence.text,
        )
        for e in scored.spurious
    ]
    out += [
        Miss(f"{place} event missed", f"{m['type']} {_party(m.get('source'))} → {_party(m.get('target'))}", "nothing", 2.0, m["trigger"])
        for m in scored.missed
    ]
    out += [
        Miss(f"{place} event status", m.get("status", "actual"), e.status, 2.5, e.evidence.text)
        for m, e in scored.pairs
        if not is_status(m, e)
    ]
    return out


def _party(who: Marked | None) -> str:
    return f"{who.get('text')} ({who.get('country')})" if who else "nobody"
