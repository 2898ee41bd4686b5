"""What does a CoNLL-U file hold? Documents of sentences, and the file's own lines to write answers into.

In: a CoNLL-U file (Universal Dependencies). Out: `Sentence`s by document; `with_answers` gives a sentence's lines with other
columns. Empty nodes are kept in the lines and left out of the words. Left out: enhanced dependencies; scoring (`ud`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .gold import GoldError, read_text
from .names import DEFAULT_LAYOUT, Mention, mentions_of, names_of

COLUMNS = 10
ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC = range(COLUMNS)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a treebank.

    Attributes:
        words, upos, tags, deprels, lemmas: one for each word; an empty answer is ``_``.
        heads: 0 for the root, else 1 + the head's index; None where the answer is empty.
        names: (first word, past-last word, kind), None where the file has no entities.
        ranges: multi-word tokens, as (first word, past-last word, form).
        text: the words as they stood, rebuilt from the tokens where the file's own ``# text`` differs from them.
        new_paragraph: whether a paragraph begins with it.
        lines: the file's own, comments included; `line` is the number of the first.
        mentions: all that the file has, nested ones too; none without a tree.
    """

    words: list[str]
    upos: list[str]
    tags: list[str]
    heads: list[int | None]
    deprels: list[str]
    lemmas: list[str]
    names: list[tuple[int, int, str]] | None
    ranges: list[tuple[int, int, str]] = field(default_factory=list)
    text: str = ""
    new_paragraph: bool = False
    lines: list[str] = field(default_factory=list)
    line: int = 0
    mentions: list[Mention] = field(default_factory=list)

    @property
    def has_tree(self) -> bool:
        return None not in self.heads


@dataclass(frozen=True, slots=True)
class Answer:
    """What was predicted for one sentence, one for each word; `heads` as in `Sentence`."""

    upos: list[str]
    tags: list[str]
    heads: list[int]
    deprels: list[str]
    lemmas: list[str]
    names: list[tuple[int, int, str]]


def read_conllu(path: Path) -> list[list[Sentence]]:
    """Documents of a file, each a list of sentences; a file without ``# newdoc`` is one document.

    Raises GoldError naming file and line.
    """
    documents: list[list[Sentence]] = []
    layout: tuple[int, int] | None = None
    block: list[str] = []
    begun = 1
    lines = read_text(path).split("\n")
    for number, line in enumerate([*(line.rstrip("\r") for line in lines), ""], 1):
        if line.strip():
            begun = begun if block else number
            block.append(line)
            if line.startswith("# newdoc"):
                layout = None
            elif line.startswith("# global.Entity"):
                layout = _layout(line)
        elif block:
            is_new = any(line.startswith("# newdoc") for line in block)
            if is_new or not documents:
                documents.append([])
            sentence = _sentence(block, f"{path}", begun, layout)
            documents[-1].append(replace(sentence, new_paragraph=True) if len(documents[-1]) == 0 else sentence)
            block = []
    if not documents:
        raise GoldError(f"{path}: holds no sentences.")
    return documents


def document_text(sentences: Sequence[Sentence]) -> str:
    """The text of a document: sentences joined by a space, paragraphs by a blank line."""
    parts = [("\n\n" if s.new_paragraph else " ") + s.text for s in sentences]
    return "".join(parts)[2 if sentences and sentences[0].new_paragraph else 1 :]


