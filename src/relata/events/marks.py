"""Where do the marked parties of a sentence stand? ``<s>…</s>`` is the source, ``<t>…</t>`` the target."""

from __future__ import annotations

import re

Span = tuple[int, int]


def unmark(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """Text without its ``<s> </s> <t> </t>`` marks, and the marked spans by letter. A mark without its other half is dropped."""
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    text, at = "", 0
    for match in re.finditer(r"<(/?)([st])>", marked):
        text += marked[at : match.start()]
        at = match.end()
        if not match[1]:
            opened[match[2]] = len(text)
        elif match[2] in opened:
            spans[match[2]].append((opened.pop(match[2]), len(text)))
    return text + marked[at:], spans
