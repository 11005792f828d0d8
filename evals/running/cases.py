"""Cases: eval questions with what a right answer must hold, read from JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

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
Wanted = Literal["answered", "partial", "nearest", "not_found", "clarify", "smalltalk", "refused"]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Alternatives = Annotated[tuple[Words, ...], Field(min_length=1)]


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


def read_cases(path: Path) -> list[Case]:
    """The cases of a .jsonl file, or of every .jsonl file of a folder in the order of their names.

    Raises PolicydeskError naming file, line and field for a line that is no case, for an id used twice, for a path
    that cannot be read, and for a path without any case.
    """
    return read_all([path])


def read_all(paths: Iterable[Path]) -> list[Case]:
    """The cases of several paths, as `read_cases` gives those of one; no id may be used twice among all of them."""
    seen: dict[str, str] = {}
    found: list[Case] = []
    for path in paths:
        cases = list(_numbered(path, seen))
        if not cases:
            raise PolicydeskError(
                f"{path} holds no cases: name a .jsonl file with a case a line, or a folder of such files."
            )
        found += cases
    return found


def _numbered(path: Path, seen: dict[str, str]) -> Iterator[Case]:
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for place, line in _lines(file):
            case = _case(line, place)
            if case.id in seen:
                raise PolicydeskError(
                    f'{place}, field "id": {case.id} is used at {seen[case.id]} too; give it another.'
                )
            seen[case.id] = place
            yield case


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
        field = f', field "{first["loc"][0]}"' if first["loc"] else ""
        raise PolicydeskError(f"{place}{field}: {first['msg']}; mend it.") from None
