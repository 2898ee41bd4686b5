"""The pages name all that there is: commands, fields, columns, types, measures, reasons; and load nothing from elsewhere."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

import generate
from relata import __version__, store
from relata.cli.app import app
from relata.errors import SkipReason
from relata.events.codebook import load_codebook
from relata.relations import By, changes, network, series, system, vows

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return generate.on_page_markdown((DOCS / f"{name}.md").read_text("utf-8"))


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading!r}"
    return found[1]


def test_every_command_is_told() -> None:
    text = page("commands")
    for name in typer.main.get_command(app).commands:  # type: ignore[attr-defined]
        assert "--help" in section(text, f"relata {name}")


def test_every_column_of_the_ledger_is_told(ledger: Path) -> None:
    text = page("ledger")
    with closing(store.open_read_only(ledger)) as con:
        columns = con.execute(
            "SELECT table_name, column_name, table_type FROM information_schema.columns JOIN information_schema.tables USING (table_name)"
        ).fetchall()
    assert len(columns) > 100
    for table, column, kind in columns:
        if kind == "VIEW":
            assert f"`{table}`" in text
        else:
            assert f"| `{column}` |" in section(text, table), f"{table}.{column}"


def test_every_field_of_the_json_is_told() -> None:
    text = page("json")
    schema = json.loads((ROOT / "src" / "relata" / "schema" / "coded.json").read_text("utf-8"))
    for name, kind in schema["$defs"].items():
        for field in kind.get("properties", {}):
            assert f"| `{field}` |" in section(text, name.capitalize()), f"{name}.{field}"


def test_the_whole_codebook_is_told() -> None:
    text, book = page("codebook"), load_codebook()
    for name, kind in book.types.items():
        told = section(text, name)
        assert f"score {kind.score:g}," in told and kind.definition in told
        for mode in kind.modes.values():
            score = book.score(name, [mode.name])
            assert f"| `{mode.name}` | {score:g} |" in told, f"{name}-{mode.name}"
    for name in (*book.contexts, *book.older):
        assert f"| `{name}` |" in text, name


def test_every_column_of_a_measure_is_told(ledger: Path) -> None:
    text = page("measures")
    with closing(store.open_read_only(ledger)) as con:
        coverage, acts, ties = store.coverage(con), store.acts(con, "QAA", "QBB"), store.ties(con)
        planned = store.acts(con, "QAA", "QBB", statuses=("actual", "past", "planned"))
    pair = series(acts, coverage, one="QAA", other="QBB", by=By.QUARTER)
    states, whole, vowed = network(ties, coverage), system(ties, coverage), vows(planned, covered_until=None)
    tables = [pair.table, changes(pair).table, states.ties, states.states, whole.table, whole.alignment, vowed.ledger, vowed.series]
    columns = {name for table in tables for name in table.column_names}
    assert len(columns) > 50
    missing = {name for name in columns if not name.endswith(("_low", "_high")) and not re.search(rf"\b{name}\b", text)}
    assert not missing


def test_every_reason_is_told() -> None:
    text = page("commands")
    for reason in SkipReason:
        assert re.search(rf"\| `{reason.value}` \| \w", text), reason


def test_every_figure_is_told() -> None:
    text = page("accuracy")
    known = json.loads((ROOT / "src" / "relata" / "model" / "scores.json").read_text("utf-8"))["scores"]
    for data, report in known.items():
        for figure in report["figures"]:
            if "fp32" not in data:
                assert f"| {data} | {figure['group']} | {figure['name']} | {100 * figure['value']:.1f} |" in text


def test_the_speed_of_this_release_is_told() -> None:
    assert len(re.findall(rf"^\| {re.escape(__version__)} \| 20", page("speed"), re.MULTILINE)) >= 2, "run `make speed`"


def test_docstrings_become_lists() -> None:
    columns = "        three: ``x``\n            on.\n        four: y\n"
    doc = f"A line.\n\nAttributes:\n    one, two: first\n        and on. Columns:\n\n{columns}    five: z\n"
    assert generate.prose(doc).splitlines() == [
        *("A line.", "", "*Attributes*", "", "- **one, two**: first", "    and on. Columns:", ""),
        *("    - **three**: `x`", "        on.", "    - **four**: y", "", "- **five**: z"),
    ]


@pytest.mark.parametrize(
    "html", ['<script src="https://a.example/x.js">', "<link rel=x href=//a.example/x.css>", '<img alt="" src="http://a.example/x">']
)
def test_a_page_that_loads_from_elsewhere_is_refused(html: str) -> None:
    assert generate.REMOTE.search(html)
    assert not generate.REMOTE.search('<script src="js/x.js"></script><link href="css/x.css"><a href="https://a.example/">')
    exceptions = pytest.importorskip("mkdocs.exceptions", reason="mkdocs is not installed; the build itself was not tried")
    with pytest.raises(exceptions.PluginError, match="loads from elsewhere"):
        generate.on_post_page(html, page=SimpleNamespace(file=SimpleNamespace(src_uri="x.md")))


def test_every_page_is_in_the_menu_and_every_part_is_made() -> None:
    listed = set(re.findall(r"\b(\w+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE))
    assert listed == {path.name for path in DOCS.glob("*.md")}
    made = {part for path in DOCS.glob("*.md") for part in generate.MARK.findall(path.read_text("utf-8"))}
    assert made == set(generate.MAKERS)


def test_what_make_is_told_to_make_is_known() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    told = "\n".join(path.read_text("utf-8") for path in (ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)(?=`| +#)", told, re.MULTILINE))
    assert len(named) >= 5
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_version_is_the_same_everywhere() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\n## {__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
