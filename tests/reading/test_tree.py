"""The tree at hand is spaCy's."""

from __future__ import annotations

from itertools import combinations

import pytest
import spacy
from spacy.tokens import Doc

from relata.reading import Node, Reader, root_of, tree_of
from relata.reading.tree import Tree

TEXT = (
    "Brel, the minister, told the Daily on 3 May that “ships and planes, or lorries,” would go.\n\n"
    "Norland's army and navy left; nobody saw them . Was it so? He couldn't say, she said."
)
LABELS = ("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_", "is_space", "is_punct")


@pytest.fixture(scope="module")
def doc(reader: Reader) -> Doc:
    return reader.read(TEXT)


def places(nodes: object) -> list[int]:
    return [node.i for node in nodes]  # type: ignore[attr-defined]


def test_labels_are_those_of_the_tokens(doc: Doc) -> None:
    for node, token in zip(tree_of(doc), doc, strict=True):
        assert [getattr(node, label) for label in LABELS] == [getattr(token, label) for label in LABELS]
        assert node.end == token.idx + len(token)


@pytest.mark.parametrize("name", ["children", "subtree", "ancestors", "conjuncts", "sent"])
def test_what_hangs_on_a_token(doc: Doc, name: str) -> None:
    for node, token in zip(tree_of(doc), doc, strict=True):
        assert places(getattr(node, name)) == places(getattr(token, name))


@pytest.mark.parametrize("name", ["head", "left_edge", "right_edge"])
def test_what_a_token_hangs_on_and_where_it_ends(doc: Doc, name: str) -> None:
    assert places(getattr(node, name) for node in tree_of(doc)) == places(getattr(token, name) for token in doc)


def test_ranges(doc: Doc) -> None:
    tree = tree_of(doc)
    for start, end in combinations(range(len(doc) + 1), 2):
        assert root_of(tree[start:end]).i == doc[start:end].root.i
        assert tree.text_of(start, end) == doc[start:end].text
        assert [name[:2] for name in tree.names_in(start, end)] == [(e.start, e.end) for e in doc.ents if start <= e.start and e.end <= end]
    assert tree.text_of(len(doc), len(doc) + 3) == ""


def test_sentences(doc: Doc) -> None:
    tree = tree_of(doc)
    assert [(s.start, s.end, s.root.i) for s in tree.sents] == [(s.start, s.end, s.root.i) for s in doc.sents]
    assert tree.starts == [token.sent.start for token in doc]


def test_it_is_made_once(doc: Doc) -> None:
    assert tree_of(doc) is tree_of(doc)
    assert all(isinstance(node, Node) for node in tree_of(doc))


def test_two_names_side_by_side_in_one_place_are_one() -> None:
    words = ["Voters", "went", "for", "Ada", "Quell", "in", "Lima", "Monday"]
    pos = ["NOUN", "VERB", "ADP", "PROPN", "PROPN", "ADP", "PROPN", "PROPN"]
    deps = ["nsubj", "ROOT", "case", "obl", "obl", "case", "obl", "obl"]
    doc = Doc(spacy.blank("en").vocab, words, pos=pos, heads=[1, 1, 4, 1, 1, 6, 1, 1], deps=deps)
    tree = Tree(doc, None)  # type: ignore[arg-type]  # what was read besides is not asked for
    found = [(token.text, token.dep_, token.head.text) for token in tree if token.i > 1]
    assert found == [
        ("for", "case", "Ada"), ("Ada", "obl", "went"), ("Quell", "flat", "Ada"),
        ("in", "case", "Lima"), ("Lima", "obl", "went"), ("Monday", "obl", "went"),
    ]  # fmt: skip
