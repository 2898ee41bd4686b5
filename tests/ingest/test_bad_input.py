"""Thousands of bad inputs, made from good ones by a seeded generator: none crashes a reader, and no record is lost unseen.

Two kinds. Where single records are spoiled, as many articles and skips come out as records went in, and every sound record is
among the articles. Where bytes of the file are changed, every record that no change touches is an article still, as far as the
format lets it be found again, and nothing comes out without a place, a reason and a sentence.
"""

import csv
import io
import json
import os
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relata.errors import Skip, SkipReason
from relata.ingest import read_paths
from relata.records import Article

from .archives import HTTP, packed, page, record

PER_TEST = int(os.environ.get("BAD_INPUTS", "350"))  # for each of eight tests, so 2,800 together, and 250 of noise
CONTROLS = [*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "\U0010ffff"]
# What spoils a record in any format that has fields; None takes the field away.
SPOILED_FIELDS: list[tuple[str, object]] = [
    *(
        ("published", day)
        for day in ("0000-01-01", "9999-12-31", "10000-01-01", "-1", "2022-02-30", "2022", "28/10/22", "now", "\0", "۲۰۲۲-۱۰-۲۸")
    ),
    *(("text", text) for text in ("", " \n\t ", "\ufeff", "a\0b", None)),
    *(("outlet_country", code) for code in ("norway", "N", "nor", "ΝΟR")),
    *(("language", language) for language in ("fr", "zh-Hans", "xx")),
    *(("title", "a\0b"), ("url", "\0"), ("id", "x\0"), ("outlet", "\0")),
]
SPOILED_TYPES: list[tuple[str, object]] = [
    *(("text", value) for value in (1, [], {}, True, 0.5, ["One."])),
    *(("title", value) for value in (7, [], {"a": 1}, False)),
    *(("published", value) for value in (20221028, 1e300, [], {})),
    *(("id", value) for value in (1.5, True, [])),
    *(("text", "half \ud800 pair"), ("title", "\udfff")),
]


def good(n: int, rng: random.Random) -> dict[str, object]:
    """A sound record, with its number in its text and whatever strange but lawful characters beside it."""
    strange = "".join(rng.choice([*CONTROLS[1:], '"', "'", ",", ";", "\\", "é", "漢", "😀"]) for _ in range(rng.randrange(6)))
    return {"id": f"r{n}", "text": f"Norland spoke to Sudria <{n}>.{strange}", "published": "2022-10-28", "outlet": "The Harbour Post"}


def spoil(record: dict[str, object], rng: random.Random, faults: list[tuple[str, object]]) -> dict[str, object]:
    name, value = rng.choice(faults)
    spoiled = {**record, name: value}
    return {key: spoiled[key] for key in spoiled if spoiled[key] is not None}


def batch(rng: random.Random, faults: list[tuple[str, object]]) -> tuple[list[dict[str, object]], set[int]]:
    """Some records, and the numbers of the sound ones."""
    records = [good(n, rng) for n in range(rng.randrange(1, 6))]
    sound = set(range(len(records)))
    for n in rng.sample(sorted(sound), rng.randrange(1, len(records) + 1)):
        records[n] = spoil(records[n], rng, faults)
        sound.discard(n)
    return records, sound


def read(folder: Path, name: str, data: bytes) -> list[Article | Skip]:
    path = folder / name
    path.write_bytes(data)
    items = list(read_paths([path]))
    assert items, data
    for item in items:
        if isinstance(item, Skip):
            assert (
                item.source.startswith(str(path))
                and item.stage == "ingest"
                and item.reason in SkipReason
                and item.detail.endswith((".", '"', "'"))
            )
        else:
            assert item.text.strip() and item.id
            assert "\0" not in json.dumps(item.to_dict(), ensure_ascii=False).encode("utf-8").decode("utf-8")
    return items


def numbers(items: list[Article | Skip]) -> set[int]:
    """Which of the good records came out."""
    return {int(item.text.split("<")[1].split(">")[0]) for item in items if isinstance(item, Article) and "<" in item.text}


def inputs(name: str) -> Iterator[random.Random]:
    for n in range(PER_TEST):
        yield random.Random(f"{name} {n}")  # a seed each, so that one that fails is found again by its number


