"""In which sentence of its article does something stand? Counted from the marks in the text, for columns that ask for a number.

In: a text and offsets. Out: numbers from 1. Left out: grammar; the ledger keeps the sentence an event stands in, but no number, so this
counts full stops and line ends, and can be one off after an abbreviation that ends in a full stop before a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Maj", "Capt", "Sgt", "Adm", "Sen", "Rep", "Gov", "St", "Jr", "Sr", "No")
# Behind the mark, so that the search may leap from mark to mark: what stands in front of it there.
_NO_END = "".join(rf"(?<!\b{title}\.)" for title in _TITLES) + r"(?<!\b[A-Z]\.)"
# A stop, question or exclamation mark with closing quotes, before a space and what can begin a sentence; or the end of a line.
_ENDS = re.compile(r"[.!?…]" + _NO_END + r"""['"’”»)\]]*\s+(?=['"‘“«(\[]*[A-Z0-9])|\n\s*""")


def sentence_number(text: str, start: int) -> int:
    """Number of the sentence that holds the code point `start`; the first is 1."""
    return bisect_right(_starts(text), start) + 1


def is_lead(text: str, start: int) -> bool:
    """Whether the code point stands in the first paragraph: before the first line end behind any text."""
    at = len(text) - len(text.lstrip())
    end = text.find("\n", at)
    return end < 0 or start < end


@lru_cache(maxsize=64)
def _starts(text: str) -> list[int]:
    first = len(text) - len(text.lstrip())
    return [found.end() for found in _ENDS.finditer(text) if found.end() > first]
