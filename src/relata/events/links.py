"""Links: candidates judged. For each predicate the likeliest link between two parties, with its type and how sure it is.

In: candidates and the reader's scores of them. Out: `Link`s. A small network weighs what syntax, speech and the predicate table say
(`Candidate.signs`) together with the reader's head; it learned from texts in which every event is marked (``training/links.py``).
Left out: dates, places, records (see `code`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from ..actors import Found
from ..actors.phrases import preposition
from ..reading import EventScores, Node
from ..reading.heads import gelu
from ..reading.labels import EVENT_LABELS, EVENT_TYPES, NO_EVENT
from ..records import Status
from .candidates import Candidate
from .codebook import Codebook
from .pairs import Pair
from .parties import Parties
from .status import CEASES, Mood, folded

# Types of what is said or agreed with somebody, who is no place.
TALKED = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
LIFTS = frozenset((
    "lift", "ease", "drop", "scrap", "remove", "end", "cut", "reduce", "lower", "halve", "abolish", "relax", "waive", "suspend",
))  # fmt: skip
BURDENS = frozenset((
    "sanction", "tariff", "duty", "ban", "restriction", "embargo", "blockade", "levy", "fee", "quota", "curb", "limit", "siege", "curfew",
))  # fmt: skip
# What is said of one who has yet to come: "is due in Lima".
AWAITED = frozenset(("due", "expect"))
# Verbs whose object does not come about: "suspended talks", "cut aid".
STOPS = frozenset((
    "suspend", "cancel", "postpone", "halt", "freeze", "reduce", "cut", "stop", "withhold", "boycott", "scrap", "slash", "shelve",
    "abandon", "delay", "call off", "put off", "break off",
))  # fmt: skip
# Verbs whose object was said and is said no longer: "dropped its case".
UNSAYS = frozenset(("drop", "withdraw", "abandon", "retract"))
# Verbs whose object is not there.
UNDONE = frozenset(("avoid", "avert", "deserve", "need", "prefer", "prevent"))
STOPPED = frozenset(("CONSULT", "COOPERATE", "AID"))
# "Traded accusations": with each other.
TRADES = frozenset(("exchange", "trade", "swap"))
# What nobody is blamed with: "called Peru a reliable partner".
PRAISES = frozenset((
    "good", "great", "reliable", "friendly", "strong", "partner", "friend", "ally", "model", "success", "hero", "brother", "example",
))  # fmt: skip
CALLS = frozenset(("call", "describe", "label", "brand"))
# Whose meetings are their own.
HOUSES = frozenset(("government", "cabinet", "parliamentary", "party", "staff", "family", "town"))
# What nobody threatens with.
FRIENDLY = frozenset(
    ("deepen", "strengthen", "enhance", "boost", "improve", "promote", "support", "help", "assist", "cooperate", "develop")
)
# Whose verb's object is whom it is done to.
DONE_TO = frozenset(("ASSAULT", "COERCE", "ACCUSE", "REJECT", "THREATEN"))
# What is signed or read out somewhere.
PAPERS = frozenset(("declaration", "statement", "communique", "memorandum", "document", "contract", "protocol", "charter", "letter"))
ARRIVALS = frozenset(("arrive", "land", "stop", "stay", "arrival", "visit", "trip", "be", "due", "expect"))
# How many of the head's next choices of type are weighed too, and from how much on.
RIVALS, RIVAL = 1, 0.05
# What makes another verb of a verb.
PARTICLES = frozenset(("back", "home", "away", "out", "in", "off", "over", "up", "down", "apart", "on", "through", "aside"))
# Ways to a source that need no reading between the lines.
PLAIN_SOURCES = ("s subj", "s agent", "s poss", "s rel", "s mod")

PLACES = {label: place for place, label in enumerate(EVENT_LABELS)}  # in the head's probabilities


class Link(NamedTuple):
    """A candidate as an act of one type.

    Attributes:
        pairs: source and target of each event that it makes; several where parties are coordinated.
        kind: the type of the act itself; `type` what it counts as in its mood (a promise to help is AGREE, not AID).
        told: it is the table's type, not the head's.
    """

    candidate: Candidate
    pairs: tuple[Pair, ...]
    scores: EventScores
    kind: str
    type: str
    status: Status
    told: bool


def links_of(candidate: Candidate, scores: EventScores, mood: Mood, parties: Parties, codebook: Codebook) -> Iterator[Link]:
    """The candidate as an act of the table's type, and of the types that the head finds likeliest."""
    kinds = dict(zip(EVENT_TYPES, scores.kinds.tolist(), strict=False))
    best, *rest = sorted(kinds, key=kinds.__getitem__, reverse=True)
    voice = parties.voice_of.get(candidate.trigger.i)
    source = candidate.pairs[0][0].spot.actors
    doer_speaks = (
        voice is not None
        and voice.speaker is not None
        and bool(_countries(voice.speaker.actors, parties.found) & _countries(source, parties.found))
    )
    also = [kind for kind in rest[:RIVALS] if kinds[kind] > RIVAL]
    if candidate.target is not None and candidate.target.way == "obliged":  # "X said Y must stop"
        if candidate.source.way == "speaker":
            yield Link(candidate, candidate.pairs, scores, "REQUEST", "REQUEST", "actual", told=False)
        return
    for kind in dict.fromkeys((candidate.kind or best, best, *also)):
        harsh = kind in ("SANCTION", "COERCE", "THREATEN")
        ended = LIFTS if harsh else STOPS if kind in STOPPED else UNSAYS if kind == "ACCUSE" else ()
        if (
            (kind in TALKED and _only_where(candidate, codebook))
            or _is_object_of(UNDONE.union(ended), candidate.trigger)
            or (harsh and _relieves(candidate.trigger))
            or _stops_short(candidate.trigger)
            or (kind in ("SANCTION", "COERCE", "REJECT") and _ceases_harm(candidate.trigger, codebook))
            or (candidate.joint and _has_another_object(candidate, parties.found, hostile=kind in DONE_TO))
            or (kind == "ACCUSE" and _calls_well(candidate.trigger))
            or (kind == "CONSULT" and _is_of_one_house(candidate))
            or (kind == "THREATEN" and (_foresees(candidate.trigger, parties.found) or _befriends(candidate.trigger)))
        ):
            continue
        told = candidate.kind == kind
        counted, status = folded(kind, codebook.quad(kind), mood, said_by_doer=doer_speaks, told=told)
        if told and status == "actual" and candidate.trigger.lemma_ in AWAITED:
            status = "planned"
        yield Link(candidate, candidate.pairs, scores, kind, counted, status, told)


