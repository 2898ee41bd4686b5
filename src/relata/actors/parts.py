"""What are the words of a noun phrase? Names, sector words, modifiers and places, found once from left to right.

In: the tokens of one phrase. Out: `Parts`, the country they give, and where a personal name stands. Left out: whom they mean together
(`compose`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from .places import Place
from .tables import Entry, Gazetteer, SectorWord, plain, singular

# After these the phrase speaks of a place, a topic or an owner, no longer of its head.
LINKS = frozenset((
    "of", "for", "in", "from", "at", "to", "on", "with", "and", "under", "by", "near", "against", "over", "after", "who", "that", "which",
    "whose",
))  # fmt: skip
# "Russian studies" is a topic; an institute for it is not Russian.
TOPICS = frozenset(("studies", "affairs", "relations", "policy", "issues", "language", "literature", "history"))
# Before what somebody is near, but not of.
BESIDE = frozenset(("near", "off", "towards", "toward", "against", "about", "outside", "behind", "across", "beyond"))
# What happens somewhere to people from anywhere, and such people.
HAPPENINGS = frozenset((
    "conflict", "war", "attack", "crash", "bombing", "shooting", "siege", "fighting", "clash", "massacre", "disaster", "earthquake", "talk",
    "negotiation", "summit", "conference", "battle",
))  # fmt: skip
MET_BY = frozenset(("victim", "survivor", "veteran", "attacker", "bomber", "hijacker", "returnee"))
# Where courts and agencies of the world sit; one of a state is named with it.
WORLD_SEATS = frozenset(("hague", "geneva", "vienna", "strasbourg", "luxembourg"))
WORLD_BODIES = frozenset(("court", "tribunal", "judge", "prosecutor", "agency", "organisation", "organization", "commission", "council"))
# "Pro-Russian fighters" are not Russia's, nor are "US-backed" ones the US's.
SIDES = frozenset(("pro", "anti", "non"))
HELPED = frozenset((
    "backed", "recognised", "recognized", "supported", "speaking", "sponsored", "funded", "financed", "trained", "armed", "allied",
    "aligned", "occupied", "brokered", "mandated", "bound", "born", "educated", "made", "built", "style", "friendly", "linked",
))  # fmt: skip
# Words for persons that are no titles before a name ("Royal Thai Army", "National Front").
NO_TITLES = frozenset(("royal", "national", "civilian", "native", "minor", "elder"))
PARTICLES = frozenset(("-", "al", "el", "bin", "ibn", "de", "da", "dos", "van", "von", "der", "la", "ben", "'"))


class Parts(NamedTuple):
    """Parts by their place in the phrase, as (first token, past-last token, what it is)."""

    names: tuple[tuple[int, int, Entry], ...]
    sectors: tuple[tuple[int, int, SectorWord], ...]
    effects: tuple[tuple[int, str], ...]
    places: tuple[tuple[int, int, str], ...]  # cities and regions, with the state they lie in
    link: int  # where the head's part ends: the first linking word, else the phrase's end


def parts_of(tokens: Sequence[str], g: Gazetteer, on: dt.date | None, head: int | None = None) -> Parts:
    """Find all parts. `head` is the place of the head noun, where syntax gives it; else the first linking word bounds the head."""
    words = [plain(token) for token in tokens]
    lowered = [word.lower() for word in words]
    single = [singular(word) for word in words]
    names: list[tuple[int, int, Entry]] = []
    sectors: list[tuple[int, int, SectorWord]] = []
    effects: list[tuple[int, str]] = []
    places: list[tuple[int, int, str]] = []
    covered = 0
    for i in range(len(words)):
        if i >= covered and (words[i][:1].isupper() or lowered[i] in ("al", "el")):
            hit, place = g.name_at(words, i, on=on), g.places.at(words, i)
            if hit and not _is_of_another(hit[1], names, words, i) and not is_within_place(hit, place):
                names.append((i, i + hit[0], hit[1]))
                covered = i + hit[0]
            elif place:
                places.append((i, i + place[0], place[1].country))
                covered = i + place[0]
        sector = g.sector_at(lowered, i)
        if single[i:] != lowered[i:]:
            other = g.sector_at(single, i)
            sector = other if other and (sector is None or other[0] > sector[0]) else sector
        if sector and not (sectors and sectors[-1][1] > i) and not any(a <= i < b and e.form in ("body", "nobody") for a, b, e in names):
            sectors.append((i, i + sector[0], sector[1]))
        elif lowered[i] in g.effects:
            effects.append((i, g.effects[lowered[i]]))
    if head is not None:
        return Parts(tuple(names), tuple(sectors), tuple(effects), tuple(places), head + 1)
    link = next((i for i, word in enumerate(lowered) if word in LINKS and i > 0 and not any(a < i < b for a, b, _ in names)), len(words))
    if any(a < link < b for a, b, _ in sectors):
        link = max(b for a, b, _ in sectors if a < link < b)
    return Parts(tuple(names), tuple(sectors), tuple(effects), tuple(places), link)


def is_within_place(hit: tuple[int, Entry], place: tuple[int, Place] | None) -> bool:
    """Whether a state's adjective only begins the name of a region: "British Columbia" is not British."""
    return place is not None and place[0] > hit[0] and hit[1].form == "adjective" and hit[1].country != place[1].country


