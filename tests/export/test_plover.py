"""PLOVER records, read back as JSON lines."""

from __future__ import annotations

import json

import pytest

from relata.export import plover
from relata.store import Wanted


@pytest.fixture
def read(write, tmp_path):
    def run(wanted: Wanted | None = None, **options: bool) -> list[dict]:
        write("plover", "x.jsonl", wanted, **options)
        return [json.loads(line) for line in (tmp_path / "out/x.jsonl").read_bytes().decode("utf-8").splitlines()]

    return run


def test_a_symmetric_event_is_one_record_with_both_as_actors(read):
    record = read()[0]
    assert (record["id"], record["link"], record["date"]) == ("a1.e1", "s1", "2022-05-20")
    assert [(actor["code"], actor["entity_text"]) for actor in record["actor"]] == [("DEU", "Germany"), ("VNM", "Vietnam")]
    assert (record["recipient"], record["event"], record["mode"], record["context"]) == ([], ["SUPPORT"], [], ["economic", "legal"])
    assert (record["quad_code"], record["event_scale"], record["event_text"]) == (1, 5.0, ["signed"])
    assert record["event_loc"]["city"] == "Hanoi" and record["event_loc"]["resolution"] == 4
    assert "text" not in record
    assert record["relata"] == {
        "status": "actual", "symmetric": True, "date_precision": "day", "statement": None, "confidence": 0.93, "cameo": "057",
        "goldstein": 8.0,
    }  # fmt: skip
    assert (record["coded_date"], record["coded_time"], record["cite_info"]["codebook"]) == ("2024-01-02", "03:04:05", "plover-2.0")


def test_a_directed_event_has_a_recipient(read):
    record = read()[1]
    assert record["actor"] == [
        {"code": "DEU", "sector": "GOV", "other_sectors": ["JRN", "PRE"], "entity_text": "Ada\tKrell", "identifier_text": 'Ada\t"Krell"',
         "office": "fishery minister"}
    ]  # fmt: skip
    assert [side["code"] for side in record["recipient"]] == ["VNM"]
    assert record["mode"] == ["visit"]


def test_bodies_stand_where_a_country_would(read):
    thanked, halted = read()[2:4]
    assert (thanked["recipient"][0]["code"], thanked["recipient"][0]["sector"]) == ("IGO", None)
    assert halted["actor"][0]["code"] == "EUR"


def test_only_acts_by_default_and_a_mark_for_the_rest(read):
    assert [r["id"] for r in read()] == [f"a{n}.e{m}" for n in (1, 2) for m in (1, 2, 3, 4, 6)]
    planned = read(all_statuses=True)[4]
    assert (planned["context"], planned["relata"]["status"]) == (["future"], "planned")
    assert planned["recipient"][0]["code"] == "KOS"  # as the manual has Kosovo
    assert planned["relata"]["statement"] == "a1.s1"


def test_the_sentence_comes_only_when_asked_for(read):
    record = read(with_text=True)[0]
    assert record["text"] == "signed"


def test_every_key_is_in_the_dictionary(read):
    def paths(value: object, path: str) -> set[str]:
        if isinstance(value, dict):
            return set().union(*(paths(v, f"{path}.{k}" if path else k) for k, v in value.items()))
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return paths(value[0], f"{path.replace('recipient', 'actor')}[]")
        return {path}

    used = set().union(*(paths(record, "") for record in read(with_text=True)))
    described = {column.name for column in plover.EVENTS.columns}
    assert used <= described
    assert described - used <= {"actor", "recipient", "event_loc"}
