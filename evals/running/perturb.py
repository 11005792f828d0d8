"""Changed wordings of a question, made without a model and with a fixed seed: typing as people do it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from evals.running.cases import Case
from retrieval.language import has_hangul

_WORD = re.compile(r"[A-Za-z]{5,}")
_PARTICLE = re.compile(r"(?<=[가-힣])(?:에서는|에서|에는|으로|까지|은|는|이|가|을|를|의|에|로|와|과)(?=[\s?.,!]|$)")
_SLIPS = 2  # words that are misspelled in a question
Aliases = Sequence[Sequence[str]]


def variants(case: Case, aliases: Aliases) -> dict[str, Case]:
    """Variant -> the case with its question so changed; only what changes the question. The same from run to run."""
    found: dict[str, Case] = {}
    for name, change in _CHANGES.items():
        changed = change(case.question, random.Random(f"{case.id} {name}"), aliases)  # noqa: S311 - no secret
        if changed != case.question:
            found[name] = case.model_copy(update={"question": changed})
    return found


def _spelling(question: str, chance: random.Random, _: Aliases) -> str:
    """Two letters swapped, one left out or one doubled, in up to two words of five letters or more."""
    words = list(_WORD.finditer(question))
    for match in sorted(chance.sample(words, min(_SLIPS, len(words))), key=lambda each: -each.start()):
        word = match[0]
        at = chance.randrange(1, len(word) - 1)
        slip = chance.choice((
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ))  # fmt: skip
        question = question[: match.start()] + slip + question[match.end() :]
    return question


def _typing(question: str, _: random.Random, __: Aliases) -> str:
    """Small letters and no punctuation at the end."""
    return question.lower().rstrip("?.! ")


def _word_order(question: str, chance: random.Random, _: Aliases) -> str:
    """The end of the question first: "the budget of the plan, what is"."""
    words = question.rstrip("?.! ").split(" ")
    if len(words) < 4 or has_hangul(question):
        return question
    cut = chance.randrange(2, len(words) - 1)
    return " ".join([*words[cut:], *words[:cut]]) + "?"


def _synonyms(question: str, chance: random.Random, aliases: Aliases) -> str:
    """The first name that the documents have another name for, by that other name."""
    low = question.lower()
    for group in aliases:
        named = sorted((name for name in group if _stands(name, low)), key=len, reverse=True)
        others = [name for name in group if named and not _stands(name, low)]
        if others:
            place = re.compile(re.escape(named[0]), re.IGNORECASE)
            other = chance.choice(others)
            return place.sub(lambda _, other=other: other, question, count=1)  # type: ignore[misc]
    return question


def _particles(question: str, _: random.Random, __: Aliases) -> str:
    """Korean without its particles, as it is typed in search boxes."""
    return _PARTICLE.sub("", question)


def _spacing(question: str, _: random.Random, __: Aliases) -> str:
    """Korean without spaces between its words."""
    return re.sub(r"(?<=[가-힣]) (?=[가-힣])", "", question)


def _stands(name: str, low: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", low) is not None


_CHANGES: dict[str, Callable[[str, random.Random, Aliases], str]] = {
    "spelling": _spelling,
    "typing": _typing,
    "word_order": _word_order,
    "synonyms": _synonyms,
    "particles": _particles,
    "spacing": _spacing,
}
