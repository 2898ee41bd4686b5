"""How much room will a picture take?

In: a kind of chart, its width, how many rows it lists. Out: its height before it is drawn, so that a page can keep its place; drawing only
to learn it takes half a second. Titles and notes break over more lines or fewer: it is right to within an eighth. Left out: drawing.
"""

from __future__ import annotations

from typing import Final

from .dyads import MAX_GROUPS
from .look import NARROW
from .panels import ROW

# Pixels of a wide picture and of one for a phone.
_HEIGHTS: Final = {
    "series": (372, 425), "claims": (372, 425), "quadrants": (369, 449), "direction": (385, 450), "deeds": (443, 545),
    "network": (664, 587), "poles": (380, 445), "shape": (526, 574),
}  # fmt: skip
_GROUPS: Final = (109, 158)  # without their rows


def height_of(kind: str, width: int, *, rows: int = 0) -> int | None:
    """Pixels that the picture of this kind is high; None where that is not known before it is drawn."""
    narrow = width < NARROW
    if kind.startswith("groups"):
        return _GROUPS[narrow] + ROW * min(rows, MAX_GROUPS)
    return _HEIGHTS[kind][narrow] if kind in _HEIGHTS else None
