"""An answer as its reader gets it in another program: the text with notices and sources, and links to the quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from assistant.quoting import escaped
from assistant.records import Answer, Citation, Usage
from assistant.wording import said, say
from retrieval.patterns import late_pattern

_MARK = late_pattern(r"(?<!\\)\[(\d{1,3})\]")  # quotes have theirs escaped


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark of the text, characters `start` to `end` (code points), and where it leads."""

    start: int
    end: int
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent; without an `answer` it is to what was no question, and nothing is kept of it."""

    text: str
    answer: Answer | None = None
    annotations: tuple[Annotation, ...] = ()
    base: str = ""

    @property
    def usage(self) -> Usage:
        """The tokens of the language model; none without one."""
        return self.answer.usage if self.answer else Usage()

    @property
    def appended(self) -> str:
        """What follows the answer's own text."""
        return self.text.removeprefix(self.answer.text) if self.answer else self.text


def reply_of(answer: Answer, base: str, *, listed: bool) -> Reply:
    """An answer with what has to be read beside it, and its sources as a list if they are `listed`."""
    note = say(said("page-notice"), answer.language)
    parts = [
        answer.text,
        escaped(answer.also_searched()),
        *(f"> {note}: {escaped(each.text)}" for each in answer.notices),
        _sources(answer, base) if listed else "",
    ]
    return Reply("\n\n".join(part for part in parts if part), answer, _annotations(answer, base), base)


def policydesk_object(reply: Reply) -> dict[str, Any] | None:
    """What the formats have no field for, for programs that know this product."""
    answer = reply.answer
    if answer is None:
        return None
    held = answer.model_dump(mode="json", include={"status", "mode", "language", "contacts", "notices", "suggestions"})
    cited = [each.model_dump(mode="json") | {"link": link(each, reply.base)} for each in answer.citations]
    return {"answer_id": answer.id, "conversation_id": answer.conversation_id, **held, "citations": cited}


def link(citation: Citation, base: str) -> str:
    """Opens the document on our page at the quote."""
    return f"{base}/#{urlencode({'doc': citation.document_id, 'start': citation.start, 'end': citation.end})}"


def place(citation: Citation, answer: Answer) -> str:
    """The title, the section and the page of a quote."""
    section = citation.section.removeprefix(citation.title).removeprefix(" > ")
    page = say(said("cli-page", n=citation.page), answer.language) if citation.page is not None else ""
    return ", ".join(part for part in (citation.title, section, page) if part)


def _annotations(answer: Answer, base: str) -> tuple[Annotation, ...]:
    cited = {each.n: each for each in answer.citations}
    marks = ((mark, cited.get(int(mark[1]))) for mark in _MARK.finditer(answer.text))
    return tuple(
        Annotation(mark.start(), mark.end(), link(citation, base), citation.title)
        for mark, citation in marks
        if citation
    )


def _sources(answer: Answer, base: str) -> str:
    if not answer.citations:
        return ""
    lines = [f"- [{each.n}] [{_label(place(each, answer))}]({link(each, base)})" for each in answer.citations]
    return "\n".join((f"**{say(said('page-sources'), answer.language)}**", "", *lines))


def _label(text: str) -> str:
    """Text that can stand in a link's brackets."""
    return " ".join(text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").split())