def with_answers(sentence: Sentence, answer: Answer) -> list[str]:
    """The sentence's lines with predicted UPOS, XPOS, HEAD, DEPREL and LEMMA.

    Comments, multi-word ranges, empty nodes and FEATS stay. DEPS, which is not predicted, is emptied. Names go to MISC as
    ``Name=B-PERSON`` and ``Name=I-PERSON``; the gold ``Entity`` is taken out of it.
    """
    named = {i: f"Name={'B' if i == a else 'I'}-{kind}" for a, b, kind in answer.names for i in range(a, b)}
    out, i = [], 0
    for line in sentence.lines:
        cells = line.split("\t")
        if not line.startswith("#") and cells[ID].isdigit():
            cells[LEMMA], cells[UPOS], cells[XPOS] = answer.lemmas[i], answer.upos[i], answer.tags[i]
            cells[HEAD], cells[DEPREL], cells[DEPS] = str(answer.heads[i]), answer.deprels[i], "_"
            misc = [part for part in cells[MISC].split("|") if part != "_" and not part.startswith(("Entity=", "Name="))]
            cells[MISC] = "|".join([*misc, *([named[i]] if i in named else [])]) or "_"
            i += 1
        out.append("\t".join(cells))
    return out


def _sentence(block: list[str], path: str, begun: int, layout: tuple[int, int] | None) -> Sentence:
    rows: list[list[str]] = []
    ranges: list[tuple[int, int, str]] = []
    spaced: list[tuple[str, bool]] = []
    covered = 0  # words up to this id stand inside the multi-word token before them
    for number, line in enumerate(block, begun):
        if line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != COLUMNS:
            raise GoldError(f"{path}:{number}: {len(row)} columns; CoNLL-U has {COLUMNS}, parted by tabs.")
        if "-" in row[ID]:
            first, last = _range(row[ID], f"{path}:{number}")
            ranges.append((first - 1, last, row[FORM]))
            covered = last
            spaced.append((row[FORM], "SpaceAfter=No" not in row[MISC].split("|")))
        elif "." not in row[ID]:
            if row[ID] != str(len(rows) + 1):
                raise GoldError(f"{path}:{number}: word {row[ID]!r}; expected {len(rows) + 1}. Words count from 1 in each sentence.")
            rows.append(row)
            if len(rows) > covered:
                spaced.append((row[FORM], "SpaceAfter=No" not in row[MISC].split("|")))
    if not rows:
        raise GoldError(f"{path}:{begun}: a sentence without words.")
    heads = [_head(row[HEAD], len(rows), f"{path}:{_line_of(block, begun, row)}") for row in rows]
    words, upos, tags, deprels, lemmas, misc = ([row[column] for row in rows] for column in (FORM, UPOS, XPOS, DEPREL, LEMMA, MISC))
    is_new = any(line.startswith("# newpar") for line in block)
    sentence = Sentence(words, upos, tags, heads, deprels, lemmas, None, ranges, _text(block, spaced), is_new, block, begun)
    if layout is None or not sentence.has_tree:
        return sentence
    mentions = mentions_of(misc, layout)
    return replace(sentence, names=names_of(sentence, mentions), mentions=mentions)


def _text(block: list[str], spaced: list[tuple[str, bool]]) -> str:
    """The ``# text`` comment where its letters are the tokens', else the tokens as they are spaced."""
    built = "".join(form + " " * space for form, space in spaced).rstrip()
    given = next((line.partition("=")[2].strip() for line in block if line.startswith("# text =")), built)
    return given if "".join(given.split()) == "".join(built.split()) else built


def _layout(line: str) -> tuple[int, int]:
    """Where a mention's group and type stand, from ``# global.Entity = GRP-etype-…``."""
    names = line.partition("=")[2].strip().split("-")
    if "GRP" in names and "etype" in names:
        return names.index("GRP"), names.index("etype")
    return DEFAULT_LAYOUT


def _head(value: str, n_words: int, place: str) -> int | None:
    if value == "_":
        return None
    if not value.isdigit() or int(value) > n_words:
        raise GoldError(f"{place}: head {value!r}; expected 0 to {n_words}, or _ where there is no answer.")
    return int(value)


def _range(value: str, place: str) -> tuple[int, int]:
    first, _, last = value.partition("-")
    if not (first.isdigit() and last.isdigit() and 0 < int(first) <= int(last)):
        raise GoldError(f"{place}: {value!r} is no range of words, such as 3-4.")
    return int(first), int(last)


def _line_of(block: list[str], begun: int, row: list[str]) -> int:
    return begun + block.index("\t".join(row))
