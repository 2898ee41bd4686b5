"""What does the layout say? Who speaks, in transcripts ("NAME: words") and signed quotations ("“words” — NAME"), and where a dateline ends.

In: the words of a text and where its paragraphs begin. Out: attributions whose cue is the colon or the dash; ends of datelines. No weights
are asked: the model learned from running prose, in which such layouts are rare. Left out: headlines with a colon, which the model does see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from spacy.lang.en.lex_attrs import like_num
from spacy.tokens import Doc

OPENING = frozenset(("“", '"', "”", "‘", "''", "``", "„"))
CLOSING = frozenset(("”", '"', "’", "''", "“"))
DASHES = frozenset(("―", "—", "–", "-", "--", "~"))
PARTICLES = frozenset(("de", "da", "van", "von", "der", "al", "bin", "el", "la", "dos", "di", ".", "-", "of", "the", ","))
# Words of a name at most, and words that must follow for it to be speech and no caption ("Photo: Xinhua").
NAME, SPEECH = 6, 5
# Paragraphs of the kind that a text must have before names in small letters count as its speakers.
ENOUGH = 3


# Tokens of a dateline at most.
DATELINE = 16


class Spoken(NamedTuple):
    """Half-open ranges of words."""

    source: tuple[int, int]
    cue: int
    content: tuple[int, int]


def spoken(texts: Sequence[str], breaks: Sequence[bool]) -> list[Spoken]:
    """All attributions by layout, in text order."""
    bounds = [*(i for i, begins in enumerate(breaks) if begins or i == 0), len(texts)]
    paragraphs = list(pairwise(bounds))
    found = [*_transcript(texts, paragraphs), *_signed(texts, breaks)]
    return sorted(found, key=lambda one: one.cue)


def _transcript(texts: Sequence[str], paragraphs: Sequence[tuple[int, int]]) -> Iterator[Spoken]:
    """Paragraphs that begin with a name and a colon, where the text has several or the name is in capitals."""
    lines = [line for a, b in paragraphs if (line := _line(texts, a, b)) is not None]
    names = Counter(" ".join(label) for label, _ in lines)
    for label, turn in lines:
        shouted = all(word.isupper() for word in label if word.isalpha())
        if (shouted and len(lines) > 1) or (len(lines) >= ENOUGH and max(names.values()) > 1):
            yield turn


def _line(texts: Sequence[str], a: int, b: int) -> tuple[Sequence[str], Spoken] | None:
    """What stands before the colon, or before a bracket there, and the turn; "MINISTER (Ana Brel):" is hers."""
    start = a + (texts[a] in OPENING)
    end = _name_end(texts, start, b)
    source, colon = (start, end), end
    if start < end < b and texts[end] == "(":
        inner = _name_end(texts, end + 1, b)
        if end + 1 < inner < b and texts[inner] in (")", "):"):
            source, colon = (end + 1, inner), inner + (texts[inner] == ")")
    if end == start or colon >= b or texts[colon] not in (":", "):"):
        return None
    last = b - (texts[b - 1] in CLOSING)
    return (texts[start:end], Spoken(source, colon, (colon + 1, last))) if last - colon > SPEECH else None


def _name_end(texts: Sequence[str], start: int, b: int) -> int:
    end = start
    while end < b and end - start < NAME and _in_name(texts[end], first=end == start):
        end += 1
    return end


def _signed(texts: Sequence[str], breaks: Sequence[bool]) -> Iterator[Spoken]:
    """A quotation that begins a paragraph or follows another signature, then a dash and a name up to the next quotation or paragraph."""
    begins = 0
    for i in range(len(texts)):
        if breaks[i]:
            begins = i
        if not _is_signature(texts, i) or i - begins <= SPEECH:
            continue
        end = i + 1
        while end < len(texts) and end - i <= NAME and not breaks[end] and _in_name(texts[end], first=end == i + 1):
            end += 1
        if end > i + 1 and (end == len(texts) or breaks[end] or texts[end] in OPENING):
            if texts[begins] in OPENING or texts[begins] == "”":  # which some set at both ends
                yield Spoken((i + 1, end - (texts[end - 1] == ".")), i, (begins, i))
            begins = end


def _is_signature(texts: Sequence[str], i: int) -> bool:
    """Whether a dash after closing marks stands here, perhaps in one token with them."""
    if texts[i][-1] not in DASHES:
        return False
    return (texts[i] in DASHES and i > 0 and texts[i - 1] in CLOSING) or texts[i][:-1] in CLOSING


def _in_name(word: str, *, first: bool) -> bool:
    return word[:1].isupper() or (not first and word.lower() in PARTICLES)


def dateline_end(tokens: Sequence[Any] | Doc, start: int) -> int:
    """Where a dateline that begins at `start` ends: "TARSK, May 24 (Agency) - ", "Tarsk (AGENCY) - ", "TARSK, 24 May. /AGENCY/.", "TARSK:".

    `start` itself where there is none. `tokens` are spaCy's, or those of a `Tree`, in which alone a colon is known to follow a place.
    """
    first = tokens[start].text
    if not first[:1].isupper() or len(first) < 3 or (start and "\n" not in tokens[start - 1].text):
        return start
    for i in range(start + 1, min(start + DATELINE, len(tokens))):
        text, before = tokens[i].text, tokens[i - 1]
        if text in DASHES and before.whitespace_:
            return i + 1 if first.isupper() or (before.text == ")" and tokens[i - 2].text.isupper()) else start
        if not first.isupper() and text.islower():
            break
        if "/" in text and text.strip("/.").isupper():
            return i + 1
        if text == ":" and tokens[start].ent_type_ == "PLACE" and all(token.text.isupper() or token.is_punct for token in tokens[start:i]):
            return i + 1
        counted = like_num(before.text) or before.text == ")"  # type: ignore[no-untyped-call]
        if text in ("!", "?") or "\n" in text or (text == "." and not counted):
            break
    return start
