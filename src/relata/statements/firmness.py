"""How firmly something was said: from the cue, and where that is neutral from the mood of what was said."""

from __future__ import annotations

from spacy.tokens import Token

from ..records import Hedge

CUES: dict[str, Hedge] = {
    **dict.fromkeys(("hope", "wish", "desire", "look", "willing", "willingness"), "hoped"),
    **dict.fromkeys(("demand", "urge", "call", "appeal", "request", "ask", "order", "plead", "press"), "demanded"),
    **dict.fromkeys(("require", "instruct", "exhort", "implore"), "demanded"),
    **dict.fromkeys(("predict", "expect", "forecast", "anticipate", "foresee", "project", "prediction", "forecaster"), "predicted"),
    **dict.fromkeys(("deny", "denial", "refute", "dismiss", "reject", "rebut", "disavow", "repudiate"), "denied"),
    **dict.fromkeys(("question", "doubt", "wonder", "query"), "questioned"),
}  # fmt: skip
# A vow or promise speaks of what its speaker will do; it is firm, not a forecast.
FIRM = frozenset(("vow", "promise", "pledge"))
INSIDE: dict[str, Hedge] = {"hope": "hoped", "wish": "hoped", "willing": "hoped"}


def hedge_of(cue: Token, content: list[Token]) -> Hedge:
    """The firmness of a statement.

    Args:
        cue: the cue's head. content: tokens of what was said, in order.
    """
    lemma = cue.lemma_.lower()
    if lemma == "call" and not any(_case(child) in ("for", "on") for child in cue.children):
        return "asserted"
    if lemma in FIRM:
        return "asserted"
    if lemma in CUES and not (lemma == "ask" and content and content[0].lower_ in ("whether", "if", "what", "why", "how", "who", "when")):
        return CUES[lemma]
    if lemma in ("ask", "wonder") or (content and content[-1].text == "?"):
        return "questioned"
    inside = {token.i for token in content}
    root = next((t for t in content if t.head.i not in inside and t.pos_ in ("VERB", "ADJ", "AUX", "NOUN")), None)
    if root is None:
        return "asserted"
    if root.lemma_ in INSIDE:
        return INSIDE[root.lemma_]
    modals = {child.lower_ for child in root.children if child.dep_ in ("aux", "aux:pass")}
    if modals & {"should", "must"}:
        return "demanded"
    if modals & {"will", "wo", "'ll", "shall"} and not any(
        child.dep_ == "nsubj" and child.lower_ in ("we", "i") for child in root.children
    ):
        return "predicted"
    return "asserted"


def _case(token: Token) -> str | None:
    return next((child.lower_ for child in token.children if child.dep_ == "case"), None)
