"""The pages as a browser gets them: content, twins, escaping, headers, errors."""

from __future__ import annotations

import re
import threading
import urllib.request
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from relata import store
from relata.records import Content
from relata.store import Ledger, articles, make_run, open_read_only
from relata.web import ServeError, create_app, links, make_server

from .conftest import HOSTILE_TEXT, TEXT, at, make_coded, make_hostile

HOSTILE = "/article/a%2Fb%20c%3Fd%23e%26%3Cf%3E.json"


class Read(HTMLParser):
    """What a browser would see: the tags with their attributes, and the text of the article's body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.body: list[str] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "div":
            self.depth = self.depth + 1 if self.depth or dict(attrs).get("id") == "body" else 0

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.body.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/articles",
            "/events",
            "/statements",
            "/actors",
            "/pairs",
            "/search?text=grain",
            "/codebook",
            "/runs",
            "/quarantine",
            "/api",
        ),
        *("/article/grain-1", "/article/bare", HOSTILE, "/actor/state:LON", "/actor/person:ada%20krell@LON", "/nothing", "/events?quad=9"),
    ],
)
def test_every_page_is_safe_and_whole(client: TestClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    page = Read(answer.text)
    assert page.all("html") == [{"lang": "en"}]
    assert all("src" in attrs for attrs in page.all("script")) and not page.all("style") and not page.all("img")
    for _, attrs in page.tags:
        assert not any(name.startswith("on") or name == "style" for name in attrs)
        assert not (attrs.get("href") or "").lower().startswith(("javascript:", "data:", "//"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_own_files_are_served(client: TestClient) -> None:
    page = Read(client.get("/article/grain-1").text)
    addresses = [attrs["src"] for attrs in page.all("script")] + [attrs["href"] for attrs in page.all("link")]
    assert len(addresses) == 3
    for address in addresses:
        answer = client.get(str(address))
        assert answer.status_code == 200 and answer.headers["content-security-policy"]


def test_static_files_name_no_other_place() -> None:
    for path in (links.STATIC, links.STATIC.parent / "templates"):
        for file in path.iterdir():
            text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?:|url\(|@import|innerHTML", text), file.name


def test_start_counts_and_lists_newest_and_busiest(client: TestClient) -> None:
    seen = client.get("/index.json").json()
    assert [row["id"] for row in seen["articles"]][:3] == ["grain-3", "grain-2", "grain-1"]
    assert [row["article"] for row in seen["events"]] == ["grain-3", "grain-2", "grain-2", "grain-1"] or len(seen["events"]) == 6
    assert [(row["a"], row["b"], row["n_events"]) for row in seen["pairs"]] == [("LON", "MER", 3), ("MER", "SAR", 3)]
    assert seen["counts"]["articles"] == 5 and seen["extent"] == {
        "first": "2022-10-26",
        "last": "2023-01-09",
        "n_outlets": 3,
        "n_undated": 2,
    }
    html = client.get("/").text
    assert "<b>5</b> articles" in html and html.index("/article/grain-3") < html.index("/article/grain-1")
    assert "Reported is not happened" in html


def test_articles_filter(client: TestClient) -> None:
    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"/articles.json?{query}").json()["rows"]]

    assert found("outlet=sarkland%20daily") == ["grain-2"]
    assert found("since=2022-10-27&until=2022-12-31") == ["grain-2"]
    assert found("text=nothing+is+known") == ["bare"]
    assert found("text=xyzzy") == []
    html = client.get("/articles?text=xyzzy&outlet=%22%3E%3Cb%3E").text
    assert "No article fits" in html and 'value="xyzzy"' in html and "<b>" not in html.split("<form")[2].split("</form>")[0]


def test_pages_of_a_list_lead_to_each_other(client: TestClient) -> None:
    seen, address = [], "/articles.json?limit=2"
    while address:
        part = client.get(address).json()
        seen += [row["id"] for row in part["rows"]]
        address = part["next"]
    assert len(seen) == len(set(seen)) == 5
    assert client.get("/articles.json?limit=2&offset=2").json()["previous"] == "/articles.json?limit=2"
    html = client.get("/articles?limit=2&offset=2").text
    assert 'href="/articles?limit=2&amp;offset=4"' in html and 'rel="prev"' in html
    assert client.get("/articles.json?limit=501").status_code == 400


def test_article_shows_the_whole_text_with_its_marks(client: TestClient) -> None:
    html = client.get("/article/grain-1").text
    page = Read(html)
    assert squeeze("".join(page.body)) == squeeze(TEXT)
    marked = [attrs for attrs in page.all("span") if "data-marks" in attrs]
    overlapping = [attrs for attrs in marked if {"k-trigger", "k-indirect", "k-evidence"} <= set((attrs["class"] or "").split())]
    assert [attrs["data-marks"] for attrs in overlapping] == ["event-1:evidence event-1:trigger statement-1:indirect"]
    assert {attrs["data-row"] for attrs in page.all("li") if "data-row" in attrs} == {
        *(f"statement-{n}" for n in (1, 2, 3)),
        *(f"event-{n}" for n in (1, 2)),
        *(f"actor-{n}" for n in range(1, 6)),
    }
    assert any(attrs.get("data-code") == "LON MER" for attrs in marked), "a joint mention carries both codes"
    assert 'href="https://post.example/grain"' in html and "What the marks mean" in html


@pytest.mark.parametrize(("row", "key"), [("event:grain-1-1", "event-1"), ("statement:grain-1-1", "statement-1"), ("event-2", "event-2")])
def test_a_chosen_row_is_lit_without_script(client: TestClient, row: str, key: str) -> None:
    page = Read(client.get("/article/grain-1", params={"row": row}).text)
    assert [attrs["id"] for attrs in page.all("li") if "on" in (attrs.get("class") or "").split()] == [key]
    for attrs in page.all("span"):
        if "data-marks" in attrs:
            lit = {"on", "soft"} & set((attrs["class"] or "").split())
            assert bool(lit) == (f"{key}:" in (attrs["data-marks"] or ""))
    (first,) = [attrs for attrs in page.all("span") if attrs.get("id") == "words"]
    assert f"{key}:" in (first["data-marks"] or "")
    assert [attrs["href"] for attrs in page.all("a") if attrs.get("aria-current") and attrs.get("class") == "open"] == [
        f"/article/grain-1?row={key}#words"
    ]


def test_an_unknown_row_lights_nothing(client: TestClient) -> None:
    page = Read(client.get("/article/grain-1?row=%22%3E%3Cscript%3E").text)
    assert not [attrs for attrs in page.all("li") if "on" in (attrs.get("class") or "").split()]
    assert len(page.all("script")) == 1


def test_the_article_twin_is_the_contract(client: TestClient) -> None:
    assert client.get("/article/grain-1.json").json() == make_coded().to_dict()


def test_hostile_articles_stay_text(client: TestClient) -> None:
    answer = client.get(HOSTILE)
    page = Read(answer.text)
    assert answer.status_code == 200
    assert squeeze("".join(page.body)) == squeeze(HOSTILE_TEXT)
    assert len(page.all("script")) == 1 and not {"b", "i", "u", "img"} & {tag for tag, a in page.tags if tag != "b" or a}
    assert "&lt;b&gt;Bold&lt;/b&gt; &#34;title&#34;" in answer.text
    assert "javascript:alert(1)" in answer.text, "an address that must not be followed is still shown"
    assert client.get(HOSTILE + ".json").json() == make_hostile().to_dict()
    assert f'href="{HOSTILE}"' in client.get("/articles").text
    listed = client.get("/statements?outlet=%3Ci%3EOutlet%3C/i%3E").text
    assert "&lt;i&gt;Outlet&lt;/i&gt;" in listed and "<img" not in listed


def test_an_event_shows_its_other_tellings(client: TestClient) -> None:
    html = client.get("/article/grain-1").text
    assert "Told in 3 articles of 2 outlets (LON)" in html
    told = html.split('class="tellings"')[1].split("</details>")[0]
    assert told.count("<li>") == 2 and "Sarkland Daily" in told and "outlet not known" in told
    assert 'href="/article/grain-2?row=event%3Agrain-2-1#words"' in told
    assert told.count("Lonia and Merovia signed a grain accord in Port Vell on Tuesday") == 2
    assert 'href="/events?act=grain-1-1"' in told
    assert html.count('class="tellings"') == 1  # the other event is dated by its article alone
    rows = client.get("/events.json?act=grain-3-1").json()["rows"]
    assert [row["article"] for row in rows] == ["grain-1", "grain-2", "grain-3"]
    assert {(row["act"], row["tellings"], row["outlets"], *row["outlet_countries"]) for row in rows} == {("grain-1-1", 3, 2, "LON")}
    assert 'href="/events?act=grain-2-1">3 articles</a>' in client.get("/events").text
    assert [row["id"] for row in client.get("/api/events?once=true&type=SUPPORT").json()["rows"]] == ["grain-1-1"]
    assert client.get("/article/bare").status_code == 200


def test_events_filter_and_lead_to_their_words(client: TestClient) -> None:
    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"/events.json?{query}").json()["rows"]]

    assert len(found("")) == 6
    assert found("type=accuse&outlet=Sarkland+Daily") == ["grain-2-2"]
    assert found("pair=sar,mer&article=grain-1") == ["grain-1-2"]
    assert found("quad=1&article=grain-3") == ["grain-3-1"]
    assert found("min_confidence=0.9&article=grain-1") == ["grain-1-1"]
    assert found("status=denied") == []
    row = client.get("/events.json?article=grain-1&type=ACCUSE").json()["rows"][0]
    assert row["source"]["name"] == "Merovia" and row["target"]["country"] == "SAR" and row["modes"] == ["disapprove"]
    assert row["date"] is None and row["published"] == "2022-10-26" and row["statement"] is None
    html = client.get("/events?article=grain-1").text
    address = "/article/grain-1?row=event%3Agrain-1-2#words"
    assert f'href="{address}"' in html and row["href"] == address
    assert 'class="row on" id="event-2"' in client.get(row["href"]).text
    assert '<option value="ACCUSE" selected>' in client.get("/events?type=accuse").text


def test_statements_filter_and_lead_to_their_words(client: TestClient) -> None:
    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"/statements.json?article=grain-1&{query}").json()["rows"]]

    assert found("by=Ada+Krell") == ["grain-1-1", "grain-1-2"]
    assert found("anonymous=true") == ["grain-1-3"]
    assert found("about=mer") == ["grain-1-2"]
    assert found("via=the+Vell+News+Agency") == ["grain-1-2"]
    assert found("text=MORE+ships") == ["grain-1-3"]
    row = client.get("/statements.json?article=grain-1&about=MER").json()["rows"][0]
    assert row["chain"] == ["the Vell News Agency"] and row["date"] == "2022-10-25" and row["speaker"]["country"] == "LON"
    assert 'class="row on" id="statement-2"' in client.get(row["href"]).text
    assert "name withheld" in client.get("/statements?anonymous=true").text
    assert "No statement fits" in client.get("/statements?by=nobody").text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/article/none", 404, "No article with the id"),
        ("/article/none.json", 404, "No article with the id"),
        ("/nothing", 404, "Nothing is kept"),
        ("/static/../app.py", 404, "Nothing is kept"),
        ("/static/none.css", 404, "Nothing is kept"),
        ("/events?since=soon", 400, "since="),
        ("/statements.json?anonymous=perhaps", 400, "anonymous="),
    ],
)
def test_errors_have_one_body(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status and words in answer.text
    body = client.get(path, headers={"accept": "application/json"}).json()
    assert set(body) == {"error"} and set(body["error"]) == {"status", "title", "detail"} and body["error"]["status"] == status


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post("/").status_code == 405
    assert client.delete("/article/grain-1").status_code == 405
    assert client.get("/docs").status_code == client.get("/openapi.json").status_code == 404


def test_a_bug_shows_no_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(store, "events", broken)
    answer = client.get("/events.json")
    assert answer.status_code == 500 and "secret" not in answer.text and answer.headers["content-security-policy"]


def test_health_and_a_missing_ledger(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    lost = TestClient(create_app(tmp_path / "none.duckdb"))
    assert lost.get("/healthz").status_code == lost.get("/").status_code == 503
    assert "relata read" in lost.get("/index.json").json()["error"]["detail"]


def test_requests_for_another_host_are_refused(db: Path) -> None:
    guarded = TestClient(create_app(db, host_names=["127.0.0.1"]))
    assert guarded.get("/healthz", headers={"host": "127.0.0.1:8000"}).status_code == 200
    refused = guarded.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 421 and refused.headers["content-security-policy"]


def test_the_server_holds_its_port_and_stops(db: Path) -> None:
    served = make_server(db)
    assert served.port > 0 and served.url == f"http://127.0.0.1:{served.port}/"
    with pytest.raises(ServeError, match=str(served.port)):
        make_server(db, port=served.port)
    thread = threading.Thread(target=served.run)
    thread.start()
    try:
        with urllib.request.urlopen(served.url + "healthz", timeout=5) as answer:
            assert answer.status == 200
    finally:
        served.stop()
        thread.join(timeout=5)
    assert not thread.is_alive()


def test_search_finds_pairs_of_states_and_what_people_said(client: TestClient) -> None:
    assert 'href="/dyad?a=LON&amp;b=MER"' in client.get("/search?text=lonia+MEROVIA").text
    assert client.get("/search.json?text=Merovia+and+Lonia").json()["pairs"][0]["href"] == "/dyad?a=MER&b=LON"
    found = client.get("/search.json?text=Krell").json()
    assert [row["name"] for row in found["actors"]["rows"]] == ["Ada Krell"] and found["pairs"] == []
    assert len(found["by"]["rows"]) == 6 and {row["speaker"]["name"] for row in found["by"]["rows"]} == {"Ada Krell"}
    assert (
        client.get("/search.json?text=accord+ships+grain").json()["articles"]["rows"]
        and "Nothing was found" in client.get("/search?text=xyzzy").text
    )


def test_lists_say_how_many_rows_there_are_and_whom_a_name_means(client: TestClient) -> None:
    for path, total in (("articles", 5), ("events", 6), ("statements", 10), ("actors", 5), ("pairs", 2), ("runs", 1), ("quarantine", 0)):
        first = client.get(f"/{path}.json?limit=1").json()
        assert (first["total"], len(first["rows"]), bool(first["next"])) == (total, min(total, 1), total > 1), path
        assert client.get(f"/{path}.json?limit=1&offset={max(0, total - 1)}").json()["next"] is None
    assert "2 to 3 of 5" in client.get("/articles?limit=2&offset=1").text and "<b>5 articles</b>" in client.get("/articles").text
    assert "none from 51 on, of 5" in client.get("/articles?offset=50").text
    krell = client.get("/statements?by=krell")
    assert (
        "is taken as" in krell.text
        and 'href="/statements?by=person%3Aada+krell%40LON"' in krell.text
        and "<b>6 statements</b>" in krell.text
    )
    assert client.get("/api/statements?by=krell").json()["meant"] == {"krell": ["person:ada krell@LON"]}
    assert "is taken as" not in client.get("/statements?by=Ada+Krell").text + client.get("/statements?by=LON").text
    nobody = client.get("/events?pair=Merovla,LON").text
    assert "knows nobody called" in nobody and 'href="/events?pair=MER%2CLON"' in nobody


def test_phrases_are_left_out_of_statements_unless_asked_for(tmp_path: Path) -> None:
    made = make_coded()
    short = replace(made.statements[2], id="short", content=(Content(*at(TEXT, "more ships"), False),))
    with Ledger(tmp_path / "l.duckdb", make_run(version="0", model="none")) as ledger:
        ledger.add([replace(made, statements=(*made.statements, short))])
    client = TestClient(create_app(tmp_path / "l.duckdb"))
    page = client.get("/statements?anonymous=true").text
    assert (
        "<b>1 statement</b>" in page
        and "1 more of only a phrase" in page
        and 'href="/statements?anonymous=true&amp;fragments=true"' in page
    )
    every = client.get("/statements.json?anonymous=true&fragments=true").json()
    assert [row["id"] for row in every["rows"]] == ["grain-1-3", "short"] and every["total"] == 2


def test_a_page_leaves_the_ledger_free(client: TestClient, db: Path) -> None:
    client.get("/")
    with open_read_only(db) as con:
        assert articles(con).num_rows == 5
