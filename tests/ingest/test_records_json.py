"""Records: JSON files, JSONL files, their fields, and what a bad one costs."""

import datetime as dt
import json
from pathlib import Path

import pytest

from relata.errors import Skip, SkipReason
from relata.ingest import read_paths, records_json
from relata.records import Article, Coded

RECORD = {
    "id": "hp-1",
    "text": "Norland spoke.",
    "title": "Talks",
    "published": "2022-10-28T06:00:00Z",
    "outlet": "The Harbour Post",
    "outlet_country": "NOR",
    "url": "https://harbour.example/1",
    "language": "en",
    "story": "s1",
    "attributions": [{"source": [[0, 7]]}],
}
ARTICLE = Article(
    text="Norland spoke.",
    title="Talks",
    published=dt.date(2022, 10, 28),
    outlet="The Harbour Post",
    outlet_country="NOR",
    url="https://harbour.example/1",
    story="s1",
    id="hp-1",
)


def read(tmp_path: Path, content: object, *, name: str = "news.json") -> list[Article | Skip]:
    data = content if isinstance(content, bytes) else content.encode() if isinstance(content, str) else json.dumps(content).encode()
    (tmp_path / name).write_bytes(data)
    return list(read_paths([tmp_path / name]))


def places(items: list[Article | Skip]) -> list[tuple[str, SkipReason]]:
    return [(Path(item.source).name, item.reason) for item in items if isinstance(item, Skip)]


def test_one_object_and_a_list(tmp_path):
    assert read(tmp_path, RECORD) == [ARTICLE]
    assert read(tmp_path, [RECORD, {"text": "Sudria too."}]) == [ARTICLE, Article(text="Sudria too.")]


def test_relatas_own_output_is_read_back(tmp_path):
    line = json.dumps(Coded(article=ARTICLE).to_dict())
    assert read(tmp_path, f"{line}\n{line}\n", name="out.jsonl") == [ARTICLE, ARTICLE]
    assert read(tmp_path, line) == [ARTICLE]


def test_a_first_line_that_is_spoiled_as_if_by_a_mark_costs_itself_alone(tmp_path):
    line = json.dumps(RECORD).encode()
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        spoiled, whole = read(tmp_path, mark + line[2:] + b"\n" + line, name="n.jsonl")
        assert whole == ARTICLE and places([spoiled]) == [("n.jsonl:1", SkipReason.ENCODING)]


