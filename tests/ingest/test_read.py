"""Paths and streams in, articles and skips out: order, recursion, sidecars, and every bad input of one batch."""

import inspect
import io
import json
import os
import sys
from pathlib import Path

import pytest

from relata.errors import IngestError, Skip, SkipReason
from relata.ingest import Metadata, expected_articles, read_paths, read_stream
from relata.records import Article

BODY = "Norland welcomed the accord.\n\nSudria said nothing."


def put(path: Path, content: str | bytes | dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(content) if isinstance(content, dict) else content
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def only_skip(*paths: Path) -> Skip:
    (item,) = read_paths(paths)
    assert isinstance(item, Skip)
    assert item.stage == "ingest"
    return item


def test_a_folder_is_read_with_its_subfolders_by_name(tmp_path):
    for name in ("c.txt", "b/2.txt", "b/1.txt", "a.txt", "b/deep/er/x.text"):
        put(tmp_path / name, f"Text of {name}.")
    found = [article.text for article in read_paths([tmp_path])]
    assert found == [f"Text of {name}." for name in ("a.txt", "b/1.txt", "b/2.txt", "b/deep/er/x.text", "c.txt")]


def test_named_paths_keep_their_order(tmp_path):
    first, second = put(tmp_path / "z.txt", "Z."), put(tmp_path / "a.txt", "A.")
    assert [article.text for article in read_paths([first, second])] == ["Z.", "A."]


def test_reading_is_lazy(tmp_path):
    put(tmp_path / "1.txt", "One.")
    later = put(tmp_path / "2.txt", "Two.")
    items = read_paths([tmp_path])
    assert next(items).text == "One."
    later.write_text("Changed.")
    assert next(items).text == "Changed."


def test_hidden_entries_and_companions_in_a_folder_are_passed_over(tmp_path):
    put(tmp_path / "a.txt", BODY)
    for name in (".hidden.txt", ".git/x.txt", "README.md", "README.txt", "LICENSE", "page_files/style.css", "photo.PNG"):
        put(tmp_path / name, BODY)
    assert [type(item) for item in read_paths([tmp_path])] == [Article]
    assert expected_articles([tmp_path]) == 1


def test_an_unknown_kind_is_reported_also_in_a_folder(tmp_path):
    put(tmp_path / "report.docx", b"PK\x03\x04")
    put(tmp_path / "notes", BODY)
    skips = list(read_paths([tmp_path]))
    assert [(Path(skip.source).name, skip.reason) for skip in skips] == [
        ("notes", SkipReason.UNSUPPORTED),
        ("report.docx", SkipReason.UNSUPPORTED),
    ]
    assert ".docx" in skips[1].detail and ".jsonl" in skips[1].detail


def test_a_companion_named_directly_is_reported(tmp_path):
    assert only_skip(put(tmp_path / "README.md", "# Hello")).reason is SkipReason.UNSUPPORTED


def test_a_hidden_file_named_directly_is_read(tmp_path):
    (article,) = read_paths([put(tmp_path / ".hidden.txt", BODY)])
    assert article.text == BODY


def test_a_link_to_the_parent_folder_ends(tmp_path):
    put(tmp_path / "in" / "a.txt", BODY)
    os.symlink(tmp_path, tmp_path / "in" / "loop")
    assert len(list(read_paths([tmp_path]))) == 1


def test_folders_may_nest_deeper_than_python_recurses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(Path("a.txt"), "Top.")
    put(Path(*["d"] * 150, "e.txt"), "Bottom.")
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 120)
    try:
        found = [article.text for article in read_paths([Path(".")])]
    finally:
        sys.setrecursionlimit(usual)
    assert found == ["Top.", "Bottom."]


def test_a_missing_path_is_wrong_use_and_known_before_reading(tmp_path):
    put(tmp_path / "a.txt", BODY)
    with pytest.raises(IngestError, match=r"nowhere\.txt: no such file"):
        read_paths([tmp_path, tmp_path / "nowhere.txt"])
    with pytest.raises(IngestError, match="nowhere"):
        expected_articles([tmp_path / "nowhere"])
    with pytest.raises(IngestError, match="no path given"):
        read_paths([])


def test_a_file_that_cannot_be_opened_costs_itself_only(tmp_path):
    os.symlink(tmp_path / "gone", tmp_path / "a.txt")
    put(tmp_path / "b.txt", BODY)
    skip, article = read_paths([tmp_path])
    assert (skip.reason, skip.source) == (SkipReason.UNREADABLE, str(tmp_path / "a.txt"))
    assert article.text == BODY


def test_a_pipe_among_the_files_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert only_skip(tmp_path).reason is SkipReason.UNSUPPORTED


