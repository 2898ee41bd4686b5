"""Which words of a text carry which marks?

Takes a text and spans over it, which may overlap in any way; gives paragraphs of segments, each with the set of marks that
cover all of it. Offsets are code points, half-open. Left out on purpose: HTML, colours, and what a mark means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BLANK_LINE = re.compile(r"[ \t\r\f\v]*\n(?:[ \t\r\f\v]*\n)+")
_NEWLINE = re.compile(r"\r?\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One marked stretch: `kind` says what the words are, `row` which row they became."""

    start: int
    end: int
    kind: str
    row: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which no mark begins or ends.

    Attributes:
        kinds: each kind once, sorted.
        opens, closes: the kinds of which a span begins at `start`, or ends at `end`; a mark's edges are drawn only there.
        marks: (row, kind) pairs, sorted.
    """

    start: int
    end: int
    text: str
    kinds: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row for row, _ in self.marks))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Segments in text order; `start` and `end` leave out the line breaks around them."""

    start: int
    end: int
    segments: tuple[Segment, ...]


def segments(text: str, spans: Iterable[Span], *, start: int = 0, end: int | None = None) -> list[Segment]:
    """Cut ``text[start:end]`` wherever a span begins or ends; the segments joined give the stretch back.

    Spans that are empty, or reach outside the text, are clipped to it and dropped if nothing is left: a wrong row must not
    cost the reader the article.
    """
    stop = len(text) if end is None else min(end, len(text))
    clipped = sorted((Span(max(s.start, start), min(s.end, stop), s.kind, s.row), s) for s in spans)
    live = [(cut, whole) for cut, whole in clipped if cut.start < cut.end]
    edges = sorted({start, stop, *(cut.start for cut, _ in live), *(cut.end for cut, _ in live)})
    found: list[Segment] = []
    active: list[tuple[Span, Span]] = []
    following = 0
    for left, right in pairwise(edges):
        active = [pair for pair in active if pair[0].end > left]
        while following < len(live) and live[following][0].start == left:
            active.append(live[following])
            following += 1
        found.append(_segment(text, left, right, active))
    return found


def paragraphs(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """Paragraphs in text order: split at blank lines, or at every newline in a text that has no blank line."""
    breaks = [match.span() for match in (_BLANK_LINE if _BLANK_LINE.search(text.strip()) else _NEWLINE).finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    found: list[Paragraph] = []
    waiting = sorted(spans, reverse=True)
    live: list[Span] = []
    for start, end in zip(starts, ends, strict=True):
        # one sweep over the spans for the whole text: an article of thousands of rows stays quick
        while waiting and waiting[-1].start < end:
            live.append(waiting.pop())
        live = [span for span in live if span.end > start]
        if text[start:end].strip():
            found.append(Paragraph(start, end, tuple(segments(text, live, start=start, end=end))))
    return found


def _segment(text: str, left: int, right: int, active: Sequence[tuple[Span, Span]]) -> Segment:
    whole = [span for _, span in active]
    return Segment(
        left,
        right,
        text[left:right],
        kinds=tuple(sorted({span.kind for span in whole})),
        opens=tuple(sorted({span.kind for span in whole if span.start == left})),
        closes=tuple(sorted({span.kind for span in whole if span.end == right})),
        marks=tuple(sorted({(span.row, span.kind) for span in whole})),
    )
