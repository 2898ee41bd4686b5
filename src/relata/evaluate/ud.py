"""Trees, tags, lemmas and names (Universal Dependencies; GUM for names).

In: CoNLL-U. Out: a report, and the same file with predicted UPOS, XPOS, HEAD, DEPREL and LEMMA over gold tokens. Scored twice: on
gold tokens and sentences, and from the raw text of each document with the reader's own. Punctuation counts, as in the CoNLL 2018
shared task; names are scored where the file has entities, by exact span and kind. Worst errors: the sentences of eight or more
words with the largest share of wrong arcs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from ..reading.labels import NAME_KINDS
from . import scores
from .align import agreement
from .report import NOTHING_TO_SCORE, Figure, Miss, Reads, Report, Tested, worst
from .treebank import Answer, Sentence, document_text, read_conllu, with_answers

# A sentence is read in one window; one of more pieces is read in parts, since the encoder takes 512 with its two marks.
MAX_PIECES = 500
MIN_WORDS = 8  # a wrong arc in a shorter sentence is too large a share of it
SHOWN_ARCS = 6


def evaluate(path: Path, coder: Tested) -> Report:
    """Read every sentence with gold tokens, and every document from its text."""
    documents = read_conllu(path)
    sentences = [sentence for document in documents for sentence in document]
    answers = [answer(coder.reader, sentence) for sentence in sentences]
    lines = [line for s, a in zip(sentences, answers, strict=True) for line in [*with_answers(s, a), ""]]
    figures = [*_on_gold_tokens(sentences, answers), *_names(sentences, answers), *_from_text(coder.reader, documents)]
    figures = [f for f in figures if f.value is not None]
    counts = {"documents": len(documents), "sentences": len(sentences), "words": sum(len(s.words) for s in sentences)}
    missed = [miss for s, a in zip(sentences, answers, strict=True) if s.has_tree and (miss := _miss(s, a)) is not None]
    notes = () if figures else (NOTHING_TO_SCORE,)
    tags = [pair for s, a in zip(sentences, answers, strict=True) for pair in _pairs(s.upos, a.upos)]
    labels = sorted({tag for pair in tags for tag in pair})
    confusions = (scores.confusion("UPOS, gold tokens", [g for g, _ in tags], [p for _, p in tags], labels),) if tags else ()
    return Report("ud", str(path), coder.model_id, counts, tuple(figures), confusions, worst(missed), notes, tuple(lines[:-1]) + ("",))


def answer(reader: Reads, sentence: Sentence) -> Answer:
    """What the reader says of a sentence with gold tokens."""
    given = Answer([], [], [], [], [], [])
    root = 0
    for doc in reader.read_words(_parts(reader, sentence.words)):
        offset = len(given.heads)
        for token in doc:
            is_root = token.head.i == token.i
            given.upos.append(token.pos_)
            given.tags.append(token.tag_)
            given.lemmas.append(token.lemma_)
            # One sentence has one root: the later parts of a long one hang on the first part's.
            given.heads.append((root if offset else 0) if is_root else token.head.i + 1 + offset)
            given.deprels.append(("parataxis" if offset else "root") if is_root else token.dep_)
            if is_root and not offset:
                root = token.i + 1
        given.names.extend((ent.start + offset, ent.end + offset, ent.label_) for ent in doc.ents)
    return given


def _parts(reader: Reads, words: Sequence[str]) -> list[list[str]]:
    """The sentence whole, or cut where it exceeds what the encoder takes."""
    parts: list[list[str]] = []
    used = MAX_PIECES
    for word in words:
        size = len(reader.model.pieces.of_word(word)[0])
        if used + size > MAX_PIECES:
            parts.append([])
            used = 0
        parts[-1].append(word)
        used += size
    return parts


def _on_gold_tokens(sentences: Sequence[Sentence], answers: Sequence[Answer]) -> list[Figure]:
    """Accuracy of each column over the words that have a gold answer."""
    rows: list[tuple[str, list[list[tuple[str, str]]]]] = [
        ("UPOS", [_pairs(s.upos, a.upos) for s, a in zip(sentences, answers, strict=True)]),
        ("UAS", [_arcs(s, a, lambda relation: "") for s, a in zip(sentences, answers, strict=True)]),
        ("LAS", [_arcs(s, a, _universal) for s, a in zip(sentences, answers, strict=True)]),
        ("LAS with subtypes", [_arcs(s, a, str) for s, a in zip(sentences, answers, strict=True)]),
        ("lemmas", [_pairs(s.lemmas, a.lemmas) for s, a in zip(sentences, answers, strict=True)]),
    ]
    figures = []
    for name, pairs in rows:
        flat = [pair for sentence in pairs for pair in sentence]
        counts = np.array([[sum(g == p for g, p in sentence), len(sentence)] for sentence in pairs])
        value = float(scores.sklearn_metrics().accuracy_score([g for g, _ in flat], [p for _, p in flat])) if flat else None
        figures.append(scores.figure("gold tokens", name, counts, scores.ratio, n=len(flat), units="sentences", value=value))
    return figures


def _universal(relation: str) -> str:
    """Without its subtype."""
    return relation.split(":")[0]


def _pairs(gold: Sequence[str], predicted: Sequence[str]) -> list[tuple[str, str]]:
    """Gold and predicted answers of the words that have a gold one. A word ``_`` whose lemma is ``_`` is not missed by this."""
    return [(g, p) for g, p in zip(gold, predicted, strict=True) if g != "_"]


def _arcs(sentence: Sentence, found: Answer, fold: Callable[[str], str]) -> list[tuple[str, str]]:
    gold = zip(sentence.heads, sentence.deprels, strict=True)
    return [
        (f"{head} {fold(relation)}", f"{found.heads[i]} {fold(found.deprels[i])}")
        for i, (head, relation) in enumerate(gold)
        if head is not None
    ]


def _names(sentences: Sequence[Sentence], answers: Sequence[Answer]) -> list[Figure]:
    """Names by exact span and kind, all kinds together and each."""
    both = [(set(s.names), set(a.names)) for s, a in zip(sentences, answers, strict=True) if s.names is not None]
    if not any(gold for gold, _ in both):
        return []
    figures = []
    for kind in (None, *NAME_KINDS):
        kept = [({n for n in g if kind in (None, n[2])}, {n for n in p if kind in (None, n[2])}) for g, p in both]
        counts = np.array([[len(g & p), len(g), len(p)] for g, p in kept])
        group = f"names, {kind.lower() if kind else 'all kinds'}"
        for name, measure in scores.PRF if kind is None else scores.PRF[2:]:
            figures.append(scores.figure(group, name, counts, measure, n=int(counts[:, 1].sum()), units="sentences"))
    return figures


def _from_text(reader: Reads, documents: Sequence[Sequence[Sentence]]) -> list[Figure]:
    """F1 of words, sentences and arcs with the reader's own tokens and sentences, over the documents that have gold trees."""
    scored = [document for document in documents if all(s.has_tree for s in document)]
    found = np.array([agreement(document, _read(reader, document)) for document in scored]).reshape(-1, 8)
    columns = {"words": (4, 2, 3), "sentences": (7, 5, 6), "UAS": (0, 2, 3), "LAS": (1, 2, 3)}
    return [
        scores.figure("raw text", f"{name} F1", found[:, list(at)], scores.f1, n=int(found[:, at[1]].sum()), units="documents")
        for name, at in columns.items()
    ]


def _read(reader: Reads, document: Sequence[Sentence]) -> Doc:
    return reader.read(document_text(document))


def _miss(sentence: Sentence, found: Answer) -> Miss | None:
    """A sentence with wrong arcs, the first few of them named."""
    pairs = _arcs(sentence, found, _universal)
    wrong = [i for i, (gold, predicted) in enumerate(pairs) if gold != predicted]
    if not wrong or len(pairs) < MIN_WORDS:
        return None

    def arcs(heads: Sequence[int | None], relations: Sequence[str]) -> str:
        shown = [f"{sentence.words[i]} {relations[i]} of {_word(sentence, heads[i])}" for i in wrong[:SHOWN_ARCS]]
        return "; ".join(shown) + (f"; {len(wrong) - SHOWN_ARCS} more" if len(wrong) > SHOWN_ARCS else "")

    gold, predicted = arcs(sentence.heads, sentence.deprels), arcs(found.heads, found.deprels)
    return Miss(str(sentence.line), gold, predicted, len(wrong) / len(pairs), sentence.text)


def _word(sentence: Sentence, head: int | None) -> str:
    return sentence.words[head - 1] if head else "the root"
