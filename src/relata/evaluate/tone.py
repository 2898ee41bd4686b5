"""Tone towards a marked mention (NewsMTSC): negative, neutral or positive?

In: JSON lines with ``sentence_normalized`` and ``targets``, each ``from``, ``to`` and ``polarity`` (2, 4, 6, or empty). Out: a
report, and the same records with every polarity filled. Worst errors: those of which the model was surest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from ..reading import reading_of
from ..reading.labels import TONES
from . import scores
from .gold import GoldError, read_json_lines, spans_of
from .report import NOTHING_TO_SCORE, Miss, Report, Tested, worst

POLARITIES = dict(zip(TONES, (2, 4, 6), strict=True))
TONE_OF = {polarity: tone for tone, polarity in POLARITIES.items()}


def evaluate(path: Path, coder: Tested) -> Report:
    """Judge every target of every record."""
    records = read_json_lines(path, {"sentence_normalized": str, "targets": list})
    gold, predicted, unit, misses, lines = [], [], [], [], []
    n_targets = 0
    for row, (number, record) in enumerate(records):
        place = f"{path}:{number}"
        known = [_gold(target, place) for target in record["targets"]]
        found = _judge(coder, record, place)
        n_targets += len(found)
        for target, true, probabilities in zip(record["targets"], known, found, strict=True):
            tone = TONES[int(np.argmax(probabilities))]
            target["polarity"] = POLARITIES[tone]
            if true is None:
                continue
            gold.append(true)
            predicted.append(tone)
            unit.append(row)
            if tone != true:
                text = f"[{record['sentence_normalized'][target['from'] : target['to']]}] {record['sentence_normalized']}"
                misses.append(Miss(str(number), true, tone, float(np.max(probabilities)), text))
        lines.append(json.dumps(record, ensure_ascii=False))
    return Report(
        "tone", str(path), coder.model_id, {"records": len(records), "targets": n_targets, "scored": len(gold)},
        tuple(scores.labelled("tone", gold, predicted, unit, TONES, "records")),
        (scores.confusion("tone", gold, predicted, TONES),) if gold else (),
        worst(misses), () if gold else (NOTHING_TO_SCORE,), tuple(lines),
    )  # fmt: skip


def _gold(target: Any, place: str) -> str | None:
    """The marked tone, None where the field is empty."""
    if not isinstance(target, dict):
        raise GoldError(f"{place}: a target is {target!r:.40}; expected an object with from, to and polarity.")
    polarity = target.get("polarity")
    if polarity in (None, ""):
        return None
    if polarity not in TONE_OF:
        raise GoldError(f"{place}: polarity {polarity!r:.20}; expected 2 (negative), 4 (neutral), 6 (positive), or nothing.")
    return TONE_OF[polarity]


def _judge(coder: Tested, record: dict[str, Any], place: str) -> np.ndarray:
    """Probabilities [targets, 3]. The whole record is one passage, as the set gives it."""
    text = record["sentence_normalized"]
    spans = [spans_of([[t.get("from"), t.get("to")]], text, place)[0] for t in record["targets"]]
    if not spans:
        return np.zeros((0, len(TONES)))
    doc = coder.reader.read(text)
    words = [token for token in doc if not token.is_space]
    if not words:
        raise GoldError(f"{place}: sentence_normalized holds no words.")
    mentions = [[t.i for t in words if t.idx < end and t.idx + len(t) > start] for start, end in spans]
    return reading_of(doc).tones([t.i for t in words], mentions)
