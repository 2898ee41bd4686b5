"""What a watch remembers: across restarts, kills, and months."""

import datetime as dt

import pytest

from relata.errors import IngestError
from relata.ingest.memory import FeedState, Memory

DAY = dt.date(2022, 10, 28)


def test_what_was_learned_is_known_after_a_restart(tmp_path):
    path = tmp_path / "news.duckdb.watch"
    state = FeedState('"a"', "Fri, 28 Oct 2022 10:00:00 GMT", 2, 1234.5)
    with Memory(path) as memory:
        memory.see(["one", "two"])
        memory.set_feed("http://harbour.example/rss", state)
        assert [memory.tried("three"), memory.tried("three")] == [1, 2]
    with Memory(path) as memory:
        assert memory.is_seen("one") and not memory.is_seen("three")
        assert memory.feed("http://harbour.example/rss") == state
        assert memory.feed("http://other.example/rss") == FeedState()
        assert memory.tried("three") == 3


def test_a_line_cut_by_a_kill_costs_itself_only(tmp_path):
    path = tmp_path / "news.watch"
    with Memory(path) as memory:
        memory.see(["one", "two"])
    data = path.read_bytes()
    for size in range(len(data)):
        path.write_bytes(data[:size])
        with Memory(path) as memory:
            assert memory.is_seen("one") == (size >= data.index(b"\n"))
            memory.see(["three"])
        with Memory(path) as memory:
            assert memory.is_seen("three")


def test_what_no_feed_has_shown_for_months_is_forgotten_and_what_it_shows_is_not(tmp_path):
    path = tmp_path / "news.watch"
    with Memory(path, today=lambda: DAY) as memory:
        memory.see(["gone", "shown"])
    with Memory(path, today=lambda: DAY + dt.timedelta(days=60)) as memory:
        memory.see(["shown"])
    with Memory(path, today=lambda: DAY + dt.timedelta(days=100)) as memory:
        assert memory.is_seen("shown") and not memory.is_seen("gone")
    assert "gone" not in path.read_text()


def test_seeing_the_same_again_writes_nothing(tmp_path):
    path = tmp_path / "news.watch"
    with Memory(path) as memory:
        memory.see(["one"])
        size = path.stat().st_size
        memory.see(["one", "one"])
        memory.set_feed("http://harbour.example/rss", FeedState())
        assert path.stat().st_size == size


def test_two_at_once_and_strange_files_are_wrong_use(tmp_path):
    path = tmp_path / "news.watch"
    with Memory(path), pytest.raises(IngestError, match="another watch"):
        Memory(path)
    path.write_text('{"text": "an article"}\n')
    with pytest.raises(IngestError, match=r"news\.watch:1: not written by"):
        Memory(path)
    with pytest.raises(IngestError, match="cannot be written"):
        Memory(tmp_path / "no" / "folder.watch")
