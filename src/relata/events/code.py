"""The conductor: the surest links, given mode, date, place and scores, become events.

In: a read Doc, its actors, statements and article. Out: `Event`s in text order, one for each predicate and pair of parties that is
surely enough linked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from spacy.tokens import Doc

from ..actors import Found, Gazetteer
from ..actors.compose import of_entry
from ..actors.tables import plain
from ..reading import EventScores, Node, Tree
from ..reading.labels import EVENT_LABELS, MODE_LABELS, NO_EVENT
from ..records import Article, Event, Evidence, Party, Place
from ..statements import Voice
from .ahead import is_ahead, is_to_come
from .candidates import REMOTE, Candidate, Finder
from .codebook import Codebook
from .codebook_files import OWN
from .links import Judge, Link, links_of
from .mentions import Side
from .pairs import Pair
from .parties import Parties
from .status import is_of_old, mood_of
from .when import Days

MODE_MIN = 0.6
# Sectors of people without an army's or a rebel's weapons.
UNARMED = frozenset((None, "CVL", "CRM", "OPP", "REF", "LAB", "AGR", "BUS", "EDU", "REL", "SOC", "UNK"))
OWN_NONE_MAX = 0.55
# Signs of an act that is still to come.
AHEAD = frozenset(("future", "form inf plan"))
# Types of what is said or agreed now, even where what is agreed is still to come.
SAID = frozenset(("AGREE", "CONCEDE", "THREATEN", "REQUEST", "REJECT", "ACCUSE"))
Triple = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]  # tokens of source, target, trigger
# A predicate whose likeliest candidate the head takes for no event with more than this is left.
HOPELESS = 0.9
PLACE_CASES = frozenset(("in", "at", "near", "outside"))


@dataclass(frozen=True)
class Coding:
    """What coding one article needs besides its records."""

    doc: Doc
    found: Found
    voices: list[Voice]
    article: Article
    codebook: Codebook
    gazetteer: Gazetteer
    judge: Judge


def code_events(coding: Coding) -> list[Event]:
    """All events of an article, in text order, each once."""
    found = coding.found
    finder = Finder(coding.doc, found, coding.voices, coding.codebook, coding.gazetteer, coding.article.outlet_country)
    groups = judged(finder, coding.codebook)
    sureness = coding.judge.sureness([link for links in groups for link in links])
    chosen: list[tuple[float, Link]] = []
    at = 0
    for links in groups:
        scored = list(zip(map(float, sureness[at : at + len(links)]), links, strict=True))
        at += len(links)
        own = [(p, link) for p, link in scored if _is_own(link)]
        confidence, best = max(own or scored, key=lambda item: item[0])  # one act for each predicate
        if own or confidence >= coding.judge.sure:
            chosen.append((confidence, _told_plainest(best, scored, found)))
            chosen += _towards_both(best, [item for item in scored if item[0] >= coding.judge.sure])
    chosen = [(confidence, link) for confidence, link in chosen if not _is_told_elsewhere(link, chosen, found)]
    if not chosen:
        return []
    days = Days(finder.doc, coding.article.published, coding.codebook, coding.voices)
    events = [_event(link, pair, confidence, coding, finder.parties, days) for confidence, link in chosen for pair in link.pairs]
    events = _once(sorted(events, key=lambda e: (e.trigger.start, e.source.start)), found)
    return [replace(event, id=f"{coding.article.id}.e{n}") for n, event in enumerate(events, 1)]


def _towards_both(best: Link, sure: Sequence[tuple[float, Link]]) -> list[tuple[float, Link]]:
    """The act towards the other one too, where its target means two: "called on both sides"."""
    target = best.candidate.target
    if target is None or target.sides[0].spot.how != "guess joint":
        return []

    def is_other(link: Link) -> bool:
        other = link.candidate.target
        same = (link.type, link.candidate.source) == (best.type, best.candidate.source)
        mention = other.sides[0] if other is not None else None
        return (
            same and mention is not None and mention.start == target.sides[0].start and mention.spot.actors != target.sides[0].spot.actors
        )

    return sorted(((p, link) for p, link in sure if is_other(link)), key=lambda item: item[0])[-1:]


def _is_told_elsewhere(link: Link, chosen: Sequence[tuple[float, Link]], found: Found) -> bool:
    """Whether another word tells the same act better.

    The verb that a noun or an infinitive hangs on, in its own mood ("may ask X for relief", "threatened to close it"); the noun that a
    verb leads to, where only it names the other side ("expressed its readiness to meet X") or the table does not have the verb; an
    earlier telling that "the conversation" goes back to.
    """
    word = link.candidate.trigger
    mine = next(sure for sure, other in chosen if other is link)
    others = [other for _, other in chosen if other is not link and other.type == link.type]
    if word.pos_ == "NOUN" and any(other.candidate.trigger.i == word.head.i and other.status != link.status for other in others):
        return True
    if word.dep_ == "xcomp" and any(other.candidate.trigger.i == word.head.i for other in others):
        return True  # "threatened to close its border": one threat
    if word.pos_ == "NOUN" and any(other.candidate.trigger.i == word.head.i and other.status == "denied" for _, other in chosen):
        return True  # "will no longer send arms" promises no arms
    if _is_far(link) and any(
        other.candidate.trigger.head.i == word.i and other.candidate.trigger.dep_ == "obj" and not _is_far(other) for other in others
    ):
        return True
    nouns = {c.i for c in word.children if c.dep_ == "obj"} if word.pos_ == "VERB" and not link.told else set()
    if any(sure > mine and other.candidate.trigger.i in nouns and _states(other, found) == _states(link, found) for sure, other in chosen):
        return True  # "is to file a protest": what the noun tells, no threat besides
    definite = word.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in word.children)
    again = definite and not any(c.dep_ == "amod" for c in word.children)
    states = _states(link, found)
    return again and any(other.candidate.trigger.i < word.i and _states(other, found) == states for other in others)


def _is_far(link: Link) -> bool:
    """Whether no words of the act's own clauses tell the other side."""
    return link.candidate.target is not None and link.candidate.target.way in ("main", "speaker")


