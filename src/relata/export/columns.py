"""What is a column of an export? Its place in the file, what it means, and how it comes from a row of the ledger, said once.

In: rows of the ledger as dictionaries (`store.event_batches`). Out: cells, and the data dictionary. Left out: where they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file, in words and as a function.

    Attributes:
        name: as the format spells it. type: what readers get.
        meaning: with the source, where the format leaves a choice.
        unit: empty where it has none. missing: how a missing value is written; ``never`` where there is none.
        value: the cell's content, None where missing; not given for columns that are taken as they are by name.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    missing: str = "empty"
    value: Callable[[Row], object] | None = None

    def of(self, row: Row) -> object:
        return row[self.name] if self.value is None else self.value(row)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of an export: what its name ends in, what a row is, its columns in order."""

    ending: str
    rows: str
    columns: Sequence[Column]
    missing: str = ""

    def cells(self, row: Row) -> list[object]:
        return [column.of(row) for column in self.columns]
