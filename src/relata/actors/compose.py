"""Composition: who a noun phrase means, from its parts, without a dictionary of office-holders.

In: the tokens of one noun phrase. Out: an `Actor` with country, sector, role and kind, or None. "The Turkish coast guard's
eastern command" gets TUR from an adjective and MIL from a noun; neither phrase nor person need be known.
Left out on purpose: anything outside the phrase (see `mentions` for pronouns, last names and appositions).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile

from spacy.lang.en.lex_attrs import like_num

from ..records import Actor, ActorKind
from .parts import NO_TITLES, Parts, country_entry, parts_of, personal_name
from .tables import Entry, Gazetteer, SectorWord, plain, singular, tokens_of

# A capital that mostly stands for a body of states; where the text names the capital's own state, it stands for that.
SEATS = {"Brussels": "European Union"}
DETERMINERS = frozenset((
    "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "some", "several", "many", "all", "both",
    "two",
))  # fmt: skip
ONE = frozenset(("a", "an", "another", "one"))
ORDINALS = ("st", "nd", "rd", "th", "first", "second", "third")
# Nouns that only say "that state's": the state itself is meant.
STATE_NOUNS = frozenset(
    ("side", "nation", "country", "state", "republic", "kingdom", "delegation", "counterpart", "leadership", "islands", "archipelago")
)
# "The breakaway region of X" is X.
REALMS = frozenset(("region", "republic", "territory", "enclave", "statelet", "island", "islands", "kingdom", "state", "nation", "country"))
# Blocs of no fixed membership: groups without a country, never their members.
VAGUE = frozenset((
    "western", "eastern", "african", "european", "asian", "arab", "latin", "gulf", "nordic", "baltic", "neighboring", "neighbouring",
    "regional", "allied", "muslim", "islamic",
))  # fmt: skip
STATE_PLURALS = frozenset(("countries", "nations", "states", "powers", "governments", "allies", "partners", "members"))


# Who strikes is labour, who is displaced a refugee, whatever they are otherwise; a labour minister is no labourer.
CALLINGS = frozenset(("CVL", "EDU", "MED", "AGR", "JRN", "BUS"))
# Whose armed or secret body it is tells more than a rank in it: an "RUF commander" is a rebel.
TELLING = frozenset(("REB", "SPY", "PRM", "CRM"))
PLAIN = frozenset(("MIL", "GOV", "COP", "UAF", "CVL", "UNK", None))
# Heads that say little of themselves: "leaders of the main parties" are their parties'.
HEADS = frozenset((
    "leader", "head", "chief", "member", "representative", "official", "supporter", "commander", "delegate", "founder", "boss",
))  # fmt: skip
# Of several titles the one whose sector comes first counts ("intelligence chief Prince X").
RANK = {sector: n for n, sector in enumerate(("REB", "SPY", "JUD", "OPP", "GOV", "LEG", "MIL", "COP", "PRM"))}
# Titles of birth and courtesy: an office beside one says more.
HONORIFICS = frozenset(
    ("prince", "princess", "sheikh", "sheikha", "sir", "lord", "lady", "dame", "dr", "mr", "mrs", "ms", "count", "baron")
)
# In place of a country: bodies of several states, and others.
BODIES = frozenset(("UNO", "EUR", "IGO"))
WORLD = BODIES | {"NGO", "MNC", "ISM", "IMG"}
# Words of the sector table that in lower case mostly mean something else; they need a capital.
AMBIGUOUS = frozenset((
    "justice", "exchange", "camp", "front", "movement", "circle", "wing", "bench", "fellow", "house", "resistance", "support", "level",
    "interest", "cell",
))  # fmt: skip
# These need a capital or a country: "the bank" may be a river's, "Lebanese banks" are actors.
VAGUE_ALONE = frozenset(("foundation", "party", "press", "media", "academy", "council", "board", "bank", "club"))


def surface(words: Sequence[str]) -> str:
    """Words as text writes them: no space around hyphens or before a possessive."""
    return re.sub(r" ?([-–]) ?", r"\1", " ".join(words)).replace(" 's", "'s").replace(" ' ", "' ")


def compose(
    tokens: Sequence[str], g: Gazetteer, on: dt.date | None = None, person: tuple[int, int] | None = None, head: int | None = None
) -> Actor | None:
    """The actor that a noun phrase means by itself; None where its words do not tell.

    Args:
        tokens: the phrase, determiner included or not; of-phrases after the head may follow.
        on: the day as of which offices hold.
        person: token range of a personal name in it, where the reader saw one.
        head: the head noun's place, where syntax gives it.
    """
    n = _n_determiners(tokens)
    definite = bool(n) and tokens[0].lower() == "the"
    if (some := _some(tokens, len(tokens) - 1 if head is None else head, g, on)) is not None:
        return some
    tokens = tokens[n:]
    person = (person[0] - n, person[1] - n) if person else None
    head = head - n if head is not None else None
    if head is None and "(" in tokens[1:]:
        tokens = tokens[: tokens.index("(", 1)]  # "… Community (CARICOM)"
    if not tokens or (head is not None and head < 0):
        return None
    return _composed(tokens, parts_of(tokens, g, on, head), person, g, on, loose=head is None, definite=definite)


def _some(tokens: Sequence[str], last: int, g: Gazetteer, on: dt.date | None) -> Actor | None:
    """One or some of a people by its adjective alone: "a Syrian", "two South Koreans"."""
    for start in range(max(last - 2, 1), last + 1):
        led = tokens[start - 1].lower()
        single = led in ONE
        if not single and not (like_num(led) and not led.endswith(ORDINALS)):  # type: ignore[no-untyped-call]
            continue
        hit = g.name_at(tokens[start : last + 1], 0, on=on)
        if (
            hit
            and hit[0] == last + 1 - start
            and hit[1].kind == "state"
            and hit[1].form in (("adjective", "people") if single else ("adjective",))
        ):
            name = surface(tokens[start - (not single) : last + 1])
            return make_actor(name, "person" if single else "group", hit[1].country, "CVL")
    return None


def compose_text(text: str, g: Gazetteer, on: dt.date | None = None) -> Actor | None:
    """The actor that a string means which no reader has seen, as `compose`; a personal name is found by its title or the dated list."""
    tokens = tokens_of(text)
    definite = [word.lower() for word in tokens[:1]] == ["the"]
    tokens = tokens[_n_determiners(tokens) :]
    if "(" in tokens[1:]:
        tokens = tokens[: tokens.index("(", 1)]
    if not tokens:
        return None
    parts = parts_of(tokens, g, on)
    return _composed(tokens, parts, personal_name(tokens, parts), g, on, loose=True, definite=definite)


def _n_determiners(tokens: Sequence[str]) -> int:
    return next((i for i, token in enumerate(tokens) if token.lower() not in DETERMINERS), len(tokens))


def _composed(
    tokens: Sequence[str], parts: Parts, person: tuple[int, int] | None, g: Gazetteer, on: dt.date | None, *, loose: bool, definite: bool
) -> Actor | None:
    whole = next(((a, b, e) for a, b, e in parts.names if a == 0 and b == len(tokens)), None)
    if whole and whole[2].form == "nobody":
        return None
    if whole and definite and whole[2].form == "adjective" and whole[2].kind == "state":
        # "The Swiss" are a people, "Swiss" is only an adjective.
        return make_actor(f"people of {whole[2].name}", "group", whole[2].country, "CVL")
    if whole and whole[2].form != "adjective":
        return _listed(whole[2], on) if whole[2].form == "person" else of_entry(whole[2], g)
    if person and person[0] >= 0:
        return _person(tokens, parts, person, g, on)
    return _described(tokens, parts, g, loose=loose)


def of_entry(entry: Entry, g: Gazetteer) -> Actor:
    """The actor of a table entry. People words mean the people, everything else of a state the state."""
    if entry.kind == "state" and entry.country:
        if entry.form == "people":
            return make_actor(f"people of {entry.name}", "group", entry.country, "CVL")
        if entry.sector == "PRE":
            return make_actor(entry.name, "organisation", entry.country, "PRE")
        return state_actor(entry.country, g)
    return make_actor(entry.name, entry.kind, entry.country, entry.sector, entry.secondary, entry.role)


def _listed(entry: Entry, on: dt.date | None) -> Actor:
    """A person of the dated list, as of the day: in office, out of it (ELI), or not yet in it."""
    if entry.holds(on):
        return make_actor(entry.name, "person", entry.country, entry.sector, entry.secondary, entry.role)
    early = on is not None and entry.since is not None and on < entry.since
    return make_actor(entry.name, "person", entry.country, None if early else "ELI")


def state_actor(country: str, g: Gazetteer) -> Actor:
    return Actor(f"state:{country}", g.states.get(country, country), "state", country)


def slug(text: str) -> str:
    """A name made plain for an id: ASCII letters where there are some, lower case, hyphens."""
    folded = text if text.isascii() else unicodedata.normalize("NFKD", text)
    ascii_only = (text if text.isascii() else "".join(c for c in folded if not unicodedata.combining(c))).casefold()
    return re.sub(r"[^\w]+", "-", ascii_only).strip("-") or "unnamed"


def make_actor(
    name: str, kind: ActorKind, country: str | None, sector: str | None = None, secondary: tuple[str, ...] = (), role: str | None = None
) -> Actor:
    at = f"@{country}" if country else ""
    return Actor(f"{kind}:{slug(name)}{at}", name, kind, country, sector, tuple(s for s in secondary if s != sector), role)


def of_states(actor: Actor) -> bool:
    """Whether somebody is a body of several states or acts for one: the EU, its foreign policy chief, UN peacekeepers."""
    return actor.kind == "intergovernmental" or (actor.country is None and bool(BODIES & {actor.sector, *actor.secondary}))


def breakaway(entry: Entry | None, sector: str | None, secondary: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Sectors of an actor of the state named: whoever is of a breakaway is `PRE` first."""
    if entry is None or entry.sector != "PRE" or entry.kind != "state" or sector == "PRE":
        return sector, secondary
    return "PRE", tuple(s for s in (sector, *secondary) if s)