def test_jsonl_and_json(tmp_path):
    for n, rng in enumerate(inputs("json")):
        records, sound = batch(rng, SPOILED_FIELDS + SPOILED_TYPES)
        if n % 3:
            lines = [json.dumps(record, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass") for record in records]
            bad = sorted(set(range(len(lines))) - sound)
            if rng.random() < 0.5:
                lines[rng.choice(bad)] = broken_line(rng)
            items = read(tmp_path, "a.jsonl", b"\n".join(lines))
        else:
            items = read(tmp_path, "a.json", json.dumps(records).encode())
        assert len(items) == len(records), (n, items)
        assert numbers(items) >= sound, n


def broken_line(rng: random.Random) -> bytes:
    line = json.dumps(good(9, rng)).encode()
    return rng.choice(
        [
            line[: rng.randrange(1, len(line))],
            line + line,
            line.replace(b"spoke", b"spok\xe9"),
            line.replace(b"spoke", b"\0"),
            b"[" * rng.randrange(1, 5000),
            b'{"text": ' * rng.randrange(1, 5000),
            b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
            bytes(rng.choice(b'{}[]":,0aE+-.\\') for _ in range(40)),
        ]
    )


def test_csv_and_tsv(tmp_path):
    for n, rng in enumerate(inputs("csv")):
        records, sound = batch(rng, SPOILED_FIELDS)
        mark, name = rng.choice([(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv")])
        names = ["id", "text", "published", "outlet", "title", "url", "language", "outlet_country"]
        rows = [csv_row([record.get(column, "") for column in names], mark).encode("utf-8", "surrogatepass") for record in records]
        bad = sorted(set(range(len(rows))) - sound)
        if rng.random() < 0.6:
            at = rng.choice(bad)
            plain = mark.join(["x"] * len(names)).encode()
            rows[at] = (
                rng.choice(
                    [
                        plain[:-2],
                        plain + mark.encode(),
                        b'"' + plain,
                        plain + b'"y"z',
                        plain.replace(b"x", b"\xe9", 1),
                        b'"x"' + plain,
                        b"x",
                    ]
                )
                + b"\n"
            )
        items = read(tmp_path, name, mark.join(names).encode() + b"\n" + b"".join(rows))
        assert len(items) == len(records), (n, items)
        assert numbers(items) >= sound, n


def csv_row(values: list[object], mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(values)
    return out.getvalue()


def test_parquet(tmp_path):
    strings = [fault for fault in SPOILED_FIELDS if isinstance(fault[1], str) or fault[1] is None]
    for n, rng in enumerate(inputs("parquet")):
        records, sound = batch(rng, strings)
        columns: dict[str, object] = {}
        for name in ("id", "text", "published", "outlet", "title", "language", "outlet_country", "url"):
            values = [record.get(name) for record in records]
            raw = pa.array([None if value is None else str(value).encode() for value in values], pa.binary())
            columns[name] = raw.view(pa.string()) if raw.null_count < len(raw) else pa.nulls(len(raw))
        bad = sorted(set(range(len(records))) - sound)
        if n % 2:
            texts = [str(record.get("text", "")).encode() for record in records]
            texts[rng.choice(bad)] = b"caf\xe9 \xff"
            columns["text"] = pa.array(texts, pa.binary()).view(pa.string())
        if n % 5 == 0:
            days = [0 if k in sound else rng.choice([10**12, -(10**12)]) for k in range(len(records))]
            columns["published"] = pa.array(days, pa.timestamp("s"))
        buffer = io.BytesIO()
        pq.write_table(pa.table(columns), buffer, row_group_size=rng.randrange(1, 4))
        items = read(tmp_path, "a.parquet", buffer.getvalue())
        assert len(items) == len(records), (n, items)
        assert numbers(items) >= sound, n


def text_record(n: int) -> bytes:
    return record(n, f"Norland spoke to Sudria <{n}>.".encode(), http=HTTP.replace(b"text/html", b"text/plain"))


def bad_record(rng: random.Random) -> bytes:
    """A record whose frame is sound and whose content is not."""
    heads = [
        b"", b"HTTP/9 x\r\n", b"\r\n", b"HTTP/1.1 500 No\r\n", HTTP + b"Content-Encoding: gzip\r\n", HTTP + b"Content-Encoding: br\r\n",
        HTTP + b"Content-Encoding: rot13\r\n", HTTP + b"Transfer-Encoding: chunked\r\n", HTTP.replace(b"utf-8", b"utf-16"),
        HTTP.replace(b"text/html", b"text/plain"), HTTP.replace(b"text/html", b"\xff\0;;=\""), HTTP.replace(b"text/html", b"video/mp4"),
        HTTP + b"Content-Language: fr\r\n", HTTP + b"X: \xff\xfe\r\n",
    ]  # fmt: skip
    bodies = [
        b"",
        b"\0" * 50,
        b"\xff\xfe\xfd",
        b"zz\r\nxx",
        b"-5\r\nhello",
        b"caf\xe9 closed",
        zlib.compress(b"x")[:-3],
        b"\x1f\x8b\x08\0",
        bytes(rng.randbytes(60)),
    ]
    return record(99, rng.choice(bodies), http=rng.choice(heads), kind=rng.choice(["response", "resource", "conversion", "novel", ""]))


def test_warc(tmp_path):
    for n, rng in enumerate(inputs("warc")):
        records = [text_record(k) for k in range(rng.randrange(1, 6))]
        sound = set(range(len(records)))
        at = rng.randrange(len(records))
        records[at] = bad_record(rng) if n % 2 else broken_frame(records[at], at, rng)
        sound.discard(at)
        name, data = ("a.warc.gz", packed(*records)) if n % 3 else ("a.warc", b"".join(records))
        items = read(tmp_path, name, data)
        assert len(items) == len(records), (n, at, items)
        assert numbers(items) >= sound, n


def broken_frame(sound: bytes, n: int, rng: random.Random) -> bytes:
    """A record that does not hold together, but is not cut off either."""
    return rng.choice(
        [
            record(n, length=rng.choice(["", "x", "-1", 10**20, "1e3"])),
            record(n, length=rng.randrange(1, 40)),
            sound.replace(b"Content-Length", b"Content-Lenght"),
            sound.replace(b"WARC-Type: response", b"WARC-Type: \xff"),
            sound.replace(b"WARC-Type", b"X" * 70_000),
        ]
    )


def test_feeds(tmp_path):
    faults = [("published", day) for day in ("Fri, 31 Dec 9999 23:30:00 GMT", "Mon, 01 Jan 0000 00:00:00 GMT", "soon", "99999-01-01")]
    for n, rng in enumerate(inputs("feeds")):
        records, sound = batch(rng, [*faults, ("text", ""), ("text", " &lt;p&gt; "), ("text", None)])
        entries = [entry(item, rng) for item in records]
        feed = f"<rss version='2.0'><channel><title>P</title>{''.join(entries)}</channel></rss>".encode("utf-8", "surrogatepass")
        items = read(tmp_path, "a.rss", feed)
        assert len(items) == len(records), (n, items)
        assert numbers(items) >= sound, n


def entry(item: dict[str, object], rng: random.Random) -> str:
    text = str(item.get("text", "")).split(".")[0].replace("<", "&amp;lt;").replace(">", "&amp;gt;")
    day = {"2022-10-28": "Fri, 28 Oct 2022 10:00:00 GMT"}.get(str(item["published"]), str(item["published"]))
    extra = rng.choice(["", "&nbsp;", " & ", "&#0;", "&#xD800;", "<x:y/>", "<b>", "\ufffe"])
    return f"<item><title>T{extra}</title><description>{text}</description><pubDate>{day}</pubDate></item>\n"


def test_pages_and_texts(tmp_path):
    for n, rng in enumerate(inputs("pages")):
        name = rng.choice(["a.html", "a.txt"])
        data = rng.choice([spoiled_page, deep, spoiled_text])(rng)
        assert len(read(tmp_path, name, data)) == 1, n


def spoiled_page(rng: random.Random) -> bytes:
    return changed(page(1) * rng.randrange(1, 3), rng)


def deep(rng: random.Random) -> bytes:
    tag = rng.choice(
        [b"<div>", b"<b>", b"<table><tr><td>", b"<ul><li>", b"<!--", b"<svg>", b"<a href='", b"<p><i>", b"&", b"<![CDATA[", b"<?x "]
    )
    return b"<html><body>" + tag * rng.randrange(1, 800) + b"Norland spoke to Sudria."


def spoiled_text(rng: random.Random) -> bytes:
    text = "Norland spoke to Sudria. Čísla – “šest”.\n" * rng.randrange(1, 9)
    encoding = rng.choice(["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1250", "utf-7", "shift_jis", "cp037"])
    return changed(text.encode(encoding, "ignore"), rng)


def changed(data: bytes, rng: random.Random) -> bytes:
    """The bytes with a few changed, lost, moved or put in."""
    out = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        at, size = rng.randrange(len(out) + 1), rng.randrange(1, 30)
        change = rng.randrange(5)
        if change == 0 and at < len(out):
            out[at] = rng.randrange(256)
        elif change == 1:
            del out[at : at + size]
        elif change == 2:
            out[at:at] = rng.randbytes(size)
        elif change == 3:
            out[at:at] = rng.choice([b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"\r", b"]]>", b"\x1f\x8b\x08", b"WARC/1.0\r\n"])
        else:
            out[:] = out[:at] or b"x"
    return bytes(out)


def whole_files(rng: random.Random) -> tuple[str, bytes]:
    records = [good(n, rng) for n in range(4)]
    lines = "\n".join(json.dumps(item) for item in records)
    table = "id,text\n" + "".join(csv_row([item["id"], item["text"]], ",") for item in records)
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": [str(item["text"]) for item in records]}), buffer, row_group_size=2)
    return rng.choice(
        [
            ("a.jsonl", lines.encode()),
            ("a.json", json.dumps(records).encode()),
            ("a.csv", table.encode()),
            ("a.parquet", buffer.getvalue()),
            ("a.warc", b"".join(text_record(n) for n in range(4))),
            ("a.warc.gz", packed(*(text_record(n) for n in range(4)))),
            ("a.xml", f"<rss version='2.0'><channel>{''.join(entry(item, rng) for item in records)}</channel></rss>".encode()),
        ]
    )


def test_changed_bytes_anywhere(tmp_path):
    for rng in inputs("bytes"):
        name, data = whole_files(rng)
        read(tmp_path, name, changed(data, rng))


def test_bytes_changed_inside_one_record_leave_the_others(tmp_path):
    for n, rng in enumerate(inputs("inside")):
        members = [text_record(k) for k in range(4)]
        name, records = rng.choice(
            [("a.warc.gz", [packed(one) for one in members]), ("a.jsonl", [json.dumps(good(k, rng)).encode() + b"\n" for k in range(4)])]
        )
        at = rng.randrange(4)
        spoiled = changed(records[at], rng)
        if name == "a.jsonl":
            spoiled = spoiled.replace(b"\n", b" ") + b"\n"
        items = read(tmp_path, name, b"".join([*records[:at], spoiled, *records[at + 1 :]]))
        assert numbers(items) >= set(range(4)) - {at}, (n, name, at, items)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".json", ".jsonl", ".csv", ".tsv", ".parquet", ".warc", ".warc.gz", ".rss"])
def test_noise_and_every_head_of_a_format_under_a_wrong_name(tmp_path, suffix):
    for rng in (random.Random(f"noise {n}") for n in range(25)):
        read(tmp_path, f"a{suffix}", rng.randbytes(rng.randrange(3000)) if rng.random() < 0.5 else whole_files(rng)[1])


def test_a_page_of_thirty_megabytes_and_one_ten_thousand_levels_deep(tmp_path):
    (skip,) = read(tmp_path, "a.html", page(1) + b"<p>more</p>" * (30 * 1024 * 1024 // 11))
    assert skip.reason is SkipReason.TOO_LARGE
    (skip,) = read(tmp_path, "a.html", page(1).replace(b"</article>", b"<p>more</p>" * 100_000))  # one megabyte that would take minutes
    assert skip.reason is SkipReason.TOO_LARGE and "elements" in skip.detail
    (skip,) = read(tmp_path, "a.html", b"<html><body>" + b"<div>" * 10_000 + b"Norland spoke." + b"</div>" * 10_000)
    assert skip.reason is SkipReason.NO_BODY
