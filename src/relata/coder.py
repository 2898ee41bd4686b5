"""The coder: the one place that strings the rooms together. An article in, all that it says out."""

from __future__ import annotations

import datetime as dt
import hashlib
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .actors import compose, find_actors, load_gazetteer, tokens_of
from .actors.compose import parts_of
from .events import Coding, code_events, load_codebook
from .reading import Reader, reading_of
from .reading.heads import one_thread
from .reading.labels import EVENT_TYPES, MODE_LABELS
from .records import Actor, Article, Coded, Mention
from .statements import attribute


@dataclass(frozen=True, slots=True)
class Label:
    """How a pair in a sentence is labelled.

    Attributes:
        type: the most probable of the sixteen PLOVER types.
        modes: its mode where one is more probable than not, else empty.
        scores: probability of each type and of ``NONE`` (no event between the two), together 1.
    """

    type: str
    modes: tuple[str, ...]
    scores: dict[str, float]


class Coder:
    """Reads articles; loads the model and tables once.

    Args:
        actors: files with actors of your own (TOML, see the sample corpus).
        model: a model folder; None for the shipped one.
    """

    def __init__(self, actors: Sequence[Path | str] = (), model: Path | str | None = None) -> None:
        self._arguments = (tuple(Path(path) for path in actors), Path(model) if model else None)
        self.reader = Reader(self._arguments[1])
        self.gazetteer = load_gazetteer(self._arguments[0])
        self.codebook = load_codebook()

    @property
    def model_id(self) -> str:
        """Checksum of the model's files, short."""
        return self.reader.model.manifest.id

    @property
    def settings(self) -> dict[str, Any]:
        """What, besides the model, rows depend on; stored with every run."""
        actors = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in self._arguments[0]}
        return {"actors": actors, "codebook": self.codebook.version}

    def read(self, article: Article) -> Coded:
        """Code one article. The same article and model always give the same result."""
        doc = self.reader.read(article.text)
        found = find_actors(doc, self.gazetteer, article.published)
        with one_thread():
            voices = attribute(doc, found, article)
            events = code_events(Coding(doc, found, voices, article, self.codebook, self.gazetteer))
        text = article.text
        mentions = []
        for spot in found.spots:
            start, end = doc[spot.start].idx, doc[spot.end - 1].idx + len(doc[spot.end - 1])
            mentions += [Mention(start, end, text[start:end], actor) for actor in spot.actors]
        return Coded(article, tuple(found.actors.values()), tuple(mentions), tuple(v.statement for v in voices), tuple(events), doc)

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        """Code many articles, in order, holding only a few at a time. With several workers the Docs stay behind (`doc` is None)."""
        if workers <= 1:
            yield from map(self.read, articles)
            return
        # Fresh processes: forking one that holds an inference session is not safe.
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=self._arguments)
        with pool:
            waiting: deque[Future[Coded]] = deque()
            for article in articles:
                waiting.append(pool.submit(_read_in_worker, article))
                if len(waiting) >= workers * 4:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def resolve(self, text: str, on: dt.date | None = None, context: str = "") -> Actor | None:
        """Who a string means as of a day; None where its words do not tell.

        "Slovak Foreign Minister X" gives country, sector and role from its parts; a bare name is looked up in the dated list.
        """
        tokens = tokens_of(text)
        person = _trailing_name(tokens, self)
        return compose(tokens, self.gazetteer, on, person)

    def label(self, sentence: str, source: tuple[int, int], target: tuple[int, int] | None = None) -> Label:
        """The PLOVER type between two marked stretches of a sentence.

        Args:
            source, target: half-open character offsets into the sentence.

        Raises ValueError for a sentence without words.
        """
        return self.label_spans(sentence, [source], [target] if target else [])

    def label_spans(self, sentence: str, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]) -> Label:
        """As `label`, for parties named several times or not at all."""
        doc = self.reader.read(sentence)
        tokens = [token for token in doc if not token.is_space]
        if not tokens:
            raise ValueError("a sentence without words has no label")

        def at(spans: Sequence[tuple[int, int]]) -> list[int]:
            return [t.i for t in tokens if any(t.idx < end and t.idx + len(t) > start for start, end in spans)]

        scores = reading_of(doc).events([t.i for t in tokens], [(at(source), at(target), [])])[0]
        by_type = {label: float(p) for label, p in zip((*EVENT_TYPES, "NONE"), scores.kinds, strict=True)}
        best = max(EVENT_TYPES, key=by_type.__getitem__)
        own = {label: float(p) for label, p in zip(MODE_LABELS, scores.modes, strict=True) if label is None or label[0] == best}
        mode = max(own, key=own.__getitem__)
        return Label(best, (mode[1],) if mode and own[mode] > sum(own.values()) / 2 else (), by_type)


def _trailing_name(tokens: tuple[str, ...], coder: Coder) -> tuple[int, int] | None:
    """The personal name that ends a phrase: capitalised words after a person's title, or a name of the dated list."""
    for i in range(len(tokens)):
        hit = coder.gazetteer.name_at(tokens, i)
        if hit and hit[1].form == "person" and i + hit[0] == len(tokens):
            return i, len(tokens)
    titles = [b for _, b, word in parts_of(tokens, coder.gazetteer, None).sectors if word.kind == "person"]
    if (
        titles
        and titles[-1] < len(tokens)
        and all(token[:1].isupper() or token in ("-", "al", "bin", "de", "van", "von", "el") for token in tokens[titles[-1] :])
    ):
        return titles[-1], len(tokens)
    return None


_worker: Coder | None = None


def _start_worker(actors: tuple[Path, ...], model: Path | None) -> None:
    global _worker  # one coder per process, loaded when the process starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is the main process's to handle
    _worker = Coder(actors, model)


def _read_in_worker(article: Article) -> Coded:
    assert _worker is not None
    coded = _worker.read(article)
    return Coded(coded.article, coded.actors, coded.mentions, coded.statements, coded.events)
