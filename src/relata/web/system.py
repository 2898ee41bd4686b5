"""What does the page of the system show?

Takes what is asked and the measures; gives one frozen context: poles, division and balance, who leans where, what was said of the order.
Left out on purpose: formulas (`relations`), pictures (`charts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pyarrow.compute as pc

from relata.charts import describe
from relata.charts.atlas import Names
from relata.relations import By, System

from . import formulas, links
from .asked import SystemFilter
from .measured import Measured
from .sections import Cell, MeasurePage, Section, address, count, figure, newest, number, period_name, short, table, window

PATH: Final = "/system"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPage(MeasurePage):
    template: ClassVar[str] = "system.html"
    path: ClassVar[str] = PATH
    filter: SystemFilter
    summary: tuple[str, ...]


def system_page(asked: SystemFilter, measured: Measured) -> SystemPage:
    found, names = measured.system(asked), measured.names()
    if not found.table.num_rows:
        nothing = Section("poles", "How concentrated", "No two states acted in this time.", found.table)
        return SystemPage(filter=asked, sections=(nothing,), summary=())
    sections = (_poles(asked, found, names), _shape(asked, found, names), _alignment(asked, found, names), _claims(asked, measured))
    return SystemPage(filter=asked, sections=sections, summary=_summary(found, names))


def _summary(found: System, names: Names) -> tuple[str, ...]:
    rows = found.table.to_pylist()
    last = rows[-1]
    poles, share = number(last, "poles"), number(last, "largest_share", 2)
    when = f"{period_name(last['period'], found.by)}, {last['n_states']:,} states"
    concentrated = f"{when}: interaction is as concentrated as among {_with_range(poles)} equal states."
    largest = f"The largest is {names.state(last['largest'])}, with a share of {_with_range(share)} of all interaction, of 0.5 at most."
    return concentrated, largest


def _with_range(cell: Cell) -> str:
    return f"{cell.text} ({cell.range})" if cell.range else cell.text


def _poles(asked: SystemFilter, found: System, names: Names) -> Section:
    by = By(asked.by)
    every = asked.states is None and asked.min_events == 1  # else there is no list of these acts alone
    body = [
        (
            Cell(period_name(row["period"], by), None, _network(asked, row)),
            number(row, "poles"),
            Cell(names.state(row["largest"])),
            number(row, "largest_share", 2),
            count(row["n_states"]),
            count(row["events"], href=links.events(window(row["period"], by, asked)) if every else None),
            count(row["stories"]),
            count(row["articles"]),
        )
        for row in reversed(found.table.to_pylist())
    ]
    columns = ("Period", "As among equal states", "Largest", "Its share", "States", "Acts", "Stories", "Articles")
    return Section(
        "poles",
        "How concentrated",
        formulas.POLES,
        found.table,
        (figure(PATH, asked.query(), "poles", describe(found, "poles", names)),),
        table(columns, body),
    )


def _shape(asked: SystemFilter, found: System, names: Names) -> Section:
    by = By(asked.by)
    body = [
        (
            Cell(period_name(row["period"], by), None, _network(asked, row)),
            number(row, "polarization", 2),
            number(row, "balance", 2),
            count(row["triads"]),
            number(row, "frustration", 2),
            Cell("yes" if row["exact"] else f"no, up to {row['frustration_gap']:.2f} less"),
        )
        for row in reversed(found.table.to_pylist())
    ]
    columns = ("Period", "Polarization", "Balance", "Closed triads", "Frustration", "Least possible")
    picture = figure(PATH, asked.query(), "shape", describe(found, "shape", names))
    return Section("shape", "How divided, how balanced", formulas.SHAPE, found.table, (picture,), table(columns, body))


def _alignment(asked: SystemFilter, found: System, names: Names) -> Section:
    latest = found.alignment["period"][-1]
    rows = found.alignment.filter(pc.equal(found.alignment["period"], latest)).to_pylist()
    by, latest = By(asked.by), latest.as_py()
    poles = {row["pole"] for row in rows}
    # Of two poles each is a state with the other as its pole, with the same numbers: once is enough.
    once = (row for row in rows if row["events"] and not (row["state"] in poles and row["state"] > row["pole"]))
    now = sorted(once, key=lambda row: (-row["events"], row["state"], row["pole"]))
    body = [
        (
            Cell(names.state(row["state"])),
            Cell(names.state(row["pole"])),
            count(row["events"], href=links.events({"pair": f"{row['state']},{row['pole']}", **window(latest, by, asked)})),
            number(row, "tie", 2),
            number(row, "likeness", 2),
            Cell("the pair", None, address(links.DYAD, {"a": row["state"], "b": row["pole"]})),
        )
        for row in now
    ]
    columns = ("State", "With", "Acts", "Tie", "Likeness", "More")
    picture = figure(PATH, asked.query(), "alignment", describe(found, "alignment", names))
    return Section(
        "alignment",
        "Who stands with the busiest states",
        formulas.ALIGNMENT.format(period=period_name(latest, by)),
        found.alignment,
        (picture,),
        table(columns, body),
    )


def _claims(asked: SystemFilter, measured: Measured) -> Section:
    found = measured.order_claims(asked)
    body = [
        (
            Cell(period_name(row["day"], By.DAY)),
            Cell(row["speaker_name"] or "not named"),
            Cell(short(row["content"]), None, links.article(row["article_id"], row=f"statement:{row['id']}")),
            Cell(row["measure"].replace("_", " ")),
            number(row, "before", 2),
            number(row, "after", 2),
        )
        for row in newest(found.table)
    ]
    columns = ("Day", "Speaker", "Said", "Measure", "Then", "Next")
    summary = () if body else ("No claim about the order of states is in the ledger in this time.",)
    return Section(
        "claims",
        "What was said of the order",
        formulas.ORDER_CLAIMS,
        found.table,
        (),
        table(columns, body, of=found.table.num_rows) if body else None,
        summary,
    )


def _network(asked: SystemFilter, row: dict[str, Any]) -> str:
    """The network of a period."""
    same = {name: value for name, value in asked.query().items() if name in ("outlet", "score", "min_confidence", "states", "min_events")}
    within = window(row["period"], By(asked.by), asked)
    return address("/network", {"since": within["since"], "until": within["until"], **same})
