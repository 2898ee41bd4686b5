"""What do the pages of runs and of losses show?

Takes a read-only connection; gives what coded the articles, with its settings, and what was given up and why.
Left out on purpose: how runs are made (`store`), HTML (`render`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from duckdb import DuckDBPyConnection

from relata import store

from . import links
from .filters import Filter, SkipFilter
from .lists import ListPage, cut


@dataclass(frozen=True, slots=True)
class RunLine:
    """What coded articles: a version, a model and settings. Counts include readings that a later run superseded."""

    id: str
    started: dt.datetime
    version: str
    model: str
    n_articles: int
    n_superseded: int
    n_statements: int
    n_events: int
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SkipLine:
    """Something given up: where it stood, at which stage, why, and what to do."""

    source: str
    stage: str
    reason: str
    detail: str
    run_id: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsPage(ListPage):
    template: ClassVar[str] = "runs.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinePage(ListPage):
    template: ClassVar[str] = "quarantine.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter(Filter):
    """Nothing but which part of the list."""


def runs(con: DuckDBPyConnection, asked: RunFilter) -> RunsPage:
    # a ledger has as many runs as it met versions, models and settings: few
    rows = store.runs(con).to_pylist()
    lines = tuple(RunLine(**{**row, "started": _utc(row["started"]), "settings": json.loads(row["settings"])}) for row in rows)
    part = lines[asked.offset : asked.offset + asked.limit]
    return RunsPage(address=links.runs, filter=asked, rows=part, more=asked.offset + asked.limit < len(lines), total=len(lines))


def quarantine(con: DuckDBPyConnection, asked: SkipFilter) -> QuarantinePage:
    rows, more, total = cut(store.skips, con, asked)
    lines = tuple(SkipLine(**{**row, "at": _utc(row["at"])}) for row in rows)
    return QuarantinePage(address=links.quarantine, filter=asked, rows=lines, more=more, total=total)


def _utc(at: dt.datetime) -> dt.datetime:
    """The ledger keeps UTC without saying so."""
    return at.replace(tzinfo=dt.UTC)
