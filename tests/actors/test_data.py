"""Schema tests of the actor tables in relata/data: codes valid, keys unique, dates in order."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

import relata

DATA = Path(relata.__file__).parent / "data"
SECTORS = {
    "GOV",
    "MIL",
    "COP",
    "SPY",
    "LEG",
    "JUD",
    "PTY",
    "OPP",
    "REB",
    "PRM",
    "UAF",
    "UNK",
    "CRM",
    "CVL",
    "BUS",
    "LAB",
    "AGR",
    "EDU",
    "MED",
    "JRN",
    "REL",
    "REF",
    "ELI",
    "SOC",
    "PRE",
}  # PLOVER's 25
CROSS_BORDER = {"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
COLUMNS = {
    "states": "code,name,adjectives,people,names,capital,seats,cow,gw,fips,cameo,from,to,kind,ruler",
    "breakaways": "name,adjectives,names,capital,claimant",
    "bodies": "name,acronyms,names,kind,code,country,sector",
    "sectors": "word,sector,secondary,kind,role",
    "modifiers": "word,effect",
    "leaders": "name,names,country,body,role,from,to,note",
}


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def parts(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def repeated(values: list[str]) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


def earliest(day: str) -> str:
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


def latest(day: str) -> str:
    return day + {4: "-12-31", 7: "-31", 10: ""}[len(day)] if day else "9999-12-31"


@pytest.fixture(scope="module")
def codes() -> set[str]:
    return {row["code"] for row in rows("states")}


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_and_cells(table: str) -> None:
    assert (DATA / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0] == COLUMNS[table]
    for line_no, row in enumerate(rows(table), start=2):
        assert None not in row and None not in row.values(), f"{table}.csv:{line_no}: wrong number of cells"
        for column, cell in row.items():
            assert cell == cell.strip() and "  " not in cell and "’" not in cell, f"{table}.csv:{line_no}: {column} {cell!r}"
            assert not cell or all(parts(cell)), f"{table}.csv:{line_no}: empty value in {column}"


def test_state_codes_are_unique_and_rulers_known(codes: set[str]) -> None:
    assert not repeated([row["code"] for row in rows("states")])
    for row in rows("states"):
        assert re.fullmatch(r"[A-Z]{3}", row["code"]) and row["name"]
        assert row["kind"] in {"state", "territory", "historic"}, row["code"]
        assert not row["ruler"] or row["ruler"] in codes, row["code"]
        assert all(DATE.fullmatch(row[end]) for end in ("from", "to") if row[end]), row["code"]
        assert earliest(row["from"] or "0001") <= latest(row["to"]), row["code"]


def test_no_name_is_claimed_by_two_states() -> None:
    claims: dict[str, set[str]] = defaultdict(set)
    for row in rows("states"):
        for name in [row["name"], *parts(row["names"]), *parts(row["adjectives"]), *parts(row["people"])]:
            claims[name].add(row["code"])
    assert {name: who for name, who in claims.items() if len(who) > 1} == {}


def test_breakaways_have_a_known_claimant_and_their_own_names(codes: set[str]) -> None:
    table = rows("breakaways")
    assert all(row["claimant"] in codes for row in table)
    names = [name for row in table for name in {row["name"], *parts(row["names"]), *parts(row["adjectives"])}]
    assert not repeated(names)


def test_bodies_have_valid_codes_and_no_shared_name(codes: set[str]) -> None:
    claims: dict[str, set[str]] = defaultdict(set)
    for row in rows("bodies"):
        assert row["kind"] in {"intergovernmental", "organisation", "group", "outlet"}, row["name"]
        assert row["code"] in codes | CROSS_BORDER, row["name"]
        assert not row["country"] or row["country"] in codes, row["name"]
        assert not row["sector"] or row["sector"] in SECTORS, row["name"]
        assert row["kind"] != "outlet" or row["sector"] == "JRN", row["name"]
        for name in [row["name"], *parts(row["acronyms"]), *parts(row["names"])]:
            claims[name].add(row["name"])
    assert not repeated([row["name"] for row in rows("bodies")])
    assert {name: who for name, who in claims.items() if len(who) > 1} == {}


def test_sector_words_are_unique_lower_case_and_valid() -> None:
    table = rows("sectors")
    assert len(table) >= 600
    assert not repeated([row["word"] for row in table])
    for row in table:
        assert row["word"] == row["word"].lower() and 1 <= len(row["word"].split()) <= 4, row["word"]
        assert row["sector"] in SECTORS and row["secondary"] in SECTORS | {""}, row["word"]
        assert row["sector"] != row["secondary"], row["word"]
        assert row["kind"] in {"person", "organisation", "group"}, row["word"]
        assert bool(row["role"]) == (row["kind"] == "person"), row["word"]


@pytest.mark.parametrize("british", [row["word"] for row in rows("sectors") if re.search(r"\b(defence|labour)", row["word"])])
def test_british_spellings_have_an_american_twin(british: str) -> None:
    table = {row["word"]: row for row in rows("sectors")}
    twin = re.sub(r"\blabour", "labor", re.sub(r"\bdefence", "defense", british))
    assert twin in table
    assert {**table[twin], "word": british} == table[british]


@pytest.mark.parametrize(
    ("word", "sector", "secondary", "role"),
    [
        ("defense minister", "GOV", "MIL", "defence minister"),
        ("ministry of defence", "GOV", "MIL", ""),
        ("secretary of state", "GOV", "", "foreign minister"),
        ("spokeswoman", "GOV", "", "spokesperson"),
        ("supreme court", "JUD", "", ""),
        ("gunmen", "UAF", "", ""),
        ("protesters", "CVL", "", ""),
        ("displaced people", "REF", "", ""),
        ("doctors", "MED", "", ""),
        ("newspaper", "JRN", "", ""),
    ],
)
def test_sectors_of_common_words(word: str, sector: str, secondary: str, role: str) -> None:
    [row] = [row for row in rows("sectors") if row["word"] == word]
    assert (row["sector"], row["secondary"], row["role"]) == (sector, secondary, role)


def test_modifiers_are_unique_and_valid() -> None:
    table = rows("modifiers")
    effects = {row["word"]: row["effect"] for row in table}
    assert not repeated([row["word"] for row in table])
    assert set(effects.values()) <= SECTORS
    assert (effects["former"], effects["opposition"], effects["rebel"]) == ("ELI", "OPP", "REB")


def test_leaders_name_a_known_state_or_body(codes: set[str]) -> None:
    bodies = {row["name"]: row["code"] for row in rows("bodies")}
    table = rows("leaders")
    assert len(table) >= 1200
    assert len({row["country"] for row in table if not row["body"]}) >= 110
    for row in table:
        assert row["name"] and row["role"], row
        if row["body"]:
            assert bodies.get(row["body"]) == row["country"], row
        else:
            assert row["country"] in codes, row


def test_leaders_dates_parse_and_are_in_order() -> None:
    for row in rows("leaders"):
        assert DATE.fullmatch(row["from"]), row
        assert not row["to"] or DATE.fullmatch(row["to"]), row
        assert earliest(row["from"]) <= latest(row["to"]), row


def test_a_leaders_name_means_one_person() -> None:
    main: dict[str, set[str]] = defaultdict(set)
    variants: dict[str, set[str]] = defaultdict(set)
    for row in rows("leaders"):
        variants[row["name"]].add(row["names"])
        for name in [row["name"], *parts(row["names"])]:
            main[name].add(row["name"])
    assert {name: who for name, who in main.items() if len(who) > 1} == {}
    assert {name: who for name, who in variants.items() if len(who) > 1} == {}, "one person, two lists of variants"


def test_two_holders_at_once_are_explained() -> None:
    offices: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows("leaders"):
        offices[row["country"], row["body"], row["role"]].append(row)
    for office, holders in offices.items():
        for one, two in combinations(sorted(holders, key=lambda row: earliest(row["from"])), 2):
            # a hand-over within the precision of the dates is no overlap
            if earliest(one["to"] or "9999") > latest(two["from"]):
                assert one["note"] or two["note"], f"{office}: {one['name']} and {two['name']} overlap without a note"
