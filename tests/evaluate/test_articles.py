"""Marked articles: words are found where they stand, statements are paired one to one, and each field counts by itself."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from relata.evaluate import GoldError, articles, marks
from relata.records import Actor, Article, Coded, Content, Event, Evidence, Party, Relay, Statement

TEXT = "“We will pay,” Ada Krell said on Tuesday, the Vell Agency reported. Norland thanked Sudria.\nHe said no. She said yes.\n"
GOLD: dict[str, Any] = {
    "published": "2022-10-28",
    "statements": [
        {
            "speaker": "Ada Krell", "who": {"name": "Ada Krell", "country": "NLD", "kind": "person"}, "cue": "said",
            "content": ["We will pay"], "kind": "direct", "chain": ["Vell Agency"], "hedge": "predicted", "date": "2022-10-25",
        },
        {"speaker": "He", "who": None, "cue": "said#2", "content": ["no"], "kind": "indirect", "chain": []},
    ],
    "events": [{"type": "SUPPORT", "source": {"country": "NLD"}, "target": {"country": "SUD"}, "trigger": "thanked"}],
}  # fmt: skip


def at(words: str, n: int = 0) -> tuple[int, int, str]:
    start = -1
    for _ in range(n + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words), words


class OneArticle:
    """A coder that finds the first statement with its date wrong, a spurious one, and the event."""

    model_id = "fake"

    def read(self, article: Article) -> Coded:
        krell, norland, sudria = (
            Actor("person:ada-krell@NLD", "Ada Krell", "person", "NLD"), Actor("state:NLD", "Norland", "state", "NLD"),
            Actor("state:SUD", "Sudria", "state", "SUD"),
        )  # fmt: skip
        said = Statement(
            "s1", Party(*at("Ada Krell"), krell.id), Evidence(*at("said")), (Content(*at("“We will pay,”"), True),), "direct",
            date=dt.date(2022, 10, 18), date_precision="day", chain=(Relay("the Vell Agency", None),), hedge="predicted",
        )  # fmt: skip
        other = Statement("s2", Party(*at("She"), None), Evidence(*at("said", 2)), (Content(*at("yes"), False),), "indirect")
        thanked = Event(
            "e1", "SUPPORT", Party(*at("Norland"), norland.id), Party(*at("Sudria"), sudria.id), Evidence(*at("thanked")),
            Evidence(*at("Norland thanked Sudria")), quad=1, score=5.0,
        )  # fmt: skip
        return Coded(article, (krell, norland, sudria), (), (said, other), (thanked,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "01.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "01.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


def test_each_field_counts_by_itself(folder: Path) -> None:
    report = articles.evaluate(folder, OneArticle())  # type: ignore[arg-type]
    values = {(f.group, f.name): f.value for f in report.figures}
    assert (values["statements", "precision"], values["statements", "recall"]) == (0.5, 0.5)
    found = "of statements found: "
    shares = {group.removeprefix(found): value for (group, name), value in values.items() if group.startswith(found)}
    assert shares.pop("date") == 0.0
    assert set(shares.values()) == {1.0}
    assert values["events", "F1"] == values["events, by their words too", "F1"] == values["of events found: status", "accuracy"] == 1.0
    assert values["of events found: date", "accuracy"] is None  # none is marked
    assert {miss.place for miss in report.worst} == {"01 date", "01 missed", "01 spurious"}
    assert {group for group, _ in values} >= {f"of events found: {name}" for name in ("mode", "status", "date")}
    assert json.loads(report.predictions[0])["article"]["id"] == "01"


def test_events_by_type_and_their_misses(folder: Path) -> None:
    gold = [{**GOLD["events"][0], "type": "AID"}, {**GOLD["events"][0], "type": "ACCUSE", "trigger": "reported"}]
    (folder / "01.json").write_text(json.dumps({**GOLD, "statements": [], "events": gold}), encoding="utf-8")
    report = articles.evaluate(folder, OneArticle())  # type: ignore[arg-type]
    (confusion,) = report.confusions
    assert confusion.labels == ("ACCUSE", "AID", "SUPPORT", marks.NO_EVENT)
    assert confusion.counts == ((0, 0, 0, 1), (0, 0, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0))
    assert [m.place for m in report.worst if "event" in m.place] == ["01 event spurious", "01 event missed", "01 event missed"]


def test_words_are_located_by_occurrence_and_by_their_ends() -> None:
    assert articles.locate(TEXT, "said#3", "x") == at("said", 2)[:2]
    assert articles.locate(TEXT, "Ada … Tuesday", "x") == at("Ada Krell said on Tuesday")[:2]
    with pytest.raises(GoldError, match=r"x: 'said#4' is not in the text \(3 occurrences\)"):
        articles.locate(TEXT, "said#4", "x")


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no articles"):
        articles.evaluate(tmp_path, OneArticle())  # type: ignore[arg-type]
