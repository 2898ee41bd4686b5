"""What was said: an attribution's content, repaired by syntax, as unbroken stretches of text.

In: the reader's attribution. Out: `Content` spans. The tags find the content; the tree says which words belong to the cue's
own clause (its subject, its time and place) and so cannot be content.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from ..actors.phrases import dateline_end
from ..reading import Attribution, sentence_starts, text_of
from ..records import Content

OPENING, CLOSING = frozenset(('"', "“", "``", "«")), frozenset(('"', "”", "''", "»"))
# Relations by which a cue governs what was said.
CLAUSES = frozenset(("ccomp", "xcomp", "parataxis", "advcl", "csubj", "acl"))
# Relations of the cue that are its own circumstances: who, to whom, when, where.
OWN = frozenset(("nsubj", "nsubj:pass", "iobj", "obl", "advmod", "aux", "aux:pass", "obl:unmarked", "obl:agent", "cop", "obl:tmod"))
# Relations of the words that lead a noun phrase.
LEADING = frozenset(("det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc"))
# Unmarked words between marked ones of the same sentence, and before its first marked one, that still belong to it.
MAX_GAP, MAX_LEAD = 8, 3
# So many words may stand before a cue without being what was said ("On Thursday he told …").
FEW = 4
TRIMMED = frozenset((",", ";", ":", "-", "–", "—", "and", "."))


def cue_head(doc: Doc, attribution: Attribution) -> Token:
    """The cue's governing word."""
    inside = set(attribution.cue)
    return next((doc[i] for i in attribution.cue if doc[i].head.i not in inside or doc[i].head.i == i), doc[attribution.cue[0]])


def content_tokens(doc: Doc, attribution: Attribution) -> list[int]:
    """Tokens of the content: the tagged ones and those of the clause that the cue governs, less the cue's own words."""
    cue = cue_head(doc, attribution)
    tagged = set(attribution.content)
    own = set(attribution.cue) | set(attribution.source)
    if cue.pos_ in ("VERB", "AUX"):
        quoting = cue.lemma_ in ("quote", "cite")
        asked = _asked(cue, tagged)
        # "…, X said on Thursday": once the words have come first, what follows the cue is its own.
        fronted = any(c.dep_ in CLAUSES and c.i < cue.i and c.i in tagged for c in cue.children) or _mostly_before(doc, cue, tagged)
        for child in cue.children:
            # "Quoted X as saying": neither X nor the saying is what was said.
            quoted = quoting and child.i > cue.i and (child.dep_ in ("obj", "iobj") or any(c.lower_ == "as" for c in child.children))
            if child in asked:
                tagged |= {t.i for t in child.subtree}
            elif quoted or (child.dep_ in OWN and (fronted or not _is_content(child, tagged))):
                own |= {t.i for t in child.subtree}
        # An offer that was rejected is the whole of "an offer by X to talk".
        tagged |= {
            t.i for c in cue.children if c.dep_ == "obj" and c.i in tagged for m in c.children if m.dep_ == "nmod" for t in m.subtree
        }
    clauses = [c for c in cue.children if c.dep_ in CLAUSES and (c.i in tagged or len(tagged & {t.i for t in c.subtree}) * 2 >= _size(c))]
    full = _led(doc, tagged) | {t.i for c in clauses for t in c.subtree if not _after_break(doc, c, t)}
    return sorted(i for i in _filled(doc, full, own) if i not in own and not doc[i].is_space)


def _asked(cue: Token, tagged: set[int]) -> list[Token]:
    """ "Urged X to stop": whoever is to do it belongs to what was said, as object or indirect object."""
    if not any(c.dep_ == "xcomp" and c.i in tagged for c in cue.children):
        return []
    return [c for c in cue.children if c.dep_ in ("obj", "iobj") and c.i > cue.i]


def _mostly_before(doc: Doc, cue: Token, tagged: set[int]) -> bool:
    """Whether most of what the cue's sentence holds of the content stands before the cue."""
    starts = sentence_starts(doc)
    here = [i for i in tagged if starts[i] == starts[cue.i]]
    before = sum(i < cue.i for i in here)
    return before > FEW and before > len(here) - before


def _led(doc: Doc, tagged: set[int]) -> set[int]:
    """The tagged words with the articles and adjectives directly before them that belong to a tagged noun."""
    full = set(tagged)
    for i in sorted(tagged, reverse=True):
        while i and i - 1 not in full and doc[i - 1].dep_ in LEADING and doc[i - 1].head.i in tagged and doc[i - 1].head.i >= i:
            i -= 1
            full.add(i)
    return full


