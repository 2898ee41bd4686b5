"""What does an article say of its people? Full names with the titles and appositions that stand by them, before anything is resolved.

In: the noun phrases of one Doc. Out: `Introductions`: people by full name, and the observations ("on this day this text calls so-and-so
foreign minister") that the ledger learns from. Left out: last names, pronouns and whatever is no person (`resolve`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..reading import Node, Tree
from ..records import Actor, Role
from .belonging import OF_STATE, Belonging
from .compose import HONORIFICS, compose, make_actor, sector_of
from .parts import country_in, parts_of
from .phrases import Phrase, core, preposition
from .registry import Registry
from .tables import Gazetteer, SectorWord, plain

# What these say of a person is no office.
RELATIONS = frozenset((
    "counterpart", "colleague", "ally", "rival", "friend", "partner", "predecessor", "successor", "host", "guest", "namesake", "opponent",
))  # fmt: skip


# What somebody does where he is at home.
WORKS = frozenset((
    "teach", "work", "study", "lecture", "research", "live", "run", "lead", "head", "farm", "serve", "speak", "practise", "own", "chair",
    "manage", "trade", "sell", "fish", "grow",
))  # fmt: skip


# Small words within a title.
JOINING = frozenset(("and", "of", "'s", "’s", "-"))


class _Name(NamedTuple):
    """A name in a phrase: the word where it is a single unlisted one, whether it is known for a person's, has a title, and whose it is."""

    lone: str | None
    known: bool
    titled: bool
    actor: Actor | None


