"""CSV and TSV: columns, and that a row out of order costs itself only."""

import csv
import io
import re
import tracemalloc
from pathlib import Path

import pytest

from relata.errors import IngestError, Skip, SkipReason
from relata.ingest import Columns, read_paths, table
from relata.records import Article


def read(tmp_path: Path, content: str | bytes, name: str = "news.csv", **columns: str) -> list[Article | Skip]:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_paths([tmp_path / name], columns=Columns(columns)))


def found(items: list[Article | Skip]) -> list[str]:
    return [item.text if isinstance(item, Article) else f"{Path(item.source).name} {item.reason}" for item in items]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_the_first_row_names_the_columns(tmp_path, name, mark):
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(
        [
            ["id", "text", "published", "outlet", "score"],
            ["1", f'One{mark} "two"\n\nthree.', "2022-10-28", "The Harbour Post", "0.5"],
            ["2", "Two.", "", "", ""],
        ]
    )
    one, two = read(tmp_path, "\ufeff" + out.getvalue(), name)
    assert (one.id, one.text, one.published.isoformat(), one.outlet) == (
        "1",
        f'One{mark} "two"\n\nthree.',
        "2022-10-28",
        "The Harbour Post",
    )
    assert (two.id, two.text, two.published, two.outlet) == ("2", "Two.", None, None)


def test_columns_are_named_otherwise(tmp_path):
    (article,) = read(tmp_path, "body,date,text\nOne.,2022-10-28,ignored\n", text="body", published="date")
    assert (article.text, article.published.isoformat()) == ("One.", "2022-10-28")


def test_a_missing_column_is_one_skip_that_says_which_are_there(tmp_path):
    (skip,) = read(tmp_path, "body,date\nOne.,2022-10-28\n")
    assert "'body', 'date'" in skip.detail and "--column text=COLUMN" in skip.detail
    (skip,) = read(tmp_path, "text,date\nOne.,2022-10-28\n", published="day")
    assert "no column 'day' for published" in skip.detail
    (skip,) = read(tmp_path, "text,text\nOne.,Two.\n")
    assert "stands twice" in skip.detail


def test_ragged_rows_are_named_by_line_and_the_rest_is_read(tmp_path):
    items = read(tmp_path, 'id,text\n1,One.\n2\n3,Three.,more\n\n"4","Fo\nur."\n5,Five.\n')
    assert found(items) == ["One.", "news.csv:3 bad_record", "news.csv:4 bad_record", "Fo\nur.", "Five."]
    assert "1 field where the first row has 2" in items[1].detail


@pytest.mark.parametrize("bad", ['2,"Two.', '"2,Two.', '2,"Tw"o.', '2,"Two.""'])
def test_an_open_quotation_mark_costs_its_row(tmp_path, bad):
    assert found(read(tmp_path, f'id,text\n1,One.\n{bad}\n3,Three.\n4,"Fo\nur."\n5,Five.\n')) == [
        *("One.", "news.csv:3 bad_record", "Three.", "Fo\nur.", "Five.")
    ]


def test_open_quotation_marks_everywhere_take_no_square_of_the_time(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "SECOND_READING", 2000)
    items = read(tmp_path, "id,text\n1,One.\n" + '2,"Two.\n2,x\n' * 300)
    assert found(items[:3]) == ["One.", "news.csv:3 bad_record", "x"]
    spans = [re.search(r"Lines (\d+) to (\d+) were taken", item.detail) for item in items if isinstance(item, Skip)]
    assert spans[-1] is not None
    n_swallowed = sum(int(span[2]) - int(span[1]) for span in spans if span)
    assert len(items) + n_swallowed == 601  # every line is an item, or among those that a skip names


def test_a_wrong_encoding_costs_its_row(tmp_path):
    items = read(tmp_path, b"id,text\n1,One.\n2,caf\xe9\n3,Three\0.\n4,Caf\xc3\xa9.\n")
    assert found(items) == ["One.", "news.csv:3 encoding", "news.csv:4 bad_record", "Café."]
    assert "0xE9 at byte offset 20" in items[1].detail


def test_a_line_over_the_limit_costs_its_row(tmp_path):
    items = read(tmp_path, "id,text\n1," + "x" * (11 * 1024 * 1024) + "\n2,Two.\n3," + "y" * 300_000 + "\n")
    assert [item.reason if isinstance(item, Skip) else len(item.text) for item in items] == [SkipReason.TOO_LARGE, 4, 300_000]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", SkipReason.EMPTY),
        (b"\n\n", SkipReason.EMPTY),
        (b"id,text\n", SkipReason.EMPTY),
        (b'id,"text\n1,One.\n', SkipReason.BAD_RECORD),
        ("id,text\n1,One.\n".encode("utf-16"), SkipReason.ENCODING),
        (b"PK\x03\x04 workbook", SkipReason.BINARY),
    ],
)
def test_a_file_that_is_no_table_is_one_skip(tmp_path, data, reason):
    (skip,) = read(tmp_path, data)
    assert skip.reason is reason


def test_a_table_of_any_length_is_read_in_bounded_memory(tmp_path):
    with (tmp_path / "long.csv").open("w") as file:
        file.write("id,text\n")
        for n in range(20_000):
            file.write(f"{n},{'Norland spoke. ' * 60}\n")
    tracemalloc.start()
    assert sum(1 for _ in read_paths([tmp_path / "long.csv"])) == 20_000  # 18 MB
    assert tracemalloc.get_traced_memory()[1] < 2 * 1024 * 1024
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["body=text"], "'body' is no field"),
        (["text"], "write field=column"),
        (["text="], "write field=column"),
        (["text=a", "text=b"], "two columns"),
    ],
)
def test_a_mapping_that_cannot_be_is_wrong_use(given, said):
    with pytest.raises(IngestError, match=said):
        Columns.parse(given)


def test_a_column_may_have_an_equals_sign():
    assert Columns.parse(["text=a=b"])["text"] == "a=b"
