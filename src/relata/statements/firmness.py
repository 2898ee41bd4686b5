"""How firmly something was said: from the cue, and where that is neutral from the mood of what was said."""

from __future__ import annotations

from collections.abc import Callable

from ..reading import Node
from ..records import Hedge

CUES: dict[str, Hedge] = {
    **dict.fromkeys(("hope", "wish", "desire", "look"), "hoped"),
    **dict.fromkeys(("demand", "urge", "call", "appeal", "request", "ask", "order", "plead", "press"), "demanded"),
    **dict.fromkeys(("require", "instruct", "exhort", "implore"), "demanded"),
    **dict.fromkeys(("predict", "expect", "forecast", "anticipate", "foresee", "project", "prediction", "forecaster", "fear"), "predicted"),
    **dict.fromkeys(("deny", "denial", "refute", "dismiss", "reject", "rebut", "disavow", "repudiate"), "denied"),
    **dict.fromkeys(("question", "doubt", "wonder", "query"), "questioned"),
}  # fmt: skip
# A vow, promise or threat speaks of what its speaker will do; it is firm, not a forecast.
FIRM = frozenset(("vow", "promise", "pledge", "threaten", "offer"))
HOPED = frozenset(("hope", "wish", "desire"))
UNTRUE = frozenset(("untrue", "false", "baseless", "groundless", "unfounded", "fabricated"))
AHEAD = frozenset(("will", "wo", "'ll", "’ll", "shall"))
CLOSING = frozenset('"”’»')


def hedge_of(cue: Node, content: list[Node], own: Callable[[Node], bool] = lambda _: False) -> Hedge:
    """The firmness of a statement.

    Args:
        cue: the cue's head. content: tokens of what was said, in order. own: whether a word stands for the speaker or his side; what these
            will do is a plan and no forecast.
    """
    lemma = cue.lemma_.lower()
    if _is_question(content):
        return "questioned"
    names = any(child.dep_ == "obj" for child in cue.children)  # "called it a loss for all"
    if lemma == "call" and (names or not any(_case(child) in ("for", "on") for child in cue.children)):
        return "denied" if any(t.lemma_.lower() in UNTRUE for t in content) else "asserted"
    if lemma in FIRM:
        return "asserted"
    if lemma in CUES and not (lemma == "ask" and content and content[0].lower_ in QUESTIONS):
        return CUES[lemma]
    if lemma == "ask":
        return "questioned"
    if lemma in ("express", "voice") and any(child.dep_ == "obj" and child.lemma_ in HOPED for child in cue.children):
        return "hoped"
    inside = {token.i for token in content}
    root = next((t for t in content if t.head.i not in inside and t.pos_ in ("VERB", "ADJ", "AUX", "NOUN")), None)
    return _mood(root, own) if root is not None else "asserted"


def _is_question(content: list[Node]) -> bool:
    """Whether what was said ends with a question mark and has no more other sentences than questions."""
    ends = [t.text for t in content if t.text in (".", "!", "?")]
    last = next((t.text for t in reversed(content) if t.text not in CLOSING and not t.is_space), "")
    return last == "?" and 2 * ends.count("?") >= len(ends)


QUESTIONS = frozenset(("whether", "if", "what", "why", "how", "who", "when", "where", "which"))


def _mood(root: Node, own: Callable[[Node], bool]) -> Hedge:
    """Firmness by the mood of what was said, where its cue is neutral. A reported "would" is none: it may be a plan."""
    if root.lemma_ in HOPED:
        return "hoped"
    if root.lemma_ in UNTRUE and any(child.dep_ == "cop" for child in root.children):
        return "denied"
    modals = {child.lower_ for child in root.children if child.dep_ in ("aux", "aux:pass")}
    subject = next((child for child in root.children if child.dep_ in ("nsubj", "nsubj:pass", "expl")), None)
    if modals & {"should", "must"} and (subject is None or subject.dep_ != "expl") and not _is_told_so(root):
        return "demanded"
    planned = subject is not None and (subject.lower_ in ("we", "i") or own(subject))
    return "predicted" if modals & AHEAD and not planned else "asserted"


def _is_told_so(root: Node) -> bool:
    """ "It should be stressed that": how it is said, not what is demanded."""
    return root.lemma_ in ("stress", "note", "add", "emphasize", "emphasise", "remember", "point", "say")


def _case(token: Node) -> str | None:
    return next((child.lower_ for child in token.children if child.dep_ == "case"), None)
