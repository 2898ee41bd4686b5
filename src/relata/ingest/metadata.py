"""What is known of an article besides its text, and whose word counts.

In: fields by name, from a record, a sidecar or the command line. Out: a checked `Metadata`, and with a text an `Article`.
Three places may name the same field. The nearest to the text wins: what stands in the record or page itself, then the
sidecar, then the command line. Left out: whether a country code is one of a real state, and whether a url can be fetched.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from relata.errors import SkipReason
from relata.records import Article

from .dates import bad_field, parse_published
from .decode import Refusal, checked

COUNTRY: Final = re.compile(r"[A-Z]{3}")
UNDECLARED: Final = frozenset(("und", "unknown", "mul", "zxx"))  # ISO 639 codes that say nothing about the language
ENGLISH: Final = frozenset(("en", "eng", "english"))


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts of publication; None where not known.

    Raises IngestError when made with a value that cannot be right. `id` and `story` belong to one article: they come from
    records and sidecars, never from defaults.

    Attributes:
        outlet_country: ISO 3166-1 alpha-3, capitals.
        language: as declared (``en``, ``en-GB``, ``fr``).
    """

    outlet: str | None = None
    outlet_country: str | None = None
    published: dt.date | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None
    story: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            made = parse_published(value) if field.name == "published" else _word(field.name, value)
            object.__setattr__(self, field.name, made)
        if self.outlet_country is not None and not COUNTRY.fullmatch(self.outlet_country):
            raise bad_field("outlet_country", self.outlet_country, "an ISO 3166-1 alpha-3 code in capitals, such as CHN")

    @classmethod
    def from_fields(cls, given: Mapping[str, object]) -> Metadata:
        """Metadata out of any mapping; keys it does not know are ignored, dates may be strings and numbers."""
        known = {field.name: given[field.name] for field in fields(cls) if field.name in given}
        return cls(**known)  # type: ignore[arg-type]  # __post_init__ checks every value

    def over(self, other: Metadata) -> Metadata:
        """These facts, with those of `other` where these are silent."""
        merged = {}
        for field in fields(self):
            own = getattr(self, field.name)
            merged[field.name] = getattr(other, field.name) if own is None else own
        return Metadata(**merged)


def make_article(text: str, metadata: Metadata) -> Article:
    """The article; raises Refusal(EMPTY) without text and Refusal(NOT_ENGLISH) where another language is declared."""
    if not text.strip():
        raise Refusal(SkipReason.EMPTY, "no text in it.")
    language = _primary(metadata.language)
    if language is not None and language not in ENGLISH:
        detail = f"declared language is {metadata.language!r}; Relata reads English. If the declaration is wrong, correct it to 'en'."
        raise Refusal(SkipReason.NOT_ENGLISH, detail, field="language")
    return Article(
        text=text,
        title=metadata.title,
        published=metadata.published,
        outlet=metadata.outlet,
        outlet_country=metadata.outlet_country,
        url=metadata.url,
        story=metadata.story,
        id=metadata.id or "",
    )


def _word(field: str, value: object) -> str | None:
    """A field's string without space around it; None for nothing. An id that is a whole number is taken as its digits."""
    if field in ("id", "story") and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise bad_field(field, value, "a string")
    return " ".join(checked(value, field=field).split()) or None


def _primary(language: str | None) -> str | None:
    """``en`` of ``en-GB`` or ``en_US``; None where nothing is declared."""
    if language is None:
        return None
    primary = re.split(r"[-_,;\s]", language.lower(), maxsplit=1)[0]
    return None if not primary or primary in UNDECLARED else primary
