"""Which stretches of a treebank's sentence are names? From GUM's entity mentions to typed names.

In: the MISC column (``Entity=``) and the tree. Out: spans of words with a kind of the reader's. Left out: mentions that are no names
("the ministry") and times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

Name = tuple[int, int, str]
# Where group and type stand among a mention's parts, unless the file says otherwise.
DEFAULT_LAYOUT = (0, 1)
NAME_OF_ENTITY = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
# Parts that belong to a name when they hang on its head: flat parts, compounds, and what joins them.
NAME_PARTS = {"flat", "compound", "nummod", "fixed", "goeswith"}


class Mention(NamedTuple):
    """First word, past-last word, entity type, and the id of the chain that mentions of the same thing share."""

    start: int
    end: int
    kind: str
    chain: str


class Tree(Protocol):
    """What a name is found from; `heads` counts from 1, 0 is the root."""

    @property
    def words(self) -> Sequence[str]: ...

    @property
    def upos(self) -> Sequence[str]: ...

    @property
    def heads(self) -> Sequence[int | None]: ...

    @property
    def deprels(self) -> Sequence[str]: ...


def mentions_of(misc: Sequence[str], layout: tuple[int, int] = DEFAULT_LAYOUT) -> list[Mention]:
    """Mentions of one sentence from its MISC column; nested ones all kept."""
    group_at, type_at = layout
    out = []
    opened: list[tuple[str, str, int]] = []
    for i, text in enumerate(misc):
        value = next((part[7:] for part in text.split("|") if part.startswith("Entity=")), "")
        for token in re.findall(r"\([^()]*\)?|[^()]+\)", value):
            if token.startswith("("):
                parts = token.strip("()").split("-")
                group, kind = (parts[at] if at < len(parts) else "" for at in (group_at, type_at))
                if token.endswith(")"):
                    out.append(Mention(i, i + 1, kind, group))
                else:
                    opened.append((group, kind, i))
            else:
                group = token.rstrip(")")
                for j in range(len(opened) - 1, -1, -1):
                    if opened[j][0] == group:
                        _, kind, start = opened.pop(j)
                        out.append(Mention(start, i + 1, kind, group))
                        break
    return out


def names_of(sentence: Tree, mentions: Sequence[Mention]) -> list[Name]:
    """Names among the mentions: those whose head is a proper noun, cut to the name itself, outermost first.

    The name is the head with its flat parts, compounds, proper or capitalised modifiers and "of"-phrases of proper nouns;
    determiners, appositions, relative clauses and place tails ("…, Spain") are left out.
    """
    spans = []
    for start, end, kind, _ in sorted(mentions, key=lambda m: (m[0], -m[1])):
        if kind == "time":
            continue
        heads = [i for i in range(start, end) if not start <= _above(sentence, i) < end]
        if len(heads) != 1 or sentence.upos[heads[0]] != "PROPN":
            continue
        keep = name_words(sentence, heads[0], start, end)
        spans.append((min(keep), max(keep) + 1, NAME_OF_ENTITY.get(kind, "OTHER")))
    out: list[Name] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in out):
            out.append(span)
    return sorted(out)


def name_words(sentence: Tree, head: int, start: int, end: int) -> set[int]:
    """Words of the name headed by `head`, within the mention."""
    keep = {head}
    for i in range(start, end):
        if _above(sentence, i) != head:
            continue
        relation = sentence.deprels[i].split(":")[0]
        capital = sentence.words[i][:1].isupper()
        proper = sentence.upos[i] == "PROPN" or capital
        if (relation in NAME_PARTS and proper) or (relation == "amod" and capital and i < head):
            keep |= name_words(sentence, i, start, end)
        elif relation == "nmod" and sentence.upos[i] == "PROPN" and i > head:
            cased = [j for j in range(head + 1, i) if sentence.deprels[j] == "case" and _above(sentence, j) == i]
            if cased and sentence.words[cased[0]].lower() in ("of", "de", "for"):
                keep |= name_words(sentence, i, start, end)
        elif sentence.deprels[i] == "nmod:poss" and sentence.upos[i] == "PROPN" and i < head:
            keep |= name_words(sentence, i, start, end)
    return set(range(min(keep), max(keep) + 1))


def _above(sentence: Tree, i: int) -> int:
    """Index of the head of word `i`, -1 for the root."""
    return (sentence.heads[i] or 0) - 1
