"""Even-handedness: forms of states, templates filled both ways, what counts as changed, and how the shipped coder does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relata.coder import Coder
from relata.evaluate import GoldError, swap
from relata.evaluate.country_forms import exchanged, filled, named, states
from relata.records import Actor, Article, Coded, Event, Evidence, Party

ON = swap.PUBLISHED
BY_CODE = {state.code: state for state in states(ON)}
SENTENCES = Path(__file__).parents[2] / "evaluation" / "sentences.jsonl"
# The aim is 0.99. Leaders' names and states with an article ("the Philippines") still change a row or its band of confidence.
FLOOR = 0.98


@pytest.mark.parametrize(
    ("template", "pair", "text"),
    [
        ("{a} met {b}. {a} left.", ("NLD", "PER"), "The Netherlands met Peru. The Netherlands left."),
        ("{an_B} ship left {x}.", ("PER", "EGY"), "An Egyptian ship left Lima."),
        ("{an_A} ship and {an_B} ship", ("UKR", "UGA"), "A Ukrainian ship and a Ugandan ship"),
        ("{pa} thanked {pb}.", ("KEN", "PER"), "Kenyans thanked Peruvians."),
        ("{la} left {y}.", ("KEN", "PER"), "Kenyan President William Ruto left Lima."),
        ("{A} ships", ("DMA", "PER"), None),
    ],
)
def test_templates_are_filled(template, pair, text):
    assert filled(template, (BY_CODE[pair[0]], BY_CODE[pair[1]])) == text


def test_states_are_exchanged_in_every_form_and_nothing_else_is():
    places = {"KEN": BY_CODE["EGY"], "EGY": BY_CODE["KEN"]}
    text = "A Kenyan ship left NAIROBI for Egypt; Kenyans and an Egyptian, Niger and Nigeria stayed in Cairo."
    assert (
        exchanged(text, places, ON) == "An Egyptian ship left CAIRO for Kenya; Egyptians and a Kenyan, Niger and Nigeria stayed in Nairobi."
    )
    assert [state.code for state in named(text, ON)] == ["KEN", "EGY", "NER", "NGA"]


def test_every_region_and_state_has_its_turn():
    sentences = list(swap.made(600))
    assert len(sentences) == 600
    assert {state.code for one in sentences for state in one.pair} == set(BY_CODE)
    assert {one.place for one in sentences} == {template for _, template in swap.templates()}
    assert sentences == list(swap.made(600))
    assert len(swap.templates()) >= 100


class Partial:
    """Finds an accusation of the first state named by the second, less surely where the first is one state; nothing of another."""

    model_id = "fake"

    def __init__(self, unsure: str = "", unseen: str = "") -> None:
        self.unsure, self.unseen = unsure, unseen
        self.asked: list[Article] = []

    def read(self, article: Article) -> Coded:
        self.asked.append(article)
        found = named(article.text, ON)
        actors = tuple(Actor(f"state:{s.code}", s.name, "state", s.code) for s in found)
        if len(found) < 2 or found[0].code == self.unseen:
            return Coded(article, actors)
        words = Evidence(0, 1, article.text[:1])
        sides = [Party(0, 1, s.name, f"state:{s.code}") for s in found[:2]]
        confidence = 0.4 if found[0].code == self.unsure else 0.9
        return Coded(article, actors, (), (), (Event("e", "ACCUSE", *sides, words, words, quad=3, score=-3.0, confidence=confidence),))


def figures(report: Any) -> dict[tuple[str, str], float | None]:
    return {(f.group, f.name): f.value for f in report.figures}


def test_what_treats_all_alike_is_unchanged():
    coder: Any = Partial()
    report = swap.evaluate(None, coder, n=60, with_recall=False)
    assert {value for (_, name), value in figures(report).items()} == {1.0}
    assert (report.counts, report.worst, report.tallies) == ({"templates": 60, "passages": 0}, (), ())
    assert [article.outlet_country for article in coder.asked[:2]] == json.loads(report.predictions[0])["states"]


def test_a_change_is_told_with_its_rows_and_by_state():
    pair = next(swap.made(1)).pair
    report = swap.evaluate(None, Partial(unsure=pair[0].code), n=1, with_recall=False)  # type: ignore[arg-type]
    values = figures(report)
    assert (values["all rows", "unchanged"], values["events", "unchanged"], values["statements", "unchanged"]) == (0.0, 0.0, 1.0)
    assert sorted(t.group for t in report.tallies) == sorted(f"state {state.code}" for state in pair)
    (miss,) = report.worst
    assert (miss.gold[-2:], miss.predicted[-2:], miss.weight) == ("0)", "2)", 2.0)
    assert json.loads(report.predictions[0])["same"] is False


def test_recall_by_state_and_region():
    report = swap.evaluate(None, Partial(unseen="CHE"), n=1)  # type: ignore[arg-type]
    values = figures(report)
    n = len([1 for kind, template in swap.templates() if kind and "{l" not in template])
    assert report.counts["recall sentences"] > 0.9 * n * len(BY_CODE)
    low = next(t for t in report.tallies if t.group.startswith("recall CHE"))
    assert low.true < low.missed
    assert values["recall, states", "spread"] > 0.05  # type: ignore[operator]
    assert values["recall, Europe", "recall"] < values["recall, Africa", "recall"]  # type: ignore[operator]
    assert values["recall, regions", "spread"] < 0.05  # type: ignore[operator]


def test_passages_of_a_file(tmp_path):
    def line(text: str, published: str = "2022-10-28") -> str:
        return json.dumps({"text": text, "published": published, "events": [{"type": "ACCUSE"}]}) + "\n"

    path = tmp_path / "s.jsonl"
    path.write_text(line("Kenya accused Peru.") + line("Kenya accused Peru, Chile said.") + line("It rained in Kenya."))
    report = swap.evaluate(path, Partial(), n=1, with_recall=False)  # type: ignore[arg-type]
    assert report.counts == {"templates": 1, "passages": 1}
    assert json.loads(report.predictions[1])["swapped"] == "Peru accused Kenya."
    path.write_text(line("Kenya accused Peru.", "May"))
    with pytest.raises(GoldError, match="s.jsonl:1: published is 'May'"):
        swap.evaluate(path, Partial(), n=1, with_recall=False)  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_shipped_coder():
    report = swap.evaluate(SENTENCES if SENTENCES.exists() else None, Coder(), n=300, with_recall=False)
    value = figures(report)["all rows", "unchanged"]
    assert value is not None and value >= FLOOR, [(miss.text, miss.gold, miss.predicted) for miss in report.worst]
