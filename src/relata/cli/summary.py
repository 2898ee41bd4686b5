"""What did one article give, in a form for reading on a terminal?

In: a coded article. Out: a rich group: title and outlet, who said what, who did what to whom. Left out: mentions, and all that
`relata read --json` has besides.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from relata.records import Actor, Coded, Event, Party, Statement

from .plain import cell, plain, shortened

SAID_WIDTH = 240  # characters of what was said; the whole is in --json and the ledger


def summary(coded: Coded) -> Group:
    """The article's rows as tables that fit 80 columns; it says so where there are none."""
    names = {actor.id: actor for actor in coded.actors}
    parts: list[RenderableType] = [_heading(coded)]
    if coded.statements:
        parts.append(_indented(_statements(coded, names)))
    if coded.events:
        parts.append(_indented(_events(coded, names)))
    if not coded.statements and not coded.events:
        parts.append(Text("  no statements and no events found", style="dim"))
    return Group(*parts, Text())


def _heading(coded: Coded) -> Text:
    article = coded.article
    first_line = next((line for line in article.text.splitlines() if line.strip()), "")
    line = Text(plain(article.title) or shortened(first_line, 70), style="bold")
    outlet = article.outlet and (f"{article.outlet} ({article.outlet_country})" if article.outlet_country else article.outlet)
    facts = [outlet, article.published.isoformat() if article.published else "no date"]
    return line.append("\n" + ", ".join(plain(fact) for fact in facts if fact), style="not bold dim")


def _statements(coded: Coded, names: dict[str, Actor]) -> Table:
    table = _ruled(("Who said", 3), ("how", 2), ("what", 7))
    for statement in coded.statements:
        said = shortened(" … ".join(part.text for part in statement.content), SAID_WIDTH)
        table.add_row(_speaker(statement, names), cell(_manner(statement)), Text(said))
    return table


def _events(coded: Coded, names: dict[str, Actor]) -> Table:
    table = _ruled(("Who did", 3), ("what", 3), ("to whom", 3), ("when", 3))
    for event in coded.events:
        sides = [_party(side, names) for side in (event.source, event.target)]
        what = Text(event.type).append(f" {', '.join(event.modes)}" if event.modes else "")
        what.append(f"\n“{shortened(event.trigger.text, 60)}”", style="dim")
        table.add_row(sides[0], what, sides[1], cell(_when(event)))
    return table


def _ruled(*columns: tuple[str, int]) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, header_style="italic", padding=(0, 2, 0, 0))
    for title, share in columns:
        table.add_column(title, ratio=share, overflow="fold")
    return table


def _speaker(statement: Statement, names: dict[str, Actor]) -> Text:
    if statement.speaker is None:
        return Text("not named", style="dim")
    road = ", ".join(plain(relay.text) for relay in statement.chain)
    return _party(statement.speaker, names).append(f"\nvia {road}" if road else "", style="dim")


def _party(party: Party | None, names: dict[str, Actor]) -> Text:
    """The actor's name and country; the text's own words in quotation marks where no actor is known."""
    if party is None:
        return Text("")
    actor = names.get(party.actor) if party.actor else None
    if actor is None:
        return Text(f"“{shortened(party.text, 60)}”")
    country = f" ({actor.country})" if actor.country and actor.kind != "state" else ""
    return Text(plain(f"{actor.name}{country}"))


def _manner(statement: Statement) -> str:
    return statement.kind if statement.hedge == "asserted" else f"{statement.kind}, {statement.hedge}"


def _when(event: Event) -> str:
    when = event.date.isoformat() if event.date else "no date"
    if event.date and event.date_precision not in (None, "day"):
        when = f"{when} ({event.date_precision})"
    return when if event.status == "actual" else f"{when}, {event.status}"


def _indented(table: Table) -> Padding:
    return Padding(table, (1, 0, 0, 2))
