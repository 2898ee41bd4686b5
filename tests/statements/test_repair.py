"""Attributions mended by syntax: which are kept, which the tree adds, and where a content ends."""

from __future__ import annotations

import pytest

from relata import Coder
from relata.evaluate.polnear import repaired_of
from relata.reading import tree_of
from relata.statements import Attributed, attributed


def found(coder: Coder, text: str) -> dict[str, Attributed]:
    return {one.cue.text: one for one in attributed(tree_of(coder.reader.read(text)))}


def words(one: Attributed) -> str:
    return " ".join(node.text for a, b in one.content for node in one.cue.doc[a:b])


NESTED = "Kenyan spokesman James Mwangi said on Tuesday that Uganda had promised that the old road would be mended by May."


def test_what_is_told_within_what_is_told(coder: Coder) -> None:
    told = found(coder, NESTED)
    assert set(told) == {"said", "promised"}
    assert not told["said"].nested and told["promised"].nested
    assert words(told["promised"]) == "that the old road would be mended by May"
    assert [told["promised"].cue.doc[i].text for i in told["promised"].source] == ["Uganda"]


def test_a_corpus_that_marks_none_within_another_is_scored_without_them(coder: Coder) -> None:
    doc = coder.reader.read(NESTED)
    (one,) = repaired_of(doc)
    assert [doc[i].text for i in one.cue] == ["said"]


def test_readiness_is_expressed(coder: Coder) -> None:
    told = found(coder, "Peruvian minister Ada Quell said on Friday that Chile had expressed its readiness to talk about the border.")
    assert words(told["expressed"]) == "its readiness to talk about the border"


@pytest.mark.parametrize("verb", ["would promise", "might promise", "had not promised", "never promised"])
def test_what_is_only_possible_or_denied_is_not_added(coder: Coder, verb: str) -> None:
    assert "promise" not in {one.cue.lemma_ for one in attributed(tree_of(coder.reader.read(NESTED.replace("had promised", verb))))}


def test_one_who_is_quoted_is_found_once(coder: Coder) -> None:
    told = found(coder, "Reuters quoted Peruvian minister Ada Quell as saying that the border would stay open until the spring.")
    (one,) = told.values()
    assert words(one) == "that the border would stay open until the spring"
