"""Are words told, or a mere act? Which attributions become statements.

In: an `Attributed` and the actors of its Doc. Out: yes or no. The tags follow PolNeAR, where whoever praises, cites, opposes or watches
something is a source too; a statement is words told as someone's. One false row costs more than a missed one.
"""

from __future__ import annotations

from ..actors import Found
from ..actors.phrases import preposition
from ..reading import Node, Tree
from ..reading.layout import DASHES
from .repair import Attributed
from .spans import contents
from .syntax import CLAUSE, EXPRESSED, is_left_out, subject_of
from .voices import DOCUMENTS

# Cues by the tags, but acts by their meaning, whatever follows: what was done, not what was said.
DEEDS = frozenset((
    "sign", "ratify", "vote", "publish", "be", "have", "do", "know", "intend", "plan", "try", "seem", "appear", "begin", "file", "seize",
    "take", "rely", "launch", "target", "investigate", "compare",
))  # fmt: skip
# Acts where an infinitive follows, and words where a clause does ("agreed to open", "agreed that …").
AGREED = frozenset(("agree", "decide", "accept", "consent", "move", "choose", "want"))
# What nobody in particular says ("it was reported"); of other passives without a speaker the subject is spoken of, or nothing is said.
REPORTED = frozenset((
    "report", "say", "believe", "think", "allege", "claim", "rumour", "rumor", "understand", "announce", "reveal", "hope", "fear", "note",
    "state", "argue", "suggest", "estimate", "tell", "assume", "stress", "mention", "write", "ask", "quote", "cite", "inform", "assure",
))  # fmt: skip
# Things show something too, but only documents and figures tell it.
SHOWING = frozenset(("show", "prove", "illustrate", "highlight", "underscore", "demonstrate", "reveal", "reflect"))
# Of these verbs too where a thing does it that has no words of its own.
MEANING = frozenset(("require", "raise", "permit", "allow", "mean", "prompt", "challenge", "suggest", "confirm", "offer", "urge", "demand"))
THINGS = frozenset((
    "law", "rule", "regulation", "policy", "decision", "move", "step", "plan", "deal", "accord", "treaty", "act", "bill", "fact", "case",
    "incident", "attack", "event", "change", "cut", "silence", "absence", "lack", "measure", "system", "programme", "program", "scheme",
    "experience", "visit", "vote", "election", "war", "crisis", "situation", "failure", "success", "behaviour", "behavior", "action",
    "approach", "performance",
))  # fmt: skip
FIGURES = frozenset(
    ("poll", "survey", "study", "data", "figure", "record", "average", "research", "analysis", "statistic", "result", "review")
)
SILENT = frozenset(("decline", "refuse", "fail", "avoid", "refrain", "abstain"))
# Verbs whose bare object is what was said ("demanded an apology", "denied the charge", "praised X for …").
OBJECTS = frozenset((
    "demand", "request", "seek", "urge", "deny", "reject", "dismiss", "dispute", "refute", "contest", "denounce", "condemn",
    "criticize", "criticise", "blame", "accuse", "praise", "welcome", "hail", "thank", "applaud", "commend", "congratulate", "express",
    "voice", "propose", "suggest", "announce", "warn", "threaten", "call", "ask", "appeal", "describe", "brand", "label", "dub", "term",
    "predict", "forecast", "expect", "question", "doubt", "oppose", "support", "promise", "pledge", "put", "say", "tell", "report",
    "claim", "reiterate", "reaffirm", "stress", "emphasize", "emphasise", "underline", "regret", "deplore", "lament",
    "note", "hope", "wish", "complain", "protest", "offer", "write", "add", "conclude", "declare", "state", "allege", "confirm",
    "insist",
))  # fmt: skip
# What these tell stands in a clause or as their object, and behind no preposition of place.
TELLING = frozenset(("write", "say", "tell", "report", "note", "state", "add", "put", "declare", "announce", "stress", "claim"))
# Behind these an infinitive is not done yet, or not at all ("dared him to say").
UNDONE = frozenset((
    "dare", "want", "refuse", "decline", "fail", "plan", "intend", "expect", "hope", "wish", "need", "decide", "agree", "prepare",
    "threaten", "promise", "ask", "urge", "invite", "order", "tell", "allow", "avoid", "pledge", "vow",
))  # fmt: skip
# Words told by nobody in particular.
HEARSAY = frozenset(("reportedly", "allegedly", "supposedly", "purportedly"))
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "neither", "nor"))
UNREAL = frozenset(("would", "could", "should", "may", "might", "must", "will", "'ll", "’ll", "wo", "shall", "can", "ca"))
NOBODY = frozenset(("nobody", "none", "neither", "no"))
FIRST_PERSONS = frozenset(("i", "we", "my", "our"))
# Nouns for words told, besides documents and what is expressed.
NOUNS = frozenset((
    "claim", "promise", "warning", "accusation", "call", "demand", "request", "assertion", "argument", "word", "remark", "comment",
    "prediction", "estimate", "denial", "threat", "pledge", "proposal", "suggestion", "allegation", "plea", "appeal", "insistence", "vow",
    "criticism", "praise", "answer", "reply", "response", "question", "complaint", "admission", "acknowledgement", "contention",
    "explanation", "testimony", "pronouncement", "conclusion", "forecast", "rumour", "rumor", "assurance", "invitation", "recommendation",
    "finding", "verdict", "speech", "interview", "tweet", "emphasis", "advice", "apology", "confession", "rebuke", "opinion",
    "acknowledgment", "offer", "order", "ultimatum", "reminder", "hint", "charge", "account", "refusal", "rejection", "condemnation",
    "congratulation", "greeting", "counsel", "description", "objection", "observation", "boast", "joke", "guarantee", "ruling",
    "disclosure", "revelation", "assessment", "judgment", "judgement", "notice", "notification", "decree", "caution", "insinuation",
))  # fmt: skip
# Words of a content that is an object and no clause.
SHORT = 4
QUOTES = frozenset('"“”«»‘')


