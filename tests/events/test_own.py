"""A user's own types: their examples teach where the words' targets stand, events get their names, and wrong files say where."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relata.coder import Coder
from relata.events import TypesError, load_codebook, read_types
from relata.records import Article

FILE = """
[[type]]
name = "MEDIATE"
parent = "CONSULT"
score = 3.0
cameo = "045"
definition = "Helps two others to agree."
words = ["mediate", "broker"]
examples = [
  "<s>Norland</s> brokered a truce between <t>Sudmark</t> and Ostravia.",
  "<s>Norland</s> mediated between <t>Sudmark</t> and Ostravia on Monday.",
]

[[type]]
name = "TWIN"
quad = 1
score = 4
definition = "Towns of two countries become twins."
words = ["twin"]
examples = ["<s>Norland</s> twinned nine towns with <t>Sudmark</t>.", "<s>Norland</s> is large and <t>Sudmark</t> is not."]
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Coder:
    path = tmp_path_factory.mktemp("types") / "mine.toml"
    path.write_text(FILE)
    return Coder(types=[path])


def told(coder: Coder, text: str) -> list[tuple[object, ...]]:
    coded = coder.read(Article(text, published=dt.date(2022, 10, 28), id="a"))
    country = {actor.id: actor.country for actor in coded.actors}
    return [(e.type, e.status, country[e.source.actor or ""], country[e.target.actor or ""] if e.target else None) for e in coded.events]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Turkey mediated between Kenya and Peru.", [("MEDIATE", "actual", "TUR", "KEN"), ("MEDIATE", "actual", "TUR", "PER")]),
        ("Kenya did not mediate between Peru and Ghana.", [("MEDIATE", "denied", "KEN", "PER"), ("MEDIATE", "denied", "KEN", "GHA")]),
        ("Kenya will mediate between Peru and Ghana.", [("AGREE", "actual", "KEN", "PER"), ("AGREE", "actual", "KEN", "GHA")]),
        ("Kenya twinned two towns with Peru.", [("TWIN", "actual", "KEN", "PER")]),
        ("Kenya accused Peru of spying.", [("ACCUSE", "actual", "KEN", "PER")]),
        ("Kenya mediated for a year.", []),
    ],
)
def test_events_of_own_types(own: Coder, text: str, events: list[tuple[object, ...]]) -> None:
    assert told(own, text) == events


def test_scores_and_codes_are_the_types(own: Coder) -> None:
    mediated, _ = own.read(Article("Turkey mediated between Kenya and Peru.", id="a")).events
    assert (mediated.quad, mediated.score, mediated.modes, mediated.cameo, mediated.goldstein) == (1, 3.0, (), "045", 5.0)
    (twinned,) = own.read(Article("Kenya twinned two towns with Peru.", id="a")).events
    assert (twinned.quad, twinned.score, twinned.cameo, twinned.goldstein) == (1, 4.0, None, None)


def test_without_the_file_they_are_not_known(coder: Coder) -> None:
    assert told(coder, "Kenya twinned two towns with Peru.") == []
    assert "types" not in coder.settings


def test_a_run_names_its_types_and_examples_of_no_use_are_told(own: Coder) -> None:
    assert list(own.settings["types"]) == ["mine.toml"]
    (problem,) = own.problems
    assert "[[type]] number 2 (TWIN): example 2 is coded as no act of its source" in problem


def test_several_workers_know_them_too(own: Coder) -> None:
    articles = [Article("Kenya twinned two towns with Peru.", id=f"a{n}") for n in range(3)]
    try:
        assert [coded.events[0].type for coded in own.stream(articles, workers=2)] == ["TWIN"] * 3
    finally:
        own.close()


def changed(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("type = 3", r"mine.toml: holds type; expected \[\[type\]\] tables"),
        ("[[kind]]\n", r"mine.toml: holds kind; expected \[\[type\]\] tables"),
        ("name = ", "mine.toml: not valid TOML"),
        (changed('"MEDIATE"', '"mediate"'), r"\[\[type\]\] number 1: name is 'mediate'; expected capital letters"),
        (changed('"MEDIATE"', '"AID"'), "number 1 .AID.: name is 'AID'; expected one that the codebook does not have"),
        (changed('"MEDIATE"', '"FIGHT"'), "expected one that the codebook does not have"),
        (changed('"TWIN"', '"MEDIATE"'), "MEDIATE stands there twice"),
        (changed('"CONSULT"', '"TALK"'), "parent is 'TALK'; expected one of AGREE"),
        (changed("quad = 1", ""), "quad is None; expected 1, 2, 3 or 4"),
        (changed("score = 3.0", "score = 30"), "score is 30; expected a number from -10 to 10"),
        (changed('"045"', '"45"'), "cameo is '45'; expected a CAMEO code"),
        (changed('"mediate",', '"mediate peace",'), "words is .*; expected a list of single words"),
        (changed("words", "triggers"), "unknown field 'triggers'"),
        (changed("<t>Sudmark</t> and Ostravia.", "Sudmark."), "example 1 has not just one <s>source</s> and one <t>target</t>"),
        (changed("definition", "meaning"), "unknown field 'meaning'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content)
    with pytest.raises(TypesError, match=message):
        read_types(path, load_codebook())


def test_a_type_none_of_whose_examples_can_be_used_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(FILE.replace('"twin"', '"waltz"'))
    with pytest.raises(TypesError, match=r"number 2 \(TWIN\): no example can be used. In each, one of the words"):
        Coder(types=[path])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TypesError, match="cannot be read"):
        read_types(tmp_path / "none.toml", load_codebook())
