"""Packed files: read as what they hold, and up to where they are whole."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relata.errors import Skip
from relata.ingest import expected_articles, read_paths
from relata.records import Article

N = 3000
LINES = "".join(json.dumps({"text": f"Number {n}, {hash((n, 'x')) % 10**9}."}) + "\n" for n in range(N)).encode()


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def read(path: Path, data: bytes) -> tuple[int, list[Skip]]:
    path.write_bytes(data)
    items = list(read_paths([path]))
    return sum(isinstance(item, Article) for item in items), [item for item in items if isinstance(item, Skip)]


@pytest.mark.parametrize(
    ("name", "data", "n"),
    [
        ("a.jsonl.gz", gzip.compress(LINES), N),
        ("a.JSONL.GZ", gzip.compress(LINES[:40_000]) + gzip.compress(LINES[40_000:]) + b"\0" * 20, N),
        ("a.jsonl.zst", zstd(LINES), N),
        ("a.jsonl.zst", zstd(LINES) * 2, 2 * N),
        ("a.json.gz", gzip.compress(b'{"text": "One."}'), 1),
        ("a.csv.gz", gzip.compress(b"text\nOne.\nTwo.\n"), 2),
        ("a.txt.zst", zstd(b"One."), 1),
        ("a.html.gz", gzip.compress(b"<html><body><article>" + b"<p>Norland and Sudria met again on Tuesday.</p>" * 20), 1),
    ],
)
def test_packed_files_are_read(tmp_path, name, data, n):
    assert read(tmp_path / name, data) == (n, [])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jsonl.gz", gzip.compress(LINES)[:-2000], "cut short"),
        ("a.jsonl.gz", gzip.compress(LINES)[:-8] + b"\0" * 8, "damaged"),
        ("a.jsonl.gz", gzip.compress(LINES) + b"more", "followed by bytes that are none"),
        ("a.jsonl.gz", b"no gzip", "followed by bytes that are none"),
        ("a.jsonl.zst", zstd(LINES)[:-200], "cut short"),
        ("a.jsonl.zst", b"no zstd" * 9, "damaged"),
    ],
)
def test_damage_is_one_skip_behind_what_is_whole(tmp_path, name, data, words):
    n, (skip,) = read(tmp_path / name, data)
    assert (skip.source, skip.reason) == (str(tmp_path / name), "damaged")
    assert words in skip.detail
    assert n <= N


def test_what_stands_before_a_cut_is_read(tmp_path):
    assert read(tmp_path / "a.jsonl.gz", gzip.compress(LINES)[:-2000])[0] > N / 2


def test_facts_beside_a_packed_file_count(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"One."))
    (tmp_path / "a.json").write_text('{"outlet": "Post"}')
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert article.outlet == "Post"


def test_parquet_in_gzip_is_not_read(tmp_path):
    _, (skip,) = read(tmp_path / "a.parquet.gz", b"x")
    assert skip.reason == "unsupported"


def test_a_bomb_is_refused_in_little_memory(tmp_path):
    bomb = gzip.compress(b" " * (200 << 20), compresslevel=1)
    tracemalloc.start()
    for name in ("a.txt.gz", "a.jsonl.gz"):
        n, (skip,) = read(tmp_path / name, bomb)
        assert (n, skip.reason) == (0, "too_large")
    assert tracemalloc.get_traced_memory()[1] < 80 << 20
    tracemalloc.stop()


def test_records_are_counted_or_judged_by_the_beginning(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(LINES)
    (tmp_path / "b.csv").write_text('text,n\n"two\nlines",1\nx,2\n')
    pq.write_table(pa.table({"text": ["x"] * 7}), tmp_path / "c.parquet")
    record = b"WARC/1.0\r\nWARC-Type: %s\r\nContent-Length: 1\r\n\r\nx\r\n\r\n"
    (tmp_path / "d.warc").write_bytes(record % b"warcinfo" + record % b"response" * 5)
    (tmp_path / "e.warc.gz").write_bytes(b"".join(gzip.compress(record % kind) for kind in (b"request", b"response", b"conversion")))
    (tmp_path / "f.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "g.txt").write_text("a\nb\n")
    (tmp_path / "h.csv").write_bytes(b"\xff\0broken")
    counted = {path.name: expected_articles([path]) for path in sorted(tmp_path.iterdir())}
    assert counted == {
        "a.jsonl": N, "b.csv": 2, "c.parquet": 7, "d.warc": 5, "e.warc.gz": 2, "f.jsonl.gz": N, "g.txt": 1, "h.csv": 1,
    }  # fmt: skip
    assert expected_articles([tmp_path]) == sum(n for n in counted.values() if n)
    assert expected_articles([Path("-")]) is None


def test_a_long_file_is_judged_by_its_beginning(tmp_path):
    with (tmp_path / "a.jsonl").open("wb") as file:
        for _ in range(80):
            file.write(LINES)
    n = expected_articles([tmp_path / "a.jsonl"])
    assert n is not None
    assert abs(n - 80 * N) < 0.02 * 80 * N
