"""How is a coded article kept? The one writer of a ledger file.

In: `Coded` articles and `Skip` rows, in batches. Out: rows in a DuckDB file, one transaction a batch, so that a kill or an
error at any moment loses at most the open batch. Left out: queries (`queries`), what the rows mean (schema.sql).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb
import pyarrow as pa

from ..errors import Skip, SkipReason, StoreError
from ..records import Article, Coded, Spell
from . import tallies, wording
from .counting import keep_in_step
from .faults import find_faults
from .opening import open_for_writing, schemas
from .rebuild import known_texts, twins
from .rows import TABLES, Keys, Row, Rows, add_rows, text_sha
from .spells import spells
from .stories import FindsCopies, Grouping, unsigned

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Run:
    """What coded the articles. `id` follows from version, model and settings alone (`make_run`); `started` is UTC."""

    id: str
    started: dt.datetime
    version: str
    model: str
    settings: dict[str, Any]


def make_run(*, version: str, model: str, settings: Mapping[str, Any] | None = None, started: dt.datetime | None = None) -> Run:
    """A run named by what its results depend on: the same version, model and settings give the same id everywhere."""
    settings = dict(settings or {})
    digest = hashlib.sha256(_as_json([version, model, settings]).encode("utf-8")).hexdigest()
    return Run(digest[:16], started or dt.datetime.now(dt.UTC), version, model, settings)


def _as_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article in the file: checksum of its text as this run coded it (None where it has not), and the key of what counts."""

    text_sha: str | None
    current: int


