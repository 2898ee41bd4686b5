"""Names in a user's files: their kind, form and letter case."""

from __future__ import annotations

import pytest

from relata.actors.cameo import actor_meaning
from relata.actors.naming import form_of, kind_of, titled, word_kind


@pytest.mark.parametrize(
    ("names", "codes", "dated", "kind"),
    [
        ("NORWAY", "NOR", False, "state"), ("NORWEGIAN", "NOR", False, "state"), ("OLD NORWAY", "NOR", True, "state"),
        ("MIRA KESTEL", "NORGOV", False, "person"), ("MIRA KESTEL", "NORGOV", True, "person"), ("KESTEL", "IGOUNO", True, "person"),
        ("MIRA KESTEL", "NOR NORGOV", True, "person"), ("MERIDIAN COUNCIL", "IGO", False, "intergovernmental"),
        ("OPEN HARBOURS", "NGO", False, "organisation"), ("KESTEL SONS", "MNC", False, "organisation"),
        ("RED LANTERNS", "IMG", False, "group"), ("RED LANTERNS", "PHLINS", False, "group"), ("RED LANTERNS", "PHLUAF", False, "group"),
        ("TARSK TRADE UNION", "NORLAB", False, "organisation"),
        ("MINISTRY OF TIDES", "NORGOV", False, "organisation"), ("TARSK STUDENTS", "NOREDU", False, "group"),
        ("TSM|TARSK SHIPPING MINISTRY", "NORGOV", False, "organisation"), ("FOREIGN MINISTER", "NORGOV", False, "person"),
        ("LATIN LANDS", "LAM", False, "group"), ("OSLO", "NORGOV", False, "state"), ("OSLO", "NORMIL", False, "person"),
        ("OSLO", "SWEGOV", False, "person"), ("NATO", "IGOWSTNAT", True, "intergovernmental"),
    ],
)  # fmt: skip
def test_kinds(names: str, codes: str, dated: bool, kind: str) -> None:
    assert kind_of(names.split("|"), [actor_meaning(code) for code in codes.split()], dated=dated) == kind


@pytest.mark.parametrize(
    ("name", "kind", "country", "form"),
    [
        ("NORWAY", "state", "NOR", "name"), ("OSLO", "state", "NOR", "capital"), ("OSLO", "state", "SWE", "name"),
        ("KREMLIN", "organisation", "RUS", "seat"), ("KREMLIN", "organisation", "NOR", "body"), ("MIRA KESTEL", "person", "NOR", "person"),
        ("RED LANTERNS", "group", None, "body"),
    ],
)  # fmt: skip
def test_forms(name: str, kind: str, country: str | None, form: str) -> None:
    assert form_of(name, kind, country) == form


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("farmer", "person"), ("hill farmer", "person"), ("hill farmers", "group"), ("ministry of tides", "organisation"),
        ("tide board", "organisation"),
        ("xyzzy", "person"), ("xyzzies", "group"), ("tollmen", "group"),
    ],
)  # fmt: skip
def test_kinds_of_words(word: str, kind: str) -> None:
    assert word_kind(word) == kind


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("MIRA KESTEL", "Mira Kestel"), ("HOUSE OF ORANN", "House of Orann"), ("THE GREY RIDERS", "Grey Riders"), ("VSC", "VSC"),
        ("VELMORA", "Velmora"),
        ("U.V.", "U.V."), ("U.V. COUNCIL", "U.V. Council"), ("PEOPLE'S FRONT", "People's Front"), ("ANA D'ORANN", "Ana D'Orann"),
        ("KIM SU-MIN", "Kim Su-Min"), ("PETER II", "Peter II"), ("MIRA K. KESTEL", "Mira K. Kestel"),
        ("Mira van Kestel", "Mira van Kestel"),
        ("JÖRG WÖRNER", "Jörg Wörner"), ("THE", "THE"),
    ],
)  # fmt: skip
def test_letter_case(name: str, written: str) -> None:
    assert titled(name) == written
