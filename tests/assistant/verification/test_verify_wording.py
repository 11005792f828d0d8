"""How much has to speak for a sentence before its wording holds."""

from __future__ import annotations

import pytest

from assistant.verification.support import Support
from assistant.verification.wording import by_model
from evals.fitting.wording import Sample, figures, floor
from retrieval.embedding.embed import LocalEmbedder


def support(covered: float, cosine: float) -> Support:
    return Support(((0, 0),), covered, cosine, ())


@pytest.mark.parametrize("foreign", [False, True])
def test_all_words_in_a_near_sentence_hold_and_few_words_far_away_do_not(foreign: bool) -> None:
    holds = by_model(LocalEmbedder.name)
    assert holds(support(1.0, 0.5), foreign)
    assert not holds(support(0.2, 0.1), foreign)


def test_a_sentence_in_another_language_needs_fewer_of_its_words() -> None:
    holds = by_model(LocalEmbedder.name)
    assert holds(support(0.4, 0.4), True)
    assert not holds(support(0.4, 0.4), False)


def test_of_a_model_that_is_not_known_to_bring_languages_together_vectors_fail_no_foreign_sentence() -> None:
    holds = by_model("openai:another")
    assert holds(support(0.0, 0.0), True)
    assert not holds(support(0.0, 0.0), False)


def test_a_floor_lets_97_of_100_true_sentences_hold_and_figures_judge_each_set_by_the_other() -> None:
    high = [Sample("a", "true", False, 1 + n / 100) for n in range(100)]
    low = [Sample("b", "true", False, n / 100) for n in range(100)]
    wrong = [Sample("b", "miscited", False, 0.5)]
    assert floor(high) == 1.03
    assert floor(low) == 0.03
    assert figures([*high, *low, *wrong]) == {"true": "100 of 200", "miscited": "0 of 1"}
