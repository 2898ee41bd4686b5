"""Do the pages stand whatever is sent to them? `relata serve` is asked thousands of hostile things, by many at once, over plain sockets.

Addresses, queries, headers, methods, bodies and bytes that are no HTTP at all, mixed with good requests, from sixteen threads and many
addresses of this machine; some connections are left half open, at the end more than the server has places. No answer may be a fault of
the server (500), lack the headers of safety, or hold what was sent as markup. Good requests must be answered at the end, the ledger must
stay as it is, byte for byte, and the server must hold no more open files and little more memory than before.

    python evaluation/torture_web.py --seconds 120
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

THREADS = 16
PATIENCE = 45.0  # seconds for an answer; the server gives up on its own after 30
# MiB of memory that it may have more at the end: the coder, the charts' engine, caches of what was asked. It levels off: 504 MiB after 25
# seconds, 527 after 90.
GROWTH = 600
GOOD = (
    "/",
    "/events",
    "/statements?by=CHN",
    "/actors",
    "/pairs",
    "/network",
    "/system",
    "/dyad?a=CHN&b=USA",
    "/api/events?limit=5",
    "/healthz",
)
PATHS = (
    *(
        "/",
        "/articles",
        "/events",
        "/statements",
        "/actors",
        "/pairs",
        "/runs",
        "/quarantine",
        "/search",
        "/codebook",
        "/network",
        "/system",
    ),
    *("/dyad", "/events.json", "/events.csv", "/dyad.svg", "/network.svg", "/system.csv", "/api", "/api/events", "/api/article/x"),
    *("/article/x", "/actor/state:CHN", "/static/relata.css", "/login", "/read", "/logout", "/healthz", "/api/openapi.json"),
)
NAMES = (
    *("limit", "offset", "since", "until", "actor", "source", "target", "pair", "type", "quad", "status", "min_confidence", "text", "run"),
    *("by", "about", "via", "anonymous", "outlet_country", "story", "a", "b", "score", "view", "states", "min_events", "of", "chart"),
    *("theme", "width", "section", "row", "next", "nonsense"),
)
MARKUP = "<script>x7(1)</script>"
VALUES = (
    *("", "0", "-1", "9" * 40, "1e400", "NaN", "true", "CHN", "CHN,CHN", "CHN,USA", ",,,", "0000-00-00", "9999-12-31", "2022-02-30"),
    *("'", "' OR 1=1 --", '"; DROP TABLE events; --', "%", "_%_%_%", "(a+)+$", "\\", "../../etc/passwd", "${7*7}", "{{7*7}}", MARKUP),
    *("%00", "a%00b", "%ff%fe", "%ed%a0%80", "%u0041", "%", "%0d%0aset-cookie:x=1", "%e2%80%ae", "x" * 5000, "%41" * 3000, "a," * 2000),
    *("network", "map", "dark", "360", "1000000", "state:CHN", "//evil.example", "javascript:x7(1)", "http://evil.example"),
)
HEADERS = (
    "Host: evil.example", "Host:", "Host: 127.0.0.1, evil.example", "Origin: null", "Origin: http://[", "Origin: https://evil.example",
    "Sec-Fetch-Site: cross-site", "Cookie: relata=x; =; ;;", "Authorization: Bearer ", "Authorization: Bearer é", "Accept: \x01",
    "Accept: application/json", "Range: bytes=0-1,5-9,-99999", "Content-Length: -1", "Content-Length: 99999999999999999999",
    "Content-Length: 5, 6", "Transfer-Encoding: chunked, gzip", "X-Forwarded-For: 10.0.0.1", "If-None-Match: " + "x" * 4000,
    "Accept-Language: " + "de," * 3000, "Expect: 100-continue", "Upgrade: websocket", "Connection: Upgrade, keep-alive, x7",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X7", "G\u00e4T")
RAW = (
    b"", b"\x00" * 500, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n",
    b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nshort", b"*1\r\n$4\r\nPING\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
)  # fmt: skip
SAFE = (b"content-security-policy:", b"x-content-type-options: nosniff")
# What the server below the pages says of bytes that are no HTTP, and of too many connections at once.
PLAIN = (b"Invalid HTTP request received.", b"Service Unavailable")


@dataclass
class Tally:
    """What was answered, by status, and what was wrong with answers."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120.0, metavar="S")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    from relata.cli import demo

    with tempfile.TemporaryDirectory() as folder:
        db, log = Path(folder) / "news.duckdb", Path(folder) / "log"
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            demo.read_sample(db)
        with log.open("wb") as said:
            command = [sys.executable, "-m", "relata", "serve", "--db", str(db), "--port", "0"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)
        try:
            assert process.stdout is not None
            port = int(re.findall(rb":(\d+)/", process.stdout.readline())[0])
            files, memory = files_of(process.pid), memory_of(process.pid)
            tally = attack(port, db, seconds=args.seconds, seed=args.seed)
            time.sleep(8)  # until silent connections are given up
            more = memory_of(process.pid) - memory
            if process.poll() is not None:
                tally.wrong.append(f"the server ended with {process.returncode}")
            if (open_now := files_of(process.pid)) > files + 20:
                tally.wrong.append(f"{open_now} files are open, {files} before")
            if more > GROWTH:
                tally.wrong.append(f"{more} MiB more memory than before")
            if b"Traceback" in log.read_bytes():
                tally.wrong.append("the server told of errors: " + log.read_text("utf-8", "replace")[-2000:])
        finally:
            process.terminate()
            process.wait(30)
    if tally.wrong:
        sys.exit("\n".join(dict.fromkeys(tally.wrong)))
    told = ", ".join(f"{status}: {n:,}" for status, n in sorted(tally.answers.items()))
    print(
        f"web: {tally.answers.total():,} requests ({told}); slowest {tally.slowest:.1f} s; {more} MiB more memory; the ledger is as it was"
    )


