"""How is a stranger's text shown on a terminal without it steering the terminal?

In: text from articles, file names, error messages. Out: the same text with every character visible: control characters, among them
the escape that starts a terminal's commands, and the marks that turn the direction of writing, become ``\\x1b``-like escapes.
Left out: what is written to files and pipes, which is kept exactly.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from rich.text import Text

# C0 and C1 controls, line and paragraph separators, direction marks and isolates, the byte-order mark, half surrogate pairs.
UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
SPACES: Final = re.compile(r"[ \t\r\n\u2028\u2029]+")


def plain(value: object) -> str:
    """The value as one line of text that is safe to print; runs of white space become one space, None becomes nothing."""
    if value is None:
        return ""
    return escape(SPACES.sub(" ", str(value)).strip())


def escape(text: str) -> str:
    """The text with every unsafe character as a visible escape."""
    return UNSAFE.sub(lambda found: _visible(ord(found[0])), text)


def shortened(value: object, width: int) -> str:
    """As `plain`, cut to `width` characters with an ellipsis."""
    text = plain(value)
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def cell(value: object, *, style: str = "") -> Text:
    """As `plain`, for a table: square brackets in it are no markup."""
    return Text(plain(value), style=style)


def json_line(value: Any) -> str:
    """The value as JSON on one line. Unsafe characters are written as JSON escapes, which mean the same to every reader."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _visible(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
