"""Events of short passages, against the project's own marked ones.

In: JSON lines with ``id``, ``text``, ``published`` and ``events`` (type, parties by their words and countries, trigger, status, date).
Out: a report, and the contract's objects as JSON lines. How an event counts as right is said in `marks`.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from ..records import Article
from . import marks
from .gold import GoldError, read_json_lines
from .report import Miss, Report, Tested, worst


def evaluate(path: Path, coder: Tested) -> Report:
    """Code every passage of the file."""
    scored: list[marks.Scored] = []
    misses: list[Miss] = []
    lines = []
    for number, record in read_json_lines(path, {"id": str, "text": str, "events": list}):
        place = f"{path}:{number}"
        try:
            published = dt.date.fromisoformat(record["published"]) if record.get("published") else None
        except (TypeError, ValueError) as error:
            raise GoldError(f"{place}: field 'published' is {record['published']!r:.40}; expected a day, YYYY-MM-DD.") from error
        article = Article(
            record["text"], record.get("title"), published, record.get("outlet"), record.get("outlet_country"), id=record["id"]
        )
        coded = coder.read(article)
        lines.append(json.dumps(coded.to_dict(), ensure_ascii=False))
        scored.append(marks.score(article.text, record["events"], coded, place))
        misses += marks.misses(scored[-1], article.id)
    counts = {"passages": len(scored), "events": sum(len(s.pairs) + len(s.missed) for s in scored)}
    figures = marks.figures(scored, "passages")
    return Report("events", str(path), coder.model_id, counts, tuple(figures), marks.confusions(scored), worst(misses), (), tuple(lines))
