"""Real news in which every event is marked (``real.jsonl``): the marks are the project's, the texts those of its data sets.

A line names a sentence by `set` and `id`, in PolNeAR an article, whole or, with `at`, one sentence of it. Its events have a type, a status,
the countries of both sides (null: a body of no one state; ``none``: no target) and the places of their words in that text.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared/data"
NOBODY = "none"


def is_real(name: str) -> bool:
    """Whether a record of that id is one of these."""
    return ":" in name


def records(without: set[str]) -> list[dict[str, Any]]:
    """As the lines of ``acts.jsonl``, but for the sets left out; of whole articles the day is known, and that the outlet is American."""
    texts: dict[str, Callable[[dict[str, Any]], str]] = {}
    out = []
    for line in (ROOT / "training/real.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["set"] in without:
            continue
        if row["set"] not in texts:
            texts[row["set"]] = _sentences(row["set"])
        events = [
            {**event, "source": {"country": event["source"]}, "target": None if event["target"] == NOBODY else {"country": event["target"]}}
            for event in row["events"]
        ]
        name = ":".join(map(str, (row["set"], row["id"], *row.get("at", ())[:1])))
        told = {"published": row["id"].split("_")[1], "outlet_country": "USA"} if row["set"] == "polnear" and "at" not in row else {}
        out.append({"id": name, "text": texts[row["set"]](row), "events": events, **told})
    return out


def _sentences(name: str) -> Callable[[dict[str, Any]], str]:
    """What gives the text of a line of this set."""
    if name == "plv":
        with (DATA / "plover/plv_train.tsv").open(encoding="utf-8", newline="") as file:
            plv = {row["id"]: row["sentence"] for row in csv.DictReader(file, delimiter="\t")}
        return lambda row: plv[row["id"]]
    if name == "tone":
        lines = (DATA / "tone/newsmtsc_train.jsonl").read_text(encoding="utf-8").splitlines()
        return lambda row: str(json.loads(lines[int(row["id"])])["sentence_normalized"])
    if name == "polnear":
        articles = {a["id"]: a["text"] for a in map(json.loads, (DATA / "polnear/train.jsonl").read_text(encoding="utf-8").splitlines())}
        return lambda row: " ".join(articles[row["id"]][slice(*row["at"])].split()) if "at" in row else articles[row["id"]]
    ud: dict[str, str] = {}
    for line in (DATA / f"ud/{name}.conllu").read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id = "):
            last = line.removeprefix("# sent_id = ")
        elif line.startswith("# text = "):
            ud[last] = line.removeprefix("# text = ")
    return lambda row: ud[row["id"]]
