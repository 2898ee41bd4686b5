"""``relata watch`` and ``relata quarantine``: feeds into a ledger, stops and starts, and what was given up."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from relata import ingest, store
from relata.cli import watch

from .fake import TEXT

ENTRY = "<item><title>Glad {n}</title><link>{url}/{n}</link></item>"


@pytest.fixture(autouse=True)
def may_fetch_from_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the site of the tests, and without pauses."""
    monkeypatch.setattr(ingest, "Fetcher", partial(ingest.Fetcher, permits=lambda address: True))
    monkeypatch.setattr(ingest, "Visitor", partial(ingest.Visitor, pause=0.0))


def feed(site: Any, *numbers: int) -> str:
    entries = "".join(ENTRY.format(n=n, url=site.url) for n in numbers)
    site.put("/rss", f"<rss version='2.0'><channel><title>Norland Post</title>{entries}</channel></rss>")
    for n in numbers:
        site.put(f"/{n}", f"{TEXT} Number {n}.", kind="text/plain")
    return f"{site.url}/rss"


def held(db: str) -> dict[str, int]:
    with closing(store.open_read_only(Path(db))) as con:
        return store.counts(con)


def test_once_reads_what_is_new_and_again_only_what_is_newer(invoke, site, coder):
    url = feed(site, 2, 1)
    result = invoke("watch", url, "--once", "--db", "x.duckdb", "--outlet-country", "NLD")
    assert (result.exit_code, result.stdout) == (0, "x.duckdb: 2 articles new, 0 in it already, 0 skipped.\n")
    feed(site, 3, 2, 1)
    result = invoke("watch", url, "--once", "--db", "x.duckdb")
    assert result.stdout == "x.duckdb: 1 article new, 0 in it already, 0 skipped.\n"
    assert len(coder.coded) == 3 and held("x.duckdb")["articles"] == 3
    assert site.headers[0]["user-agent"].startswith("Relata/")


def test_a_page_that_is_gone_ends_with_1_and_stands_in_the_quarantine(invoke, site):
    url = feed(site, 2, 1)
    del site.pages["/1"]
    result = invoke("watch", url, "--once")
    assert result.exit_code == 1 and f"skipped {site.url}/1: no_body: " in result.stderr
    (row,) = map(json.loads, invoke("quarantine").stdout.splitlines())
    assert (row["source"], row["stage"], row["reason"]) == (f"{site.url}/1", "ingest", "no_body")


def test_it_runs_until_it_is_interrupted_with_the_ledger_free_in_between(invoke, site, monkeypatch):
    url = feed(site, 1)
    polls: list[int] = []

    def sleep(seconds: float) -> None:
        polls.append(held("relata.duckdb")["articles"])  # a reader gets in
        assert 14 * 60 < seconds < 17 * 60
        raise KeyboardInterrupt

    monkeypatch.setattr(watch.time, "sleep", sleep)
    result = invoke("watch", url)
    assert (result.exit_code, polls) == (0, [1])
    assert "1 article new" in result.stdout


def test_a_ledger_that_is_being_read_is_waited_for(invoke, site, monkeypatch):
    url = feed(site, 1)
    assert invoke("watch", url, "--once").exit_code == 0
    feed(site, 2, 1)
    reader = store.open_read_only(Path("relata.duckdb"))
    real = watch._open
    opened: list[float | None] = []

    def first_free_then_read(db: Path, run: object, *, patience: float | None) -> object:
        opened.append(patience)
        return real(db, run, patience=patience)

    monkeypatch.setattr(watch, "_open", first_free_then_read)
    monkeypatch.setattr(watch.time, "sleep", lambda seconds: reader.close())
    # At the start it says so at once; while it runs it waits.
    result = invoke("watch", url, "--once")
    assert result.exit_code == 2 and "locked" in result.stderr
    monkeypatch.setattr(watch, "_open", lambda db, run, *, patience: first_free_then_read(db, run, patience=60.0))
    result = invoke("watch", url, "--once")
    assert result.exit_code == 0 and "waiting until whoever reads it is done" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["file:///etc/passwd"], "expected an address of http or https"),
        (["harbour.example/rss"], "expected an address of http or https"),
        (["http://harbour.example/rss", "--every", "0"], "--every"),
        (["http://harbour.example/rss", "--outlet-country", "Norland"], "--outlet-country"),
        (["http://harbour.example/rss", "--db", "no/folder/x.duckdb"], "cannot be written"),
        ([], "URL"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what(invoke, args, said):
    result = invoke("watch", *args)
    assert result.exit_code == 2 and said in result.stderr


def test_the_quarantine_shows_place_reason_and_remedy_in_every_format(invoke, tmp_path):
    (tmp_path / "a.csv").write_text("body,day\nOne.,2022-10-28\nTwo.\nThree.,9999-01-01\n" + f"{TEXT},2022-10-28\n".replace('"', ""))
    result = invoke("read", "a.csv", "--db", "relata.duckdb", "--column", "text=body", "--column", "published=day")
    assert result.exit_code == 1
    rows = list(csv.DictReader(io.StringIO(invoke("quarantine", "--format", "csv").stdout)))
    assert [(row["source"], row["reason"]) for row in rows if row["source"] in ("a.csv:3", "a.csv:4")] == [
        ("a.csv:3", "bad_record"),
        ("a.csv:4", "bad_record"),
    ]
    shown = invoke("quarantine", "--format", "table").stdout
    assert "a.csv:4" in shown and "bad_record" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_ids_that_collide_lose_nothing_unseen(invoke, tmp_path):
    records = [{"id": f"same{n % 5}", "text": f"{TEXT} Number {n // 2}."} for n in range(60)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    result = invoke("read", "a.jsonl", "--db", "relata.duckdb")
    assert result.exit_code == 1
    first = {record["id"]: record["text"] for record in reversed(records)}
    n_other = sum(first[record["id"]] != record["text"] for record in records)
    assert held("relata.duckdb")["articles"] == 5
    assert f"{n_other} skipped" in result.stdout and result.stderr.count("another text already has the id") == n_other


@pytest.mark.parametrize("column", ["body", "body=text", "text="])
def test_a_column_that_is_none_is_wrong_use(invoke, tmp_path, column):
    (tmp_path / "a.csv").write_text("text\nOne.\n")
    result = invoke("read", "a.csv", "--column", column)
    assert result.exit_code == 2 and "--column" in result.stderr