def _is_object_of(verbs: Collection[str], trigger: Node) -> bool:
    """Whether an act is only named as what is ended or does not come about: "lifted its ban", "a cut in tariffs"."""
    verb = trigger.head
    names = {verb.lemma_, *(f"{verb.lemma_} {c.lower_}" for c in verb.children if c.dep_ == "compound:prt")}
    return trigger.pos_ == "NOUN" and trigger.dep_ in ("obj", "nsubj:pass") and not names.isdisjoint(verbs)


def _relieves(trigger: Node) -> bool:
    """ "Began to reduce duties": whoever lifts a burden does not impose it."""
    return trigger.lemma_ in LIFTS and any(child.dep_ in ("obj", "nsubj:pass") and child.lemma_ in BURDENS for child in trigger.children)


def _has_another_object(candidate: Candidate, found: Found, *, hostile: bool) -> bool:
    """ "British and French ships shelled the port", "… ministers met Peru's president": not each other."""
    trigger = candidate.trigger
    for child in trigger.children:
        shared = trigger.lemma_ in TRADES or any(t.lower_ in ("each", "one", "their") for t in (child, *child.children))
        if child.dep_ != "obj" or shared:
            continue
        spot = found.at(child.i)
        own = {country for pair in candidate.pairs for side in pair if side for country in found.countries(side.spot)}
        if hostile or (spot is not None and not own.issuperset(found.countries(spot))):
            return True
    return False


def _stops_short(trigger: Node) -> bool:
    """ "Stopped short of expelling": nothing was stopped."""
    return trigger.lemma_ == "stop" and any(child.lower_ == "short" for child in trigger.children)


def _ceases_harm(trigger: Node, codebook: Codebook) -> bool:
    """ "Stopped deporting X": who does so does nothing hostile."""
    if trigger.lemma_ not in CEASES:
        return False
    gerunds = [c for c in trigger.children if c.dep_ == "xcomp" and c.tag_ == "VBG"]
    return any(codebook.quad(row.type) in (3, 4) for verb in gerunds for row in codebook.predicates.get((verb.lemma_.lower(), "VERB"), ()))


