"""Polling feeds: what is new, what is asked, and that nothing is read twice or lost over stops and failures."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relata.errors import IngestError, Skip, SkipReason
from relata.ingest import Memory, Metadata, Visitor, Watcher
from relata.ingest.memory import FeedState
from relata.records import Article

from .archives import page
from .test_polite import Clock
from .web import fetcher

ENTRY = """<item><title>Ferry {n}</title><link>{url}/{n}</link><pubDate>Fri, 28 Oct 2022 10:00:00 GMT</pubDate>
<description>Short.</description></item>"""


def feed(site: Any, *numbers: int, **headers: str) -> str:
    """Put a feed of these pages, newest first, and the pages."""
    entries = "".join(ENTRY.format(n=n, url=site.url) for n in numbers)
    site.put(
        "/rss",
        f"<rss version='2.0'><channel><title>The Harbour Post</title>{entries}</channel></rss>",
        kind="application/rss+xml",
        **headers,
    )
    for n in numbers:
        if f"/{n}" not in site.pages:
            site.put(f"/{n}", page(n))
    return f"{site.url}/rss"


@pytest.fixture()
def clock() -> Clock:
    return Clock()


@pytest.fixture()
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "news.watch") as made:
        yield made


def watcher(url: str, memory: Memory, clock: Clock, **options: Any) -> Watcher:
    visitor = Visitor(fetcher(), clock=clock, sleep=clock.sleep)
    return Watcher([url], visitor, memory, clock=clock, rng=random.Random(1), **options)


def found(lists: Iterator[list[Article | Skip]]) -> list[str]:
    """Titles of articles and reasons of skips."""
    return [
        (item.title or "") if isinstance(item, Article) else f"{item.source.rpartition('/')[2]} {item.reason}"
        for items in lists
        for item in items
    ]


def test_the_pages_of_new_entries_oldest_first_and_each_once(site: Any, memory: Memory, clock: Clock):
    watch = watcher(feed(site, 2, 1), memory, clock, known=Metadata(outlet_country="NOR"))
    first = [item for items in watch.poll() for item in items]
    assert [item.title for item in first] == ["Ferry 1", "Ferry 2"]
    assert (first[0].outlet, first[0].outlet_country, str(first[0].published)) == ("The Harbour Post", "NOR", "2022-10-28")
    assert "ferry line 1" in first[0].text  # the page, not the feed's summary
    assert found(watch.poll()) == []  # not due
    clock.now += 3600
    feed(site, 3, 2, 1)
    assert found(watch.poll()) == ["Ferry 3"]
    assert site.asked.count("/1") == 1 and site.asked.count("/rss") == 2


def test_a_full_text_in_the_feed_spares_the_page(site: Any, memory: Memory, clock: Clock):
    entry = f"<entry><id>1</id><link href='{site.url}/1'/><content>All words.</content></entry>"
    site.put("/rss", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>")
    ((article,),) = watcher(f"{site.url}/rss", memory, clock).poll()
    assert article.text == "All words." and "/1" not in site.asked


def test_only_what_has_changed_is_asked_for(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 1, ETag='"one"', Last_Modified="Fri, 28 Oct 2022 10:00:00 GMT")
    watch = watcher(url, memory, clock)
    assert found(watch.poll()) == ["Ferry 1"]
    site.pages["/rss"] = (304, {}, b"")
    clock.now += 3600
    assert found(watch.poll()) == []
    sent = [headers for path, headers in zip(site.asked, site.headers, strict=True) if path == "/rss"]
    assert "if-none-match" not in sent[0]
    assert (sent[1]["if-none-match"], sent[1]["if-modified-since"]) == ('"one"', "Fri, 28 Oct 2022 10:00:00 GMT")
    clock.now += 3600
    list(watch.poll())
    assert site.headers[-1]["if-none-match"] == '"one"'  # an answer without marks leaves them as they were


def test_a_restart_reads_nothing_twice_and_a_stop_in_the_middle_loses_nothing(site: Any, tmp_path: Path, clock: Clock):
    url = feed(site, *range(40, 0, -1), ETag='"one"')
    path = tmp_path / "news.watch"
    with Memory(path) as memory:
        lists = watcher(url, memory, clock).poll()
        kept = found(iter([next(lists)]))
        next(lists)  # given, but never said to be kept
        lists.close()
    with Memory(path) as memory:
        assert memory.feed(url).etag is None  # else the server would say that nothing is new
        rest = found(watcher(url, memory, clock).poll())
    assert kept + rest == [f"Ferry {n}" for n in range(1, 41)]
    with Memory(path) as memory:
        assert found(watcher(url, memory, clock).poll()) == []


def test_the_same_page_in_two_feeds_is_read_once(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 1)
    site.pages["/other"] = site.pages["/rss"]
    visitor = Visitor(fetcher(), clock=clock, sleep=clock.sleep)
    watch = Watcher([url, f"{site.url}/other"], visitor, memory, clock=clock)
    assert found(watch.poll()) == ["Ferry 1"]


def test_a_page_that_is_gone_is_a_skip_and_one_that_fails_is_tried_again(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 3, 2, 1, ETag='"one"')
    del site.pages["/1"]
    site.put("/2", "", status=500)
    watch = watcher(url, memory, clock)
    assert found(watch.poll()) == ["1 no_body", "Ferry 3"]
    clock.now += 3600
    site.put("/2", page(2))
    assert found(watch.poll()) == ["Ferry 2"]
    assert "if-none-match" not in site.headers[-3]


def test_a_page_that_keeps_failing_is_given_up(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 1)
    site.put("/1", "", status=500)
    watch = watcher(url, memory, clock)
    said = []
    for _ in range(4):
        said.append(found(watch.poll()))
        clock.now += 3600
    assert said == [[], [], ["1 not_fetched"], []]
    assert site.asked.count("/1") == 3


def test_links_to_this_machine_and_to_files_are_never_followed(site: Any, memory: Memory, clock: Clock):
    links = ["http://inner.example/x", "file:///etc/passwd", "http://user:word@outer.example/y"]
    entries = "".join(f"<item><title>A</title><link>{link}</link></item>" for link in links)
    site.put("/rss", f"<rss version='2.0'><channel>{entries}</channel></rss>")
    names = {"inner.example": ["10.0.0.1"], "127.0.0.1": ["127.0.0.1"]}
    guarded = fetcher(resolve=lambda host, port: names[host], permits=lambda address: str(address) == "127.0.0.1")
    watch = Watcher([f"{site.url}/rss"], Visitor(guarded, clock=clock, sleep=clock.sleep), memory, clock=clock)
    skips = [item for items in watch.poll() for item in items]
    assert [skip.reason for skip in skips] == [SkipReason.NOT_FETCHED, SkipReason.EMPTY, SkipReason.NOT_FETCHED]


def test_a_failing_feed_is_asked_ever_less_often_also_after_a_restart(site: Any, tmp_path: Path, clock: Clock):
    url = f"{site.url}/rss"
    site.put("/rss", "", status=404)
    waits = []
    for _ in range(8):
        with Memory(tmp_path / "news.watch") as memory:
            watch = watcher(url, memory, clock, every=600.0)
            assert found(watch.poll()) == ["rss not_fetched"]
            waits.append(watch.waits()[url])
        with Memory(tmp_path / "news.watch") as memory:
            assert found(watcher(url, memory, clock).poll()) == []  # left alone
        clock.now += waits[-1]
    assert all(600 <= wait <= 12 * 3600 for wait in waits)
    assert waits[3] > 2 * waits[0] and waits[7] > 6 * 3600
    feed(site, 1)
    with Memory(tmp_path / "news.watch") as memory:
        assert found(watcher(url, memory, clock).poll()) == ["Ferry 1"]
        assert memory.feed(url).failures == 0


def test_a_feed_that_asks_for_rest_gets_it(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 1)
    site.put("/rss", "", status=429, Retry_After="90000")
    watch = watcher(url, memory, clock)
    assert found(watch.poll()) == ["rss not_fetched"]
    assert watch.waits()[url] == pytest.approx(90000)


@pytest.mark.parametrize(
    ("body", "reason"), [("<html><body>Sign in</body></html>", "unsupported"), ("", "empty"), (b"\x1f\x8b\x08bad", "damaged")]
)
def test_what_is_no_feed_is_a_skip(site: Any, memory: Memory, clock: Clock, body, reason):
    site.put("/rss", body, **({"Content_Encoding": "gzip"} if reason == "damaged" else {}))
    assert found(watcher(f"{site.url}/rss", memory, clock).poll()) == [f"rss {reason}"]


@pytest.mark.parametrize("feeds", [[], ["file:///etc/passwd"], ["harbour.example/rss"]])
def test_feeds_that_cannot_be_are_wrong_use(memory: Memory, feeds):
    with pytest.raises(IngestError):
        Watcher(feeds, Visitor(fetcher()), memory)


def test_a_clock_that_is_set_back_or_on_makes_no_feed_wait_longer(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 1)
    watch = Watcher([url], Visitor(fetcher(), pause=0.0), memory, clock=clock, every=600.0)
    assert found(watch.poll()) == ["Ferry 1"]
    clock.now -= 400 * 86400
    assert watch.waits()[url] <= 660
    clock.now += 700
    feed(site, 2, 1)
    assert found(watch.poll()) == ["Ferry 2"]
    clock.now += 400 * 86400
    assert watch.waits()[url] == 0


def test_a_rest_that_an_earlier_start_noted_by_a_wrong_clock_ends(site: Any, memory: Memory, clock: Clock):
    url = feed(site, 1)
    memory.set_feed(url, FeedState(not_before=clock.now + 400 * 86400))
    assert watcher(url, memory, clock).waits()[url] <= 86400
