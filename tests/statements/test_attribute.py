# ruff: noqa: E501  one case a line
"""Statements of short invented texts: who speaks, in which words, on whose word, when, how firmly, and whether the name is withheld.

Published on Friday, 28 October 2022. All persons are invented.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pytest

from relata.coder import Coder
from relata.records import Article, Coded, Statement

PUBLISHED = dt.date(2022, 10, 28)


@dataclass(frozen=True)
class Case:
    """What one statement must hold; None is not looked at, "" stands for "none there"."""

    text: str
    speaker: str
    content: str
    actor: str | None = None
    kind: str | None = None
    date: str | None = None
    hedge: str | None = None
    anonymous: bool = False
    chain: tuple[str, ...] = ()
    addressee: str | None = None


def case(text: str, speaker: str, content: str, **rest: object) -> Case:
    return Case(text, speaker, content, **rest)  # type: ignore[arg-type]


CASES = {
    # --- who speaks, before and after, in all orders -----------------------------------------------------------------
    "that-clause": case(
        "The Norwegian foreign minister said that the border would stay open.",
        "The Norwegian foreign minister", "the border would stay open", actor="NOR", kind="indirect", hedge="asserted"),
    "no that": case(
        "Kenyan President Daniel Otieno said the treaty was ready.", "Kenyan President Daniel Otieno", "the treaty was ready", actor="KEN"),
    "name and title after": case(
        "The border will stay open, said Ada Quell, the foreign minister of Norway.", "Ada Quell", "The border will stay open", actor="NOR"),
    "speaker last": case(
        "The treaty was ready, Kenyan President Daniel Otieno said.", "Kenyan President Daniel Otieno", "The treaty was ready", actor="KEN"),
    "speaker in the middle": case(
        "The treaty, the Kenyan ministry said, was ready for both parliaments.", "the Kenyan ministry", "The treaty was ready for both parliaments"),
    "according to, first": case(
        "According to the Peruvian army, four villages were cut off by the flood.", "the Peruvian army",
        "four villages were cut off by the flood", actor="PER"),
    "according to, last": case(
        "Four villages were cut off by the flood, according to the Peruvian army.", "the Peruvian army",
        "Four villages were cut off by the flood", actor="PER"),
    "announced": case(
        "The Chilean government announced that the port would be closed.", "The Chilean government", "the port would be closed", actor="CHL"),
    "told": case(
        "Ghanaian Finance Minister Kofi Mensah told parliament that the debt had grown.", "Ghanaian Finance Minister Kofi Mensah",
        "the debt had grown", actor="GHA", addressee="parliament"),
    "told an outlet": case(
        "Tom Okafor, an economist at the University of Ghana, told the Daily Harbour that prices would fall.",
        "Tom Okafor", "prices would fall", actor="GHA", addressee="the Daily Harbour", chain=("the Daily Harbour",)),
    "participle": case(
        "Lima rejected the plan, saying it would cost too much.", "Lima", "it would cost too much", actor="PER"),
    "body": case(
        "The African Union said the vote had been fair.", "The African Union", "the vote had been fair"),
    "state": case(
        "Finland said it would send observers to the border.", "Finland", "it would send observers to the border", actor="FIN"),
    "capital": case("Ankara says the ship was in its own waters.", "Ankara", "the ship was in its own waters", actor="TUR"),
    "writing": case(
        "The islands were never ours, Latvian historian Ilze Berzina wrote.", "Latvian historian Ilze Berzina", "The islands were never ours"),
    # --- quotations ----------------------------------------------------------------------------------------------------
    "straight quotes": case(
        '"We will keep the road open," Norwegian Foreign Minister Ada Quell said.', "Norwegian Foreign Minister Ada Quell",
        "We will keep the road open", kind="direct", actor="NOR"),
    "curly quotes": case(
        "“We will keep the road open,” Norwegian Foreign Minister Ada Quell said.", "Norwegian Foreign Minister Ada Quell",
        "We will keep the road open", kind="direct", actor="NOR"),
    "inverted": case(
        '"Nobody asked us," said Kenyan senator Joyce Wambua.', "Kenyan senator Joyce Wambua", "Nobody asked us", kind="direct", actor="KEN"),
    "split quotation": case(
        '"We are ready," Ivorian Foreign Minister Awa Diallo said, "but nobody has called."', "Ivorian Foreign Minister Awa Diallo",
        "We are ready but nobody has called", kind="direct", actor="CIV"),
    "colon": case(
        'Peruvian Interior Minister Luz Cardenas said: "The road is closed."', "Peruvian Interior Minister Luz Cardenas",
        "The road is closed.", kind="direct", actor="PER"),
    "partial quotation": case(
        'The Greek defence minister said the flight was "a needless risk" for the region.', "The Greek defence minister",
        'the flight was a needless risk for the region', kind="mixed", actor="GRC"),
    "words in quotes": case(
        'Chilean President Marta Rojas called the report "deeply unfair".', "Chilean President Marta Rojas", "the report deeply unfair", actor="CHL"),
    # --- dates ---------------------------------------------------------------------------------------------------------
    "weekday": case(
        "Indian Foreign Minister Dev Rao said on Thursday that the talks were useful.", "Indian Foreign Minister Dev Rao",
        "the talks were useful", date="2022-10-27", actor="IND"),
    "weekday last": case(
        "The talks were useful, Indian Foreign Minister Dev Rao said on Wednesday.", "Indian Foreign Minister Dev Rao",
        "The talks were useful", date="2022-10-26"),
    "date within the words is not the saying's": case(
        "The Thai ministry said that the bridge would open in 2024.", "The Thai ministry", "the bridge would open in 2024", date=""),
    "full date": case(
        "The Thai foreign ministry said on October 20 that the bridge was safe.", "The Thai foreign ministry", "the bridge was safe",
        date="2022-10-20"),
    # --- firmness -------------------------------------------------------------------------------------------------------
    "hoped": case(
        "Egypt hopes that the talks will resume.", "Egypt", "the talks will resume", hedge="hoped", actor="EGY"),
    "demanded": case(
        "Cuba demanded that the embargo be lifted.", "Cuba", "the embargo be lifted", hedge="demanded", actor="CUB"),
    "predicted": case(
        "The Bolivian central bank predicted that prices would rise.", "The Bolivian central bank", "prices would rise", hedge="predicted"),
    "denied": case(
        "Serbia denied that its soldiers had crossed the river.", "Serbia", "its soldiers had crossed the river", hedge="denied", actor="SRB"),
    "questioned": case(
        "Hungary asked whether the money had been spent.", "Hungary", "whether the money had been spent", hedge="questioned", actor="HUN"),
    "urged": case(
        "Indonesia urged both sides to stop the fighting.", "Indonesia", "both sides to stop the fighting", hedge="demanded", actor="IDN"),
    "called it a name": case(
        "Uruguay called the treaty a “loss” for its farmers.", "Uruguay", "the treaty a “loss” for its farmers", hedge="asserted", actor="URY"),
    "vowed": case(
        "Colombia vowed to protect the forest.", "Colombia", "to protect the forest", hedge="asserted", actor="COL"),
    "should": case(
        "The Danish prime minister said that the law should be changed.", "The Danish prime minister", "the law should be changed",
        hedge="demanded", actor="DNK"),
    "willing": case(
        "Oman is willing to host the talks, the Omani foreign minister said.", "the Omani foreign minister", "Oman is willing to host the talks",
        actor="OMN"),
    # --- names withheld ---------------------------------------------------------------------------------------------------
    "condition of anonymity": case(
        "A Polish diplomat, who spoke on condition of anonymity, said that the list was longer.", "A Polish diplomat", "the list was longer",
        anonymous=True, actor="POL"),
    "an official": case(
        "A senior Turkish official said the ships would leave.", "A senior Turkish official", "the ships would leave", anonymous=True, actor="TUR"),
    "officials": case("Ukrainian officials said the bridge was damaged.", "Ukrainian officials", "the bridge was damaged", anonymous=True, actor="UKR"),
    "analysts": case("The currency will fall, analysts said.", "analysts", "The currency will fall", anonymous=True),
    "the office is no withheld name": case(
        "The Estonian prime minister said the law was good.", "The Estonian prime minister", "the law was good", anonymous=False, actor="EST"),
    # --- the road the words took -------------------------------------------------------------------------------------------
    "an agency": case(
        "The talks were useful, Indian Foreign Minister Dev Rao said, Reuters reported.", "Indian Foreign Minister Dev Rao",
        "The talks were useful", chain=("Reuters",)),
    "quoted as saying": case(
        '"The talks were useful," Xinhua quoted Indian Foreign Minister Dev Rao as saying.', "Indian Foreign Minister Dev Rao",
        "The talks were useful", chain=("Xinhua",)),
    "no agency, no chain": case(
        "The talks were useful, Indian Foreign Minister Dev Rao said.", "Indian Foreign Minister Dev Rao", "The talks were useful", chain=()),
}  # fmt: skip


@pytest.fixture(scope="module")
def read(coder: Coder) -> dict[str, Coded]:
    return {name: coder.read(Article(case.text, published=PUBLISHED)) for name, case in CASES.items()}


def words(text: str) -> str:
    """Only the words: what was said begins at its first word, whether the tags took the "that" in or not."""
    return re.sub(r"^that ", "", " ".join(re.findall(r"\w+", text)))


def statement_of(case: Case, coded: Coded) -> Statement:
    """The statement with the expected words."""
    found = [s for s in coded.statements if words(" ".join(part.text for part in s.content)) == words(case.content)]
    told = [(s.speaker and s.speaker.text, s.cue and s.cue.text, [part.text for part in s.content]) for s in coded.statements]
    assert found, f"no statement with these words, but {told}"
    return found[0]


# Sound expectations that the shipped weights miss.
MISSED = {"urged": "the one who is urged is left out of what was asked for"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.xfail(reason=MISSED[n], strict=True)) if n in MISSED else n for n in CASES]
)
def test_statement(read: dict[str, Coded], name: str) -> None:
    case, coded = CASES[name], read[name]
    found = statement_of(case, coded)
    assert found.speaker is not None and found.speaker.text == case.speaker
    if case.actor is not None:
        country = {actor.id: actor.country for actor in coded.actors}
        assert found.speaker.actor is not None and country[found.speaker.actor] == case.actor
    assert found.anonymous == case.anonymous
    assert tuple(relay.text for relay in found.chain) == case.chain
    if case.kind is not None:
        assert found.kind == case.kind
    if case.date is not None:
        assert (found.date.isoformat() if found.date else "") == case.date
    if case.hedge is not None:
        assert found.hedge == case.hedge
    if case.addressee is not None:
        assert found.addressee is not None and found.addressee.text == case.addressee


@pytest.mark.parametrize("name", CASES)
def test_quoted_words_stand_in_the_text(read: dict[str, Coded], name: str) -> None:
    text = CASES[name].text
    for statement in read[name].statements:
        for part in [*statement.content, statement.cue, statement.speaker]:
            assert part is None or text[part.start : part.end] == part.text


def only(coder: Coder, text: str) -> Statement:
    (statement,) = coder.read(Article(text, published=PUBLISHED)).statements
    return statement


@pytest.mark.parametrize(
    "text",
    [
        "The river rose by two metres.",
        "Norway and Peru signed a treaty in Lima.",
        "Kenyan troops crossed the border at dawn.",
        "The minister left the hall and drove to the airport.",
        "Western countries condemned Iran.",
        "",
        "\n\n",
    ],
)
def test_no_statement(coder: Coder, text: str) -> None:
    assert coder.read(Article(text, published=PUBLISHED)).statements == ()


def test_two_speakers_stay_apart(coder: Coder) -> None:
    coded = coder.read(Article(
        "Kenyan President Daniel Otieno said the dam was safe. Ugandan minister Grace Akello said it was not.", published=PUBLISHED,
    ))  # fmt: skip
    assert [s.speaker.text for s in coded.statements if s.speaker] == ["Kenyan President Daniel Otieno", "Ugandan minister Grace Akello"]


def test_a_second_cue_goes_on_with_its_own_sentence(coder: Coder) -> None:
    statements = statements_of(coder, (
        "Peruvian minister Ada Quell said that a letter had gone to Santiago and urged Chile to open the road. "
        "Chilean minister Tomas Brel rejected the charge."
    ))  # fmt: skip
    assert actors_of(statements) == ["person:ada-quell@PER", "person:ada-quell@PER", "person:tomas-brel@CHL"]


def test_a_named_spokesman_is_not_anonymous(coder: Coder) -> None:
    assert not only(coder, "A spokesman for the Peruvian lorry drivers' union, Tomas Brel, said that the road was open.").anonymous


def test_a_pronoun_has_its_speaker(coder: Coder) -> None:
    coded = coder.read(Article(
        "Norwegian Foreign Minister Ada Quell arrived in Lima on Monday. She said the treaty was ready.", published=PUBLISHED,
    ))  # fmt: skip
    (statement,) = coded.statements
    assert statement.speaker is not None and statement.speaker.actor == "person:ada-quell@NOR"


def test_the_expert_is_as_anonymous_as_when_he_was_introduced(coder: Coder) -> None:
    coded = coder.read(Article(
        "A Lima-based trade expert, who requested anonymity, said the tariff was too high.\n"
        '"Nobody will buy it," the expert said.',
        published=PUBLISHED,
    ))  # fmt: skip
    assert [s.anonymous for s in coded.statements] == [True, True]
    assert len({s.speaker.actor for s in coded.statements if s.speaker}) == 1


def test_a_speaker_who_goes_on_has_the_same_date(coder: Coder) -> None:
    coded = coder.read(Article(
        "Norwegian Foreign Minister Ada Quell said on Wednesday that the road was open. Quell said that the treaty was ready.",
        published=PUBLISHED,
    ))  # fmt: skip
    assert [s.date for s in coded.statements] == [dt.date(2022, 10, 26)] * 2


def test_a_statement_within_a_statement(coder: Coder) -> None:
    coded = coder.read(Article(
        "Kenyan spokesman James Mwangi said that Uganda had promised that the road would be mended.", published=PUBLISHED,
    ))  # fmt: skip
    outer, inner = coded.statements
    assert outer.within is None and inner.within == outer.id
    assert inner.speaker is not None and inner.speaker.text == "Uganda"


def test_two_states_speak_as_a_group(coder: Coder) -> None:
    coded = coder.read(Article("Norway and Sweden said that the border would stay open.", published=PUBLISHED))
    (statement,) = coded.statements
    assert statement.speaker is not None and statement.speaker.text == "Norway and Sweden"
    (group,) = [actor for actor in coded.actors if actor.id == statement.speaker.actor]
    assert group.kind == "group" and group.country is None


def test_nobody_speaks_where_no_one_is_named(coder: Coder) -> None:
    assert only(coder, "It was reported that the bridge had fallen.").speaker is None


def test_the_setting_is_told(coder: Coder) -> None:
    found = only(coder, "Norwegian Foreign Minister Ada Quell said at a news conference that the road was open.")
    assert found.setting == "a news conference"


def test_an_unknown_speaker_is_not_guessed(coder: Coder) -> None:
    found = only(coder, "They said that the shop was closed.")
    assert found.speaker is not None and found.speaker.text == "They" and found.speaker.actor is None


def test_what_is_spoken_of(coder: Coder) -> None:
    found = only(coder, "Norwegian Foreign Minister Ada Quell said that Peru and Chile had kept the treaty.")
    assert [about.actor for about in found.about] == ["state:PER", "state:CHL"]


def test_ids_run_in_text_order(coder: Coder) -> None:
    coded = coder.read(Article("Norway said it was ready. Peru said it was not. Chile said nothing would change.", id="a7"))
    assert [s.id for s in coded.statements] == ["a7.s1", "a7.s2", "a7.s3"]


def test_a_date_of_the_saying_needs_a_day_of_publication(coder: Coder) -> None:
    (found,) = coder.read(Article("Norway said on Thursday that the road was open.")).statements
    assert found.date is None and found.date_precision is None


def statements_of(coder: Coder, text: str, outlet: str | None = None) -> tuple[Statement, ...]:
    return coder.read(Article(text, published=PUBLISHED, outlet=outlet, outlet_country="KEN" if outlet else None)).statements


def actors_of(statements: tuple[Statement, ...]) -> list[str | None]:
    return [s.speaker.actor if s.speaker else None for s in statements]


def test_he_said_goes_on_with_whoever_spoke_and_not_with_the_one_spoken_of(coder: Coder) -> None:
    """Tomas Brel is named more often and later; Adam Quell speaks."""
    statements = statements_of(coder, (
        '"Tomas Brel did well in Lima. Brel did well in Quito," said Norwegian commentator Adam Quell.\n'
        '"I thought Tomas Brel was strong, and I think that may be important for Brel and for those who work with Tomas Brel," he said.'
    ))  # fmt: skip
    assert set(actors_of(statements)) == {"person:adam-quell@NOR"}


def test_an_interview_has_its_outlet_and_the_one_who_is_asked(coder: Coder) -> None:
    statements = statements_of(coder, (
        "Norwegian trade minister Ada Quell spoke to the paper on Tuesday, a day before her Peruvian counterpart, Tomas Brel.\n"
        "Q: Will the border between the two countries be open by the spring?\n"
        "A: It will, and I have told the drivers so more than once.\n"
        "Q: And what will become of the old fee for lorries?\n"
        "A: A fee that nobody pays is not a fee, so we will drop it."
    ), outlet="The Highland Courier")  # fmt: skip
    turns = tuple(s for s in statements if s.cue and s.cue.text == ":")
    assert actors_of(turns) == ["outlet:the-highland-courier@KEN", "person:ada-quell@NOR"] * 2
    assert [s.kind for s in turns] == ["direct"] * 4
    assert {s.date for s in turns} == {dt.date(2022, 10, 25)}


def test_a_document_speaks_for_whoever_issued_it(coder: Coder) -> None:
    statements = statements_of(coder, "According to a report by the Peruvian army, four villages were cut off by the flood.")
    assert actors_of(statements) == ["organisation:peruvian-army@PER"]


def test_a_report_is_not_that_of_the_one_it_quotes(coder: Coder) -> None:
    statements = statements_of(coder, (
        '"The road is open," the report quoted Norwegian Foreign Minister Ada Quell as saying.\n'
        "According to the report to the Sixth Congress of Farmers, the harvest will be late this year."
    ))  # fmt: skip
    assert actors_of(statements)[1:] == [None]


def test_its_ministry_is_the_states(coder: Coder) -> None:
    statements = statements_of(coder, "South Korea summoned a Peruvian diplomat over the boat, its foreign ministry said.")
    assert actors_of(statements) == ["organisation:south-korea-s-foreign-ministry@KOR"]


def test_an_expert_on_a_country_is_not_of_it(coder: Coder) -> None:
    coded = coder.read(Article("Ada Quell, an expert on Mongolia, said the line would pay.", published=PUBLISHED))
    (speaker,) = [a for a in coded.actors if a.id in actors_of(coded.statements)]
    assert (speaker.name, speaker.country) == ("Ada Quell", None)


def test_a_day_is_not_carried_to_another_occasion(coder: Coder) -> None:
    statements = statements_of(coder, (
        "Norwegian Foreign Minister Ada Quell told the Lima Herald on Tuesday that the road was open. "
        'Quell told farmers at a rally in Bergen that "the price of milk will rise".'
    ))  # fmt: skip
    assert [s.date for s in statements] == [dt.date(2022, 10, 25), None]
