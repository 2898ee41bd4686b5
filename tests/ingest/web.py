"""Fetching from the web server of the tests, which is on this machine."""

from typing import Any

from relata.ingest.fetch import Fetcher


def anywhere(address: object) -> bool:
    return True


def fetcher(**options: Any) -> Fetcher:
    """One that may fetch from this machine."""
    return Fetcher(**{"permits": anywhere, "resolve": lambda host, port: ["127.0.0.1"], **options})
