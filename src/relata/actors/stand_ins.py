"""Which words name a state, and what does the encoder see in their place? So that no reading hangs on which state it is.

In: the words of a text. Out: stretches of them and the word that stands in for each. The first state of a text is always read as the
same one, the second as another, and so on; a name of several words is read as one. So two texts that differ in their states' names
alone look the same to the encoder. Left out: abbreviations ("US"), seats, persons and bodies, and a name beside another word in
capitals, which may be part of somebody's name ("Michael Jordan", "Paris Match").
"""

from __future__ import annotations

from collections.abc import Sequence

from ..reading import StandIn
from .tables import Entry, Gazetteer, plain

# Name, adjective, people, one of them, capital: one common word each, and no state is any of the text's own.
STAND_INS = (
    ("Norway", "Norwegian", "Norwegians", "Norwegian", "Oslo"), ("Peru", "Peruvian", "Peruvians", "Peruvian", "Lima"),
    ("Kenya", "Kenyan", "Kenyans", "Kenyan", "Nairobi"), ("Vietnam", "Vietnamese", "Vietnamese", "Vietnamese", "Hanoi"),
    ("Chile", "Chilean", "Chileans", "Chilean", "Santiago"), ("Finland", "Finnish", "Finns", "Finn", "Helsinki"),
    ("Ghana", "Ghanaian", "Ghanaians", "Ghanaian", "Accra"), ("Nepal", "Nepalese", "Nepalese", "Nepalese", "Kathmandu"),
    ("Poland", "Polish", "Poles", "Pole", "Warsaw"), ("Cuba", "Cuban", "Cubans", "Cuban", "Havana"),
    ("Egypt", "Egyptian", "Egyptians", "Egyptian", "Cairo"), ("Portugal", "Portuguese", "Portuguese", "Portuguese", "Lisbon"),
)  # fmt: skip
# Names that take the article; it is read as part of the name.
ARTICLED = frozenset((
    "United Arab Emirates", "Emirates", "Bahamas", "Central African Republic", "Democratic Republic of Congo",
    "Democratic Republic of the Congo", "Republic of Congo", "Republic of the Congo", "Comoros", "Czech Republic", "Dominican Republic",
    "United Kingdom", "Gambia", "Maldives", "Marshall Islands", "Netherlands", "Philippines", "Russian Federation", "Solomon Islands",
    "Slovak Republic", "Seychelles", "United States", "United States of America", "Vatican", "Holy See",
))  # fmt: skip
# First words that describe the last one, which then heads the name, as treebanks have it; other names hang on their first word.
DESCRIBING = frozenset(
    ("United", "South", "North", "East", "West", "Saudi", "Equatorial", "Central", "Dominican", "Czech", "Slovak", "Russian")
)
DETERMINERS = frozenset(("a", "an", "the", "two", "three", "four", "several", "some", "his", "her", "its", "their", "another"))
NAME, ADJECTIVE, PEOPLE, PERSON, CAPITAL = range(5)
# Capitalised at the beginning of a sentence, and part of no name.
OPENERS = frozenset((
    "the", "in", "but", "and", "on", "at", "to", "from", "for", "with", "if", "when", "while", "as", "that", "both", "neither", "after",
    "before", "since", "although", "however", "by", "of", "between", "against", "then", "so", "yet", "or", "what", "why", "how", "where",
    "president", "minister", "ambassador", "while", "meanwhile", "because", "until", "unlike", "like", "over", "under", "across", "is",
    "was", "has", "had", "will", "would", "does", "did", "can", "could", "should", "may", "might", "not", "only", "even", "also",
))  # fmt: skip


def stand_ins(words: Sequence[str], g: Gazetteer) -> list[StandIn]:
    """All stretches of the words that name a state, in order."""
    plainly = [plain(word) for word in words]
    places: dict[str, int] = {}
    found = []
    i = 0
    while i < len(words):
        hit = g.name_at(plainly, i) if words[i][:1].isupper() else None
        if hit is None:
            i += 1
            continue
        n, entry = hit
        form = _form(entry, words, i, i + n, g)
        if form is not None and (form in (ADJECTIVE, PEOPLE, PERSON) or not _beside_name(words, i, i + n)):
            place = places.setdefault(entry.key, len(places))
            word = STAND_INS[place % len(STAND_INS)][form]
            with_article = form == NAME and " ".join(words[i : i + n]) in ARTICLED and i > 0 and words[i - 1].lower() == "the"
            head = i + n - 1 if words[i] in DESCRIBING else i
            found.append(StandIn(i - with_article, head, i + n, word.upper() if words[i].isupper() and len(words[i]) > 1 else word))
        i += n
    return found


def _form(entry: Entry, words: Sequence[str], start: int, end: int, g: Gazetteer) -> int | None:
    """Which form of a state stands there; None for what is no state's, or an abbreviation."""
    first, last = words[start], words[end - 1]
    if entry.kind != "state" or (first.isupper() and ((end - start == 1 and len(first) <= 4) or "." in first)):
        return None
    if entry.form == "people":
        return PEOPLE if last.endswith(("s", "ese", "ish", "ch")) else PERSON
    # "A New Zealand ship": a name that is its adjective as well.
    before = words[start - 1].lower() if start else ""
    owned = before in DETERMINERS and not (before == "the" and " ".join(words[start:end]) in ARTICLED)
    if entry.form == "name" and owned and words[end : end + 1] and words[end][:1].islower():
        key = tuple(plain(word).casefold() for word in words[start:end])
        if any(other.form == "adjective" and other.key == entry.key for _, other in g.names[key]):
            return ADJECTIVE
    return {"name": NAME, "adjective": ADJECTIVE, "capital": CAPITAL}.get(entry.form)


def _beside_name(words: Sequence[str], start: int, end: int) -> bool:
    before, after = words[start - 1 : start], words[end : end + 1]
    return any(word[:1].isupper() and word.lower() not in OPENERS for word in (*before, *after))
