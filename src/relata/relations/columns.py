"""How do Arrow columns become numbers, and numbers with intervals a table?

In: Arrow columns, numpy arrays. Out: the other. NaN in a measure is null in a table, and never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from .periods import Days
from .resampling import Floats, Numbers, Resampling, interval

ENDS = ("_low", "_high")


def listed(column: pa.ChunkedArray[Any] | pa.Array[Any]) -> list[Any]:
    """The values of a column as Python objects."""
    values: list[Any] = column.to_pylist()
    return values


def days_of(column: pa.ChunkedArray[Any]) -> Days:
    return column.to_numpy().astype("M8[D]")


def floats_of(column: pa.ChunkedArray[Any]) -> Floats:
    """The values as floating-point numbers, null as NaN."""
    return column.to_numpy().astype(np.float64)


def story_numbers(stories: pa.ChunkedArray[Any]) -> Numbers:
    """Stories as numbers from 0, in the order of the rows."""
    codes: Any = stories.combine_chunks().dictionary_encode()
    return np.asarray(codes.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def stories_of_cells(cells: Numbers, stories: Numbers, *, n_cells: int) -> Numbers:
    """How many different stories stand behind each cell."""
    n_stories = int(stories.max()) + 1 if len(stories) else 1
    both = np.sort(cells.astype(np.int64) * n_stories + stories)  # a tenth of the time of `np.unique`
    return np.bincount(both[np.diff(both, prepend=-1) != 0] // n_stories, minlength=n_cells)


def renumbered(numbers: Numbers) -> tuple[Numbers, int]:
    """Whole numbers from 0 on as ones without a gap, in the same order, and how many different ones there are."""
    present = np.zeros(int(numbers.max()) + 1 if len(numbers) else 0, dtype=bool)
    present[numbers] = True
    place = np.cumsum(present) - 1
    return place[numbers], int(present.sum())


def with_interval(columns: dict[str, Any], name: str, drawn: Sequence[Floats], how: Resampling, known: Numbers) -> None:
    """Add the two ends of the interval of a column, from the values that the draws gave it."""
    empty = np.full(len(columns[name]), np.nan)
    for end, values in zip(ENDS, interval(drawn or [empty], level=how.level, known=known), strict=True):
        columns[f"{name}{end}"] = values


def with_ends(*names: str) -> dict[str, pa.DataType]:
    """Columns of numbers, each with the two ends of its interval."""
    return {f"{name}{end}": pa.float64() for name in names for end in ("", *ENDS)}


def schema_of(types: Mapping[str, pa.DataType]) -> pa.Schema:
    """Columns in this order; a precise type for what Arrow takes in many forms."""
    return pa.schema(types)


def table_of(columns: Mapping[str, Any], schema: pa.Schema) -> pa.Table:
    """The columns that the schema names as a table; NaN becomes null."""
    return pa.table([pa.array(columns[f.name], from_pandas=True).cast(f.type) for f in schema], schema=schema)
