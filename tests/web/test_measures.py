"""Pages of measures: numbers that lead to their events, pictures for both themes and widths, data in every form, wrong questions."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from relata import store
from relata.relations import By
from relata.store import Ledger, make_run
from relata.web import create_app
from relata.web.asked import DyadFilter, SystemFilter
from relata.web.filters import FilterError
from relata.web.kept import Kept
from relata.web.measured import Measured
from relata.web.sections import period_name

from .conftest import make_coded

PAGES = [
    "/dyad",
    "/dyad?a=LON&b=MER",
    "/dyad?a=LON&b=MER&view=who&by=year",
    "/dyad?a=LON&b=MER&view=told",
    "/dyad?a=LON&b=MER&view=words",
    "/dyad?a=LON&b=Ada+Krell",
    "/dyad?a=ZZZ&b=YYY",
    "/network",
    "/network?since=2031-01-01",
    "/network?of=ZZZ",
    "/system",
    "/system?by=quarter",
    "/system?since=2031-01-01",
]
PICTURED = [
    "/dyad?a=LON&b=MER",
    "/dyad?a=LON&b=MER&view=who&by=year",
    "/dyad?a=LON&b=MER&view=told",
    "/dyad?a=LON&b=MER&view=words",
    "/network",
    "/system?by=quarter",
]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, name: str) -> list[str]:
        return [value for found, attrs in self.found if found == tag and (value := attrs.get(name))]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_without_scripts(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and "unsafe" not in answer.headers["content-security-policy"]
    tags = Tags(answer.text)
    assert not tags.all("script", "src") and all(tags.all("img", "alt"))
    ids = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not any(name.startswith("on") or name == "style" for _, attrs in tags.found for name in attrs)
    for address in tags.all("img", "src"):
        picture = client.get(address)
        assert picture.status_code == 200 and picture.text.startswith("<svg"), address
    twin = client.get(re.sub(r"^(/\w+)", r"\1.json", path))
    assert twin.status_code == 200 and twin.json()["sections"].keys() == set(re.findall(r'<h2 id="(\w+)"', answer.text))


def test_a_picture_for_each_theme_and_width(client: TestClient) -> None:
    tags = Tags(client.get("/network").text)
    first = [*tags.all("source", "srcset")[:3], tags.all("img", "src")[0]]
    drawn = [client.get(address).text for address in first]
    assert len(set(drawn)) == 4
    assert ["#16181b" in svg for svg in drawn] == [True, False, True, False]


@pytest.mark.parametrize("path", PICTURED)
def test_pictures_have_their_places_before_they_come(client: TestClient, path: str) -> None:
    found = Tags(client.get(path).text).found
    images = [attrs for tag, attrs in found if tag == "img"]
    assert ["loading" in attrs for attrs in images] == [False] + [True] * (len(images) - 1)
    placed = [attrs for tag, attrs in found if tag in ("img", "source") and "height" in attrs]
    assert len(placed) >= 4
    for attrs in placed:
        drawn = client.get(attrs.get("src") or attrs["srcset"] or "").text
        size = re.search(r'<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"', drawn)
        assert size
        width, height = map(float, size.groups())
        assert int(attrs["height"] or 0) / int(attrs["width"] or 0) == pytest.approx(height / width, rel=1 / 8)


def test_a_number_leads_to_its_events_and_they_to_the_sentence(client: TestClient) -> None:
    links = Tags(client.get("/dyad?a=LON&b=MER&by=month").text).all("a", "href")
    (october,) = [
        href for href in links if href.startswith("/events?pair=LON%2CMER&since=2022-10-01&until=2022-10-31") and "quad" not in href
    ]
    words = [href for href in Tags(client.get(october).text).all("a", "href") if "row=event" in href]
    assert words and "signed a grain accord" in client.get(words[0]).text


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Copies of one story within days and in two months, another outlet's story of one of its acts, and what is planned, denied, dated
    roughly or not at all."""
    path = tmp_path_factory.mktemp("copied") / "ledger.duckdb"
    said = [("c1", 27, 10, "Post"), ("c2", 28, 10, "Mail"), ("c3", 30, 10, "Post"), ("c4", 1, 11, "Mail"), ("d1", 9, 10, "Mail")]
    made = [make_coded(id_, outlet=outlet, published=dt.date(2022, month, day)) for id_, day, month, outlet in said]
    codeds = [replace(coded, article=replace(coded.article, story="c" if n < 4 else None)) for n, coded in enumerate(made)]
    first = codeds[0].events[0]
    more = [
        replace(first, id="c1-3", type="AID", quad=2, status="planned"),
        replace(first, id="c1-4", type="AGREE", date=dt.date(2022, 1, 1), date_precision="year"),
        replace(first, id="c1-5", type="REQUEST", quad=3, date=None, date_precision=None, status="past"),
        replace(first, id="c1-6", type="AID", quad=2, date=dt.date(2022, 10, 1), date_precision="month", contexts=("trade", "military")),
    ]
    codeds[0] = replace(codeds[0], events=(*codeds[0].events, *more))
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        assert ledger.add(codeds) == 5, ledger.refused
    with TestClient(create_app(path), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        *("/network", "/system", "/system?by=month", "/system?outlet=Mail&by=week", "/network?outlet=Post", "/network?min_events=2"),
        *("/network?states=LON,MER", "/network?since=2022-10-29", "/system?by=day&since=2022-10-29&until=2022-11-05"),
        *(f"/dyad?a=LON&b=MER&by={by}" for by in ("day", "week", "month", "year")),
        *("/dyad?a=MER&b=SAR&by=month&since=2022-10-29", "/dyad?a=LON&b=MER&view=who", "/dyad?a=Merovia&b=Sarkland&view=who&outlet=Mail"),
        "/dyad?a=state:MER&b=state:SAR&by=month",
    ],
)
def test_a_linked_number_is_the_number_of_rows_it_leads_to(copied: TestClient, path: str) -> None:
    numbers = re.findall(r'<a href="(/events\?[^"]*)" dir="auto">([\d,]+)</a>', copied.get(path).text)
    assert numbers
    for address, number in numbers:
        listed = copied.get(html.unescape(address).replace("/events", "/events.json")).json()
        assert len(listed["rows"]) == listed["total"] == int(number), address


