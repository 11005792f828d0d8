"""The judgement of an Answer by the case that it answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.records import Answer
from evals.running.cases import Case

_SOURCED = ("answered", "partial")
_NOT_HANGUL = r"[^\W가-힣]"
_MARK = re.compile(r"\[(\d+)\]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at in an answer, whether it was right, and in words what was wanted and what was there."""

    name: Literal["status", "must", "must_not", "documents", "contacts", "cited", "standalone", "notice", "marks"]
    passed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A case, the answer it got and what was checked."""

    case: Case
    answer: Answer
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[str, ...]:
        """What was wrong, one sentence a failed check."""
        return tuple(check.words for check in self.checks if not check.passed)


def judge(case: Case, answer: Answer, *, bare: bool = False) -> Judgement:
    """Hold the answer against the case. Case of letters, kinds of dash, emphasis and marks make no difference.

    Of a system that gives text only (`bare`) citations, cards, notices and the question searched for are not judged.
    """
    shown = _plain("\n".join([answer.text, *_card_texts(answer)]))
    checks = [
        _status(case, answer),
        *(_must(group, shown) for group in case.groups),
        *(_must_not(words, shown) for words in case.must_not),
    ]
    if not bare:
        checks += [
            *_documents(case, answer),
            *_contacts(case, answer),
            *_cited(case, answer),
            *_standalone(case, answer),
            *_notice(case, answer),
            _marks(answer),
        ]
    return Judgement(case, answer, tuple(checks))


def says(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as whole words, compared as `judge` compares them."""
    return _holds(_plain(text), words)


def _status(case: Case, answer: Answer) -> Check:
    if answer.status in case.status:
        return Check("status", True, f"The status is {answer.status}.")
    if answer.status == "nearest" and "not_found" in case.status:
        return Check("status", True, "What is near is shown as no more than that, where nothing answers.")
    if answer.status in _SOURCED and any(says(answer.text, words) for words in case.or_says):
        return Check("status", True, f"The status is {answer.status} and the text says what the page leaves open.")
    instead = f' (or a text with "{case.or_says[0]}")' if case.or_says else ""
    return Check("status", False, f"The status is {answer.status}, not {' or '.join(case.status)}{instead}.")


def _must(group: tuple[str, ...], shown: str) -> Check:
    wanted = " or ".join(f'"{words}"' for words in group)
    found = any(_holds(shown, words) for words in group)
    return Check("must", found, f"{wanted} is there." if found else f"{wanted} is missing.")


def _must_not(words: str, shown: str) -> Check:
    found = _holds(shown, words)
    return Check("must_not", not found, f'"{words}" is there.' if found else f'"{words}" is not there.')


def _documents(case: Case, answer: Answer) -> Iterator[Check]:
    cited = {citation.document_id for citation in answer.citations}
    for document in case.documents:
        found = document in cited
        yield Check("documents", found, f"{document} is cited." if found else f"{document} is not cited.")


def _contacts(case: Case, answer: Answer) -> Iterator[Check]:
    phones = {card.phone for card in answer.contacts}
    if case.contacts == ():
        shown = _listed(card.team or card.unit or card.phone for card in answer.contacts)
        yield Check("contacts", not answer.contacts, f"Cards: {shown or 'none'}; none may be shown.")
    for phone in case.contacts or ():
        found = phone in phones
        yield Check(
            "contacts", found, f"A card {'holds' if found else 'with'} {phone}{'.' if found else ' is missing.'}"
        )


def _cited(case: Case, answer: Answer) -> Iterator[Check]:
    for each in case.cited:
        found = any(
            citation.document_id == each.document and each.heading in citation.section.split(" > ")
            for citation in answer.citations
        )
        verb = "A" if found else "No"
        yield Check("cited", found, f'{verb} citation points into "{each.heading}" of {each.document}.')


def _standalone(case: Case, answer: Answer) -> Iterator[Check]:
    if case.standalone:
        asked = answer.standalone_question
        found = any(says(asked, words) for words in case.standalone)
        wanted = " or ".join(f'"{words}"' for words in case.standalone)
        words = f'The question searched for is "{asked}", {"with" if found else "without"} {wanted}.'
        yield Check("standalone", found, words)


def _notice(case: Case, answer: Answer) -> Iterator[Check]:
    if case.notice:
        found = bool({notice.kind for notice in answer.notices} & {"dated", "expired"})
        yield Check("notice", found, f"{'A' if found else 'No'} notice says that it is over, dated or not final.")


def _marks(answer: Answer) -> Check:
    numbers = {citation.n for citation in answer.citations}
    loose = sorted({int(number) for number in _MARK.findall(answer.text)} - numbers)
    if loose:
        return Check("marks", False, f"No citation has the number of {_listed(f'[{n}]' for n in loose)}.")
    if answer.status == "answered" and not numbers:
        return Check("marks", False, "The answer cites nothing.")
    return Check("marks", True, "Every mark has its citation.")


def _card_texts(answer: Answer) -> Iterator[str]:
    for card in answer.contacts:
        named = (card.organisation, card.unit, card.team, card.room, card.address, card.phone, card.email)
        yield "\n".join(filter(None, (*named, *card.duties, *card.unit_duties)))


def _plain(text: str) -> str:
    without_marks = _MARK.sub(" ", text.replace("**", ""))
    return " ".join(unicodedata.normalize("NFKC", without_marks).translate(_DASHES).casefold().split())


def _holds(plain: str, words: str) -> bool:
    """`words` as whole words, so that "24" is not found in "2024", with Korean particles or without; the text is one that
    `_plain` gave."""
    wanted = _plain(words)
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = rf"(?!{_NOT_HANGUL})" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, plain) is not None


def _listed(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)