def are_words(doc: Tree, found: Found, one: Attributed) -> bool:
    """Whether an attribution tells words as someone's."""
    cue = one.cue
    if not one.source and cue.pos_ == "NOUN":
        return False
    quoted = any(doc[i].text in QUOTES for i in one.tokens) or any(part.direct for part in contents(doc, list(one.content))[0])
    told = any(doc[i].lemma_ in CLAUSE or _is_word(doc[i]) for i in one.words)
    if (cue.lemma_ in DEEDS and not quoted and not told) or (cue.lemma_ in SHOWING and _is_thing(doc, found, one)):
        return False
    if cue.lemma_ in MEANING and (doer := subject_of(cue)) is not None and doer.lemma_.lower() in THINGS:
        inside = {token.i for token in doer.subtree}
        if inside.issuperset(one.source):  # "Ostria's decision raises questions"
            return False
    if not one.source and cue.tag_ == "VBN" and cue.lemma_ not in REPORTED and not quoted:
        return False
    if not quoted and not told and _is_no_word(cue, one):
        return False
    if _unsaid(doc, one, quoted) or _of_the_first_person(doc, one) or _strayed(cue, one, quoted):
        return False
    return quoted or not (_only_names(doc, found, one) or _too_short(doc, one) or _is_act(doc, one))


def _is_no_word(cue: Node, one: Attributed) -> bool:
    """Whether a cue is a noun or small word ("critic of", "a timetable for"), or an adjective, that leads to no clause."""
    if cue.pos_ not in ("NOUN", "ADJ", "ADV", "ADP", "PART") or cue.lower_ in HEARSAY:
        return False
    return not any(child.dep_ in ("ccomp", "csubj", "xcomp", "acl") and child.i in one.tokens for child in cue.children)


def _is_word(token: Node) -> bool:
    """Whether a cue that is no verb has a noun for words, or "according", in it."""
    lemma = token.lemma_.lower()
    return lemma in NOUNS or lemma in DOCUMENTS or lemma in EXPRESSED or token.lower_ in ("according", "per")


def _is_thing(doc: Tree, found: Found, one: Attributed) -> bool:
    """Whether neither an actor nor a document is the source."""
    known = any(found.at(i) or doc[i].lemma_.lower() in FIGURES or doc[i].lemma_.lower() in DOCUMENTS for i in one.source)
    return not known and not any(doc[i].pos_ in ("PROPN", "PRON") for i in one.source)


def _only_names(doc: Tree, found: Found, one: Attributed) -> bool:
    """Nothing but the name of one spoken of ("condemned Iran", "thanked him"): that is an act towards him, not words."""
    named = {i for spot in found.spots for i in range(spot.start, spot.end)}
    return all(i in named or doc[i].is_punct or doc[i].pos_ in ("PRON", "CCONJ", "ADP") for i in one.tokens)


