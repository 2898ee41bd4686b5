"""How does a page's context become HTML?

Takes a context of `pages`; gives HTML. Every value is escaped by the template engine; a name that a template misspells is an error.
Left out on purpose: what is shown (`pages`) and the plain words for codes (`words`).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import links, words
from .filters import DEFAULT_LIMIT
from .pages import Page

# The examples of the legend, by kind of mark.
LEGEND = {
    "actor": "Lonia",
    "speaker": "The envoy",
    "cue": "said",
    "direct": "“We agree.”",
    "indirect": "they agree",
    "trigger": "met with",
}

CHOICES = {
    "types": tuple((code, code) for code in words.EVENT_TYPES),
    "quads": tuple(words.QUADS.items()),
    "statuses": tuple(words.STATUSES.items()),
}


def render(page: Page) -> str:
    """The page as a whole HTML document."""
    here = page.here
    twin = links.json_twin(here) if here else None
    return _TEMPLATES.get_template(page.template).render(page=page, twin=twin, here=_HERE.get(page.template))


def day(date: dt.date | str, precision: str | None = None) -> str:
    """A date as exactly as it is known: "27 Oct 2022", "week of 24 Oct 2022", "Oct 2022", "2022"."""
    known = dt.date.fromisoformat(date) if isinstance(date, str) else date
    month = f"{MONTHS[known.month - 1]} {known.year}"
    if precision == "year":
        return str(known.year)
    if precision == "month":
        return month
    return f"week of {known.day} {month}" if precision == "week" else f"{known.day} {month}"


def signed(number: float) -> str:
    """With its sign, and a real minus: "+2.5", "−10", "0"."""
    return f"{number:+g}".replace("-", "−") if number else "0"


def percent(share: float) -> str:
    return f"{share:.0%}"


def count(number: int, noun: str) -> str:
    """The number and its noun: "1 event", "2 events"."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


# Not strftime: its names follow the machine's language, and the pages are English.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_HERE = {"index.html": "Articles", "events.html": "Events", "statements.html": "Statements"}


def _make_templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
    )
    made.filters.update(day=day, signed=signed, percent=percent, count=count, sector=lambda code: words.SECTORS.get(code, code))
    made.globals.update(links=links, words=words, legend=LEGEND, choices=CHOICES, default_limit=DEFAULT_LIMIT)
    return made


_TEMPLATES = _make_templates()
