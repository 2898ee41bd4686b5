"""CAMEO's labels, values, quadrants and actor letters."""

from __future__ import annotations

import pytest

from relata.export import cameo, codes

LISTED = [row["cameo"] for row in codes.table("goldstein.csv")]


def test_every_code_has_a_label_and_two_values():
    for code in LISTED:
        assert all(-10 <= cameo.goldstein(code, scale=scale) <= 10 for scale in ("icews", "gdelt"))
        assert len(code) == 2 or cameo.label(code)


@pytest.mark.parametrize(
    ("code", "icews", "gdelt"),
    [
        ("016", -5.0, -2.0), ("022", 3.4, 3.2), ("163", -8.0, -8.0), ("164", -6.5, -7.0), ("165", -7.0, -6.5), ("106", -5.0, -5.0),
        ("130", -4.4, -4.4), ("043", 2.8, 2.8), ("0874", 10.0, 10.0), ("1823", -10.0, -10.0), ("176", -7.0, -7.0), ("1951", -10.0, -10.0),
        ("1214", -4.0, -4.0),
    ],
)  # fmt: skip
def test_goldstein_by_table(code, icews, gdelt):
    assert (cameo.goldstein(code, scale="icews"), cameo.goldstein(code, scale="gdelt")) == (icews, gdelt)


@pytest.mark.parametrize(
    ("codes", "quad"), [("010 036 057", 1), ("061 075 0874 090", 2), ("100 111 129 138 145", 3), ("150 163 173 1831 195 204", 4)]
)
def test_gdelt_has_quadrants_of_its_own(codes, quad):
    assert {cameo.gdelt_quad(code) for code in codes.split()} == {quad}


def test_labels():
    assert cameo.label("138") == "Threaten with military force"
    assert cameo.label("1389") == "Threaten with military force"  # the next one above
    assert cameo.label("99") is None


@pytest.mark.parametrize(
    ("actor", "code", "country", "group", "roles"),
    [
        (("Germany", "DEU", None, ()), "DEU", "DEU", None, ()),
        (("x", "ROU", "MED", ("JRN",)), "ROMHLHMED", "ROM", None, ("HLH", "MED")),
        (("x", "DEU", "PRM", ("MIL", "UNK", "SOC", "REL", "GOV")), "DEUMILCVLGOV", "DEU", None, ("MIL", "CVL", "GOV")),
        (("United Nations", None, "UNO", ()), "IGOUNO", None, "UNO", ("IGO",)),
        (("UN Security Council", None, "UNO", ()), "IGOUNO", None, "UNO", ("IGO",)),
        (("World Health Organization", None, "UNO", ()), "IGOUNOWHO", None, "WHO", ("IGO",)),
        (("European Union", None, "EUR", ()), "IGOEUREEC", "EUR", "EEC", ("IGO",)),
        (("NATO", None, "IGO", ()), "IGOWSTNAT", "WST", "NAT", ("IGO",)),
        (("Arab League", None, "IGO", ()), "IGOARL", None, "ARL", ("IGO",)),
        (("Open Balkan", None, "IGO", ()), "IGO", None, None, ("IGO",)),
        (("UN envoy", None, "GOV", ("UNO",)), "IGOUNOGOV", None, "UNO", ("IGO", "GOV")),
        (("Muslim Brotherhood", None, "ISM", ()), "NGMMBR", None, "MBR", ("NGM",)),
        (("nobody", None, None, ()), None, None, None, ()),
        (("nobody", None, "UNK", ("PRE",)), None, None, None, ()),
    ],
)
def test_actor_letters(actor, code, country, group, roles):
    found = cameo.letters(*actor)
    assert (found.code, found.country, found.group, found.roles) == (code, country, group, roles)


def test_sector_names_lead_back_to_the_same_letters():
    # Two of them as text_to_CAMEO's agentnames.txt reads them back; the rest of that table is one to one.
    assert cameo.sector_names(["GOV", "MED"]) == "Government,Medical / Health"
    assert cameo.sector_names(["MIL", "PRM"]) == "Military"
    assert cameo.sector_names(["UNK", "PRE"]) is None
