"""Tables as the store gives them, written by hand: acts of a pair, coverage, ties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

TYPES = {1: "CONSULT", 2: "AID", 3: "ACCUSE", 4: "ASSAULT"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def act(when: str, direction: str = "ab", quad: int = 1, score: float = 2.0, **changed: Any) -> dict[str, Any]:
    """One act; its story and id are its own unless given."""
    row = {
        "article_id": "a",
        "story": None,
        "day": day(when),
        "date": day(when),
        "date_precision": "day",
        "published": day(when),
        "outlet_country": None,
        "direction": direction,
        "type": TYPES[quad],
        "quad": quad,
        "score": score,
        "goldstein": None,
        "cameo": None,
        "status": "actual",
        "contexts": [],
        **{f"{side}_{what}": None for side in ("source", "target") for what in ("kind", "sector", "role")},
        "thirds": [],
    }
    return row | changed


def acts(*rows: dict[str, Any]) -> pa.Table:
    """Acts oldest first, each in a story of its own where none is named."""
    numbered = [{"id": f"e{n}"} | row | {"story": row["story"] or f"s{n}"} for n, row in enumerate(rows)]
    return pa.Table.from_pylist(sorted(numbered, key=lambda row: row["day"]), schema=ACTS)


def coverage(*days: str, countries: Sequence[str] = ()) -> pa.Table:
    """One article of each day; with `countries`, of an outlet of each."""
    rows = [{"day": day(when), "outlet_country": country, "articles": 1} for when in days for country in countries or (None,)]
    table = pa.Table.from_pylist(rows, schema=COVERAGE)
    return table if countries else table.drop_columns("outlet_country")


def ties(*rows: tuple[str, str, float] | tuple[str, str, float, str], when: str = "2022-01-05") -> pa.Table:
    """Acts between two states with a score and, where given, a story."""
    made = []
    for n, (a, b, score, *story) in enumerate(rows):
        a, b = sorted((a, b))
        made.append({"a": a, "b": b, "score": score, "goldstein": None, "story": story[0] if story else f"s{n}"})
    fixed = {"day": day(when), "date": day(when), "date_precision": "day", "status": "actual"}
    return pa.Table.from_pylist([row | fixed for row in made], schema=TIES)


_DATES = {"day": pa.date32(), "date": pa.date32(), "date_precision": pa.string(), "status": pa.string()}
COVERAGE = pa.schema({"day": pa.date32(), "outlet_country": pa.string(), "articles": pa.int64()})
ACTS = pa.schema(
    {
        "id": pa.string(),
        "article_id": pa.string(),
        "story": pa.string(),
        **_DATES,
        "published": pa.date32(),
        "outlet_country": pa.string(),
        "direction": pa.string(),
        "type": pa.string(),
        "quad": pa.int8(),
        "score": pa.float64(),
        "goldstein": pa.float64(),
        "cameo": pa.string(),
        "contexts": pa.list_(pa.string()),
        **{f"{side}_{what}": pa.string() for side in ("source", "target") for what in ("kind", "sector", "role")},
        "thirds": pa.list_(pa.string()),
    }
)
TIES = pa.schema({"a": pa.string(), "b": pa.string(), **_DATES, "story": pa.string(), "score": pa.float64(), "goldstein": pa.float64()})
