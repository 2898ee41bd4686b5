"""What a release is measured by."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_memory_is_measured_twice(tmp_path: Path):
    import speed

    found = speed.memory(20, tmp_path)
    assert 50 < found["memory_tenth_mib"] <= found["memory_most_mib"] and found["articles"] == 20


def test_a_command_is_timed_and_a_failing_one_ends_it():
    import speed

    passed, worked = speed.seconds([sys.executable, "-c", "sum(range(10**6))"])
    assert passed > 0 and worked > 0
    with pytest.raises(SystemExit, match="ended with 3: no"):
        speed.seconds([sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"])
