"""How far it is: the estimate, and the lines written where there is no terminal."""

from __future__ import annotations

import pytest

from relata.cli import progress
from relata.cli.progress import Progress


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture()
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress.time, "monotonic", made)
    return made


def run(clock: Clock, total: int | None, n: int, seconds: float) -> None:
    with Progress(total) as shown:
        for _ in range(n):
            clock.now += seconds
            shown.advance()


def test_a_short_run_says_nothing(clock, capsys):
    run(clock, 10, 10, 0.1)
    assert capsys.readouterr() == ("", "")


def test_a_long_run_says_how_far_it_is_now_and_then(clock, capsys):
    run(clock, 60, 30, 1.0)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "read 2 of 60 articles, 1.0 a second, about 58 s left",
        "read 12 of 60 articles, 1.0 a second, about 48 s left",
        "read 22 of 60 articles, 1.0 a second, about 38 s left",
    ]


def test_too_low_an_estimate_grows(clock, capsys):
    run(clock, 1, 3, 2.0)
    assert "read 1 of 1 articles" in capsys.readouterr().err


def test_without_an_estimate_no_time_is_promised(clock, capsys):
    run(clock, None, 1, 2.0)
    assert capsys.readouterr().err == "read 1 articles, 0.5 a second\n"
