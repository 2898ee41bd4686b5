"""``relata evaluate`` and ``relata bench``: what comes out where, and how wrong use ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from relata.cli import bench as bench_command
from relata.cli import coding
from relata.cli import evaluate as command
from relata.evaluate import Bench, Confusion, Figure, Miss, Report, Tally

REPORT = Report(
    "tone", "t.jsonl", "fake", {"records": 2},
    (Figure("tone", "macro-F1", 0.75, 0.7, 0.8, 2, "records"), Figure("tone", "accuracy", None, None, None, 0, "records")),
    (Confusion("tone", ("negative", "positive"), ((1, 0), (7, 2))),),
    (Miss("2", "positive", "negative", 0.9, "[Ada] wept\x1b[31m."),), ("A note.",), ("one", "two"), (Tally("countries", 1234, 5, 6),),
)  # fmt: skip
BENCH = Bench(3, 900, 7, 5, "fake", 4000.0, 3200.0, 2000.0, 0.8, 0.5, 1900.0, 2100.0, 25000.0, 1.5, 400.0, 0.6)


@pytest.fixture()
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, str]]:
    """The sets and files evaluated; each gives `REPORT`."""
    found: list[tuple[str, str]] = []

    def run(set: command.Set, file: Path, coder: object) -> Report:
        found.append((set.value, file.name))
        return REPORT

    monkeypatch.setattr(command, "run", run)
    (tmp_path / "t.jsonl").write_text("{}\n")
    return found


def test_tables(invoke, asked):
    result = invoke("evaluate", "tone", "t.jsonl")
    assert result.exit_code == 0
    assert asked == [("tone", "t.jsonl")]
    for words in (
        "2 records (model fake)",
        "macro-F1",
        "0.7500",
        "0.700–0.800",
        "none",
        "countries  1,234       5      6",
        "2 positive 7 2",
        "[Ada] wept\\x1b[31m.",
        "A note.",
    ):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_json_is_one_object_and_predictions_a_file(invoke, asked, tmp_path):
    result = invoke("evaluate", "tone", "t.jsonl", "--json", "--predictions", "out")
    (line,) = result.stdout.splitlines()
    shown = json.loads(line)
    assert shown["figures"][0] == {
        "group": "tone", "name": "macro-F1", "value": 0.75, "low": 0.7, "high": 0.8, "n": 2, "units": "records",
    }  # fmt: skip
    assert shown["confusions"][0]["counts"] == [[1, 0], [7, 2]]
    assert "predictions" not in shown
    assert (tmp_path / "out").read_text() == "one\ntwo\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "t.jsonl"]


def test_only_swap_goes_without_a_file(invoke, monkeypatch):
    monkeypatch.setattr("relata.evaluate.swap.evaluate", lambda path, coder: REPORT)
    assert "macro-F1" in invoke("evaluate", "swap").stdout
    result = invoke("evaluate", "tone")
    assert result.exit_code == 2 and "tone needs the set's file" in result.stderr


def test_actor_files_reach_the_coder(invoke, asked, monkeypatch, tmp_path):
    (tmp_path / "a.txt").write_text("NORLAND [NLD]\n")
    given = []
    monkeypatch.setattr(coding, "make_coder", lambda *, actors, model: given.append((actors, model)))
    assert invoke("evaluate", "petrarch", "t.jsonl", "--actors", "a.txt", "--actors", "a.txt").exit_code == 0
    assert given == [([Path("a.txt"), Path("a.txt")], None)]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("sonnets", "t.jsonl"), "sonnets"),
        (("tone", "none.jsonl"), "none.jsonl"),
        (("tone",), "FILE"),
        (("tone", "t.jsonl", "--predictions", "no/out"), "folder does not exist"),
        (("tone", "t.jsonl", "--model", "none"), "none"),
    ],
)
def test_wrong_use_is_told_before_anything_is_read(invoke, asked, args, message):
    result = invoke("evaluate", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert asked == []


def test_a_broken_line_is_named_and_nothing_written(invoke, tmp_path):
    (tmp_path / "t.jsonl").write_text('{"sentence_normalized": "x", "targets": []}\n{"oh\n')
    result = invoke("evaluate", "tone", "t.jsonl", "--predictions", "out")
    assert result.exit_code == 2
    assert "t.jsonl:2: not JSON" in result.stderr.replace("\n", "")
    assert not (tmp_path / "out").exists()


@pytest.fixture()
def benched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles were timed."""
    for name in bench_command.THREADS:
        monkeypatch.setenv(name, "1")
    found: list[int] = []

    def run(articles: list[object], model: Path | None, started: float, rounds: int, spacy: str | None) -> Bench:
        found.append(len(articles))
        return BENCH

    monkeypatch.setattr(bench_command, "run", run)
    return found


def test_bench_takes_the_sample_or_files(invoke, benched, articles):
    result = invoke("bench")
    assert result.exit_code == 0
    for words in ("encoder alone", "4,000", "0.80", "whole coder", "0.50", "load 1.50 s, peak memory 400 MiB"):
        assert words in result.stdout
    assert "busy" in result.stderr
    assert json.loads(invoke("bench", articles, "--json").stdout)["coder_ratio"] == 0.5
    assert benched[0] > 60
    assert benched[1] == 40


def test_bench_shows_a_pipeline_of_spacys_beside_it(invoke, benched, monkeypatch):
    peer = replace(BENCH, spacy=3000.0, spacy_ratio=0.67, spacy_model="en_core_web_sm 3.8.0")
    monkeypatch.setattr(bench_command, "run", lambda articles, model, started, rounds, spacy: peer if spacy == "en_core_web_sm" else BENCH)
    assert "spaCy" not in invoke("bench").stdout
    shown = invoke("bench", "--spacy", "en_core_web_sm").stdout
    assert "spaCy, en_core_web_sm 3.8.0" in shown and "3,000" in shown and "0.75" in shown


def test_bench_says_what_it_could_not_read(invoke, benched, tmp_path):
    (tmp_path / "a.txt").write_text("Norland spoke.")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    result = invoke("bench", "a.txt", "b.txt")
    assert result.exit_code == 1
    assert "b.txt" in result.stderr
    assert invoke("bench", "none.txt").exit_code == 2
