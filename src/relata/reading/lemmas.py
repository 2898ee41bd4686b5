"""Lemmas from rules and a table of exceptions, keyed by UPOS.

The table (``lemmas.json`` beside the weights) holds the forms of the training treebanks that the rules get wrong. Where a
rule could cut in several ways ("hoping": hop or hope), the cut that gives a known word wins; the encoder's vocabulary
serves as the list of known words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set
from pathlib import Path

from .irregular import IRREGULAR

VOWELS = frozenset("aeiou")
# Ends of stems that almost always lost an e: "endors", "enforc", "reliev", "assembl", "evacuat", "organiz", "argu".
ENDS_IN_E = re.compile(
    r"([^s]s|c|v|z|u|dg|rg|ang|[bcdfgkpstz]l|[^aeo]at|iat|eat(?<!treat)|uat|ut(?<!out)|[aeiou]rs|quir|ibut|plor|emot|ecit)$"
)
# Forms of which the treebanks have a wrong lemma.
SLIPS = {"freed": "free", "fled": "flee", "lent": "lend"}
# A consonant, one vowel, one consonant.
LOST_E = re.compile(r"[^aeiou][aeiou][^aeiou]$")
# Ends that have their two letters by themselves.
LL = ("roll", "wall", "call", "fill", "sell", "tell", "pull", "kill", "poll", "shell")
# Stems beside which the list of known words holds only another word.
OWN_STEMS = {"laud": "laud", "sever": "sever", "unit": "unite", "lambast": "lambast", "patroll": "patrol", "pleas": "please"}
# Verbs that end in -eed by themselves; all others took a d ("freed").
BARE_EED = frozenset(("need", "feed", "seed", "heed", "weed", "succeed", "proceed", "exceed", "bleed", "breed", "speed"))


class Lemmas:
    """Looks up and cuts.

    Args:
        table: UPOS to lower-case form to lemma.
        known: lower-case words.
    """

    def __init__(self, table: dict[str, dict[str, str]], known: Set[str]) -> None:
        self._table = table
        self._known = known
        self._cache: dict[tuple[str, str], str] = {}

    @classmethod
    def load(cls, table: Path, vocab: Path) -> Lemmas:
        known = frozenset(piece for piece in vocab.read_text(encoding="utf-8").splitlines() if piece.isalpha())
        return cls(json.loads(table.read_text(encoding="utf-8")), known)

    def of(self, form: str, upos: str) -> str:
        """The lemma; a proper noun's is its own form, everything else is lower-case."""
        found = self._cache.get((form, upos))
        if found is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            found = self._cache[form, upos] = self._find(form, upos)
        return found

    def _find(self, form: str, upos: str) -> str:
        lower = form.lower().replace("’", "'")
        if (exception := self._table.get(upos, {}).get(lower)) is not None:
            return SLIPS.get(lower, exception.lower()) if upos == "VERB" else exception
        if upos == "PROPN":
            return form
        return self.by_rule(lower, upos)

    def by_rule(self, form: str, upos: str) -> str:
        """The lemma by rule alone; `form` is lower-case."""
        if upos == "NOUN":
            return self._singular(form)
        if upos in ("VERB", "AUX"):
            return self._infinitive(form)
        if upos in ("ADJ", "ADV"):
            for suffix in ("est", "er"):
                if form.endswith(suffix) and len(form) > len(suffix) + 2:
                    cut = self._uncut(form[: -len(suffix)])
                    if cut != form[: -len(suffix)] + "e" or cut in self._known:
                        return cut if cut in self._known and form not in self._known else form
        return form

    def _singular(self, form: str) -> str:
        if len(form) < 4 or not form.endswith("s") or form.endswith(("ss", "us", "is")):
            return form
        if form.endswith("ies"):
            return form[:-3] + "y"
        if form.endswith(("ches", "shes", "xes", "sses", "zes")) and form[:-1] not in self._known:
            return form[:-2]
        if form.endswith("oes"):
            return form[:-2]
        return form[:-1]

    def _infinitive(self, form: str) -> str:
        if form in IRREGULAR:
            return IRREGULAR[form]
        if form.endswith("ing") and len(form) > 4:
            return self._uncut(form[:-3])
        if form.endswith("ied") and len(form) > 4:
            return form[:-3] + "y"
        if form.endswith("eed"):
            return form if form in BARE_EED else form[:-1]
        if form.endswith("ed") and len(form) > 3:
            return self._uncut(form[:-2])
        if form.endswith("ies") and len(form) > 4:
            return form[:-3] + "y"
        if form.endswith(("ches", "shes", "xes", "sses", "tzes", "zzes", "oes")) and (
            form[:-2] in self._known or form[:-1] not in self._known
        ):
            return form[:-2]
        if form.endswith("s") and not form.endswith("ss") and len(form) > 3:
            return form[:-1]
        return form

    def _uncut(self, stem: str) -> str:
        """Restore what a suffix took: a doubled consonant, a final e, or nothing."""
        if stem in OWN_STEMS:
            return OWN_STEMS[stem]
        doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in VOWELS and stem[-1] not in "sflz"
        # A final l doubles only in verbs of several syllables ("expelled"); in the others the two were there before ("called").
        if stem.endswith("ll") and not stem.endswith(LL) and stem not in self._known and sum(letter in VOWELS for letter in stem) > 1:
            return stem[:-1]
        choices = [stem[:-1], stem, stem + "e"] if doubled else [stem, stem + "e"]
        # A single consonant after a single vowel more often lost an e ("hop-ing" is "hope"; "hopp-ing" is "hop").
        if not doubled and LOST_E.search(stem) and not stem.endswith(("er", "en", "it", "on")):
            choices = [stem + "e", stem]
        keeps = stem.endswith(("el", "al", "et", "op", "om", "or", "ot", "w", "x", "y"))
        usual = stem + "e" if ENDS_IN_E.search(stem) and not doubled else stem if keeps and not doubled else choices[0]
        return next((choice for choice in choices if choice in self._known), usual)
