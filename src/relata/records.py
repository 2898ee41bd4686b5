"""The words every room speaks: articles, actors, mentions, statements, events.

All offsets are code points into ``article.text``, half-open, so ``article.text[start:end]`` is always the quoted string.
What is not known is None, never a guess and never 0. `Coded.to_dict` is the public JSON (see ``schema/coded.json``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc

ActorKind = Literal["state", "person", "organisation", "group", "intergovernmental", "outlet", "unknown"]
Status = Literal["actual", "planned", "conditional", "denied", "past"]
Hedge = Literal["asserted", "hoped", "demanded", "predicted", "denied", "questioned"]
Precision = Literal["day", "week", "month", "year"]
Tone = Literal["negative", "neutral", "positive"]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text and what is known of its publication.

    Attributes:
        text: the body, exactly as all offsets refer to it.
        outlet_country: ISO 3166-1 alpha-3.
        language: ISO 639-1; Relata reads English.
        story: id shared by near-copies of one story, once grouped.
        id: given by the user, else made from text, outlet and date, so that the same article has the same id everywhere.
    """

    text: str
    title: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    outlet_country: str | None = None
    url: str | None = None
    language: str = "en"
    story: str | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            parts = (self.text, self.title or "", self.outlet or "", self.published.isoformat() if self.published else "", self.url or "")
            digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "id", digest[:16])

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "outlet": self.outlet,
            "outlet_country": self.outlet_country,
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "url": self.url,
            "language": self.language,
            "story": self.story,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quoted stretch of the article: ``text == article.text[start:end]``."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is meant.

    Attributes:
        id: ``kind:name`` made plain, with ``@country`` where there is one; a state's is ``state:`` and its code.
        country: ISO 3166-1 alpha-3 (XKX for Kosovo), None where there is none. A code is not a recognition.
        sector: primary PLOVER sector, None where unknown; `secondary` the others.
        role: office in plain words ("foreign minister"), None where none is stated.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    secondary: tuple[str, ...] = ()
    role: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "country": self.country,
            "sector": self.sector,
            "secondary": list(self.secondary),
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Role:
    """What a text says a person is, as of its day: an observation that a later bare name is resolved from.

    Attributes:
        name: the person's full name.
        country, sector, role: as in `Actor`.
        start, end: where the text says so, name included.
    """

    name: str
    country: str | None
    sector: str | None
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spell:
    """That texts call a person the same from a first to a last day; `country`, `sector`, `role` as in `Actor`."""

    name: str
    country: str
    sector: str | None
    role: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an article names an actor. A joint mention ("the two sides") has one row for each member."""

    start: int
    end: int
    text: str
    actor: str

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text, "actor": self.actor}


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event or statement: its words, and the actor they mean (None where unresolved)."""

    start: int
    end: int
    text: str
    actor: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"actor": self.actor, "start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Relay:
    """One who passed words on, or to whom they were said: words of the text, and the actor where known."""

    text: str
    actor: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "actor": self.actor}


@dataclass(frozen=True, slots=True)
class Content:
    """One unbroken stretch of what was said; `direct` where it stands in quotation marks."""

    start: int
    end: int
    text: str
    direct: bool

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text, "direct": self.direct}


