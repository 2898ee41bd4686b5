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
from collections.abc import Sequence
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
# Copies are looked for among so many of the latest articles, so that memory (0.7 KB an article) is bounded.
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
        self._full: list[_Segment] = []
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

    def add(self, ids: Sequence[str], values: bytes, sizes: Sequence[int]) -> None:
        """More articles, newer than all before, without asking what they copy; `values` of all of them, joined."""
        table = np.frombuffer(values, "<u2").reshape(len(ids), VALUES)
        start = 0
        while start < len(ids):
            end = start + SEGMENT - len(self._open.ids)
            self._open.append(ids[start:end], table[start:end], sizes[start:end])
            start = end
            if len(self._open.ids) == SEGMENT:
                self._open.sort()
                self._full.append(self._open)
                self._open = _Segment()
                del self._full[: -(LATEST // SEGMENT)]

    def join(self, articles: Sequence[tuple[str, Signature]]) -> list[list[str]]:
        """Add these articles, one after another, and give for each the ids of earlier ones of its story, the best copy first."""
        if not articles:
            return []
        table = np.frombuffer(b"".join(signature.values for _, signature in articles), "<u2").reshape(-1, VALUES)
        # The full segments are asked of all articles at once, which is many times faster; the open one may fill meanwhile.
        asked = {segment: segment.candidates(table) for segment in self._full}
        joined = []
        for number, (name, signature) in enumerate(articles):
            found: list[tuple[float, str]] = []
            for segment in (*self._full, self._open):
                known = asked.get(segment)
                places = known[number] if known else segment.candidates(table[number : number + 1])[0]
                found += segment.copies(places, signature) if len(places) else ()
            found.sort(key=lambda copy: -copy[0])  # the oldest first of those that share as much
            joined.append([other for place, (shared, other) in enumerate(found) if place == 0 or shared >= CLEARLY_SHARED])
            self.add([name], signature.values, [signature.size])
        return joined


class _Segment:
    """Some articles: their values; and once full, each band's values in order, each with its place in the lower half of a number."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._values = np.zeros((SEGMENT, VALUES), "<u2")
        self._sizes = np.zeros(SEGMENT, np.int32)
        self._sorted: NDArray[np.uint64] | None = None

    def append(self, ids: Sequence[str], values: NDArray[np.uint16], sizes: Sequence[int]) -> None:
        places = slice(len(self.ids), len(self.ids) + len(ids))
        self._values[places] = values
        self._sizes[places] = sizes
        self.ids.extend(ids)

    def sort(self) -> None:
        self._sorted = _upper(self._values.view("<u4").T) | np.arange(SEGMENT, dtype=np.uint64)
        self._sorted.sort(axis=1)

    def candidates(self, table: NDArray[np.uint16]) -> list[NDArray[np.int64]]:
        """For each row of values, the places of articles that agree in a band."""
        bands = table.view("<u4")
        if self._sorted is None:
            own = self._values[: len(self.ids)].view("<u4")
            return [np.flatnonzero((own == row).any(axis=1)) for row in bands]
        found: list[list[NDArray[np.uint64]]] = [[] for _ in table]
        for numbers, values in zip(self._sorted, _upper(bands.T), strict=True):
            order = np.argsort(values)  # in order they are found twice as fast
            starts = np.searchsorted(numbers, values[order])
            agree = numbers[np.minimum(starts, SEGMENT - 1)] >> _HALF == values[order] >> _HALF
            for row, start in zip(order[agree], starts[agree], strict=True):
                end = np.searchsorted(numbers, values[row] | _LOWER, "right")
                found[row].append(numbers[start:end] & _LOWER)
        return [np.unique(np.concatenate(parts)).astype(np.int64) if parts else _NONE for parts in found]

    def copies(self, places: NDArray[np.int64], signature: Signature) -> list[tuple[float, str]]:
        """How much is shared, and the id, of those at these places that are copies, oldest first."""
        shared = (self._values[places] == np.frombuffer(signature.values, "<u2")).mean(axis=1)
        # Shared of both together is s = c / (a + b - c), with c runs in common; so c = s (a + b) / (1 + s).
        sizes = self._sizes[places]
        common = shared * (sizes + signature.size) / (1 + shared)
        long = (shared >= MIN_SHARED) & (common >= MIN_OF_SHORTER * np.minimum(sizes, signature.size)) & (common >= MIN_RUNS)
        found = long | (shared >= MIN_SHARED_OF_FEW)
        return [(float(share), self.ids[place]) for share, place in zip(shared[found], places[found], strict=True)]


_HALF: Final = np.uint64(32)
_LOWER: Final = np.uint64(0xFFFFFFFF)
_NONE: Final = np.zeros(0, np.int64)


def _upper(bands: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Each number in the upper half of a longer one, band by band."""
    return np.ascontiguousarray(bands).astype(np.uint64) << _HALF
