"""What does the page of the network show?

Takes what is asked and the measures; gives one frozen context: who deals with whom, blocs, states, a map of one state's ties.
Left out on purpose: formulas (`relations`), pictures (`charts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from relata.charts import describe
from relata.charts.atlas import Names, point_of
from relata.charts.rows import counted
from relata.relations import Network

from . import formulas, links
from .asked import NetworkFilter
from .links import DYAD
from .measured import Measured
from .sections import Cell, MeasurePage, Section, acts_in, address, count, figure, number, table

PATH: Final = "/network"
BLOCS: Final = {1: "of the busiest", 2: "other", None: "neither"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage(MeasurePage):
    template: ClassVar[str] = "network.html"
    path: ClassVar[str] = PATH
    filter: NetworkFilter
    of: str | None
    states: tuple[tuple[str, str], ...] = ()
    summary: tuple[str, ...] = ()


def network_page(asked: NetworkFilter, measured: Measured) -> NetworkPage:
    found, names = measured.network(asked), measured.names()
    states = found.states.to_pylist()
    of = mapped(asked, found)
    if not states:
        return NetworkPage(
            filter=asked, of=None, sections=(Section("ties", "Who deals with whom", "No two states acted in this time.", found.ties),)
        )
    within = acts_in(asked, *measured.covered(asked))
    sections = [_ties(asked, found, names, within), _blocs(asked, found, measured), _states(asked, found, names, within)]
    if of:
        sections.append(_map(asked, found, of, names, within))
    choices = tuple((row["state"], names.state(row["state"])) for row in sorted(states, key=lambda row: names.state(row["state"])))
    return NetworkPage(filter=asked, of=of, sections=tuple(sections), states=choices, summary=_summary(found, names))


def _summary(found: Network, names: Names) -> tuple[str, ...]:
    """How much there is, and between whom most of it passes."""
    ties, states = found.ties.to_pylist(), found.states.to_pylist()
    acts = counted(sum(row["events"] for row in ties), "act")
    busiest = ", ".join(f"{names.state(row['a'])} and {names.state(row['b'])} ({_told(row)})" for row in ties[:3])
    return (f"{acts} between {counted(len(states), 'state')}, in {counted(len(ties), 'pair')}. Most between {busiest}.",)


def _told(row: dict[str, Any]) -> str:
    return f"{row['events']:,}, mean score {number(row, 'score_mean').text}"


def mapped(asked: NetworkFilter, found: Network) -> str | None:
    """The state whose ties the map shows: the one asked for, or else the busiest that has a place on it; None where it has no tie."""
    states = [row["state"] for row in found.states.to_pylist()]
    if asked.of is not None:
        return asked.of if asked.of in states else None
    return next((state for state in states if point_of(state)), None)


def _ties(asked: NetworkFilter, found: Network, names: Names, within: Mapping[str, Any]) -> Section:
    body = [
        (
            Cell(f"{names.state(row['a'])} and {names.state(row['b'])}", None, _pair(asked, row)),
            count(row["events"], href=links.events({"pair": f"{row['a']},{row['b']}", **within})),
            count(row["stories"]),
            number(row, "score_mean"),
            number(row, "score_sum", 0),
            Cell("yes" if row["against"] else "–"),
        )
        for row in found.ties.to_pylist()
    ]
    columns = ("Pair", "Acts", "Stories", "Mean score", "Sum of scores", "Against the blocs")
    picture = figure(PATH, asked.query(), "network", describe(found, "network", names))
    return Section("ties", "Who deals with whom", formulas.TIES, found.ties, (picture,), table(columns, body, most=30))


def _blocs(asked: NetworkFilter, found: Network, measured: Measured) -> Section:
    names = measured.names()
    whole = measured.system(asked).table.to_pylist()[0]
    frustration = number(whole, "frustration", 2)
    if whole["frustration"] is None:
        said = "No tie has a score, so no blocs can be told."
    else:
        gap = "" if whole["exact"] else f" It may lie up to {whole['frustration_gap']:.2f} above the least possible."
        between = f" ({frustration.range})" if frustration.range else ""
        said = f"Frustration {frustration.text}{between}: the share of the weight of all ties that runs against the blocs.{gap}"
    balance = number(whole, "balance", 2)
    triads = (
        f"Of {whole['triads']:,} closed triads a share of {balance.text} is balanced." if whole["triads"] else "There is no closed triad."
    )
    rows = sorted(found.states.to_pylist(), key=lambda row: (row["bloc"] or 3, -(row["bloc_support"] or 0), row["state"]))
    listed = [_members(title, [row for row in rows if row["bloc"] == n], names) for n, title in _TITLES.items()]
    body = [
        (
            Cell(names.state(row["state"]), None, address(PATH, {**asked.query(), "of": row["state"]})),
            Cell(BLOCS[row["bloc"]]),
            Cell("–" if row["bloc_support"] is None else f"{row['bloc_support']:.0%}", number=True),
        )
        for row in rows
    ]
    picture = figure(PATH, asked.query(), "blocs", describe(found, "blocs", names))
    data = found.states.select(["state", "bloc", "bloc_support"])
    columns = ("State", "Bloc", "Found there again")
    said_of_each = (said, triads, *filter(None, listed))
    return Section("blocs", "Blocs", formulas.BLOCS, data, (picture,), table(columns, body), said_of_each)


SAID: Final = 12  # states of a bloc that its sentence names
SURE: Final = 0.9  # share of draws from which a page calls a state's bloc sure
_TITLES: Final = {1: "The bloc of the busiest state", 2: "The other bloc", None: "In neither, since no ties lead there"}


def _members(title: str, rows: list[dict[str, Any]], names: Names) -> str | None:
    """A bloc in a sentence: who is surely in it, who is not so surely."""
    if not rows:
        return None
    sure = [row for row in rows if (row["bloc_support"] or 0) >= SURE]
    if rows[0]["bloc"] is None:
        return f"{title}: {_listed(rows, names)}."
    known = f"found there in {SURE:.0%} of draws or more: {_listed(sure, names)}" if sure else f"none found there in {SURE:.0%} of draws"
    unsure = [row for row in rows if row not in sure]
    rest = f"; less surely: {_listed(unsure, names)}" if unsure else ""
    return f"{title}, {counted(len(rows), 'state')}: {known}{rest}."


def _listed(rows: list[dict[str, Any]], names: Names) -> str:
    said = [names.state(row["state"]) + ("" if row["bloc_support"] is None else f" ({row['bloc_support']:.0%})") for row in rows]
    return ", ".join(said[:SAID]) + (f" and {len(said) - SAID} more" if len(said) > SAID else "")


def _states(asked: NetworkFilter, found: Network, names: Names, within: Mapping[str, Any]) -> Section:
    every = asked.states is None and asked.min_events == 1  # else its acts with others are in no list
    body = [
        (
            Cell(names.state(row["state"]), None, address(PATH, {**asked.query(), "of": row["state"]})),
            Cell(BLOCS[row["bloc"]]),
            count(row["events"], href=links.events({"actor": row["state"], **within}) if every else None),
            number(row, "share", 3),
            number(row, "eigenvector", 2),
            number(row, "betweenness", 2),
            number(row, "constraint", 2),
            number(row, "crossing", 2),
        )
        for row in found.states.to_pylist()
    ]
    columns = ("State", "Bloc", "Acts", "Share", "Eigenvector", "Betweenness", "Constraint", "Crossing")
    picture = figure(PATH, asked.query(), "centrality", f"Share of each state in all interaction. {describe(found, 'centrality')}")
    return Section("states", "Who is central, who stands between", formulas.STATES, found.states, (picture,), table(columns, body))


def _map(asked: NetworkFilter, found: Network, of: str, names: Names, within: Mapping[str, Any]) -> Section:
    rows = [row for row in found.ties.to_pylist() if of in (row["a"], row["b"])]
    body = []
    for row in rows:
        other = row["b"] if row["a"] == of else row["a"]
        cells = (
            Cell(names.state(other), None, _pair(asked, row)),
            count(row["events"], href=links.events({"pair": f"{row['a']},{row['b']}", **within})),
            number(row, "score_mean"),
        )
        body.append(cells)
    most = ", ".join(f"{names.state(row['b'] if row['a'] == of else row['a'])} ({row['events']:,})" for row in rows[:8])
    words = f"A map of the ties of {names.state(of)}. Most acts with {most}."
    ids = [n for n, row in enumerate(found.ties.to_pylist()) if of in (row["a"], row["b"])]
    pictures = (figure(PATH, {**asked.query(), "of": of}, "map", words),)
    return Section(
        "map", f"The ties of {names.state(of)}", formulas.MAP, found.ties.take(ids), pictures, table(("With", "Acts", "Mean score"), body)
    )


def _pair(asked: NetworkFilter, row: dict[str, Any]) -> str:
    """The page of a pair, for the same days and acts."""
    same = {name: value for name, value in asked.query().items() if name in ("since", "until", "outlet", "score", "min_confidence")}
    return address(DYAD, {"a": row["a"], "b": row["b"], **same})
