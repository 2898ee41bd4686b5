"""Pages: body, paragraphs, and the metadata a page states of itself."""

import datetime as dt
from pathlib import Path

import pytest

from relata.errors import Skip, SkipReason
from relata.ingest import Metadata, read_paths
from relata.records import Article

HEAD = """<title>Norland and Sudria agree ferry line | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2022-03-05T23:30:00+02:00">
<meta property="article:modified_time" content="2022-03-09T08:00:00+02:00">
<link rel="canonical" href="https://harbour.example/world/ferry">"""
BODY = """<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Norland and Sudria agree ferry line</h1>
<p>The foreign minister of Norland, <b>Ada Brenn</b>, met her <i>Sudrian</i>
 counterpart on Friday in Portvale, and the two signed an accord&nbsp;on a ferry line.</p>
<p>“We are glad,” Brenn said.<br>She then left for home without taking any questions from reporters.</p>
<ul><li>First sailing in May, the ministry said.</li><li>Fares are to be set by a joint commission of both.</li></ul>
<blockquote><p>“It is a good day for both of our countries,” said the Sudrian minister.</p></blockquote></article>
<section id="comments"><h3>Comments</h3><p>First! What a silly ferry, if you ask me and all my friends.</p></section>
<footer>© The Harbour Post 2024. All rights reserved.</footer>"""


def page(*, head: str = HEAD, body: str = BODY, lang: str = ' lang="en-GB"') -> bytes:
    return f"<!DOCTYPE html><html{lang}><head>{head}</head><body>{body}</body></html>".encode()


def read(tmp_path: Path, data: bytes, **known) -> Article | Skip:
    (tmp_path / "page.html").write_bytes(data)
    (item,) = read_paths([tmp_path / "page.html"], defaults=Metadata(**known))
    return item


def test_a_page_says_what_it_is(tmp_path):
    article = read(tmp_path, page())
    assert article.title == "Norland and Sudria agree ferry line"
    assert article.outlet == "The Harbour Post"
    assert article.published == dt.date(2022, 3, 5)  # first published, by the outlet's own clock
    assert article.url == "https://harbour.example/world/ferry"
    assert article.outlet_country is None


def test_the_body_in_paragraphs(tmp_path):
    assert read(tmp_path, page()).text.split("\n\n") == [
        "Norland and Sudria agree ferry line",
        "The foreign minister of Norland, Ada Brenn, met her Sudrian counterpart on Friday in Portvale, "
        "and the two signed an accord on a ferry line.",
        "“We are glad,” Brenn said.",
        "She then left for home without taking any questions from reporters.",
        "First sailing in May, the ministry said.",
        "Fares are to be set by a joint commission of both.",
        "“It is a good day for both of our countries,” said the Sudrian minister.",
    ]


def test_what_the_page_leaves_open_is_filled_from_outside(tmp_path):
    known = {"outlet": "Told", "outlet_country": "NOR", "published": dt.date(2020, 1, 1), "url": "https://told.example/"}
    article = read(tmp_path, page(head="<title>Ferry</title>"), **known)
    assert (article.outlet, article.outlet_country, article.published) == ("Told", "NOR", dt.date(2020, 1, 1))
    article = read(tmp_path, page(), **known)
    assert (article.outlet, article.outlet_country, article.published) == ("The Harbour Post", "NOR", dt.date(2022, 3, 5))


def test_the_host_is_the_outlet_only_where_nobody_names_one(tmp_path):
    head = '<title>Ferry</title><link rel="canonical" href="https://www.harbour.example/world/ferry">'
    assert read(tmp_path, page(head=head), outlet="Told").outlet == "Told"
    assert read(tmp_path, page(head=head)).outlet == "harbour.example"


def test_no_date_is_taken_from_the_running_text(tmp_path):
    body = "<article>" + "<p>On 4 March 2019 the two states had broken off all talks about a ferry line.</p>" * 5 + "</article>"
    assert read(tmp_path, page(head="<title>Ferry</title>", body=body)).published is None


@pytest.mark.parametrize("lang", [' lang="fr"', ' xml:lang="fr-CA"'])
def test_a_page_in_another_language(tmp_path, lang):
    assert read(tmp_path, page(lang=lang)).reason is SkipReason.NOT_ENGLISH


def test_a_language_in_a_content_language_tag(tmp_path):
    head = '<meta http-equiv="Content-Language" content="de"><title>Fähre</title>'
    assert read(tmp_path, page(head=head, lang="")).reason is SkipReason.NOT_ENGLISH


def test_a_declared_encoding_is_honoured(tmp_path):
    data = page(head='<meta charset="windows-1252"><title>Ferry</title>').decode().replace("©", "").encode("cp1252")
    assert "“We are glad,”" in read(tmp_path, data).text
    skip = read(tmp_path, data.replace(b"windows-1252", b"utf-8"))
    assert skip.reason is SkipReason.ENCODING and ":" in skip.source


@pytest.mark.parametrize(
    "data",
    [
        b"<html><head><title>Ferry</title></head><body></body></html>",
        b"just words, no markup",
        b"<" * 5000,
        b"<html><body>" + b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000,
    ],
    ids=["empty body", "no markup", "open brackets", "10,000 levels"],
)
def test_a_page_without_an_article(tmp_path, data):
    item = read(tmp_path, data)
    assert isinstance(item, Skip) and item.reason is SkipReason.NO_BODY


def test_references_to_impossible_characters_do_no_harm(tmp_path):
    body = BODY.replace("Ada Brenn", "Ada&#0;&#xD800;&#x110000; Brenn")
    article = read(tmp_path, page(head=HEAD.replace("Norland and", "Norland&#xD800;&#0; and"), body=body))
    assert "Brenn" in article.text
    for value in (article.text, article.title):
        assert "\0" not in value and value.encode("utf-8")
