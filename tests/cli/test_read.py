"""``relata read``: what comes out where, every kind of bad input, exit codes, and what an interruption leaves."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from relata import batches, store
from relata.cli import coding

from .fake import TEXT


def held(db: Path) -> dict[str, int]:
    with closing(store.open_read_only(db)) as con:
        return store.counts(con)


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_a_summary_is_printed_within_80_columns(invoke, tmp_path):
    put(tmp_path / "a.txt", TEXT)
    result = invoke("read", "a.txt", "--published", "2022-10-28", "--outlet", "Norland Post", "--outlet-country", "NLD", "--title", "Glad")
    assert result.exit_code == 0
    for words in ("Glad", "Norland Post (NLD), 2022-10-28", "Ada Krell (NLD)", "via the Vell", "“We are glad,”", "SUPPORT", "Sudria"):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stderr == "1 article read: 1 statement, 1 event.\n"


def test_an_article_without_rows_says_so(invoke, tmp_path):
    put(tmp_path / "a.txt", "Nothing happened.")
    assert "no statements and no events found" in invoke("read", "a.txt").stdout


def test_json_is_one_object_a_line_and_nothing_else_on_stdout(invoke, articles):
    result = invoke("read", articles, "--json")
    assert result.exit_code == 0
    objects = [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]
    assert [item["article"]["id"] for item in objects] == [f"a{n:02}" for n in range(40)]
    assert objects[0]["events"][0]["type"] == "SUPPORT"
    assert "40 articles read" in result.stderr


def test_a_ledger_is_written_and_reading_again_changes_nothing(invoke, coder, articles):
    first = invoke("read", articles, "--db", "x.duckdb")
    assert first.exit_code == 0
    assert first.stdout == "x.duckdb: 40 articles new. It holds 40 articles, 40 statements, 40 events.\n"
    again = invoke("read", articles, "--db", "x.duckdb")
    assert again.exit_code == 0
    assert again.stdout == "x.duckdb: 0 articles new, 40 in it already. It holds 40 articles, 40 statements, 40 events.\n"
    assert len(coder.coded) == 40  # known articles are not coded again


def test_json_and_ledger_together_print_every_article_each_time(invoke, articles):
    for _ in range(2):
        result = invoke("read", articles, "--db", "x.duckdb", "--json")
        assert [len(json.loads(line)["events"]) for line in result.stdout.splitlines()] == [1] * 40
    assert "40 in it already" in result.stderr


def test_a_known_id_with_another_text_is_refused(invoke, tmp_path):
    record = {"id": "same", "text": TEXT}
    put(tmp_path / "1.json", json.dumps(record))
    put(tmp_path / "2.json", json.dumps({**record, "text": "Another text."}))
    assert invoke("read", "1.json", "--db", "x.duckdb").exit_code == 0
    result = invoke("read", "2.json", "--db", "x.duckdb")
    assert result.exit_code == 1
    assert "skipped same: bad_record: another text already has the id" in result.stderr
    assert "1 skipped" in result.stdout


def bad_batch(folder: Path) -> None:
    """One good article, and beside it every kind of file that cannot be read."""
    put(folder / "good.txt", TEXT)
    put(folder / "empty.txt", "")
    put(folder / "binary.txt", b"%PDF-1.7\x00\x01\x02")
    put(folder / "latin.txt", "Der Präsident sagte nichts.\nZweite Zeile.".encode("latin-1"))
    put(folder / "page.html", "<html><head><title>Home</title></head><body></body></html>")
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)  # sparse: no disk is filled
    lines = [json.dumps({"text": f"{TEXT} {n}", "published": "2022-10-28"}) for n in range(8)]
    put(folder / "lines.jsonl", "\n".join([*lines[:6], '{"text": "broken', *lines[6:]]))


BAD = [
    ("empty.txt", "empty", "0 bytes"),
    ("binary.txt", "binary", "PDF"),
    ("latin.txt:1", "encoding", "UTF-8"),
    ("huge.txt", "too_large", "JSONL"),
    ("lines.jsonl:7", "broken_json", ""),
    ("page.html", "no_body", ""),
]


def test_bad_input_is_named_and_the_rest_is_read(invoke, tmp_path):
    folder = tmp_path / "batch"
    folder.mkdir()
    bad_batch(folder)
    result = invoke("read", "batch", "--db", "x.duckdb")
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if line.startswith("skipped ")]
    assert len(lines) == len(BAD)
    for source, reason, remedy in BAD:
        (line,) = [line for line in lines if line.startswith(f"skipped batch/{source}: {reason}: ")]
        assert remedy in line
    assert held(Path("x.duckdb")) | {"articles": 9, "events": 9, "skips": len(BAD)} == held(Path("x.duckdb"))


@pytest.mark.parametrize("name", [source.split(":")[0] for source, _, _ in BAD])
def test_each_bad_input_alone_ends_with_1_and_gives_nothing_of_itself(invoke, tmp_path, name):
    bad_batch(tmp_path)
    result = invoke("read", name, "--json")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == (8 if name == "lines.jsonl" else 0)


def test_an_article_without_a_date_is_read_without_one(invoke, tmp_path):
    put(tmp_path / "a.txt", TEXT)
    result = invoke("read", "a.txt", "--json")
    assert result.exit_code == 0
    coded = json.loads(result.stdout)
    assert coded["article"]["published"] is None
    assert coded["events"][0]["date"] is None
    assert "no date" in invoke("read", "a.txt").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["a.txt", "--published", "yesterday"], "--published"),
        (["a.txt", "--published", "2022"], "2022-10-28"),
        (["a.txt", "--outlet-country", "China"], "--outlet-country"),
        (["a.txt", "--db", "no/such/folder/x.duckdb"], "does not exist"),
        (["a.txt", "--db", "a.txt"], "not a DuckDB file"),
        (["a.txt", "--actors", "nowhere.toml"], "nowhere.toml"),
        (["a.txt", "--workers", "0"], "--workers"),
        (["a.txt", "--model", "nowhere"], "nowhere"),
        ([], "PATH"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what(invoke, tmp_path, args, said):
    put(tmp_path / "a.txt", TEXT)
    result = invoke("read", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_an_actor_file_in_error_is_wrong_use(invoke, tmp_path, monkeypatch):
    from relata.errors import ActorsError

    def refuse(*, actors: Any = (), model: Any = None, types: Any = ()) -> Any:
        raise ActorsError(f"{actors[0]}:3: unknown key 'nmae'; expected name.")

    monkeypatch.setattr(coding, "make_coder", refuse)
    put(tmp_path / "a.txt", TEXT)
    put(tmp_path / "mine.toml", "")
    result = invoke("read", "a.txt", "--actors", "mine.toml")
    assert result.exit_code == 2
    assert result.stderr == "relata: mine.toml:3: unknown key 'nmae'; expected name.\n"


def test_a_failing_article_is_given_up_alone(invoke, tmp_path):
    for n in range(6):
        put(tmp_path / f"{n}.txt", f"{TEXT} BUG" if n in (2, 3) else f"{TEXT} {n}")
    result = invoke("read", *(f"{n}.txt" for n in range(6)), "--db", "x.duckdb")
    assert result.exit_code == 1
    assert result.stderr.count("failed with ValueError: a\\x1b[31m broken tree. This is a bug in Relata; please report it.") == 2
    assert held(Path("x.duckdb"))["articles"] == 4


def test_standard_input_is_read(invoke):
    result = invoke("read", "-", "--json", "--published", "2022-10-28", input=TEXT)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["article"]["published"] == "2022-10-28"


def test_an_empty_folder_is_no_error(invoke, tmp_path):
    (tmp_path / "empty").mkdir()
    result = invoke("read", "empty")
    assert result.exit_code == 0
    assert result.stderr == "0 articles read: 0 statements, 0 events.\n"


def test_an_interruption_leaves_whole_batches_and_the_next_run_goes_on(invoke, coder, articles, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 32)
    stopping = put(tmp_path / "stop.txt", f"{TEXT} STOP")
    more = tmp_path / "more.jsonl"
    put(more, "".join(json.dumps({"id": f"b{n}", "text": f"{TEXT} More {n}."}) + "\n" for n in range(10)))
    result = invoke("read", articles, stopping, more, "--db", "x.duckdb")
    assert result.exit_code == 130
    assert "x.duckdb has 32 articles more; the same command goes on from there." in result.stderr
    assert held(Path("x.duckdb"))["articles"] == 32
    put(stopping, f"{TEXT} No longer.")
    result = invoke("read", articles, stopping, more, "--db", "x.duckdb")
    assert result.exit_code == 0
    assert "19 articles new, 32 in it already" in result.stdout
    assert len(coder.coded) == 40 + 19


def test_control_characters_of_a_text_reach_no_terminal(invoke, tmp_path):
    nasty = {"text": f"{TEXT} \x1b]0;owned\x07", "title": "A \x1b[2J\u202e\x9b title [bold]x[/bold]", "outlet": "Out\tlet"}
    put(tmp_path / "a.json", json.dumps(nasty))
    shown = invoke("read", "a.json").stdout
    assert "A \\x1b[2J\\u202e\\x9b title [bold]x[/bold]" in shown
    assert not {"\x1b", "\u202e", "\x9b", "\x07"} & set(shown)
    coded = invoke("read", "a.json", "--json").stdout
    assert not {"\x1b", "\u202e", "\x9b", "\x07"} & set(coded)
    assert json.loads(coded)["article"]["title"] == nasty["title"]


def test_a_file_name_cannot_steer_the_terminal(invoke, tmp_path):
    name = "a\x1b[31m\n.txt"
    put(tmp_path / name, "")
    result = invoke("read", name)
    assert result.exit_code == 1
    assert "skipped a\\x1b[31m .txt: empty" in result.stderr
