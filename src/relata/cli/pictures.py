"""Options for pictures that the commands for measures share.

In: words of the command line, a result of a measure. Out: PNG and SVG files. Left out: which measure, and how it looks (`charts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import console
from .plain import plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


PngOption = Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Draw a picture into this file instead of listing rows.")]
SvgOption = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="The same as a scalable drawing.")]
ThemeOption = Annotated[Theme, typer.Option("--theme", help="Of a picture.")]
WidthOption = Annotated[int, typer.Option("--width", min=280, max=4000, metavar="PIXELS", help="Of a picture; a PNG has twice as many.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The files asked for."""

    png: PngOption = None
    svg: SvgOption = None
    theme: ThemeOption = Theme.LIGHT
    width: WidthOption = 720

    def __bool__(self) -> bool:
        return self.png is not None or self.svg is not None

    def draw(self, con: DuckDBPyConnection, result: Any, kind: str, **options: Any) -> None:
        """Draw the result into the files, all or none, with the ledger's own names of states.

        Raises BadParameter where there is nothing to draw or no such chart.
        """
        from relata import store
        from relata.charts import Look, chart, to_png, to_svg
        from relata.charts.atlas import Names, known_names
        from relata.export.files import whole

        try:
            names = Names(store.state_names(con, but=known_names()))
            drawn = chart(result, kind, look=Look(self.theme.value, self.width, names), **options)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--chart") from error
        asked: list[tuple[Path, bytes]] = []
        if self.png is not None:
            asked.append((self.png, to_png(drawn)))
        if self.svg is not None:
            asked.append((self.svg, to_svg(drawn).encode("utf-8")))
        with whole(*(path for path, _ in asked)) as streams:
            for stream, (_, data) in zip(streams, asked, strict=True):
                stream.write(data)
        for path, data in asked:
            console.note(f"{plain(path)}: {len(data):,} bytes written.")
