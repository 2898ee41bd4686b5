"""The tree of a read text, with all that is asked of its tokens ready at hand.

In: a Doc that a `Reader` made. Out: its `Tree` of `Node`s, whose attributes have the names and meaning of spaCy's. spaCy makes a token anew
at each look at a head or child and looks up the string of each label; the rooms behind this one look some fifty times at each token, and
half of their time went there.
"""

from __future__ import annotations

import calendar
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from .reader import Reading, reading_of

# Key of the Tree in `doc.user_data`.
KEY = "relata.tree"
# Where a clause has one name at most.
NAMED_PLACES = frozenset(("nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "nmod:poss"))
DAYS = frozenset(name.lower() for names in (calendar.day_name, calendar.month_name) for name in names if name)


@dataclass(eq=False, repr=False)
class Node:
    """A token. `doc` are all tokens of the text; `end` is the offset behind its last character; the lists are in text order."""

    doc: list[Node]
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    is_space: bool
    is_punct: bool
    end: int
    children: list[Node] = field(default_factory=list)

    # Set once all are made; a root is its own head.
    head: Node = field(init=False)
    sent: Sentence = field(init=False)

    @cached_property
    def subtree(self) -> list[Node]:
        """The token and all below it."""
        out: list[Node] = []
        for child in self.children:
            if child.i > self.i:
                break
            out += child.subtree
        out.append(self)
        for child in self.children:
            if child.i > self.i:
                out += child.subtree
        return out

    @cached_property
    def left_edge(self) -> Node:
        return self.doc[min(node.i for node in self.subtree)]

    @cached_property
    def right_edge(self) -> Node:
        return self.doc[max(node.i for node in self.subtree)]

    @property
    def ancestors(self) -> Iterator[Node]:
        """Its head and so on, up to the root."""
        node = self
        while node.head is not node:
            node = node.head
            yield node

    @cached_property
    def conjuncts(self) -> list[Node]:
        """Those coordinated with it."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        out = [first]
        for node in out:
            out += [child for child in node.children if child.dep_ == "conj" and child.i > node.i]
        return [node for node in out if node is not self]


class Sentence(list[Node]):
    """The tokens of a sentence."""

    @property
    def start(self) -> int:
        return self[0].i

    @property
    def end(self) -> int:
        return self[-1].i + 1

    @cached_property
    def root(self) -> Node:
        return root_of(self)


class Name(NamedTuple):
    """A name that the reader saw: its tokens ``start:end``."""

    start: int
    end: int
    label_: str


class Tree(list[Node]):
    """The tokens of a text."""

    def __init__(self, doc: Doc, reading: Reading) -> None:
        super().__init__()
        nodes: list[Node] = []
        heads: list[int] = []
        for i, t in enumerate(doc):
            text, idx = t.text, t.idx
            nodes.append(
                Node(
                    nodes, i, idx, text, t.lower_, t.lemma_, t.pos_, t.tag_, t.dep_, t.ent_type_, t.whitespace_, t.is_space, t.is_punct,
                    idx + len(text),
                )
            )  # fmt: skip
            heads.append(t.head.i)
        _join_names(nodes, heads)
        for node, head in zip(nodes, heads, strict=True):
            node.head = nodes[head]
            if node.head is not node:
                node.head.children.append(node)
        self += nodes
        self.reading = reading
        self.sents = [Sentence(nodes[sent.start : sent.end]) for sent in doc.sents]
        for sent in self.sents:
            for node in sent:
                node.sent = sent
        self._names = [Name(ent.start, ent.end, ent.label_) for ent in doc.ents]

    @cached_property
    def starts(self) -> list[int]:
        """For each token the first token of its sentence."""
        return [sent.start for sent in self.sents for _ in sent]

    def names_in(self, start: int, end: int) -> list[Name]:
        """The reader's names within a range of tokens."""
        names = self._names
        return [name for name in names[bisect_left(names, (start,)) : bisect_left(names, (end,))] if name.end <= end]

    def text_of(self, start: int, end: int) -> str:
        """The text of a range of tokens."""
        nodes = self[start:end]
        return self.reading.text[nodes[0].idx : nodes[-1].end] if nodes else ""


def _join_names(nodes: list[Node], heads: list[int]) -> None:
    """ "For Hillary Clinton": two names side by side in the same place are one, though each was hung on the verb."""
    for one, other in pairwise(nodes):
        alike = one.dep_ == other.dep_ and one.dep_ in NAMED_PLACES and heads[one.i] == heads[other.i]
        if alike and one.pos_ == other.pos_ == "PROPN" and one.whitespace_ == " " and other.lower_ not in DAYS:
            heads[:] = [one.i if head == other.i else head for head in heads]
            heads[other.i], other.dep_ = one.i, "flat"


def root_of(nodes: list[Node]) -> Node:
    """The token of an unbroken range that the others hang on: the nearest to the root of the sentence, of equals the first."""
    first, last = nodes[0].i, nodes[-1].i
    tops = [node for node in nodes if node.head is node or not first <= node.head.i <= last]
    return min(tops, key=_depth)


def _depth(node: Node) -> int:
    """How far below the root; a lone mark is the last to be taken, as by spaCy."""
    is_lone_mark = (node.is_space or node.is_punct) and not node.children and node.head is not node
    return len(node.doc) if is_lone_mark else sum(1 for _ in node.ancestors)


def tree_of(doc: Doc) -> Tree:
    """The Tree of a Doc that a `Reader` made; made once for each. Raises KeyError for another Doc."""
    tree: Tree | None = doc.user_data.get(KEY)
    if tree is None:
        tree = doc.user_data[KEY] = Tree(doc, reading_of(doc))
    return tree
