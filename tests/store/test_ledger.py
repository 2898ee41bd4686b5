"""What is written comes back exactly, once, whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from relata import store
from relata.errors import Skip, SkipReason, StoreError
from relata.records import Article, Coded, Evidence, Mention, Role
from relata.store import Ledger, Run, make_run
from relata.store import ledger as ledger_module

from .conftest import PREFIX, TEXT, make_coded, reading, words


def everything(path: Path) -> bytes:
    """All query results of a ledger as bytes, by value: the padding inside Arrow's buffers is not defined."""
    with reading(path) as con:
        tables = [store.articles(con), store.events(con), store.statements(con), store.actors(con), store.skips(con)]
        rest = json.dumps([store.counts(con), store.article(con, "a1")])
    return repr([(table.schema, table.to_pylist()) for table in tables]).encode() + rest.encode()


def test_round_trip_is_exact(fill) -> None:
    coded = make_coded()
    con = fill(coded, make_coded("a2", published=None, story=None))
    kept = store.article(con, "a1")
    assert kept == coded.to_dict()
    assert json.dumps(kept) == json.dumps(coded.to_dict())  # the order of keys too
    assert store.article(con, "a2")["article"]["published"] is None
    assert store.article(con, "nowhere") is None


def test_round_trip_of_an_article_with_nothing_in_it(fill) -> None:
    coded = Coded(Article("Nothing happened.", id="bare"))
    assert store.article(fill(coded), "bare") == coded.to_dict()


def test_empty_strings_stay_apart_from_missing_ones(fill) -> None:
    coded = Coded(Article("x", title="", outlet=None, url="", id="e"))
    assert store.article(fill(coded), "e") == coded.to_dict()


def test_offsets_are_code_points_beyond_the_basic_plane(fill) -> None:
    con = fill(make_coded())
    text = store.article(con, "a1")["article"]["text"]
    assert text == TEXT
    for row in store.events(con).to_pylist():
        assert row["evidence_start"] >= len(PREFIX)
        assert text[row["evidence_start"] : row["evidence_end"]] == row["evidence"]


def test_null_characters_are_kept(fill) -> None:
    coded = Coded(Article("a\x00b", title="\x00", id="nul"))
    assert store.article(fill(coded), "nul") == coded.to_dict()


def test_extreme_dates_are_kept(fill) -> None:
    coded = make_coded(published=dt.date.min)
    later = make_coded("a2", published=dt.date.max)
    con = fill(coded, later)
    assert store.article(con, "a1") == coded.to_dict()
    assert store.article(con, "a2") == later.to_dict()


def test_reading_the_same_article_again_changes_nothing(path: Path, run: Run) -> None:
    skip = Skip("news.jsonl:7", "ingest", SkipReason.BROKEN_JSON, "not JSON")
    with Ledger(path, run) as ledger:
        assert ledger.add([make_coded(), make_coded("a2"), make_coded()]) == 2
        ledger.add_skips([skip, skip])
    before = everything(path)
    with Ledger(path, run) as ledger:
        assert ledger.add([make_coded("a2"), make_coded()]) == 0
        ledger.add_skips([skip])
    assert everything(path) == before


def test_a_text_read_under_another_id_need_not_be_read_again(path: Path, run: Run) -> None:
    coded = replace(make_coded(), roles=(Role("Ana Brel", "VLD", "GOV", "foreign minister", *words(TEXT, "Ana Brel")[:2]),))
    copy = replace(coded.article, id="b7", outlet="Kess Daily", story=None)
    later = replace(copy, id="b8", published=dt.date(2023, 1, 1))
    with Ledger(path, run) as ledger:
        ledger.add([coded])
        twins = ledger.twins([copy, later, Article("Another text.", id="b9")])
        assert list(twins) == ["b7"]
        assert twins["b7"] == make_coded_copy(coded, copy)
        assert ledger.add(list(twins.values())) == 1
    with Ledger(path, make_run(version="9", model="m")) as ledger:
        assert ledger.twins([copy]) == {}


