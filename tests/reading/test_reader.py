"""The reader: any text in, a Doc over exactly that text out, the same every time, with one tree for each sentence."""

from __future__ import annotations

import random
import unicodedata

import pytest
import spacy
from spacy.tokens import Doc

from relata.reading import Reader, reading_of
from relata.reading.labels import NAME_KINDS
from relata.reading.reader import name_spans

NEWS = (
    "PORT VELL, Norland — The foreign minister of Norland, Ada Quell, met her Sudrian colleague on Monday.\n\n"
    '"We agreed on three points," Quell told reporters. She did not name them.\n'
    "Sudria’s ambassador, who asked not to be named, denied that there was an agreement: it “does not exist”."
)
NASTY = {
    "empty": "",
    "one space": " ",
    "only whitespace": " \n\t\r\n \u00a0\u2003 ",
    "only line breaks": "\n\n\n",
    "one character": "x",
    "one mark": ".",
    "emoji": "Norland 🇳🇴 met 👩‍👩‍👧‍👦 and 😀😀 in Port Vell 🎉. 👍",
    "only emoji": "😀",
    "windows line ends": "Norland met Sudria.\r\n\r\nThey agreed.\r\nNobody came.\r\n",
    "old line ends": "Norland met Sudria.\r\rThey agreed.\rNobody came.",
    "nuls": "Nor\x00land met\x00 Sudria.\x00",
    "only a nul": "\x00",
    "control characters": "Nor\x07land \x1b[31mmet\x1b[0m Sudria.\x0c\x0b",
    "zero-width characters": "Nor\u200bland\u200d met\u2060 \ufeffSudria.\u200e",
    "only zero-width characters": "\u200b \u200c\ufeff",
    "byte order mark": "\ufeffNorland met Sudria.",
    "odd spacing": "  Norland   met\t\tSudria .  They \u2009agreed.   ",
    "line separators": "Norland met Sudria.\u2028They agreed.\u2029Nobody came.\x85Indeed.",
    "combining marks": "Ra\u0301stislav met Zo\u0308e\u0301 in Po\u0302rt Vell.",
    "right to left": "التقى الوزير נפגש the minister.",
    "other scripts": "诺兰与苏德里亚会晤。Норланд встретился с Судрией.",
    "unpaired quotes": '"Norland met “Sudria, he said. "\'',
    "many marks": "?!?!?!...!!! --- *** ((( ))) [[ ]] ###",
    "a word of 5,000 characters": "x" * 5_000,
    "a long word between others": "Norland met " + "Ab1-" * 1_250 + " on Monday.",
    "an address": "See https://port-vell.example/a/b?c=" + "d%20" * 300 + " for more.",
    "3,000 words without a period": "the delegation of Norland went on talking and " * 375,
    "1,000 words on lines of their own": "Norland\n" * 1_000,
    "only capitals": "NORLAND AND SUDRIA SIGN PACT IN PORT VELL AFTER TALKS",
    "tags": "<p>Norland met <b>Sudria</b> &amp; left.</p>",
}


def trees(doc: Doc) -> None:
    """One root for each sentence, and every word reaches it without leaving the sentence."""
    for sent in doc.sents:
        roots = [t for t in sent if t.head.i == t.i and not t.is_space]
        blank = all(t.is_space for t in sent)
        assert len(roots) == (0 if blank else 1), sent.text
        for token in sent:
            at, steps = token, 0
            while at.head.i != at.i and steps <= len(sent):
                at, steps = at.head, steps + 1
                assert at.sent.start == sent.start
            assert at.head.i == at.i


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_the_doc_has_exactly_the_text(reader: Reader, text: str) -> None:
    doc = reader.read(text)
    assert doc.text == text
    assert reading_of(doc).text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    trees(doc)


def test_heads_form_one_tree_for_each_sentence(reader: Reader) -> None:
    trees(reader.read(NEWS))


def test_half_a_surrogate_pair_is_refused(reader: Reader) -> None:
    """It is no character, so no Doc can hold it; ingest refuses such a record with its line."""
    with pytest.raises(ValueError, match="surrogates not allowed"):
        reader.read("Norland \ud800 met Sudria.")


