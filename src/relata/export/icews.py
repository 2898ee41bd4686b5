"""Events as ICEWS writes them: 20 columns, tab-separated, with a header row, read without quote handling.

In: events in both directions. Out: lines. Left out: districts and provinces, which Relata does not know.
Source: the Dataverse files (doi:10.7910/DVN/28075) as the R package icews reads them.
"""

from __future__ import annotations

from . import cameo, codes
from .columns import Column, Row, Sheet
from .sentences import sentence_number


def _sectors(row: Row, side: str) -> str | None:
    return cameo.sector_names([sector for sector in (row[f"{side}_sector"], *(row[f"{side}_secondary"] or ())) if sector])


def _side(title: str, side: str, who: str) -> list[Column]:
    return [
        Column(f"{title} Name", "string", f"{who}: name of the person or body, or role", value=lambda r: r[f"{side}_name"]),
        Column(f"{title} Sectors", "string", f"{who}: sectors in ICEWS' words, with commas between", value=lambda r: _sectors(r, side)),
        Column(f"{title} Country", "string", f"{who}: ICEWS' English name of the country; empty for international bodies",
               value=lambda r: codes.icews(r[f"{side}_country"])),
    ]  # fmt: skip


EVENTS = Sheet(
    "",
    "an event in one direction; a symmetric one, and a visit (042 and 043), gives two rows. Left out: those without a CAMEO code or date",
    (
        Column("Event ID", "integer", "number of the row in this export, from 1", missing="never", value=lambda r: r["number"]),
        Column("Event Date", "date", "day of the event; the first day where only month or year is known", "YYYY-MM-DD", "never",
               lambda r: r["date"].isoformat()),
        *_side("Source", "source", "who acts"),
        Column("Event Text", "string", "ICEWS' wording of the CAMEO code", missing="never", value=lambda r: cameo.label(r["cameo"])),
        Column("CAMEO Code", "string", "CAMEO code; a string, its first zero counts", missing="never", value=lambda r: r["cameo"]),
        Column("Intensity", "number", "Goldstein value of the code in ICEWS' table", "-10 to 10",
               value=lambda r: cameo.goldstein(r["cameo"], scale="icews")),
        *_side("Target", "target", "who is acted on"),
        Column("Story ID", "integer", "number of the article in the ledger", missing="never", value=lambda r: r["article_key"]),
        Column("Sentence Number", "integer", "number of the sentence, counted from full stops and line ends", "sentences from 1", "never",
               lambda r: sentence_number(r["text"], r["trigger_start"])),
        Column("Publisher", "string", "outlet", value=lambda r: r["outlet"]),
        Column("City", "string", "where it happened", value=lambda r: r["spot"].city),
        Column("District", "string", "not known to Relata", value=lambda _: None),
        Column("Province", "string", "not known to Relata", value=lambda _: None),
        Column("Country", "string", "where it happened: ICEWS' English name", value=lambda r: codes.icews(r["place_country"])),
        Column("Latitude", "number", "of the city's centre (GeoNames)", "degrees", value=lambda r: r["spot"].latitude),
        Column("Longitude", "number", "of the city's centre (GeoNames)", "degrees", value=lambda r: r["spot"].longitude),
    ),
)  # fmt: skip
