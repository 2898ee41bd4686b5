"""The reader by itself: it sees the words as they stand, without the stand-ins that the coder gives it."""

from __future__ import annotations

import pytest

from relata.reading import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
