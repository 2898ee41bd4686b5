"""CAMEO's letters: the country, sectors and kind that a code means, in CAMEO's and in PLOVER's spelling."""

from __future__ import annotations

import pytest

from relata.actors.cameo import Meaning, actor_meaning, agent_meaning, country_of, is_nobody, is_plover, is_unknown


@pytest.mark.parametrize(
    ("code", "country", "sector", "secondary"),
    [
        ("NORGOV", "NOR", "GOV", ()), ("NORGOVMIL", "NOR", "GOV", ("MIL",)), ("NORMILGOV", "NOR", "MIL", ("GOV",)), ("NORELI",
        "NOR", "ELI", ()),
        ("PHLINS", "PHL", "REB", ()), ("PHLSEP", "PHL", "REB", ()), ("PHLREBINS", "PHL", "REB", ()), ("NORMED", "NOR", "JRN", ()),
        ("NORHLH", "NOR", "MED", ()), ("NORGOVHLH", "NOR", "GOV", ("MED",)), ("NORDEV", "NOR", "SOC", ()), ("NORENVHRI", "NOR", "SOC", ()),
        ("PSEREBHMS", "PSE", "REB", ()), ("NORCVLalb", "NOR", "CVL", ()), ("NORMODRADGOV", "NOR", "GOV", ()), ("NORCVLCHR", "NOR",
        "CVL", ()),
        ("NORCHRCTH", "NOR", "REL", ()), ("norgov", "NOR", "GOV", ()), ("NORGO", "NOR", None, ()), ("NORXYZ", "NOR", None, ()),
        ("GOV", None, "GOV", ()), ("ELI", None, "ELI", ()), ("WSTMIL", None, "MIL", ()), ("AFR", None, None, ()),
        ("NOR/DNK", "NOR", None, ()), ("ESHREB", "MAR", "PRE", ("REB",)),
    ],
)  # fmt: skip
def test_country_and_sectors(code: str, country: str | None, sector: str | None, secondary: tuple[str, ...]) -> None:
    meaning = actor_meaning(code)
    assert (meaning.country, meaning.sector, meaning.secondary) == (country, sector, secondary)


@pytest.mark.parametrize(
    ("code", "sector", "secondary", "kind"),
    [
        ("IGO", "IGO", (), "intergovernmental"), ("IGOUNO", "UNO", (), "intergovernmental"),
        ("IGOUNOHLHWHO", "UNO", ("MED",), "intergovernmental"), ("IGOEUREEC", "EUR", (), "intergovernmental"),
        ("IGOEEC", "EUR", (), "intergovernmental"), ("IGOWSTNAT", "IGO", (), "intergovernmental"),
        ("UNO", "UNO", (), "intergovernmental"), ("NGO", "NGO", (), "organisation"), ("NGOHRI", "NGO", ("SOC",), "organisation"),
        ("NGM", "ISM", (), "organisation"), ("MNC", "MNC", (), "organisation"), ("IMGMOSALQ", "IMG", (), "group"),
        ("INT", None, (), "group"),
        ("INTREB", "REB", (), None), ("EUR", None, (), "group"), ("NOR", None, (), "state"), ("PSEGZA", None, (), "state"),
        ("PSEXYZ", None, (), None),
        ("NORGOV", "GOV", (), None),
    ],
)  # fmt: skip
def test_kinds_that_letters_tell(code: str, sector: str | None, secondary: tuple[str, ...], kind: str | None) -> None:
    meaning = actor_meaning(code)
    assert (meaning.sector, meaning.secondary, meaning.kind) == (sector, secondary, kind)


def test_letters_of_plover() -> None:
    assert actor_meaning("NORMED", plover=True) == Meaning("NOR", "MED")
    assert actor_meaning("NORGOVJRN", plover=True) == Meaning("NOR", "GOV", ("JRN",))
    assert actor_meaning("EUR", plover=True) == Meaning(None, "EUR", (), "intergovernmental")
    assert agent_meaning("~MED", plover=True).sector == "MED" and agent_meaning("~MED").sector == "JRN"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["NORMED"], False), (["NORMED", "NORJRN"], True), (["~MED", "~PRM"], True), (["NORPTY", "NORHLH"], False),
        (["NORJRN", "PHLINS"], False), ([], False), (["---"], False),
    ],
)  # fmt: skip
def test_a_file_is_plover_by_what_only_plover_has(codes: list[str], expected: bool) -> None:
    assert is_plover(codes) is expected


@pytest.mark.parametrize(
    ("letters", "country"),
    [
        ("NOR", "NOR"), ("ROM", "ROU"), ("TMP", "TLS"), ("KSV", "XKX"), ("KOS", "XKX"), ("PAL", "PSE"), ("JAP", "JPN"), ("ITL", "ITA"),
        ("VTN", "VNM"), ("FRN", "FRA"), ("ZAR", "COD"), ("SUN", "SUN"), ("YUG", "YUG"), ("GRL", "DNK"), ("HKG", "HKG"),
        ("QAA", None), ("WST", None),
    ],
)  # fmt: skip
def test_countries_and_their_slips(letters: str, country: str | None) -> None:
    assert country_of(letters) == country


@pytest.mark.parametrize(("code", "nobody"), [("---", True), ("###", True), ("+++", True), ("~JNK", True), ("NOR", False), ("~GOV", False)])
def test_nobody(code: str, nobody: bool) -> None:
    assert is_nobody(code) is nobody


@pytest.mark.parametrize(
    ("code", "unknown"),
    [
        ("QAAGOV", True),
        ("NO", True),
        ("070", True),
        ("NORQQQ", False),
        ("GOV", False),
        ("IGOQQQ", False),
        ("AFRGOV", False),
        ("---", False),
    ],
)
def test_unknown_letters(code: str, unknown: bool) -> None:
    assert is_unknown(code) is unknown


def test_letters_of_a_users_own_state() -> None:
    assert actor_meaning("QAAGOV", own={"QAA"}) == Meaning("QAA", "GOV") and actor_meaning("QAA", own={"QAA"}).kind == "state"
    assert actor_meaning("QAAGOV").country is None


def test_a_tilde_on_either_side() -> None:
    assert agent_meaning("~GOVMIL") == Meaning(None, "GOV", ("MIL",))
    assert agent_meaning("NGO~").sector == "SOC" and agent_meaning("~CHR").sector == "REL" and agent_meaning("~QQQ").sector is None
