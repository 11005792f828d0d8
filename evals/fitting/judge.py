"""Makes `assistant/data/judge/weights.json`: by what fragments are ordered as answers, and how likely the first one answers.

    python -m evals.fitting.judge [BENCHMARK ...]

Asked are the questions of `evals/unprepared` over its documents (retrieval.jsonl, whose quotes answer them, and
calibration.jsonl, which nothing there answers) and ASKED of each article of benchmark folders with qa.jsonl, over their
corpora; to each set come questions of the others, and its own without the fragments that answer them. A question counts as answered by a fragment of the right document
that holds an answer or shares most of a quote. The order is fitted as a softmax over the fragments of a question
(ListNet, Cao et al. 2007), the chance as a logistic regression on whether what is shown of it answers; each set
counts alike. Then the best fragments by that order are read word by word, and both are fitted again on those. Figures are
crossed: each article or document is judged by weights that were made without it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import interaction, judge, views
from assistant.question import types
from assistant.quoting import sources
from evals.benchmarks import area_under_curve, file_name, indexed, read_benchmark
from retrieval.embedding import Embedder, VectorCache, open_embedder
from retrieval.index import Location, open_index
from retrieval.ingest import ingest
from retrieval.search import Found, Search

ROOT = Path(__file__).parent.parent.parent
UNPREPARED = ROOT / "evals" / "unprepared"
ASKED = 80  # of an article
STRANGE = 80  # questions of other sets
FOLDS = 5
PRICE = 0.2
"""Of a wrong answer, in right answers that are called only near: both are shown with the same quotes to judge by."""
_SHARED = 0.6  # of the shorter of a quote and a fragment, in words
_WORD = re.compile(r"[^\W_]+")
_STEPS, _RATE = 300, 0.05
_RIDGE = 1e-3
_BEREFT = "bereft "
_STILL_NEAR = 0.99  # share of the questions whose answer was found that must not be called not found

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `answers` are strings of which a fragment must hold one, or `quote` one to share.

    `document` is the id of the document that answers; questions of a `group` (an article, a document) stay together.
    """

    text: str
    group: str
    answers: tuple[str, ...] = ()
    quote: str = ""
    document: str = ""

    @property
    def is_answerable(self) -> bool:
        """Whether something in the documents answers it."""
        return bool(self.answers or self.quote)


@dataclass(frozen=True, slots=True)
class Features:
    """The names of the columns of a sample's two arrays."""

    fragment: tuple[str, ...]
    answer: tuple[str, ...]


FIRST = Features(views.FRAGMENT_FEATURES, views.ANSWER_FEATURES)
BY_WORDS = Features((*views.FRAGMENT_FEATURES, *interaction.NAMES[:2]), (*views.ANSWER_FEATURES, *interaction.NAMES))
ReadSample = Callable[[NDArray[np.int64]], Rows]
"""Numbers of fragments to their features by `interaction.NAMES`."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A question over a corpus: for each fragment its features, whether it answers, and its features as the best."""

    question: Question
    features: Features
    fragments: Rows
    judged: Rows
    answering: NDArray[np.bool_]
    read: ReadSample


def main(benchmarks: Sequence[Path]) -> None:
    """Search, fit, judge each group by the others, write the file."""
    write({name: list(each) for name, each in _sets(benchmarks)})


def write(samples: Mapping[str, Sequence[Sample]]) -> None:
    """Fit, measure and write the file."""
    samples = {name: [*of_set, *filter(None, map(bereft, of_set))] for name, of_set in samples.items()}
    first = fitted(list(samples.values()))
    read = {name: [by_words(each, first) for each in of_set if len(each.fragments)] for name, of_set in samples.items()}
    second = fitted(list(read.values()))
    figures = {
        kind: {name: figures_of(found, weights) for name, found in cross_judged(sampled).items()}
        for kind, sampled, weights in (("first", samples, first), ("by_words", read, second))
    }
    content = {
        "first": asdict(first),
        "by_words": asdict(second),
        "figures_crossed": figures,
        "made_by": "evals/fitting/judge.py",
        "made_from": f"{', '.join(samples)}: evals/unprepared (Apache-2.0), SQuAD 2.0 (CC BY-SA 4.0)",
    }
    judge.WEIGHTS_FILE.parent.mkdir(parents=True, exist_ok=True)
    judge.WEIGHTS_FILE.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    _say(json.dumps(figures, indent=1))


