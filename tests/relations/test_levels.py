"""Which level an actor stands on."""

from __future__ import annotations

import pytest

from relata.relations.levels import higher, level


@pytest.mark.parametrize(
    ("kind", "sector", "role", "expected"),
    [
        ("state", None, None, "state"),
        ("person", "GOV", "president", "head"),
        ("person", "GOV", "prime minister", "head"),
        ("person", "GOV", "vice president", "official"),
        ("person", "BUS", "president", "business"),
        ("person", "ELI", "former president", "other"),
        ("person", "GOV", "foreign minister", "minister"),
        ("person", "GOV", "deputy foreign minister", "official"),
        ("person", "GOV", "ambassador", "official"),
        ("organisation", "GOV", None, "official"),
        ("person", "MIL", "general", "military"),
        ("organisation", "LEG", None, "parliament"),
        ("person", "EDU", "professor", "experts_media"),
        ("outlet", "JRN", None, "experts_media"),
        (None, None, None, "other"),
    ],
)
def test_level(kind, sector, role, expected):
    assert level(kind, sector, role) == expected


def test_of_two_the_higher():
    assert higher("minister", "head") == "head"
    assert higher("state", "official") == "official"
