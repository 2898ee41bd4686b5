"""Days that a statement's own sentence does not give."""

from __future__ import annotations

import datetime as dt

import pytest

from relata import Article, Coder

THURSDAY, WEDNESDAY = dt.date(2022, 10, 27), dt.date(2022, 10, 26)


def dates(coder: Coder, text: str) -> list[dt.date | None]:
    return [s.date for s in coder.read(Article(text, published=dt.date(2022, 10, 28))).statements]


def test_who_met_spoke_on_that_day(coder: Coder) -> None:
    assert dates(coder, (
        "Peruvian Foreign Minister Ada Quell met Norwegian Foreign Minister Tomas Brel on Thursday. "
        "Quell said that the road was open. Brel said that the fee would fall."
    )) == [THURSDAY, THURSDAY]  # fmt: skip


def test_a_day_that_a_meeting_came_after_is_none(coder: Coder) -> None:
    assert dates(coder, "Peruvian Foreign Minister Ada Quell left after the talks on Thursday. Quell said that the road was open.") == [
        None
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [("later that day", WEDNESDAY), ("the next morning", THURSDAY), ("a day later", THURSDAY), ("the same evening", WEDNESDAY)],
)
def test_a_day_told_from_another(coder: Coder, words: str, day: dt.date) -> None:
    assert dates(coder, f"Chile closed the road on Wednesday. Peruvian minister Ada Quell said {words} that the fee would fall.") == [day]


def test_two_verbs_share_their_day(coder: Coder) -> None:
    assert dates(coder, "Peru on Wednesday accused Chile of closing the road and demanded that it be opened.") == [WEDNESDAY] * 2


def test_who_goes_on_to_a_named_listener_is_at_the_same_occasion(coder: Coder) -> None:
    assert dates(coder, (
        "Peruvian minister Ada Quell rejected the charge on Thursday. She told state radio that the road was open."
    )) == [THURSDAY] * 2  # fmt: skip


def test_remarks_made_on_a_day(coder: Coder) -> None:
    assert dates(coder, (
        "Peruvian minister Ada Quell said that the road was open. She made the remarks on Thursday. She added that the fee would fall."
    )) == [THURSDAY] * 2  # fmt: skip


def test_a_day_of_the_clause_that_when_hangs_on(coder: Coder) -> None:
    assert dates(coder, "The quarrel grew on Thursday when Peruvian minister Ada Quell said that the road was closed.") == [THURSDAY]


def test_a_day_directly_behind_the_cue(coder: Coder) -> None:
    text = "Peruvian minister Ada Quell said this morning the road was “not there in March”."
    (one,) = coder.read(Article(text, published=dt.date(2022, 10, 28))).statements
    assert (one.date, one.content[0].text) == (dt.date(2022, 10, 28), "the road was “not there in March”")


def test_a_day_counted_from_what_happened_on_another(coder: Coder) -> None:
    text = (
        "The vote was held on 20 October. Chile closed the road. Two days after the {}, Peruvian minister Ada Quell said that it was open."
    )
    assert dates(coder, text.format("vote")) == [dt.date(2022, 10, 22)]
    assert dates(coder, text.format("storm")) == [None]


def test_a_dated_letter(coder: Coder) -> None:
    assert dates(coder, "In a letter dated 26 October, Peruvian minister Ada Quell wrote that the road was open.") == [WEDNESDAY]


def test_the_outlets_own_interview_lasts(coder: Coder) -> None:
    filler = "The road is old and narrow. " * 8
    text = f"Peruvian minister Ada Quell spoke to the Daily on Wednesday. {filler}“Nobody asked us,” Quell says."
    article = Article(text, published=dt.date(2022, 10, 28), outlet="The Daily")
    assert [s.date for s in coder.read(article).statements] == [WEDNESDAY]
    assert [s.date for s in coder.read(Article(text, published=article.published, outlet="The Other")).statements] == [None]


