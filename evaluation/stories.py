"""How well are near-copies told from other articles? A set made from real articles, and what `relata.ingest.stories` makes of it.

Of each article copies are made as outlets make them: cut, put into another order, under another head and with another close, lightly
rewritten, and several of these at once. All are shuffled and grouped as a ledger would, one after another. Different articles on the same
subject are the negatives: of each article the five that share the most rare words with it are counted apart.

    python evaluation/stories.py ../shared/data/polnear/train.jsonl ../shared/data/polnear/dev.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from relata.ingest import read_paths
from relata.ingest.stories import Copies
from relata.records import Article

NEAREST = 5
# What a copy editor changes without a second thought; of either side the other is put.
WORDS = (
    ("said", "told reporters"), ("also", "in addition"), ("but", "however"), ("after", "following"), ("about", "some"),
    ("more than", "over"), ("because", "since"), ("big", "large"), ("help", "assist"), ("told", "said to"), ("start", "begin"),
    ("would", "will"), ("many", "numerous"), ("however", "still"), ("people", "persons"), ("says", "states"), ("show", "indicate"),
    ("while", "whereas"), ("Mr.", ""), ("percent", "per cent"), ("United States", "U.S."), ("now", "currently"), ("last", "past"),
    ("before", "prior to"), ("who", "that"), ("just", "only"), ("think", "believe"),
)  # fmt: skip
CLOSE = (
    "Reporting by our correspondents; editing by the desk. All rights reserved. "
    "This material may not be published or redistributed."
)  # fmt: skip


def cut(text: str, chance: random.Random) -> str:
    """The first 40 to 80 hundredths of the paragraphs, as where room was short."""
    parts = _paragraphs(text)
    return "\n\n".join(parts[: max(1, round(len(parts) * chance.uniform(0.4, 0.8)))])


def thin(text: str, chance: random.Random) -> str:
    """A third of the paragraphs taken out, here and there."""
    parts = _paragraphs(text)
    left = [part for part in parts if chance.random() > 1 / 3]
    return "\n\n".join(left or parts)


def reorder(text: str, chance: random.Random) -> str:
    """All paragraphs but the first in another order."""
    first, *rest = _paragraphs(text)
    return "\n\n".join([first, *chance.sample(rest, len(rest))])


def rehead(text: str, chance: random.Random) -> str:
    """Another headline and dateline, a note of the desk, and a close that many articles share."""
    head = " ".join(chance.sample(text.split(), min(9, len(text.split()))))
    place = chance.choice(["WASHINGTON", "LONDON", "GENEVA"])
    return f"{head}\n\n{place} (Wire) - {text}\n\n{CLOSE}"


def rewrite(text: str, chance: random.Random) -> str:
    """Words exchanged by the list, one word in twenty left out or doubled by another, and lines broken elsewhere."""
    for old, new in WORDS:
        text = re.sub(rf"\b{re.escape(old)}(?!\w)", new, text)
    words = text.split(" ")
    changed = (chance.choice(("", word + " " + chance.choice(words))) if chance.random() < 0.05 else word for word in words)
    return re.sub(r"\n\n", lambda _: chance.choice(("\n\n", "\n", " ")), " ".join(changed))


KINDS: Mapping[str, tuple[Callable[[str, random.Random], str], ...]] = {
    "same": (),
    "cut": (cut,),
    "thinned": (thin,),
    "reordered": (reorder,),
    "re-headed": (rehead,),
    "rewritten": (rewrite,),
    "cut, re-headed": (cut, rehead),
    "thinned, reordered, re-headed": (thin, reorder, rehead),
    "reordered, rewritten": (reorder, rewrite),
    "cut, rewritten": (cut, rewrite),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What grouping made of a set.

    Attributes:
        precision: of pairs put into one story, the share that belongs there; recall: of pairs that belong, the share put together.
        by_kind: share of copies of each kind that stand in one story with their original.
        subject_pairs: pairs of different articles on one subject; `subject_joined` of them stand in one story.
    """

    precision: float
    recall: float
    by_kind: dict[str, float]
    subject_pairs: int
    subject_joined: int


def make_set(texts: Sequence[str], *, seed: int = 1) -> list[tuple[int, str, str]]:
    """Copies as (number of the original, kind, text), shuffled. The original itself is of kind ``original``."""
    chance = random.Random(seed)
    made = [(number, "original", text) for number, text in enumerate(texts)]
    for number, text in enumerate(texts):
        for kind, steps in KINDS.items():
            copy = text
            for step in steps:
                copy = step(copy, chance)
            made.append((number, kind, copy))
    chance.shuffle(made)
    return made


def judge(texts: Sequence[str], *, seed: int = 1) -> Result:
    made = make_set(texts, seed=seed)
    story = group([text for _, _, text in made])
    cells = Counter((story[at], number) for at, (number, _, _) in enumerate(made))
    stories, originals = Counter(story), Counter(number for number, _, _ in made)
    right, put, belong = (sum(n * (n - 1) // 2 for n in counts.values()) for counts in (cells, stories, originals))
    home = {number: story[at] for at, (number, kind, _) in enumerate(made) if kind == "original"}
    joined = defaultdict(list)
    for at, (number, kind, _) in enumerate(made):
        joined[kind].append(story[at] == home[number])
    subjects = same_subject(texts)
    return Result(
        right / put,
        right / belong,
        {kind: sum(joined[kind]) / len(joined[kind]) for kind in KINDS},
        len(subjects),
        sum(home[one] == home[other] for one, other in subjects),
    )


def group(texts: Sequence[str]) -> list[int]:
    """A number of its story for each text, as a ledger groups them."""
    copies = Copies()
    story = list(range(len(texts)))
    for at, text in enumerate(texts):
        signature = copies.sign(text)
        if signature is None:
            continue
        found = [story[int(id_)] for id_ in copies.of(signature)]
        if found:
            story = [found[0] if one in found else one for one in story]
            story[at] = found[0]
        copies.add(str(at), signature.values, signature.size)
    return story


def same_subject(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Each text with the five that share the most words with it, rare words counting more."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    alike = (vectors @ vectors.T).toarray()
    pairs = set()
    for one in range(len(texts)):
        nearest = sorted(range(len(texts)), key=lambda other: -alike[one, other])[1 : NEAREST + 1]
        pairs |= {(min(one, other), max(one, other)) for other in nearest}
    return pairs


def distinct(articles: Iterator[Article]) -> list[str]:
    """Texts, without those that really are copies of an earlier one: more than half of the shorter one's runs of five words are shared."""
    runs: list[set[str]] = []
    texts: list[str] = []
    for article in articles:
        words = article.text.split()
        own = {" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))}
        if not any(len(own & other) > min(len(own), len(other)) / 2 for other in runs):
            runs.append(own)
            texts.append(article.text)
    return texts


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="articles as `relata read` takes them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    texts = distinct(item for item in read_paths(args.files) if isinstance(item, Article))
    started = time.perf_counter()
    result = judge(texts, seed=args.seed)
    if args.json:
        print(json.dumps({name: getattr(result, name) for name in Result.__slots__}))
        return
    print(f"{len(texts)} articles, {len(texts) * (1 + len(KINDS))} texts, {time.perf_counter() - started:.0f} s")
    print(f"precision {100 * result.precision:.2f}, recall {100 * result.recall:.2f}, over pairs")
    print(f"different articles on one subject: {result.subject_joined} of {result.subject_pairs} pairs joined")
    for kind, share in result.by_kind.items():
        print(f"  {kind:32}{100 * share:6.1f} of 100 stand with their original")


if __name__ == "__main__":
    main()
