"""A question and a text compared word by word."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evidence.interaction import Interaction, interaction

QUESTION = np.array([[1.0, 0.0], [0.0, 1.0]], np.float32)
TEXT = np.array([[1.0, 0.0], [0.8, 0.6]], np.float32)


def test_each_word_of_the_question_counts_by_its_nearest_word_and_its_weight() -> None:
    # The first word stands in the text itself, the second comes as near as .6.
    found = interaction(QUESTION, [3.0, 1.0], TEXT)
    assert found.mean == pytest.approx((3 * 1 + 1 * 0.6) / 4)
    assert found.least == pytest.approx(0.6)
    assert found.gap == pytest.approx(0.4 * 1 / 3)


def test_a_word_of_no_weight_is_left_out() -> None:
    assert interaction(QUESTION, [1.0, 0.0], TEXT) == Interaction(mean=1.0, least=1.0, gap=0.0)


def test_where_no_word_has_weight_or_no_text_was_read_nothing_is_told() -> None:
    assert interaction(QUESTION, [0.0, 0.0], TEXT) == Interaction()
    assert interaction(QUESTION, [1.0, 1.0], TEXT[:0]) == Interaction()