def _foresees(trigger: Node, found: Found) -> bool:
    """ "Warned that the vote could depress growth": what a thing may bring is foreseen; nobody threatens with it."""
    for clause in (child for child in trigger.children if child.dep_ == "ccomp"):
        subject = next((child for child in clause.children if child.dep_ == "nsubj"), None)
        if subject is not None and subject.pos_ == "NOUN" and found.at(subject.i) is None:
            return any(child.dep_ == "aux" and child.lower_ in ("could", "may", "might") for child in clause.children)
    return False


def _calls_well(trigger: Node) -> bool:
    """ "Called Peru a reliable partner", but not "no reliable partner"."""
    if trigger.lemma_ not in CALLS:
        return False
    names = [c for c in trigger.children if c.dep_ == "xcomp" or (c.dep_ == "obl" and preposition(c) == "as")]
    words = [t for name in names for t in (name, *name.children)]
    return any(t.lemma_.lower() in PRAISES for t in words) and not any(t.lower_ in ("no", "not", "bad", "false", "former") for t in words)


def _is_of_one_house(candidate: Candidate) -> bool:
    """ "Said at a government meeting that Chile …": a meeting of one's own, where nobody else is said to be there."""
    trigger, target = candidate.trigger, candidate.target
    own = any(c.dep_ in ("compound", "amod") and c.lower_ in HOUSES for c in trigger.children)
    return (
        own
        and trigger.pos_ == "NOUN"
        and target is not None
        and not target.way.removesuffix("+own").endswith((":with", ":between", ":among"))
    )


def _befriends(trigger: Node) -> bool:
    """ "Vowed to deepen relations" threatens nobody."""
    return any(child.dep_ == "xcomp" and child.lemma_ in FRIENDLY for child in trigger.children)


def _only_where(candidate: Candidate, codebook: Codebook) -> bool:
    """Whether the target is only where it was: "signed in Beijing", "a treaty in Beijing", "met in Lima", but not "arrived in Lima"."""
    target, trigger = candidate.target, candidate.trigger
    if target is None or trigger.lemma_ in ARRIVALS:
        return False
    if not target.way.endswith(("obl:in", "obl:at")):
        done = [c for c in trigger.children if c.dep_ in ("obj", "nsubj:pass")]
        acts = any((noun.lemma_, "NOUN") in codebook.predicates or noun.lemma_ in PAPERS for noun in done)
        own = target.way.startswith("obj") and target.way.endswith("+own")
        return own and acts and all(side.spot.how == "place" and preposition(trigger.doc[side.start]) != "from" for side in target.sides)
    return all(side.spot.place or side.spot.how == "place" for side in target.sides)


def _countries(actors: Sequence[str], found: Found) -> set[str]:
    return {found.actors[i].country or i for i in actors}


def signs_of(link: Link) -> list[str]:
    """The names of everything that speaks for or against a link."""
    sense = link.candidate.kind
    agree = "head only" if sense is None else "head other" if not link.told else "both" if _best_of(link) == link.kind else "table only"
    by, kind = f"by {agree}", f"type {link.type}"
    signs = [*link.candidate.signs, by, kind, f"kind {link.kind}", f"status {link.status}"]
    trigger = link.candidate.trigger
    word = trigger.lemma_.lower()
    signs += [f"lemma {word}", f"lemma {word} {link.kind}"]
    signs += [f"word {word} {link.kind}"] * link.told  # how well this word's row of the table holds
    for child in trigger.children:
        if child.lower_ in PARTICLES and child.dep_ in ("compound:prt", "advmod"):  # "send back" is not "send"
            signs += [f"lemma {word} {child.lower_}", f"lemma {word} {child.lower_} {link.kind}"]
        elif child.dep_ in ("obj", "nsubj:pass") and _is_common(child):
            signs.append(f"thing {child.lemma_.lower()} {link.kind}")
    if trigger.pos_ == "NOUN" and trigger.dep_ in ("obj", "nsubj:pass", "obl", "nmod", "nsubj") and _is_common(trigger.head):
        signs.append(f"led {trigger.head.lemma_.lower()} {trigger.dep_} {link.kind}")
    signs += ["folded"] * (link.type != link.kind) + ["joint"] * link.candidate.joint
    return signs + crossed(signs, _crossing(link.candidate.signs), by, kind)


