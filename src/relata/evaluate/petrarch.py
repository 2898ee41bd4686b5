"""Who did what to whom, sentence by sentence, against a validation file of PETRARCH or TABARI (XML; see `petrarch_xml`).

In: the file, and a coder that knows the user's actor files. Out: a report, and JSON lines of ``id`` and ``events``, each
``[source, target, CAMEO code]``, one line for each sentence. Every sentence is an article by itself, as those coders take it.

An actor's code is the one that the user's file gives for its name as of the date; others are put together of country and sectors.
As with those coders and ICEWS both sides of an event need a code, and a symmetric event or a visit (042, 043) is written once from each
side. What is only supposed or denied is no event, nor, as those coders have one event for a verb, the request or offer that is rejected.

Scored over each sentence's set of (source, target, root of the code). The headline compares the first three letters of the actors, their
country: which role letters stand behind them is a matter of the dictionaries' word lists more than of reading. Whole codes are told
beside it. Worst errors: the sentences with most events missed and extra.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from ..actors import Gazetteer
from ..actors.tables import state_letters, tokens_of
from ..export.cameo import TURNED, letters
from ..records import Actor, Article, Party
from . import scores
from .petrarch_xml import NOBODY, Marked, Triple, parties, read_validation
from .report import NOTHING_TO_SCORE, Confusion, Figure, Miss, Report, Tally, Tested, worst

# A sentence's events, expected and found.
Pair = tuple[frozenset[Triple], frozenset[Triple]]
NO_EVENT: Final = "no event"
TOLD: Final = frozenset(("actual", "planned", "past"))
HEADLINE: Final = (
    "The headline is `countries`: the first three letters of both actors and the root of the code. Role letters hang on the dictionaries' "
    "word lists more than on reading; `whole codes` counts them as well."
)


def evaluate(path: Path, coder: Tested) -> Report:
    """Code every sentence."""
    sentences = read_validation(path)
    predicted = [_triples(one, coder) if one.text else [] for one in sentences]
    lines = tuple(json.dumps({"id": one.id, "events": found}, ensure_ascii=False) for one, found in zip(sentences, predicted, strict=True))
    judged = [(one, one.events, found) for one, found in zip(sentences, predicted, strict=True) if one.events is not None]
    counts = {"sentences": len(sentences), "scored": len(judged), "events": sum(len(events) for _, events, _ in judged)}
    notes = _notes(sentences, path)
    if not judged:
        return Report("petrarch", str(path), coder.model_id, counts, notes=(NOTHING_TO_SCORE, *notes), predictions=lines)
    pairs = [(frozenset(map(_by_country, gold)), frozenset(map(_by_country, found))) for _, gold, found in judged]
    whole = [(frozenset(map(_by_root, gold)), frozenset(map(_by_root, found))) for _, gold, found in judged]
    groups: dict[str, Sequence[Pair]] = {"countries": pairs, "whole codes": whole}
    for category in sorted({one.category for one, _, _ in judged}):
        groups[f"category {category}"] = [pair for pair, (one, _, _) in zip(pairs, judged, strict=True) if one.category == category]
    for root in sorted({event[2] for gold, found in pairs for event in gold | found}):
        groups[f"root {root}"] = [(_of_root(gold, root), _of_root(found, root)) for gold, found in pairs]
    misses = [_miss(one, *pair) for (one, _, _), pair in zip(judged, pairs, strict=True) if pair[0] != pair[1]]
    return Report(
        "petrarch", str(path), coder.model_id, counts,
        tuple(figure for name, group in groups.items() for figure in _figures(name, group)),
        (_confusion(pairs),), worst(misses), (HEADLINE, *notes), lines,
        tuple(_tally(name, group) for name, group in groups.items()),
    )  # fmt: skip


def _triples(sentence: Marked, coder: Tested) -> list[Triple]:
    """What is found in a sentence, each event once, in text order."""
    coded = coder.read(Article(sentence.text, published=sentence.date, id=sentence.id))
    actors = {actor.id: actor for actor in coded.actors}

    def codes(party: Party) -> list[str]:
        return codes_of(actors[party.actor], party.text, coder.gazetteer, sentence.date) if party.actor else [NOBODY]

    found: dict[Triple, None] = {}
    for event in coded.events:
        if event.target is None or event.cameo is None or event.status not in TOLD:
            continue
        for source, target in product(codes(event.source), codes(event.target)):
            if NOBODY in (source, target) or source == target:
                continue
            found[source, target, event.cameo] = None
            if event.symmetric or event.cameo in TURNED:
                found[target, source, TURNED.get(event.cameo, event.cameo)] = None
    rejected = {(target, source) for source, target, code in found if code[:2] == "12"}
    return [event for event in found if event[:2] not in rejected or event[2][:2] not in ("02", "03", "10")]


def codes_of(actor: Actor, words: str, g: Gazetteer, on: dt.date | None) -> list[str]:
    """An actor's CAMEO codes: those of the user's dictionary for the words it is named by or its name, else of its country and sectors."""
    for name in (words, actor.name):
        tokens = tokens_of(name)
        tokens = tokens[1:] if tokens[:1] in (("the",), ("The",)) else tokens
        hit = g.name_at(tokens, 0, on=on) if tokens else None
        if hit and hit[0] == len(tokens) and hit[1].code:
            return parties(hit[1].code)
    return parties(letters(actor.name, actor.country, actor.sector, actor.secondary).code or NOBODY)


# --- scoring ---------------------------------------------------------------------------------------------------------


def _by_root(event: Triple) -> Triple:
    return event[0], event[1], event[2][:2]


def _by_country(event: Triple) -> Triple:
    return _whose(event[0]), _whose(event[1]), event[2][:2]


def _whose(code: str) -> str:
    """Whose an actor is: its country, by the code that actors get from CAMEO's older letters ("ROM"), or its body ("IGOUNO")."""
    front = code[-3:] if code.startswith("IGO") else code[:3]
    return state_letters().get(front, front)


