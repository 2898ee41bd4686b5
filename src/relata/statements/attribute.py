"""The conductor: attributions of the reader, actors and syntax become statements.

In: a read Doc, its actors, its article. Out: `Statement`s in text order and `Voice`s, which tell the events room where each
statement's words stand. Left out on purpose: what the words say was done (see `events`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc

from ..actors import Found, Spot
from ..reading import Node, Tree, tree_of
from ..reading.labels import TONES
from ..records import About, Article, Evidence, Relay, Statement
from .chain import own_links, quoted_by, quoted_person, relay_actor, relay_on
from .dates import When, find_dates, find_from_event, find_that_day, find_then
from .firmness import hedge_of
from .occasions import carry_on, day_of_turns, days_in
from .repair import Attributed, attributed
from .scenes import sit_together
from .spans import CLAUSES, contents
from .speakers import is_anonymous, party_of, speaker_of, words_of
from .syntax import is_apart
from .turns import resolve_turns
from .voices import (
    DOCUMENTS,
    SETTINGS,
    Voice,
    cut_apart,
    cut_nested,
    date_headline,
    name_parents,
    own_words,
    resolve_again,
    resolve_first_persons,
    resolve_headline,
    stay_anonymous,
)
from .words import are_words

# What is done with a document on its day.
ISSUED = frozenset((
    "date", "publish", "release", "issue", "read", "broadcast", "air", "send", "post", "circulate", "carry", "distribute", "sign",
))  # fmt: skip
SPEAKING = frozenset(("speak", "talk", "testify", "address", "appear", "write", "comment"))
# A tone is stated only when its probability reaches this; below, it is None.
TONE_MIN = 0.6


def attribute(doc: Doc, found: Found, article: Article) -> list[Voice]:
    """All statements of an article, in the order of their cues."""
    tree = tree_of(doc)
    days = days_in(tree, article.published)
    voices = [voice for one in attributed(tree) if (voice := _voice(tree, found, article, one, days)) is not None]
    voices = relay_on(tree, found, voices)
    cut_nested(tree, voices)
    resolve_turns(tree, found, voices, article)
    resolve_again(tree, found, voices)
    cut_apart(tree, voices)
    resolve_headline(tree, found, voices)
    day_of_turns(tree, found, voices, days)
    sit_together(tree, found, voices, days)
    carry_on(tree, found, voices, days, article.outlet)
    date_headline(tree, found, voices)
    stay_anonymous(voices)
    for number, voice in enumerate(voices, 1):
        voice.statement = replace(voice.statement, id=f"{article.id}.s{number}")
    name_parents(voices)
    resolve_first_persons(voices)
    return voices


def _voice(doc: Tree, found: Found, article: Article, one: Attributed, days: Sequence[When]) -> Voice | None:
    cue, ranges = one.cue, list(one.content)
    if not are_words(doc, found, one):
        return None
    source, passed = one.source, None
    quoted = quoted_person(doc, found, cue)
    if quoted is not None:
        if quoted.dep_ == "nsubj:pass":
            passed = quoted_by(doc, found, cue)
        elif source:
            passed = Relay(words_of(doc, source), relay_actor(doc, found, source))
        source = (quoted.i,)
    spot, party = party_of(doc, found, quoted, source) if quoted is not None else speaker_of(doc, found, source, cue)
    if party is None and not any(child.dep_ in ("nsubj:pass", "expl", "aux:pass") for child in cue.children):
        return None
    chain = (passed,) if passed is not None else ()
    parts, kind = contents(doc, ranges)
    if cue.text.endswith(":") and one.score == 1.0:  # by layout: a turn is spoken words, with marks or without
        parts, kind = tuple(replace(part, direct=True) for part in parts), "direct"
    when = _when(cue, ranges, article, days)
    first, last = doc[one.words[0]], doc[one.words[-1]]
    start, end = (last.end - 1 if cue.text.endswith(":") else first.idx), last.end  # "(Ana Brel):"
    tokens = frozenset(i for a, b in ranges for i in range(a, b))
    statement = Statement(
        id="", speaker=party, cue=Evidence(start, end, doc.reading.text[start:end]), content=parts,
        kind=kind,  # type: ignore[arg-type]
        anonymous=is_anonymous(doc, found, spot, source), date=when.date if when else None, date_precision=when.precision if when else None,
        chain=chain, addressee=_addressee(doc, found, cue), setting=_setting(doc, cue, ranges),
        hedge=hedge_of(cue, [doc[i] for i in sorted(tokens)], lambda subject: _is_own(found, spot, subject)),
        about=_about(doc, found, ranges),
    )  # fmt: skip
    outlet = bool(spot and len(spot.actors) == 1 and found.actors[spot.actors[0]].kind == "outlet")
    voice = Voice(cue, spot, source, ranges, statement, one.score, outlet, tokens)
    links = tuple(
        link for link in own_links(doc, found, article, voice) if not any(link.text in c.text or c.text in link.text for c in chain)
    )
    voice.statement = replace(statement, chain=links + chain)
    return voice


def _is_own(found: Found, speaker: Spot | None, subject: Node) -> bool:
    """Whether a word stands for the speaker, or for his state or one of its bodies."""
    spot = found.at(subject.i)
    if speaker is None or spot is None:
        return False
    countries = found.countries(speaker)
    return bool({*speaker.actors} & {*spot.actors}) or (bool(countries) and found.countries(spot) == countries)


# --- circumstances ---------------------------------------------------------------------------------------------------


def _when(cue: Node, ranges: list[tuple[int, int]], article: Article, days: Sequence[When]) -> When | None:
    words = own_words(cue, ranges)
    last = next((day.date for day in reversed(days) if day.end <= cue.sent.start), None)
    found = find_from_event(words, days) or find_dates(words, article.published) or find_that_day(words, last)
    found = found or find_then(words, _told_last(cue, article, days))
    found = [when for when in found if cue.doc[when.start - 1].lower_ not in ("since", "until", "till", "by")]
    if article.published is not None and not any(child.lemma_ in ("will", "shall", "to") for child in cue.children):
        found = [when for when in found if when.date <= article.published]  # what has been said was not said later
    if cue.pos_ not in ("VERB", "AUX"):
        inside = {t.i for t in cue.subtree}
        return next((when for when in found if when.start in inside), None)
    # "Said this morning the station was new": beside the cue it is the cue's, wherever the tree hangs it.
    beside = {cue.i + 1, *(child.right_edge.i + 1 for child in cue.children if child.dep_ in ("iobj", "obj"))}
    return next((when for when in found if when.start in beside or _is_circumstance(cue.doc[when.end - 1], cue)), None)


def _told_last(cue: Node, article: Article, days: Sequence[When]) -> When | None:
    """What the sentence before gives as a date, however exactly, else the day told last."""
    start = cue.sent.start
    before = find_dates([t for t in cue.doc[start - 1].sent if not t.is_space], article.published) if start else []
    return next(reversed(before), None) or next((day for day in reversed(days) if day.end <= start), None)


def _is_circumstance(token: Node, cue: Node) -> bool:
    """Whether a token belongs to the cue's own clause: a date within what another verb governs tells when something else was.

    "Said on Monday that … and demanded …" was on Monday as a whole.
    """
    verbs, verb = {cue, cue.head} if cue.dep_ == "case" else {cue}, cue  # "according to a study"
    while (verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and not is_apart(verb)) or _is_when(verb):
        verb = verb.head
        verbs.add(verb)
    dated = next((up for up in token.ancestors if up.lemma_ in ISSUED and up.dep_ in ("acl", "acl:relcl", "advcl")), None)
    if dated is not None:
        # "A letter dated 3 May", "a study that the ministry published in May".
        document = cue.doc[dated.i - 1] if dated.dep_ == "advcl" else dated.head
        if document.lemma_ not in DOCUMENTS:
            return False
        token = document
    while token not in verbs and token.dep_ not in ("acl:relcl", "conj", "ROOT", "nsubj", "obj"):
        if token.dep_ in CLAUSES and not _is_same_hour(token):
            break
        token = token.head
    return token in verbs


def _is_same_hour(verb: Node) -> bool:
    """ "Speaking on Monday, X said", "told reporters after meeting Y on Monday": one occasion with the saying."""
    if verb.dep_ != "advcl":
        return False
    marks = {child.lower_ for child in verb.children if child.dep_ == "mark"}
    told = verb.head.lemma_ == "tell" and any(
        child.dep_ in ("iobj", "obj") and child.lemma_ in ("reporter", "journalist") for child in verb.head.children
    )
    return (verb.lemma_ in SPEAKING and not marks) or (marks == {"after"} and (told or verb.lemma_ == "meet"))


def _is_when(verb: Node) -> bool:
    """ "The dispute grew on Monday when X said …": one day for both."""
    return verb.dep_ == "advcl" and any(child.lower_ == "when" for child in verb.children if child.i < verb.i)


def _setting(doc: Tree, cue: Node, ranges: list[tuple[int, int]]) -> str | None:
    """ "At a plenary session of …": the phrase, without its preposition."""
    inside = {i for a, b in ranges for i in range(a, b)}
    for token in cue.subtree:
        if token.lemma_.lower() in SETTINGS and token.dep_ in ("obl", "nmod") and token.i not in inside:
            case = next((c for c in token.children if c.dep_ == "case" and c.i < token.i), None)
            if case is not None and case.lower_ in ("at", "in", "during", "to", "after"):
                words = [t for t in token.subtree if t.i > case.i and t.i not in inside]
                end = next((k for k, t in enumerate(words) if t.text == "," or (k and t.i != words[k - 1].i + 1)), len(words))
                return doc.reading.text[words[0].idx : words[end - 1].end] if end else None
    return None


def _addressee(doc: Tree, found: Found, cue: Node) -> Relay | None:
    """ "Told the Global Times"."""
    if cue.lemma_ not in ("tell", "inform", "assure", "remind", "warn", "ask", "urge", "address"):
        return None
    for child in cue.children:
        if child.dep_ in ("obj", "iobj") and child.i > cue.i and child.pos_ in ("NOUN", "PROPN", "PRON"):
            spot = found.at(child.i)
            start, end = (spot.start, spot.end) if spot else (child.left_edge.i, child.i + 1)
            text = doc.text_of(start, end)
            return Relay(text, spot.actors[0] if spot and len(spot.actors) == 1 else None)
    return None


def _about(doc: Tree, found: Found, ranges: list[tuple[int, int]]) -> tuple[About, ...]:
    """States and bodies that the content speaks of, each with the tone of the first sentence that names it."""
    reading = doc.reading
    mentions: dict[str, Spot] = {}
    for spot in found.spots:
        if any(a <= spot.head < b for a, b in ranges):
            for actor in spot.actors:
                if found.actors[actor].kind in ("state", "intergovernmental", "organisation", "group"):
                    mentions.setdefault(actor, spot)
    by_sentence: dict[int, list[str]] = {}
    for actor, spot in mentions.items():
        by_sentence.setdefault(doc[spot.head].sent.start, []).append(actor)
    tones: dict[str, About] = {}
    for start, actors in by_sentence.items():
        sentence = [t.i for t in doc[start].sent if not t.is_space]
        scores = reading.tones(sentence, [list(range(mentions[a].start, mentions[a].end)) for a in actors])
        for actor, row in zip(actors, scores, strict=True):
            best = int(np.argmax(row))
            tones[actor] = About(actor, TONES[best] if row[best] >= TONE_MIN else None)  # type: ignore[arg-type]
    return tuple(tones[actor] for actor in mentions)
