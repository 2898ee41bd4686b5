"""Events of short invented sentences, with the reader's head: who, to whom, of which type, and whether it happened.

Published on Friday, 28 October 2022.
"""

from __future__ import annotations

import datetime as dt

import pytest

from relata.coder import Coder
from relata.records import Article, Coded, Event

from .sentences import NOTHING, SENTENCES, STATUSES, Sentence, expected

PUBLISHED = dt.date(2022, 10, 28)


def read(coder: Coder, text: str, published: dt.date | None = PUBLISHED) -> Coded:
    return coder.read(Article(text, published=published, id="a"))


def codes(coded: Coded, event: Event) -> tuple[str, str | None, str | None]:
    country = {actor.id: actor.country or actor.id for actor in coded.actors}
    return event.type, country[event.source.actor or ""], country[event.target.actor or ""] if event.target else None


def told(coded: Coded) -> list[tuple[str, str | None, str | None, str]]:
    return [(*codes(coded, event), event.status) for event in coded.events]


@pytest.mark.parametrize("sentence", expected([*SENTENCES, *STATUSES]))
def test_event(coder: Coder, sentence: Sentence) -> None:
    assert (sentence.type, sentence.source, sentence.target, sentence.status) in told(read(coder, sentence.text))


@pytest.mark.parametrize(
    "text", [*NOTHING, "Kenya beat Uganda by two goals to one.", "Peru warned Chile that the drought could depress growth."]
)
def test_no_event(coder: Coder, text: str) -> None:
    assert told(read(coder, text)) == []


def one(coder: Coder, text: str, published: dt.date | None = PUBLISHED) -> Event:
    (event,) = read(coder, text, published).events
    return event


def test_a_symmetric_act_is_one_event(coder: Coder) -> None:
    event = one(coder, "Norway and Sweden held talks in Lima.")
    assert event.symmetric and event.target is not None and event.source.start < event.target.start


def test_a_one_sided_act_is_not_symmetric(coder: Coder) -> None:
    assert not one(coder, "Kenya accused Uganda of spying.").symmetric


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kenya accused Uganda of spying on Thursday.", "2022-10-27"),
        ("On Monday, Kenya accused Uganda of spying.", "2022-10-24"),
        ("Kenya accused Uganda of spying.", "2022-10-28"),
        ("Kenya had asked Uganda for the step in a letter of Oct. 21, and the army was silent on Tuesday.", "2022-10-21"),
        ("A ferry sank on Sunday, Norway's minister said on Monday after talks with his Peruvian counterpart.", "2022-10-24"),
        ("Ten Kenyan soldiers and two Ugandan soldiers died in a clash on Monday, and a ferry was sunk on Tuesday.", "2022-10-24"),
    ],
)
def test_the_day_of_an_event(coder: Coder, text: str, day: str) -> None:
    event = one(coder, text)
    assert (event.date, event.date_precision) == (dt.date.fromisoformat(day), "day")


def test_a_time_that_is_told_by_no_day_gives_no_date(coder: Coder) -> None:
    event = one(coder, "Kenya expelled a Ugandan diplomat shortly after the vote.")
    assert event.date is None and event.date_precision is None


def test_the_day_of_what_was_said_in_a_call_is_the_calls(coder: Coder) -> None:
    call = "Peruvian Foreign Minister Ada Quell held a phone call with Norwegian Foreign Minister Tomas Brel on Wednesday."
    said = "A Peruvian spokesman said on Thursday that in the call, the Norwegian side expressed its willingness to meet Chile."
    assert {event.date for event in read(coder, f"{call} {said}").events} == {dt.date(2022, 10, 26)}


def test_the_day_goes_on_with_what_is_said_on_it(coder: Coder) -> None:
    text = """Kenyan Foreign Minister Ada Quell met Ugandan Foreign Minister Tomas Brel on Wednesday.
Quell said that the road was open.
Brel said that the fee would fall.
The two sides also signed a treaty on trade."""
    assert [event.date for event in read(coder, text).events] == [dt.date(2022, 10, 26)] * 2


def test_without_a_day_of_publication_there_is_no_date(coder: Coder) -> None:
    event = one(coder, "Kenya accused Uganda of spying on Thursday.", None)
    assert event.date is None and event.date_precision is None


