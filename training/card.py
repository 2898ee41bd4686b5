"""Score the shipped weights on held-out data and write their card: ``python training/card.py``.

Runs `relata evaluate` on each dev file and the held-back parts, writes ``scores.json`` and ``MODEL_CARD.md`` beside the weights.
`--fp32 DIR` names an unquantized export of the same weights, `--folds FILE` the JSON of ``crossval.py``, `--licensed DIR` an export of
weights made with ``train.py --licensed-only``; where absent, the card says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sklearn.metrics import accuracy_score, f1_score

from corpus.check import held_back, locate
from data import tone_items
from relata.coder import Coder
from relata.reading import reading_of
from relata.reading.labels import EVENT_LABELS, MODE_LABELS, STATUSES
from train import ROOT, tone_fold

DATA = ROOT / "../shared/data"
TREEBANKS = {"EWT dev": DATA / "ud/en_ewt-dev.conllu", "GUM dev": DATA / "ud/en_gum-dev.conllu"}


def evaluate(name: str, file: Path, model: Path) -> dict[str, Any]:
    """One set's report as `relata evaluate` gives it, without its examples of errors."""
    command = [sys.executable, "-m", "relata", "evaluate", name, str(file), "--model", str(model), "--json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {"set": name, "file": file.name, "figures": report["figures"]}


def held_tone(out: Path) -> Path:
    """The fifth of NewsMTSC that training never sees, as a file of its own layout."""
    source = DATA / "tone/newsmtsc_train.jsonl"
    lines = []
    for line in source.read_text(encoding="utf-8").splitlines():
        single = out / "one.jsonl"
        single.write_text(line + "\n", encoding="utf-8")
        if any(tone_fold(item) == 0 for item in tone_items(single)):
            lines.append(line)
        single.unlink()
    path = out / "tone_held.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def corpus_scores(model: Path) -> dict[str, Any]:
    """The event head on the held-back tenth of the project's sentences: pairs with their trigger given, ``NONE`` among the labels."""
    coder = Coder(model=model)
    kinds: list[tuple[str, str]] = []
    modes: list[tuple[Any, Any]] = []
    statuses: list[tuple[str, str]] = []
    n_items = 0
    for path in sorted((ROOT / "training/corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if not held_back(record["text"]):
                continue
            n_items += 1
            doc = coder.reader.read(record["text"])
            tokens = [t for t in doc if not t.is_space]

            def at(phrase: str | None, tokens: Any = tokens, text: str = record["text"]) -> list[int]:
                if not phrase:
                    return []
                a, b = locate(text, phrase)
                return [t.i for t in tokens if t.idx < b and t.idx + len(t) > a]

            triples = [(at(e["source"]), at(e.get("target")), at(e.get("trigger"))) for e in record["events"]]
            for event, score in zip(record["events"], reading_of(doc).events([t.i for t in tokens], triples), strict=True):
                kinds.append((event["type"], EVENT_LABELS[int(score.kinds.argmax())]))
                if event["type"] != "NONE":
                    own = [i for i, label in enumerate(MODE_LABELS) if label is None or label[0] == event["type"]]
                    best = MODE_LABELS[max(own, key=lambda i: score.modes[i])]
                    modes.append((event.get("mode") or "-", best[1] if best else "-"))
                    statuses.append((event["status"], STATUSES[int(score.statuses.argmax())]))
    gold, found = zip(*kinds, strict=True)
    figures = [
        figure("type with NONE", "accuracy", accuracy_score(gold, found), len(kinds)),
        figure("type with NONE", "macro F1", f1_score(gold, found, average="macro"), len(kinds)),
        figure("mode, type given", "accuracy", accuracy_score(*zip(*modes, strict=True)), len(modes)),
        figure("status", "accuracy", accuracy_score(*zip(*statuses, strict=True)), len(statuses)),
    ]
    return {"set": "corpus", "file": f"held-back tenth, {n_items} sentences", "figures": figures}


def all_sets(model: Path, work: Path) -> dict[str, dict[str, Any]]:
    """Every set's report, on what the weights were not trained on."""
    entries = {name: evaluate("ud", file, model) for name, file in TREEBANKS.items()}
    entries["PolNeAR dev"] = evaluate("polnear", DATA / "polnear/dev.jsonl", model)
    entries["NewsMTSC, held-back fifth"] = evaluate("tone", held_tone(work), model)
    entries["Relata's sentences, held-back tenth"] = corpus_scores(model)
    entries["Relata's marked articles"] = evaluate("articles", ROOT / "evaluation/articles", model)
    entries["Relata's marked passages"] = evaluate("events", ROOT / "evaluation/sentences.jsonl", model)
    entries["Relata's unseen articles"] = evaluate("articles", ROOT / "evaluation/unseen", model)
    entries["Relata's unseen passages"] = evaluate("events", ROOT / "evaluation/unseen.jsonl", model)
    return entries


def figure(group: str, name: str, value: float, n: int) -> dict[str, Any]:
    return {"group": group, "name": name, "value": float(value), "low": None, "high": None, "n": n}


def table(entries: dict[str, dict[str, Any]]) -> str:
    rows = ["| data | what | measure | value | 95 % interval | n |", "|---|---|---|---|---|---|"]
    for title, entry in entries.items():
        for f in entry["figures"]:
            if f["value"] is not None:
                interval = f"{100 * f['low']:.1f} – {100 * f['high']:.1f}" if f["low"] is not None else ""
                rows.append(f"| {title} | {f['group']} | {f['name']} | {100 * f['value']:.1f} | {interval} | {f['n']} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "src/relata/model")
    parser.add_argument("--work", type=Path, default=ROOT / "runs", help="folder for the held-back files")
    parser.add_argument("--fp32", type=Path, metavar="DIR")
    parser.add_argument("--folds", type=Path, metavar="FILE")
    parser.add_argument("--licensed", type=Path, metavar="DIR")
    args = parser.parse_args()
    args.work.mkdir(exist_ok=True)
    entries = all_sets(args.model, args.work)
    if args.fp32:
        entries |= {f"{name}, fp32": evaluate("ud", file, args.fp32) for name, file in TREEBANKS.items()}
    manifest = json.loads((args.model / "manifest.json").read_text(encoding="utf-8"))
    scores: dict[str, Any] = {"model": manifest["sha256"], "scores": entries}
    folds = "not measured for these weights."
    if args.folds:
        scores["plv_folds"] = json.loads(args.folds.read_text(encoding="utf-8"))
        each = {f"PLV fold {k}": fold for k, fold in enumerate(scores["plv_folds"].pop("folds"))}
        folds = "\n\n" + table({"PLV, all folds": scores["plv_folds"], **each})
    licensed = "not measured for these weights."
    if args.licensed:
        scores["licensed_only"] = all_sets(args.licensed, args.work)
        made = json.loads((args.licensed / "manifest.json").read_text(encoding="utf-8"))["training"]
        steps = [{name: n for name, n in stage["steps"].items() if name in made["sets"]} for stage in made["stage"]]
        licensed = f"(stages of {', '.join(map(str, steps))} steps)\n\n" + table(scores["licensed_only"])
    (args.model / "scores.json").write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    template = (Path(__file__).parent / "card_template.md").read_text(encoding="utf-8")
    sizes = sum(path.stat().st_size for path in args.model.iterdir()) / 1e6
    training = json.dumps({key: manifest["training"][key] for key in ("seed", "batch_words", "ema", "stage", "without", "sets")}, indent=1)
    card = template.format(scores=table(entries), folds=folds, licensed=licensed, training=training, megabytes=f"{sizes:.0f}")
    (args.model / "MODEL_CARD.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
