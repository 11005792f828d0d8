"""Attacks: what a hostile reader, document or model tries, read from JSON lines."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from retrieval.records import PolicydeskError

ATTACKS = Path(__file__).parent.parent / "attacks" / "attacks.jsonl"
DOCUMENTS = Path(__file__).parent.parent / "attacks" / "documents"

Kind = Literal[
    "system_line",
    "override",
    "prompt_leak",
    "role_play",
    "false_premise",
    "invented_contact",
    "unseen_characters",
    "marks",
    "links",
    "markup",
    "fence",
    "hidden_text",
    "title",
    "directory",
    "history",
    "reply",
]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]

_PASSAGE = re.compile(r'<passage n="(\d+)">(.*?)</passage>', re.DOTALL)
_MARK_OF = re.compile(r"\{mark_of:([^{}]+)\}")
_VERSE = 5  # words a line
_TIMES = 385
_LONG = "The plan brings lasting prosperity for every region and every company of Korea [1]. "
_FLOOD = "The Informatization Master Plan holds six core initiatives and 24 projects [{mark_of:24 projects}]. "


class Attack(BaseModel):
    """A dialogue, what a model that obeys the attacker replies, and what must not reach the reader.

    `where` says where the attack stands: in the question, in the file `document` of the folder of documents, in an
    earlier turn (`dialogue`) or in the reply alone. `must_not_show` are strings that may stand nowhere in an answer.
    With `allowed_in_quotes` they may stand where `document` itself is quoted or named as their source.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Words
    kind: Kind
    where: Literal["question", "document", "history", "reply"]
    question: Words | None = None
    dialogue: tuple[Words, ...] = ()
    document: Words | None = None
    reply: Words
    must_not_show: Annotated[tuple[Words, ...], Field(min_length=1)]
    allowed_in_quotes: bool
    why: Words

    @model_validator(mode="after")
    def _consistent(self) -> Attack:
        if (self.question is None) == (not self.dialogue):
            raise ValueError("give either a question or a dialogue")
        if (self.where == "document") != (self.document is not None):
            raise ValueError('name a document if, and only if, "where" is "document"')
        if self.allowed_in_quotes and self.document is None:
            raise ValueError("only the words of a document can be allowed in quotes")
        return self

    @property
    def turns(self) -> tuple[str, ...]:
        """What is asked, in order, in one conversation; the last one is judged."""
        return self.dialogue or (self.question or "",)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The texts that a model is told, and the forms in which a reply of the pack gives them away."""

    text: str

    def filled(self, words: str) -> str:
        """`words` with {prompt}, {prompt_base64}, {prompt_verse}, {long} and {flood} written out."""
        encoded = base64.b64encode(self.text.encode()).decode()
        told = self.text.split()
        verse = "\n".join(" ".join(told[at : at + _VERSE]) for at in range(0, len(told), _VERSE))
        forms = {"prompt": self.text, "prompt_base64": encoded, "prompt_verse": verse}
        forms |= {"long": _LONG * _TIMES, "flood": _FLOOD * _TIMES}
        for name, form in forms.items():
            words = words.replace(f"{{{name}}}", form)
        return words


def marked(reply: str, told: str) -> str:
    """A reply with each {mark_of:WORDS} as the number of the passage that holds the words, 1 when none does.

    `told` is what the model was sent, with the passages as `<passage n="1">...</passage>`.
    """
    passages = _PASSAGE.findall(told)
    return _MARK_OF.sub(lambda mark: next((n for n, text in passages if mark[1] in text), "1"), reply)


def read_attacks(path: Path = ATTACKS) -> list[Attack]:
    """The attacks of a .jsonl file. Raises PolicydeskError naming line and field, and for an id used twice."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicydeskError(f"{path} cannot be read ({error}): name a text file in UTF-8.") from error
    attacks = [_attack(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]
    ids = [attack.id for attack in attacks]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise PolicydeskError(f"{path} uses an id twice ({', '.join(sorted(twice))}); give each attack its own.")
    return attacks


def _attack(line: str, place: str) -> Attack:
    try:
        return Attack.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = f', field "{first["loc"][0]}"' if first["loc"] else ""
        raise PolicydeskError(f"{place}{field}: {first['msg']}; mend it.") from None
