"""Archives: what is read from them, and that damage costs the record it is in and no other."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from relata.errors import Skip, SkipReason
from relata.ingest import read_paths, read_stream
from relata.records import Article

from .archives import HTTP, packed, page, record

FIVE = [record(n) for n in range(5)]


def read(tmp_path: Path, data: bytes, name: str = "news.warc") -> list[Article | Skip]:
    (tmp_path / name).write_bytes(data)
    return list(read_paths([tmp_path / name]))


def found(items: list[Article | Skip]) -> list[str]:
    """Last part of each article's address; number and reason of each skip."""
    return [
        item.url.rsplit("/", 1)[1] if isinstance(item, Article) else f"{item.source.rpartition('#')[2]} {item.reason}" for item in items
    ]


@pytest.mark.parametrize(
    ("name", "data"), [("a.warc", b"".join(FIVE)), ("a.warc.gz", packed(*FIVE)), ("b.warc.gz", packed(b"".join(FIVE)))]
)
def test_an_archive_is_read_packed_or_not_by_name_and_as_a_stream(tmp_path, name, data):
    articles = read(tmp_path, data, name)
    assert found(articles) == ["0", "1", "2", "3", "4"]
    assert (articles[3].title, articles[3].outlet, articles[3].published) == ("Ferry 3", "harbour.example", None)
    assert "ferry line 3 in the spring" in articles[3].text
    assert list(read_stream(io.BytesIO(data))) == articles


def test_records_about_the_crawl_are_passed_over_and_all_others_accounted_for(tmp_path):
    records = [
        record(0, b"software: x", http=None, kind="warcinfo"),
        record(1, b"GET / HTTP/1.1\r\n\r\n", http=None, kind="request"),
        record(2),
        record(3, b"missing", http=HTTP.replace(b"200 OK", b"404 Not Found")),
        record(4, b"\x89PNG", http=HTTP.replace(b"text/html", b"image/png")),
        record(5, b"The accord was signed.", http=None, kind="conversion"),
        record(6, b"part", http=None, kind="continuation"),
        record(7, b"no answer at all", http=b"Fine.\r\n"),
    ]
    assert found(read(tmp_path, b"".join(records))) == ["2", "4 no_body", "5 unsupported", "5", "7 unsupported", "8 damaged"]


def deflated(data: bytes) -> bytes:
    return zlib.compress(data)


@pytest.mark.parametrize(
    ("name", "pack"), [("gzip", gzip.compress), ("deflate", deflated), ("gzip, gzip", lambda d: gzip.compress(gzip.compress(d)))]
)
def test_packed_answers_are_unpacked(tmp_path, name: str, pack: Callable[[bytes], bytes]):
    answer = record(1, pack(page(1)), http=HTTP + f"Content-Encoding: {name}\r\n".encode())
    assert found(read(tmp_path, answer)) == ["1"]


def test_chunks_are_joined_and_the_server_s_charset_counts(tmp_path):
    data = page(1).replace(b"Ferry 1", "Fähre 1".encode("cp1252"))
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:50], data[50:])) + b"0\r\n\r\n"
    (article,) = read(tmp_path, record(1, body, http=HTTP.replace(b"utf-8", b"windows-1252") + b"Transfer-Encoding: chunked\r\n"))
    assert article.title == "Fähre 1"


def test_an_archive_cut_anywhere_gives_its_whole_records_and_names_the_cut_one(tmp_path):
    for name, records in (("a.warc", FIVE[:2]), ("a.warc.gz", [packed(one) for one in FIVE[:2]])):
        first, second = records
        for size in range(1, len(second) - 4, 13):
            assert found(read(tmp_path, first + second[:size], name)) == ["0", "2 damaged"], size


@pytest.mark.parametrize("length", [50, 900, 10**17, "abc", "-5", ""])
def test_a_wrong_length_costs_its_record(tmp_path, length):
    items = read(tmp_path, FIVE[0] + record(1, length=length) + FIVE[2] + FIVE[3])
    assert found(items) == ["0", "2 damaged", "2", "3"]


def test_bytes_between_records_are_one_skip(tmp_path):
    assert found(read(tmp_path, FIVE[0] + b"garbage\0\xff\n\n" + FIVE[1])) == ["0", "2 damaged", "1"]
    assert found(read(tmp_path, packed(FIVE[0]) + b"garbage" + packed(FIVE[1]), "a.warc.gz")) == ["0", "2 damaged", "1"]
    assert found(read(tmp_path, packed(FIVE[0]) + bytes(500) + packed(FIVE[1]), "a.warc.gz")) == ["0", "1"]


def test_a_wrong_bit_in_packed_data_is_never_taken_for_text(tmp_path):
    members = [packed(one) for one in FIVE[:3]]
    for place in range(0, len(members[1]), 7):
        broken = bytearray(members[1])
        broken[place] ^= 0x55
        items = found(read(tmp_path, members[0] + bytes(broken) + members[2], "a.warc.gz"))
        # Some header bytes of gzip, such as its time, carry nothing.
        assert items in (["0", "2 damaged", "2"], ["0", "1", "2"]), place
        assert items[1] != "1" or place < 10


def test_what_is_no_archive_is_one_skip(tmp_path):
    assert found(read(tmp_path, b"hello world\n" * 50)) == ["1 damaged"]
    assert found(read(tmp_path, gzip.compress(b"hello"), "a.warc.gz")) == ["1 damaged"]
    (skip,) = read(tmp_path, b"")
    assert skip.reason is SkipReason.EMPTY


def test_bombs_are_refused_in_bounded_memory(tmp_path):
    bomb = gzip.compress(bytes(200 * 1024 * 1024), 9)
    answer = record(1, bomb, http=HTTP + b"Content-Encoding: gzip\r\n")
    twice = record(1, gzip.compress(bomb), http=HTTP + b"Content-Encoding: gzip, gzip\r\n")
    for data, name in ((answer + twice + FIVE[2], "a.warc"), (packed(record(1, bytes(200 * 1024 * 1024)), FIVE[2]), "a.warc.gz")):
        (tmp_path / name).write_bytes(data)
        del data
        tracemalloc.start()
        items = found(list(read_paths([tmp_path / name])))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert items[-1] == "2" and {item.split(" ")[1] for item in items[:-1]} == {"too_large"}
        assert peak < 60 * 1024 * 1024


def test_an_archive_of_any_length_is_read_in_bounded_memory(tmp_path):
    with (tmp_path / "long.warc.gz").open("wb") as file:
        for n in range(400):
            file.write(packed(record(n, b"x" * 200_000, http=HTTP.replace(b"text/html", b"image/png"))))
    tracemalloc.start()
    assert sum(1 for _ in read_paths([tmp_path / "long.warc.gz"])) == 400  # 80 MB unpacked
    assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    tracemalloc.stop()
