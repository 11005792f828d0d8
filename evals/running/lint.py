"""What is wrong with cases, held against the documents that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from evals.running.cases import Case
from evals.running.corpus import holds
from evals.running.judge import says
from retrieval.loading import discover, document_id, load
from retrieval.records import PolicydeskError

Texts = Mapping[str, str]


def read_texts(folder: Path) -> dict[str, str]:
    """Document id -> text of every document of a folder. Raises PolicydeskError."""
    found = {(name := document_id(path, folder)): load(path, name).text for path in discover(folder)}
    if not found:
        raise PolicydeskError(
            f"{folder} holds no documents: name the folder that the cases are about with --documents."
        )
    return found


def faults(cases: Sequence[Case], texts: Texts) -> list[str]:
    """A sentence for each problem, the case's id first."""
    found = [f"{case.id}: {words}" for case in cases for check in _CHECKS for words in check(case, texts)]
    asked = Counter((*case.turns, case.question) for case in cases)
    seen = [case for case in cases if asked[(*case.turns, case.question)] > 1]
    return found + [f'{case.id}: "{case.question}" is asked by another case too; ask something else.' for case in seen]


def _documents(case: Case, texts: Texts) -> Iterator[str]:
    for name in {*case.documents, *(each.document for each in case.cited)} - texts.keys():
        yield f"documents: there is no document {name}; there are {', '.join(sorted(texts))}."


def _facts(case: Case, texts: Texts) -> Iterator[str]:
    sources = [texts[name] for name in case.documents if name in texts] or list(texts.values())
    for group in case.groups:
        if not any(says(text, group[0]) for text in sources):
            where = "its documents" if case.documents else "any document"
            yield f'must: "{group[0]}" does not stand in {where}; the first form of a fact is copied from there.'
    if case.must and not case.documents and not case.or_says:
        yield "documents: none is named; name those that state the facts of `must`."


def _open(case: Case, texts: Texts) -> Iterator[str]:
    for words in case.or_says:
        if not any(says(text, words) for text in texts.values()):
            yield f'or_says: "{words}" does not stand in any document.'


def _headings(case: Case, texts: Texts) -> Iterator[str]:
    for each in case.cited:
        if each.heading not in texts.get(each.document, "").splitlines():
            yield f'cited: "{each.heading}" is no heading of {each.document}.'


def _phones(case: Case, texts: Texts) -> Iterator[str]:
    for phone in case.contacts or ():
        if not any(phone in text for text in texts.values()):
            yield f"contacts: {phone} does not stand in any document; copy it from there."


def _contradictions(case: Case, _: Texts) -> Iterator[str]:
    for words in case.must_not:
        if any(holds(form, (words,)) for group in case.groups for form in group):
            yield f'must_not: "{words}" stands in a fact of `must` too.'
    sourced = {"answered", "partial"} & set(case.status)
    if case.groups and not sourced:
        yield f"must: facts are wanted of an answer that is {' or '.join(case.status)}; take out one of the two."
    if case.turns and case.slice not in (
        "follow_up",
        "korean",
        "adversarial",
        "noisy_spelling",
        "contact",
        "small_talk",
    ):
        yield f"turns: a dialogue of slice {case.slice}; dialogues are of slice follow_up."


_CHECKS: tuple[Callable[[Case, Texts], Iterator[str]], ...] = (
    _documents,
    _facts,
    _open,
    _headings,
    _phones,
    _contradictions,
)
