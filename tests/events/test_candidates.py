"""Candidates: syntax, speech and the predicate table give every link that could hold, before it is asked which does."""

from __future__ import annotations

from collections import Counter

import pytest

from relata.actors import Found, find_actors
from relata.coder import Coder
from relata.events.candidates import Candidate, Finder
from relata.reading.labels import EVENT_TYPES
from relata.records import Article
from relata.statements import attribute

from .sentences import SENTENCES, Sentence, expected

Told = tuple[str | None, str, str | None]


def finder(coder: Coder, text: str, home: str | None = None) -> Finder:
    doc = coder.reader.read(text)
    found = find_actors(doc, coder.gazetteer, None, home=home)
    voices = attribute(doc, found, Article(text, outlet_country=home))
    return Finder(doc, found, voices, coder.codebook, coder.gazetteer, home)


def candidates(coder: Coder, text: str, home: str | None = None) -> tuple[list[Candidate], Finder]:
    made = finder(coder, text, home)
    return [candidate for group in made.run() for candidate in group], made


def code(found: Found, actor: str) -> str:
    return found.actors[actor].country or actor


def links(coder: Coder, text: str, home: str | None = None) -> list[tuple[str, Told, Candidate]]:
    """(trigger, (table's type, source, target), candidate) of every pair that a candidate makes."""
    made, by = candidates(coder, text, home)
    out = []
    for candidate in made:
        for pair in candidate.pairs:
            source, target = (side and code(by.found, side.spot.actors[0]) for side in pair)
            assert source is not None
            out.append((candidate.trigger.text, (candidate.kind, source, target), candidate))
    return out


def test_the_sentences_cover_all_types() -> None:
    types = Counter(sentence.type for sentence in SENTENCES)
    assert set(types) == set(EVENT_TYPES) and min(types.values()) >= 2 and len(SENTENCES) >= 60


@pytest.mark.parametrize("sentence", expected(SENTENCES, candidates=True))
def test_source_target_and_type(coder: Coder, sentence: Sentence) -> None:
    told = [link for _, link, _ in links(coder, sentence.text)]
    assert (sentence.type, sentence.source, sentence.target) in told


def test_every_pair_of_a_coordination(coder: Coder) -> None:
    pairs = {
        link[1:] for _, link, c in links(coder, "Norway and Sweden accused Peru and Chile of spying.") if c.kind == "ACCUSE" and c.target
    }
    assert pairs >= {("NOR", "PER"), ("NOR", "CHL"), ("SWE", "PER"), ("SWE", "CHL")}


def test_a_joint_act_has_a_joint_candidate(coder: Coder) -> None:
    assert ("held", ("CONSULT", "NOR", "SWE")) in [
        (word, link) for word, link, c in links(coder, "Norway and Sweden held talks in Lima.") if c.joint
    ]


def test_nobody_acts_on_himself(coder: Coder) -> None:
    assert all(link[1] != link[2] for _, link, _ in links(coder, "Kenya condemned Kenya. Kenya praised itself."))


@pytest.mark.parametrize(
    ("text", "word", "source", "target"),
    [
        ('"We thank Norway for the boats," Peruvian Foreign Minister Luis Prado said.', "thank", "PER", "NOR"),
        ("Peru and Chile are at odds. Peru said on Monday that they had seized two boats.", "seized", "CHL", "PER"),
        ("Boatmen from Lima blocked Chilean lorries.", "blocked", "PER", "CHL"),
        ("Two columns of Peruvian tanks crossed into Chile.", "crossed", "PER", "CHL"),
        ("The British accuse Peru of delay.", "accuse", "GBR", "PER"),
        ("Norway expressed its readiness to meet Sweden.", "readiness", "NOR", "SWE"),
        ("Norway expressed its readiness to engage in dialogue and resume talks with Sweden.", "expressed", "NOR", "SWE"),
        ("The Chilean refusal of a Peruvian request surprised nobody.", "refusal", "CHL", "PER"),
    ],
)
def test_parties_that_stand_further_off(coder: Coder, text: str, word: str, source: str, target: str) -> None:
    assert (word, source, target) in [(w, s, t) for w, (_, s, t), _ in links(coder, text)]


