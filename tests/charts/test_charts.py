"""Charts hold the data they are given, keep to altair's schema, and leave gaps where nothing is known."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from relata.charts import KINDS, Look, chart, describe, kinds_of
from relata.charts.dyads import _whole_ticks
from relata.relations import By, Resampling, changes, network, series

from ..relations.rows import act, acts, coverage, ties
from .conftest import DAYS, HOW

DRAWN = [
    *(("pair", kind, {}) for kind in ("series", "quadrants", "direction")),
    ("by_type", "groups", {}),
    ("promised", "deeds", {"names": ("NOR", "KEN")}),
    *(("four", kind, {}) for kind in ("network", "blocs", "centrality")),
    ("four", "map", {"state": "NOR"}),
    *(("years", kind, {}) for kind in ("poles", "shape", "alignment")),
]
LOOKS = [Look(), Look("dark", 360)]


def values(spec: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """Rows of a specification's data that have all these fields."""
    inline = [data for data in spec.get("datasets", {}).values() if isinstance(data, list)]
    found = [row for data in inline for row in data]
    queue: list[Any] = [spec]
    while queue:
        part = queue.pop()
        if isinstance(part, dict):
            if isinstance(part.get("data"), dict) and isinstance(part["data"].get("values"), list):
                found += part["data"]["values"]
            queue += part.values()
        elif isinstance(part, list):
            queue += part
    return [row for row in found if row.keys() >= set(names)]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark, narrow"])
@pytest.mark.parametrize(("result", "kind", "options"), DRAWN, ids=[kind for _, kind, _ in DRAWN])
def test_every_chart_keeps_to_the_schema_and_says_what_it_is(request, result, kind, options, look):
    found = request.getfixturevalue(result)
    assert kind in kinds_of(found)
    spec = chart(found, kind, look=look, **options).to_dict()  # raises where it does not
    assert spec["background"] == look.colours.paper
    assert spec["title"]["text"] and any(" act" in line or "vow" in line for line in spec["title"]["subtitle"])
    words = describe(found, kind)
    assert words.endswith(".") and "None" not in words and "nan" not in words


def test_a_value_and_its_interval_span_their_period(pair):
    rows = {row["start"]: row for row in values(chart(pair).to_dict(), "score_mean", "score_mean_low", "end")}
    assert rows["2022-01-01"]["score_mean"] == 1.0 and rows["2022-01-01"]["end"] == "2022-02-01"
    assert rows["2022-01-01"]["score_mean_low"] < 1.0 < rows["2022-01-01"]["score_mean_high"]
    assert rows["2022-02-01"]["score_mean"] == 6.0 and rows["2022-02-01"]["score_mean_low"] is None  # one story tells of no spread


def test_what_is_not_covered_is_shaded_and_not_zero(pair):
    spec = chart(pair, measure="events").to_dict()
    assert "2022-04-01" not in {row["start"] for row in values(spec, "events")}  # null there, 0 in March
    assert {row["start"]: row["events"] for row in values(spec, "events")}["2022-03-01"] == 0
    assert {"start": "2022-04-01", "end": "2022-05-01"} in values(spec, "start", "end")
    assert "Shaded: no article" in " ".join(spec["title"]["subtitle"])


def test_conflict_is_stacked_downwards(pair):
    bars = values(chart(pair, "quadrants").to_dict(), "kind", "from", "to")
    assert {(row["start"], row["kind"]): row["to"] for row in bars} == {
        ("2022-01-01", "verbal cooperation"): 1,
        ("2022-01-01", "verbal conflict"): -1,
        ("2022-02-01", "material cooperation"): 1,
        ("2022-05-01", "verbal cooperation"): 1,
        ("2022-05-01", "material conflict"): -1,
    }


def test_a_symmetric_act_counts_in_both_directions(pair):
    bars = values(chart(pair, "direction").to_dict(), "kind", "n")
    february = {row["kind"]: row["to"] for row in bars if row["start"] == "2022-02-01"}
    assert february == {"Norway to Kenya": 1, "Kenya to Norway": -1}


def test_change_points_are_numbered_lines():
    rows = [act(f"20{20 + n // 12}-{n % 12 + 1:02}-05", score=-5.0 if n < 12 else 5.0 + n % 2) for n in range(24)]
    found = series(acts(*rows), coverage("2020-01-01", "2021-12-31"), one="NOR", other="KEN", resampling=HOW)
    broken = changes(found, measure="score_mean", resampling=HOW)
    labels = values(chart(found, changes=broken).to_dict(), "label")
    assert {"start": "2021-01-01", "label": "1"} in labels


