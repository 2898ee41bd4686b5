"""How much does actor coreference gain? Chains of people, organisations and places, against actors (GUM).

In: CoNLL-U with ``Entity=`` in MISC. Out: a report, and JSON lines, one a document: ``id`` and ``mentions`` of one actor each, with
``start`` and ``end`` in the document's rebuilt text. Read from that text; a mention answers the smallest gold one whose head word its
own head lies on.

Links: mentions resolved by the text before them are right where their actor is the one that most mentions of the chain were resolved
to by their own words. Recall is over the pronouns, definite or bare noun phrases and shortened names, none the first of its chain,
of chains that have such an actor. Pairs: any two aligned mentions of a document, of one chain or not, of one actor or not; "without
coreference" leaves each mention that the text before resolved by itself. Worst errors: wrong links, by how many mentions of other
chains they were joined with. Left out: joint mentions ("the two sides"), gold mentions without a tree.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from spacy.tokens import Doc

from ..actors import Found, find_actors
from . import scores
from .align import of_gold
from .gold import Span
from .names import Mention, name_words
from .report import NOTHING_TO_SCORE, Figure, Miss, Report, Tested, worst
from .treebank import Sentence, document_text, read_conllu

KINDS: Final = ("person", "organization", "place")
DEFINITE: Final = frozenset(("the", "this", "that", "these", "those"))
COREFERENCE: Final = "coreference"


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold mention, by characters; `asked` is whether only the text before it tells who is meant."""

    start: int
    end: int
    head: Span
    chain: str
    is_pronoun: bool
    asked: bool
    text: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention of one actor, by characters; `how` as in `Spot`."""

    start: int
    end: int
    head: Span
    actor: str
    how: str


@dataclass(frozen=True, slots=True)
class Chains:
    """One document: gold mentions in text order, which of them are aligned with what, the actor of a chain, the names of actors."""

    gold: list[Gold]
    aligned: dict[int, Marked]
    actor_of: dict[str, str]
    names: dict[str, str]


def evaluate(path: Path, coder: Tested) -> Report:
    """Find the actors of every document, and hold them against its chains."""
    documents = read_conllu(path)
    told, lines = [], []
    for number, sentences in enumerate(documents, 1):
        doc = coder.reader.read(document_text(sentences))
        found = find_actors(doc, coder.gazetteer, None)
        marked = _marked(doc, found)
        shown = [{"start": m.start, "end": m.end, "text": doc.text[m.start : m.end], "actor": m.actor, "how": m.how} for m in marked]
        lines.append(json.dumps({"id": _id_of(sentences) or str(number), "mentions": shown}))
        told.append(chains(gold_of(sentences), marked, {key: actor.name for key, actor in found.actors.items()}))
    counts = {"documents": len(told), "mentions": sum(len(one.gold) for one in told), "aligned": sum(len(one.aligned) for one in told)}
    figures = tuple(f for f in (*_link_figures(told), *_pair_figures(told)) if f.value is not None)
    notes = () if counts["mentions"] else (NOTHING_TO_SCORE,)
    misses = [miss for one in told for miss in _misses(one)]
    return Report("coref", str(path), coder.model_id, counts, figures, (), worst(misses), notes, tuple(lines))


def gold_of(sentences: Sequence[Sentence]) -> list[Gold]:
    """A document's mentions of the kinds that are scored, in text order."""
    letters = [i for i, letter in enumerate(document_text(sentences)) if not letter.isspace()]
    spans = [(letters[word.start], letters[word.end - 1] + 1) for word in of_gold(sentences)[0]]
    names: dict[str, list[list[str]]] = {}  # of the mentions so far, by chain
    out, offset = [], 0
    for sentence in sentences:
        for mention in sorted(sentence.mentions, key=lambda m: (m.start, -m.end)):
            head = _head(sentence, mention)
            if mention.kind not in KINDS or head is None:
                continue
            name = [sentence.words[i] for i in sorted(name_words(sentence, head, mention.start, mention.end))]
            before = names.setdefault(mention.chain, [])
            asked = bool(before) and _needs_text(sentence, mention, head, name, before)
            before.append(name if sentence.upos[head] == "PROPN" else [])
            start, end = spans[offset + mention.start][0], spans[offset + mention.end - 1][1]
            text = " ".join(sentence.words[mention.start : mention.end])
            is_pronoun = sentence.upos[head] == "PRON"
            out.append(Gold(start, end, spans[offset + head], mention.chain, is_pronoun, asked, text, sentence))
        offset += len(sentence.words)
    return out


def _head(sentence: Sentence, mention: Mention) -> int | None:
    """The mention's word that hangs on one outside it, the first of several; None in an inner circle of a broken tree."""
    inside = range(mention.start, mention.end)
    return next((i for i in inside if (sentence.heads[i] or 0) - 1 not in inside), None)


def _needs_text(sentence: Sentence, mention: Mention, head: int, name: Sequence[str], before: Sequence[Sequence[str]]) -> bool:
    """Whether a later mention of a chain is a pronoun, a shortened name, or a noun without an indefinite determiner."""
    if sentence.upos[head] == "PROPN":
        return len(name) == 1 and any(len(longer) > 1 and name[0] in longer for longer in before)
    children = [i for i in range(mention.start, mention.end) if sentence.heads[i] == head + 1]
    determiners = {sentence.words[i].lower() for i in children if sentence.deprels[i] == "det"}
    is_told = not determiners or bool(determiners & DEFINITE)
    return sentence.upos[head] == "PRON" or (sentence.upos[head] == "NOUN" and is_told)


