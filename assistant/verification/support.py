"""Which fragments bear a sentence out, and how well: words by rarity, vectors by cosine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.verification.passage import View
from assistant.verification.value_check import Place
from assistant.verification.words import Reading

MOST = 8
"""Fragments that may bear a sentence, neighbours among them that make one quote."""

_FACT = 0.8  # what a stated fact counts, in idf of the rarest word
_GAIN = 0.1  # share of a sentence's words that one more fragment must add
_NEAR = 0.03  # facts that fit this much less than the best are as good


@dataclass(frozen=True, slots=True)
class Support:
    """The fragments that were chosen, as (source, fragment) in order, and what speaks for them, each 0..1.

    `covered` is the share of the sentence's words, by rarity, that they say where they stand; `cosine` the nearest of
    their vectors; `strange` the words that no cited passage has, the rarest first.
    """

    chosen: tuple[tuple[int, int], ...]
    covered: float
    cosine: float
    strange: tuple[str, ...]


def support(
    sentence: Reading,
    views: Sequence[View],
    vectors: Sequence[NDArray[np.float32]],
    needed: Sequence[Sequence[Place]],
    weight: Callable[[str], float],
) -> Support:
    """Choose the fewest fragments that state every fact of `needed` and say most of the sentence."""
    words = list({word.stem: word for word in sentence.words}.values())
    weights = [weight(word.stem) for word in words]
    total = sum(weights) or 1.0
    said = {
        (at, number): [w * bag.weight(word) for word, w in zip(words, weights, strict=True)]
        for at, view in enumerate(views)
        for number, bag in enumerate(view.bags)
    }
    near = {
        (at, number): float(cosine) for at, of_source in enumerate(vectors) for number, cosine in enumerate(of_source)
    }
    worth = {key: sum(each) / total + near.get(key, 0.0) for key, each in said.items()}
    chosen = _required(needed, worth)
    chosen = _filled(chosen, said, worth, total)
    covered = _most(said[key] for key in chosen)
    whole = sum(weights) + _FACT * len(needed)
    strange = [word for word in words if not any(view.all.weight(word) for view in views)]
    return Support(
        tuple(sorted(chosen)),
        (sum(covered) + _FACT * len(needed)) / whole if whole else 0.0,
        max((near.get(key, 0.0) for key in chosen), default=0.0),
        tuple(word.text for word in sorted(strange, key=lambda word: -weight(word.stem))),
    )


def _required(needed: Sequence[Sequence[Place]], worth: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """For each fact the place to take it from: one that is taken already, else the best."""
    chosen: set[tuple[int, int]] = set()
    for places in needed:
        if places[0].fragment < 0:
            continue
        good = [(p.source, p.fragment) for p in places if p.fit >= places[0].fit - _NEAR]
        if not chosen.intersection(good):
            chosen.add(max(good, key=lambda key: (worth[key], -key[0], -key[1])))
    return chosen


def _filled(
    chosen: set[tuple[int, int]],
    said: dict[tuple[int, int], list[float]],
    worth: dict[tuple[int, int], float],
    total: float,
) -> set[tuple[int, int]]:
    """Add the fragments that say most of what is left, while they say enough."""
    if not chosen and worth:
        chosen = {max(worth, key=lambda key: (worth[key], -key[0], -key[1]))}
    while 0 < len(chosen) < MOST:
        have = _most(said[key] for key in chosen)
        gains = {
            key: sum(max(0.0, new - old) for new, old in zip(each, have, strict=True)) / total
            for key, each in said.items()
            if key not in chosen
        }
        best = max(gains, key=lambda key: (gains[key], worth[key], -key[0], -key[1]), default=None)
        if best is None or gains[best] < _GAIN:
            break
        chosen = chosen | {best}
    return chosen


def _most(rows: Iterable[Sequence[float]]) -> list[float]:
    return [max(column) for column in zip(*rows, strict=True)]
