"""Mentions resolved to actors over one article: names, offices, last names, pronouns, "the two sides".

In: a read Doc, its date, the gazetteer. Out: `Found`: every mention with the actors it means, in text order. First all
names of the article are gathered with what titles and appositions say of them; then the text is read from the top and each
later mention resolved against what stood before. What stays unclear stays unresolved.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from spacy.tokens import Doc

from ..reading import Node, dateline_end, root_of, tree_of
from ..records import Actor, ActorKind
from .belonging import OF_STATE
from .compose import SEATS, VAGUE, compose, make_actor, of_entry, state_actor, surface
from .found import Found, Spot
from .homes import settle
from .introductions import is_copular_clause
from .later_names import named_after as named_after_office
from .offices import OTHERS, PEERS, is_body_of_state, is_certain, is_name_of_body, possessor
from .parts import country_in, is_within_place, parts_of
from .phrases import LOCATIVE, Phrase, core, name_range, phrases, preposition
from .registry import Registry
from .several import LONGEST_ADJECTIVE, Several
from .tables import Gazetteer, plain, singular
from .things import THINGS, is_of_deed


def find_actors(
    doc: Doc, g: Gazetteer, on: dt.date | None, registry: Registry | None = None, *, home: str | None = None, outlet: str | None = None
) -> Found:
    """Every mention of an actor in the Doc.

    Args:
        home: the state in which the text was published, None where not known.
        outlet: who published it; of agencies that write for the whole world nobody is at home in a text that does not name their state.
        registry: what earlier texts said of people. A name that this text does not explain is looked up there, then in the dated list.
    """
    return _Resolver(tree_of(doc), g, on, registry or Registry(), home, outlet).run()


# Whoever is to hold an office does not hold it now.
NOT_YET = frozenset(("next", "incoming", "future", "would-be", "prospective", "eventual"))
# Last words of outlets' names.
OUTLETS = frozenset((
    "Times", "Post", "Herald", "Daily", "News", "Tribune", "Gazette", "Chronicle", "Observer", "Ilbo", "Shimbun", "Newspaper", "Mail",
    "Broadcasting", "Radio", "Television", "TV", "Telegraph", "Guardian", "Courier", "Dispatch", "Star", "Sun", "Agency", "Mirror",
    "Inquirer", "Examiner", "Journal", "Zeitung",
))  # fmt: skip


class _Resolver(Several):
    """One pass over one Doc."""

    def run(self) -> Found:
        texts = self.told.texts
        datelines = {i for n in range(len(texts)) if n == 0 or "\n" in texts[n - 1] for i in range(n, dateline_end(self.doc, n))}
        all_phrases = [phrase for phrase in phrases(self.doc) if phrase.head not in datelines]
        for phrase in all_phrases:
            self.told.introduce(phrase)
        self.told.look_up()
        self.named_after = self._offices_named(all_phrases)
        self.found.roles = self.told.roles
        sentence, countries = -1, list[str]()
        for phrase in all_phrases:
            now = self.sentence_of[phrase.head]
            if now != sentence:
                self._remember_pair(countries, sentence)
                sentence, countries = now, []
            spot = None if phrase.head in self.told.taken else self._resolve(phrase)
            if spot is None:
                continue
            self._keep(spot)
            self._remember_joined(spot)
            countries += [c for c in self.found.countries(spot) if c not in countries]
        self._drop_inner()
        self._adjectives()
        self.found.spots.sort(key=lambda s: (s.start, s.end))
        settle(self.doc, self.found, self.g, self.belonging)
        return self.found

    def _offices_named(self, all_phrases: list[Phrase]) -> dict[int, str]:
        """Offices whose holder is named just after, by their heads; the holders get what the office says of them."""
        unexplained = {}
        for phrase in all_phrases:
            named = None if phrase.head in self.told.taken or phrase.head in self.told.titled else self.told.named_person(phrase)
            full = self.told.full_names.get(named.name) if named is not None else None
            known = self.told.people.get(full or "")
            if full and known is not None and known.country is None and known.role is None:
                unexplained[phrase.head] = full
        named_after = named_after_office(self.doc, self.g, all_phrases, unexplained, self.sentence_of)
        for phrase in all_phrases:
            if (full := named_after.get(phrase.head)) is None:
                continue
            words = self.told.texts[phrase.start : phrase.tail]
            office = compose(words, self.g, self.on, None, phrase.head - phrase.start)
            if office is not None and office.kind == "person":
                self.told.people[full] = make_actor(full, "person", office.country, office.sector, office.secondary, office.role)
        return named_after

    def _drop_inner(self) -> None:
        """A state's name that only helps to name another actor ("the US president") is no mention of its own, as no adjective is."""
        whole = [spot for spot in self.found.spots if not spot.modifier]
        inner = [spot for spot in self.found.spots if spot.modifier and any(w.start <= spot.start and spot.end <= w.end for w in whole)]
        for spot in inner:
            self.found.spots.remove(spot)
            if self.found.by_token.get(spot.head) is spot:
                del self.found.by_token[spot.head]

    def _adjectives(self) -> None:
        """States named by an adjective alone ("Turkish ships"): modifiers, for events that happen to what is theirs."""
        inside = {i for spot in self.found.spots for i in range(spot.start, spot.end)}
        for token in self.doc:
            if token.i in inside or not token.text[:1].isupper():
                continue
            words = [plain(text) for text in self.told.texts[token.i : token.i + LONGEST_ADJECTIVE]]
            hit = self.g.name_at(words, 0, on=self.on)
            if hit is not None and (hit[1].form == "nobody" or is_within_place(hit, self.g.places.at(words, 0))):
                inside |= set(range(token.i, token.i + hit[0]))  # "Latin American" is not American
            if hit is not None and hit[1].form == "body":
                hit = self.g.name_at(words[:1], 0, on=self.on)  # "a Norlandic Army drone": the body is named by its state's adjective
            if hit is None or hit[1].kind != "state" or hit[1].form not in ("adjective", "name", "people"):
                continue
            start, end = token.i, token.i + hit[0]
            root = root_of(self.doc[start:end])
            if root.pos_ in ("ADJ", "PROPN") and root.dep_ in ("amod", "compound", "conj") and root.i not in inside:
                actor = self._add(of_entry(hit[1], self.g) if hit[1].form != "people" else state_actor(hit[1].country or "", self.g))
                self._keep(Spot(root.i, start, end, (actor,), "name", modifier=True))
                inside |= set(range(start, end))

    # --- reading from the top ------------------------------------------------------------------------------------------

    def _resolve(self, phrase: Phrase) -> Spot | None:
        head = self.doc[phrase.head]
        if head.pos_ == "PRON":
            return self._pronoun(phrase, head)
        if head.lower_ in PEERS and (peer := self._peer(phrase, head)) is not None:
            return peer
        if self._is_joint(phrase, head):
            return self._joint(phrase, head)
        if (person := self._person(phrase)) is not None:
            return person
        words = self.told.texts[phrase.start : phrase.tail]
        if self._is_capital_of_sentence(phrase, words):
            words[0] = words[0].lower()
        if head.dep_ == "compound":
            return self._modifier(phrase, head)
        if (several := self._of_several(phrase, head)) is not None:
            return several
        # "X, a minister" and "X, who is also a minister".
        if (
            (head.dep_ == "appos" or is_copular_clause(head))
            and ":" not in {token.text for token in self.doc[head.head.i : head.i]}
            and (named := self.found.at(head.head.i))
            and (self.found.actors[named.actors[0]].kind == "person" or is_name_of_body(head))
            and not (is_name_of_body(head) and self._form(words) == "name")  # "our neighbour Peru"
        ):
            return self._spot(phrase, named.actors, "coreference")
        if (full := self.named_after.get(phrase.head)) is not None:
            return self._named_office(phrase, head, full)
        if (named_beside := self._named_beside(head)) is not None:
            self.heads_seen.append((singular(head.text), named_beside))
            return self._spot(phrase, (named_beside,), "phrase")
        actor = self._half(words) or compose(words, self.g, self.on, None, phrase.head - phrase.start)
        if (actor is None or (actor.country is None and (actor.sector or actor.kind == "person"))) and (owner := self._owner(head)):
            # "Its foreign ministry", "Brel's spokesman" are composed as "Malaysia's" would be.
            actor = self._spelled(owner, phrase, (possessor(head) or (0, phrase.start))[1]) or actor
        # Only the office's plain words: "foreign secretary" is another office in another country.
        if actor and actor.kind == "person" and actor.country and actor.role and not NOT_YET & {word.lower() for word in words}:
            actor = self._office_holder(actor, own_words=actor.role in " ".join(words).lower()) or actor
        if actor is None or (actor.country is None and actor.kind in ("person", "organisation") and self.told.is_noun(phrase)):
            before = self._same_noun(head)
            if before:
                return self._spot(phrase, (before,), "coreference")
        if actor is None and (realm := self._realm(head)) is not None:
            return self._spot(phrase, (self._add(state_actor(realm, self.g)),), "coreference")
        if actor is None and is_body_of_state(head) and (country := self.belonging.country(head)):
            # "The trade ministry" of a text about one state.
            office = self._spelled(country, phrase, phrase.start + 1)
            actor = office if office is not None and office.kind == "organisation" and office.sector in OF_STATE else None
        if actor and actor.country is None and actor.sector in OF_STATE and actor.kind != "state" and not self._of_no_state(head):
            country = self.belonging.country(head, sure=not is_certain(head))
            actor = make_actor(actor.name, actor.kind, country, actor.sector, actor.secondary, actor.role) if country else actor
        if actor is None:
            self._meet_unknown(head)
            return self._unlisted(phrase)
        if actor.kind == "state" and " ".join(words) in SEATS and not self._is_named_itself(actor):
            actor = compose(SEATS[" ".join(words)].split(), self.g, self.on) or actor
        if actor.kind == "organisation" and (name := next((c for c in head.children if is_name_of_body(c)), None)) is not None:
            # "The Austrian newspaper Kurier", "the rights group Mirador".
            kind: ActorKind = "outlet" if actor.sector == "JRN" else "organisation"
            actor = make_actor(plain(self.doc.text_of(name.i, core(name)[1])), kind, actor.country, actor.sector, actor.secondary)
        end = phrase.tail if len(words) > phrase.end - phrase.start and actor.name.count(" ") >= phrase.end - phrase.start else phrase.end
        if self._is_place(head, actor, words):
            return None if self._form(words) in ("capital", "seat") else self._spot(phrase, (self._add(actor),), "name", place=True)
        spot = self._spot(phrase, (self._add(actor),), "name" if phrase.name else "phrase", end=end)
        if actor.kind == "person" and singular(head.text) == head.lower_:
            self._meet(head.i, phrase.start, end, spot.actors[0])
        if actor.kind not in ("state",):
            self.heads_seen.append((singular(head.text), spot.actors[0]))
        if actor.kind in ("state", "intergovernmental", "organisation") and (head.dep_.startswith("nsubj") or is_of_deed(head)):
            self.things = [*self.things[-THINGS:], (spot.actors[0], head.i)]
        return spot

    def _is_capital_of_sentence(self, phrase: Phrase, words: list[str]) -> bool:
        """Whether a phrase has its capital only because it begins a sentence: "Angry critics" is no name."""
        first = self.doc[phrase.start]
        if first.sent.start != first.i or first.pos_ not in ("NOUN", "ADJ") or any(not word.islower() for word in words[1:2]):
            return False
        known = words[0].lower() in VAGUE or self.g.name_at([plain(word) for word in words], 0, on=self.on) is not None
        return not known and not words[0].isupper()

    def _is_named_itself(self, state: Actor) -> bool:
        """Whether the text also names a state itself, and not only its capital."""
        words = [plain(token.text) for token in self.doc]
        hits = (self.g.name_at(words, i, on=self.on) for i, word in enumerate(words) if word[:1].isupper())
        return any(hit and hit[1].country == state.country and hit[1].form in ("name", "adjective", "people") for hit in hits)

    def _peer(self, phrase: Phrase, head: Node) -> Spot | None:
        """ "Her Peruvian counterpart": whoever has her office in Peru, by the article or the dated list; unnamed where neither tells."""
        words = self.told.texts[phrase.start : phrase.tail]
        country = country_in(words, parts_of(words, self.g, self.on, phrase.head - phrase.start))
        if country is None or any(child.dep_ == "appos" for child in head.children):
            return None
        owner = possessor(head)
        spot = self.found.at(owner[0]) if owner is not None else None
        own = self.found.actors[spot.actors[0]] if spot is not None else None
        name = surface([plain(token.text) for token in self.doc[owner[1] if owner else phrase.start : phrase.end]])
        peer = make_actor(name, "person", country, own.sector if own else None, (), own.role if own and own.kind == "person" else None)
        identity = self._add((self._office_holder(peer) if peer.role else None) or peer)
        self._meet(head.i, phrase.start, phrase.end, identity)
        return self._spot(phrase, (identity,), "phrase")

    def _named_office(self, phrase: Phrase, head: Node, full: str) -> Spot:
        """The office of one whom the text names only after it; "its" and "his" tell here whose it is."""
        known = self.told.people[full]
        if known.country is None and (country := self._owner(head) or self.belonging.country(head)):
            known = self.told.people[full] = make_actor(full, "person", country, known.sector, known.secondary, known.role)
        identity = self._add(known)
        self.heads_seen.append((singular(head.text), identity))
        self._meet(phrase.head, phrase.start, phrase.end, identity)
        return self._spot(phrase, (identity,), "phrase")

    def _named_beside(self, head: Node) -> str | None:
        """The person whose name follows as an apposition: "the skipper's wife, X", "a spokesman for the agency, X"."""
        hit = self.g.sector_at([singular(head.text)], 0)
        if hit is not None and hit[1].kind != "person":
            return None
        last = next((c for c in head.children if c.dep_ == "nmod" and c.i > head.i), None) if hit is not None else None
        hung = last.children if last is not None else ()
        for child in (*head.children, *hung):
            if child.dep_ == "appos" and child.i > head.i and child.pos_ == "PROPN":
                name = name_range(self.doc, child, *core(child))
                words = self.doc.text_of(*name) if name is not None else ""
                full = self.told.full_names.get(words, words)
                if full in self.told.people:
                    return self._add(self._with_owner(full, head))
        return None

    def _spelled(self, country: str, phrase: Phrase, start: int) -> Actor | None:
        """A phrase from `start` on as it would read behind a state's name."""
        state = [*self.g.states.get(country, country).split(), "'s"]
        words = self.told.texts[start : phrase.tail]
        return compose([*state, *words], self.g, self.on, None, len(state) + phrase.head - start)

    def _with_owner(self, full: str, head: Node) -> Actor:
        """The person with the state of whoever owns the office ("its police commissioner, X"), or had it before ("the commissioner, X")."""
        known = self.told.people[full]
        country = known.country
        body = next((c for c in head.children if c.dep_ == "nmod" and c.i > head.i and preposition(c) in ("of", "for", "at")), None)
        met = self._same_noun(body) if body is not None else None
        if full in self.told.likely and (self._of_no_state(head) or met):
            country = self.found.actors[met].country if met else None  # "the mission's spokesperson, X", "the head of the chamber, X"
        elif country is None:
            before = self._same_noun(head)
            country = self._owner(head) or (self.found.actors[before].country if before and not self._is_named(before) else None)
            if country is None and known.role == "spokesperson" and not self._of_no_state(head):
                country = self.belonging.country(head)
        if country != known.country:
            known = self.told.people[full] = make_actor(known.name, "person", country, known.sector, known.secondary, known.role)
        return known

    def _is_named(self, actor: str) -> bool:
        return any(actor == known.id for known in self.told.people.values())

    def _owner(self, head: Node) -> str | None:
        """The state of whoever "its", "whose" or a name stands for before an office or body ("its ministry", "Brel's spokesman")."""
        owner = possessor(head)
        if owner is None or head.lemma_ in OTHERS:
            return None
        if home := self.belonging.owner(self.doc[owner[0]]):
            return home
        spot = self.found.at(self._meant(self.doc[owner[0]]))
        countries = self.found.countries(spot) if spot is not None else []
        return countries[0] if len(countries) == 1 else None

    def _of_no_state(self, head: Node) -> bool:
        """Whether it is a body's of no state: "the mission's spokesperson"."""
        owner = possessor(head)
        spot = self.found.at(owner[0]) if owner is not None else None
        kinds = {self.found.actors[actor].kind for actor in spot.actors} if spot is not None else set()
        return bool(spot and not self.found.countries(spot) and kinds <= {"organisation", "intergovernmental"})

    def _meant(self, owner: Node) -> int:
        """The word itself; for "whose" the one that its relative clause hangs on."""
        clause = owner.head
        if owner.lower_ != "whose":
            return owner.i
        while clause.dep_ != "acl:relcl" and clause.head.i != clause.i:
            clause = clause.head
        return clause.head.i

    def _person(self, phrase: Phrase) -> Spot | None:
        """A person by full name, or by a last name already met, or by an office-holder's last name."""
        actor = self.told.named_person(phrase)
        if actor is None:
            return None
        name = self.told.full_names.get(actor.name, actor.name)
        if name in self.told.people:
            known = self.told.people[name]
            actor = (
                known
                if actor.role is None or known.role == actor.role
                else replace(actor, id=known.id, country=actor.country or known.country)
            )
        elif " " not in name:
            # Of several with that last name a bare one is whom the text has named most so far, of equals the one named last.
            named = Counter(full for full, _ in reversed(self.seen_people) if name in full.split() and full != name)
            earlier = named.most_common(1)[0][0] if named else None
            later = [full for full in self.told.people if name in full.split()]
            full = earlier or (later[0] if len(later) == 1 else None)
            if full:
                actor = self.told.people.get(full, self.found.actors.get(dict(self.seen_people).get(full, ""), actor))
            else:
                actor = self._by_last_name(actor) or actor
        how = "name" if name == actor.name or self.g.name_at([plain(name)], 0) else "coreference"
        identity = self._add(actor)
        self.seen_people.append((actor.name, identity))
        if actor.role:
            self.heads_seen.append((actor.role.split()[-1], identity))
        start = self.told.title_start.get(phrase.head, phrase.start)
        self._meet(phrase.head, start, phrase.end, identity)
        return replace(self._spot(phrase, (identity,), how), start=start)

    def _office_holder(self, actor: Actor, *, own_words: bool = True) -> Actor | None:
        """Who held an office ("the Chinese president") on the day: as the article says, else the dated list; None unless just one did.

        Where not in the office's `own_words` ("vice minister" for "deputy minister"), only a person whom the text gives it is meant.
        """
        here = [p for p in self.told.people.values() if p.country == actor.country]
        told = [p for p in here if p.role == actor.role]
        if not told and own_words:  # "the Algerian minister" is the Algerian trade minister of whom the article tells
            told = [p for p in here if p.role and p.role.endswith(f" {actor.role}")]
        if told or not own_words or self.on is None:
            return told[0] if len(told) == 1 else None
        listed = {e.name: e for e in self.g.offices.get((actor.country, actor.role), ()) if e.holds(self.on)}
        return of_entry(next(iter(listed.values())), self.g) if len(listed) == 1 else None

    def _by_last_name(self, actor: Actor) -> Actor | None:
        """The one office-holder of the day with that last name, and office and country, where given.

        With no day known it is the one of today, or the only one of all times.
        """
        last = actor.name
        # Of several codes of one name the first that holds is meant, as everywhere.
        ever = [e for e in reversed(self.g.last_names.get(last, [])) if actor.country in (None, e.country) and actor.role in (None, e.role)]
        fits = list({e.name: e for e in ever if e.holds(self.on)}.values())
        if not fits and self.on is None:
            fits = list({e.name: e for e in ever}.values())
        return of_entry(fits[0], self.g) if len(fits) == 1 and (actor.role or fits[0].name.split()[-1] == last) else None

    def _modifier(self, phrase: Phrase, head: Node) -> Spot | None:
        """A state's name before a common noun; the noun may be an event between two of them."""
        hit = self.g.name_at([plain(text) for text in self.told.texts[phrase.start : phrase.end]], 0, on=self.on)
        if hit is None or hit[1].kind not in ("state", "intergovernmental") or hit[1].form in ("adjective", "people", "person"):
            return None
        return self._spot(phrase, (self._add(of_entry(hit[1], self.g)),), "name", modifier=True)

    def _unlisted(self, phrase: Phrase) -> Spot | None:
        """A name nothing is known of, kept as an actor without country where the reader saw a person or organisation."""
        if phrase.name is None:
            return None
        first, last = phrase.name
        label = next((e.label_ for e in self.doc.names_in(first, last) if e.label_ in ("PERSON", "ORG")), None)
        ent = next((e for e in self.doc.names_in(phrase.start, phrase.tail) if e.label_ == "ORG"), None)
        if label is None and ent is None:
            return None
        if label == "PERSON":
            return None
        known = self.g.name_at([plain(text) for text in self.told.texts[first:last]], 0, on=self.on)
        if known is not None and known[1].form == "nobody":
            return None
        first, last = (ent.start, ent.end) if ent else (first, last)
        words = self.told.texts[first:last]
        country = country_in(words, parts_of(words, self.g, self.on))
        if words[-1] in OUTLETS:
            return self._spot(phrase, (self._add(make_actor(plain(self.doc.text_of(first, last)), "outlet", country, "JRN")),), "name")
        return self._spot(phrase, (self._add(make_actor(plain(self.doc.text_of(first, last)), "organisation", country)),), "name")

    def _is_place(self, head: Node, actor: Actor, words: list[str]) -> bool:
        led = preposition(head)
        while led is None and head.dep_ == "conj" and head.head.i != head.i:
            head = head.head
            led = preposition(head)  # "in Paris and London"
        return (
            (actor.kind == "state" or self._form(words) in ("capital", "seat"))
            and led in LOCATIVE
            and head.dep_ in ("obl", "nmod", "obl:unmarked")
        )

    def _form(self, words: list[str]) -> str | None:
        tokens = words[1:] if words[0].lower() == "the" else words
        hit = self.g.name_at([plain(w) for w in tokens], 0, on=self.on) if tokens else None
        return hit[1].form if hit else None
