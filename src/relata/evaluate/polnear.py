"""Who said what: sources, cues and contents (PolNeAR).

In: JSON lines with ``id``, ``text`` and ``attributions``, each with lists of character spans for ``source``, ``cue`` and
``content`` (or no attributions at all). Out: a report, and JSON lines of ``id`` and predicted attributions.

Scored three times: as the reader's tags give them; after the repair by syntax, which is written as the prediction; and as statements, of
which there are fewer on purpose. PolNeAR also marks whoever backs, cites, opposes, discusses or fears something, and what somebody did not
say or may say, where the ledger keeps told words only. The other way round the repair finds what is told within what is told, which PolNeAR
does not mark: those are left out of the second score, and nothing else is. Sources there are the tags' own phrases, with title and
apposition as PolNeAR has them; a statement's speaker is the mention of an actor in that phrase.

Tokens: the reader's words, each once per role and article. Whole attributions, matched one to one: the cues overlap, the sources overlap
(two empty ones agree), and the words that the contents share are half or more of each. Worst errors: half of them the surest spurious ones,
half the longest missed ones.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from spacy.tokens import Doc

from ..actors import find_actors
from ..reading import reading_of, tree_of
from ..records import Article
from ..statements import attribute, attributed
from . import scores
from .gold import GoldError, Span, read_json_lines, spans_of
from .report import N_WORST, NOTHING_TO_SCORE, Figure, Miss, Report, Tested

ROLES = ("source", "cue", "content")
RAW, REPAIRED, STATED = "reader's tags", "after repair", "as statements"


@dataclass(frozen=True, slots=True)
class Marked:
    """One attribution by its words, as indices into the Doc; `score` is the cue's probability, 1 for gold."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    score: float = 1.0


def evaluate(path: Path, coder: Tested, *, written: str = REPAIRED) -> Report:
    """Find the attributions of every article.

    Args:
        written: whose answers become the predictions, `RAW`, `REPAIRED` (the best on dev) or `STATED`.
    """
    articles = read_json_lines(path, {"id": str, "text": str})
    # An article without attributions is an answer only where others have some.
    is_gold = any(record.get("attributions") for _, record in articles)
    pairs: dict[str, list[tuple[list[Marked], list[Marked]]]] = {RAW: [], REPAIRED: [], STATED: []}
    sizes: list[int] = []
    misses: list[tuple[str, Miss]] = []
    lines = []
    for number, record in articles:
        spans = _gold_spans(record, f"{path}:{number}") if is_gold else None
        doc = coder.reader.read(record["text"])
        found = {RAW: raw_of(doc), REPAIRED: repaired_of(doc), STATED: stated_of(doc, coder, _article(record))}
        lines.append(json.dumps({"id": record["id"], "attributions": [_spans(doc, marked) for marked in found[written]]}))
        if spans is None:
            continue
        gold = [_marked(doc, one) for one in spans]
        for name, marked in found.items():
            pairs[name].append((gold, marked))
        sizes.append(len(doc))
        misses += _misses(record["id"], doc, gold, found[written])
    figures = [figure for name, both in pairs.items() for figure in _figures(name, both, sizes)] if sizes else []
    counts = {"articles": len(articles), "scored": len(sizes), "attributions": sum(len(gold) for gold, _ in pairs[RAW])}
    notes = (f"The predictions are those of: {written}.",) if sizes else (NOTHING_TO_SCORE,)
    return Report("polnear", str(path), coder.model_id, counts, tuple(figures), (), _worst(misses), notes, tuple(lines))


def raw_of(doc: Doc) -> list[Marked]:
    """The reader's own attributions."""
    return [Marked(frozenset(a.source), frozenset(a.cue), frozenset(a.content), a.score) for a in reading_of(doc).attributions]


def repaired_of(doc: Doc) -> list[Marked]:
    """The attributions after the repair by syntax, less those within another one's content."""
    return [
        Marked(frozenset(one.source), frozenset(one.words), frozenset(i for i in one.tokens if not doc[i].is_space), one.score)
        for one in attributed(tree_of(doc))
        if not one.nested
    ]


def stated_of(doc: Doc, coder: Tested, article: Article) -> list[Marked]:
    """The attributions that became statements, with the speaker's words as source where one was found."""
    marked = []
    for voice in attribute(doc, find_actors(doc, coder.gazetteer, article.published), article):
        party, cue = voice.statement.speaker, voice.statement.cue
        source = _words_in(doc, [(party.start, party.end)]) if party and party.text else voice.source
        at_cue = _words_in(doc, [(cue.start, cue.end)]) if cue else [voice.cue.i]
        content = (i for a, b in voice.content for i in range(a, b) if not doc[i].is_space)
        marked.append(Marked(frozenset(source), frozenset(at_cue), frozenset(content), voice.score))
    return marked


def same(gold: Marked, found: Marked) -> bool:
    """Whether two attributions are one: see the module's docstring."""
    shared = len(gold.content & found.content)
    enough = 2 * shared >= len(gold.content) and 2 * shared >= len(found.content)
    return enough and _meet(gold.cue, found.cue) and _meet(gold.source, found.source)


def matching(gold: Sequence[Marked], found: Sequence[Marked]) -> list[tuple[int, int]]:
    """As many one-to-one pairs of the same attribution as there can be: (index of gold, index of found)."""
    table = np.array([[same(g, f) for f in found] for g in gold], dtype=np.int8).reshape(len(gold), len(found))
    if not table.any():
        return []
    columns = maximum_bipartite_matching(csr_array(table), perm_type="column")
    return [(row, int(column)) for row, column in enumerate(columns) if column >= 0]


