"""From use to cases: the draft of a case from a stored answer, without personal data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from assistant.conversations import Conversations, ExplainedAnswer
from assistant.records import Answer
from evals.running.cases import Case, Slice, Wanted, read_cases
from evals.running.scrub import scrubbed
from retrieval.language import has_hangul
from retrieval.language.values import values
from retrieval.records import PolicydeskError

_MOST_FACTS = 3
_FACTS = frozenset({"amount", "date", "year", "measure", "percent", "phone"})


def draft(explained: ExplainedAnswer, earlier: Sequence[Answer], known: Collection[str] = ()) -> Case:
    """A case that asks the same; `earlier` are the answers before it in its conversation, `known` as for `scrubbed`.

    Of an answer that nobody put a thumb down for, what it says is taken as right; otherwise only the question is, and
    whoever promotes it fills in the rest.
    """
    answer = explained.answer
    trusted = not (explained.feedback and explained.feedback.value == "down")
    cited = tuple(dict.fromkeys(each.document_id for each in answer.citations))
    return Case(
        id=f"draft-{answer.id[:8]}",
        slice=_slice(answer, bool(earlier)),
        turns=tuple(scrubbed(each.question, known) for each in earlier),
        question=scrubbed(answer.question, known),
        status=_statuses(answer, trusted),
        must=_facts(answer) if trusted and answer.status == "answered" else (),
        documents=cited if trusted and answer.status == "answered" else (),
        contacts=tuple(card.phone for card in answer.contacts if card.phone)[:1] or None if trusted else None,
    )


def candidates(conversations: Conversations, limit: int) -> Iterator[str]:
    """A line for each answer that may be worth a case: thumbs down first, then what was not found, newest first."""
    found = [*conversations.asked(thumb="down"), *conversations.asked("nearest", "not_found", "partial", "error")]
    for each in list({one.id: one for one in found}.values())[:limit]:
        why = f"thumb down{f' ({each.reason})' if each.reason else ''}" if each.thumb == "down" else each.status
        yield f"{each.id}  {each.created:%Y-%m-%d}  {why}: {scrubbed(conversations.answer(each.id).question)}"
    if not found:
        yield "Nothing to promote: no answer has a thumb down, and none was refused."


def append(case: Case, file: Path) -> None:
    """Add a case to a file of cases. Raises PolicydeskError when it holds the id already, or cannot be written."""
    if file.is_dir():
        raise PolicydeskError(f"{file} is a folder: name a file for --out, e.g. {file / 'drafts.jsonl'}.")
    if file.exists() and file.stat().st_size and case.id in {each.id for each in read_cases(file)}:
        raise PolicydeskError(f"{file} holds {case.id} already: edit it there.")
    try:
        with file.open("a", encoding="utf-8") as open_file:
            open_file.write(case.model_dump_json(exclude_defaults=True) + "\n")
    except OSError as error:
        raise PolicydeskError(f"{file} cannot be written ({error.strerror}): choose another --out.") from error


def _slice(answer: Answer, follows: bool) -> Slice:
    if follows:
        return "follow_up"
    if has_hangul(answer.question):
        return "korean"
    if answer.status == "smalltalk":
        return "small_talk"
    if answer.status in ("nearest", "not_found", "refused"):
        return "near_miss"
    return "contact" if answer.contacts else "plan_detail"


def _statuses(answer: Answer, trusted: bool) -> tuple[Wanted, ...]:
    sourced: tuple[Wanted, ...] = ("answered", "partial")
    if not trusted or answer.status == "error":
        return (*sourced, "not_found")
    return sourced if answer.status in sourced else (answer.status,)


def _facts(answer: Answer) -> tuple[str, ...]:
    """The first dates, amounts and the like of the quotes that the answer states too."""
    quotes = "\n".join(each.quote for each in answer.citations)
    found = [quotes[each.start : each.end] for each in values(quotes) if each.kind in _FACTS]
    return tuple(dict.fromkeys(each for each in found if each.strip() and each in answer.text))[:_MOST_FACTS]
