"""Attributions mended by syntax: which there are, and the words of each one's cue, source and content.

In: a read Doc. Out: `Attributed`s in the order of their cues. The reader's tags are taken first, less those that are too unsure or tell
the same words twice; then what the tree shows and the tags leave out: they were learned from texts in which nothing is marked within what
is told. Left out: who is meant, and whether what is told are words or a mere act (`words`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from ..reading import Attribution, Node, Tree
from .spans import content_tokens, cue_head, runs, split_by_paragraph
from .syntax import by_syntax

# Cues less sure than this are left out: three in four of them are none on PolNeAR dev, where any value from 0.6 to 0.7 does as well.
CUE_SCORE_MIN = 0.65
# The same of a cue that governs what was said.
TOLD_SCORE_MIN = 0.5
TOLD = frozenset(("ccomp", "xcomp", "obj"))
# A cue that is no verb or noun, or says nothing without its source, has to be surer.
ODD_SCORE_MIN = 0.8
# Two cues in a sentence with this share of their contents in common tell the same words.
SAME_WORDS = 0.8


@dataclass(frozen=True)
class Attributed:
    """One attribution.

    Attributes:
        cue: the governing word of its cue, and `words` all of it.
        source: words of whoever speaks, as the tags give them; may be empty.
        content: token ranges of what was said, in order.
        nested: its cue stands within another one's content.
    """

    cue: Node
    words: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[tuple[int, int], ...]
    score: float
    nested: bool = False

    @cached_property
    def tokens(self) -> frozenset[int]:
        """All tokens of the content."""
        return frozenset(i for a, b in self.content for i in range(a, b))


def attributed(doc: Tree) -> list[Attributed]:
    """All attributions of a Doc."""
    found = [one for tagged in doc.reading.attributions if (one := _mended(doc, tagged)) is not None]
    found = _without_twins(doc, found)
    known = {i for one in found for i in one.words}
    found += [one for seen in by_syntax(doc, known) if (one := _mended(doc, seen)) is not None]
    found.sort(key=lambda one: one.words)
    inside = {one.cue.i: one.tokens for one in found}
    return [replace(one, nested=any(one.cue.i in held for cue, held in inside.items() if cue != one.cue.i)) for one in found]


def _mended(doc: Tree, one: Attribution) -> Attributed | None:
    cue = cue_head(doc, one)
    if _unsure(cue, one):
        return None
    ranges = split_by_paragraph(doc, cue, runs(doc, content_tokens(doc, one)))
    return Attributed(cue, one.cue, one.source, tuple(ranges), one.score) if ranges else None


def _unsure(cue: Node, one: Attribution) -> bool:
    """Whether a cue is likelier none: by its score, and by whether it stands as a cue mostly does."""
    if one.score >= ODD_SCORE_MIN:
        return False
    passive = cue.tag_ == "VBN" or any(child.dep_ in ("nsubj:pass", "expl", "aux:pass") for child in cue.children)
    if cue.pos_ in ("ADJ", "ADP", "AUX", "ADV") or not (one.source or passive):
        return True
    told = any(child.dep_ in TOLD and child.i in one.content for child in cue.children)
    return one.score < (TOLD_SCORE_MIN if told else CUE_SCORE_MIN)


def _without_twins(doc: Tree, found: list[Attributed]) -> list[Attributed]:
    """Two cues for the same words of the same source are one attribution: the surer cue's. Of two sources one passes on the other's."""
    starts = doc.starts
    kept: dict[int, list[Attributed]] = {}
    for one in sorted(found, key=lambda one: (-one.score, one.words)):
        beside = kept.setdefault(starts[one.cue.i], [])
        if not any(_is_twin(k, one) for k in beside):
            beside.append(one)
    return [one for ones in kept.values() for one in ones]


def _is_twin(one: Attributed, other: Attributed) -> bool:
    if one.source and other.source and not {*one.source} & {*other.source}:
        return False
    return len(one.tokens & other.tokens) >= SAME_WORDS * len(one.tokens | other.tokens)
