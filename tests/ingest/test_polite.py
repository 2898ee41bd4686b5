"""Fetching as a guest: robots.txt, pauses, rest."""

from typing import Any

import pytest

from relata.ingest.addresses import NotFetched
from relata.ingest.polite import Visitor

from .web import fetcher


class Clock:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture()
def clock() -> Clock:
    return Clock()


@pytest.fixture()
def visitor(clock: Clock) -> Visitor:
    return Visitor(fetcher(agent="Relata/1"), clock=clock, wall=clock, sleep=clock.sleep)


def robots(site: Any, text: str, **options: object) -> None:
    site.put("/robots.txt", text, kind="text/plain", **options)


def test_what_robots_txt_forbids_is_not_asked_for(site: Any, visitor: Visitor):
    robots(site, "User-agent: *\nDisallow: /private\n\nUser-agent: relata\nDisallow: /notus\n")
    site.put("/page", "Words.")
    assert visitor.fetch(f"{site.url}/page").content == b"Words."
    with pytest.raises(NotFetched, match=r"robots\.txt asks not") as caught:
        visitor.fetch(f"{site.url}/notus/page")
    assert not caught.value.is_passing
    assert site.asked == ["/robots.txt", "/page"]  # asked once, and the forbidden page never


def test_a_redirect_to_what_robots_txt_forbids(site: Any, visitor: Visitor):
    robots(site, "User-agent: *\nDisallow: /private\n")
    site.put("/page", b"", status=302, Location="/private/page")
    with pytest.raises(NotFetched, match=r"private/page: the site's robots\.txt"):
        visitor.fetch(f"{site.url}/page")
    assert "/private/page" not in site.asked


def test_without_a_file_all_is_allowed_and_with_a_failing_server_nothing(site: Any, visitor: Visitor, clock: Clock):
    site.put("/page", "Words.")
    assert visitor.fetch(f"{site.url}/page").status == 200
    clock.now += 25 * 3600
    robots(site, "", status=503)
    with pytest.raises(NotFetched, match="could not be read") as caught:
        visitor.fetch(f"{site.url}/page")
    assert caught.value.is_passing
    robots(site, "")
    with pytest.raises(NotFetched):  # not asked again at once
        visitor.fetch(f"{site.url}/page")
    clock.now += 2 * 3600
    assert visitor.fetch(f"{site.url}/page").status == 200


def test_a_pause_between_two_requests_to_a_host_and_as_long_as_it_asks(site: Any, visitor: Visitor, clock: Clock):
    site.put("/page", "Words.")
    for _ in range(3):
        visitor.fetch(f"{site.url}/page")
    assert clock.slept == [2.0, 2.0, 2.0]  # robots.txt and three pages
    clock.now += 25 * 3600
    robots(site, "User-agent: *\nCrawl-delay: 10\n")
    clock.slept.clear()
    visitor.fetch(f"{site.url}/page")
    visitor.fetch(f"{site.url}/page")
    assert clock.slept == [2.0, 10.0]


@pytest.mark.parametrize(("status", "headers", "rest"), [(429, {"Retry_After": "3600"}, 3600.0), (503, {}, 300.0)])
def test_a_host_that_has_enough_is_left_alone(site: Any, visitor: Visitor, clock: Clock, status, headers, rest):
    site.put("/busy", "", status=status, **headers)
    site.put("/page", "Words.")
    with pytest.raises(NotFetched) as caught:
        visitor.fetch(f"{site.url}/busy")
    assert caught.value.is_passing and caught.value.status == status
    asked = len(site.asked)
    with pytest.raises(NotFetched, match="of rest") as caught:
        visitor.fetch(f"{site.url}/page")
    assert caught.value.after == pytest.approx(rest) and len(site.asked) == asked
    clock.now += rest
    assert visitor.fetch(f"{site.url}/page").status == 200