def test_a_list_of_acts_says_what_it_leaves_out(copied: TestClient) -> None:
    page = copied.get("/events?pair=LON,MER&acts=all").text
    assert "<b>3 acts</b>" in page and "All 9 reports" in page and "told in" in page and "5 articles</a>" in page
    assert copied.get("/api/events?act=d1-1").json()["total"] == 5


def test_each_two_states_stand_once_beside_each_other(client: TestClient) -> None:
    section = client.get("/system").text.partition('id="alignment"')[2].partition("</section>")[0]
    pairs = re.findall(r'<th scope="row"><bdi>([^<]+)</bdi>\s*</th>\s*<td data-label="With">\s*<bdi>([^<]+)</bdi>', section)
    assert pairs and len({frozenset(pair) for pair in pairs}) == len(pairs)


def test_blocs_say_how_surely_a_state_is_in_them(client: TestClient) -> None:
    section = client.get("/network").text.partition('id="blocs"')[2].partition("</section>")[0]
    assert re.search(r'data-label="Found there again"><bdi>\d+%</bdi>', section) and "of draws" in section
    rows = client.get("/network.json").json()["sections"]["blocs"]
    assert rows and all(0 <= row["bloc_support"] <= 1 for row in rows)


def test_the_network_leads_to_pairs_and_the_system_to_networks(client: TestClient) -> None:
    assert "/dyad?a=MER&b=SAR" in Tags(client.get("/network").text).all("a", "href")
    assert "/network?since=2022-01-01&until=2022-12-31" in Tags(client.get("/system").text).all("a", "href")


def test_filters_narrow_and_stay_in_the_links(client: TestClient) -> None:
    page = client.get("/dyad?a=LON&b=MER&outlet=The+Lonian+Post&by=year")
    assert "1 act in 1 story" in page.text
    assert any("outlet=The+Lonian+Post" in href for href in Tags(page.text).all("a", "href") if href.startswith("/events"))


