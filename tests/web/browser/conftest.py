"""A real browser before the pages of the hand-built ledger, served as `relata serve` does.

Where there is no Chromium the tests are skipped; under ``CI`` or ``RELATA_NEED_BROWSER`` that is a failure.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from relata.errors import Skip, SkipReason
from relata.records import Coded
from relata.web import make_server

from ..conftest import make_coded

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOKEN = "lonian-grain-accord"
NEEDED = bool(os.environ.get("CI") or os.environ.get("RELATA_NEED_BROWSER"))


def fake_read(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
    """Stands in for the coder: the hand-built article, whatever was sent, with what is known of it."""
    if b"Lonia" not in data:
        return Skip("the article", "ingest", SkipReason.EMPTY, "no text in it.")
    coded = make_coded("sent")
    return replace(coded, article=replace(coded.article, title=facts.get("title"), outlet=facts.get("outlet")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        assert not NEEDED, f"no Chromium here, and it is needed: install chromium (one of {', '.join(NAMES)})"
        pytest.skip("no Chromium on this machine; the pages were not looked at in a browser")
    with sync_playwright() as playwright:
        try:
            # the sandbox does not start for the superuser, who runs many containers
            launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        except Error as error:
            assert not NEEDED, f"{found} does not start: {error}"
            pytest.skip(f"{found} does not start")
        yield launched
        launched.close()


@contextmanager
def served(db: Path, **options: Any) -> Iterator[str]:
    server = make_server(db, read=fake_read, **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.url.rstrip("/")
    finally:
        server.stop()
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def site(db: Path) -> Iterator[str]:
    """Address of the served pages, without a slash at its end."""
    with served(db) as address:
        yield address


@pytest.fixture()
def locked(db: Path) -> Iterator[str]:
    """The same, where a token is asked for."""
    with served(db, token=TOKEN) as address:
        yield address


@pytest.fixture()
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(5000)
    yield made
    made.close()


@pytest.fixture()
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page whose console must stay silent, and that may ask this site alone."""
    opened = context.new_page()
    wrong: list[str] = []
    # that a file was refused is what some tests are about, and the browser says it on the console
    opened.on("console", lambda said: None if "status of 422" in said.text else wrong.append(f"{said.type}: {said.text}"))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else wrong.append(f"asked {asked.url}"))
    yield opened
    assert wrong == []
