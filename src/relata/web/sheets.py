"""How do a page's rows become CSV?

Takes rows of a list (frozen dataclasses); gives text with one header line. Left out on purpose: exact exports (`relata export`).

A cell that a spreadsheet would run as a formula gets an apostrophe before it, since articles hold what strangers wrote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, runtime_checkable

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@runtime_checkable
class HasSheet(Protocol):
    """A page that is a table too."""

    def sheet(self) -> Iterable[Mapping[str, Any]]:
        """Its rows, plain: as in JSON."""


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Missing is an empty cell, lists have "; " between their items, an actor is its name with `…_actor` and `…_country` beside it."""
    flat = [dict(_cells(row)) for row in rows]
    # every row has the same names, but for actors, of whom the one that is missing has no parts
    names = list(dict.fromkeys(name for row in sorted(flat, key=len, reverse=True) for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue()


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from ((name if part == "name" else f"{name}_{part}", _cell(inner)) for part, inner in value.items())
        elif isinstance(value, list):
            yield name, _cell("; ".join(item["name"] if isinstance(item, Mapping) else str(item) for item in value))
        else:
            yield name, _cell(value)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
