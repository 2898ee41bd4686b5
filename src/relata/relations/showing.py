"""How does a result show itself in a notebook?

In: a result. Out: HTML, made by whatever the entry point `relata.notebook` names: the arrows of the design run from charts to
relations, and a result must not know what draws it. Left out: pictures.
"""

from __future__ import annotations

from importlib.metadata import entry_points


class Shown:
    """A result that a notebook shows as a chart or a table; it shows its plain form where nothing draws it."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        for entry in entry_points(group="relata.notebook", name="html"):
            html: str = entry.load()(self)
            return html
        return None
