"""A batch of items as tensors, and each head's loss on it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from data import EventLabel, Item
from model import MIXES, Reader
from relata.reading.labels import EVENT_LABELS, MODE_LABELS, PLV_LABELS, STATUSES, UPOS
from relata.reading.pieces import Pieces

MIX = {name: i for i, name in enumerate(MIXES)}
# PLV's borders between types are not the manual's (`plover.md` 9): its label asks only that the types it may mean be probable together.
MEANS = {
    "YIELD": ("CONCEDE", "RETREAT"), "AGREE": ("AGREE", "CONCEDE"), "ACCUSE": ("ACCUSE", "SANCTION"), "COERCE": ("COERCE", "SANCTION"),
    "ASSAULT": ("ASSAULT", "COERCE"),
}  # fmt: skip
MODE_INDEX = {label: i for i, label in enumerate(MODE_LABELS)}
# Weights found by watching the dev scores of a short run; links are a mean over many easy zeros.
WEIGHTS = {"tag": 0.3, "names": 2.0, "starts": 2.0, "links": 20.0, "mode": 0.5, "status": 0.3, "plv": 0.7}


def collate(items: list[Item], pieces: Pieces, device: str) -> tuple[dict[str, Tensor], Tensor]:
    """Encoder inputs padded to the longest item, and the word mask [batch, words]."""
    arrays = [pieces.arrays(item.words, item.breaks, item.cases) for item in items]
    longest = max(len(a.ids) for a in arrays)
    n_words = max(len(a.first) for a in arrays)
    ids = torch.zeros(len(items), longest, dtype=torch.long)
    cases = torch.zeros_like(ids)
    mask = torch.zeros(len(items), longest, dtype=torch.bool)
    first = torch.zeros(len(items), n_words, dtype=torch.long)
    words = torch.zeros(len(items), n_words, dtype=torch.bool)
    for i, a in enumerate(arrays):
        ids[i, : len(a.ids)] = torch.from_numpy(a.ids)
        cases[i, : len(a.ids)] = torch.from_numpy(a.cases)
        mask[i, : len(a.ids)] = True
        first[i, : len(a.first)] = torch.from_numpy(a.first)
        words[i, : len(a.first)] = True
    inputs = {"ids": ids, "cases": cases, "first": first, "mask": mask}
    return {name: tensor.to(device) for name, tensor in inputs.items()}, words.to(device)


def losses(model: Reader, items: list[Item], pieces: Pieces, device: str) -> dict[str, Tensor]:
    """Weighted loss of each head that the items have labels for."""
    inputs, word_mask = collate(items, pieces, device)
    mixed = model.encode(**inputs)
    labels = items[0].labels
    out: dict[str, Tensor] = {}
    if "heads" in labels:
        out |= _syntax(model, mixed, items, word_mask)
    if "names" in labels:
        out["names"] = _tagging(model.names(mixed[MIX["names"]]), [i.labels["names"] for i in items])
    if "roles" in labels:
        out |= _attribution(model, mixed[MIX["attribution"]], items, word_mask)
    if "events" in labels:
        out |= _events(model, mixed[MIX["events"]], items, word_mask)
    if any("tones" in item.labels for item in items):
        out["tone"] = _tone(model, mixed[MIX["tone"]], items, word_mask)
    return {name: loss * WEIGHTS.get(name, 1.0) for name, loss in out.items()}


def _padded(rows: list[list[int]], width: int, device: torch.device, fill: int = -100) -> Tensor:
    out = torch.full((len(rows), width), fill, dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.tensor(row, dtype=torch.long)
    return out.to(device)


def _tagging(logits: Tensor, gold: list[list[int]], smoothing: float = 0.0) -> Tensor:
    target = _padded(gold, logits.shape[1], logits.device)
    return F.cross_entropy(logits.float().flatten(0, 1), target.flatten(), ignore_index=-100, label_smoothing=smoothing)


def _syntax(model: Reader, mixed: Tensor, items: list[Item], word_mask: Tensor) -> dict[str, Tensor]:
    n = word_mask.shape[1]
    tags, words = mixed[MIX["tags"]], mixed[MIX["syntax"]]
    heads = _padded([i.labels["heads"] for i in items], n, words.device)
    sentence = _padded([i.labels["sentence_of"] for i in items], n, words.device, fill=-1)
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)) & word_mask.unsqueeze(1)
    allowed = torch.cat([torch.ones_like(same[..., :1]), same], -1)
    arcs = model.arcs(words).float().masked_fill(~allowed, -1e4)
    relations = model.labels(words, heads.clamp(min=0)).float()
    starts = torch.ones_like(sentence)
    starts[:, 1:] = (sentence[:, 1:] != sentence[:, :-1]).long()
    start_loss = F.binary_cross_entropy_with_logits(model.starts(tags).squeeze(-1).float(), starts.float(), reduction="none")
    return {
        "upos": _tagging(model.upos(tags), _indices([i.labels["upos"] for i in items])),
        "tag": _tagging(model.tag(tags), [i.labels["tag"] for i in items]),
        "starts": start_loss[word_mask].mean(),
        "arcs": F.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=-100),
        "labels": _tagging(relations, [i.labels["deprels"] for i in items]),
    }


def _indices(rows: list[list[str]]) -> list[list[int]]:
    return [[UPOS.index(name) if name in UPOS else -100 for name in row] for row in rows]


def _attribution(model: Reader, words: Tensor, items: list[Item], word_mask: Tensor) -> dict[str, Tensor]:
    logits = model.roles(words)
    out = {}
    tags = sum(_tagging(logits[..., 3 * r : 3 * r + 3], [i.labels["roles"][r] for i in items]) for r in range(3))
    out["roles"] = torch.as_tensor(tags)
    # In training any of a cue's words may stand for it, since the tagger may miss its first one.
    cues = [
        (b, cue[int(torch.randint(len(cue), ())) if model.training and torch.rand(()) < 0.3 else 0])
        for b, item in enumerate(items)
        for cue in item.labels["cues"]
    ]
    if cues:
        gold = torch.zeros(len(cues), 2, words.shape[1])
        links = [link for item in items for link in item.labels["links"]]
        for row, (source, content) in enumerate(links):
            gold[row, 0, source] = 1.0
            gold[row, 1, content] = 1.0
        at = torch.tensor(cues, device=words.device)
        loss = F.binary_cross_entropy_with_logits(model.links(words, at).float(), gold.to(words.device), reduction="none")
        mask = word_mask[at[:, 0]].unsqueeze(1).float()
        out["links"] = (loss * mask).sum() / (mask.sum() * 2)
    return out


def _masks(spans: list[list[int]], n: int, device: torch.device) -> Tensor:
    out = torch.zeros(len(spans), n)
    for i, span in enumerate(spans):
        out[i, span] = 1.0
    return out.to(device)


def _events(model: Reader, words: Tensor, items: list[Item], word_mask: Tensor) -> dict[str, Tensor]:
    pairs: list[tuple[int, EventLabel]] = [(b, e) for b, item in enumerate(items) for e in item.labels["events"]]
    rows = torch.tensor([b for b, _ in pairs], device=words.device)
    n = words.shape[1]
    masks = [_masks([getattr(e, role) for _, e in pairs], n, words.device) for role in ("source", "target", "trigger")]
    if model.training:
        # Callers of `label` have no trigger, so the head must also judge without one.
        masks[2] = masks[2] * (torch.rand(len(pairs), 1, device=words.device) > 0.25).float()
    kind, mode, status, plv = model.event(words[rows], *masks, word_mask[rows].float())
    log_kind = torch.log_softmax(kind.float(), -1)
    out = {}
    total = torch.zeros((), device=words.device)
    for i, (_, event) in enumerate(pairs):
        names = MEANS.get(event.kind, (event.kind,)) if event.is_plv else (event.kind,)
        gold = torch.logsumexp(log_kind[i, [EVENT_LABELS.index(name) for name in names]], 0)
        # Label smoothing, spread over all labels: the head's confidences are calibrated afterwards.
        total = total - 0.95 * gold - 0.05 * log_kind[i].mean()
    out["event"] = total / len(pairs)
    moded = [(i, MODE_INDEX[(e.kind, e.mode) if e.mode else None]) for i, (_, e) in enumerate(pairs) if not e.is_plv and e.kind != "NONE"]
    if moded:
        at, gold_mode = (torch.tensor(column, device=words.device) for column in zip(*moded, strict=True))
        out["mode"] = F.cross_entropy(mode.float()[at], gold_mode)
    spoken = [(i, PLV_LABELS.index(kind)) for i, (_, e) in enumerate(pairs) if (kind := e.in_plv)]
    if spoken:
        at, gold_plv = (torch.tensor(column, device=words.device) for column in zip(*spoken, strict=True))
        out["plv"] = F.cross_entropy(plv.float()[at], gold_plv, label_smoothing=0.05)
    stated = [(i, STATUSES.index(e.status)) for i, (_, e) in enumerate(pairs) if e.status]
    if stated:
        at, gold_status = (torch.tensor(column, device=words.device) for column in zip(*stated, strict=True))
        out["status"] = F.cross_entropy(status.float()[at], gold_status)
    return out


def _tone(model: Reader, words: Tensor, items: list[Item], word_mask: Tensor) -> Tensor:
    pairs = [(b, mention, tone) for b, item in enumerate(items) for mention, tone in item.labels.get("tones", [])]
    rows = torch.tensor([b for b, _, _ in pairs], device=words.device)
    mentions = _masks([mention for _, mention, _ in pairs], words.shape[1], words.device)
    logits = model.tone(words[rows], mentions, word_mask[rows].float())
    return F.cross_entropy(logits.float(), torch.tensor([tone for _, _, tone in pairs], device=words.device), label_smoothing=0.05)
