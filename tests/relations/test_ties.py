"""Ties as lists of pairs tell the same as matrices do, of one network and of several draws at once."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from relata.relations.balance import frustration, settled, triads
from relata.relations.system import likeness, polarization, tie
from relata.relations.ties import Shape, Ties

N, DRAWS = 9, 5


@pytest.fixture
def drawn() -> Ties:
    """Draws in which some ties have no act and some no score."""
    rng = np.random.default_rng(3)
    pairs = np.argwhere(np.triu(rng.random((N, N)) < 0.6, 1))
    scored = rng.integers(0, 4, (DRAWS, len(pairs))).astype(float)
    friendly, hostile = (np.where(scored > 0, rng.integers(0, 6, scored.shape), 0).astype(float) for _ in range(2))
    return Ties(Shape(N, pairs), scored + rng.integers(0, 2, scored.shape), scored, friendly, hostile)


def dense(one: Ties, values: np.ndarray) -> np.ndarray:
    full = np.full((N, N), np.nan)
    for (a, b), value in zip(one.shape.pairs, values, strict=True):
        full[a, b] = full[b, a] = value
    return full


def test_sums_and_matrices(drawn: Ties) -> None:
    for one, full, each in zip(drawn.each(), drawn.matrix(drawn.events), drawn.of_states(drawn.events), strict=True):
        assert np.array_equal(full, np.nan_to_num(dense(one, one.events)))
        assert np.array_equal(each, full.sum(axis=1))


def test_triads_are_those_of_networkx(drawn: Ties) -> None:
    share, closed = triads(drawn)
    for one, n, balanced in zip(drawn.each(), closed, share, strict=True):
        signs = np.sign(one.matrix(one.net))
        assert n == sum(nx.triangles(nx.from_numpy_array(np.abs(signs))).values()) // 3
        assert balanced * n == pytest.approx((np.trace(signs @ signs @ signs) / 6 + n) / 2)


def test_ties_and_likeness_by_their_formulas(drawn: Ties) -> None:
    poles = np.array([4, 1])
    for one, tied, alike in zip(drawn.each(), tie(drawn, poles), likeness(drawn, poles), strict=True):
        with np.errstate(invalid="ignore"):
            mean, share = dense(one, one.mean), dense(one, one.net / (one.cooperation + one.conflict))
        for i in range(N):
            for n, pole in enumerate(poles):
                apart = np.abs(mean[i] - mean[pole])[~np.isnan(mean[i] + mean[pole])]
                expected = 1 - 2 * apart.mean() / 20 if len(apart) and i != pole else np.nan
                assert alike[i, n] == pytest.approx(expected, nan_ok=True)
                assert tied[i, n] == pytest.approx(share[i, pole], nan_ok=True)


def test_sides_by_their_formulas(drawn: Ties) -> None:
    weights = drawn.matrix(drawn.net)
    side = settled(weights, np.ones((DRAWS, N)))
    for one, w, s, split, against in zip(drawn.each(), weights, side, polarization(drawn, side), frustration(drawn, side), strict=True):
        total = np.abs(w).sum()
        assert against == pytest.approx((total - s @ w @ s) / 2 / total)
        assert all((w @ s) * s >= 0), "no state has more against it where it stands than on the other side"
        acts = one.of_states(one.events)
        p, q = acts[s > 0].sum(), acts[s < 0].sum()
        friendly, hostile = (one.matrix(values)[np.ix_(s > 0, s < 0)].sum() for values in (one.cooperation, one.conflict))
        assert split == pytest.approx(4 * p * q / (p + q) ** 2 * hostile / (friendly + hostile) if q else 0.0)


def test_draws_are_measured_as_each_alone(drawn: Ties) -> None:
    side = settled(drawn.matrix(drawn.net), np.ones((DRAWS, N)))
    together = triads(drawn)[0], frustration(drawn, side), polarization(drawn, side)
    alone = [(triads(one)[0], frustration(one, s), polarization(one, s)) for one, s in zip(drawn.each(), side, strict=True)]
    assert np.allclose(np.array(together).T, alone)
