"""Trees: from arc scores to one head per word, each sentence a single-rooted tree.

The best head of each word nearly always makes a tree already; only where it does not is the maximum spanning tree
searched (Chu and Liu 1965, Edmonds 1967).
"""

from __future__ import annotations

import numpy as np

Array = np.ndarray
NEVER = -1e9


def heads_of(scores: Array) -> Array:
    """The best single-rooted tree.

    Args:
        scores: [n, n + 1]; row i scores the root (column 0) and every word (column 1 + j) as the head of word i.

    Returns:
        int [n]: 0 for the root, else 1 + the head's index.
    """
    n = len(scores)
    scores = scores.astype(np.float64)
    scores[np.arange(n), np.arange(1, n + 1)] = NEVER
    heads = np.asarray(scores.argmax(1))
    roots = np.flatnonzero(heads == 0)
    if len(roots) == 1 and _cycle(heads) is None:
        return heads
    # Each word in turn as the only root, the most promising first. What a root can reach at most is the sum of every
    # other word's best head, so the search ends as soon as no root left can beat the best tree found.
    words = np.arange(n)
    inner = scores[:, 1:].max(1)
    bounds = scores[:, 0] - inner + inner.sum()
    best, best_score = heads, -np.inf
    for root in np.argsort(-bounds, kind="stable"):
        if bounds[root] <= best_score:
            break
        single = scores.copy()
        single[words != root, 0] = NEVER
        single[root, 1:] = NEVER
        tree = _spanning(single)
        total = scores[words, tree].sum()
        if total > best_score:
            best, best_score = tree, total
    return best


def _cycle(heads: Array) -> list[int] | None:
    """Words of one cycle, None where all words reach the root."""
    above = heads.tolist()
    done: set[int] = set()
    for start in range(len(above)):
        path: dict[int, None] = {}
        at = start
        while at >= 0 and at not in done and at not in path:
            path[at] = None
            at = above[at] - 1
        if at in path:
            words = list(path)
            return words[words.index(at) :]
        done.update(path)
    return None


def _spanning(scores: Array) -> Array:
    """Chu-Liu/Edmonds on [n, n + 1] scores: contract a cycle, solve the smaller graph, expand."""
    heads = np.asarray(scores.argmax(1))
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    n = len(scores)
    rest = [i for i in range(n) if i not in set(cycle)]
    columns = [0, *(i + 1 for i in rest)]
    inside = np.array(cycle)
    kept = scores[inside, heads[inside]]
    # Into the cycle: the gain of breaking it at a word. Out of it: the best head among its words.
    into = scores[np.ix_(inside, np.array(columns))] - kept[:, None] + kept.sum()
    out_of = scores[np.ix_(np.array(rest), inside + 1)] if rest else np.zeros((0, len(cycle)))
    smaller = np.full((len(rest) + 1, len(columns) + 1), NEVER)
    if rest:
        smaller[:-1, :-1] = scores[np.ix_(np.array(rest), np.array(columns))]
        smaller[:-1, -1] = out_of.max(1)
    smaller[-1, :-1] = into.max(0)
    found = _spanning(smaller)
    result = heads.copy()
    for row, word in enumerate(rest):
        result[word] = columns[found[row]] if found[row] < len(columns) else inside[out_of[row].argmax()] + 1
    broken = into[:, found[-1]].argmax()
    result[inside[broken]] = columns[found[-1]]
    return result


def is_projective(heads: Array) -> bool:
    """Whether no two arcs cross; the root's arc comes from before the first word."""
    words = np.arange(1, len(heads) + 1)
    left, right = np.minimum(heads, words), np.maximum(heads, words)
    begins_inside = (left[:, None] < left) & (left < right[:, None])
    return not (begins_inside & (right > right[:, None])).any()


def projective_heads(scores: Array) -> Array:
    """The best single-rooted tree without crossing arcs (Eisner 1996); scores and result as in `heads_of`.

    Cubic in the words; all spans of one width are solved at once.
    """
    n = len(scores)
    by_head = np.full((n + 1, n + 1), NEVER)
    by_head[1:, 1:] = scores[:, 1:].T
    # Each further root would cost this much, so exactly one is taken.
    by_head[0, 1:] = scores[:, 0] - 1e5
    # Best spans headed by their first (right) or last word (left), by the place of their first or last word and their width.
    # Open spans still take dependents at the far side.
    right_of_first, right_of_last, left_of_first, left_of_last = (np.full((n + 1, n + 1), NEVER) for _ in range(4))
    open_right, open_left = np.full((n + 1, n + 1), NEVER), np.full((n + 1, n + 1), NEVER)
    for closed in (right_of_first, right_of_last, left_of_first, left_of_last):
        closed[:, 0] = 0.0
    # Where the best span of a first word and width was cut, in words from its first.
    cut_open, cut_left, cut_right = (np.zeros((n + 1, n + 1), np.int64) for _ in range(3))
    for width in range(1, n + 1):
        first, last = np.arange(n + 1 - width), np.arange(width, n + 1)
        joined = right_of_first[:-width, :width] + left_of_last[width:, :width][:, ::-1]
        cut = cut_open[:-width, width] = joined.argmax(1)
        best = joined[first, cut]
        open_left[width:, width] = best + by_head[last, first]
        open_right[:-width, width] = best + by_head[first, last]
        left = left_of_first[:-width, :width] + open_left[width:, 1 : width + 1][:, ::-1]
        cut = cut_left[:-width, width] = left.argmax(1)
        left_of_first[:-width, width] = left_of_last[width:, width] = left[first, cut]
        right = open_right[:-width, 1 : width + 1] + right_of_last[width:, :width][:, ::-1]
        cut = right.argmax(1)
        cut_right[:-width, width] = cut + 1
        right_of_first[:-width, width] = right_of_last[width:, width] = right[first, cut]
    heads = np.zeros(n, np.int64)
    todo = [(0, n, True, True)]  # first, last, headed by the first, closed
    while todo:
        a, b, by_first, is_closed = todo.pop()
        if a == b:
            continue
        if not is_closed:
            heads[(b if by_first else a) - 1] = a if by_first else b
            cut = a + int(cut_open[a, b - a])
            todo += [(a, cut, True, True), (cut + 1, b, False, True)]
        elif by_first:
            cut = a + int(cut_right[a, b - a])
            todo += [(a, cut, True, False), (cut, b, True, True)]
        else:
            cut = a + int(cut_left[a, b - a])
            todo += [(a, cut, False, True), (cut, b, False, False)]
    return heads
