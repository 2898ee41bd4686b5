"""The figures shipped with the weights are those that the weights give now."""

import json
from pathlib import Path

import pytest

import relata
from relata.evaluate import SETS
from relata.reading import shipped_model

ROOT = Path(__file__).parent.parent
GUM = ROOT / "../shared/data/ud/en_gum-dev.conllu"
# Integer kernels differ between processors, so the figures may differ a little; a change of weights differs by far more.
TOLERANCE = 0.004


@pytest.fixture(scope="module")
def scores():
    return json.loads((shipped_model() / "scores.json").read_text(encoding="utf-8"))


def test_scores_belong_to_the_shipped_weights(scores):
    manifest = json.loads((shipped_model() / "manifest.json").read_text(encoding="utf-8"))
    assert scores["model"] == manifest["sha256"]


def test_a_fresh_run_on_gum_dev_gives_the_shipped_figures(scores):
    if not GUM.exists():
        pytest.skip("the treebank's dev file is not here (../shared/data/ud)")
    fresh = {(f.group, f.name): f.value for f in SETS["ud"](GUM, relata.Coder()).figures}
    shipped = {(f["group"], f["name"]): f["value"] for f in scores["scores"]["GUM dev"]["figures"]}
    assert fresh.keys() == shipped.keys()
    wrong = {key: (value, shipped[key]) for key, value in fresh.items() if abs((value or 0) - (shipped[key] or 0)) > TOLERANCE}
    assert not wrong


def test_the_reader_keeps_its_floors(scores):
    # What the project promised for its first weights, on both dev files.
    for name in ("EWT dev", "GUM dev"):
        by_name = {(f["group"], f["name"]): f["value"] for f in scores["scores"][name]["figures"]}
        las = max(value for (group, measure), value in by_name.items() if measure == "LAS" and "raw" not in group)
        upos = max(value for (group, measure), value in by_name.items() if measure.startswith("UPOS") and "raw" not in group)
        assert las >= 0.88
        assert upos >= 0.96
