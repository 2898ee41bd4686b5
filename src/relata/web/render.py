"""How does a page's context become HTML?

Takes a context of `pages`; gives HTML. Every value is escaped by the template engine; a name that a template misspells is an error.
Left out on purpose: what is shown (`pages`) and the plain words for codes (`words`).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import links, words
from .asked import PERIODS
from .filters import DEFAULT_LIMIT, KINDS, REASONS
from .pages import Page
from .sections import NARROW, WIDE
from .sheets import HasSheet

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
    "hedges": tuple(words.HEDGES.items()),
    "kinds": tuple((kind, kind) for kind in KINDS),
    "reasons": tuple((reason, reason.replace("_", " ")) for reason in REASONS),
    "acts": (("all", "acts, as measures count"), *((by, f"acts known to the {by}") for by in PERIODS)),
    "flags": (("true", "yes"), ("false", "no")),
}
# What the top of every page leads to: name, address, and the templates that stand under it.
PLACES = (
    ("Articles", links.articles(), ("articles.html", "article.html")),
    ("Events", links.events(), ("events.html",)),
    ("Statements", links.statements(), ("statements.html",)),
    ("Actors", links.actors(), ("actors.html", "actor.html")),
    ("Pairs", links.pairs(), ("pairs.html", "dyad.html")),
    ("Network", links.network(), ("network.html",)),
    ("System", links.system(), ("system.html",)),
)


def render(page: Page, *, reads: bool = False, locked: bool = False) -> str:
    """The page as a whole HTML document. `reads`: an article may be sent to be read; `locked`: a token was asked for."""
    here = page.here
    return _TEMPLATES.get_template(page.template).render(
        page=page,
        here=here,
        twin=links.json_twin(here) if here else None,
        sheet=links.csv_twin(here) if here and isinstance(page, HasSheet) else None,
        reads=reads,
        locked=locked,
    )


def load_templates() -> None:
    """Make every page's template ready, which the first one to need it would wait for."""
    for name in _TEMPLATES.list_templates():
        _TEMPLATES.get_template(name)


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


def mean(value: float) -> str:
    """A mean, to two places and with its sign."""
    return signed(round(value, 2))


def count(number: int, noun: str) -> str:
    """The number and its noun: "1 event", "2 events"."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


# Not strftime: its names follow the machine's language, and the pages are English.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _make_templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
    )
    made.filters.update(day=day, signed=signed, mean=mean, percent=percent, count=count, sector=lambda code: words.SECTORS.get(code, code))
    made.globals.update(
        links=links, words=words, legend=LEGEND, choices=CHOICES, places=PLACES, default_limit=DEFAULT_LIMIT, narrow=NARROW, wide=WIDE
    )
    return made


_TEMPLATES = _make_templates()