def make_coded_copy(coded: Coded, article: Article) -> Coded:
    made = make_coded(article.id, outlet=article.outlet or "")
    return replace(made, article=article, roles=coded.roles)


def test_known_names_what_this_run_has_coded(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded()])
        assert ledger.known(["a1", "a2", "half \ud83d"]) == {"a1"}
        assert ledger.known([]) == set()
    with Ledger(path, make_run(version="0.2.0", model="m-one")) as ledger:
        assert ledger.known({"a1"}) == set()


def test_run_id_follows_from_version_model_and_settings_alone() -> None:
    first = make_run(version="1", model="m", settings={"a": 1, "b": 2}, started=dt.datetime(2020, 1, 1))
    assert first.id == make_run(version="1", model="m", settings={"b": 2, "a": 1}).id
    others = [
        make_run(version="2", model="m"),
        make_run(version="1", model="n"),
        make_run(version="1", model="m", settings={"a": 2, "b": 2}),
    ]
    assert len({first.id, *(other.id for other in others)}) == 4


def test_a_newer_run_supersedes_and_the_old_stays_queryable(path: Path, run: Run) -> None:
    newer = make_run(version="0.2.0", model="m-two")
    old = make_coded()
    new = replace(old, events=old.events[:1], statements=old.statements)
    with Ledger(path, run) as ledger:
        ledger.add([old, make_coded("a2")])
    with Ledger(path, newer) as ledger:
        assert ledger.add([new]) == 1
    with Ledger(path, run) as ledger:  # the old run again: it has coded this, so nothing changes back
        assert ledger.add([old]) == 0
    with reading(path) as con:
        assert store.article(con, "a1") == new.to_dict()
        assert store.article(con, "a1", run=run.id) == old.to_dict()
        assert store.articles(con)["id"].to_pylist() == ["a1", "a2"]
        assert store.events(con, article="a1")["id"].to_pylist() == ["a1-e1"]
        assert store.events(con, article="a1", run=run.id).num_rows == 3
        assert store.counts(con) == {
            "articles": 2, "stories": 1, "actors": 3, "mentions": 6, "statements": 4, "events": 4, "skips": 0, "runs": 2,
        }  # fmt: skip
        assert con.execute("SELECT count(*) FROM texts").fetchall() == [(1,)]


def test_a_batch_that_fails_leaves_nothing(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded()])
        before_insert = Ledger._insert

        def failing(self: Ledger, table: str, rows: list, *, suffix: str = "") -> None:
            if table == "evidence":
                raise duckdb.IOException("no space left on device")
            before_insert(self, table, rows, suffix=suffix)

        monkeypatch.setattr(Ledger, "_insert", failing)
        with pytest.raises(StoreError, match="nothing of it was kept.*no space left"):
            ledger.add([make_coded("a2")])
        monkeypatch.undo()
        assert ledger.known(["a2"]) == set()
        assert ledger.add([make_coded("a3")]) == 1  # and the ledger is as usable as before
    with reading(path) as con:
        assert store.articles(con)["id"].to_pylist() == ["a1", "a3"]
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(6,)]


def test_an_interrupt_within_a_batch_leaves_nothing(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Ledger, skips: object) -> None:
        raise KeyboardInterrupt

    with Ledger(path, run) as ledger:
        monkeypatch.setattr(Ledger, "_write_skips", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ledger.add([make_coded()])
    with reading(path) as con:
        assert set(store.counts(con).values()) == {0, 1}  # the run's own row is all there is
        assert con.execute("SELECT count(*) FROM texts").fetchall() == [(0,)]


def test_a_killed_writer_loses_only_its_open_batch(path: Path) -> None:
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom relata.records import Article, Coded\nfrom relata.store import Ledger, make_run\n"
        "ledger = Ledger(Path(sys.argv[1]), make_run(version='1', model='m'))\n"
        "ledger.add([Coded(Article('one', id='a1'))])\nledger._con.begin()\nledger._add([Coded(Article('two', id='a2'))])\nos._exit(9)\n"
    )
    result = subprocess.run([sys.executable, "-c", program, str(path)], check=False, env=_environment(), capture_output=True, text=True)
    assert result.returncode == 9, result.stderr
    with reading(path) as con:
        assert store.articles(con)["id"].to_pylist() == ["a1"]
    with Ledger(path, make_run(version="1", model="m")) as ledger:
        assert ledger.add([Coded(Article("one", id="a1")), Coded(Article("two", id="a2"))]) == 1


