"""How are codes and marks said in plain words?

Tables from the codes of the contract to the words a page shows. Takes nothing; gives words. Left out on purpose: how anything
is coded, and numbers. The descriptions follow the PLOVER manual in our own words.
"""

from __future__ import annotations

from typing import Final

EVENT_TYPES: Final[dict[str, str]] = {
    "AGREE": "commits to, promises or consents to cooperate",
    "CONSULT": "meets, visits, telephones or negotiates",
    "SUPPORT": "backs, praises, recognises or signs an accord with",
    "CONCEDE": "gives way in words or on paper",
    "COOPERATE": "exchanges, trades or exercises together with",
    "AID": "gives money, arms, goods or shelter to",
    "RETREAT": "gives way in deeds: withdraws, releases, holds fire",
    "REQUEST": "asks, demands or orders",
    "ACCUSE": "criticises, blames or investigates",
    "REJECT": "refuses, declines or vetoes",
    "THREATEN": "warns of a grave cost",
    "PROTEST": "demonstrates, strikes or blocks",
    "SANCTION": "cuts or reduces existing relations, expels or convicts",
    "MOBILIZE": "moves or shows armed power, unused",
    "COERCE": "uses force short of violence: seizes, arrests, restricts",
    "ASSAULT": "attacks, with harm to persons or things",
}

QUADS: Final[dict[int, str]] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}

STATUSES: Final[dict[str, str]] = {
    "actual": "told as done",
    "planned": "told as planned",
    "conditional": "told as conditional",
    "denied": "told as not done",
    "past": "told as history",
}

HEDGES: Final[dict[str, str]] = {
    "asserted": "asserts",
    "hoped": "hopes",
    "demanded": "demands",
    "predicted": "predicts",
    "denied": "denies",
    "questioned": "questions",
}

QUOTATION: Final[dict[str, str]] = {
    "direct": "quoted word for word",
    "indirect": "in the reporter's words",
    "mixed": "partly word for word",
}

SECTORS: Final[dict[str, str]] = {
    "GOV": "government",
    "MIL": "armed forces",
    "COP": "police",
    "SPY": "intelligence",
    "LEG": "parliament",
    "JUD": "courts",
    "PTY": "party",
    "OPP": "opposition",
    "REB": "armed opposition",
    "PRM": "armed group",
    "UAF": "unknown gunmen",
    "UNK": "unknown",
    "CRM": "criminals",
    "CVL": "civilians",
    "BUS": "business",
    "LAB": "labour",
    "AGR": "farming",
    "EDU": "education",
    "MED": "health",
    "JRN": "news media",
    "REL": "religion",
    "REF": "refugees",
    "ELI": "former officials",
    "SOC": "civil society",
    "PRE": "breakaway territory",
}

# What a mark in the text means, in the order of the legend. The kinds are those of `web.rows.spans`.
MARKS: Final[dict[str, str]] = {
    "actor": "a person, state or body, with its country's code",
    "speaker": "whose words they are",
    "cue": "the words that say somebody said it",
    "direct": "said, word for word",
    "indirect": "said, in the reporter's words",
    "trigger": "the words that tell an event",
}

MEANING: Final[str] = "Reported is not happened: every row says what the article says, not what is so."