def _is_of_another(entry: Entry, names: Sequence[tuple[int, int, Entry]], words: Sequence[str], i: int) -> bool:
    """Whether a body's name directly follows another state's: "Sudan People's Liberation Army" holds no Chinese army.

    A world body is then a state's own ("Nepal Red Cross").
    """
    last = i - 1 if words[i - 1] == "'s" else i
    before = names[-1] if names and names[-1][1] == last else None
    if before is None or entry.form != "body" or before[2].kind != "state" or entry.country == before[2].country:
        return False
    return entry.country is not None or entry.sector == "NGO"


# Where these are says nothing of whose they are: "a European diplomat in Nairobi".
ABROAD = frozenset((
    "diplomat", "diplomats", "ambassador", "envoy", "envoys", "correspondent", "tourist", "tourists", "refugee", "refugees", "peacekeeper",
    "peacekeepers", "expatriates", "migrants", "observers", "monitors", "mercenaries", "ambassadors", "commissioner", "commissioners",
    "consul", "consuls", "attaché", "attachés", "attache", "attaches",
))  # fmt: skip


def country_entry(tokens: Sequence[str], parts: Parts) -> tuple[str, Entry | None] | None:
    """The country that the phrase's own words give, with the state's entry where it is named: before the head first, else in what follows.

    A topic ("Russian studies", "an expert on Mongolia"), where an envoy is sent ("ambassador to Norway") and whose help somebody has
    ("US-backed") give none.
    """
    words = [plain(token).lower() for token in tokens]

    def counts(a: int, b: int, form: str = "name") -> bool:
        led_by = words[max(a - 2, 0) : a]
        sent_to = led_by[-1:] in (["to"], ["on"]) or led_by in (["to", "the"], ["on", "the"])
        sided = (words[max(a - 1, 0) : a] == ["-"] and words[a - 2] in SIDES) or (
            words[b : b + 1] == ["-"] and b + 1 < len(words) and words[b + 1] in HELPED
        )
        if words[b - 1] in WORLD_SEATS and {"in", "at"} & {*led_by} and not WORLD_BODIES.isdisjoint(map(singular, words[: parts.link])):
            return False  # "the court in The Hague"
        if led_by[-1:] and led_by[-1] in BESIDE:
            return False  # "the captain of a ship near Libya"
        met = form in ("name", "capital") and b < len(words) and singular(words[b]) in MET_BY
        if met or not HAPPENINGS.isdisjoint(map(singular, words[parts.link : a])):
            return False  # "a Benghazi victim", "a general in the war in Iraq"
        ends_name = led_by[-1:] in (["de"], ["del"], ["da"], ["do"])  # the gang "Santa Rosa de Lima"
        return not sent_to and not sided and not ends_name and (b == len(words) or words[b] not in TOPICS)

    named: list[tuple[int, int, str, Entry | None]] = [
        (a, b, e.country, e) for a, b, e in parts.names if e.country and e.form != "person" and counts(a, b, e.form)
    ]
    placed: list[tuple[int, int, str, Entry | None]] = [
        (a, b, country, None) for a, b, country in parts.places if counts(a, b) and words[b : b + 1] not in (["states"], ["nations"])
    ]  # no town has states: "the Council of Meridian States"
    # Whose it is tells more than the city it works in: states first, then cities, then "London-based".
    based = [p for p in (*named, *placed) if words[p[1] : p[1] + 2] == ["-", "based"]]
    ranked = [[p for p in named if p not in based], [p for p in placed if p not in based], based]
    before = [(country, entry) for group in ranked for a, _, country, entry in group if a < parts.link]
    if before:
        return before[0]
    if 0 < parts.link < len(words) and words[parts.link - 1] in ABROAD and words[parts.link] in ("in", "at", "near"):
        return None
    after = [(country, entry) for group in ranked[:2] for _, _, country, entry in group[-1:]]
    return after[0] if after else None


def country_in(tokens: Sequence[str], parts: Parts) -> str | None:
    """The country alone that the phrase's own words give."""
    found = country_entry(tokens, parts)
    return found[0] if found else None


def personal_name(tokens: Sequence[str], parts: Parts) -> tuple[int, int] | None:
    """The personal name in a phrase that no reader has seen: one of the dated list at its end, or capitalised words after a title."""
    words = [plain(token) for token in tokens]
    listed = next(((a, b) for a, b, entry in parts.names if entry.form == "person" and b == len(words)), None)
    if listed:
        return listed
    others = {k for a, b, word in parts.sectors if word.kind != "person" for k in range(a, b)}
    others |= {k for a, b, entry in parts.names if entry.form != "person" for k in range(a, b)}
    titles = [b for a, b, word in parts.sectors if word.kind == "person" and word.word not in NO_TITLES]
    for start in reversed(titles):
        end = start
        while end < len(words) and end not in others and (words[end][:1].isupper() or (end > start and words[end] in PARTICLES)):
            end += 1
        if end > start and (end == len(words) or words[end].lower() in LINKS or words[end] == ","):
            return start, end
    return None