def test_a_full_disk_leaves_a_whole_ledger(path: Path) -> None:
    """A limit on the file's size stands for the disk: the same error of the system at the same place."""
    program = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom relata.errors import StoreError\n"
        "from relata.records import Article, Coded\nfrom relata.store import Ledger, make_run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, 8 << 20))\n"
        "ledger = Ledger(Path(sys.argv[1]), make_run(version='1', model='m'))\n"
        "for n in range(1000):\n"
        "    try:\n        ledger.add([Coded(Article(f'{n} ' + 'x' * 90_000 + str(n), id=f'a{n:03}-{i}')) for i in range(2)])\n"
        "    except StoreError as error:\n        print(n, error)\n        break\n"
        "ledger.close()\n"
    )
    result = subprocess.run([sys.executable, "-c", program, str(path)], check=False, env=_environment(), capture_output=True, text=True)
    assert "nothing of it was kept. Check the disk" in result.stdout, result.stderr
    assert "too large" in result.stdout.lower()
    n = int(result.stdout.split()[0])
    with reading(path) as con:
        kept = store.articles(con, limit=None)["id"].to_pylist()
    assert sorted(kept) == [f"a{m:03}-{i}" for m in range(n) for i in range(2)]
    with Ledger(path, make_run(version="1", model="m")) as ledger:
        assert ledger.add([Coded(Article("More.", id="more"))]) == 1


def test_foreign_keys_hold_in_fact(path: Path, run: Run) -> None:
    Ledger(path, run).close()
    con = duckdb.connect(str(path))
    orphans = {
        "articles": "(key, run_id, id, text_sha, language) VALUES (1, 'no run', 'a', 'no text', 'en')",
        "superseded": "VALUES (99)",
        "actors": "(article_key, run_id, n, id, name, kind, secondary) VALUES (99, 'r', 0, 'state:X', 'X', 'state', [])",
        "roles": "(article_key, run_id, name, role, \"start\", \"end\") VALUES (99, 'r', 'x', 'king', 0, 1)",
        "mentions": "VALUES (99, 'r', 0, 0, 1, 'x', 'state:X')",
        "contents": "VALUES (99, 'r', 0, 0, 1, 'x', true)",
        "chain": "VALUES (99, 'r', 0, 'x', NULL)",
        "about": "VALUES (99, 'r', 0, 'state:X', NULL)",
        "evidence": "VALUES (99, 'r', 'source', 0, 1, 'x')",
        "skips": "VALUES ('no run', 'f', 'ingest', 'empty', 'd', TIMESTAMP '2024-01-01')",
        "statements": "(key, article_key, article_id, run_id, n, id, kind, anonymous, hedge) "
        "VALUES (1, 99, 'a', 'r', 0, 's', 'direct', false, 'asserted')",
        "events": "(key, article_key, article_id, run_id, n, id, type, modes, contexts, quad, score, status, confidence, "
        '"symmetric", "start") '
        "VALUES (1, 99, 'a', 'r', 0, 'e', 'AID', [], [], 1, 0, 'actual', 1, false, 0)",
    }
    for table, row in orphans.items():
        with pytest.raises(duckdb.ConstraintException, match="foreign key"):
            con.execute(f"INSERT INTO {table} {row}")
    con.close()


