"""One answer from the web: what is refused, redirects, caps on size and time."""

import gzip
import socket
import time
from typing import Any

import pytest

from relata.errors import SkipReason
from relata.ingest import fetch
from relata.ingest.addresses import NotFetched, is_public
from relata.ingest.decode import Refusal
from relata.ingest.fetch import Fetcher, retry_after
from relata.ingest.metadata import Metadata

from .archives import page
from .web import anywhere, fetcher


def test_a_page_is_fetched_and_is_an_article(site: Any):
    site.put("/ferry?n=1", page(1), kind="text/html; charset=utf-8")
    answer = fetcher(agent="Relata/test").fetch(f"{site.url}/ferry?n=1#top")
    article = answer.article(Metadata(outlet="The Harbour Post"))
    assert (article.title, article.outlet, article.url) == ("Ferry 1", "The Harbour Post", f"{site.url}/ferry?n=1#top")
    assert site.headers[0]["user-agent"] == "Relata/test"
    assert site.headers[0]["host"] == site.url.removeprefix("http://")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "file:///etc/passwd",
            "ftp://harbour.example/",
            "gopher://harbour.example/",
            "data:text/html,x",
            "javascript:1",
            "http:",
            "http:///x",
        ),
        *("//harbour.example/", "harbour.example", "/etc/passwd", "", "http://user:word@harbour.example/", "http://user@harbour.example/"),
        *(
            "http://[::1",
            "http://harbour.example:99999/",
            "http://harbour.example:0/",
            "http://\u2603.\u2603\u2603" + "a" * 80 + ".example/",
        ),
    ],
)
def test_addresses_of_other_kinds_are_refused(url):
    with pytest.raises(NotFetched) as caught:
        fetcher(resolve=lambda host, port: pytest.fail("looked up")).fetch(url)
    assert caught.value.reason is SkipReason.NOT_FETCHED and not caught.value.is_passing


def test_this_machine_is_refused_unless_permitted(site: Any):
    with pytest.raises(NotFetched, match="not public"):
        Fetcher().fetch(f"{site.url}/")
    assert site.asked == []


def test_redirects_are_followed_and_each_hop_told(site: Any):
    site.put("/a", b"", status=301, Location="/b")
    site.put("/b", b"", status=307, Location=f"{site.url}/c")
    site.put("/c", "Words.", kind="text/plain")
    told: list[str] = []
    answer = fetcher().fetch(f"{site.url}/a", before=told.append)
    assert (answer.content, answer.url) == (b"Words.", f"{site.url}/c")
    assert told == [f"{site.url}/{name}" for name in "abc"]


def test_a_redirect_without_end_is_cut(site: Any):
    site.put("/a", b"", status=302, Location="/a")
    with pytest.raises(NotFetched, match="more than 5 redirects"):
        fetcher().fetch(f"{site.url}/a")
    assert len(site.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://harbour.example/", "http://[::1", "http://user:word@harbour.example/"])
def test_a_redirect_to_another_kind_is_refused(site: Any, target):
    site.put("/a", b"", status=302, Location=target)
    with pytest.raises(NotFetched):
        fetcher().fetch(f"{site.url}/a")


def test_a_redirect_to_a_private_address_is_refused(site: Any):
    """The first hop is served by this machine under a public address's name, the second names the machine itself."""
    site.put("/a", b"", status=302, Location=f"http://inner.example:{site.url.rpartition(':')[2]}/secret")
    site.put("/secret", b"secret")
    names = {"outer.example": ["127.0.0.2"], "inner.example": ["127.0.0.1"]}
    careful = fetcher(resolve=lambda host, port: names[host], permits=lambda address: is_public(address) or str(address) == "127.0.0.2")
    port = site.url.rpartition(":")[2]
    connect = fetch._connection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "_connection", lambda scheme, address, *rest: connect(scheme, "127.0.0.1", *rest))
        with pytest.raises(NotFetched, match=r"'inner\.example' is 127\.0\.0\.1"):
            careful.fetch(f"http://outer.example:{port}/a")
    assert site.asked == ["/a"]


def test_a_name_that_changes_its_meaning_after_the_check_gains_nothing(site: Any, monkeypatch):
    """The name is looked up once; the connection goes to the very address that was checked."""
    answers = iter([["127.0.0.1"]])  # a second look-up would fail the test
    looked_up: list[Any] = []
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **named: looked_up.append(host) or real(host, *args, **named))
    port = site.url.rpartition(":")[2]
    site.put("/", "Words.")
    answer = Fetcher(permits=anywhere, resolve=lambda host, port: next(answers)).fetch(f"http://harbour.example:{port}/")
    assert answer.content == b"Words."
    assert set(looked_up) == {"127.0.0.1"}
    assert site.headers[0]["host"] == f"harbour.example:{port}"


def test_the_size_is_capped_also_once_unpacked(site: Any):
    site.put("/big", b"x" * 200_000)
    with pytest.raises(NotFetched, match="more than"):
        fetcher(max_bytes=100_000).fetch(f"{site.url}/big")
    site.put("/bomb", gzip.compress(bytes(100 * 1024 * 1024)), Content_Encoding="gzip")
    answer = fetcher().fetch(f"{site.url}/bomb")
    assert len(answer.body) < 200_000
    with pytest.raises(Refusal) as caught:
        answer.content  # noqa: B018
    assert caught.value.reason is SkipReason.TOO_LARGE


def drip(handler: Any) -> None:
    """A byte now and then, so that no single wait is long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" if handler.path == "/body" else b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(500):
        handler.wfile.write(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize("path", ["/body", "/header"])
def test_the_time_is_capped_however_slowly_the_bytes_come(site: Any, path):
    site.pages[path] = drip
    started = time.monotonic()
    with pytest.raises(NotFetched, match=r"no whole answer within 0 seconds") as caught:
        fetcher(seconds=0.3).fetch(f"{site.url}{path}")
    assert caught.value.is_passing
    assert time.monotonic() - started < 5  # the drip would last ten


def test_a_body_that_ends_early_is_refused(site: Any):
    def cut(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf")

    site.pages["/"] = cut
    with pytest.raises(NotFetched, match="no answer"):
        fetcher().fetch(f"{site.url}/")


def test_nobody_there(site: Any):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NotFetched) as caught:
            fetcher().fetch(f"http://harbour.example:{unused.getsockname()[1]}/")
    assert caught.value.is_passing


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after({"retry-after": value}, now=1000.0) == seconds
