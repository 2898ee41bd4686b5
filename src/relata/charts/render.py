"""How does a chart become a picture?

In: a chart. Out: SVG or PNG, the same bytes for the same chart. Nothing is fetched: data lies in the chart, scripts in the renderer.
Left out: what is drawn, and where the picture goes.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

SCALE: Final = 2.0  # pixels of a PNG for one of the chart, so that text is sharp


def to_svg(chart: alt.TopLevelMixin) -> str:
    """The chart as one SVG document."""
    import vl_convert

    text: str = vl_convert.vegalite_to_svg(_spec(chart), vl_version=_version(), allowed_base_urls=[])
    return text


def to_png(chart: alt.TopLevelMixin, *, scale: float = SCALE) -> bytes:
    """The chart as a PNG of `scale` times its width in pixels."""
    import vl_convert

    data: bytes = vl_convert.vegalite_to_png(_spec(chart), vl_version=_version(), scale=scale, allowed_base_urls=[])
    return data


def _spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Not checked against altair's schema again: the tests do that, and here it would cost more than the drawing."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


def _version() -> str:
    """The version of the language that altair writes, as the renderer names it: "6.1"."""
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