def sector_of(parts: Parts, head: SectorWord) -> tuple[str | None, tuple[str, ...]]:
    """Primary sector and the secondary ones: former officials are ELI, opposition and rebels keep what they are.

    Whoever speaks for a body, or whose word says nothing ("member", "aide"), has the sector of the body named with it.
    """
    sector, secondary = head.sector, head.secondary
    bodies = [entry.sector for _, _, entry in parts.names if entry.form == "body" and entry.sector and entry.kind != "outlet"]
    if sector in PLAIN and (telling := next((body for body in bodies if body in TELLING), None)):
        sector, secondary = telling, tuple(s for s in (sector, *secondary) if s not in (None, "UNK", telling))
    elif sector in (None, "UNK") or head.role == "spokesperson" or singular(head.word) in HEADS:
        around = [(a, w.sector) for a, _, w in parts.sectors if w is not head and w.kind != "person" and w.sector not in (None, "UNK")]
        around += [(a, e.sector) for a, _, e in parts.names if e.form == "body" and e.sector and e.kind != "outlet"]
        # What stands before the head first: "army units in Shan State" are the army's.
        sector = min(around, key=lambda part: (part[0] >= parts.link, part[0]))[1] if around else sector
    opposed = [(0, "OPP")] if any(word.word == "opposition" and word is not head for _, _, word in parts.sectors) else []
    for _, effect in (*parts.effects, *opposed):
        replaces = effect in ("OPP", "REB", "PRM") or (effect in ("LAB", "REF") and sector in CALLINGS)
        if effect == "ELI" or (replaces and sector != effect):
            secondary = tuple(s for s in (sector, *secondary) if s)
            sector = effect
        elif sector in (None, "UNK"):
            sector = effect
    return (None if sector == "UNK" else sector), secondary


