"""Two hundred news sentences with their two countries exchanged throughout: the resolved codes exchange, and nothing else changes.

Sentences of `training/corpus` that name just two states, in which nothing else belongs to either (a city, a company, a longer name):
that is seen by writing two other states for them first.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from relata.actors import Gazetteer, find_actors
from relata.reading import Reader

CORPUS = Path(__file__).parents[2] / "training/corpus"
ON = dt.date(2022, 5, 1)
N = 200
# What is not seen of it are names the reader takes for a person with one country's word beside them and for a body with the other's.
FLOOR = 0.94


def forms() -> dict[str, list[str]]:
    """One-word name, adjective, people word and capital of each state that has them."""
    rows = csv.DictReader((files("relata") / "data/states.csv").read_text(encoding="utf-8").splitlines())
    found = {}
    for row in rows:
        words = [row["name"], *(row[key].split("|")[0] for key in ("adjectives", "people", "capital"))]
        if row["kind"] == "state" and all(word and " " not in word and "-" not in word for word in words):
            found[row["code"]] = words
    return found


FORMS = forms()
OWNER = {word: (code, i) for code, words in reversed(FORMS.items()) for i, word in enumerate(words)}
WORD = re.compile(r"\b(" + "|".join(sorted(map(re.escape, OWNER), key=len, reverse=True)) + r")\b")
# "South Sudan", "Equatorial Guinea": the word is part of another name.
LONGER = re.compile(r"\b(North|South|Equatorial|New|Papua New|East|West|Democratic Republic of|Republic of|Turkish|Greek|and)\s+$")


def exchanged(text: str, codes: dict[str, str]) -> str:
    def other(match: re.Match[str]) -> str:
        code, form = OWNER[match[0]]
        return FORMS[codes[code]][form] if code in codes else match[0]

    return WORD.sub(other, text)


def sentences() -> Iterator[tuple[str, str, str]]:
    """Texts with just two states, in the order of the files."""
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::3]:
            text = json.loads(line)["text"]
            codes = sorted({OWNER[match[0]][0] for match in WORD.finditer(text)})
            if len(codes) == 2 and not any(LONGER.search(text[: match.start()]) for match in WORD.finditer(text)):
                yield text, codes[0], codes[1]


def test_codes_swap_and_nothing_else_changes(reader: Reader, gazetteer: Gazetteer) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here (training/ is not installed)")

    def resolved(text: str, names: dict[str, str]) -> list[tuple[object, ...]]:
        found = find_actors(reader.read(text), gazetteer, ON)
        actors = [(found.actors[actor], spot) for spot in found.spots for actor in spot.actors]
        return [(names.get(a.country or "", a.country), a.sector, a.kind, spot.start, spot.end) for a, spot in actors]

    n, wrong = 0, []
    for text, a, b in sentences():
        x, y = [code for code in ("PER", "NOR", "GHA", "FJI") if code not in (a, b)][:2]
        if any(country in (a, b) for country, *_ in resolved(exchanged(text, {a: x, b: y}), {})):
            continue
        n += 1
        if resolved(text, {a: "one", b: "other"}) != resolved(exchanged(text, {a: b, b: a}), {b: "one", a: "other"}):
            wrong.append(text)
        if n == N:
            break
    assert n == N
    assert 1 - len(wrong) / n >= FLOOR, wrong
