"""What do the statements of one article tell of one another? Passes over all of them, once each has been found by itself.

In: `Voice`s in text order. Out: the same, with speakers of transcripts and of "the statement", chains, days that are carried on, the same
words kept once, and who is reported in whom. Left out: how one statement is made (`attribute`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..actors import Found, Spot
from ..reading import Node, Tree
from ..records import Statement
from .spans import contents, runs
from .syntax import is_apart

SETTINGS = frozenset((
    "briefing", "conference", "meeting", "session", "interview", "speech", "statement", "call", "conversation", "summit", "forum",
    "congress", "letter", "message", "post", "tweet", "ceremony", "visit", "hearing", "debate", "assembly", "address", "telegram",
    "broadcast", "report",
))  # fmt: skip
# What speaks for whoever issued it.
DOCUMENTS = frozenset((
    "report", "statement", "letter", "note", "document", "memo", "memorandum", "release", "communique", "communiqué", "editorial", "study",
    "survey", "filing", "transcript", "post", "message", "announcement", "bulletin", "circular", "declaration", "paper", "dispatch",
))  # fmt: skip


@dataclass
class Voice:
    """A statement in the making: its tokens beside its record."""

    cue: Node
    speaker: Spot | None
    source: tuple[int, ...]
    content: list[tuple[int, int]]
    statement: Statement
    score: float
    outlet: bool = False
    tokens: frozenset[int] = field(default_factory=frozenset)

    def told_in(self, doc: Tree, ranges: list[tuple[int, int]]) -> None:
        """Take other ranges of tokens for what is told."""
        parts, kind = contents(doc, ranges)
        self.content, self.tokens = ranges, frozenset(i for a, b in ranges for i in range(a, b))
        self.statement = replace(self.statement, content=parts, kind=kind)  # type: ignore[arg-type]


def head_of(doc: Tree, tokens: tuple[int, ...]) -> Node | None:
    """The word of a source that the others hang on."""
    inside = set(tokens)
    tops = (doc[i] for i in tokens if doc[i].head.i not in inside or doc[i].head.i == i)
    return next((top for top in tops if not top.is_punct and top.pos_ not in ("ADP", "DET")), None)


def own_words(cue: Node, ranges: list[tuple[int, int]]) -> list[Node]:
    """Words of the cue's sentence that are not content, in order: where and when it was said stands there."""
    inside = {i for a, b in ranges for i in range(a, b)}
    return [t for t in cue.sent if t.i not in inside and not t.is_space]


def resolve_again(doc: Tree, found: Found, voices: list[Voice]) -> None:
    """Speakers whom the mentions left open: a last name of which the text has one bearer, and "the statement" in which somebody spoke."""
    people: dict[str, set[str]] = {}
    for actor in found.actors.values():
        if actor.kind == "person" and " " in actor.name:
            people.setdefault(actor.name.split()[-1], set()).add(actor.id)
    for n, voice in enumerate(voices):
        party = voice.statement.speaker
        if party is None or party.actor is not None:
            continue
        bearers = people.get(party.text.split()[-1], set())
        meant = next(iter(bearers)) if len(bearers) == 1 else None
        head = head_of(doc, voice.source)
        if (
            meant is None
            and head is not None
            and head.lemma_ in DOCUMENTS
            and {c.lower_ for c in head.children} in ({"the"}, {"the", "this"})
        ):
            issued = [v for v in voices[:n] if v.statement.speaker and _introduces(v, head.lemma_)]
            last = issued[-1].statement.speaker if issued else None
            meant = last.actor if last else None
        if meant is not None:
            voice.statement = replace(voice.statement, speaker=replace(party, actor=meant))


def resolve_headline(doc: Tree, found: Found, voices: list[Voice]) -> None:
    """ "Minister: no deal yet", "No deal yet, minister says" above a text: the one person in it who has that office."""
    for voice in voices[:1]:
        party = voice.statement.speaker
        if party is None or _is_below(doc, voice):
            continue
        office = party.text.casefold()
        fits = [
            a.id for a in found.actors.values() if a.kind == "person" and " " in a.name and a.role and f" {a.role}".endswith(f" {office}")
        ]
        if len(fits) == 1:
            voice.statement = replace(voice.statement, speaker=replace(party, actor=fits[0]), anonymous=False)


def date_headline(doc: Tree, found: Found, voices: list[Voice]) -> None:
    """A headline has the day of the saying that it sums up: the first by the same speaker, or one of his state, with some word of it."""
    party = voices[0].statement.speaker if voices else None
    if party is None or party.actor is None or voices[0].statement.date is not None or _is_below(doc, voices[0]):
        return
    head, state = found.actors[party.actor], found.actors[party.actor].kind == "state"
    said = _lemmas(doc, voices[0])
    for voice in voices[1:]:
        speaker = voice.statement.speaker
        actor = found.actors[speaker.actor] if speaker is not None and speaker.actor is not None else None
        same = actor is not None and (actor.id == head.id or (state and actor.country == head.country))
        if same and voice.statement.date is not None and said & _lemmas(doc, voice):
            when = voice.statement
            voices[0].statement = replace(voices[0].statement, date=when.date, date_precision=when.date_precision)
            return


