"""The coder: the one place that strings the rooms together. An article in, all that it says out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .actors import Registry, compose_text, find_actors, load_gazetteer
from .actors.stand_ins import stand_ins
from .events import Coding, Judge, code_events, learn, load_codebook, read_types
from .reading import Reader, reading_of
from .reading.heads import one_thread
from .reading.labels import EVENT_TYPES, MODE_LABELS, PLV_LABELS
from .records import Actor, Article, Coded, Mention, Spell
from .statements import attribute
from .workers import Pool


@dataclass(frozen=True, slots=True)
class Label:
    """How a pair in a sentence is labelled.

    Attributes:
        type: the most probable of the sixteen PLOVER types.
        modes: its mode where one is more probable than not, else empty.
        scores: probability of each type and of ``NONE`` (no event between the two), together 1.
        plv: probability of each of the 15 types of PLV's older dialect (`reading.labels.PLV_LABELS`), together 1.
    """

    type: str
    modes: tuple[str, ...]
    scores: dict[str, float]
    plv: dict[str, float]


class Coder:
    """Reads articles; loads the model and tables once.

    Args:
        actors: files with actors of your own: TOML (see the sample corpus), CSV, or PETRARCH and TABARI dictionaries of actors or
            agents. Lines of a dictionary that cannot be used stand in `problems`.
        model: a model folder; None for the shipped one.
        types: files with event types of your own (`events.own_files` says how they are written). Examples that cannot be used stand in
            `problems`.
    """

    def __init__(self, actors: Sequence[Path | str] = (), model: Path | str | None = None, types: Sequence[Path | str] = ()) -> None:
        self._arguments = (tuple(Path(path) for path in actors), Path(model) if model else None, tuple(Path(path) for path in types))
        self.gazetteer = load_gazetteer(self._arguments[0])
        # The encoder never sees which states a text names, so that no row hangs on it.
        self.reader = Reader(self._arguments[1], stand_ins=partial(stand_ins, g=self.gazetteer))
        self.judge = Judge(self.reader.model.folder / "links.npz")
        own = [own for path in self._arguments[2] for own in read_types(path, load_codebook())]
        self._own = learn(own, self.reader.read, load_codebook(), self.gazetteer, self.judge)
        self.codebook = self._own.codebook
        self.registry = Registry()
        self._pool: Pool | None = None

    @property
    def model_id(self) -> str:
        """Checksum of the model's files, short."""
        return self.reader.model.manifest.id

    @property
    def problems(self) -> tuple[str, ...]:
        """Lines of the given dictionaries and examples of own types that could not be used, with file, place and reason."""
        return (*self.gazetteer.problems, *self._own.problems)

    @property
    def settings(self) -> dict[str, Any]:
        """What, besides the model, rows depend on; stored with every run."""
        actors, types = (
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in paths} for paths in self._arguments[::2]
        )
        return {"actors": actors, "codebook": self.codebook.version} | ({"types": types} if types else {})

    def read(self, article: Article) -> Coded:
        """Code one article. The same article and model always give the same result."""
        doc = self.reader.read(article.text)
        found = find_actors(doc, self.gazetteer, article.published, self.registry, home=article.outlet_country, outlet=article.outlet)
        with one_thread():
            voices = attribute(doc, found, article)
            events = self._own.named(code_events(Coding(doc, found, voices, article, self.codebook, self.gazetteer, self.judge)), doc)
        text = article.text
        mentions = []
        for spot in found.spots:
            start, end = doc[spot.start].idx, doc[spot.end - 1].idx + len(doc[spot.end - 1])
            mentions += [Mention(start, end, text[start:end], actor) for actor in spot.actors]
        return Coded(
            article,
            tuple(found.actors.values()),
            tuple(mentions),
            tuple(v.statement for v in voices),
            tuple(events),
            doc,
            tuple(found.roles),
        )

    def learn(self, spells: Iterable[Spell]) -> None:
        """Take in what texts said of people: names that an article does not explain are resolved from it from now on."""
        new = list(spells)
        self.registry.learn(new)
        if self._pool and new:
            self._pool.tell(new)

    def forget(self) -> None:
        """Know of people what the dated list says and nothing else, as in the beginning."""
        self.registry = Registry()
        self.close()

    def knows_more(self, coded: Coded) -> bool:
        """Whether a person whom this result leaves without a country is known by now."""
        people = [actor for actor in coded.actors if actor.kind == "person" and actor.country is None]
        return any(self.registry.resolve(person.name, coded.article.published) for person in people)

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        """Code many articles, in order, holding only a few at a time. With several workers the Docs stay behind (`doc` is None).

        The workers are started once and wait for the next call; `close` ends them. They begin a list of articles at once, longest first;
        of anything else they take a few ahead when results are asked for.
        """
        if workers <= 1:
            return map(self.read, articles)
        if self._pool is None or self._pool.size != workers:
            self.close()
            self._pool = Pool(workers, partial(Coder, *self._arguments), self.registry.all())
        return self._from(self._pool, self._pool.code(articles))

    def _from(self, pool: Pool, codeds: Iterator[Coded]) -> Iterator[Coded]:
        try:
            yield from codeds
        except BrokenProcessPool:
            if self._pool is pool:
                self.close()
            raise

    def close(self, *, now: bool = False) -> None:
        """End the workers, if any were started; `now`: without waiting for the articles they are at."""
        if self._pool:
            self._pool.close(now=now)
            self._pool = None

    def resolve(self, text: str, on: dt.date | None = None, context: str = "") -> Actor | None:
        """Who a string means as of a day; None where its words do not tell.

        "Slovak Foreign Minister X" gives country, sector and role from its parts; a bare name is looked up in what was learned, then in the
        dated list.

        Args:
            context: a text that the string stands in; "the minister" is then whoever that text means by it, where it is last said.
        """
        if context and (told := self._in_context(text, on, context)):
            return told
        return self.registry.resolve(text, on) or compose_text(text, self.gazetteer, on)

    def _in_context(self, text: str, on: dt.date | None, context: str) -> Actor | None:
        whole = context if text in context else f"{context}\n\n{text}"
        start = whole.rindex(text)
        doc = self.reader.read(whole)
        found = find_actors(doc, self.gazetteer, on, self.registry)
        spots = [s for s in found.spots if start <= doc[s.head].idx < start + len(text) and len(s.actors) == 1]
        # The widest mention within the string is what it names.
        best = max(spots, key=lambda s: s.end - s.start, default=None)
        return found.actors[best.actors[0]] if best else None

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
        modes = (mode[1],) if mode and own[mode] > sum(own.values()) / 2 else ()
        return Label(best, modes, by_type, {label: float(p) for label, p in zip(PLV_LABELS, scores.plv, strict=True)})
