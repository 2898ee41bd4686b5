"""The road that words took: agencies, outlets, documents and persons that passed them on, nearest outlet first.

In: a read Doc, its actors, and `Voice`s. Out: links of a statement's own sentence, and voices that only pass others on turned into links.
The article's own outlet is understood and never a link. Left out: chains that a later statement carries on (`voices`).
"""

from __future__ import annotations

from dataclasses import replace

from ..actors import Found, Spot
from ..actors.phrases import core, preposition
from ..reading import Node, Tree
from ..records import Article, Relay
from .voices import DOCUMENTS, Voice, head_of, own_words

QUOTING = frozenset(("quote", "cite"))
# Nouns of whoever passes words on.
PRESS = frozenset((
    "agency", "newspaper", "paper", "daily", "weekly", "magazine", "television", "tv", "radio", "broadcaster", "channel", "website",
    "station", "outlet", "journal", "tabloid", "newswire", "medium", "media",
))  # fmt: skip
# Whose they are, where no name says which ("told state radio").
KEPT_BY = ("state", "public", "national")
# Relations of words that are only part of a name.
PARTS = frozenset(("flat", "compound", "amod", "nmod:desc"))
# Nouns of whoever may be cited: people, not papers.
CITED = frozenset(("PROPN", "NOUN", "PRON"))


def is_outlet(doc: Tree, found: Found, head: Node | None) -> bool:
    """Whether a word stands for a newspaper, an agency or a station."""
    if head is None:
        return False
    spot = found.at(head.i)
    if spot is not None and len(spot.actors) == 1 and found.actors[spot.actors[0]].kind == "outlet":
        return True
    if any(child.lower_ in ("this", "our") for child in head.children):
        return False  # the article's own
    if (
        head.lemma_.lower() not in PRESS
        or (head.tag_ == "NNS" and head.lower_ != "media")
        or (head.lemma_.lower() == "agency" and not _is_press_agency(head))
    ):
        return False
    told = head.dep_ in ("obj", "iobj")  # what is read out on state television was not passed on by it
    return any(
        child.lower_ == "the" or (told and child.lower_ in KEPT_BY) or child.text[:1].isupper() for child in head.children
    ) or _before_name(head)


def _is_press_agency(head: Node) -> bool:
    """ "The Khovar news agency", "the agency" that was named before; not a space agency."""
    around = {child.lower_ for child in head.children}
    return "news" in around or "press" in around or around <= {"the", "state"}


def quoted_person(doc: Tree, found: Found, cue: Node) -> Node | None:
    """ "The report quoted X as saying", "X was quoted as saying", "Reuters said, citing two officials": X and the officials, who spoke."""
    if (verb := quoting(cue)) is not None:
        objects = (c for c in verb.children if c.dep_ in ("obj", "iobj") or (c.dep_ == "obl" and c.i > verb.i and preposition(c) is None))
        passive = (c for c in verb.children if c.dep_ == "nsubj:pass")
        says = cue is not verb or any(child.lemma_ in ("say", "tell") for child in verb.children)
        return next((c for c in (*passive, *objects) if c.pos_ in CITED and (says or _is_somebody(found, c))), None)
    citing = next(
        (t for t in cue.subtree if t.lemma_ in QUOTING and t.tag_ == "VBG" and t.dep_ == "advcl" and (t.head == cue or t.i > cue.i)), None
    )
    cited = next((c for c in citing.children if c.dep_ == "obj" and c.pos_ in CITED), None) if citing is not None else None
    return cited if cited is not None and _is_somebody(found, cited) else None


def _is_somebody(found: Found, word: Node) -> bool:
    spot = found.at(word.i)
    return spot is not None and found.actors[spot.actors[0]].kind in ("person", "group")


def quoting(cue: Node) -> Node | None:
    """The verb "quote" or "cite" of a cue; "saying" may stand for "was quoted … as saying"."""
    verb = cue.head if cue.lemma_ == "say" and cue.dep_ in ("advcl", "xcomp", "ccomp") else cue
    return verb if verb.lemma_ in QUOTING else None


def quoted_by(doc: Tree, found: Found, cue: Node) -> Relay | None:
    """Who passed words on by a passive's agent: "was quoted by Reuters as saying", "was quoted as saying by Reuters"."""
    verb = quoting(cue) or cue
    verbs = (verb, *(child for child in verb.children if child.pos_ == "VERB"))
    agents = (
        c for verb in verbs for c in verb.children if c.dep_ in ("obl", "obl:agent", "nsubj") and preposition(c) == "by" and c.i > verb.i
    )
    agent = next(agents, None)
    return _link(doc, found, agent, found.at(agent.i)) if agent is not None else None


