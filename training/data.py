"""Training sets as windows of words with labels. Each reader takes a file of `../shared/data` or of `training/corpus`."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.check import held_back, locate
from relata.evaluate.plv import MODE_FOLDS, TYPE_FOLDS, unmark
from relata.evaluate.treebank import Sentence
from relata.reading.labels import NAME_KINDS, NO_EVENT, TONES
from relata.reading.pieces import CASE_LOWER, CASE_UPPER, Pieces, letter_case
from relata.reading.tokens import blank_english
from relata.reading.windows import Words, windows, words_of

NLP = blank_english()


@dataclass
class Item:
    """One training window. `labels` holds what the set knows; absent keys are not trained on."""

    words: list[str]
    breaks: list[bool]
    labels: dict[str, Any] = field(default_factory=dict)
    cases: list[int] | None = None


# --- Universal Dependencies ------------------------------------------------------------------------------------------


def treebank_items(documents: list[list[Sentence]], deprels: list[str], tags: list[str], pieces: Pieces, rng: random.Random) -> list[Item]:
    """Windows over treebank documents: single sentences and runs of them, so that both are met in training.

    A sentence of more pieces than the encoder takes (a list of addresses, say) is left out.
    """
    items = []
    for document in documents:
        sizes = [sum(len(pieces.of_word(word)[0]) for word in s.words) + 2 for s in document]
        i = 0
        while i < len(document):
            limit = 1 if rng.random() < 0.35 else rng.choice((50, 100, 180, 250))
            run, used = [document[i]], sizes[i]
            i += 1
            while i < len(document) and used + sizes[i] <= limit:
                run.append(document[i])
                used += sizes[i]
                i += 1
            if used <= 500:
                items.append(treebank_item(run, deprels, tags))
    return items


def treebank_item(run: list[Sentence], deprels: list[str], tags: list[str]) -> Item:
    """One window of gold sentences. Heads are 0 for the root, else 1 + the word's place in the window."""
    words, breaks, upos, tag, heads, relations, sentence_of, names = [], [], [], [], [], [], [], []
    has_names = all(s.names is not None for s in run)
    for number, s in enumerate(run):
        offset = len(words)
        words += s.words
        breaks += [s.new_paragraph and bool(number)] + [False] * (len(s.words) - 1)
        upos += s.upos
        tag += [tags.index(t) if t in tags else -100 for t in s.tags]
        heads += [h + offset if h else 0 for h in s.heads]
        relations += [deprels.index(r) if r in deprels else -100 for r in s.deprels]
        sentence_of += [number] * len(s.words)
        names += bio(len(s.words), [(a, b, NAME_KINDS.index(k) if k in NAME_KINDS else -1) for a, b, k in s.names or []])
    labels: dict[str, Any] = {"upos": upos, "tag": tag, "heads": heads, "deprels": relations, "sentence_of": sentence_of}
    if has_names:
        labels["names"] = names
    return Item(words, breaks, labels)


def with_names(documents: list[list[Sentence]], path: Path) -> list[list[Sentence]]:
    """The documents with names from the project's own list (see `corpus/README.md`) in every sentence that had none marked."""
    spans = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        sentence, _, names = line.partition("\t")
        parts = [re.fullmatch(r"(\d+)-(\d+):(.+)", name) for name in names.split()]
        spans[sentence] = [(int(part[1]), int(part[2]), part[3]) for part in parts if part]
    return [[s if s.names is not None else replace(s, names=spans.get(identifier(s), [])) for s in document] for document in documents]


def identifier(sentence: Sentence) -> str:
    """The treebank's own id of a sentence."""
    return next((line.split("=", 1)[1].strip() for line in sentence.lines if line.startswith("# sent_id")), "")


def bio(n: int, spans: list[tuple[int, int, int]]) -> list[int]:
    """Tags [n]: 0 outside, 1 + 2k where a span of kind k begins, 2 + 2k inside it, -100 (not trained on) in one of kind -1."""
    tags = [0] * n
    for start, end, kind in spans:
        for i in range(max(start, 0), min(end, n)):
            tags[i] = -100 if kind < 0 else 1 + 2 * kind if i == start else 2 + 2 * kind
    return tags


# --- texts with character spans --------------------------------------------------------------------------------------


def words_with_offsets(text: str) -> tuple[Words, list[tuple[int, int]]]:
    doc = NLP(text)
    words = words_of(doc)
    return words, [(doc[i].idx, doc[i].idx + len(doc[i])) for i in words.index]


