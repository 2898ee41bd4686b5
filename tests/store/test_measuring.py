"""Rows for measures: each story's act once, both directions, no act that was denied, and only what the filters ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Statement
from relata.store import Ledger, acts, busiest, claims, coverage, make_run, sentences, state_names, ties, words

from .conftest import reading

ACTORS = {
    "N": Actor("state:NLD", "Norland", "state", "NLD"),
    "S": Actor("state:SUD", "Sudria", "state", "SUD"),
    "V": Actor("state:VLD", "Veldoria", "state", "VLD"),
    "K": Actor("person:ada krell@NLD", "Ada Krell", "person", "NLD", "GOV", (), "foreign minister"),
    "P": Actor("person:oren tal@NLD", "Oren Tal", "person", "NLD", "GOV", (), "president"),
    "M": Actor("group:navy@NLD", "navy", "group", "NLD", "MIL"),
}
QUADS = {"CONSULT": 1, "AID": 2, "ACCUSE": 3, "SANCTION": 4, "AGREE": 1}
TEXT = "N S V K P M did so. We foresee closer ties and a multipolar order."


def article(id: str, *events: tuple[str, str, str], day: str = "2022-05-20", said: str | None = None, **changed: Any) -> Coded:
    """An article of events such as ("N", "AID", "S"); `published` is its day, and the events' unless one is given."""
    published = dt.date.fromisoformat(day)
    of_article = {name: changed.pop(name) for name in ("story", "outlet", "outlet_country") if name in changed}
    hedge, about = changed.pop("hedge", "predicted"), changed.pop("about", "NS")

    def party(letter: str) -> Party:
        at = TEXT.index(letter)
        return Party(at, at + 1, letter, ACTORS[letter].id)

    trigger = Evidence(12, 15, "did")
    evidence = Evidence(0, 19, TEXT[:19])
    made = tuple(
        Event(
            **{
                "id": f"{id}-e{n}",
                "type": type,
                "source": party(source),
                "target": party(target),
                "trigger": trigger,
                "evidence": evidence,
                "quad": QUADS[type],
                "score": 1.0,
                "date": published,
                "date_precision": "day",
                "confidence": 0.9,
                **changed,
            }
        )
        for n, (source, type, target) in enumerate(events)
    )
    content = Content(20, len(TEXT), TEXT[20:], True)
    spoken = tuple(About(ACTORS[letter].id, None) for letter in about)
    statements = (Statement(f"{id}-s0", party(said), None, (content,), "direct", hedge=hedge, about=spoken),) if said else ()
    mentions = tuple(Mention(TEXT.index(letter), TEXT.index(letter) + 1, letter, actor.id) for letter, actor in ACTORS.items())
    return Coded(Article(TEXT, None, published, id=id, **of_article), tuple(ACTORS.values()), mentions, statements, made)


def ids(table):
    return table["id"].to_pylist()


def test_directions_and_symmetry(fill):
    con = fill(article("a", ("N", "AID", "S"), ("S", "AID", "N")), article("b", ("S", "CONSULT", "N"), symmetric=True))
    assert dict(zip(*acts(con, "NLD", "SUD").select(["id", "direction"]).to_pydict().values(), strict=True)) == {
        "a-e0": "ab",
        "a-e1": "ba",
        "b-e0": "both",
    }
    assert acts(con, "SUD", "NLD")["direction"].to_pylist() == ["ba", "ab", "both"]


@pytest.mark.parametrize(
    ("story", "later", "n"), [("one", "2022-05-22", 1), (None, "2022-05-22", 2), ("one", "2022-05-30", 2), ("other", "2022-05-20", 1)]
)
def test_a_storys_act_counts_once(fill, story, later, n):
    first = article("a", ("N", "AID", "S"), ("N", "AID", "S"), story="one")
    con = fill(first, article("b", ("N", "AID", "S"), day=later, story=story))
    assert acts(con, "NLD", "SUD").num_rows == ties(con).num_rows == n


def test_other_acts_of_a_story_count(fill):
    con = fill(article("a", ("N", "AID", "S"), ("S", "AID", "N"), ("N", "ACCUSE", "S"), story="one"))
    assert acts(con, "NLD", "SUD").num_rows == ties(con).num_rows == 3


def test_a_story_counts_once_for_each_country_of_its_outlets_where_asked(fill):
    countries = ("NLD", "NLD", "SUD")
    con = fill(*(article(f"a{n}", ("N", "AID", "S"), story="one", outlet_country=code) for n, code in enumerate(countries)))
    assert acts(con, "NLD", "SUD").num_rows == 1
    assert acts(con, "NLD", "SUD", by_outlet_country=True)["outlet_country"].to_pylist() == ["NLD", "SUD"]
    assert coverage(con)["articles"].to_pylist() == [3]
    assert coverage(con, by_outlet_country=True)["articles"].to_pylist() == [2, 1]


@pytest.mark.parametrize(("status", "n"), [("actual", 1), ("past", 1), ("planned", 0), ("denied", 0), ("conditional", 0)])
def test_what_counts_as_an_act(fill, status, n):
    con = fill(article("a", ("N", "AID", "S"), status=status))
    assert acts(con, "NLD", "SUD").num_rows == ties(con).num_rows == n
    assert acts(con, "NLD", "SUD", statuses=("planned",)).num_rows == (status == "planned")


