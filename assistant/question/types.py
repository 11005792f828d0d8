"""What kind of thing a question asks for, told by the question's embedding and not by its words.

A linear head (multinomial logistic regression) over the vector that the search made of the question anyway. It knows
English and Korean alike, as multilingual-e5 puts a question and its translation near each other.
`evals/fitting/question_types.py` makes it, from TREC's question classes (Li and Roth 2002, "Learning Question
Classifiers") and the questions in `evals/fitting/question_types/`, and writes its figures beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent.parent / "data" / "question_types"
WEIGHTS_FILE = FOLDER / "weights.npy"
"""Shape (types, dimensions + 1), rows in the order of `QuestionType`; the last column is added to the product."""
ABOUT_FILE = FOLDER / "about.json"
"""Which embedding model the weights belong to, from what they were made, and what they reach."""


class QuestionType(StrEnum):
    """What is asked for. The last nine and COUNT, MONEY, AMOUNT and TIME make up TREC's coarse classes (`TREC`)."""

    CONTACT = "contact"
    LIST = "list"
    COMPARISON = "comparison"
    CONFIRMATION = "confirmation"
    SUMMARY = "summary"
    COUNT = "count"
    MONEY = "money"
    AMOUNT = "amount"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    THING = "thing"
    DESCRIPTION = "description"
    MANNER = "manner"
    REASON = "reason"
    ABBREVIATION = "abbreviation"


TREC: Mapping[str, tuple[QuestionType, ...]] = {
    "ABBR": (QuestionType.ABBREVIATION,),
    "DESC": (QuestionType.DESCRIPTION, QuestionType.MANNER, QuestionType.REASON),
    "ENTY": (QuestionType.THING,),
    "HUM": (QuestionType.PERSON,),
    "LOC": (QuestionType.PLACE,),
    "NUM": (QuestionType.COUNT, QuestionType.MONEY, QuestionType.AMOUNT, QuestionType.TIME),
}
"""TREC's coarse classes as the types that they are made of."""

_EVEN = 1 / len(QuestionType)


@dataclass(frozen=True, slots=True)
class TypeChances:
    """How likely it is (0..1, in all 1) that a question asks for each type."""

    chances: Mapping[QuestionType, float]

    def of(self, *types: QuestionType) -> float:
        """The chance that it is one of some types."""
        return sum(self.chances[each] for each in types)

    def without(self, *types: QuestionType) -> TypeChances:
        """The same where it is none of some types: the others share their chance evenly."""
        share = self.of(*types) / (len(self.chances) - len(types))
        return TypeChances({each: 0.0 if each in types else own + share for each, own in self.chances.items()})

    @property
    def likeliest(self) -> QuestionType:
        """The type with the highest chance."""
        return max(self.chances, key=lambda each: self.chances[each])


class TypeHead:
    """Tells the types of questions by the vectors of one embedding model; of one it was not made for, it knows nothing."""

    def __init__(self, model: str) -> None:
        """`model` is the name of the embedder whose vectors it will be given."""
        self._knows = model == _model()

    def of(self, vector: NDArray[np.float32]) -> TypeChances:
        """The chances by a question's unit vector, shape (dimensions,); even ones where nothing is known."""
        if not self._knows or not vector.any():
            return TypeChances(dict.fromkeys(QuestionType, _EVEN))
        shares = softmax(_weights() @ np.append(vector, np.float32(1)))
        return TypeChances({each: float(share) for each, share in zip(QuestionType, shares, strict=True)})


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores (..., types) as shares that sum up to 1 along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


@cache
def _weights() -> NDArray[np.float32]:
    found: NDArray[np.float32] = np.load(WEIGHTS_FILE)
    return found


@cache
def _model() -> str:
    return str(json.loads(ABOUT_FILE.read_text("utf-8"))["model"])
