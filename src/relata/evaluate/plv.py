"""Event type between a marked source and target (PLV, the sentences of Zero-Shot-PLOVER).

In: a tab-separated table with ``id`` and ``marked_sentence`` (``<s>…</s>``, ``<t>…</t>``; either may be missing or repeated), and
``root`` and ``quad`` or nothing. Out: a report, and a table of id, root, quad and score. Worst errors: the surest ones.

PLV speaks an older dialect than the current manual: 15 types, among them YIELD, with other borders between them. The reader has an
output for that dialect, learned from PLV's training half; its answers are the predictions. Scored beside it are the manual's types,
which Relata writes as rows, folded to PLV's by the two tables below and nothing else. PLV has no "no event", so that class is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..events.marks import unmark
from . import scores
from .gold import GoldError, read_table
from .report import NOTHING_TO_SCORE, Miss, Report, Tested, worst

if TYPE_CHECKING:
    from ..coder import Label

# Types that are one in PLV: their probabilities are added up before the best is chosen.
TYPE_FOLDS: Final = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
# Where a mode decides: the type's probability goes to the other type when the label has the mode. From PLV's training half:
# attacks on computers are ASSAULT there (7 of 8), and a court's verdict is ACCUSE (CAMEO 11).
MODE_FOLDS: Final = {("COERCE", "cyber"): "ASSAULT", ("SANCTION", "convict"): "ACCUSE"}
# Known differences that no mode tells apart, and that therefore count as errors: promises to yield (AGREE in PLV, CONCEDE here),
# formal sanctions (COERCE, SANCTION here), blockades (ASSAULT, COERCE `restrict` here), ground taken by force (ASSAULT).

VC, MC, VX, MX = "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"
QUADS: Final = {
    "AGREE": VC, "CONSULT": VC, "SUPPORT": VC, "COOPERATE": MC, "AID": MC, "YIELD": MC, "REQUEST": VX, "ACCUSE": VX, "REJECT": VX,
    "THREATEN": VX, "PROTEST": MX, "SANCTION": MX, "MOBILIZE": MX, "COERCE": MX, "ASSAULT": MX,
}  # fmt: skip
TYPES: Final = tuple(QUADS)
OWN, MANUAL = "PLV's dialect", "the manual's types, folded"


def evaluate(path: Path, coder: Tested) -> Report:
    """Label every marked pair."""
    rows = read_table(path, ("id", "marked_sentence"))
    gold, gold_quads, misses = [], [], []
    typed: dict[str, list[str]] = {OWN: [], MANUAL: []}
    quads: dict[str, list[str]] = {OWN: [], MANUAL: []}
    lines = ["id\troot\tquad\tscore"]
    for number, row in rows:
        text, spans = unmark(row["marked_sentence"])
        if not text.strip():
            raise GoldError(f"{path}:{number}: marked_sentence holds no words.")
        label = coder.label_spans(text, spans["s"], spans["t"])
        by_type = label.plv
        best = {OWN: _best(by_type), MANUAL: _best(folded(label))}
        root = best[OWN]
        lines.append(f"{row['id']}\t{root}\t{QUADS[root]}\t{by_type[root]:.4f}")
        true, true_quad = _gold(row, f"{path}:{number}")
        if true is not None:
            gold.append(true)
            for name, kind in best.items():
                typed[name].append(kind)
            if root != true:
                misses.append(Miss(row["id"], true, root, by_type[root], row["marked_sentence"]))
        if true_quad is not None:
            gold_quads.append(true_quad)
            for name, kind in best.items():
                quads[name].append(QUADS[kind])
    names = sorted(set(QUADS.values()))
    return Report(
        "plv", str(path), coder.model_id, {"sentences": len(rows), "scored": len(gold)},
        (
            *(f for name in typed for f in scores.labelled(f"{name}: type", gold, typed[name], range(len(gold)), TYPES, "sentences")),
            *(
                f
                for name in quads
                for f in scores.labelled(f"{name}: quadrant", gold_quads, quads[name], range(len(gold_quads)), names, "sentences")
            ),
        ),
        (
            *((scores.confusion("type", gold, typed[OWN], TYPES),) if gold else ()),
            *((scores.confusion("quadrant", gold_quads, quads[OWN], names),) if gold_quads else ()),
        ),
        worst(misses), (NOTES if gold else (NOTHING_TO_SCORE,)), tuple(lines),
    )  # fmt: skip


NOTES: Final = (
    f"The predictions are those of: {OWN}. The manual's types are folded to it: "
    + ", ".join(f"{kind} to {other}" for kind, other in TYPE_FOLDS.items())
    + "; "
    + ", ".join(f"{kind} with mode {mode} to {other}" for (kind, mode), other in MODE_FOLDS.items())
    + ". Quadrants follow from the type.",
)


def _best(by_type: dict[str, float]) -> str:
    return max(TYPES, key=lambda kind: by_type.get(kind, 0.0))


def folded(label: Label) -> dict[str, float]:
    """Probability of each of PLV's types, together 1, "no event" left out."""
    mass = {kind: p for kind, p in label.scores.items() if kind != "NONE"}
    for mode in label.modes:
        if other := MODE_FOLDS.get((label.type, mode)):
            mass[other] += mass[label.type]
            mass[label.type] = 0.0
    for kind, other in TYPE_FOLDS.items():
        mass[other] = mass.get(other, 0.0) + mass.pop(kind, 0.0)
    total = sum(mass.values()) or 1.0
    return {kind: p / total for kind, p in mass.items()}


def _gold(row: dict[str, str], place: str) -> tuple[str | None, str | None]:
    """Type and quadrant, None where the column is empty or missing."""
    root, quad = row.get("root", "").strip(), row.get("quad", "").strip().lower()
    if root and root not in QUADS:
        raise GoldError(f"{place}: root {root!r:.30}; expected one of {', '.join(TYPES)}, or nothing.")
    if quad and quad not in QUADS.values():
        raise GoldError(f"{place}: quad {quad!r:.30}; expected one of {', '.join(sorted(set(QUADS.values())))}, or nothing.")
    return root or None, quad or None
