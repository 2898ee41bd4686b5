"""What does the page of a pair show?

Takes what is asked and the measures; gives one frozen context for each of its views: over time, who and about what, as told where,
words and deeds. Left out on purpose: formulas (`relations`), pictures (`charts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from relata.charts import describe
from relata.charts.dyads import group_name
from relata.charts.rows import counted
from relata.relations import By, Split
from relata.store import is_code

from . import formulas, links, sides
from .asked import SCALES, VIEWS, DyadFilter
from .links import DYAD
from .measured import Measured
from .named import Named
from .sections import (
    Cell,
    MeasurePage,
    Section,
    acts_in,
    address,
    count,
    days,
    figure,
    newest,
    number,
    period_name,
    shared,
    short,
    table,
    window,
)

QUADS: Final = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
SHOWN_YEARS: Final = 4  # the last ones that the summary tells, besides the first
TITLES: Final[dict[Split, str]] = {
    "level": "Who meets whom: levels",
    "issue": "What it is about",
    "third": "Which third states are spoken of",
    "type": "Types of act",
    "outlet": "The same pair, as outlets of each country tell it",
}
GROUPS: Final = {"level": "Level", "issue": "Issue", "third": "Third state", "type": "Type", "outlet": "Outlets of"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPage(MeasurePage):
    """One view of a pair; without two sides, the busiest pairs to choose from."""

    template: ClassVar[str] = "dyad.html"
    path: ClassVar[str] = DYAD
    filter: DyadFilter
    names: tuple[str, str] | None
    summary: tuple[str, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()
    pairs: tuple[tuple[str, str, int], ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def views(self) -> tuple[tuple[str, str, str], ...]:
        """Each view: its name in the address, its title, its address."""
        return tuple((view, title, self.changed(view=view)) for view, title in VIEWS.items())

    def to_dict(self) -> dict[str, Any]:
        # written out: `slots` makes the class anew, so that a bare super() would not know it
        return {**MeasurePage.to_dict(self), "meant": {name.name: list(name.ids) for name in self.named}}


def dyad_page(asked: DyadFilter, measured: Measured) -> DyadPage:
    asked = sides.known(asked, measured)
    told = sides.told(asked, measured)
    names = measured.names()
    if asked.sides is not None and not all(name.is_known for name in told):
        return DyadPage(filter=asked, sections=(), names=None, named=told)
    if asked.sides is None:
        pairs = tuple(
            (f"{names.state(row['a'])} and {names.state(row['b'])}", address(DYAD, {"a": row["a"], "b": row["b"]}), row["events"])
            for row in measured.busiest()
        )
        return DyadPage(filter=asked, sections=(), names=None, pairs=pairs, named=told)
    one, other = asked.sides
    called = (sides.called(one, measured), sides.called(other, measured))
    match asked.view:
        case "who":
            sections = [_split(asked, measured, split) for split in ("level", "issue", "third", "type")]
        case "told":
            sections = [_split(asked, measured, "outlet")]
        case "words":
            sections = [_vows(asked, measured), *([_claims(asked, measured)] if _countries(asked) else [])]
        case _:
            sections = _time(asked, measured)
    return DyadPage(
        filter=asked,
        sections=tuple(sections),
        names=called,
        named=told,
        summary=_summary(asked, measured),
        lists=_lists(asked, measured, called),
    )


def _lists(asked: DyadFilter, measured: Measured, called: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The lists behind the page: all acts between the two, and what each said of the other."""
    every = _events(asked, {**days(asked), **shared(asked)})
    if every is None:
        return ()
    acts = _events(asked, acts_in(asked, *measured.covered(asked))) or every
    (one, other), (a, b) = called, asked.sides or ("", "")
    within = {**days(asked), "outlet": asked.outlet}
    said = [
        (f"What {who} said of {whom}", links.statements({"by": x, "about": y, **within}))
        for who, whom, x, y in ((one, other, a, b), (other, one, b, a))
    ]
    return ("The acts between them", acts), ("All reports of them, with further tellings, plans and denials", every), *said


