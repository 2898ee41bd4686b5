"""Where does each page live?

Takes what a page shows; gives its address, quoted. Every link of every page and of every JSON twin is made here, so that an
address changes in one place. Left out on purpose: routes (`app`) and what the pages hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

DYAD: Final = "/dyad"
STATIC: Path = Path(__file__).parent / "static"

Query = Mapping[str, str | int | float | None]


def home() -> str:
    return "/"


def search(text: str | None = None) -> str:
    return "/search" + query({"text": text})


def articles(asked: Query | None = None) -> str:
    return "/articles" + query(asked)


def actors(asked: Query | None = None) -> str:
    return "/actors" + query(asked)


def actor(actor_id: str) -> str:
    """The page of an actor, by its id; that of a state by ``state:`` and its code."""
    return "/actor/" + quote(actor_id, safe=":@")


def state(code: str) -> str:
    return actor(f"state:{code}")


def pairs(asked: Query | None = None) -> str:
    return "/pairs" + query(asked)


def dyad(one: str, other: str) -> str:
    return DYAD + query({"a": one, "b": other})


def network() -> str:
    return "/network"


def system() -> str:
    return "/system"


def codebook(entry: str | None = None) -> str:
    """The codebook; `entry` is a type whose place on the page is meant."""
    return "/codebook" + (f"#{quote(entry)}" if entry else "")


def runs(asked: Query | None = None) -> str:
    return "/runs" + query(asked)


def quarantine(asked: Query | None = None) -> str:
    return "/quarantine" + query(asked)


def read() -> str:
    return "/read"


def login(onward: str | None = None) -> str:
    return "/login" + query({"next": onward})


def logout() -> str:
    return "/logout"


def api(address: str = "") -> str:
    """The API's address for a list's address, or its page."""
    return "/api" + address


def article(article_id: str, *, row: str | None = None) -> str:
    """The article's page; with `row` (a row's id or its key on the page) that row is shown, and its words are scrolled to."""
    base = "/article/" + quote(article_id, safe="")
    return base + query({"row": row}) + ("#words" if row else "")


def events(asked: Query | None = None) -> str:
    return "/events" + query(asked)


def statements(asked: Query | None = None) -> str:
    return "/statements" + query(asked)


def json_twin(address: str) -> str:
    """The same page as JSON: the path gets ``.json``, the query stays, the fragment goes."""
    return _twin(address, "json")


def csv_twin(address: str) -> str:
    """The same rows as CSV."""
    return _twin(address, "csv")


def local(address: str) -> str:
    """An address of this site to go on to, or the start page for anything that leads elsewhere."""
    plain = all(32 < ord(character) < 127 for character in address)
    return address if plain and address.startswith("/") and not address.startswith(("//", "/\\")) else home()


@cache
def static(name: str) -> str:
    """A file of the app's own, with its digest, so that browsers may keep it and still see a new version."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{quote(name)}?v={digest}"


def external(url: str | None) -> str | None:
    """An article's own address if it may be followed: http or https with a host, else None (shown as text, never linked)."""
    if not url or any(character.isspace() or ord(character) < 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _twin(address: str, ending: str) -> str:
    parts = urlsplit(address)
    path = "/index" if parts.path == "/" else parts.path
    return f"{path}.{ending}" + (f"?{parts.query}" if parts.query else "")


def query(asked: Query | None) -> str:
    """The query of an address, with its question mark; values that are empty or None are left out."""
    given = {name: value for name, value in (asked or {}).items() if value is not None and value != ""}
    return "?" + urlencode(given) if given else ""