def _states(link: Link, found: Found) -> set[str]:
    return {found.actors[side.spot.actors[0]].country or side.spot.actors[0] for pair in link.pairs for side in pair if side}


def _told_plainest(best: Link, scored: Sequence[tuple[float, Link]], found: Found) -> Link:
    """The surest link that says the same of the same countries by parties that the text names, if there is one: "met President X"."""

    def says(link: Link) -> tuple[object, ...]:
        sides = [[found.actors[a].country or a for a in side.spot.actors] if side else None for pair in link.pairs for side in pair]
        return link.type, link.status, sides

    if not _is_guessed(best):
        return best
    return max(
        ((p, link) for p, link in scored if says(link) == says(best) and not _is_guessed(link)), key=lambda i: i[0], default=(0, best)
    )[1]


def _is_guessed(link: Link) -> bool:
    return any(side is not None and side.spot.how.startswith("guess") for pair in link.pairs for side in pair)


def _is_own(link: Link) -> bool:
    """A user's own type, of which the judge has learned nothing: its word with a target in its place, unless the head sees no event."""
    sense = link.candidate.sense
    if sense is None or not link.told or sense.row.note != OWN or "fit yes" not in link.candidate.signs:
        return False
    return float(link.scores.kinds[EVENT_LABELS.index(NO_EVENT)]) <= OWN_NONE_MAX


def judged(finder: Finder, codebook: Codebook) -> list[list[Link]]:
    """The links of each predicate with the head's scores, in text order; none of one whose first candidate the head takes for no event."""
    parties = finder.parties
    groups = list(finder.run())
    scores = iter(_scores(finder.doc, [candidate for group in groups for candidate in group]))
    out = []
    for group in groups:
        own = list(islice(scores, len(group)))
        if float(own[0].kinds[EVENT_LABELS.index(NO_EVENT)]) < HOPELESS:
            first = group[0]  # the trigger, and what plans it, are the same for all of them
            mood = mood_of(first.trigger, first.intent, reported=first.trigger.i in parties.voice_of)
            scored = zip(group, own, strict=True)
            out.append([link for candidate, score in scored for link in links_of(candidate, score, mood, parties, codebook)])
    return [links for links in out if links]


def _scores(doc: Tree, asked: Sequence[Candidate]) -> list[EventScores]:
    """What the head says of each candidate with its first pair; all are asked together, and what is the same to the head once."""
    sentences = {sent.start: range(sent.start, sent.end) for sent in doc.sents}
    starts = doc.starts
    passages: dict[Sequence[int], tuple[int, dict[Triple, int]]] = {}
    places = []
    for candidate in asked:
        pair = candidate.pairs[0]
        source, target = tuple(range(pair[0].start, pair[0].end)), _tokens_of_target(pair)
        sentence = sentences[starts[candidate.trigger.i]]
        outside = {*source, *target}.difference(sentence)
        number, triples = passages.setdefault(tuple(sorted({*sentence, *outside})) if outside else sentence, (len(passages), {}))
        places.append((number, triples.setdefault((source, target, (candidate.trigger.i,)), len(triples))))
    found = doc.reading.events_of([(passage, list(triples)) for passage, (_, triples) in passages.items()])
    return [found[number][n] for number, n in places]


