"""What is words and what a mere act; how firmly it was said."""

from __future__ import annotations

import datetime as dt

import pytest

from relata import Article, Coder
from relata.records import Statement


def read(coder: Coder, text: str) -> tuple[Statement, ...]:
    return coder.read(Article(text, published=dt.date(2022, 10, 28))).statements


@pytest.mark.parametrize(
    "text",
    [
        "Peru recalled its ambassador to Chile.",
        "Peru and Chile agreed to open the road by the spring.",
        "Peru's embassy declined to comment on the report.",
        "Neither minister would say when the fee would be dropped.",
        "The Peruvian minister spoke about the old border with Chile.",
        "A Peruvian official asked not to be named.",
        "A video shows that the road was closed.",
        "Peru wants to open the road.",
        "Ada Quell is expected to receive the ministers of Chile next week.",
        "Peru passed a law requiring drivers to carry lamps.",
        "Ada Quell's decision raises questions about what the fee is for.",
        "Ada Quell did a fact-check on the claims.",
        "Ada Quell left without saying whether Peru would sign.",
        "The Peruvian minister refrained from calling the raid a crime.",
        "Ada Quell stopped short of calling the fee unlawful.",
        "A driver dared Ada Quell to say that the road was open.",
        "Ada Quell has no way of knowing what the fee is for.",
    ],
)
def test_an_act_is_no_statement(coder: Coder, text: str) -> None:
    assert read(coder, text) == ()


@pytest.mark.parametrize(
    ("text", "content", "hedge"),
    [
        ("Peru demanded an apology from Chile.", "an apology from Chile", "demanded"),
        ("The Peruvian army denied the charge.", "the charge", "denied"),
        ("Peruvian minister Ada Quell called for simpler checks at the border.", "simpler checks at the border", "demanded"),
        ("Peruvian minister Ada Quell said that Chile will close the road.", "that Chile will close the road", "predicted"),
        ("Peruvian minister Ada Quell said that Peru will close the road.", "that Peru will close the road", "asserted"),
        ("Peruvian minister Ada Quell said that she was willing to talk.", "that she was willing to talk", "asserted"),
        ("Peruvian minister Ada Quell said that the report was untrue.", "that the report was untrue", "denied"),
        ('"Who will pay for the road?" Peruvian minister Ada Quell asked.', '"Who will pay for the road?"', "questioned"),
        ("Peruvian minister Ada Quell expressed hope that the road would open.", "that the road would open", "hoped"),
    ],
)
def test_words_and_their_firmness(coder: Coder, text: str, content: str, hedge: str) -> None:
    (found,) = read(coder, text)
    assert ([part.text for part in found.content], found.hedge) == ([content], hedge)


def test_his_own_hopes_are_part_of_what_he_says(coder: Coder) -> None:
    found = read(coder, '"The road is open, and I hope that it will stay so," Peruvian minister Ada Quell said on Monday.')
    assert len(found) == 1
