"""Which articles are new in these feeds?

In: addresses of feeds, a polite visitor, and what is remembered from earlier polls. Out: articles and skips, in small lists; a list
counts as kept, and its entries as read, once the next one is asked for. An entry's text is the feed's own where it gives it in full,
else its page is fetched. Left out: keeping the articles, and how often all this is run.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from relata.errors import IngestError, Skip
from relata.records import Article

from .addresses import NotFetched
from .answers import Answer, without_place
from .decode import Refusal
from .feeds import Entry, Feed, parse
from .fetch import check_url
from .memory import FeedState, Memory
from .metadata import Metadata
from .polite import Visitor

EVERY: Final = 15 * 60.0  # seconds between two polls of a feed
LONGEST: Final = 12 * 3600.0  # seconds that a failing feed is left alone at most, unless it asks for more
REMEMBERED: Final = 24 * 3600.0  # seconds that a rest of an earlier start lasts at most, whatever that start's clock said
SPREAD: Final = 0.1  # polls come up to this share of the interval later, so that feeds drift apart
TRIES: Final = 3  # polls in which a page that cannot be had for now is asked for
AT_ONCE: Final = 16  # entries in a list


class Watcher:
    """Polls feeds, each when it is due.

    Args:
        known: facts that hold for all articles, where neither page nor feed says otherwise.
        every: seconds between two polls of a feed.
        clock, rng: for tests.

    Raises IngestError for no feed, and for one whose address cannot be fetched.
    """

    def __init__(
        self,
        feeds: Sequence[str],
        visitor: Visitor,
        memory: Memory,
        *,
        known: Metadata | None = None,
        every: float = EVERY,
        clock: Callable[[], float] = time.time,
        rng: random.Random | None = None,
    ) -> None:
        if not feeds:
            raise IngestError("no feed given; name the address of one or more feeds of RSS or Atom.")
        for url in feeds:
            check_url(url)
        self._visitor = visitor
        self._memory = memory
        self._known = known or Metadata()
        self._every = every
        self._clock = clock
        self._rng = rng or random.Random()
        self._latest = clock()
        self._due = {url: min(memory.feed(url).not_before, self._latest + REMEMBERED) for url in feeds}

    def poll(self) -> Iterator[list[Article | Skip]]:
        """What is new in the feeds that are due, feed by feed, oldest entry first."""
        for url, due in sorted(self._due.items(), key=lambda item: item[1]):
            if due <= self._now():
                yield from self._poll(url)

    def waits(self) -> dict[str, float]:
        """Seconds until each feed is due, 0 for one that is."""
        now = self._now()
        return {url: max(0.0, due - now) for url, due in self._due.items()}

    def _now(self) -> float:
        """The clock. Where that was set back, all that is due later comes as much earlier."""
        now = self._clock()
        if now < self._latest:
            self._due = {url: due - (self._latest - now) for url, due in self._due.items()}
        self._latest = now
        return now

    def _poll(self, url: str) -> Iterator[list[Article | Skip]]:
        state = self._memory.feed(url)
        try:
            answer = self._visitor.fetch(url, headers=_conditions(state))
            feed = self._feed(answer)
        except Refusal as refusal:
            yield [without_place(refusal).skip(url)]
            self._leave_alone(url, state, refusal)
            return
        is_whole = feed is None or not feed.is_cut
        if feed is not None:
            new = [(_key(entry), entry) for entry in reversed(feed.entries)]
            self._memory.see(key for key, _ in new if self._memory.is_seen(key))
            unseen = iter([(key, entry) for key, entry in dict(new).items() if not self._memory.is_seen(key)])
            while chunk := list(itertools.islice(unseen, AT_ONCE)):
                items = {key: item for key, entry in chunk if (item := self._item(url, feed, key, entry)) is not None}
                if items:
                    yield list(items.values())
                self._memory.see(items)
                is_whole = is_whole and len(items) == len(chunk)
        # Unless every entry is done with, the feed is asked for anew, changed or not.
        headers = answer.headers
        marks = (headers.get("etag"), headers.get("last-modified")) if is_whole else (None, None)
        if feed is None:
            marks = (marks[0] or state.etag, marks[1] or state.modified)
        self._memory.set_feed(url, FeedState(*marks))
        self._due[url] = self._now() + self._every * (1 + self._rng.uniform(0, SPREAD))

    def _feed(self, answer: Answer) -> Feed | None:
        """The feed in an answer, None where it has not changed. Raises Refusal."""
        if answer.status == 304:
            return None
        if answer.status != 200:
            raise NotFetched(f"the server answered with status {answer.status}, not with a feed.", status=answer.status)
        return parse(answer.content, content_type=answer.headers.get("content-type"))

    def _item(self, url: str, feed: Feed, key: str, entry: Entry) -> Article | Skip | None:
        """An entry's article, why there is none, or None where it is to be tried again at the next poll."""
        try:
            return self._article(feed, entry)
        except Refusal as refusal:
            if isinstance(refusal, NotFetched) and refusal.is_passing and self._memory.tried(key) < TRIES:
                return None
            return without_place(refusal).skip(entry.link or f"{url}#{key}")

    def _article(self, feed: Feed, entry: Entry) -> Article:
        if entry.is_full or entry.link is None:
            return feed.article(entry, self._known)
        facts = feed.facts(entry, self._known)
        return self._visitor.fetch(entry.link).article(facts)

    def _leave_alone(self, url: str, state: FeedState, refusal: Refusal) -> None:
        """Ask a failing feed ever less often, at a moment that no other watch has in common, and no earlier than it wants."""
        delay = min(self._every * 2 ** (state.failures + 1), max(LONGEST, self._every)) * self._rng.uniform(0.5, 1.0)
        after = refusal.after if isinstance(refusal, NotFetched) and refusal.after else 0.0
        self._due[url] = self._now() + max(delay, after)
        self._memory.set_feed(url, replace(state, failures=min(state.failures + 1, 30), not_before=self._due[url]))


def _conditions(state: FeedState) -> dict[str, str]:
    """Headers that let the server say that nothing has changed."""
    given = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    return {name: value for name, value in given.items() if value}


def _key(entry: Entry) -> str:
    """What an entry is known by; its own words where the feed gives it no name."""
    words = "\x1f".join((entry.title or "", entry.text or "", entry.published or ""))
    return entry.key or hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:32]
