"""Driving a coder: order, articles that fail, and what is no single article's fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from relata.cli.coding import BATCH, Tally, code, code_and_learn, keep
from relata.errors import ModelError, Skip, SkipReason
from relata.records import Article, Coded, Role

from .fake import FakeCoder


def article(n: int, text: str = "x") -> Article:
    return Article(text=text, id=str(n))


class AheadCoder(FakeCoder):
    """Takes three articles before it gives the first back, as one with workers does."""

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        ahead: list[Article] = []
        for taken in articles:
            ahead.append(taken)
            if len(ahead) == 3:
                yield from super().stream([ahead.pop(0)])
        for left in ahead:
            yield from super().stream([left])


def ids(results: Iterable[Coded | Skip]) -> list[str]:
    return [result.article.id if isinstance(result, Coded) else f"skip {result.source}" for result in results]


@pytest.mark.parametrize("coder", [FakeCoder(), AheadCoder()])
def test_failing_articles_are_given_up_alone_and_in_their_place(coder):
    items = [article(n, "BUG" if n in (0, 3, 4, 9) else "x") for n in range(10)]
    assert ids(code(items, coder)) == ["skip 0", "1", "2", "skip 3", "skip 4", "5", "6", "7", "8", "skip 9"]


@pytest.mark.parametrize("coder", [FakeCoder(), AheadCoder()])
def test_skips_and_known_articles_pass_by_and_none_is_lost(coder):
    lost = Skip("a.txt", "ingest", SkipReason.EMPTY, "no text in it.")
    found = ids(code([lost, article(1), Coded(article(2)), article(3), lost], coder))
    assert sorted(found) == ["1", "2", "3", "skip a.txt", "skip a.txt"]
    assert found.index("1") < found.index("3")
    assert coder.coded == ["1", "3"]


def test_an_error_of_the_source_is_no_articles_fault():
    def items() -> Iterator[Article]:
        yield article(1)
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        list(code(items(), AheadCoder()))


def test_an_error_of_the_model_ends_the_run():
    class Broken(FakeCoder):
        def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Any]:
            next(iter(articles))
            raise ModelError("damaged")
            yield

    with pytest.raises(ModelError):
        list(code([article(1)], Broken()))


def test_the_tally_counts_as_it_goes():
    lost = Skip("a.txt", "ingest", SkipReason.EMPTY, "no text in it.")
    told: list[object] = []
    results = [Coded(article(1)), lost, Coded(article(2))]
    tally = keep(results, on_coded=told.append, on_skip=told.append)
    assert tally == Tally(n_read=2, n_skipped=1)
    assert told == results


class Learner(FakeCoder):
    """Knows more of an article once it has learned anything, and says so once."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[str] = set()

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        for coded in super().stream(articles):
            role = Role("Ada Krell", "NLD", "GOV", "minister", 0, 1)
            yield replace(coded, roles=(role,) if "TEACH" in coded.article.text else ())

    def knows_more(self, coded: Coded) -> bool:
        return bool(self.learned) and "ASK" in coded.article.text


def dated(n: int, text: str = "x") -> Article:
    return Article(text=text, id=str(n), published=dt.date(2022, 1, 1))


def test_a_batch_teaches_itself_and_the_later_ones():
    coder = Learner()
    items = [dated(0, "ASK"), dated(1, "TEACH"), *(dated(n, f"x {n}") for n in range(2, BATCH)), dated(BATCH, "ASK")]
    assert ids(code_and_learn(items, coder)) == [str(n) for n in range(BATCH + 1)]
    # The first is coded again once its batch has taught; the last knows all when it is coded, and is asked again all the same.
    assert coder.coded == [*(str(n) for n in range(BATCH)), "0", str(BATCH), str(BATCH)]
    assert [spell.name for spell in coder.learned] == ["Ada Krell"]


def test_failures_keep_their_place_while_learning():
    items = [article(n, "BUG" if n in (0, 3) else "x") for n in range(5)]
    assert ids(code_and_learn(items, FakeCoder())) == ["skip 0", "1", "2", "skip 3", "4"]
