"""spaCy's English tokenizer, with runs of one mark ("!!!", "=====", "?!") and words with a prefix ("re-open") kept whole, as in treebanks.

Taken apart, such runs read as sentences of their own: on EWT's raw text that cost a point of the trees and seven of the sentence ends.
"""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

RUNS = (r"[!?]{2,}", r"={2,}", r"\*{2,}", r"_{2,}", r"~{2,}", r"\${2,}", r"<{2,}", r">{2,}", r"\+{2,}", r"#{2,}")
# No hyphen is cut off behind these; behind "pro" and "anti" it is, since states follow.
PREFIXES = "".join(f"(?<!^{prefix})" for prefix in ("re", "Re", "co", "Co", "pre", "Pre"))


def blank_english() -> Language:
    """An empty English pipeline with this tokenizer."""
    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(nlp.Defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(nlp.Defaults.suffixes or ())]).search
    infixes = [PREFIXES + infix if "(?:-|" in infix else infix for infix in map(str, nlp.Defaults.infixes or ())]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.max_length = 100_000_000
    return nlp