class Introductions:
    """The people of one Doc.

    Attributes:
        texts: of all tokens.
        people: by full name, as the article introduces them.
        full_names: each form of a full name met, and the one met first.
        title_start: for the head of a name, where its title begins if that was parsed apart; `taken` are the heads of such titles.
        roles: what the text teaches.
    """

    def __init__(self, doc: Tree, g: Gazetteer, on: dt.date | None, registry: Registry, belonging: Belonging) -> None:
        self.doc, self.g, self.on, self.registry, self.belonging = doc, g, on, registry, belonging
        self.texts = [token.text for token in doc]
        self.people: dict[str, Actor] = {}
        self.full_names: dict[str, str] = {}
        self.title_start: dict[int, int] = {}
        self.taken: set[int] = set()
        self.roles: list[Role] = []
        self.titled: set[int] = set()  # heads of names that stand with a title
        self._named: dict[Phrase, _Name | None] = {}
        self.told: set[str] = set()  # full names of which the article itself says what they are
        self.likely: set[str] = set()  # those whose state goes without saying

    def introduce(self, phrase: Phrase) -> None:
        """Gather full names with their titles and appositions, so that order of telling does not matter."""
        actor = self.named_person(phrase)
        if actor is None or len(actor.name.split()) < 2:
            return
        start, end = self.title_start.get(phrase.head, phrase.start), phrase.end
        if phrase.head not in self.titled:
            # The dated list may know the name; what stands beside it here is newer.
            bare = make_actor(actor.name, "person", None)
            beside, said = self._with_apposition(bare, self.doc[phrase.head])
            if beside.role and beside.country:
                actor, start, end = beside, min(start, said[0]), max(end, said[1])
                self.titled.add(phrase.head)
        if actor.country is None or actor.role is None:
            actor, said = self._with_apposition(actor, self.doc[phrase.head])
            start, end = min(start, said[0]), max(end, said[1])
        # What stands beside him tells first ("Peru's army chief, General X"), then what goes without saying.
        if actor.country is None and actor.sector in (*OF_STATE, "OPP") and actor.role not in HONORIFICS:
            country = self.belonging.country(self.doc[phrase.head])
            if country:
                actor = make_actor(actor.name, "person", country, actor.sector, actor.secondary, actor.role)
                self._is_likely(phrase, actor)
        if phrase.head in self.titled and actor.role:
            self._note(actor, start, end)
        full = self._full_name(actor.name)
        old = self.people.get(full)
        actor = replace(actor, name=full, id=make_actor(full, "person", actor.country).id)
        if old is None or (old.country is None and actor.country) or (old.role is None and actor.role and old.country == actor.country):
            self.people[actor.name] = actor

    def _is_likely(self, phrase: Phrase, actor: Actor) -> None:
        """A state that goes without saying is not told: there is nothing to learn from it."""
        self.titled.discard(phrase.head)
        self.likely.add(self._full_name(actor.name))

    def _full_name(self, name: str) -> str:
        """The name under which the article met the person first, with or without middle names and initials."""
        if name not in self.full_names:
            usual = name.title() if name.isupper() else name
            same = next((other for other in self.people if _same_person(name, other)), usual)
            self.full_names[name] = same
        return self.full_names[name]

    def _note(self, actor: Actor, start: int, end: int) -> None:
        """Keep what the text says of a person; the same said twice is kept once."""
        if actor.country:
            self.told.add(actor.name)
        if actor.role in RELATIONS or actor.role in HONORIFICS:
            return
        known = {(role.name, role.country, role.role) for role in self.roles}
        if actor.role and actor.country and (actor.name, actor.country, actor.role) not in known:
            place = (self.doc[start].idx, self.doc[end - 1].end)
            self.roles.append(Role(actor.name, actor.country, actor.sector, actor.role, *place))

    def look_up(self) -> None:
        """People whom the article does not explain are those of earlier texts, where these agree.

        Where it gives an office and no country ("spokeswoman X"), the country is theirs if the office is of the same sector.
        """
        for name in self.people.keys() - self.told:
            known, here = self.registry.resolve(name, self.on), self.people[name]
            if known is None:
                continue
            if here.role and here.country is None:
                if known.sector in (None, here.sector):
                    self.people[name] = make_actor(name, "person", known.country, here.sector, here.secondary, here.role)
            else:
                self.people[name] = replace(known, name=name)

    def named_person(self, phrase: Phrase) -> Actor | None:
        """The person of a phrase with a personal name, by titles and the dated list; None if it names no person."""
        if self.is_noun(phrase):
            return None  # the reader takes "the President" for a name
        if phrase not in self._named:
            self._named[phrase] = self._name_of(phrase)
        name = self._named[phrase]
        if name is None:
            return None
        met = name.lone is not None and any(known.split()[-1] == name.lone for known in self.people)
        if not (met or name.known or name.titled):
            return None
        if name.titled:
            self.titled.add(phrase.head)
        return name.actor

    def _name_of(self, phrase: Phrase) -> _Name | None:
        """What the words of a phrase with a personal name say by themselves; None where the name is known to be no person's."""
        people = [s for s in parts_of(self.texts[phrase.start : phrase.end], self.g, self.on).sectors if s[2].kind == "person"]
        first, last = self._after_title(phrase, people)
        name = self._without_initials(first, last)
        name_words = [plain(text) for text in name]
        hit = self.g.name_at(name_words, 0, on=self.on)
        listed = hit is not None and hit[0] == len(name_words)
        if listed and hit and hit[1].form != "person":
            return None
        seen = any(self.doc[i].ent_type_ == "PERSON" for i in range(first, last))
        titles = [s for s in people if s[1] <= first - phrase.start]
        start = self.title_start.get(phrase.head, phrase.start)
        if start == phrase.start and (more := self._title_before(phrase.start)) is not None:
            start = self.title_start[phrase.head] = more
            self.taken |= set(range(more, phrase.start))
        if titles and start == phrase.start and self._nation_before(start):
            start = self.title_start[phrase.head] = start - 1
        # "President X of Ghana": the country may follow.
        end = phrase.tail if phrase.tail > phrase.end and self.doc[phrase.end].lower_ == "of" else phrase.end
        words = [*self.texts[start:first], *name, *self.texts[last:end]]
        actor = compose(words, self.g, self.on, (first - start, first - start + len(name)))
        lone = name_words[0] if len(name_words) == 1 and not listed else None
        return _Name(lone, seen or listed, bool(titles) or start < phrase.start, actor)

    def _without_initials(self, first: int, last: int) -> list[str]:
        """The words of a name; of one that the dated list has without its middle initials, without them."""
        words = self.texts[first:last]
        short = [
            word for n, word in enumerate(words) if not (0 < n < len(words) - 1 and len(word) == 2 and word[0].isupper() and word[1] == ".")
        ]
        hit = self.g.name_at([plain(word) for word in short], 0, on=self.on) if len(short) < len(words) else None
        return short if hit and hit[0] == len(short) and hit[1].form == "person" else words

    def _nation_before(self, start: int) -> bool:
        """Whether the adjective of a state stands directly before a title but was parsed apart."""
        if not start or self.doc.starts[start] == start:
            return False
        word = plain(self.doc[start - 1].text)
        hit = self.g.name_at([word], 0, on=self.on) if word[:1].isupper() else None
        return hit is not None and hit[1].form in ("adjective", "people") and self.doc[start].text[:1].isupper()

    def _after_title(self, phrase: Phrase, titles: Sequence[tuple[int, int, SectorWord]]) -> tuple[int, int]:
        """The name begins after its title, even where the reader took the words before it for part of the name."""
        assert phrase.name is not None
        first, last = phrase.name
        for begin in (phrase.start + b for _, b, _ in reversed(titles)):
            rest = self.doc[begin : phrase.end]
            if first < begin < phrase.end and all(t.pos_ == "PROPN" for t in rest) and rest[0].text.rstrip(".") not in ("Jr", "Sr"):
                return begin, phrase.end
        return first, last

    def _title_before(self, start: int) -> int | None:
        """Where a title that stands directly before a name but was parsed apart begins ("State Councilor and Foreign Minister X")."""
        doc, i, best = self.doc, start, None
        first = doc.starts[start]
        while i > first and start - i < 9 and (doc[i - 1].pos_ in ("PROPN", "ADJ", "NOUN") or doc[i - 1].lower_ in JOINING):
            i -= 1
            words = self.texts[i:start]
            bare = words[:-1] if words[-1] == "and" else words
            sectors = parts_of(bare, self.g, self.on).sectors if bare else ()
            if any(s[2].kind == "person" and _is_last(bare, s[1]) for s in sectors) and doc[i].lower_ not in JOINING:
                best = i
            elif (
                best is not None
                and doc[i].lower_ not in JOINING
                and self.g.name_at([plain(doc[i].text)], 0) is None
                and not doc[i].text[:1].isupper()
            ):
                break
        return best

    def _with_apposition(self, actor: Actor, head: Node) -> tuple[Actor, tuple[int, int]]:
        """What an apposition or copula beside the name adds (country, sector, role), and the tokens that say so."""
        said = (head.i, head.i + 1)
        beside = [child for child in head.children if child.dep_ == "appos" or is_copular_clause(child)]
        if head.dep_ == "appos":
            beside.append(head.head)
        if head.dep_ == "nsubj" and any(child.dep_ == "cop" for child in head.head.children):
            beside.append(head.head)
        if not beside and actor.country is None and (place := self._works_at(head)):
            actor = make_actor(actor.name, "person", place, actor.sector, actor.secondary, actor.role)
        for token in beside:
            left = core(token)[0] if is_copular_clause(token) else token.left_edge.i
            own = {*range(*core(head))}  # a last name may be a town's as well
            for clause in (c for t in self.doc[left : token.right_edge.i + 1] for c in t.children):
                # Of some thing, or of what else is so where he is said to be something, and not of the person.
                of_thing = clause.dep_ == "acl:relcl" and any(t.lower_ == "which" for t in clause.children)
                if of_thing or (clause.dep_ in ("advcl", "parataxis", "ccomp") and token.i == head.head.i and head.dep_ == "nsubj"):
                    own |= {*range(clause.left_edge.i, clause.right_edge.i + 1)}
            words = [t.text for t in self.doc[left : token.right_edge.i + 1] if t.i not in own]
            while words and words[0] == ",":
                words = words[1:]
            parts = parts_of(words, self.g, self.on)
            titles = [s for s in parts.sectors if s[2].kind == "person"]
            if not titles:
                if actor.country is None and (nation := self._nation_of(token)):  # "an Ostrian diver, X"
                    actor = make_actor(actor.name, "person", nation, actor.sector, actor.secondary, actor.role)
                continue
            country = actor.country or country_in(words, parts)
            # The title that ends with the head noun: "assistant research fellow from …" is a research fellow.
            title = next((s[2] for s in titles if s[0] < parts.link <= s[1]), titles[0][2])
            sector, secondary = sector_of(parts, title)
            office = "former " * (sector == "ELI") + title.role if title.role else None
            role = actor.role if actor.country or (actor.role and not country) else office
            actor = make_actor(actor.name, "person", country, actor.sector or sector, secondary, role or office)
            said = (min(said[0], left), max(said[1], token.right_edge.i + 1))
        return actor, said

    def _nation_of(self, noun: Node) -> str | None:
        """The state whose adjective stands before a person's noun."""
        for child in noun.children:
            if child.dep_ == "amod" and child.text[:1].isupper():
                hit = self.g.name_at([plain(child.text)], 0, on=self.on)
                if hit and hit[1].kind == "state" and hit[1].form in ("adjective", "people"):
                    return hit[1].country
        return None

    def _works_at(self, head: Node) -> str | None:
        """The state of where somebody works or lives, by a clause beside the name: "X, who teaches law at a university in Lima"."""
        clause = next((c for c in head.children if c.dep_ == "acl:relcl" and c.lemma_ in WORKS), None)
        placed = [c for c in clause.children if c.dep_ == "obl" and preposition(c) in ("at", "in", "for")] if clause is not None else []
        for place in placed:
            words = self.texts[place.left_edge.i : place.right_edge.i + 1]
            if country := country_in(words, parts_of(words, self.g, self.on)):
                return country
        return None

    def _is_last_name(self, word: str) -> bool:
        return word[:1].isupper() and any(name.split()[-1] == word for name in self.people if " " in name)

    def is_noun(self, phrase: Phrase) -> bool:
        """Whether the phrase holds no name, though it may have a capital ("the President")."""
        if phrase.name is None:
            return True
        lowered = [text.lower() for text in self.texts[phrase.name[0] : phrase.name[1]]]
        before = [text.lower().rstrip(".") for text in self.texts[phrase.start : phrase.end - 1]]
        if HONORIFICS.issuperset(before) and self._is_last_name(self.doc[phrase.end - 1].text):
            return False  # "Bishop said", "Mr. Bishop said", of Ada Bishop
        hit = self.g.sector_at(lowered, 0)
        return hit is not None and hit[0] == len(lowered)


def is_copular_clause(token: Node) -> bool:
    """Whether a noun is said of what the clause hangs on: "X, who is also a minister"."""
    return token.dep_ == "acl:relcl" and token.pos_ in ("NOUN", "PROPN") and any(child.dep_ == "cop" for child in token.children)


def _is_last(title: Sequence[str], end: int) -> bool:
    """Whether a title ends with its office, or with what the office is for ("Minister of Water Resources")."""
    behind = title[end:]
    return not behind or (
        len(behind) > 1 and title[0][:1].isupper() and behind[0] == "of" and all(w[:1].isupper() or w == "and" for w in behind[1:])
    )


def _same_person(a: str, b: str) -> bool:
    """Whether two full names differ only in middle names, initials and capitals ("Ana M. Brel", "ANA BREL")."""
    one, other = a.casefold().split(), b.casefold().split()
    first = one[0] == other[0] or (len(one[0].strip(".")) == 1 and other[0].startswith(one[0].strip(".")))
    return len(one) > 1 and len(other) > 1 and first and one[-1] == other[-1]
