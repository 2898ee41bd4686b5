"""Driving a coder: order, articles that fail, and what is no single article's fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from relata import store
from relata.batches import BATCH, code, code_and_learn
from relata.cli import coding
from relata.cli.coding import Tally, keep
from relata.errors import ModelError, Skip, SkipReason
from relata.records import Article, Coded, Role
from relata.store import Ledger

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
    # The first is coded again once its batch has taught; the last knows all when it is coded.
    assert coder.coded == [*(str(n) for n in range(BATCH)), "0", str(BATCH)]
    assert [spell.name for spell in coder.learned] == ["Ada Krell"]


def test_failures_keep_their_place_while_learning():
    items = [article(n, "BUG" if n in (0, 3) else "x") for n in range(5)]
    assert ids(code_and_learn(items, FakeCoder())) == ["skip 0", "1", "2", "skip 3", "4"]


def test_articles_of_one_text_and_day_are_coded_once_and_told_of_each():
    text = "Norland welcomed Sudria. “We are glad,” Ada Krell said, the Vell Agency reported."
    coder = FakeCoder()
    items = [dated(0, text), dated(1, text), replace(dated(2, text), published=dt.date(2022, 1, 2)), dated(3, "BUG"), dated(4, "BUG")]
    results = list(code_and_learn(items, coder))
    assert coder.coded == ["0", "2"]
    assert ids(results) == ["0", "1", "2", "skip 3", "skip 4"]
    first, second = results[:2]
    assert isinstance(first, Coded) and isinstance(second, Coded)
    assert ([event.id for event in second.events], [said.id for said in second.statements]) == (["1-e1"], ["1-s1"])
    assert second.copied_to(first.article) == first


def test_what_the_ledger_has_read_under_another_id_is_not_coded_again(tmp_path):
    text = "Norland welcomed Sudria."
    coder = FakeCoder()
    with Ledger(tmp_path / "x.duckdb", coding.make_run(coder)) as ledger:
        for items in ([dated(0, text)], [dated(0, text), dated(1, text), dated(2, f"{text} More.")]):
            keep(code_and_learn(coding.without_known(items, ledger), coder), ledger=ledger)
    assert coder.coded == ["0", "2"]
    with closing(store.open_read_only(tmp_path / "x.duckdb")) as con:
        assert store.events(con)["id"].to_pylist() == ["0-e1", "1-e1", "2-e1"]
        assert store.events(con, story="0").num_rows == 2


class Eager(FakeCoder):
    """Begins a list when it is handed over, as one with workers does, and says when."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        articles = list(articles)
        self.told.append(f"begin {len(articles)}")
        return super().stream(articles)


def test_several_workers_begin_the_next_batch_before_one_is_written():
    coder = Eager()
    for _ in code_and_learn((dated(n, f"x {n}") for n in range(2 * BATCH)), coder, workers=2):
        coder.told.append("out")
        break
    assert [word for word in coder.told if word != "begin 0"] == [f"begin {BATCH}", f"begin {BATCH}", "out"]
    coder = Eager()
    next(code_and_learn((dated(n, f"x {n}") for n in range(2 * BATCH)), coder, workers=1))
    assert [word for word in coder.told if word != "begin 0"] == [f"begin {BATCH}"]


def test_an_error_of_the_source_comes_after_what_was_coded():
    def items() -> Iterator[Article]:
        yield from (dated(n, f"x {n}") for n in range(BATCH))
        raise OSError("the disk went away")

    for workers in (1, 2):
        found: list[str] = []
        with pytest.raises(OSError, match="went away"):
            found.extend(ids([result])[0] for result in code_and_learn(items(), FakeCoder(), workers=workers))
        assert len(found) == BATCH


class Dying(FakeCoder):
    """A worker dies of the text DIE, and takes all that is begun with it."""

    def stream(self, articles: Iterable[Article], workers: int = 1) -> Iterator[Coded]:
        articles = list(articles)
        if any("DIE" in article.text for article in articles):
            raise BrokenProcessPool("a process died")
        yield from super().stream(articles)


def test_a_dead_worker_costs_the_article_it_died_of():
    items = [dated(n, "DIE" if n == 2 else f"x {n}") for n in range(5)]
    assert ids(code_and_learn(items, Dying(), workers=2)) == ["0", "1", "skip 2", "3", "4"]
