"""Who speaks in a transcript, an interview or a broadcast, where a turn has only a last name or a part ("Q", "PRESENTER") before its colon.

In: a read Doc, its actors, `Voice`s. Out: the same with speakers of turns. Left out: which paragraphs are turns (`reading.layout`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..actors import Found
from ..actors.compose import make_actor
from ..reading import Tree
from ..records import Actor, Article
from .voices import Voice

# What stands for the one who asks, for the one who is asked, and for the outlet itself.
ASKS = frozenset(("Q", "QUESTION", "INTERVIEWER"))
ANSWERS = frozenset(("A", "ANSWER"))
PRESENTS = frozenset(("PRESENTER", "HOST", "ANCHOR", "NEWSREADER", "ANNOUNCER", "MODERATOR"))
# Words of a turn within which one who asks gives his name.
INTRODUCTION = 12
REPORTS = frozenset(("report", "reporting"))


def resolve_turns(doc: Tree, found: Found, voices: list[Voice], article: Article) -> None:
    """Speakers of turns.

    A last name is that of the one person of the text who has it; ``A:`` is the one who is asked; ``Q:`` is whoever is said to have asked,
    else the outlet, as is a presenter. A name at the beginning of a question is the questioner's; without one a further question is the
    same one's. Reporters whom the text calls its own are of the outlet's country.
    """
    told = [voice for voice in voices if voice.cue.text.endswith(":") and voice.statement.speaker]
    people = {actor.id: actor for actor in found.actors.values() if actor.kind == "person" and " " in actor.name}
    outlet = _outlet(found, article) if article.outlet else None
    asker: str | None = None
    for voice in told:
        party = voice.statement.speaker
        if party is None or not party.text.isupper():
            continue
        meant: str | None
        if party.text in PRESENTS:
            meant = outlet
        elif party.text in ASKS:
            name = _named_at_once(doc, found, voice) if party.text != "Q" else _interviewer(doc, found, article, told)
            asker = meant = name or (asker if party.text != "Q" else outlet)
        elif party.text in ANSWERS:
            meant = _asked(doc, found, people, told)
        else:
            meant = _by_name(party.text, people)
            if meant is not None and article.outlet_country and _is_own_reporter(doc, found, people[meant], meant):
                own = people[meant]
                reporter = make_actor(own.name, "person", article.outlet_country, "JRN", (), own.role)
                found.actors.setdefault(reporter.id, reporter)
                meant = reporter.id
        if meant is not None:
            voice.statement = replace(voice.statement, speaker=replace(party, actor=meant), anonymous=False)


def _outlet(found: Found, article: Article) -> str:
    name = article.outlet or ""
    known = next((a for a in found.actors.values() if a.kind == "outlet" and a.name.casefold() == name.casefold()), None)
    actor = known or make_actor(name, "outlet", article.outlet_country, "JRN")
    found.actors.setdefault(actor.id, actor)
    return actor.id


def _by_name(text: str, people: dict[str, Actor]) -> str | None:
    name = text.casefold()
    fits = [i for i, actor in people.items() if name == actor.name.casefold() or f" {actor.name.casefold()}".endswith(f" {name}")]
    return fits[0] if len(fits) == 1 else None


def _asked(doc: Tree, found: Found, people: dict[str, Actor], told: Sequence[Voice]) -> str | None:
    """Whom an interview is with: the person who is a subject before the turns, or behind them; no journalist."""
    first = min((v.cue.i for v in told), default=0)
    inside = {i for v in told for i in v.tokens}
    around = [s for s in found.spots if s.head not in inside and s.actors[0] in people and people[s.actors[0]].sector != "JRN"]
    named = [s for s in around if s.head < first] or around
    asked = [s for s in named if doc[s.head].dep_.startswith("nsubj")] or named
    return asked[0].actors[0] if asked else None


def _interviewer(doc: Tree, found: Found, article: Article, told: Sequence[Voice]) -> str | None:
    """ "She spoke to X of the Daily", "the interview was conducted by X", outside the turns."""
    inside = {i for voice in told for i in voice.tokens}
    outlet = (article.outlet or "").casefold()
    for spot in found.spots:
        actor = found.actors[spot.actors[0]]
        if actor.kind != "person" or spot.head in inside:
            continue
        head = doc[spot.head]
        by = head.head.lemma_ in ("conduct", "interview") and any(child.lower_ == "by" for child in head.children)
        after = doc.text_of(spot.end, spot.end + 8).casefold().removeprefix("of ").removeprefix("the ")
        if by or (outlet and after.startswith(outlet.removeprefix("the ")) and doc[spot.end].lower_ == "of"):
            own = make_actor(actor.name, "person", article.outlet_country, "JRN", (), actor.role)
            found.actors.setdefault(own.id, own)
            return own.id
    return None


def _named_at_once(doc: Tree, found: Found, voice: Voice) -> str | None:
    """ "QUESTION: Thank you. X of the Daily. …", "X, Daily. …"."""
    start = voice.cue.i + 1
    for spot in found.spots:
        actor = found.actors[spot.actors[0]]
        named = start <= spot.start < start + INTRODUCTION and actor.kind == "person" and " " in actor.name
        if named and spot.end < len(doc) and doc[spot.end].lower_ in ("of", "from", "with", ","):
            return actor.id
    return None


def _is_own_reporter(doc: Tree, found: Found, actor: Actor, identity: str) -> bool:
    """ "X reports from Lima", "our correspondent X", "I'm X": one of the outlet's own, of whom nothing else is said."""
    if actor.country is not None or actor.sector not in (None, "JRN"):
        return False
    for spot in found.spots:
        if identity not in spot.actors:
            continue
        words = {t.lower_ for t in doc[max(spot.start - 2, 0) : spot.end]}
        if (doc[spot.head].head.lemma_ in REPORTS and doc[spot.head].dep_ == "nsubj") or words & {"our", "'m", "’m"}:
            return True
    return False