def _filled(doc: Doc, tokens: set[int], own: set[int]) -> set[int]:
    """Gaps within a sentence closed, its first words taken in, and a sentence before the last one whole, where the cue's clause is not."""
    filled, starts = set(tokens), sentence_starts(doc)
    previous: int | None = None
    # Words that run on into the next sentence hold all of the first one, whatever other cue stands in it.
    first_of = {starts[i]: i for i in sorted(tokens, reverse=True)}
    for start, first in first_of.items():
        end = doc[start].sent.end
        runs_on = end in first_of and "\n" not in doc[first:end].text
        if runs_on and first - start <= MAX_LEAD and not own.intersection(range(start, end)):
            filled.update(range(first, end))
    for i in sorted(tokens):
        begin = previous if previous is not None and starts[previous] == starts[i] else starts[i] - 1
        gap = set(range(begin + 1, i))
        if gap and len(gap) <= (MAX_GAP if begin >= starts[i] else MAX_LEAD) and not gap & own:
            filled |= gap
        previous = i
    return filled


def _size(token: Token) -> int:
    return sum(1 for t in token.subtree if not t.is_punct)


def _is_content(child: Token, tagged: set[int]) -> bool:
    """An object that is itself what was said ("welcomed the offer") or an "on"-topic the tags chose firmly."""
    words = [t.i for t in child.subtree if not t.is_punct]
    after_cue = child.i > child.head.i
    return (
        after_cue and child.dep_ == "obl" and sum(i in tagged for i in words) == len(words) and not any(t.ent_type_ for t in child.subtree)
    )


def _after_break(doc: Doc, clause: Token, token: Token) -> bool:
    return "\n" in text_of(doc)[min(clause.idx, token.idx) : max(clause.idx, token.idx)]


def runs(doc: Doc, tokens: list[int]) -> list[tuple[int, int]]:
    """Unbroken token ranges, stray words and outer commas dropped; quotation marks that enclose a run are kept."""
    ranges: list[list[int]] = []
    for i in tokens:
        if ranges and all(doc[k].is_space or doc[k].text in (",", '"', "”", "“", "'", "’") for k in range(ranges[-1][1], i)):
            ranges[-1][1] = i + 1
        else:
            ranges.append([i, i + 1])
    out = []
    for a, b in ranges:
        a = dateline_end(doc, a)
        while a < b and (doc[a].text in TRIMMED or doc[a].is_space or doc[a].text in CLOSING - OPENING):
            a += 1
        while b > a and (doc[b - 1].text in TRIMMED or doc[b - 1].is_space or doc[b - 1].text in OPENING - CLOSING):
            b -= 1
        a, b = _with_quotes(doc, a, b)
        words = sum(not doc[i].is_punct and not doc[i].is_space for i in range(a, b))
        if words > 1 or (words and len(ranges) == 1):
            out.append((a, b))
    return out


def _with_quotes(doc: Doc, a: int, b: int) -> tuple[int, int]:
    """A run that lies between quotation marks takes them in."""
    inner = {doc[i].text for i in range(a, b)}
    if a and doc[a - 1].text in OPENING and not doc[a - 1].whitespace_ and not inner & OPENING:
        a -= 1
    if b < len(doc) and doc[b].text in CLOSING and doc[a].text in OPENING and not {doc[i].text for i in range(a + 1, b)} & CLOSING:
        b += 1
    elif b + 1 < len(doc) and doc[b].text in (",", ".") and doc[b + 1].text in CLOSING and doc[a].text in OPENING:
        b += 2
    return a, b


def contents(doc: Doc, ranges: list[tuple[int, int]]) -> tuple[tuple[Content, ...], str]:
    """Content records and their kind: ``direct`` where all is quoted, ``indirect`` where nothing is, else ``mixed``."""
    parts, quoted = [], []
    for a, b in ranges:
        start, end = doc[a].idx, doc[b - 1].idx + len(doc[b - 1])
        text = text_of(doc)[start:end]
        direct = text[0] in '"“«' and (text[-1] in '"”»' or not any(mark in text[1:] for mark in '"”»'))
        direct = direct or _inside_quotes(doc, a)
        parts.append(Content(start, end, text, direct))
        quoted.append(direct or any(mark in text for mark in '"“”«»'))
    if parts and all(part.direct for part in parts):
        return tuple(parts), "direct"
    return tuple(parts), "mixed" if any(quoted) else "indirect"


def _inside_quotes(doc: Doc, start: int) -> bool:
    """Whether a run begins inside a quotation that opened earlier in its paragraph."""
    begin = text_of(doc).rfind("\n", 0, doc[start].idx) + 1
    before = text_of(doc)[begin : doc[start].idx]
    if "“" in before or "”" in before:
        return before.count("“") > before.count("”")
    return before.count('"') % 2 == 1
