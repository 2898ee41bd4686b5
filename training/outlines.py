"""Make ``src/relata/data/outlines.json``: ``python training/outlines.py countries-110m.json``.

The file is of the npm package world-atlas 2.0.2: outlines of Natural Earth (public domain) as TopoJSON (ISC).
Names, ids and Antarctica are taken out, since the map only draws them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src/relata/data/outlines.json"
ANTARCTICA = "010"


def main() -> None:
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    shapes = [shape for shape in atlas["objects"]["countries"]["geometries"] if shape.get("id") != ANTARCTICA]
    used = sorted({arc if arc >= 0 else ~arc for shape in shapes for arc in _arcs(shape["arcs"])})
    number = {old: new for new, old in enumerate(used)}
    made = {
        "type": "Topology",
        "transform": atlas["transform"],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [{"type": shape["type"], "arcs": _renumbered(shape["arcs"], number)} for shape in shapes],
            }
        },
        "arcs": [atlas["arcs"][old] for old in used],
    }
    TARGET.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")


def _arcs(nested: list[Any]) -> list[int]:
    return [arc for part in nested for arc in (_arcs(part) if isinstance(part, list) else [part])]


def _renumbered(nested: list[Any], number: dict[int, int]) -> list[Any]:
    def new(arc: int) -> int:
        return number[arc] if arc >= 0 else ~number[~arc]

    return [_renumbered(part, number) if isinstance(part, list) else new(part) for part in nested]


if __name__ == "__main__":
    main()
