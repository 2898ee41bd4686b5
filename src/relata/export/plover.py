"""Events as the PLOVER manual has them: one JSON object a line.

In: events, each once. Out: dictionaries in a fixed order of keys. Left out: what the manual asks for and Relata does not know
(Wikidata, religion, numbers of dead); the text itself, unless asked for.
Source: PLOVER manual 2.0, "Data Fields". What Relata knows beyond it stands under ``relata``.
"""

from __future__ import annotations

from typing import Any

from . import codes
from .columns import Column, Row, Sheet
from .place import Spot, feature

# PLOVER writes these in place of a country.
CROSS_BORDER = frozenset(("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"))
# The manual's auxiliary marks, which it puts among the contexts.
MARKS = {"planned": "future", "conditional": "hypothetical", "denied": "negation", "past": "historical"}
CITY, COUNTRY = 4, 1  # `resolution`: 5 within a city ... 1 country


def record(row: Row, *, with_text: bool) -> dict[str, Any]:
    """The event. A symmetric one has both parties in ``actor`` and no ``recipient``.

    Args:
        with_text: also the sentence; only with the right to publish it.
    """
    sides = [_entity(row, side) for side in ("source", "target") if row[f"{side}_text"] is not None]
    actors, recipients = (sides, []) if row["symmetric"] else (sides[:1], sides[1:])
    return {
        "id": row["id"],
        "link": row["story"],
        "date": row["date"].isoformat(),
        "actor": actors,
        "recipient": recipients,
        "event": [row["type"]],
        "mode": row["modes"],
        "context": [*row["contexts"], *([MARKS[row["status"]]] if row["status"] in MARKS else [])],
        "event_text": [row["trigger"]],
        "event_loc": _location(row, row["spot"]) if row["place_name"] else None,
        "quad_code": row["quad"],
        "event_scale": row["score"],
        **({"text": row["evidence"]} if with_text else {}),
        "text_info": {"start": row["evidence_start"], "end": row["evidence_end"], "text_story": row["article_id"]},
        "cite_info": {
            "corpus": row["outlet"],
            "url": row["url"],
            "title": row["title"],
            "publication": row["published"].isoformat() if row["published"] else None,
            "coder": f"relata {row['run_version']}",
            "codebook": "plover-2.0",
            "version": row["run_id"],
        },
        "has_event": True,
        "coder": f"relata {row['run_version']}",
        "coded_date": row["run_started"].date().isoformat(),
        "coded_time": row["run_started"].time().isoformat(timespec="seconds"),
        "relata": {
            "status": row["status"],
            "symmetric": row["symmetric"],
            "date_precision": row["date_precision"],
            "statement": row["statement_id"],
            "confidence": row["confidence"],
            "cameo": row["cameo"],
            "goldstein": row["goldstein"],
        },
    }


def _entity(row: Row, side: str) -> dict[str, Any]:
    country, sector = row[f"{side}_country"], row[f"{side}_sector"]
    stands_for_country = country is None and sector in CROSS_BORDER
    return {
        "code": sector if stands_for_country else codes.plover(country),
        "sector": None if stands_for_country else sector,
        "other_sectors": list(row[f"{side}_secondary"] or ()),
        "entity_text": row[f"{side}_text"],
        "identifier_text": row[f"{side}_name"],
        "office": row[f"{side}_role"],
    }


def _location(row: Row, place: Spot) -> dict[str, Any]:
    return {
        "extracted_place": row["place_text"],
        "resolved_place": row["place_name"],
        "geonameid": place.geonameid,
        "lat": place.latitude,
        "lon": place.longitude,
        "city": place.city,
        "country": codes.name(row["place_country"]),
        "country_code": codes.plover(row["place_country"]),
        "feature_code": feature(place),
        "resolution": None if place.country is None else CITY if place.city else COUNTRY,
    }


def _field(name: str, type: str, meaning: str, unit: str = "", missing: str = "null") -> Column:
    return Column(name, type, meaning, unit, missing)


