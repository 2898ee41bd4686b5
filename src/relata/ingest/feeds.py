"""RSS and Atom: which articles does a feed hold or point to?

In: the bytes of a feed. Out: its entries; from a file, an article for each entry that has text, else a skip. The text is the entry's
content, else its summary; feeds that carry a link only are for `watch`, which fetches the pages. Where an entry has no day of
publication, that of its last change counts (RSS 1.0 knows no other). Left out: podcasts, and feeds in JSON.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any, Final

from relata.errors import Skip, SkipReason
from relata.records import Article

from .dates import parse_published
from .decode import Refusal
from .html import fragment_text
from .metadata import Metadata, make_article
from .sources import Source

PROLOGUE: Final = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", re.DOTALL)
ROOT: Final = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
END: Final = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
REFERENCE: Final = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
YEAR_ZERO: Final = re.compile(r"(?<![-+:\d])00\d\d\b")
ENTRY_END: Final = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; None where the feed is silent.

    Attributes:
        id: what the feed knows it by.
        text: content in full, or what the feed gives for it.
        is_full: `text` was given as content, not as summary.
        published: as written; `day` is the day that the feed library makes of it, by UTC.
    """

    id: str | None
    link: str | None
    title: str | None
    text: str | None
    is_full: bool
    published: str | None
    day: dt.date | None

    @property
    def key(self) -> str | None:
        """What it is told from other entries by, also in other feeds."""
        return self.link or self.id


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's entries in its own order; `is_cut` where it ends in the middle, and the entry there is left out."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    is_cut: bool

    def facts(self, entry: Entry, known: Metadata) -> Metadata:
        """What is known of an entry's article besides its page. Raises Refusal(BAD_RECORD) for a day that cannot be."""
        facts = Metadata(title=entry.title, url=entry.link, published=_day(entry), language=self.language).over(known)
        return facts if facts.outlet else replace(facts, outlet=self.title)

    def article(self, entry: Entry, known: Metadata) -> Article:
        """The article that an entry itself holds; raises Refusal."""
        if not entry.text:
            raise Refusal(SkipReason.EMPTY, "the entry has no text, only a link; `relata watch` fetches the pages of a feed.")
        return make_article(entry.text, self.facts(entry, known))


def looks_like(head: str) -> bool:
    """Whether a stream that begins so is a feed."""
    return ROOT.match(PROLOGUE.sub("", head).lstrip()) is not None


def read(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """Articles of a feed in a file, an entry each."""
    try:
        feed = parse(source.content())
    except Refusal as refusal:
        yield refusal.skip(source.label)
        return
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield feed.article(entry, known)
        except Refusal as refusal:
            yield refusal.skip(f"{source.label}#{number}")
    if feed.is_cut:
        detail = "the feed is cut short here; get it again."
        yield Skip(f"{source.label}#{len(feed.entries) + 1}", "ingest", SkipReason.DAMAGED, detail)
    elif not feed.entries:
        yield Skip(source.label, "ingest", SkipReason.EMPTY, "there is no entry in the feed.")


def parse(data: bytes, *, content_type: str | None = None) -> Feed:
    """The feed in these bytes; `content_type` is what the server calls them. Raises Refusal where they are none."""
    import feedparser

    if not data.strip():
        raise Refusal(SkipReason.EMPTY, "the feed is empty.")
    try:
        # As a stream: of a string, the library would make an address or a file's name.
        found: Any = feedparser.parse(
            io.BytesIO(REFERENCE.sub(_possible, data)), response_headers={"content-type": content_type} if content_type else None
        )
        entries = tuple(_entry(entry) for entry in found.entries)
    except Exception as error:  # a broken feed must cost that feed only, whatever it does to the parsers
        raise Refusal(SkipReason.DAMAGED, f"the feed could not be taken apart ({type(error).__name__}: {error}).") from error
    if not found.get("version") and not entries:
        raise Refusal(SkipReason.UNSUPPORTED, "this is no feed of RSS or Atom.")
    is_cut = bool(found.bozo) and END.search(data) is None
    whole = entries[: len(ENTRY_END.findall(data))] if is_cut else entries
    return Feed(_words(found.feed.get("title")), _words(found.feed.get("language")), whole, is_cut)


def _possible(reference: re.Match[bytes]) -> bytes:
    """The character reference, or nothing where no such character can be; the feed library would fail over the whole feed."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else b""


def _entry(entry: Any) -> Entry:
    contents = [part for part in entry.get("content", ()) if str(part.get("value") or "").strip()]
    body = contents[0] if contents else entry.get("summary_detail")
    parsed = entry.get("published_parsed") or (None if "published" in entry else entry.get("updated_parsed"))
    link = _words(entry.get("link"))
    return Entry(
        id=_words(entry.get("id")),
        link=link if link and link.lower().startswith(("http:", "https:")) else None,  # the library takes an id for a link
        title=_text(entry.get("title_detail")),
        text=_text(body),
        is_full=bool(contents),
        published=entry.get("published") or (None if "published" in entry else entry.get("updated")),
        day=_date(parsed),
    )


def _text(part: Any) -> str | None:
    """Text of one of the library's parts, out of its markup where it has any."""
    value = str(part.get("value") or "") if part else ""
    if part and part.get("type") in ("text/html", "application/xhtml+xml"):
        value = fragment_text(value)
    return value.strip() or None


def _words(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def _date(parsed: Any) -> dt.date | None:
    try:
        return dt.date(*parsed[:3]) if parsed else None
    except ValueError:
        return None


def _day(entry: Entry) -> dt.date | None:
    """The day as the feed's own clock has it, else by UTC; raises Refusal(BAD_RECORD) where none can be made out."""
    if entry.published is None:
        return None
    day = entry.day
    if not YEAR_ZERO.search(entry.published):  # which libraries take for the year 2000
        with contextlib.suppress(TypeError, ValueError):  # not in the form of RSS
            return parse_published(parsedate_to_datetime(entry.published))
    else:
        day = None
    try:
        return parse_published(entry.published)
    except Refusal:
        if day is None:
            raise
        return parse_published(day)
