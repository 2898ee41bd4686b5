"""The codebook's files are whole and agree with PLOVER; a wrong file says where; the questions asked of it are answered."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import pytest

from relata.events import codebook_files as files
from relata.events.codebook import Codebook, CodebookError, UnknownLabel, load_codebook, read_codebook
from relata.reading.labels import MODES

QUADS = {
    1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    2: {"COOPERATE", "AID", "RETREAT"},
    3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
SCORES = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10, "RETREAT": 6.5, "REQUEST": 0,
    "ACCUSE": -3, "REJECT": -2, "THREATEN": -3.5, "PROTEST": -5, "SANCTION": -6, "MOBILIZE": -5.5, "COERCE": -7, "ASSAULT": -9,
}  # fmt: skip
MODE_SCORES = {
    "CONSULT": (4, 1, 4, 1.5),
    "RETREAT": (8, 6.5, 10, 7.5, 6.5, 4.5),
    "REQUEST": (0.5, -1, -1, 0),
    "ACCUSE": (-2, -3.5, -3.5),
    "REJECT": (-1.5, -2, -2, -2),
    "THREATEN": (-3, -3.5, -3.5, -3.5, -4, -3.5),
    "PROTEST": (-5, -7, -5, -4.5, -4.5, -4.5, None),
    "SANCTION": (-6, -5.5, -6, -6),
    "MOBILIZE": (-6.5, -6.5, -5.5, -6),
    "COERCE": (-7, -7, -6.5, -6.5, -7.5, -7, -7, -7, -6.5, -7),
    "ASSAULT": (-8.5, -7.5, -8.5, -8.5, -9.5, -8.5, -8, -9, -9, -9.5, -9.5, -9.5, -9.5, -7.5, -10),
}


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    folder = resources.files("relata") / "data"
    return {name.partition(".")[0]: folder.joinpath(name).read_text(encoding="utf-8") for name in files.NAMES}


# ---- the files


def test_quads_scores_and_recipients_are_plovers(book: Codebook) -> None:
    assert {quad: {name for name in book.types if book.quad(name) == quad} for quad in QUADS} == QUADS
    assert {name: book.score(name) for name in book.types} == SCORES
    assert {name for name, entry in book.types.items() if entry.recipient} == {"COOPERATE", "AID", "SANCTION"}


def test_every_mode_is_there_with_its_score(book: Codebook) -> None:
    assert {name: tuple(entry.modes) for name, entry in book.types.items()} == MODES
    scores = {name: tuple(mode.score for mode in entry.modes.values()) for name, entry in book.types.items() if entry.modes}
    assert scores == MODE_SCORES


def test_every_label_is_defined_and_every_type_has_examples(book: Codebook) -> None:
    for entry in book.types.values():
        assert len(set(entry.examples)) >= 3, entry.name
        assert all(example.endswith(".") for example in entry.examples)
        assert all(mode.definition for mode in entry.modes.values())
    assert len(book.contexts) == 37
    assert all(context.definition and context.cues for context in book.contexts.values())


def test_every_cameo_code_has_a_goldstein_value(book: Codebook) -> None:
    for entry in book.types.values():
        for level in (entry, *entry.modes.values()):
            codes = {*level.cameo_by_word.values(), *level.cameo_by_context.values(), book.cameo(entry.name)}
            assert all(-10 <= book.goldstein(code) <= 10 for code in codes)


def test_goldstein_table_covers_all_roots_and_parents(book: Codebook) -> None:
    codes = set(book.goldstein_values)
    assert {code for code in codes if len(code) == 2} == {f"{n:02d}" for n in range(1, 21)}
    assert all(code[:-1] in codes for code in codes if len(code) > 2)
    differ = {code for code, (icews, gdelt) in book.goldstein_values.items() if icews != gdelt}
    assert differ == {"016", "022", "164", "165"}


@pytest.mark.parametrize(
    ("code", "value"),
    [("010", 0), ("0214", 3.4), ("0334", 6), ("0311", 5.2), ("043", 2.8), ("057", 8), ("0874", 10), ("0871", 9), ("1246", -4),
     ("130", -4.4), ("13", -6), ("1712", -9.2), ("1823", -10), ("1822", -9), ("176", -7), ("1951", -10), ("201", -9.5),
     ("1663", -7), ("163", -8), ("106", -5)],
)  # fmt: skip
def test_goldstein_values(book: Codebook, code: str, value: float) -> None:
    assert book.goldstein(code) == value


def test_gdelt_has_a_column_of_its_own(book: Codebook) -> None:
    assert (book.goldstein("164"), book.goldstein_gdelt("164")) == (-6.5, -7)


def test_predicates_are_many_and_cover_every_type_as_verb_and_noun(book: Codebook) -> None:
    rows = [row for found in book.predicates.values() for row in found]
    assert len(rows) >= 600
    for pos in ("VERB", "NOUN"):
        assert {row.type for row in rows if row.pos == pos} == set(MODES)
    modes = {(row.type, row.mode) for row in rows if row.mode}
    # Where the doer of it acts in an alliance no single word says so.
    assert {(kind, mode) for kind, names in MODES.items() for mode in names} - modes == {
        ("CONSULT", "multilateral"), ("REJECT", "change"),
    }  # fmt: skip


def test_words_that_mean_anything_are_left_out(book: Codebook) -> None:
    for lemma in ("say", "be", "get", "do"):
        assert (lemma, "VERB") not in book.predicates
    for lemma in ("make", "take", "have", "give", "hold", "send", "go", "put"):
        assert all(row.frame for row in book.predicates[lemma, "VERB"]), lemma


def test_filled_frames_are_tried_before_open_ones(book: Codebook) -> None:
    for rows in book.predicates.values():
        ranks = [2 if row.frame is None else 0 if row.fillers else 1 for row in rows]
        assert ranks == sorted(ranks), rows[0]


def test_british_and_american_spellings_say_the_same(book: Codebook) -> None:
    for british in ("criticise", "recognise", "apologise", "mobilise", "normalise"):
        american = book.predicates[british[:-3] + "ize", "VERB"]
        assert [(row.type, row.targets) for row in book.predicates[british, "VERB"]] == [(row.type, row.targets) for row in american]


def first(book: Codebook, lemma: str, pos: str, frame: str | None, filler: str = "") -> tuple[str, str | None]:
    """The type and mode of the first row of a word with this frame and filler."""
    row = next(row for row in book.predicates[lemma, pos] if row.frame == frame and (not row.fillers or filler in row.fillers))
    return row.type, row.mode


@pytest.mark.parametrize(
    ("lemma", "frame", "filler", "expected"),
    [
        ("hold", "obj", "talk", ("CONSULT", None)),
        ("send", "obj", "message", ("SUPPORT", None)),
        ("send", "obj", "troop", ("MOBILIZE", "troops")),
        ("send", "obj", "medicine", ("AID", None)),
        ("impose", "obj", "sanction", ("SANCTION", "discontinue")),
        ("lift", "obj", "sanction", ("RETREAT", None)),
        ("lift", "obj", "curfew", ("CONCEDE", None)),
        ("express", "obj", "willingness", ("AGREE", None)),
        ("express", "obj", "concern", ("ACCUSE", "disapprove")),
        ("express", "obj", "regret", ("CONCEDE", None)),
        ("withdraw", "obj", "ambassador", ("SANCTION", "withdraw")),
        ("withdraw", "obj", "troop", ("RETREAT", "withdraw")),
        ("pledge", "xcomp", "withdraw", ("CONCEDE", None)),
        ("pledge", "xcomp", "retaliate", ("THREATEN", "violence")),
        ("pledge", "xcomp", "help", ("AGREE", None)),
        ("refuse", "xcomp", "meet", ("REJECT", "meet")),
        ("cancel", "obj", "visit", ("REJECT", "meet")),
        ("call", "obl:on", "", ("REQUEST", None)),
    ],
)
def test_a_frame_decides_the_type(book: Codebook, lemma: str, frame: str, filler: str, expected: tuple[str, str | None]) -> None:
    assert first(book, lemma, "VERB", frame, filler) == expected


def test_a_meeting_is_symmetric_and_a_host_reversed(book: Codebook) -> None:
    meet = book.predicates["meet", "VERB"][-1]
    assert meet.frame is None and meet.symmetric and not meet.reversed
    assert any(row.reversed for row in book.predicates["host", "VERB"])
    assert not any(row.symmetric for row in book.predicates["visit", "VERB"])


# ---- what it answers


def test_scores_of_modes(book: Codebook) -> None:
    assert book.score("CONSULT", ["phone"]) == 1.5
    assert book.score("ASSAULT", ["beat", "primitive"]) == -8
    assert book.score("PROTEST", ["vandalize"]) == -5


@pytest.mark.parametrize(
    ("type", "modes", "contexts", "words", "code"),
    [
        ("CONSULT", ["visit"], [], [], "042"),
        ("CONSULT", [], ["economic"], [], "040"),
        ("AGREE", [], ["economic"], [], "0311"),
        ("AGREE", [], ["economic"], ["meet"], "036"),
        ("SUPPORT", [], [], ["sign"], "057"),
        ("REQUEST", ["assist"], ["military"], [], "1012"),
        ("SANCTION", ["expel"], ["diplomatic", "economic"], [], "161"),
        ("SANCTION", ["convict"], ["economic"], [], "116"),
        ("COERCE", ["cyber"], ["cyber"], [], "170"),
        ("ASSAULT", ["heavy-weapons"], ["crime"], [], "194"),
    ],
)
def test_cameo(book: Codebook, type: str, modes: list[str], contexts: list[str], words: list[str], code: str) -> None:
    assert book.cameo(type, modes, contexts, words=words) == code


def test_who_asks_appeals_and_who_demands_demands(book: Codebook) -> None:
    assert (book.cameo("REQUEST", ["assist"], words=["loan"]), book.cameo("REQUEST", ["assist"], words=["loan"], polite=True)) == (
        "1031",
        "0231",
    )
    assert {"ask", "urge", "appeal"} <= book.polite and not {"demand", "insist", "order"} & book.polite
    for entry in book.types["REQUEST"].modes.values():
        assert f"02{(entry.cameo or '100')[2:]}" in book.goldstein_values


@pytest.mark.parametrize(
    ("type", "modes", "words", "code"),
    [
        ("AID", [], ["loan"], "0331"),
        ("CONSULT", ["visit"], [], "036"),
        ("SUPPORT", [], ["sign"], "032"),
        ("COOPERATE", [], ["drill"], "0312"),
        ("RETREAT", ["release"], [], "0353"),
        ("RETREAT", [], ["sanction"], "0354"),
        ("CONCEDE", [], [], "035"),
        ("CONCEDE", [], ["apology"], "035"),
        ("ASSAULT", [], [], None),
    ],
)
def test_the_code_of_a_promise_is_that_of_what_is_promised(
    book: Codebook, type: str, modes: list[str], words: list[str], code: str
) -> None:
    assert book.cameo_promised(type, modes, words=words) == code


def test_contexts_come_in_the_codebooks_order(book: Codebook) -> None:
    lemmas = ["the", "Foreign", "Ministers", "discuss", "trade", "and", "the", "army"]
    assert book.contexts_in(lemmas) == ("military", "economic", "diplomatic")


def test_a_cue_of_two_words_must_stand_in_one_piece(book: Codebook) -> None:
    assert book.contexts_in(["human", "right"]) == ("human_rights",)
    assert book.contexts_in(["human", "and", "right"]) == ()
    assert book.contexts_in(["climate", "human"]) == ("environment",)
    assert book.contexts_in([]) == ()


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("AID", (("AID", None),)),
        ("COERCE-martial-law", (("COERCE", "martial-law"),)),
        ("DEMAND", (("REQUEST", None),)),
        ("DISAPPROVE", (("ACCUSE", "disapprove"), ("ACCUSE", "allege"))),
        ("INVESTIGATE", (("ACCUSE", "investigate"),)),
        ("FIGHT", (("ASSAULT", None),)),
        ("yield", (("CONCEDE", None), ("RETREAT", None))),
        ("CRIME", ()),
        ("PROTEST-strike-hun", (("PROTEST", "hunger"),)),
    ],
)
def test_older_names(book: Codebook, name: str, now: tuple[tuple[str, str | None], ...]) -> None:
    assert book.modern(name) == now


@pytest.mark.parametrize(
    "ask",
    [
        lambda book: book.type_of("FIGHT"),
        lambda book: book.score("AGREE", ["visit"]),
        lambda book: book.goldstein("999"),
        lambda book: book.modern("COERCE-visit"),
        lambda book: book.modern("PEACE"),
    ],
)
def test_unknown_labels_are_errors(book: Codebook, ask: Callable[[Codebook], object]) -> None:
    with pytest.raises(UnknownLabel, match=r"is no "):
        ask(book)


def test_loaded_once() -> None:
    assert load_codebook() is load_codebook()


# ---- wrong files


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("plover", "quad = 1", "quad = 5", r"plover\.toml: types\.AGREE: quad is 5"),
        ("plover", "score = 2.5", 'score = "high"', r"plover\.toml: types\.AGREE: score is 'high'"),
        ("plover", 'cameo = "030"', 'cameo = "999"', r"plover\.toml: types\.AGREE: '999' is no CAMEO code"),
        ("plover", "[types.AGREE]", "[types.AGREED]", r"plover\.toml: types: found AGREED"),
        ("plover", "modes.phone]", "modes.fax]", r"plover\.toml: types\.CONSULT: modes are visit, third-party, multilateral, fax"),
        ("plover", "recipient = false", "recipient = 0", r"plover\.toml: types\.AGREE: recipient is 0"),
        ("plover", "[contexts.military]\n", "[contexts.martial]\n", r"plover\.toml: types\.AGREE: cameo_by_context names 'military'"),
        ("plover", 'now = ["REQUEST"]', 'now = ["ASK"]', r"plover\.toml: older\.DEMAND: 'ASK' is no current"),
        ("plover", "[meta]", "[meta", r"plover\.toml: the whole file: no valid TOML"),
        ("goldstein", "cameo,icews", "cameo,isews", r"goldstein\.csv: line 1: columns are"),
        ("goldstein", "\n010,0.0,", "\n010,much,", r"goldstein\.csv: line 3: could not convert"),
        ("goldstein", "\n010,", "\n01,", r"goldstein\.csv: line 3: '01' is no CAMEO code"),
        ("predicates", ",CONSULT,visit,", ",CONSULT,call,", r"predicates\.csv: line \d+: 'CONSULT' with mode 'call'"),
        ("predicates", ",obl:with|", ",with|", r"predicates\.csv: line \d+: 'with' is no relation"),
        ("predicates", ",VERB,", ",VRB,", r"predicates\.csv: line 2: pos 'VRB'"),
    ],
)
def test_a_wrong_file_names_file_and_entry(texts: dict[str, str], file: str, old: str, new: str, message: str) -> None:
    assert old in texts[file]
    with pytest.raises(CodebookError, match=message):
        read_codebook(**{**texts, file: texts[file].replace(old, new, 1)})


def test_a_row_that_stands_twice_is_an_error(texts: dict[str, str]) -> None:
    header, row, *_ = texts["predicates"].splitlines()
    with pytest.raises(CodebookError, match=r"predicates\.csv: line 3: .* on line 2"):
        read_codebook(**{**texts, "predicates": "\n".join([header, row, row])})