def test_the_place_of_an_event(coder: Coder) -> None:
    event = one(coder, "Kenyan President Daniel Otieno met Moldovan President Ileana Rusu in Lima.")
    assert event.place is not None and (event.place.text, event.place.country) == ("Lima", "PER")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The Thai prime minister spoke by phone with the Vietnamese president.", "phone"),
        ("Ghanaian Foreign Minister Kofi Mensah visited Brazil on Monday.", "visit"),
        ("Turkish police arrested a Syrian journalist.", "arrest"),
        ("Lithuania expelled a Russian diplomat.", "expel"),
        ("Iran released a French prisoner.", "release"),
        ("Kenya accused Uganda of spying.", "allege"),
    ],
)
def test_the_mode(coder: Coder, text: str, mode: str) -> None:
    assert one(coder, text).modes == (mode,)


def test_an_act_told_by_another_names_the_statement(coder: Coder) -> None:
    coded = read(coder, "Chilean Foreign Minister Marta Rojas said that Kenya had praised Uganda.")
    event = next(event for event in coded.events if event.type == "SUPPORT")
    assert event.statement == coded.statements[0].id


def test_an_act_told_by_the_outlet_names_none(coder: Coder) -> None:
    assert one(coder, "Kenyan troops attacked a Ugandan village.").statement is None


def test_the_same_act_told_twice_counts_once(coder: Coder) -> None:
    coded = read(coder, "Kenya accused Uganda of spying on Thursday. On Thursday, Kenya accused Uganda of spying.")
    assert len(coded.events) == 1


def test_what_both_vow_is_not_what_one_of_them_offers(coder: Coder) -> None:
    text = "Kenya and Uganda vowed to deepen their ties.\n\nKenya is willing to work with Uganda, Kenya's foreign minister said."
    assert [(event.type, event.symmetric) for event in read(coder, text).events] == [("AGREE", True), ("AGREE", False)]


def test_a_verb_and_its_noun_tell_one_act(coder: Coder) -> None:
    text = "Also on Thursday, Kenyan Foreign Minister Ann Wanjiru held a phone conversation with Peruvian Foreign Minister Luis Prado."
    event = one(coder, text)
    assert (event.type, event.modes) == ("CONSULT", ("phone",))


def test_scores_come_from_the_codebook(coder: Coder) -> None:
    event = one(coder, "Turkish police arrested a Syrian journalist.")
    assert (event.quad, event.score) == (4, coder.codebook.score("COERCE", ("arrest",)))
    assert event.cameo is not None and event.goldstein == coder.codebook.goldstein(event.cameo)


