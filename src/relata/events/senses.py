"""What does the predicate table say of a word? Its rows whose frame holds, and whether a target stands where they want it.

In: a word of a tree. Out: `Sense`s, one for each type. Left out: who does it to whom (`parties`), and whether it holds (`links`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..actors.phrases import preposition
from ..reading import Node
from .codebook import Codebook, Predicate
from .constructions import MEASURES

# What the table has as one word, written as two.
JOINED = {
    **{("air", word): "airstrike" for word in ("strike", "raid", "attack", "assault")},
    **{("cyber", word): "cyberattack" for word in ("attack", "strike", "assault", "warfare", "operation")},
    ("war", "game"): "wargame",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """What the predicate table says of a word here: its row, whose frame holds."""

    row: Predicate
    mode: str | None


class Senses:
    """The predicate table of a codebook, asked of words."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def rows(self, token: Node) -> tuple[Predicate, ...]:
        lemma, known = token.lemma_.lower(), self.codebook.predicates
        rows = known.get((lemma, token.pos_)) or known.get((lemma.replace("re-", "re"), token.pos_), ())
        return rows or (self.codebook.gerunds.get(token.lower_, ()) if _is_gerund(token) else ())

    def of(self, token: Node) -> list[Sense]:
        """One sense for each type whose row's frame holds, the table's order kept."""
        out: dict[str, Sense] = {}
        for row in self.rows(token):
            if row.type not in out and (frame := self._frame(token, row)) is not None:
                out[row.type] = Sense(row, row.mode or self._mode_of(frame, row))
        return list(out.values())[:2]

    def _frame(self, token: Node, row: Predicate) -> list[Node] | None:
        """Tokens that fill the row's frame; an empty list where it needs none, None where it does not hold."""
        if row.frame is None:
            return []
        kind, _, case = row.frame.partition(":")
        fillers = []
        for child in token.children:
            dep = child.dep_
            if row.frame in ("xcomp", "acl"):
                fits = (
                    dep in ("xcomp", "acl", "ccomp")
                    and child.pos_ in ("VERB", "ADJ", "NOUN")
                    and (dep == row.frame or (dep == "ccomp" and is_infinitive(child)))
                )
            elif case and kind in ("obl", "nmod"):
                fits = dep.split(":")[0] in ("obl", "nmod") and preposition(child) == case
            elif row.frame == "obj":
                fits = dep in ("obj", "nsubj:pass") or (dep == "nmod" and preposition(child) == "of" and _is_gerund(token))
                fits = fits or (dep == "iobj" and any(c.dep_ == "xcomp" for c in token.children))  # "allowed experts to inspect it"
            else:  # of "turned them back" the tree may have an adverb
                fits = dep == row.frame or (row.frame, dep) in (("compound", "amod"), ("compound:prt", "advmod"))
            # "200 tonnes of aid" is aid.
            named = [child, *(c for c in child.children if c.dep_ == "nmod" and preposition(c) == "of" and child.lemma_ in MEASURES)]
            if fits and (hit := next((t for t in named if not row.fillers or _words(t) & row.fillers), None)):
                fillers += named if hit is not child else [child]
        return fillers or None

    def _mode_of(self, frame: list[Node], row: Predicate) -> str | None:
        """The mode that the frame's own row gives: "held a phone conversation" takes it from the conversation."""
        for filler in frame:
            for own in self.codebook.predicates.get((filler.lemma_.lower(), filler.pos_), ()):
                if own.type == row.type and own.mode and self._frame(filler, own) is not None:
                    return own.mode
        return None


def is_infinitive(token: Node) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children) or (
        token.dep_ == "conj"
        and token.tag_ == "VB"
        and not any(c.dep_ in ("nsubj", "aux") for c in token.children)
        and is_infinitive(token.head)
    )


def fit(token: Node, sense: Sense | None, target: str | None, *, joint: bool) -> Iterator[str]:
    """Whether the target, by the way to it, stands where the table's row wants it; what is done together needs none."""
    if sense is None:
        return
    if joint and sense.row.symmetric:
        yield "fit joint"
    elif target is None:
        yield "fit none wanted" if sense.row.targets else "fit none"
    if target is None:
        return
    way = target.split("+")[0].rpartition(">")[2]
    places = {place.replace("nmod:", "obl:") for place in sense.row.targets}
    if way in ("pass", "relobj", "iobj") or (way == "obl:of" and token.pos_ == "NOUN" and sense.row.pos == "VERB"):
        way = "obj" if "obj" in places else way
    yield "fit yes" if way in places else "fit no" if places else "fit unasked"


def _is_gerund(token: Node) -> bool:
    """ "The closing of the border"."""
    return (
        token.pos_ == "NOUN" and token.lower_.endswith("ing") and any(c.dep_ == "nmod" and preposition(c) == "of" for c in token.children)
    )


def _words(token: Node) -> set[str]:
    """As what a table's row may name it; "air strikes" are airstrikes and no strikes."""
    before = next((c.lower_ for c in token.children if c.i == token.i - 1 and c.dep_ in ("amod", "compound")), "")
    joined = JOINED.get((before, token.lemma_.lower()))
    return {joined} if joined else {token.lemma_.lower(), token.lower_}
