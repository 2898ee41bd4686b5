"""Whatever articles, outlets, names, losses and addresses hold, pages show it as text and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from relata.errors import Skip, SkipReason
from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Role, Statement
from relata.store import Ledger, make_run
from relata.web import create_app

from .test_app import Read

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e\u2066\0&lt;=cmd|x"
ID = f"a/../{EVIL}?x#y"
PERSON = f"person:{EVIL}@NOR"


def make_evil() -> Coded:
    text = f"=2+3 {EVIL}\n\n{EVIL}"
    span = (0, len(text), text)
    party, words = Party(*span, PERSON), Evidence(*span)
    actors = (Actor(PERSON, EVIL, "person", "NOR", "GOV", (), EVIL), Actor("state:SUD", EVIL, "state", "SUD"))
    statement = Statement(
        f"s{EVIL}",
        party,
        words,
        (Content(*span, True),),
        "direct",
        chain=(Relay(EVIL, PERSON),),
        addressee=Relay(EVIL, None),
        setting=EVIL,
        about=(About("state:SUD", "negative"), About(PERSON, None)),
    )
    event = Event(
        f"e{EVIL}",
        "CONSULT",
        party,
        Party(*span, "state:SUD"),
        words,
        words,
        quad=1,
        score=1.0,
        place=Place(*span, EVIL, None),
        statement=statement.id,
    )
    article = Article(
        text=text, title=EVIL, outlet=EVIL, published=dt.date(2022, 1, 1), url=f"javascript:alert(3)//{EVIL}", id=ID, story=EVIL
    )
    return Coded(article, actors, (Mention(*span, PERSON),), (statement,), (event,), roles=(Role(EVIL, "NOR", "GOV", EVIL, 0, 5),))


def read(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
    return replace(make_evil(), article=replace(make_evil().article, id="sent")) if data else Skip(EVIL, "ingest", SkipReason.EMPTY, EVIL)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("evil") / "ledger.duckdb"
    with Ledger(path, make_run(version=EVIL, model=EVIL, settings={EVIL: [EVIL]})) as ledger:
        assert ledger.add([make_evil()]) == 1, ledger.refused
        ledger.add_skips([Skip(EVIL, "ingest", SkipReason.EMPTY, EVIL)])
    with TestClient(create_app(path, read=read)) as made:
        yield made


PLAIN = (
    *("/", "/articles", "/events", "/statements", "/actors", "/pairs", "/runs", "/quarantine", "/actor/state:SUD", "/actor/state:NOR"),
    *(f"/article/{quote(ID, safe='')}", f"/article/{quote(ID, safe='')}?row=event-1", f"/actor/{quote(PERSON, safe='')}"),
)
ASKED = tuple(
    f"{path}={quote(EVIL.replace(chr(0), ''))}"
    for path in ("/search?text", "/events?actor", "/events?quad", "/statements?text", "/actors?name", "/articles?outlet", "/events?since")
)


@pytest.mark.parametrize("path", [*PLAIN, *ASKED, f"/{quote(EVIL)}", f"/article/{quote(EVIL)}", f"/login?next={quote(EVIL)}"])
def test_pages_show_it_as_text(evil: TestClient, path: str) -> None:
    answer = evil.get(path)
    assert answer.status_code < 500
    safe(answer.text)
    if path in PLAIN:
        assert answer.status_code == 200 and "{{7*7}}" in answer.text, "it is shown, not left out"


def test_what_is_sent_is_shown_as_text(evil: TestClient) -> None:
    facts = {"title": EVIL, "outlet": EVIL, "url": f"javascript:{EVIL}"}
    for sent in ({"text": "x"}, {"text": EVIL}, {"text": ""}):
        answer = evil.post("/read", data={**sent, **facts})
        assert answer.status_code in (200, 422)
        safe(answer.text)


def safe(html: str) -> None:
    page = Read(html)
    assert not page.all("img") and not page.all("style") and not page.all("iframe")
    assert all(str(attrs["src"]).startswith("/static/") for attrs in page.all("script"))
    for _, attrs in page.tags:
        assert not any(name.startswith("on") or name in ("style", "srcdoc") for name in attrs)
        for name in ("href", "action", "formaction"):
            assert (attrs.get(name) or "/").startswith(("/", "#")), attrs


def test_json_is_exact_and_csv_runs_nothing(evil: TestClient) -> None:
    assert evil.get(f"/article/{quote(ID, safe='')}.json").json() == make_evil().to_dict()
    assert evil.get(f"/api/article/{quote(ID, safe='')}").json() == make_evil().to_dict()
    sheet = evil.get("/statements.csv").text
    assert "'=2+3" in sheet and ",=2+3" not in sheet and ',"=2+3' not in sheet


def test_no_header_is_made_of_an_address(evil: TestClient) -> None:
    answer = evil.get("/actor/state:SUD%0d%0aset-cookie:x=1.csv")
    assert "set-cookie" not in answer.headers
    answer = evil.get("/actor/state:SUD.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="relata-state-SUD.csv"'