SOUND = make_coded()
EVENT = SOUND.events[0]
FAULTY = {
    "span off by one": replace(SOUND, mentions=(Mention(0, 3, "Ana", "state:VLD"),)),
    "span beyond the text": replace(SOUND, events=(replace(EVENT, trigger=Evidence(10_000, 10_003, "met")),)),
    "unknown actor": replace(SOUND, events=(replace(EVENT, source=replace(EVENT.source, actor="state:XXX")),)),
    "actor twice": replace(SOUND, actors=SOUND.actors + SOUND.actors[:1]),
    "event twice": replace(SOUND, events=(EVENT, EVENT)),
    "statement within nothing": replace(SOUND, statements=SOUND.statements[:1]),
    "event of no statement": replace(SOUND, events=(replace(EVENT, statement="a1-s9"),)),
    "quadrant": replace(SOUND, events=(replace(EVENT, quad=5),)),
    "confidence": replace(SOUND, events=(replace(EVENT, confidence=float("nan")),)),
    "status": replace(SOUND, events=(replace(EVENT, status="maybe"),)),  # type: ignore[arg-type]
    "half a surrogate pair": Coded(Article("half \ud83d", id="a1")),
}


@pytest.mark.parametrize("coded", FAULTY.values(), ids=FAULTY.keys())
def test_an_article_that_cannot_be_kept_is_given_up_alone(path: Path, run: Run, coded: Coded) -> None:
    with Ledger(path, run) as ledger:
        assert ledger.add([make_coded("before"), coded, make_coded("after")]) == 2
        assert [skip.source for skip in ledger.refused] == ["a1"]
        ledger.add([])
        assert ledger.refused == ()
    with reading(path) as con:
        assert store.articles(con)["id"].to_pylist() == ["after", "before"]
        (skip,) = store.skips(con).to_pylist()
    assert skip["stage"] == "store"
    assert skip["reason"] == ("encoding" if "\ud83d" in coded.article.text else "failed")
    assert skip["detail"].startswith("cannot be kept: ")


def test_sound_articles_have_no_faults() -> None:
    assert store.find_faults(make_coded()) == []


def test_an_id_taken_by_another_text_is_recorded(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded()])
        assert ledger.add([Coded(Article("Something else.", id="a1"))]) == 0
        (skip,) = ledger.refused
    assert skip.reason is SkipReason.BAD_RECORD
    assert "another text already has the id 'a1'" in skip.detail


def test_file_names_that_are_no_text_are_kept_as_escapes(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add_skips([Skip(os.fsdecode(b"caf\xe9.txt"), "ingest", SkipReason.ENCODING, "not UTF-8")])
    with reading(path) as con:
        assert store.skips(con)["source"].to_pylist() == ["caf\\udce9.txt"]


def test_a_later_reading_without_a_story_keeps_the_known_one(path: Path, run: Run) -> None:
    with Ledger(path, run) as ledger:
        ledger.add([make_coded(story="s7")])
    with Ledger(path, make_run(version="2", model="m")) as ledger:
        ledger.add([make_coded(story=None)])
    with reading(path) as con:
        assert store.article(con, "a1")["article"]["story"] == "s7"


def test_keys_go_on_where_the_file_stops(path: Path, run: Run) -> None:
    for id_ in ("a1", "a2"):
        with Ledger(path, run) as ledger:
            ledger.add([make_coded(id_)])
    with reading(path) as con:
        for id_ in ("a1", "a2"):
            assert store.article(con, id_) == make_coded(id_).to_dict()


def test_a_field_the_file_cannot_hold_is_a_store_error(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "find_faults", lambda coded: [])
    broken = replace(make_coded(), statements=(replace(SOUND.statements[1], setting="half \ud83d"),), events=())
    with Ledger(path, run) as ledger, pytest.raises(StoreError, match="nothing of it was kept"):
        ledger.add([broken])
    with reading(path) as con:
        assert store.counts(con)["articles"] == 0


def _environment() -> dict[str, str]:
    source = str(Path(store.__file__).parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), source)))}


def test_the_articles_of_these_tests_use_every_field() -> None:
    """A field added to a record must be added to the ledger, and the round trip proves only what `make_coded` fills."""
    for records in (SOUND.actors, SOUND.statements, SOUND.events, (SOUND.article,)):
        for name in type(records[0]).__dataclass_fields__:
            default = type(records[0]).__dataclass_fields__[name].default
            assert any(getattr(record, name) not in (None, (), default) for record in records), name
