"""Transcripts and signed quotations: who speaks by the layout alone, and what only looks like it."""

from __future__ import annotations

import pytest
import spacy

from relata.coder import Coder
from relata.reading import Reader, reading_of
from relata.reading.layout import dateline_end, spoken
from relata.reading.windows import words_of

NLP = spacy.blank("en")


def found(text: str) -> list[tuple[str, str, str]]:
    words = words_of(NLP(text))
    return [
        (" ".join(words.texts[slice(*one.source)]), words.texts[one.cue], " ".join(words.texts[slice(*one.content)]))
        for one in spoken(words.texts, words.breaks)
    ]


TRANSCRIPT = """Part of the interview follows.
"QUELL: We had not expected so many of them.
"OTIENO: Nor had we, to be frank with you.
QUELL: What will you do in the coming weeks?"""


def test_a_transcript() -> None:
    assert found(TRANSCRIPT) == [
        ("QUELL", ":", "We had not expected so many of them ."),
        ("OTIENO", ":", "Nor had we , to be frank with you ."),
        ("QUELL", ":", "What will you do in the coming weeks ?"),
    ]


def test_names_in_small_letters_need_several_lines() -> None:
    lines = ["Ada Quell: We had not expected so many of them.", "Tom Roe: Nor had we, to be frank with you."]
    assert found("\n".join(lines)) == []
    assert len(found("\n".join([*lines, "Ada Quell: What will you do in the coming weeks?"]))) == 3


def test_signed_quotations() -> None:
    text = "“They never asked any of us before.”― Ada Quell “We will stay here all the same.” ― Tom Roe\nGetty Images"
    assert [(who, what) for who, _, what in found(text)] == [
        ("Ada Quell", "“ They never asked any of us before ."),
        ("Tom Roe", "“ We will stay here all the same . ”"),
    ]
    closed = "”They never asked any of us before.” ― Ada Quell\n“We will stay here all the same.” ― Tom Roe"
    assert [who for who, _, _ in found(closed)] == ["Ada Quell", "Tom Roe"]


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Xinhua",
        "Kenya: trade with its neighbours has grown for three years.",
        "The minister said this: nobody will leave before the rains come.",
        "“We had not expected so many,” she said — a remark that Lima noted.",
        "He named three: Kenya, Peru — and Norway.",
    ],
)
def test_captions_colons_and_dashes_are_no_speakers(text: str) -> None:
    assert found(text) == []


def test_the_reader_gives_them_with_its_own(reader: Reader) -> None:
    doc = reader.read(TRANSCRIPT)
    sources = [" ".join(doc[i].text for i in one.source) for one in reading_of(doc).attributions]
    assert sources == ["QUELL", "OTIENO", "QUELL"]


@pytest.mark.parametrize(
    ("dateline", "after"),
    [
        ("TARSK - ", "Ostria warned its neighbour."),
        ("TARSK, Ostria, May 24 (Agency) -- ", "Ostria warned its neighbour."),
        ("Tarsk (AGENCY) – ", "Ostria warned its neighbour."),
        ("TARSK, May 24. /AGENCY/. ", "Ostria warned its neighbour."),
        ("", "Ostria warned its neighbour - and others."),
        ("", "Ostria (east) warned - again - its neighbour."),
        ("", "Tarsk and Brom: two towns - one river."),
    ],
)
def test_a_dateline_ends_where_the_news_begins(dateline: str, after: str) -> None:
    doc = NLP(dateline + after)
    assert doc[dateline_end(doc, 0) :].text == after


def test_the_news_behind_a_dateline_is_a_sentence_of_its_own(reader: Reader) -> None:
    doc = reader.read("DILI, East Timor, May 28 - Indonesian soldiers turned away two Portuguese deputies at a camp on Thursday.")
    assert [str(sent).split()[0] for sent in doc.sents] == ["DILI,", "Indonesian"]
    assert [t.text for t in doc if t.dep_ == "nsubj"] == ["soldiers"]


def test_a_name_that_is_read_with_its_article_begins_the_sentence_behind_a_dateline(coder: Coder) -> None:
    doc = coder.reader.read("COLOMBO \N{EN DASH} The Maldives released 26 fishermen on Sunday.")
    assert [str(sent).split()[0] for sent in doc.sents] == ["COLOMBO", "The"]
