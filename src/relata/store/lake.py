"""A lake: the ledger's tables as folders of Parquet files, which many machines can write at once.

In: coded articles and skips, block by block, from any number of writers. Out: files, and what is done already. `lake_views` opens them for
questions. Left out: who reads which block (`relata.scale`).

A block is some articles of one source, with all their rows: a file of the same name in each table's folder. The name tells the source's
number and the block's place in it, and keys of rows follow from the name; so the same articles give the same files, whoever writes them
and however often. The file in `articles/` is written last: a block without one does not count, and is written again. Folders beside the
tables:

    relata-lake.json    says that this is a lake, and of which version of the schema
    runs/               one file for each run
    sources/            which source has which number, one file for each time that new ones were named
    people/             what was known of people when these were named: all that their blocks begin with
    begun/              blocks that are being read, and how often that was begun
    stories.parquet     which articles are copies of which, over all blocks
"""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import count
from pathlib import Path
from typing import Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import Skip, StoreError
from ..records import Coded, Spell
from .ledger import Run, reason_to_refuse, run_row, skip_rows
from .opening import SCHEMA_VERSION, schemas
from .places import Place
from .rows import TABLES, Keys, Row, Rows, add_rows
from .stories import SignsTexts

MARK: Final = "relata-lake.json"
# Tables that have a file for each block; the last one makes the block count.
BLOCK_TABLES: Final = (*(table for table in TABLES if table != "articles"), "names", "signatures", "given", "skips", "articles")
# Versions of the schema in which a lake's tables are as in ours: the later ones changed only what a lake does not have.
ALIKE: Final = (3, 4, 5, SCHEMA_VERSION)
# How the 63 bits of a key are shared out: the source's number, the block's place in it, and the row's in the block.
BLOCK_BITS: Final = 24
PART_BITS: Final = 16
NAME: Final = re.compile(r"(\d{7})-(\d{5})(-end)?")


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Some articles of a source: the part-th of them, both from 0; `is_last` of the source."""

    source: int
    part: int
    is_last: bool = False

    @property
    def name(self) -> str:
        return f"{self.source:07}-{self.part:05}{'-end' if self.is_last else ''}"

    @classmethod
    def named(cls, name: str) -> Self | None:
        """The block of a file, None where the file is none of a block."""
        found = NAME.fullmatch(name.removesuffix(".parquet"))
        return cls(int(found[1]), int(found[2]), found[3] is not None) if found else None

    @property
    def first_key(self) -> int:
        """Above the keys of all blocks before it."""
        return (self.source << PART_BITS | self.part) << BLOCK_BITS


@dataclass(frozen=True, slots=True)
class Planned:
    """A source with its number; `people` names the file of what was known of people when it was planned."""

    n: int
    run_id: str
    address: str
    size: int
    people: int


@dataclass(frozen=True, slots=True)
class Added:
    """What a block holds now."""

    n_articles: int
    n_statements: int
    n_events: int
    n_skipped: int


_SPELLS: Final = pa.schema([pa.field(f.name, pa.date32() if f.name in ("first", "last") else pa.string()) for f in fields(Spell)])
_NUMBERS: Final = ("n", "size", "people")
_SOURCES: Final = pa.schema([pa.field(name, pa.int64() if name in _NUMBERS else pa.string()) for name in (f.name for f in fields(Planned))])


class Lake:
    """A lake open for writing. Any number of processes may write different blocks at once; one at a time plans (`plan`, `group`).

    Raises StoreError for a folder that holds something else, and for a lake of another version.
    """

    def __init__(self, place: str | Path) -> None:
        self.place = Place.at(place)
        if (self.place / MARK).exists():
            check_version(self.place)
        elif self.place.names():
            raise StoreError(f"{place}: a folder with files that are no lake. Name an empty folder, or one that is still free.")
        else:
            (self.place / MARK).write(json.dumps({"schema_version": SCHEMA_VERSION}).encode())

    def register(self, run: Run) -> None:
        """Keep what a run is, unless an earlier start did."""
        file = self.place / "runs" / f"{run.id}.parquet"
        if not file.exists():
            _write(file, [run_row(run)], schemas()["runs"])

    def plan(self, sources: Sequence[tuple[str, int]], run: Run, spells: Callable[[], Iterable[Spell]]) -> list[Planned]:
        """The numbers of sources (address and size), which a run's sources keep; new ones are numbered in the order given.

        `spells` gives what new ones begin with; it is asked only where there are any.
        """
        known = {(one.run_id, one.address, one.size): one for one in self._planned()}
        new = [pair for pair in dict.fromkeys(sources) if (run.id, *pair) not in known]
        if new:
            people = max((one.people for one in known.values()), default=0) + 1
            first = max((one.n for one in known.values()), default=-1) + 1
            planned = [Planned(n, run.id, address, size, people) for n, (address, size) in enumerate(new, start=first)]
            rows = [dict(zip(_SPELLS.names, astuple(spell), strict=True)) for spell in spells()]
            _write(self._people(people), rows, _SPELLS)
            _write(self.place / "sources" / f"{people:05}.parquet", [_as_row(one) for one in planned], _SOURCES)
            known.update({(one.run_id, one.address, one.size): one for one in planned})
        return [known[run.id, address, size] for address, size in dict.fromkeys(sources)]

    def spells(self, people: int) -> list[Spell]:
        """What a plan's sources begin with."""
        return [Spell(**row) for row in pq.read_table(io.BytesIO(self._people(people).read())).to_pylist()]

    def blocks(self) -> list[Block]:
        """Those that are done, in order."""
        return blocks(self.place)

    def held(self, block: Block) -> Added | None:
        """What a block holds, None where it is not done."""
        if not self._file("articles", block).exists():
            return None
        files = (self._file(table, block).read() for table in ("articles", "statements", "events", "skips"))
        return Added(*(pq.read_metadata(io.BytesIO(file)).num_rows for file in files))

    def begin(self, block: Block) -> int:
        """Note that a block is begun; how often it was begun before without coming to an end."""
        note = self.place / "begun" / block.name
        before = int(note.read() or b"0") if note.exists() else 0
        note.write(str(before + 1).encode())
        return before

    def add(self, block: Block, results: Sequence[Coded | Skip], run: Run, copies: SignsTexts) -> Added:
        """Keep a block. An article that cannot be kept is given up alone, as a skip. Raises StoreError where it cannot be written."""
        rows: Rows = defaultdict(list)
        skips = [result for result in results if isinstance(result, Skip)]
        keys = Keys(count(block.first_key + 1), count(block.first_key + 1), count(block.first_key + 1))
        known: dict[str, str] = {}
        for coded in results:
            if isinstance(coded, Skip):
                continue
            refused = reason_to_refuse(coded, known)
            if refused:
                skips.append(refused)
            elif coded.article.id not in known:
                key = add_rows(rows, coded, run_id=run.id, keys=keys)
                known[coded.article.id] = rows["texts"][-1]["sha"]
                rows["signatures"].append(_signature(coded, key, copies))
                if coded.article.story is not None:
                    rows["given"].append({"article_id": coded.article.id, "story": coded.article.story})
        rows["texts"] = list({row["sha"]: row for row in rows["texts"]}.values())
        names = dict.fromkeys((row["name"].lower(), row["id"]) for row in rows["actors"])
        rows["names"] = [{"name": name, "id": id_} for name, id_ in names]
        rows["skips"] = skip_rows(skips, run)
        for table in BLOCK_TABLES:
            _write(self._file(table, block), rows[table], block_schema(table))
        (self.place / "begun" / block.name).remove()
        return Added(len(known), len(rows["statements"]), len(rows["events"]), len(rows["skips"]))

    def write_stories(self, table: pa.Table) -> None:
        """Put the stories of all articles in the place of those before."""
        _write_table(self.place / "stories.parquet", table)

    def _planned(self) -> list[Planned]:
        folder = self.place / "sources"
        return [Planned(**row) for name in folder.names() for row in pq.read_table(io.BytesIO((folder / name).read())).to_pylist()]

    def _people(self, n: int) -> Place:
        return self.place / "people" / f"{n:05}.parquet"

    def _file(self, table: str, block: Block) -> Place:
        return self.place / table / f"{block.name}.parquet"