class Ledger:
    """A ledger file open for writing, by one process at a time. Use it in a `with` statement.

    Attributes:
        refused: what the latest `add` could not keep, as written to the table of skips.
    """

    def __init__(self, path: Path, run: Run) -> None:
        self.path = Path(path)
        self.run = run
        self.refused: tuple[Skip, ...] = ()
        self._grouping: Grouping | None = None
        self._found: dict[str, _Reading | None] = {}
        self._con = open_for_writing(self.path)
        try:
            self._schemas = schemas()
            self._in_transaction(self._register_run)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Whatever `add` and `add_skips` returned from is in it."""
        self._con.close()

    @property
    def groups(self) -> bool:
        """Whether `group_by` was called."""
        return self._grouping is not None

    def group_by(self, copies: FindsCopies) -> None:
        """From now on give new articles their story: that of the earlier articles whose near-copies they are.

        `copies` (a fresh `relata.ingest.stories.Copies`) is told of the earlier ones. Those kept without grouping are grouped first.
        """
        try:
            self._grouping = Grouping(self._con, copies)
            for texts in unsigned(self._con):
                self._in_transaction(lambda texts=texts: self._count([], set(), self._group(texts, {})))  # type: ignore[misc]
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: cannot be read. ({error})") from error

    def add(self, codeds: Sequence[Coded]) -> int:
        """Keep a batch, all or nothing, and say how many articles were new to this run.

        An article this run has coded before is left as it is. One that another run has coded is superseded: its new rows
        count from now on, the old ones stay. An article that cannot be kept is given up alone: a row in the table of
        skips and in `refused`. Raises StoreError, with nothing of the batch kept, when the file cannot be written.
        """
        try:
            return self._in_transaction(lambda: self._add(codeds))
        except BaseException:
            self._grouping = None  # it was told of articles that are not kept; `group_by` begins anew with what is
            raise

    def add_skips(self, skips: Sequence[Skip]) -> None:
        """Keep what was given up; the same loss in the same run is kept once."""
        if skips:
            self._in_transaction(lambda: self._write_skips(skips))

    def spells(self) -> list[Spell]:
        """What the texts in the ledger say of people: each description with the first and last day of it."""
        try:
            return spells(self._con)
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: cannot be read. ({error})") from error

    def known(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that this run has coded already, so that they need not be read again."""
        try:
            return {id_ for id_, reading in self._readings(article_ids).items() if reading.text_sha is not None}
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: cannot be read. ({error})") from error

    def twins(self, articles: Sequence[Article]) -> dict[str, Coded]:
        """By id, the readings of those articles whose text and day this run has coded under another id: they need not be read either."""
        try:
            return twins(self._con, [article for article in articles if _is_storable(article)], run=self.run.id)
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: cannot be read. ({error})") from error

    def _add(self, codeds: Sequence[Coded]) -> int:
        rows: Rows = defaultdict(list)
        refused: list[Skip] = []
        keys = self._next_keys()
        readings = self._readings({coded.article.id for coded in codeds})
        for coded in codeds:
            self._found.pop(coded.article.id, None)
        known = {id_: reading.text_sha for id_, reading in readings.items() if reading.text_sha is not None}
        texts: list[tuple[str, str]] = []
        given: dict[str, str] = {}
        new: set[str] = set()
        again: set[str] = set()
        for coded in codeds:
            article = coded.article
            skip = reason_to_refuse(coded, known)
            if skip:
                refused.append(skip)
            elif article.id not in known:
                add_rows(rows, coded, run_id=self.run.id, keys=keys)
                known[article.id] = rows["texts"][-1]["sha"]
                if article.id in readings:
                    rows["superseded"].append({"article_key": readings[article.id].current})
                    again.add(article.id)
                else:
                    new.add(article.id)
                    texts.append((article.id, article.text))
                if article.story is not None:
                    given[article.id] = article.story
        self._write_rows(rows)
        new_keys, said = ([row["key"] for row in rows[table]] for table in ("articles", "statements"))
        tallies.keep_in_step(self._con, new_keys, said, [row["article_key"] for row in rows["superseded"]])
        self._index(rows)
        self._count(rows["acts"], new, again | self._group(texts, given))
        self._write_skips(refused)
        self.refused = tuple(refused)
        return len(rows["articles"])

    def _index(self, rows: Rows) -> None:
        texts = {row["sha"]: row["text"] for row in rows["texts"]}
        named = [(row["key"], row["title"], texts[row["text_sha"]]) for row in rows["articles"]]
        if named:
            keys, titles, bodies = (list(column) for column in zip(*named, strict=True))
            self._con.register("written", pa.table({"key": keys, "title": pa.array(titles, pa.string()), "text": bodies}))
            try:
                wording.index(self._con, "FROM written")
            finally:
                self._con.unregister("written")

    def _group(self, texts: Sequence[tuple[str, str]], given: dict[str, str]) -> set[str]:
        """Give articles their stories, and say which may have another than before, by one article of each story at least."""
        stories = [{"article_id": id_, "story": story} for id_, story in given.items()]
        if self._grouping:
            signatures, stories = self._grouping.rows(texts, given)
            self._insert("signatures", signatures)
        # Grouping is kept apart from coding: a later reading that brings no story leaves the known one.
        self._insert("stories", stories, suffix="ON CONFLICT (article_id) DO UPDATE SET story = excluded.story")
        return {*(id_ for id_, _ in texts), *(row["article_id"] for row in stories)}

    def _count(self, acts: list[Row], new: set[str], touched: set[str]) -> None:
        keep_in_step(self._con, pa.Table.from_pylist(acts, schema=self._schemas["acts"]), new, touched)

    def _write_rows(self, rows: Rows) -> None:
        # Two articles of a batch, or of two runs, may share a text.
        texts = {row["sha"]: row for row in rows["texts"]}
        known = known_texts(self._con, texts)
        self._insert("texts", [row for sha, row in texts.items() if sha not in known])
        for table in TABLES[1:]:
            self._insert(table, rows[table])
        names = list({(row["name"], row["id"]): {"name": row["name"], "id": row["id"]} for row in rows["actors"]}.values())
        self._insert(
            "names",
            names,
            select="DISTINCT lower(name) AS name, id",
            suffix="ANTI JOIN names n ON n.name = lower(incoming.name) AND n.id = incoming.id",
        )
        self._insert("superseded", rows["superseded"])

    def _write_skips(self, skips: Sequence[Skip]) -> None:
        self._insert("skips", skip_rows(skips, self.run), suffix="ANTI JOIN skips USING (run_id, source, stage, reason, detail)")

    def _insert(self, table: str, rows: list[Row], *, select: str = "*", suffix: str = "") -> None:
        """One insert for all rows of a table, handed over as Arrow: many times faster than row by row."""
        if not rows:
            return
        self._con.register("incoming", pa.Table.from_pylist(rows, schema=self._schemas[table]))
        try:
            self._con.execute(f"INSERT INTO {table} BY NAME SELECT {select} FROM incoming {suffix}")
        finally:
            self._con.unregister("incoming")

    def _in_transaction(self, work: Callable[[], Result]) -> Result:
        """Do `work` whole or not at all."""
        try:
            self._con.begin()
            try:
                result = work()
            except BaseException:
                self._con.rollback()
                raise
            self._con.commit()
        except (duckdb.Error, pa.ArrowException, UnicodeError) as error:
            raise StoreError(
                f"{self.path}: the batch could not be written and nothing of it was kept. Check the disk. ({error})"
            ) from error
        return result

    def _register_run(self) -> None:
        self._con.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", list(run_row(self.run).values()))

    def _readings(self, article_ids: Collection[str]) -> dict[str, _Reading]:
        """What the ledger holds of these articles, by id; ids without a row are missing.

        Ids have no order, so all articles are gone through. What was found is kept until the article is added, which asks again.
        """
        new = sorted(id_ for id_ in article_ids if id_ not in self._found and _is_storable(id_))
        if new:
            sql = """SELECT id, max(text_sha) FILTER (run_id = $run), max(key) FILTER (key NOT IN (SELECT article_key FROM superseded))
                     FROM articles WHERE id IN (SELECT unnest($ids::VARCHAR[])) GROUP BY id"""
            self._found.update(dict.fromkeys(new))
            self._found.update({row[0]: _Reading(*row[1:]) for row in self._con.execute(sql, {"run": self.run.id, "ids": new}).fetchall()})
        return {id_: reading for id_ in article_ids if (reading := self._found.get(id_)) is not None}

    def _next_keys(self) -> Keys:
        tops = ", ".join(f"(SELECT coalesce(max(key), 0) FROM {table})" for table in ("articles", "statements", "events"))
        ((article, statement, event),) = self._con.execute(f"SELECT {tops}").fetchall()
        return Keys.after(article, statement, event)


