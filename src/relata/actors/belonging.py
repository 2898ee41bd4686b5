"""Whose official is it, where neither title nor apposition says so?

In: an office or body named without its state. Out: the state, by what goes without saying in news: it is where he speaks in his own
capital, the state whose own agency quotes him, the one that acted in the sentence before, or the one that the text is dated from or printed
in. Where these speak against each other, or what he does is done to that state, None. Left out: what a title says itself (`compose`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ..reading import Node, Tree, dateline_end
from .compose import compose
from .offices import STATE_BODIES, is_certain
from .parts import ABROAD
from .phrases import core, preposition
from .tables import Gazetteer, plain, singular

# Sectors of a state's own people.
OF_STATE = frozenset(("GOV", "LEG", "MIL", "COP", "JUD", "SPY"))
# Cities in which officials of many states speak.
OF_ALL = frozenset(("Brussels", "Geneva", "New York", "Strasbourg", "The Hague", "Vienna"))
# To these one travels.
AWAY = frozenset(("meeting", "talk", "visit", "summit", "trip", "round", "embassy", "mission", "counterpart", "ambassador"))
# Where they do these, officials need not be at home.
TOGETHER = frozenset(("meet", "gather", "convene", "confer", "assemble", "arrive", "land", "sign", "attend", "visit"))
# Of several states at once: "leaders of the two countries".
SEVERAL = frozenset(("countries", "nations", "states", "sides", "governments", "parties", "neighbours", "neighbors", "allies", "capitals"))
# Agencies and stations that quote everybody's officials.
WORLDWIDE = frozenset((
    "Reuters", "Agence France-Presse", "Associated Press", "Bloomberg", "BBC", "BBC News", "CNN", "Al Jazeera", "Deutsche Presse-Agentur",
    "The New York Times", "Financial Times", "The Wall Street Journal", "The Washington Post", "The Guardian", "United Press International",
))  # fmt: skip
# What is a state's own, so that who calls them "ours" writes at home.
OURS = frozenset((
    "territory", "water", "airspace", "border", "side", "country", "nation", "homeland", "government", "army", "navy", "force", "troop",
    "soldier", "citizen", "national", "embassy", "ambassador", "diplomat", "minister", "president", "people", "soil", "fisherman",
))  # fmt: skip
# Marks of quotation, and whether they open or close one; some do both.
QUOTES: Final[dict[str, bool | None]] = {"“": True, "”": False, '"': None, "''": None, "``": True}
# Written small within a city's name.
SMALL = frozenset(("OF", "DE", "DA", "DO", "DEL"))
# How many paragraphs may begin with the dateline.
LEADING = 3
# What he does to a state is done to another than his own.
TOWARDS = frozenset(("to", "with", "against", "from"))


class Belonging:
    """The states that officials of one Doc belong to.

    Args:
        home: the state in which the text was published, None where not known.
        outlet: who published it.
    """

    def __init__(self, doc: Tree, g: Gazetteer, on: dt.date | None, home: str | None, outlet: str | None = None) -> None:
        self.doc, self.g, self.on = doc, g, on
        # Behind a headline too.
        starts = [begin for begin in (0, *doc.reading.paragraphs)[:LEADING] if begin < len(doc)]
        start, end = next(((begin, end) for begin in starts if (end := dateline_end(doc, begin)) > begin), (0, 0))
        dateline = self._dateline(start, end) if end else None
        states = self._states(end) if dateline or home else iter(())
        told = list(islice(states, 2))
        spoken_of = dateline and (dateline in told or dateline in states)
        own_city = dateline and not OF_ALL & {self.doc.text_of(start, end).split(",")[0].title()}
        self.dateline = dateline if spoken_of or (own_city and dateline and self._begins_with_its_own(dateline, end)) else None
        # At home in the text is only a state that it speaks of from the start, by name or as those do who are at home there.
        self._ours = self._own_words()
        national = outlet is not None and outlet not in WORLDWIDE
        own = home and (home in told or (national and self._is_written_at_home(home, end)))
        self.home = home if own and home and not self._names_its_offices(home) else None

    @property
    def at_home(self) -> str | None:
        """The state in which a text of its own affairs was printed: it names that state at once and is dated from no other."""
        return self.home if self.dateline in (None, self.home) else None

    def owner(self, pronoun: Node) -> str | None:
        """ "Our navy": the state in which it is written."""
        return self.home if pronoun.i in self._ours else None

    def country(self, head: Node, *, sure: bool = False) -> str | None:
        """The state of an official or body by the head of its phrase; with `sure` only where the sentence itself tells."""
        if self._of_many(head):
            return None
        verb = head
        while verb.dep_ in ("appos", "flat", "compound", "conj", "nmod") and verb.head.i != verb.i:
            verb = verb.head
        verb = verb.head
        told = (None if verb.lemma_ in TOGETHER else self._placed(verb)) or self._quoted(verb)
        if told or sure or self._places(verb) & OF_ALL:
            return told
        before = self._acted_before(head)
        country = before or self._by_default(verb)
        return None if country is None or self._is_done_to(country, verb) else country

    def _of_many(self, head: Node) -> bool:
        """Whether he is no single state's man, or is sent where he speaks: "AU Commissioner X", "leaders of both countries"."""
        if any(child.dep_ == "nmod" and child.lower_ in SEVERAL for child in head.children):
            return True
        start, end = core(head)
        words = [plain(t.text) for t in self.doc[max(start - 3, 0) : end]]
        hits = (self.g.name_at(words, i, on=self.on) for i, word in enumerate(words) if word[:1].isupper())
        return any(word.lower() in ABROAD or word == "Commissioner" for word in words) or any(
            hit and hit[1].kind == "intergovernmental" for hit in hits
        )

    def _of(self, head: Node) -> str | None:
        """The state that a phrase names or is of."""
        if head.pos_ not in ("PROPN", "NOUN"):
            return None
        start, end = core(head)
        words = [token.text for token in self.doc[start:end]]
        actor = compose(words, self.g, self.on, None, head.i - start)
        return actor.country if actor else None

    def _placed(self, verb: Node) -> str | None:
        """ "In Lima, minister X said", "… told reporters in Tokyo": the state of the city."""
        found = {country for place in self._places(verb) if (country := self._city(place))}
        return found.pop() if len(found) == 1 else None

    def _places(self, verb: Node) -> set[str]:
        """Names of where something is said or done, by its verb."""
        found = set()
        for child in verb.children:
            if child.dep_.split(":")[0] in ("obl", "obj", "iobj") and child.lemma_ not in AWAY:
                for token in (child, *(c for c in child.children if c.dep_ == "nmod")):
                    if token.pos_ == "PROPN" and preposition(token) == "in":
                        start, end = core(token)
                        found.add(" ".join(plain(t.text) for t in self.doc[start:end]))
        return found

    def _city(self, name: str) -> str | None:
        words = name.split()
        if name in OF_ALL:
            return None
        hit = self.g.name_at(words, 0, on=self.on)
        if hit and hit[1].form in ("capital", "name"):
            return hit[1].country
        place = self.g.places.at(words, 0) if hit is None else None
        return place[1].country if place and place[0] == len(words) else None

    def _quoted(self, verb: Node) -> str | None:
        """ "The Peruvian state agency quoted minister X", "according to the Peruvian agency, minister X …"."""
        for child in verb.children:
            quoting = child.dep_ == "nsubj" and verb.lemma_ in ("quote", "cite")
            according = child.dep_ == "obl" and any(c.lower_ == "according" for c in child.children)
            if quoting or according:
                start, end = core(child)
                actor = compose([t.text for t in self.doc[start:end]], self.g, self.on, None, child.i - start)
                if actor and actor.country and (actor.kind == "outlet" or actor.sector == "JRN") and actor.name not in WORLDWIDE:
                    return actor.country
        return None

    def _acted_before(self, head: Node) -> str | None:
        """The state that the sentence before, in the same paragraph, is about, or one before that: "Peru has accepted. Minister X …"."""
        first = head.sent.start
        begins = self.doc.reading.paragraphs
        at = bisect_right(begins, head.i)
        while first > (begins[at - 1] if at else 0):
            root = self.doc[first - 1].sent.root
            subject = next((c for c in root.children if c.dep_.startswith("nsubj")), None)
            if subject is not None and any(c.dep_ == "conj" for c in subject.children):
                return None
            if subject is not None and (country := self._of(subject)):
                return country
            first = self.doc[first - 1].sent.start
        return None

    def _by_default(self, verb: Node) -> str | None:
        """The dateline's state or the outlet's; where they differ, the one that is spoken of in his words, else the dateline's."""
        if not (self.dateline and self.home) or self.dateline == self.home:
            return self.dateline or self.home
        clauses = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis")] + [verb.head] * (verb.dep_ == "parataxis")
        subjects = (c for clause in clauses for c in clause.children if c.dep_ == "nsubj")
        told = {self._of(subject) for subject in subjects} & {self.dateline, self.home}
        return told.pop() if len(told) == 1 else self.dateline

    def _is_done_to(self, country: str, verb: Node) -> bool:
        """Whether the verb is done to that state or its people ("handed the warning to Peru's ambassador")."""
        objects = [child for child in verb.children if child.dep_ in ("obj", "iobj")]
        others = [c for owner in (verb, *objects) for c in owner.children if preposition(c) in TOWARDS]
        for child in (*objects, *others):
            if child.dep_ in ("obj", "iobj", "obl", "nmod"):
                owners = (c for c in child.children if c.dep_ == "nmod:poss")
                if country in {self._of(child), *map(self._of, owners)}:
                    return True
        return False

    def _dateline(self, start: int, end: int) -> str | None:
        """The state of a dateline's one city, or the one that is named beside it: "PORT OF SPAIN, May 3", "GEORGETOWN, Guyana"."""
        words = [plain(t.text) for t in self.doc[start:end]]
        words = [w.lower() if w in SMALL else w.title() if w.isupper() and len(w) > 2 else w for w in words]
        names: set[str] = set()
        i = 0
        while i < len(words):
            hit = self.g.name_at(words, i, on=self.on) if words[i][:1].isupper() else None
            place = self.g.places.at(words, i) if hit is None else None
            if hit and hit[1].form == "name" and hit[1].kind == "state" and hit[1].country and hit[1].name != "Georgia":
                return hit[1].country
            if hit and hit[1].form in ("capital", "name") and hit[1].country:
                names.add(hit[1].country)
            elif place:
                names.add(place[1].country)
            i += hit[0] if hit else place[0] if place else 1
        return names.pop() if len(names) == 1 else None

    def _states(self, start: int, end: int | None = None) -> Iterator[str]:
        """Every state that the text names from `start` on, in the order of its first mention; found as they are asked for."""
        words = [plain(t.text) for t in self.doc[start:end]]
        hits = (self.g.name_at(words, i, on=self.on) for i, word in enumerate(words) if word[:1].isupper())
        seen = set()
        for hit in hits:
            if hit and hit[1].kind == "state" and hit[1].country and hit[1].country not in seen:
                seen.add(hit[1].country)
                yield hit[1].country

    def _own_words(self) -> set[int]:
        """Tokens of "our" before what is a state's own, outside quotation marks, where whoever writes says it."""
        found, quoted = set(), False
        for token in self.doc:
            if token.text in QUOTES:
                opens = QUOTES[token.text]
                quoted = not quoted if opens is None else opens
            one = singular(token.head.text).lower()
            of_many = one in ("country", "nation") and token.head.lower_ != one  # "our two countries" may be anybody's
            if token.lower_ == "our" and not quoted and token.dep_ == "nmod:poss" and one in OURS and not of_many:
                found.add(token.i)
        return found

    def _is_written_at_home(self, home: str, start: int) -> bool:
        """Whether it speaks of home without its name: of "our waters", or first of all of "the navy" or "Prime Minister X"."""
        return bool(self._ours) or self._begins_with_its_own(home, start)

    def _begins_with_its_own(self, home: str, start: int) -> bool:
        """Whether its first words from `start` on are of "the navy" or "Prime Minister X" and name no state."""
        sentence = self.doc[start].sent if start < len(self.doc) else ()
        subject = next((token for token in sentence if token.dep_.startswith("nsubj")), None)
        if subject is None or next(self._states(start, subject.right_edge.i + 1), None):
            return False
        first, end = core(subject)
        actor = compose([t.text for t in self.doc[first:end]], self.g, self.on, None, subject.i - first)
        if is_certain(subject):
            told = actor is not None and actor.sector in OF_STATE and actor.country is None
            body = self.g.sector_at([t.lower_ for t in self.doc[first + (self.doc[first].dep_ == "det") : end]], 0)
            armed = body is not None and body[1].kind == "organisation" and body[1].sector in ("MIL", "COP")  # "the coast guard"
            return told or (actor is None and (subject.lower_ in STATE_BODIES or armed))
        return subject.pos_ == "PROPN" and self._holds_office(home, subject)

    def _holds_office(self, home: str, subject: Node) -> bool:
        """ "Prime Minister X", where home has one, and no other state's X is known."""
        words = [plain(t.text) for t in self.doc[subject.left_edge.i : subject.right_edge.i + 1]]
        titles = (compose(words, self.g, self.on, None, at) for at in range(min(2, len(words))))
        role = next((title.role for title in titles if title and title.kind == "person" and title.role and not title.country), None)
        offices = {office for country, office in self.g.offices if country == home}
        if role not in offices and not (role and role.endswith(" minister") and "prime minister" in offices):
            return False
        others = (entry for word in words for entry in self.g.last_names.get(word, ()) if entry.country != home)
        return not any(self.on is None or entry.holds(self.on) for entry in others)

    def _names_its_offices(self, home: str) -> bool:
        """Whether the text says whose they are even of home's own offices ("Peru's Foreign Ministry"); a bare one is then another's."""
        words = [plain(t.text) for t in self.doc]
        for i, word in enumerate(words):
            hit = self.g.name_at(words, i, on=self.on) if word[:1].isupper() else None
            if not hit or hit[1].country != home or hit[1].form not in ("name", "adjective"):
                continue
            at = i + hit[0] + (words[i + hit[0] : i + hit[0] + 1] == ["'s"])
            for k in range(at, min(at + 2, len(words))):
                sector = self.g.sector_at([w.lower() for w in words], k)
                if sector and words[k][:1].isupper() and sector[1].sector == "GOV" and "ambassador" not in sector[1].word:
                    return True
        return False