def test_a_file_name_of_any_bytes_gives_a_printable_source(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb"):
        pass
    skip = only_skip(tmp_path)
    assert skip.source.encode("utf-8").endswith(rb"caf\xe9.txt")


def test_progress_counts_files_read_and_given_up(tmp_path):
    put(tmp_path / "a.jsonl", '{"text": "One."}\n{"text": "Two."}\n')
    put(tmp_path / "b.txt", "")
    put(tmp_path / "c.pdf", b"%PDF-1.7")
    done = []
    assert len(list(read_paths([tmp_path], on_source=done.append))) == 4
    assert [Path(source).name for source in done] == ["a.jsonl", "b.txt", "c.pdf"]
    assert expected_articles([tmp_path]) == 4


# Metadata: whose word counts


def test_without_metadata_all_is_unknown(tmp_path):
    (article,) = read_paths([put(tmp_path / "a.txt", BODY)])
    assert (article.published, article.outlet, article.title, article.outlet_country) == (None, None, None, None)
    assert article.language == "en"


def test_the_sidecar_is_metadata_and_no_article(tmp_path):
    put(tmp_path / "a.txt", BODY)
    facts = {"outlet": "The Harbour Post", "outlet_country": "NOR", "published": "2022-10-28", "id": "hp-1"}
    put(tmp_path / "a.json", facts | {"pages": 3})
    (article,) = read_paths([tmp_path])
    found = article.to_dict()
    assert {field: found[field] for field in facts} == facts


def test_the_sidecar_counts_for_a_file_named_directly(tmp_path):
    text = put(tmp_path / "a.txt", BODY)
    sidecar = put(tmp_path / "a.json", {"outlet": "The Harbour Post"})
    assert [article.outlet for article in read_paths([text])] == ["The Harbour Post"]
    assert [article.outlet for article in read_paths([sidecar, text])] == ["The Harbour Post"]
    assert [article.outlet for article in read_paths([sidecar, tmp_path])] == ["The Harbour Post"]


def test_a_sidecar_named_alone_is_no_article(tmp_path):
    put(tmp_path / "a.txt", BODY)
    skip = only_skip(put(tmp_path / "a.json", {"outlet": "The Harbour Post"}))
    assert skip.reason is SkipReason.BAD_RECORD and "'text' is missing" in skip.detail


def test_record_over_sidecar_over_command_line(tmp_path):
    defaults = Metadata(outlet="From the command line", outlet_country="AAA", title="From the command line")
    put(tmp_path / "a.txt", BODY)
    put(tmp_path / "a.json", {"outlet": "From the sidecar", "outlet_country": None})
    put(tmp_path / "b.html", f"<html><head><title>From the page</title></head><body><article><p>{BODY}</p></article></body></html>")
    put(tmp_path / "b.json", {"title": "From the sidecar", "outlet": "From the sidecar"})
    put(tmp_path / "c.jsonl", '{"text": "Norland spoke.", "outlet": "From the record"}')
    a, b, c = read_paths([tmp_path], defaults=defaults)
    assert (a.outlet, a.outlet_country, a.title) == ("From the sidecar", "AAA", "From the command line")
    assert (b.title, b.outlet) == ("From the page", "From the sidecar")
    assert (c.outlet, c.outlet_country) == ("From the record", "AAA")


@pytest.mark.parametrize(
    ("sidecar", "place", "reason"),
    [
        ('{"outlet": "A",\n "published": }', ":2", SkipReason.BROKEN_JSON),
        ('{\n"outlet": "A",\n"published": "28 October"}', ":3", SkipReason.BAD_RECORD),
        ('["outlet"]', ":1", SkipReason.BAD_RECORD),
        ("", "", SkipReason.EMPTY),
        (b'{"outlet":\n"\xe9"}', ":2", SkipReason.ENCODING),
    ],
)
def test_a_broken_sidecar_costs_its_article_only(tmp_path, sidecar, place, reason):
    put(tmp_path / "a.txt", BODY)
    broken = put(tmp_path / "a.json", sidecar)
    put(tmp_path / "b.txt", "Another.")
    skip, article = read_paths([tmp_path])
    assert (skip.source, skip.reason) == (f"{broken}{place}", reason)
    assert "a.txt" in skip.detail
    assert article.text == "Another."


def test_another_declared_language_is_given_up(tmp_path):
    put(tmp_path / "a.txt", "Le texte.")
    put(tmp_path / "a.json", {"language": "fr"})
    skip = only_skip(tmp_path)
    assert (skip.reason, skip.source) == (SkipReason.NOT_ENGLISH, str(tmp_path / "a.txt"))
    assert "'fr'" in skip.detail


def test_defaults_cannot_name_one_article(tmp_path):
    with pytest.raises(IngestError, match="defaults"):
        read_paths([put(tmp_path / "a.txt", BODY)], defaults=Metadata(id="1"))


# One bad batch


def test_bad_files_are_named_and_the_rest_is_read(tmp_path):
    put(tmp_path / "a_empty.txt", b"")
    put(tmp_path / "b_blank.txt", "\ufeff \n\t\r\n")
    put(tmp_path / "c_binary.txt", b"\x00\x01\x02" * 100)
    put(tmp_path / "d_pdf.txt", b"%PDF-1.7 ...")
    put(tmp_path / "e_latin.txt", b"Fine.\nThe caf\xe9 closed.\n")
    with open(tmp_path / "f_big.txt", "wb") as file:
        file.truncate(50 * 1024 * 1024)
    lines = [json.dumps({"text": f"Article {n}."}) for n in range(1, 10)]
    lines[6] = '{"text": "Article 7.", "outlet": }'
    put(tmp_path / "g_records.jsonl", "\n".join(lines))
    put(tmp_path / "h_no_date.txt", BODY)
    items = list(read_paths([tmp_path]))
    skips = [(Path(item.source).name, item.reason) for item in items if isinstance(item, Skip)]
    assert skips == [
        ("a_empty.txt", SkipReason.EMPTY),
        ("b_blank.txt", SkipReason.EMPTY),
        ("c_binary.txt", SkipReason.BINARY),
        ("d_pdf.txt", SkipReason.BINARY),
        ("e_latin.txt:2", SkipReason.ENCODING),
        ("f_big.txt", SkipReason.TOO_LARGE),
        ("g_records.jsonl:7", SkipReason.BROKEN_JSON),
    ]
    texts = [item.text for item in items if isinstance(item, Article)]
    assert texts == [f"Article {n}." for n in (1, 2, 3, 4, 5, 6, 8, 9)] + [BODY]


def test_a_file_over_the_limit_is_not_opened(tmp_path, monkeypatch):
    with open(tmp_path / "big.html", "wb") as file:
        file.truncate(50 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    skip = only_skip(tmp_path)
    assert skip.reason is SkipReason.TOO_LARGE and "50.0 MB" in skip.detail and "10 MB" in skip.detail


# Streams


def stream_of(data: bytes, **options) -> list[Article | Skip]:
    return list(read_stream(io.BytesIO(data), **options))


def test_a_stream_of_text():
    (article,) = stream_of(b"\xef\xbb\xbf[Photo: Agency]\r\nNorland spoke.", defaults=Metadata(outlet="The Harbour Post"))
    assert (article.text, article.outlet) == ("[Photo: Agency]\nNorland spoke.", "The Harbour Post")


def test_a_stream_of_utf16_text():
    assert stream_of("Norland – spoke.".encode("utf-16"))[0].text == "Norland – spoke."


def test_a_stream_of_html():
    page = f"<!-- saved --><!DOCTYPE html><html><head><title>Accord</title></head><body><article><p>{BODY}</p></article></body></html>"
    assert stream_of(page.encode())[0].title == "Accord"


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("as_list", [True, False])
def test_a_stream_of_json(indent, as_list):
    record = {"title": "T", "text": "Norland spoke. " * 2000}
    (article,) = stream_of(json.dumps([record] if as_list else record, indent=indent).encode())
    assert article.text == record["text"]


def test_a_stream_of_jsonl_with_long_lines_and_a_broken_first():
    long = json.dumps({"text": "Norland spoke. " * 2000})
    assert [type(item) for item in stream_of(f"{long}\n{long}\n".encode())] == [Article, Article]
    skip, article = stream_of(f'{{"text": \n{{"text": "Fine."}}\n{long}'.encode(), name="batch")[:2]
    assert (skip.source, skip.reason) == ("batch:1", SkipReason.BROKEN_JSON)
    assert article.text == "Fine."


def test_a_stream_is_bounded_and_may_be_empty():
    assert stream_of(b"a " * (6 * 1024 * 1024))[0].reason is SkipReason.TOO_LARGE
    assert stream_of(b"")[0].reason is SkipReason.EMPTY


def test_a_dash_is_standard_input(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "One."}\n{"text": }\n')))
    article, skip, last = read_paths([Path("-"), put(tmp_path / "a.txt", BODY)])
    assert (article.text, skip.source, last.text) == ("One.", "stdin:2", BODY)


def test_nothing_is_printed(tmp_path, capfd):
    put(tmp_path / "a.html", "<html><body></body></html>")
    put(tmp_path / "b.html", "\x01<p>no page")
    put(tmp_path / "c.txt", b"\xff")
    assert len(list(read_paths([tmp_path]))) == 3
    assert capfd.readouterr() == ("", "")
