"""SentencePiece's unigram model (Kudo 2018, "Subword Regularization"): text to tokens that know their characters.

Written here because the usual library keeps this vocabulary of 250,000 in 300 MB and takes 1.4 s of CPU to load it. No piece
goes over a space, so each word is cut by itself, and a word that was cut before is looked up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.pieces import Pieces

_WORD = re.compile(r"[^ ]+")
_WORD_START = "▁"
_UNKNOWN = 3
_UNKNOWN_PENALTY = 10.0  # below the rarest piece, as in SentencePiece
_KEPT_WORDS = 1 << 14
_CONJOINING = ("\u1160", "\u11ff")  # vowels and finals of Hangul, which join what stands before them


@dataclass(frozen=True, slots=True)
class Tokens:
    """`ids` and the characters of the original text that each stands for, as (start, end)."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Unigram:
    """Safe to use from several threads at once."""

    def __init__(
        self, pieces: bytes, offsets: NDArray[np.uint32], scores: NDArray[np.float32], replacements: Mapping[str, str]
    ) -> None:
        """Piece i is `pieces[offsets[i] : offsets[i + 1]]` in UTF-8. `replacements` are what normalisation writes for a
        character; all white space is to become a space.

        A piece with score 0 is one of the model's own marks, such as `</s>`, and is never found in a text.
        """
        self._pieces = Pieces(pieces, offsets, scores < 0)
        self._scores = scores
        self._unknown_score = float(scores.min()) - _UNKNOWN_PENALTY
        self._replacements = replacements
        self._table = str.maketrans(dict(replacements))
        self._resizing = frozenset(each for each, written in replacements.items() if len(written) != 1)
        self._cut: Callable[[str], tuple[tuple[int, int], ...]] = lru_cache(_KEPT_WORDS)(self._best_cut)

    def tokens(self, text: str) -> Tokens:
        """The most probable cut of `text` after normalisation (NFKC and one space for any white space)."""
        written, places = self._normalise(text)
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for word in _WORD.finditer(written):
            at = word.start()
            for token, length in self._cut(word.group()):
                ids.append(token)
                offsets.append(_place(places, at, at + length))
                at += length
        return Tokens(ids, offsets)

    def _normalise(self, text: str) -> tuple[str, list[tuple[int, int]] | None]:
        """The text as the model reads it, and for each of its characters the place in `text`; None: the same place."""
        if unicodedata.is_normalized("NFC", text):
            if self._resizing.isdisjoint(text):
                return text.translate(self._table), None
            clusters: Iterator[tuple[int, int]] = ((i, i + 1) for i in range(len(text)))
        else:
            clusters = _clusters(text)
        written: list[str] = []
        places: list[tuple[int, int]] = []
        for start, end in clusters:
            composed = unicodedata.normalize("NFC", text[start:end]) if end > start + 1 else text[start]
            characters = composed.translate(self._table)
            written.append(characters)
            places += [(start, end)] * len(characters)
        return "".join(written), places

    def _best_cut(self, word: str) -> tuple[tuple[int, int], ...]:
        """The pieces of a word as (id, characters of the word): Viterbi's algorithm over its characters."""
        marked = _WORD_START + word
        best = [0.0] + [-np.inf] * len(marked)
        back = [(0, _UNKNOWN)] * (len(marked) + 1)
        for start in range(len(marked)):
            for end, piece in self._pieces_at(marked, start):
                score = best[start] + (self._unknown_score if piece is None else float(self._scores[piece]))
                if score > best[end]:
                    best[end], back[end] = score, (start, _UNKNOWN if piece is None else piece)
        return _joined(back)

    def _pieces_at(self, marked: str, start: int) -> Iterator[tuple[int, int | None]]:
        """Where each piece that begins at a character ends, with its id; None where the character alone is none."""
        yield start + 1, self._pieces.one(marked[start])
        ids, longest = self._pieces.beginning(marked[start : start + 2])
        for end in range(start + 2, min(start + longest, len(marked)) + 1):
            if (piece := ids.get(marked[start:end])) is not None:
                yield end, piece


def _joined(back: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The way back through the lattice, in reading order; what is unknown in a row is one token."""
    found: list[tuple[int, int]] = []
    end = len(back) - 1
    while end > 0:
        start, piece = back[end]
        size = end - max(start, 1)  # the mark at the start is no character of the word
        if found and piece == _UNKNOWN == found[-1][0]:
            found[-1] = (piece, found[-1][1] + size)
        else:
            found.append((piece, size))
        end = start
    return tuple(reversed(found))


def _place(places: Sequence[tuple[int, int]] | None, start: int, end: int) -> tuple[int, int]:
    if places is None:
        return start, end
    if start == end:
        return places[start][0], places[start][0]
    return places[start][0], places[end - 1][1]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the marks that may be joined to it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            yield start, at
            start = at


def _joins(character: str) -> bool:
    first, last = _CONJOINING
    return unicodedata.combining(character) > 0 or first <= character <= last
