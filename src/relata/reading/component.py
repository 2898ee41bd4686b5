"""The spaCy component: ``spacy.blank("en").add_pipe("relata")``. Registered through spaCy's entry point, never by an import."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from .reader import Reader


class RelataReader:
    """Sets ``pos_ tag_ lemma_ head dep_``, sentences and entities on each Doc."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        return self.reader.annotate(doc)


def make_relata(nlp: Language, name: str, model: str | None = None) -> RelataReader:
    """Factory of the component. `model` names a model folder; None is the shipped one."""
    return RelataReader(Reader(Path(model) if model else None))


Language.factory(
    "relata",
    default_config={"model": None},
    assigns=["token.pos", "token.tag", "token.lemma", "token.dep", "token.head", "doc.ents", "doc.sents"],
    func=make_relata,
)
