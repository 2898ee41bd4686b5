"""How does a result show itself in a notebook?

In: a result of `relations`. Out: HTML without scripts: its usual chart, light and dark, or, where it has none, its first rows.
Found by the entry point `relata.notebook`, so that `relations` need not know that there are charts.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import fields
from html import escape
from typing import Any, Final

import pyarrow as pa

from .kinds import chart, kinds_of
from .look import Look
from .render import to_svg
from .words import describe

ROWS: Final = 20


def html(result: Any) -> str:
    """The result as a piece of HTML."""
    kinds = kinds_of(result)
    tables = [value for field in fields(result) if isinstance(value := getattr(result, field.name), pa.Table)]
    if not kinds or not tables[0].num_rows:
        return _table(tables[0])
    light, dark = (_address(to_svg(chart(result, kinds[0], look=Look(theme)))) for theme in ("light", "dark"))
    words = escape(describe(result, kinds[0]))
    return f'<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}"><img src="{light}" alt="{words}"></picture>'


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _table(table: pa.Table) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.column_names)
    cells = [["–" if value is None else escape(str(value)) for value in row.values()] for row in table.slice(0, ROWS).to_pylist()]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    more = f"<p>{table.num_rows - ROWS:,} more rows</p>" if table.num_rows > ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
