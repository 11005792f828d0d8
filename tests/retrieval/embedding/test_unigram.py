from __future__ import annotations

import numpy as np
import pytest

from retrieval.embedding import e5_file
from retrieval.embedding.unigram import Unigram

# Ids 0 to 3 are the model's own marks. Log probabilities are written so that the sums can be added by eye.
PIECES = {"<s>": 0, "<pad>": 0, "</s>": 0, "<unk>": 0, "▁": -2, "▁a": -3, "b": -3, "▁ab": -5, "c": -3, "bc": -7, "fi": -2, "1": -2, "가": -2}  # fmt: skip
REPLACEMENTS = {"\u00a0": " ", "\n": " ", "ﬁ": "fi", "１": "1", "\x01": ""}


@pytest.fixture
def unigram() -> Unigram:
    offsets = np.cumsum([0, *(len(each.encode()) for each in PIECES)], dtype=np.uint32)
    scores = np.array(list(PIECES.values()), np.float32)
    return Unigram("".join(PIECES).encode(), offsets, scores, REPLACEMENTS)


def cut(unigram: Unigram, text: str) -> list[tuple[str, str]]:
    """Each token with the characters that it stands for."""
    names, tokens = list(PIECES), unigram.tokens(text)
    return [(names[token], text[a:b]) for token, (a, b) in zip(tokens.ids, tokens.offsets, strict=True)]


def test_the_most_probable_cut_is_taken(unigram: Unigram) -> None:
    assert cut(unigram, "abc") == [("▁ab", "ab"), ("c", "c")]  # -8, against -9 and -10
    assert cut(unigram, "ab a") == [("▁ab", "ab"), ("▁a", "a")]


def test_what_is_unknown_in_a_row_is_one_token(unigram: Unigram) -> None:
    assert cut(unigram, "a😀🎉b") == [("▁a", "a"), ("<unk>", "😀🎉"), ("b", "b")]


def test_the_marks_of_the_model_are_not_found_in_a_text(unigram: Unigram) -> None:
    assert "</s>" not in dict(cut(unigram, "a</s>"))
    assert cut(unigram, "</s>") == [("▁", ""), ("<unk>", "</s>")]


def test_no_text_gives_no_tokens(unigram: Unigram) -> None:
    assert cut(unigram, "") == cut(unigram, " \n\u00a0") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b", [("▁a", "a"), ("▁", ""), ("b", "b")]),
        ("a\u00a0\nab", [("▁a", "a"), ("▁ab", "ab")]),
        ("１a １", [("▁", ""), ("1", "１"), ("<unk>", "a"), ("▁", ""), ("1", "１")]),
        ("😀 ﬁb", [("▁", ""), ("<unk>", "😀"), ("▁", ""), ("fi", "ﬁ"), ("b", "b")]),
        ("\x01ab", [("▁ab", "ab")]),
        ("ab \u1100\u1161c", [("▁ab", "ab"), ("▁", ""), ("가", "\u1100\u1161"), ("c", "c")]),
    ],
    ids=["two spaces", "nbsp and newline", "full width", "ligature", "control character", "hangul in letters"],
)
def test_tokens_know_their_characters_through_normalisation(
    unigram: Unigram, text: str, expected: list[tuple[str, str]]
) -> None:
    assert cut(unigram, text) == expected


def test_the_vocabulary_of_the_model_cuts_english_and_korean() -> None:
    file = e5_file.open_file(e5_file.locate())
    offsets = file.offsets()
    unigram = Unigram(file.pieces(), offsets, file.scores(), file.replacements())
    tokens = unigram.tokens("Regional industry, 지역 산업 ２０３０")
    pieces = [file.pieces()[offsets[token] : offsets[token + 1]].decode() for token in tokens.ids]
    assert pieces == ["▁Regional", "▁industry", ",", "▁지역", "▁산업", "▁2030"]
    assert tokens.offsets == [(0, 8), (9, 17), (17, 18), (19, 21), (22, 24), (25, 29)]


def test_rows_of_a_matrix_in_the_file_are_those_of_the_whole_matrix() -> None:
    file = e5_file.open_file(e5_file.locate())
    whole = file.matrix("emb.word", 384)
    numbers = np.array([[0, 5], [250_001, 7]])
    low, high = whole.packed[numbers] & 15, whole.packed[numbers] >> 4
    signed = np.stack([low, high], axis=-1).astype(np.float32) - 8  # two numbers a byte, the first in the low half
    expected = signed.reshape(2, 2, 12, 32) * whole.scales[numbers][..., None]
    assert np.array_equal(file.rows("emb.word", 384, numbers), expected.reshape(2, 2, 384))
