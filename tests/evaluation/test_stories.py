"""The set of near-copies: what its copies are, and how grouping does on a short one of invented text."""

from __future__ import annotations

import random

SUBJECTS = ("fishing quotas", "a canal lock", "grain storage", "the night train", "a border market", "the coast guard")
WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ana", "elo", "iru", "oma", "usti", "ea", "ondo", "ill")]


def texts() -> list[str]:
    """Eighteen articles of Norland and Sudria, three on each subject, with phrases that all share."""
    made = []
    for number in range(18):
        chance = random.Random(number)
        subject = SUBJECTS[number % 6]
        paragraphs = [
            f"Officials of Norland and Sudria spoke about {subject} on day {number}, after " + " ".join(chance.choices(WORDS, k=25)) + "."
            for _ in range(9)
        ]
        made.append("\n\n".join(paragraphs))
    return made


def test_copies_are_joined_and_articles_of_one_subject_are_not():
    import stories

    result = stories.judge(texts())
    assert result.precision >= 0.97
    assert result.recall >= 0.95
    assert result.by_kind["reordered"] == result.by_kind["re-headed"] == 1.0
    assert result.subject_pairs > 18
    assert result.subject_joined == 0


def test_the_set_holds_every_kind_once_for_each_article():
    import stories

    made = stories.make_set(texts()[:3], seed=5)
    assert sorted((number, kind) for number, kind, _ in made) == sorted(
        (number, kind) for number in range(3) for kind in ("original", *stories.KINDS)
    )
    assert made == stories.make_set(texts()[:3], seed=5)
    by_kind = {kind: text for number, kind, text in made if number == 0}
    assert len(by_kind["cut"]) < 0.9 * len(by_kind["original"])
    assert by_kind["reordered"] != by_kind["original"]
    assert sorted(by_kind["reordered"].split()) == sorted(by_kind["original"].split())
