"""``relata demo`` and ``relata serve``: what is read, where it is kept, and what is printed; the server itself is a stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from relata.web import server


@pytest.fixture(autouse=True)
def ran(monkeypatch, tmp_path) -> list[str]:
    """Addresses of the servers that ran; they end at once, as by Ctrl-C. The cache folder is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    urls: list[str] = []

    def run(self: server.PageServer) -> None:
        self.socket.close()
        urls.append(self.url)
        raise KeyboardInterrupt

    monkeypatch.setattr(server.PageServer, "run", run)
    return urls


def test_the_sample_is_read_once_and_shown(invoke, coder, ran, tmp_path):
    result = invoke("demo", "--port", "0")
    assert result.exit_code == 0
    ledger = tmp_path / "cache" / "relata" / "demo.duckdb"
    assert f"Reading {len(coder.coded)} sample articles into {ledger}" in result.stdout
    assert f"{len(coder.coded)} articles new." in result.stdout
    assert f"is shown at {ran[0]}" in result.stdout
    assert ran[0].startswith("http://127.0.0.1:")
    assert len(coder.coded) >= 60
    n_coded = len(coder.coded)
    again = invoke("demo", "--no-serve")
    assert f"0 articles new, {n_coded} in it already" in again.stdout
    assert len(coder.coded) == n_coded
    assert len(ran) == 1


def test_another_model_reads_the_sample_again(invoke, coder):
    invoke("demo", "--no-serve")
    n_coded = len(coder.coded)
    coder.model_id = "other"
    assert f"{n_coded} articles new." in invoke("demo", "--no-serve").stdout


def test_the_ledger_may_be_named(invoke, tmp_path):
    assert invoke("demo", "--no-serve", "--db", tmp_path / "new" / "x.duckdb").exit_code == 0
    assert (tmp_path / "new" / "x.duckdb").is_file()
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("value", ["", "relative/cache"])
def test_without_a_cache_folder_of_its_own_the_usual_one_is_taken(monkeypatch, value):
    from relata.cli.demo import cached_ledger

    monkeypatch.setenv("XDG_CACHE_HOME", value)
    assert cached_ledger() == Path.home() / ".cache" / "relata" / "demo.duckdb"


def test_serve_prints_the_address_and_ends_well(invoke, articles, ran):
    invoke("read", articles, "--db", "x.duckdb")
    result = invoke("serve", "--db", "x.duckdb", "--port", "0")
    assert result.exit_code == 0
    assert f"x.duckdb is shown at {ran[0]}" in result.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--db", "nowhere.duckdb"], "no such ledger"),
        (["--host", "0.0.0.0"], "needs a token"),
        (["--port", "99999"], "--port"),
    ],
)
def test_serving_wrongly_ends_with_2(invoke, ran, args, said):
    result = invoke("serve", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert ran == []


def test_a_port_that_is_taken_is_named(invoke, articles):
    import socket

    invoke("read", articles, "--db", "x.duckdb")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = invoke("serve", "--db", "x.duckdb", "--port", str(port))
    assert result.exit_code == 2
    assert f"port {port}" in result.stderr
