"""The index of words never changes what a search finds: it is compared with going through all texts."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from relata import store
from relata.records import Coded, Content, Evidence
from relata.store import Ledger, Run, paging, wording

from .conftest import make_coded, reading

# Letters whose cases are not one to one, marks that join, numerals, and what stands between words.
PARTS = (
    *("grain", "Grain", "GRAINS", "migraine", "İzmir", "izmir", "ſaid", "said", "\u212aelvin", "kelvin", "Straße", "STRASSE"),
    *("e\u0301tat", "état", "U.S.", "co-op", "don’t", "don't", "naïve", "中文", "３", "3rd", "x_y", "a", "\\E", "😀"),
)


def text_of(rng: random.Random) -> str:
    return "".join(rng.choice(PARTS) + rng.choice((" ", " ", " ", ", ", ". ", "\n", "-")) for _ in range(rng.randint(3, 12)))


def some(rng: random.Random, n: int) -> Coded:
    """An article of random words, with what was said and what an event rests on somewhere in them."""
    made = make_coded(f"a{n:03}", published=dt.date(2022, 1, 1 + rng.randrange(28)), story=None)
    start = len(made.article.text)
    text = made.article.text + text_of(rng)

    def stretch() -> tuple[int, int, str]:
        begin = rng.randrange(start, len(text) - 2)
        end = rng.randrange(begin + 1, len(text))
        return begin, end, text[begin:end]

    said, reported = made.statements
    first, last = sorted((stretch(), stretch()))
    content = (Content(*first, False), Content(*last, True)) if first[1] <= last[0] else (Content(*first, False),)
    events = tuple(replace(event, evidence=Evidence(*stretch())) for event in made.events)
    title = rng.choice((None, text_of(rng)))
    return replace(
        made, article=replace(made.article, text=text, title=title), statements=(replace(said, content=content), reported), events=events
    )


def sought(rng: random.Random, con: DuckDBPyConnection) -> str:
    """One or two pieces of a text, some between quotation marks, or a word that is nowhere."""
    ((text,),) = con.execute("SELECT text FROM texts ORDER BY hash(sha || $1) LIMIT 1", [str(rng.random())]).fetchall()
    pieces = []
    for _ in range(rng.choice((1, 1, 2))):
        start = rng.randrange(len(text))
        piece = text[start : start + rng.randint(1, 12)].strip()
        piece = rng.choice((piece, piece.upper(), piece.lower(), piece, rng.choice((*PARTS, "nowhere"))))
        pieces.append(f"“{piece}”" if rng.random() < 0.4 else piece)
    return " ".join(pieces)


def found(con: DuckDBPyConnection, text: str) -> list[Any]:
    lists = [query(con, text=text, **more)["id"].to_pylist() for query in (store.articles, store.statements, store.events)
             for more in ({"limit": 3}, {"limit": 3, "offset": 2}, {"limit": None})]  # fmt: skip
    whole = store.statements(con, text=text, whole=True, limit=4, total=True)
    return [*lists, whole["id"].to_pylist(), store.total_of(whole)]


@pytest.mark.parametrize("seed", range(2))
def test_a_search_finds_what_all_texts_hold(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(wording, "ORDERED", 300)
    with Ledger(path, run) as ledger:
        for start in range(0, 60, 15):
            ledger.add([some(rng, n) for n in range(start, start + 15)])
    with reading(path) as con:
        assert all(con.execute(f"SELECT count(*) FROM {table}").fetchall() > [(0,)] for table in ("occurrences", "words"))
        used = 0
        for _ in range(16):
            text = sought(rng, con)
            with monkeypatch.context() as patch:
                patch.setattr(wording, "holders", lambda *_: None)
                patch.setattr(paging, "FIRST", (10**6,))
                expected = found(con, text)
                patch.setattr(paging, "FIRST", (2, 4))
                assert found(con, text) == expected, text
            for common in (0, 3):  # all words are asked of the index, or the rarer ones
                monkeypatch.setattr(wording, "COMMON", common)
                assert found(con, text) == expected, text
                holders = wording.holders(con, [text])
                used += holders is not None and holders.few
        assert used > 8


def test_what_the_index_says_of_words(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded(), make_coded("a2", text=make_coded().article.text + " Twice sold grain, says Kelvin.")])
    with reading(path) as con:

        def keys(*phrases: str) -> tuple[set[int], bool]:
            holders = wording.holders(con, phrases)
            assert holders is not None
            return {key for (key,) in con.execute(holders.sql).fetchall()}, holders.all_do

        assert keys("TWIC") == ({2}, True)
        assert keys("sold grain") == ({2}, False)
        assert keys("old grai") == ({2}, False)
        assert keys("sol grain")[0] == set()  # no word ends so before a space
        assert keys("nowhere") == (set(), True)
        assert keys("grain", "Kelvin") == ({2}, False)  # the one may be in the title alone
        assert wording.holders(con, ["—"]) is None
        assert [wording.holders(con, [word]).few for word in ("Twice", "nowhere")] == [False, True]  # in one of two articles: not few


def test_a_ledger_of_version_5_is_indexed(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded()])
    with Ledger(path, run) as ledger:
        con = ledger._con
        before = con.sql("SELECT spelling FROM words ORDER BY ALL").fetchall()
        for table in wording.TABLES:
            con.execute(f"DROP TABLE {table}")
        con.execute("UPDATE schema_version SET version = 5")
    with reading(path) as con:
        assert con.sql("SELECT spelling FROM words ORDER BY ALL").fetchall() == before
        assert con.sql("SELECT count(*) FROM fresh_occurrences").fetchall() == [(len(before),)]
