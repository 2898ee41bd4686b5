"""Who may ask: tokens, other sites' forms, sizes, paces and times."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from relata.errors import Skip
from relata.records import Article, Coded
from relata.web import Limits, ServeError, TokenError, create_app, make_server, server
from relata.web.access import COOKIE
from relata.web.desk import BusyError, Desk
from relata.web.pace import CLIENTS, Pace

TOKEN = "lonian-grain-accord"
BEARER = {"authorization": f"Bearer {TOKEN}"}


def read(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
    return Coded(Article(text=data.decode()))


def client_with(db: Path, **options: object) -> TestClient:
    return TestClient(create_app(db, read=read, **options), follow_redirects=False, raise_server_exceptions=False)  # type: ignore[arg-type]


@pytest.fixture()
def locked(db: Path) -> Iterator[TestClient]:
    with client_with(db, token=TOKEN) as made:
        yield made


@pytest.mark.parametrize("path", ["/", "/events", "/article/grain-1", "/actor/state:LON", "/nothing", "/api", "/read"])
def test_pages_ask_for_the_token(locked: TestClient, path: str) -> None:
    answer = locked.get(path)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=%2F")
    assert "Lonia" not in answer.text and answer.headers["content-security-policy"]
    assert locked.get(path, headers=BEARER).status_code in (200, 404)


@pytest.mark.parametrize("path", ["/events.json", "/events.csv", "/api/events", "/api/openapi.json", "/article/grain-1.json"])
def test_programs_are_told_so(locked: TestClient, path: str) -> None:
    answer = locked.get(path)
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer" and "error" in answer.json()
    assert locked.get(path, headers=BEARER).status_code == 200
    assert locked.get(path, headers={"authorization": f"Basic {TOKEN}"}).status_code == 401


def test_only_the_sign_in_page_its_looks_and_health_are_open(locked: TestClient) -> None:
    assert locked.get("/healthz").status_code == 200
    html = locked.get("/login").text
    assert "Token" in html and "Lonia" not in html
    assert locked.get("/static/relata.css").status_code == 200
    assert locked.post("/read", data={"text": "Calm."}).status_code == 401
    assert locked.post("/api/read", json={"text": "Calm."}).status_code == 401


def test_the_form_sets_a_cookie_that_no_script_and_no_other_site_gets(locked: TestClient) -> None:
    wrong = locked.post("/login", data={"token": "x" * 20, "next": "/events"})
    assert wrong.status_code == 403 and "set-cookie" not in wrong.headers and "not the token" in wrong.text
    right = locked.post("/login", data={"token": TOKEN, "next": "/events?quad=3"})
    assert right.status_code == 303 and right.headers["location"] == "/events?quad=3"
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower() and TOKEN not in cookie
    assert locked.get("/events").status_code == 200
    locked.post("/logout")
    assert locked.get("/events").status_code == 303
    assert locked.get("/events", headers={"cookie": f"{COOKIE}=made-up"}).status_code == 303


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx", "", "/\t/evil.example"]
)
def test_signing_in_leads_nowhere_else(locked: TestClient, onward: str) -> None:
    assert locked.post("/login", data={"token": TOKEN, "next": onward}).headers["location"] == "/"


def test_guessing_tokens_is_slow(db: Path) -> None:
    guessed = client_with(db, token=TOKEN, limits=Limits(wrong_tokens=3))
    tries = [guessed.get("/api/events", headers={"authorization": f"Bearer {n:020}"}).status_code for n in range(5)]
    assert tries == [401] * 5
    assert guessed.get("/api/events", headers=BEARER).status_code == 401, "after so many wrong ones the right one is not heard either"
    assert guessed.post("/login", data={"token": TOKEN}).status_code == 403


@pytest.mark.parametrize("token", ["", "short", "with spaces in the token", "with\nline\nbreaks\nin it", "tökentökentökentöken"])
def test_a_token_that_protects_nothing_is_refused(db: Path, token: str) -> None:
    with pytest.raises(TokenError, match="16"):
        create_app(db, token=token)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "ledger.example"])
def test_others_are_served_only_with_a_token(db: Path, host: str) -> None:
    with pytest.raises(ServeError, match="token"):
        make_server(db, host=host)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://testserver"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver:81"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
    ],
)
def test_other_sites_forms_are_refused(db: Path, headers: dict[str, str], status: int) -> None:
    sent = client_with(db).post("/read", data={"text": "Calm prevails."}, headers=headers)
    assert sent.status_code == status


def test_large_bodies_are_refused_by_header_and_by_count(db: Path) -> None:
    small = client_with(db, limits=Limits(body=2000))
    assert small.post("/read", data={"text": "Calm."}).status_code == 200
    assert small.post("/read", data={"text": "Calm. " * 400}).status_code == 413
    assert (
        small.post("/api/read", content=b'{"text": "' + b"x" * 3000 + b'"}', headers={"content-type": "application/json"}).status_code
        == 413
    )

    def trickle() -> Iterator[bytes]:
        yield from (b"text=" + b"x" * 600 for _ in range(6))

    streamed = small.post("/read", content=trickle(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert streamed.status_code == 413 and "content-length" not in streamed.request.headers


def test_who_asks_too_often_waits(db: Path) -> None:
    busy = client_with(db, limits=Limits(requests=3))
    answers = [busy.get("/healthz") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["retry-after"] == "60" and answers[-1].json()["error"]["status"] == 429


def test_pace_fills_again_and_forgets_at_last() -> None:
    now = [0.0]
    pace = Pace(60, clock=lambda: now[0])
    assert [pace.take("a") for _ in range(61)] == [True] * 60 + [False]
    assert pace.take("b") and not pace.has("a")
    now[0] = 2.0
    assert [pace.take("a") for _ in range(3)] == [True, True, False]
    for n in range(CLIENTS):
        pace.take(str(n))
    assert len(pace._left) <= CLIENTS


def test_what_takes_too_long_is_given_up(db: Path) -> None:
    release = threading.Event()

    def slow(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
        release.wait(10)
        return Coded(Article(text="late"))

    late = TestClient(create_app(db, read=slow, limits=Limits(seconds=0.2)))
    try:
        answer = late.post("/api/read", json={"text": "Calm."})
    finally:
        release.set()
    assert answer.status_code == 503 and "too long" in answer.json()["error"]["title"] and answer.headers["content-security-policy"]


def test_one_article_is_read_at_a_time_and_few_wait() -> None:
    running, most, release = 0, 0, threading.Event()

    def slow(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
        nonlocal running, most
        running += 1
        most = max(most, running)
        release.wait(10)
        running -= 1
        return Coded(Article(text=data.decode()))

    desk = Desk(slow, waiting=2)
    threads = [threading.Thread(target=desk.read, args=(b"Calm.", {})) for _ in range(3)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while desk._places._value and time.monotonic() < deadline:
        time.sleep(0.01)
    with pytest.raises(BusyError):
        desk.read(b"Calm.", {})
    release.set()
    for thread in threads:
        thread.join(timeout=5)
    assert most == 1
    assert desk.read(b"Again.", {}).article.text == "Again."


def test_a_request_that_is_never_ended_is_given_up(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BEGUN", 0.1)
    pages = make_server(db)
    thread = threading.Thread(target=pages.run)
    thread.start()
    try:
        with socket.create_connection(("127.0.0.1", pages.port), timeout=30) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
            assert connection.recv(10) == b"", "closed without an answer"
        with socket.create_connection(("127.0.0.1", pages.port), timeout=30) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    finally:
        pages.stop()
        thread.join()