def own_links(doc: Tree, found: Found, article: Article, voice: Voice) -> tuple[Relay, ...]:
    """Outlets in the statement's own sentence, beside what is said: "told Reuters", "TASS reported", "in an interview with the daily"."""
    speaking = set(voice.source)
    party = voice.statement.speaker
    links = []
    for token in own_words(voice.cue, voice.content):
        spot = found.at(token.i)
        told = _is_told_outlet(found, voice.cue, token, spot)
        if token.i in speaking or not (told or is_outlet(doc, found, token)) or (token.dep_ in PARTS and not _before_name(token)):
            continue
        if spot is not None and (voice.speaker is spot or (party and party.actor in spot.actors)):
            continue
        links.append(_link(doc, found, token, spot))
    named = {found.actors[link.actor].name if link.actor else link.text: link for link in links}
    return tuple(link for name, link in named.items() if not (_is_own(article, name) or _is_own(article, link.text)))


def _is_own(article: Article, name: str) -> bool:
    own, other = (_bare(article.outlet or ""), _bare(name))
    return bool(own and other) and (own in other or other in own)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _before_name(token: Node) -> bool:
    """ "The daily X": the noun names nobody, but tells what X is."""
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1].pos_ == "PROPN" and token.pos_ == "NOUN"


def _is_told_outlet(found: Found, cue: Node, token: Node, spot: Spot | None) -> bool:
    """ "Told the Busan Post": whoever is told, has a name, and is no person, state or body known."""
    if (
        cue.lemma_ != "tell"
        or token.head != cue
        or token.dep_ not in ("obj", "iobj")
        or token.pos_ != "PROPN"
        or token.ent_type_ == "PERSON"
    ):
        return False
    actor = found.actors[spot.actors[0]] if spot is not None else None
    return actor is None or (actor.kind in ("organisation", "outlet") and actor.sector in (None, "JRN", "PTY"))


def _link(doc: Tree, found: Found, token: Node, spot: Spot | None) -> Relay:
    named = next((c for c in token.children if c.dep_ in ("appos", "flat", "compound", "nmod:desc") and c.pos_ == "PROPN"), None)
    if spot is None and named is not None and (other := found.at(named.i)) is not None:
        spot = other
    start, end = (spot.start, spot.end) if spot is not None else core(token)
    while end < len(doc) and token.pos_ == "NOUN" and doc[end].pos_ == "PROPN":
        end += 1  # "the daily X"
    text = doc.text_of(start, end)
    return Relay(text, spot.actors[0] if spot is not None and len(spot.actors) == 1 else relay_actor(doc, found, (token.i,)))


def relay_actor(doc: Tree, found: Found, tokens: tuple[int, ...]) -> str | None:
    """Who relayed: a named outlet, or for "the report" the outlet named last before it."""
    head = head_of(doc, tokens)
    spot = found.at(head.i) if head is not None else None
    if spot is not None and len(spot.actors) == 1:
        return spot.actors[0]
    if head is not None and (head.lemma_ in PRESS or head.lemma_ == "report"):
        outlets = [s for s in found.spots if s.head < head.i and found.actors[s.actors[0]].kind == "outlet"]
        return outlets[-1].actors[0] if outlets else None
    return None


def relay_on(doc: Tree, found: Found, voices: list[Voice]) -> list[Voice]:
    """ "…, X said, TASS reported": the outlet's own attribution becomes a link in the chain of those it passes on; a document's too."""
    kept = []
    passing = {id(voice) for voice in voices if voice.statement.speaker and _passes_on(doc, found, voice)}
    for voice in voices:
        beside = (v for v in voices if v is not voice and id(v) not in passing and v.cue.sent == voice.cue.sent)
        inner = [v for v in beside if v.cue.i in voice.tokens or _same_words(v, voice)] if id(voice) in passing else []
        party = voice.statement.speaker
        if not inner or party is None:
            kept.append(voice)
            continue
        link = Relay(party.text, party.actor)
        for v in inner:
            known = {(relay.actor or relay.text) for relay in v.statement.chain}
            if (link.actor or link.text) not in known and not any(relay.text in link.text for relay in v.statement.chain):
                v.statement = replace(v.statement, chain=(link, *v.statement.chain))
    return kept


def _passes_on(doc: Tree, found: Found, voice: Voice) -> bool:
    head = head_of(doc, voice.source)
    if voice.outlet or is_outlet(doc, found, head):
        return True
    if head is None or head.lemma_ not in DOCUMENTS or any(preposition(c) in ("by", "of", "from") for c in head.children):
        return False
    return any(token.lower_ == "according" for token in (voice.cue, *voice.cue.children))  # "the note said" is the note's own


def _same_words(a: Voice, b: Voice) -> bool:
    return len(a.tokens & b.tokens) * 2 > min(len(a.tokens), len(b.tokens))
