"""What was said: an attribution's content, repaired by syntax, as unbroken stretches of text.

In: the reader's attribution. Out: `Content` spans. The tags find the content; the tree says which words belong to the cue's
own clause (its subject, its time and place) and so cannot be content.
"""

from __future__ import annotations

from bisect import bisect_right

from ..reading import Attribution, Node, Tree, dateline_end
from ..records import Content
from .dates import DAYS, HOURS, WEEKDAYS

OPENING, CLOSING = frozenset(('"', "“", "``", "«", "‘")), frozenset(('"', "”", "''", "»", "’"))
# Relations by which a cue governs what was said.
CLAUSES = frozenset(("ccomp", "xcomp", "parataxis", "advcl", "csubj", "acl"))
# What else it may govern of what was said.
GOVERNED = CLAUSES | {"obj", "obl", "acl:relcl"}
# Relations of the cue that are its own circumstances: who, to whom, when, where.
OWN = frozenset(("nsubj", "nsubj:pass", "iobj", "obl", "advmod", "aux", "aux:pass", "obl:unmarked", "obl:agent", "cop", "obl:tmod"))
# Relations of the words that lead a noun phrase.
LEADING = frozenset(("det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc"))
# Unmarked words between marked ones of the same sentence, and before its first marked one, that still belong to it.
MAX_GAP, MAX_LEAD = 8, 3
# So many words may stand before a cue without being what was said ("On Thursday he told …").
FEW = 4
TRIMMED = frozenset((",", ";", ":", "-", "–", "—", "and", "."))


def cue_head(doc: Tree, attribution: Attribution) -> Node:
    """The cue's governing word."""
    inside = set(attribution.cue)
    return next((doc[i] for i in attribution.cue if doc[i].head.i not in inside or doc[i].head.i == i), doc[attribution.cue[0]])


def content_tokens(doc: Tree, attribution: Attribution) -> list[int]:
    """Tokens of the content: the tagged ones and the rest of the clause that the tags cut short, less the cue's own words."""
    cue = cue_head(doc, attribution)
    tagged = set(attribution.content)
    own = set(attribution.cue) | set(attribution.source)
    if cue.pos_ in ("VERB", "AUX"):
        quoting = cue.lemma_ in ("quote", "cite")
        asked = _asked(cue, tagged)
        # "…, X said on Thursday": once the words have come first, what follows the cue is its own.
        fronted = any(c.dep_ in CLAUSES and c.i < cue.i and c.i in tagged for c in cue.children) or _mostly_before(doc, cue, tagged)
        for child in cue.children:
            if quoting and child.i > cue.i and any(c.lower_ == "as" for c in child.children):
                # "Quoted X as saying": neither X nor the saying is what was said.
                own |= {child.i, *(c.i for c in child.children if c.dep_ in ("mark", "case", "fixed"))}
                own |= {t.i for c in cue.children if c.dep_ in ("obj", "iobj") for t in c.subtree if t.i < child.i}
            elif child.dep_ == "nsubj:pass" and tagged - {t.i for t in child.subtree} - own:
                own |= {t.i for t in child.subtree}  # who "was asked by X to …" is spoken to
            elif child in asked:
                tagged |= {t.i for t in child.subtree}
            elif child.dep_ in OWN and ((fronted and child.i > cue.i) or not _mostly_in(child, tagged)):
                own |= {t.i for t in child.subtree}
    own |= _day_beside(doc, cue)
    # Where all of it would be the cue's own, the tags know better ("criticized X", "cited an old rule").
    full = _completed(doc, cue, _led(doc, tagged - own or tagged))
    words = sorted(i for i in _filled(doc, full, own - full) if i not in own - full and not doc[i].is_space)
    return words[_n_before_that(doc, cue, words) :]


def _n_before_that(doc: Tree, cue: Node, words: list[int]) -> int:
    """ "Told them then that …": adverbs before the word that leads a clause are the cue's; how many of the content's words they are."""
    for n, i in enumerate(words[:3]):
        if doc[i].lower_ == "that" and doc[i].dep_ == "mark" and words[0] > cue.i:
            return n
        if doc[i].pos_ != "ADV":
            return 0
    return 0


def _day_beside(doc: Tree, cue: Node) -> set[int]:
    """ "Said this morning the station was new": a day directly behind the cue is the cue's, unless it is what is spoken of."""
    first = cue.i + 1
    words = [token.lower_ for token in doc[first : first + 2]]
    n = (
        1
        if words[:1] and words[0] in {*WEEKDAYS, *DAYS}
        else 2
        if words[:1] in (["this"], ["last"]) and words[1:] and words[1] in HOURS
        else 0
    )
    named = any(token.dep_ in ("nsubj", "nsubj:pass", "compound", "nmod:poss") for token in doc[first : first + n])
    return set() if named or cue.pos_ != "VERB" else set(range(first, first + n))


def _mostly_in(child: Node, tagged: set[int]) -> bool:
    """Whether the tags take most of a phrase for what was said ("welcomed the offer", "praised X for the offer")."""
    words = [t.i for t in child.subtree if not t.is_punct and not t.is_space]
    return 2 * sum(i in tagged for i in words) > len(words)


def _completed(doc: Tree, cue: Node, tagged: set[int]) -> set[int]:
    """Where the tags end amid a clause that the cue governs, the rest of it, up to a mark, a conjunction or a further clause."""
    full = set(tagged)
    for child in cue.children:
        within = {t.i for t in child.subtree} if child.dep_ in GOVERNED else set()
        for last in [i for i in tagged & within if i + 1 in within and i + 1 not in tagged]:
            i = last + 1
            while not _ends_clause(doc[last]) and i in within and i not in full and not _ends_clause(doc[i]):
                full.add(i)
                i += 1
    return full


