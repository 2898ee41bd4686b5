"""Parquet: columns and types, single bad cells, and damage."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relata.errors import Skip, SkipReason
from relata.ingest import Columns, read_paths
from relata.records import Article


def write(path: Path, columns: dict[str, object], **options: object) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def read(path: Path, **columns: str) -> list[Article | Skip]:
    return list(read_paths([path], columns=Columns(columns)))


def found(items: list[Article | Skip]) -> list[str]:
    return [item.text if isinstance(item, Article) else f"{Path(item.source).name} {item.reason}" for item in items]


def test_rows_are_articles_whatever_the_type_of_the_day(tmp_path):
    day = dt.datetime(2022, 10, 28, 23, 30)
    for published in (
        pa.array([day.date()]),
        pa.array([day]),
        pa.array([day], pa.timestamp("ns")),
        pa.array([day], pa.timestamp("ms", "Europe/Berlin")),
        pa.array(["2022-10-28"]).dictionary_encode(),
    ):
        path = write(tmp_path / "a.parquet", {"text": ["One."], "published": published, "id": [7], "vector": [[0.5]]})
        (article,) = read(path)
        assert (article.text, article.id) == ("One.", "7")
        assert article.published.isoformat() in ("2022-10-28", "2022-10-29")  # the zone's own clock


def test_columns_are_named_otherwise_and_others_not_read(tmp_path):
    path = write(tmp_path / "a.parquet", {"body": ["One.", None], "outlet": [None, "Post"]})
    assert found(read(path, text="body")) == ["One.", "a.parquet#2 bad_record"]
    (skip,) = read(path)
    assert "columns found: 'body', 'outlet'" in skip.detail


def test_a_cell_that_cannot_be_read_costs_its_row(tmp_path):
    far = pa.array([0, 10**12, 10**14, None], pa.timestamp("s"))
    path = write(tmp_path / "a.parquet", {"text": ["One.", "Two.", "Three.", "Four."], "published": far})
    assert found(read(path)) == ["One.", "a.parquet#2 bad_record", "a.parquet#3 bad_record", "Four."]
    raw = pa.array([b"One.", b"caf\xe9", b"T\0", "Café.".encode()]).view(pa.string())
    path = write(tmp_path / "a.parquet", {"text": raw})
    assert found(read(path)) == ["One.", "a.parquet#2 encoding", "a.parquet#3 bad_record", "Café."]


def test_damage_costs_the_rest_of_its_row_group(tmp_path):
    texts = [f"Article {n} of many." for n in range(300)]
    path = write(
        tmp_path / "a.parquet", {"text": texts}, row_group_size=100, use_dictionary=False, compression="gzip", write_page_checksum=False
    )
    data = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data[start + 40 : start + 90] = bytes(50)
    path.write_bytes(data)
    items = read(path)
    assert [item.text for item in items if isinstance(item, Article)] == texts[:100] + texts[200:]
    (skip,) = [item for item in items if isinstance(item, Skip)]
    assert (Path(skip.source).name, skip.reason) == ("a.parquet#101", SkipReason.DAMAGED)
    assert "records 101 to 200 are not read" in skip.detail


@pytest.mark.parametrize("size", [0, 3, 4, 100, -1])
def test_a_file_cut_short_is_one_skip(tmp_path, size):
    path = write(tmp_path / "a.parquet", {"text": ["One."] * 50})
    path.write_bytes(path.read_bytes()[:size])
    assert found(read(path)) == ["a.parquet damaged"]


def test_a_table_without_rows(tmp_path):
    assert found(read(write(tmp_path / "a.parquet", {"text": pa.array([], pa.string())}))) == ["a.parquet empty"]


def test_only_a_few_rows_are_in_memory(tmp_path):
    path = write(
        tmp_path / "a.parquet",
        {"text": ["Norland spoke. " * 4000 + str(n) for n in range(1500)]},
        use_dictionary=False,
        write_batch_size=16,
    )
    before = pa.total_allocated_bytes()
    items = read_paths([path])
    next(items)
    most = max(pa.total_allocated_bytes() - before for _ in items)  # 90 MB in one row group
    assert most < 30 * 1024 * 1024
