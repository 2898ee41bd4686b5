"""Codes of countries in other systems: every state has them, and the exceptions are the documented ones."""

from __future__ import annotations

import datetime as dt

import pytest

from relata.export import codes

STATES = [code for code, row in codes.states().items() if row["kind"] == "state"]
NO_COW = {"PSE", "VAT"}


def test_every_state_has_numbers_where_the_systems_have_any():
    assert {code for code in STATES if codes.cow(code) is None} == NO_COW
    assert {code for code in STATES if codes.gw(code) is None} == NO_COW
    assert all(codes.fips(code) and len(codes.fips(code)) == 2 for code in STATES)


def test_no_two_states_share_a_code():
    for system in (codes.cow, codes.gw, codes.fips, codes.cameo, codes.icews):
        found = [code for state in STATES if (code := system(state)) is not None]
        assert len(found) == len(set(found)), system


@pytest.mark.parametrize(
    ("country", "cow", "gw"),
    [
        ("RUS", 365, 365), ("CHN", 710, 710), ("TWN", 713, 713), ("HKG", None, 710), ("MAC", None, 710), ("DEU", 255, 260),
        ("VNM", 816, 816), ("YEM", 679, 678), ("SRB", 345, 340), ("MNE", 341, 341), ("XKX", 347, 347), ("MKD", 343, 343),
        ("KOR", 732, 732), ("PRK", 731, 731), ("SDN", 625, 625), ("SSD", 626, 626), ("PSE", None, None), ("COD", 490, 490),
        ("COG", 484, 484), ("ROU", 360, 360), ("TLS", 860, 860), ("CZE", 316, 316), ("KIR", 946, 970), ("NRU", 970, 971),
        ("TON", 955, 972), ("TUV", 947, 973), ("VAT", None, None), ("ATG", 58, 58), ("FLK", None, 200), ("USA", 2, 2), ("QBB", None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_numbers_of_now(country, cow, gw):
    assert (codes.cow(country), codes.gw(country)) == (cow, gw)


@pytest.mark.parametrize(
    ("system", "country", "day", "code"),
    [
        (codes.gw, "HKG", "1997-06-30", 200), (codes.gw, "HKG", "1997-07-01", 710), (codes.gw, "MAC", "1999-12-19", 235),
        (codes.gw, "SRB", "2006-06-04", 345), (codes.gw, "SRB", "2006-06-05", 340), (codes.cow, "SRB", "2000-01-01", 345),
        (codes.cow, "DEU", "1989-11-09", 260), (codes.cow, "DEU", "1990-10-03", 255), (codes.cow, "YEM", "1990-05-21", 678),
        (codes.cow, "YEM", "1990-05-22", 679), (codes.cow, "SUN", "1980-01-01", 365), (codes.cow, "DDR", "1980-01-01", 265),
    ],
)  # fmt: skip
def test_numbers_by_day(system, country, day, code):
    assert system(country, dt.date.fromisoformat(day)) == code


@pytest.mark.parametrize(
    ("country", "fips", "cameo", "icews"),
    [
        ("RUS", "RS", "RUS", "Russian Federation"), ("CHN", "CH", "CHN", "China"), ("CHE", "SZ", "CHE", "Switzerland"),
        ("AUS", "AS", "AUS", "Australia"), ("AUT", "AU", "AUT", "Austria"), ("ROU", "RO", "ROM", "Romania"),
        ("TLS", "TT", "TMP", "Timor-Leste"), ("XKX", "KV", "KSV", "Kosovo"), ("PSE", "WE", "PSE", "Occupied Palestinian Territory"),
        ("MKD", "MK", "MKD", "the former Yugoslav Republic of Macedonia"), ("MDA", "MD", "MDA", "Moldova, Republic of"),
        ("CZE", "EZ", "CZE", "Czech Republic"), ("COG", "CF", "COG", "Congo"), ("COD", "CG", "COD", "Democratic Republic of Congo"),
        ("CIV", "IV", "CIV", "Cote d'Ivoire"), ("SWZ", "WZ", "SWZ", "Swaziland"), ("CPV", "CV", "CPV", "Cape Verde"),
        ("SRB", "RI", "SRB", "Serbia"), ("MNE", "MJ", "MNE", "Montenegro"), ("SSD", "OD", "SSD", "South Sudan"),
        ("QBB", None, "QBB", "QBB"), (None, None, None, None),
    ],
)  # fmt: skip
def test_letters_and_names(country, fips, cameo, icews):
    assert (codes.fips(country), codes.cameo(country), codes.icews(country)) == (fips, cameo, icews)


def test_the_tables_name_only_known_countries_and_say_where_they_come_from():
    from importlib import resources

    for name in ("codes_icews.csv", "codes_dated.csv", "codes_groups.csv", "codes_cameo.csv"):
        assert resources.files("relata.data").joinpath(name).read_text(encoding="utf-8").startswith("# "), name
    assert {row["iso"] for name in ("codes_icews.csv", "codes_dated.csv") for row in codes.table(name)} <= set(codes.states())
    bodies = {row["name"] for row in codes.table("bodies.csv")}
    assert {row["name"] for row in codes.table("codes_groups.csv")} <= bodies
