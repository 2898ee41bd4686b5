"""Marks of events: one to one, acts at home left out, plans found as promises, and confidence against being right."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest

from relata.evaluate import marks
from relata.records import Actor, Article, Coded, Event, Evidence, Party

TEXT = "Norland thanked Sudria. Norland will visit Sudria. Norland fined Norlanders."
ACTORS = (
    Actor("state:NLD", "Norland", "state", "NLD"), Actor("state:SUD", "Sudria", "state", "SUD"),
    Actor("group:n@NLD", "Norlanders", "group", "NLD"),
)  # fmt: skip


def at(words: str, n: int = 1) -> tuple[int, int, str]:
    start, end = marks.locate(TEXT, f"{words}#{n}", "x")
    return start, end, words


def event(kind: str, trigger: str, target: str = "Sudria", n: int = 1, actor: str = "state:SUD", **more: Any) -> Event:
    plain = Event(
        "e", kind, Party(*at("Norland", n), "state:NLD"), Party(*at(target, n if target == "Sudria" else 1), actor), Evidence(*at(trigger)),
        Evidence(0, len(TEXT), TEXT), quad=1, score=5.0,
    )  # fmt: skip
    return dataclasses.replace(plain, **more)


def mark(kind: str, trigger: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "source": {"country": "NLD"}, "target": {"country": "SUD"}, "trigger": trigger, "status": "actual", **more}


def score(gold: list[dict[str, Any]], *found: Event) -> marks.Scored:
    return marks.score(TEXT, gold, Coded(Article(TEXT), ACTORS, (), (), found), "x")


def test_an_event_is_right_by_type_and_countries_and_only_once() -> None:
    scored = score([mark("SUPPORT", "thanked")], event("SUPPORT", "thanked"), event("SUPPORT", "visit", n=2))
    assert [e.trigger.text for _, e in scored.pairs] == ["thanked"] and scored.with_trigger == 1
    assert [e.trigger.text for e in scored.spurious] == ["visit"]
    assert score([mark("SUPPORT", "visit")], event("SUPPORT", "thanked")).with_trigger == 0
    assert score([mark("AID", "thanked")], event("SUPPORT", "thanked")).pairs == ()


def test_acts_within_one_country_are_left_out_on_both_sides() -> None:
    at_home = event("SANCTION", "fined", "Norlanders", n=3, actor="group:n@NLD")
    scored = score([mark("SANCTION", "fined", target={"country": "NLD"}, domestic=True)], at_home)
    assert scored == marks.Scored((), (), (), (), 0)


@pytest.mark.parametrize(
    ("kind", "status", "right"), [("CONSULT", "planned", True), ("AGREE", "actual", True), ("AGREE", "planned", False)]
)
def test_a_plan_may_be_found_as_what_it_promises(kind: str, status: str, right: bool) -> None:
    scored = score([mark("CONSULT", "visit", status="planned")], event(kind, "visit", n=2, status=status))
    ((gold, found),) = scored.pairs
    assert marks.is_status(gold, found) is right


def test_the_date_counts_where_one_is_marked() -> None:
    day = dt.date(2022, 10, 27)
    scored = score([mark("SUPPORT", "thanked", date="2022-10-27")], event("SUPPORT", "thanked", date=day, date_precision="day"))
    values = {(f.group, f.name): f.value for f in marks.figures([scored, score([])], "passages")}
    assert values["of events found: date", "accuracy"] == 1.0 and values["events", "precision"] == 1.0


def test_confidence_is_held_against_being_right() -> None:
    counts = np.zeros((marks.BINS, 3))
    counts[8] = (4, 4 * 0.85, 2)  # said 85 in 100, and half are right
    counts[2] = (6, 6 * 0.25, 1.5)
    assert marks.calibration_error(counts.ravel()) == pytest.approx(0.14)
