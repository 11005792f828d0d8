"""The Answer and its parts: what every channel renders and the API returns, frozen."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.ask import Ask, Choice, Reference
from assistant.wording import Language, Said, said, say

Status = Literal["answered", "partial", "nearest", "not_found", "clarify", "smalltalk", "refused", "error"]
Mode = Literal["extractive", "generated"]
NoticeKind = Literal["dated", "expired", "conflict", "unverified", "fallback"]


class Record(BaseModel):
    """A frozen value that turns into JSON."""

    model_config = ConfigDict(frozen=True)


class Citation(Record):
    """A verbatim quote: `quote` is characters `start` to `end` of the document's text. `n` is its mark in the answer."""

    n: int
    document_id: str
    title: str
    organisation: str | None = None
    section: str = ""
    page: int | None = None
    quote: str
    start: int
    end: int
    published: date | None = None
    url: str | None = None


class ContactCard(Record):
    """A directory entry as published; `citation` is the mark of the quote that states it.

    `dial` is the phone in E.164 with an extension as in RFC 3966, for links, and `more_dials` those of `more_phones` in
    their order; None where a number is not whole. `published` is the date of its document.
    """

    id: str = ""
    organisation: str | None = None
    unit: str | None = None
    team: str | None = None
    duties: tuple[str, ...] = ()
    unit_duties: tuple[str, ...] = ()
    room: str | None = None
    address: str | None = None
    phone: str | None = None
    dial: str | None = None
    more_phones: tuple[str, ...] = ()
    more_dials: tuple[str | None, ...] = ()
    fax: str | None = None
    email: str | None = None
    url: str | None = None
    hours: str | None = None
    person: str | None = None
    role: str | None = None
    document_id: str
    published: date | None = None
    citation: int | None = None


class Missing(Record):
    """Something that was asked for and is not stated: the field of a contact ("fax"), the kind of fact ("money"), a contact
    or an answer. `of` says of what, where the kind leaves it open: "number-of" of "teams"."""

    key: str
    of: str = ""


class Notice(Record):
    """Something the reader has to know about the answer, e.g. that a plan is over: in the answer's language, and as values."""

    kind: NoticeKind
    text: str
    said: Said | None = None


class Noted(Record):
    """A notice before its answer has a language."""

    kind: NoticeKind
    said: Said

    def told(self, language: Language) -> Notice:
        """The notice in a language."""
        return Notice(kind=self.kind, text=say(self.said, language), said=self.said)


class Usage(Record):
    """Tokens a language model was sent and gave back; zero when none was called."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class Answer(Record):
    """The one result of a question. `text` is Markdown whose marks [1], [2] number the citations.

    `ask` is what the question was understood as, and `standalone_question` the same to be shown. `items` is what the
    answer lists, in order, and `choices` what it offers to choose from: a next question refers to these, never to `text`.
    `missing` is what was asked for and is not stated. `language` is that of the sentences that the product says by itself;
    `said` are those of `text`, in its order, as values. `suggestions` are questions that can be asked as they are,
    `suggestion_labels` what to show for each in `language`.
    """

    id: str
    conversation_id: str
    status: Status
    mode: Mode = "extractive"
    text: str
    question: str
    standalone_question: str
    ask: Ask = Ask()
    items: tuple[Reference, ...] = ()
    choices: tuple[Choice, ...] = ()
    missing: tuple[Missing, ...] = ()
    citations: tuple[Citation, ...] = ()
    contacts: tuple[ContactCard, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    suggestion_labels: tuple[str, ...] = ()
    language: Language = "en"
    said: tuple[Said, ...] = ()
    usage: Usage = Usage()
    timings_ms: dict[str, float] = {}

    def also_searched(self, language: Language | None = None) -> str:
        """What was searched for besides the reader's own words, told in the answer's language or another; "" when nothing
        was."""
        words = ", ".join(dict.fromkeys(each.searched for each in self.ask.also_searched))
        return say(said("also-searched", words=words), language or self.language) if words else ""
