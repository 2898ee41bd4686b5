"""Closed label sets of the reader's heads. Deprels and tags are read from the model's manifest, since the treebank sets them."""

from __future__ import annotations

UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip

# Names: person, organisation, place, other. Tag 0 is outside; 1 + 2k begins a name of kind k, 2 + 2k goes on with it.
NAME_KINDS = ("PERSON", "ORG", "PLACE", "OTHER")

# Attribution roles, each tagged on its own (outside, begin, inside), because contents nest.
ROLES = ("source", "cue", "content")

TONES = ("negative", "neutral", "positive")

STATUSES = ("actual", "planned", "conditional", "denied", "past")

NO_EVENT = "NONE"

# PLOVER 2.0 types and their modes, in the order of the event head's outputs.
MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "allege", "investigate"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack",
        "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
EVENT_TYPES = tuple(MODES)
EVENT_LABELS = (*EVENT_TYPES, NO_EVENT)
# PLV (the sentences of Zero-Shot-PLOVER) speaks an older dialect of 15 types with its own borders; a second output learns it, so that
# its labels do not blur the manual's.
PLV_LABELS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
    "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
# The mode head's outputs: "no mode" first, then every (type, mode).
MODE_LABELS = (None, *((kind, mode) for kind, modes in MODES.items() for mode in modes))
