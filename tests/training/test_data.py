"""Training data: labels stay with their words, whatever is exchanged in a sentence."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import data
from relata.evaluate.treebank import Sentence
from relata.reading.labels import NAME_KINDS

DEPRELS = ["nsubj", "root", "flat", "obl", "case"]
TAGS = ["NNP", "VBD", "IN"]


def sentence(words: str, heads: list[int], deprels: str, upos: str, names: list[tuple[int, int, str]]) -> Sentence:
    tags = {"PROPN": "NNP", "VERB": "VBD", "ADP": "IN"}
    parts = upos.split()
    return Sentence(words.split(), parts, [tags[u] for u in parts], list(heads), deprels.split(), ["_"] * len(parts), names)


def met(first: str, second: str) -> Sentence:
    return sentence(
        f"{first} met in {second}",
        [3, 1, 0, 5, 3],
        "nsubj flat root case obl",
        "PROPN PROPN VERB ADP PROPN",
        [(0, 2, "PERSON"), (4, 5, "PLACE")],
    )


def test_names_become_begin_and_inside_tags_and_unsure_ones_none() -> None:
    item = data.treebank_item([met("Ada Quell", "Lima")], DEPRELS, TAGS)
    person, place = (1 + 2 * NAME_KINDS.index(kind) for kind in ("PERSON", "PLACE"))
    assert item.labels["names"] == [person, person + 1, 0, 0, place]
    unsure = replace(met("Ada Quell", "Lima"), names=[(0, 2, "?")])
    assert data.treebank_item([unsure], DEPRELS, TAGS).labels["names"] == [-100, -100, 0, 0, 0]


def test_names_are_exchanged_only_for_those_of_the_same_shape() -> None:
    items = [data.treebank_item([met(name, place)], DEPRELS, TAGS) for name, place in (("Ada Quell", "Lima"), ("Tom Roe", "Oslo"))]
    pool: dict[data.NameShape, list[list[str]]] = {}
    for item in items:
        for a, b, shape in data.name_shapes(item):
            pool.setdefault(shape, []).extend([item.words[a:b]] * 4)
    assert sorted(len(words[0]) for words in pool.values()) == [1, 2]
    seen = {tuple(data.with_other_names(items[0], random.Random(seed), pool)) for seed in range(40)}
    assert ("Tom", "Roe", "met", "in", "Oslo") in seen
    assert all(words[2:4] == ("met", "in") and words[:2] in (("Tom", "Roe"), ("Ada", "Quell")) for words in seen)


def test_the_same_name_is_exchanged_for_the_same() -> None:
    twice = data.treebank_item([met("Ada Quell", "Lima"), met("Ada Quell", "Lima")], DEPRELS, TAGS)
    pool = {shape: [["Tom", "Roe"][: b - a]] * 4 for a, b, shape in data.name_shapes(twice)}
    for seed in range(20):
        words = data.with_other_names(twice, random.Random(seed), pool)
        assert words[:2] == words[5:7] and words[4] == words[9]


@pytest.mark.parametrize(
    ("kind", "mode", "in_plv"),
    [
        ("RETREAT", "release", "YIELD"), ("CONCEDE", None, "YIELD"), ("COERCE", "cyber", "ASSAULT"), ("COERCE", "arrest", "COERCE"),
        ("SANCTION", "convict", "ACCUSE"), ("SANCTION", "expel", "SANCTION"), ("SANCTION", "discontinue", None), ("NONE", None, None),
    ],
)  # fmt: skip
def test_own_labels_are_told_to_plv_only_where_they_mean_one_of_its_types(kind: str, mode: str | None, in_plv: str | None) -> None:
    assert data.EventLabel([0], [1], [], kind, mode).in_plv == in_plv


def test_countries_are_exchanged_everywhere_and_nothing_else() -> None:
    swaps = [["Kenya", "Kenyan", "Kenyans", "Nairobi"], ["Peru", "Peruvian", "Peruvians", "Lima"]]
    words = ["Kenya", "told", "Peru", "that", "Kenyan", "and", "Peruvian", "envoys", "met", "in", "Nairobi"]
    for seed in range(10):
        new = data.with_other_countries(words, random.Random(seed), swaps)
        other = {"Kenya": "Peru", "Peru": "Kenya"}[new[0]] if new[0] in ("Kenya", "Peru") else ""
        assert new[2] == other
        assert new[4] == new[0] + "n" * (new[0] == "Kenya") + "vian" * (new[0] == "Peru")
        assert [word for word in new if word.islower()] == [word for word in words if word.islower()]
