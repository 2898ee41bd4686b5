"""Ctrl-C in the middle of asking or writing a ledger is heard after it."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from relata.cli import coding
from relata.cli.interrupts import unbroken
from relata.store import Ledger

from .fake import FakeCoder, make_articles


def test_it_is_heard_at_the_end_of_the_block():
    done = []
    with pytest.raises(KeyboardInterrupt), unbroken():
        signal.raise_signal(signal.SIGINT)
        done.append("all")
    assert done == ["all"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_may_use_it():
    def work() -> str:
        with unbroken():
            return "done"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == "done"


def test_a_batch_that_is_being_written_is_kept_and_counted(tmp_path, monkeypatch):
    add = Ledger.add

    def interrupted(self, codeds):
        signal.raise_signal(signal.SIGINT)
        return add(self, codeds)

    coder, tally = FakeCoder(), coding.Tally()
    monkeypatch.setattr(Ledger, "add", interrupted)
    with Ledger(tmp_path / "x.duckdb", coding.make_run(coder)) as ledger:
        with pytest.raises(KeyboardInterrupt):
            coding.keep(coder.stream(make_articles()), ledger=ledger, tally=tally)
        assert tally.n_new == 40
        assert len(ledger.known([f"a{n:02}" for n in range(40)])) == 40


def test_a_question_that_is_broken_off_ends_as_ctrl_c_does(invoke, monkeypatch):
    from relata import store

    def broken_off(path):
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(store, "open_read_only", broken_off)
    result = invoke("events")
    assert (result.exit_code, result.stderr) == (130, "")
