"""Lemmas: the table first, then rules that prefer a known word."""

from __future__ import annotations

import pytest

from relata.reading import Reader
from relata.reading.lemmas import Lemmas

KNOWN = frozenset(
    "hope hop stop plan make release agree visit meet vow sign use talk impose veto call fix watch pass die close large big fast".split()  # noqa: SIM905
)


@pytest.fixture
def lemmas() -> Lemmas:
    return Lemmas({"VERB": {"went": "go", "met": "meet"}, "NOUN": {"men": "man"}}, KNOWN)


@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [
        ("went", "VERB", "go"), ("WENT", "VERB", "go"), ("men", "NOUN", "man"), ("Lima", "PROPN", "Lima"), ("Talks", "NOUN", "talk"),
        ("hoping", "VERB", "hope"), ("hopping", "VERB", "hop"), ("stopped", "VERB", "stop"), ("planned", "VERB", "plan"),
        ("released", "VERB", "release"), ("agreed", "VERB", "agree"), ("vowed", "VERB", "vow"), ("signs", "VERB", "sign"),
        ("used", "VERB", "use"), ("imposes", "VERB", "impose"), ("watches", "VERB", "watch"), ("denied", "VERB", "deny"),
        ("denies", "VERB", "deny"), ("countries", "NOUN", "country"), ("churches", "NOUN", "church"),
        ("crisis", "NOUN", "crisis"), ("status", "NOUN", "status"), ("heroes", "NOUN", "hero"),
        ("The", "DET", "the"), ("bigger", "ADJ", "big"), ("larger", "ADJ", "large"), ("fastest", "ADV", "fast"), ("other", "ADJ", "other"),
    ],
)  # fmt: skip
def test_lemma(lemmas: Lemmas, form: str, upos: str, lemma: str) -> None:
    assert lemmas.of(form, upos) == lemma


@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [
        ("froze", "VERB", "freeze"), ("upheld", "VERB", "uphold"), ("overthrew", "VERB", "overthrow"), ("lent", "VERB", "lend"),
        ("sworn", "VERB", "swear"), ("deplored", "VERB", "deplore"), ("patrolling", "VERB", "patrol"), ("united", "VERB", "unite"),
        ("said", "VERB", "say"), ("told", "VERB", "tell"), ("met", "VERB", "meet"), ("held", "VERB", "hold"), ("signed", "VERB", "sign"),
        ("withdrew", "VERB", "withdraw"), ("sent", "VERB", "send"), ("struck", "VERB", "strike"), ("imposed", "VERB", "impose"),
        ("expelled", "VERB", "expel"), ("bombed", "VERB", "bomb"), ("shelled", "VERB", "shell"), ("released", "VERB", "release"),
        ("accused", "VERB", "accuse"), ("condemned", "VERB", "condemn"), ("threatened", "VERB", "threaten"), ("arrested", "VERB", "arrest"),
        ("detaining", "VERB", "detain"), ("visiting", "VERB", "visit"), ("urging", "VERB", "urge"), ("criticised", "VERB", "criticise"),
        ("seized", "VERB", "seize"), ("offered", "VERB", "offer"),
        ("rejected", "VERB", "reject"), ("deployed", "VERB", "deploy"),
        ("need", "VERB", "need"), ("proceed", "VERB", "proceed"), ("repelled", "VERB", "repel"),
        ("called", "VERB", "call"), ("killing", "VERB", "kill"), ("controlled", "VERB", "control"),
        ("cutting", "VERB", "cut"), ("banned", "VERB", "ban"), ("freed", "VERB", "free"), ("praised", "VERB", "praise"),
        ("cancelled", "VERB", "cancel"), ("pledged", "VERB", "pledge"), ("warned", "VERB", "warn"), ("vetoed", "VERB", "veto"),
        ("was", "AUX", "be"), ("has", "AUX", "have"), ("talks", "NOUN", "talk"), ("sanctions", "NOUN", "sanction"), ("ties", "NOUN", "tie"),
        ("countries", "NOUN", "country"), ("attacks", "NOUN", "attack"), ("men", "NOUN", "man"),
        ("allies", "NOUN", "ally"), ("embassies", "NOUN", "embassy"),
    ],
)  # fmt: skip
def test_lemmas_of_news_with_the_shipped_table(reader: Reader, form: str, upos: str, lemma: str) -> None:
    assert reader.model.lemmas.of(form, upos) == lemma