@dataclass(frozen=True, slots=True)
class About:
    """An actor that a statement speaks of, and the statement's tone towards it (None where not judged)."""

    actor: str
    tone: Tone | None

    def to_dict(self) -> dict[str, Any]:
        return {"actor": self.actor, "tone": self.tone}


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, on whose word.

    Attributes:
        id: article id and a running number, in text order.
        speaker: None where no source is named at all ("it was reported").
        anonymous: true where the text withholds the name.
        date: when it was said; `date_precision` tells how exactly.
        chain: the road the words took, nearest outlet first; the article's own outlet is understood.
        within: id of the statement this one is reported in.
    """

    id: str
    speaker: Party | None
    cue: Evidence | None
    content: tuple[Content, ...]
    kind: Literal["direct", "indirect", "mixed"]
    anonymous: bool = False
    date: dt.date | None = None
    date_precision: Precision | None = None
    chain: tuple[Relay, ...] = ()
    addressee: Relay | None = None
    setting: str | None = None
    hedge: Hedge = "asserted"
    about: tuple[About, ...] = ()
    within: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "speaker": self.speaker.to_dict() if self.speaker else None,
            "cue": self.cue.to_dict() if self.cue else None,
            "content": [part.to_dict() for part in self.content],
            "kind": self.kind,
            "anonymous": self.anonymous,
            "date": self.date.isoformat() if self.date else None,
            "date_precision": self.date_precision,
            "chain": [relay.to_dict() for relay in self.chain],
            "addressee": self.addressee.to_dict() if self.addressee else None,
            "setting": self.setting,
            "hedge": self.hedge,
            "about": [about.to_dict() for about in self.about],
            "within": self.within,
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened, by the text's own words; `country` is ISO 3166-1 alpha-3."""

    start: int
    end: int
    text: str
    name: str
    country: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "country": self.country, "start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, as a PLOVER event.

    Attributes:
        id: article id and a running number, in text order.
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        score: PLOVER's conflict-cooperation score, -10 to 10. `goldstein`: the CAMEO value of `cameo`. Never mix the two.
        symmetric: both sides do the same; `source` and `target` then stand in text order.
        statement: id of the statement that reports the event; None where the outlet itself asserts it.
        confidence: 0 to 1.
    """

    id: str
    type: str
    source: Party
    target: Party | None
    trigger: Evidence
    evidence: Evidence
    quad: int
    score: float
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    goldstein: float | None = None
    date: dt.date | None = None
    date_precision: Precision | None = None
    place: Place | None = None
    status: Status = "actual"
    statement: str | None = None
    confidence: float = 0.0
    symmetric: bool = False

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "modes": list(self.modes),
            "contexts": list(self.contexts),
            "cameo": self.cameo,
            "quad": self.quad,
            "score": self.score,
            "goldstein": self.goldstein,
            "source": self.source.to_dict(),
            "target": self.target.to_dict() if self.target else None,
            "trigger": self.trigger.to_dict(),
            "evidence": self.evidence.to_dict(),
            "date": self.date.isoformat() if self.date else None,
            "date_precision": self.date_precision,
            "place": self.place.to_dict() if self.place else None,
            "status": self.status,
            "statement": self.statement,
            "confidence": self.confidence,
            "symmetric": self.symmetric,
        }


@dataclass(frozen=True, slots=True)
class Coded:
    """All that one article gave. `roles`, which the ledger learns from, and the spaCy Doc are not part of `to_dict`."""

    article: Article
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    doc: Doc | None = field(default=None, compare=False, repr=False)
    roles: tuple[Role, ...] = ()

    @property
    def spells(self) -> tuple[Spell, ...]:
        """What the article teaches of people, as of its day; without a day, or where no country is told, nothing."""
        day = self.article.published
        return tuple(Spell(r.name, r.country, r.sector, r.role, day, day) for r in self.roles if r.country and day)

    def copied_to(self, article: Article) -> Coded:
        """The same for another article of the same text and day, which are all that coding goes by."""

        def renamed(id_: str) -> str:
            return article.id + id_.removeprefix(self.article.id)

        statements = [replace(s, id=renamed(s.id), within=renamed(s.within) if s.within is not None else None) for s in self.statements]
        events = [replace(e, id=renamed(e.id), statement=renamed(e.statement) if e.statement is not None else None) for e in self.events]
        return replace(self, article=article, statements=tuple(statements), events=tuple(events))

    def to_dict(self) -> dict[str, Any]:
        return {
            "article": self.article.to_dict(),
            "actors": [actor.to_dict() for actor in self.actors],
            "mentions": [mention.to_dict() for mention in self.mentions],
            "statements": [statement.to_dict() for statement in self.statements],
            "events": [event.to_dict() for event in self.events],
        }
