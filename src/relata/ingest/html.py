"""HTML pages: the article's body without the page around it, and what the page says of itself.

In: a ``.html`` source and the metadata known from outside. Out: one article or one skip. Paragraphs, headings and list
items of the body are set apart by a blank line; reader comments and tables are left out. Title, date, outlet, url and
language are those the page's markup states: dates are not searched for in the running text, where another event's date
would be found as easily. Left out: pages with several articles, paywalls, a page's parts on other addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from relata.errors import Skip, SkipReason
from relata.records import Article

from .decode import Refusal, decode
from .metadata import Metadata, make_article
from .sources import Source

MARKUP: Final = re.compile(r"\s*(?:<!--|<!doctype\s+html|<html\b|<head\b|<body\b|<\?xml[^>]*\?>\s*<(?:!doctype\s+)?html)", re.IGNORECASE)
# HTML 5 asks for the declaration within the first 1024 bytes; pages with long comments on top put it later.
CHARSET: Final = re.compile(rb"""(?:<meta\b[^>]*?charset|<\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
CHARSET_WITHIN: Final = 4096
# Elements of one page. Taking one apart costs more than its length: measured on made pages, 3 seconds for 60,000 elements, 17 for
# 140,000, and minutes for what fits into 10 MB.
MAX_ELEMENTS: Final = 60_000
# Where a page states its language, nearest to the text first.
LANGUAGE_PATHS: Final = (
    "/html/@lang",
    "/html/@*[name()='xml:lang']",
    "//meta[translate(@http-equiv, 'CONTELAGU', 'contelagu') = 'content-language']/@content",
)
BREAKS: Final = frozenset(("p", "head", "item", "list", "quote", "code", "table", "row", "cell", "lb"))  # in trafilatura's own tree
HTML_BREAKS: Final = frozenset(
    (
        *("p", "div", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "section", "article", "figure", "figcaption"),
        *("table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "aside"),
    )
)


EXTRACTION: Final[dict[str, Any]] = {
    "with_metadata": True,
    "include_comments": False,
    "include_tables": False,
    "include_formatting": False,
    # The day it first appeared, from markup and address only.
    "date_extraction_params": {"extensive_search": False, "original_date": True},
}


def looks_like(head: str) -> bool:
    """Whether a stream that begins so is a page."""
    return MARKUP.match(head) is not None


def read(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """The one article of a page; what the page says of itself wins over `known`."""
    try:
        yield make_page(source.content(), known)
    except Refusal as refusal:
        yield refusal.skip(source.label)


def make_page(data: bytes, known: Metadata, *, charset: str | None = None) -> Article:
    """The article of a page's bytes; `charset` is what the server declares, before the page's own word. Raises Refusal."""
    stated = CHARSET.search(data[:CHARSET_WITHIN])
    page = decode(data, declared=charset or (stated[1].decode("ascii") if stated else None))
    body, facts = _extract(page)
    metadata = facts.over(known)
    if metadata.outlet is None and metadata.url is not None:
        # Last resort, after all who may know the name: the host is what readers know an unnamed outlet by.
        metadata = replace(metadata, outlet=_host(metadata.url))
    return make_article(body, metadata)


def fragment_text(markup: str) -> str:
    """Text of a piece of HTML that is article and nothing else, as feeds carry it: its blocks, set apart by a blank line."""
    import lxml.html

    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = lxml.html.document_fromstring(f"<div>{markup}</div>", parser=parser)
    for element in tree.xpath("//script|//style"):
        element.drop_tree()
    return "\n\n".join(_paragraphs(tree, HTML_BREAKS))


def _extract(page: str) -> tuple[str, Metadata]:
    """Body and stated metadata of a page; raises Refusal NO_BODY without an article, TOO_LARGE where that would take minutes."""
    import trafilatura  # slow to import, and most runs read no HTML

    try:
        tree = trafilatura.load_html(page)
        n_elements = 0 if tree is None else sum(1 for _ in tree.iter())
        if n_elements > MAX_ELEMENTS:
            raise Refusal(
                SkipReason.TOO_LARGE, f"a page of {n_elements:,} elements, over the limit of {MAX_ELEMENTS:,}; save its text as .txt."
            )
        found: Any = None if tree is None else trafilatura.bare_extraction(tree, **EXTRACTION)
        body = "\n\n".join(_paragraphs(found.body, BREAKS)) if found is not None else ""
    except Refusal:
        raise
    except Exception as error:  # a broken page must cost that page only, whatever it does to the parsers
        detail = f"the page could not be taken apart ({type(error).__name__}: {error}); save its text as .txt."
        raise Refusal(SkipReason.NO_BODY, detail) from error
    if found is None or tree is None or not body.strip():
        raise Refusal(SkipReason.NO_BODY, "no article was found in the page; if it has one, save its text as .txt.")
    return body, _stated(found, tree)


def _stated(found: Any, tree: Any) -> Metadata:
    host = _host(found.url) if found.url else None
    named = found.sitename if found.sitename != host else None  # trafilatura puts the host where the page names no site
    facts = {"title": found.title, "published": found.date, "outlet": named, "url": found.url, "language": _language(tree)}
    return Metadata.from_fields({field: _printable(value) for field, value in facts.items()})


def _printable(value: str | None) -> str | None:
    """A page's field without NUL and lone surrogates (character references may smuggle them in)."""
    return None if value is None else value.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def _language(tree: Any) -> str | None:
    """Language declared on the root element, else by a ``content-language`` tag."""
    for path in LANGUAGE_PATHS:
        stated = [str(value).strip() for value in tree.getroottree().xpath(path)]
        if stated and stated[0]:
            return stated[0]
    return None


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www|w[0-9]+)\.", "", host) if host else None


def _paragraphs(body: Any, breaks: frozenset[str]) -> Iterator[str]:
    """Text of each block of a tree in order, white space within made single."""
    words: list[str] = []
    for piece in _pieces(body, breaks):
        if piece is not None:
            words.append(piece)
        elif paragraph := " ".join("".join(words).split()):
            yield paragraph
            words = []
    if paragraph := " ".join("".join(words).split()):
        yield paragraph


def _pieces(body: Any, breaks: frozenset[str]) -> Iterator[str | None]:
    """Stretches of text in document order, None where a block begins or ends. A stack, since pages nest without limit."""
    waiting: list[tuple[Any, bool]] = [(body, False)]
    while waiting:
        element, is_done = waiting.pop()
        if element.tag in breaks:
            yield None
        if is_done:
            yield element.tail or ""
            continue
        yield element.text or ""
        waiting.append((element, True))
        waiting.extend((child, False) for child in reversed(element))
