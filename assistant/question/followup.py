"""Follow-ups completed by rules: ordinals, pronouns, "and in Gwangju?", short questions without a subject.

What a question is completed with are the Asks of earlier questions and what their answers listed, never what was said.
The result is shown to the reader, so the rules put in words that stood in the conversation and add none of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.ask import Ask, Reference
from assistant.question.contact_cues import asks_for_contact, asks_who
from assistant.question.ordinals import ORDINAL, number
from assistant.records import Answer
from assistant.wording import said
from retrieval.language import content_words
from retrieval.patterns import late_pattern
from retrieval.search import Names

_PRONOUN = late_pattern(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|this|there|he|she|him|her|his|the same|the former|the latter)\b"
    r"(?!\s+(?:is|are|was|were)\s+(?:a|an|any)\b)|그(?:것|건|게|곳|들|분|럼)|이(?:것|건|곳)|거기",
    re.IGNORECASE,
)
_OWN_PRONOUN = late_pattern(r"\b(?:it|its|they|them|their|he|she|him|his|her)\b", re.IGNORECASE)
_GENERIC = late_pattern(
    r"\b(?:the|this|that|these|those|its|their)\s+(?:plan|project|programme|program|team|group|unit|initiative|centre|"
    r"center|document|page|office|meeting|briefing|organi[sz]ation|region|province|city)s?\b",
    re.IGNORECASE,
)
_OPENER = late_pattern(
    r"^\W*(?:and(?: also)?|also|what about|how about|and what about|or|but|then|so|what else|anything else|more|"
    r"tell me more|그리고|그럼|그러면|또)\b",
    re.IGNORECASE,
)
_QUESTION_START = late_pattern(
    r"^\W*(?:(?:and|so|then|also|please)\s+)*"
    r"(?:until when|since when|how (?:much|many|long|large|big|often)|what|which|who(?:m|se)?|when|where|why|how|"
    r"tell me(?: more)?(?: about)?|list|name|give me|show(?: me)?|describe|explain|summari[sz]e|"
    r"can you (?:tell|show|give|list)(?: me)?|i(?:'d| would) like to know|i want to know)?\s*"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would)\b\s*)?"
    r"(?:(?:i|we|you|one|there|about|all|some)\b\s*)*(?:(?:the|a|an|of)\b\s*)*",
    re.IGNORECASE,
)
_SECOND_CLAUSE = late_pattern(r"[,;]?\s+and\s+(?:what|who|when|where|which|how|until)\b.*$", re.IGNORECASE | re.DOTALL)
_IN = late_pattern(
    r"^\W*(?:and|also|what about|how about|or|그리고|그럼)?\s*(?:in|at|for|by|of|from)?\s*", re.IGNORECASE
)
_WHOLE = late_pattern(
    r"^\W*(?:(?:and|so|but|then)\s+)?(?:(?:who|what|which|where|when|why|how)\s+)?(?:is|are|was|were|do|does|did|has|have)\b",
    re.IGNORECASE,
)  # a verb of its own: "Who is ...?"
_AND_FOR = late_pattern(
    r"^\W*(?:and|what about|how about)\s+(?:for|about|on|with)\s+((?:[\w-]+\s*){1,4})\?*\W*$", re.IGNORECASE
)
_FOR = late_pattern(r"\b(about|for|on|with)\s+[^?.,]+\?*\s*$", re.IGNORECASE)
_THE_PLAN = late_pattern(
    r"\b(?:the|this|that|its|their) (?:plan|projects?|programme|program|initiative|budget)\b", re.IGNORECASE
)
_THE_TEAM = late_pattern(r"\b(?:the|this|that) (?:team|office|unit|division|department)\b|그 ?팀", re.IGNORECASE)
_OTHER = late_pattern(r"\bthe (?:other|remaining) (?:team|one|unit|office|group)s?\b|다른 팀", re.IGNORECASE)
_FILLERS = frozenset("about else industrial policy 는 은 도 에서는 쪽".split())
_FEW = 3  # content words; a question with more stands by itself unless it points back
_IDLE = ("smalltalk", "refused", "error", "clarify")


def resolve(
    ask: Ask, history: Sequence[Answer], names: Names, is_subject: Callable[[str], bool] = lambda _: True
) -> Ask:
    """Complete a follow-up; a question that stands by itself comes back unchanged, one that points at nothing with `why`.

    `is_subject` tells names of bodies, places and plans from names of topics, so that one takes the place of its like.
    """
    question = ask.text
    turns = [each for each in history if each.status not in _IDLE and each.ask.text]
    if not turns:
        pointing = _points_back(question, names) and not _content(question) and not asks_for_contact(question)
        return ask.but(why=said("follow-up-of-nothing")) if pointing else ask
    before = turns[-1].ask
    if _OTHER.search(question) and (others := _others(ask, turns)):
        return others
    ordinal = ORDINAL.search(question)
    if ordinal and not names.found_in(question):
        return _by_ordinal(ask, ordinal, turns)
    name = _elliptical_name(question, names)
    if name:
        if is_subject(name) and (elsewhere := _elsewhere(before.text, turns[-1], name, names)):
            return ask.but(text=elsewhere)
        return ask.but(text=_with_other_name(before, question, name, names, is_subject))
    if other := _with_other_matter(before.text, question):
        return ask.but(text=other)
    if _points_back(question, names):
        last = _meant(question, turns)
        return _with_topic(ask, last, names, is_subject) if last else ask
    return ask


def _others(ask: Ask, turns: Sequence[Answer]) -> Ask | None:
    """The question for the teams of a unit that were not shown yet, after some of them were."""
    cards = [card for each in turns for card in each.contacts if card.team]
    last = cards[-1] if cards else None
    unit = (last.unit or last.organisation) if last else None
    if not last or not unit:
        return None
    shown = [card for card in cards if (card.unit or card.organisation) == unit]
    return for_teams_of(unit, ask, tuple(Reference(kind="contact", id=c.id, label=c.team or "") for c in shown))


def for_teams_of(unit: str, ask: Ask, excluded: tuple[Reference, ...]) -> Ask:
    """The question for the teams of a unit but for some."""
    text = f"How do I contact the teams of the {unit}?"
    return ask.but(intent="contact", text=text, excluded=excluded, way=True)


def _by_ordinal(ask: Ask, match: re.Match[str], turns: Sequence[Answer]) -> Ask:
    n = number(match)
    question = ask.text
    listed = next((each for each in reversed(turns) if len(_listed(each)) >= max(n, 2)), None)
    if listed is None:
        return ask.but(why=said("which-list", n=n if n > 0 else 1))
    item = _listed(listed)[n - 1 if n > 0 else -1]
    asked = question[: match.start()] + item.label + question[match.end() :]
    before = ORDINAL.search(turns[-1].question)
    if _OPENER.match(question) and len(_content(question)) <= 2 and before:
        asked = turns[-1].question[: before.start()] + item.label + turns[-1].question[before.end() :]
    asked = _OPENER.sub("", asked).strip(" ,?") if _OPENER.match(asked) else asked
    card = next((each for each in listed.contacts if each.team == item.label), None)
    about = card.organisation if card else _topic(listed)  # a team needs no more than its body
    return ask.but(text=asked, about=about, chosen=(item,))


def _listed(answer: Answer) -> tuple[Reference, ...]:
    """What an answer lists, or offers."""
    return answer.items or tuple(Reference(kind="contact", id="", label=each.name) for each in answer.choices)


def _elliptical_name(question: str, names: Names) -> str | None:
    """The one name that an elliptical question consists of ("and in Gwangju?")."""
    found = names.found_in(question)
    if not found or (_WHOLE.match(question) and not _PRONOUN.search(question)):
        return None
    rest = question
    for start, end, _ in reversed(found):
        rest = rest[:start] + rest[end:]
    left = [word for word in content_words(_IN.sub("", rest)) if word not in _FILLERS]
    if left:
        return None
    start, end, _ = max(found, key=lambda each: each[1] - each[0])
    return question[start:end]


def _elsewhere(before: str, last: Answer, place: str, names: Names) -> str | None:
    """The earlier question for the one team that was shown, of a place or body instead of that team."""
    teams = {card.team for card in last.contacts if card.team}
    own = [(start, end) for start, end, group in names.found_in(before) if teams & set(group)]
    if len(teams) != 1 or len(own) != 1:
        return None
    return before[: own[0][0]] + place + before[own[0][1] :]


def _with_other_name(before: Ask, question: str, name: str, names: Names, is_subject: Callable[[str], bool]) -> str:
    """The earlier question with a name of the same sort replaced by the new one, or with the new one added."""
    topical = before.about and not names.found_in(before.text)
    source = f"{before.text} {before.about}" if topical else before.text
    spans = [(start, end) for start, end, _ in names.found_in(source)]
    alike = [span for span in spans if is_subject(source[slice(*span)]) == is_subject(name)]
    preposition = re.search(rf"\b(for|about|on)\s+(?:the\s+)?{re.escape(name)}", question, re.IGNORECASE)
    phrase = preposition and re.search(rf"\b{preposition[1]}\s+(?!.*\b{preposition[1]}\s)[^?]+", source, re.IGNORECASE)
    if not alike and preposition and phrase:
        return f"{source[: phrase.start()]}{preposition[1]} {name}{source[phrase.end() :]}"
    if not alike:
        return f"{source.rstrip(' ?.!')} {'in' if is_subject(name) else 'for'} {name}?"
    start, end = alike[-1] if not is_subject(name) else max(alike, key=lambda span: span[1] - span[0])
    return source[:start] + name + source[end:]


def _with_other_matter(before: str, question: str) -> str | None:
    """The earlier question about another matter: "Which team is for buses?", then "and for visits?"."""
    elliptical = _AND_FOR.match(question)
    last = list(_FOR.finditer(before)) if elliptical else []
    if not elliptical or not last:
        return None
    return f"{before[: last[-1].start()]}{last[-1][1]} {elliptical[1].strip()}?"


def _points_back(question: str, names: Names) -> bool:
    """Whether a question leans on what was said before: by an opener, a pronoun, a bare noun, or for want of a subject."""
    if _OPENER.match(question):
        return True
    named = names.found_in(question)
    pronoun = _PRONOUN.search(question)
    if pronoun and len(_content(question[: pronoun.start()])) < 2 and not any(s < pronoun.start() for s, _, _ in named):
        return True
    own = _OWN_PRONOUN.search(question)
    if own and not named and not _SECOND_CLAUSE.search(question[: own.end()] + " "):
        return True
    return not named and (bool(_GENERIC.search(question)) or len(_content(question)) < _FEW)


def _content(text: str) -> list[str]:
    plain = _PRONOUN.sub(" ", text.lower())
    return content_words(plain)


def _meant(question: str, turns: Sequence[Answer]) -> Answer | None:
    """The turn that a question points back to: "the plan" is never a team's entry, nor "the team" a plan."""
    if _THE_PLAN.search(question):
        return next((each for each in reversed(turns) if not each.contacts), None)
    if _THE_TEAM.search(question):
        return next((each for each in reversed(turns) if each.contacts), turns[-1])
    return turns[-1]


