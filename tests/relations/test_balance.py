"""Blocs, frustration and triads on graphs whose answer is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from relata.relations.balance import blocs, triads
from relata.relations.ties import Shape, Ties


def matrix(n, *ties):
    weights = np.zeros((n, n))
    for i, j, w in ties:
        weights[i, j] = weights[j, i] = w
    return weights


def ties_of(weights):
    pairs = np.argwhere(np.triu(weights) != 0)
    net = weights[tuple(pairs.T)]
    return Ties(Shape(len(weights), pairs), np.ones(len(net)), np.ones(len(net)), np.maximum(net, 0), np.maximum(-net, 0))


def random(n, density, seed, *, balanced=0.5):
    rng = np.random.default_rng(seed)
    side = rng.choice([-1, 1], n)
    weights = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            if rng.random() < density:
                sign = side[i] * side[j] * (1 if rng.random() < balanced else -1)
                weights[i, j] = weights[j, i] = sign * rng.integers(1, 10)
    return weights


def least(weights):
    """By trying all sides."""
    n = len(weights)
    sides = np.array([(1, *rest) for rest in product((-1, 1), repeat=n - 1)])
    inside = np.einsum("si,ij,sj->s", sides, weights, sides).max()
    return (np.abs(weights).sum() - inside) / 2 / np.abs(weights).sum()


@pytest.mark.parametrize(
    ("signs", "balanced", "frustration"),
    [((1, 1, 1), 1.0, 0.0), ((1, -1, -1), 1.0, 0.0), ((1, 1, -1), 0.0, 1 / 3), ((-1, -1, -1), 0.0, 1 / 3)],
)
def test_the_four_triads(signs, balanced, frustration):
    weights = matrix(3, (0, 1, signs[0]), (0, 2, signs[1]), (1, 2, signs[2]))
    assert triads(ties_of(weights)) == (balanced, 1)
    assert blocs(weights).frustration == pytest.approx(frustration)


def test_two_hostile_cliques_are_two_blocs():
    ties = [(i, j, 1.0 if (i < 4) == (j < 4) else -1.0) for i in range(8) for j in range(i)]
    found = blocs(matrix(8, *ties))
    assert list(found.side) == [1] * 4 + [-1] * 4
    assert (found.frustration, found.gap, found.exact) == (0.0, 0.0, True)
    assert triads(ties_of(matrix(8, *ties))) == (1.0, 56)


def test_a_state_no_tie_leads_to_has_no_side():
    found = blocs(matrix(5, (0, 1, 3.0), (1, 2, -1.0), (3, 4, -1.0)))
    assert list(found.side) == [1, 1, -1, 0, 0]
    assert found.signs[3] != found.signs[4]


def test_no_ties_have_no_frustration_to_tell():
    found = blocs(np.zeros((3, 3)))
    assert np.isnan(found.frustration) and list(found.side) == [0, 0, 0]
    assert np.isnan(triads(ties_of(np.zeros((3, 3))))[0])


@pytest.mark.parametrize("seed", range(8))
def test_exact_is_what_trying_all_sides_gives(seed):
    weights = random(11, 0.3 + seed / 12, seed)
    found = blocs(weights)
    assert found.exact
    assert found.frustration == pytest.approx(least(weights))


def test_forty_states_are_solved_exactly():
    found = blocs(random(40, 0.5, 1, balanced=0.85))
    assert found.exact and 0 < found.frustration < 0.2


def test_the_heuristic_states_a_gap_that_holds():
    for seed in range(5):
        weights = random(12, 0.7, seed)
        found = blocs(weights, exact_states=5)
        true = least(weights)
        assert found.frustration - found.gap - 1e-9 <= true <= found.frustration + 1e-9
    assert not found.exact


def test_a_stopped_solver_states_its_gap():
    weights = random(40, 1.0, 3)
    found = blocs(weights, time_limit=0.2)
    assert not found.exact and 0 < found.gap <= found.frustration
