"""Statements and events of whole articles, against the project's own marked ones.

In: a folder with, for each article, ``NAME.txt`` and ``NAME.json`` (facts of publication, ``statements`` and ``events`` by their exact
words; ``words#2`` is their second occurrence). Out: a report, and the contract's objects as JSON lines.

A statement is found where its cue overlaps the marked one's, or half or more of either content is shared; speaker, chain, firmness,
date and the rest are scored over those. How an event counts as right is said in `marks`. Left out: tone.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..records import Article, Coded, Statement
from . import marks, scores
from .gold import GoldError, read_text
from .marks import Marked, country_of, locate
from .report import N_WORST, Figure, Miss, Report, Tested, worst

# Scored over statements that were found: name, and whether gold and found agree.
Check = Callable[[Marked, Statement, Coded], bool]


def evaluate(path: Path, coder: Tested) -> Report:
    """Code every article of the folder."""
    files = sorted(path.glob("*.txt"))
    if not files:
        raise GoldError(f"{path}: holds no articles. Name a folder of NAME.txt beside NAME.json.")
    found: list[list[int]] = []
    events: list[marks.Scored] = []
    agreed: dict[str, list[list[int]]] = {name: [] for name in CHECKS}
    misses: list[Miss] = []
    lines = []
    for file in files:
        text, gold = read_text(file), _marks(file.with_suffix(".json"))
        coded = coder.read(_article(file.stem, text, gold))
        lines.append(json.dumps(coded.to_dict(), ensure_ascii=False))
        marked = [_placed(text, one, f"{file.with_suffix('.json')}: statement {n}") for n, one in enumerate(gold.get("statements", []))]
        pairs = _matched(marked, coded.statements)
        found.append([len(pairs), len(marked), len(coded.statements)])
        for name, check in CHECKS.items():
            right = [check(marked[g], coded.statements[s], coded) for g, s in pairs]
            agreed[name].append([sum(right), len(right)])
            misses += [_miss(file.stem, name, marked[g], coded.statements[s]) for (g, s), ok in zip(pairs, right, strict=True) if not ok]
        misses += _lost(file.stem, marked, coded.statements, pairs)
        events.append(marks.score(text, gold.get("events", []), coded, str(file.with_suffix(".json"))))
        misses += marks.misses(events[-1], file.stem)
    counts = {
        "articles": len(files),
        "statements": sum(row[1] for row in found),
        "events": sum(len(s.pairs) + len(s.missed) for s in events),
    }
    # Articles may have their events alone marked.
    told = [*_prf("statements", found), *(_share(name, agreed[name]) for name in CHECKS)] if counts["statements"] else []
    figures = [*told, *marks.figures(events, "articles")]
    return Report(
        "articles", str(path), coder.model_id, counts, tuple(figures), marks.confusions(events), worst(misses)[:N_WORST], (), tuple(lines)
    )


# --- gold ------------------------------------------------------------------------------------------------------------


def _marks(path: Path) -> Marked:
    try:
        raw = json.loads(read_text(path))
    except ValueError as error:
        raise GoldError(f"{path}: not JSON ({error}).") from error
    if not isinstance(raw, dict):
        raise GoldError(f"{path}: expected an object with statements and events.")
    return raw


def _article(name: str, text: str, gold: Marked) -> Article:
    published = dt.date.fromisoformat(gold["published"]) if gold.get("published") else None
    return Article(text, gold.get("title"), published, gold.get("outlet"), gold.get("outlet_country"), id=name)


def _placed(text: str, mark: Marked, place: str) -> Marked:
    """The mark with the characters of its parts."""
    characters = {i for part in mark["content"] for i in range(*locate(text, part, place)) if not text[i].isspace()}
    cue = locate(text, mark["cue"], place) if mark.get("cue") else None
    return {**mark, "at": cue, "characters": characters}


# --- matching --------------------------------------------------------------------------------------------------------


def _matched(marked: Sequence[Marked], statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold, found), those that share most first."""
    table = np.array([[_likeness(gold, one) for one in statements] for gold in marked]).reshape(len(marked), len(statements))
    rows, columns = linear_sum_assignment(-table)
    return [(int(g), int(s)) for g, s in zip(rows, columns, strict=True) if table[g, s] > 0]


def _likeness(gold: Marked, found: Statement) -> float:
    characters = {i for part in found.content for i, c in enumerate(part.text, part.start) if not c.isspace()}
    shared = len(gold["characters"] & characters)
    share = shared / max(len(gold["characters"] | characters), 1)
    same_cue = bool(gold["at"] and found.cue and gold["at"][0] < found.cue.end and found.cue.start < gold["at"][1])
    enough = 2 * shared >= len(gold["characters"]) and 2 * shared >= len(characters)
    return share + same_cue if enough or (same_cue and shared) else 0.0