@pytest.mark.parametrize(
    ("heading", "day"), [("Questions in the House, Lima, 26 October 2022", WEDNESDAY), ("EVENING NEWS, 26 OCTOBER 2022", None)]
)
def test_a_heading_dates_every_turn_of_a_sitting_only(coder: Coder, heading: str, day: dt.date | None) -> None:
    turns = "ADA QUELL: When will the road be open to lorries?\n\nTOMAS BREL: It will be open on the first of May."
    assert dates(coder, f"{heading}\n\n{turns}") == [day] * 2


def test_a_day_since_which_something_is_so_dates_nothing(coder: Coder) -> None:
    assert dates(coder, "Peruvian minister Ada Quell said the road had been closed since Wednesday.") == [None]


def test_what_the_record_of_a_sitting_tells_is_of_its_day(coder: Coder) -> None:
    turns = "ADA QUELL: When will the road be open to lorries?\n\nTOMAS BREL: It will be open on the first of May."
    text = f"Questions in the House, Lima, 26 October 2022\n\n{turns}\n\nMr Brel replied that the fee would fall."
    assert dates(coder, text) == [WEDNESDAY] * 3


@pytest.mark.parametrize(
    "saying",
    [
        "Peruvian minister Ada Quell told drivers then that the fee would fall.",
        "At that time Peruvian minister Ada Quell said that the fee would fall.",
        "Speaking at the same meeting, Peruvian minister Ada Quell said that the fee would fall.",
    ],
)
def test_the_day_told_of_before(coder: Coder, saying: str) -> None:
    assert dates(coder, f"Drivers blocked the road to their meeting on Wednesday. {saying}") == [WEDNESDAY]


def test_the_day_of_a_document(coder: Coder) -> None:
    assert dates(coder, "The road was closed, according to a report by Peru's trade ministry published on Wednesday.") == [WEDNESDAY]


def test_a_speaker_who_goes_on_in_the_same_sentence_is_on_the_same_day(coder: Coder) -> None:
    text = "Peruvian minister Ada Quell said on Wednesday that the road would be closed and urged drivers to wait."
    assert dates(coder, text) == [WEDNESDAY] * 2


def test_who_stands_beside_a_speaker_speaks_on_his_day(coder: Coder) -> None:
    text = (
        "Peruvian minister Tomas Brel told reporters on Wednesday that the fee would fall.\n"
        "Chilean minister Juan Quell, standing beside him, said that the road was open."
    )
    assert dates(coder, text) == [WEDNESDAY] * 2


def test_a_headline_has_the_day_of_what_it_sums_up(coder: Coder) -> None:
    text = "Road to stay closed, Quell says\n\nPeruvian minister Ada Quell said on Wednesday that the road would stay closed."
    assert dates(coder, text) == [WEDNESDAY] * 2


@pytest.mark.parametrize("state", ["Chile", "U.S."])
def test_a_headline_is_the_first_line_whatever_stops_it_has(coder: Coder, state: str) -> None:
    text = f"{state} says no deal yet with Peru\n\n{state} officials said on Wednesday that there was no deal yet with Peru."
    assert dates(coder, text) == [WEDNESDAY] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Speaking on Wednesday, Peruvian minister Ada Quell said that the road was open.",
        "Peruvian minister Ada Quell told reporters after the envoy had left on Wednesday that the road was open.",
        "Peruvian minister Ada Quell said after meeting the Norwegian envoy on Wednesday that the road was open.",
        "In a statement read on state radio on Wednesday, Peruvian minister Ada Quell said that the road was open.",
    ],
)
def test_the_hour_of_the_saying_told_beside_it(coder: Coder, text: str) -> None:
    assert dates(coder, text) == [WEDNESDAY]


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian minister Ada Quell, who read a letter on Wednesday, said that the road was open.",
        "Peru and Chile opposed any new road next year.",
        "Peruvian minister Ada Quell questioned whether the road was open and asked why lawmakers were told only on Wednesday.",
    ],
)
def test_a_day_of_something_else(coder: Coder, text: str) -> None:
    assert set(dates(coder, text)) == {None}