def test_groups_show_mean_and_acts(by_type):
    rows = {row["group"]: row for row in values(chart(by_type).to_dict(), "group", "label")}
    assert rows["AGREE"]["score_mean"] == 2.0 and rows["AGREE"]["label"] == "AGREE (1)"


def test_groups_over_time_are_a_field(told):
    found = series(told, coverage(*DAYS), one="NOR", other="KEN", split="type", resampling=HOW)
    spec = chart(found).to_dict()
    assert spec["mark"]["type"] == "rect" and spec["encoding"]["color"]["scale"]["domain"] == [-10, 0, 10]


def test_ties_by_tone_and_blocs_by_side(four):
    spec = chart(four).to_dict()
    lines = {(row["a"], row["b"]): row for row in values(spec, "a", "b", "tone")}
    assert lines["KEN", "NOR"]["tone"] == "friendly on balance" and lines["KEN", "NOR"]["events"] == 2
    assert lines["KEN", "PER"]["tone"] == "hostile on balance"
    sides = {row["state"]: (row["bloc"], row["x"] > 0) for row in values(spec, "state", "bloc", "x")}
    assert sides["NOR"][0] == sides["KEN"][0] != sides["PER"][0] == sides["QAA"][0]
    assert sides["NOR"][1] == sides["KEN"][1] != sides["PER"][1]


def test_the_matrix_has_each_tie_twice_and_no_other(four):
    cells = {(row["a"], row["b"]): row["score"] for row in values(chart(four, "blocs").to_dict(), "a", "b", "score")}
    assert len(cells) == 8 and cells["Norway", "Kenya"] == cells["Kenya", "Norway"] == 4.0


def test_the_map_names_whom_it_cannot_place(four):
    spec = chart(four, "map", state="NOR").to_dict()
    marks = {row["state"] for row in values(spec, "state", "score")}
    assert marks == {"KEN"} and "no place of theirs is known: QAA" in " ".join(spec["title"]["subtitle"])
    assert spec["datasets"]["outlines"]["type"] == "Topology"


def test_poles_by_year_with_the_largest_named(years):
    rows = {row["start"]: row for row in values(chart(years).to_dict(), "poles", "largest")}
    assert rows.keys() == {"2021-01-01", "2022-01-01"} and rows["2021-01-01"]["poles"] == pytest.approx(years.table["poles"][0].as_py())


def test_the_same_result_gives_the_same_specification(four, pair):
    for result in (four, pair):
        assert json.dumps(chart(result).to_dict()) == json.dumps(chart(result).to_dict())


def test_every_kind_has_its_words():
    assert all(words for kinds in KINDS.values() for words in kinds.values())


@pytest.mark.parametrize(
    ("ends", "ticks"), [([0, 1], [0, 1]), ([-3, 2], [-3, -2, -1, 0, 1, 2]), ([0, 23], [0, 5, 10, 15, 20]), ([], [0, 1])]
)
def test_ticks_are_whole_numbers(ends, ticks):
    assert _whole_ticks(ends) == ticks


def test_wrong_use_says_what_is_possible(pair, by_type, four):
    with pytest.raises(ValueError, match="expected one of series, quadrants, direction"):
        chart(pair, "poles")
    with pytest.raises(ValueError, match="expected one of score_mean"):
        chart(pair, measure="share")
    with pytest.raises(ValueError, match="has no chart of its own"):
        chart(changes(pair, resampling=HOW))
    with pytest.raises(ValueError, match="Peru \\(PER\\)|Brazil \\(BRA\\) has no tie"):
        chart(four, "map", state="BRA")
    with pytest.raises(ValueError, match="light or dark"):
        Look("grey")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="280 pixels"):
        Look(width=100)


def test_nothing_is_not_drawn_as_if_it_were_something():
    nothing = pa.Table.from_pylist([], schema=coverage("2022-01-01").schema)
    with pytest.raises(ValueError, match="nothing to draw"):
        chart(series(acts(), nothing, by=By.MONTH, resampling=Resampling(n=0)))
    with pytest.raises(ValueError, match="nothing to draw"):
        chart(network(ties(), nothing, resampling=Resampling(n=0)))
