"""Parts of the pages that the package itself tells, put in when the pages are built.

In: a page with lines ``<!-- made: NAME -->``. Out: the page with tables in their place. Used as a hook by mkdocs (`on_page_markdown`),
and by the tests, which hold each part against what it is made from.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

PACKAGE = files("relata")
ROOT = Path(__file__).resolve().parents[2]
MARK = re.compile(r"^<!-- made: ([\w ]+?) -->$", re.MULTILINE)
# What a page loads from elsewhere while it is read. Plain links are the reader's own step.
REMOTE = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//|<link\b[^>]*\bhref=["']?(?:https?:)?//""", re.IGNORECASE
)
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page with its parts put in. Raises KeyError for a part that nobody makes."""
    return MARK.sub(lambda found: MAKERS[found[1]](), markdown)


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """The page as it is, unless it would make its readers fetch something from elsewhere."""
    if found := REMOTE.search(output):
        from mkdocs.exceptions import PluginError

        raise PluginError(f"{page.file.src_uri}: loads from elsewhere: {output[found.start() : found.end() + 60]!r}")
    return output


# --- the command line --------------------------------------------------------------------------------------------------


def commands() -> str:
    """What each command says with --help."""
    import typer
    from typer.testing import CliRunner

    from relata.cli.app import app

    group: Any = typer.main.get_command(app)
    parts = []
    for name in group.commands:
        told = CliRunner().invoke(app, [name, "--help"], prog_name="relata", terminal_width=100)
        parts.append(f"## relata {name}\n\n```text\n{told.stdout.strip()}\n```")
    return "\n\n".join(parts)


# --- the JSON ----------------------------------------------------------------------------------------------------------


def fields() -> str:
    """Every field of the public JSON, from its schema: a table for the whole and for each kind of object."""
    schema = json.loads((PACKAGE / "schema" / "coded.json").read_text("utf-8"))
    objects = {"the object": schema} | {name: kind for name, kind in schema["$defs"].items() if "properties" in kind}
    parts = []
    for name, kind in objects.items():
        rows = [(f"`{field}`", _type(spec), _about(spec, schema)) for field, spec in kind["properties"].items()]
        parts.append(f"## {name.capitalize()}\n\n{kind.get('description', '')}\n\n" + _table(("Field", "Type", "Meaning"), rows))
    return "\n\n".join(parts)


def _type(spec: dict[str, Any]) -> str:
    if "$ref" in spec:
        name = spec["$ref"].rpartition("/")[2]
        return PLAIN.get(name, f"[{name}](#{name})")
    if "enum" in spec:
        return ", ".join("null" if value is None else f"`{value}`" for value in spec["enum"])
    if "anyOf" in spec:
        return " or ".join(_type(one) for one in spec["anyOf"])
    if spec.get("type") == "array":
        return f"list of {_type(spec['items'])}"
    kinds = spec.get("type", "any")
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


PLAIN = {
    "offset": "integer", "id": "string", "country": "code or null", "date": "date or null",
    "precision": "`day`, `week`, `month`, `year`, null", "sector": "code",
}  # fmt: skip


def _about(spec: dict[str, Any], schema: dict[str, Any]) -> str:
    known: str = schema["$defs"].get(spec.get("$ref", "").rpartition("/")[2], {}).get("description", "")
    return str(spec.get("description", known))


# --- the ledger --------------------------------------------------------------------------------------------------------


def ledger() -> str:
    """Every table, column and view of the ledger, from the comments of its schema."""
    sql = (PACKAGE / "store" / "schema.sql").read_text("utf-8")
    parts = []
    for name, about, body in re.findall(r"^CREATE TABLE (\w+) \( *(?:-- )?(.*)\n((?:.*\n)*?)\);", sql, re.MULTILINE):
        rows: list[list[str]] = []
        for line in body.splitlines():
            declared, _, comment = (piece.strip() for piece in line.partition("--"))
            if found := re.match(r'"?(\w+)"? +([A-Z]+(?:\[\])?)(.*)', declared):
                column, kind, rest = found.groups()
                if tie := re.search(r"REFERENCES (\w+) \((\w+)\)", rest):
                    comment = "; ".join(filter(None, (comment, f"`{tie[1]}.{tie[2]}`")))
                rows.append([f"`{column}`", kind, "no" if "NOT NULL" in rest or "PRIMARY KEY" in rest else "yes", comment])
            elif comment and rows and not declared:
                rows[-1][3] = f"{rows[-1][3]} {comment}".strip()
        parts.append(f"## {name}\n\n{about[:1].upper()}{about[1:]}\n\n" + _table(("Column", "Type", "May be NULL", "Meaning"), rows))
    return "\n\n".join(parts)


# --- the codebook ------------------------------------------------------------------------------------------------------


def types() -> str:
    """The types at a glance."""
    book = _codebook()
    rows = []
    for name, kind in book["types"].items():
        modes = ", ".join(kind.get("modes", {}))
        rows.append((f"[{name}](#{name.lower()})", QUADS[kind["quad"]], f"{kind['score']:g}", kind["cameo"], modes))
    return _table(("Type", "Quadrant", "Score", "CAMEO", "Modes"), rows)


def type_by_type() -> str:
    """Each type: what it means, what it is worth, its modes, its examples."""
    from relata.events.codebook import load_codebook
    from relata.export import cameo

    goldstein = load_codebook().goldstein
    parts = []
    for name, kind in _codebook()["types"].items():
        target = "required" if kind["recipient"] else "optional"
        text = [
            f"## {name}\n\n{kind['definition']}",
            f"Quadrant {kind['quad']} ({QUADS[kind['quad']]}), score {kind['score']:g}, target {target}. "
            f"CAMEO {kind['cameo']} ({cameo.label(kind['cameo'])}), Goldstein {goldstein(kind['cameo']):g}.",
        ]
        if modes := kind.get("modes"):
            rows = [
                (
                    f"`{mode}`",
                    f"{m.get('score', kind['score']):g}",
                    code := m.get("cameo", kind["cameo"]),
                    f"{goldstein(code):g}",
                    m["definition"],
                )
                for mode, m in modes.items()
            ]
            text.append(_table(("Mode", "Score", "CAMEO", "Goldstein", "Meaning"), rows))
        text.append("\n".join(f"- {example}" for example in kind["examples"]))
        parts.append("\n\n".join(text))
    return "\n\n".join(parts)


def contexts() -> str:
    """The contexts, and the words that suggest each."""
    rows = [(f"`{name}`", kind["definition"], ", ".join(kind["cues"][:6])) for name, kind in _codebook()["contexts"].items()]
    return _table(("Context", "Meaning", "Suggested by words such as"), rows)


def older() -> str:
    """What became of names of earlier codebooks."""
    rows = [(f"`{name}`", ", ".join(old["now"]) or "nothing", old["meaning"]) for name, old in _codebook()["older"].items()]
    return _table(("Older name", "Now", "Why"), rows)


def _codebook() -> dict[str, Any]:
    return tomllib.loads((PACKAGE / "data" / "plover.toml").read_text("utf-8"))


# --- measures ----------------------------------------------------------------------------------------------------------

MEASURES = {
    "Two sides": [
        ("dyads", "Series"), ("changes", "Changes"), ("changes", "changes"), ("vows", "Vows"), ("vows", "vows"), ("claims", "Claims"),
    ],
    "The network": [
        ("network", "Network"), ("centrality", "shares"), ("centrality", "eigenvector"), ("centrality", "betweenness"),
        ("centrality", "constraint"), ("centrality", "crossing"), ("balance", "Blocs"), ("balance", "blocs"), ("balance", "triads"),
    ],
    "The system": [
        ("system", "System"), ("system", "effective_poles"), ("system", "polarization"), ("system", "tie"), ("system", "likeness"),
    ],
    "Periods, levels, intervals": [
        ("periods", "By"), ("levels", ""), ("dyads", "place"), ("windows", "windows"), ("resampling", "Resampling"), ("resampling", ""),
    ],
}  # fmt: skip


def measures() -> str:
    """Formula, unit, range and source of every measure, from where it is computed."""
    parts = []
    for heading, names in MEASURES.items():
        parts.append(f"## {heading}")
        for module, name in names:
            source = import_module(f"relata.relations.{module}")
            parts.append(f"### {name or module}\n\n" + prose(inspect.getdoc(getattr(source, name) if name else source) or ""))
    return "\n\n".join(parts)


def prose(doc: str) -> str:
    """A docstring as Markdown: lists of arguments, attributes and columns become lists of names."""
    lines: list[str] = []
    depth: list[int] = []  # how far the open entries are set in
    after_blank = False
    for line in doc.splitlines():
        text, indent = line.strip(), len(line) - len(line.lstrip())
        while text and depth and indent < depth[-1]:
            depth.pop()
            lines.append("")
        entry = re.match(r"([\w…][\w…, ]*): (.*)", text) if depth else None
        if re.fullmatch(r"(Attributes|Args):", text):
            lines += ["", f"*{text[:-1]}*", ""]
            depth = [indent + 4]
        elif entry and (indent == depth[-1] or after_blank):
            if indent > depth[-1]:
                depth.append(indent)
            lines.append(f"{'    ' * (len(depth) - 1)}- **{entry[1]}**: {entry[2]}")
        elif text.startswith("* "):
            lines += ["", f"- {text[2:]}"]
        elif depth:
            lines.append("    " * len(depth) + text if text else "")
        else:  # plain text, or an example that is set in
            lines += ["", line] if lines and lines[-1].startswith("- ") and not indent else [line if not text.startswith("- ") else text]
        after_blank = not text
    return re.sub(r"``(\w[\w ]*)``", r"`\1`", re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip()


# --- Python ------------------------------------------------------------------------------------------------------------


def python() -> str:
    """The public names of the package: signatures and docstrings."""
    import relata

    parts = []
    for name in ("Coder", "LedgerReader", "open_ledger", "chart", *(n for n in relata.__all__ if n not in TOP)):
        thing = getattr(relata, name)
        parts.append(f"### {name}\n\n{_signed(name, thing)}\n\n{prose(inspect.getdoc(thing) or '')}")
        if name in ("Coder", "LedgerReader"):
            for method, member in vars(thing).items():
                if not method.startswith("_") and callable(member):
                    parts.append(f"#### {name}.{method}\n\n{_signed(method, member)}\n\n{prose(inspect.getdoc(member) or '')}")
    return "\n\n".join(parts)


TOP = ("Coder", "LedgerReader", "open_ledger", "chart")


def _signed(name: str, thing: Any) -> str:
    told = inspect.signature(thing)
    told = told.replace(parameters=[p for p in told.parameters.values() if p.name not in ("self", "con", "_con")])
    told_plainly = re.sub(r"'([^']+)'", r"\1", str(told))
    return f"```text\n{name}{told_plainly}\n```"


# --- accuracy, exports, reasons ------------------------------------------------------------------------------------------


def scores() -> str:
    """The figures that the weights were released with."""
    known = json.loads((PACKAGE / "model" / "scores.json").read_text("utf-8"))["scores"]
    rows = [
        (data, figure["group"], figure["name"], f"{100 * figure['value']:.1f}", _interval(figure), f"{figure['n']:,}")
        for data, report in known.items()
        if "fp32" not in data
        for figure in report["figures"]
    ]
    return _table(("Data", "What", "Measure", "Value", "95 % interval", "n"), rows)


def _interval(figure: dict[str, Any]) -> str:
    if figure.get("low") is None:
        return ""
    return f"{100 * figure['low']:.1f} – {100 * figure['high']:.1f}"


def speeds() -> str:
    """What was measured of each release, the newest first: ratios, then figures that are the machine's as well."""
    with (ROOT / "evaluation" / "speed.jsonl").open(encoding="utf-8") as lines:
        known = [json.loads(line) for line in lines][::-1]
    ratios = [
        (
            *(row["version"], row["date"]),
            *(f"{row[name]:.2f}" for name in ("reader_ratio", "coder_ratio", "spacy_ratio")),
            f"{row['cold_processor_seconds'] / row['cold_spacy_processor_seconds']:.1f}",
            f"{row['memory_end_mib'] / row['memory_tenth_mib']:.2f}",
            f"{row['processor_share']:.0%}",
        )
        for row in known
    ]
    figures = [
        (
            *(row["version"], row["date"], row["machine"]),
            *(f"{row[name]:,.0f}" for name in ("encoder", "reader", "coder", "spacy")),
            *(
                f"{row['cold_seconds']:.1f} ({row['cold_processor_seconds']:.1f})",
                f"{row['memory_end_mib']} of {row['articles']:,} articles",
            ),
            *(f"`{row['model']}`", row["spacy_model"]),
        )
        for row in known
    ]
    of = (
        "Reader / encoder",
        "Coder / encoder",
        "Coder / spaCy",
        "Cold start / spaCy’s",
        "Memory at the end / after a tenth",
        "Share of a processor",
    )
    words = ("Encoder, words/s", "Reader", "Coder", "spaCy", "Cold start, s (processor)", "Memory, MiB", "Weights", "spaCy’s pipeline")
    return f"{_table(('Version', 'Day', *of), ratios)}\n\n{_table(('Version', 'Day', 'Machine', *words), figures)}"


