"""Commands in the manual are commands that there are, with options that they have."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import typer.main

from relata.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = [
    (page.name, line)
    for page in sorted(DOCS.glob("*.md"))
    for line in page.read_text(encoding="utf-8").splitlines()
    if line.startswith("relata ")
]


def test_there_are_commands_to_look_at():
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_a_command_of_the_manual_is_understood(page: str, line: str):
    name, *arguments = shlex.split(line, comments=True)[1:]
    command = typer.main.get_command(app).commands[name]
    command.make_context(name, arguments)
