"""Fetching as a guest: what a site's robots.txt asks, a pause between two requests to one host, and rest where a server asks for it.

In: addresses, one after the other. Out: answers, or a refusal without asking. What robots.txt says is kept for a day. A host that wants
more than a minute's wait is refused for now, so that the others need not wait with it. Left out: what is fetched when (`watch`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from .addresses import NotFetched
from .answers import Answer
from .decode import Refusal
from .fetch import PASSING, Fetcher, retry_after

PAUSE: Final = 2.0  # seconds between two requests to a host, where its robots.txt asks for no more
PATIENCE: Final = 60.0  # seconds that are waited; a longer wait is refused
REST: Final = 300.0  # seconds that a host is left alone when it says "too much" without saying for how long
RULES_HOLD: Final = 24 * 3600.0  # RFC 9309, 2.4
RULES_RETRY: Final = 3600.0  # where robots.txt could not be had
RULES_BYTES: Final = 500 * 1024  # RFC 9309, 2.5: as much of it must be read
TOO_MUCH: Final = frozenset((429, 503))


class Visitor:
    """Fetches politely. One at a time: it is not made for threads.

    Args:
        clock: seconds from any moment on, which no setting of the machine's clock changes. wall: seconds since 1970. sleep: waiting.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._pause = pause
        self._clock = clock
        self._wall = wall
        self._sleep = sleep
        self._free: dict[str, float] = {}  # host: when it may be asked again
        self._rules: dict[str, tuple[Protego | None, float]] = {}  # site: its rules (None: not to be had), and until when they hold

    def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer; raises NotFetched, also for one that says to come back later."""
        answer = self._fetcher.fetch(url, headers=headers, before=self._before)
        if answer.status in PASSING:
            after = retry_after(answer.headers, self._wall())
            if answer.status in TOO_MUCH:
                self._hold(answer.url, REST if after is None else after)
            detail = f"{answer.url}: the server answered with status {answer.status}."
            raise NotFetched(detail, is_passing=True, after=after, status=answer.status)
        return answer

    def _before(self, url: str) -> None:
        rules = self._rules_of(url)
        if rules is None:
            raise NotFetched(f"{url}: the site's robots.txt could not be read, so nothing is fetched there for now.", is_passing=True)
        if not rules.can_fetch(url, self._fetcher.agent):
            raise NotFetched(f"{url}: the site's robots.txt asks not to fetch this.")
        self._wait(url, rules.crawl_delay(self._fetcher.agent) or 0.0)

    def _rules_of(self, url: str) -> Protego | None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        rules, until = self._rules.get(site, (None, 0.0))
        if self._clock() >= until:
            rules = self._fetch_rules(f"{site}/robots.txt")
            self._rules[site] = rules, self._clock() + (RULES_HOLD if rules else RULES_RETRY)
        return rules

    def _fetch_rules(self, url: str) -> Protego | None:
        """The rules; none hold where there is no file (4xx), and everything is forbidden where it cannot be had (RFC 9309, 2.3.1)."""
        try:
            answer = self._fetcher.fetch(url, before=self._wait)
            if answer.status >= 500 or answer.status == 429:
                return None
            text = answer.content[:RULES_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""
        except NotFetched as refusal:
            if refusal.is_passing:
                return None
            raise
        except Refusal:
            return None
        return Protego.parse(text.removeprefix("\ufeff"))

    def _wait(self, url: str, delay: float = 0.0) -> None:
        """Wait until the host may be asked, and note when it may be asked again."""
        host = urlsplit(url).hostname or ""
        left = self._free.get(host, 0.0) - self._clock()
        if left > PATIENCE:
            raise NotFetched(f"{url}: the host asks for {left:.0f} seconds of rest.", is_passing=True, after=left)
        if left > 0:
            self._sleep(left)
        self._free[host] = self._clock() + max(self._pause, delay)

    def _hold(self, url: str, seconds: float) -> None:
        host = urlsplit(url).hostname or ""
        self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)