def _tokens_of_target(pair: Pair) -> tuple[int, ...]:
    """The target's own words; none where both sides stand in one mention ("the two sides met")."""
    source, target = pair
    return () if target is None or (target.start, target.end) == (source.start, source.end) else tuple(range(target.start, target.end))


def _event(link: Link, pair: Pair, confidence: float, coding: Coding, parties: Parties, days: Days) -> Event:
    doc, article, codebook, kind = parties.doc, coding.article, coding.codebook, link.type
    candidate, status = link.candidate, link.status
    trigger, sense = candidate.trigger, candidate.sense if link.told else None
    source, target = pair[::-1] if sense and sense.row.reversed and pair[1] is not None else pair
    assert source is not None
    voice = parties.voice_of.get(trigger.i)
    mode = _mode(link)
    modes = (mode,) if mode and (kind, mode) in MODE_LABELS else ()
    if status == "actual" and kind not in SAID and (is_ahead(trigger) or is_to_come(trigger) or days.is_announced(trigger)):
        status = "planned"
    ahead = status == "planned" or (status != "past" and (not AHEAD.isdisjoint(candidate.signs) or is_ahead(trigger)))
    promised = ahead and status == "actual"
    date, precision = days.of(
        trigger, (voice, parties.cue_of.get(trigger.i)), happened=status == "actual", ahead=ahead and not promised, promised=promised
    )
    if status == "actual" and is_of_old(trigger):
        status = "past"
        if date == article.published:
            date = precision = None  # nobody knows when
    elif status == "actual" and date and article.published and days.is_long_ago(date, precision, trigger):
        status = "past"
    sentence = [t for t in trigger.sent if not t.is_space]
    contexts = codebook.contexts_in([t.lemma_.lower() for t in sentence])
    cameo = _cameo(link, modes, contexts, codebook, parties.found)
    return Event(
        id="",
        type=kind,
        source=_party(doc, source),
        target=_party(doc, target) if target else None,
        trigger=_evidence(doc, trigger.i, trigger.i + 1),
        evidence=_evidence(doc, sentence[0].i, sentence[-1].i + 1),
        quad=codebook.quad(kind),
        score=codebook.score(kind, modes),
        modes=modes,
        contexts=contexts,
        cameo=cameo,
        goldstein=codebook.goldstein(cameo),
        date=date,
        date_precision=precision,
        place=_place(doc, trigger, coding.gazetteer, material=codebook.quad(kind) in (2, 4)),
        status=status,
        statement=voice.statement.id if voice else None,
        confidence=round(confidence, 3),
        symmetric=candidate.joint or (sense is not None and sense.row.symmetric and kind == link.kind),
    )


def _cameo(link: Link, modes: Sequence[str], contexts: Sequence[str], codebook: Codebook, found: Found) -> str:
    """The CAMEO code: by the words of the act's own clause, by what is promised, by who asks or attacks."""
    trigger, sense = link.candidate.trigger, link.candidate.sense
    light = [trigger.head] if trigger.pos_ == "NOUN" and trigger.dep_ in ("obj", "nsubj:pass") else []
    words = [t.lemma_.lower() for t in (*light, *trigger.subtree)]
    if link.kind != link.type or (link.type == "CONCEDE" and "future" in link.candidate.signs):
        own = (sense.mode,) if link.told and sense is not None and (link.kind, sense.mode) in MODE_LABELS and sense.mode else ()
        if link.type in ("AGREE", "CONCEDE") and (promise := codebook.cameo_promised(link.kind, own, contexts, words=words)) is not None:
            return promise
    polite = not codebook.polite.isdisjoint((trigger.lemma_.lower(), trigger.head.lemma_.lower()))
    cameo = codebook.cameo(link.type, modes, contexts, words=words, polite=polite)
    doers = [found.actors[a] for a in link.pairs[0][0].spot.actors] if link.pairs[0][0] is not None else []
    civil = all(actor.kind in ("group", "organisation") and actor.sector in UNARMED for actor in doers)
    return "180" if cameo == "190" and civil else cameo  # a mob's attack is no battle