def _sets(benchmarks: Sequence[Path]) -> Iterator[tuple[str, Iterator[Sample]]]:
    """Each set's samples: its own questions and some of the others."""
    chance = Random(7)  # noqa: S311 - which questions are taken
    homes = Path(tempfile.gettempdir()) / "policydesk-fitting"  # indexes are kept there for the next time
    questions = {"unprepared": unprepared(), **{path.name: of_articles(path, chance) for path in benchmarks}}
    for name, folder in {"unprepared": UNPREPARED / "documents", **{path.name: path for path in benchmarks}}.items():
        others = [each for other, theirs in questions.items() if other != name for each in theirs]
        strange = [Question(each.text, f"strange {n % FOLDS}") for n, each in enumerate(_some(others, STRANGE, chance))]
        with looking(folder, homes / name) as look:
            yield name, (sample(look, each) for each in (*questions[name], *strange))


def _some(questions: Sequence[Question], number: int, chance: Random) -> list[Question]:
    return chance.sample(list(questions), min(number, len(questions)))


def unprepared() -> list[Question]:
    """The questions over the unprepared documents, and those that nothing there answers."""
    rows = [json.loads(line) for line in (UNPREPARED / "retrieval.jsonl").read_text("utf-8").splitlines()]
    near = [json.loads(line) for line in (UNPREPARED / "calibration.jsonl").read_text("utf-8").splitlines()]
    answered = [
        Question(each["question"], each["document"], quote=each["quote"], document=each["document"]) for each in rows
    ]
    return answered + [Question(each["question"], each["near"]) for each in near]


