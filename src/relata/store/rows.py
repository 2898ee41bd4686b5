"""How does a coded article become rows?

In: a `Coded`, the keys it may use. Out: rows by table, ready for one insert each. Left out: SQL and the way back (`rebuild`).
Column names are those of schema.sql; a column that is missing in a row here is NULL there.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from ..records import About, Actor, Article, Coded, Content, Event, Relay, Statement

Row = dict[str, Any]
Rows = defaultdict[str, list[Row]]

# Parents before children: each table's foreign keys point up this list.
TABLES = ("texts", "articles", "actors", "roles", "mentions", "statements", "contents", "chain", "about", "events", "evidence")


@dataclass(frozen=True, slots=True)
class Keys:
    """Counters for the whole-number keys, each beginning after the highest one in the file."""

    article: Iterator[int]
    statement: Iterator[int]
    event: Iterator[int]

    @classmethod
    def after(cls, article: int, statement: int, event: int) -> Keys:
        return cls(count(article + 1), count(statement + 1), count(event + 1))


def text_sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def add_rows(rows: Rows, coded: Coded, *, run_id: str, keys: Keys) -> int:
    """Append the article's rows to `rows` and give its key. The article must be sound (`find_faults`)."""
    key = next(keys.article)
    article = coded.article
    sha = text_sha(article.text)
    rows["texts"].append({"sha": sha, "text": article.text})
    rows["articles"].append(_article_row(article, key=key, sha=sha, run_id=run_id))
    own = {"article_key": key, "run_id": run_id}
    for n, actor in enumerate(coded.actors):
        rows["actors"].append({**own, "n": n, **actor.to_dict()})
    rows["roles"].extend({**own, **asdict(role), "date": article.published} for role in coded.roles)
    for n, mention in enumerate(coded.mentions):
        rows["mentions"].append({**own, "n": n, **mention.to_dict()})
    own["article_id"] = article.id
    actors = {actor.id: actor for actor in coded.actors}
    countries = {id_: actor.country for id_, actor in actors.items()}
    statement_keys = {statement.id: next(keys.statement) for statement in coded.statements}
    for n, statement in enumerate(coded.statements):
        _add_statement(rows, statement, article, {**own, "n": n}, statement_keys, countries)
    for n, event in enumerate(coded.events):
        row = _event_row(event, article, statement_keys, countries)
        row.update(own, n=n, key=next(keys.event))
        rows["events"].append(row)
        if is_act(row):
            rows["acts"].append(_act_row(row, event, coded, actors))
        rows["evidence"].extend(_evidence_rows(event, key=row["key"], run_id=run_id))
    return key


def _article_row(article: Article, *, key: int, sha: str, run_id: str) -> Row:
    return {
        "key": key,
        "run_id": run_id,
        "id": article.id,
        "text_sha": sha,
        "outlet": article.outlet,
        "outlet_country": article.outlet_country,
        "title": article.title,
        "published": article.published,
        "url": article.url,
        "language": article.language,
    }


def _add_statement(
    rows: Rows, statement: Statement, article: Article, own: Row, keys: Mapping[str, int], countries: Mapping[str, str | None]
) -> None:
    key = keys[statement.id]
    row = _statement_row(statement, article, countries)
    row.update(own, key=key, within_key=keys[statement.within] if statement.within is not None else None)
    rows["statements"].append(row)
    child = {"statement_key": key, "run_id": own["run_id"]}
    lists: dict[str, tuple[Content | Relay | About, ...]] = {
        "contents": statement.content,
        "chain": statement.chain,
        "about": statement.about,
    }
    for table, parts in lists.items():
        rows[table].extend({**child, "n": n, **part.to_dict()} for n, part in enumerate(parts))


def _statement_row(statement: Statement, article: Article, countries: Mapping[str, str | None]) -> Row:
    speaker, cue, addressee = statement.speaker, statement.cue, statement.addressee
    spans = [part for part in (speaker, cue, *statement.content) if part is not None]
    return {
        "id": statement.id,
        "kind": statement.kind,
        "anonymous": statement.anonymous,
        "hedge": statement.hedge,
        "date": statement.date,
        "date_precision": statement.date_precision,
        "day": statement.date or article.published,
        "start": min((part.start for part in spans), default=None),
        "end": max((part.end for part in spans), default=None),
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "speaker_text": speaker.text if speaker else None,
        "speaker_actor": speaker.actor if speaker else None,
        "speaker_country": countries.get(speaker.actor) if speaker and speaker.actor else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "cue_text": cue.text if cue else None,
        "addressee_text": addressee.text if addressee else None,
        "addressee_actor": addressee.actor if addressee else None,
        "setting": statement.setting,
    }


def _event_row(event: Event, article: Article, statements: Mapping[str, int], countries: Mapping[str, str | None]) -> Row:
    source, target = event.source.actor, event.target.actor if event.target else None
    return {
        "id": event.id,
        "type": event.type,
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "score": event.score,
        "goldstein": event.goldstein,
        "status": event.status,
        "confidence": event.confidence,
        "symmetric": event.symmetric,
        "date": event.date,
        "date_precision": event.date_precision,
        "day": event.date or article.published,
        "start": event.evidence.start,
        "source_actor": source,
        "source_country": countries.get(source) if source else None,
        "target_actor": target,
        "target_country": countries.get(target) if target else None,
        "place_name": event.place.name if event.place else None,
        "place_country": event.place.country if event.place else None,
        "statement_key": statements[event.statement] if event.statement is not None else None,
    }


def is_act(row: Row) -> bool:
    """Whether an event's row has one in `acts`, as long as its reading is the current one (`counting.KEPT`)."""
    sides = row["source_country"], row["target_country"]
    return None not in sides and sides[0] != sides[1] and row["day"] is not None and row["status"] in ("actual", "past", "planned")


def _act_row(row: Row, event: Event, coded: Coded, actors: Mapping[str, Actor]) -> Row:
    """As `counting.rows` makes it of what is written; its story, and the act that it tells, are known once that is."""
    sides = {"source": actors.get(row["source_actor"]), "target": actors.get(row["target_actor"])}
    span = event.evidence
    named = (actors[m.actor].country for m in coded.mentions if m.start >= span.start and m.end <= span.end and m.actor in actors)
    thirds = {country for country in named if country is not None} - {row["source_country"], row["target_country"]}
    roles = {f"{side}_{what}": getattr(actor, what) for side, actor in sides.items() if actor for what in ("kind", "sector", "role")}
    article = {"published": coded.article.published, "outlet": coded.article.outlet, "outlet_country": coded.article.outlet_country}
    return {**row, **article, **roles, "thirds": sorted(thirds)}


def _evidence_rows(event: Event, *, key: int, run_id: str) -> Iterator[Row]:
    for what in ("source", "target", "trigger", "evidence", "place"):
        part = getattr(event, what)
        if part is not None:
            yield {"event_key": key, "run_id": run_id, "what": what, "start": part.start, "end": part.end, "text": part.text}
