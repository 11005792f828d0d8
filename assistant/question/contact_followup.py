"""Follow-ups of a contact answer: another team, a place in its list, a further field of its team, or somebody else.

The team that is meant is referred to by the ids of its entries where an answer has shown or offered it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.ask import Ask, Choice, ContactField, Reference
from assistant.question.asked_fields import CALLED, asked_fields, followed_field, without_fields
from assistant.question.choice import is_place, offered, placed, refuses
from assistant.question.excluded import is_excluded
from assistant.question.followup import for_teams_of
from assistant.records import Answer, ContactCard
from assistant.wording import said
from retrieval.contacts.routing import is_reachable
from retrieval.language import content_words
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Names, mentions

_BODIES = r"team|division|department|bureau|office|unit|section|desk|group|center|centre"
_FIELD_WORDS = (
    r"(?:e-?mail|fax|phone|room|address|web ?site|office hours|opening hours|number|head)(?: (?:address|number))?"
)
_OPENERS = r"^\W*(?:(?:and|also|or|but|then|so|ok(?:ay)?|what about|how about|what of|그럼|그리고|그러면)\b[\s,]*)*"
_OTHER_TEAM = late_pattern(
    rf"{_OPENERS}(?:(?:(?:what is|what['’]s)\s+)?(?:the\s+)?(?:{_FIELD_WORDS})\s+(?:of|for|at)\s+|(?:for|of|at|with)\s+)?(?:the\s+)?(?P<name>(?:[\w&'./-]+\s+){{1,6}}(?:{_BODIES}))(?:['’]s)?\W*$|"
    rf"{_OPENERS}(?P<korean>[가-힣A-Za-z]+(?:팀|과|실|단|부|국|센터))(?:은|는|이|의)?(?:요)?\W*$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "the other another remaining same this that these those which what who whose whom my your our their its his her no any every each all "
    "both first second third last is are was were does do has have in on for about of".split()
)
_BACK = late_pattern(
    r"\b(?:they|them|their|theirs|its?|he|she|him|his|her|(?:this|that|the) (?:team|office|group|unit|division))\b|"
    r"\b(?:right|correct|true)\W*$|\bisn['’]?t it\b|\baren['’]?t they\b|맞(?:나|습|죠|지|아)|그 ?팀|거기",
    re.IGNORECASE,
)
_NAMED_BODY = late_pattern(rf"\b(?:[A-Z][\w&-]*\s+)+(?:{_BODIES})\b", re.IGNORECASE)
_EXACT = late_pattern(r"\d{2,}|@")
_MOST_WORDS = 1  # beside the field, in a question that does not point back
_IDLE = ("smalltalk", "refused", "error")


def contact_follow_up(
    ask: Ask, history: Sequence[Answer], names: Names, directory: Callable[[], Sequence[Contact]]
) -> Ask | None:
    """What a follow-up of a contact answer wants; None when it is another kind of question.

    `history` is oldest first; `directory` gives the contacts of the documents.
    """
    turns = [each for each in history if each.ask.text and each.status not in _IDLE]
    turns = [each for each in turns if each.status != "clarify" or offered(each)]
    if not turns:
        return None
    if refuses(ask.typed):
        return _somebody_else(ask, turns[-1], names, directory)
    if is_place(ask.typed):
        return _by_place(ask, turns)
    if name := _other_team(ask.typed, ask.text, names):
        return _of_other_team(name, ask, turns[-1])
    return _further_field(ask, turns[-1], names)


def shown(answer: Answer) -> tuple[Choice, ...]:
    """The teams, or else units and bodies, that an answer shows or offers, in order and each once."""
    if not answer.contacts:
        return answer.choices
    ids: dict[str, list[str]] = {}
    for card in answer.contacts:
        if name := _name(card):
            ids.setdefault(name, []).append(card.id)
    return tuple(Choice(name=name, ids=tuple(held)) for name, held in ids.items())


def _name(card: ContactCard) -> str | None:
    return card.team or card.unit or card.organisation


def _to(
    ask: Ask, name: str, body: str | None = None, field: ContactField | None = None, ids: tuple[Reference, ...] = ()
) -> Ask:
    """The question for a team, or for a field of its entry."""
    of = f"{name} of {body}" if body and body != name else name
    text = f"What is the {CALLED[field]} of the {of}?" if field else f"How do I contact the {of}?"
    fields = tuple(dict.fromkeys(filter(None, (field, *asked_fields(ask.typed)))))
    return ask.but(intent="contact", text=text, fields=fields, chosen=ids, way=True)


def _by_place(ask: Ask, turns: Sequence[Answer]) -> Ask | None:
    """The contact at a place of the newest list; None when that is no list of contacts."""
    listed = next((e for e in reversed(turns) if len(shown(e)) > 1 or e.choices or _has_list(e)), None)
    options = shown(listed) if listed else ()
    n = placed(ask.typed)
    if listed is None or n is None or len(options) < (1 if listed.choices else 2):
        return None
    if n > len(options):
        return ask.but(why=said("which-list", n=n))
    option = options[n - 1 if n > 0 else n]
    body = next((each.organisation for each in listed.contacts if _name(each) == option.name), None)
    return _to(ask, option.name, body, ids=option.references)


def _has_list(answer: Answer) -> bool:
    return not answer.contacts and len(answer.items) > 1


def _other_team(asked: str, worded: str, names: Names) -> str | None:
    """The team that a question consists of."""
    found = _OTHER_TEAM.match(worded) or _OTHER_TEAM.match(asked)
    name = (found["name"] or found["korean"]) if found else None
    first = name.split()[:-1] if name else []
    return name if name and not {word.lower() for word in first} & _NO_NAME else None


def _of_other_team(name: str, ask: Ask, last: Answer) -> Ask | None:
    """The same question, or the same field, of a team that is named; of one that is asked for by a number no field."""
    own = followed_field(ask.typed)
    field = own or next(iter(last.ask.fields), None) or followed_field(last.ask.text)
    if not last.contacts and not offered(last) and not field:
        return None
    exact = last.ask.excluded or _EXACT.search(last.ask.text)
    return _to(ask, name, field=field if own or not exact else None)


def _further_field(ask: Ask, last: Answer, names: Names) -> Ask | None:
    options = shown(last) if last.contacts else ()
    field = followed_field(ask.typed) or followed_field(ask.text)
    if field == "address" and last.ask.intent != "contact":
        return None  # where something is that an entry stood beside
    if len(options) != 1 or field is None or _names_other(ask.text, options[0].name, names):
        return None
    if not _BACK.search(ask.typed) and len(_own_words(ask.text)) > _MOST_WORDS:
        return None
    card = last.contacts[0]
    about = ", ".join(dict.fromkeys(filter(None, (_name(card), card.organisation))))
    meant = _to(ask, options[0].name, field=field, ids=options[0].references)
    return meant.but(text=ask.text, about=about)


def _names_other(text: str, shown: str, names: Names) -> bool:
    """Whether a question names another team or, unless it points back, anything else by name."""
    body = _NAMED_BODY.search(re.sub(rf"{_OPENERS}(?:the\s+)?", "", text))
    own_body = body is not None and not any(word.lower() in _NO_NAME for word in body[0].split()[:-1])
    if own_body and not mentions(text, shown):
        return True
    return bool(names.found_in(text)) and not _BACK.search(text)


def _own_words(text: str) -> list[str]:
    return content_words(without_fields(text))


def _somebody_else(ask: Ask, last: Answer, names: Names, directory: Callable[[], Sequence[Contact]]) -> Ask:
    """Who else there is, after teams that are not meant; where there is nobody else, or others were set aside before,
    what it is about is asked."""
    excluded = tuple(reference for each in shown(last) for reference in each.references)
    if not excluded or last.ask.excluded or last.status in ("nearest", "not_found"):
        return ask.but(why=said("what-about"))
    units = {each.unit or each.organisation for each in last.contacts}
    if len(units) != 1 or not (unit := units.pop()):
        text = f"How do I contact somebody for this: {last.ask.text.rstrip(' ?.!')}?"
        return ask.but(intent="contact", text=text, excluded=excluded, way=True)
    of_unit = [each for each in directory() if (each.unit or each.organisation) == unit and is_reachable(each)]
    if all(is_excluded(each, excluded, names) for each in of_unit):
        return ask.but(why=said("what-about"))
    return for_teams_of(unit, ask, excluded)