def _is_act(doc: Tree, one: Attributed) -> bool:
    """ "Recalled its ambassador", "agreed to open the border", "spoke about the border": no clause, or none that was said."""
    cue = one.cue
    if cue.pos_ not in ("VERB", "AUX"):
        return False
    governed = [c for c in cue.children if any(t.i in one.tokens for t in c.subtree)]
    if any(c.dep_ in ("ccomp", "parataxis", "csubj") for c in governed):
        return False
    if any(c.dep_ == "xcomp" for c in governed):
        return cue.lemma_ in AGREED
    if any(c.dep_ in ("obj", "obl", "nsubj:pass") for c in governed):
        return cue.lemma_ not in OBJECTS or (cue.lemma_ in TELLING and all(c.i in one.tokens and _is_where(c) for c in governed))
    return False


def _is_where(child: Node) -> bool:
    """ "Wrote for several of them", "spoke at the school": for whom or where, not what."""
    return child.dep_ == "obl" and preposition(child) in ("for", "in", "on", "at", "with", "to", "from")


def _strayed(cue: Node, one: Attributed, quoted: bool) -> bool:
    """Unquoted words of other sentences only, with no colon to lead to them: the tags went astray."""
    sent = cue.sent
    if any(a < sent.end and b > sent.start for a, b in one.content) or any(token.text.endswith(":") for token in sent[-3:]):
        return False
    return not quoted


def _unsaid(doc: Tree, one: Attributed, quoted: bool) -> bool:
    """What was not said, or said by nobody, or is still to be said, is no statement; nor is a preposition alone a saying."""
    cue, words = one.cue, [doc[i] for i in one.words]
    leads = {child.lower_ for verb in (cue, *(t for t in words if t.pos_ in ("VERB", "AUX"))) for child in verb.children if child.i < cue.i}
    if leads & NEGATIONS or cue.lemma_ in SILENT or (cue.dep_ == "xcomp" and cue.head.lemma_ in SILENT):
        return True
    if is_left_out(cue):
        return True
    if not quoted and any(map(_is_undone, (cue, *words))):
        return True
    would = leads & {"'d", "’d"} and cue.tag_ == "VB"
    if (would or leads & UNREAL) and not quoted:
        return True
    if any(child.lower_ in NOBODY and child.pos_ == "PRON" for child in cue.children):
        return True  # "asked nobody"
    if cue.dep_ == "ccomp" and cue.head.lemma_ in ("deny", "doubt"):
        return True
    first = [doc[i] for i in sorted(one.tokens) if not doc[i].is_punct][:2]
    if any(doc[i].lower_ in NOBODY for i in one.source[:1]) or (len(one.tokens) <= SHORT and any(t.lower_ in NOBODY for t in first)):
        return True
    told = [t.lower_ for t in first]
    if told in (["each", "other"], ["one", "another"]) or (cue.lemma_ in ("ask", "request") and set(told) & {"not", "anonymity"}):
        return True  # "support each other"; how a source wants to be named is no statement of its own
    if any(t.lemma_ == "view" and t.head.lemma_ in ("exchange", "share") for t in words):
        return True  # what was done with views; whose they are, and what, is not told
    return not any(
        t.pos_ in ("VERB", "NOUN", "ADJ", "PROPN") or t.lower_ in ("according", "per") or t.text[-1] in DASHES | {":"} for t in words
    )


def _is_undone(verb: Node) -> bool:
    """ "Dared him to say", "a decision to ask"."""
    if verb.tag_ != "VB" or not any(child.lower_ == "to" for child in verb.children if child.i < verb.i):
        return False
    return verb.dep_ == "acl" or (verb.dep_ == "xcomp" and verb.head.lemma_ in UNDONE)


def _of_the_first_person(doc: Tree, one: Attributed) -> bool:
    """ "I hope" within someone's words is part of them; what he says that he said before is not."""
    if not one.nested or not any(doc[i].lower_ in FIRST_PERSONS for i in one.source):
        return False
    return one.cue.tag_ not in ("VBD", "VBN") and not any(c.lower_ in ("have", "'ve", "’ve") for c in one.cue.children)


def _too_short(doc: Tree, one: Attributed) -> bool:
    """ "Accused of spying": two words that nobody quoted tell what it was about, not what was said, unless their cue does."""
    words = [doc[i] for i in sorted(one.tokens) if not doc[i].is_punct and not doc[i].is_space]
    return len(words) <= 2 and not any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBG" for t in words) and one.cue.lemma_ not in OBJECTS