def test_an_untold_party_is_a_guess_and_says_so(coder: Coder) -> None:
    text = "Peru and Chile share a border. Chile has two mines there. We asked Chile for water."
    signs = [c.signs for w, (_, s, t), c in links(coder, text) if (w, s, t) == ("asked", "PER", "CHL")]
    assert signs and all("s how guess first" in names for names in signs)


def test_signs_are_the_same_whoever_the_parties_are(coder: Coder) -> None:
    one, other = ([c.signs for _, _, c in links(coder, text)] for text in ("Kenya praised Peru.", "Peru praised Kenya."))
    assert one == other


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Who speaks for a body of several states is no state's.
        ("UN envoy Maria Lopes criticised Sudan.", ("ACCUSE", "person:maria-lopes", "SDN")),
        ("UN Secretary-General Maria Lopes criticised Sudan.", ("ACCUSE", "person:maria-lopes", "SDN")),
        ("Russian forces attacked Kharkiv.", ("ASSAULT", "RUS", "UKR")),
        ("Israeli planes struck a depot outside Damascus.", ("ASSAULT", "ISR", "SYR")),
        ("Cuba deported a South Korean.", ("COERCE", "CUB", "KOR")),
        ("NATO troops attacked Libya.", ("ASSAULT", "group:nato-troops", "LBY")),
        # A people by its adjective alone, counted.
        ("Slovak police arrested two Chinese.", ("COERCE", "SVK", "CHN")),
        ("Russia deported seven Swiss.", ("COERCE", "RUS", "CHE")),
        ("Chile deported a Syrian from Aleppo.", ("COERCE", "CHL", "SYR")),
        # "They" are those named together before.
        ("Peru and Chile share a river. They held talks on Monday.", ("CONSULT", "PER", "CHL")),
        ("The presidents of Peru and Chile arrived on Monday. They signed a treaty.", ("SUPPORT", "PER", "CHL")),
        ("Peru and Chile said that they had exchanged prisoners.", ("RETREAT", "PER", "CHL")),
        # Of each state named.
        ("Ministers from Iran, Iraq and Turkey met in Doha.", ("CONSULT", "IRN", "TUR")),
        ("Fighting broke out between Kenyan and Ugandan troops.", ("ASSAULT", "KEN", "UGA")),
        ("Sudanese and South Sudanese soldiers met at Heglig.", ("CONSULT", "SDN", "SSD")),
        ("Iran seized Czech and Slovak ships.", ("COERCE", "IRN", "SVK")),
        ("It was Sudan that cut ties with Chad.", ("SANCTION", "SDN", "TCD")),
        ("A crowd stormed the Iraqi embassy in Amman.", ("ASSAULT", "JOR", "IRQ")),
        # Whoever a passive does not name.
        ("Three Venezuelan pilots were arrested in Peru.", ("COERCE", "PER", "VEN")),
        ("The Peruvian ambassador was summoned to the Chilean foreign ministry.", ("ACCUSE", "CHL", "PER")),
        ("Ukraine received missiles from Estonia.", ("AID", "UKR", "EST")),
        # Whoever leads it, or is only counted.
        ("A Norwegian-led strike on Chilean depots lasted an hour.", ("ASSAULT", "NOR", "CHL")),
        ("A group of Peruvian hackers launched cyber attacks on a number of Chilean ministries in May.", ("ASSAULT", "PER", "CHL")),
        ("Kenya condemned the Ugandan Prime Minister's remarks.", ("ACCUSE", "KEN", "UGA")),
        ("Kenya has fought this year against al-Shabab.", ("ASSAULT", "KEN", "SOM")),
        ("Norway, Sweden, Finland and Peru have provided their complete annual donations to Palestinians.", ("AID", "PER", "PSE")),
        ("Peru carried out air strikes on Chile.", ("ASSAULT", "PER", "CHL")),
        ("Peru launched cyber attacks on Chile.", ("COERCE", "PER", "CHL")),
        # Gerunds.
        ("Ankara protested against the closing of the border by Bulgaria.", ("COERCE", "BGR", "TUR")),
        ("Moscow welcomed the lifting of sanctions on Syria by Britain.", ("RETREAT", "GBR", "SYR")),
        # For what somebody is thanked or condemned.
        ("Peru thanked Chile for the gift of 20 ambulances.", ("AID", "CHL", "PER")),
        ("Peru thanked Chile for sending doctors.", ("AID", "CHL", "PER")),
        # "The two", "both": those named together, or who met whom.
        ("Peru's president met Chile's president on Monday and the two signed an agreement.", ("SUPPORT", "PER", "CHL")),
        ("Peru and Chile gave up prisoners and both thanked Kenya.", ("SUPPORT", "CHL", "KEN")),
        ("Thai and Cambodian troops clashed on Friday. Indonesia urged both to stop.", ("REQUEST", "IDN", "KHM")),
        ("Egypt met Eritrea and Somalia in Asmara, where the three signed a pact.", ("SUPPORT", "ERI", "SOM")),
        # From whom a verb's object comes, and on whose account.
        ("Norland's raid was over. Peru's raid drew a protest from Santiago.", ("PROTEST", "CHL", "PER")),
        ("Libya's rulers won recognition from Niger on Tuesday.", ("SUPPORT", "NER", "LBY")),
        ("Peru received a first part of the promised aid from Chile.", ("AID", "CHL", "PER")),
        ("Kenya ignored appeals from Washington and Ottawa.", ("REJECT", "KEN", "CAN")),
        ("Israel ordered its ambassadors back from Dublin, Oslo and Madrid.", ("SANCTION", "ISR", "IRL")),
        ("Kenya turned down a request from Brussels.", ("REQUEST", "intergovernmental:european-union", "KEN")),
        # Passives.
        ("The expulsion of three Chilean diplomats by Bolivia was a surprise.", ("SANCTION", "BOL", "CHL")),
        ("Two Armenian diplomats were accused of spying by Turkey on Monday.", ("ACCUSE", "TUR", "ARM")),
        ("The battalion of Somalia was trained by France and equipped by Peru.", ("AID", "PER", "SOM")),
        ("Full diplomatic relations between Egypt and Qatar were restored on Monday.", ("SUPPORT", "EGY", "QAT")),
        ("Cyprus joined Greece in calling on Russia to stop the war.", ("REQUEST", "GRC", "RUS")),
        ("Poland turned 200 Belarusians back at the border.", ("REJECT", "POL", "BLR")),
        # The other half of a state.
        ("North Korea condemned the South on Monday.", ("ACCUSE", "PRK", "KOR")),
        ("Seoul accused the North of firing at a South Korean ship.", ("ACCUSE", "KOR", "PRK")),
        ("Peru and Chile re-established diplomatic relations.", ("SUPPORT", "PER", "CHL")),
        ("The United States re-imposed sanctions on Iran.", ("SANCTION", "USA", "IRN")),
        # Whoever makes what a noun tells.
        ("Norway condemned the missile attacks launched by Peru against Chile.", ("ASSAULT", "PER", "CHL")),
        ("The accusations made by Peru against Chile were false, Norway said.", ("ACCUSE", "PER", "CHL")),
        ("Norway criticised the sanctions that Peru imposed on Chile.", ("SANCTION", "PER", "CHL")),
        ("Kenya denounced the talks that Peru and Chile held in May.", ("CONSULT", "PER", "CHL")),
        # Who does it too, and of whom somebody says it.
        ("Peru suspended its treaty with Chile, as did Norway and Kenya.", ("SANCTION", "KEN", "CHL")),
        ("Peru complained of Chilean helicopters it said had entered its airspace.", ("MOBILIZE", "CHL", "PER")),
        # Whose name follows what he is.
        ("Peru's state company Cobrex and Norway's Fjellgass signed a contract.", ("SUPPORT", "PER", "NOR")),
        ("A Chilean coast guard vessel shadowed a Peruvian patrol ship.", ("MOBILIZE", "CHL", "PER")),
        # What is judged, and against whom rather than where.
        ("Peru's minister said that Chile's refusal was unjust.", ("ACCUSE", "PER", "CHL")),
        ("Some 60 Chilean exiles rallied in Lima against Peru's new stance.", ("PROTEST", "CHL", "PER")),
        # Who has to do something, if nothing is to be done to him.
        ("Peru will close its border with the sea if Chile does not pay.", ("COERCE", "PER", "CHL")),
        # Who answers, and whom he is asked about.
        ("Peru's minister, Ada Quell, spoke to the Post.\nQ: Will you pay?\nA: We thank Kenya, and we decline.", ("SUPPORT", "PER", "KEN")),
        # Who lends us something is not us.
        ("Chile is far and Chile is cold.\nIn Kenya nobody sleeps. Chile has lent us a pump.", ("AID", "CHL", "KEN")),
        # The sentence behind a dateline.
        ("DILI, East Timor, May 28 - Peruvian soldiers arrested two Chilean deputies.", ("COERCE", "PER", "CHL")),
    ],
)
def test_parties_that_are_told_in_other_ways(coder: Coder, text: str, told: Told) -> None:
    assert told in [link for _, link, _ in links(coder, text)]


