"""Genders: a title rules out, a name counts."""

from __future__ import annotations

from relata import Coder
from relata.actors import find_actors
from relata.actors.antecedents import GIVEN, MEANT, TITLED, Candidate, Genders


def test_a_title_outweighs_a_name_met_again() -> None:
    genders, ada = Genders(), Candidate("ada", 0, 0, True, None)
    genders.tell("ada", "m", MEANT)
    genders.tell("ada", "f", GIVEN)
    assert genders.known(ada).gender == "m"  # a name that comes after counts for nothing: it has been met before
    genders.tell("ada", "f", TITLED)
    assert genders.known(ada).gender == "f"
    assert genders.known(ada).sure == TITLED


def test_a_title_rules_out_whatever_the_given_name_says(coder: Coder) -> None:
    # "Maria" is a woman's name to the list.
    assert meant(coder, "Maria Quell denied that. Mr Quell had left. She spoke of climate.") == ["Maria Quell"]


def meant(coder: Coder, text: str) -> list[str]:
    found = find_actors(coder.reader.read(text), coder.gazetteer, None)
    return [found.actors[spot.actors[0]].name for spot in found.spots if spot.how == "coreference"]


def test_a_given_name_rules_nobody_out_whom_the_text_speaks_of(coder: Coder) -> None:
    # "Peter" is a man's name to the list; the text has nobody else.
    assert meant(coder, "Trade Minister Peter Quell denied that. She spoke of climate, she told reporters.")[-1] == "Peter Quell"


def test_a_title_does(coder: Coder) -> None:
    assert not meant(coder, "Mr Peter Quell denied that. She spoke of climate.")


def test_they_who_speak_are_the_subjects_of_the_sentence_before(coder: Coder) -> None:
    assert meant(coder, "Opposition senators in Lima go further. They accuse Chile of theft.")[-1] == "opposition senators"


def test_an_office_in_other_words_is_its_holder(coder: Coder) -> None:
    found = find_actors(
        coder.reader.read("Peruvian Vice Minister of Water Resources Juan Quell left. The Peruvian vice minister said so."),
        coder.gazetteer,
        None,
    )
    assert {a.name for a in found.actors.values() if a.kind == "person"} == {"Juan Quell"}
