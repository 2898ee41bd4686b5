"""Validation sets: codes in the user's letters, one line for each sentence, and what is true, missed and extra."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from relata.actors import load_gazetteer
from relata.coder import Coder
from relata.evaluate import Tally, petrarch
from relata.records import Actor, Article, Coded, Event, Evidence, Party

ACTORS = """NORLAND [NLD]
+NORLANDIC
SUDRIA [SUD]
+SUDRIAN
OSTRAVIA [OST]
+OSTRAVIAN
VESTERIA [VES]
INSULIA [INS]
MIDMARK [MID]
ADA_KRELL [NLDGOV >20100101 <20191231] [NLDELI]
TWIN_LEAGUE [OST/VES]
"""
AGENTS = "FOREIGN_MINISTER [~GOV]\nSOLDIER [~MIL]\nREBEL [~REB]\n"
ON = dt.date(2012, 1, 5)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("dictionaries")
    (folder / "actors.txt").write_text(ACTORS)
    (folder / "agents.txt").write_text(AGENTS)
    return [folder / "actors.txt", folder / "agents.txt"]


NORLAND, SUDRIA = Actor("state:NLD", "Norland", "state", "NLD"), Actor("state:SUD", "Sudria", "state", "SUD")
SOLDIERS = Actor("group:soldiers@SUD", "Sudrian soldiers", "group", "SUD", "MIL", ("REB",))


def event(code: str, **more: Any) -> Event:
    fields: dict[str, Any] = {"source": Party(0, 7, "Norland", NORLAND.id), "target": Party(8, 12, "them", SUDRIA.id), **more}
    words = Evidence(0, 1, "x")
    return Event("e", "CONSULT", trigger=words, evidence=words, quad=1, score=2.5, cameo=code, **fields)


class Listed:
    """Gives each text the events listed for it."""

    model_id = "fake"

    def __init__(self, files: list[Path], events: dict[str, list[Event]]) -> None:
        self.gazetteer = load_gazetteer(files)
        self.events = events
        self.asked: list[Article] = []

    def read(self, article: Article) -> Coded:
        self.asked.append(article)
        return Coded(article, (NORLAND, SUDRIA, SOLDIERS), events=tuple(self.events.get(article.text, [])))


def put(tmp_path: Path, *sentences: tuple[str, str, str]) -> Path:
    """A file of (category, gold as source target code, text)."""
    parts = []
    for number, (category, gold, text) in enumerate(sentences, 1):
        codings = "".join(
            f'<EventCoding sourcecode="{s}" targetcode="{t}" eventcode="{c}"/>'
            for s, t, c in (one.split() for one in gold.split(";") if one)
        )
        parts.append(f'<Sentence date="20120105" id="s{number}" category="{category}">{codings}<Text>{text}</Text></Sentence>\n')
    (tmp_path / "v.xml").write_text(f"<Sentences>\n{''.join(parts)}</Sentences>")
    return tmp_path / "v.xml"


def test_true_missed_and_extra_by_category_and_root(tmp_path, files):
    soldiers = Party(0, 3, "Sudrian soldiers", SOLDIERS.id)
    coder = Listed(files, {"met": [event("040", symmetric=True)], "went": [event("042")], "hit": [event("190", source=soldiers)]})
    path = put(
        tmp_path, ("MEET", "NLD SUD 043;SUD NLD 046", "met"), ("MEET", "NLD SUD 040", "went"),
        ("FIGHT", "SUDMIL SUD 170;SUD NLD 112", "hit"),
    )  # fmt: skip
    report = petrarch.evaluate(path, coder)
    assert report.counts == {"sentences": 3, "scored": 3, "events": 5}
    tallies = {t.group: t for t in report.tallies}
    assert tallies["countries"] == Tally("countries", 3, 2, 2)
    assert tallies["category MEET"] == Tally("category MEET", 3, 0, 1)
    assert tallies["category FIGHT"] == Tally("category FIGHT", 0, 2, 1)
    assert tallies["root 19"] == Tally("root 19", 0, 0, 1)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert values["countries", "precision"] == pytest.approx(3 / 5)
    assert values["countries", "recall"] == pytest.approx(3 / 5)
    assert values["root 19", "recall"] is None
    (confusion,) = report.confusions
    cell = dict(zip(confusion.labels, confusion.counts[confusion.labels.index("17")], strict=True))
    assert cell == {"04": 0, "11": 0, "17": 0, "19": 1, petrarch.NO_EVENT: 0}
    assert [(m.place, m.gold, m.predicted, m.weight) for m in report.worst] == [
        ("s3 (line 4)", "SUD NLD 11; SUD SUD 17", "SUD SUD 19", 3.0), ("s2 (line 3)", "NLD SUD 04", "NLD SUD 04; SUD NLD 04", 1.0),
    ]  # fmt: skip
    assert json.loads(report.predictions[1]) == {"id": "s2", "events": [["NLD", "SUD", "042"], ["SUD", "NLD", "043"]]}


def test_whole_codes_are_told_beside_countries(tmp_path, files):
    coder = Listed(files, {"x": [event("190", source=Party(0, 3, "Sudrian soldiers", SOLDIERS.id), target=Party(4, 5, "it", NORLAND.id))]})
    report = petrarch.evaluate(put(tmp_path, ("A", "SUDMIL NLD 190", "x")), coder)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert (values["countries", "F1"], values["whole codes", "F1"]) == (1.0, 0.0)
    assert "headline" in report.notes[0]


def test_older_letters_and_bodies_are_the_same_in_the_headline(tmp_path, files):
    romania = Actor("state:ROU", "Romania", "state", "ROU")
    un = Actor("intergovernmental:un", "United Nations", "intergovernmental", None, "UNO")

    class Two(Listed):
        def read(self, article: Article) -> Coded:
            return Coded(article, (romania, un), events=tuple(self.events[article.text]))

    coder = Two(files, {"x": [event("111", source=Party(0, 7, "Romania", romania.id), target=Party(8, 10, "the UN", un.id))]})
    report = petrarch.evaluate(put(tmp_path, ("A", "ROU UNO 111", "x")), coder)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert (values["countries", "F1"], values["whole codes", "F1"]) == (1.0, 0.0)


def test_what_is_turned_down_is_no_event_beside_its_rejection(tmp_path, files):
    norland, sudria = Party(0, 7, "Norland", NORLAND.id), Party(8, 12, "Sudria", SUDRIA.id)
    asked = event("020", source=sudria, target=norland)
    coder = Listed(files, {"x": [event("120", source=norland, target=sudria), asked], "y": [asked]})
    report = petrarch.evaluate(put(tmp_path, ("A", "NLD SUD 120", "x"), ("A", "SUD NLD 020", "y")), coder)
    assert [json.loads(line)["events"] for line in report.predictions] == [[["NLD", "SUD", "120"]], [["SUD", "NLD", "020"]]]


def test_what_no_row_is_written_for(tmp_path, files):
    unknown = Actor("group:x", "Somebody", "group")
    kept = [
        event("141", target=None),
        event("112", status="denied"),
        event("190", status="conditional"),
        event("010", target=Party(0, 1, "x", None)),
    ]
    coder = Listed(files, {"x": kept})
    assert json.loads(petrarch.evaluate(put(tmp_path, ("A", "", "x")), coder).predictions[0])["events"] == []
    assert petrarch.codes_of(unknown, "somebody", coder.gazetteer, ON) == ["---"]


@pytest.mark.parametrize(
    ("actor", "words", "codes"),
    [
        (NORLAND, "it", ["NLD"]),
        (SOLDIERS, "the soldiers", ["SUDMILREB"]),
        (Actor("person:ada-krell@NLD", "Ada Krell", "person", "NLD", "GOV"), "Krell", ["NLDGOV"]),
        (Actor("state:OST", "Ostravia", "state", "OST"), "the Twin League", ["OST", "VES"]),
        (Actor("intergovernmental:un", "United Nations", "intergovernmental", None, "UNO"), "the UN", ["IGOUNO"]),
    ],
)  # fmt: skip
def test_codes_are_the_dictionarys_else_made_of_country_and_sectors(files, actor, words, codes):
    assert petrarch.codes_of(actor, words, load_gazetteer(files), ON) == codes


def test_without_gold_only_predictions_and_what_is_wrong_is_told(tmp_path, files):
    path = tmp_path / "v.xml"
    path.write_text('<X>\n<Sentence date="soon" id="a"><Text>x</Text></Sentence>\n<Sentence id="b"><Text/></Sentence></X>')
    coder = Listed(files, {"x": [event("112")]})
    report = petrarch.evaluate(path, coder)
    assert (report.figures, report.tallies, report.confusions) == ((), (), ())
    assert [json.loads(line) for line in report.predictions] == [{"id": "a", "events": [["NLD", "SUD", "112"]]}, {"id": "b", "events": []}]
    assert [one.text for one in coder.asked] == ["x"]
    assert "nothing could be scored" in report.notes[0]
    assert [note.partition("v.xml: ")[2] for note in report.notes[1:]] == [
        "line 2: a date that is none (YYYYMMDD); coded without one.", "line 3: no words in <Text>; nothing is coded there.",
    ]  # fmt: skip


@pytest.mark.slow
def test_with_the_shipped_weights(tmp_path, files):
    path = put(
        tmp_path, ("ACCUSE", "NLD SUD 112", "Norland accused Sudria of spying."),
        ("MEET", "NLDGOV OSTGOV 040;OSTGOV NLDGOV 040", "Ada Krell met the Ostravian foreign minister."),
        ("NONE", "", "Norland is larger than Sudria."),
    )  # fmt: skip
    report = petrarch.evaluate(path, Coder(files))
    assert {t.group: t for t in report.tallies}["whole codes"] == Tally("whole codes", 3, 0, 0)
