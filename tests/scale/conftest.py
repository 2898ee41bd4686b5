"""Jobs with the stand-in coder, for this process and those that are started by it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relata import __version__, ingest
from relata.scale import Job
from relata.store import make_run

HERE = Path(__file__).parent
TEXT = "Norland welcomed Sudria on Tuesday. “We are glad,” Ada Krell said, the Vell Agency reported."
sys.path[:0] = [str(HERE), str(HERE.parent)]


@pytest.fixture(scope="session")
def make_job() -> Callable[..., Job]:
    from poison_coder import PoisonCoder

    coder = PoisonCoder()
    run = make_run(version=__version__, model=coder.model_id, settings=coder.settings)

    def make(lake: Path, *, size: int = 8) -> Job:
        return Job(str(lake), run, PoisonCoder, ingest.Metadata(), ingest.Columns(), size)

    return make


@pytest.fixture(scope="module")
def ray_cluster(tmp_path_factory: pytest.TempPathFactory):
    """Two workers on this machine, and the folder in which coders leave their numbers."""
    ray = pytest.importorskip("ray", reason="reading with Ray is not tried: the extra `scale` is not installed")
    pids = tmp_path_factory.mktemp("pids")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        patch.setenv("POISON_PIDS", str(pids))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR", object_store_memory=100 * 2**20)
        yield pids
        ray.shutdown()


def write(path: Path, texts: list[str], prefix: str = "a") -> Path:
    """Articles of these texts, told of by a number each."""
    lines = ({"id": f"{prefix}{n:03}", "text": text, "published": f"2022-01-{1 + n % 28:02}"} for n, text in enumerate(texts))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path
