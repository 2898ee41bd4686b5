"""Small results to draw: a pair over five months of which the ledger lacks one, a network of four states, a system of two years."""

from __future__ import annotations

import pyarrow as pa
import pytest

from relata.relations import By, Network, Resampling, Series, System, Vows, network, series, system, vows

from ..relations.rows import act, acts, coverage, day, ties

HOW = Resampling(n=20)
DAYS = ("2022-01-05", "2022-02-05", "2022-03-05", "2022-05-05")  # none in April


@pytest.fixture(scope="session")
def told() -> pa.Table:
    return acts(
        act("2022-01-10", "ab", 1, 4.0),
        act("2022-01-12", "ba", 3, -2.0),
        act("2022-02-03", "both", 2, 6.0),
        act("2022-05-01", "ba", 4, -8.0),
        act("2022-05-02", "ab", 1, 2.0, type="AGREE"),
    )


@pytest.fixture(scope="session")
def pair(told: pa.Table) -> Series:
    return series(told, coverage(*DAYS), one="NOR", other="KEN", resampling=HOW)


@pytest.fixture(scope="session")
def by_type(told: pa.Table) -> Series:
    return series(told, coverage(*DAYS), one="NOR", other="KEN", by=By.ALL, split="type", resampling=HOW)


@pytest.fixture(scope="session")
def promised(told: pa.Table) -> Vows:
    return vows(told, covered_until=day("2022-05-05"), resampling=HOW)


def square(when: str) -> pa.Table:
    return ties(("NOR", "KEN", 5.0), ("NOR", "KEN", 3.0), ("KEN", "PER", -4.0), ("PER", "QAA", 6.0), ("NOR", "QAA", -2.0), when=when)


@pytest.fixture(scope="session")
def four() -> Network:
    return network(square("2022-01-05"), coverage("2022-01-05"), resampling=HOW)


@pytest.fixture(scope="session")
def years() -> System:
    two = pa.concat_tables([square("2021-01-05"), square("2022-01-05")])
    return system(two, coverage("2021-01-05", "2022-01-05"), resampling=HOW)
