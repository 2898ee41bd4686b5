"""Pictures from the command line: files written, and wrong use said."""

from __future__ import annotations

import pytest

from .test_measures import db as db


@pytest.mark.parametrize(
    "args",
    [
        ["dyad", "NLD", "SUD"],
        ["dyad", "NLD", "SUD", "--chart", "quadrants"],
        ["dyad", "NLD", "SUD", "--split", "type", "--by", "all"],
        ["dyad", "NLD", "SUD", "--show", "changes"],
        ["dyad", "NLD", "SUD", "--show", "deeds"],
        ["network"],
        ["network", "--chart", "map", "--of", "NLD"],
        ["system", "--chart", "alignment"],
    ],
    ids=" ".join,
)
def test_a_picture_is_written_in_both_forms(invoke, db, tmp_path, args):
    result = invoke(*args, "--png", "out.png", "--svg", "out.svg", "--theme", "dark", "--width", "400", "--resamples", "5")
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert "out.png" in result.stderr and "out.svg" in result.stderr
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    drawn = (tmp_path / "out.svg").read_text(encoding="utf-8")
    assert "#16181b" in drawn
    assert args[0] != "dyad" or "Sudria" in drawn  # a state that only the ledger knows


def test_rows_are_given_too_where_asked_for(invoke, db, tmp_path):
    result = invoke("system", "--svg", "out.svg", "--format", "csv")
    assert result.stdout.startswith("period,articles") and (tmp_path / "out.svg").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["network", "--chart", "map", "--png", "x.png"], "--of names the state"),
        (["network", "--of", "NLD", "--png", "x.png"], "--of names the state"),
        (["network", "--chart", "map", "--of", "VLD", "--png", "x.png"], "has no tie"),
        (["system", "--since", "2030-01-01", "--png", "x.png"], "nothing to draw"),
        (["system", "--png", "nowhere/x.png"], "its folder does not exist"),
        (["dyad", "NLD", "SUD", "--png", "x.png", "--width", "10"], "--width"),
    ],
)
def test_wrong_use_writes_nothing(invoke, db, tmp_path, args, said):
    result = invoke(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr and not (tmp_path / "x.png").exists()
