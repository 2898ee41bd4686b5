"""Pictures: the same bytes for the same chart, nothing fetched, and results that show themselves."""

from __future__ import annotations

import base64
import re
import subprocess
import sys

import altair as alt
import pytest

import relata
from relata.charts import Look, chart, to_png, to_svg
from relata.charts.atlas import Names, outlines, point_of
from relata.relations import changes

from .conftest import HOW


def test_pictures_are_the_same_each_time(pair):
    svg, again = (to_svg(chart(pair)) for _ in range(2))
    assert svg == again and svg.startswith("<svg") and "Norway and Kenya" in svg
    assert not re.findall(r'(?:href|src)="http', svg)
    png, again_png = (to_png(chart(pair), scale=1) for _ in range(2))
    assert png == again_png and png.startswith(b"\x89PNG")


def test_light_and_dark_differ_in_their_ground(four):
    light, dark = (to_svg(chart(four, "map", state="NOR", look=Look(theme))) for theme in ("light", "dark"))
    assert Look("light").colours.paper in light and Look("dark").colours.paper in dark and light != dark


def test_nothing_is_fetched(capfd):
    remote = alt.Chart(alt.UrlData(url="https://example.org/rows.csv")).mark_point().encode(x="a:Q")
    with pytest.raises(ValueError, match=r"(?i)not allowed|allowed"):
        to_svg(remote)


def test_a_result_shows_itself(pair):
    html = pair._repr_html_()
    sources = re.findall(r'data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(sources) == 2 and all(base64.b64decode(source).startswith(b"<svg") for source in sources)
    assert "<script" not in html and 'alt="Mean score of 5 acts between Norway and Kenya' in html
    assert changes(pair, resampling=HOW)._repr_html_().startswith("<table>")


def test_relata_chart_is_the_way_in(pair):
    assert relata.chart(pair, "quadrants").to_dict()["title"]["text"] == ["Norway and Kenya: acts by kind"]


def test_importing_relata_loads_no_charts():
    code = "import sys, relata, relata.charts, relata.cli; sys.exit('altair' in sys.modules or 'vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_points_and_outlines():
    names = Names({"QAA": "Velmora", "NOR": "Nobody"})
    assert [names.state(code) for code in ("NOR", "QAA", "QBB")] == ["Norway", "Velmora", "QBB"]
    assert (names.side("NOR, QAA"), names.side("Ada Krell")) == ("Norway, Velmora", "Ada Krell")
    longitude, latitude = point_of("NOR") or (0, 0)
    assert (round(longitude), round(latitude)) == (11, 60) and point_of("QAA") is None
    assert len(outlines()["objects"]["countries"]["geometries"]) > 170
