"""Who is meant where the clause does not say: what speaks for a state of the text, and which come first."""

from __future__ import annotations

import pytest

from relata.coder import Coder
from relata.events.guesses import MOST, _weights
from relata.events.mentions import Side

from .test_candidates import finder


def guessed(coder: Coder, text: str, word: str, told: str) -> tuple[list[str], dict[str, list[str]]]:
    """The states that `word` may mean beside the party whose name is `told`, likeliest first; and what speaks for each of the text's."""
    made = finder(coder, text)
    token = next(t for t in made.doc if t.text == word)
    (side,) = made.parties.sides(token)
    other = next(Side(s, s.start, s.end) for s in made.found.spots if made.doc[s.head].text == told)
    first = [made.found.actors[one.spot.actors[0]].country or "" for one, _ in made.guesses.of(side, [other])]
    states = set(made.found.countries(other.spot))
    return first, dict(made.guesses.options(side, states, states))


def test_the_one_who_dealt_with_him_before_speaks_for_himself(coder: Coder) -> None:
    text = "Chile sells copper to Peru. Kenya is far. Peru thanked them."
    first, options = guessed(coder, text, "them", "Peru")
    assert set(options) == {"CHL", "KEN"} and len(first) <= MOST
    assert "to 2" in options["CHL"] and "to never" in options["KEN"]
    assert "lead" in options["CHL"] and "recent 0" in options["KEN"]


def test_nobody_is_meant_who_is_on_the_other_side(coder: Coder) -> None:
    assert guessed(coder, "Peru waited. Peru thanked them.", "them", "Peru") == ([], {})


def test_whoever_deals_with_us_is_not_us(coder: Coder) -> None:
    text = "Chile is cold, and Chile is far. In Kenya nobody sleeps. Chile has lent us a pump. Norway praised us."
    assert guessed(coder, text, "us", "Norway")[0] == ["KEN"]


@pytest.mark.parametrize("told", ["Peru thanked them.", "Norway thanked them."])
def test_signs_do_not_hang_on_which_states_they_are(coder: Coder, told: str) -> None:
    text = f"Chile sells copper to {told.split()[0]}. {told}"
    assert (
        guessed(coder, text, "them", told.split()[0])[1]["CHL"]
        == guessed(coder, "Chile sells copper to Peru. Peru thanked them.", "them", "Peru")[1]["CHL"]
    )


def test_every_weight_is_of_a_sign_that_exists(coder: Coder) -> None:
    kinds = {"share", "recent", "back", "to", "from", "lead", "next", "outlet", "speaker", "behind", "below"}
    assert {sign.split()[0] for sign in _weights()} == kinds
