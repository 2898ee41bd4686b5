"""The tools that build the pages, and the examples' ledger, made once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "docs" / "tools"
sys.path.insert(0, str(TOOLS))

import blocks  # noqa: E402


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the sample corpus."""
    path = tmp_path_factory.mktemp("sample") / "news.duckdb"
    blocks.make_ledger(path)
    return path


@pytest.fixture(scope="module")
def examples(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[blocks.Examples]:
    """The folder that the examples of all pages run in."""
    with blocks.prepared(tmp_path_factory.mktemp("examples"), ledger) as made:
        yield made