def _mode(link: Link) -> str | None:
    """The table's mode, of the predicate or of its object ("held a phone call"); where it has none, the head's, if sure."""
    candidate, kind, scores = link.candidate, link.type, link.scores
    if candidate.sense and kind == candidate.kind and candidate.sense.mode:
        return candidate.sense.mode
    if kind == "CONSULT" and any(t.lemma_.lower() in REMOTE for t in candidate.trigger.subtree):
        return "phone"
    own = [(float(p), label) for p, label in zip(scores.modes, MODE_LABELS, strict=True) if label is None or label[0] == kind]
    total = sum(p for p, _ in own)
    best, label = max(own, key=lambda item: item[0])
    if label is None or best / total < MODE_MIN:
        return None
    # Two states alone are no alliance or body.
    alone = all(side is not None and all(a.startswith("state:") for a in side.spot.actors) for side in link.pairs[0])
    return None if label[1] == "multilateral" and alone else label[1]


def _party(doc: Tree, side: Side) -> Party:
    evidence = _evidence(doc, side.start, side.end)
    return Party(evidence.start, evidence.end, evidence.text, side.spot.actors[0])


def _evidence(doc: Tree, start: int, end: int) -> Evidence:
    first, last = doc[start].idx, doc[end - 1].end
    return Evidence(first, last, doc.reading.text[first:last])


def _place(doc: Tree, trigger: Node, g: Gazetteer, *, material: bool) -> Place | None:
    """Where the text says it happened: an "in", "at" or "near" with the name of a state, region or city.

    What is done to somebody happens where he is ("arrested three sailors in X"); what is said of him need not.
    """
    hosts = {trigger.i, trigger.head.i, *(c.i for c in trigger.children if material and c.dep_ in ("obj", "nsubj:pass"))}
    for token in trigger.subtree:
        case = next((c.lower_ for c in token.children if c.dep_ == "case"), None)
        if token.pos_ == "PROPN" and token.dep_ in ("obl", "nmod") and case in PLACE_CASES and token.head.i in hosts:
            words = [plain(t.text) for t in doc[token.left_edge.i : token.i + 1] if t.dep_ != "case" and t.lower_ != "the"]
            words += [t.text for t in doc[token.i + 1 : token.right_edge.i + 1] if t.dep_ == "flat" and t.head.i == token.i]
            if not words:
                continue
            first = next(t.i for t in doc[token.left_edge.i : token.i + 1] if plain(t.text) == words[0])
            evidence = _evidence(doc, first, first + len(words))
            hit, known = g.name_at(words, 0), g.places.at(words, 0)
            if hit and hit[0] == len(words) and hit[1].kind == "state" and hit[1].form in ("name", "capital", "seat"):
                name = " ".join(words) if hit[1].form != "name" else of_entry(hit[1], g).name
                return Place(evidence.start, evidence.end, evidence.text, name, hit[1].country)
            if hit is None and known and known[0] == len(words):
                return Place(evidence.start, evidence.end, evidence.text, known[1].name, known[1].country)
    return None


def _once(events: list[Event], found: Found) -> list[Event]:
    """An act told again (same parties, type and status, and the same day or sentence) is kept once, at its surest telling.

    Within a sentence parties are the same by their country: "the minister held talks with X" tells one act by two words. In another
    sentence a state is the same as whoever acts for it: "Norway protested …", "the minister called it …".
    """
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: -(e.confidence or 0)):
        if not any(_is_again(event, other, found) for other in kept):
            kept.append(event)
    return sorted(kept, key=lambda e: (e.trigger.start, e.source.start))


def _is_again(a: Event, b: Event, found: Found) -> bool:
    if (a.type, a.status) != (b.type, b.status):
        return False

    def same(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
        return one == other or ((a.symmetric or b.symmetric) and one == other[::-1])

    ids = [(e.source.actor, e.target.actor if e.target else None) for e in (a, b)]
    states = [(found.actors[s or ""].country or s, (found.actors[t].country or t) if t else None) for s, t in ids]
    if a.evidence != b.evidence:
        named = [{actor for actor in pair if actor and found.actors[actor].kind == "state"} for pair in zip(*ids, strict=True)]
        alike = (a.symmetric, a.modes) == (b.symmetric, b.modes)
        likely = alike and all(one == other or named[n] for n, (one, other) in enumerate(zip(*ids, strict=True)))
        # What both vow is more than what one of them does; a visit and the talks held there are one meeting.
        told = same(ids[0], ids[1]) and (a.symmetric == b.symmetric or a.type == "CONSULT")
        return a.date == b.date and (told or (likely and same(states[0], states[1])))
    return same(ids[0], ids[1]) or (a.trigger != b.trigger and same(states[0], states[1]))