def test_words_and_ids(coder: Coder) -> None:
    text = "Kenya accused Uganda of spying. Turkish police arrested a Syrian journalist."
    coded = read(coder, text)
    assert [event.id for event in coded.events] == ["a.e1", "a.e2"]
    for event in coded.events:
        for part in (event.source, event.target, event.trigger, event.evidence):
            assert part is not None and text[part.start : part.end] == part.text
        assert 0 <= event.confidence <= 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # Another day and how long before or after it.
        ("Kenya expelled two Ugandan diplomats on Tuesday, three days after Ugandan soldiers had shelled a Kenyan village.", "2022-10-22"),
        ("Kenya shelled Uganda on Tuesday. Uganda expelled two Kenyan diplomats the next day.", "2022-10-26"),
        # The paragraph goes on with the day of the sentence before.
        ("The Kenyan army shot down a Ugandan drone on Tuesday. Ugandan soldiers shelled a Kenyan village.", "2022-10-25"),
        # What is to come is on the next such day.
        ("Kenya is expected to expel a Ugandan diplomat on Monday.", "2022-10-31"),
        ("The Kenyan president will travel to Lima on Monday for talks with the Peruvian president.", "2022-10-31"),
        # A promise is of the day on which it is made, whatever day the act is promised for.
        ("Kenya will send food aid to Uganda on Monday, the Kenyan foreign minister said on Wednesday.", "2022-10-26"),
        ("Kenya promised on Wednesday to send food aid to Uganda on Monday.", "2022-10-26"),
        # A day by which something is to be done is not its own; one that it is told from is.
        ("Kenya demanded an apology from Uganda by Monday.", "2022-10-28"),
        ("Kenya expelled two Ugandan diplomats on Tuesday, a week after its army had shelled a Ugandan village.", "2022-10-18"),
        ("Kenya shelled Uganda on Tuesday morning, and two hours later Uganda expelled two Kenyan diplomats.", "2022-10-25"),
        # The whole text has named one day of news only.
        (
            "Kenya's minister met Peru's minister on Tuesday.\n\nTrade grew by a tenth.\n\nIt is mostly fish.\n\nKenya thanked Peru.",
            "2022-10-25",
        ),
        # Of several days the one nearest the act, and a day of the doer's is the act's.
        ("Kenya shelled Uganda on Monday and on Tuesday Uganda expelled two Kenyan diplomats.", "2022-10-25"),
        ("Kenyan police on Tuesday arrested two Ugandan sailors, and by Thursday the port was closed.", "2022-10-25"),
        # A day in a relative or conditional clause is that clause's.
        ("Kenya criticised Uganda, whose ministers will meet if no answer comes by Thursday.", "2022-10-28"),
        # The day of a dateline is the report's.
        ("Nairobi, 28 October 2022 - Kenya expelled two Ugandan diplomats on Tuesday.", "2022-10-25"),
    ],
)
def test_the_day_told_from_another(coder: Coder, text: str, day: str) -> None:
    event = read(coder, text).events[-1]
    assert (event.date, event.date_precision) == (dt.date.fromisoformat(day), "day")


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("Kenyan police arrested two Ugandan sailors last summer.", None, None),
        ("Kenya expelled two Ugandan diplomats, days after Ugandan soldiers had shelled a Kenyan village.", None, None),
        ("In May Kenyan police arrested two Ugandan sailors.", "2022-05-01", "month"),
        ("Kenya and Uganda signed a treaty in 2012. Three years later Kenya expelled two Ugandan diplomats.", "2015-01-01", "year"),
        ("Kenyan troops crossed the river on 3 September. They shelled a Ugandan village.", "2022-09-03", "day"),
    ],
)
def test_a_time_less_exact_than_a_day(coder: Coder, text: str, date: str | None, precision: str | None) -> None:
    event = read(coder, text).events[-1]
    assert (event.date, event.date_precision) == (date and dt.date.fromisoformat(date), precision)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kenya will join Uganda in signing an accord with Peru.", "planned"),
        ("Kenya's foreign minister travels to Lima next Tuesday.", "planned"),
        ("Kenya's foreign minister travelled to Lima on Tuesday.", "actual"),
        # What an "if" is added to is offered or threatened all the same.
        ("Kenya threatened Uganda with sanctions if the port stayed closed.", "actual"),
        ("No Kenyan soldiers attacked Uganda.", "denied"),
        ("Kenya did not answer and expelled two Ugandan diplomats.", "actual"),
        ("Kenya has trained Ugandan soldiers since 2012.", "actual"),
        ("Kenya trained Ugandan soldiers in 2012.", "past"),
    ],
)
def test_whether_it_happened(coder: Coder, text: str, status: str) -> None:
    assert {event.status for event in read(coder, text).events} == {status}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The Kenyan foreign minister met the Ugandan president in Mombasa.", ("Mombasa", "KEN")),
        ("Turkish police arrested three Greek sailors in Izmir.", ("Izmir", "TUR")),
        ("Kenya criticised a Ugandan trial in Mombasa.", None),  # what is spoken of happens there, the criticism does not
    ],
)
def test_a_city_as_the_place(coder: Coder, text: str, place: tuple[str, str] | None) -> None:
    event = one(coder, text)
    assert (event.place and (event.place.name, event.place.country)) == place


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rwanda denied the charge and accused Uganda of espionage.", "actual"),
        ("Rwanda denied that it had attacked Uganda.", "denied"),
        ("Rwanda once threatened to attack Uganda.", "past"),
        ("Rwanda once again threatened to attack Uganda.", "actual"),
        ("Rwanda will no longer send weapons to Uganda.", "denied"),
        ("Rwanda is to file a protest with Uganda on Monday.", "planned"),
        ("Say Rwanda demanded that Uganda return the boats.", "conditional"),
    ],
)
def test_what_is_denied_is_only_what_the_denial_is_of(coder: Coder, text: str, status: str) -> None:
    assert [event.status for event in read(coder, text).events] == [status]


