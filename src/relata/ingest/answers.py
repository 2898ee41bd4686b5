"""What a web server answered: which article is in it?

In: an answer's status, headers and body, from an archive or just fetched. Out: its article. Left out: getting answers (`fetch`, `warc`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Final

from relata.errors import SkipReason
from relata.records import Article

from . import html
from .decode import Refusal, decode
from .metadata import Metadata, make_article
from .unpack import unpack

PAGES: Final = frozenset(("text/html", "application/xhtml+xml"))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of HTTP.

    Attributes:
        url: the address that answered, after redirects.
        headers: names in lower case.
        body: as it travelled, less chunking: `content` unpacks it.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        """The body unpacked; raises Refusal where it is over the limit of one article or damaged."""
        return unpack(self.body, self.headers.get("content-encoding"))

    @property
    def media_type(self) -> str | None:
        """``text/html``, in lower case; None where none is given, or nothing that could be one."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind if "/" in kind else None

    @property
    def charset(self) -> str | None:
        """The encoding that the server declares."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "").replace("\r", " ").replace("\n", " ")
        return message.get_content_charset()

    def article(self, known: Metadata) -> Article:
        """The article; its address and language are those the server gives, unless the page itself says otherwise. Raises Refusal."""
        if self.status != 200:
            raise Refusal(SkipReason.NO_BODY, f"the server answered with status {self.status}, not with a page.")
        known = Metadata.from_fields({"url": self.url, "language": self.headers.get("content-language")}).over(known)
        data = self.content
        if self.media_type in PAGES or (self.media_type is None and html.looks_like(data[:1024].decode("utf-8", "replace"))):
            return html.make_page(data, known, charset=self.charset)
        if self.media_type == "text/plain":
            return make_article(decode(data, declared=self.charset), known)
        raise Refusal(SkipReason.UNSUPPORTED, f"its kind is {self.media_type or 'not given'}; HTML and plain text are read.")


def without_place(refusal: Refusal) -> Refusal:
    """The refusal without a line number, which means nothing inside an archive or on the web."""
    return refusal if not refusal.at else Refusal(refusal.reason, refusal.detail, field=refusal.field)
