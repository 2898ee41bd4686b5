"""The model's files: found, checked, loaded once; one window in, the encoder's outputs out.

A model is a folder: ``manifest.json`` (labels, checksums), ``reader.onnx``, ``heads.npz``, ``links.npz`` (for `events.links`),
``vocab.txt``, ``lemmas.json``.
The shipped one lies in the package; another may be named.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from ..errors import ModelError
from .heads import Heads
from .lemmas import Lemmas
from .pieces import PieceArrays, Pieces

# The manifest format this code reads; `training/export.py` writes the same number.
FORMAT = 3
FILES = ("reader.onnx", "heads.npz", "links.npz", "vocab.txt", "lemmas.json")

Outputs = dict[str, np.ndarray]


def shipped_model() -> Path:
    """The folder of the model in the package."""
    return Path(str(files("relata"))) / "model"


@dataclass(frozen=True)
class Manifest:
    """What a model folder says of itself; `id` is the first 12 hex digits of its files' joint checksum."""

    id: str
    deprels: tuple[str, ...]
    tags: tuple[str, ...]
    training: dict[str, Any]


def read_manifest(folder: Path) -> Manifest:
    """Read and check a model folder. Raises ModelError naming the file and the remedy."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise ModelError(f"{path}: not found. A model folder holds manifest.json and {', '.join(FILES)}; training/export.py writes one.")
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        version, sums = raw["format"], raw["sha256"]
        deprels, tags = tuple(raw["deprels"]), tuple(raw["tags"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: not a model manifest ({error!r}). Reinstall relata, or export the model again.") from error
    if version != FORMAT:
        raise ModelError(f"{path}: model format {version}, but this version of relata reads format {FORMAT}. Use a matching pair.")
    for name in FILES:
        file = folder / name
        if not file.is_file():
            raise ModelError(f"{file}: not found, though the manifest names it. Reinstall relata, or export the model again.")
        if hashlib.sha256(file.read_bytes()).hexdigest() != sums.get(name):
            raise ModelError(
                f"{file}: its checksum is not the manifest's, so the file is damaged or changed. Reinstall relata, or export again."
            )
    joint = hashlib.sha256("".join(sums[name] for name in FILES).encode()).hexdigest()[:12]
    return Manifest(joint, deprels, tags, raw.get("training", {}))


class Model:
    """An encoder ready to run, with its vocabulary, small heads and lemmas.

    Args:
        folder: a model folder; None for the shipped one.
        threads: processor threads for one window. One is best where several workers run.
    """

    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        folder = folder or shipped_model()
        self.folder = folder
        self.manifest = read_manifest(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own untyped family
            raise ModelError(f"{folder / 'reader.onnx'}: onnxruntime cannot load it ({error}).") from error
        self._outputs = [output.name for output in self._session.get_outputs()]
        self.pieces = Pieces(folder / "vocab.txt")
        self.heads = Heads(folder / "heads.npz")
        self.lemmas = Lemmas.load(folder / "lemmas.json", folder / "vocab.txt")

    def run(self, window: PieceArrays) -> Outputs:
        """One encoder pass. Every output has one row per word (``arcs``: [words, words + 1]; ``label_head``: words + 1 rows)."""
        values = self._session.run(None, {"ids": window.ids, "cases": window.cases, "first": window.first})
        return dict(zip(self._outputs, values, strict=True))