def test_without_a_pair_the_busiest_are_offered(client: TestClient) -> None:
    assert "/dyad?a=MER&b=SAR" in Tags(client.get("/dyad").text).all("a", "href")


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/dyad.csv?a=LON&b=MER", "period,articles,stories,events"),
        ("/dyad.csv?a=LON&b=MER&view=words&section=vows", "id,day,due"),
        ("/network.csv?section=states", "period,state,bloc"),
        ("/system.csv?section=alignment", "period,state,pole"),
    ],
)
def test_what_a_page_shows_as_csv(client: TestClient, path: str, columns: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("text/csv") and answer.text.startswith(columns)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/dyad?a=LON&b=LON", "share a side"),
        ("/dyad?a=LON&b=MER&by=decade", "expected one of day, week"),
        ("/dyad?a=LON&b=MER&view=all", "expected one of time"),
        ("/dyad?a=LON&b=MER&since=2023-01-01&until=2022-01-01", "no day is both"),
        ("/dyad.csv?a=LON&b=MER&section=poles", "expected one of time, changes"),
        ("/dyad.csv", "none, since no pair is named that the ledger knows"),
        ("/dyad.svg?chart=series", "needs more than was asked"),
        ("/network?states=LON,Merovia", "is no country&#39;s code"),
        ("/network.svg?chart=pie", "is not on this page"),
        ("/network.svg?chart=network&since=2031-01-01", "nothing to draw"),
        ("/system?score=mixed", "expected one of plover, goldstein"),
    ],
)
def test_a_wrong_question_is_named(client: TestClient, path: str, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400 and (said in answer.text or said.replace("&#39;", "'") in answer.text)


def test_a_filter_makes_its_address_again() -> None:
    asked = SystemFilter.parse({"by": "month", "states": "lon, mer", "since": "2022-01-01", "other": "x"})
    assert asked.query() == {"by": "month", "states": "LON,MER", "since": "2022-01-01"}
    assert SystemFilter.parse(asked.query()) == asked
    assert DyadFilter.parse({"a": "fra,deu", "b": "Ada Krell"}).sides == ("FRA,DEU", "Ada Krell")
    with pytest.raises(FilterError):
        DyadFilter.parse({"a": "FRA,DEU", "b": "DEU"}).sides  # noqa: B018  # the property raises


def test_measures_are_kept_until_the_ledger_changes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        ledger.add([make_coded()])
    measured, asked = Measured(path), DyadFilter(a="LON", b="MER", by="year")
    first = measured.series(asked)
    assert measured.series(asked) is first and first.by is By.YEAR
    with Ledger(path, make_run(version="0", model="none")) as ledger:
        ledger.add([make_coded("grain-9")])
    second = measured.series(asked)
    assert second is not first and sum(second.table["articles"].to_pylist()) == 2


def test_a_page_opens_the_ledger_once_and_lets_go_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.duckdb"
    run = make_run(version="0", model="none")
    with Ledger(path, run) as ledger:
        ledger.add([make_coded()])
    opened = []
    open_it = store.open_read_only
    monkeypatch.setattr(store, "open_read_only", lambda db: opened.append(db) or open_it(db))
    measured = Measured(path)
    with measured.page():
        assert not opened
        measured.series(DyadFilter(a="LON", b="MER"))
        measured.vows(DyadFilter(a="LON", b="MER"))
    assert len(opened) == 1
    Ledger(path, run).close()
    measured.names()
    assert len(opened) == 2
    Ledger(path, run).close()


def test_a_failure_is_not_kept_and_the_oldest_go_first() -> None:
    kept = Kept(size=2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1 and kept.get("a", lambda: 2) == 1
    assert (kept.get("b", lambda: 3), kept.get("c", lambda: 4), kept.get("a", lambda: 5)) == (3, 4, 5)


def test_no_ledger_is_said(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none.duckdb"), raise_server_exceptions=False) as client:
        assert client.get("/network").status_code == 503


def test_periods_have_their_usual_names() -> None:
    from datetime import date

    named = [period_name(date(2022, 4, 4), by) for by in (By.DAY, By.WEEK, By.MONTH, By.QUARTER, By.YEAR)]
    assert named == ["4 Apr 2022", "week of 4 Apr 2022", "Apr 2022", "2022 Q2", "2022"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/dyad?a=Merovla&b=LON", ["knows nobody called", "<bdi>Merovla</bdi>", 'href="/dyad?a=MER&amp;b=LON"']),
        ("/dyad?a=LON&b=QQQ", ["knows nobody called", "<bdi>QQQ</bdi>"]),
        ("/dyad?a=LON,QQQ&b=MER", ["knows nobody called", "<bdi>QQQ</bdi>"]),
        ("/dyad?a=xyzzy", ["knows nobody called", "<bdi>xyzzy</bdi>", "The busiest pairs"]),
        ("/dyad?a=Krell&b=MER", ["is taken as", "Ada Krell", "Over time"]),
    ],
)
def test_a_name_that_is_not_known_or_not_whole_is_told(client: TestClient, path: str, said: list[str]) -> None:
    page = client.get(path)
    assert page.status_code == 200 and all(part in page.text for part in said)
    assert ("no act between these" in page.text) == ("Over time" in said)


def test_sides_may_be_named_by_their_states(client: TestClient) -> None:
    by_name, by_code = (client.get(f"/dyad.json?{asked}").json() for asked in ("a=lonia&b=Merovia", "a=LON&b=MER"))
    assert by_name == by_code
    assert "Fiji and Tonga" in client.get("/dyad?a=Fiji&b=TON").text, "states that the ledger has no act of"
    assert client.get("/dyad?a=Lonia&b=LON").status_code == 400
