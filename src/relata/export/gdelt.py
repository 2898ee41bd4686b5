"""Events as GDELT 2.0 writes them: events (61 columns) and mentions (16), tab-separated, without a header row.

In: events in both directions. Out: lines of ``.export.CSV``, ``.mentions.CSV`` and the map back to Relata's ids. Left out: what GDELT
has and Relata does not know (ethnic and religious codes, tone of documents, places of actors): blank.
Source: GDELT Event Codebook V2.0 (19 February 2015); order of columns as in its files.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from . import cameo, codes
from .columns import Column, Row, Sheet
from .place import Spot
from .sentences import is_lead, sentence_number

TIME = "%Y%m%d%H%M%S"
PRONOUNS = frozenset((
    "he", "she", "it", "they", "him", "her", "them", "his", "their", "its", "we", "us", "our", "i", "me", "my", "who", "which", "that",
    "this", "these", "those",
))  # fmt: skip
ROLES = 3


def with_letters(row: Row) -> dict[str, cameo.Letters]:
    """What the columns of both actors need, found once for all of them."""
    return {
        f"{side}_letters": cameo.letters(
            row[f"{side}_name"], row[f"{side}_country"], row[f"{side}_sector"], tuple(row[f"{side}_secondary"] or ())
        )
        for side in ("source", "target")
    }


def _name(side: str, row: Row) -> str | None:
    name: str | None = row[f"{side}_name"]
    return name.upper() if name else None


def _role(side: str, n: int, row: Row) -> str | None:
    roles = row[f"{side}_letters"].roles
    return roles[n] if n < len(roles) else None


def _actor(number: int, side: str) -> list[Column]:
    a = f"Actor{number}"
    who = "who acts" if number == 1 else "who is acted on"
    return [
        Column(f"{a}Code", "string", f"{who}: CAMEO code, country letters then role letters", value=lambda r: r[f"{side}_letters"].code),
        Column(f"{a}Name", "string", f"{who}: name, in capitals", value=partial(_name, side)),
        Column(
            f"{a}CountryCode", "string", "CAMEO country letters; EUR of the EU, WST of NATO", value=lambda r: r[f"{side}_letters"].country
        ),
        Column(f"{a}KnownGroupCode", "string", "CAMEO known group, of bodies that have one", value=lambda r: r[f"{side}_letters"].group),
        _blank(f"{a}EthnicCode", "string", "CAMEO ethnic group; not known to Relata"),
        _blank(f"{a}Religion1Code", "string", "CAMEO religion; not known to Relata"),
        _blank(f"{a}Religion2Code", "string", "CAMEO religion; not known to Relata"),
        *(
            Column(f"{a}Type{n + 1}Code", "string", f"CAMEO role letters, role {n + 1}", value=partial(_role, side, n))
            for n in range(ROLES)
        ),
    ]


def _blank(name: str, type: str, meaning: str) -> Column:
    return Column(name, type, meaning, value=lambda _: None)


_GEO = (("Type", "integer"), ("FullName", "string"), ("CountryCode", "string"), ("ADM1Code", "string"), ("ADM2Code", "string"),
        ("Lat", "number"), ("Long", "number"), ("FeatureID", "string"))  # fmt: skip


def _actor_geo(number: int) -> list[Column]:
    return [_blank(f"Actor{number}Geo_{name}", type, "place of the actor; Relata places events only") for name, type in _GEO]


def _geo_type(place: Spot) -> int:
    if place.country is None:
        return 0
    return 1 if place.city is None else 3 if place.country == "USA" else 4


def _full_name(place: Spot) -> str | None:
    return ", ".join(filter(None, (place.city, codes.name(place.country)))) or None


def _fraction(day: dt.date) -> str:
    # As in GDELT's own rows; the codebook prints month * 30 instead.
    return f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}"


EVENTS = Sheet(
    ".export.CSV",
    "an event in one direction; a symmetric one, and a visit (042 and 043), gives two rows. Left out: those without a CAMEO code or date",
    (
        Column("GLOBALEVENTID", "integer", "number of the row in this export, from 1; see the ids file", missing="never",
               value=lambda r: r["number"]),
        Column("SQLDATE", "integer", "day of the event; the first day where only month or year is known", "YYYYMMDD", "never",
               lambda r: f"{r['date']:%Y%m%d}"),
        Column("MonthYear", "integer", "month of the event", "YYYYMM", "never", lambda r: f"{r['date']:%Y%m}"),
        Column("Year", "integer", "year of the event", "YYYY", "never", lambda r: f"{r['date']:%Y}"),
        Column("FractionDate", "number", "year + ((month - 1) * 30 + day) / 365", "years", "never", lambda r: _fraction(r["date"])),
        *_actor(1, "source"),
        *_actor(2, "target"),
        Column("IsRootEvent", "integer", "1: told in the first paragraph of the article, 0: further down", missing="never",
               value=lambda r: is_lead(r["text"], r["trigger_start"])),
        Column("EventCode", "string", "CAMEO code; a string, its first zero counts", missing="never", value=lambda r: r["cameo"]),
        Column("EventBaseCode", "string", "first three digits of EventCode", missing="never", value=lambda r: r["cameo"][:3]),
        Column("EventRootCode", "string", "first two digits of EventCode", missing="never", value=lambda r: r["cameo"][:2]),
        Column("QuadClass", "integer", "by GDELT's own split of CAMEO roots, not PLOVER's: 1 verbal cooperation (01-05), 2 material "
               "cooperation (06-09), 3 verbal conflict (10-14), 4 material conflict (15-20)", missing="never",
               value=lambda r: cameo.gdelt_quad(r["cameo"])),
        Column("GoldsteinScale", "number", "Goldstein value of EventCode in GDELT's table", "-10 to 10",
               value=lambda r: cameo.goldstein(r["cameo"], scale="gdelt")),
        Column("NumMentions", "integer", "1: each article's telling is a row of its own", "mentions", "never", lambda _: 1),
        Column("NumSources", "integer", "different outlets of the story in the ledger", "outlets", "never", lambda r: r["n_outlets"]),
        Column("NumArticles", "integer", "articles of the story in the ledger", "articles", "never", lambda r: r["n_articles"]),
        _blank("AvgTone", "number", "tone of the documents; Relata judges tone towards an actor only"),
        *_actor_geo(1),
        *_actor_geo(2),
        Column("ActionGeo_Type", "integer", "1 country, 3 US city, 4 other city, 0 none", "", "never", lambda r: _geo_type(r["spot"])),
        Column("ActionGeo_FullName", "string", "city and country, or country", value=lambda r: _full_name(r["spot"])),
        Column("ActionGeo_CountryCode", "string", "FIPS 10-4, not ISO", value=lambda r: codes.fips(r["place_country"])),
        _blank("ActionGeo_ADM1Code", "string", "not known to Relata"),
        _blank("ActionGeo_ADM2Code", "string", "not known to Relata"),
        Column("ActionGeo_Lat", "number", "of the city's centre (GeoNames)", "degrees", value=lambda r: r["spot"].latitude),
        Column("ActionGeo_Long", "number", "of the city's centre (GeoNames)", "degrees", value=lambda r: r["spot"].longitude),
        _blank("ActionGeo_FeatureID", "string", "GNS or GNIS id; not known to Relata"),
        Column("DATEADDED", "integer", "start of the run that coded it, UTC", "YYYYMMDDHHMMSS", "never",
               lambda r: f"{r['run_started']:{TIME}}"),
        Column("SOURCEURL", "string", "address of the article", value=lambda r: r["url"]),
    ),
)  # fmt: skip


def _identifier(row: Row) -> str | None:
    return row["url"] or ", ".join(str(row[part]) for part in ("outlet", "title", "published") if row[part]) or None


def _raw(row: Row) -> bool:
    return not any((row[f"{side}_text"] or "").lower() in PRONOUNS for side in ("source", "target"))


def _offset(row: Row, part: str) -> int:
    return -1 if row[part] is None else row[part]


MENTIONS = Sheet(
    ".mentions.CSV",
    "an event and the article that tells it; as many as in the events file and in the same order",
    (
        Column("GLOBALEVENTID", "integer", "as in the events file", missing="never", value=lambda r: r["number"]),
        Column("EventTimeDate", "integer", "DATEADDED of the event", "YYYYMMDDHHMMSS", "never", lambda r: f"{r['run_started']:{TIME}}"),
        Column("MentionTimeDate", "integer", "start of the run that coded it, UTC", "YYYYMMDDHHMMSS", "never",
               lambda r: f"{r['run_started']:{TIME}}"),
        Column("MentionType", "integer", "1 with an address, 2 a citation only", missing="never", value=lambda r: 1 if r["url"] else 2),
        Column("MentionSourceName", "string", "outlet", value=lambda r: r["outlet"]),
        Column("MentionIdentifier", "string", "address; without one outlet, title and day", value=_identifier),
        Column("SentenceID", "integer", "number of the sentence, counted from full stops and line ends", "sentences from 1", "never",
               lambda r: sentence_number(r["text"], r["trigger_start"])),
        Column("Actor1CharOffset", "integer", "where Actor1 is named", "code points from 0", "-1", lambda r: _offset(r, "source_start")),
        Column("Actor2CharOffset", "integer", "where Actor2 is named", "code points from 0", "-1", lambda r: _offset(r, "target_start")),
        Column("ActionCharOffset", "integer", "where the act is named", "code points from 0", "-1", lambda r: _offset(r, "trigger_start")),
        Column("InRawText", "integer", "1: both are named, 0: one is a pronoun there", missing="never", value=_raw),
        Column("Confidence", "integer", "how sure Relata is of the event", "per cent, 10 to 100", "never",
               lambda r: max(10, round(r["confidence"] * 100))),
        Column("MentionDocLen", "integer", "length of the article's text", "code points", "never", lambda r: len(r["text"])),
        _blank("MentionDocTone", "number", "tone of the document; Relata judges tone towards an actor only"),
        _blank("MentionDocTranslationInfo", "string", "blank: the article was in English"),
        _blank("Extras", "string", "not in use"),
    ),
)  # fmt: skip

IDS = Sheet(
    ".ids.tsv",
    "a row of the events file; this file has a header row",
    (
        Column("GLOBALEVENTID", "integer", "as in the events file", missing="never", value=lambda r: r["number"]),
        Column("event", "string", "Relata's id of the event", missing="never", value=lambda r: r["id"]),
        Column("mirror", "integer", "1: the second direction of an event", missing="never", value=lambda r: r["mirror"]),
        Column("article", "string", "Relata's id of the article", missing="never", value=lambda r: r["article_id"]),
    ),
)