def _with_topic(ask: Ask, last: Answer, names: Names, is_subject: Callable[[str], bool]) -> Ask:
    """The question with the topic of the last answer; a place or body of its own takes the place of the topic's."""
    question = ask.text
    topic = _body(last) if _is_about_another(question) else None
    topic = topic or _topic(last)
    if any(is_subject(question[start:end]) for start, end, _ in names.found_in(question)):
        for start, end, _ in reversed(names.found_in(topic)):
            if is_subject(topic[start:end]):
                topic = f"{topic[:start].rstrip()} {topic[end:].lstrip()}".strip(" ,")
    return ask.but(about=topic)


def _is_about_another(question: str) -> bool:
    """Whether a question asks who does a matter of its own: the team shown before is not meant."""
    return asks_who(question) and not _PRONOUN.search(question) and len(_content(question)) >= _FEW


def _body(answer: Answer) -> str | None:
    return next((card.organisation for card in answer.contacts if card.organisation), None)


def _topic(answer: Answer) -> str:
    """What an earlier answer was about: its one team, else the matter of its question."""
    teams = {card.team for card in answer.contacts if card.team}
    if len(teams) == 1:
        card = next(card for card in answer.contacts if card.team)
        return ", ".join(part for part in (card.team, card.organisation) if part)
    own = _SECOND_CLAUSE.sub("", _QUESTION_START.sub("", answer.ask.text)).strip(" ?.!,")
    if answer.ask.about and len(_content(own)) < _FEW:
        return answer.ask.about
    return own or answer.ask.text
