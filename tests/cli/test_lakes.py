"""``relata read --ray``: what is handed to the cluster, and what is said of it. The cluster itself is tried in `tests/scale`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relata import scale
from relata.ingest.stories import Copies
from relata.scale import Job
from relata.store import Added, Block, Lake

from .fake import code, make_articles


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands in for the cluster: puts three articles into the lake."""
    told: list[Any] = []

    def read_into_lake(paths: list[str], job: Job, *, workers: int | None, on_block: Any) -> None:
        told.append((paths, job, workers))
        lake = Lake(job.lake)
        lake.register(job.run)
        lake.add(Block(0, 0, True), [code(article) for article in make_articles()[:3]], job.run, Copies())
        on_block(Added(3, 3, 3, 1))

    monkeypatch.setattr(scale, "read_into_lake", read_into_lake)
    return told


def test_a_lake_is_read_and_asked(invoke, read, tmp_path: Path):
    result = invoke("read", "s3://crawl/day", "--ray", "--lake", "lake", "--outlet", "Post", "--column", "text=body", "--workers", 3)
    assert result.exit_code == 1
    assert result.stdout == "lake: 3 articles new, 1 skipped. It holds 3 articles, 3 statements, 3 events.\n"
    assert "relata quarantine --db lake" in result.stderr
    ((paths, job, workers),) = read
    assert (paths, job.known.outlet, job.columns["text"], workers) == (["s3:/crawl/day"], "Post", "body", 3)
    assert invoke("events", "--db", "lake", "--format", "csv").stdout.count("\n") == 4
    assert '"events": 3' in invoke("dyad", "NLD", "SUD", "--db", "lake", "--by", "year").stdout


@pytest.mark.parametrize("more", [["--ray"], ["--lake", "x"], ["--ray", "--lake", "x", "--db", "y"], ["--ray", "--lake", "x", "--json"]])
def test_options_that_do_not_go_together(invoke, read, more: list[str]):
    result = invoke("read", "x", *more)
    assert (result.exit_code, read) == (2, [])
    assert "--ray and --lake belong together" in " ".join(result.stderr.split())
