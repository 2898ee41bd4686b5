"""CSV: the columns of each list, and cells that a spreadsheet must not run."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from relata.web.sheets import to_csv


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", ["articles", "events", "statements", "actors", "pairs", "runs"])
def test_lists_are_csv_with_the_rows_of_json(client: TestClient, name: str) -> None:
    answer = client.get(f"/{name}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="relata-{name}.csv"'
    rows = read(answer.text)
    assert len(rows) == len(client.get(f"/{name}.json").json()["rows"]) > 0


def test_events_have_plain_columns(client: TestClient) -> None:
    row = read(client.get("/events.csv?article=grain-1&type=ACCUSE").text)[0]
    assert (row["source"], row["source_country"], row["source_actor"]) == ("Merovia", "MER", "state:MER")
    assert (row["modes"], row["symmetric"], row["date"], row["score"], row["statement"]) == ("disapprove", "false", "", "-2.0", "")


def test_pairs_and_partners_begin_with_who_they_are(client: TestClient) -> None:
    assert client.get("/pairs.csv").text.startswith("a,b,a_name,b_name,n_events,")
    assert client.get("/actor/state:MER.csv").text.startswith("id,name,country,n_events,")
    assert client.get("/article/grain-1.csv").status_code == 404


def test_formulas_and_line_breaks_stay_text() -> None:
    rows = read(to_csv([{"a": "=1+1", "b": "@x\r\ny", "c": -2.0, "d": None, "e": ["-x", "y"], "f": {"name": "+N", "actor": None}}]))
    assert rows == [{"a": "'=1+1", "b": "'@x\r\ny", "c": "-2.0", "d": "", "e": "'-x; y", "f": "'+N", "f_actor": ""}]


def test_an_actor_that_is_missing_has_empty_parts() -> None:
    rows = read(to_csv([{"who": None, "n": 1}, {"who": {"name": "N", "actor": "x"}, "n": 2}]))
    assert rows == [{"who": "", "who_actor": "", "n": "1"}, {"who": "N", "who_actor": "x", "n": "2"}]


def test_an_empty_list_is_an_empty_sheet(client: TestClient) -> None:
    assert read(client.get("/events.csv?text=xyzzy").text) == []
