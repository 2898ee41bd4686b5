"""Options and cells that the commands for measures share.

In: words of the command line, and numbers with their intervals. Out: checked values, and text for a table. Left out: the measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from .options import ConfidenceOption, OutletOption, RunOption, SinceOption, UntilOption

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from relata.relations import Resampling


T = TypeVar("T")


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


class Scale(StrEnum):
    PLOVER = "plover"
    GOLDSTEIN = "goldstein"


ByOption = Annotated[Period, typer.Option("--by", help="Length of a period; `all` for one over the whole window.")]
ScoreOption = Annotated[Scale, typer.Option("--score", help="The scale of conflict and cooperation; the two are never mixed.")]
ResamplesOption = Annotated[
    int, typer.Option("--resamples", min=0, max=10_000, metavar="N", help="Draws of stories behind each interval; 0 for no intervals.")
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="The same seed gives the same intervals.")]
MinEventsOption = Annotated[int, typer.Option("--min-events", min=1, metavar="N", help="Leave out states with fewer acts in a period.")]
StatesOption = Annotated[str | None, typer.Option("--states", metavar="CODES", help="Only acts between these countries, e.g. CHN,RUS,USA.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What every measure can be told."""

    score: ScoreOption = Scale.PLOVER
    since: SinceOption = None
    until: UntilOption = None
    outlet: OutletOption = None
    min_confidence: ConfidenceOption = None
    resamples: ResamplesOption = 200
    seed: SeedOption = 0
    run: RunOption = None

    @property
    def days(self) -> dict[str, Any]:
        return {"since": self.since, "until": self.until}

    @property
    def articles(self) -> dict[str, Any]:
        return {"outlet": self.outlet, "run": self.run}

    @property
    def resampling(self) -> Resampling:
        from relata.relations import Resampling

        return Resampling(n=self.resamples, seed=self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmongStates(Measured):
    """The same of what is measured of many states at once."""

    states: StatesOption = None
    min_events: MinEventsOption = 1

    def measure(self, con: DuckDBPyConnection, measure: Callable[..., T], by: Period) -> T:
        """What `relations.network` or `relations.system` finds."""
        from relata import store
        from relata.relations import By

        chosen = {**self.days, **self.articles}
        coverage = store.coverage(con, **chosen)
        ties = store.ties(con, states=_states_of(self.states), min_confidence=self.min_confidence, **chosen)
        how = self.resampling
        return measure(ties, coverage, by=By(by.value), score=self.score.value, min_events=self.min_events, resampling=how, **self.days)


def _states_of(codes: str | None) -> list[str] | None:
    """The codes of a list with commas; raises BadParameter for what is no code."""
    if codes is None:
        return None
    named = [code.strip() for code in codes.split(",")]
    wrong = [code for code in named if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper())]
    if wrong:
        raise typer.BadParameter(f"{wrong[0]!r} is no country's code; write three capitals each, such as CHN,RUS.", param_hint="--states")
    return named


def number(name: str, digits: int = 1) -> Callable[[Mapping[str, Any]], str]:
    """A cell with a number and, where there is one, its interval: ``2.1 (0.2 to 3.8)``; a missing one is a dash."""

    def show(row: Mapping[str, Any]) -> str:
        if row[name] is None:
            return "–"
        low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
        text = f"{row[name]:.{digits}f}"
        return text if low is None or high is None else f"{text} ({low:.{digits}f} to {high:.{digits}f})"

    return show


def count(name: str) -> Callable[[Mapping[str, Any]], str]:
    """A cell with a whole number; what is not known is a dash, never 0."""
    return lambda row: "–" if row[name] is None else f"{row[name]:,}"
