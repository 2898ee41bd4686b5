"""A network of countries as GraphML: who acted towards whom, how often and how.

In: sums by direction (`store.edges`). Out: a `networkx.DiGraph` and the file. Left out: measures of networks (`relations`).
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa

from . import codes
from .columns import Column, Sheet

if TYPE_CHECKING:
    import networkx as nx

GRAPH = Sheet(
    "",
    "an edge from one country to another, for all acts of the window; a symmetric act counts in both directions, and an act that "
    "several articles tell counts once. Acts told as done or as history (status actual and past), unless others are chosen",
    (
        Column("node", "string", "country", "ISO 3166-1 alpha-3", "never"),
        Column("node.name", "string", "its usual English name", missing="never"),
        Column("node.cow", "integer", "its Correlates of War number of now", missing="no attribute"),
        Column("edge.weight", "number", "sum of the PLOVER scores of the acts; negative where conflict outweighs", "score", "never"),
        Column("edge.score_mean", "number", "mean PLOVER score of the acts", "-10 to 10", "never"),
        Column("edge.sign", "integer", "sign of weight: -1, 0 or 1", missing="never"),
        Column("edge.acts", "integer", "number of acts", missing="never"),
        Column("edge.stories", "integer", "number of stories that tell them", missing="never"),
        Column("edge.verbal_cooperation", "integer", "acts of quadrant 1", missing="never"),
        Column("edge.material_cooperation", "integer", "acts of quadrant 2", missing="never"),
        Column("edge.verbal_conflict", "integer", "acts of quadrant 3", missing="never"),
        Column("edge.material_conflict", "integer", "acts of quadrant 4", missing="never"),
        Column("graph.*", "string", "the filters that chose the acts", missing="no attribute"),
    ),
)


def make_graph(edges: pa.Table, **about: str) -> nx.DiGraph:
    """The network; `about` becomes attributes of the graph."""
    import networkx as nx  # here, so that other exports need not wait for it

    graph = nx.DiGraph(**about)
    rows = edges.to_pylist()
    for country in sorted({row[end] for row in rows for end in ("source", "target")}):
        number = codes.cow(country)
        graph.add_node(country, name=codes.name(country), **({} if number is None else {"cow": number}))
    for row in rows:
        graph.add_edge(row["source"], row["target"], **_attributes(row))
    return graph


def write_graph(stream: IO[bytes], graph: nx.DiGraph) -> None:
    import networkx as nx

    nx.write_graphml(graph, stream)


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    weight = row["score_sum"]
    counts = {name: row[name] for name in row if name not in ("source", "target", "score_sum", "score_mean")}
    return {"weight": weight, "score_mean": row["score_mean"], "sign": (weight > 0) - (weight < 0), **counts}