def is_lake(place: Place) -> bool:
    return (place / MARK).exists()


def check_version(place: Place) -> None:
    """Raise StoreError for a lake of another version than ours."""
    try:
        version = json.loads((place / MARK).read())["schema_version"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{place.address}/{MARK}: damaged ({error}). Read the articles again into a new lake.") from None
    if version not in ALIKE:
        raise StoreError(
            f"{place.address}: this lake has schema version {version}, this Relata writes and reads {SCHEMA_VERSION}. "
            "Use the Relata that wrote it, or read the articles again into a new lake."
        )


def blocks(place: Place) -> list[Block]:
    return sorted(block for name in (place / "articles").names() if (block := Block.named(name)) is not None)


def block_schema(table: str) -> pa.Schema:
    """Columns of a block's file: those of the ledger's table. A signature has its article's key besides, the order of writing."""
    if table == "given":
        return schemas()["stories"]
    schema = schemas()[table]
    return schema.append(pa.field("key", pa.int64())) if table == "signatures" else schema


def _signature(coded: Coded, key: int, copies: SignsTexts) -> Row:
    signature = copies.sign(coded.article.text)
    made = {"size": signature.size, "values": signature.values} if signature else {"size": 0, "values": b""}
    return {"n": key if signature else None, "key": key, "article_id": coded.article.id, **made}


def _as_row(planned: Planned) -> Row:
    return {field.name: getattr(planned, field.name) for field in fields(planned)}


def _write(place: Place, rows: list[Row], schema: pa.Schema) -> None:
    _write_table(place, pa.Table.from_pylist(rows, schema=schema))


def _write_table(place: Place, table: pa.Table) -> None:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    place.write(sink.getvalue())
