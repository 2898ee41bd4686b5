"""Measures of one state against networkx and on graphs whose answer is known."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from relata.relations.centrality import betweenness, constraint, crossing, eigenvector, shares


def weights_of(graph):
    return nx.to_numpy_array(graph)


@pytest.fixture(params=range(4))
def graph(request):
    graph = nx.gnm_random_graph(14, 30, seed=request.param)
    graph.add_edges_from(nx.path_graph(14).edges)  # connected, so that eigenvectors compare
    rng = np.random.default_rng(request.param)
    for _, _, data in graph.edges(data=True):
        data["weight"] = float(rng.integers(1, 5))
        data["length"] = 1 / data["weight"]
    return graph


def values(by_node):
    return [by_node[n] for n in sorted(by_node)]


def test_betweenness_is_that_of_networkx(graph):
    assert betweenness(weights_of(graph)) == pytest.approx(values(nx.betweenness_centrality(graph, weight="length")))


def test_betweenness_of_parts_that_no_path_joins():
    graph = nx.disjoint_union(nx.path_graph(4), nx.star_graph(3))
    assert betweenness(weights_of(graph)) == pytest.approx(values(nx.betweenness_centrality(graph)))


def test_eigenvector_is_that_of_networkx(graph):
    assert eigenvector(weights_of(graph)) == pytest.approx(values(nx.eigenvector_centrality_numpy(graph, weight="weight")), abs=1e-6)


def test_constraint_is_that_of_networkx(graph):
    assert constraint(weights_of(graph)) == pytest.approx(values(nx.constraint(graph, weight="weight")))


def test_the_middle_of_a_star():
    weights = weights_of(nx.star_graph(5))
    assert betweenness(weights)[0] == 1.0
    assert list(shares(weights.sum(axis=1))) == pytest.approx([0.5] + [0.1] * 5)
    assert constraint(weights)[0] == pytest.approx(0.2)


def test_crossing_is_half_for_who_stands_between_and_0_for_who_keeps_to_a_bloc():
    weights = weights_of(nx.path_graph(4))
    between, *_ = [crossing(weights, np.array([1, 1, -1, -1]))]
    assert list(between) == [0.0, 0.5, 0.5, 0.0]


def test_without_ties_nothing_is_told():
    empty = np.zeros((3, 3))
    for values in (shares(empty.sum(axis=1)), eigenvector(empty), constraint(empty), crossing(empty, np.array([1, 1, -1]))):
        assert np.isnan(values).all()
    assert np.isnan(betweenness(np.ones((2, 2)) - np.eye(2))).all()
