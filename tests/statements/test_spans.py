"""Contents repaired by syntax, on Docs made by hand."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from relata.reading import Reading, Tree
from relata.reading.windows import Words
from relata.statements.spans import _filled

SENTENCES = "China will share what it knows with Peru and firmly support it . They are friends , Quell said ."
WORDS = SENTENCES.split(" ")


@pytest.fixture()
def tree() -> Tree:
    doc = Doc(Vocab(), words=WORDS, sent_starts=[i in (0, 13) for i in range(len(WORDS))])
    return Tree(doc, Reading(None, Words([], [], []), [], [], SENTENCES))  # type: ignore[arg-type]


def test_a_sentence_before_the_last_one_is_content_as_a_whole(tree: Tree) -> None:
    """The tags leave out its end, where another cue stands; the last sentence holds the cue and is taken as it is tagged."""
    quell, said = WORDS.index("Quell"), WORDS.index("said")
    assert _filled(tree, {1, 2, 13, 14, 15}, {quell, said}) == set(range(16))


def test_a_sentence_that_holds_the_cue_is_not_taken_whole(tree: Tree) -> None:
    assert _filled(tree, {1, 2, 13, 14, 15}, {11}) == {0, 1, 2, 13, 14, 15}


def test_what_ends_the_line_before_is_not_said() -> None:
    words = ["Ada", "Roe", "\n", "We", "stay", "."]
    doc = Doc(Vocab(), words=words, sent_starts=[i == 0 for i in range(len(words))])
    lines = Tree(doc, Reading(None, Words([], [], []), [], [], "Ada Roe \n We stay ."))  # type: ignore[arg-type]
    assert _filled(lines, {3, 4, 5}, set()) == {3, 4, 5}
