"""What do PLOVER's labels mean, and which words suggest them?

In: ``plover.toml``, ``goldstein.csv`` and ``predicates.csv`` of ``relata.data``, read once. Out: one frozen `Codebook`. Left out:
finding predicates and actors in a sentence (the candidates' job), and any choice by country, name or outlet.

How to read a row of ``predicates.csv``:

- ``target`` lists where the target stands, in order of preference, in Universal Dependencies terms: ``obj`` (``nsubj:pass`` in a
  passive; in a row framed on ``obj``, the actor named inside that object: "released Norland's sailors"), ``iobj``, ``xcomp``,
  ``poss`` (the possessor, so that the source is the by-phrase), ``obl:with`` (an oblique whose case word is "with"). ``nmod:…`` in a
  VERB row hangs on the framed object: "imposed sanctions *on X*". In a row framed on ``xcomp`` the target may also be the
  complement's object: "agreed to help X". Empty: the type needs no target.
- ``frame`` is what must stand beside the word: a relation (``xcomp``, ``compound:prt``, ``obl:for``), or a relation with the lemmas
  one of which must fill it (``obj=talk|talks``; with ``nsubj=blame`` it is the speaker who does it). Empty: nothing. Rows of one word
  stand in the order in which to try them, and the first whose frame holds and whose target is found wins: filled frames, then open
  frames, then none. A row framed on ``xcomp`` beats the complement's own row: "refused to release" is REJECT, not RETREAT.
- ``symmetric``: both sides do it. ``note`` beginning with "reversed": the syntactic source is the recipient (a host).
- ``mode`` empty: the sentence may still give one, as the object's own row does ("held a *videoconference*").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType

from relata.errors import RelataError
from relata.events import codebook_files as files
from relata.events.codebook_files import CodebookError, ContextEntry, ModeEntry, Older, Predicate, TypeEntry

__all__ = [
    "Codebook",
    "CodebookError",
    "ContextEntry",
    "ModeEntry",
    "Older",
    "Predicate",
    "TypeEntry",
    "UnknownLabel",
    "load_codebook",
    "read_codebook",
]

Coded = tuple[str, str | None]


class UnknownLabel(RelataError):
    """A type, mode or code asked for that the codebook does not hold."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The events codebook.

    Attributes:
        version: name of the codebook, as exports write it.
        types: the sixteen types, in PLOVER's order.
        contexts: the thirty-seven contexts, in the manual's order.
        older: names of earlier versions and of CAMEO, and what became of them.
        promised: what the CAMEO code of an act becomes where it is only promised, by the digits that it begins with.
        polite: lemmas that ask where others demand.
        predicates: (lemma, UPOS) to rows, in the order in which to try them.
        gerunds: the noun that a verb makes ("closing"), where `predicates` has no such noun, to the verb's rows.
    """

    version: str
    types: Mapping[str, TypeEntry]
    contexts: Mapping[str, ContextEntry]
    older: Mapping[str, Older]
    older_contexts: Mapping[str, str]
    promised: Mapping[str, str]
    polite: frozenset[str]
    predicates: Mapping[tuple[str, str], tuple[Predicate, ...]]
    gerunds: Mapping[str, tuple[Predicate, ...]]
    goldstein_values: Mapping[str, tuple[float, float]]
    _cues: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(repr=False)

    def type_of(self, name: str) -> TypeEntry:
        """The entry of a current type, its name in any letter case."""
        entry = self.types.get(name.upper())
        if entry is None:
            raise UnknownLabel(f"{name!r} is no event type; expected one of {', '.join(self.types)}. For older names use modern().")
        return entry

    def quad(self, type: str) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return self.type_of(type).quad

    def score(self, type: str, modes: Sequence[str] = ()) -> float:
        """PLOVER's own score, -10 to 10: the mode's where it has one, of several the one furthest from zero, else the type's."""
        entry = self.type_of(type)
        scores = [mode.score for mode in self._modes(entry, modes) if mode.score is not None]
        return max(scores, key=abs, default=entry.score)

    def cameo(
        self, type: str, modes: Sequence[str] = (), contexts: Sequence[str] = (), *, words: Iterable[str] = (), polite: bool = False
    ) -> str:
        """The CAMEO code of an event.

        Args:
            modes: of several, the first that settles a code does.
            contexts: the event's contexts; refine the code where the codebook says so.
            words: lemmas of the trigger and its object ("sign", "loan"); tried before the contexts.
            polite: whether a request only asks: CAMEO's appeals (02) are as finely parted as its demands (10).
        """
        code = self._cameo(type, modes, contexts, words)
        return f"02{code[2:]}" if polite and code.startswith("10") else code

    def cameo_promised(
        self, type: str, modes: Sequence[str] = (), contexts: Sequence[str] = (), *, words: Iterable[str] = ()
    ) -> str | None:
        """The CAMEO code of the promise of an act of this type; None where promising it has none of its own."""
        code = self._cameo(type, modes, contexts, words)
        return next((self.promised[code[:n]] for n in range(len(code), 1, -1) if code[:n] in self.promised), None)

    def _cameo(self, type: str, modes: Sequence[str], contexts: Sequence[str], words: Iterable[str]) -> str:
        entry = self.type_of(type)
        lemmas, named = frozenset(words), frozenset(contexts)
        found = self._modes(entry, modes)
        for level in (*found, entry) if not any(mode.cameo for mode in found) else found:
            if (code := level.refined(lemmas, named)) is not None:
                return code
        return next((mode.cameo for mode in found if mode.cameo is not None), entry.cameo)

    def goldstein(self, cameo: str) -> float:
        """Goldstein value of a CAMEO code, -10 to 10, by the ICEWS table."""
        return self._goldstein(cameo)[0]

    def goldstein_gdelt(self, cameo: str) -> float:
        """The same by GDELT's table, which differs in 016, 022, 164 and 165. For the GDELT export only."""
        return self._goldstein(cameo)[1]

    def contexts_in(self, lemmas: Iterable[str]) -> tuple[str, ...]:
        """Contexts whose cue words stand among a sentence's lemmas, in the codebook's order; empty where none does.

        Lemmas come in the order of the text, in any letter case: a cue of several words must stand in one piece. A plural that
        the lemmatiser left as it was (names: "Foreign Ministers") counts as its singular.
        """
        words = [_forms(lemma.lower()) for lemma in lemmas]
        found = set()
        for at, forms in enumerate(words):
            for form in forms:
                for cue, context in self._cues.get(form, ()):
                    rest = words[at : at + len(cue)]
                    if len(rest) == len(cue) and all(word in here for word, here in zip(cue, rest, strict=True)):
                        found.add(context)
        return tuple(context for context in self.contexts if context in found)

    def modern(self, name: str) -> tuple[Coded, ...]:
        """What a name means now: current names (``TYPE`` or ``TYPE-mode``) themselves, older ones by the table.

        Empty for a name that was dropped with no successor (CRIME).
        """
        head, hyphen, mode = name.partition("-")
        if (older := self.older_name(name)) is not None:
            return older.now
        entry = self.types.get(head.upper())
        if entry is None or (hyphen and mode.lower() not in entry.modes):
            raise UnknownLabel(f"{name!r} is no event type or mode, present or past; types are {', '.join(self.types)}.")
        return ((entry.name, mode.lower() or None),)

    def older_name(self, name: str) -> Older | None:
        """What became of a name of earlier versions, in any letter case; None for other names."""
        head, hyphen, mode = name.partition("-")
        return self.older.get(head.upper() + hyphen + mode.lower())

    def _modes(self, entry: TypeEntry, modes: Sequence[str]) -> list[ModeEntry]:
        for mode in modes:
            if mode not in entry.modes:
                raise UnknownLabel(f"{mode!r} is no mode of {entry.name}; expected one of {', '.join(entry.modes) or 'none'}.")
        return [entry.modes[mode] for mode in modes]

    def _goldstein(self, cameo: str) -> tuple[float, float]:
        values = self.goldstein_values.get(cameo)
        if values is None:
            raise UnknownLabel(f"{cameo!r} is no CAMEO code of goldstein.csv; codes are strings of 2 to 4 digits, leading zero kept.")
        return values


