"""Vows and what became of them, and claims beside a measure."""

from __future__ import annotations

import pytest

from relata.relations import By, beside, series, vows

from .rows import act, acts, coverage, day


def agree(when, direction="ab", **changed):
    return act(when, direction, 1, 2.5, type="AGREE", **changed)


def outcome(*rows, until="2023-12-31"):
    found = vows(acts(*rows), covered_until=day(until))
    return found.ledger.to_pylist()[0]


@pytest.mark.parametrize(
    ("vow", "after", "expected"),
    [
        (agree("2022-01-01"), act("2022-02-01", "ab", 2), "followed"),
        (agree("2022-01-01"), act("2022-02-01", "both", 2), "followed"),
        (agree("2022-01-01", "both"), act("2022-02-01", "ba", 2), "followed"),
        (agree("2022-01-01"), act("2022-02-01", "ba", 2), "nothing seen"),  # the other side vowed nothing
        (agree("2022-01-01"), act("2022-01-01", "ab", 2), "nothing seen"),  # not later
        (agree("2022-01-01"), act("2022-09-01", "ab", 2), "nothing seen"),  # not within the horizon
        (agree("2022-01-01"), act("2022-02-01", "ab", 1), "nothing seen"),  # words only
        (agree("2022-01-01", cameo="036"), act("2022-02-01", "ab", 1), "followed"),  # to meet: they met
        (agree("2022-01-01"), act("2022-02-01", "ab", 4), "contrary"),
        (agree("2022-01-01"), act("2022-02-01", "ab", 3), "nothing seen"),
        (act("2022-01-01", quad=4, status="planned"), act("2022-02-01", "ab", 4), "followed"),
        (act("2022-01-01", quad=4, status="planned"), act("2022-02-01", "ab", 2), "nothing seen"),
    ],
)
def test_what_became_of_a_vow(vow, after, expected):
    found = outcome(vow, after)
    assert found["outcome"] == expected
    assert found["deed_day"] == (after["day"] if expected == "followed" else None)
    assert found["contrary_day"] == (after["day"] if expected == "contrary" else None)


def test_what_came_first_decides():
    assert outcome(agree("2022-01-01"), act("2022-02-01", quad=4), act("2022-03-01", quad=2))["outcome"] == "contrary"
    assert outcome(agree("2022-01-01"), act("2022-03-01", quad=4), act("2022-02-01", quad=2))["outcome"] == "followed"


def test_where_the_ledger_ends_before_the_horizon_the_vow_is_open():
    assert outcome(agree("2022-01-01"), until="2022-03-01")["outcome"] == "open"
    assert vows(acts(agree("2022-01-01")), covered_until=None).ledger["outcome"].to_pylist() == ["open"]


def test_a_planned_act_is_vowed_when_written_of():
    vow = act("2022-06-01", quad=2, status="planned", published=day("2022-01-01"))
    found = outcome(vow, act("2022-05-01", quad=2))
    assert (found["day"], found["due"], found["outcome"]) == (day("2022-01-01"), day("2022-06-01"), "followed")


def test_the_series_counts_vows_where_made_and_deeds_where_done():
    rows = [agree("2022-01-01"), agree("2022-01-05"), act("2022-01-20", "ba", 2), act("2022-02-20", "ab", 2), act("2022-02-21", quad=4)]
    found = vows(acts(*rows), covered_until=day("2023-01-01")).series
    assert found["vows"].to_pylist() == [2, 0]
    assert found["share_followed"].to_pylist() == [1.0, None]
    assert found["deeds"].to_pylist() == [1, 1]
    assert found["hostile_deeds"].to_pylist() == [0, 1]
    assert vows(acts(), covered_until=None).series.num_rows == 0


def test_a_horizon_below_a_day_is_refused():
    with pytest.raises(ValueError, match="horizon 0"):
        vows(acts(), covered_until=None, horizon=0)


def test_a_claim_stands_beside_the_measure_before_and_after():
    import pyarrow as pa

    scores = zip(("2022-01-05", "2022-02-05", "2022-04-05"), (1.0, 3.0, -4.0), strict=True)
    measured = series(acts(*(act(when, score=score) for when, score in scores)), coverage("2022-01-01", "2022-04-01"), by=By.MONTH).table
    claims = pa.table({"day": pa.array([day("2022-02-20"), day("2020-01-01")], pa.date32()), "topic": ["relation", "relation"]})
    first, early = beside(claims, measured, {"relation": "score_mean"}, periods=2).table.to_pylist()
    assert (first["measure"], first["before"], first["after"]) == ("score_mean", 2.0, -4.0)
    assert (early["before"], early["after"]) == (None, 2.0)
