"""How fast is it? Words a second of the bare encoder pass, the reader and the whole coder, on the same texts in one run.

In: articles, a way to make the coder, for scale a pipeline of spaCy's. Out: `Bench`. Rounds are interleaved and the median one counts;
ratios are medians of each round's own ratio. Times are the processor's, so that others on a busy machine count little; they still take
each other's caches. Left out: several workers, reading files, writing.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..errors import RelataError
from ..reading import reading_of

if TYPE_CHECKING:
    from spacy.language import Language

    from ..coder import Coder
    from ..records import Article

Item = TypeVar("Item")

ROUNDS: Final = 5
# Below this share of one processor's time the figures say more of the machine than of Relata.
BUSY: Final = 0.9


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured.

    Attributes:
        encoder, reader, coder: words a second of processor time, median of the rounds.
        spacy: the same of a pipeline of spaCy's (words as Relata counts them), None where none was named. spacy_ratio: the coder's over it.
        reader_ratio, coder_ratio: reader and coder over the encoder pass of the same round, medians; 1 is as fast.
        resolutions: strings resolved to actors a second (`Coder.resolve`), on the mentions found in the articles.
        load_seconds: from nothing to a coder that can read, libraries included.
        peak_mib: the most memory this process held, in MiB.
        processor_share: processor time over passed time; about 1 on a free machine.
        slowest, fastest: the range of the coder's words a second over the rounds.
    """

    articles: int
    words: int
    windows: int
    rounds: int
    model: str
    encoder: float
    reader: float
    coder: float
    reader_ratio: float
    coder_ratio: float
    slowest: float
    fastest: float
    resolutions: float
    load_seconds: float
    peak_mib: float
    processor_share: float
    spacy: float | None = None
    spacy_ratio: float | None = None
    spacy_model: str | None = None

    @property
    def is_busy(self) -> bool:
        return self.processor_share < BUSY

    def to_dict(self) -> dict[str, Any]:
        """The public JSON."""
        return asdict(self)


def bench(
    articles: Sequence[Article],
    make: Callable[[], Coder],
    *,
    load_started: float | None = None,
    rounds: int = ROUNDS,
    spacy_model: str | None = None,
) -> Bench:
    """Time the three on these articles.

    Args:
        make: makes the coder; timed from `load_started` (a `time.perf_counter`), which lets a caller count imports too.
        spacy_model: an installed pipeline of spaCy's, or its folder; all its components read the same texts. Raises RelataError for none.
    """
    load_started = time.perf_counter() if load_started is None else load_started
    coder = make()
    load_seconds = time.perf_counter() - load_started
    # The first pass warms caches, and tells which windows the reader makes, for the bare encoder to run on.
    windows = []
    n_words = 0
    mentions: list[str] = []
    for article in articles:
        coded = coder.read(article)
        mentions += [mention.text for mention in coded.mentions]
        reading = reading_of(coded.doc)  # type: ignore[arg-type]
        words = reading.words
        n_words += len(words.index)
        windows += [coder.reader.model.pieces.arrays(words.texts[a:b], words.breaks[a:b]) for a, b in reading.ranges]
    if not n_words:
        raise RelataError("relata bench: these articles hold no words. Name files with text in them.")
    peak = peak_mib()  # before another's pipeline takes its own
    peer = _spacy(spacy_model) if spacy_model else None
    tasks: tuple[Callable[[], object], ...] = (
        lambda: _each(coder.reader.model.run, windows),
        lambda: _each(lambda article: coder.reader.read(article.text), articles),
        lambda: _each(lambda article: coder.read(article).to_dict(), articles),
        lambda: _each(coder.resolve, mentions),
        *((lambda: _each(len, peer.pipe(article.text for article in articles)),) if peer else ()),
    )
    started = (time.perf_counter(), time.process_time())
    timed = [[_seconds(task) for task in tasks] for _ in range(rounds)]
    share = (time.process_time() - started[1]) / (time.perf_counter() - started[0])
    speeds = [sorted(n_words / row[k] for row in timed) for k in range(3)]
    encoder, reader, whole = speeds
    ratios = [median(row[k] / row[2] for row in timed) for k in (0, -1)]
    return Bench(
        articles=len(articles), words=n_words, windows=len(windows), rounds=rounds, model=coder.model_id,
        encoder=median(encoder), reader=median(reader), coder=median(whole),
        reader_ratio=median(row[0] / row[1] for row in timed), coder_ratio=ratios[0],
        slowest=whole[0], fastest=whole[-1], resolutions=len(mentions) / median(row[3] for row in timed),
        load_seconds=load_seconds, peak_mib=peak, processor_share=share,
        spacy=n_words / median(row[-1] for row in timed) if peer else None, spacy_ratio=ratios[1] if peer else None,
        spacy_model=f"{peer.meta['lang']}_{peer.meta['name']} {peer.meta['version']}" if peer else None,
    )  # fmt: skip


def _spacy(model: str) -> Language:
    import spacy

    try:
        return spacy.load(model)
    except OSError as error:
        raise RelataError(
            f"relata bench: spaCy has no pipeline {model!r}. Install one, such as en_core_web_sm, or name its folder."
        ) from error


def peak_mib() -> float:
    """The most memory this process ever held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)  # macOS counts bytes, Linux KiB


def _each(work: Callable[[Item], object], items: Iterable[Item]) -> None:
    """Nothing is kept, so that memory is that of one article."""
    for item in items:
        work(item)


def _seconds(task: Callable[[], object]) -> float:
    begun = time.process_time()
    task()
    return time.process_time() - begun
