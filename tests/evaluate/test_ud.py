"""Treebanks: reading, aligning, scoring, and writing the same sentences back."""

from __future__ import annotations

import pytest

from relata.evaluate import GoldError, names_of, read_conllu, ud
from relata.evaluate.names import Mention, mentions_of
from relata.evaluate.treebank import document_text


def row(i, form, upos="NOUN", head=None, relation="dep", misc="_", lemma=None):
    return "\t".join([str(i), form, lemma or form.lower(), upos, "NN", "_", str(i - 1 if head is None else head), relation, "_", misc])


FILE = "\n".join(
    [
        "# newdoc id = one", "# global.Entity = GRP-etype-x", "# sent_id = 1", "# newpar", "# text = Ada Krell didn't go.",
        row(1, "Ada", "PROPN", 5, "nsubj", "Entity=(1-person-new", lemma="Ada"),
        row(2, "Krell", "PROPN", 1, "flat", "Entity=1)", lemma="Krell"),
        "3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_", row(3, "did", "AUX", 5, "aux", lemma="do"), row(4, "n't", "PART", 5, "advmod"),
        "4.1\tnever\t_\t_\t_\t_\t_\t_\t4:x\t_",
        row(5, "go", "VERB", 0, "root", "SpaceAfter=No"), row(6, ".", "PUNCT", 5, "punct"), "",
        "# sent_id = 2", "# text = Talks go on.", row(1, "Talks", head=0, relation="root"), row(2, "go"),
        row(3, "on", "ADV", misc="SpaceAfter=No"),
        row(4, "."), "",
        "# newdoc id = two", "# sent_id = 3", "# text = Norland", row(1, "Norland", head=0, relation="root"), "", "",
    ]
)  # fmt: skip


@pytest.fixture()
def path(tmp_path):
    file = tmp_path / "x.conllu"
    file.write_text(FILE)
    return file


def test_reading(path):
    first, second = read_conllu(path)
    assert [s.words for s in first] == [["Ada", "Krell", "did", "n't", "go", "."], ["Talks", "go", "on", "."]]
    assert first[0].ranges == [(2, 4, "didn't")]
    assert first[0].names == [(0, 2, "PERSON")]
    assert second[0].names is None  # its document has no entities
    assert document_text(first) == "Ada Krell didn't go. Talks go on."
    assert (first[0].line, first[1].line) == (1, 15)


def test_a_new_paragraph_is_a_blank_line_and_text_that_is_not_the_words_is_rebuilt(tmp_path):
    file = tmp_path / "x.conllu"
    file.write_text(f"# text = A.\n{row(1, 'A', head=0)}\n\n# newpar\n# text = wrong\n{row(1, 'B', head=0)}\n")
    ((a, b),) = read_conllu(file)
    assert document_text([a, b]) == "A\n\nB"


def test_everything_is_scored(path, coder):
    report = ud.evaluate(path, coder)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert values["gold tokens", "UPOS"] == pytest.approx(4 / 11)
    assert values["gold tokens", "UAS"] == pytest.approx(7 / 11)
    assert values["gold tokens", "LAS"] == pytest.approx(5 / 11)
    assert values["gold tokens", "lemmas"] == pytest.approx(8 / 11)
    assert values["names, all kinds", "F1"] == 0  # "Ada" alone is not the name
    assert (values["raw text", "words F1"], values["raw text", "sentences F1"]) == (1, 1)
    assert values["raw text", "LAS F1"] == pytest.approx(5 / 11)
    assert report.counts == {"documents": 2, "sentences": 3, "words": 11}


