"""The conductor: candidates judged by the reader's head, given status, date, place and scores, become events.

In: a read Doc, its actors, statements and article. Out: `Event`s in text order. The type is the predicate table's unless the head
is sure of another; a pair that the head takes for no event is dropped.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from ..actors import Found, Gazetteer
from ..actors.compose import of_entry
from ..actors.tables import plain
from ..reading import EventScores, reading_of, text_of
from ..reading.labels import EVENT_LABELS, MODE_LABELS, NO_EVENT
from ..records import Article, Event, Evidence, Party, Place, Precision
from ..statements import Voice, When, find_dates
from ..statements.voices import SETTINGS
from .candidates import Candidate, Finder, Side
from .codebook import Codebook
from .status import folded, mood_of

# Measured on the held-back tenth of the project's sentences; measure again after any retraining.
NONE_MAX = 0.55  # a candidate that the head takes for no event with more than this is dropped
UNLISTED_MIN = 0.85  # a predicate that the table does not know needs this much of one type
OTHER_MIN = 0.80  # the head's own type replaces the table's from here on
CONFIDENCE_MIN = 0.15
UNTARGETED_MIN = 0.5  # with nobody named on the other side, a wrong type has nothing to give it away
MODE_MIN = 0.6
# Background older than this is history.
PAST_DAYS = 365
NEWS_DAYS = 10
REMOTE = frozenset(("phone", "telephone", "videoconference", "teleconference", "videolink"))
ARMED = frozenset(("REB", "PRM", "UAF", "ISM", "IMG", "NGO"))
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


def code_events(coding: Coding) -> list[Event]:
    """All events of an article, in text order, each once."""
    finder = Finder(coding.doc, coding.found, coding.voices, coding.codebook)
    candidates = [c for c in finder.run() if _worth_coding(c, coding.found)]
    scores = _judge(coding.doc, candidates)
    events = [e for c, s in zip(candidates, scores, strict=True) if (e := _event(c, s, coding, finder)) is not None]
    events = _once(sorted(events, key=lambda e: (e.trigger.start, e.source.start)))
    return [replace(event, id=f"{coding.article.id}.e{n}") for n, event in enumerate(events, 1)]


def _worth_coding(candidate: Candidate, found: Found) -> bool:
    """Both parties known: a country's, an international body's, or a group with a name or arms; nobody towards himself."""
    sides = [candidate.source] if candidate.target is None else [candidate.source, candidate.target]
    actors = [found.actors[side.spot.actors[0]] for side in sides]
    if len(actors) == 2 and actors[0].id == actors[1].id:
        return False
    if any(actor.kind == "outlet" for actor in actors):
        return False
    known = [
        actor.country or actor.kind == "intergovernmental" or actor.sector in ARMED or (actor.kind == "group" and actor.name[:1].isupper())
        for actor in actors
    ]
    return all(known) and any(actor.country or actor.kind == "intergovernmental" for actor in actors)


def _judge(doc: Doc, candidates: list[Candidate]) -> list[EventScores]:
    """The head's scores, asked sentence by sentence."""
    reading = reading_of(doc)
    scores: dict[int, EventScores] = {}
    by_sentence: dict[int, list[int]] = {}
    for n, candidate in enumerate(candidates):
        by_sentence.setdefault(candidate.trigger.sent.start, []).append(n)
    for start, numbers in by_sentence.items():
        sentence = [t.i for t in doc[start].sent if not t.is_space]
        triples = [
            (list(range(c.source.start, c.source.end)), _tokens_of_target(c), [c.trigger.i]) for c in (candidates[n] for n in numbers)
        ]
        for n, score in zip(numbers, reading.events(sentence, triples), strict=True):
            scores[n] = score
    return [scores[n] for n in range(len(candidates))]


def _tokens_of_target(candidate: Candidate) -> list[int]:
    """The target's own words; none where both sides stand in one mention ("the two sides met")."""
    target = candidate.target
    if target is None or (target.start, target.end) == (candidate.source.start, candidate.source.end):
        return []
    return list(range(target.start, target.end))