def covered(offsets: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[int]:
    """Indices of the words that overlap any of the character spans."""
    return [i for i, (a, b) in enumerate(offsets) if any(a < end and b > start for start, end in spans)]


def attribution_items(path: Path, pieces: Pieces) -> list[Item]:
    """PolNeAR: role tags and, for each cue, the words of its source and content."""
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        words, offsets = words_with_offsets(article["text"])
        marked = [{role: covered(offsets, a[role]) for role in ("source", "cue", "content")} for a in article["attributions"]]
        sizes = [len(pieces.of_word(word)[0]) for word in words.texts]
        for start, end in windows(words, sizes):
            items.append(attribution_item(words, start, end, marked))
    return items


def attribution_item(words: Words, start: int, end: int, marked: list[dict[str, list[int]]]) -> Item:
    n = end - start
    tags = {role: [0] * n for role in ("source", "cue", "content")}
    cues, links = [], []
    for attribution in marked:
        inside = {role: [i - start for i in found if start <= i < end] for role, found in attribution.items()}
        for role, found in inside.items():
            for i in found:
                begins = i - 1 not in found
                # A span begun inside another's span keeps its own beginning mark.
                tags[role][i] = 1 if begins else (tags[role][i] or 2)
        if inside["cue"]:
            cues.append(inside["cue"])
            links.append((inside["source"], inside["content"]))
    labels = {"roles": [tags[role] for role in ("source", "cue", "content")], "cues": cues, "links": links}
    return Item(words.texts[start:end], words.breaks[start:end], labels)


def tone_items(path: Path) -> list[Item]:
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        words, offsets = words_with_offsets(record["sentence_normalized"])
        tones = [(covered(offsets, [(t["from"], t["to"])]), int(t["polarity"]) // 2 - 1) for t in record["targets"]]
        tones = [(mention, tone) for mention, tone in tones if mention]
        if tones and len(words.texts) <= 300:
            items.append(Item(words.texts, words.breaks, {"tones": tones}))
    return items


@dataclass
class EventLabel:
    """One pair: word indices of source, target and trigger (each may be empty), and what links them."""

    source: list[int]
    target: list[int]
    trigger: list[int]
    kind: str
    mode: str | None = None
    status: str | None = None
    is_plv: bool = False

    @property
    def in_plv(self) -> str | None:
        """The label in PLV's dialect; None where the manual's type may be either of two there, or nothing happened."""
        if self.is_plv or self.kind == NO_EVENT:
            return self.kind if self.is_plv else None
        if self.kind == "SANCTION" and self.mode in (None, "discontinue"):
            return None  # formal sanctions are COERCE in PLV, other steps down SANCTION
        return MODE_FOLDS.get((self.kind, self.mode or ""), TYPE_FOLDS.get(self.kind, self.kind))


def plv_items(path: Path) -> list[tuple[str, Item]]:
    """PLV's marked sentences as (id, item). Its labels keep their own names; YIELD is CONCEDE or RETREAT."""
    items = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, spans = unmark(row["marked_sentence"])
            words, offsets = words_with_offsets(text)
            label = EventLabel(covered(offsets, spans["s"]), covered(offsets, spans["t"]), [], row["root"], is_plv=True)
            items.append((row["id"], Item(words.texts, words.breaks, {"events": [label]})))
    return items


# Types in which the other side does the same thing, so that the reversed pair is no negative.
MUTUAL = {"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "NONE"}


def corpus_items(folder: Path, *, held: bool = False) -> list[Item]:
    """The project's own sentences; `held` gives the held-back tenth in place of the rest."""
    items = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if held_back(record["text"]) == held:
                items.append(corpus_item(record))
    return items


def corpus_item(record: dict[str, Any]) -> Item:
    text = record["text"]
    words, offsets = words_with_offsets(text)

    def at(phrase: str | None) -> list[int]:
        return covered(offsets, [locate(text, phrase)]) if phrase else []

    events = [
        EventLabel(at(e["source"]), at(e.get("target")), at(e.get("trigger")), e["type"], e.get("mode"), e.get("status"))
        for e in record["events"]
    ]
    known = {(tuple(e.source), tuple(e.target)) for e in events}
    for e in list(events):
        reverse = (tuple(e.target), tuple(e.source))
        if e.target and e.kind not in MUTUAL and reverse not in known:
            known.add(reverse)
            events.append(EventLabel(e.target, e.source, e.trigger, "NONE"))
    labels: dict[str, Any] = {"events": events}
    tones = [(at(t["mention"]), TONES.index(t["tone"])) for t in record.get("tones", [])]
    if tones:
        labels["tones"] = tones
    return Item(words.texts, words.breaks, labels)


# --- augmentation ----------------------------------------------------------------------------------------------------

CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'", "’s": "'s", "n’t": "n't", "’re": "'re", "’ve": "'ve", "’ll": "'ll"}
STRAIGHT = {"'": "’", "'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'ll": "’ll"}


def load_swaps(states: Path) -> list[list[str]]:
    """Rows of one-word forms (name, adjective, person, capital) of each present state, for exchanging countries."""
    rows = []
    with states.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            forms = [row["name"], *(row[key].split("|")[0] for key in ("adjectives", "people", "capital"))]
            if row["kind"] == "state" and all(form and " " not in form and "-" not in form for form in forms):
                rows.append(forms)
    return rows


def augmented(item: Item, rng: random.Random, swaps: list[list[str]], pool: dict[NameShape, list[list[str]]]) -> Item:
    """The item, sometimes with other names, other countries, other quotation marks, or another letter case."""
    words = item.words
    if pool and "names" in item.labels and rng.random() < 0.3:
        words = with_other_names(item, rng, pool)
    if swaps and rng.random() < 0.5:
        words = with_other_countries(words, rng, swaps)
    if rng.random() < 0.2:
        words = requoted(words, curly=rng.random() < 0.5)
    cases = [letter_case(word) for word in words]
    draw = rng.random()
    if draw < 0.05:
        cases = [CASE_UPPER if case else 0 for case in cases]
    elif draw < 0.08:
        cases = [CASE_LOWER if case else 0 for case in cases]
    return replace(item, words=words, cases=cases)


# A name with its tree: kind, tags, and each word's head within the name with its relation; names alike in these can stand for each other.
NameShape = tuple[object, ...]


def name_shapes(item: Item) -> list[tuple[int, int, NameShape]]:
    """Names of a treebank window (first word, past-last word, shape)."""
    tags, found = item.labels["names"], []
    for start, tag in enumerate(tags):
        if tag <= 0 or tag % 2 == 0:
            continue
        end = start + 1
        while end < len(tags) and tags[end] == tag + 1:
            end += 1
        heads = [head - 1 - start if start < head <= end else None for head in item.labels["heads"][start:end]]
        inner = [(head, item.labels["deprels"][start + i] if head is not None else None) for i, head in enumerate(heads)]
        found.append((start, end, (tag, *item.labels["upos"][start:end], *item.labels["tag"][start:end], *inner)))
    return found


def with_other_names(item: Item, rng: random.Random, pool: dict[NameShape, list[list[str]]]) -> list[str]:
    """The words with most names exchanged for others of the same shape, the same one everywhere."""
    words, new = list(item.words), {}
    for start, end, shape in name_shapes(item):
        old = tuple(item.words[start:end])
        if old not in new:
            new[old] = rng.choice(pool[shape]) if rng.random() < 0.7 and len(pool.get(shape, ())) > 3 else list(old)
        if len(new[old]) == end - start:
            words[start:end] = new[old]
    return words


def requoted(words: list[str], *, curly: bool) -> list[str]:
    if not curly:
        return [CURLY.get(word, word) for word in words]
    out, opening = [], True
    for word in words:
        if word == '"':
            out.append("“" if opening else "”")
            opening = not opening
        else:
            out.append(STRAIGHT.get(word, word))
    return out


def with_other_countries(words: list[str], rng: random.Random, swaps: list[list[str]]) -> list[str]:
    """Every country in the words exchanged for another, the same one everywhere."""
    owner: dict[str, tuple[int, int]] = {}
    for number, forms in enumerate(swaps):
        for column, form in enumerate(forms):
            owner.setdefault(form, (number, column))
    found = {owner[word][0] for word in words if word in owner}
    if not found:
        return words
    new = dict(zip(sorted(found), rng.sample(range(len(swaps)), len(found)), strict=True))
    return [swaps[new[owner[word][0]]][owner[word][1]] if word in owner else word for word in words]


# --- batches ---------------------------------------------------------------------------------------------------------


def batches(items: list[Item], budget: int, rng: random.Random) -> Iterator[list[Item]]:
    """One pass over the items in random order, in batches of like length whose padded size stays within the budget."""
    order = list(range(len(items)))
    rng.shuffle(order)
    pool = 400
    groups: list[list[Item]] = []
    for begin in range(0, len(order), pool):
        part = sorted(order[begin : begin + pool], key=lambda i: len(items[i].words))
        group: list[Item] = []
        for i in part:
            longest = max(len(items[i].words), len(group[-1].words) if group else 0)
            if group and longest * (len(group) + 1) > budget:
                groups.append(group)
                group = []
            group.append(items[i])
        if group:
            groups.append(group)
    rng.shuffle(groups)
    yield from groups
