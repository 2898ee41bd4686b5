"""Events as POLECAT writes them: 40 columns, tab-separated, with a header row, to be read by its names.

In: events in both directions. Out: lines. Left out: Wikipedia pages and administrative units, which Relata does not know.
Source: the header row of the Dataverse files (doi:10.7910/DVN/AJGVIT), in their order. A missing value is the word None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import codes
from .columns import Column, Row, Sheet
from .place import feature

MISSING = "None"
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
PEOPLE = ("person",)
ORGANISATIONS = ("organisation", "intergovernmental", "outlet", "group")
LOCATIONS = ("state",)


def _list(values: Sequence[str | None], mark: str = "|") -> str | None:
    return mark.join(value for value in values if value) or None


def _story(row: Row, kinds: Sequence[str]) -> str | None:
    return _list(list(dict.fromkeys(name for kind, name in row["named"] if kind in kinds)), "; ")


def _text(name: str, meaning: str, value: Callable[[Row], object] = lambda _: None, unit: str = "") -> Column:
    return Column(name, "string", meaning, unit, MISSING, value)


def _side(title: str, side: str, who: str) -> list[Column]:
    return [
        _text(f"{title} Name", f"{who}: name", lambda r: r[f"{side}_name"]),
        _text(f"{title} Country", f"{who}: country", lambda r: r[f"{side}_country"], "ISO 3166-1 alpha-3"),
        Column(f"{title} COW", "integer", f"{who}: Correlates of War number as of the day of the event. The true one, where POLECAT's own "
               "files have 260 for Germany and 817 for Vietnam", "", MISSING, lambda r: codes.cow(r[f"{side}_country"], r["date"])),
        _text(f"Primary {title} Sector", f"{who}: first PLOVER sector", lambda r: r[f"{side}_sector"]),
        _text(f"{title} Sectors", f"{who}: all PLOVER sectors, with | between",
              lambda r: _list([r[f"{side}_sector"], *(r[f"{side}_secondary"] or ())])),
        _text(f"{title} Title", f"{who}: office in plain words", lambda r: r[f"{side}_role"]),
        _text(f"{title} Name Raw", f"{who}: words of the text", lambda r: r[f"{side}_text"]),
        _text(f"Wikipedia {title} ID", "not known to Relata"),
    ]  # fmt: skip


EVENTS = Sheet(
    "",
    "an event in one direction; a symmetric one gives two rows. Left out: events without a date",
    (
        Column("Event ID", "string", "Relata's id of the event; with .mirror behind it in the second direction", missing="never",
               value=lambda r: r["id"] + (".mirror" if r["mirror"] else "")),
        Column("Event Date", "date", "day of the event; the first day where only month or year is known", "YYYY-MM-DD", "never",
               lambda r: r["date"].isoformat()),
        Column("Event Type", "string", "one of PLOVER's sixteen", missing="never", value=lambda r: r["type"]),
        _text("Event Mode", "PLOVER mode, not joined to the type", lambda r: _list(r["modes"])),
        Column("Intensity", "number", "PLOVER's own score, not Goldstein's", "-10 to 10", "never", lambda r: r["score"]),
        Column("Quad Code", "string", "PLOVER's quadrant in words", missing="never", value=lambda r: QUADS[r["quad"]]),
        _text("Contexts", "PLOVER contexts, with | between", lambda r: _list(r["contexts"])),
        *_side("Actor", "source", "who acts"),
        *_side("Recipient", "target", "who is acted on"),
        _text("Placename", "where it happened", lambda r: r["place_name"]),
        _text("City", "where it happened", lambda r: r["spot"].city),
        _text("District", "not known to Relata"),
        _text("Province", "not known to Relata"),
        _text("Country", "where it happened", lambda r: r["place_country"], "ISO 3166-1 alpha-3"),
        Column("Latitude", "number", "of the city's centre", "degrees", MISSING,
               lambda r: r["spot"].latitude),
        Column("Longitude", "number", "of the city's centre", "degrees", MISSING,
               lambda r: r["spot"].longitude),
        Column("GeoNames ID", "integer", "of the city", "", MISSING,
               lambda r: r["spot"].geonameid),
        _text("Raw Placename", "words of the text", lambda r: r["place_text"]),
        _text("Feature Type", "GeoNames feature code: PPL city, PCLI country", lambda r: feature(r["spot"])),
        _text("Source", "outlet", lambda r: r["outlet"]),
        Column("Publication Date", "date", "day of the article", "YYYY-MM-DD", MISSING,
               lambda r: r["published"].isoformat() if r["published"] else None),
        _text("Story People", "people named in the article, with ; between", lambda r: _story(r, PEOPLE)),
        _text("Story Organizations", "bodies and groups named in the article, with ; between", lambda r: _story(r, ORGANISATIONS)),
        _text("Story Locations", "states named in the article, with ; between", lambda r: _story(r, LOCATIONS)),
        Column("Language", "string", "of the article", "ISO 639-1", "never", lambda r: r["language"]),
        Column("Version", "string", "the run of Relata that coded it", missing="never", value=lambda r: r["run_id"]),
    ),
    missing=MISSING,
)  # fmt: skip
