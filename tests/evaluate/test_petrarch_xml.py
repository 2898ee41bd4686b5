"""Validation files: what such files really have is read, and what is wrong is named with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relata.evaluate import GoldError
from relata.evaluate.petrarch_xml import Marked, read_validation

CODED = '<EventCoding sourcecode="NLD" targetcode="SUD" eventcode="042"/>'


def read(tmp_path: Path, content: str) -> list[Marked]:
    path = tmp_path / "v.xml"
    path.write_text(content, encoding="utf-8")
    return read_validation(path)


TEXT = "<Text>\nNorland met\n  Sudria.\n</Text>\n<Parse>\n(ROOT (CC &) (X <Y))\n</Parse>"


def sentence(inside: str, attributes: str = 'date="20120105" id="A-1" category="MEET"') -> str:
    return f"<Sentence {attributes}>\n{inside}\n{TEXT}\n</Sentence>\n"


def test_a_sentence(tmp_path):
    (one,) = read(tmp_path, f'<?xml version="1.0" encoding="UTF-8"?>\n<Sentences>\n{sentence(CODED)}</Sentences>')
    assert one == Marked("A-1", "MEET", "Norland met Sudria.", dt.date(2012, 1, 5), True, (("NLD", "SUD", "042"),), 3)


@pytest.mark.parametrize(
    ("coding", "events"),
    [
        (CODED + CODED, (("NLD", "SUD", "042"),)),
        ('<EventCoding eventcode = "043" sourcecode = "SUDGOV" targetcode = "NLD" ></EventCoding>', (("SUDGOV", "NLD", "043"),)),
        ('<EventCoding sourcecode="NLD" targetcode="SUD" eventcode="112">', (("NLD", "SUD", "112"),)),
        ('<EventCoding sourcecode="NLD,OST" targetcode="SUD" eventcode="040"/>', (("NLD", "SUD", "040"), ("OST", "SUD", "040"))),
        ('<EventCoding sourcecode="NLD" targetcode="SUD/OST" eventcode="040"/>', (("NLD", "SUD", "040"), ("NLD", "OST", "040"))),
        ('<EventCoding sourcecode="NLD" targetcode="SUD" eventcode="042, 061"/>', (("NLD", "SUD", "042"), ("NLD", "SUD", "061"))),
        ('<EventCoding sourcecode="NLD" targetcode="---" eventcode="141"/>', (("NLD", "---", "141"),)),
        ('<EventCoding noevents="True"/>', ()),
        ('<EventCoding error="discard"/>', ()),
        ('<EventCoding sourcecode="NLD" targetcode="SUD" eventcode="---"/>', ()),
        ('<EventCoding sourcecode="" targetcode="" eventcode=""/>', None),
    ],
)
def test_codings(tmp_path, coding, events):
    (one, _) = read(tmp_path, f"<Validation>{sentence(coding)}{sentence(CODED)}</Validation>")
    assert one.events == events


def test_no_coding_expects_nothing_where_others_have_one_and_is_open_where_none_has(tmp_path):
    assert [one.events for one in read(tmp_path, f"<X>{sentence('')}{sentence(CODED)}</X>")] == [(), (("NLD", "SUD", "042"),)]
    assert [one.events for one in read(tmp_path, f"<X>{sentence('')}{sentence('')}</X>")] == [None, None]


def test_what_is_not_to_be_evaluated_is_read_all_the_same(tmp_path):
    one, other = read(tmp_path, "<X>" + sentence(CODED, 'evaluate="false"') + sentence(CODED, 'evaluate="True"') + "</X>")
    assert (one.events, one.id, one.category, one.date, one.has_date, one.text) == (
        None,
        "1",
        "no category",
        None,
        False,
        "Norland met Sudria.",
    )
    assert other.events == (("NLD", "SUD", "042"),)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20120105", dt.date(2012, 1, 5)),
        ("2012-01-05", dt.date(2012, 1, 5)),
        ("950601", dt.date(1995, 6, 1)),
        ("20121305", None),
        ("x", None),
    ],
)
def test_dates(tmp_path, text, date):
    (one,) = read(tmp_path, sentence(CODED, f'date="{text}"'))
    assert (one.date, one.has_date) == (date, True)


@pytest.mark.parametrize(
    ("head", "words", "text"),
    [
        ("", "AT&T &amp; Co &#233; &eacute; &lt;b", "AT&T & Co é é <b"),
        ('<!DOCTYPE X [\n<!ENTITY nld "Norland">\n]>', "&nld; met <b>Sudria</b><!-- no -->.", "Norland met Sudria."),
    ],
)
def test_entities(tmp_path, head, words, text):
    (one,) = read(tmp_path, f"{head}<X><Sentence><Text>{words}</Text></Sentence></X>")
    assert one.text == text


def test_sentences_without_a_root_and_in_other_letter_case(tmp_path):
    read_ = read(tmp_path, f'<?xml version="1.0"?>\n{sentence(CODED)}{sentence(CODED).replace("Sentence", "SENTENCE")}')
    assert [(one.line, one.events) for one in read_] == [(2, (("NLD", "SUD", "042"),)), (12, (("NLD", "SUD", "042"),))]


def test_no_other_file_is_opened(tmp_path):
    (tmp_path / "secret").write_text("secret")
    head = f'<!DOCTYPE X [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
    with pytest.raises(GoldError, match=r"v.xml:\d+: not XML"):
        read(tmp_path, f"{head}<X><Sentence><Text>&s;</Text></Sentence></X>")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"<X>\n{sentence(CODED)}</Y>", r"v.xml:12: not XML at column \d+ \(.*X.*Y"),
        (f"<X>\n{sentence('<b>')}</X>", r"v.xml:\d+: not XML"),
        ("<X><Sentence date=20120105></Sentence></X>", "v.xml:1: not XML"),
        (f"<X>\n{sentence(CODED.replace('042', 'MEET'))}</X>", "v.xml:3: eventcode 'MEET' is no CAMEO code"),
        ("<X></X>", "v.xml: holds no <Sentence>"),
        ("", "v.xml:1: not XML"),
        ("Norland met Sudria.", "v.xml:1: not XML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, content, message):
    with pytest.raises(GoldError, match=message):
        read(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(GoldError, match="cannot be read"):
        read_validation(tmp_path / "none.xml")
