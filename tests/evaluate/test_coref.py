"""Coreference: what is a mention that needs the text before it, which spot answers it, and what links and pairs are worth."""

from __future__ import annotations

import json

import pytest

from relata.actors import Found, Spot
from relata.evaluate import coref
from relata.evaluate.treebank import read_conllu
from relata.records import Actor

from .test_ud import row

LAYOUT = "# global.Entity = GRP-etype-infstat"
FILE = "\n".join(
    [
        "# newdoc id = one", LAYOUT, "# text = Ada Krell of Norland met Bo Tern, a lawyer.",
        row(1, "Ada", "PROPN", 5, "nsubj", "Entity=(1-person-new"), row(2, "Krell", "PROPN", 1, "flat"), row(3, "of", "ADP", 4, "case"),
        row(4, "Norland", "PROPN", 1, "nmod", "Entity=(2-place-new)1)"), row(5, "met", "VERB", 0, "root"),
        row(6, "Bo", "PROPN", 5, "obj", "Entity=(3-person-new"), row(7, "Tern", "PROPN", 6, "flat", "Entity=3)|SpaceAfter=No"),
        row(8, ",", "PUNCT", 10, "punct"), row(9, "a", "DET", 10, "det", "Entity=(3-person-giv"),
        row(10, "lawyer", "NOUN", 6, "appos", "Entity=3)|SpaceAfter=No"), row(11, ".", "PUNCT", 5, "punct"), "",
        "# text = She thanked him for the deal.",
        row(1, "She", "PRON", 2, "nsubj", "Entity=(1-person-giv)"), row(2, "thanked", "VERB", 0, "root"),
        row(3, "him", "PRON", 2, "obj", "Entity=(3-person-giv)"), row(4, "for", "ADP", 6, "case"), row(5, "the", "DET", 6, "det"),
        row(6, "deal", "NOUN", 2, "obl", "Entity=(4-event-new)|SpaceAfter=No"), row(7, ".", "PUNCT", 2, "punct"), "",
        "# text = Krell's aide left the lawyer.",
        "1-2\tKrell's" + "\t_" * 8, row(1, "Krell", "PROPN", 3, "nmod:poss", "Entity=(5-person-new(1-person-giv"),
        row(2, "'s", "PART", 1, "case", "Entity=1)"), row(3, "aide", "NOUN", 4, "nsubj", "Entity=5)"), row(4, "left", "VERB", 0, "root"),
        row(5, "the", "DET", 6, "det", "Entity=(3-person-giv"), row(6, "lawyer", "NOUN", 4, "obj", "Entity=3)|SpaceAfter=No"),
        row(7, ".", "PUNCT", 4, "punct"), "",
        "# newdoc id = two", LAYOUT, "# newpar", "# text = Sudria said it slept.",
        row(1, "Sudria", "PROPN", 2, "nsubj", "Entity=(1-place-new)"), row(2, "said", "VERB", 0, "root"),
        row(3, "it", "PRON", 4, "nsubj", "Entity=(1-place-giv)"), row(4, "slept", "VERB", 2, "ccomp", "SpaceAfter=No"),
        row(5, ".", "PUNCT", 2, "punct"), "", "",
    ]
)  # fmt: skip
# Words, actors and how of the mentions found, in text order; a word's first free place is meant.
FOUND = [
    ("Ada Krell", "ada", "name"), ("Norland", "norland", "name"), ("Bo Tern", "bo", "name"), ("a lawyer", "bo", "coreference"),
    ("She", "ada", "coreference"), ("him", "ada", "coreference"), ("Krell", "ada", "coreference"), ("the lawyer", "lawyer", "phrase"),
    ("Sudria", "sudria", "name"), ("it", "sudria norland", "coreference"),
]  # fmt: skip


@pytest.fixture()
def path(tmp_path):
    file = tmp_path / "x.conllu"
    file.write_text(FILE)
    return file


@pytest.fixture()
def resolved(monkeypatch):
    """What is found in place of the actors' own answers: `FOUND`, or what a test puts there."""
    answers = list(FOUND)

    def find(doc, gazetteer, on):
        found, at = Found(), 0
        for words, actors, how in answers:
            if (place := doc.text.find(words, at)) < 0:
                continue
            at = place + len(words)
            span = doc.char_span(place, at)
            # The first word of a name heads it, the last of a phrase.
            head = span.start if words[0].isupper() else span.end - 1
            found.spots.append(Spot(head=head, start=span.start, end=span.end, actors=tuple(actors.split()), how=how))
            found.actors |= {actor: Actor(actor, actor.title(), "person") for actor in actors.split()}
        return found

    monkeypatch.setattr(coref, "find_actors", find)
    return answers


def values(report):
    return {(f.group, f.name): f.value for f in report.figures}


def test_mentions_are_placed_in_the_text_with_head_and_chain_and_those_that_need_the_text_before_are_told(path):
    first, second = (coref.gold_of(document) for document in read_conllu(path))
    text = "Ada Krell of Norland met Bo Tern, a lawyer. She thanked him for the deal. Krell's aide left the lawyer."
    assert [(text[m.start : m.end], text[slice(*m.head)], m.chain, m.is_pronoun, m.asked) for m in first] == [
        ("Ada Krell of Norland", "Ada", "1", False, False),
        ("Norland", "Norland", "2", False, False),
        ("Bo Tern", "Bo", "3", False, False),
        ("a lawyer", "lawyer", "3", False, False),
        ("She", "She", "1", True, True),
        ("him", "him", "3", True, True),
        ("Krell's aide", "aide", "5", False, False),
        ("Krell's", "Krell's", "1", False, True),  # both words of a multi-word token stand where it does
        ("the lawyer", "lawyer", "3", False, True),
    ]
    assert [(m.text, m.asked) for m in second] == [("Sudria", False), ("it", True)]


