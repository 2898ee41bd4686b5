"""Which addresses show measures, as pages, as data and as pictures?

Takes a ledger file and what shows a page; gives routes: /dyad, /network, /system, each also with ``.json``, ``.csv`` (one section's
rows) and ``.svg`` (one picture). Left out on purpose: what the pages hold (`dyad`, `network`, `system`), HTML.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from relata.charts import Look, chart, to_svg
from relata.charts.room import height_of
from relata.relations import By, Changes

from . import sides
from .asked import DyadFilter, MeasureFilter, NetworkFilter, SystemFilter
from .dyad import dyad_page
from .filters import FilterError
from .links import DYAD
from .measured import Measured
from .network import mapped, network_page
from .pages import Page
from .sections import NARROW, WIDE, Figure, MeasurePage, Section
from .serving import kept
from .system import system_page

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run; claims hold what strangers said
THEMES: Final = ("light", "dark")

Show = Callable[[Request, Page], Response]


def make_router(measured: Measured, show: Show) -> APIRouter:
    """The routes of one ledger. `show` answers with a page, as HTML or, where the address ends in ``.json``, as JSON."""
    router = APIRouter(include_in_schema=False)
    _add(router, DYAD, DyadFilter, dyad_page, _dyad_picture, measured, show)
    _add(router, "/network", NetworkFilter, network_page, _network_picture, measured, show)
    _add(router, "/system", SystemFilter, system_page, _system_picture, measured, show)
    return router


def _add(
    router: APIRouter,
    path: str,
    kind: type[Any],
    fill: Callable[[Any, Measured], MeasurePage],
    draw: Callable[[Any, Measured, str], tuple[Any, str, dict[str, Any]] | None],
    measured: Measured,
    show: Show,
) -> None:
    @router.get(path, response_model=None)
    @router.get(f"{path}.json", response_model=None)
    def page(request: Request) -> Response:
        asked = kind.parse(request.query_params)

        def make() -> Response:
            with measured.page():
                made = fill(asked, measured)
            return show(request, _placed(made))

        return kept(request, make)

    @router.get(f"{path}.csv", response_model=None)
    def sheet(request: Request) -> Response:
        with measured.page():
            made = fill(kind.parse(request.query_params), measured)
        section = made.section(request.query_params.get("section"))
        if section is None:
            known = ", ".join(section.id for section in made.sections) or "none, since no pair is named that the ledger knows"
            raise FilterError(f"section={request.query_params.get('section', '')[:40]!r} is not on this page; expected one of {known}.")
        name = f"relata-{path.strip('/')}-{section.id}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(_to_csv(section.data), media_type="text/csv; charset=utf-8", headers=headers)

    @router.get(f"{path}.svg", response_model=None)
    def picture(request: Request) -> Response:
        asked: MeasureFilter = kind.parse(request.query_params)
        name, theme, width = (request.query_params.get(part, "") for part in ("chart", "theme", "width"))
        look = Look("dark" if theme == "dark" else "light", NARROW if width == str(NARROW) else WIDE, measured.names())
        with measured.page():
            svg = drawn(asked, name, look)
        return Response(svg, media_type="image/svg+xml", headers={"cache-control": "no-cache"})

    def drawn(asked: MeasureFilter, name: str, look: Look) -> str:
        def make() -> str:
            found = draw(asked, measured, name)
            if found is None:
                raise FilterError(f"chart={name[:40]!r} is not on this page, or it needs more than was asked.")
            result, which, options = found
            try:
                return to_svg(chart(result, which, look=look, **options))
            except ValueError as problem:
                raise FilterError(f"This cannot be drawn: {problem}.") from problem

        return measured.keep(("picture", path, asked, name, look), make)


def _placed(page: MeasurePage) -> MeasurePage:
    """The page whose pictures have their sizes, so that what is below them hardly moves when they come; the first is asked for at once."""
    places = [(section.id, picture.name) for section in page.sections for picture in section.figures]

    def with_size(section: Section, picture: Figure) -> Figure:
        rows = len(section.table.rows) if section.table else 0
        heights = {width: height_of(picture.name, width, rows=rows) for width in (WIDE, NARROW)}
        sizes = {width: (width, height) for width, height in heights.items() if height is not None}
        return replace(picture, sizes=sizes, lazy=(section.id, picture.name) != places[0])

    sections = (replace(section, figures=tuple(with_size(section, picture) for picture in section.figures)) for section in page.sections)
    return replace(page, sections=tuple(sections))


def _dyad_picture(asked: DyadFilter, measured: Measured, name: str) -> tuple[Any, str, dict[str, Any]] | None:
    asked = sides.known(asked, measured)
    if asked.sides is None:
        return None
    if name == "series":
        found: Changes = measured.changes(asked)
        return measured.series(asked), "series", {"changes": found}
    if name == "claims":
        return measured.series(asked), "series", {"claims": measured.claims(asked)}
    if name == "deeds":
        return measured.vows(asked), "deeds", {"names": asked.sides}
    split = name.removeprefix("groups-")
    if split in ("level", "issue", "third", "type", "outlet"):
        return measured.series(asked, by=By.ALL, split=split), "groups", {}  # type: ignore[arg-type]  # one of the literals
    return (measured.series(asked), name, {}) if name in ("quadrants", "direction") else None


def _network_picture(asked: NetworkFilter, measured: Measured, name: str) -> tuple[Any, str, dict[str, Any]] | None:
    found = measured.network(asked)
    if name == "map":
        of = mapped(asked, found)
        return (found, "map", {"state": of}) if of else None
    return (found, name, {}) if name in ("network", "blocs", "centrality") else None


def _system_picture(asked: SystemFilter, measured: Measured, name: str) -> tuple[Any, str, dict[str, Any]] | None:
    return (measured.system(asked), name, {}) if name in ("poles", "shape", "alignment") else None


def _to_csv(data: Any) -> str:
    """One header line, then the rows; missing is an empty cell, a list has "; " between its items."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(data.column_names)
    for row in data.to_pylist():
        writer.writerow([_cell(value) for value in row.values()])
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _cell("; ".join(map(str, value)))
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
