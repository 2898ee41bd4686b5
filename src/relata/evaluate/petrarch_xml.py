"""What does a validation file of PETRARCH or TABARI hold? Its sentences, and the events expected of each.

In: XML with ``<Sentence date id category evaluate>``, in it ``<Text>`` and any number of ``<EventCoding sourcecode targetcode
eventcode>`` or ``<EventCoding noevents="True"/>``, under any root or none. Out: `Marked` sentences in the order of the file. Parse
trees and everything else are passed over. What is no XML, or has a code that is none of CAMEO's, is a `GoldError` naming file and line.

Such files are written by hand: an ``EventCoding`` that is not closed, a bare ``&`` and the entities of HTML are taken for what they mean.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any, Final

from lxml import etree

from .gold import GoldError, read_text

NOBODY: Final = "---"  # what such files write where there is no code
# (source, target, CAMEO code)
Triple = tuple[str, str, str]

_XML_ENTITIES: Final = ("amp", "lt", "gt", "quot", "apos")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE: Final = re.compile(r"\s*<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL)
_PARSE: Final = re.compile(r"<Parse\b[^<>]*(?<!/)>.*?</Parse\s*>", re.DOTALL | re.IGNORECASE)
_UNCLOSED: Final = re.compile(r"(<EventCoding\b[^<>]*)(?<!/)>(?!\s*</EventCoding)", re.IGNORECASE)
_AMPERSAND: Final = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;)(?:(\w+);)?")
_SEVERAL: Final = re.compile(r"[,;/]")
_NOTHING: Final = frozenset(("", "none", "null", NOBODY))


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence. `events` is None where the file leaves open what is expected, empty where nothing is; `line` is where it begins.

    `date` is None where there is none or it is no date; `has_date` tells whether the file gives something for it.
    """

    id: str
    category: str
    text: str
    date: dt.date | None
    has_date: bool
    events: tuple[Triple, ...] | None
    line: int


def read_validation(path: Path) -> list[Marked]:
    """The sentences of a validation file. In a file without a single EventCoding nothing is known of any: all `events` are None."""
    found, is_coded = [], False
    for number, element in enumerate(_within(_tree(path), "sentence"), 1):
        attributes = _attributes(element)
        codings = list(_within(element, "eventcoding"))
        is_coded = is_coded or bool(codings)
        is_judged = attributes.get("evaluate", "").lower() not in ("false", "no", "0")
        date = attributes.get("date", "")
        found.append(
            Marked(
                id=attributes.get("id") or str(number),
                category=attributes.get("category") or "no category",
                text=" ".join(" ".join("".join(part.itertext()) for part in _within(element, "text")).split()),
                date=_date(date),
                has_date=bool(date),
                events=_expected(codings, path) if is_judged else None,
                line=element.sourceline,
            )
        )
    if not found:
        raise GoldError(f"{path}: holds no <Sentence>; a validation file has <Sentence …> with <EventCoding …/> and <Text> in it.")
    return found if is_coded else [replace(one, events=None) for one in found]


def parties(codes: str) -> list[str]:
    """The actor codes of an attribute or dictionary that gives several (``USA,FRA``, ``ELR/GAL``); `NOBODY` for none."""
    return [code.strip() for code in _SEVERAL.split(codes) if code.strip().lower() not in _NOTHING] or [NOBODY]


# --- XML -------------------------------------------------------------------------------------------------------------


def _tree(path: Path) -> Any:
    """The root. What is replaced keeps its line breaks, so that an error's line is the file's."""
    text = _UNCLOSED.sub(r"\1/>", _PARSE.sub(_blank, _DECLARATION.sub(_blank, read_text(path))))
    doctype = _DOCTYPE.match(text)
    before = doctype[0] if doctype else ""
    text = _AMPERSAND.sub(_escaped, text[len(before) :])
    try:
        try:
            return _parsed(before + text)
        except etree.XMLSyntaxError as error:
            if error.code != etree.ErrorTypes.ERR_DOCUMENT_END or before:
                raise
            return _parsed(f"<Sentences>{text}</Sentences>")  # sentences without a root
    except etree.XMLSyntaxError as error:
        raise GoldError(f"{path}:{error.position[0]}: not XML at column {error.position[1]} ({error.msg}). Mend that line.") from error


def _parsed(text: str) -> Any:
    # Nothing is fetched, and entities are those that the file itself defines.
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(text.encode(), parser)


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _escaped(found: re.Match[str]) -> str:
    """A bare ampersand, or HTML's name for a letter, as XML has it; other names are left to the file's own definitions."""
    name = found[1]
    if name is None:
        return "&amp;"
    meant = html.unescape(found[0])
    return found[0] if name in _XML_ENTITIES or meant == found[0] else meant


def _within(element: Any, name: str) -> Iterator[Any]:
    """Elements of that name in any letter case, whatever they stand in."""
    return (one for one in element.iter(etree.Element) if etree.QName(one).localname.lower() == name)


def _attributes(element: Any) -> dict[str, str]:
    return {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}


# --- what is expected ------------------------------------------------------------------------------------------------


def _expected(codings: Sequence[Any], path: Path) -> tuple[Triple, ...] | None:
    """Each event once; empty where there is none or it is said that none is expected, None where codes are left blank."""
    events: dict[Triple, None] = {}
    is_open = False
    for coding in codings:
        given = _attributes(coding)
        codes = [code.strip() for code in given.get("eventcode", "").split(",") if code.strip().lower() not in _NOTHING]
        if not codes:
            is_open = is_open or not _says_none(given)
            continue
        for code in codes:
            if not re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", code):
                raise GoldError(f"{path}:{coding.sourceline}: eventcode {code!r:.20} is no CAMEO code, such as 042 or 1712.")
        sides = (parties(given.get("sourcecode", "")), parties(given.get("targetcode", "")))
        events |= dict.fromkeys((source, target, code) for source, target, code in product(*sides, codes))
    return None if is_open and not events else tuple(events)


def _says_none(given: Mapping[str, str]) -> bool:
    """``noevents="True"``, a null code, or the reason for which the sentence is to be discarded."""
    return bool(given.get("noevents") or given.get("error") or given.get("discard") or given.get("eventcode"))


def _date(text: str) -> dt.date | None:
    """YYYYMMDD, YYMMDD (up to 30 of this century) or ISO; None for anything else."""
    digits = text.replace("-", "").replace("/", "")
    if len(digits) == 6:
        digits = ("20" if digits[:2] <= "30" else "19") + digits
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date() if len(digits) == 8 else None
    except ValueError:
        return None
