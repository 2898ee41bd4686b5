"""Check Relata's own labelled sentences: every span resolves, every label exists, and the texts vary.

Run: ``python training/corpus/check.py [FILE.jsonl ...]``; exit status 1 when a line is wrong.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
MODES = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "", "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove allege investigate", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
               "crowd-control unconventional",
    "NONE": "",
}  # fmt: skip
TYPES = {name: tuple(modes.split()) for name, modes in MODES.items()}
STATUSES = ("actual", "planned", "conditional", "denied", "past")
GENRES = ("wire", "headline", "speech", "broadcast", "analysis", "report")
TONES = ("negative", "neutral", "positive")


def locate(text: str, phrase: str) -> tuple[int, int]:
    """Character span of `phrase` in `text`; ``name#2`` is its second whole-word occurrence. Raises ValueError."""
    name, _, ordinal = phrase.rpartition("#")
    if not ordinal.isdigit() or not name:
        name, ordinal = phrase, "1"
    # Whole words only: "Iran" must not be found inside "Iranian".
    pattern = r"(?<!\w)" + re.escape(name) + r"(?!\w)"
    spans = [match.span() for match in re.finditer(pattern, text)]
    if len(spans) < int(ordinal):
        raise ValueError(f"{phrase!r} is not in the text (whole words, {len(spans)} occurrences found)")
    return spans[int(ordinal) - 1]


def held_back(text: str) -> bool:
    """Whether an item belongs to the tenth that is never trained on; a hash, so that adding lines moves nothing."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 == 0


def problems(item: dict) -> list[str]:
    """What is wrong with one item, in words; empty when nothing is."""
    found = []
    if unknown := set(item) - {"text", "genre", "events", "tones"}:
        found.append(f"unknown keys {sorted(unknown)}")
    text = item.get("text", "")
    if not text or item.get("genre") not in GENRES or not item.get("events"):
        return [*found, "needs text, a genre of " + ", ".join(GENRES) + ", and events"]
    for event in item["events"]:
        kind = event.get("type")
        if unknown := set(event) - {"source", "target", "trigger", "type", "mode", "status", "symmetric"}:
            found.append(f"unknown event keys {sorted(unknown)}")
        if kind not in TYPES:
            found.append(f"unknown type {kind!r}")
            continue
        if event.get("mode") is not None and event["mode"] not in TYPES[kind]:
            found.append(f"{kind} has no mode {event['mode']!r}")
        if kind != "NONE" and event.get("status") not in STATUSES:
            found.append(f"status {event.get('status')!r}")
        if kind != "NONE" and not event.get("trigger"):
            found.append("an event needs its trigger")
        for role in ("source", "target", "trigger"):
            phrase = event.get(role)
            if phrase is None and role != "source":
                continue
            try:
                locate(text, phrase or "")
            except ValueError as error:
                found.append(f"{role}: {error}")
    for tone in item.get("tones", []):
        try:
            locate(text, tone["mention"])
        except (KeyError, ValueError) as error:
            found.append(f"tone: {error}")
        if tone.get("tone") not in TONES:
            found.append(f"tone {tone.get('tone')!r}")
    return found


def longest_shared(texts: list[str]) -> tuple[int, str]:
    """Length in words of the longest n-gram that two items share, and its words."""
    words = [re.findall(r"\w+", text.lower()) for text in texts]
    best = (0, "")
    n = 3
    while True:
        seen: dict[tuple[str, ...], int] = {}
        hit = None
        for i, tokens in enumerate(words):
            for j in range(len(tokens) - n + 1):
                gram = tuple(tokens[j : j + n])
                if seen.setdefault(gram, i) != i:
                    hit = gram
                    break
            if hit:
                break
        if hit is None:
            return best
        best = (n, " ".join(hit))
        n += 1


def main(paths: list[Path]) -> int:
    bad, texts, triggers = 0, [], Counter()
    types, modes, statuses = Counter(), Counter(), Counter()
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
                found = problems(item)
            except (json.JSONDecodeError, AttributeError, TypeError) as error:
                found, item = [f"not a JSON object: {error}"], {}
            if found:
                bad += 1
                print(f"{path.name}:{number}: {'; '.join(found)}")
                continue
            texts.append(item["text"])
            for event in item["events"]:
                types[event["type"]] += 1
                if event["type"] != "NONE":
                    modes[f"{event['type']}-{event.get('mode')}"] += 1
                    statuses[event["status"]] += 1
                    triggers[event["trigger"].split("#")[0].lower()] += 1
    twice = [text for text, count in Counter(texts).items() if count > 1]
    print(f"{len(texts)} items, {bad} wrong, {len(twice)} texts twice, {sum(map(held_back, texts))} held back")
    print("types:", dict(types.most_common()))
    print("modes:", dict(sorted(modes.items())))
    print("statuses:", dict(statuses.most_common()))
    total = sum(triggers.values()) or 1
    print(f"distinct triggers: {len(triggers)} of {total} ({len(triggers) / total:.2f}); most used: {triggers.most_common(12)}")
    length, gram = longest_shared(texts)
    print(f"longest n-gram two items share: {length} words: {gram!r}")
    return 1 if bad or twice else 0


if __name__ == "__main__":
    raise SystemExit(main([Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.jsonl"))))
