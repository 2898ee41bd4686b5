"""A dyad by period: known counts, honest gaps, splits, and intervals that say what they can."""

from __future__ import annotations

import pyarrow as pa
import pytest

from relata.relations import By, Resampling, series

from .rows import act, acts, coverage, day

YEAR = coverage("2022-01-01", "2022-02-10", "2022-04-10")


def column(table, name):
    return table[name].to_pylist()


def test_a_month_without_articles_is_null_and_one_with_articles_and_no_act_is_0():
    found = series(acts(act("2022-01-05"), act("2022-01-20")), YEAR).table
    assert column(found, "period") == [day(f"2022-0{n}-01") for n in (1, 2, 3, 4)]
    assert column(found, "articles") == [1, 1, 0, 1]
    assert column(found, "events") == [2, 0, None, 0]
    assert column(found, "score_sum") == [4.0, 0.0, None, 0.0]
    assert column(found, "score_mean") == [2.0, None, None, None]


def test_an_act_told_of_a_month_without_articles_is_counted():
    assert column(series(acts(act("2022-03-05")), YEAR).table, "events") == [0, 0, 1, 0]


def test_quadrants_directions_and_reciprocity():
    rows = [act("2022-01-01", "ab", 1), act("2022-01-02", "ab", 2), act("2022-01-02", "ab", 3), act("2022-01-03", "both", 4, -9.0)]
    (row,) = series(acts(*rows), YEAR, by=By.YEAR).table.to_pylist()
    assert [row[name] for name in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")] == [1, 1, 1, 1]
    assert (row["events"], row["a_to_b"], row["b_to_a"]) == (4, 4, 1)  # the symmetric act once for the dyad, and in both directions
    assert row["reciprocity"] == pytest.approx(2 * 1 / 5)
    assert row["share_verbal"] == 0.5
    assert (row["score_sum"], row["score_mean"], row["b_to_a_mean"]) == (-3.0, -0.75, -9.0)


def test_the_two_scales_are_never_mixed():
    rows = acts(act("2022-01-01", score=2.0, goldstein=-4.0), act("2022-01-02", score=3.0))
    (plover,) = series(rows, YEAR, by=By.YEAR).table.to_pylist()
    (goldstein,) = series(rows, YEAR, by=By.YEAR, score="goldstein").table.to_pylist()
    assert (plover["score_sum"], plover["score_mean"]) == (5.0, 2.5)
    assert (goldstein["events"], goldstein["score_sum"], goldstein["score_mean"]) == (2, -4.0, -4.0)


def test_what_cannot_be_placed_is_left_out_and_counted():
    rows = acts(
        act("2022-01-01", date_precision="year"),
        act("2022-01-02", status="past", date=None),
        act("2022-02-01", date_precision="month"),
        act("1950-01-01", status="past"),
    )
    found = series(rows, YEAR)
    assert (found.left_out.rough, found.left_out.outside) == (2, 1)
    assert column(found.table, "events") == [0, 1, None, 0]
    assert series(rows, YEAR, by=By.DAY).left_out.rough == 3
    assert column(series(rows, YEAR, by=By.YEAR).table, "events") == [2]


def test_a_window_asked_for_is_filled():
    found = series(acts(act("2022-01-05")), YEAR, since=day("2021-12-15"), until=day("2022-02-03"))
    assert column(found.table, "events") == [None, 1, 0]


def test_no_articles_and_no_acts_give_an_empty_table_with_its_columns():
    found = series(acts(), coverage())
    assert found.table.num_rows == 0
    assert "score_mean_low" in found.table.column_names


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("level", {"head": 1, "minister": 1, "official": 1, "other": 1, "state": 1}),
        ("issue", {"military": 1, "territory": 1, "none": 4}),
        ("third", {"NOR": 1, "none": 4}),
        ("type", {"CONSULT": 4, "ASSAULT": 1}),
        ("direction", {"ab": 4, "both": 1}),
        ("outlet", {"KEN": 1, "NOR": 0, "unknown": 4}),
    ],
)
def test_splits(split, expected):
    rows = acts(
        act("2022-01-01", contexts=["military", "territory"], source_sector="GOV", source_role="president", target_kind="state"),
        act("2022-01-02", "both", source_kind="state", target_sector="GOV", target_role="foreign minister", outlet_country="KEN"),
        act("2022-01-03", quad=4, source_sector="GOV", source_role="deputy foreign minister"),
        act("2022-01-04", source_kind="state"),
        act("2022-01-05", thirds=["NOR"]),
    )
    covered = coverage("2022-01-01", "2022-01-10", countries=["KEN", "NOR"]) if split == "outlet" else YEAR
    found = series(rows, covered, by=By.ALL, split=split).table
    assert dict(zip(column(found, "group"), column(found, "events"), strict=True)) == expected


def test_where_no_outlet_of_a_country_wrote_its_view_is_unknown_not_0():
    covered = pa.concat_tables([coverage("2022-01-01", "2022-02-01", countries=["KEN"]), coverage("2022-01-01", countries=["NOR"])])
    found = series(acts(act("2022-02-01", outlet_country="KEN")), covered, split="outlet").table
    rows = [(row["period"].month, row["group"], row["events"]) for row in found.to_pylist()]
    assert rows == [(1, "KEN", 0), (1, "NOR", 0), (2, "KEN", 1), (2, "NOR", None)]


def test_intervals_hold_the_value_are_repeatable_and_null_below_two_stories():
    rows = acts(*(act(f"2022-01-{n:02}", score=float(n % 5)) for n in range(1, 29)), act("2022-02-01"))
    first, second = series(rows, YEAR).table, series(rows, YEAR).table
    assert first.equals(second)
    january, february, *_ = first.to_pylist()
    assert january["score_mean_low"] < january["score_mean"] < january["score_mean_high"]
    assert (february["score_mean"], february["score_mean_low"], february["events_high"]) == (2.0, None, None)
    assert not series(rows, YEAR, resampling=Resampling(seed=1)).table.equals(first)
    assert "events_low" not in series(rows, YEAR, resampling=Resampling(n=0)).table.column_names


def test_the_interval_of_a_mean_is_near_that_of_the_normal_law():
    rows = acts(*(act(f"2022-01-{n % 28 + 1:02}", score=4.0 if n % 2 else -4.0) for n in range(400)), act("2022-01-01", score=4.0))
    (row,) = series(rows, YEAR, by=By.ALL, resampling=Resampling(n=1000)).table.to_pylist()
    assert row["score_mean_high"] == pytest.approx(1.96 * 4 / 20, abs=0.06)
    assert row["score_mean_low"] == pytest.approx(-1.96 * 4 / 20, abs=0.06)


def test_stories_not_rows_are_drawn():
    alone = acts(*(act(f"2022-01-{n:02}", score=float(n % 2)) for n in range(1, 21)))
    told_together = acts(*(act(f"2022-01-{n:02}", score=float(n % 2), story=f"s{n % 2}") for n in range(1, 21)))
    widths = []
    for rows in (alone, told_together):
        (row,) = series(rows, YEAR, by=By.ALL).table.to_pylist()
        widths.append(row["score_mean_high"] - row["score_mean_low"])
    assert widths[1] == 1.0 > widths[0]


@pytest.mark.parametrize("wrong", [{"n": -1}, {"level": 1.0}, {"level": 0.0}, {"seed": -1}])
def test_wrong_resampling_is_refused(wrong):
    with pytest.raises(ValueError, match="n and seed must not be below 0"):
        Resampling(**wrong)