def _event(candidate: Candidate, scores: EventScores, coding: Coding, finder: Finder) -> Event | None:
    doc, article, codebook = coding.doc, coding.article, coding.codebook
    chosen = _type(candidate, scores)
    if chosen is None:
        return None
    kind, mode, confidence = chosen
    trigger = candidate.trigger
    voice = finder.voice_of.get(trigger.i)
    mood = mood_of(trigger, candidate.intent, reported=voice is not None)
    said_by_doer = (
        voice is not None and voice.speaker is not None and _same_country(voice.speaker.actors, candidate.source.spot.actors, coding.found)
    )
    unfolded = kind
    kind, status = folded(kind, codebook.quad(kind), mood, said_by_doer=said_by_doer)
    # "Will expel": what speaks for the threat speaks for the event as well, whether or not it becomes one.
    threat, _ = folded(unfolded, codebook.quad(unfolded), mood, said_by_doer=True)
    if threat != unfolded:
        confidence += float(scores.kinds[EVENT_LABELS.index(threat)])
    if confidence < (CONFIDENCE_MIN if candidate.target else UNTARGETED_MIN):
        return None
    modes = (mode,) if mode and (kind, mode) in MODE_LABELS else ()
    date, precision = _date(trigger, voice, article, status, codebook)
    if status == "actual" and date and article.published and (article.published - date).days > PAST_DAYS:
        status = "past"
    sentence = [t for t in trigger.sent if not t.is_space]
    lemmas = [t.lemma_.lower() for t in sentence]
    contexts = codebook.contexts_in(lemmas)
    cameo = codebook.cameo(kind, modes, contexts, words=lemmas)
    return Event(
        id="",
        type=kind,
        source=_party(doc, candidate.source),
        target=_party(doc, candidate.target) if candidate.target else None,
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
        place=_place(trigger, coding),
        status=status,
        statement=voice.statement.id if voice else None,
        confidence=round(confidence, 3),
        symmetric=candidate.joint or (candidate.symmetric and kind == candidate.kind),
    )


def _type(candidate: Candidate, scores: EventScores) -> tuple[str, str | None, float] | None:
    """Type, mode and confidence: the table's word, unless the head is sure of another type or of none."""
    probability = dict(zip(EVENT_LABELS, map(float, scores.kinds), strict=True))
    best = max((label for label in EVENT_LABELS if label != NO_EVENT), key=probability.__getitem__)
    if candidate.kind is None:
        return (best, _mode(best, candidate, scores), probability[best]) if probability[best] >= UNLISTED_MIN else None
    if probability[NO_EVENT] > NONE_MAX:
        return None
    kind = candidate.kind if best == candidate.kind or probability[best] < OTHER_MIN else best
    return kind, _mode(kind, candidate, scores), probability[kind]


def _mode(kind: str, candidate: Candidate, scores: EventScores) -> str | None:
    """The table's mode, of the predicate or of its object ("held a phone call"); where it has none, the head's, if sure."""
    if kind == candidate.kind and candidate.mode:
        return candidate.mode
    if kind == "CONSULT" and any(t.lemma_.lower() in REMOTE for t in candidate.trigger.subtree):
        return "phone"
    own = [(float(p), label) for p, label in zip(scores.modes, MODE_LABELS, strict=True) if label is None or label[0] == kind]
    total = sum(p for p, _ in own)
    best, label = max(own, key=lambda item: item[0])
    if label is None or best / total < MODE_MIN:
        return None
    # Two states alone are no alliance or body.
    alone = all(side is not None and all(a.startswith("state:") for a in side.spot.actors) for side in (candidate.source, candidate.target))
    return None if label[1] == "multilateral" and alone else label[1]


def _same_country(a: tuple[str, ...], b: tuple[str, ...], found: Found) -> bool:
    left, right = ({found.actors[i].country or i for i in ids} for ids in (a, b))
    return bool(left & right)