def of_articles(path: Path, chance: Random) -> list[Question]:
    """ASKED questions of each article of a benchmark folder."""
    numbers = {each.id: number for number, each in enumerate(read_benchmark(path).entries)}
    by_article: dict[str, list[Question]] = {}
    for line in (path / "qa.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        article = row["context_id"].rpartition(":")[0]
        document = file_name(numbers[row["context_id"]])
        answers = tuple(row["answers"]) if row["answerable"] else ()
        by_article.setdefault(article, []).append(Question(row["question"], article, answers, document=document))
    return [each for article in by_article.values() for each in _some(article, ASKED, chance)]


Look = Callable[[str], tuple[Found, views.Asked, judge.ReadWords]]
"""A question to what is found for it, to the question as the judge takes it, and to what gives vectors of its words."""


@contextmanager
def looking(folder: Path, home: Path) -> Iterator[Look]:
    """What looks up questions in a folder of documents, or in a benchmark."""
    embedder = open_embedder("local", home.parent)
    head = types.TypeHead(embedder.name)
    with _searching(folder, home, embedder) as search:

        def look(question: str) -> tuple[Found, views.Asked, judge.ReadWords]:
            found = search.search(question).on_subject
            meant = found.wording.meant
            type_ = head.of(search.vectors.of(meant))
            asked = views.Asked(found.wording.asked, found.vector, type_, search.idf, found.canonical, meant)
            return found, asked, partial(embedder.embed_words, meant)

        yield look


@contextmanager
def _searching(folder: Path, home: Path, embedder: Embedder) -> Iterator[Search]:
    if (folder / "corpus.jsonl").is_file():
        with indexed(read_benchmark(folder).entries, home, embedder) as (search, _):
            yield search
        return
    at = Location(home)
    ingest([folder], at, embedder)
    index = open_index(at, embedder.name, embedder.dimensions)
    with closing(index.store), closing(VectorCache(home / "vectors.sqlite")) as cache:
        yield Search(index, embedder, cache)


def sample(look: Look, question: Question) -> Sample:
    """What is found for a question, as features."""
    found, asked, read = look(question.text)
    fragments, judged, texts, answering = [], [], [], []
    scores = [passage.score for passage in found.passages]
    for passage, each in zip(found.passages, sources(found), strict=True):
        view = views.View(asked, each)
        right = not question.document or passage.chunk.document_id == question.document
        for at, features in enumerate(view.fragment_features()):
            fragments.append([features[name] for name in FIRST.fragment])
            as_best = view.answer_features(at, 0.0, 0.0, passage.score - sum(scores) / len(scores))
            judged.append([as_best[name] for name in FIRST.answer])
            texts.append(judge.text_read(each, at))
            answering.append(right and answers(each.fragments[at], question))

    def words_of(numbers: NDArray[np.int64]) -> Rows:
        words = read([texts[number] for number in numbers])
        if words is None:
            raise RuntimeError("The embedding model has no vectors of words.")
        rows = [interaction.interaction(words.question, asked.word_weights, each).features() for each in words.texts]
        return np.array([[row[name] for name in interaction.NAMES] for row in rows])

    return Sample(
        question,
        FIRST,
        np.array(fragments).reshape(-1, len(FIRST.fragment)),
        np.array(judged).reshape(-1, len(FIRST.answer)),
        np.array(answering, bool),
        words_of,
    )


def bereft(sample_: Sample) -> Sample | None:
    """The same question where nothing that answers it was found: a near miss of the hardest kind. None where nothing did."""
    left = np.flatnonzero(~sample_.answering)
    if len(left) in (0, len(sample_.answering)):
        return None
    asked = replace(sample_.question, answers=(), quote="", group=f"{_BEREFT}{sample_.question.group}")
    return replace(
        sample_,
        question=asked,
        fragments=sample_.fragments[left],
        judged=sample_.judged[left],
        answering=sample_.answering[left],
        read=lambda numbers: sample_.read(left[numbers]),
    )


def by_words(sample_: Sample, first: judge.Weights) -> Sample:
    """The best fragments of a sample with what their words tell."""
    numbers = _best(sample_, np.array(list(first.fragment.values())))[0][: judge.READ]
    told = sample_.read(numbers)
    return Sample(
        sample_.question,
        BY_WORDS,
        np.hstack([sample_.fragments[numbers], told[:, : len(BY_WORDS.fragment) - len(FIRST.fragment)]]),
        np.hstack([sample_.judged[numbers], told]),
        sample_.answering[numbers],
        sample_.read,
    )


def answers(fragment: str, question: Question) -> bool:
    """Whether a fragment of the right document answers."""
    low = fragment.lower()
    if any(answer.lower() in low for answer in question.answers):
        return True
    held, quoted = (set(_WORD.findall(text.lower())) for text in (fragment, question.quote))
    return bool(held and quoted) and len(held & quoted) >= _SHARED * min(len(held), len(quoted)) and len(held) > 2


@dataclass(frozen=True, slots=True)
class Judged:
    """A question as it was judged: the best score and the chance, whether what is shown answers, and the rank of the first
    fragment that does."""

    question: Question
    best: float
    chance: float
    right: bool
    rank: int | None


def judged(sample_: Sample, weights: judge.Weights) -> Judged:
    """What the judge makes of a sample."""
    if not len(sample_.fragments):
        return Judged(sample_.question, 0.0, 0.0, False, None)
    ranks, shown, row = _best(sample_, np.array(list(weights.fragment.values())))
    logit = float(row @ np.array(list(weights.answer.values())))
    answering = sample_.answering[ranks]
    rank = int(np.argmax(answering)) if answering.any() else None
    best = float(row[sample_.features.answer.index("best")])
    return Judged(sample_.question, best, float(1 / (1 + np.exp(-logit))), bool(answering[:shown].any()), rank)


def _best(sample_: Sample, order: Rows) -> tuple[NDArray[np.int64], int, Rows]:
    """The fragments best first, how many of them are shown, and the features of the first as the best."""
    scores = sample_.fragments @ order / order.sum()
    ranks = np.argsort(-scores, kind="stable")
    shown = int((scores[ranks[: judge.MOST_SHOWN]] >= judge.CLOSE * scores[ranks[0]]).sum())
    row = sample_.judged[ranks[0]].copy()
    row[sample_.features.answer.index("best")] = scores[ranks[0]]
    row[sample_.features.answer.index("lead")] = scores[ranks[0]] - scores[ranks[: judge.READ]].mean()
    return ranks, shown, row


def cross_judged(samples: Mapping[str, Sequence[Sample]]) -> dict[str, list[Judged]]:
    """Every sample judged by weights made without its fold's groups."""
    found: dict[str, list[Judged]] = {name: [] for name in samples}
    for fold in range(FOLDS):
        weights = fitted([[each for each in of_set if _fold(each) != fold] for of_set in samples.values()])
        for name, of_set in samples.items():
            found[name] += [judged(each, weights) for each in of_set if _fold(each) == fold]
    return found


def _fold(sample_: Sample) -> int:
    return crc32(sample_.question.group.removeprefix(_BEREFT).encode()) % FOLDS


def fitted(sets: Sequence[Sequence[Sample]]) -> judge.Weights:
    """The weights of both models, and the thresholds."""
    usable = [[each for each in of_set if len(each.fragments)] for of_set in sets]
    order = _order(usable)
    bests = [(each, *_best(each, order)) for of_set in usable for each in of_set]
    rows = np.array([row for *_, row in bests])
    right = np.array([each.answering[ranks[:shown]].any() for each, ranks, shown, _ in bests], float)
    counts = np.concatenate([np.full(len(of_set), 1 / max(1, len(of_set))) for of_set in usable])
    answer = _logistic(rows, right, counts)
    chances = 1 / (1 + np.exp(-(rows @ answer)))
    held = np.array([each.answering.any() for of_set in usable for each in of_set])
    as_asked = np.array([not _is_bereft(each.question) for of_set in usable for each in of_set])
    features = usable[0][0].features
    return judge.Weights(
        _named(features.fragment, order),
        _named(features.answer, answer),
        judge.Thresholds(
            _parting(chances[as_asked], right[as_asked], counts[as_asked]),
            round(float(np.quantile(rows[held, features.answer.index("best")], 1 - _STILL_NEAR)), 3),
        ),
    )


def _is_bereft(question: Question) -> bool:
    return question.group.startswith(_BEREFT)


def _named(names: Sequence[str], weights: Rows) -> dict[str, float]:
    return {name: round(float(each), 3) for name, each in zip(names, weights, strict=True)}


def _parting(chances: Rows, right: Rows, counts: Rows) -> float:
    """The chance from which on to answer: where what is right, less what is wrong at its price, is most."""
    order = np.argsort(-chances)
    gain = np.cumsum((counts * (right - PRICE * (1 - right)))[order])
    return round(float(chances[order][int(np.argmax(gain))]), 3)


def _order(sets: Sequence[Sequence[Sample]]) -> Rows:
    """Weights that are not negative, by Adam (Kingma and Ba 2015) on the mean over sets of the softmax loss."""
    usable = [[each for each in of_set if each.answering.any()] for of_set in sets]
    kept = [each for of_set in usable for each in of_set]
    share = np.concatenate([np.full(len(of_set), 1 / max(1, len(of_set))) for of_set in usable])
    rows = np.concatenate([each.fragments for each in kept])
    answering = np.concatenate([each.answering for each in kept]).astype(float)
    sizes = np.array([len(each.fragments) for each in kept])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def shares_of(chances: Rows) -> Rows:
        return np.asarray(chances / np.repeat(np.add.reduceat(chances, starts), sizes))

    def slope(weights: Rows) -> Rows:
        scores = rows @ weights
        chances = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        pull = shares_of(chances) - shares_of(np.maximum(chances * answering, 1e-300))
        return np.asarray(rows.T @ (pull * np.repeat(share, sizes)))

    return _adam(np.ones(rows.shape[1]), slope)


def _adam(weights: Rows, slope: Callable[[Rows], Rows]) -> Rows:
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        down = slope(weights)
        first, second = 0.9 * first + 0.1 * down, 0.999 * second + 0.001 * down**2
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(0, weights - _RATE * move)
    return weights


def _logistic(rows: Rows, labels: Rows, counts: Rows) -> Rows:
    """Weights by Newton's method, with a ridge on all but the bias."""
    counts = counts / counts.sum()
    ridge = _RIDGE * np.diag([0.0, *[1.0] * (rows.shape[1] - 1)]) + 1e-9 * np.eye(rows.shape[1])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-(rows @ weights)))
        slope = rows.T @ (counts * (chances - labels)) + ridge @ weights
        bend = (rows * (counts * chances * (1 - chances))[:, None]).T @ rows + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return np.asarray(weights)