def _meet(a: frozenset[int], b: frozenset[int]) -> bool:
    return bool(a & b) or not (a or b)


def _figures(group: str, pairs: Sequence[tuple[list[Marked], list[Marked]]], sizes: Sequence[int]) -> list[Figure]:
    """Token scores of each role and scores of whole attributions."""
    figures = []
    for role in ROLES:
        tokens: list[tuple[np.ndarray, np.ndarray]] = []
        for (gold, found), size in zip(pairs, sizes, strict=True):
            tokens.append((_mask(gold, role, size), _mask(found, role, size)))
        counts = np.array([[(g & f).sum(), g.sum(), f.sum()] for g, f in tokens])
        gold_all, found_all = (np.concatenate([pair[side] for pair in tokens]) for side in (0, 1))
        given = scores.sklearn_metrics().precision_recall_fscore_support(gold_all, found_all, average="binary", zero_division=0.0)
        for (name, measure), value in zip(scores.PRF, given[:3], strict=True):
            n = int(gold_all.sum())
            figures.append(scores.figure(f"{group}: {role} tokens", name, counts, measure, n=n, units="articles", value=float(value)))
    whole = np.array([[len(matching(gold, found)), len(gold), len(found)] for gold, found in pairs])
    for name, measure in scores.PRF:
        figures.append(scores.figure(f"{group}: whole", name, whole, measure, n=int(whole[:, 1].sum()), units="articles"))
    return figures


def _marked(doc: Doc, spans: dict[str, list[Span]]) -> Marked:
    source, cue, content = (frozenset(_words_in(doc, spans[role])) for role in ROLES)
    return Marked(source, cue, content)


def _mask(marked: Iterable[Marked], role: str, size: int) -> np.ndarray:
    mask = np.zeros(size, bool)
    for one in marked:
        mask[list(getattr(one, role))] = True
    return mask


def _words_in(doc: Doc, spans: Sequence[Span]) -> list[int]:
    """Words that overlap any of the character spans, ascending."""
    out: set[int] = set()
    for start, end in spans:
        covered = doc.char_span(start, end, alignment_mode="expand")
        out.update(token.i for token in covered or () if not token.is_space)
    return sorted(out)


def _spans(doc: Doc, marked: Marked) -> dict[str, list[list[int]]]:
    """The words as unbroken character spans; a line break ends one, as it does in the set."""
    return {role: _runs(doc, sorted(getattr(marked, role))) for role in ROLES}


def _runs(doc: Doc, words: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    last = -2
    for i in words:
        between = [doc[k].text for k in range(last + 1, i)] if runs else []
        if runs and all(text.isspace() and "\n" not in text for text in between):
            runs[-1][1] = doc[i].idx + len(doc[i])
        else:
            runs.append([doc[i].idx, doc[i].idx + len(doc[i])])
        last = i
    return runs


def _gold_spans(record: dict[str, Any], place: str) -> list[dict[str, list[Span]]] | None:
    """The marked attributions; None where the field is missing or null."""
    given = record.get("attributions")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise GoldError(f"{place}: attributions are {given!r:.40}; expected a list of objects with {', '.join(ROLES)}.")
    return [{role: spans_of(one.get(role, []), record["text"], f"{place}: {role}") for role in ROLES} for one in given]


def _article(record: dict[str, Any]) -> Article:
    try:
        published = dt.date.fromisoformat(str(record.get("published") or ""))
    except ValueError:
        published = None  # only relative dates need it, and they are not scored
    return Article(record["text"], record.get("title"), published, record.get("outlet"), id=record["id"])


def _misses(place: str, doc: Doc, gold: Sequence[Marked], found: Sequence[Marked]) -> list[tuple[str, Miss]]:
    """Attributions without a partner: missed ones weigh their content's words, spurious ones their score."""
    pairs = matching(gold, found)
    lost = [gold[i] for i in sorted(set(range(len(gold))) - {g for g, _ in pairs})]
    extra = [found[i] for i in sorted(set(range(len(found))) - {f for _, f in pairs})]

    def nearest(one: Marked, others: Sequence[Marked]) -> str:
        touching = [other for other in others if one.cue & other.cue]
        return _words(doc, touching[0]) if touching else "nothing"

    missed = [("missed", Miss(place, _words(doc, m), nearest(m, found), float(len(m.content)), _sentence(doc, m))) for m in lost]
    return missed + [("spurious", Miss(place, nearest(m, gold), _words(doc, m), m.score, _sentence(doc, m))) for m in extra]


def _worst(misses: Sequence[tuple[str, Miss]]) -> tuple[Miss, ...]:
    chosen: list[Miss] = []
    for kind in ("missed", "spurious"):
        chosen += sorted((miss for of, miss in misses if of == kind), key=lambda miss: -miss.weight)[: N_WORST // 2]
    return tuple(chosen)


def _words(doc: Doc, marked: Marked) -> str:
    parts = (" … ".join(doc.text[a:b] for a, b in _runs(doc, sorted(getattr(marked, role)))) for role in ROLES)
    return " | ".join(part or "–" for part in parts)


def _sentence(doc: Doc, marked: Marked) -> str:
    words = sorted(marked.cue or marked.content)
    return str(doc[words[0]].sent.text) if words else ""
