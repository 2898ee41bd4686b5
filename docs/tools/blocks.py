"""The commands and programs that the pages show: found, run, and their output written back.

In: pages. A fenced block ``sh``, ``python`` or ``r`` is an example, each of the last a program by itself. Before a block may stand

    <!-- not run: why -->     it is only checked: commands must exist and take these options
    <!-- file: mine.toml -->  what it holds is written to this file, for the examples after it

and after it a block ``text`` with what it prints. Out: what was run. ``make docs-output`` runs all pages and writes anew what the blocks
``text`` show, which is due where rows have changed. Without R on the machine its programs are left out, and what they show stays.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer
from typer.testing import CliRunner

from relata.cli import coding, demo, tables
from relata.cli.app import app
from relata.cli.options import Format

RSCRIPT = shutil.which("Rscript")
DOCS = Path(__file__).resolve().parents[1]
LINES = 28  # of an output that are shown
BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>not run|file): (?P<value>.+?) -->\n+)?"
    r"^```(?P<language>sh|python|r|sql|toml|csv|txt)\n(?P<body>.*?)^```\n"
    r"(?:\n*^```text\n(?P<shown>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


class Wrong(Exception):
    """An example that does not work; says where, and what it printed."""


@dataclass(frozen=True)
class Block:
    """An example. `line` is that of its first words; `shown` the span of its output in the page, None where it shows none."""

    page: Path
    line: int
    language: str
    body: str
    not_run: str | None
    file: str | None
    shown: tuple[int, int] | None

    @property
    def place(self) -> str:
        return f"{self.page.name}:{self.line}"

    @property
    def commands(self) -> list[str]:
        """The lines that call Relata, joined where they run on."""
        lines = self.body.replace("\\\n", " ").splitlines() if self.language == "sh" else []
        return [line for line in lines if line.startswith("relata ")]


def pages() -> list[Path]:
    return sorted(DOCS.glob("*.md"))


def blocks(page: Path) -> Iterator[Block]:
    """The examples of a page, in order."""
    text = page.read_text("utf-8")
    for found in BLOCK.finditer(text):
        marks = {found["mark"]: found["value"]}
        yield Block(
            page,
            text.count("\n", 0, found.start("body")) + 1,
            found["language"],
            found["body"],
            marks.get("not run"),
            marks.get("file"),
            found.span("shown") if found["shown"] is not None else None,
        )


@dataclass
class Examples:
    """A folder with what the examples need, and what their programs have named so far."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def run(self, block: Block) -> str:
        """What the example prints. Raises Wrong where it fails."""
        if block.file:
            (self.folder / block.file).write_text(block.body, "utf-8")
            return ""
        if block.not_run:
            for line in block.commands:
                check(block, line)
            return ""
        if block.language == "python":
            return self._python(block)
        if block.language == "r":
            return self._r(block) if RSCRIPT else ""
        return "".join(self._command(block, line) for line in block.commands)

    def _python(self, block: Block) -> str:
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out):
                exec(compile(block.body, block.place, "exec"), self.names)
        except Exception as error:
            raise Wrong(f"{block.place}: {type(error).__name__}: {error}") from error
        return out.getvalue()

    def _r(self, block: Block) -> str:
        program = self.folder / "program.R"
        program.write_text(block.body, "utf-8")
        done = subprocess.run(
            [str(RSCRIPT), "--vanilla", str(program)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
        # A warning is a failure: R goes on with what it guessed.
        if done.returncode or "Warning" in done.stderr:
            raise Wrong(f"{block.place}: Rscript ended with {done.returncode}\n{done.stderr}")
        return done.stdout

    def _command(self, block: Block, line: str) -> str:
        arguments, file = _words(line)
        result = CliRunner().invoke(app, arguments)
        if result.exit_code:
            raise Wrong(f"{block.place}: {line}\nended with {result.exit_code}: {result.exception!r}\n{result.output}")
        if file is None:
            return result.output
        (self.folder / file).write_text(result.stdout, "utf-8")
        return ""


def check(block: Block, line: str) -> None:
    """Whether a command that is not run exists and takes these options; files need not be there. Raises Wrong."""
    group: Any = typer.main.get_command(app)
    name, *rest = _words(line)[0]
    try:
        group.commands[name].make_context(name, rest)
    except Exception as error:
        if "does not exist" not in str(error):
            raise Wrong(f"{block.place}: {line}\n{type(error).__name__}: {error}") from error


def _words(line: str) -> tuple[list[str], str | None]:
    """The arguments of a command, and the file that its output goes to."""
    words = shlex.split(line, comments=True)[1:]
    return (words[:-2], words[-1]) if len(words) > 1 and words[-2] == ">" else (words, None)


@contextlib.contextmanager
def prepared(folder: Path, ledger: Path | None = None) -> Iterator[Examples]:
    """Make the folder that the examples stand in, and go there. Weights are loaded once; tables are shown as on a terminal."""
    make_coder = coding.make_coder

    @cache
    def loaded(files: tuple[tuple[str, str], ...], model: Path | None, more: tuple[tuple[str, Any], ...]) -> Any:
        return make_coder(actors=[Path(name) for name, _ in files], model=model, **dict(more))

    def once(*, actors: Any = (), model: Path | None = None, **more: Any) -> Any:
        told = tuple((str(Path(file).resolve()), Path(file).read_text("utf-8")) for file in actors)
        coder = loaded(told, model, tuple((name, tuple(value)) for name, value in more.items()))
        coder.forget()
        return coder

    def choose(format: Format | None, out: Path | None) -> tables.Output:
        return chosen(format or (Format.TABLE if out is None else None), out)

    chosen, here = tables.choose, Path.cwd()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        os.chdir(folder)
        with patch.object(coding, "make_coder", once), patch.object(tables, "choose", choose):
            if ledger is None:
                make_ledger(folder / "news.duckdb")
            else:
                shutil.copy(ledger, "news.duckdb")
            _make_articles(folder)
            yield Examples(folder)
    finally:
        os.chdir(here)


def make_ledger(path: Path) -> None:
    """The ledger of the sample corpus."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        demo.read_sample(path)


def _make_articles(folder: Path) -> None:
    """Some articles of the sample corpus, on invented states, as files, and its actors."""
    sample = Path(str(demo.SAMPLE))
    shutil.copy(sample / "actors.toml", "sample-actors.toml")
    lines = [line for line in (sample / "articles.jsonl").read_text("utf-8").splitlines() if "Velmora" in line][:6]
    Path("news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    Path("news").mkdir(exist_ok=True)
    for number, line in enumerate(lines[:3]):
        article = json.loads(line)
        Path("news", f"{number}.txt").write_text(article.pop("text"), "utf-8")
        facts = {name: article[name] for name in ("title", "published", "outlet", "outlet_country", "url") if article.get(name)}
        Path("news", f"{number}.json").write_text(json.dumps(facts), "utf-8")
    shutil.copy("news/0.txt", "article.txt")


def _write_back(page: Path, examples: Examples) -> None:
    """Run the examples of a page, and put what they print into their blocks ``text``."""
    text, parts, end = page.read_text("utf-8"), [], 0
    for block in blocks(page):
        told = examples.run(block)
        if block.shown and not block.not_run and (RSCRIPT or block.language != "r"):
            lines = [line.rstrip() for line in told.strip("\n").splitlines()]
            kept = [*lines[:LINES], "…"] if len(lines) > LINES else lines
            parts += [text[end : block.shown[0]], "\n".join(kept), "\n"]
            end = block.shown[1]
    page.write_text("".join([*parts, text[end:]]), "utf-8")


if __name__ == "__main__":
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or pages()
    with tempfile.TemporaryDirectory() as place, prepared(Path(place)) as shown:
        for path in wanted:
            shown.names = {}
            _write_back(path, shown)