def figures_of(found: Sequence[Judged], weights: judge.Weights) -> dict[str, float]:
    """Percentages: of the answerable those answered rightly, right or near, refused though found; of the others, answered."""
    at = weights.thresholds
    answerable = [each for each in found if each.question.is_answerable]
    bereft = [each for each in found if _is_bereft(each.question)]
    near_miss = [e for e in found if not e.question.is_answerable and not _is_strange(e) and e not in bereft]
    strange = [each for each in found if _is_strange(each)]
    held = [each for each in answerable if each.rank is not None]

    def percent(part: int, whole: Sequence[Judged]) -> float:
        return round(100 * part / max(1, len(whole)), 1)

    return {
        "answerable": len(answerable),
        "hit@1": percent(sum(each.rank == 0 for each in answerable), answerable),
        "shown": percent(sum(each.right for each in answerable), answerable),
        "hit@3": percent(sum(each.rank is not None and each.rank < 3 for each in answerable), answerable),
        "answered_rightly": percent(sum(each.right and each.chance >= at.answered for each in answerable), answerable),
        "answered_wrongly": percent(
            sum(not each.right and each.chance >= at.answered for each in answerable), answerable
        ),
        "right_or_nearest": percent(sum(each.right and each.best >= at.near for each in answerable), answerable),
        "refused_though_found": percent(sum(each.best < at.near for each in held), held),
        "near_misses": len(near_miss),
        "near_misses_answered": percent(sum(each.chance >= at.answered for each in near_miss), near_miss),
        "bereft_answered": percent(sum(each.chance >= at.answered for each in bereft), bereft),
        "strange_answered": percent(sum(each.chance >= at.answered for each in strange), strange),
        "strange_not_found": percent(sum(each.best < at.near for each in strange), strange),
        "AUC": round(
            area_under_curve(
                [each.chance for each in found if each.right], [each.chance for each in found if not each.right]
            ),
            3,
        ),
    }


def _is_strange(each: Judged) -> bool:
    return each.question.group.startswith("strange ")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
