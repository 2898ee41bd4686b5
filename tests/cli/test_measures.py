"""The commands that measure: every view in every format, and wrong use."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from relata.cli import coding
from relata.store import Ledger

from .fake import FakeCoder, make_articles

VIEWS = [
    *(["dyad", "NLD", "SUD", "--show", show] for show in ("series", "changes", "vows", "deeds", "claims")),
    *(["dyad", "NLD", "SUD", "--split", split] for split in ("level", "issue", "third", "type", "direction", "outlet")),
    *(["network", "--show", show] for show in ("ties", "states")),
    *(["system", "--show", show] for show in ("shape", "alignment", "claims")),
]


@pytest.fixture()
def db(tmp_path: Path) -> Path:
    path = tmp_path / "relata.duckdb"
    coder = FakeCoder()
    with Ledger(path, coding.make_run(coder)) as made:
        coding.keep(coder.stream(make_articles()), ledger=made)  # forty near-copies, told on twelve days: twelve acts
    return path


def rows(result) -> list[dict]:
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_dyad_by_month(invoke, db):
    series = rows(invoke("dyad", "NLD", "SUD"))
    assert [row["period"] for row in series] == [f"2022-{n:02}-01" for n in range(1, 13)]
    assert sum(row["events"] for row in series) == sum(row["a_to_b"] for row in series) == 12
    assert {row["score_mean"] for row in series} == {5.0}


def test_periods_scales_and_windows(invoke, db):
    (year,) = rows(invoke("dyad", "SUD", "NLD", "--by", "all", "--score", "goldstein", "--since", "2022-03-01", "--until", "2022-03-31"))
    assert (year["period"], year["events"], year["b_to_a"], year["score_mean"]) == ("2022-03-01", 1, 1, None)


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_every_view_in_every_format(invoke, db, tmp_path, view):
    view = [*view, "--resamples", "10"]
    as_json = rows(invoke(*view))
    as_csv = list(csv.DictReader(io.StringIO(invoke(*view, "--format", "csv").stdout)))
    assert invoke(*view, "--out", "rows.parquet").exit_code == 0
    assert len(as_json) == len(as_csv) == pq.read_table(tmp_path / "rows.parquet").num_rows
    shown = invoke(*view, "--format", "table")
    assert shown.exit_code == 0
    assert shown.stdout == "" or max(map(len, shown.stdout.splitlines())) <= 80


def test_the_network_and_the_system_of_two(invoke, db):
    (tie,) = rows(invoke("network", "--states", "NLD,SUD"))
    assert (tie["a"], tie["b"], tie["events"], tie["score_mean"]) == ("NLD", "SUD", 12, 5.0)
    (shape,) = rows(invoke("system"))
    assert (shape["poles"], shape["articles"], shape["frustration"]) == (2.0, 40, 0.0)


def test_what_lies_in_no_row_is_said(invoke, db):
    result = invoke("dyad", "NLD", "SUD", "--limit", "2", "--format", "table")
    assert "more than these 2 rows" in result.stderr
    assert invoke("dyad", "NLD", "VLD").stderr == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["dyad", "NLD", "NLD"], "both sides"),
        (["dyad", "NLD", "SUD,NLD"], "both sides"),
        (["dyad", "NLD"], "B"),
        (["dyad", "NLD", "SUD", "--by", "decade"], "--by"),
        (["dyad", "NLD", "SUD", "--score", "mixed"], "--score"),
        (["dyad", "NLD", "SUD", "--show", "vows", "--split", "type"], "--split goes with"),
        (["dyad", "NLD", "Ada Krell", "--show", "claims"], "two codes"),
        (["dyad", "NLD", "SUD", "--resamples", "-1"], "--resamples"),
        (["network", "--states", "NLD,Sudria"], "'Sudria' is no country's code"),
        (["system", "--db", "nowhere.duckdb"], "no such ledger"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what(invoke, db, args, said):
    result = invoke(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
