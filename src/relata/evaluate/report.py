"""What does an evaluation tell? The records that every set's evaluation fills.

Out: `Report`, with `to_dict` for JSON. A value is None where there was nothing to score. Left out: how it is printed (cli).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ..actors.tables import Gazetteer
    from ..coder import Label
    from ..reading import Model
    from ..records import Article, Coded

N_WORST: Final = 20
NOTHING_TO_SCORE: Final = "No gold answers in this file: nothing could be scored. The predictions are complete."


class Reads(Protocol):
    """What is asked of a reader."""

    @property
    def model(self) -> Model: ...

    def read(self, text: str) -> Doc: ...

    def read_words(self, sentences: Sequence[Sequence[str]]) -> list[Doc]: ...


class Tested(Protocol):
    """What is asked of the coder under test. `relata.coder.Coder` is one; tests bring their own."""

    @property
    def reader(self) -> Reads: ...

    @property
    def gazetteer(self) -> Gazetteer: ...

    @property
    def model_id(self) -> str: ...

    def read(self, article: Article) -> Coded: ...

    def label_spans(self, sentence: str, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]) -> Label: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        group: what was scored; `name` by which measure.
        value: in [0, 1], higher is better (a gain is the difference of two); None where nothing could be scored.
        low, high: bounds of the 95% interval from resampling `units` (sentences, articles, …).
        n: how many gold answers it rests on.
    """

    group: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    units: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each gold label (row) was predicted as each label (column)."""

    name: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many gold answers of a group were found (`true`) and not (`missed`), and how many answers more were given (`extra`)."""

    group: str
    true: int
    missed: int
    extra: int


@dataclass(frozen=True, slots=True)
class Miss:
    """An error with its words; `weight` is what the worst were chosen by, as the set's module says."""

    place: str
    gold: str
    predicted: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation gave. `predictions` are the lines of the set's own format, without line ends, one entry per input entry."""

    set: str
    file: str
    model: str
    counts: dict[str, int]
    figures: tuple[Figure, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    worst: tuple[Miss, ...] = ()
    notes: tuple[str, ...] = ()
    predictions: tuple[str, ...] = ()
    tallies: tuple[Tally, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The public JSON: everything but the predictions."""
        whole = asdict(self)
        del whole["predictions"]
        return whole


def worst(misses: Sequence[Miss]) -> tuple[Miss, ...]:
    """The heaviest errors, heaviest first; equal ones in the order of the file."""
    return tuple(sorted(misses, key=lambda miss: -miss.weight)[:N_WORST])
