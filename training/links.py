"""Teach the judge of links which candidates are events; writes ``links.npz`` beside the exported reader.

    python training/links.py --cache /tmp/links      # reads all texts once, then cross-validates, calibrates, trains, writes

Learns from texts in which every event is marked: the project's own (``acts.jsonl``) and sentences of real news (``real.jsonl``).
A link is right if type, parties and word are those of a mark. Scale and shift are set on texts held back in turn.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import pickle
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.tokens import Doc

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))

import real  # noqa: E402
import relata  # noqa: E402
from corpus.check import locate  # noqa: E402
from relata.actors import Found, find_actors  # noqa: E402
from relata.evaluate.marks import country_of, types_of  # noqa: E402
from relata.events.candidates import Finder  # noqa: E402
from relata.events.code import judged  # noqa: E402
from relata.events.links import Link, figures_of, signs_of  # noqa: E402
from relata.events.pairs import Pair  # noqa: E402
from relata.statements import attribute  # noqa: E402

WIDTH, EPOCHS, RATE, BATCH, DROPOUT, DECAY = 96, 8, 2e-3, 256, 0.3, 0.1
RARE = 12  # a sign met less often is not learned
FOLDS = 4
NETS = 3  # that judge together: their logits' mean varies less from training to training than that of one
# A link less sure than this is no row. At this threshold 85 of 100 rows are right in all marked articles and passages of `evaluation/`
# together, whose totals chose it.
SURE = 0.55
NOBODY = "none"  # stands for a target that is not there


@dataclass
class Row:
    """One link as it is learned: `gold` numbers the marks that it meets, `triple` is what a user would see."""

    text: str
    word: int
    signs: list[str]
    figures: list[float]
    hidden: np.ndarray
    gold: tuple[int, ...]
    n: int
    triple: tuple[Any, ...]


# --- texts -----------------------------------------------------------------------------------------------------------


def texts(without: set[str]) -> list[dict[str, Any]]:
    own = [json.loads(line) for line in (ROOT / "training/acts.jsonl").read_text(encoding="utf-8").splitlines()]
    return own + real.records(without)


def unlicensed() -> set[str]:
    """Sets that state no licence."""
    config = tomllib.loads((ROOT / "training/config.toml").read_text(encoding="utf-8"))
    return set(config["licence"]["unstated"])


_coder: relata.Coder | None = None


def candidates_of(record: dict[str, Any]) -> tuple[Doc, Finder, list[list[Link]]]:
    """One text read, what finds its candidates, and the links of each of its predicates."""
    global _coder
    _coder = _coder or relata.Coder()
    article = relata.Article(
        record["text"], record.get("title"), dt.date.fromisoformat(record["published"]) if record.get("published") else None,
        record.get("outlet"), record.get("outlet_country"), id=record["id"],
    )  # fmt: skip
    doc = _coder.reader.read(article.text)
    found = find_actors(doc, _coder.gazetteer, article.published, _coder.registry, home=article.outlet_country, outlet=article.outlet)
    voices = attribute(doc, found, article)
    finder = Finder(doc, found, voices, _coder.codebook, _coder.gazetteer, article.outlet_country)
    return doc, finder, judged(finder, _coder.codebook)


def states_of(pair: Pair, found: Found) -> tuple[str | None, ...]:
    """The countries of source and target; `NOBODY` for a target that is not there."""
    return tuple(found.actors[side.spot.actors[0]].country if side else NOBODY for side in pair)


def read(record: dict[str, Any]) -> tuple[list[Row], int]:
    """The links of one text, and how many events it has."""
    doc, finder, groups = candidates_of(record)
    marks = [Mark(doc, mark) for mark in record["events"]]
    rows = []
    for links in groups:
        for link in links:
            word = link.candidate.trigger
            near = [n for n, mark in enumerate(marks) if mark.near(word)]
            sense = link.candidate.sense
            back = link.told and sense is not None and sense.row.reversed
            both = link.candidate.joint or (link.told and sense is not None and sense.row.symmetric)
            pairs = [(b, a) if back and b is not None else (a, b) for a, b in link.pairs]
            sides = [states_of(pair, finder.found) for pair in pairs]
            told = [n for n, mark in enumerate(marks) if link.type in mark.types and any(mark.links(a, b, both) for a, b in sides)]
            gold = tuple(n for n in told if n in near)
            if sides[0][0] is not None and sides[0][0] == sides[0][1]:
                continue  # acts within one state: only some texts mark them
            if told and not gold:
                continue  # another word of an act that is marked: neither right nor wrong, since tellings of one act are one row
            hidden, triple = link.scores.hidden.astype(np.float16), (link.type, link.status, *sides[0])
            rows.append(Row(record["id"], word.i, signs_of(link), figures_of(link), hidden, gold, len(pairs), triple))
    return rows, sum(not mark.at_home for mark in marks)


class Mark:
    """One mark of a text, by its words."""

    def __init__(self, doc: Doc, mark: dict[str, Any]) -> None:
        self.types = types_of(mark)
        self.symmetric, self.at_home = bool(mark.get("symmetric")), bool(mark.get("domestic"))
        self.words = self._at(doc, mark.get("trigger")).union(*(self._at(doc, words) for words in mark.get("again", ())))
        self.sides = tuple(country_of(mark[name]) if mark.get(name) else NOBODY for name in ("source", "target"))

    def _at(self, doc: Doc, words: str | list[int] | None) -> set[int]:
        if not words:
            return set()
        if isinstance(words, str):
            first, dots, last = words.partition(" … ")
            start, end = locate(doc.text, first)
            end = doc.text.find(last, end) + len(last) if dots else end
        else:
            start, end = words
        return {t.i for t in doc if t.idx < end and start < t.idx + len(t)}

    def near(self, word: Any) -> bool:
        """The mark's own word, or the verb or object that goes with it ("held | talks")."""
        return (
            word.i in self.words
            or (word.head.i in self.words and word.dep_ in ("obj", "xcomp", "nsubj:pass", "obl", "compound:prt"))
            or any(
                c.i in self.words for c in word.children if c.dep_ in ("obj", "xcomp", "compound:prt", "obl", "nsubj:pass", "ccomp", "aux")
            )
        )

    def links(self, a: str | None, b: str | None, both: bool) -> bool:
        return (a, b) == self.sides or ((both or self.symmetric) and (b, a) == self.sides)


