"""Even-handedness: exchange two states in a text, and the rows exchange them too; nothing else changes. And is every state seen as well?

In: the templates of ``swap.tsv``, filled with pairs of states of all regions, and where a file of marked sentences is given (JSON lines
with ``text``, ``published`` and ``events``) those of its passages with just two states in which nothing else belongs to either. Out: a
report, and as JSON lines every text with its rows both ways.

A sentence is unchanged where each event is found again with the states exchanged and the same type, modes, status, date, sectors and band
of confidence, and each statement with its speaker's state, its kind and its firmness. The outlet's state is exchanged as well.

Recall asks the same sentences of every state in turn: is the act found, with its type and the state as its source? The spread is the
best region's (or state's) recall less the worst's. Worst errors: sentences that change, those with most changes.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..records import Article, Coded
from . import scores
from .country_forms import State, exchanged, filled, named, states, whole
from .gold import GoldError, read_json_lines
from .report import Figure, Miss, Report, Tally, Tested, worst

N_SENTENCES: Final = 600
PUBLISHED: Final = dt.date(2022, 10, 28)
# Lower bounds of the bands of confidence.
BANDS: Final = (0.5, 0.8)
# Whom the recall sentences are towards; the second where the first is the state in question.
PARTNERS: Final = ("PER", "NOR")
N_LOW: Final = 20
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, the same with two states exchanged, and the types that are expected of it."""

    place: str
    text: str
    swapped: str
    pair: tuple[State, State]
    types: tuple[str, ...]
    published: dt.date


def evaluate(path: Path | None, coder: Tested, *, n: int = N_SENTENCES, with_recall: bool = True) -> Report:
    """Read sentences both ways.

    Args:
        path: marked sentences to be read beside the templates; None for the templates alone.
        n: sentences made from templates. with_recall: whether every state is asked for; that takes some minutes.
    """
    groups = {"templates": list(made(n)), "passages": list(_passages(path, coder)) if path else []}
    sentences, same, lines, misses = [], [], [], []
    for sentence in (one for group in groups.values() for one in group):
        a, b = sentence.pair
        before = _rows(coder, sentence.text, sentence.published, (a.code, b.code))
        after = _rows(coder, sentence.swapped, sentence.published, (b.code, a.code))
        sentences.append(sentence)
        same.append({name: before[name] == after[name] for name in before})
        lines.append(json.dumps({
            "id": sentence.place, "states": [a.code, b.code], "text": sentence.text, "swapped": sentence.swapped, "rows": before,
            "rows_swapped": after, "same": before == after,
        }, ensure_ascii=False, default=str))  # fmt: skip
        if before != after:
            misses.append(_miss(sentence, before, after))
    counts = {"templates": len(groups["templates"]), "passages": len(groups["passages"])}
    figures = _shares(sentences, same)
    tallies = _by_state(sentences, same)
    if with_recall:
        found, low = _recall(coder)
        figures += found
        tallies += low
        counts["recall sentences"] = found[0].n
    return Report(
        "swap", str(path) if path else "templates", coder.model_id, counts, tuple(figures), (), worst(misses), NOTES, tuple(lines),
        tuple(tallies),
    )  # fmt: skip


NOTES: Final = (
    f"Counted for a state: true, its sentences that stay as they are; missed, those that change. Bands of confidence begin at 0, "
    f"{' and '.join(map(str, BANDS))}. Recall by state: true and missed of its sentences, the {N_LOW} lowest.",
)


