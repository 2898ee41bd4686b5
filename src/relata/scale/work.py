"""What the workers of a cluster do: one kind reads files, the other codes what was read.

In: planned sources; blocks of articles. Out: blocks of articles; blocks in the lake, and a row that says what each holds. Both give the
same again whenever they are asked again, so that Ray may do so after any death. Left out: who works where (`run`).
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from relata import __version__, batches, ingest
from relata.errors import IngestError, RelataError, Skip, SkipReason, StoreError
from relata.ingest.stories import Copies
from relata.records import Article, Coded
from relata.store import Added, Block, Lake, Place, Planned, Run, make_run

BLOCK: Final = 500  # articles that learn together and are written at once: some 3 MB of Parquet, a minute or two of one core
# How often a block may end its worker. From the second time on its articles are coded in processes of their own, of which a death costs one
# article; a block that ends its worker even so is given up.
TRIES: Final = 4

Columns = dict[str, Any]  # of a batch, as Ray Data hands it over


@dataclass(frozen=True, slots=True)
class Job:
    """What all workers of a run have in common.

    Attributes:
        lake: its address. make: makes a coder; it must be picklable.
        known, columns: as for `ingest.read_paths`.
        size: articles in a block.
    """

    lake: str
    run: Run
    make: Callable[[], batches.Reads]
    known: ingest.Metadata
    columns: ingest.Columns
    size: int = BLOCK


class ReadSources:
    """Turns planned sources into blocks of articles."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, batch: Columns) -> Iterator[Columns]:
        for data in batch["source"]:
            planned, done = pickle.loads(data)
            for block, items in blocks_of(planned, self._job):
                if block not in done:
                    yield {"block": [block.name], "people": [planned.people], "items": [pickle.dumps(items)]}


def blocks_of(planned: Planned, job: Job) -> Iterator[tuple[Block, list[Article | Skip]]]:
    """All blocks of a source, in order; at least one, which may be empty."""
    chunks = batches.chunks(items_of(planned.address, job), job.size)
    part, chunk = 0, next(chunks, [])
    while True:
        following = next(chunks, None)
        yield Block(planned.n, part, following is None), chunk
        if following is None:
            return
        part, chunk = part + 1, following


def items_of(address: str, job: Job) -> Iterator[Article | Skip]:
    """What a source holds; what cannot be read of it is one skip, and its end."""
    try:
        place = Place.at(address)
        with place.files.open_input_file(place.path) as file:
            yield from ingest.read_file(io.BufferedReader(file), name=address, defaults=job.known, columns=job.columns)
    except (OSError, StoreError) as error:
        yield Skip(address, "ingest", SkipReason.UNREADABLE, f"{error}; check that it exists and that you may read it.")
    except IngestError:
        raise
    except Exception as error:
        detail = f"reading failed here with {type(error).__name__}: {error}. This is a bug in Relata; please report it."
        yield Skip(address, "ingest", SkipReason.FAILED, detail)


class CodeBlocks:
    """Codes blocks and puts them into the lake. The coder is made once, when the worker starts."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lake = Lake(job.lake)
        self._coder = job.make()
        own = make_run(version=__version__, model=self._coder.model_id, settings=self._coder.settings)
        self._wrong = "" if own.id == job.run.id else "a worker has another version, model or settings than where the run was started."

    def __call__(self, batch: Columns) -> Iterator[Columns]:
        for name, people, data in zip(batch["block"], batch["people"], batch["items"], strict=True):
            block = Block.named(name)
            assert block is not None
            added, error = Added(0, 0, 0, 0), self._wrong
            try:
                if not error:  # a block that is there was written by a worker that died before it could say so
                    added = self._lake.held(block) or self._code(block, int(people), data)
            except RelataError as fault:  # no article's fault: the run ends and says why
                error = str(fault)
            except Exception as fault:
                error = f"block {name}: {type(fault).__name__}: {fault}. This is a bug in Relata; please report it."
            yield {"error": [error], **{name: [n] for name, n in asdict(added).items()}}

    def _code(self, block: Block, people: int, data: bytes) -> Added:
        items: list[Article | Skip] = pickle.loads(data)
        deaths = self._lake.begin(block)
        self._coder.forget()
        self._coder.learn(self._lake.spells(people))
        results: Sequence[Coded | Skip]
        if deaths >= TRIES:
            results = [item if isinstance(item, Skip) else _given_up(item, deaths) for item in items]
        else:
            results = list(batches.code_and_learn(items, self._coder, workers=2 if deaths else 1))
        added = self._lake.add(block, results, self._job.run, Copies())
        if deaths:
            self._coder.close()
        return added


def _given_up(article: Article, deaths: int) -> Skip:
    detail = f"coding it, or an article of the same block, has ended the worker {deaths} times. Read it alone, and report what happens."
    return Skip(article.id, "coding", SkipReason.FAILED, detail)