def _summary(asked: DyadFilter, measured: Measured) -> tuple[str, ...]:
    """In a few sentences: how much there is, and whether the last year was another than the first and the one before."""
    whole = measured.series(asked, by=By.ALL).table.to_pylist()
    if not whole or not whole[0]["events"]:
        return ("The ledger has no act between these two in this time.",)
    total = whole[0]
    told = f"{counted(total['events'], 'act')} in {counted(total['stories'], 'story')}"
    said = [f"{told}; mean score {_range(total)} on {SCALES[asked.score]} scale, from −10 (conflict) to 10 (cooperation)."]
    years = [row for row in measured.series(asked, by=By.YEAR).table.to_pylist() if row["score_mean"] is not None]
    if len(years) >= 2:
        shown = [*years[:1], *years[1:][-SHOWN_YEARS:]]
        said.append("; ".join(f"{row['period'].year}: {_range(row)}" for row in shown) + ".")
        spans = [(years[0], years[-1]), (years[-2], years[-1])] if len(years) > 2 else [(years[0], years[-1])]
        said.append(" ".join(_compared(*span) for span in spans))
    if shifts := measured.changes(asked).table.to_pylist():
        last = shifts[-1]
        again = "" if last["support"] is None else f"; {last['support']:.0%} of draws find it again"
        when = period_name(last["period"], By(asked.by))
        level = f"{number(last, 'before').text} before, {number(last, 'after').text} after"
        said.append(f"By {asked.by}, the level last shifted in {when}: {level}{again}.")
    return tuple(said)


def _range(row: Mapping[str, Any]) -> str:
    cell = number(row, "score_mean")
    return f"{cell.text} ({cell.range})" if cell.range else cell.text


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    span = f"From {before['period'].year} to {after['period'].year}"
    if None in (before["score_mean_low"], after["score_mean_low"]):
        return f"{span}: too few stories tell of one of them to compare the two."
    if before["score_mean_high"] < after["score_mean_low"]:
        return f"{span} relations were reported as better: the intervals lie apart."
    if after["score_mean_high"] < before["score_mean_low"]:
        return f"{span} relations were reported as worse: the intervals lie apart."
    return f"{span} the intervals overlap: no clear change."


def _time(asked: DyadFilter, measured: Measured) -> list[Section]:
    series = measured.series(asked)
    names = measured.names()
    one, other = names.side(series.one), names.side(series.other)
    rows = [row for row in series.table.to_pylist() if row["events"]]
    counts = [row["events"] for row in series.table.to_pylist()]
    left = series.left_out.rough + series.left_out.outside
    notes = (
        (counts.count(0), "period", "with articles and no act not listed"),
        (counts.count(None), "period", "without any article, so that nothing is known"),
        (left, "act", "in no period, since the date is not known so exactly or lies outside"),
    )
    note = "; ".join(f"{counted(n, noun)} {what}" for n, noun, what in notes if n)
    body = []
    for row in reversed(rows):
        within = window(row["period"], series.by, asked)
        body.append(
            (
                Cell(period_name(row["period"], series.by)),
                count(row["events"], href=_events(asked, within)),
                count(row["stories"]),
                number(row, "score_mean"),
                *(count(row[name], href=_events(asked, {**within, "quad": quad})) for quad, name in enumerate(QUADS, 1)),
                count(row["a_to_b"], href=_events(asked, within, source=series.one, target=series.other)),
                count(row["b_to_a"], href=_events(asked, within, source=series.other, target=series.one)),
                number(row, "reciprocity", 2),
            )
        )
    columns = (
        *("Period", "Acts", "Stories", "Mean score", "Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"),
        *(f"{one} to {other}", f"{other} to {one}", "Reciprocity"),
    )
    figures = (
        [figure(DYAD, asked.query(), kind, describe(series, kind, names)) for kind in ("series", "quadrants", "direction")] if rows else []
    )
    listed = table(columns, body, note=f"{note}." if note else None) if body else None
    return [
        Section("time", "Over time", formulas.TIME.format(scale=SCALES[asked.score]), series.table, tuple(figures), listed),
        _changes(asked, measured),
    ]


def _changes(asked: DyadFilter, measured: Measured) -> Section:
    found = measured.changes(asked)
    told = measured.sentences(id_ for ids in found.table["acts"].to_pylist() for id_ in ids or [])
    by = By(asked.by)
    body = []
    for n, row in enumerate(found.table.to_pylist(), 1):
        acts = [_sentence(told, id_) for id_ in row["acts"]]
        first = (
            Cell(f"{n}. {period_name(row['period'], by)}"),
            number(row, "before"),
            number(row, "after"),
            Cell("–" if row["support"] is None else f"{row['support']:.0%}", number=True),
        )
        body.append((*first, acts[0] if acts else Cell("none on the scale")))
        body += [(Cell(""), Cell(""), Cell(""), Cell(""), act) for act in acts[1:]]
    listed = table(("From", "Level before", "Level after", "Found again", "Acts that make it"), body) if body else None
    summary = () if body else ("No change point: the level does not shift by more than its noise, or there are too few periods with acts.",)
    return Section("changes", "When it changed", formulas.CHANGES, found.table, (), listed, summary)


