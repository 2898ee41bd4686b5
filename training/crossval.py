"""Score the event head on PLV without its training sentences: ``python training/crossval.py --start runs/main/read.pt --out runs/cv``.

Five folds: the second stage is trained with one fifth of PLV left out each time, exported, and that fifth is scored as
`relata evaluate plv` scores any file. Resumable: finished folds are kept. Writes ``plv_folds.json`` beside the folds: the figures of all
predictions together, in the layout of `relata evaluate`, then each fold's.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from relata.evaluate.gold import read_table
from relata.evaluate.plv import QUADS, TYPES
from relata.evaluate.scores import labelled
from train import ROOT, fold_of

HERE = Path(__file__).parent
PLV = ROOT / "../shared/data/plover/plv_train.tsv"


def write_fold(fold: int, path: Path) -> None:
    """The fold's sentences as a file of PLV's own layout."""
    with PLV.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    kept = [rows[0], *(row for row in rows[1:] if fold_of(row[0]) == fold)]
    path.write_text("".join("\t".join(row) + "\n" for row in kept), encoding="utf-8")


def pooled(path: Path) -> list[dict[str, Any]]:
    """Figures of the five folds' predictions together."""
    gold = {row["id"]: row for _, row in read_table(PLV, ("id", "root", "quad"))}
    found = [row for _, row in read_table(path, ("id", "root", "quad"))]
    figures = []
    for name, labels in (("root", TYPES), ("quad", sorted(set(QUADS.values())))):
        true, predicted = ([row[name].strip() for row in rows] for rows in ([gold[row["id"]] for row in found], found))
        true = [value.lower() for value in true] if name == "quad" else true
        group = "type" if name == "root" else "quadrant"
        figures += [asdict(f) for f in labelled(group, true, predicted, range(len(true)), labels, "sentences")]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True, help="weights after the first stage, which never sees PLV")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=HERE / "crossval.toml")
    args = parser.parse_args()
    predictions: list[str] = []
    for fold in range(5):
        folder = args.out / f"fold{fold}"
        folder.mkdir(parents=True, exist_ok=True)
        held, out = folder / "held.tsv", folder / "predicted.tsv"
        write_fold(fold, held)
        if not out.exists():
            train = [sys.executable, str(HERE / "train.py"), "--config", str(args.config), "--out", str(folder), "--start", str(args.start)]
            subprocess.run([*train, "--stages", "all", "--fold", str(fold)], check=True)
            subprocess.run([sys.executable, str(HERE / "export.py"), str(folder / "all.pt"), "--out", str(folder / "model")], check=True)
            evaluate = [
                sys.executable,
                "-m",
                "relata",
                "evaluate",
                "plv",
                str(held),
                "--model",
                str(folder / "model"),
                "--predictions",
                str(out),
            ]
            subprocess.run([*evaluate, "--json"], check=True, stdout=(folder / "scores.json").open("w"))
        lines = out.read_text(encoding="utf-8").splitlines()
        predictions += lines if not predictions else lines[1:]
    joined = args.out / "predicted.tsv"
    joined.write_text("\n".join(predictions) + "\n", encoding="utf-8")
    folds = [json.loads((args.out / f"fold{fold}" / "scores.json").read_text()) for fold in range(5)]
    result = {"set": "plv", "file": PLV.name, "figures": pooled(joined), "folds": folds}
    (args.out / "plv_folds.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
