"""GraphML, read back with networkx."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import pytest

from relata.store import Wanted


@pytest.fixture
def read(write, tmp_path):
    def run(wanted: Wanted | None = None, **options: bool) -> nx.DiGraph:
        write("network", "x.graphml", wanted, **options)
        return nx.read_graphml(tmp_path / "out/x.graphml")

    return run


def test_edges_are_signed_and_a_story_counts_once(read):
    graph = read()
    assert graph.is_directed()
    # Both articles are of one story, and the third has no day. A visit and an accord go from Germany, the accord also back.
    assert {(a, b): (d["weight"], d["acts"], d["stories"]) for a, b, d in graph.edges(data=True)} == {
        ("DEU", "VNM"): (9.0, 2, 1),
        ("VNM", "DEU"): (5.0, 1, 1),
        ("DEU", "ISL"): (2.5, 1, 1),
    }
    assert graph.nodes["DEU"] == {"name": "Germany", "cow": 255}
    edge = graph.edges["DEU", "VNM"]
    assert (edge["verbal_cooperation"], edge["material_conflict"], edge["sign"]) == (2, 0, 1)
    assert edge["score_mean"] == pytest.approx(4.5)
    assert graph.graph["statuses"] == "actual, past"


def test_a_window_and_other_filters(read):
    assert set(read(Wanted(until=dt.date(2022, 4, 1))).edges) == {("DEU", "VNM")}
    assert set(read(Wanted(country="ISL")).edges) == {("DEU", "ISL")}
    assert ("DEU", "XKX") in read(all_statuses=True).edges
    assert read(Wanted(min_confidence=0.99)).number_of_edges() == 0


def test_the_graph_says_what_chose_its_acts(read):
    about = read(Wanted(since=dt.date(2022, 1, 1), pair=("DEU", "VNM"))).graph
    assert (about["since"], about["pair"]) == ("2022-01-01", "DEU, VNM")


def test_a_filter_of_nothing_is_still_told(read):
    assert read(Wanted(min_confidence=0.0)).graph["min_confidence"] == "0.0"