@pytest.mark.parametrize(
    ("text", "false"),
    [
        # The speaker does not do what others make.
        ("The accusations made by Peru against Chile were false, Norway said.", ("ACCUSE", "NOR", "CHL")),
        # A title is no party of its own.
        ("A talk between Prime Minister Ada Quell of Peru and five clerks was printed. Chile read it.", ("CONSULT", "PER", "CHL")),
        # Reporters are none either.
        ("Kenyan minister Ada Quell told Ugandan reporters so after talks with Chile.", ("CONSULT", "KEN", "UGA")),
        # What is so meanwhile is done to nobody.
        ("Peru vowed to deepen its ties with Kenya amid Chile's pressure.", ("AGREE", "PER", "CHL")),
        # Where an envoy of no known state is says nothing of whose he is.
        ("A European diplomat in Lima complained about Chile.", ("ACCUSE", "PER", "CHL")),
        ("The tribunal in Geneva sentenced a Peruvian general.", ("SANCTION", "CHE", "PER")),
        # A quarrel at home is not with whoever else the text speaks of.
        ("Chile waits. A Peruvian union criticised Peru's decision.", ("ACCUSE", "PER", "CHL")),
        # What a state does to its own people concerns nobody who tells of it.
        ("Chile said that Lima detained two Peruvians.", ("COERCE", "PER", "CHL")),
        ("Chile said that Lima detained two Peruvians.", ("COERCE", "CHL", "PER")),
    ],
)
def test_parties_that_are_none(coder: Coder, text: str, false: Told) -> None:
    assert false not in [link for _, link, _ in links(coder, text)]


