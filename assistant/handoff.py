"""A text to hand on to a person: what was asked, found and not found, and whom to contact. It is never sent from here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.conversations import Conversations, ExplainedAnswer
from assistant.handoff_words import WORDS, Language, Words
from assistant.missing import sentence
from assistant.records import Answer, Citation, ContactCard, Record
from assistant.titles import said_title
from assistant.understand import wants_human
from retrieval.language.values import values

_MOST_QUOTES = 4
_LONGEST_QUOTE = 240  # characters
_MOST_MISSING = 4
_HANGUL_WORD = re.compile(r"\b\w*[가-힣]\w*")
_ENGLISH = re.compile(
    r"\b(?:who|whom|what|which|where|when|how|is|are|do|does|did|can|the|of|for|at|in|to|about|me|please)\b",
    re.IGNORECASE,
)
_WITH_DIGIT = re.compile(r"[\s(]*\S*\d\S*$")
_WARNINGS = ("conflict", "unverified", "expired", "dated")
_REACHES: frozenset[str] = frozenset({"phone", "email", "url"})


class HandedOn(Record):
    """A text to hand on to a person, and the directory entries that it names. Nothing has been sent."""

    answer_id: str
    text: str
    contacts: tuple[ContactCard, ...]


def text(answer: Answer, asked: date | None = None, earlier: Sequence[Answer] = ()) -> str:
    """The text, in English or Korean as the question is; `asked` is the day of the answer.

    `earlier` are the answers before it in the conversation, oldest first: where somebody only asked for a person, the
    question is the one before, with what was found for it. A phone, e-mail or web address that the documents do not
    state stands in the text only where a question itself has it.
    """
    words = WORDS[language(answer.question)]
    before = _before(answer, earlier)
    answer = _together(before, answer) if before else answer
    known = _known(answer)
    sections = [
        (words.question, [each.question for each in (before, answer) if each]),
        (words.understood, _understood(answer, known)),
        (words.nearest if answer.status == "not_found" and answer.citations else words.found, _found(answer, words)),
        (words.missing, _missing(answer, words, known)),
        (words.check, _warnings(answer, known)),
        (words.contact, _cards(answer, words)),
    ]
    head = [words.title, *([f"{words.date}: {asked}"] if asked else [])]
    blocks = ["\n".join(head), *(_section(label, lines) for label, lines in sections if lines), words.not_sent]
    return "\n\n".join(blocks) + "\n"


def handed_on(explained: ExplainedAnswer, earlier: Sequence[Answer] = ()) -> HandedOn:
    """The text for a stored answer; for `earlier` see `text`."""
    answer = explained.answer
    return HandedOn(answer_id=answer.id, text=text(answer, explained.created.date(), earlier), contacts=answer.contacts)


def hand_on(answer_id: str, conversations: Conversations) -> HandedOn:
    """The text for a stored answer with those before it. Raises `UnknownConversationError`."""
    explained = conversations.explained(answer_id)
    return handed_on(explained, conversations.line(after=answer_id)[:-1])


def language(question: str) -> Language:
    """Korean where a question has more Korean words than English ones that hold a sentence together."""
    return "ko" if len(_HANGUL_WORD.findall(question)) > len(_ENGLISH.findall(question)) else "en"


def _before(answer: Answer, earlier: Sequence[Answer]) -> Answer | None:
    """The answer that a wish for a person follows."""
    if not wants_human(answer.question):
        return None
    idle = ("smalltalk", "refused", "error")
    return next((e for e in reversed(earlier) if e.status not in idle and not wants_human(e.question)), None)


def _together(before: Answer, answer: Answer) -> Answer:
    """The answer with the quotes of the one before in front of its own, and what that one said is not stated."""
    first = len(before.citations)
    own = [each.model_copy(update={"n": each.n + first}) for each in answer.citations]
    cards = [each.model_copy(update={"citation": each.citation and each.citation + first}) for each in answer.contacts]
    places = {(each.document_id, each.start, each.end) for each in before.citations}
    held = {each.n for each in own if (each.document_id, each.start, each.end) in places}
    shown = {each.citation for each in cards}
    return answer.model_copy(
        update={
            "missing": tuple(dict.fromkeys((*before.missing, *answer.missing))),
            "citations": (
                *(each for each in before.citations if each.n not in {card.citation for card in before.contacts}),
                *(each for each in own if each.n not in held or each.n in shown),
            ),
            "contacts": tuple(cards),
            "notices": tuple(dict.fromkeys((*before.notices, *answer.notices))),
        }
    )


def _section(label: str, lines: Sequence[str]) -> str:
    return "\n".join([label, *(f"  {' '.join(line.split())}".rstrip() for line in lines)])


def _understood(answer: Answer, known: set[str]) -> list[str]:
    asked, standalone = (" ".join(each.split()) for each in (answer.question, answer.standalone_question))
    return [standalone] if standalone and standalone != asked and _is_known(standalone, known) else []


def _found(answer: Answer, words: Words) -> list[str]:
    """The first quotes but for those that a card shows."""
    shown = {card.citation for card in answer.contacts}
    quoted = [each for each in answer.citations if each.n not in shown]
    lines = [f'- "{_short(each.quote)}" ({_source(each, words)})' for each in quoted[:_MOST_QUOTES]]
    if left := len(quoted) - len(lines):
        lines.append(words.more.format(n=left))
    return lines or ([] if answer.contacts else [words.nothing])


def _missing(answer: Answer, words: Words, known: set[str]) -> list[str]:
    """What was asked for and is not stated, else what the status says of it."""
    general = words.by_status.get(answer.status)
    if answer.status == "smalltalk":
        return []
    said = [line for each in answer.missing if _is_known(line := sentence(each), known)]
    if general and not (said and words is WORDS["en"]):
        said.insert(0, general)
    return [f"- {each}" for each in dict.fromkeys(said)][:_MOST_MISSING]


def _warnings(answer: Answer, known: set[str]) -> list[str]:
    notices = [each for kind in _WARNINGS for each in answer.notices if each.kind == kind]
    return [f"- {each.text}" for each in notices if _is_known(each.text, known)]


def _cards(answer: Answer, words: Words) -> list[str]:
    sources = {each.n: each for each in answer.citations}
    lines: list[str] = []
    for card in answer.contacts:
        lines += [*([""] if lines else []), *_card(card, sources, words)]
    return lines


def _card(card: ContactCard, sources: Mapping[int, Citation], words: Words) -> Iterator[str]:
    stated = sources.get(card.citation) if card.citation is not None else None
    source = _source(stated, words) if stated else f"{card.document_id}, {card.published or words.undated}"
    rows = (
        (words.who, (card.team, card.unit, card.organisation)),
        (words.person, (card.person, card.role)),
        (words.phone, (card.phone, *card.more_phones)),
        (words.fax, (card.fax,)),
        (words.email, (card.email,)),
        (words.web, (card.url,)),
        (words.where, (card.room, card.address)),
        (words.hours, (card.hours,)),
        (words.source, (source,)),
    )
    for label, written in rows:
        if value := ", ".join(filter(None, written)):
            yield f"{label}: {value}"


def _source(citation: Citation, words: Words) -> str:
    page = words.page.format(n=citation.page) if citation.page is not None else None
    parts = (said_title(citation.title, citation.document_id), page, str(citation.published or words.undated))
    return ", ".join(filter(None, (*parts, citation.url)))


def _short(quote: str) -> str:
    """The quote on one line, cut between words, and never within or behind the digits of a number."""
    line = " ".join(quote.split())
    if len(line) <= _LONGEST_QUOTE:
        return line
    cut = line[: _LONGEST_QUOTE + 1].rpartition(" ")[0] or line[:_LONGEST_QUOTE]
    while (shorter := _WITH_DIGIT.sub("", cut)) != cut:
        cut = shorter
    return f"{cut.rstrip(' ,;:')} ..."


def _known(answer: Answer) -> set[str]:
    """The ways to reach somebody that the cards, the quotes and the question state."""
    cards = [
        value
        for card in answer.contacts
        for value in (card.phone, *card.more_phones, card.fax, card.email, card.url)
        if value
    ]
    quotes = [each.quote for each in answer.citations]
    return {claim for text in (answer.question, *cards, *quotes) for claim in _reaching(text)}


def _is_known(line: str, known: set[str]) -> bool:
    return all(each in known for each in _reaching(line))


def _reaching(line: str) -> list[str]:
    return [claim.value for claim in values(line) if claim.kind in _REACHES]
