"""Follow-ups of a contact answer: another team, a place in its list, a further field of its team, or somebody else.

The questions made here name the team in full, so that no other team's entry can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choice import is_place, offered, placed, refuses
from assistant.quotes import unescaped
from assistant.records import Answer, ContactCard
from assistant.wording import Said, said, say
from retrieval.lexical import QUESTION_WORDS
from retrieval.wording import Names, mentions

_FIELDS = (
    ("e-mail address", r"\be-?mails?\b|이메일|메일"),
    ("fax number", r"\bfax\b|팩스"),
    ("office hours", r"\b(?:office|opening|business|working) hours\b|\bhours\b|\b(?:open|closed?|closes|opens)\b|"
        r"(?:업무|운영|근무) ?시간|언제 ?(?:열|문)|몇 ?시"),
    ("web address", r"\b(?:web ?site|web ?page|home ?page|url|web address)\b|홈페이지|누리집"),
    ("phone number", r"\b(?:tele)?phones?\b|\b(?:call|ring|dial|number)\b|전화"),
    ("room", r"\brooms?\b|\bwhich floor\b|호실|몇 ?호"),
    ("address", r"\baddress\b|\bwhere\b.*\b(?:is|are|sits?|based|office|located)\b|주소|어디|위치"),
    ("head", r"\b(?:head|manager|leader|director|chief|boss|contact person|person in charge)\b|"
        r"\bwho\b.*\b(?:leads?|heads?|in charge|runs?)\b|팀장|책임자|담당자"),
)  # fmt: skip
_ASKS_FIELD = tuple((label, re.compile(pattern, re.IGNORECASE)) for label, pattern in _FIELDS)
_BODIES = r"team|division|department|bureau|office|unit|section|desk|group|center|centre"
_FIELD_WORDS = (
    r"(?:e-?mail|fax|phone|room|address|web ?site|office hours|opening hours|number|head)(?: (?:address|number))?"
)
_OPENERS = r"^\W*(?:(?:and|also|or|but|then|so|ok(?:ay)?|what about|how about|what of|그럼|그리고|그러면)\b[\s,]*)*"
_OTHER_TEAM = re.compile(
    rf"{_OPENERS}(?:(?:(?:what is|what['’]s)\s+)?(?:the\s+)?(?:{_FIELD_WORDS})\s+(?:of|for|at)\s+|(?:for|of|at|with)\s+)?(?:the\s+)?(?P<name>(?:[\w&'./-]+\s+){{1,6}}(?:{_BODIES}))(?:['’]s)?\W*$|"
    rf"{_OPENERS}(?P<korean>[가-힣A-Za-z]+(?:팀|과|실|단|부|국|센터))(?:은|는|이|의)?(?:요)?\W*$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "the other another remaining same this that these those which what who whose whom my your our their its his her no any every each all "
    "both first second third last is are was were does do has have in on for about of".split()
)
_BACK = re.compile(
    r"\b(?:they|them|their|theirs|its?|he|she|him|his|her|(?:this|that|the) (?:team|office|group|unit|division))\b|"
    r"\b(?:right|correct|true)\W*$|\bisn['’]?t it\b|\baren['’]?t they\b|맞(?:나|습|죠|지|아)|그 ?팀|거기",
    re.IGNORECASE,
)
_NAMED_BODY = re.compile(rf"\b(?:[A-Z][\w&-]*\s+)+(?:{_BODIES})\b", re.IGNORECASE)
_ABOUT = re.compile(r"\s*\(about: .*\)\s*$", re.DOTALL)
_EXACT = re.compile(r"\d{2,}|@|\bother than\b")
_MOST_WORDS = 1  # beside the field, in a question that does not point back
_IDLE = ("smalltalk", "refused", "error")


@dataclass(frozen=True, slots=True)
class ContactFollowUp:
    """What is asked now, as a question about directory entries; `why` says what is unclear, when it is."""

    question: str
    standalone: str
    why: Said | None = None


def contact_follow_up(asked: str, worded: str, history: Sequence[Answer], names: Names) -> ContactFollowUp | None:
    """The question that a follow-up of a contact answer stands for; None when it is another kind of question.

    `asked` is what was typed, `worded` the same in the documents' words; `history` is oldest first.
    """
    turns = [each for each in history if each.status not in _IDLE and (each.status != "clarify" or offered(each))]
    if not turns:
        return None
    if refuses(asked):
        return _somebody_else(asked, turns[-1])
    if is_place(asked):
        return _by_place(asked, turns)
    if name := _other_team(asked, worded, names):
        return _of_other_team(name, turns[-1], asked_field(asked))
    return _further_field(asked, worded, turns[-1], names)


def asked_field(text: str) -> str | None:
    """Which field of a directory entry a text asks for, as it is called in a question."""
    return next((label for label, pattern in _ASKS_FIELD if pattern.search(text)), None)


def shown_names(answer: Answer) -> list[str]:
    """The teams, or else units and bodies, that an answer shows or offers, in order and each once."""
    if answer.contacts:
        return list(dict.fromkeys(filter(None, map(_name, answer.contacts))))
    if listed := offered(answer):
        return list(listed)
    _, held, below = answer.text.partition(say(said("contacts-held"), answer.language))
    return [unescaped(each) for each in re.findall(r"^- (.+)$", below, re.MULTILINE)] if held else []


def _name(card: ContactCard) -> str | None:
    return card.team or card.unit or card.organisation


def _to(name: str, answer: Answer, field: str | None = None) -> ContactFollowUp:
    card = next((each for each in answer.contacts if _name(each) == name), None)
    body = card.organisation if card else None
    of = f"{name} of {body}" if body and body != name else name
    question = f"What is the {field} of the {of}?" if field else f"How do I contact the {of}?"
    return ContactFollowUp(question, question)


def _by_place(asked: str, turns: Sequence[Answer]) -> ContactFollowUp | None:
    """The contact at a place of the newest list; None when that is no list of contacts."""
    listed = next((each for each in reversed(turns) if len(shown_names(each)) > 1 or _has_list(each)), None)
    options = shown_names(listed) if listed else []
    n = placed(asked)
    if listed is None or n is None or len(options) < 2:
        return None
    if n > len(options):
        return ContactFollowUp(asked, asked, said("which-list", n=n))
    return _to(options[n - 1 if n > 0 else n], listed)


def _has_list(answer: Answer) -> bool:
    return not answer.contacts and len(re.findall(r"^\s*(?:-|\d+\.)\s", answer.text, re.MULTILINE)) > 1


def _other_team(asked: str, worded: str, names: Names) -> str | None:
    """The team that a question consists of."""
    found = _OTHER_TEAM.match(worded) or _OTHER_TEAM.match(asked)
    name = (found["name"] or found["korean"]) if found else None
    first = name.split()[:-1] if name else []
    return name if name and not {word.lower() for word in first} & _NO_NAME else None


def _of_other_team(name: str, last: Answer, own: str | None) -> ContactFollowUp | None:
    base = _ABOUT.sub("", last.standalone_question)
    field = own or asked_field(base)
    if not last.contacts and not offered(last) and not field:
        return None
    return _to(name, last.model_copy(update={"contacts": ()}), field if own or not _EXACT.search(base) else None)


def _further_field(asked: str, worded: str, last: Answer, names: Names) -> ContactFollowUp | None:
    shown = shown_names(last) if last.contacts else []
    field = asked_field(asked) or asked_field(worded)
    if len(shown) != 1 or field is None or _names_other(worded, shown[0], names):
        return None
    if not _BACK.search(asked) and len(_own_words(f"{worded}")) > _MOST_WORDS:
        return None
    card = last.contacts[0]
    about = ", ".join(dict.fromkeys(filter(None, (_name(card), card.organisation))))
    return ContactFollowUp(_to(shown[0], last, field).question, f"{worded} (about: {about})")


def _names_other(text: str, shown: str, names: Names) -> bool:
    """Whether a question names another team or, unless it points back, anything else by name."""
    body = _NAMED_BODY.search(re.sub(rf"{_OPENERS}(?:the\s+)?", "", text))
    own_body = body is not None and not any(word.lower() in _NO_NAME for word in body[0].split()[:-1])
    if own_body and not mentions(text, shown):
        return True
    return bool(names.found_in(text)) and not _BACK.search(text)


def _own_words(text: str) -> list[str]:
    for _, pattern in _ASKS_FIELD:
        text = pattern.sub(" ", text)
    return [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in QUESTION_WORDS]


def _somebody_else(asked: str, last: Answer) -> ContactFollowUp | None:
    """Who else there is, after names that are not meant; when they were set aside before, what it is about is asked."""
    names = shown_names(last)
    base = _ABOUT.sub("", last.standalone_question).rstrip(" ?.!")
    if not names or "other than" in base or last.status == "not_found":
        return ContactFollowUp(asked, asked, said("what-about"))
    units = {each.unit or each.organisation for each in last.contacts}
    rest = f"other than the {' and the '.join(names)}?"
    if len(units) == 1 and (unit := units.pop()):
        question = f"How do I contact the teams of the {unit} {rest}"
    else:
        question = f"How do I contact somebody for this: {base}, {rest}"
    return ContactFollowUp(question, question)