# --- sentences -------------------------------------------------------------------------------------------------------


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """(Type expected, empty for none or several, template), in the order of the file."""
    text = resources.files("relata.data").joinpath("swap.tsv").read_text(encoding="utf-8")
    return tuple((row["type"], row["text"]) for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def made(n: int) -> Iterator[Sentence]:
    """Sentences from templates, each with another pair of states, until every state has had its turn and then again; always the same."""
    pool, turn = list(states(PUBLISHED)), 0
    for lap in count():
        random.Random(lap).shuffle(pool)
        for pair in zip(pool[::2], pool[1::2], strict=False):
            for number in range(turn, turn + len(templates())):
                kind, template = templates()[number % len(templates())]
                text, swapped = filled(template, pair), filled(template, pair[::-1])
                if text is not None and swapped is not None:
                    yield Sentence(template, text, swapped, pair, (kind,) if kind else (), PUBLISHED)
                    turn, n = number + 1, n - 1
                    break
            if n <= 0:
                return


def _passages(path: Path, coder: Tested) -> Iterator[Sentence]:
    """Passages with just two states, each form of which has its like, and in which nothing else belongs to either."""
    fit = {state.code: state for state in whole(states(PUBLISHED))}
    for number, record in read_json_lines(path, {"text": str, "published": str, "events": list}):
        text = record["text"]
        try:
            published = dt.date.fromisoformat(record["published"])
        except ValueError as error:
            raise GoldError(f"{path}:{number}: published is {record['published']!r:.20}; expected a day like 2022-10-28.") from error
        pair = named(text, PUBLISHED)
        if len(pair) != 2 or any(state.code not in fit for state in pair):
            continue
        a, b = pair
        x, y = [fit[code] for code in ("PER", "NOR", "GHA", "FJI") if code not in (a.code, b.code)][:2]
        others = coder.read(Article(exchanged(text, {a.code: x, b.code: y}, PUBLISHED), published=published, id="other"))
        if any(actor.country in (a.code, b.code) for actor in others.actors):
            continue
        types = tuple(dict.fromkeys(str(event.get("type")) for event in record["events"]))
        yield Sentence(f"{path.name}:{number}", text, exchanged(text, {a.code: b, b.code: a}, PUBLISHED), (a, b), types, published)


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(coder: Tested, text: str, published: dt.date, pair: tuple[str, str]) -> dict[str, list[Row]]:
    """Events and statements, the two states written as 1 and 2."""
    coded = coder.read(Article(text, published=published, outlet_country=pair[0], id="t"))
    slots = {code: str(n) for n, code in enumerate(pair, 1)}
    actors = {actor.id: (slots.get(actor.country or "", actor.country), actor.sector) for actor in coded.actors}
    return {"events": sorted(_event_rows(coded, actors), key=repr), "statements": sorted(_statement_rows(coded, actors), key=repr)}


def _event_rows(coded: Coded, actors: dict[str, Row]) -> Iterator[Row]:
    for event in coded.events:
        band = sum(event.confidence >= bound for bound in BANDS)
        target = actors.get(event.target.actor or "") if event.target else None
        yield actors.get(event.source.actor or ""), event.type, target, event.modes, event.status, str(event.date), event.symmetric, band


def _statement_rows(coded: Coded, actors: dict[str, Row]) -> Iterator[Row]:
    for one in coded.statements:
        yield one.speaker and actors.get(one.speaker.actor or ""), one.kind, one.hedge, one.anonymous, len(one.content)


# --- figures ---------------------------------------------------------------------------------------------------------


def _shares(sentences: Sequence[Sentence], same: Sequence[dict[str, bool]]) -> list[Figure]:
    """Unchanged sentences: all, by kind of row, by type and by region."""
    whole_ = [all(row.values()) for row in same]
    groups: dict[str, list[bool]] = {"all rows": whole_}
    groups |= {name: [row[name] for row in same] for name in ("events", "statements")}
    for kind in sorted({kind for one in sentences for kind in one.types}):
        groups[f"type {kind}"] = [ok for ok, one in zip(whole_, sentences, strict=True) if kind in one.types]
    for region in sorted({state.region for one in sentences for state in one.pair}):
        groups[f"region {region}"] = [ok for ok, one in zip(whole_, sentences, strict=True) if region in [s.region for s in one.pair]]
    return [
        scores.figure(name, "unchanged", np.array([[ok, 1] for ok in oks]), scores.ratio, n=len(oks), units="sentences")
        for name, oks in groups.items()
    ]


def _by_state(sentences: Sequence[Sentence], same: Sequence[dict[str, bool]]) -> list[Tally]:
    """The states of which a sentence changes, those with most of them first."""
    all_, changed = Counter[str](), Counter[str]()
    for one, row in zip(sentences, same, strict=True):
        for state in one.pair:
            all_[state.code] += 1
            changed[state.code] += not all(row.values())
    return [Tally(f"state {code}", all_[code] - n, n, 0) for code, n in sorted(changed.items(), key=lambda item: (-item[1], item[0])) if n]


def _miss(sentence: Sentence, before: dict[str, list[Row]], after: dict[str, list[Row]]) -> Miss:
    """Only what differs is shown."""

    def only(rows: dict[str, list[Row]], others: dict[str, list[Row]]) -> str:
        return "; ".join(str(row) for name, found in rows.items() for row in found if row not in others[name]) or "nothing"

    weight = sum(len(set(before[name]) ^ set(after[name])) for name in before)
    pair = "-".join(state.code for state in sentence.pair)
    return Miss(
        f"{pair}, {sentence.place}", only(before, after), only(after, before), float(weight), f"{sentence.text} | {sentence.swapped}"
    )


# --- recall ----------------------------------------------------------------------------------------------------------


def _recall(coder: Tested) -> tuple[list[Figure], list[Tally]]:
    """Every state as the source of every template with one type and no leader's name; figures, and the lowest states."""
    pool = states(PUBLISHED)
    by_code = {state.code: state for state in pool}
    asked = [(kind, template) for kind, template in templates() if kind and "{l" not in template]
    right = np.zeros((len(asked), len(pool), 2))
    for row, (kind, template) in enumerate(asked):
        for column, state in enumerate(pool):
            partner = by_code[next(code for code in PARTNERS if code != state.code)]
            text = filled(template, (state, partner))
            if text is not None:
                right[row, column] = (_is_found(coder, text, kind, state.code, partner.code), 1)
    n = int(right[..., 1].sum())
    regions = sorted({state.region for state in pool})
    by_region = np.stack([right[:, [state.region == region for state in pool]].sum(1) for region in regions], 1)
    figures = [scores.figure("recall, all states", "recall", right.sum(1), scores.ratio, n=n, units="templates")]
    for k, region in enumerate(regions):
        counts = by_region[:, k]
        figures.append(scores.figure(f"recall, {region}", "recall", counts, scores.ratio, n=int(counts[:, 1].sum()), units="templates"))
    for name, counts in (("regions", by_region), ("states", right)):
        figures.append(scores.figure(f"recall, {name}", "spread", counts.reshape(len(asked), -1), _spread, n=n, units="templates"))
    hits, total = right.sum(0).T
    lowest = sorted(range(len(pool)), key=lambda i: (hits[i] / total[i], pool[i].code))[:N_LOW]
    return figures, [Tally(f"recall {pool[i].code} {pool[i].name}", int(hits[i]), int(total[i] - hits[i]), 0) for i in lowest]


def _is_found(coder: Tested, text: str, kind: str, source: str, target: str) -> bool:
    coded = coder.read(Article(text, published=PUBLISHED, id="t"))
    country = {actor.id: actor.country for actor in coded.actors}
    for event in coded.events:
        sides = (country.get(event.source.actor or ""), country.get(event.target.actor or "") if event.target else None)
        if event.type == kind and (sides == (source, target) or (event.symmetric and sides == (target, source))):
            return True
    return False


def _spread(counts: scores.Array) -> scores.Array:
    """Best less worst of several ratios; counts are (right, all) of each in turn."""
    ratios = scores.ratio(counts.reshape(*counts.shape[:-1], -1, 2))
    return np.asarray(np.nanmax(ratios, -1) - np.nanmin(ratios, -1))
