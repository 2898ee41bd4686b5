"""The commands that query a ledger: filters, every format, files, and wrong use."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from relata.cli import coding
from relata.store import Ledger

from .fake import FakeCoder, make_articles

COMMANDS = ["events", "statements", "actors", "articles"]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of forty articles, made once."""
    path = tmp_path_factory.mktemp("ledger") / "relata.duckdb"
    coder = FakeCoder()
    with Ledger(path, coding.make_run(coder)) as made:
        coding.keep(coder.stream(make_articles()), ledger=made)
    return path


@pytest.fixture()
def db(ledger: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(ledger, tmp_path / "relata.duckdb"))


def json_rows(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_into_a_pipe_every_row_is_a_json_line(invoke, db, command):
    result = invoke(command)
    assert result.exit_code == 0
    assert len(json_rows(result.stdout)) == (3 if command == "actors" else 40)
    assert result.stderr == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_json_and_parquet_hold_the_same_rows(invoke, db, tmp_path, command):
    as_json = json_rows(invoke(command, "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(invoke(command, "--format", "csv").stdout)))
    assert invoke(command, "--out", "rows.parquet").stderr == f"rows.parquet: {len(as_json)} rows written.\n"
    as_parquet = pq.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [row["id"] for row in as_json] == [row["id"] for row in as_csv] == [row["id"] for row in as_parquet]
    assert list(as_json[0]) == list(as_csv[0]) == list(as_parquet[0])


def test_parquet_goes_into_a_pipe(invoke, db):
    data = invoke("events", "--format", "parquet").stdout_bytes
    assert pq.read_table(io.BytesIO(data)).num_rows == 40


@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_fits_80_columns(invoke, db, command):
    shown = invoke(command, "--format", "table").stdout
    assert "Norland" in shown or "Ada Krell" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_acts_are_listed_once_and_their_tellings_found(invoke, db):
    rows = [json.loads(line) for line in invoke("events", "--once").stdout.splitlines()]
    first = rows[0]
    assert len({row["act"] for row in rows}) == len(rows) and sum(row["tellings"] for row in rows) == 40
    told = [json.loads(line) for line in invoke("events", "--act", first["id"]).stdout.splitlines()]
    assert len(told) == first["tellings"] and {row["act"] for row in told} == {first["id"]}
    assert "Tellings" in invoke("events", "--once", "--format", "table").stdout
    assert "Outlet" in invoke("events", "--act", first["id"], "--format", "table").stdout


def test_a_table_shows_fifty_and_says_when_there_are_more(invoke, db):
    assert invoke("events", "--format", "table", "--limit", "40").stderr == ""
    result = invoke("events", "--format", "table", "--limit", "10")
    assert result.stdout.count("SUPPORT") == 10
    assert "more than these 10 rows" in result.stderr


def test_an_article_id_is_never_cut_in_the_table(invoke, db):
    assert "a07" in invoke("articles", "--format", "table").stdout


def test_lists_are_joined_in_csv_and_missing_is_empty(invoke, db):
    (row,) = csv.DictReader(io.StringIO(invoke("statements", "--limit", "1", "--format", "csv").stdout))
    assert row["chain"] == "the Vell Agency"
    assert row["date"] == ""
    assert row["anonymous"] == "False"


@pytest.mark.parametrize(
    ("args", "n"),
    [
        (["events", "--source", "NLD"], 40),
        (["events", "--source", "SUD"], 0),
        (["events", "--pair", "SUD", "NLD"], 40),
        (["events", "--actor", "Sudria", "--type", "support"], 40),
        (["events", "--type", "ASSAULT"], 0),
        (["events", "--since", "2022-12-01"], 3),
        (["events", "--until", "2022-01-31"], 4),
        (["events", "--article", "a07"], 1),
        (["events", "--quad", "1", "--status", "actual", "--min-confidence", "0.5"], 40),
        (["events", "--min-confidence", "0.95"], 0),
        (["events", "--outlet-country", "NLD"], 40),
        (["events", "--outlet-country", "SUD"], 0),
        (["events", "--story", "a00"], 40),
        (["articles", "--story", "a07"], 0),
        (["articles", "--actor", "SUD", "--outlet-country", "NLD"], 40),
        (["articles", "--actor", "Vell Agency"], 0),
        (["statements", "--actor", "Ada Krell", "--hedge", "Asserted"], 40),
        (["statements", "--hedge", "denied"], 0),
        (["statements", "--pair", "NLD", "SUD"], 0),
        (["statements", "--story", "a00", "--outlet-country", "NLD"], 40),
        (["events", "--outlet", "norland post", "--limit", "7", "--offset", "38"], 2),
        (["events", "--run", "nowhere"], 0),
        (["statements", "--by", "NLD", "--named"], 40),
        (["statements", "--anonymous"], 0),
        (["statements", "--via", "the Vell Agency", "--text", "GLAD"], 40),
        (["statements", "--about", "SUD"], 0),
        (["actors", "krell"], 1),
        (["actors", "--limit", "2"], 2),
        (["articles", "--text", '"number 7."'], 1),
        (["articles", "--outlet", "No Such Paper"], 0),
    ],
)
def test_filters(invoke, db, args, n):
    result = invoke(*args)
    assert result.exit_code == 0
    assert len(json_rows(result.stdout)) == n


def test_the_file_replaces_the_former_one_whole(invoke, db, tmp_path):
    out = tmp_path / "rows.csv"
    out.write_text("old")
    assert invoke("events", "--out", "rows.csv").exit_code == 0
    assert len(out.read_text().splitlines()) == 41
    assert [path.name for path in tmp_path.iterdir() if "rows" in path.name] == ["rows.csv"]
    assert invoke("events", "--out", "rows.txt").exit_code == 0
    assert "SUPPORT" in (tmp_path / "rows.txt").read_text()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["events", "--db", "nowhere.duckdb"], "no such ledger"),
        (["events", "--db", "notes.txt"], "not a DuckDB file"),
        (["events", "--type", "YIELD"], "expected one of AGREE"),
        (["events", "--status", "rumoured"], "expected one of actual"),
        (["events", "--since", "May"], "2022-10-28"),
        (["events", "--quad", "5"], "--quad"),
        (["statements", "--hedge", "maybe"], "expected one of asserted"),
        (["runs", "--db", "nowhere.duckdb"], "no such ledger"),
        (["prune", "--db", "nowhere.duckdb"], "no such ledger"),
        (["events", "--format", "xml"], "--format"),
        (["events", "--out", "rows.xml"], "tells no format"),
        (["events", "--out", "no/folder/rows.csv"], "does not exist"),
        (["events", "--out", "."], "--out"),
        (["events", "--limit", "-1"], "--limit"),
        (["articles", "--offset", "-1"], "--offset"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what(invoke, db, args, said):
    db.with_name("notes.txt").write_text("Notes.")
    result = invoke(*args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_nothing_found_is_said(invoke, db):
    result = invoke("events", "--source", "SUD", "--format", "table")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing found.\n")


def test_control_characters_are_escaped_in_tables_and_kept_in_csv(invoke, tmp_path):
    record = {"text": "Norland welcomed Sudria.", "title": "a \x1b[2J title", "outlet": "\u202eOut"}
    (tmp_path / "a.json").write_text(json.dumps(record))
    assert invoke("read", "a.json", "--db", "relata.duckdb").exit_code == 0
    shown = invoke("articles", "--format", "table").stdout
    assert "\\x1b[2J" in shown.replace("\n", "")
    assert "\x1b" not in shown and "\u202e" not in shown
    (row,) = csv.DictReader(io.StringIO(invoke("articles", "--format", "csv").stdout))
    assert row["title"] == record["title"]


def test_runs_are_superseded_stay_to_be_asked_and_are_pruned(invoke, coder, articles, tmp_path):
    assert invoke("read", articles, "--db", "relata.duckdb").exit_code == 0
    (old,) = json_rows(invoke("runs").stdout)
    assert (old["model"], old["n_articles"], old["n_superseded"], old["n_events"]) == ("fake", 40, 0, 40)
    assert invoke("prune").stdout == "relata.duckdb: nothing is superseded.\n"
    coder.model_id = "newer"
    assert invoke("read", articles, "--db", "relata.duckdb").exit_code == 0
    rows = {row["model"]: row for row in json_rows(invoke("runs").stdout)}
    assert [(rows[model]["n_articles"], rows[model]["n_superseded"]) for model in ("newer", "fake")] == [(40, 0), (40, 40)]
    shown = invoke("runs", "--format", "table").stdout
    assert old["id"] in shown and "Superseded" in shown
    for command in ("events", "statements", "articles"):
        assert len(json_rows(invoke(command).stdout)) == len(json_rows(invoke(command, "--run", old["id"]).stdout)) == 40
    pruned = invoke("prune").stdout
    assert pruned.startswith("relata.duckdb: 40 superseded readings deleted; ") and "MiB freed" in pruned
    assert len(json_rows(invoke("events").stdout)) == 40
    assert invoke("events", "--run", old["id"]).stdout == ""
