from __future__ import annotations

import pytest

from .fake import FakeCoder


@pytest.fixture()
def coder() -> FakeCoder:
    return FakeCoder()