def _head(parts: Parts, *, loose: bool) -> tuple[int, int, SectorWord] | None:
    """The sector phrase that ends with the head noun, or holds it ("president of the republic").

    Where no syntax gives the head (`loose`), it may have words behind it ("rebels loyal to …").
    """
    at_head = next((s for s in parts.sectors if s[0] < parts.link <= s[1]), None)
    fits = (s for s in reversed(parts.sectors) if s[1] <= parts.link and s[2].word not in NO_TITLES)
    return at_head or (next(fits, None) if loose else None)


def _person(tokens: Sequence[str], parts: Parts, person: tuple[int, int], g: Gazetteer, on: dt.date | None) -> Actor:
    """A named person: titles and adjectives before the name, else the dated list."""
    start, end = person
    name = surface([plain(token) for token in tokens[start:end]])
    known = next((e for a, b, e in parts.names if e.form == "person" and a == start and b == end), None)
    titles = [s for s in parts.sectors if s[1] <= start or s[0] >= end]
    outside = Parts(
        tuple(p for p in parts.names if p[2].form != "person" and (p[1] <= start or p[0] >= end)), (), (),
        tuple(p for p in parts.places if p[1] <= start or p[0] >= end), start,
    )  # fmt: skip
    found = country_entry(tokens, outside)
    country, entry = found or (None, None)
    # Who has an office of several states here is not there for his own.
    body = next((e for _, _, e in outside.names if e.kind == "intergovernmental"), None)
    if known and not titles and (known.holds(on) or (country is None and body is None)):
        return _listed(known, on)
    if known and country is None and body is None:
        country = known.country
    if not titles:
        # "UN Secretary-General" is listed whole.
        named = body or next((e for _, _, e in parts.names if e.form == "body" and e.country), None)
        return make_actor(known.name if known else name, "person", country, named.sector if named else None)
    before = [s for s in titles if s[1] <= start]
    before = [s for s in before if s[2].word not in HONORIFICS] or before
    head = min(reversed(before or titles), key=lambda s: RANK.get(s[2].sector or "", len(RANK)))[2]
    sector, secondary = breakaway(entry, *sector_of(parts, head))
    if country is None and sector == "GOV" and body is not None:
        sector = body.sector  # "UN envoy X" is the UN's
    role = ("former " if sector == "ELI" else "") + (head.role or head.word) if head.kind == "person" else None
    return make_actor(known.name if known else name, "person", country, sector, secondary, role)