def attack(port: int, db: Path, *, seconds: float, seed: int = 1, n_silent: int = 120) -> Tally:
    """Send hostile requests for so long, each thread from an address of its own; then see whether good ones are answered as before."""
    before, tally, until = digest(db), Tally(), time.monotonic() + seconds
    held = [half_open(port, n) for n in range(n_silent // 3)]
    threads = [threading.Thread(target=send_all, args=(port, random.Random(f"{seed}-{n}"), n, until, tally)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held += [half_open(port, n) for n in range(n_silent)]
    patient = time.monotonic() + PATIENCE
    while check(port, request("GET", "/healthz"), f"127.0.1.{THREADS}", "health", tally)[0] != 200 and time.monotonic() < patient:
        time.sleep(1)
    for path in GOOD:
        status, _ = check(port, request("GET", path), f"127.0.1.{THREADS}", f"good {path}", tally)
        if status != 200:
            tally.wrong.append(f"{path} is answered {status} at the end")
    for connection in held:
        connection.close()
    if digest(db) != before:
        tally.wrong.append("the ledger has changed")
    return tally


def send_all(port: int, chance: random.Random, number: int, until: float, tally: Tally) -> None:
    n = 0
    while time.monotonic() < until:
        n += 1
        # A new address now and then, since each may ask only so often.
        source = f"127.0.{1 + number}.{1 + n // 1000 % 250}"
        name, data = hostile(chance)
        check(port, data, source, name, tally)


def hostile(chance: random.Random) -> tuple[str, bytes]:
    """A request and what it is called."""
    kind = chance.randrange(10)
    if kind == 0:
        return "good", request("GET", chance.choice(GOOD))
    if kind == 1:
        raw = chance.choice(RAW)
        return f"raw {raw[:40]!r}", raw
    if kind == 2:
        return body(chance)
    path = chance.choice(PATHS)
    if kind == 3:
        path += chance.choice(("/", "//", "/..", "/%2e%2e/%2e%2e/etc/passwd", "%00", ".json", ".csv", ".svg", "/" + chance.choice(VALUES)))
    asked = "&".join(f"{chance.choice(NAMES)}={chance.choice(VALUES)}" for _ in range(chance.choice((0, 1, 1, 2, 3, 30))))
    method = chance.choice(METHODS) if kind == 4 else "GET"
    headers = chance.sample(HEADERS, chance.choice((1, 2))) if kind in (4, 5) else []
    address = f"{path}?{asked}" if asked else path
    return f"{method} {address[:150]} {headers}"[:250], request(method, address, *headers)


def body(chance: random.Random) -> tuple[str, bytes]:
    """Something sent to the page that reads articles, which a coder would take long for where it is read: so few words."""
    kind = chance.randrange(7)
    parts = "multipart/form-data; boundary=x"
    field_ = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    made = {
        0: (parts, "".join(field_.format(f"n{n}", "", "x") for n in range(3000)) + "--x--\r\n"),
        1: (parts, field_.format("file", '; filename="../../x"', '{"text": ' + "[" * 50_000) + "--x--\r\n"),
        2: (parts, field_.format("file", '; filename="a.html"', "<div>" * 20_000) + "--x--\r\n"),
        3: ("multipart/form-data", "no boundary"),
        4: ("application/x-www-form-urlencoded", f"text={MARKUP}&title={MARKUP}&published=x"),
        5: ("application/x-www-form-urlencoded", "text=" + "%00%ff" * 10_000),
        6: ("text/plain", "x" * 3_000_000),
    }
    kind_of, content = made[kind]
    return f"POST /read {kind}", request("POST", "/read", f"Content-Type: {kind_of}", content=content.encode("utf-8"))


def request(method: str, address: str, *headers: str, content: bytes = b"") -> bytes:
    # latin-1, so that what is no ASCII goes out as single bytes
    lines = [f"{method} {address.replace(' ', '%20')} HTTP/1.1", *headers]
    if not any(header.startswith("Host:") for header in headers):
        lines.append("Host: 127.0.0.1")
    if content:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + content


def check(port: int, data: bytes, source: str, name: str, tally: Tally) -> tuple[int | None, bytes]:
    """Send, and judge what comes back. A connection that is closed without a word is an answer too, for what is no HTTP."""
    started = time.monotonic()
    try:
        answer = exchange(port, data, source)
    except TimeoutError:
        tally.answers["no answer"] += 1
        if not name.startswith(("raw", "POST")) and "Content-Length" not in name and "Transfer-Encoding" not in name:
            tally.wrong.append(f"no answer in {PATIENCE:g} s: {name}")
        return None, b""
    tally.slowest = max(tally.slowest, time.monotonic() - started)
    answer = re.sub(rb"^HTTP/1\.\d 100 [^\r]*\r\n\r\n", b"", answer)  # "go on", before the answer
    found = re.match(rb"HTTP/1\.\d (\d\d\d)", answer)
    status = int(found[1]) if found else None
    tally.answers[str(status or "closed")] += 1
    head, _, shown = answer.partition(b"\r\n\r\n")
    if status is not None and status >= 500 and status != 503:
        tally.wrong.append(f"{status}: {name}")
    if status is not None and not any(line in shown[:60] for line in PLAIN) and not all(line in head.lower() for line in SAFE):
        tally.wrong.append(f"{status} without the headers of safety: {name}")
    if b"text/html" in head and MARKUP.encode() in shown:
        tally.wrong.append(f"markup came back: {name}")
    if b"set-cookie: x=1" in head.lower():
        tally.wrong.append(f"a header was made: {name}")
    return status, shown


def exchange(port: int, data: bytes, source: str) -> bytes:
    """All that comes back. Raises TimeoutError where the connection stays open and silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE, source_address=(source, 0)) as connection:
        received = b""
        try:
            connection.sendall(data)
            if not data or b"\r\n\r\n" not in data:
                connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(1 << 16):
                received += part
                if len(received) > 50_000_000:
                    break
        except (ConnectionResetError, BrokenPipeError):
            pass  # refused before all was sent
        except TimeoutError:
            if not received:
                raise
        return received


def half_open(port: int, number: int) -> socket.socket:
    """A connection that begins a request and never ends it."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE, source_address=(f"127.0.200.{1 + number}", 0))
    connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    return connection


def digest(db: Path) -> list[str]:
    """Of the ledger and all that lies beside it."""
    return [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(db.parent.glob(f"{db.name}*"))]


def files_of(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def memory_of(pid: int) -> int:
    """MiB that the process holds."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) // 1024


if __name__ == "__main__":
    main()