def _ends_clause(token: Node) -> bool:
    """Whether a mark or conjunction stands here, or an adverbial clause begins ("because …")."""
    mark = token.is_punct and not (token.text in ("-", "–", "/", "%") and not token.doc[token.i - 1].whitespace_)
    return mark or token.is_space or token.dep_ == "cc" or (token.dep_ in ("mark", "advmod") and token.head.dep_ == "advcl")


def _asked(cue: Node, tagged: set[int]) -> list[Node]:
    """ "Urged X to stop": whoever is to do it belongs to what was said, as object or indirect object."""
    if not any(c.dep_ == "xcomp" and c.i in tagged for c in cue.children):
        return []
    return [c for c in cue.children if c.dep_ in ("obj", "iobj") and c.i > cue.i]


def _mostly_before(doc: Tree, cue: Node, tagged: set[int]) -> bool:
    """Whether most of what the cue's sentence holds of the content stands before the cue."""
    starts = doc.starts
    here = [i for i in tagged if starts[i] == starts[cue.i]]
    before = sum(i < cue.i for i in here)
    return before > FEW and before > len(here) - before


def _led(doc: Tree, tagged: set[int]) -> set[int]:
    """The tagged words with the articles and adjectives directly before them that belong to a tagged noun."""
    full = set(tagged)
    for i in sorted(tagged, reverse=True):
        while i and i - 1 not in full and doc[i - 1].dep_ in LEADING and doc[i - 1].head.i in tagged and doc[i - 1].head.i >= i:
            i -= 1
            full.add(i)
    return full


def _filled(doc: Tree, tokens: set[int], own: set[int]) -> set[int]:
    """Gaps within a sentence closed, its first words taken in, and a sentence before the last one whole, where the cue's clause is not."""
    filled, starts = set(tokens), doc.starts
    previous: int | None = None
    # Words that run on into the next sentence hold all of the first one, whatever other cue stands in it.
    first_of = {starts[i]: i for i in sorted(tokens, reverse=True)}
    for start, first in first_of.items():
        end = doc[start].sent.end
        runs_on = end in first_of and "\n" not in doc.text_of(first, end)
        if runs_on and first - start <= MAX_LEAD and not own.intersection(range(start, end)):
            filled.update(range(first, end))
    for i in sorted(tokens):
        begin = previous if previous is not None and starts[previous] == starts[i] else starts[i] - 1
        gap = set(range(begin + 1, i))
        lines = "\n" in doc.text_of(begin + 1, i) if gap else False  # what ends the line before is not said here
        if gap and not lines and len(gap) <= (MAX_GAP if begin >= starts[i] else MAX_LEAD) and not gap & own:
            filled |= gap
        previous = i
    return filled


def runs(doc: Tree, tokens: list[int]) -> list[tuple[int, int]]:
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


def _with_quotes(doc: Tree, a: int, b: int) -> tuple[int, int]:
    """A run that lies between quotation marks takes them in."""
    inner = {doc[i].text for i in range(a, b)}
    if a and doc[a - 1].text in OPENING and not doc[a - 1].whitespace_ and not inner & OPENING:
        a -= 1
    if b < len(doc) and doc[b].text in CLOSING and doc[a].text in OPENING and not {doc[i].text for i in range(a + 1, b)} & CLOSING:
        b += 1
    elif b + 1 < len(doc) and doc[b].text in (",", ".") and doc[b + 1].text in CLOSING and doc[a].text in OPENING:
        b += 2
    return a, b


def split_by_paragraph(doc: Tree, cue: Node, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Only quotations run on over paragraphs; unquoted words of another one are the outlet's own again."""
    begins = doc.reading.paragraphs
    at = bisect_right(begins, cue.i)
    start, end = (begins[at - 1] if at else 0), (begins[at] if at < len(begins) else len(doc))
    kept = []
    for a, b in ranges:
        if (a >= start and b <= end) or contents(doc, [(a, b)])[1] != "indirect":
            kept.append((a, b))
        elif a < end and b > start:
            kept += runs(doc, list(range(max(a, start), min(b, end))))
    return kept


def contents(doc: Tree, ranges: list[tuple[int, int]]) -> tuple[tuple[Content, ...], str]:
    """Content records and their kind: ``direct`` where all is quoted, ``indirect`` where nothing is, else ``mixed``."""
    parts, quoted = [], []
    for a, b in ranges:
        start, end = doc[a].idx, doc[b - 1].end
        text = doc.reading.text[start:end]
        single = text[0] == "‘" and (text[-1] == "’" or "’" not in text)
        direct = single or (text[0] in '"“«' and (text[-1] in '"”»' or not any(mark in text[1:] for mark in '"”»')))
        direct = direct or _inside_quotes(doc, a)
        parts.append(Content(start, end, text, direct))
        quoted.append(direct or any(mark in text for mark in '"“”«»‘'))
    if parts and all(part.direct for part in parts):
        return tuple(parts), "direct"
    return tuple(parts), "mixed" if any(quoted) else "indirect"


def _inside_quotes(doc: Tree, start: int) -> bool:
    """Whether a run begins inside a quotation that opened earlier in its paragraph."""
    begin = doc.reading.text.rfind("\n", 0, doc[start].idx) + 1
    before = doc.reading.text[begin : doc[start].idx]
    if "“" in before or "”" in before:
        return before.count("“") > before.count("”")
    return before.count('"') % 2 == 1
