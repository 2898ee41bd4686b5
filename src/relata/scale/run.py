"""One run over many files: what is to be read, by whom, and what became of it.

In: paths, a lake, a job. Out: the lake with every block of every source, and its stories. Left out: what the workers do (`work`).

Ray Data moves blocks of articles from processes that read files to processes that each hold a coder, as fast as these take them, and starts
anew what dies. What is in the lake is not read again, so that a run that was stopped goes on when it is started again.
"""

from __future__ import annotations

import logging
import os
import pickle
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from types import ModuleType
from typing import Any, Final

from relata import ingest
from relata.errors import IngestError, RelataError, Skip, SkipReason
from relata.ingest.stories import Copies
from relata.records import Spell
from relata.store import Added, Block, Lake, Place, Planned, group_stories, open_lake, spells

from .work import CodeBlocks, Job, ReadSources

# Shares of a processor that the two kinds of workers are given; one reader keeps about three coders busy.
CODER: Final = 0.75
READER: Final = 0.25
LAST_PART: Final = (1 << 16) - 1


def read_into_lake(
    paths: Sequence[str], job: Job, *, workers: int | None = None, on_block: Callable[[Added], None] = lambda added: None
) -> None:
    """Read all files of the paths into the lake, and group its articles into stories.

    It works on the cluster that ``RAY_ADDRESS`` names or that runs on this machine, else on the processors of this machine alone.

    Args:
        workers: how many coders; None for as many as there are processors.

    Raises IngestError for a path that is not there, and RelataError where no cluster or lake can be had.
    """
    sources = find_sources(paths)
    lake = Lake(job.lake)
    lake.register(job.run)
    planned = lake.plan(sources, job.run, lambda: _people(lake))
    done = _done(lake)
    todo = [one for one in planned if not is_whole(done[one.n])]
    if todo:
        with cluster(workers) as n_processors:
            for row in _rows(todo, done, job, workers or n_processors):
                if row["error"]:
                    raise RelataError(row["error"])
                on_block(Added(*(int(row[field.name]) for field in fields(Added))))
        done = _done(lake)
        for one in todo:
            if not is_whole(done[one.n]):
                on_block(_give_up(lake, one, job))
    with closing(open_lake(lake.place)) as con:
        stories = group_stories(con, Copies())
    lake.write_stories(stories)


def find_sources(paths: Sequence[str]) -> list[tuple[str, int]]:
    """Address and size of every file to be read, in the order of the paths and by name within folders."""
    found: list[tuple[str, int]] = []
    for path in paths:
        place = Place.at(path)
        if not place.exists():
            raise IngestError(f"{path}: no such file or folder, or it cannot be reached; check the spelling.")
        files = place.walk() if place.is_folder() else iter([place])
        found += [(file.address, file.size()) for file in files if not ingest.is_passed_over(file.address[len(place.address) :])]
    return found


def is_whole(done: set[Block]) -> bool:
    """Whether these are all blocks of their source."""
    last = next((block for block in done if block.is_last), None)
    return last is not None and (last.part == LAST_PART or len(done) == last.part + 1)


@contextmanager
def cluster(workers: int | None) -> Iterator[int]:
    """A cluster, and how many processors it has. One that was there before is left running."""
    ray = _ray()
    own = not ray.is_initialized()
    if own:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        try:
            ray.init(address="auto", **quiet)
        except ConnectionError:
            ray.init(num_cpus=workers, include_dashboard=False, **quiet)
    try:
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if own:
            ray.shutdown()


def _rows(todo: Sequence[Planned], done: dict[int, set[Block]], job: Job, workers: int) -> Iterator[dict[str, Any]]:
    """What `CodeBlocks` says of each block, as they are done."""
    ray = _ray()
    context = ray.data.DataContext.get_current()
    context.target_max_block_size = 1  # each block is handed on by itself, as soon as it is read
    context.enable_progress_bars = False
    context.max_errored_blocks = -1  # a file whose reading ends its process costs that file
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    sources = [{"source": pickle.dumps((one, done[one.n]))} for one in todo]
    coders = ray.data.ActorPoolStrategy(size=workers)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a file may have fewer blocks than there are coders
            yield from (
                ray.data.from_items(sources, override_num_blocks=len(sources))
                .map_batches(ReadSources(job).__call__, batch_size=1, num_cpus=READER)
                .map_batches(CodeBlocks, fn_constructor_args=[job], batch_size=1, compute=coders, num_cpus=CODER)
                .iter_rows()
            )
    except ray.exceptions.RayError as error:
        raise RelataError(f"the cluster broke off: {error}. What is done is kept; start the same command again.") from error


def _people(lake: Lake) -> list[Spell]:
    with closing(open_lake(lake.place)) as con:
        return spells(con)


def _done(lake: Lake) -> dict[int, set[Block]]:
    """Blocks in the lake, by source."""
    done: dict[int, set[Block]] = defaultdict(set)
    for block in lake.blocks():
        done[block.source].add(block)
    return done


def _give_up(lake: Lake, planned: Planned, job: Job) -> Added:
    """A source whose blocks did not all come, though the run went through: record that, so that it is not tried for ever."""
    detail = "reading this file ended its process, again and again; what stands behind that place is not read. Read the file alone."
    skip = Skip(planned.address, "ingest", SkipReason.FAILED, detail)
    return lake.add(Block(planned.n, LAST_PART, True), [skip], job.run, Copies())


def _ray() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise RelataError(
            "reading with Ray needs the extra `scale`: pip install 'relata[scale]', on every machine of the cluster."
        ) from error
    module: ModuleType = ray
    return module
