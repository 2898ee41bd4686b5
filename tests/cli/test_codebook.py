"""``relata codebook``: types, modes, contexts, and what became of older names."""

from __future__ import annotations

import json

import pytest


def told(invoke, name):
    result = invoke("codebook", name, "--format", "json")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_all_types_at_once(invoke):
    shown = invoke("codebook").stdout
    for words in (
        "AGREE      verbal cooperation      2.5    030          4",
        "THREATEN   verbal conflict        -3.5    130       -4.4",
        "trafficking",
    ):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80
    lines = invoke("codebook", "--format", "json").stdout.splitlines()
    assert [json.loads(line)["type"] for line in lines][::15] == ["AGREE", "ASSAULT"]


def test_one_type_on_the_screen(invoke):
    shown = invoke("codebook", "reject").stdout
    for words in ("Quadrant 3, verbal conflict. PLOVER score -2.", "CAMEO 120 (Reject), Goldstein -4.", "meet", "Examples:", "Norland"):
        assert words in shown


def test_one_type_as_json(invoke):
    (one,) = told(invoke, "ACCUSE")
    assert (one["quad"], one["quadrant"], one["score"], one["cameo"], one["goldstein"], one["recipient"]) == (
        3,
        "verbal conflict",
        -3,
        "110",
        -2,
        False,
    )
    assert [(mode["mode"], mode["score"], mode["cameo"]) for mode in one["modes"]] == [
        ("disapprove", -2, "111"), ("allege", -3.5, "112"), ("investigate", -3.5, "090"),
    ]  # fmt: skip
    assert len(one["examples"]) >= 3
    assert {older["name"] for older in one["older"]} == {"DISAPPROVE", "INVESTIGATE"}


@pytest.mark.parametrize(
    ("name", "now", "types"),
    [
        ("DEMAND", ["REQUEST"], ["REQUEST"]), ("disapprove", ["ACCUSE-disapprove", "ACCUSE-allege"], ["ACCUSE"]),
        ("FIGHT", ["ASSAULT"], ["ASSAULT"]), ("YIELD", ["CONCEDE", "RETREAT"], ["CONCEDE", "RETREAT"]),
        ("COERCE-detain", ["COERCE-arrest"], ["COERCE"]),
    ],
)  # fmt: skip
def test_older_names_lead_to_what_became_of_them(invoke, name, now, types):
    older, *rest = told(invoke, name)
    assert (older["older"], older["now"]) == (name.upper(), now) and older["meaning"]
    assert [one["type"] for one in rest] == types
    assert f"Now: {', '.join(now)}." in invoke("codebook", name).stdout


def test_a_mode_a_context_and_a_name_that_is_both_context_and_old_type(invoke):
    assert [[mode["mode"] for mode in one["modes"]] for one in told(invoke, "ASSAULT-drone")] == [["drone"]]
    assert [one["context"] for one in told(invoke, "humanitarian")] == ["human_security"]
    context, older = told(invoke, "CRIME")
    assert (context["context"], older["now"]) == ("crime", [])


def test_a_name_that_means_nothing_is_told_with_those_that_do(invoke):
    result = invoke("codebook", "WALTZ")
    assert result.exit_code == 2
    assert "'WALTZ' is no event type or mode, present or past; types are AGREE" in result.stderr