def _is_common(word: Node) -> bool:
    """Whether it names nobody: what speaks for a link must not hang on who acts."""
    return word.pos_ in ("NOUN", "VERB", "ADJ") and word.text.islower()


def _best_of(link: Link) -> str:
    return EVENT_TYPES[int(np.argmax(link.scores.kinds[: len(EVENT_TYPES)]))]


class _Crossing(NamedTuple):
    """Signs of a candidate that are crossed with others: the first of their kind, and all of the target's last step."""

    source: str
    target: str
    fit: str
    sense: str
    form: str
    last: tuple[str, ...]


@lru_cache(1 << 10)  # the links of a candidate share it
def _crossing(signs: tuple[str, ...]) -> _Crossing:
    first = {sign.partition(" ")[0]: sign for sign in reversed(signs)}
    source, target, fit, sense, form = (first.get(name, f"{name} -") for name in ("s", "t", "fit", "sense", "form"))
    return _Crossing(source, target, fit, sense, form, tuple(sign for sign in signs if sign.startswith("t last")))


def crossed(signs: Sequence[str], crossing: _Crossing, by: str, kind: str) -> list[str]:
    """Signs that say more together: both ways with the table's places and the word's form, and the target's place with the type."""
    source, target, fit, sense, form, last = crossing
    out = [f"{a} & {b}" for a, b in ((f"{source} & {target}", fit), (f"{source} & {target}", by), (source, form), (target, form))]
    out += [f"{fit} & {sense} & {by}", f"{form} & {sense} & {by}"]
    out += [f"{sign} & {kind}" for sign in last]
    direct = source in PLAIN_SOURCES and fit == "fit yes" and ">" not in target and (form == "form fin" or "pos NOUN" in signs)
    if "short" in signs:
        out.append(f"short & {by} & {fit}")
    if direct and by == "by both" and not any("guess" in sign for sign in signs):
        out.append("plain")
    return out


def figures_of(link: Link) -> list[float]:
    """The head's probabilities as log odds, scaled: of the kind, of no event, of the type counted, and of the kind against the best."""
    p: list[float] = link.scores.kinds.tolist()
    kind, counted, none = p[PLACES[link.kind]], p[PLACES[link.type]], p.pop(PLACES[NO_EVENT])
    best = max(p)
    return [_odds(kind) / 3, _odds(none) / 3, _odds(counted) / 3, max(-5.0, math.log(max(kind, 1e-6) / max(best, 1e-6))) / 2]


def _odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return min(max(math.log(p / (1 - p)), -7.0), 7.0)


class Judge:
    """How sure a link is: the network's weights from ``links.npz`` of a model.

    Attributes:
        sure: a link less sure than this is no row.
    """

    def __init__(self, weights: Path) -> None:
        with np.load(weights) as stored:
            self._w = {name: stored[name].astype(np.float32) if stored[name].dtype.kind == "f" else stored[name] for name in stored.files}
        self.sure = float(self._w["sure"])
        self._row = {str(name): i for i, name in enumerate(self._w["signs"])}

    def sureness(self, links: Sequence[Link]) -> np.ndarray:
        """Calibrated probabilities [links] that parties, type and act are right."""
        if not links:
            return np.zeros(0, np.float32)
        w = self._w
        # Which signs each link shows, [links, signs]; most links show some forty of thousands.
        row = self._row.get
        rows = [[i for sign in signs_of(link) if (i := row(sign)) is not None] for link in links]
        flat = np.array([i for row in rows for i in row], np.int64)
        ends = np.cumsum([0, *map(len, rows)])
        shown = csr_array((np.ones(len(flat), np.float32), flat, ends), (len(rows), len(self._row)))
        figures = np.array([figures_of(link) for link in links], np.float32)
        hidden = np.stack([link.scores.hidden for link in links])
        inner = shown @ w["embed"] + figures @ w["figures"] + w["bias"] + hidden @ w["hidden"]
        plain = shown @ w["linear"] + figures @ w["figures_linear"]
        logits = gelu(inner) @ w["out"] + plain + w["out_bias"]
        return np.asarray(1.0 / (1.0 + np.exp(-(logits * w["scale"] + w["shift"]))))