def test_links_are_right_where_the_actor_is_the_chains(path, coder, resolved):
    found = values(coref.evaluate(path, coder))
    # Four links: "a lawyer" (right, not asked for), "She" and "Krell" (right), "him" (wrong). Five asked for, "it" among them.
    assert (found["links, all", "precision"], found["links, all", "recall"]) == (3 / 4, 2 / 5)
    assert found["links, all", "F1"] == pytest.approx(2 * 0.75 * 0.4 / 1.15)
    assert (found["links, pronouns", "precision"], found["links, pronouns", "recall"]) == (1 / 2, 1 / 3)
    assert (found["links, other", "precision"], found["links, other", "recall"]) == (1, 1 / 2)


def test_a_chain_that_nothing_names_asks_for_no_link_and_a_link_on_it_is_wrong(path, coder, resolved):
    resolved[2:3] = []  # "Bo Tern"
    resolved[-3:-2] = []  # "the lawyer"
    report = coref.evaluate(path, coder)
    found = values(report)
    assert (found["links, all", "precision"], found["links, all", "recall"]) == (2 / 4, 2 / 3)
    assert [miss.gold for miss in report.worst] == ["him: Bo Tern", "a lawyer: Bo Tern"]


def test_pairs_with_and_without_coreference_and_the_gain(path, coder, resolved):
    found = values(coref.evaluate(path, coder))
    # Chains: 3 pairs of Krell, 6 of Tern. Actors: 6 pairs of ada, 3 of them right; 1 of bo. Joint mentions are none.
    assert found["pairs, with coreference", "precision"] == pytest.approx(4 / 7)
    assert found["pairs, with coreference", "recall"] == pytest.approx(4 / 9)
    assert ("pairs, without coreference", "precision") not in found  # no two of one actor are left
    assert found["pairs, without coreference", "recall"] == 0
    assert found["pairs, gain", "recall"] == pytest.approx(4 / 9)


def test_predictions_are_spans_of_the_rebuilt_text(path, coder, resolved):
    lines = [json.loads(line) for line in coref.evaluate(path, coder).predictions]
    assert [line["id"] for line in lines] == ["one", "two"]
    assert lines[1]["mentions"] == [{"start": 0, "end": 6, "text": "Sudria", "actor": "sudria", "how": "name"}]
    assert [m["text"] for m in lines[0]["mentions"]] == [words for words, _, _ in FOUND[:8]]


def test_the_worst_link_joins_most_of_other_chains(path, coder, resolved):
    report = coref.evaluate(path, coder)
    (miss,) = report.worst
    assert (miss.place, miss.gold, miss.predicted, miss.weight) == ("16", "him: Bo", "Ada", 3)
    assert miss.text == "She thanked him for the deal."
    assert report.counts == {"documents": 2, "mentions": 11, "aligned": 9}


def test_the_smallest_mention_is_meant_and_none_of_two_equal_ones():
    def gold(start, end, chain):
        return coref.Gold(start, end, (0, 3), chain, False, False, "", None)

    spot = coref.Marked(0, 3, (0, 3), "ada", "name")
    one = coref.chains([gold(0, 20, "1"), gold(0, 9, "2")], [spot], {})
    assert (one.aligned, one.actor_of) == ({1: spot}, {"2": "ada"})
    assert coref.chains([gold(0, 9, "1"), gold(0, 9, "2")], [spot], {}).aligned == {}
    assert coref.chains([gold(0, 9, "1")], [coref.Marked(4, 9, (4, 9), "ada", "name")], {}).aligned == {}


def test_a_chain_has_the_actor_that_most_of_its_own_words_have():
    golds = [coref.Gold(i, i + 1, (i, i + 1), "1", False, False, "", None) for i in range(5)]
    given = [("bo", "name"), ("ada", "phrase"), ("ada", "name"), ("bo", "coreference"), ("bo", "coreference")]
    spots = [coref.Marked(i, i + 1, (i, i + 1), actor, how) for i, (actor, how) in enumerate(given)]
    assert coref.chains(golds, spots, {}).actor_of == {"1": "ada"}
    assert coref.chains(golds, spots[:2], {}).actor_of == {"1": "bo"}  # of two equal ones the first


def test_without_entities_only_predictions(tmp_path, coder, resolved):
    file = tmp_path / "x.conllu"
    file.write_text(f"# text = Norland slept\n{row(1, 'Norland', 'PROPN', 2)}\n{row(2, 'slept', 'VERB', 0)}\n")
    report = coref.evaluate(file, coder)
    assert (report.figures, report.worst) == ((), ())
    assert "nothing could be scored" in report.notes[0]
    assert json.loads(report.predictions[0]) == {
        "id": "1", "mentions": [{"start": 0, "end": 7, "text": "Norland", "actor": "norland", "how": "name"}],
    }  # fmt: skip


@pytest.mark.slow
def test_with_the_shipped_weights(path):
    from relata.coder import Coder

    report = coref.evaluate(path, Coder())
    assert [json.loads(line)["id"] for line in report.predictions] == ["one", "two"]
    assert values(report)["links, all", "precision"] > 0