def test_random_characters_never_break_it(reader: Reader) -> None:
    rng = random.Random(11)
    alphabet = "aZ09 .,;:!?\"'“”‘’-–—\n\r\t\x00\u200b\u00a0é中😀()[]$%&/@#"
    for _ in range(40):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randint(0, 120)))
        doc = reader.read(text)
        assert doc.text == text
        trees(doc)
        assert all(a.cue and a.content for a in reading_of(doc).attributions)


def test_everything_is_set(reader: Reader) -> None:
    doc = reader.read(NEWS)
    assert all(token.pos_ and token.tag_ and token.lemma_ and token.dep_ for token in doc)
    assert {token.dep_ for token in doc if token.head.i == token.i and not token.is_space} == {"ROOT"}
    assert all(token.pos_ == "SPACE" for token in doc if token.is_space)
    assert {ent.label_ for ent in doc.ents} <= set(NAME_KINDS)
    assert any(ent.text == "Ada Quell" and ent.label_ == "PERSON" for ent in doc.ents)


def test_plain_sentences_are_told_apart(reader: Reader) -> None:
    doc = reader.read("Norland signed the treaty on Monday. Sudria did not. Its parliament will vote in May.")
    assert [sent.text.strip() for sent in doc.sents] == [
        "Norland signed the treaty on Monday.", "Sudria did not.", "Its parliament will vote in May.",
    ]  # fmt: skip


def test_a_plain_sentence_has_its_plain_tree(reader: Reader) -> None:
    doc = reader.read("Norland visited Sudria on Monday.")
    assert [(t.text, t.pos_, t.dep_, t.head.text, t.lemma_) for t in doc[:3]] == [
        ("Norland", "PROPN", "nsubj", "visited", "Norland"), ("visited", "VERB", "ROOT", "visited", "visit"),
        ("Sudria", "PROPN", "obj", "visited", "Sudria"),
    ]  # fmt: skip


def test_a_paragraph_break_always_ends_a_sentence(reader: Reader) -> None:
    doc = reader.read("Norland met\n\nSudria in Port Vell")
    assert all("\n" not in sent.text.strip() for sent in doc.sents)


def test_two_readings_are_the_same(reader: Reader) -> None:
    first, second = reader.read(NEWS), reader.read(NEWS)
    assert first.to_bytes(exclude=["user_data"]) == second.to_bytes(exclude=["user_data"])
    assert reading_of(first).attributions == reading_of(second).attributions


def test_what_was_read_before_changes_nothing(reader: Reader) -> None:
    first = reader.read(NEWS).to_bytes(exclude=["user_data"])
    reader.read("Something else. " * 50)
    assert reader.read(NEWS).to_bytes(exclude=["user_data"]) == first


def test_odd_spacing_changes_no_judgement(reader: Reader) -> None:
    plain = [(t.text, t.pos_, t.dep_, t.head.text) for t in reader.read("Norland met Sudria. They agreed.") if not t.is_space]
    spaced = [(t.text, t.pos_, t.dep_, t.head.text) for t in reader.read("  Norland   met \t Sudria.   They  agreed. ") if not t.is_space]
    assert plain == spaced


def test_attributions_of_a_plain_saying(reader: Reader) -> None:
    doc = reader.read("The foreign minister of Norland said on Monday that the border would stay open.")
    (found,) = reading_of(doc).attributions
    assert [doc[i].text for i in found.cue] == ["said"]
    assert "minister" in [doc[i].text for i in found.source]
    assert {"border", "would", "stay", "open"} <= {doc[i].text for i in found.content}


def test_a_text_without_sayings_has_no_attribution(reader: Reader) -> None:
    assert reading_of(reader.read("The river rose by two metres. Snow fell in the hills.")).attributions == []


def test_gold_words_stay_as_they_are(reader: Reader) -> None:
    sentences = [["Norland", "met", "Sudria", "."], ["Do", "n't", "!"], ["x"]]
    docs = reader.read_words(sentences)
    assert [[t.text for t in doc] for doc in docs] == sentences
    for doc in docs:
        assert len(list(doc.sents)) == 1
        trees(doc)


