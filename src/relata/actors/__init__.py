"""Actors: who is meant, in which role, on that date?

In: a read Doc and its article's date. Out: `Found`, every mention with the actors it means. A name's country and sector come
from its own parts, from what the article says of it, and from tables that do not rot. Left out on purpose: what actors do.
"""

from __future__ import annotations

from .compose import compose, compose_text
from .custom import load_gazetteer
from .found import Found, Spot
from .registry import Registry
from .resolve import find_actors
from .tables import Gazetteer, tokens_of

__all__ = ["Found", "Gazetteer", "Registry", "Spot", "compose", "compose_text", "find_actors", "load_gazetteer", "tokens_of"]