def read_all(cache: Path | None, without: set[str]) -> tuple[list[Row], dict[str, int]]:
    path = cache / "acts.pkl" if cache else None
    if path and path.is_file():
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]
    records = texts(without)
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(read, records, chunksize=20))
    data = ([row for rows, _ in results for row in rows], {record["id"]: n for record, (_, n) in zip(records, results, strict=True)})
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(data))
    return data


# --- the network -----------------------------------------------------------------------------------------------------


class Net(torch.nn.Module):
    """As `relata.events.links.Judge` computes it."""

    def __init__(self, n_signs: int, hidden: int) -> None:
        super().__init__()
        self.embed = torch.nn.EmbeddingBag(n_signs, WIDTH, mode="sum")
        self.linear = torch.nn.EmbeddingBag(n_signs, 1, mode="sum")
        self.figures, self.hidden, self.out = (
            torch.nn.Linear(4, WIDTH),
            torch.nn.Linear(hidden, WIDTH, bias=False),
            torch.nn.Linear(WIDTH, 1),
        )
        self.figures_linear = torch.nn.Linear(4, 1, bias=False)
        self.drop = torch.nn.Dropout(DROPOUT)
        torch.nn.init.normal_(self.embed.weight, std=0.05)
        torch.nn.init.normal_(self.hidden.weight, std=0.01)
        torch.nn.init.zeros_(self.linear.weight)

    def forward(self, signs: Any, offsets: Any, figures: Any, hidden: Any) -> Any:
        inner = self.embed(signs, offsets) + self.figures(figures) + self.hidden(self.drop(hidden))
        whole = self.out(self.drop(torch.nn.functional.gelu(inner))) + self.linear(signs, offsets) + self.figures_linear(figures)
        return whole[:, 0]