def _words(text: str | None) -> str:
    return re.sub(r"^(the|a|an) ", "", (text or "").casefold().replace("’", "'").strip(' ,.“”"'))


def _is_speaker(gold: Marked, found: Statement, coded: Coded) -> bool:
    """The same person or body: by name where the text gives one, else by country; nobody where nobody is told."""
    who = gold.get("who") or {}
    actor = next((a for a in coded.actors if found.speaker and a.id == found.speaker.actor), None)
    if not gold.get("speaker"):
        return found.speaker is None
    if found.speaker is None:
        return False
    if who.get("name"):
        name, wanted = _words(actor.name if actor else found.speaker.text), _words(who["name"])
        same = name == wanted or (who.get("kind") == "person" and name.split()[-1:] == wanted.split()[-1:])
        # "South Korea's foreign ministry" and "South Korean Foreign Ministry": the country is compared anyhow.
        body = who.get("kind") != "person" and (name in wanted or wanted in name or name.split()[-2:] == wanted.split()[-2:])
        # A state has several names; its code is compared.
        state = who.get("kind") == "state" and actor is not None and actor.kind == "state"
        same = same or body or state
        return bool(same) and (actor.country if actor else None) == country_of(who)
    return (actor.country if actor else None) == country_of(who)


def _is_chain(gold: Marked, found: Statement, coded: Coded) -> bool:
    names = {a.id: a.name for a in coded.actors}
    wanted = [_words(link) for link in gold.get("chain") or []]
    return len(wanted) == len(found.chain) and all(
        want in (_words(link.text), _words(names.get(link.actor or "")))
        or (bool(want) and (want in _words(link.text) or _words(link.text) in want))
        for want, link in zip(wanted, found.chain, strict=True)
    )


def _near(gold: str | None, found: str | None) -> bool:
    """Both empty, or one within the other."""
    a, b = _words(gold), _words(found)
    return (not a and not b) or bool(a and b and (a in b or b in a))


CHECKS: Final[dict[str, Check]] = {
    "speaker": _is_speaker,
    "anonymous": lambda g, s, c: bool(g.get("anonymous")) == s.anonymous,
    "chain": _is_chain,
    "kind": lambda g, s, c: g.get("kind") == s.kind,
    "firmness": lambda g, s, c: g.get("hedge", "asserted") == s.hedge,
    "date": lambda g, s, c: g.get("date") == (s.date.isoformat() if s.date else None),
    "setting": lambda g, s, c: _near(g.get("setting"), s.setting),
    "addressee": lambda g, s, c: _near(g.get("addressee"), s.addressee.text if s.addressee else None),
    "nested": lambda g, s, c: (g.get("within") is not None) == (s.within is not None),
}


# --- figures ---------------------------------------------------------------------------------------------------------


def _prf(group: str, counts: Sequence[Sequence[int]]) -> list[Figure]:
    rows = np.array(counts)
    return [scores.figure(group, name, rows, measure, n=int(rows[:, 1].sum()), units="articles") for name, measure in scores.PRF]


def _share(name: str, counts: Sequence[Sequence[int]]) -> Figure:
    rows = np.array(counts)
    return scores.figure(f"of statements found: {name}", "accuracy", rows, scores.ratio, n=int(rows[:, 1].sum()), units="articles")


def _miss(place: str, name: str, gold: Marked, found: Statement) -> Miss:
    """An error in a statement that was found; speakers and chains weigh most."""
    weight = {"speaker": 3.0, "chain": 2.5, "firmness": 2.0, "date": 2.0}.get(name, 1.0)
    wanted = {
        key: gold.get(key) for key in ("speaker", "who", "chain", "hedge", "date", "kind", "setting", "addressee", "anonymous", "within")
    }
    told = found.to_dict()
    shown = {"speaker": (wanted["who"] or wanted["speaker"], told["speaker"]), "firmness": (wanted["hedge"], told["hedge"])}
    one, other = shown.get(name, (wanted.get(name), told.get(name)))
    return Miss(f"{place} {name}", str(one), str(other), weight, f"{found.cue.text if found.cue else ''}: {found.content[0].text}")


def _lost(place: str, marked: Sequence[Marked], statements: Sequence[Statement], pairs: Sequence[tuple[int, int]]) -> list[Miss]:
    gone = set(range(len(marked))) - {g for g, _ in pairs}
    more = set(range(len(statements))) - {s for _, s in pairs}
    lost = [Miss(f"{place} missed", str(marked[g].get("speaker")), "nothing", 2.8, str(marked[g]["content"][0])) for g in sorted(gone)]
    spurious = [
        Miss(f"{place} spurious", "nothing", str(s.speaker and s.speaker.text), 2.7, f"{s.cue and s.cue.text}: {s.content[0].text}")
        for s in (statements[i] for i in sorted(more))
    ]
    return lost + spurious
