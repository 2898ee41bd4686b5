"""Whom do the names in a list's filters mean?

Takes a read-only connection and a filter; gives each name that stands for somebody else than it says: for several, for one by a part of
his name, or for nobody, with those who are called nearly so. Left out on purpose: who is meant (`store`), HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .filters import Filter

WHO: Final = ("actor", "source", "target", "by", "about", "pair")
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One who may be meant; `href` asks for this one alone."""

    id: str
    name: str
    country: str | None
    href: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a filter, and who it means or, where nobody is meant, who is called nearly so."""

    name: str
    ids: tuple[str, ...]
    choices: tuple[Choice, ...] = field(metadata={"help": f"At most {SHOWN} of them, those most often named first"})

    @property
    def is_known(self) -> bool:
        return bool(self.ids)


def named(con: DuckDBPyConnection, asked: Filter, address: Callable[[links.Query], str]) -> tuple[Named, ...]:
    """The names of a list's filters that need telling; `address` is that of the list."""
    told = (who(con, name, lambda id_, make=make: address(make(id_).at(0).query())) for name, make in _names(asked))  # type: ignore[misc]
    return tuple(found for found in told if found is not None)


def who(con: DuckDBPyConnection, name: str, href: Callable[[str], str]) -> Named | None:
    """What must be told of a name: None where it is a code, an id or the whole name of one that the ledger knows."""
    found = store.meant(con, name)
    if found and not found.names:
        return None
    near = [id_ for id_, _ in store.near(con, name)] if not found else []
    called = store.called(con, found.ids or near, limit=SHOWN)
    choices = [Choice(id_, known, country, href(_short(id_))) for id_, known, country in called]
    if near:
        choices.sort(key=lambda choice: near.index(choice.id))
    return Named(name, found.ids, tuple(choices))


def _names(asked: Filter) -> Iterator[tuple[str, Callable[[str], Filter]]]:
    """Each name of the filter, with what makes the same filter with another in its place."""
    for f in fields(asked):
        value: Any = getattr(asked, f.name)
        if f.name not in WHO or value is None:
            continue
        if f.name == "pair":
            one, other = value
            yield one, lambda id_, other=other: replace(asked, pair=(id_, other))  # type: ignore[call-arg,misc]
            yield other, lambda id_, one=one: replace(asked, pair=(one, id_))  # type: ignore[call-arg,misc]
        else:
            yield value, lambda id_, name=f.name: replace(asked, **{name: id_})  # type: ignore[misc]


def _short(id_: str) -> str:
    """As a filter takes it: a state by its code, so that its people and bodies are meant too."""
    return id_.removeprefix("state:")
