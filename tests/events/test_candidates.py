"""Candidates: syntax and the predicate table alone find who acts on whom, and of which type, before the reader's head is asked."""

from __future__ import annotations

from collections import Counter

import pytest

from relata.actors import Found, find_actors
from relata.coder import Coder
from relata.events.candidates import Candidate, Finder
from relata.reading.labels import EVENT_TYPES
from relata.records import Article
from relata.statements import attribute

from .sentences import NOTHING, SENTENCES, Sentence, expected


def candidates(coder: Coder, text: str) -> tuple[list[Candidate], Found]:
    doc = coder.reader.read(text)
    found = find_actors(doc, coder.gazetteer, None)
    voices = attribute(doc, found, Article(text))
    return list(Finder(doc, found, voices, coder.codebook).run()), found


def code(found: Found, candidate: Candidate, side: str) -> str | None:
    party = getattr(candidate, side)
    if party is None:
        return None
    actor = found.actors[party.spot.actors[0]]
    return actor.country or actor.id


def test_the_sentences_cover_all_types() -> None:
    types = Counter(sentence.type for sentence in SENTENCES)
    assert set(types) == set(EVENT_TYPES) and min(types.values()) >= 2 and len(SENTENCES) >= 60


@pytest.mark.parametrize("sentence", expected(SENTENCES, candidates=True))
def test_source_target_and_type(coder: Coder, sentence: Sentence) -> None:
    found, actors = candidates(coder, sentence.text)
    told = [(candidate.kind, code(actors, candidate, "source"), code(actors, candidate, "target")) for candidate in found]
    assert (sentence.type, sentence.source, sentence.target) in told


@pytest.mark.parametrize("text", NOTHING)
def test_no_listed_predicate_links_two_parties(coder: Coder, text: str) -> None:
    found, _ = candidates(coder, text)
    assert [(candidate.trigger.text, candidate.kind) for candidate in found if candidate.kind and candidate.target] == []


def test_every_pair_of_a_coordination(coder: Coder) -> None:
    found, actors = candidates(coder, "Norway and Sweden accused Peru and Chile of spying.")
    pairs = {(code(actors, c, "source"), code(actors, c, "target")) for c in found if c.kind == "ACCUSE"}
    assert pairs == {("NOR", "PER"), ("NOR", "CHL"), ("SWE", "PER"), ("SWE", "CHL")}


def test_a_joint_act_is_one_candidate(coder: Coder) -> None:
    found, _ = candidates(coder, "Norway and Sweden held talks in Lima.")
    assert [(c.kind, c.joint) for c in found] == [("CONSULT", True)]


def test_nobody_acts_on_himself(coder: Coder) -> None:
    found, actors = candidates(coder, "Kenya condemned Kenya. Kenya praised itself.")
    assert all(code(actors, c, "source") != code(actors, c, "target") for c in found)
