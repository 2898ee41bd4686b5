"""Silver labels: what the first stage already reads, kept while event types are learned.

Sentences labelled for events or tone have no trees of their own; trained on them alone, the shared encoder drifts and reads exactly such
sentences worse. So the weights of the stage before label them, and the second stage learns both at once.
"""

from __future__ import annotations

import torch

from data import Item
from losses import MIX, collate
from model import Reader
from relata.reading.labels import UPOS
from relata.reading.pieces import Pieces


@torch.no_grad()
def add_silver(model: Reader, items: list[Item], pieces: Pieces, device: str) -> None:
    """Give each item the model's own tags, trees, names and roles, in the layout of `data.treebank_item`."""
    was_training = model.training
    model.eval()
    for item in items:
        inputs, _ = collate([item], pieces, device)
        with torch.autocast(device, dtype=torch.bfloat16):
            mixed = model.encode(**inputs)
        mixed = mixed.float()
        tags, words = mixed[MIX["tags"]], mixed[MIX["syntax"]]
        n = len(item.words)
        starts = (model.starts(tags)[0, :, 0] > 0).long()
        starts[0] = 0
        sentence = starts.cumsum(0)
        same = sentence.unsqueeze(1) == sentence.unsqueeze(0)
        same.fill_diagonal_(False)
        allowed = torch.cat([torch.ones(n, 1, dtype=torch.bool, device=same.device), same], 1)
        heads = model.arcs(words)[0].masked_fill(~allowed, -1e4).argmax(-1)
        item.labels |= {
            "upos": [UPOS[i] for i in model.upos(tags)[0].argmax(-1).tolist()],
            "tag": model.tag(tags)[0].argmax(-1).tolist(),
            "heads": heads.tolist(),
            "deprels": model.labels(words, heads.unsqueeze(0))[0].argmax(-1).tolist(),
            "sentence_of": sentence.tolist(),
            "names": model.names(mixed[MIX["names"]])[0].argmax(-1).tolist(),
            "roles": [model.roles(mixed[MIX["attribution"]])[0, :, 3 * r : 3 * r + 3].argmax(-1).tolist() for r in range(3)],
            "cues": [],
            "links": [],
        }
    model.train(was_training)
