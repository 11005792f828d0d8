"""What texts of a kind share is taken out of their vectors."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.embedding import centring

# For questions, passages and spans: the mean in other scripts, and in Hangul.
MEANS = np.array([[[0, 0], [0, 0]], [[0.6, 0], [0, 0.8]], [[0, 0], [0, 0]]], np.float32)


@pytest.fixture(autouse=True)
def _means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centring, "means", lambda: MEANS)


@pytest.mark.parametrize(("share", "expected"), [(0.0, [0, 1]), (1.0, [0.6, 0]), (0.5, [0.3, 0.4])])
def test_a_text_loses_the_means_of_its_scripts_in_their_shares(share: float, expected: list[float]) -> None:
    [[x, y]] = centring.centred(np.array([[0.6, 0.8]], np.float32), "passage", share)
    assert (x, y) == pytest.approx(tuple(np.array(expected) / np.linalg.norm(expected)))


def test_what_the_model_did_not_read_stays_empty() -> None:
    assert not centring.centred(np.zeros((1, 2), np.float32), "passage", 0.0).any()


@pytest.mark.parametrize(
    ("text", "share"), [("한글", 1.0), ("English, 2030.", 0.0), ("AI 산업", 0.5), ("2030. 1. 1.", 0.0)]
)
def test_the_share_of_hangul_counts_letters_only(text: str, share: float) -> None:
    assert centring.hangul_share(text) == share