def _lemmas(doc: Tree, voice: Voice) -> set[str]:
    return {doc[i].lemma_.lower() for i in voice.tokens if doc[i].pos_ in ("NOUN", "PROPN", "VERB", "NUM")}


def _is_below(doc: Tree, voice: Voice) -> bool:
    """Whether a cue stands under the headline, or there is none: a first line that ends without a full stop."""
    line = doc.reading.text.split("\n", 1)[0].rstrip()
    return voice.cue.idx >= len(line) or line[-1:] in tuple('."”')


def _introduces(voice: Voice, document: str) -> bool:
    """Whether the speaker speaks in a document not told of before ("said in a statement", "protested in its note")."""
    return any(
        token.lemma_ == document
        and token.dep_ in ("obl", "nmod", "obj")
        and any(c.lower_ in ("a", "an", "its", "his", "her", "their") for c in token.children)
        for token in own_words(voice.cue, voice.content)
    )


def resolve_first_persons(voices: list[Voice]) -> None:
    """ "I told him", "we asked": whoever's words hold it."""
    speakers = {voice.statement.id: voice.statement.speaker for voice in voices}
    for voice in voices:  # in text order, so that a holder's own "I" is known before
        party, holder = voice.statement.speaker, speakers.get(voice.statement.within or "")
        if party and holder and party.actor is None and party.text.lower() in ("i", "my", "we", "our"):
            voice.statement = replace(voice.statement, speaker=replace(party, actor=holder.actor))
            speakers[voice.statement.id] = voice.statement.speaker


def stay_anonymous(voices: list[Voice]) -> None:
    """ "The expert said": as anonymous as when he was introduced."""
    withheld = {v.statement.speaker.actor for v in voices if v.statement.anonymous and v.statement.speaker}
    for voice in voices:
        speaker = voice.statement.speaker
        if speaker and speaker.actor in withheld and speaker.actor is not None:
            voice.statement = replace(voice.statement, anonymous=True)


def cut_nested(doc: Tree, voices: list[Voice]) -> None:
    """A content never reaches into the cue clause of the statement that holds it ("…, X said, according to Y")."""
    for voice in voices:
        for holder in voices:
            if holder is voice or voice.cue.i not in holder.tokens or holder.cue.i not in voice.tokens:
                continue
            inner, outer = (holder, voice) if len(holder.tokens) < len(voice.tokens) else (voice, holder)
            own = {outer.cue.i, *(t.i for t in outer.cue.children if t.i not in inner.tokens), *outer.source}
            low = min((i for i in own | {outer.cue.i} if i > inner.cue.i), default=None)
            kept = sorted(i for i in inner.tokens if i not in own and (low is None or i < low or i > max(own)))
            if ranges := runs(doc, kept):
                inner.told_in(doc, ranges)


def cut_apart(doc: Tree, voices: list[Voice]) -> None:
    """Words never hold a cue of their own speaker's outside quotation marks: what follows it, or its sentence, is told beside them.

    "She said that it had gone and urged …"; "… was not surprised, she said: … . Prague had asked, she recalled."
    """
    for voice in voices:
        for other in voices:
            party, beside = voice.statement.speaker, other.statement.speaker
            if other is voice or party is None or beside is None or other.cue.i not in voice.tokens:
                continue
            if (party.actor or party.text) != (beside.actor or beside.text) or is_quoted(doc, voice, other.cue.i):
                continue
            apart = other.cue.dep_ == "conj" and other.cue.i > voice.cue.i and (is_apart(other.cue) or not _does_it(voice, other))
            if apart:
                lead = next((c.i for c in other.cue.children if c.dep_ == "cc"), other.cue.i)
                kept = [i for i in voice.tokens if i < lead]
            elif other.cue.sent.start != voice.cue.sent.start:
                kept = [i for i in voice.tokens if not other.cue.sent.start <= i < other.cue.sent.end]
            else:
                continue
            if ranges := runs(doc, sorted(kept)):
                voice.told_in(doc, ranges)


def _does_it(voice: Voice, other: Voice) -> bool:
    """Whether the clause that a cue is joined to has the speaker for its subject: "said that she had asked and demanded"."""
    subject = next((c for c in other.cue.head.children if c.dep_.startswith("nsubj")), None)
    return subject is None or subject.pos_ == "PRON" or subject.i in other.source


def is_quoted(doc: Tree, voice: Voice, at: int) -> bool:
    """Whether a word of a content stands between quotation marks."""
    part = next(((a, b) for a, b in voice.content if a <= at < b), None)
    return part is not None and contents(doc, [part])[1] == "direct"


def name_parents(voices: list[Voice]) -> None:
    """Who is told within whose words; he has his holder's chain."""
    for voice in voices:
        holders = [v for v in voices if v is not voice and voice.cue.i in v.tokens and len(v.tokens) > len(voice.tokens)]
        if holders:
            parent = min(holders, key=lambda v: len(v.tokens)).statement
            voice.statement = replace(voice.statement, within=parent.id, chain=voice.statement.chain or parent.chain)
