"""WARC archives for tests: invented pages of invented papers."""

import gzip

BODY = "<html><head><title>{title}</title></head><body><article>{paragraphs}</article></body></html>"
PARAGRAPH = "<p>The foreign ministry of Norland said on Friday that it would talk to Sudria about ferry line {n} in the spring.</p>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def page(n: int) -> bytes:
    return BODY.format(title=f"Ferry {n}", paragraphs=PARAGRAPH.format(n=n) * 3).encode()


def record(
    n: int, body: bytes | None = None, *, http: bytes | None = HTTP, kind: str = "response", length: int | str | None = None
) -> bytes:
    """One record; `http` None leaves the answer's head out, `length` overrides the true one."""
    content = (page(n) if body is None else body) if http is None else http + b"\r\n" + (page(n) if body is None else body)
    media = "application/http; msgtype=response" if http is not None else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2022-10-28T06:00:00Z\r\n"
        f"WARC-Target-URI: https://harbour.example/{n}\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(content) if length is None else length}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Each record a gzip member of its own, as crawlers write them."""
    return b"".join(gzip.compress(record, 1, mtime=0) for record in records)