def test_the_busiest_pairs_by_acts_each_once(fill):
    undated = article("c", ("K", "AID", "M"), status="past", date=None, date_precision=None)
    told = [article(id_, ("N", "AID", "S"), story="one") for id_ in ("a", "b")]
    con = fill(*told, undated, article("d", ("V", "AID", "S"), ("V", "ACCUSE", "S")))
    assert busiest(con).to_pylist() == [{"a": "SUD", "b": "VLD", "events": 2}, {"a": "NLD", "b": "SUD", "events": 1}]
    assert busiest(con, limit=1).num_rows == 1 and busiest(con, since=dt.date(2030, 1, 1)).num_rows == 0


def test_nothing_within_one_country_is_an_act_of_a_dyad(fill):
    con = fill(article("a", ("N", "AID", "K"), ("K", "AID", "S")))
    assert ids(acts(con, "NLD", "SUD")) == ["a-e1"]
    assert acts(con, "NLD", "Ada Krell").num_rows == 0
    assert ties(con).select(["a", "b"]).to_pylist() == [{"a": "NLD", "b": "SUD"}]


@pytest.mark.parametrize(
    ("one", "n"), [("NLD", 2), ("Ada Krell", 1), ("person:ada krell@NLD", 1), ("NLD,VLD", 3), ("XXX", 0), ("'; DROP TABLE events", 0)]
)
def test_a_side_is_a_country_several_or_an_actor(fill, one, n):
    con = fill(article("a", ("N", "AID", "S"), ("K", "ACCUSE", "S"), ("V", "AID", "S")))
    assert acts(con, one, "SUD").num_rows == n


def test_filters(fill):
    con = fill(article("a", ("N", "AID", "S"), outlet="Post"), article("b", ("V", "AID", "S"), day="2022-06-20", confidence=0.3))
    day = dt.date(2022, 6, 1)
    for found in (lambda **only: ties(con, **only), lambda **only: acts(con, "NLD,VLD", "SUD", **only)):
        assert found(since=day).num_rows == found(until=day).num_rows == 1
        assert found(outlet="post").num_rows == found(min_confidence=0.5).num_rows == 1
        assert found(run="none").num_rows == 0
    assert ties(con, states=["SUD", "VLD"]).num_rows == 1
    assert coverage(con, until=day)["day"].to_pylist() == [dt.date(2022, 5, 20)]
    assert coverage(con, outlet="post").num_rows == 1


def test_a_reading_that_another_run_superseded_is_not_counted_beside_it(path, run):
    for coded_by in (run, make_run(version="0.2.0", model="m-two")):
        with Ledger(path, coded_by) as ledger:
            ledger.add([article("a", ("N", "AID", "S"))])
    with reading(path) as con:
        assert coverage(con)["articles"].to_pylist() == coverage(con, run=run.id)["articles"].to_pylist() == [1]
        assert acts(con, "NLD", "SUD").num_rows == ties(con).num_rows == 1


def test_roles_and_third_states(fill):
    con = fill(article("a", ("K", "AID", "S")))
    (row,) = acts(con, "NLD", "SUD", roles=True, thirds=True).to_pylist()
    assert (row["source_sector"], row["source_role"], row["target_kind"]) == ("GOV", "foreign minister", "state")
    assert row["thirds"] == ["VLD"]


def test_claims_of_a_pair(fill):
    con = fill(
        article("a", said="K"),
        article("b", said="K", about="S", hedge="asserted"),
        article("c", said="K", about="N"),
        article("d", said="V", about="NS", hedge="denied"),
        article("e", said="V", about="NS", hedge="asserted"),
    )
    found = claims(con, {"relation": r"\bties\b"}, pair=("NLD", "SUD"))
    assert ids(found) == ["a-s0", "b-s0", "e-s0"]
    assert set(found["topic"].to_pylist()) == {"relation"}
    assert ids(claims(con, {"relation": "no such words"}, pair=("NLD", "SUD"))) == ["a-s0"]  # a prediction needs none


def test_claims_of_the_order_count_once_for_each_story(fill):
    con = fill(*(article(f"a{n}", said="K", story="one") for n in range(2)), article("b", said="K"))
    found = claims(con, {"poles": "multipolar", "bloc": "cold war"})
    assert ids(found) == ["a0-s0", "b-s0"]
    assert found["content"].to_pylist()[0] == TEXT[20:]


def test_words(fill):
    con = fill(article("a", ("N", "AID", "S")))
    assert words(con, ["a-e0", "none"]) == {"a-e0": TEXT[:19]}
    assert words(con, []) == {}


def test_sentences_name_their_article_and_states_their_names(fill):
    con = fill(article("a", ("N", "AID", "S")))
    assert sentences(con, ["a-e0", "none"]) == {"a-e0": ("a", TEXT[:19])}
    assert state_names(con, but=("NLD",)) == {"SUD": "Sudria", "VLD": "Veldoria"}
