"""Windows: they cover all words once and in order, keep paragraphs whole where they can, and see through hard wrapping."""

from __future__ import annotations

import random
import textwrap

import pytest
import spacy

from relata.reading.windows import Words, is_wrapped, windows, words_of

NLP = spacy.blank("en")
LONG = (
    "The delegation from Norland arrived in Port Vell late in the evening and was taken at once to the old customs house, where talks "
    "with the hosts had been prepared for weeks. Nobody expected a quick result. The two ministers met alone at first, then with their "
    "advisers, and at midnight a short text was read out in the courtyard."
)


def words(text: str) -> Words:
    return words_of(NLP.make_doc(text))


def paragraphs(text: str) -> list[str]:
    """First word of every paragraph."""
    found = words(text)
    return [word for word, begins in zip(found.texts, found.breaks, strict=True) if begins]


def test_the_first_word_begins_a_paragraph() -> None:
    assert words("Talks went on.").breaks == [True, False, False, False]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r\n\r\n", " \n ", "\n \n", "\t\n\n\n  "])
def test_a_line_break_is_a_paragraph_break(gap: str) -> None:
    assert paragraphs(f"One came.{gap}Two went.") == ["One", "Two"]


@pytest.mark.parametrize("gap", [" ", "  ", "\t", " \t  ", "\u00a0", "\u2003"])
def test_other_spacing_is_not(gap: str) -> None:
    assert paragraphs(f"One came.{gap}Two went.") == ["One"]


def test_whitespace_is_never_a_word() -> None:
    found = words("  One \n\n\t came .  \r\n ")
    assert found.texts == ["One", "came", "."]
    doc = NLP.make_doc("  One \n\n\t came .  \r\n ")
    assert [doc[i].text for i in found.index] == found.texts


def test_no_words_no_windows() -> None:
    for text in ("", "   ", "\n\n\r\n"):
        found = words(text)
        assert found.texts == [] and windows(found, []) == []


def test_hard_wrapped_text_breaks_only_at_blank_lines() -> None:
    text = "\n\n".join(textwrap.fill(part, 72) for part in (LONG, LONG.replace("Norland", "Sudria")))
    assert is_wrapped(text)
    assert paragraphs(text) == ["The", "The"]


def test_hard_wrapped_text_with_windows_line_ends() -> None:
    text = "\n\n".join(textwrap.fill(part, 72) for part in (LONG, LONG)).replace("\n", "\r\n")
    assert is_wrapped(text)
    assert paragraphs(text) == ["The", "The"]


def test_one_paragraph_a_line_is_not_wrapped() -> None:
    text = "\n".join([LONG] * 5)
    assert not is_wrapped(text)
    assert len(paragraphs(text)) == 5


def test_a_list_of_short_lines_is_not_wrapped() -> None:
    text = "\n".join(f"Item {n} of the agreed list" for n in range(9))
    assert not is_wrapped(text)
    assert len(paragraphs(text)) == 9


def test_short_paragraphs_share_a_window() -> None:
    found = words("One came.\nTwo went.\nThree stayed.")
    assert windows(found, [1] * len(found.texts), budget=50) == [(0, len(found.texts))]


def test_a_paragraph_that_does_not_fit_goes_to_the_next_window() -> None:
    found = words("a b c d\ne f g h\ni j")
    assert windows(found, [1] * 10, budget=8) == [(0, 4), (4, 10)]


def test_a_long_paragraph_is_cut_at_a_sentence_end() -> None:
    found = words(" ".join(["Aye"] * 30 + ["."] + ["Bee"] * 30 + ["."] + ["Cee"] * 30 + ["."]))
    assert windows(found, [1] * len(found.texts), budget=70) == [(0, 62), (62, 93)]


def test_a_paragraph_without_sentence_ends_is_cut_at_the_budget() -> None:
    found = words("word " * 25)
    assert windows(found, [1] * 25, budget=10) == [(0, 10), (10, 20), (20, 25)]


def test_a_word_larger_than_the_budget_stands_alone() -> None:
    found = words("one two three")
    assert windows(found, [1, 99, 1], budget=10) == [(0, 1), (1, 2), (2, 3)]


def test_windows_cover_all_words_once_and_keep_the_budget() -> None:
    rng = random.Random(7)
    for _ in range(300):
        n = rng.randint(1, 60)
        texts = [rng.choice(["a", "B", ".", "?"]) for _ in range(n)]
        breaks = [True] + [rng.random() < 0.2 for _ in range(n - 1)]
        sizes = [rng.choice([1, 1, 2, 12]) for _ in range(n)]
        budget = rng.randint(12, 40)
        ranges = windows(Words(list(range(n)), texts, breaks), sizes, budget=budget)
        assert [i for a, b in ranges for i in range(a, b)] == list(range(n))
        # One piece more than the budget is allowed: the separator of a paragraph that fills it.
        assert all(a < b and sum(sizes[a:b]) <= budget for a, b in ranges)