def run_row(run: Run) -> Row:
    """A run as the table of runs has it."""
    started = run.started.astimezone(dt.UTC).replace(tzinfo=None) if run.started.tzinfo else run.started
    return {"id": run.id, "started": started, "version": run.version, "model": run.model, "settings": _as_json(run.settings)}


def skip_rows(skips: Sequence[Skip], run: Run) -> list[Row]:
    """What was given up as the table of skips has it, each once."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    texts = dict.fromkeys((_plain(s.source), _plain(s.stage), s.reason.value, _plain(s.detail)) for s in skips)
    return [
        {"run_id": run.id, "source": source, "stage": stage, "reason": reason, "detail": detail, "at": now}
        for source, stage, reason, detail in texts
    ]


def reason_to_refuse(coded: Coded, known: Mapping[str, str]) -> Skip | None:
    """Why this article cannot be kept, None where it can or already is."""
    article = coded.article
    faults = find_faults(coded)
    if faults:
        more = f"; and {len(faults) - 1} more" if len(faults) > 1 else ""
        reason = SkipReason.FAILED if _is_storable(article) else SkipReason.ENCODING
        return Skip(_plain(article.id), "store", reason, f"cannot be kept: {faults[0]}{more}")
    if article.id in known and known[article.id] != text_sha(article.text):
        detail = f"another text already has the id {article.id!r} in this run; give each article an id of its own, or none"
        return Skip(article.id, "store", SkipReason.BAD_RECORD, detail)
    return None


def _is_storable(value: str | Article) -> bool:
    texts = [value] if isinstance(value, str) else [text for text in value.to_dict().values() if isinstance(text, str)]
    return all(_plain(text) == text for text in texts)


def _plain(text: str) -> str:
    """The text with what has no UTF-8 form (undecodable bytes of a file name, half a surrogate pair) written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
