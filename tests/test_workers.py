"""Worker processes: order, what a death costs, and that none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# The child processes import what stands above the last line's guard.
PROGRAM = """
import os, sys, time
from relata.records import Article, Coded
from relata.workers import Pool

class Reader:
    def read(self, article):
        if article.text == "die":
            os._exit(3)
        if article.text == "wait":
            time.sleep(60)
        return Coded(Article(f"{article.text} by {os.getpid()}", id=article.id))

    def learn(self, spells):
        pass

def pool(texts):
    made = Pool(2, Reader, [])
    return made, made.code([Article(text, id=str(n)) for n, text in enumerate(texts)])

if __name__ == "__main__":
    made, results = pool(sys.argv[1:])
    BODY
"""


def start(tmp_path: Path, body: str, *texts: str) -> subprocess.Popen[str]:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM.replace("BODY", body))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, str(script), *texts], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_list_comes_back_in_order_however_long_its_members_are(tmp_path: Path):
    with start(
        tmp_path, "print([coded.article.id for coded in results]); made.close()", *(("x" * (n * 7 % 5 + 1)) for n in range(9))
    ) as process:
        out, err = process.communicate(timeout=60)
    assert (out, err) == (f"{[str(n) for n in range(9)]}\n", "")


def test_workers_end_with_a_main_process_that_is_killed(tmp_path: Path):
    body = "print(*made._workers._processes, flush=True); [coded for coded in results]"
    with start(tmp_path, body, "wait", "wait") as process:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2
        time.sleep(0.5)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
        assert all(gone(pid) for pid in pids)


def test_closing_now_does_not_wait(tmp_path: Path):
    body = "pids = list(made._workers._processes); time.sleep(0.5); made.close(now=True); print(*pids)"
    with start(tmp_path, body, "wait", "wait") as process:
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert all(gone(int(pid)) for pid in out.split())