def test_what_is_lifted_is_not_imposed(coder: Coder) -> None:
    assert told(read(coder, "Norway lifted its sanctions on Peru.")) == [("RETREAT", "NOR", "PER", "actual")]


def test_whoever_lifts_a_burden_does_not_impose_it(coder: Coder) -> None:
    coded = read(coder, "India has begun to reduce duties on Australian coal. It said that it would remove duties on Australian barley.")
    assert {event.type for event in coded.events} in ({"CONCEDE"}, {"RETREAT"}, {"CONCEDE", "RETREAT"})


@pytest.mark.parametrize(
    ("text", "never"), [("Norway cut its aid to Peru.", "AID"), ("Norway has suspended its talks with Peru.", "CONSULT")]
)
def test_what_is_stopped_is_not_done(coder: Coder, text: str, never: str) -> None:
    assert never not in [event.type for event in read(coder, text).events]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kenya avoided criticising Uganda.", "denied"),
        ("Kenya has stopped accusing Uganda of theft.", "denied"),
        ("Kenya stopped short of expelling the Ugandan envoy.", "denied"),
        ("Kenya refrained from criticising Uganda.", "denied"),
        ("Not only did Kenya expel two Ugandan diplomats.", "actual"),
    ],
)
def test_what_is_avoided_is_not_done_and_not_only_denies_nothing(coder: Coder, text: str, status: str) -> None:
    assert {event.status for event in read(coder, text).events} == {status}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("British and French forces bombed Kenya.", {("GBR", "KEN"), ("FRA", "KEN")}),
        ("The French and British ambassadors met Peru's president.", {("FRA", "PER"), ("GBR", "PER")}),
        ("Indian and Pakistani troops exchanged fire.", {("IND", "PAK")}),
    ],
)
def test_what_two_do_to_a_third_they_do_not_do_to_each_other(coder: Coder, text: str, pairs: set[tuple[str, str]]) -> None:
    assert {(source, target) for _, source, target, _ in told(read(coder, text))} == pairs


def test_a_threat_to_do_something_is_one_threat(coder: Coder) -> None:
    (event,) = read(coder, "Kenya threatened to close its border with Uganda unless the raids stopped.").events
    assert (event.type, event.trigger.text) == ("THREATEN", "threatened")


def test_a_verb_tells_the_act_of_its_noun(coder: Coder) -> None:
    assert told(read(coder, "Peru may ask Norway for debt relief.")) == [("REQUEST", "PER", "NOR", "conditional")]


def test_where_it_was_signed_is_no_party(coder: Coder) -> None:
    coded = read(coder, "Iran and Saudi Arabia signed an agreement in Beijing on Friday.")
    assert [(event.source.actor, event.target and event.target.actor) for event in coded.events] == [("state:IRN", "state:SAU")]


def test_nothing_is_left_of_a_word_whose_only_target_is_a_place(coder: Coder) -> None:
    assert read(coder, "The Peruvian minister spoke in Lima.").events == ()


@pytest.mark.parametrize(
    ("second", "n"),
    [
        ("The Norwegian foreign minister condemned Peru on Monday.", 1),  # the state and who acts for it
        ("The Norwegian foreign minister condemned Chile on Monday.", 2),
        ("Norway condemned Peru again on Thursday.", 2),
    ],
)
def test_a_state_and_whoever_acts_for_it_do_one_thing_once(coder: Coder, second: str, n: int) -> None:
    coded = coder.read(Article(f"Norway condemned Peru on Monday. {second}", published=dt.date(2019, 9, 27)))
    assert len([event for event in coded.events if event.type == "ACCUSE"]) == n


def test_whoever_is_called_a_partner_is_not_accused(coder: Coder) -> None:
    assert "ACCUSE" not in [event.type for event in read(coder, "Norway called Peru a reliable partner.").events]
    assert [event.type for event in read(coder, "Norway called Peru a liar.").events] == ["ACCUSE"]


def test_a_year_before_a_visit_is_its_own(coder: Coder) -> None:
    coded = read(coder, "The Norwegian minister's 2012 visit to Peru was preceded by one of Kenya's minister in December 2011.")
    assert [(event.date, event.date_precision) for event in coded.events][:1] == [(dt.date(2012, 1, 1), "year")]