def _split(asked: DyadFilter, measured: Measured, split: Split) -> Section:
    series = measured.series(asked, by=By.ALL, split=split)
    title, names = TITLES[split], measured.names()
    rows = sorted((row for row in series.table.to_pylist() if row["events"]), key=lambda row: (-row["events"], row["group"]))
    body = [
        (
            Cell(group_name(series, row["group"], names)),
            count(row["events"], href=_group_events(asked, measured, split, row["group"])),
            count(row["stories"]),
            number(row, "score_mean"),
            number(row, "share_verbal", 2),
        )
        for row in rows
    ]
    columns = (GROUPS[split], "Acts", "Stories", "Mean score", "Share verbal")
    pictures = (figure(DYAD, asked.query(), f"groups-{split}", describe(series, "groups", names)),) if rows else ()
    return Section(split, title, formulas.SPLITS[split], series.table, pictures, table(columns, body) if body else None)


def _vows(asked: DyadFilter, measured: Measured) -> Section:
    found = measured.vows(asked)
    total, rows = found.ledger.num_rows, newest(found.ledger)
    told = measured.sentences(row[name] for row in rows for name in ("id", "deed", "contrary") if row[name])
    body = []
    for row in rows:
        came = row["contrary"] if row["outcome"] == "contrary" else row["deed"] if row["outcome"] == "followed" else None
        when = row["contrary_day"] if row["outcome"] == "contrary" else row["deed_day"] if came else None
        body.append(
            (
                Cell(period_name(row["day"], By.DAY)),
                Cell(row["type"]),
                _sentence(told, row["id"]),
                Cell(row["outcome"]),
                _sentence(told, came) if came else Cell("–"),
                Cell(period_name(when, By.DAY) if when else "–"),
            )
        )
    note = f"The newest 100 of {total:,}; JSON and CSV have all." if total > 100 else None
    columns = ("Day", "Type", "Vowed", "What came", "In these words", "On")
    pictures = (figure(DYAD, asked.query(), "deeds", describe(found, "deeds")),) if found.series.num_rows else ()
    summary = () if body else ("The ledger has no vow between these two in this time.",)
    return Section(
        "vows",
        "Vows, and what became of them",
        formulas.VOWS.format(horizon=found.horizon),
        found.ledger,
        pictures,
        table(columns, body, note=note) if body else None,
        summary,
    )


def _claims(asked: DyadFilter, measured: Measured) -> Section:
    found = measured.claims(asked)
    total = found.table.num_rows
    body = [
        (
            Cell(f"{n}. {period_name(row['day'], By.DAY)}"),
            Cell(row["speaker_name"] or "not named"),
            Cell(short(row["content"]), None, links.article(row["article_id"], row=f"statement:{row['id']}")),
            Cell(row["hedge"]),
            number(row, "before"),
            number(row, "after"),
        )
        for n, row in zip(range(total, 0, -1), newest(found.table), strict=False)
    ]
    columns = ("Day", "Speaker", "Said", "How", "Mean score before", "after")
    pictures = (figure(DYAD, asked.query(), "claims", f"The mean score over time with {total} claims as numbered lines."),) if body else ()
    summary = () if body else ("No claim about their relation is in the ledger in this time.",)
    return Section(
        "claims",
        "Claims and predictions",
        formulas.RELATION_CLAIMS.format(periods=found.periods),
        found.table,
        pictures,
        table(columns, body, of=total) if body else None,
        summary,
    )


def _events(asked: DyadFilter, more: Mapping[str, Any], *, source: str | None = None, target: str | None = None) -> str | None:
    """The list of the acts behind a number; None where a side is several countries, which the list cannot be asked for."""
    a, b = asked.sides or ("", "")
    if "," in a or "," in b:
        return None
    sides = {"source": source, "target": target} if source else {"pair": f"{a},{b}"}
    return links.events({**sides, **more})


def _group_events(asked: DyadFilter, measured: Measured, split: Split, group: str) -> str | None:
    """The acts of a group; None where the list cannot be asked for it."""
    within = acts_in(asked, *measured.covered(asked))
    name = {"type": "type", "issue": "context"}.get(split)
    return _events(asked, {**within, name: group}) if name else None


def _sentence(told: Mapping[str, tuple[str, str]], id_: str) -> Cell:
    """The words of an event, leading to their place in the article."""
    if id_ not in told:
        return Cell(id_)
    article, words = told[id_]
    return Cell(short(words), None, links.article(article, row=f"event:{id_}"))


def _countries(asked: DyadFilter) -> bool:
    return all(is_code(side) for side in asked.sides or ())
