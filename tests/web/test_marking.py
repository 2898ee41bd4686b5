"""Segments: overlapping spans, characters beyond the BMP, spans that reach outside, paragraphs."""

from __future__ import annotations

import random

from relata.web.marking import Span, paragraphs, segments


def test_no_spans_give_one_plain_segment() -> None:
    (only,) = segments("plain", [])
    assert (only.text, only.kinds, only.marks) == ("plain", (), ())
    assert segments("", []) == []


def test_crossing_spans_are_cut_where_either_begins_or_ends() -> None:
    found = segments("abcdef", [Span(0, 4, "direct", "statement-1"), Span(2, 6, "evidence", "event-1")])
    assert [s.text for s in found] == ["ab", "cd", "ef"]
    assert [s.kinds for s in found] == [("direct",), ("direct", "evidence"), ("evidence",)]
    assert [s.opens for s in found] == [("direct",), ("evidence",), ()]
    assert [s.closes for s in found] == [(), ("direct",), ("evidence",)]
    assert found[1].rows == ("event-1", "statement-1")


def test_same_span_for_several_rows_is_one_segment_with_both() -> None:
    (both, rest) = segments("the two", [Span(0, 3, "actor", "actor-2"), Span(0, 3, "actor", "actor-1")])
    assert both.marks == (("actor-1", "actor"), ("actor-2", "actor"))
    assert both.kinds == ("actor",)
    assert rest.marks == ()


def test_nested_and_touching_spans() -> None:
    found = segments("abcd", [Span(0, 4, "a", "r"), Span(1, 2, "b", "r"), Span(2, 3, "c", "r")])
    assert [(s.text, s.kinds) for s in found] == [("a", ("a",)), ("b", ("a", "b")), ("c", ("a", "c")), ("d", ("a",))]


def test_spans_outside_or_empty_are_clipped_or_dropped() -> None:
    spans = [Span(-5, 1, "a", "r"), Span(2, 99, "b", "r"), Span(1, 1, "c", "r"), Span(3, 2, "d", "r"), Span(50, 60, "e", "r")]
    found = segments("abc", spans)
    assert [(s.text, s.kinds) for s in found] == [("a", ("a",)), ("b", ()), ("c", ("b",))]
    assert found[0].opens == () and found[2].closes == ()


def test_offsets_are_code_points() -> None:
    text = "😀 𝔐erovia"
    found = segments(text, [Span(2, 9, "actor", "actor-1")])
    assert [s.text for s in found] == ["😀 ", "𝔐erovia"]


def test_any_spans_keep_the_text_and_mark_exactly_what_they_cover() -> None:
    rng = random.Random(7)
    text = "0123456789" * 3
    for _ in range(200):
        spans = [Span(rng.randrange(-2, 32), rng.randrange(-2, 34), rng.choice("abc"), rng.choice("xyz")) for _ in range(6)]
        found = segments(text, spans)
        assert "".join(s.text for s in found) == text
        for segment in found:
            for place in range(segment.start, segment.end):
                assert set(segment.marks) == {(s.row, s.kind) for s in spans if s.start <= place < s.end}


def test_every_newline_is_a_break_in_a_text_without_blank_lines() -> None:
    text = "One.\nTwo.\r\nThree."
    assert [text[p.start : p.end] for p in paragraphs(text, [])] == ["One.", "Two.", "Three."]


def test_only_blank_lines_break_a_text_that_has_them() -> None:
    text = "\nOne,\nstill one.\n \n\nTwo.\n\n"
    assert [text[p.start : p.end].strip() for p in paragraphs(text, [])] == ["One,\nstill one.", "Two."]


def test_a_span_over_two_paragraphs_is_in_both_and_has_its_edges_once() -> None:
    first, second = paragraphs("ab\ncd", [Span(1, 4, "direct", "statement-1")])
    assert [(s.text, s.opens, s.closes) for s in first.segments] == [("a", (), ()), ("b", ("direct",), ())]
    assert [(s.text, s.opens, s.closes) for s in second.segments] == [("c", (), ("direct",)), ("d", (), ())]


def test_empty_text_has_no_paragraphs() -> None:
    assert paragraphs("", []) == [] and paragraphs(" \n ", []) == []


def test_twice_the_rows_are_twice_the_work() -> None:
    compared = 0

    class Place(int):
        def __lt__(self, other: int) -> bool:
            nonlocal compared
            compared += 1
            return int(self) < other

        def __gt__(self, other: int) -> bool:
            nonlocal compared
            compared += 1
            return int(self) > other

    work = []
    for rows in (500, 1000):
        compared = 0
        spans = [Span(Place(13 * n), Place(13 * n + 5), "actor", "actor-1") for n in range(rows)]
        found = paragraphs("Lonia spoke.\n" * rows, spans)
        assert sum("actor" in segment.kinds for paragraph in found for segment in paragraph.segments) == rows
        work.append(compared)
    assert work[0] < work[1] < 2.5 * work[0]
