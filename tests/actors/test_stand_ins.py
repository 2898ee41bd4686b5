"""States' names are read as others': which, in what order, and what stays as it is."""

from __future__ import annotations

import pytest

from relata.actors import Gazetteer
from relata.actors.stand_ins import STAND_INS, stand_ins
from relata.actors.tables import tokens_of
from relata.coder import Coder


def seen(text: str, gazetteer: Gazetteer) -> str:
    """What the encoder sees of a text."""
    words: list[str] = list(tokens_of(text))
    for one in reversed(stand_ins(words, gazetteer)):
        words[one.start : one.end] = [one.text]
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ghana accused Fiji .", "Norway accused Peru ."),
        ("Fiji accused Ghana .", "Norway accused Peru ."),
        ("Fijian ships left Suva for Fiji .", "Norwegian ships left Oslo for Norway ."),
        ("Two Afghans met a Dane in Paris .", "Two Norwegians met a Peruvian in Nairobi ."),
        ("Saint Kitts and Nevis left the United Arab Emirates .", "Norway left Peru ."),
        ("The Netherlands thanked the Dutch .", "Norway thanked the Norwegian ."),
        ("St. John's thanked the U.A.E. .", "Oslo thanked the UAE ."),
        ("the Ukraine war", "the Norway war"),
        ("A New Zealand ship left New Zealand .", "A Norwegian ship left Norway ."),
        ("US and UK ships left the White House .", "US and UK ships left the White House ."),
        ("Michael Jordan met Paris Hilton of Air France .", "Michael Jordan met Paris Hilton of Air France ."),
        ("the Bank of China lent Ghana money", "the Bank of China lent Norway money"),
        ("GHANA ACCUSED FIJI .", "GHANA ACCUSED FIJI ."),
    ],
)
def test_what_the_encoder_sees(gazetteer: Gazetteer, text: str, shown: str) -> None:
    assert seen(text, gazetteer) == shown


def test_each_stand_in_is_a_state_and_all_are_in_one_order() -> None:
    assert len({word for forms in STAND_INS for word in (forms[0], forms[4])}) == 2 * len(STAND_INS)
    assert all(len(forms) == 5 for forms in STAND_INS)


PAIRS = [
    ("Ghana", "Fiji"),
    ("Saint Vincent and the Grenadines", "Guinea-Bissau"),
    ("the Netherlands", "South Korea"),
    ("Chad", "the Gambia"),
]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_doc_has_its_own_words_and_a_whole_tree(coder: Coder, a: str, b: str) -> None:
    text = f"The foreign minister of {a} said that {b} had broken the treaty."
    doc = coder.reader.read(text)
    assert doc.text == text
    assert all(token.dep_ and token.pos_ for token in doc)
    assert [token.i for token in doc if token.head.i == token.i] == [doc.sents.__next__().root.i]
    names = [ent.text for ent in doc.ents]
    assert [name.removeprefix("the ") for name in (a, b)] == [name.removeprefix("the ") for name in names]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_texts_that_differ_in_names_alone_are_read_alike(coder: Coder, a: str, b: str) -> None:
    def tags(x: str, y: str) -> list[tuple[str, str]]:
        doc = coder.reader.read(f"{x} agreed to lend {y} money.")
        return [(token.pos_, token.dep_) for token in doc if token.dep_ not in ("flat", "det") and token.lower_ not in ("south", "the")]

    assert tags(a, b) == tags(b, a)


def test_a_name_around_a_state_stays_a_sequence(coder: Coder) -> None:
    doc = coder.reader.read("Lotte Wilms, lotte.wilms@kb.nl\nNational Library of the Netherlands, the Netherlands\n\nShe is there.")
    assert all(entity.text for entity in doc.ents)  # spaCy refuses a name that goes on without having begun
