"""Makes `assistant/data/question_types/`: the linear head that tells what a question asks for by its vector.

    python -m evals.fitting.question_types TREC

TREC is a folder with `train_5500.label` and `TREC_10.en.label` (Li and Roth 2002). To it come the questions written for
this purpose in `question_types/`; its `held_out.txt` and TREC's test questions only measure. Fitted is a multinomial
logistic regression. The weight of its penalty is chosen by cross-validation over templates: questions that begin (in
Korean, end) with the same words are never on both sides. Of TREC's questions nothing is kept but the head's numbers.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.question import types
from retrieval.embedding import Embedder, open_embedder
from retrieval.language import is_korean

OWN = Path(__file__).parent / "question_types"
FOLDS = 5
PENALTIES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3)
_STEPS, _RATE = 400, 0.3
_BATCH = 64

Rows = NDArray[np.float32]
QuestionType = types.QuestionType
_FINE: dict[str, QuestionType | None] = {
    "NUM:count": QuestionType.COUNT,
    "NUM:money": QuestionType.MONEY,
    "NUM:date": QuestionType.TIME,
    "NUM:period": QuestionType.TIME,
    "NUM:code": None,  # phones and postal codes
    "NUM:ord": None,
    "HUM:title": QuestionType.DESCRIPTION,
    "HUM:desc": QuestionType.DESCRIPTION,
    "DESC:manner": QuestionType.MANNER,
    "DESC:reason": QuestionType.REASON,
}
_COARSE = {
    "NUM": QuestionType.AMOUNT,
    "HUM": QuestionType.PERSON,
    "LOC": QuestionType.PLACE,
    "ENTY": QuestionType.THING,
    "DESC": QuestionType.DESCRIPTION,
    "ABBR": QuestionType.ABBREVIATION,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its type; `coarse` is TREC's class where it comes from there. One without a type only measures."""

    text: str
    type: QuestionType | None
    coarse: str = ""


def main(trec: Path) -> None:
    """Embed, choose the penalty, fit, measure, write."""
    embedder = open_embedder("local", Path(tempfile.gettempdir()) / "policydesk-fitting")
    english, korean = (read_own(OWN / name) for name in ("english.txt", "korean.txt"))
    train = [each for each in (*read_trec(trec / "train_5500.label"), *english, *korean) if each.type]
    tests = {"trec": read_trec(trec / "TREC_10.en.label"), "held_out": read_own(OWN / "held_out.txt")}
    rows = embedded(embedder, train)
    crossed = {penalty: cross_validated(train, rows, penalty) for penalty in PENALTIES}
    for penalty, found in crossed.items():
        _say(f"penalty {penalty}: {found}")
    penalty = max(PENALTIES, key=lambda each: crossed[each]["own"])
    weights = fitted(rows, train, penalty)
    figures: dict[str, float | dict[str, float]] = {
        "cross_validated_by_template": crossed[penalty],
        "trec_test_coarse": _coarse(tests["trec"], embedded(embedder, tests["trec"]), weights),
        **_held_out(tests["held_out"], embedder, lambda kept: weights),
        "held_out_korean_without_korean_training": _share(
            *_asked(tests["held_out"], embedder, korean=True),
            fitted(*_only(train, rows, lambda each: not is_korean(each.text)), penalty),
        ),
    }
    _say(json.dumps(figures))
    types.WEIGHTS_FILE.parent.mkdir(parents=True, exist_ok=True)
    np.save(types.WEIGHTS_FILE, weights)
    about = {
        "model": embedder.name,
        "types": [str(each) for each in QuestionType],
        "penalty": penalty,
        "questions": {str(kind): n for kind, n in sorted(Counter(each.type for each in train).items())},
        "figures_percent": figures,
        "made_by": "evals/fitting/question_types.py",
        "made_from": "TREC question classes (Li and Roth 2002), of which only these numbers are kept; "
        "evals/fitting/question_types (Apache-2.0)",
    }
    types.ABOUT_FILE.write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", "utf-8")


def read_trec(path: Path) -> list[Question]:
    """Questions of lines like `NUM:date When did Hawaii become a state ?`."""
    split = (line.split(" ", 1) for line in path.read_text("latin-1").splitlines() if line.strip())
    return [Question(text.strip(), _type(label), label.partition(":")[0]) for label, text in split]


def _type(label: str) -> QuestionType | None:
    return _FINE[label] if label in _FINE else _COARSE[label.partition(":")[0]]


