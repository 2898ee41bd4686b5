"""The command line as a process of its own: signals, closed pipes and encodings, which only a real one shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from relata import store

TESTS = Path(__file__).parents[1]
# The stand-in coder, and an article that halts it until the test has sent its signal.
PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv.pop(1))
from cli import fake
from relata import batches
from relata.cli import coding, main

class Slow(fake.FakeCoder):
    def stream(self, articles, workers=1):
        for coded in super().stream(articles):
            if len(self.coded) == 40 and "--slow" in sys.argv[0]:
                print("waiting", file=sys.stderr, flush=True)
                time.sleep(30)
            yield coded

batches.BATCH = 32
coding.make_coder = lambda *, actors=(), model=None, types=(): Slow()
sys.argv[0] = NAME
main()
"""


def start(*args: object, slow: bool = False, **options: object) -> subprocess.Popen[bytes]:
    program = PROGRAM.replace("NAME", repr("relata --slow" if slow else "relata"))
    command = [sys.executable, "-c", program, str(TESTS), *map(str, args)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize(("sent", "ended"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_signal_leaves_whole_batches(articles, tmp_path, sent, ended):
    db = tmp_path / "x.duckdb"
    with start("read", articles, "--db", db, slow=True) as process:
        assert process.stderr is not None
        assert b"waiting\n" in iter(process.stderr.readline, b"")  # on a slow machine behind lines that tell how far it is
        process.send_signal(sent)
        _, err = process.communicate(timeout=20)
    assert process.returncode == ended
    assert b"Traceback" not in err
    with closing(store.open_read_only(db)) as con:
        assert store.counts(con)["articles"] == 32


def gone(group: int) -> bool:
    """Whether no process of the group is left within ten seconds; one that nobody has waited for is none."""
    for _ in range(200):
        stats = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # ended meanwhile
                stats.append(path.read_text().rpartition(")")[2].split())
        if not any(int(stat[2]) == group and stat[0] != "Z" for stat in stats):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_ctrl_c_ends_the_workers_too(tmp_path):
    """The real coder with two workers, interrupted as a terminal does: every process of the group hears it."""
    articles = tmp_path / "news.jsonl"
    text = " ".join(["Norway’s foreign minister Ada Krell met Kenyan officials on Tuesday, and “we are glad,” she said."] * 8)
    articles.write_text("".join(json.dumps({"id": f"a{n}", "text": f"{text} {n}."}) + "\n" for n in range(400)))
    command = [sys.executable, "-m", "relata", "read", str(articles), "--db", str(tmp_path / "x.duckdb"), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, start_new_session=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"read ")
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines()[-1].endswith(b"the same command goes on from there.")
    assert b"Traceback" not in err
    assert gone(process.pid)
    with closing(store.open_read_only(tmp_path / "x.duckdb")) as con:
        assert store.counts(con)["articles"] % 64 == 0


def test_a_reader_that_goes_away_is_no_error(articles):
    with start("read", articles, "--json") as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=20)
    assert err == b""
    assert process.returncode == 141


def test_output_is_utf_8_whatever_the_locale(articles):
    with start("read", articles, "--json", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}) as process:
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "“We are glad,”".encode() in out


def test_module_and_version():
    result = subprocess.run(
        [sys.executable, "-m", "relata", "--version"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    assert result.stdout.startswith("relata 0.")
