"""The command line as a function: arguments in; exit code, stdout and stderr out. The coder is the stand-in of `fake`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from relata.cli import coding
from relata.cli.app import app

from .fake import FakeCoder, make_articles

Invoke = Callable[..., Any]


@pytest.fixture()
def coder(monkeypatch: pytest.MonkeyPatch) -> FakeCoder:
    made = FakeCoder()
    monkeypatch.setattr(coding, "make_coder", lambda *, actors=(), model=None, types=(): made)
    return made


@pytest.fixture()
def invoke(coder: FakeCoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*args: object, input: str | bytes | None = None) -> Any:
        result = CliRunner().invoke(app, [str(arg) for arg in args], input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture()
def articles(tmp_path: Path) -> Path:
    """The articles of `make_articles` as JSON Lines."""
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(article.to_dict()) + "\n" for article in make_articles()))
    return path
