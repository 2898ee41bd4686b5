"""Plain text: the whole file is one article's body.

In: a ``.txt`` source and the metadata known from outside. Out: one article or one skip. Nothing is taken out of the text:
a photo credit or headline on top stays where it is, and no title, date or outlet is guessed from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relata.errors import Skip
from relata.records import Article

from .decode import Refusal, decode
from .metadata import Metadata, make_article
from .sources import Source


def read(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """The one article of a text file; `known` is all there is to say of its publication."""
    try:
        yield make_article(decode(source.content()), known)
    except Refusal as refusal:
        yield refusal.skip(source.label)
