"""Every command and program in the pages works."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import blocks
from blocks import Block, Examples, Wrong

pytestmark = pytest.mark.slow
PAGES = blocks.pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page: Path, examples: Examples) -> None:
    examples.names = {}
    for block in blocks.blocks(page):
        told = examples.run(block)
        # what it prints may change with the rows; that it prints something may not
        assert bool(block.shown) <= bool(told.strip() or block.not_run), f"{block.place}: prints nothing, but the page shows output"


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


def test_the_r_programs_are_r(tmp_path: Path) -> None:
    found = [block for page in PAGES for block in blocks.blocks(page) if block.language == "r"]
    assert found
    if shutil.which("Rscript") is None:
        pytest.skip("no Rscript on this machine; the R programs of the pages were not checked")
    for block in found:
        path = tmp_path / "program.R"
        path.write_text(block.body, "utf-8")
        parsed = subprocess.run(
            ["Rscript", "--vanilla", "-e", f"invisible(parse({str(path)!r}))"], capture_output=True, text=True, check=False
        )
        assert parsed.returncode == 0, f"{block.place}: {parsed.stderr}"
