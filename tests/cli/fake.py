"""A coder's stand-in: finds one statement and one event in each text about Norland and Sudria, at once and without weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from relata.records import Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Relay, Statement

TEXT = "Norland welcomed Sudria on Tuesday. “We are glad,” Ada Krell said, the Vell Agency reported."
ACTORS = (
    Actor("state:NLD", "Norland", "state", "NLD", "GOV"),
    Actor("state:SUD", "Sudria", "state", "SUD", "GOV"),
    Actor("person:ada krell@NLD", "Ada Krell", "person", "NLD", "GOV", (), "foreign minister"),
)


def make_articles() -> list[Article]:
    """Forty articles of 2022, from January to December and round again."""
    return [
        Article(
            id=f"a{n:02}",
            text=f"{TEXT} Number {n}.",
            title=f"No {n}",
            published=dt.date(2022, n % 12 + 1, 5),
            outlet="Norland Post",
            outlet_country="NLD",
        )
        for n in range(40)
    ]


class FakeCoder:
    """Counts what it codes. A text with BUG in it makes it raise; with STOP it is interrupted as by Ctrl-C."""

    def __init__(self, actors: Iterable[Any] = (), model: Any = None) -> None:
        self.settings: dict[str, Any] = {"actors": [str(path) for path in actors]}
        self.model_id = "fake"
        self.coded: list[str] = []
        self.learned: list[Any] = []

    def close(self, *, now: bool = False) -> None:
        """No workers to end."""

    def learn(self, spells: Iterable[Any]) -> None:
        self.learned += spells

    def forget(self) -> None:
        self.learned.clear()

    def knows_more(self, coded: Coded) -> bool:
        return False

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        for article in articles:
            if "BUG" in article.text:
                raise ValueError("a\x1b[31m broken tree")
            if "STOP" in article.text:
                raise KeyboardInterrupt
            self.coded.append(article.id)
            yield code(article)


def code(article: Article) -> Coded:
    text = article.text
    if "Norland welcomed Sudria" not in text:
        return Coded(article)

    def at(words: str) -> tuple[int, int, str]:
        start = text.index(words)
        return start, start + len(words), words

    event = Event(
        f"{article.id}-e1",
        "SUPPORT",
        Party(*at("Norland"), "state:NLD"),
        Party(*at("Sudria"), "state:SUD"),
        Evidence(*at("welcomed")),
        Evidence(*at("Norland welcomed Sudria")),
        quad=1,
        score=5.0,
        date=article.published,
        date_precision="day" if article.published else None,
        confidence=0.9,
    )
    statements: tuple[Statement, ...] = ()
    if "Ada Krell said" in text:
        said = (Content(*at("“We are glad,”"), True),)
        speaker = Party(*at("Ada Krell"), "person:ada krell@NLD")
        road = (Relay("the Vell Agency", None),)
        statements = (Statement(f"{article.id}-s1", speaker, Evidence(*at("said")), said, "direct", chain=road),)
    return Coded(article, ACTORS, (Mention(*at("Norland"), "state:NLD"),), statements, (event,))
