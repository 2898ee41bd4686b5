"""Articles are put into stories as they are kept, the same whether at once, batch by batch, or later."""

from __future__ import annotations

from pathlib import Path

from relata import store
from relata.ingest.stories import Copies
from relata.records import Article, Coded
from relata.store import Ledger, Run

from .conftest import reading

ONE = " ".join(f"one{n}" for n in range(120))
TWO = " ".join(f"two{n}" for n in range(120))


def coded(id: str, text: str, story: str | None = None) -> Coded:
    return Coded(Article(text, id=id, story=story))


ARTICLES = [coded("a", ONE), coded("b", TWO), coded("c", f"Head. {ONE}"), coded("d", "Something else."), coded("e", f"{TWO} Close.")]


def fill(path: Path, run: Run, *batches: list[Coded]) -> dict[str, str]:
    for batch in batches:
        with Ledger(path, run) as ledger:
            ledger.group_by(Copies())
            ledger.add(batch)
    return stories(path)


def stories(path: Path) -> dict[str, str]:
    with reading(path) as con:
        return dict(con.execute("SELECT article_id, story FROM stories ORDER BY ALL").fetchall())


def test_copies_share_the_story_of_the_first(path: Path, run: Run) -> None:
    assert fill(path, run, ARTICLES) == {"a": "a", "c": "a", "b": "b", "e": "b"}
    with reading(path) as con:
        article = store.article(con, "c")
        assert article is not None and article["article"]["story"] == "a"
        assert store.articles(con, story="a")["id"].to_pylist() == ["a", "c"]
        assert store.articles(con, story="d")["id"].to_pylist() == ["d"]
        assert store.articles(con, story="c").num_rows == 0


def test_batches_and_starts_make_no_difference(path: Path, run: Run) -> None:
    assert fill(path, run, *([one] for one in ARTICLES)) == {"a": "a", "c": "a", "b": "b", "e": "b"}


def test_a_text_of_both_makes_two_stories_one(path: Path, run: Run) -> None:
    assert set(fill(path, run, ARTICLES, [coded("f", f"{ONE} {TWO}")]).values()) in ({"a"}, {"b"})


def test_what_users_say_stays(path: Path, run: Run) -> None:
    given = [coded("a", ONE, "mine"), coded("b", TWO, "yours"), coded("c", ONE + " More."), coded("d", f"{ONE} {TWO}")]
    found = fill(path, run, given)
    assert (found["a"], found["b"], found["c"]) == ("mine", "yours", "mine")
    assert found["d"] in ("mine", "yours")


def test_articles_kept_without_grouping_are_grouped_later(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add(ARTICLES[:2])
    assert stories(path) == {}
    assert fill(path, run, ARTICLES[2:]) == {"a": "a", "c": "a", "b": "b", "e": "b"}
    with reading(path) as con:
        assert con.execute("SELECT list(n), list(article_id) FROM signatures").fetchall() == [([0, 1, 2, 3, 4], ["a", "b", "c", "d", "e"])]


def test_reading_again_signs_nothing_twice(path: Path, run: Run) -> None:
    fill(path, run, ARTICLES)
    newer = store.make_run(version="9", model="m")
    assert fill(path, newer, ARTICLES) == {"a": "a", "c": "a", "b": "b", "e": "b"}
    with reading(path) as con:
        assert con.execute("SELECT count(*) FROM signatures").fetchall() == [(5,)]


def test_a_refused_article_is_in_no_story(path: Path, run: Run) -> None:
    assert fill(path, run, [coded("a", ONE), coded("half \ud83d", ONE)]) == {}
