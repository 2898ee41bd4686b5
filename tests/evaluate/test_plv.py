"""PLV: marks, folds, and a row for every row."""

from __future__ import annotations

import pytest

from relata.evaluate import GoldError, plv

from .fake import label

HEAD = "id\tsentence\tmarked_sentence\tsource\ttarget\troot\tquad\n"


def put(tmp_path, *rows, head=HEAD):
    path = tmp_path / "plv.tsv"
    path.write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(number, marked, root="", quad=""):
    return (str(number), "x", marked, "", "", root, quad)


def test_marks_may_be_missing_repeated_and_half():
    assert plv.unmark("<s>Norland</s> left <t>Sudria</t>, <s>it</s> said.") == (
        "Norland left Sudria, it said.",
        {"s": [(0, 7), (21, 23)], "t": [(13, 19)]},
    )
    assert plv.unmark("No <s>one</t> left</s>.") == ("No one left.", {"s": [(3, 11)], "t": []})
    assert plv.unmark("a < b <s>c") == ("a < b c", {"s": [], "t": []})


def test_yield_is_the_sum_of_both_types_before_the_best_is_chosen():
    folded = plv.folded(label("AGREE", AGREE=0.4, CONCEDE=0.25, RETREAT=0.25))
    assert max(folded, key=folded.__getitem__) == "YIELD"
    assert sum(folded.values()) == pytest.approx(1)
    assert set(folded) == set(plv.TYPES)


@pytest.mark.parametrize(
    ("given", "root"),
    [
        (("COERCE", "cyber"), "ASSAULT"), (("COERCE", "arrest"), "COERCE"), (("SANCTION", "convict"), "ACCUSE"),
        (("SANCTION",), "SANCTION"), (("RETREAT", "release"), "YIELD"), (("AID",), "AID"),
    ],
)  # fmt: skip
def test_modes_decide_where_the_table_says_so(given, root):
    folded = plv.folded(label(*given))
    assert max(folded, key=folded.__getitem__) == root


def test_figures_confusion_and_worst(tmp_path, coder):
    coder.labels = [("RETREAT",), ("AID",), ("ACCUSE",)]
    path = put(
        tmp_path, row(1, "<s>Norland</s> left.", "YIELD", plv.MC), row(2, "<s>It</s> paid <t>her</t>.", "AID", plv.MC),
        row(3, "It \"hit <t>Sudria</t>.", "ASSAULT", plv.MX),
    )  # fmt: skip
    report = plv.evaluate(path, coder)
    values = {(f.group, f.name): f.value for f in report.figures}
    assert values["PLV's dialect: type", "accuracy"] == pytest.approx(2 / 3)
    assert values["PLV's dialect: type", "macro-F1"] == pytest.approx(2 / 4)  # two right of the four types that occur
    assert values["PLV's dialect: quadrant", "accuracy"] == pytest.approx(2 / 3)
    assert values["the manual's types, folded: type", "accuracy"] == pytest.approx(2 / 3)
    (types, _) = report.confusions
    assert types.counts[types.labels.index("ASSAULT")][types.labels.index("ACCUSE")] == 1
    (miss,) = report.worst
    assert (miss.place, miss.gold, miss.predicted) == ("3", "ASSAULT", "ACCUSE")
    assert coder.asked[2] == ('It "hit Sudria.', [], [(8, 14)])
    assert [line.split("\t")[:3] for line in report.predictions] == [
        ["id", "root", "quad"], ["1", "YIELD", plv.MC], ["2", "AID", plv.MC], ["3", "ACCUSE", plv.VX],
    ]  # fmt: skip
    assert 0 < float(report.predictions[1].split("\t")[3]) < 1


def test_without_gold_columns_only_predictions(tmp_path, coder):
    coder.labels = [("AID",)]
    report = plv.evaluate(put(tmp_path, ("1", "<s>It</s> paid."), head="id\tmarked_sentence\n"), coder)
    assert (report.figures, report.confusions, len(report.predictions)) == ((), (), 2)
    assert "nothing could be scored" in report.notes[0]


@pytest.mark.parametrize(("root", "quad", "message"), [("FIGHT", "", ":2: root 'FIGHT'"), ("AID", "good", ":2: quad 'good'")])
def test_unknown_gold_labels_name_their_line(tmp_path, coder, root, quad, message):
    coder.labels = [("AID",)]
    with pytest.raises(GoldError, match=message):
        plv.evaluate(put(tmp_path, row(1, "<s>It</s> paid.", root, quad)), coder)
