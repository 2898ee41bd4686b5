"""How are measures seen?

In: frozen results of `relata.relations`. Out: Altair charts, light or dark, wide or narrow, and the same as SVG or PNG and in words.
Left out: numbers (`relations`), pages (`web`), and anything from the network.

Altair and the renderer are heavy: they are loaded by the first chart, not by importing this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .kinds import KINDS, chart, kinds_of

if TYPE_CHECKING:
    from .look import Look
    from .render import to_png, to_svg
    from .words import describe

__all__ = ["KINDS", "Look", "chart", "describe", "kinds_of", "to_png", "to_svg"]
_LATER = {"Look": "look", "describe": "words", "to_png": "render", "to_svg": "render"}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