def dictionary() -> str:
    """Every column of every export."""
    from relata.export import dictionary as columns

    rows = [
        (row["export"] + row["file"], f"`{row['column']}`", row["type"], row["unit"], row["meaning"], row["missing"])
        for row in columns().to_pylist()
    ]
    return _table(("Export", "Column", "Type", "Unit", "Meaning", "Missing"), rows)


def reasons() -> str:
    """Why something is given up: the closed list, with the comments that stand beside it."""
    source = (PACKAGE / "errors.py").read_text("utf-8")
    lines = source.splitlines()
    kind = next(n for n in ast.parse(source).body if isinstance(n, ast.ClassDef) and n.name == "SkipReason")
    rows = []
    for node in kind.body:
        if isinstance(node, ast.Assign):
            rows.append((f"`{ast.literal_eval(node.value)}`", lines[node.lineno - 1].partition("# ")[2]))
    return _table(("Reason", "Meaning"), rows)


def card() -> str:
    """The model card, one level down."""
    return re.sub(r"^#", "##", (PACKAGE / "model" / "MODEL_CARD.md").read_text("utf-8"), flags=re.MULTILINE).partition("\n")[2]


def changes() -> str:
    """The changelog without its heading."""
    return (ROOT / "CHANGELOG.md").read_text("utf-8").partition("\n")[2]


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, ["---"] * len(titles), *cells))


MAKERS: dict[str, Callable[[], str]] = {
    "accuracy scores": scores,
    "changelog": changes,
    "codebook contexts": contexts,
    "codebook older": older,
    "codebook types": types,
    "codebook type by type": type_by_type,
    "commands": commands,
    "export dictionary": dictionary,
    "json fields": fields,
    "ledger tables": ledger,
    "measures": measures,
    "model card": card,
    "python": python,
    "skip reasons": reasons,
    "speeds": speeds,
}