def test_predictions_keep_sentences_tokens_comments_and_ranges(path, coder, tmp_path):
    report = ud.evaluate(path, coder)
    out = tmp_path / "out.conllu"
    out.write_text("\n".join(report.predictions) + "\n")
    assert out.read_text().endswith("\n\n")
    before = [s for document in read_conllu(path) for s in document]
    after = [s for document in read_conllu(out) for s in document]
    assert [s.words for s in after] == [s.words for s in before]
    assert [s.ranges for s in after] == [s.ranges for s in before]
    assert [[line for line in s.lines if line[0] == "#"] for s in after] == [[line for line in s.lines if line[0] == "#"] for s in before]
    assert after[0].heads == [0, 1, 2, 3, 4, 5]
    assert after[0].deprels[0] == "root"
    assert after[0].lemmas[0] == "ada"
    assert after[0].lines[5].endswith("\t_\tName=B-PERSON")
    assert "4.1\tnever" in out.read_text()


def test_without_answers_only_predictions(tmp_path, coder):
    file = tmp_path / "x.conllu"
    file.write_text("1\tTalks\t_\t_\t_\t_\t_\t_\t_\t_\n2\tgo\t_\t_\t_\t_\t_\t_\t_\t_\n")
    report = ud.evaluate(file, coder)
    assert report.figures == ()
    assert "nothing could be scored" in report.notes[0]
    assert report.predictions[0].split("\t")[3] == "NOUN"


def test_a_sentence_too_long_for_the_encoder_is_read_in_parts_and_stays_one_tree(tmp_path, coder):
    file = tmp_path / "x.conllu"
    file.write_text("\n".join(row(i, "a") for i in range(1, 1102)) + "\n")
    ((sentence,),) = read_conllu(file)
    answer = ud.answer(coder.reader, sentence)
    assert coder.reader.parts == [500, 500, 101]
    assert answer.heads.count(0) == 1
    assert (answer.heads[500], answer.deprels[500], answer.heads[501]) == (1, "parataxis", 501)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("1\tx\n", ":1: 2 columns"),
        (row(1, "x", head=0) + "\n" + row(3, "y"), ":2: word '3'; expected 2"), (row(1, "x", head=4), ":1: head '4'"),
        ("# a\n\n", ":1: a sentence without words"), ("\n", "holds no sentences"), ("2-1\tx" + "\t_" * 8, "no range of words"),
    ],
)  # fmt: skip
def test_broken_files_name_their_line(tmp_path, coder, lines, message):
    file = tmp_path / "x.conllu"
    file.write_text(lines)
    with pytest.raises(GoldError, match=message):
        ud.evaluate(file, coder)


def test_other_tokens_and_sentences_are_aligned_by_their_letters(path, coder):
    first, _ = read_conllu(path)
    doc = coder.reader.read("Ada Krell didn't go. Talks go on.")  # spaCy cuts "did" + "n't" as the treebank does
    from relata.evaluate.align import agreement

    whole = agreement(first, doc)
    assert (whole.shared_words, whole.gold_words, whole.words, whole.shared_sentences) == (10, 10, 10, 2)
    glued = agreement(first, coder.reader._doc(["Ada", "Krell", "didn't", "go.", "Talks", "go", "on", "."], [True] * 8, []))
    assert (glued.words, glued.shared_words) == (8, 6)
    assert (glued.sentences, glued.shared_sentences) == (1, 0)


def test_names_are_cut_from_mentions(path):
    sentence = read_conllu(path)[0][0]
    nested = mentions_of(["Entity=(1-organization(2-place)|X=y", "_", "_", "_", "SpaceAfter=No|Entity=1)", "_"])
    assert nested == [(0, 1, "place", "2"), (0, 5, "organization", "1")]
    assert names_of(sentence, [Mention(0, 2, "time", "1")]) == []
    assert names_of(sentence, [Mention(0, 2, "abstract", "1")]) == [(0, 2, "OTHER")]
    assert names_of(sentence, [Mention(2, 5, "event", "1")]) == []  # its head is a verb
    assert mentions_of(["Entity=(person-7)"], layout=(1, 0)) == [(0, 1, "person", "7")]


def test_the_confusion_of_tags_counts_every_word_with_a_gold_tag(path, coder):
    report = ud.evaluate(path, coder)
    (confusion,) = report.confusions
    assert sum(map(sum, confusion.counts)) == next(f.n for f in report.figures if (f.group, f.name) == ("gold tokens", "UPOS"))
