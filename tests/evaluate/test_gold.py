"""Gold files: every line that cannot be read is named."""

from __future__ import annotations

import pytest

from relata.evaluate.gold import GoldError, read_json_lines, read_table, spans_of


def test_json_lines_keep_their_numbers_and_odd_line_separators(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('\ufeff{"id": "a\u2028b"}\r\n\n{"id": "c"}\n', encoding="utf-8")
    assert read_json_lines(path, {"id": str}) == [(1, {"id": "a\u2028b"}), (3, {"id": "c"})]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"id": "a"}\n{"id": \n', r"x:2: not JSON"),
        (b'{"id": "a"}\n\n[1]\n', r"x:3: a JSON list"),
        (b'{"id": 7}\n', r"x:1: field 'id' is 7; expected a str"),
        (b'{"id": "a"}\n\xff\xfe\n', r"x:2: not UTF-8"),
        (b"\n", r"x: holds no records"),
    ],
)
def test_broken_json_lines(tmp_path, content, message):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(GoldError, match=message):
        read_json_lines(tmp_path / "x", {"id": str})


def test_a_table_takes_quotation_marks_as_letters_and_rows_that_end_early(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_text('id\ttext\troot\n1\t"Yes\t\n2\tNo "\n')
    assert [row for _, row in read_table(path, ("id", "text"))] == [
        {"id": "1", "text": '"Yes', "root": ""},
        {"id": "2", "text": 'No "', "root": ""},
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [("id\n1\n", "x:1: no column text"), ("id\ttext\n1\ta\tb\n", "x:2: 3 columns"), ("id\ttext\n1\t \n", "x:2: column 'text' is empty")],
)
def test_broken_tables(tmp_path, content, message):
    (tmp_path / "x").write_text(content)
    with pytest.raises(GoldError, match=message):
        read_table(tmp_path / "x", ("id", "text"))


def test_a_missing_file(tmp_path):
    with pytest.raises(GoldError, match="cannot be read"):
        read_table(tmp_path / "none", ("id",))


@pytest.mark.parametrize("value", [None, [3, 4], [[0, 9]], [[2, 2]], [["0", 1]], [[-1, 2]]])
def test_spans_outside_the_text_are_refused(value):
    with pytest.raises(GoldError, match="x:1: "):
        spans_of(value, "12345", "x:1")