def _of_root(events: frozenset[Triple], root: str) -> frozenset[Triple]:
    return frozenset(event for event in events if event[2] == root)


def _figures(group: str, pairs: Sequence[Pair]) -> list[Figure]:
    counts = np.array([[len(gold & found), len(gold), len(found)] for gold, found in pairs])
    n = int(counts[:, 1].sum())
    return [scores.figure(group, name, counts, measure, n=n, units="sentences") for name, measure in scores.PRF]


def _tally(group: str, pairs: Sequence[Pair]) -> Tally:
    return Tally(
        group,
        sum(len(gold & found) for gold, found in pairs),
        sum(len(gold - found) for gold, found in pairs),
        sum(len(found - gold) for gold, found in pairs),
    )


def _confusion(pairs: Sequence[Pair]) -> Confusion:
    """Roots of events between the same two; `NO_EVENT` where only one side has an event between them."""
    gold_roots, found_roots = [], []
    for gold, found in pairs:
        left = sorted(found - gold)
        gold_roots += [event[2] for event in gold & found]
        found_roots += [event[2] for event in gold & found]
        for event in sorted(gold - found):
            same = next((other for other in left if other[:2] == event[:2]), None)
            if same is not None:
                left.remove(same)
            gold_roots.append(event[2])
            found_roots.append(same[2] if same is not None else NO_EVENT)
        gold_roots += [NO_EVENT] * len(left)
        found_roots += [event[2] for event in left]
    labels = [*sorted({*gold_roots, *found_roots} - {NO_EVENT}), NO_EVENT]
    return scores.confusion("root of the code, between the same two", gold_roots, found_roots, labels)


def _miss(sentence: Marked, gold: frozenset[Triple], found: frozenset[Triple]) -> Miss:
    def shown(events: frozenset[Triple]) -> str:
        return "; ".join(" ".join(event) for event in sorted(events)) or NO_EVENT

    return Miss(f"{sentence.id} (line {sentence.line})", shown(gold), shown(found), float(len(gold ^ found)), sentence.text)


def _notes(sentences: Sequence[Marked], path: Path) -> tuple[str, ...]:
    """What of the file could not be used."""
    undated = [str(one.line) for one in sentences if one.has_date and one.date is None]
    empty = [str(one.line) for one in sentences if not one.text]
    told = ((undated, "a date that is none (YYYYMMDD); coded without one"), (empty, "no words in <Text>; nothing is coded there"))
    return tuple(f"{path}: line{'s' if len(lines) > 1 else ''} {', '.join(lines)}: {what}." for lines, what in told if lines)
