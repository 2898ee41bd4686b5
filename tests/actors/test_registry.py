"""The registry: a bare name as of a day, from what texts said; where they disagree, nothing is claimed."""

from __future__ import annotations

import datetime as dt

import pytest

from relata.actors import Registry
from relata.records import Article, Coded, Role, Spell


def day(year: int, month: int = 1) -> dt.date:
    return dt.date(year, month, 1)


def registry(*spells: Spell) -> Registry:
    made = Registry()
    made.learn(spells)
    return made


CAREER = (
    Spell("Ada Quell", "NOR", "LEG", "lawmaker", day(2012), day(2014)),
    Spell("Ada Quell", "NOR", "GOV", "foreign minister", day(2015), day(2017, 6)),
    Spell("Ada Quell", "NOR", "ELI", "former foreign minister", day(2018), day(2018, 9)),
)


@pytest.mark.parametrize(
    ("on", "sector", "role"),
    [
        (day(2011), None, None),  # nothing was said yet: only the country, which does not change with the office
        (day(2013), "LEG", "lawmaker"),
        (day(2014, 11), "LEG", "lawmaker"),
        (day(2016), "GOV", "foreign minister"),
        (day(2018, 5), "ELI", "former foreign minister"),
        (day(2021, 8), "ELI", "former foreign minister"),
        (day(2025), None, None),  # too long ago
        (None, "ELI", "former foreign minister"),
    ],
)
def test_the_office_last_heard_of_counts(on, sector, role):
    actor = registry(*CAREER).resolve("Ada Quell", on)
    assert actor is not None
    assert (actor.id, actor.country, actor.sector, actor.role) == ("person:ada-quell@NOR", "NOR", sector, role)


def test_namesakes_of_two_countries_are_nobody():
    other = Spell("Ada Quell", "PER", "BUS", "banker", day(2016), day(2016))
    assert registry(*CAREER, other).resolve("Ada Quell", day(2016)) is None


def test_two_offices_in_the_same_days_leave_what_both_share():
    twice = registry(
        Spell("Jin Bo", "CHN", "GOV", "foreign minister", day(2020), day(2022)),
        Spell("Jin Bo", "CHN", "GOV", "state councillor", day(2021), day(2022)),
    )
    actor = twice.resolve("Jin Bo", day(2021, 6))
    assert actor is not None
    assert (actor.country, actor.sector, actor.role) == ("CHN", "GOV", None)


def test_spelling_case_and_accents_do_not_part_a_name():
    assert (
        registry(Spell("Rastislav Káčer", "SVK", "GOV", "minister", day(2022), day(2022))).resolve("Rastislav Kacer", day(2022)) is not None
    )


def test_single_words_and_unknown_names_are_left_alone():
    assert registry(Spell("Quell", "NOR", "GOV", "minister", day(2020), day(2020))).resolve("Quell", day(2020)) is None
    assert registry(*CAREER).resolve("Ana Brel", day(2016)) is None


def test_learning_widens_and_keeps_apart():
    made = registry(*CAREER)
    made.learn([Spell("Ada Quell", "NOR", "GOV", "foreign minister", day(2014, 12), day(2014, 12))])
    assert [(spell.role, spell.first, spell.last) for spell in made.of("Ada Quell")][1] == ("foreign minister", day(2014, 12), day(2017, 6))
    assert len(list(made.all())) == 3


def test_an_article_teaches_only_with_a_day_and_a_country():
    roles = (Role("Ada Quell", "NOR", "GOV", "foreign minister", 0, 9), Role("Tom Roe", None, "EDU", "expert", 10, 17))
    assert Coded(Article("x"), roles=roles).spells == ()
    assert Coded(Article("x", published=day(2020)), roles=roles).spells == (
        Spell("Ada Quell", "NOR", "GOV", "foreign minister", day(2020), day(2020)),
    )
