"""Hand-built articles about invented states, in a ledger of their own, and a browser's stand-in for its pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Statement
from relata.store import Ledger, make_run
from relata.web import create_app

TEXT = (
    "Lonia and Merovia signed a grain accord in Port Vell on Tuesday, Lonian Foreign Minister Ada Krell said.\n"
    "“We regard Merovia as a close friend, and we will not forget it,” Krell said, the Vell News Agency reported. "
    "A Merovian official said that Krell had promised Merovia more ships.\n"
    "Merovia condemned the blockade of Port Vell by Sarkland, and the two sides will meet again in May."
)

HOSTILE_TEXT = (
    "😀 </style></p><script>alert('Lonia')</script> said \"<img src=x onerror=alert(1)>\" & 'so'.\n\n"
    "Merovia 𝔐 replied: {{ 7 * 7 }} ]]> <!-- "
)

ACTORS = (
    Actor("state:LON", "Lonia", "state", "LON", "GOV"),
    Actor("state:MER", "Merovia", "state", "MER", "GOV"),
    Actor("person:ada krell@LON", "Ada Krell", "person", "LON", "GOV", (), "foreign minister"),
    Actor("outlet:vell news agency@LON", "Vell News Agency", "outlet", "LON", "JRN"),
    Actor("state:SAR", "Sarkland", "state", "SAR", None),
)


def at(text: str, words: str, n: int = 0) -> tuple[int, int, str]:
    """Start, end and words of the n-th place where the text says them."""
    start = -1
    for _ in range(n + 1):
        start = text.index(words, start + 1)
    return start, start + len(words), words


def make_statements(article_id: str) -> tuple[Statement, ...]:
    grain = "Lonia and Merovia signed a grain accord in Port Vell on Tuesday"
    said = [at(TEXT, "said", n) for n in range(3)]
    return (
        Statement(
            f"{article_id}-1",
            Party(*at(TEXT, "Lonian Foreign Minister Ada Krell"), "person:ada krell@LON"),
            Evidence(*said[0]),
            (Content(*at(TEXT, grain), False),),
            "indirect",
        ),
        Statement(
            f"{article_id}-2",
            Party(*at(TEXT, "Krell", 1), "person:ada krell@LON"),
            Evidence(*said[1]),
            (Content(*at(TEXT, "“We regard Merovia as a close friend, and we will not forget it,”"), True),),
            "direct",
            date=dt.date(2022, 10, 25),
            date_precision="day",
            chain=(Relay("the Vell News Agency", "outlet:vell news agency@LON"),),
            about=(About("state:MER", "positive"),),
        ),
        Statement(
            f"{article_id}-3",
            Party(*at(TEXT, "A Merovian official"), None),
            Evidence(*said[2]),
            (Content(*at(TEXT, "that Krell had promised Merovia more ships"), False),),
            "indirect",
            anonymous=True,
        ),
    )


def make_events(article_id: str) -> tuple[Event, ...]:
    # the ids are those of statements too: nothing promises that they differ
    accord = Evidence(*at(TEXT, "Lonia and Merovia signed a grain accord in Port Vell on Tuesday"))
    blame = Evidence(*at(TEXT, "Merovia condemned the blockade of Port Vell by Sarkland"))
    return (
        Event(
            f"{article_id}-1",
            "SUPPORT",
            Party(*at(TEXT, "Lonia"), "state:LON"),
            Party(*at(TEXT, "Merovia"), "state:MER"),
            Evidence(*at(TEXT, "signed a grain accord")),
            accord,
            quad=1,
            score=5.0,
            date=dt.date(2022, 10, 25),
            date_precision="day",
            place=Place(*at(TEXT, "Port Vell"), "Port Vell", "LON"),
            statement=f"{article_id}-1",
            confidence=0.93,
            symmetric=True,
        ),
        Event(
            f"{article_id}-2",
            "ACCUSE",
            Party(*at(TEXT, "Merovia condemned"[:7], 4), "state:MER"),
            Party(*at(TEXT, "Sarkland"), "state:SAR"),
            Evidence(*at(TEXT, "condemned")),
            blame,
            quad=3,
            score=-2.0,
            modes=("disapprove",),
            confidence=0.61,
        ),
    )


def make_coded(article_id: str = "grain-1", *, outlet: str | None = "The Lonian Post", published: dt.date | None = None) -> Coded:
    mentions = [
        Mention(*at(TEXT, "Lonia"), "state:LON"),
        *(Mention(*at(TEXT, "Merovia", n), "state:MER") for n in (0, 1, 3, 4)),
        Mention(*at(TEXT, "Lonian Foreign Minister Ada Krell"), "person:ada krell@LON"),
        *(Mention(*at(TEXT, "Krell", n), "person:ada krell@LON") for n in (1, 2)),
        Mention(*at(TEXT, "the Vell News Agency"), "outlet:vell news agency@LON"),
        Mention(*at(TEXT, "Sarkland"), "state:SAR"),
        *(Mention(*at(TEXT, "the two sides"), actor) for actor in ("state:LON", "state:MER")),
    ]
    article = Article(
        text=TEXT,
        title="Lonia and Merovia sign a grain accord",
        published=published or dt.date(2022, 10, 26),
        outlet=outlet,
        outlet_country="LON" if outlet else None,
        url="https://post.example/grain",
        id=article_id,
    )
    return Coded(article, ACTORS, tuple(mentions), make_statements(article_id), make_events(article_id))


def make_hostile() -> Coded:
    text = HOSTILE_TEXT
    article = Article(text=text, title='<b>Bold</b> "title"', outlet="<i>Outlet</i>", url="javascript:alert(1)", id="a/b c?d#e&<f>.json")
    content = Content(*at(text, '"<img src=x onerror=alert(1)>"'), True)
    statement = Statement(
        's"><script>1',
        Party(*at(text, "</p><script>alert('Lonia')</script>"), "state:LON"),
        Evidence(*at(text, "said")),
        (content,),
        "direct",
    )
    actors = (Actor("state:LON", "<u>Lonia</u>", "state", "LON"), Actor("state:MER", "Merovia", "state", "MER"))
    mentions = (Mention(*at(text, "Lonia"), "state:LON"), Mention(*at(text, "Merovia 𝔐"), "state:MER"))
    return Coded(article, actors, mentions, (statement,))


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "ledger.duckdb"
    others = [
        make_coded("grain-2", outlet="Sarkland Daily", published=dt.date(2022, 11, 2)),
        make_coded("grain-3", outlet=None, published=dt.date(2023, 1, 9)),
    ]
    bare = Coded(Article(text="Nothing is known of this text.", id="bare"))
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        assert ledger.add([make_coded(), *others, make_hostile(), bare]) == 5, ledger.refused
    return path


@pytest.fixture()
def client(db: Path) -> Iterator[TestClient]:
    with TestClient(create_app(db), raise_server_exceptions=False) as made:
        yield made
