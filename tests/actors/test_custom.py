"""A user's own actor file: invented states become actors; what is wrong in it is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relata.actors import compose, load_gazetteer, tokens_of
from relata.errors import ActorsError
from relata.records import Actor

FILE = """
[[state]]
code = "QAA"
name = "Velmora"
adjectives = ["Velmoran"]
people = ["Velmorans"]
capital = ["Tarsk"]
seats = ["Linden Palace"]

[[body]]
name = "Free Highlands Front"
acronyms = ["FHF"]
kind = "group"
sector = "REB"
country = "QAA"

[[person]]
name = "Mira Kestel"
country = "QAA"
sector = "GOV"
role = "foreign minister"
from = "2020-01-01"
to = "2021-12-31"
"""


def resolved(path: Path, text: str, on: dt.date | None = None, person: tuple[int, int] | None = None) -> Actor | None:
    return compose(tokens_of(text), load_gazetteer([path]), on, person)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "actors.toml"
    file.write_text(FILE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Velmora", "QAA", None), ("Tarsk", "QAA", None), ("the Linden Palace", "QAA", None), ("the Velmoran army", "QAA", "MIL"),
        ("FHF", "QAA", "REB"), ("the Free Highlands Front", "QAA", "REB"), ("Velmorans", "QAA", "CVL"), ("Norway", "NOR", None),
    ],
)  # fmt: skip
def test_invented_actors(path: Path, text: str, country: str, sector: str | None) -> None:
    actor = resolved(path, text)
    assert actor is not None and (actor.country, actor.sector) == (country, sector)


@pytest.mark.parametrize(("day", "sector", "role"), [("2021-06-01", "GOV", "foreign minister"), ("2022-06-01", "ELI", None)])
def test_an_invented_office_is_dated(path: Path, day: str, sector: str, role: str | None) -> None:
    actor = resolved(path, "Mira Kestel", dt.date.fromisoformat(day), (0, 2))
    assert actor is not None and (actor.sector, actor.role) == (sector, role)


def test_without_the_file_nobody_knows_them() -> None:
    assert compose(tokens_of("Velmora"), load_gazetteer()) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[state]\n", "not valid TOML"),
        ("[[party]]\nname = 'x'\n", "unknown tables party"),
        ("[[state]]\nname = 'Velmora'\n", r"\[\[state\]\] number 1: needs code"),
        ("[[state]]\ncode = 'QAA'\nname = 'A'\n[[state]]\ncode = 'QBB'\n", r"\[\[state\]\] number 2: needs name"),
        ("[[state]]\ncode = 7\nname = 'Velmora'\n", "needs code as text"),
        ("[[body]]\nname = 'x'\n", "needs kind"),
        ("[[person]]\nname = 'Mira Kestel'\nfrom = 'last year'\n", r"person 1 \(Mira Kestel\).*dates like"),
        ("[[person]]\nname = 'Mira Kestel'\nto = '2021-13'\n", "dates like"),
        ("state = 'Velmora'\n", "state"),
        ("[[state]]\ncode = 'QAA'\nname = 'Velmora'\nadjectives = 'Velmoran'\n", "adjectives"),
        ("[[body]]\nname = 'x'\nkind = 'party'\n", "kind"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ActorsError, match=message) as caught:
        load_gazetteer([file])
    assert "mine.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ActorsError, match=r"nowhere\.toml: cannot be read"):
        load_gazetteer([tmp_path / "nowhere.toml"])


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ActorsError, match=r"mine\.toml: cannot be read"):
        load_gazetteer([file])
