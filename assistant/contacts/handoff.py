"""A text to hand on to a person: what was asked, found and not found, and whom to contact. It is never sent from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.conversations import Conversations, ExplainedAnswer
from assistant.question import wants_human
from assistant.quoting import said_title, sentence
from assistant.records import Answer, Citation, ContactCard, Record, Status
from assistant.wording import Language, Said, said, say
from retrieval.language.values import values
from retrieval.patterns import late_pattern

_MOST_QUOTES = 4
_LONGEST_QUOTE = 240  # characters
_MOST_MISSING = 4
_WITH_DIGIT = late_pattern(r"[\s(]*\S*\d\S*$")
_BY_STATUS: Mapping[Status, Said] = {
    "nearest": said("handoff-unsure"),
    "not_found": said("handoff-not-found"),
    "partial": said("handoff-partial"),
    "clarify": said("handoff-clarify"),
    "refused": said("handoff-refused"),
    "error": said("handoff-error"),
}
_WORDS = {
    "title": said("handoff-title"),
    "date": said("handoff-date"),
    "nothing": said("handoff-nothing"),
    "who": said("handoff-who"),
    "person": said("handoff-person"),
    "phone": said("handoff-phone"),
    "fax": said("handoff-fax"),
    "email": said("handoff-email"),
    "web": said("handoff-web"),
    "where": said("handoff-where"),
    "hours": said("handoff-hours"),
    "source": said("handoff-source"),
    "undated": said("handoff-undated"),
    "not-sent": said("handoff-not-sent"),
}
_WARNINGS = ("conflict", "unverified", "expired", "dated")
_REACHES: frozenset[str] = frozenset({"phone", "email", "url"})


class HandedOn(Record):
    """A text to hand on to a person, and the directory entries that it names. Nothing has been sent."""

    answer_id: str
    text: str
    contacts: tuple[ContactCard, ...]


def text(answer: Answer, asked: date | None = None, earlier: Sequence[Answer] = ()) -> str:
    """The text, in the language of the answer; `asked` is the day of the answer.

    `earlier` are the answers before it in the conversation, oldest first: where somebody only asked for a person, the
    question is the one before, with what was found for it. A phone, e-mail or web address that the documents do not
    state stands in the text only where a question itself has it.
    """
    before = _before(answer, earlier)
    answer = _together(before, answer) if before else answer
    known = _known(answer)
    nearest = answer.status in ("nearest", "not_found") and answer.citations
    sections = [
        (said("handoff-question"), [each.question for each in (before, answer) if each]),
        (said("handoff-understood"), _understood(answer, known)),
        (said("handoff-nearest") if nearest else said("handoff-found"), _found(answer)),
        (said("handoff-missing"), _missing(answer, known)),
        (said("handoff-check"), _warnings(answer, known)),
        (said("handoff-contact"), _cards(answer)),
    ]
    words = answer.language
    head = [_word("title", words), *([f"{_word('date', words)}: {asked}"] if asked else [])]
    shown = (_section(say(label, words), lines) for label, lines in sections if lines)
    blocks = ["\n".join(head), *shown, _word("not-sent", words)]
    return "\n\n".join(blocks) + "\n"


def handed_on(explained: ExplainedAnswer, earlier: Sequence[Answer] = ()) -> HandedOn:
    """The text for a stored answer; for `earlier` see `text`."""
    answer = explained.answer
    return HandedOn(answer_id=answer.id, text=text(answer, explained.created.date(), earlier), contacts=answer.contacts)


def hand_on(answer_id: str, conversations: Conversations) -> HandedOn:
    """The text for a stored answer with those before it. Raises `UnknownConversationError`."""
    explained = conversations.explained(answer_id)
    return handed_on(explained, conversations.line(after=answer_id)[:-1])


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


def _word(key: str, language: Language) -> str:
    return say(_WORDS[key], language)


def _section(label: str, lines: Sequence[str]) -> str:
    return "\n".join([label, *(f"  {' '.join(line.split())}".rstrip() for line in lines)])


def _understood(answer: Answer, known: set[str]) -> list[str]:
    asked, standalone = (" ".join(each.split()) for each in (answer.question, answer.standalone_question))
    return [standalone] if standalone and standalone != asked and _is_known(standalone, known) else []


def _found(answer: Answer) -> list[str]:
    """The first quotes but for those that a card shows."""
    shown = {card.citation for card in answer.contacts}
    quoted = [each for each in answer.citations if each.n not in shown]
    lines = [f'- "{_short(each.quote)}" ({_source(each, answer.language)})' for each in quoted[:_MOST_QUOTES]]
    if left := len(quoted) - len(lines):
        lines.append(say(said("handoff-more", n=left), answer.language))
    return lines or ([] if answer.contacts else [_word("nothing", answer.language)])


def _missing(answer: Answer, known: set[str]) -> list[str]:
    """What was asked for and is not stated, else what the status says of it."""
    general = _BY_STATUS.get(answer.status)
    if answer.status == "smalltalk":
        return []
    own = [line for each in answer.missing if _is_known(line := say(sentence(each), answer.language), known)]
    if general and not own:
        own.append(say(general, answer.language))
    return [f"- {each}" for each in dict.fromkeys(own)][:_MOST_MISSING]


def _warnings(answer: Answer, known: set[str]) -> list[str]:
    notices = [each for kind in _WARNINGS for each in answer.notices if each.kind == kind]
    return [f"- {each.text}" for each in notices if _is_known(each.text, known)]


def _cards(answer: Answer) -> list[str]:
    sources = {each.n: each for each in answer.citations}
    lines: list[str] = []
    for card in answer.contacts:
        lines += [*([""] if lines else []), *_card(card, sources, answer.language)]
    return lines


def _card(card: ContactCard, sources: Mapping[int, Citation], words: Language) -> Iterator[str]:
    stated = sources.get(card.citation) if card.citation is not None else None
    source = _source(stated, words) if stated else f"{card.document_id}, {card.published or _word('undated', words)}"
    rows = (
        (_word("who", words), (card.team, card.unit, card.organisation)),
        (_word("person", words), (card.person, card.role)),
        (_word("phone", words), (card.phone, *card.more_phones)),
        (_word("fax", words), (card.fax,)),
        (_word("email", words), (card.email,)),
        (_word("web", words), (card.url,)),
        (_word("where", words), (card.room, card.address)),
        (_word("hours", words), (card.hours,)),
        (_word("source", words), (source,)),
    )
    for label, parts in rows:
        if value := ", ".join(filter(None, parts)):
            yield f"{label}: {value}"


def _source(citation: Citation, words: Language) -> str:
    page = say(said("handoff-page", n=citation.page), words) if citation.page is not None else None
    parts = (said_title(citation.title, citation.document_id), page, str(citation.published or _word("undated", words)))
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
