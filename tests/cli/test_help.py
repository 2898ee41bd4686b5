"""Help is for people: every command and option explains itself, and asking for it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS = [
    "read", "watch", "events", "statements", "actors", "articles", "dyad", "network", "system", "export", "quarantine", "runs", "prune",
    "serve", "demo", "codebook", "evaluate", "bench", "version",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(invoke, command):
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert command == "version" or f"\n  relata {command}" in result.stdout


def test_the_first_help_names_every_command_and_the_exit_codes(invoke):
    shown = invoke("--help").stdout
    for words in (*COMMANDS, "Exit codes: 0 all done, 1 some articles were skipped, 2 wrong use."):
        assert words in shown


def test_the_version_is_the_packages(invoke):
    from relata import __version__

    assert invoke("--version").stdout == f"relata {__version__}\n"
    assert invoke("version").stdout.split()[:2] == ["relata", __version__]


def test_help_loads_nothing_heavy():
    program = (
        "import sys, relata.cli; print([m for m in ('spacy', 'duckdb', 'pyarrow', 'fastapi', 'onnxruntime', 'torch') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert shown.stdout == "[]\n"