def test_jsonl_with_mark_blank_lines_and_crlf(tmp_path):
    line = json.dumps(RECORD).encode()
    assert read(tmp_path, b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n" + line, name="n.jsonl") == [ARTICLE, ARTICLE]


def test_a_json_file_that_holds_lines(tmp_path):
    items = read(tmp_path, '{"text": "One."}\n{"text": }\n{"text": "Three."}\n')
    assert [item.text for item in items if isinstance(item, Article)] == ["One.", "Three."]
    assert places(items) == [("news.json:2", SkipReason.BROKEN_JSON)]


def test_line_separators_inside_strings_do_not_end_a_record(tmp_path):
    text = "One\u2028two\u0085three."
    line = json.dumps({"text": text}, ensure_ascii=False)
    assert [item.text for item in read(tmp_path, f"{line}\n{line}")] == [text, text]
    assert [item.text for item in read(tmp_path, f"{line}\n{line}", name="n.jsonl")] == [text, text]


def test_line_ends_in_a_text_become_lf(tmp_path):
    assert read(tmp_path, {"text": "\ufeffOne.\r\nTwo.\rThree."})[0].text == "One.\nTwo.\nThree."


def test_a_broken_file_names_the_line(tmp_path):
    (skip,) = read(tmp_path, '{\n "text": "One.",\n "title": oops\n}')
    assert places([skip]) == [("news.json:3", SkipReason.BROKEN_JSON)]
    assert "column 11" in skip.detail


def test_a_bad_record_of_a_list_costs_itself(tmp_path):
    items = read(tmp_path, [{"text": "One."}, {"body": "Two."}, "three", {"text": " "}, {"text": "Five."}])
    assert places(items) == [
        ("news.json#2", SkipReason.BAD_RECORD),
        ("news.json#3", SkipReason.BAD_RECORD),
        ("news.json#4", SkipReason.EMPTY),
    ]
    assert "fields found: 'body'" in items[1].detail
    assert items[-1].text == "Five."


BAD_LINES = {
    b"{": SkipReason.BROKEN_JSON,
    b'{"text": "cut': SkipReason.BROKEN_JSON,
    b"[" * 100_000: SkipReason.BROKEN_JSON,
    b'{"text": "a", "n": ' + b"9" * 5000 + b"}": SkipReason.BROKEN_JSON,
    b"[1]": SkipReason.BAD_RECORD,
    b"null": SkipReason.BAD_RECORD,
    b"{}": SkipReason.BAD_RECORD,
    b'{"text": null}': SkipReason.BAD_RECORD,
    b'{"text": ["a"]}': SkipReason.BAD_RECORD,
    b'{"article": "a"}': SkipReason.BAD_RECORD,
    b'{"text": "a\\u0000b"}': SkipReason.BAD_RECORD,
    b'{"text": "a\\ud800b"}': SkipReason.BAD_RECORD,
    b'{"text": "a", "title": "\\udc00"}': SkipReason.BAD_RECORD,
    b'{"text": "a", "published": "9999-01-01"}': SkipReason.BAD_RECORD,
    b'{"text": "a", "published": 1666}': SkipReason.BAD_RECORD,
    b'{"text": "a", "outlet_country": "cn"}': SkipReason.BAD_RECORD,
    b'{"text": ""}': SkipReason.EMPTY,
    b'{"text": "a", "language": "fr"}': SkipReason.NOT_ENGLISH,
    b'{"text": "caf\xe9"}': SkipReason.ENCODING,
    b'{"text": "\x00"}': SkipReason.BINARY,
}


@pytest.mark.parametrize("line", BAD_LINES, ids=lambda line: line[:30].decode("latin-1"))
def test_a_bad_line_seven_is_named_and_the_others_are_read(tmp_path, line):
    good = [json.dumps({"text": f"Article {n}."}).encode() for n in range(1, 10)]
    items = read(tmp_path, b"\n".join([*good[:6], line, *good[7:]]), name="news.jsonl")
    assert places(items) == [("news.jsonl:7", BAD_LINES[line])]
    assert [item.text for item in items if isinstance(item, Article)] == [f"Article {n}." for n in (1, 2, 3, 4, 5, 6, 8, 9)]


def test_a_wrong_byte_is_named_by_its_offset_in_the_file(tmp_path):
    (_, skip) = read(tmp_path, b'{"text": "a"}\n{"text": "caf\xe9"}\n', name="n.jsonl")
    assert "0xE9 at byte offset 27" in skip.detail


def test_a_line_over_the_limit_costs_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(records_json, "MAX_BYTES", 40)
    texts = ["One.", "x" * 200, "Three.", "y" * 29, "z" * 70]
    lines = [json.dumps({"text": text}) for text in texts]
    items = read(tmp_path, "\n".join(lines), name="n.jsonl")
    assert len(lines[3]) == 41  # one over
    assert places(items) == [(f"n.jsonl:{n}", SkipReason.TOO_LARGE) for n in (2, 4, 5)]
    assert [item.text for item in items if isinstance(item, Article)] == ["One.", "Three."]


def test_a_line_of_just_the_limit_is_read(tmp_path, monkeypatch):
    line = json.dumps({"text": "y" * 28})
    monkeypatch.setattr(records_json, "MAX_BYTES", len(line))
    for ending in ("", "\n", "\n" + line):
        assert all(isinstance(item, Article) for item in read(tmp_path, line + ending, name="n.jsonl"))


def test_a_jsonl_file_may_be_over_the_limit_of_one_article(tmp_path):
    line = json.dumps({"text": "Norland spoke. " * 70_000})
    items = read(tmp_path, "\n".join([line] * 12), name="n.jsonl")
    assert (tmp_path / "n.jsonl").stat().st_size > 10 * 1024 * 1024
    assert [type(item) for item in items] == [Article] * 12


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", SkipReason.EMPTY),
        (b"\n \n", SkipReason.EMPTY),
        (b"\x1f\x8b\x08\x00" + bytes(range(256)), SkipReason.BINARY),
        ('{"text": "a"}'.encode("utf-16"), SkipReason.ENCODING),
    ],
)
def test_a_jsonl_file_that_is_none_is_one_skip(tmp_path, data, reason):
    assert places(read(tmp_path, data, name="n.jsonl")) == [("n.jsonl", reason)]


def test_an_empty_list_and_a_bare_value(tmp_path):
    assert places(read(tmp_path, "[]")) == [("news.json", SkipReason.EMPTY)]
    assert places(read(tmp_path, "3")) == [("news.json", SkipReason.BAD_RECORD)]


def test_nan_is_missing(tmp_path):
    assert read(tmp_path, '{"text": "a", "title": NaN, "published": NaN, "weight": Infinity}') == [Article(text="a")]
