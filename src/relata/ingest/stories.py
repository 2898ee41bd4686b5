"""Which articles tell the same story? Near-copies and rewrites of one wire text, found without reading the old texts again.

In: texts, one after another, and signatures of earlier ones. Out: a text's signature, and the earlier articles of the same story.
Left out: keeping signatures and naming stories (the ledger does), and anything the words mean.

A signature is the MinHash of a text's runs of three words (Broder 1997, On the resemblance and containment of documents): two texts agree
in as large a share of its values as they share of their runs. Texts that agree in some two neighbouring values are looked at (locality-
sensitive hashing), and are copies where enough of both and enough of the shorter one is shared: a cut copy shares all of its own runs but
few of the whole. An article is of one story with its best copy, and with all others that it clearly copies. Joining it to every copy would
chain stories: of 10,000 texts one wrong pair in a million costs half of the precision then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

RUN: Final = 3  # words
VALUES: Final = 96  # of a signature
BANDS: Final = VALUES // 2  # two values each: of texts that share a quarter of their runs 96 in 100 are looked at, of 1 in 100 one in 200
# Chosen on pairs made from real articles (`evaluation/stories.py`): unrelated articles on one subject share less than a tenth.
MIN_SHARED: Final = 0.2  # of the runs of both together
MIN_OF_SHORTER: Final = 0.5  # of the runs of the shorter text
# Fewer runs than this may be a desk's closing lines, which many articles share; then most of both must be.
MIN_RUNS: Final = 50
MIN_SHARED_OF_FEW: Final = 0.6
# From here on a copy is clear enough to make two stories one.
CLEARLY_SHARED: Final = 0.3
# Copies are looked for among so many of the latest articles, so that memory (0.6 KB an article) is bounded.
LATEST: Final = 1_000_000
SEGMENT: Final = 1 << 16  # articles

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text.

    Attributes:
        values: 96 numbers of 16 bits, little-endian: the lower halves of the least hashes, which differ by chance once in 65,536.
        size: how many different runs of words the text has.
    """

    values: bytes
    size: int


class Copies:
    """The signatures of earlier articles, oldest first, ready to be searched."""

    def __init__(self) -> None:
        self._segments: list[_Segment] = []
        self._open = _Segment()

    @staticmethod
    def needs_from(n: int) -> int:
        """Of so many articles in all, the first that is still looked at: the same whether they came one by one or are told again."""
        return max(0, n // SEGMENT - LATEST // SEGMENT) * SEGMENT

    @staticmethod
    def sign(text: str) -> Signature | None:
        """The signature of a text, the same everywhere; None for a text without a word. Case, punctuation and lines do not matter."""
        words = _WORD.findall(text.casefold())
        if not words:
            return None
        runs = {" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))}
        made = MinHash(num_perm=VALUES, seed=1, scheme="affine64")
        made.update_batch([run.encode("utf-8", "surrogatepass") for run in runs])
        return Signature((made.hashvalues & 0xFFFF).astype("<u2").tobytes(), len(runs))

    def add(self, article_id: str, values: bytes, size: int) -> None:
        """One more article, newer than all before."""
        self._open.append(article_id, values, size)
        if len(self._open.ids) == SEGMENT:
            self._open.sort()
            self._segments.append(self._open)
            self._open = _Segment()
            del self._segments[: -(LATEST // SEGMENT)]

    def of(self, signature: Signature) -> list[str]:
        """The ids of earlier articles of the same story, the best copy first; empty where there is none."""
        found = [copy for segment in (*self._segments, self._open) for copy in segment.copies(signature)]
        found.sort(key=lambda copy: -copy[0])  # the oldest first of those that share as much
        return [id_ for place, (shared, id_) in enumerate(found) if place == 0 or shared >= CLEARLY_SHARED]


class _Segment:
    """Some articles: their values, and once full each band's values in order with the places they stand at."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._values = np.zeros((SEGMENT, VALUES), "<u2")
        self._sizes = np.zeros(SEGMENT, np.int32)
        self._order: NDArray[np.uint32] | None = None

    def append(self, article_id: str, values: bytes, size: int) -> None:
        place = len(self.ids)
        self._values[place] = np.frombuffer(values, "<u2")
        self._sizes[place] = size
        self.ids.append(article_id)

    def sort(self) -> None:
        bands = self._bands()
        self._order = np.argsort(bands, axis=1).astype(np.uint32)
        self._sorted = np.take_along_axis(bands, self._order.astype(np.int64), axis=1)

    def copies(self, signature: Signature) -> Iterator[tuple[float, str]]:
        """How much is shared, and the id, oldest first."""
        values = np.frombuffer(signature.values, "<u2")
        places = self._candidates(values.view("<u4"))
        shared = (self._values[places] == values).mean(axis=1)
        # Shared of both together is s = c / (a + b - c), with c runs in common; so c = s (a + b) / (1 + s).
        sizes = self._sizes[places]
        common = shared * (sizes + signature.size) / (1 + shared)
        long = (shared >= MIN_SHARED) & (common >= MIN_OF_SHORTER * np.minimum(sizes, signature.size)) & (common >= MIN_RUNS)
        found = long | (shared >= MIN_SHARED_OF_FEW)
        yield from ((float(share), self.ids[place]) for share, place in zip(shared[found], places[found], strict=True))

    def _bands(self) -> NDArray[np.uint32]:
        return np.ascontiguousarray(self._values[: len(self.ids)].view("<u4").T)

    def _candidates(self, bands: NDArray[np.uint32]) -> NDArray[np.int64]:
        if self._order is None:
            return np.flatnonzero((self._values[: len(self.ids)].view("<u4") == bands).any(axis=1))
        places = []
        for band, value in enumerate(bands):
            start, end = (np.searchsorted(self._sorted[band], value, side) for side in ("left", "right"))
            places.append(self._order[band, start:end])
        return np.unique(np.concatenate(places)).astype(np.int64)