def test_people_of_no_known_state_are_passed_over_openly(coder: Coder) -> None:
    made = links(coder, "Chile protested. Peruvian officers beat four Kurds on Monday.")
    assert {sign for _, (_, _, t), c in made if t == "CHL" for sign in c.signs if sign.startswith("passes")} == {"passes over new"}


def test_what_a_speaker_says_another_must_do_is_a_request(coder: Coder) -> None:
    told = links(coder, "China's foreign ministry said Australia must stop the visits.")
    assert [(s, t) for word, (_, s, t), c in told if word == "stop" and c.target is not None and c.target.way == "obliged"] == [
        ("CHN", "AUS")
    ]


def test_several_do_nothing_to_each_other_where_a_protest_comes_from_them(coder: Coder) -> None:
    told = links(coder, "The air strikes prompted condemnation from Ankara, Tehran and Baghdad.")
    assert {c.target for word, (_, _, t), c in told if word == "condemnation" and t is not None} == {None}


@pytest.mark.parametrize("words", ["the blame rests with Uganda", "the main responsibility lies with Uganda", "the blame falls on Uganda"])
def test_who_says_where_the_blame_lies_blames(coder: Coder, words: str) -> None:
    told = [link for _, link, _ in links(coder, f"Kenyan President Ada Quell said that {words}.")]
    assert ("ACCUSE", "KEN", "UGA") in told


def test_what_two_do_to_each_other_is_told_of_both(coder: Coder) -> None:
    made = [candidate for _, told, candidate in links(coder, "Kenya and Uganda accused each other of theft.") if told[0] == "ACCUSE"]
    assert any(candidate.joint and "each other" in candidate.signs for candidate in made)


def test_a_chain_of_pronouns_ends(coder: Coder) -> None:
    assert links(coder, "All of them met. " * 400) == []


def test_the_south_of_another_state_is_no_state(coder: Coder) -> None:
    assert "state:ZAF" not in [
        by for spot in finder(coder, "South Africa spoke. The South praised Chile.").found.spots[1:] for by in spot.actors
    ]