EVENTS = Sheet(
    "",
    "an event; a symmetric one once, with both parties in actor. Left out: events without a date",
    (
        _field("id", "string", "Relata's id of the event", missing="never"),
        _field("link", "string", "id of the article's story, which near-copies share"),
        _field("date", "date", "day of the event; the first day where only month or year is known", "YYYY-MM-DD", "never"),
        _field("actor", "list of objects", "who acts; both parties of a symmetric event", missing="never"),
        _field("recipient", "list of objects", "who is acted on", missing="[]"),
        _field("actor[].code", "string", "ISO 3166-1 alpha-3 (KOS: Kosovo), or UNO EUR IGO NGO ISM IMG MNC; as in recipient[]"),
        _field("actor[].sector", "string", "first PLOVER sector"),
        _field("actor[].other_sectors", "list of strings", "further PLOVER sectors", missing="[]"),
        _field("actor[].entity_text", "string", "words of the text", missing="never"),
        _field("actor[].identifier_text", "string", "name of the actor; null where unresolved"),
        _field("actor[].office", "string", "office in plain words"),
        _field("event", "list of strings", "the PLOVER type, one", missing="never"),
        _field("mode", "list of strings", "PLOVER modes", missing="[]"),
        _field("context", "list of strings", "PLOVER contexts, and a mark: future, hypothetical, negation or historical", missing="[]"),
        _field("event_text", "list of strings", "the word that names the act", missing="never"),
        _field("event_loc", "object", "where it happened"),
        _field("event_loc.extracted_place", "string", "words of the text"),
        _field("event_loc.resolved_place", "string", "name of the place"),
        _field("event_loc.geonameid", "integer", "GeoNames number of the city"),
        _field("event_loc.lat", "number", "of the city's centre", "degrees"),
        _field("event_loc.lon", "number", "of the city's centre", "degrees"),
        _field("event_loc.city", "string", "city"),
        _field("event_loc.country", "string", "country in English"),
        _field("event_loc.country_code", "string", "country", "ISO 3166-1 alpha-3"),
        _field("event_loc.feature_code", "string", "GeoNames feature code: PPL city, PCLI country"),
        _field("event_loc.resolution", "integer", "how exactly it is known: 4 city, 1 country", "5 to 1"),
        _field("quad_code", "integer", "1 verbal, 2 material cooperation; 3 verbal, 4 material conflict", missing="never"),
        _field("event_scale", "number", "PLOVER's own conflict-cooperation score, not Goldstein's", "-10 to 10", "never"),
        _field("text", "string", "the sentence; only when asked for", missing="no key"),
        _field("text_info.start", "integer", "where the sentence begins", "code points from 0", "never"),
        _field("text_info.end", "integer", "where it ends, exclusive", "code points from 0", "never"),
        _field("text_info.text_story", "string", "id of the article", missing="never"),
        _field("cite_info.corpus", "string", "outlet"),
        _field("cite_info.url", "string", "address of the article"),
        _field("cite_info.title", "string", "headline"),
        _field("cite_info.publication", "date", "day of the article", "YYYY-MM-DD"),
        _field("cite_info.coder", "string", "Relata and its version", missing="never"),
        _field("cite_info.codebook", "string", "plover-2.0", missing="never"),
        _field("cite_info.version", "string", "the run that coded it", missing="never"),
        _field("has_event", "boolean", "always true", missing="never"),
        _field("coder", "string", "Relata and its version", missing="never"),
        _field("coded_date", "date", "day on which the run began, UTC", "YYYY-MM-DD", "never"),
        _field("coded_time", "time", "when the run began, UTC", "HH:MM:SS", "never"),
        _field("relata.status", "string", "actual, planned, conditional, denied or past", missing="never"),
        _field("relata.symmetric", "boolean", "both sides do the same", missing="never"),
        _field("relata.date_precision", "string", "day, week, month or year"),
        _field("relata.statement", "string", "id of the statement that reports it; null where the outlet itself asserts it"),
        _field("relata.confidence", "number", "how sure Relata is of the event", "0 to 1", "never"),
        _field("relata.cameo", "string", "CAMEO code"),
        _field("relata.goldstein", "number", "Goldstein value of the code in ICEWS' table", "-10 to 10"),
    ),
)  # fmt: skip
