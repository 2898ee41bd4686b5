"""Feeds in files: entries, their facts, and feeds that are broken."""

import datetime as dt
import io
from pathlib import Path

import pytest

from relata.errors import Skip, SkipReason
from relata.ingest import Metadata, read_paths, read_stream
from relata.records import Article

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Post</title><language>en-gb</language>
<item><title>Ferry &amp; talks</title><link>https://harbour.example/1</link><pubDate>Fri, 28 Oct 2022 23:30:00 -0500</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>Norland <b>spoke</b>.</p>
<p>Sudria&nbsp;did not.<br>So it ends.</p>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;Only a summary.&lt;/p&gt;</description></item>
<item><title>Third</title><link>https://harbour.example/3</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Norland Post</title>
<entry><id>urn:1</id><title type="html">A &lt;i&gt;glad&lt;/i&gt; day</title><link href="https://post.example/1"/>
<published>2022-10-28T01:00:00+09:00</published><updated>2022-11-01T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry>
<entry><id>urn:2</id><updated>2022-11-01T00:00:00Z</updated><summary>Plain words.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Old Post</title></channel>
<item><title>One</title><link>https://old.example/1</link><description>Words.</description><dc:date>2003-05-06T10:00:00Z</dc:date></item></rdf:RDF>"""


def read(tmp_path: Path, content: str | bytes, **known: str) -> list[Article | Skip]:
    (tmp_path / "news.xml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_paths([tmp_path / "news.xml"], defaults=Metadata(**known)))


def found(items: list[Article | Skip]) -> list[str]:
    return [item.text if isinstance(item, Article) else f"{Path(item.source).name} {item.reason}" for item in items]


def test_rss(tmp_path):
    items = read(tmp_path, RSS)
    assert found(items) == ["Norland spoke.\n\nSudria did not.\n\nSo it ends.", "Only a summary.", "news.xml#3 empty"]
    assert (items[0].title, items[0].outlet, items[0].url) == ("Ferry & talks", "The Harbour Post", "https://harbour.example/1")
    assert items[0].published == dt.date(2022, 10, 28)  # by the paper's own clock
    assert "relata watch" in items[2].detail


def test_atom_and_rss_1(tmp_path):
    one, two = read(tmp_path, ATOM)
    assert (one.text, one.title, one.outlet, one.published) == ("One.\n\nTwo.", "A glad day", "Norland Post", dt.date(2022, 10, 28))
    assert (two.text, two.url, two.published) == ("Plain words.", None, dt.date(2022, 11, 1))
    (old,) = read(tmp_path, RDF)
    assert (old.text, old.published) == ("Words.", dt.date(2003, 5, 6))


def test_a_zone_of_zeros_is_no_year(tmp_path):
    assert read(tmp_path, RSS.replace("-0500", "+0000"))[0].published == dt.date(2022, 10, 28)


def test_what_the_command_line_calls_the_outlet_wins_over_the_feed_s_title(tmp_path):
    assert read(tmp_path, RSS, outlet="Told")[0].outlet == "Told"


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF])
def test_a_stream_is_known_for_a_feed(feed):
    items = list(read_stream(io.BytesIO(f"<?xml-stylesheet href='x'?><!-- a --><!-- b -->{feed.partition('?>')[2] or feed}".encode())))
    assert isinstance(items[0], Article)


def test_a_language_declared_for_the_feed(tmp_path):
    assert {item.reason for item in read(tmp_path, RSS.replace("en-gb", "de")) if isinstance(item, Skip)} == {
        *(SkipReason.NOT_ENGLISH, SkipReason.EMPTY)
    }


@pytest.mark.parametrize("day", ["Fri, 31 Dec 9999 23:30:00 +0000", "Mon, 01 Jan 0000 00:00:00 GMT", "0000-00-00", "soon", "1 January"])
def test_a_day_that_cannot_be_costs_its_entry(tmp_path, day):
    assert found(read(tmp_path, RSS.replace("Fri, 28 Oct 2022 23:30:00 -0500", day)))[:2] == ["news.xml#1 bad_record", "Only a summary."]


def test_a_feed_cut_anywhere_gives_its_whole_entries_and_says_where_it_ends(tmp_path):
    first_end = RSS.index("</item>") + len("</item>")
    start = RSS.index("<item>")
    for size in range(start, RSS.index("</rss>"), 9):
        items = found(read(tmp_path, RSS[:size]))
        whole = RSS[:size].count("</item>")
        assert items[-1] == f"news.xml#{whole + 1} damaged", size
        assert len(items) == whole + 1
        assert size < first_end or items[0].startswith("Norland spoke.")


def test_a_small_fault_in_the_markup_costs_nothing(tmp_path):
    assert found(read(tmp_path, RSS.replace("Ferry &amp; talks", "Ferry & talks")))[0].startswith("Norland spoke.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", SkipReason.EMPTY),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", SkipReason.EMPTY),
        (b"<lexicon><entrys/></lexicon>", SkipReason.UNSUPPORTED),
        (b"\x00\xff\x01" * 100, SkipReason.UNSUPPORTED),
        (b"/etc/hostname", SkipReason.UNSUPPORTED),
        (b"http://127.0.0.1/feed", SkipReason.UNSUPPORTED),
    ],
)
def test_what_is_no_feed_is_one_skip(tmp_path, data, reason):
    (skip,) = read(tmp_path, data)
    assert skip.reason is reason


def test_entities_that_multiply_do_no_harm(tmp_path):
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    entry = "<item><title>&j;</title><description>Fine.</description></item>"
    bomb = f"<!DOCTYPE rss [{entities}]><rss version='2.0'><channel>{entry}</channel></rss>"
    items = read(tmp_path, bomb)
    assert len(items) == 1 and len(getattr(items[0], "title", "") or "") < 1000
