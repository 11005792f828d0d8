"""Cases: eval questions with what a right answer must hold, read from JSON lines, and the judgement of an Answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.records import Answer
from retrieval.records import PolicydeskError

Slice = Literal[
    "contact",
    "plan_detail",
    "list",
    "number",
    "date",
    "multi_document",
    "follow_up",
    "near_miss",
    "far",
    "wrong_premise",
    "expired_plan",
    "noisy_spelling",
    "korean",
    "adversarial",
    "small_talk",
]
Wanted = Literal["answered", "partial", "not_found", "clarify", "smalltalk", "refused"]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Alternatives = Annotated[tuple[Words, ...], Field(min_length=1)]

_SOURCED = ("answered", "partial")
_MARK = re.compile(r"\[(\d+)\]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class Section(BaseModel):
    """A document's section, by its heading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: Words
    heading: Words


class Case(BaseModel):
    """A question and what a right answer to it holds.

    `turns` are asked before it in the same conversation. `must` holds strings, each of them in the answer's text or
    on its contact cards; a group of alternatives is met by any one of them. In a group the first stands verbatim in a
    document and the others are other ways to write the same. `contacts` are phones that the cards must hold; () means
    that no card may be shown, None that cards are not judged. `or_says` is for questions whose answer is that the
    page does not say: a status outside `status` is right too when the text holds one of these. `cited` are sections that
    a citation must point into; the question as it was searched for must hold one of the words `standalone`; `notice`
    means that the reader must be told that what the answer says is over, dated or not final.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Words
    slice: Slice
    turns: tuple[Words, ...] = ()
    question: Words
    status: Annotated[tuple[Wanted, ...], Field(min_length=1)]
    must: tuple[Words | Alternatives, ...] = ()
    must_not: tuple[Words, ...] = ()
    documents: tuple[Words, ...] = ()
    contacts: tuple[Words, ...] | None = None
    or_says: tuple[Words, ...] = ()
    cited: tuple[Section, ...] = ()
    standalone: tuple[Words, ...] = ()
    notice: bool = False

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """`must` with every entry as a group of alternatives."""
        return tuple((each,) if isinstance(each, str) else each for each in self.must)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at in an answer, whether it was right, and in words what was wanted and what was there."""

    name: Literal["status", "must", "must_not", "documents", "contacts", "marks"]
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


def read_cases(path: Path) -> list[Case]:
    """The cases of a .jsonl file, or of every .jsonl file of a folder in the order of their names.

    Raises PolicydeskError naming file, line and field for a line that is no case, for an id used twice, for a path
    that cannot be read, and for a path without any case.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    seen: dict[str, str] = {}
    cases = []
    for file in files:
        for place, line in _lines(file):
            case = _case(line, place)
            if case.id in seen:
                raise PolicydeskError(
                    f'{place}, field "id": {case.id} is used at {seen[case.id]} too; give it another.'
                )
            seen[case.id] = place
            cases.append(case)
    if not cases:
        raise PolicydeskError(
            f"{path} holds no cases: name a .jsonl file with a case a line, or a folder of such files."
        )
    return cases


def judge(case: Case, answer: Answer) -> Judgement:
    """Hold the answer against the case. Case of letters, kinds of dash, emphasis and marks make no difference."""
    shown = _plain("\n".join([answer.text, *_card_texts(answer)]))
    checks = [
        _status(case, answer),
        *(_must(group, shown) for group in case.groups),
        *(_must_not(words, shown) for words in case.must_not),
        *_documents(case, answer),
        *_contacts(case, answer),
        _marks(answer),
    ]
    return Judgement(case, answer, tuple(checks))


def says(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as whole words, compared as `judge` compares them."""
    return _holds(_plain(text), words)


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicydeskError(
            f"{file} cannot be read ({error}): name a text file in UTF-8 with a case a line."
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{file}, line {number}", line


def _case(line: str, place: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            raise PolicydeskError(f"{place}: {first['msg']}; write one JSON object a line.") from None
        raise PolicydeskError(f'{place}, field "{first["loc"][0]}": {first["msg"]}; mend it.') from None


def _status(case: Case, answer: Answer) -> Check:
    if answer.status in case.status:
        return Check("status", True, f"The status is {answer.status}.")
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
    """`words` as whole words, so that "24" is not found in "2024"; the text is one that `_plain` gave."""
    wanted = _plain(words)
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, plain) is not None


def _listed(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)
