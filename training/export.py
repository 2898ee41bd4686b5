"""Write the shipped model from trained weights: ``python training/export.py runs/main/all.pt --out src/relata/model``.

Writes ``reader.onnx`` (int8), ``heads.npz`` (the small heads that run on the encoder's vectors), ``vocab.txt``,
``lemmas.json`` and ``manifest.json`` (labels and checksums). `--fp32` leaves the graph unquantized, for comparing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from model import MIXES, Reader
from relata.evaluate.treebank import read_conllu
from relata.reading.lemmas import Lemmas
from relata.reading.model import FILES, FORMAT
from train import ROOT, minilm_folder

OUTPUTS = ("upos", "tag", "starts", "arcs", "label_dep", "label_head", "names", "roles", "link_cue", "link_word", "events", "tone")


class Graph(nn.Module):
    """What the ONNX file computes for one window: ids, cases [pieces] and first [words] in, one row per word out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, cases: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        r = self.reader
        mixed = r.encode(ids.unsqueeze(0), cases.unsqueeze(0), first.unsqueeze(0))
        mix = dict(zip(MIXES, mixed, strict=True))
        dep, head = r.label_parts(mix["syntax"])
        cue, word = r.link_parts(mix["attribution"])
        outputs = (
            r.upos(mix["tags"]), r.tag(mix["tags"]), r.starts(mix["tags"]).squeeze(-1), r.arcs(mix["syntax"]), dep, head,
            r.names(mix["names"]), r.roles(mix["attribution"]), cue, word, mix["events"], mix["tone"],
        )  # fmt: skip
        return tuple(output.squeeze(0) for output in outputs)


def export_onnx(reader: Reader, path: Path) -> None:
    example = (torch.arange(1000, 1016), torch.ones(16, dtype=torch.long), torch.arange(1, 13))
    axes = {"ids": {0: "pieces"}, "cases": {0: "pieces"}, "first": {0: "words"}, **{name: {0: "rows_" + name} for name in OUTPUTS}}
    axes["arcs"][1] = "columns"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph(reader), example, str(path), input_names=["ids", "cases", "first"], output_names=list(OUTPUTS), dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip


def quantize(source: Path, target: Path) -> None:
    """Dynamic int8: weights of every matrix product per output channel, the word-piece table as a whole."""
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"])
    onnx.checker.check_model(str(target))


def small_heads(reader: Reader) -> dict[str, np.ndarray]:
    """Weights of the heads that run in numpy, by dotted name, as float16."""
    prefixes = ("event.", "tone.", "label_weight", "link_distance", "link_bias")
    return {name: tensor.numpy().astype(np.float16) for name, tensor in reader.state_dict().items() if name.startswith(prefixes)}


def unlearned() -> dict[str, np.ndarray]:
    """A judge of links that is sure of nothing; `links.py` learns a real one with the exported reader."""
    zero = {name: np.zeros(shape, np.float16) for name, shape in (
        ("embed", (1, 1)), ("linear", (1,)), ("figures", (4, 1)), ("bias", (1,)), ("hidden", (512, 1)),
        ("figures_linear", (4,)), ("out", (1,)),
    )}  # fmt: skip
    return {
        "signs": np.array([""]),
        **zero,
        "out_bias": np.float16(0),
        "scale": np.float32(1),
        "shift": np.float32(-9),
        "sure": np.float32(1),
    }


def lemma_table(paths: list[Path], vocab: Path) -> dict[str, dict[str, str]]:
    """Exceptions: forms whose most usual lemma in the treebanks the rules do not give."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in paths:
        for document in read_conllu(path):
            for s in document:
                for word, upos, lemma in zip(s.words, s.upos, s.lemmas, strict=True):
                    if upos not in ("PUNCT", "SYM", "X", "NUM") and lemma != "_":
                        counts[upos, word.lower().replace("’", "'")][lemma] += 1
    rules = Lemmas({}, frozenset(piece for piece in vocab.read_text(encoding="utf-8").splitlines() if piece.isalpha()))
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for (upos, form), lemmas in sorted(counts.items()):
        lemma = lemmas.most_common(1)[0][0]
        if upos == "PROPN":
            if lemma.lower() != form and sum(lemmas.values()) > 1:
                table[upos][form] = lemma
        elif rules.by_rule(form, upos) != lemma:
            table[upos][form] = lemma
    return dict(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src/relata/model")
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    state: dict[str, Any] = torch.load(args.weights, map_location="cpu")
    reader = Reader(30522, 512, state["deprels"], state["tags"])
    reader.load_state_dict({**state["model"], **state.get("average", {})})
    reader.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "reader.onnx"
        export_onnx(reader, whole)
        if args.fp32:
            shutil.copy(whole, args.out / "reader.onnx")
        else:
            quantize(whole, args.out / "reader.onnx")
    np.savez_compressed(args.out / "heads.npz", **small_heads(reader))
    vocab = minilm_folder() / "vocab.txt"
    shutil.copy(vocab, args.out / "vocab.txt")
    config = json.loads((args.weights.parent / "config.json").read_text())
    table = lemma_table([ROOT / path for path in config["data"]["ud"]], vocab)
    (args.out / "lemmas.json").write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")
    if not (args.out / "links.npz").is_file():
        np.savez_compressed(args.out / "links.npz", **unlearned())
    files = FILES
    manifest = {
        "format": FORMAT,
        "deprels": state["deprels"],
        "tags": state["tags"],
        "training": {"stage": state["stage"]["name"], "sets": state.get("sets"), **config},
        "sha256": {name: hashlib.sha256((args.out / name).read_bytes()).hexdigest() for name in files},
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