def read_own(path: Path) -> list[Question]:
    """Questions one a line, below a line `== type`."""
    found: list[Question] = []
    kind = None
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("== "):
            kind = QuestionType(line[3:].strip())
        elif line.strip():
            found.append(Question(line.strip(), kind))
    return found


def embedded(embedder: Embedder, questions: Sequence[Question]) -> Rows:
    """A unit row for each question, with a 1 behind it."""
    texts = [each.text for each in questions]
    batches = [embedder.embed_questions(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    rows = np.concatenate(batches)
    return np.hstack([rows, np.ones((len(rows), 1), np.float32)])


def template(text: str) -> str:
    """What questions of one make have in common: the first two words, of a Korean one the last."""
    words = text.lower().strip(" ?.!").split()
    return words[-1] if is_korean(text) else " ".join(words[:2])


def cross_validated(questions: Sequence[Question], rows: Rows, penalty: float) -> dict[str, float]:
    """Percentage right in templates that were left out, of TREC's and of our own questions."""
    folds = np.array([crc32(template(each.text).encode()) % FOLDS for each in questions])
    right = np.zeros(len(questions), bool)
    for fold in range(FOLDS):
        out = folds == fold
        weights = fitted(rows[~out], [q for q, left in zip(questions, out, strict=True) if not left], penalty)
        right[out] = _told(rows[out], weights) == _numbers([q for q, left in zip(questions, out, strict=True) if left])
    own = np.array([not each.coarse for each in questions])
    korean = np.array([is_korean(each.text) for each in questions])
    return {
        "trec": _percent(right[~own]),
        "own": _percent(right[own]),
        "own_english": _percent(right[own & ~korean]),
        "own_korean": _percent(right[own & korean]),
    }


def fitted(rows: Rows, questions: Sequence[Question], penalty: float) -> Rows:
    """Weights (types, columns) by Adam (Kingma and Ba 2015).

    A type counts by the root of its number of questions, so that TREC's many do not drown our own.
    """
    numbers = _numbers(questions)
    ones = np.eye(len(QuestionType), dtype=np.float32)[numbers]
    counts = 1 / np.sqrt(np.maximum(1, ones.sum(axis=0)))[numbers]
    weighing = np.asarray(counts / counts.sum(), np.float32)[:, None]
    weights = np.zeros((len(QuestionType), rows.shape[1]), np.float32)
    first: NDArray[Any] = np.zeros_like(weights)
    second: NDArray[Any] = np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        down = (weighing * (types.softmax(rows @ weights.T) - ones)).T @ rows + penalty * weights
        first, second = 0.9 * first + 0.1 * down, 0.999 * second + 0.001 * down**2
        pace = _RATE * (1 - step / _STEPS)
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = np.asarray(weights - pace * move, np.float32)
    return weights


def _held_out(questions: Sequence[Question], embedder: Embedder, weights: Callable[[str], Rows]) -> dict[str, float]:
    return {
        f"held_out_{name}": _share(*_asked(questions, embedder, korean=korean), weights(name))
        for name, korean in (("english", False), ("korean", True))
    }


def _asked(questions: Sequence[Question], embedder: Embedder, *, korean: bool) -> tuple[list[Question], Rows]:
    kept = [each for each in questions if is_korean(each.text) == korean]
    return kept, embedded(embedder, kept)


def _only(questions: Sequence[Question], rows: Rows, keep: Callable[[Question], bool]) -> tuple[Rows, list[Question]]:
    kept = [i for i, each in enumerate(questions) if keep(each)]
    return rows[kept], [questions[i] for i in kept]


def _share(questions: Sequence[Question], rows: Rows, weights: Rows) -> float:
    return _percent(_told(rows, weights) == _numbers(questions))


def _coarse(questions: Sequence[Question], rows: Rows, weights: Rows) -> float:
    """Percentage whose coarse class is right, each class having the chances of its types together."""
    order = list(QuestionType)
    shares = types.softmax(rows @ weights.T)
    classes = list(types.TREC)
    sums = np.stack([shares[:, [order.index(t) for t in types.TREC[each]]].sum(axis=1) for each in classes], axis=1)
    return _percent(np.array([classes[at] == q.coarse for at, q in zip(sums.argmax(axis=1), questions, strict=True)]))


def _numbers(questions: Sequence[Question]) -> NDArray[np.int64]:
    order = list(QuestionType)
    return np.array([order.index(each.type) if each.type else -1 for each in questions])


def _told(rows: Rows, weights: Rows) -> NDArray[np.int64]:
    return np.asarray(np.argmax(rows @ weights.T, axis=1))


def _percent(right: NDArray[np.bool_]) -> float:
    return round(100 * float(right.mean()), 1)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