def _party(doc: Doc, side: Side) -> Party:
    evidence = _evidence(doc, side.start, side.end)
    return Party(evidence.start, evidence.end, evidence.text, side.spot.actors[0])


def _evidence(doc: Doc, start: int, end: int) -> Evidence:
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    return Evidence(first, last, text_of(doc)[first:last])


def _date(
    trigger: Token, voice: Voice | None, article: Article, status: str, codebook: Codebook
) -> tuple[dt.date | None, Precision | None]:
    """When it happened: a date in its own clause, else the statement's, else the day of publication.

    A date that belongs to the cue of the statement ("…, he said on Friday") is the saying's, not the act's own.
    """
    sentence = [t for t in trigger.sent if not t.is_space]
    dates = find_dates(sentence, article.published)
    if article.published and status == "actual":
        # What has happened cannot be dated after the report of it; such a date is another's ("a contract until 2026").
        dates = [when for when in dates if when.date <= article.published]
    if voice is not None:
        dates = [when for when in dates if when.start in voice.tokens]
    chosen = next((when for when in dates if _dates_act(trigger, when, codebook)), None)
    if chosen is None and len(dates) == 1 and article.published and 0 <= (article.published - dates[0].date).days <= NEWS_DAYS:
        chosen = dates[0]  # a sentence of news that names one recent day is about that day
    if chosen:
        return chosen.date, chosen.precision
    if voice is not None and voice.statement.date:
        return voice.statement.date, voice.statement.date_precision
    return article.published, "day" if article.published else None


def _dates_act(trigger: Token, when: When, codebook: Codebook) -> bool:
    """Whether a date hangs on the act: on its word, the verbs it leans on, or an event noun beside it ("in talks on Monday").

    One on another noun is that noun's ("help after the earthquake of 1999").
    """
    anchors = {trigger.i}
    token = trigger
    while token.dep_ in ("obj", "xcomp", "conj", "nsubj", "nsubj:pass", "ccomp", "advcl") and token.head.i != token.i:
        token = token.head
        anchors.add(token.i)
    at = trigger.doc[when.end - 1]
    while when.start <= at.i < when.end and at.head.i != at.i:
        at = at.head
    event_noun = at.pos_ == "NOUN" and ((at.lemma_.lower(), "NOUN") in codebook.predicates or at.lemma_ in SETTINGS)
    return at.i in anchors or (event_noun and at.head.i in anchors)


def _place(trigger: Token, coding: Coding) -> Place | None:
    """Where the text says it happened: an "in", "at" or "near" with the name of a state, capital or city."""
    for token in trigger.subtree:
        case = next((c.lower_ for c in token.children if c.dep_ == "case"), None)
        if token.pos_ == "PROPN" and token.dep_ in ("obl", "nmod") and case in PLACE_CASES and token.head.i in (trigger.i, trigger.head.i):
            words = [plain(t.text) for t in coding.doc[token.left_edge.i : token.i + 1] if t.dep_ != "case" and t.lower_ != "the"]
            hit = coding.gazetteer.name_at(words, 0) if words else None
            if hit and hit[0] == len(words) and hit[1].kind == "state" and hit[1].form in ("name", "capital", "seat"):
                evidence = _evidence(coding.doc, token.i - len(words) + 1, token.i + 1)
                name = " ".join(words) if hit[1].form != "name" else of_entry(hit[1], coding.gazetteer).name
                return Place(evidence.start, evidence.end, evidence.text, name, hit[1].country)
    return None


def _once(events: list[Event]) -> list[Event]:
    """The same act told again in the article (same parties, type, day and status) is kept once, at its surest telling."""
    best: dict[tuple[object, ...], Event] = {}
    for event in events:
        parties: tuple[object, ...] = (event.source.actor, event.target.actor if event.target else None)
        key = (frozenset(parties) if event.symmetric else parties, event.type, event.date, event.status)
        if key not in best or event.confidence > best[key].confidence:
            best[key] = event
    return sorted(best.values(), key=lambda e: (e.trigger.start, e.source.start))
