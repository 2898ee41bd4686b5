"""How do all charts look?

In: a `Look` (light or dark, and how wide). Out: colours, and a chart with its title, notes and settings. Left out: what is drawn.

Colours after Okabe & Ito (2008), Color Universal Design, so that they can be told apart by people who see colours differently; what
they say is also said by place, shape or words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import altair as alt

from .atlas import Names

Theme = Literal["light", "dark"]

FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
MARGIN: Final = 64  # pixels left of a plot, for its axis
TITLE_SIZE, NOTE_SIZE, LABEL_SIZE = 15, 12, 11
# Mean width of a letter over its size, of the widest font that browsers may take.
NOTE_LETTER, TITLE_LETTER = 0.54, 0.62
NARROW: Final = 480


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they mean."""

    paper: str
    ink: str
    faint: str
    line: str
    void: str  # a stretch of time of which the ledger has no article
    land: str
    cooperation: str
    cooperation_light: str
    conflict: str
    conflict_light: str
    middle: str  # between conflict and cooperation
    other: str
    third: str


LIGHT: Final = Palette(
    paper="#fdfcfa", ink="#1f2328", faint="#5d646c", line="#dcd8cf", void="#e9e6df", land="#e3e0d8", cooperation="#0072b2",
    cooperation_light="#56b4e9", conflict="#d55e00", conflict_light="#e69f00", middle="#d9d9d4", other="#8a8f94", third="#009e73",
)  # fmt: skip
DARK: Final = Palette(
    paper="#16181b", ink="#e4e2dd", faint="#a3a8ae", line="#363a40", void="#25282d", land="#30343a", cooperation="#3d9fdb",
    cooperation_light="#9ad4f5", conflict="#f07f2e", conflict_light="#f5c04d", middle="#6b7076", other="#8a8f94", third="#2fc79a",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart looks.

    Attributes:
        theme: ``light`` or ``dark``.
        width: of the whole picture in pixels, 280 or more; below 480 it is laid out for a phone.
        names: what states are called.
    """

    theme: Theme = "light"
    width: int = 720
    names: Names = field(default_factory=Names, hash=False)

    def __post_init__(self) -> None:
        if self.theme not in ("light", "dark"):
            raise ValueError(f"theme {self.theme!r} is not known; expected light or dark")
        if self.width < 280:
            raise ValueError(f"width {self.width}: a chart needs 280 pixels or more")

    @property
    def colours(self) -> Palette:
        return DARK if self.theme == "dark" else LIGHT

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    def plot(self, margin: int = MARGIN) -> int:
        """The width of a plot that has `margin` pixels of axis beside it."""
        return self.width - margin - 16

    def diverging(self, largest: float) -> alt.Scale:
        """From conflict over nothing to cooperation, for values from -largest to largest."""
        colours = self.colours
        return alt.Scale(
            domain=[-largest, 0, largest], range=[colours.conflict, colours.middle, colours.cooperation], clamp=True, interpolate="rgb"
        )


def finished(chart: Any, look: Look, *, title: str, notes: Sequence[str]) -> alt.TopLevelMixin:
    """The chart with its title, the notes under it, and the settings of its look."""
    colours = look.colours
    heading = alt.TitleParams(
        text=_lines(title, look, TITLE_SIZE * TITLE_LETTER),
        subtitle=[line for note in notes for line in _lines(note, look, NOTE_SIZE * NOTE_LETTER)],
    )
    text = {"labelColor": colours.faint, "titleColor": colours.faint, "labelFontSize": LABEL_SIZE, "titleFontSize": LABEL_SIZE}
    made: alt.TopLevelMixin = (
        chart.properties(title=heading, background=colours.paper, padding=8)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_title(
            anchor="start", frame="bounds", color=colours.ink, fontSize=TITLE_SIZE, fontWeight=600, subtitleColor=colours.faint,
            subtitleFontSize=NOTE_SIZE, subtitleLineHeight=16, subtitlePadding=5, offset=12,
        )
        .configure_axis(
            **text, gridColor=colours.line, domainColor=colours.line, tickColor=colours.line, titleFontWeight="normal",
            labelOverlap="greedy", minExtent=MARGIN - 24,
        )
        .configure_axisTemporal(labelFlush=True)
        .configure_axisX(grid=False, minExtent=0, labelOverlap="greedy", labelSeparation=6)
        .configure_legend(
            **text, orient="top", titleFontWeight="normal", titleLimit=400, labelLimit=300, symbolStrokeWidth=2, columnPadding=26,
        )
        .configure_header(labelColor=colours.ink, titleColor=colours.faint, labelFontSize=LABEL_SIZE + 1)
        .configure_text(color=colours.ink, fontSize=LABEL_SIZE)
    )  # fmt: skip
    return made


def _lines(text: str, look: Look, letter: float) -> list[str]:
    return textwrap.wrap(text, int((look.width - 20) / letter))