def _marked(doc: Doc, found: Found) -> list[Marked]:
    """The mentions of one actor."""
    out = []
    for spot in found.spots:
        if len(spot.actors) == 1:
            head, last = doc[spot.head], doc[spot.end - 1]
            span = (head.idx, head.idx + len(head))
            out.append(Marked(doc[spot.start].idx, last.idx + len(last), span, spot.actors[0], spot.how))
    return out


def chains(gold: list[Gold], marked: Sequence[Marked], names: dict[str, str]) -> Chains:
    """Align a document's mentions with the gold ones, and give each chain its actor; among equals the first met."""
    aligned: dict[int, Marked] = {}
    for mention in marked:
        low, high = mention.head
        on = [i for i, g in enumerate(gold) if g.head[0] < high and low < g.head[1]]
        size = min((gold[i].end - gold[i].start for i in on), default=0)
        smallest = [i for i in on if gold[i].end - gold[i].start == size]
        if len(smallest) == 1:
            aligned.setdefault(smallest[0], mention)
    votes: dict[str, Counter[str]] = {}
    for i in sorted(aligned):
        if aligned[i].how != COREFERENCE:
            votes.setdefault(gold[i].chain, Counter())[aligned[i].actor] += 1
    return Chains(gold, aligned, {chain: actors.most_common(1)[0][0] for chain, actors in votes.items()}, names)


def link_counts(one: Chains, forms: Sequence[bool]) -> list[int]:
    """Over pronouns or others or both: (right links, links, right links of mentions that are asked for, mentions that are).

    A right link on another mention, such as an apposition with "a", is held in precision and left out of recall.
    """
    links = [i for i in _links(one) if one.gold[i].is_pronoun in forms]
    right = [i for i in links if _is_right(one, i)]
    asked = [g.asked and g.chain in one.actor_of and g.is_pronoun in forms for g in one.gold]
    return [len(right), len(links), sum(asked[i] for i in right), sum(asked)]


def _links(one: Chains) -> list[int]:
    return [i for i in sorted(one.aligned) if one.aligned[i].how == COREFERENCE]


def _is_right(one: Chains, i: int) -> bool:
    return one.aligned[i].actor == one.actor_of.get(one.gold[i].chain)


def pair_counts(one: Chains, *, with_coreference: bool) -> list[int]:
    """Pairs of aligned mentions of one document: (of one chain and one actor, of one chain, of one actor)."""
    places = sorted(one.aligned)
    if len(places) < 2:
        return [0, 0, 0]
    alone = {i: f"{i}" for i in places if one.aligned[i].how == COREFERENCE and not with_coreference}
    given = [alone.get(i, one.aligned[i].actor) for i in places]
    table = scores.sklearn_metrics().cluster.pair_confusion_matrix([one.gold[i].chain for i in places], given)
    (_, joined), (parted, both) = (table // 2).tolist()  # it counts each pair in both orders
    return [both, both + parted, both + joined]


def _link_figures(told: Sequence[Chains]) -> list[Figure]:
    figures = []
    for group, forms in {"all": (True, False), "pronouns": (True,), "other": (False,)}.items():
        counts = np.array([link_counts(one, forms) for one in told])
        n = int(counts[:, 3].sum())
        for name, measure in (("precision", _precision), ("recall", _recall), ("F1", _f1)):
            figures.append(scores.figure(f"links, {group}", name, counts, measure, n=n, units="documents"))
    return figures


def _precision(counts: scores.Array) -> scores.Array:
    """Counts as of `link_counts`, as for the next two."""
    return scores.ratio(counts[..., :2])


def _recall(counts: scores.Array) -> scores.Array:
    return scores.ratio(counts[..., 2:])


def _f1(counts: scores.Array) -> scores.Array:
    p, r = _precision(counts), _recall(counts)
    return scores.ratio(np.stack([2 * p * r, p + r], -1))


def _pair_figures(told: Sequence[Chains]) -> list[Figure]:
    """With coreference, without, and the first less the second."""
    both = [np.array([pair_counts(one, with_coreference=is_with) for one in told]) for is_with in (True, False)]
    n = int(both[0][:, 1].sum())
    figures = []
    for group, counts in zip(("with", "without"), both, strict=True):
        for name, measure in scores.PRF:
            figures.append(scores.figure(f"pairs, {group} coreference", name, counts, measure, n=n, units="documents"))
    for name, measure in scores.PRF:
        figures.append(scores.figure("pairs, gain", name, np.hstack(both), _gain(measure), n=n, units="documents"))
    return figures


def _gain(measure: scores.Measure) -> scores.Measure:
    """Over the two sets of counts side by side."""
    return lambda counts: measure(counts[..., :3]) - measure(counts[..., 3:])


def _misses(one: Chains) -> list[Miss]:
    """The wrong links, each with the actor of its chain, or where it has none with the chain's first mention."""
    misses = []
    for i in _links(one):
        if _is_right(one, i):
            continue
        mention, given = one.gold[i], one.aligned[i].actor
        actor = one.actor_of.get(mention.chain)
        meant = one.names[actor] if actor else next(g.text for g in one.gold if g.chain == mention.chain)
        others = [k for k, m in one.aligned.items() if m.actor == given and one.gold[k].chain != mention.chain]
        gold, predicted = f"{mention.text}: {meant}", one.names[given]
        misses.append(Miss(str(mention.sentence.line), gold, predicted, float(len(others)), mention.sentence.text))
    return misses


def _id_of(sentences: Sequence[Sentence]) -> str:
    """What ``# newdoc id`` says; empty where it is not there."""
    newdoc = next((line for line in sentences[0].lines if line.startswith("# newdoc")), "")
    return newdoc.partition("=")[2].strip()
