"""The conductor: attributions of the reader, actors and syntax become statements.

In: a read Doc, its actors, its article. Out: `Statement`s in text order and `Voice`s, which tell the events room where each
statement's words stand. Left out on purpose: what the words say was done (see `events`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc, Token

from ..actors import Found, Spot
from ..actors.compose import make_actor
from ..actors.phrases import preposition
from ..reading import reading_of, text_of
from ..reading.labels import TONES
from ..records import About, Article, Evidence, Party, Relay, Statement
from .chain import own_links, quoted_person, relay_actor, relay_on
from .dates import When, find_dates, find_that_day
from .firmness import hedge_of
from .occasions import carry_on, day_of_turns, days_in
from .repair import Attributed, attributed
from .spans import CLAUSES, contents
from .turns import resolve_turns
from .voices import (
    DOCUMENTS,
    SETTINGS,
    Voice,
    cut_nested,
    head_of,
    name_parents,
    own_words,
    resolve_again,
    resolve_first_persons,
    resolve_headline,
    stay_anonymous,
)
from .words import are_words

# A tone is stated only when its probability reaches this; below, it is None.
TONE_MIN = 0.6
WITHHELD = (
    "anonymity",
    "not to be named",
    "declined to be named",
    "asked not to be identified",
    "unnamed",
    "not be named",
    "not authorized",
    "not authorised",
)


def attribute(doc: Doc, found: Found, article: Article) -> list[Voice]:
    """All statements of an article, in the order of their cues."""
    days = days_in(doc, article.published)
    voices = [voice for one in attributed(doc) if (voice := _voice(doc, found, article, one, days)) is not None]
    voices = relay_on(doc, found, voices)
    cut_nested(doc, voices)
    resolve_turns(doc, found, voices, article)
    resolve_again(doc, found, voices)
    resolve_headline(doc, found, voices)
    day_of_turns(doc, found, [voice for voice in voices if voice.cue.text == ":" and voice.statement.speaker], days)
    carry_on(doc, found, voices, days)
    stay_anonymous(voices)
    for number, voice in enumerate(voices, 1):
        voice.statement = replace(voice.statement, id=f"{article.id}.s{number}")
    name_parents(voices)
    resolve_first_persons(voices)
    return voices


def _voice(doc: Doc, found: Found, article: Article, one: Attributed, days: Sequence[When]) -> Voice | None:
    cue, ranges = one.cue, list(one.content)
    if not are_words(doc, found, one):
        return None
    source, relay = one.source, None
    if quoted := quoted_person(doc, found, cue):
        relay, source = source, (quoted.i,)
    spot, party = _speaker(doc, found, source, cue)
    if party is None and not any(child.dep_ in ("nsubj:pass", "expl", "aux:pass") for child in cue.children):
        return None
    chain = (Relay(_text(doc, relay), relay_actor(doc, found, relay)),) if relay else ()
    parts, kind = contents(doc, ranges)
    if cue.text == ":" and one.score == 1.0:  # by layout: a turn is spoken words, with marks or without
        parts, kind = tuple(replace(part, direct=True) for part in parts), "direct"
    when = _when(cue, ranges, article, days)
    first, last = doc[one.words[0]], doc[one.words[-1]]
    tokens = frozenset(i for a, b in ranges for i in range(a, b))
    statement = Statement(
        id="", speaker=party, cue=Evidence(first.idx, last.idx + len(last), text_of(doc)[first.idx : last.idx + len(last)]), content=parts,
        kind=kind,  # type: ignore[arg-type]
        anonymous=_anonymous(doc, found, spot, source), date=when.date if when else None, date_precision=when.precision if when else None,
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


# --- speaker ---------------------------------------------------------------------------------------------------------


def _speaker(doc: Doc, found: Found, source: tuple[int, ...], cue: Token) -> tuple[Spot | None, Party | None]:
    """The speaker's mention and record. The cue's subject, where the tags agree it speaks, gives the fuller phrase."""
    # "A:" is a name there, not an article.
    head = doc[source[0]] if cue.text == ":" and source else head_of(doc, source)
    subjects = [c for c in cue.children if c.dep_ in ("nsubj", "nsubj:pass")] if cue.pos_ == "VERB" else []
    # Of two ("AU Commissioner X said", parsed apart) the one beside the verb.
    subject = min(subjects, key=lambda c: abs(c.i - cue.i), default=None)
    if subject is not None and subject.dep_ == "nsubj:pass" and cue.lemma_ not in ("quote", "cite"):
        # "X was accused by Y": Y speaks; with no Y, nobody is named.
        spoken_of = subject
        subject = next((c for c in cue.children if c.dep_ in ("obl", "obl:agent") and preposition(c) == "by"), None)
        head = None if head is not None and (head in spoken_of.subtree or head.sent != cue.sent) else head
    # A source inside what the cue governs is another's; the cue's own subject spoke.
    elsewhere = head is not None and any(head in c.subtree for c in cue.children if c.dep_ in CLAUSES)
    away = head is not None and head.sent != cue.sent
    if subject is not None and (head is None or elsewhere or away or subject.i in source or head in subject.subtree):
        head = subject
    elif away and any(c.dep_ == "expl" for c in cue.children):
        return None, None  # "it was reported": nobody, whoever spoke before
    if head is None:
        return None, None
    if head.lower_ in ("who", "which", "that") and head.head.dep_ == "acl:relcl":
        head = head.head.head  # "X, who said …": X
    joined = [c for c in head.children if c.dep_ == "conj" and found.at(c.i) and found.at(head.i)]
    spot = found.at(head.i)
    if spot is None:
        spot = next((s for i in source if (s := found.at(i)) and s.start <= head.i < s.end), None) or _issuer(found, head)
    if joined and spot is not None:
        return _joint_speaker(doc, found, [spot, *(s for c in joined if (s := found.at(c.i)))])
    if spot is None:
        words = [i for i in source if not doc[i].is_space] or [head.i]
        start, end = _trimmed(doc, words)
        return None, Party(start, end, text_of(doc)[start:end], None)
    if len(spot.actors) > 1:
        return _joint_speaker(doc, found, [spot])
    start, end = doc[spot.start].idx, doc[spot.end - 1].idx + len(doc[spot.end - 1])
    return spot, Party(start, end, text_of(doc)[start:end], spot.actors[0])


def _joint_speaker(doc: Doc, found: Found, spots: list[Spot]) -> tuple[Spot, Party]:
    """Several who speak as one: a group of their own, never one of them by guess."""
    first, last = min(s.start for s in spots), max(s.end for s in spots)
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    actors = tuple(dict.fromkeys(a for s in spots for a in s.actors))
    group = make_actor(" and ".join(found.actors[a].name for a in actors), "group", None)
    found.actors.setdefault(group.id, group)
    spot = replace(spots[0], start=first, end=last, actors=actors)
    return spot, Party(start, end, text_of(doc)[start:end], group.id)


def _trimmed(doc: Doc, tokens: list[int]) -> tuple[int, int]:
    while len(tokens) > 1 and doc[tokens[-1]].is_punct:
        tokens = tokens[:-1]
    while len(tokens) > 1 and doc[tokens[0]].is_punct:
        tokens = tokens[1:]
    return doc[tokens[0]].idx, doc[tokens[-1]].idx + len(doc[tokens[-1]])


def _text(doc: Doc, tokens: tuple[int, ...]) -> str:
    start, end = _trimmed(doc, list(tokens))
    return text_of(doc)[start:end]


def _anonymous(doc: Doc, found: Found, spot: Spot | None, source: tuple[int, ...]) -> bool:
    """Whether the text withholds the name: it says so, or an unnamed person or group without an office of its own speaks."""
    around = doc[min(source)].sent.text.lower() if source else ""
    if any(word in around for word in WITHHELD):
        return True
    if spot is None and any(doc[i].lower_ == "one" for i in source[:1]):
        return True  # "one of them said"
    if spot is None or len(spot.actors) > 1:
        return False
    actor, head = found.actors[spot.actors[0]], doc[spot.head]
    if actor.kind not in ("person", "group") or head.pos_ != "NOUN" or spot.how == "coreference":
        return False
    if any(doc[i].dep_ == "flat" and doc[i].pos_ == "PROPN" for i in range(spot.head + 1, spot.end)):
        return False  # "historian X Y": the name hangs on the title
    definite = any((c.dep_ == "det" and c.lower_ in ("the", "this", "that")) or c.dep_ == "nmod:poss" for c in head.children)
    return actor.kind == "group" or not definite


def _issuer(found: Found, head: Token) -> Spot | None:
    """ "A statement by the ministry", "its report": whose document it is, and so whose words."""
    if head.lemma_.lower() not in DOCUMENTS:
        return None
    owners = [c for c in head.children if (c.dep_ == "nmod" and preposition(c) in ("by", "of", "from")) or c.dep_ == "nmod:poss"]
    spots = [spot for c in owners if (spot := found.at(c.i)) and not spot.place and len(spot.actors) == 1]
    return spots[0] if len(spots) == 1 else None


def _is_own(found: Found, speaker: Spot | None, subject: Token) -> bool:
    """Whether a word stands for the speaker, or for his state or one of its bodies."""
    spot = found.at(subject.i)
    if speaker is None or spot is None:
        return False
    countries = found.countries(speaker)
    return bool({*speaker.actors} & {*spot.actors}) or (bool(countries) and found.countries(spot) == countries)


# --- circumstances ---------------------------------------------------------------------------------------------------


def _when(cue: Token, ranges: list[tuple[int, int]], article: Article, days: Sequence[When]) -> When | None:
    words = own_words(cue, ranges)
    last = next((day.date for day in reversed(days) if day.end <= cue.sent.start), None)
    found = find_dates(words, article.published) or find_that_day(words, last)
    found = [when for when in found if cue.doc[when.start - 1].lower_ not in ("since", "until")]
    if cue.pos_ not in ("VERB", "AUX"):
        inside = {t.i for t in cue.subtree}
        return next((when for when in found if when.start in inside), None)
    return next((when for when in found if _is_circumstance(cue.doc[when.end - 1], cue)), None)


def _is_circumstance(token: Token, cue: Token) -> bool:
    """Whether a token belongs to the cue's own clause: a date within what another verb governs tells when something else was.

    "Said on Monday that … and demanded …" was on Monday as a whole.
    """
    verbs, verb = {cue}, cue
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
        verbs.add(verb)
    while token not in verbs and token.dep_ not in CLAUSES and token.dep_ not in ("acl:relcl", "conj", "ROOT", "nsubj", "obj"):
        token = token.head
    return token in verbs


def _setting(doc: Doc, cue: Token, ranges: list[tuple[int, int]]) -> str | None:
    """ "At a plenary session of …": the phrase, without its preposition."""
    inside = {i for a, b in ranges for i in range(a, b)}
    for token in cue.subtree:
        if token.lemma_.lower() in SETTINGS and token.dep_ in ("obl", "nmod") and token.i not in inside:
            case = next((c for c in token.children if c.dep_ == "case" and c.i < token.i), None)
            if case is not None and case.lower_ in ("at", "in", "during", "to", "after"):
                words = [t for t in token.subtree if t.i > case.i and t.i not in inside]
                end = next((k for k, t in enumerate(words) if t.text == "," or (k and t.i != words[k - 1].i + 1)), len(words))
                return text_of(doc)[words[0].idx : words[end - 1].idx + len(words[end - 1])] if end else None
    return None


def _addressee(doc: Doc, found: Found, cue: Token) -> Relay | None:
    """ "Told the Global Times"."""
    if cue.lemma_ not in ("tell", "inform", "assure", "remind", "warn", "ask", "urge", "address"):
        return None
    for child in cue.children:
        if child.dep_ in ("obj", "iobj") and child.i > cue.i and child.pos_ in ("NOUN", "PROPN", "PRON"):
            spot = found.at(child.i)
            start, end = (spot.start, spot.end) if spot else (child.left_edge.i, child.i + 1)
            text = text_of(doc)[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])]
            return Relay(text, spot.actors[0] if spot and len(spot.actors) == 1 else None)
    return None


def _about(doc: Doc, found: Found, ranges: list[tuple[int, int]]) -> tuple[About, ...]:
    """States and bodies that the content speaks of, each with the tone of the first sentence that names it."""
    reading = reading_of(doc)
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
