"""The shipped model, loaded once for all tests that read."""

from __future__ import annotations

import pytest

from relata.actors import Gazetteer
from relata.coder import Coder
from relata.reading import Reader


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="session")
def reader(coder: Coder) -> Reader:
    return coder.reader


@pytest.fixture(scope="session")
def gazetteer(coder: Coder) -> Gazetteer:
    return coder.gazetteer
