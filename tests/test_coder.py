"""The coder: valid JSON with words that stand in the text, the same bytes every time, alone or with workers."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import relata
from relata.coder import Coder, Label
from relata.reading.labels import EVENT_LABELS
from relata.records import Article, Coded

SCHEMA = json.loads((files("relata") / "schema" / "coded.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
# The real article lies beside the repository, where it is present; its text is not the project's to publish.
SHARED = Path(__file__).resolve().parents[2] / "shared" / "articles"
REAL = "000_b7c7e621826c3387"

NEWS = (
    "LIMA, Oct 27 — Kenyan President Daniel Otieno met Moldovan President Ileana Rusu in Lima on Thursday.\n\n"
    "“We agreed on three points,” Otieno told reporters. He said that the two countries would sign a treaty next month.\n"
    "Turkish police arrested a Syrian journalist, the Harbour Agency reported. A Turkish official, who spoke on condition of "
    "anonymity, denied it: the man “does not exist”.\n\nPeru accused Chile of spying 😀 and expelled two Chilean diplomats."
)
ARTICLES = [
    Article(NEWS, title="They met", published=dt.date(2022, 10, 28), outlet="The Harbour Post", outlet_country="NOR", id="a1"),
    Article("", id="a2"),
    Article(" \n\t ", published=dt.date(2022, 10, 28), id="a3"),
    Article(NEWS.replace("\n", "\r\n"), published=dt.date(2022, 10, 28), id="a4"),
    Article("Ghana praised Peru. " * 60, id="a5"),
    Article("KENYA SIGNS TREATY WITH UGANDA", published=dt.date(2021, 1, 1), id="a6"),
    Article("e\u0301 👩‍👩‍👧‍👦 Kenya accused Uganda of spying, “officials” said.\u200b \x0c Nobody came.", id="a7"),
    Article("“" * 40 + "Kenya said that " * 40, published=dt.date(2022, 10, 28), id="a8"),
]


def stretches(node: Any) -> list[dict[str, Any]]:
    """Everything in the JSON that has a start, an end and a text."""
    own = [node] if isinstance(node, dict) and {"start", "end", "text"} <= set(node) else []
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return own + [found for part in inner for found in stretches(part)]


def as_json(coded: Coded) -> str:
    return json.dumps(coded.to_dict(), ensure_ascii=False, sort_keys=True)


@pytest.fixture(scope="module")
def codeds(coder: Coder) -> list[Coded]:
    return [coder.read(article) for article in ARTICLES]


@pytest.mark.parametrize("number", range(len(ARTICLES)), ids=[article.id for article in ARTICLES])
def test_every_quoted_word_stands_in_the_text(codeds: list[Coded], number: int) -> None:
    text = ARTICLES[number].text
    for part in stretches(codeds[number].to_dict()):
        assert 0 <= part["start"] < part["end"] <= len(text)
        assert text[part["start"] : part["end"]] == part["text"]


def test_there_are_words_to_check(codeds: list[Coded]) -> None:
    assert len(stretches(codeds[0].to_dict())) > 20


@pytest.mark.parametrize("number", range(len(ARTICLES)), ids=[article.id for article in ARTICLES])
def test_real_output_fits_the_schema(codeds: list[Coded], number: int) -> None:
    VALIDATOR.validate(json.loads(as_json(codeds[number])))


@pytest.mark.parametrize("number", range(len(ARTICLES)), ids=[article.id for article in ARTICLES])
def test_every_id_that_is_named_is_there(codeds: list[Coded], number: int) -> None:
    coded = codeds[number].to_dict()
    actors = [actor["id"] for actor in coded["actors"]]
    statements = [statement["id"] for statement in coded["statements"]]
    assert len(set(actors)) == len(actors) and len(set(statements)) == len(statements)
    named = [mention["actor"] for mention in coded["mentions"]]
    for statement in coded["statements"]:
        named += [party["actor"] for party in (statement["speaker"], statement["addressee"], *statement["chain"]) if party]
        named += [about["actor"] for about in statement["about"]]
        assert statement["within"] is None or statement["within"] in statements
    for event in coded["events"]:
        named += [party["actor"] for party in (event["source"], event["target"]) if party]
        assert event["statement"] is None or event["statement"] in statements
    assert {name for name in named if name is not None} <= set(actors)


def test_mentions_are_in_text_order(codeds: list[Coded]) -> None:
    for coded in codeds:
        assert [(m.start, m.end) for m in coded.mentions] == sorted((m.start, m.end) for m in coded.mentions)


def test_two_runs_give_the_same_bytes(coder: Coder, codeds: list[Coded]) -> None:
    assert [as_json(coder.read(article)) for article in ARTICLES] == [as_json(coded) for coded in codeds]


def test_another_coder_gives_the_same_bytes(codeds: list[Coded]) -> None:
    assert as_json(Coder().read(ARTICLES[0])) == as_json(codeds[0])


def test_order_does_not_matter(coder: Coder, codeds: list[Coded]) -> None:
    assert [as_json(coder.read(article)) for article in reversed(ARTICLES)] == [as_json(coded) for coded in reversed(codeds)]


def test_a_stream_is_the_same_as_reading(coder: Coder, codeds: list[Coded]) -> None:
    assert [as_json(coded) for coded in coder.stream(iter(ARTICLES))] == [as_json(coded) for coded in codeds]


@pytest.mark.slow
def test_a_stream_with_workers_is_the_same_and_in_order(coder: Coder, codeds: list[Coded]) -> None:
    """More articles than wait at once, so that the bound is reached."""
    found = list(coder.stream(iter(ARTICLES * 2), workers=2))
    assert [as_json(coded) for coded in found] == [as_json(coded) for coded in codeds * 2]
    assert all(coded.doc is None for coded in found)


def test_a_stream_reads_no_further_than_asked(coder: Coder) -> None:
    taken: list[str] = []

    def articles() -> Any:
        for article in ARTICLES:
            taken.append(article.id)
            yield article

    next(coder.stream(articles()))
    assert taken == ["a1"]


def test_the_doc_is_over_the_articles_text(codeds: list[Coded]) -> None:
    for article, coded in zip(ARTICLES, codeds, strict=True):
        assert coded.article is article and coded.doc is not None and coded.doc.text == article.text


def test_who_meets_whom(codeds: list[Coded]) -> None:
    countries = {actor.name: actor.country for actor in codeds[0].actors}
    assert countries["Daniel Otieno"] == "KEN" and countries["Ileana Rusu"] == "MDA"
    speakers = [statement.speaker.text for statement in codeds[0].statements if statement.speaker]
    assert "Otieno" in speakers and "A Turkish official" in speakers


def test_a_combining_accent_shifts_nothing(coder: Coder) -> None:
    composed = "Zoë met no one. Kenya said that the road was open."
    apart = unicodedata.normalize("NFD", composed)
    assert len(apart) > len(composed)
    coded = coder.read(Article(apart))
    assert all(apart[part["start"] : part["end"]] == part["text"] for part in stretches(coded.to_dict()))
    assert [s.speaker.text for s in coded.statements if s.speaker] == ["Kenya"]


def test_the_model_and_settings_are_named(coder: Coder) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", coder.model_id)
    assert not coder.settings["actors"] and coder.settings["codebook"]


def test_a_label_is_a_distribution(coder: Coder) -> None:
    sentence = "Kenya accused Uganda of spying."
    label = coder.label(sentence, source=(0, 5), target=(14, 20))
    assert isinstance(label, Label)
    assert set(label.scores) == set(EVENT_LABELS) and sum(label.scores.values()) == pytest.approx(1, abs=1e-3)
    assert label.type == max((kind for kind in label.scores if kind != "NONE"), key=label.scores.__getitem__)


@pytest.mark.parametrize(
    ("sentence", "source", "target"),
    [("Kenya.", (0, 5), None), ("Kenya.", (3, 3), (90, 99)), ("Kenya met Peru.", (0, 0), (0, 15)), (" 😀 ", (0, 1), (1, 2))],
)
def test_a_label_of_odd_places(coder: Coder, sentence: str, source: tuple[int, int], target: tuple[int, int] | None) -> None:
    assert sum(coder.label(sentence, source, target).scores.values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("sentence", ["", "  ", "\n"])
def test_no_words_no_label(coder: Coder, sentence: str) -> None:
    with pytest.raises(ValueError, match="without words"):
        coder.label(sentence, (0, 0), (0, 1))


@pytest.mark.parametrize(
    ("sentence", "source", "target", "expected"),
    [
        ("Kenya accused Uganda of spying.", "Kenya", "Uganda", "ACCUSE"),
        ("Turkish police arrested a Syrian journalist.", "Turkish police", "a Syrian journalist", "COERCE"),
        ("Azerbaijan shelled Armenian positions.", "Azerbaijan", "Armenian", "ASSAULT"),
        ("Germany sent medicine to Lebanon.", "Germany", "Lebanon", "AID"),
        ("Indonesia urged Myanmar to free the prisoners.", "Indonesia", "Myanmar", "REQUEST"),
    ],
)
def test_a_plain_label(coder: Coder, sentence: str, source: str, target: str, expected: str) -> None:
    spans = [(sentence.index(words), sentence.index(words) + len(words)) for words in (source, target)]
    assert coder.label(sentence, *spans).type == expected


def test_the_package_names_the_coder() -> None:
    assert relata.Coder is Coder and relata.Label is Label


# --- the real article ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(coder: Coder) -> Coded:
    path = SHARED / f"{REAL}.txt"
    if not path.is_file():
        pytest.skip(f"the real article is not here ({path}); its text is not the project's to ship")
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    published = dt.date.fromisoformat(told["published"])
    return coder.read(
        Article(path.read_text(encoding="utf-8"), published=published, outlet=told["outlet"], outlet_country=told["outlet_country"])
    )


# Of each attributed passage: its speaker's words and actor, where the words begin and end, and the day it was said.
PASSAGES = [
    ("Chinese observers", "CHN", "China-Russia relations, which set", "decline of US hegemony", None),
    ("Russian President Vladimir Putin", "RUS", "Russia regards China", "culture of China", "2022-10-27"),
    ("Putin", "RUS", "As for the Russian-Chinese", "past decades", None),
    ("Putin", "RUS", "We regard China", "steadily move forward", None),
    ("Chinese Foreign Ministry spokesperson Wang Wenbin", "CHN", "China highly appreciates", "positive remarks", "2022-10-28"),
    ("Wang", "CHN", "China will continue", "peace and development", None),
    ("Wang Yi", "CHN", "Russian President Vladimir Putin sent", "China and Russia", None),
    ("Wang", "CHN", "China is willing", "to a higher level", None),
    ("Lavrov", "RUS", "the 20th CPC National Congress", "national rejuvenation", None),
    ("Lavrov", "RUS", "The Russian side is willing", "and the world", None),
    ("Wang Wenbin", "CHN", "in the phone conversation", "China welcomes", "2022-10-28"),
    ("China", "CHN", "the relevant parties", "political channels", None),
    ("Cui Heng", "CHN", "since the Russia-Ukraine conflict", "international order", None),
    ("A Beijing-based foreign affairs expert", "CHN", "the China-Russia relationship", "of the CPC", "2022-10-28"),
    ("the expert", "CHN", "China-Russia relations set", "major countries", None),
    ("analysts", None, "It should be stressed", "other countries", None),
    ("Chinese analysts", "CHN", "Such a continuous advance", "major powers", None),
    ("Yang Xiyu", "CHN", "the deepened China-Russia exchange", "world justice", None),
    ("He", "CHN", "China-Russia cooperation", "decline of US hegemony", None),
]


def said(coded: Coded, speaker: str, country: str | None, begin: str, end: str, day: str | None) -> bool:
    """Whether one statement has this speaker, country, day, and words from `begin` to `end`."""
    countries = {actor.id: actor.country for actor in coded.actors}
    for statement in coded.statements:
        party = statement.speaker
        first, last = (statement.content[k].text.strip('"“”,. ').removeprefix("that ") for k in (0, -1))
        if (
            party is not None
            and (party.text, countries.get(party.actor or "")) == (speaker, country)
            and first.startswith(begin)
            and last.endswith(end)
            and (day is None or (statement.date is not None and statement.date.isoformat() == day))
        ):
            return True
    return False


def test_the_real_article_has_its_speakers(real: Coded) -> None:
    right = [passage for passage in PASSAGES if said(real, *passage)]
    assert len(right) >= 14, [passage for passage in PASSAGES if passage not in right]


def test_the_real_article_tells_the_two_wangs_apart(real: Coded) -> None:
    speakers = [s.speaker.actor for s in real.statements if s.speaker and s.speaker.text in ("Wang", "Wang Yi", "Wang Wenbin")]
    assert set(speakers) == {"person:wang-wenbin@CHN", "person:wang-yi@CHN"}
    later = [s.speaker.actor for s in real.statements if s.speaker and s.content[0].text.startswith("China is willing")]
    assert later == ["person:wang-yi@CHN"]


def test_the_real_article_has_its_chain_and_its_anonymous_voices(real: Coded) -> None:
    chains = [[relay.text for relay in s.chain] for s in real.statements if s.chain]
    assert ["TASS"] in chains
    assert {s.speaker.text for s in real.statements if s.anonymous and s.speaker} >= {
        "A Beijing-based foreign affairs expert",
        "the expert",
    }


def test_the_real_article_has_its_exchanges(real: Coded) -> None:
    """The telephone call, the congratulatory message, and at least four more."""
    countries = {actor.id: actor.country for actor in real.actors}
    found = [
        (e.type, e.modes, countries.get(e.source.actor or ""), countries.get(e.target.actor or "") if e.target else None, e.date)
        for e in real.events
    ]
    thursday = dt.date(2022, 10, 27)
    assert any(t == "CONSULT" and m == ("phone",) and {s, o} == {"CHN", "RUS"} and d == thursday for t, m, s, o, d in found), found
    assert any(t == "SUPPORT" and (s, o) == ("RUS", "CHN") for t, _, s, o, _ in found), found
    assert len([row for row in found if {row[2], row[3]} <= {"CHN", "RUS", "USA", "UKR"}]) >= 6, found


def test_the_real_article_fits_the_schema_and_its_text(real: Coded) -> None:
    VALIDATOR.validate(json.loads(as_json(real)))
    assert all(real.article.text[part["start"] : part["end"]] == part["text"] for part in stretches(real.to_dict()))


TAUGHT = Article("Norwegian Foreign Minister Ada Quell arrived.", published=dt.date(2022, 3, 1), id="taught")
BARE = Article("Ada Quell praised Kenya on Monday.", published=dt.date(2022, 5, 2), id="bare")


@pytest.fixture
def learner() -> Iterator[Coder]:
    made = Coder()
    yield made
    made.close()


def test_a_bare_name_is_learned_from_an_earlier_text(learner: Coder) -> None:
    before = learner.read(BARE)
    assert not learner.knows_more(before)
    learner.learn(learner.read(TAUGHT).spells)
    assert learner.knows_more(before)
    after = learner.read(BARE)
    assert [(e.type, e.source.actor) for e in after.events] == [("SUPPORT", "person:ada-quell@NOR")]
    actor = learner.resolve("Ada Quell", on=BARE.published)
    assert actor is not None and actor.role == "foreign minister"
    (role,) = learner.read(TAUGHT).roles
    assert TAUGHT.text[role.start : role.end] == "Norwegian Foreign Minister Ada Quell"


def test_what_is_learned_reaches_workers_that_run_already(learner: Coder) -> None:
    (taught,) = learner.stream([TAUGHT], workers=2)
    learner.learn(taught.spells)
    assert [as_json(coded) for coded in learner.stream([BARE] * 3, workers=2)] == [as_json(learner.read(BARE))] * 3


def test_a_string_means_what_its_text_means_by_it(coder: Coder) -> None:
    context = "Norwegian Foreign Minister Ada Quell met Kenyan President Daniel Otieno. The minister left."
    bare = coder.resolve("The minister")
    assert bare is not None and bare.country is None
    actor = coder.resolve("The minister", on=dt.date(2022, 5, 2), context=context)
    assert actor is not None and actor.id == "person:ada-quell@NOR"