def _described(tokens: Sequence[str], parts: Parts, g: Gazetteer, *, loose: bool) -> Actor | None:
    """A phrase without a personal name: a body, an office, an organisation or a group by its head noun."""
    words = [plain(token) for token in tokens]
    lowered = [word.lower() for word in words]
    country, entry = country_entry(tokens, parts) or (None, None)
    head = _head(parts, loose=loose)
    last = parts.link
    core = words[:last]
    heading = next((e for a, b, e in parts.names if b == last and e.form in ("body", "name", "people", "capital", "seat")), None)
    if last and lowered[last - 1] in STATE_PLURALS and country is None and not any(e.form == "body" for _, _, e in parts.names):
        # "Western countries" are a group; "other countries" are nobody in particular.
        return make_actor(surface(core), "group", None) if set(lowered[: last - 1]) & VAGUE else None
    if last and lowered[last - 1] == "congress" and any(re.fullmatch(r"\d+(st|nd|rd|th)", word) for word in lowered[:last]):
        return None  # a party's gathering, not a parliament
    helped = {b for _, b, _ in parts.names if lowered[b : b + 1] == ["-"]}
    body = next((e for a, b, e in parts.names if b < last and b not in helped and e.kind == "intergovernmental"), None)
    if body and lowered[last - 1] in ("group", "bloc", "alliance", "grouping"):
        return of_entry(body, g)
    sent = lowered[last - 1 : last] == ["delegation"] and any(
        s[2].sector not in (None, "UNK") and s[2].word != "delegation" for s in parts.sectors
    )
    if last and words[last - 1] in STATE_NOUNS and country and not sent and (head is None or head[0] == last - 1):
        return of_entry(entry, g) if entry and entry.sector == "PRE" else state_actor(country, g)
    realm = next(
        (e for a, b, e in parts.names if lowered[a - 1 : a] == ["of"] and lowered[max(a - 2, 0)] in REALMS and b == len(words)), None
    )
    if loose and realm and realm.kind == "state" and lowered[max(last - 1, 0)] in REALMS:
        return of_entry(realm, g)
    if heading and heading.form == "body":
        actor = of_entry(heading, g)
        fixed = actor.country or country is None or actor.kind == "intergovernmental" or actor.sector in WORLD
        return actor if fixed else make_actor(actor.name, actor.kind, country, actor.sector, actor.secondary)
    people = heading if heading and heading.form == "people" else None
    if loose and people is None and head is None:
        # "Cubans protesting in Havana": no syntax says that the first word is the head.
        people = next((e for a, b, e in parts.names if e.form == "people" and b <= last and words[b - 1].endswith("s")), None)
    if people and (head is None or head[1] < last):
        sector, secondary = sector_of(parts, SectorWord("people", "CVL", (), "group", None))
        return make_actor(surface(core), "group", people.country, sector, secondary)
    if (
        heading
        and heading.kind == "state"
        and heading.country
        and (head is None or head[1] < last)
        and _only_modified(lowered[:last], parts)
    ):
        return of_entry(heading, g)
    if head is None:
        owner = next((e for a, b, e in parts.names if loose and e.form == "body" and lowered[b : b + 1] == ["'s"]), None)
        return make_actor(surface(core), "organisation", owner.country, owner.sector, owner.secondary) if owner else None
    sector, secondary = breakaway(entry, *sector_of(parts, head[2]))
    if body and not any(e.kind == "state" and a < last for a, _, e in parts.names):
        # "UN peacekeepers in Mali" are the UN's.
        country, secondary = None, (*secondary, *((body.sector,) if body.sector else ()))
    capital = any(word[:1].isupper() for word in words[head[0] : head[1]])
    vague = head[2].kind == "organisation" or (sector is None and head[2].kind != "group")
    word = singular(head[2].word)
    if not capital and (word in AMBIGUOUS or (country is None and (vague or word in VAGUE_ALONE))):
        return None
    role = head[2].role if head[2].kind == "person" else None
    if role and sector == "ELI":
        role = "former " + role
    end = max(last, head[1])
    core = words[: _name_end(words, end) if capital and head[2].kind == "organisation" else end]
    return make_actor(surface(core), head[2].kind, country, sector, secondary, role)


def _name_end(words: Sequence[str], end: int) -> int:
    """Where the name of a body ends whose noun ends at `end`: "the Department | of Health and Human Services"."""
    if words[end : end + 1] not in (["of"], ["for"]):
        return end
    behind = takewhile(lambda word: word[:1].isupper() or word in ("of", "for", "the", "and", "&"), words[end:])
    return max((end + n for n, word in enumerate(behind, 1) if word[:1].isupper()), default=end)


def _only_modified(lowered: Sequence[str], parts: Parts) -> bool:
    """Whether a state's name at the end is just modified ("war-torn Syria"), not part of a longer unknown name."""
    first = min((a for a, _, _ in parts.names), default=0)
    return all(word.islower() or "-" in word for word in lowered[:first]) and first <= 2 * (1 + ("-" in lowered[:first]))
