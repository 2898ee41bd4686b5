"""``relata export``: files and notes, wrong use, and the dictionary."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet as pq
import pytest


@pytest.fixture
def ledger(invoke, articles, tmp_path):
    assert invoke("read", articles, "--db", "x.duckdb").exit_code == 0
    return tmp_path / "x.duckdb"


def test_a_ledger_goes_out(invoke, ledger):
    result = invoke("export", "events", "e.parquet", "--db", ledger)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == "e.parquet, e.parquet.dictionary.csv: 40 rows written.\n"
    assert result.stdout == ""
    assert pq.read_table("e.parquet").num_rows == 40


def test_gdelt_says_what_it_left_out(invoke, ledger):
    result = invoke("export", "gdelt", "g", "--db", ledger, "--status", "actual", "--status", "past")
    assert result.exit_code == 0, result.stderr
    assert "g.export.CSV, g.mentions.CSV, g.ids.tsv, g.dictionary.csv: " in result.stderr


def test_the_dictionary_needs_no_ledger(invoke):
    result = invoke("export", "dictionary", "d.csv")
    assert result.exit_code == 0, result.stderr
    with open("d.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["export"] for row in rows} >= {"events", "gdelt", "network"}
    assert len(io.StringIO(invoke("export", "dictionary").stdout).readlines()) == len(rows)


def test_wrong_use(invoke, ledger):
    for arguments, words in (
        (("export", "stata", "x"), "expected one of events"),
        (("export", "icews"), "name the file to write"),
        (("export", "icews", "x", "--status", "past", "--all-status"), "exclude each other"),
        (("export", "icews", "x", "--country", "China"), "no country's code"),
        (("export", "events", "x.txt", "--db", str(ledger)), "end it in .parquet or .csv"),
        (("export", "statements", "x.csv", "--db", str(ledger), "--type", "AID"), "Statements have no type"),
        (("export", "icews", "x", "--db", "none.duckdb"), "no such ledger"),
        (("export", "icews", "none/x", "--db", str(ledger)), "its folder does not exist"),
    ):
        result = invoke(*arguments)
        assert result.exit_code == 2, arguments
        assert words in " ".join(result.stderr.replace("│", " ").split()), arguments
