"""What exports ask of the ledger, with every field of every record filled."""

from __future__ import annotations

import pytest

from relata.store import Wanted, edges, event_batches, named, statement_batches, story_sizes, texts

from .conftest import TEXT, make_coded


def rows(batches) -> list[dict]:
    return [row for batch in batches for row in batch.to_pylist()]


def test_an_event_comes_with_all_its_words_and_both_actors(fill):
    met, vow, alone = rows(event_batches(fill(make_coded()), Wanted()))
    for part, quote in (("source", "Ana Brel"), ("target", "envoy"), ("place", "Tarn")):
        assert met[f"{part}_text"] == quote
    assert TEXT[met["trigger_start"] : met["trigger_end"]] == met["trigger"] == "met"
    assert (met["source_name"], met["source_kind"], met["source_sector"], met["source_secondary"]) == (
        "Ana Brel",
        "person",
        "GOV",
        ["DIP", "ELI"],
    )
    assert (met["target_name"], met["story"], met["run_version"], met["outlet_country"]) == ("envoy", "s1", "0.1.0", "VLD")
    assert (vow["statement_id"], vow["status"]) == ("a1-s1", "planned")
    assert {alone[name] for name in alone if name.startswith(("target_", "place_"))} == {None}
    assert (alone["source_actor"], alone["source_text"]) == (None, "Kessland")


def test_a_statement_comes_with_its_lists(fill):
    said, reported = rows(statement_batches(fill(make_coded()), Wanted()))
    assert (said["content"], said["chain"], said["chain_actors"]) == ("We will sign", ["the Tarn Post", "envoy"], [None, "group:envoy@KSS"])
    assert (said["about_tones"], said["within"]) == (["positive", None], "a1-s2")
    assert (reported["speaker_text"], reported["content"], reported["chain"], reported["about"]) == (None, None, [], [])


@pytest.mark.parametrize(("stories", "sizes"), [(["s1"], {"s1": (2, 2)}), (["none"], {}), ([], {})])
def test_story_sizes(fill, stories, sizes):
    con = fill(make_coded(), make_coded("a2", outlet="Other"), make_coded("a3", story=None))
    assert story_sizes(con, stories) == sizes


def test_texts_and_names(fill):
    con = fill(make_coded())
    (row, *_) = rows(event_batches(con, Wanted()))
    assert texts(con, [row["text_sha"], "none"]) == {row["text_sha"]: TEXT}
    assert named(con, row["article_key"], row["article_key"]) == {
        row["article_key"]: [("state", "Veldoria"), ("person", "Ana Brel"), ("group", "envoy")]
    }


def test_edges_count_acts_once_and_both_ways_where_symmetric(fill):
    con = fill(make_coded(), make_coded("a2"), make_coded("a3", story=None))
    found = {(row["source"], row["target"]): (row["acts"], row["stories"], row["score_sum"]) for row in edges(con, Wanted()).to_pylist()}
    # A meeting, which is symmetric and has its day, so that it is one over both stories, and a planned act of score -4 in each.
    assert found == {("VLD", "KSS"): (3, 2, -5.5), ("KSS", "VLD"): (1, 1, 2.5)}
    assert edges(con, Wanted(type="AID")).num_rows == 0
