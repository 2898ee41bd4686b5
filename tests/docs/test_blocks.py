"""Every command and program in the pages works."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import blocks
from blocks import Block, Examples, Wrong

pytestmark = pytest.mark.slow
PAGES = blocks.pages()
NO_R = "no Rscript on this machine; the R programs were not run, all else was"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page: Path, examples: Examples) -> None:
    examples.names = {}
    for block in blocks.blocks(page):
        told = examples.run(block)
        # what it prints may change with the rows; that it prints something may not
        left_out = block.not_run or (block.language == "r" and blocks.RSCRIPT is None)
        assert bool(block.shown) <= bool(told.strip() or left_out), f"{block.place}: prints nothing, but the page shows output"
    if blocks.RSCRIPT is None and any(block.language == "r" for block in blocks.blocks(page)):
        pytest.skip(NO_R)


def test_the_pages_have_commands_and_programs() -> None:
    found = [block for page in PAGES for block in blocks.blocks(page)]
    assert sum(len(block.commands) for block in found) > 50
    assert sum(block.language == "python" for block in found) > 10


def test_an_output_is_not_left_empty() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in blocks.blocks(page):
            assert block.shown is None or text[slice(*block.shown)].strip(), f"{block.place}: run `make docs-output`"


@pytest.mark.parametrize(
    "line",
    ["relata events --db no-such.duckdb", "relata dyads QAA QBB --db news.duckdb", "relata events --nonsense"],
    ids=["no ledger", "no such command", "no such option"],
)
def test_a_command_that_does_not_work_is_told(line: str, examples: Examples) -> None:
    for not_run in (None, "said so"):
        if not_run and "no-such" in line:
            continue  # a file need not be there for a command that is only checked
        with pytest.raises(Wrong, match="somewhere.md:3"):
            examples.run(Block(Path("somewhere.md"), 3, "sh", line + "\n", not_run, None, None))


def test_a_program_that_fails_is_told(examples: Examples) -> None:
    with pytest.raises(Wrong, match="somewhere.md:3: NameError"):
        examples.run(Block(Path("somewhere.md"), 3, "python", "nobody\n", None, None, None))


def test_a_program_in_r_that_fails_is_told(examples: Examples) -> None:
    if blocks.RSCRIPT is None:
        pytest.skip(NO_R)
    for body, said in (("stop('no')\n", "no"), ("as.integer('no')\n", "NAs introduced")):
        with pytest.raises(Wrong, match=f"(?s)somewhere.md:3.*{said}"):
            examples.run(Block(Path("somewhere.md"), 3, "r", body, None, None, None))


def test_python_and_r_make_the_same_panel(examples: Examples) -> None:
    if blocks.RSCRIPT is None:
        pytest.skip(NO_R)
    panels = []
    for block in blocks.blocks(blocks.DOCS / "scholar.md"):
        Path("panel.csv").unlink(missing_ok=True)
        examples.run(block)
        if Path("panel.csv").exists():
            with open("panel.csv", encoding="utf-8", newline="") as lines:
                panels.append([{**row, "month": row["month"][:7]} for row in csv.DictReader(lines)])
    by_sql, by_r = panels
    assert len(by_sql) == len(by_r) > 100
    for one, other in zip(by_sql, by_r, strict=True):
        assert one.keys() == other.keys()
        for name, value in one.items():
            same = value == other[name] or abs(float(value) - float(other[name])) < 0.011  # they round a half each their way
            assert same, (name, one, other)
