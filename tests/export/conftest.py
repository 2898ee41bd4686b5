"""A small ledger with one event for each rule of the exports. The states are real, so that their codes can be checked; what they do is
invented and harmless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from relata.export import Report, export
from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Statement
from relata.store import Ledger, Wanted, make_run, open_read_only

DAY = dt.date(2022, 5, 20)
STARTED = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
TEXT = (
    "Germany and Vietnam signed an accord on herring in Hanoi on Friday.\n"
    'Minister Ada\tKrell visited Vietnam. "She" thanked NATO. The European Union halted talks with Iceland.\r\n'
    "Germany will meet Kosovo. Germany waved at Iceland. The rebels, Mr. Odo says, met Vietnam."
)
GERMANY = Actor("state:DEU", "Germany", "state", "DEU")
VIETNAM = Actor("state:VNM", "Vietnam", "state", "VNM")
ICELAND = Actor("state:ISL", "Iceland", "state", "ISL")
KOSOVO = Actor("state:XKX", "Kosovo", "state", "XKX")
KRELL = Actor("person:ada-krell@DEU", 'Ada\t"Krell"', "person", "DEU", "GOV", ("JRN", "PRE"), "fishery minister")
NATO = Actor("intergovernmental:nato", "NATO", "intergovernmental", None, "IGO")
EU = Actor("intergovernmental:european-union", "European Union", "intergovernmental", None, "EUR")
REBELS = Actor("group:rebels", "rebels", "group", None, "REB")


def words(quote: str, text: str = TEXT) -> tuple[int, int, str]:
    start = text.index(quote)
    return start, start + len(quote), quote


def party(quote: str, actor: Actor | None) -> Party:
    return Party(*words(quote), actor.id if actor else None)


def make_event(id: str, type: str, source: Party, target: Party | None, trigger: str, **fields: object) -> Event:
    known: dict[str, object] = {"quad": 1, "score": 2.5, "cameo": "040", "goldstein": 1.0, "date": DAY, "date_precision": "day"}
    known |= {"confidence": 0.93, **fields}
    return Event(id, type, source, target, Evidence(*words(trigger)), Evidence(*words(trigger)), **known)  # type: ignore[arg-type]


def make_article(id: str = "a1", *, published: dt.date | None = DAY, outlet: str | None = "Tarn Post") -> Coded:
    events = (
        make_event(f"{id}.e1", "SUPPORT", party("Germany", GERMANY), party("Vietnam", VIETNAM), "signed", cameo="057", goldstein=8.0,
                   symmetric=True, score=5.0, contexts=("economic", "legal"), place=Place(*words("Hanoi"), "Hanoi", "VNM")),
        make_event(f"{id}.e2", "CONSULT", party("Ada\tKrell", KRELL), party("Vietnam", VIETNAM), "visited", cameo="042", goldstein=1.9,
                   modes=("visit",), score=4.0, place=Place(*words("Vietnam"), "Vietnam", "VNM"), date_precision="month",
                   date=dt.date(2022, 3, 1)),
        make_event(f"{id}.e3", "SUPPORT", party("She", KRELL), party("NATO", NATO), "thanked", cameo="051", goldstein=3.4),
        make_event(f"{id}.e4", "SANCTION", party("The European Union", EU), party("Iceland", ICELAND), "halted", cameo="164",
                   goldstein=-6.5, quad=4, score=-6.0, confidence=0.04),
        make_event(f"{id}.e5", "AGREE", party("Germany", GERMANY), party("Kosovo", KOSOVO), "will meet", status="planned", cameo="036",
                   statement=f"{id}.s1"),
        make_event(f"{id}.e6", "CONSULT", party("Germany", GERMANY), party("Iceland", ICELAND), "waved", cameo=None, goldstein=None),
        make_event(f"{id}.e7", "CONSULT", party("The rebels", REBELS), None, "met", status="past"),
    )  # fmt: skip
    said = Statement(
        f"{id}.s1", party("Ada\tKrell", KRELL), Evidence(*words("says")), (Content(*words("Germany will meet Kosovo"), False),), "indirect",
        date=DAY, date_precision="day", chain=(Relay("Mr. Odo", None), Relay("NATO", NATO.id)),
        about=(About(KOSOVO.id, "positive"), About(GERMANY.id, None)), hedge="predicted", addressee=Relay("Vietnam", VIETNAM.id),
        setting="in Hanoi", within=f"{id}.s2",
    )  # fmt: skip
    outer = Statement(f"{id}.s2", None, None, (), "direct", anonymous=True)
    url = f"https://tarn.example/{id}" if outlet else None
    article = Article(TEXT, "Herring | accord", published, outlet, "DEU" if outlet else None, url, "en", None, id)
    mentions = (Mention(*words("NATO"), NATO.id), Mention(*words("Ada\tKrell"), KRELL.id))
    return Coded(article, (GERMANY, VIETNAM, ICELAND, KOSOVO, KRELL, NATO, EU, REBELS), mentions, (said, outer), events)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    """Two articles of one story, of two outlets; and one without day, outlet or address, whose only event has no date."""
    from dataclasses import replace

    bare = make_article("a3", published=None, outlet=None)
    bare = replace(bare, statements=(), events=tuple(replace(e, date=None, date_precision=None, statement=None) for e in bare.events[:1]))
    codeds = [replace(c, article=replace(c.article, story="s1")) for c in (make_article(), make_article("a2", outlet="Vell News"))]
    with Ledger(tmp_path / "l.duckdb", make_run(version="0.1.0", model="m", started=STARTED)) as ledger:
        assert ledger.add([*codeds, bare]) == 3
    con = open_read_only(tmp_path / "l.duckdb")
    yield con
    con.close()


Write = Callable[..., Report]


@pytest.fixture
def write(con: DuckDBPyConnection, tmp_path: Path) -> Write:
    """Export to a name in a folder of its own."""
    (tmp_path / "out").mkdir()

    def run(format: str, name: str, wanted: Wanted | None = None, **options: bool) -> Report:
        return export(con, format, tmp_path / "out" / name, wanted or Wanted(), **options)

    return run
