"""Links: candidates with their types, what speaks for them, and how sure the judge is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from relata.coder import Coder
from relata.events.code import judged
from relata.events.links import Judge, Link, signs_of
from relata.reading import shipped_model

from .test_candidates import finder


def links(coder: Coder, text: str) -> list[Link]:
    return [link for group in judged(finder(coder, text), coder.codebook) for link in group]


def weights(path: Path, **changed: object) -> Path:
    """A judge that gives 2 for the sign "told", 1 for each unit of the first figure, and nothing else."""
    zeros = {"embed": (1, 2), "figures": (4, 2), "bias": (2,), "hidden": (512, 2), "out": (2,)}
    arrays = {name: np.zeros(shape, np.float16) for name, shape in zeros.items()}
    plain = {
        "signs": np.array(["t last obj"]), "linear": np.array([2.0], np.float16), "figures_linear": np.zeros(4, np.float16),
        "out_bias": np.float16(-1.0), "scale": np.float32(1.0), "shift": np.float32(0.0), "sure": np.float32(0.7),
    }  # fmt: skip
    np.savez_compressed(path, **{**arrays, **plain, **changed})
    return path


def test_a_promise_counts_as_agreeing_and_a_plain_act_as_itself(coder: Coder) -> None:
    def told(text: str) -> set[tuple[str, str, str, str]]:
        return {(link.candidate.trigger.text, link.kind, link.type, link.status) for link in links(coder, text)}

    assert ("praise", "SUPPORT", "AGREE", "actual") in told("Kenya will praise Uganda.")
    assert ("praise", "SUPPORT", "SUPPORT", "denied") in told("Kenya did not praise Uganda.")
    assert ("praise", "SUPPORT", "SUPPORT", "denied") in told("Kenya has no plan to praise Uganda.")


def test_a_meeting_of_ones_own_is_with_nobody_else(coder: Coder) -> None:
    def met(text: str) -> bool:
        return any(link.kind == "CONSULT" for link in links(coder, text) if link.candidate.trigger.text == "meeting" and link.pairs[0][1])

    assert not met("Kenyan minister Ada Quell said at a cabinet meeting that Uganda had sent tents.")
    assert met("Kenyan minister Ada Quell said at a meeting that Uganda had sent tents.")
    assert met("Kenya held a cabinet meeting with Uganda.")


def test_what_speaks_for_a_link_does_not_hang_on_who_acts(coder: Coder) -> None:
    one, other = (list(map(signs_of, links(coder, text))) for text in ("Kenya praised Peru.", "Peru praised Kenya."))
    assert one == other and one


def test_sureness_adds_up_what_the_weights_say(coder: Coder, tmp_path: Path) -> None:
    found = links(coder, "Kenya praised Peru.")
    judge = Judge(weights(tmp_path / "links.npz"))
    by_object = ["t last obj" in signs_of(link) for link in found]
    expected = [1 / (1 + np.exp(-(2.0 * has - 1.0))) for has in by_object]
    assert any(by_object) and judge.sureness(found) == pytest.approx(expected, abs=1e-3)
    assert judge.sure == pytest.approx(0.7)
    scaled = Judge(weights(tmp_path / "links.npz", scale=np.float32(2.0), shift=np.float32(0.5)))
    assert scaled.sureness(found) == pytest.approx([1 / (1 + np.exp(-(2.0 * (2.0 * has - 1.0) + 0.5))) for has in by_object], abs=1e-3)


def test_nothing_asked_is_nothing_told(tmp_path: Path) -> None:
    assert Judge(weights(tmp_path / "links.npz")).sureness([]).shape == (0,)


def test_the_shipped_judge_has_a_threshold() -> None:
    assert 0.3 < Judge(shipped_model() / "links.npz").sure < 1
