"""Hand-built articles about invented states, with every field of every record filled at least once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Statement
from relata.store import Ledger, Run, make_run, open_read_only

DAY = dt.date(2022, 5, 20)
# Characters beyond the basic plane, a combining accent, a joined emoji and a carriage return stand before all that is quoted.
PREFIX = "😀𝔛e\u0301 👩\u200d🚀\r\n"
TEXT = (
    PREFIX
    + 'Veldoria’s foreign minister Ana Brel met "Kessland’s" envoy in Tarn on Thursday. “We will sign,” Brel said, the Tarn Post reported.'
)


def words(text: str, quote: str) -> tuple[int, int, str]:
    start = text.index(quote)
    return start, start + len(quote), quote


def make_coded(
    id: str = "a1", text: str = TEXT, published: dt.date | None = DAY, outlet: str = "The Veldor Star", story: str | None = "s1"
) -> Coded:
    """An article with three actors, two statements (one within the other) and three events, all fields in use."""
    brel = Actor("person:ana-brel@VLD", "Ana Brel", "person", "VLD", "GOV", ("DIP", "ELI"), "foreign minister")
    envoy = Actor("group:envoy@KSS", "envoy", "group", "KSS")
    veldoria = Actor("state:VLD", "Veldoria", "state", "VLD")
    said = Statement(
        id=f"{id}-s1",
        speaker=Party(*words(text, "Brel"), brel.id),
        cue=Evidence(*words(text, "said")),
        content=(Content(*words(text, "We will"), True), Content(*words(text, "sign"), True)),
        kind="direct",
        date=dt.date(2022, 5, 19),
        date_precision="day",
        chain=(Relay("the Tarn Post", None), Relay("envoy", envoy.id)),
        addressee=Relay("envoy", envoy.id),
        setting="in Tarn",
        hedge="predicted",
        about=(About(envoy.id, "positive"), About(veldoria.id, None)),
        within=f"{id}-s2",
    )
    reported = Statement(id=f"{id}-s2", speaker=None, cue=None, content=(), kind="indirect", anonymous=True)
    parties = {"source": Party(*words(text, "Ana Brel"), brel.id), "target": Party(*words(text, "envoy"), envoy.id)}
    met = Event(
        id=f"{id}-e1",
        type="CONSULT",
        **parties,
        trigger=Evidence(*words(text, "met")),
        evidence=Evidence(*words(text, TEXT[len(PREFIX) : TEXT.index(" on Thursday")])),
        quad=1,
        score=2.5,
        modes=("visit", "third-party"),
        contexts=("diplomatic",),
        cameo="042",
        goldstein=1.9,
        date=dt.date(2022, 5, 19),
        date_precision="day",
        place=Place(*words(text, "Tarn"), "Tarn", "KSS"),
        statement=None,
        confidence=0.93,
        symmetric=True,
    )
    vow = Event(
        id=f"{id}-e2",
        type="AGREE",
        **parties,
        trigger=Evidence(*words(text, "sign")),
        evidence=Evidence(*words(text, "We will sign")),
        quad=3,
        score=-4.0,
        status="planned",
        statement=f"{id}-s1",
        confidence=0.4,
    )
    alone = Event(
        id=f"{id}-e3",
        type="AID",
        source=Party(*words(text, "Kessland"), None),
        target=None,
        trigger=Evidence(*words(text, "met")),
        evidence=Evidence(*words(text, "reported")),
        quad=2,
        score=0.0,
        goldstein=None,
        confidence=1.0,
    )
    article = Article(text, "Brel in Tarn 𝔛", published, outlet, "VLD", "https://veldor.example/1", "fr", story, id)
    mentions = (
        Mention(*words(text, "Ana Brel"), brel.id),
        Mention(*words(text, "Brel"), brel.id),
        Mention(*words(text, "envoy"), envoy.id),
    )
    return Coded(article, (veldoria, brel, envoy), mentions, (said, reported), (met, vow, alone))


@pytest.fixture
def run() -> Run:
    return make_run(version="0.1.0", model="m-one", settings={"speaker_max_distance": 2}, started=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"


Fill = Callable[..., DuckDBPyConnection]


@pytest.fixture
def fill(path: Path, run: Run) -> Iterator[Fill]:
    """Write articles into a ledger and open it for queries."""
    opened: list[DuckDBPyConnection] = []

    def write(*codeds: Coded) -> DuckDBPyConnection:
        with Ledger(path, run) as ledger:
            ledger.add(codeds)
        opened.append(open_read_only(path))
        return opened[-1]

    yield write
    for con in opened:
        con.close()


@contextmanager
def reading(path: Path) -> Iterator[DuckDBPyConnection]:
    con = open_read_only(path)
    try:
        yield con
    finally:
        con.close()
