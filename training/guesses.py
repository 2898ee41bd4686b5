"""Learn who is meant where the clause does not say; writes ``src/relata/data/guesses.csv``.

    python training/guesses.py        # reads all texts, prints accuracy on texts held back in turn, writes; run before ``links.py``

Learns from the same texts as ``links.py``: every mark one of whose sides the act's own clauses do not tell. A conditional logit
(McFadden, 1974) over the states of the text, with a penalty on the weights' squares.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

import links
from relata.events.links import Link

OUT = links.ROOT / "src/relata/data/guesses.csv"
FOLDS, PENALTY = 5, 1.0
RARE = 20  # a sign met less often is not learned


class Question(NamedTuple):
    """The states of a text with their signs, and which of them is meant."""

    text: str
    options: list[list[str]]
    answer: int


def questions(record: dict[str, Any]) -> list[Question]:
    doc, finder, judged = links.candidates_of(record)
    near_all = [link for group in judged for link in group]
    out = []
    for mark in (links.Mark(doc, mark) for mark in record["events"]):
        if mark.at_home or len(set(mark.sides)) < 2 or not all(side and side != links.NOBODY for side in mark.sides):
            continue
        near = [link for link in near_all if mark.near(link.candidate.trigger) and link.type in mark.types]
        if any(
            mark.links(*links.states_of(pair, finder.found), link.candidate.joint)
            for link in near
            if not _untold(link)
            for pair in link.pairs
        ):
            continue
        for role in (1, 0):
            told, meant = mark.sides[1 - role], mark.sides[role]
            link = next(
                (
                    link
                    for link in near
                    if _untold(link) == [role] and any(links.states_of(pair, finder.found)[1 - role] == told for pair in link.pairs)
                ),
                None,
            )
            if link is not None and (reach := (link.candidate.source, link.candidate.target)[role]) is not None:
                options = finder.guesses.options(reach.sides[0], {told}, {told})
                if meant in [country for country, _ in options]:
                    answer = [country for country, _ in options].index(meant)
                    out.append(Question(record["id"], [signs for _, signs in options], answer))
                break
    return out


def _untold(link: Link) -> list[int]:
    """Which of source (0) and target (1) is guessed."""
    reaches = (link.candidate.source, link.candidate.target)
    return [role for role, reach in enumerate(reaches) if reach is not None and reach.sides[0].spot.how.startswith("guess")]


class Sheet:
    """Questions as a matrix [options, signs], with each option's question."""

    def __init__(self, asked: Sequence[Question], names: dict[str, int]) -> None:
        shown = [[names[sign] for sign in signs if sign in names] for one in asked for signs in one.options]
        flat = np.array([i for row in shown for i in row], np.int64)
        ends = np.cumsum([0, *map(len, shown)])
        self.signs = csr_array((np.ones(len(flat)), flat, ends), (len(shown), len(names)))
        sizes = [len(one.options) for one in asked]
        self.starts = np.cumsum([0, *sizes])[:-1]
        self.of = np.repeat(np.arange(len(asked)), sizes)
        self.right = self.starts + np.array([one.answer for one in asked])

    def chances(self, weights: np.ndarray) -> np.ndarray:
        """How likely each option is among those of its question."""
        scores = self.signs @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.of])
        return np.asarray(odds / np.add.reduceat(odds, self.starts)[self.of])


def learned(asked: Sequence[Question], names: dict[str, int]) -> np.ndarray:
    sheet = Sheet(asked, names)
    met = sheet.signs[sheet.right].sum(0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chances = sheet.chances(weights)
        slope = sheet.signs.T @ chances - met + PENALTY * weights
        return float(-np.log(chances[sheet.right]).sum() + PENALTY * (weights @ weights) / 2), slope

    return np.asarray(minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x)


def report(asked: Sequence[Question], names: dict[str, int]) -> None:
    """Print how often the likeliest state, and one of the first two, is meant, in texts held back in turn."""
    first, two, n = 0, 0, 0
    for fold in range(FOLDS):
        left = [one for one in asked if crc32(one.text.encode()) % FOLDS == fold]
        sheet = Sheet(left, names)
        chances = sheet.chances(learned([one for one in asked if crc32(one.text.encode()) % FOLDS != fold], names))
        above = np.add.reduceat(chances > chances[sheet.right][sheet.of], sheet.starts)
        first, two, n = first + int((above < 1).sum()), two + int((above < 2).sum()), n + len(left)
    print(
        f"{n} sides that only the text around tells: the likeliest state is meant in {first / n:.3f}, one of the first two in {two / n:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--licensed-only", action="store_true", help="leave out sentences of sets that state no licence")
    without = links.unlicensed() if parser.parse_args().licensed_only else set()
    with ProcessPoolExecutor(2) as pool:
        asked = [one for found in pool.map(questions, links.texts(without), chunksize=20) for one in found]
    names = links.numbered((sign for one in asked for signs in one.options for sign in signs), RARE)
    report(asked, names)
    weights = learned(asked, names)
    with OUT.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("sign", "weight"))
        writer.writerows((sign, f"{weights[n]:.2f}") for sign, n in names.items())


if __name__ == "__main__":
    main()