class Set:
    def __init__(self, rows: Sequence[Row], names: dict[str, int]) -> None:
        self.signs = [[names[s] for s in row.signs if s in names] for row in rows]
        self.figures = torch.tensor([row.figures for row in rows])
        self.hidden = torch.tensor(np.stack([row.hidden for row in rows]).astype(np.float32))
        self.right = torch.tensor([float(bool(row.gold)) for row in rows])

    def batch(self, rows: Sequence[int]) -> tuple[Any, ...]:
        flat, offsets = [], []
        for i in rows:
            offsets.append(len(flat))
            flat += self.signs[i]
        return torch.tensor(flat), torch.tensor(offsets), self.figures[rows], self.hidden[rows]


def numbered(signs: Iterable[str], rare: int) -> dict[str, int]:
    """A number for each sign that is met so often."""
    return {sign: i for i, sign in enumerate(sorted(sign for sign, n in Counter(signs).items() if n >= rare))}


def names_of(rows: Sequence[Row]) -> dict[str, int]:
    return numbered((sign for row in rows for sign in row.signs), RARE)


def learn(rows: Sequence[Row], names: dict[str, int], seed: int) -> Net:
    torch.manual_seed(seed)
    rng, data, net = random.Random(seed), Set(rows, names), Net(len(names), len(rows[0].hidden))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step, order = EPOCHS * (len(rows) // BATCH + 1), 0, list(range(len(rows)))
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - step / steps)
            step += 1
            loss = torch.nn.functional.binary_cross_entropy_with_logits(net(*data.batch(batch)), data.right[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return net.eval()


def logits(net: Net, names: dict[str, int], rows: Sequence[Row]) -> np.ndarray:
    data = Set(rows, names)
    with torch.no_grad():
        return torch.cat([net(*data.batch(list(range(a, min(a + 2048, len(rows)))))) for a in range(0, len(rows), 2048)]).numpy()


_acts: list[Row] = []  # what `fit` learns from, in each process


def fit(out: set[str], seed: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """A net learned without some texts: its weights, and its logits for the links of those texts."""
    torch.set_num_threads(1)
    kept, left = ([row for row in _acts if (row.text in out) is side] for side in (False, True))
    names = names_of(kept)
    net = learn(kept, names, seed)
    return {name: tensor.numpy() for name, tensor in net.state_dict().items()}, logits(net, names, left) if left else np.zeros(0)


# --- held back -------------------------------------------------------------------------------------------------------


def chosen(rows: Sequence[Row], sureness: np.ndarray) -> list[tuple[float, Row]]:
    """The surest link of each predicate, and of one act told again the surest telling."""
    words: dict[tuple[str, int], tuple[float, Row]] = {}
    for row, p in zip(rows, sureness, strict=True):
        key = (row.text, row.word)
        if key not in words or words[key][0] < p:
            words[key] = (float(p), row)
    acts: dict[tuple[Any, ...], tuple[float, Row]] = {}
    for p, row in words.values():
        act = (row.text, *row.triple)
        if act not in acts or acts[act][0] < p:
            acts[act] = (p, row)
    return sorted(acts.values(), key=lambda item: -item[0])


def at_thresholds(picked: Sequence[tuple[float, Row]], n_gold: int) -> Iterator[tuple[float, float, float]]:
    """(threshold, precision, recall) as the threshold falls."""
    met: set[tuple[str, int]] = set()
    found = 0
    for p, row in picked:
        new = {(row.text, n) for n in row.gold} - met
        met |= new
        found += max(row.n, len(new))
        yield p, len(met) / found, len(met) / n_gold


def calibrated(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Platt's scale and shift for the logits of the links that would be rows."""
    scale, shift = torch.ones(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([scale, shift], max_iter=100)
    x, y = torch.tensor(scores, dtype=torch.float32), torch.tensor(right, dtype=torch.float32)

    def closure() -> Any:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x * scale + shift, y)
        loss.backward()
        return loss

    optimizer.step(closure)
    return scale.item(), shift.item()


def calibration_error(p: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over equal bins (Guo et al., 2017)."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in range(bins) if (which == b).any()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="a folder to keep what was read in")
    parser.add_argument("--out", type=Path, default=ROOT / "src/relata/model/links.npz")
    parser.add_argument("--licensed-only", action="store_true", help="leave out sentences of sets that state no licence")
    args = parser.parse_args()
    acts, gold = read_all(args.cache, unlicensed() if args.licensed_only else set())
    ids = sorted(gold)
    random.Random(3).shuffle(ids)
    outs = [*(set(ids[k::FOLDS]) for k in range(FOLDS)), set[str]()]
    _acts[:] = acts
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:  # two processes share the rows
        fits = list(pool.map(fit, *zip(*((out, seed) for out in outs for seed in range(NETS)), strict=True)))
    held = np.zeros(len(acts))
    for n, out in enumerate(outs[:-1]):
        at = [i for i, row in enumerate(acts) if row.text in out]
        held[at] = np.mean([logits for _, logits in fits[n * NETS : (n + 1) * NETS]], axis=0)
    picked = chosen(acts, held)
    scale, shift = calibrated(np.array([p for p, _ in picked]), np.array([bool(row.gold) for _, row in picked]))
    sureness = 1 / (1 + np.exp(-(held * scale + shift)))
    report("the project's texts", acts, sureness, {text: n for text, n in gold.items() if not real.is_real(text)})
    report("sentences of real news", acts, sureness, {text: n for text, n in gold.items() if real.is_real(text)})
    write(args.out, [net for net, _ in fits[-NETS:]], names_of(acts), scale, shift)


def report(what: str, acts: Sequence[Row], sureness: np.ndarray, gold: dict[str, int]) -> None:
    """Print how right the links of these texts are; `gold` has how many events each text has."""
    at = [i for i, row in enumerate(acts) if row.text in gold]
    rows, n_gold = [acts[i] for i in at], sum(gold.values())
    met = {(row.text, n) for row in rows for n in row.gold}
    picked = chosen(rows, sureness[at])
    curve = list(at_thresholds(picked, n_gold))
    error = calibration_error(np.array([p for p, _ in picked]), np.array([bool(row.gold) for _, row in picked]))
    print(f"{what}: {len(gold)} texts, {n_gold} events, {len(met)} with a candidate; calibration error {error:.3f}")
    for wanted in (0.8, 0.7, SURE, 0.5, 0.4):
        _, precision, recall = min((point for point in curve if point[0] >= wanted), default=(wanted, 1.0, 0.0))
        print(f"  from {wanted:.2f} on: precision {precision:.3f}, recall {recall:.3f}")


def write(path: Path, nets: Sequence[dict[str, np.ndarray]], names: dict[str, int], scale: float, shift: float) -> None:
    """The nets side by side as one that is as wide as all of them."""

    def mean(name: str) -> np.ndarray:
        return np.asarray(np.mean([net[name] for net in nets], axis=0))

    def wide(name: str) -> np.ndarray:
        return np.concatenate([net[name] for net in nets], axis=0)

    weights = {
        "signs": np.array(list(names)),
        "embed": np.concatenate([net["embed.weight"] for net in nets], axis=1).astype(np.float16),
        "linear": mean("linear.weight")[:, 0].astype(np.float16),
        "figures": wide("figures.weight").T.astype(np.float16),
        "bias": wide("figures.bias").astype(np.float16),
        "hidden": wide("hidden.weight").T.astype(np.float16),
        "figures_linear": mean("figures_linear.weight")[0].astype(np.float16),
        "out": (np.concatenate([net["out.weight"][0] for net in nets]) / len(nets)).astype(np.float16),
        "out_bias": mean("out.bias").astype(np.float16),
        "scale": np.float32(scale),
        "shift": np.float32(shift),
        "sure": np.float32(SURE),
    }
    np.savez_compressed(path, **weights)
    manifest = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
    manifest["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (path.parent / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