def _forms(word: str) -> tuple[str, ...]:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return (word, word[:-1])
    return (word,)


def _cue_index(contexts: Mapping[str, ContextEntry]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word of a cue to all cues that begin with it."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for context in contexts.values():
        for cue in context.cues:
            parts = tuple(cue.split())
            index.setdefault(parts[0], []).append((parts, context.name))
    return {word: tuple(cues) for word, cues in index.items()}


def _gerunds(rows: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each verb with all that its gerund may be; those that are no words are never met."""
    for verb in (lemma for lemma, pos in rows if pos == "VERB"):
        yield f"{verb}ing", verb
        yield (f"{verb[:-1]}ing" if verb.endswith("e") else f"{verb}{verb[-1]}ing"), verb


def read_codebook(*, plover: str, goldstein: str, predicates: str) -> Codebook:
    """A codebook from the three files' texts; raises `CodebookError`, naming file and entry, where one is wrong."""
    values = files.read_goldstein(goldstein)
    book = files.read_plover(plover, cameo_codes=values.keys())
    rows = files.read_predicates(predicates, types=book.types)
    return Codebook(
        version=book.version,
        types=MappingProxyType(book.types),
        contexts=MappingProxyType(book.contexts),
        older=MappingProxyType(book.older),
        older_contexts=MappingProxyType(book.older_contexts),
        promised=MappingProxyType(book.promised),
        polite=book.polite,
        predicates=MappingProxyType(rows),
        gerunds=MappingProxyType({noun: rows[verb, "VERB"] for noun, verb in _gerunds(rows) if (noun, "NOUN") not in rows}),
        goldstein_values=MappingProxyType(values),
        _cues=MappingProxyType(_cue_index(book.contexts)),
    )


@cache
def load_codebook() -> Codebook:
    """The shipped codebook, read and checked on first use."""
    folder = resources.files("relata") / "data"
    plover, goldstein, predicates = (folder.joinpath(name).read_text(encoding="utf-8") for name in files.NAMES)
    return read_codebook(plover=plover, goldstein=goldstein, predicates=predicates)
