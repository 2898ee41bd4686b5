"""The shipped JSON Schema: it takes what `Coded.to_dict` writes, and nothing that has a field too many, too few or of another kind."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from relata import records
from relata.records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Statement

TEXT = "Norland and Sudria met in Port Vell on Monday. “We agreed,” a Norland official said, the Vell Agency reported."
SCHEMA = json.loads((files("relata") / "schema" / "coded.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def at(words: str) -> tuple[int, int, str]:
    start = TEXT.index(words)
    return start, start + len(words), words


def make_full() -> dict[str, Any]:
    """An article in which every field holds something."""
    article = Article(
        text=TEXT,
        title="They met",
        published=dt.date(2022, 10, 28),
        outlet="The Norland Post",
        outlet_country="NOR",
        url="https://post.example/1",
        story="s1",
        id="a1",
    )
    actors = (
        Actor("state:NLD", "Norland", "state", "NLD", "GOV"),
        Actor("state:SUD", "Sudria", "state", "SUD", "GOV", ("MIL",), "host"),
    )
    statement = Statement(
        "a1-s1",
        Party(*at("a Norland official"), "state:NLD"),
        Evidence(*at("said")),
        (Content(*at("“We agreed,”"), True),),
        "direct",
        anonymous=True,
        date=dt.date(2022, 10, 24),
        date_precision="day",
        chain=(Relay("the Vell Agency", None),),
        addressee=Relay("reporters", None),
        setting="a briefing",
        hedge="asserted",
        about=(About("state:SUD", "positive"),),
        within="a1-s0",
    )
    event = Event(
        "a1-e1",
        "CONSULT",
        Party(*at("Norland"), "state:NLD"),
        Party(*at("Sudria"), "state:SUD"),
        Evidence(*at("met")),
        Evidence(*at("Norland and Sudria met in Port Vell on Monday.")),
        quad=1,
        score=4.0,
        modes=("visit",),
        contexts=("diplomatic",),
        cameo="042",
        goldstein=1.9,
        date=dt.date(2022, 10, 24),
        date_precision="day",
        place=Place(*at("Port Vell"), "Port Vell", "SUD"),
        statement="a1-s1",
        confidence=0.9,
        symmetric=True,
    )
    return Coded(article, actors, (Mention(*at("Norland"), "state:NLD"),), (statement,), (event,)).to_dict()


def make_bare() -> dict[str, Any]:
    """An article in which every field that may be empty is."""
    statement = Statement("s", None, None, (), "indirect")
    event = Event("e", "PROTEST", Party(0, 7, "Norland", None), None, Evidence(*at("met")), Evidence(*at("met")), quad=4, score=-5)
    return Coded(Article(text=TEXT), (Actor("x", "X", "unknown"),), (), (statement,), (event,)).to_dict()


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("make", [make_full, make_bare, lambda: Coded(Article(text="")).to_dict()])
def test_what_is_written_is_valid_after_a_round_through_json(make: Callable[[], dict[str, Any]]):
    VALIDATOR.validate(json.loads(json.dumps(make())))


def objects(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths to all objects inside."""
    if isinstance(value, dict):
        return [path, *(deeper for key, inner in value.items() for deeper in objects(inner, (*path, key)))]
    if isinstance(value, list):
        return [deeper for i, inner in enumerate(value) for deeper in objects(inner, (*path, i))]
    return []


def reach(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("path", objects(make_full()), ids=str)
def test_no_object_may_have_a_field_too_many_or_too_few(path: tuple[Any, ...]):
    wrong = make_full()
    reach(wrong, path)["surprise"] = None
    assert not VALIDATOR.is_valid(wrong)
    for field in reach(make_full(), path):
        wrong = make_full()
        del reach(wrong, path)[field]
        assert not VALIDATOR.is_valid(wrong), field


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("article", "published"), "28 October 2022"),
        (("article", "published"), "2022-13-01"),
        (("article", "outlet_country"), "China"),
        (("article", "text"), None),
        (("article", "id"), ""),
        (("actors", 0, "kind"), "country"),
        (("actors", 0, "sector"), "government"),
        (("actors", 0, "secondary"), None),
        (("mentions", 0, "start"), -1),
        (("mentions", 0, "start"), 1.5),
        (("mentions", 0, "actor"), None),
        (("statements", 0, "kind"), "reported"),
        (("statements", 0, "hedge"), None),
        (("statements", 0, "anonymous"), "no"),
        (("statements", 0, "about", 0, "tone"), "hostile"),
        (("statements", 0, "date_precision"), "hour"),
        (("statements", 0, "speaker"), "Norland"),
        (("events", 0, "type"), "yield"),
        (("events", 0, "quad"), 5),
        (("events", 0, "score"), 11),
        (("events", 0, "confidence"), 93),
        (("events", 0, "source"), None),
        (("events", 0, "status"), "rumoured"),
        (("events", 0, "cameo"), 42),
        (("events", 0, "evidence"), None),
    ],
)
def test_wrong_values_are_refused(path: tuple[Any, ...], value: Any):
    wrong = copy.deepcopy(make_full())
    reach(wrong, path[:-1])[path[-1]] = value
    assert not VALIDATOR.is_valid(wrong)


def enum_of(definition: str, field: str) -> list[Any]:
    found: list[Any] = SCHEMA["$defs"][definition]["properties"][field]["enum"]
    return found


def test_closed_lists_are_those_of_the_records():
    assert enum_of("actor", "kind") == list(get_args(records.ActorKind))
    assert enum_of("statement", "hedge") == list(get_args(records.Hedge))
    assert enum_of("event", "status") == list(get_args(records.Status))
    assert enum_of("about", "tone") == [*get_args(records.Tone), None]
    assert SCHEMA["$defs"]["precision"]["enum"] == [*get_args(records.Precision), None]


@pytest.mark.parametrize("record", [Article, Actor, Mention, Party, Relay, Content, About, Place, Statement, Event, Evidence])
def test_every_field_of_a_record_is_in_the_schema(record: type):
    named = {field.name for field in dataclasses.fields(record)}
    assert set(SCHEMA["$defs"][record.__name__.lower()]["properties"]) == named
