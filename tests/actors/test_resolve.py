# ruff: noqa: E501  one case a line
"""Mentions over short invented texts: names, last names, pronouns, offices, joint mentions; what is unclear stays unresolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from relata import Article, Coder
from relata.actors import Found, Gazetteer, find_actors
from relata.reading import Reader

ON = dt.date(2022, 10, 28)
# Reads a text as of a day: words and actors of every mention.
Who = Callable[..., list[tuple[str, tuple[str, ...]]]]


@pytest.fixture
def who(reader: Reader, gazetteer: Gazetteer) -> Who:
    def find(text: str, on: dt.date | None = ON) -> list[tuple[str, tuple[str, ...]]]:
        doc = reader.read(text)
        found: Found = find_actors(doc, gazetteer, on)
        return [(doc[spot.start : spot.end].text, spot.actors) for spot in found.spots]

    return find


def meant(mentions: list[tuple[str, tuple[str, ...]]], words: str) -> tuple[str, ...]:
    """Who the last mention with these words means."""
    hits = [actors for text, actors in mentions if text == words]
    assert hits, f"no mention {words!r} in {mentions}"
    return hits[-1]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Kenyan President Daniel Otieno met Moldovan President Ileana Rusu in Lima.", "Kenyan President Daniel Otieno",
         "person:daniel-otieno@KEN"),
        ("Kenyan President Daniel Otieno met Moldovan President Ileana Rusu in Lima.", "Moldovan President Ileana Rusu",
         "person:ileana-rusu@MDA"),
        ("President Kofi Mensah of Ghana arrived in Lima.", "President Kofi Mensah", "person:kofi-mensah@GHA"),
        ("Ada Quell, the foreign minister of Norway, left on Friday.", "Ada Quell", "person:ada-quell@NOR"),
        ("The foreign minister of Norway, Ada Quell, left on Friday.", "Ada Quell", "person:ada-quell@NOR"),
        ("Norwegian Foreign Minister Ada Quell arrived. Quell left on Friday.", "Quell", "person:ada-quell@NOR"),
        ("Quell left on Friday. Norwegian Foreign Minister Ada Quell will return.", "Quell", "person:ada-quell@NOR"),
        ("Norwegian Foreign Minister Ada Quell arrived. She left on Friday.", "She", "person:ada-quell@NOR"),
        ("Norwegian Foreign Minister Ada Quell arrived. The minister left on Friday.", "The minister", "person:ada-quell@NOR"),
        ("State Councilor and Foreign Minister Jin Bo of China met Norwegian Foreign Minister Ada Quell. Jin thanked Quell.", "Quell",
         "person:ada-quell@NOR"),
        ("Norwegian Foreign Minister Ada Quell met Kenyan President Daniel Otieno. He thanked Norway.", "He", "person:daniel-otieno@KEN"),
        ("Norwegian Foreign Minister Ada Quell met Kenyan President Daniel Otieno. He thanked her.", "her", "person:ada-quell@NOR"),
        ("Ms. Quell met Mr. Otieno in Lima. She is the foreign minister of Norway.", "She", "person:quell"),
        ("Ana M. Brel, the foreign minister of Norway, arrived. Ana Brel left on Friday.", "Ana Brel", "person:ana-m-brel@NOR"),
        ("Kenyan President Daniel Otieno arrived. The President will stay.", "The President", "person:daniel-otieno@KEN"),
        ("Ada Quell, who is also the foreign minister of Norway, left.", "the foreign minister", "person:ada-quell@NOR"),
        ("Istanbul police detained a reporter.", "Istanbul police", "organisation:istanbul-police@TUR"),
        ("Latin American leaders met.", "Latin American leaders", "group:latin-american-leaders"),
        ("Soldiers from North America arrived.", "Soldiers", "group:soldiers"),
        ("Police arrested members of the Santa Rosa de Lima gang.", "the Santa Rosa de Lima gang", "person:santa-rosa-de-lima"),
        ("The captain of a ship carrying migrants rescued near Libya left.", "The captain", "person:captain"),
        ("Ana Brel, mother of Benghazi victim Ada Quell, left.", "mother of Benghazi victim Ada Quell", "person:ada-quell"),
        ("The Iraqi attackers left.", "The Iraqi attackers", "group:iraqi-attackers@IRQ"),
        ("Migrants from Mali and Niger protested.", "Migrants", "group:migrants"),
        ("The Kenyan foreign ministry protested. The ministry gave no details.", "The ministry", "organisation:kenyan-foreign-ministry@KEN"),
        ("Tom Okafor, an economist at the University of Ghana, disagreed. The economist left.", "The economist", "person:tom-okafor@GHA"),
        ("Beijing rejected the claim.", "Beijing", "state:CHN"),
        ("The Kremlin rejected the claim.", "The Kremlin", "organisation:kremlin@RUS"),
        ("Turkish ships entered the strait.", "Turkish", "state:TUR"),
        ("Western countries condemned Iran.", "Western countries", "group:western-countries"),
        ("Kenya said its soldiers were safe.", "its", "state:KEN"),
        ("The Chinese side agreed.", "The Chinese side", "state:CHN"),
        ("NATO rejected the plan.", "NATO", "intergovernmental:nato"),
        ("KENYA SIGNS TREATY WITH UGANDA", "KENYA", "state:KEN"),
        ("Martin Otieno King Jr. left.", "Martin Otieno King Jr.", "person:martin-otieno-king"),
        ("Jordan and Oman met. Kenya thanked the kingdom.", "the kingdom", "state:JOR"),
        ("A judge in British Columbia freed him.", "A judge", "person:judge@CAN"),
        ("The court in Lima freed him.", "The court", "organisation:court@PER"),
        ("The International Court in The Hague freed him.", "The International Court", "organisation:international-court"),
    ],
)  # fmt: skip
def test_a_mention_means(who: Who, text: str, words: str, actor: str) -> None:
    assert meant(who(text), words) == (actor,)


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("Kenya and Uganda signed a treaty. The two countries share a border.", "The two countries", ("state:KEN", "state:UGA")),
        ("Kenya and Uganda signed a treaty. Both sides were pleased.", "Both sides", ("state:KEN", "state:UGA")),
        ("Peru met Chile. Brazil was absent. The two sides agreed on a date.", "The two sides", ("state:PER", "state:CHL")),
        ("China-Russia relations are good. The two nations trade.", "The two nations", ("state:CHN", "state:RUS")),
        ("Kenyan President Daniel Otieno met Moldovan President Ileana Rusu. The two sides signed a treaty.", "The two sides",
         ("state:KEN", "state:MDA")),
        ("The two Koreas held talks.", "The two Koreas", ("state:PRK", "state:KOR")),
        ("Talks between the Sudans broke down. Both sides went home.", "Both sides", ("state:SDN", "state:SSD")),
    ],
)  # fmt: skip
def test_a_joint_mention_means_both(who: Who, text: str, words: str, actors: tuple[str, ...]) -> None:
    assert meant(who(text), words) == actors


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The two sides agreed on a date.", "The two sides"),
        ("Indonesia urged both sides to stop the fighting.", "both sides"),
        ("Other countries did not.", "Other countries"),
        ("He arrived late.", "He"),
        ("Kenyan President Daniel Otieno met a woman. She smiled.", "She"),
        ("It is said that the talks failed.", "It"),
        ("The Conservative Party and the Labour Party agree. The relevant parties met.", "The relevant parties"),
        ("Kenya protested. It is said that the talks failed.", "It"),
    ],
)
def test_what_is_unclear_stays_unresolved(who: Who, text: str, words: str) -> None:
    assert words not in [text for text, _ in who(text)]


def test_a_pronoun_is_not_the_one_who_does_it(who: Who) -> None:
    mentions = who("Norwegian Foreign Minister Ada Quell met Peruvian Foreign Minister Luis Prado. Quell thanked him.")
    assert meant(mentions, "him") == ("person:luis-prado@PER",)


def test_an_adjective_within_a_name_is_no_mention(who: Who) -> None:
    for country in ("US", "Kenyan", "UK", "Chinese"):
        assert [text for text, _ in who(f"The {country} army crossed the river.")] == [f"The {country} army"]


def test_a_body_keeps_its_whole_name(who: Who) -> None:
    found = who("The Department of Health and Human Services said the vaccine was safe.")
    assert found == [("The Department of Health and Human Services", ("organisation:department-of-health-and-human-services",))]


def test_hyphenated_states_are_two_mentions(who: Who) -> None:
    assert [actors for _, actors in who("US-Iran talks failed.")] == [("state:USA",), ("state:IRN",)]


# Offices of the public record; nobody is quoted.
@pytest.mark.parametrize(
    ("text", "words", "on", "actor"),
    [
        ("The German chancellor arrived in Lima.", "The German chancellor", dt.date(2015, 6, 1), "person:angela-merkel@DEU"),
        ("The US president arrived in Lima.", "The US president", dt.date(2012, 6, 1), "person:barack-obama@USA"),
        ("Merkel arrived in Lima.", "Merkel", dt.date(2015, 6, 1), "person:angela-merkel@DEU"),
        ("President Vladimir V. Putin arrived in Lima.", "President Vladimir V. Putin", dt.date(2015, 6, 1), "person:vladimir-putin@RUS"),
    ],
)
def test_an_office_is_held_on_the_day(who: Who, text: str, words: str, on: dt.date, actor: str) -> None:
    assert meant(who(text, on), words) == (actor,)


def test_an_office_is_nobody_in_particular_without_a_day(who: Who) -> None:
    assert meant(who("The German chancellor arrived in Lima.", None), "The German chancellor") == ("person:german-chancellor@DEU",)


def test_a_bare_last_name_without_a_day_is_a_holder_of_today(who: Who) -> None:
    assert meant(who("Erdogan thanked Norway.", on=None), "Erdogan") == ("person:recep-tayyip-erdogan@TUR",)
    assert meant(who("Erdogan thanked Norway.", on=dt.date(1970, 1, 1)), "Erdogan") == ("person:erdogan",)
    assert meant(who("Obama thanked Norway.", on=None), "Obama") == ("person:barack-obama@USA",)


def test_a_town_is_not_where_its_namesake_is_from(who: Who) -> None:
    assert meant(who("Mr. Quell, joined by Mr. Rubio, thanked Norway.", on=dt.date(2010, 1, 1)), "Mr. Quell") == ("person:quell",)


@pytest.mark.parametrize("group", ["Critics", "Angry critics", "Local activists"])
def test_a_group_is_not_named_by_the_first_word_of_a_sentence(coder: Coder, group: str) -> None:
    coded = coder.read(Article(f"{group} accused Norway of delay.", id="x"))
    assert group.lower() in [actor.name for actor in coded.actors] and not coded.events


def test_what_names_a_group_does_so_at_the_beginning_too(coder: Coder) -> None:
    coded = coder.read(Article("Western leaders accused Norway of delay.", id="x"))
    assert "Western leaders" in [actor.name for actor in coded.actors]


def test_the_article_outranks_the_list(who: Who) -> None:
    mentions = who("US President Ann Doe arrived in Lima. The US president will meet Peruvian officials.")
    assert meant(mentions, "The US president") == ("person:ann-doe@USA",)


def test_mentions_run_in_text_order_and_every_actor_is_known(reader: Reader, gazetteer: Gazetteer) -> None:
    doc = reader.read("Kenya and Uganda signed a treaty in Lima. Chinese President Sun Wei praised it. The two countries thanked him.")
    found = find_actors(doc, gazetteer, ON)
    assert [spot.start for spot in found.spots] == sorted(spot.start for spot in found.spots)
    assert all(actor in found.actors for spot in found.spots for actor in spot.actors)
    assert all(found.at(spot.head) is not None and spot.start <= spot.head < spot.end for spot in found.spots)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀", "\x00", "of the of the", "the the the", "- - -", "“", "’s", "and", "The two"])
def test_nothing_breaks_it(who: Who, text: str) -> None:
    assert who(text) == []


@pytest.mark.parametrize(("words", "country"), [("Sri Lankan", "LKA"), ("South Korean", "KOR"), ("Papua New Guinean", "PNG")])
def test_an_adjective_of_several_words_is_one_mention(who: Who, words: str, country: str) -> None:
    assert meant(who(f"Spanish soldiers shelled {words} positions on Wednesday."), words) == (f"state:{country}",)


def test_a_bare_last_name_is_whom_the_text_has_named_most(who: Who) -> None:
    text = "Kenyan President Ada Quell spoke in Lima. Ada Quell praised her brother Otto Quell. Later Quell left."
    assert meant(who(text), "Quell") == ("person:ada-quell@KEN",)


@pytest.mark.parametrize(
    "title", ["Peruvian Minister of Health", "Peruvian Vice Minister of Water Resources", "Peru's Minister of Foreign Affairs"]
)
def test_what_an_office_is_for_stands_between_it_and_the_name(coder: Coder, title: str) -> None:
    found = find_actors(coder.reader.read(f"{title} Juan Quell met them."), coder.gazetteer, None)
    assert [(a.name, a.country) for a in found.actors.values() if a.kind == "person"] == [("Juan Quell", "PER")]


def test_a_last_name_that_is_also_a_title_stays_a_name(coder: Coder) -> None:
    doc = coder.reader.read("Larry King spoke on television. Mr. King said so.")
    assert {actor.name for actor in find_actors(doc, coder.gazetteer, None).actors.values()} == {"Larry King"}
