"""Even-handedness: exchange two countries in a text, and the rows exchange them too; nothing else changes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from relata.coder import Coder
from relata.records import Article

PUBLISHED = dt.date(2022, 10, 28)
# Name, adjective, capital; each pair's members are one word each, so that nothing moves but the words.
COUNTRIES = {
    "KEN": ("Kenya", "Kenyan", "Nairobi"), "PER": ("Peru", "Peruvian", "Lima"), "NOR": ("Norway", "Norwegian", "Oslo"),
    "CHL": ("Chile", "Chilean", "Santiago"), "RUS": ("Russia", "Russian", "Moscow"), "CHN": ("China", "Chinese", "Beijing"),
    "IND": ("India", "Indian", "Delhi"), "PAK": ("Pakistan", "Pakistani", "Islamabad"), "TUR": ("Turkey", "Turkish", "Ankara"),
    "POL": ("Poland", "Polish", "Warsaw"), "VNM": ("Vietnam", "Vietnamese", "Hanoi"), "GHA": ("Ghana", "Ghanaian", "Accra"),
}  # fmt: skip
PAIRS = [("KEN", "PER"), ("NOR", "CHL"), ("RUS", "CHN"), ("PAK", "IND"), ("TUR", "POL"), ("VNM", "GHA")]

# {a}, {b}: names; {A}, {B}: adjectives; {x}, {y}: capitals.
TEXTS = [
    "{a} accused {b} of spying.",
    "{a} condemned {b} on Thursday.",
    "{a} praised {b}.",
    "{a} signed a treaty with {b}.",
    "{a} threatened to attack {b}.",
    "{a} expelled two {B} diplomats.",
    "{a} imposed sanctions on {b}.",
    "{a} cut ties with {b} in 2016.",
    "{a} sent medicine to {b}.",
    "{a} agreed to lend money to {b}.",
    "{a} rejected an offer by {b}.",
    "{a} asked {b} for help.",
    "{a} urged {b} to free the prisoners.",
    "{a} apologised to {b}.",
    "{a} and {b} held talks on Monday.",
    "{a} and {b} share a long border.",
    "{a} did not attack {b}.",
    "{a} will visit {b}.",
    "{a} could attack {b}.",
    "{A} troops attacked a {B} village.",
    "{A} police arrested a {B} journalist.",
    "{A} soldiers shelled {B} positions on Wednesday.",
    "{A} rebels killed three {B} soldiers.",
    "The {A} navy seized a {B} ship.",
    "A {B} ship was seized by the {A} coast guard.",
    "The {A} president met the {B} foreign minister.",
    "The {A} foreign minister visited {b} on Monday.",
    "The {A} prime minister spoke by phone with the {B} president.",
    "The {A} foreign ministry summoned the {B} ambassador.",
    "The {A} parliament condemned the {B} government.",
    "{A} Foreign Minister Ann Doe met {B} Foreign Minister Sam Roe.",
    "{A} Foreign Minister Ann Doe said that {b} had broken the treaty.",
    "{A} Foreign Minister Ann Doe said on Thursday that the talks were useful.",
    "“We will keep the road open,” {A} Foreign Minister Ann Doe said.",
    '"Nobody asked us," said {A} senator Ann Doe.',
    "The talks were useful, {A} President Ann Doe said.",
    "According to the {A} army, {B} troops crossed the river.",
    "A senior {A} official said the {B} ships would leave.",
    "{A} officials said the bridge was damaged by {B} shells.",
    "{a} said it would send observers to {b}.",
    "{a} denied that its soldiers had crossed into {b}.",
    "{a} hopes that {b} will resume the talks.",
    "{a} demanded that {b} withdraw its troops.",
    "{x} accused {y} of spying.",
    "{x} rejected the plan of {y}.",
    "{x} and {y} have not spoken for a year.",
    "Talks between {a} and {b} began on Monday.",
    "{a}-{b} relations are good.",
    "{b} was accused by {a} of spying.",
    "{B} farmers protested against the government of {a}.",
    "{a}, which accuses {b} of spying, closed the road.",
    "{a} is larger than {b}.",
    "It rained in {a} and in {b}.",
    "{a} and {b} signed a treaty. The two countries share a border.",
    "The {A} foreign ministry protested. The ministry said {b} had broken the treaty.",
    "{A} Foreign Minister Ann Doe arrived in {y}. She praised {b}.",
    "{a} withdrew its troops from {b}.",
    "{a} released a {B} prisoner.",
    "{a} deployed troops along the border with {b}.",
    "Former {A} President Ann Doe criticised {b}.",
    "Two {B} soldiers were killed by {A} gunmen.",
    "{a} vowed to support {b}.",
]


def filled(text: str, a: str, b: str) -> str:
    one, other = COUNTRIES[a], COUNTRIES[b]
    return text.format(a=one[0], A=one[1], x=one[2], b=other[0], B=other[1], y=other[2])


def rows(coder: Coder, text: str, a: str, b: str) -> dict[str, list[Any]]:
    """What was coded, with the two countries written as 1 and 2 wherever they stand."""
    coded = coder.read(Article(filled(text, a, b), published=PUBLISHED, id="t"))
    words = {word: f"<{n}{form}>" for n, code in enumerate((a, b), 1) for form, word in zip("nac", COUNTRIES[code], strict=True)}
    pattern = re.compile("|".join(rf"\b{word}\b" for word in sorted(words, key=len, reverse=True)))
    countries = {a: "<1>", b: "<2>"}

    def masked(said: str) -> str:
        return pattern.sub(lambda match: words[match[0]], said)

    actors = {x.id: (x.kind, countries.get(x.country or "", x.country), x.sector, x.secondary, x.role) for x in coded.actors}
    return {
        "mentions": [(masked(m.text), actors[m.actor]) for m in coded.mentions],
        "statements": [
            (s.speaker and masked(s.speaker.text), s.speaker and actors.get(s.speaker.actor or ""), [masked(p.text) for p in s.content],
             s.kind, s.hedge, s.anonymous, s.date, len(s.chain), [actors[x.actor] for x in s.about])
            for s in coded.statements
        ],
        "events": [
            (e.type, e.modes, e.status, e.date, actors.get(e.source.actor or ""), e.target and actors.get(e.target.actor or ""),
             masked(e.trigger.text), e.symmetric)
            for e in coded.events
        ],
    }  # fmt: skip


@pytest.mark.parametrize("number", range(len(TEXTS)), ids=TEXTS)
def test_codes_swap_and_nothing_else_changes(coder: Coder, number: int) -> None:
    a, b = PAIRS[number % len(PAIRS)]
    assert rows(coder, TEXTS[number], a, b) == rows(coder, TEXTS[number], b, a)


def test_there_are_enough_texts() -> None:
    assert len(TEXTS) >= 60 and len(set(TEXTS)) == len(TEXTS)
