"""The registry: what have texts said of people, and who is a bare name as of a day?

In: observations ("on this day this text calls so-and-so foreign minister of Norway"). Out: an `Actor` for a full name, as far as the
observations agree. It knows no text and no table of office-holders; where namesakes or contradictions leave doubt it says nothing.
Left out: last names and pronouns, which only an article can resolve; keeping the observations (the ledger does).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records import Actor, Spell
from .compose import make_actor, slug

# How long an office last heard of still counts; then only the country does. Few foreign ministers serve less than that.
OFFICE_LASTS = dt.timedelta(days=3 * 365)


class Registry:
    """Descriptions by full name. It grows with the distinct descriptions, not with the articles."""

    def __init__(self) -> None:
        self._spells: dict[str, dict[tuple[str, str | None, str], Spell]] = {}

    def learn(self, spells: Iterable[Spell]) -> None:
        """Take in descriptions; one already known is widened to the new days."""
        for spell in spells:
            known = self._spells.setdefault(slug(spell.name), {})
            old = known.setdefault((spell.country, spell.sector, spell.role), spell)
            if spell.first < old.first or spell.last > old.last:
                first, last = min(old.first, spell.first), max(old.last, spell.last)
                known[spell.country, spell.sector, spell.role] = replace(old, first=first, last=last)

    def all(self) -> Iterator[Spell]:
        """Every description."""
        for known in self._spells.values():
            yield from known.values()

    def of(self, name: str) -> list[Spell]:
        """All descriptions of a full name, oldest first."""
        found = self._spells.get(slug(name), {}).values()
        return sorted(found, key=lambda s: (s.first, s.last, s.country, s.role))

    def resolve(self, name: str, on: dt.date | None) -> Actor | None:
        """Who a full name means as of a day.

        The country is given where all descriptions agree on it. The office is the one last heard of before the day, if that is not too
        long ago; where two are as recent, what both share. None for an unknown name and for namesakes of two countries.
        """
        spells = self.of(name)
        countries = {spell.country for spell in spells}
        if len(countries) != 1 or " " not in name.strip():
            return None
        country = countries.pop()
        past = [spell for spell in spells if on is None or spell.first <= on]
        latest = max((min(spell.last, on or spell.last) for spell in past), default=None)
        if latest is None or (on is not None and on - latest > OFFICE_LASTS):
            return make_actor(spells[-1].name, "person", country)
        current = [spell for spell in past if min(spell.last, on or spell.last) == latest]
        sectors, roles = {spell.sector for spell in current}, {spell.role for spell in current}
        sector = sectors.pop() if len(sectors) == 1 else None
        return make_actor(current[-1].name, "person", country, sector, (), roles.pop() if len(roles) == 1 else None)
