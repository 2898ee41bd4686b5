"""Networks and the system on structures whose answer is known: a star, two cliques, a split world."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pyarrow as pa
import pytest

from relata.relations import By, Resampling, network, system

from .rows import coverage, day, ties

COVERED = coverage("2022-01-01", "2022-12-31")
WEST, EAST = ("AAA", "BBB", "CCC"), ("XXX", "YYY", "ZZZ")
CLIQUES = [(a, b, 4.0) for side in (WEST, EAST) for a, b in combinations(side, 2)]
ACROSS = [(a, b, -2.0) for a in WEST for b in EAST]


def only(table):
    (row,) = table.to_pylist()
    return row


@pytest.mark.parametrize("k", [2, 5, 9])
def test_a_star_of_k_has_4k_over_k_plus_1_poles(k):
    row = only(system(ties(*(("HUB", f"S{n:02}", 1.0) for n in range(k))), COVERED).table)
    assert row["poles"] == pytest.approx(4 * k / (k + 1))
    assert (row["largest"], row["largest_share"]) == ("HUB", 0.5)
    assert (row["balance"], row["triads"]) == (None, 0)


def test_two_states_are_two_poles():
    assert only(system(ties(("AAA", "BBB", 1.0)), COVERED).table)["poles"] == pytest.approx(2.0)


def test_two_hostile_cliques_are_wholly_polarized_and_balanced():
    row = only(system(ties(*CLIQUES, *ACROSS), COVERED).table)
    assert row["poles"] == pytest.approx(6.0)
    assert (row["polarization"], row["balance"], row["frustration"]) == (1.0, 1.0, 0.0)
    assert (row["triads"], row["events"], row["n_states"], row["articles"], row["exact"]) == (20, 15, 6, 2, True)


def test_a_friendly_world_is_not_polarized():
    row = only(system(ties(*CLIQUES, *((a, b, 2.0) for a in WEST for b in EAST)), COVERED).table)
    assert (row["polarization"], row["frustration"]) == (0.0, 0.0)


def test_what_passes_in_friendship_between_the_blocs_lowers_polarization():
    row = only(system(ties(*CLIQUES, *ACROSS, ("AAA", "XXX", 1.0)), COVERED).table)
    assert row["polarization"] == pytest.approx(18 / 19)


def test_alignment_with_the_poles():
    world = [*CLIQUES, *ACROSS, *[("AAA", "XXX", -2.0)] * 200]
    found = system(ties(*world), COVERED).alignment.to_pylist()
    lean = {(row["state"], row["pole"]): (row["tie"], row["likeness"]) for row in found}
    assert {pole for _, pole in lean} == {"AAA", "XXX"}  # most of the interaction is theirs
    assert lean["BBB", "AAA"] == (1.0, 1.0)
    assert lean["BBB", "XXX"][0] == -1.0
    # BBB and XXX meet AAA, CCC, YYY and ZZZ: 4 against -2 each time.
    assert lean["BBB", "XXX"][1] == pytest.approx(1 - 6 / 10)
    assert ("AAA", "AAA") not in lean


def test_null_where_nothing_tells():
    found = system(ties(("AAA", "BBB", 1.0), ("CCC", "DDD", 1.0)), COVERED).alignment.to_pylist()
    row = next(row for row in found if (row["state"], row["pole"]) == ("CCC", "AAA"))
    assert (row["events"], row["tie"], row["likeness"]) == (0, None, None)


def test_the_network_names_blocs_and_ties_against_them():
    found = network(ties(*CLIQUES, *ACROSS, *[("AAA", "XXX", 1.0)] * 3), COVERED)
    blocs = {row["state"]: row["bloc"] for row in found.states.to_pylist()}
    assert blocs == dict.fromkeys(WEST, 1) | dict.fromkeys(EAST, 2)
    assert [(row["a"], row["b"]) for row in found.ties.to_pylist() if row["against"]] == [("AAA", "XXX")]
    first = found.ties.to_pylist()[0]
    assert (first["a"], first["b"], first["events"], first["score_sum"], first["score_mean"]) == ("AAA", "XXX", 4, 1.0, 0.25)


def test_how_surely_a_state_is_in_its_bloc():
    """ODD is a friend of the one bloc in three stories and of the other in two; the rest hang on many."""
    torn = [("ODD", "AAA", 3.0, f"odd{n}") for n in range(3)] + [("ODD", "XXX", 3.0, f"even{n}") for n in range(2)]
    rows = ties(*CLIQUES * 4, *[("AAA", "XXX", -2.0), ("BBB", "YYY", -2.0)] * 4, *torn, ("LON", "AAA", 1.0))
    found = {row["state"]: row for row in network(rows, COVERED).states.to_pylist()}
    assert found["ODD"]["bloc"] == 1 and 0.4 < found["ODD"]["bloc_support"] < 0.9
    assert all(found[name]["bloc_support"] > 0.9 for name in (*WEST, *EAST))
    assert found["LON"]["bloc_support"] is None, "told of in a single story"
    plain = network(rows, COVERED, resampling=Resampling(n=0)).states
    assert (
        set(plain["bloc_support"].to_pylist()) == {None} and plain["bloc"].to_pylist() == network(rows, COVERED).states["bloc"].to_pylist()
    )


def test_a_network_is_a_networkx_graph():
    graph = network(ties(*CLIQUES, ("AAA", "XXX", -1.0)), COVERED).graph(day("2022-01-01"))
    assert nx.is_connected(graph) and graph.number_of_edges() == 7
    assert graph["AAA"]["XXX"]["score_sum"] == -1.0 and graph.nodes["AAA"]["bloc"] == 1


def test_periods_and_the_covered_window():
    early, late = ties(("AAA", "BBB", 1.0), when="2022-01-05"), ties(("AAA", "CCC", 1.0), ("AAA", "BBB", 1.0), when="2022-06-05")
    ancient = ties(("AAA", "BBB", 1.0), when="1950-01-01")
    rows = pa.concat_tables([ancient, early, late])
    found = network(rows, COVERED, by=By.MONTH).ties.to_pylist()
    assert [(row["period"], row["b"]) for row in found] == [(day("2022-01-01"), "BBB"), *((day("2022-06-01"), s) for s in ("BBB", "CCC"))]
    assert network(rows, COVERED).ties["events"].to_pylist() == [2, 1]


def test_states_with_few_acts_can_be_left_out():
    found = network(ties(*[("AAA", "BBB", 1.0)] * 3, ("AAA", "CCC", 1.0)), COVERED, min_events=2)
    assert found.states["state"].to_pylist() == ["AAA", "BBB"]


def test_intervals_are_repeatable_hold_the_value_and_need_two_stories():
    rows = ties(*CLIQUES * 6, *ACROSS * 6)
    first, again = system(rows, COVERED), system(rows, COVERED)
    assert first.table.equals(again.table) and first.alignment.equals(again.alignment)
    row = only(first.table)
    assert row["poles_low"] < row["poles"] <= row["poles_high"] + 0.2
    single = only(system(ties(("AAA", "BBB", 1.0, "s"), ("AAA", "CCC", 1.0, "s")), COVERED).table)
    assert (single["poles_low"], single["frustration_high"]) == (None, None)
    plain = only(system(rows, COVERED, resampling=Resampling(n=0)).table)
    assert plain["poles"] == row["poles"] and plain["poles_low"] is None


def test_nothing_gives_empty_tables_with_their_columns():
    found = system(ties(), coverage())
    assert found.table.num_rows == found.alignment.num_rows == 0
    assert network(ties(), COVERED).ties.column_names[:3] == ["period", "a", "b"]
