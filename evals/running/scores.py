"""The figures of one case, by stage. What a case or a system gives no ground for has no figure, never a zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.records import Answer
from evals.running.cases import Case
from evals.running.corpus import Corpus, holds, phones
from evals.running.judge import Judgement, says
from evals.running.ranking import ranking_scores
from evals.running.targets import Reply

_SOURCED = {"answered", "partial"}
_REFUSING = {"nearest", "not_found", "refused", "clarify"}


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: what it tells, whether more is better, and the decimals and unit that it is shown with."""

    stage: str
    title: str
    more_is_better: bool = True
    unit: str = "%"


METRICS: dict[str, Metric] = {
    "passed": Metric("case", "Cases in which everything was right"),
    "recall@5": Metric("retrieval", "Relevant chunks among the first 5"),
    "recall@10": Metric("retrieval", "Relevant chunks among the first 10"),
    "ndcg@10": Metric("retrieval", "nDCG@10, gain = facts that a chunk holds"),
    "mrr": Metric("retrieval", "Reciprocal rank of the first relevant chunk"),
    "facts_retrieved": Metric("retrieval", "Facts that stand in a passage"),
    "citation_precision": Metric("citation", "Citations that are verbatim at their place, of a wanted document"),
    "citation_recall": Metric("citation", "Wanted documents and sections that are cited"),
    "facts_quoted": Metric("citation", "Facts shown that stand in a cited quote or a card"),
    "fact_recall": Metric("answer", "Facts that are in the answer"),
    "forbidden": Metric("answer", "Facts shown that must not be", more_is_better=False, unit="count"),
    "status": Metric("answer", "Status as expected"),
    "refusal_recall": Metric("answer", "Refused, of what the documents do not say"),
    "refusal_precision": Metric("answer", "Rightly refused, of what was refused"),
    "length": Metric("answer", "Characters of the answer", more_is_better=False, unit="characters"),
    "contact_top1": Metric("contact", "First card is one that was wanted"),
    "wrong_numbers": Metric(
        "contact", "Phone numbers invented or of the wrong team", more_is_better=False, unit="count"
    ),
    "standalone": Metric("conversation", "Question searched for is right"),
    "faithfulness": Metric("judges", "Statements borne out by the quotes, by a judging model"),
    "completeness": Metric("judges", "Answers that leave nothing out, by a judging model"),
}


def scores(judgement: Judgement, reply: Reply, corpus: Corpus) -> dict[str, float]:
    """Every figure that this case has."""
    case, answer = judgement.case, reply.answer
    found: dict[str, float] = {"passed": float(judgement.passed), "length": float(len(answer.text))}
    found |= _retrieval(case, reply, corpus) | _citations(judgement, reply, corpus) | _contacts(case, answer, corpus)
    found |= _refusals(case, answer)
    for name, check in (("fact_recall", "must"), ("status", "status"), ("standalone", "standalone")):
        if (share := _share(judgement, check)) is not None:
            found[name] = share
    if case.must_not:
        found["forbidden"] = float(sum(not each.passed for each in judgement.checks if each.name == "must_not"))
    return found


def should_refuse(case: Case) -> bool:
    """Whether the documents do not say it, and the answer has to say so."""
    return "answered" not in case.status and bool({"not_found", "refused"} & set(case.status))


def should_answer(case: Case) -> bool:
    """Whether only an answer is right."""
    return set(case.status) <= _SOURCED


def refuses(case: Case, answer: Answer) -> bool:
    """Whether the answer says that the documents do not say it; where a partial one would do, it does so in words."""
    if answer.status in _REFUSING or (answer.status == "partial" and should_refuse(case) and "partial" in case.status):
        return True
    return any(says(answer.text, words) for words in case.or_says)


def chunk_ids(reply: Reply, corpus: Corpus) -> list[str]:
    """The chunks that were found, best first."""
    passages = reply.trace.passages if reply.trace else ()
    chunks = (corpus.chunk_at(each.document_id, each.start) for each in passages)
    return list(dict.fromkeys(each.id for each in chunks if each))


def _retrieval(case: Case, reply: Reply, corpus: Corpus) -> dict[str, float]:
    if reply.trace is None or not case.groups or not set(case.status) & _SOURCED:
        return {}
    texts = [f"{each.title}\n{each.section}\n{each.text}" for each in reply.trace.passages]
    held = [any(holds(text, group) for text in texts) for group in case.groups]
    ranked = ranking_scores(chunk_ids(reply, corpus), corpus.gains(case.groups, case.documents))
    return {**ranked, "facts_retrieved": sum(held) / len(held)}


def _citations(judgement: Judgement, reply: Reply, corpus: Corpus) -> dict[str, float]:
    case, answer = judgement.case, reply.answer
    if reply.bare:
        return {}
    found: dict[str, float] = {}
    if answer.citations and case.documents:
        right = [
            corpus.is_verbatim(each.document_id, each.start, each.end, each.quote)
            and each.document_id in case.documents
            for each in answer.citations
        ]
        found["citation_precision"] = sum(right) / len(right)
    wanted = [each.passed for each in judgement.checks if each.name in ("documents", "cited")]
    if wanted:
        found["citation_recall"] = sum(wanted) / len(wanted)
    quotes = "\n".join([*(each.quote for each in answer.citations), *_numbers(answer)])
    shown = [group for group in case.groups if holds("\n".join([answer.text, *_numbers(answer)]), group)]
    if shown:
        found["facts_quoted"] = sum(holds(quotes, group) for group in shown) / len(shown)
    return found


def _refusals(case: Case, answer: Answer) -> dict[str, float]:
    refused, found = refuses(case, answer), dict[str, float]()
    if should_refuse(case):
        found["refusal_recall"] = float(refused)
    if refused and (should_refuse(case) or should_answer(case)):
        found["refusal_precision"] = float(should_refuse(case))
    return found


def _contacts(case: Case, answer: Answer, corpus: Corpus) -> dict[str, float]:
    """A number is wrong that stands in no document, on a card where none may be, or on the first card for another team."""
    shown = phones("\n".join([answer.text, *_numbers(answer)])) - phones("\n".join([*case.turns, case.question]))
    wrong = len(shown - corpus.phones)
    first = answer.contacts[0].phone if answer.contacts else None
    found: dict[str, float] = {}
    if case.contacts:
        found["contact_top1"] = float(first in case.contacts)
        wrong += bool(first) and first not in case.contacts
    elif case.contacts == ():
        wrong += sum(bool(card.phone) for card in answer.contacts)
    return found | {"wrong_numbers": float(wrong)}


def _numbers(answer: Answer) -> Iterator[str]:
    for card in answer.contacts:
        yield "\n".join(filter(None, (card.team, card.unit, card.room, card.address, card.phone, *card.more_phones)))


def _share(judgement: Judgement, name: str) -> float | None:
    passed: Sequence[bool] = [each.passed for each in judgement.checks if each.name == name]
    return sum(passed) / len(passed) if passed else None
