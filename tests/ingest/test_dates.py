"""Days of publication as tables and people write them; what leaves a choice is refused."""

import datetime as dt
import json
import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relata.errors import IngestError
from relata.ingest import Columns, read_paths
from relata.ingest.dates import parse_published
from relata.ingest.decode import Refusal
from relata.records import Article

DAY = dt.date(2022, 10, 28)


@pytest.mark.parametrize(
    "value",
    [
        *("Fri, 28 Oct 2022 14:05:00 +0200", "28 Oct 2022 23:59 GMT", "28 October 2022", "28-Oct-2022", "Friday, 28th of October, 2022"),
        *("October 28, 2022", "Oct. 28 2022 at 3:05 p.m. EST", "OCTOBER 28th, 2022", "Sept. 28, 2022".replace("Sept.", "Oct.")),
        *("28/10/2022", "10/28/2022 14:00", "28.10.2022", "10-28-2022", "2022/10/28", "2022.10.28"),
        *(20221028, "20221028", 20221028.0, 1666915200, "1666915200", 1666915200.5, 1666915200123, "1666915200123"),
    ],
)
def test_forms_of_one_day(value: object):
    assert parse_published(value) == DAY


def test_no_number_is_no_day():
    assert parse_published(math.nan) is None


@pytest.mark.parametrize("value", ["03/04/2022", "3.4.2022", "03-04-2022 12:00"])
def test_day_or_month_first_has_to_be_said(value: str):
    with pytest.raises(Refusal, match="--date-format"):
        parse_published(value)


def test_the_same_number_twice_leaves_no_choice():
    assert parse_published("03/03/2022") == dt.date(2022, 3, 3)


@pytest.mark.parametrize(
    "value",
    [
        *("28/13/2022", "30/02/2022", "31 February 2022", "28 Octember 2022", "28 October 22", "28/10/22", "28 October 2022 and more"),
        *("28 October 1066", "12345", -5, 1e300, math.inf, 2022, 99999999, 10**18, "1 2 2022", [], {}),
    ],
)
def test_what_is_no_day_is_refused(value: object):
    with pytest.raises(Refusal, match="such as 2022-10-28"):
        parse_published(value)


def test_with_a_format_no_other_form_is_read():
    assert parse_published("03/04/2022", "%d/%m/%Y") == dt.date(2022, 4, 3)
    assert parse_published(20220304, "%Y%d%m") == dt.date(2022, 4, 3)
    assert parse_published(dt.date(2022, 4, 3), "%d/%m/%Y") == dt.date(2022, 4, 3)
    with pytest.raises(Refusal, match="does not match format"):
        parse_published("2022-04-03", "%d/%m/%Y")


@pytest.mark.parametrize("pattern", ["", "day", "%d/%m", "%Q"])
def test_a_format_has_to_tell_the_day(pattern: str):
    with pytest.raises(IngestError, match="no way to write a day"):
        Columns.parse([], pattern)


def test_tables_are_read_by_the_format(tmp_path):
    (tmp_path / "a.csv").write_text("text,published\nOne.,03/04/2022\nTwo.,\n")
    columns = Columns.parse([], "%d/%m/%Y")
    assert [item.published for item in read_paths([tmp_path / "a.csv"], columns=columns)] == [dt.date(2022, 4, 3), None]


def test_columns_within_columns(tmp_path):
    record = {"article": {"body": "One.", "meta": {"when": 1666915200}}, "outlet": {"name": "Post"}}
    other = {"article": {"body": "Two.", "meta": None}, "outlet": None}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n" + json.dumps(other) + "\n")
    pq.write_table(pa.Table.from_pylist([record, other]), tmp_path / "a.parquet")
    columns = Columns.parse(["text=article.body", "published=article.meta.when", "outlet=outlet.name"])
    for name in ("a.jsonl", "a.parquet"):
        found = [item for item in read_paths([tmp_path / name], columns=columns) if isinstance(item, Article)]
        assert [(item.text, item.published, item.outlet) for item in found] == [("One.", DAY, "Post"), ("Two.", None, None)]


def test_a_column_with_a_dot_in_its_name_wins(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"article.body": "One.", "article": {"body": "Two."}}\n{"article": {"head": "x"}}\n')
    one, skip = read_paths([tmp_path / "a.jsonl"], columns=Columns({"text": "article.body"}))
    assert one.text == "One."
    assert "'article.body' is missing" in skip.detail