def test_events_and_tones_are_probabilities(reader: Reader) -> None:
    doc = reader.read("Norland condemned the raid by Sudria.")
    reading, tokens = reading_of(doc), list(range(len(doc)))
    (scores,) = reading.events(tokens, [((0,), (5,), (1,))])
    for part in (scores.kinds, scores.modes, scores.statuses, scores.plv):
        assert part.sum() == pytest.approx(1.0, abs=1e-4) and (part >= 0).all()
    assert reading.tones(tokens, [[0], [5]]).sum(1) == pytest.approx([1.0, 1.0], abs=1e-4)
    assert reading.events(tokens, []) == [] and reading.tones(tokens, []).shape == (0, 3)
    (nobody,) = reading.events(tokens, [((), (), ())])
    assert nobody.kinds.sum() == pytest.approx(1.0, abs=1e-4)


def test_a_strange_doc_has_no_reading() -> None:
    with pytest.raises(KeyError):
        reading_of(spacy.blank("en")("Norland met Sudria."))


def test_the_spacy_component() -> None:
    import relata.reading.component  # noqa: F401  registers the factory where the package is not installed

    nlp = spacy.blank("en")
    nlp.add_pipe("relata")
    doc = nlp("Norland visited Sudria on Monday. Ada Quell said so.")
    assert [t.dep_ for t in doc[:3]] == ["nsubj", "ROOT", "obj"]
    assert len(list(doc.sents)) == 2
    assert any(ent.text == "Ada Quell" for ent in doc.ents)
    assert doc.has_annotation("LEMMA") and doc.has_annotation("DEP")


def test_the_spacy_component_pipes_many_texts() -> None:
    import relata.reading.component  # noqa: F401

    nlp = spacy.blank("en")
    nlp.add_pipe("relata")
    texts = ["Norland met Sudria.", "", "They agreed."]
    assert [doc.text for doc in nlp.pipe(texts)] == texts


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 2, 0], [(0, 2, "PERSON")]),
        ([1, 1], [(0, 1, "PERSON"), (1, 2, "PERSON")]),
        ([2, 2, 0, 4], [(0, 2, "PERSON"), (3, 4, "ORG")]),
        ([1, 4], [(0, 1, "PERSON"), (1, 2, "ORG")]),
        ([1, 0, 2], [(0, 1, "PERSON"), (2, 3, "PERSON")]),
        ([5, 6, 6, 7], [(0, 3, "PLACE"), (3, 4, "OTHER")]),
    ],
)
def test_name_spans(tags: list[int], spans: list[tuple[int, int, str]]) -> None:
    assert name_spans(tags) == spans


@pytest.mark.parametrize(
    "text",
    [
        "“We will not sign,” Peruvian Foreign Minister Rosa Vega said on Monday.",
        "“The road is open,” she told reporters. “Nobody was hurt.”",
        "Ana Brel said the plan was “a step back” for Norway.",
    ],
)
def test_straight_quotation_marks_say_what_curly_ones_say(reader: Reader, text: str) -> None:
    straight = text.replace("“", '"').replace("”", '"')
    curly, plain = (reading_of(reader.read(t)).attributions for t in (text, straight))
    assert [(a.cue, a.source, a.content) for a in curly] == [(a.cue, a.source, a.content) for a in plain] != []


@pytest.mark.parametrize("text", ["Rastislav Káčer met Sérgio Gonçalves in São Tomé.", "Peña thanked Müller in Kraków on Friday."])
def test_missing_accents_change_nothing(reader: Reader, text: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    judged = [[(t.pos_, t.dep_, t.head.i, t.ent_type_) for t in reader.read(t)] for t in (text, bare)]
    assert judged[0] == judged[1]


@pytest.mark.parametrize("text", ["Kenya signs treaty with Uganda", "Peru accuses Chile of spying", "Turkish minister meets Greek envoy"])
def test_a_headline_in_capitals_has_the_same_tree(reader: Reader, text: str) -> None:
    trees = [[(t.pos_, t.dep_, t.head.i) for t in reader.read(t)] for t in (text, text.upper())]
    assert trees[0] == trees[1]
