"""Follow-ups completed from the conversation: what a question leaves out is found in what earlier turns were about and showed.

Grammar tells that something is left out (pronouns, ordinals, connectives, particles: closed classes, the same for every subject); what it
was is taken from the Asks of earlier questions and the things that their answers listed, never from what was said.
Where grammar leaves it open, the readings are compared by the evidence that they find. The steps stand in `resolve`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.ask import Ask, Reference
from assistant.question import slots
from assistant.question.asked_fields import without_fields
from assistant.question.contact_cues import asks_for_contact, asks_who
from assistant.question.cues import (
    ASKS,
    CORRECTION,
    EARLIER,
    MEANING,
    OPENER,
    OTHER,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    RETURN,
    elliptical,
    ordinal,
    own_words,
    points_back,
)
from assistant.records import Answer
from assistant.wording import said
from retrieval.language import analyze, content_terms, has_hangul
from retrieval.language.values import values
from retrieval.search import Names

Weigh = Callable[[Ask], float]
"""How likely (0..1) what is found for a reading answers it."""

_FEW = 3  # content words; a question with more stands by itself unless it points back
_MOST = 4  # content words; what has more is no mere part of a question
_MARGIN = 0.06  # of the chance that a further thing asked of the same must have over the same asked of a further thing
_NEAR = 0.2  # a chance below which a reading finds nothing near
_IDLE = ("smalltalk", "refused", "error", "clarify")


def lexically_alike(text: str, others: Sequence[str]) -> Sequence[float]:
    """Likeness by shared terms, for want of an embedding."""
    own = set(analyze(text))
    return [len(own & set(analyze(each))) / (1 + len(each)) for each in others]


@dataclass(frozen=True)
class Grounds:
    """What the documents tell of readings: which words name their subjects, what is alike in meaning, what evidence a reading finds."""

    is_subject: Callable[[str], bool] = lambda _: True
    alike: slots.Alike = lexically_alike
    weigh: Weigh = lambda _: 0.0
    reword: Callable[[str], str] = lambda text: text
    """A text in the documents' words."""


@dataclass(frozen=True)
class Conversation:
    """The turns that a question may refer to, oldest first, and what tells names and meaning."""

    turns: tuple[Answer, ...]
    names: Names
    grounds: Grounds

    @property
    def topical(self) -> tuple[Answer, ...]:
        """The turns that a topic may be taken from: not those that found nothing and name nothing that the documents name."""
        known = tuple(each for each in self.turns if each.status != "not_found" or self.names.found_in(each.ask.text))
        return known or self.turns

    def replaced(self, before: Answer, new: str) -> list[tuple[float, str]]:
        """The earlier question about `new` instead of each of the parts most like it, with how like they are; best first."""
        return slots.replaced(asked_by(before), new, self.names, self.grounds.is_subject, self.grounds.alike)

    def names_subject(self, text: str) -> bool:
        """Whether a text names a body, a place or a plan."""
        return any(self.grounds.is_subject(text[start:end]) for start, end, _ in self.names.found_in(text))


def resolve(ask: Ask, history: Sequence[Answer], names: Names, grounds: Grounds | None = None) -> Ask:
    """Complete a follow-up; a question that stands by itself comes back unchanged, one that points at nothing with `why`.

    `ask.text` and the result's are in the reader's language.
    """
    turns = tuple(each for each in history if each.status not in _IDLE and each.ask.text)
    if not turns:
        pointing = points_back(ask.text, names) and not own_words(ask.text) and not asks_for_contact(ask.text)
        return ask.but(why=said("follow-up-of-nothing")) if pointing else ask
    return _read(ask, Conversation(turns, names, grounds or Grounds()))


def _read(ask: Ask, talk: Conversation) -> Ask:
    return next(read for step in _STEPS if (read := step(ask, talk)) is not None)


def asked_by(turn: Answer) -> str:
    """What a turn asked, in its reader's language."""
    return turn.ask.written or turn.ask.text


def _corrected(ask: Ask, talk: Conversation) -> Ask | None:
    """ "Not that one, I meant ...": the last question about what was meant, or what is asked of it beside."""
    match = CORRECTION.match(ask.text)
    if match is None:
        return None
    rest = (match["rest"] or "").strip()
    meant = match["meant"] or MEANING.sub("", match["instead"] or match["no"])
    meant = PREPOSITION.sub("", meant.strip(" ,"))
    if not meant:
        return None
    if rest:
        return ask.but(text=rest, about=meant)
    if ASKS.search(meant):  # a question of its own, behind the frame
        return _read(ask.but(text=meant), talk)
    return _best(ask, talk, talk.turns[-1], meant) or ask.but(text=meant, about=talk.turns[-1].ask.about)


def _returned(ask: Ask, talk: Conversation) -> Ask | None:
    """ "Back to ...: ...": the question about the turn that is named."""
    match = RETURN.match(ask.text)
    if match is None:
        return None
    to = match["to"] or match["bare"] or match["ko"] or match["before"]
    rest = match["rest"] or match["korest"] or match["beforerest"] or to
    place = next((int(each.value) for each in values(to) if each.kind == "ordinal" and each.end >= len(to) - 1), None)
    turn = talk.topical[place - 1] if place and place <= len(talk.topical) else meant_turn(to, talk)
    return ask.but(text=rest[0].upper() + rest[1:], about=_about(turn, rest))


def _of_others(ask: Ask, talk: Conversation) -> Ask | None:
    """The teams of a unit that were not shown yet, after some of them were."""
    cards = [card for each in talk.turns for card in each.contacts if card.team]
    last = cards[-1] if cards and talk.turns[-1].contacts else None
    unit = (last.unit or last.organisation) if last else None
    if not OTHER.search(ask.text) or not unit:
        return None
    shown = [card for card in cards if (card.unit or card.organisation) == unit]
    return for_teams_of(unit, ask, tuple(Reference(kind="contact", id=c.id, label=c.team or "") for c in shown))


def for_teams_of(unit: str, ask: Ask, excluded: tuple[Reference, ...]) -> Ask:
    """The question for the teams of a unit but for some."""
    text = f"How do I contact the teams of the {unit}?"
    return ask.but(intent="contact", text=text, excluded=excluded, way=True)


def _by_ordinal(ask: Ask, talk: Conversation) -> Ask | None:
    """The thing at a place of the newest list; without a list, an ordinal is a part of the question like any other."""
    found = ordinal(ask.text)
    if found is None or talk.names.found_in(ask.text):
        return None
    n, start, end = found
    listed = next((each for each in reversed(talk.topical) if len(_listed(each)) >= max(n, 2)), None)
    if listed is None:
        return _of_no_list(ask, n, talk)
    item = _listed(listed)[n - 1 if n > 0 else -1]
    asked = ask.text[:start] + item.label + ask.text[end:]
    before = ordinal(talk.turns[-1].question) if talk.turns[-1].ask.chosen else None
    if len(own_words(ask.text[:start] + ask.text[end:])) < 1 and before:
        asked = talk.turns[-1].question[: before[1]] + item.label + talk.turns[-1].question[before[2] :]
    asked = OPENER.sub("", asked).strip(" ,?") if OPENER.match(asked) else asked
    card = next((each for each in listed.contacts if each.team == item.label), None)
    about = card.organisation if card else topic(listed)  # a team needs no more than its body
    return ask.but(text=asked, about=about, chosen=(item,))


def _of_no_list(ask: Ask, n: int, talk: Conversation) -> Ask:
    last = talk.turns[-1]
    new = elliptical(ask.text)
    if new and ordinal(asked_by(last)) and (found := _best(ask, talk, last, new)):
        return found
    continued = ask.but(about=topic(talk.topical[-1]))
    return continued if talk.grounds.weigh(continued) >= _NEAR else ask.but(why=said("which-list", n=n if n > 0 else 1))


def _instead(ask: Ask, talk: Conversation) -> Ask | None:
    """ "And in Gwangju?", "그럼 광주는?": the last question with a part replaced, or that further thing asked about its topic."""
    new = elliptical(ask.text)
    if new is None or not 0 < len(own_words(new)) <= _MOST:
        return None
    opened = OPENER.match(ask.text) and not talk.names_subject(new)
    if not opened and talk.names.found_in(new) and own_words(new) != own_words(_names_of(new, talk.names)):
        return None  # something that is named and what is asked of it
    last = talk.topical[-1]
    is_open = not talk.names.found_in(new) and not slots.is_value(new)
    continued = ask.but(about=_about(last, ask.text))
    found = None if is_open and PRONOUN.search(asked_by(last)) else _best(ask, talk, last, new)
    if is_open:
        by_itself = 0.0 if opened or PARTICLE.search(ask.text) else talk.grounds.weigh(ask)
        instead, of_same = (talk.grounds.weigh(each) if each else 0.0 for each in (found, continued))
        if by_itself > max(instead, of_same):
            return ask
        return found if found and instead + _MARGIN >= of_same else continued
    if found:
        return found
    if talk.grounds.is_subject(new) and talk.names_subject(last.ask.about or ""):
        return ask.but(text=asked_by(last), about=_elsewhere(last.ask.about or "", new, talk))
    preposition = "in" if talk.grounds.is_subject(new) else "for"
    before = asked_by(last).rstrip(" ?.!")
    return ask.but(
        text=f"{new} {before}" if has_hangul(before) else f"{before} {preposition} {new}?", about=last.ask.about
    )


def _best(ask: Ask, talk: Conversation, last: Answer, new: str) -> Ask | None:
    """The earlier question about something new instead: of the parts that this may stand for, the one that evidence and likeness favour."""
    readings = [(like, ask.but(text=text, about=last.ask.about)) for like, text in talk.replaced(last, new)]
    if len(readings) < 2:
        return readings[0][1] if readings else None
    return max(readings, key=lambda each: talk.grounds.weigh(each[1]) + each[0])[1]


def _elsewhere(about: str, new: str, talk: Conversation) -> str:
    """A topic with another subject in place of its own."""
    places = [(start, end) for start, end, _ in talk.names.found_in(about) if talk.grounds.is_subject(about[start:end])]
    start, end = max(places, key=lambda place: place[1] - place[0])
    return about[:start] + new + about[end:]


def _names_of(text: str, names: Names) -> str:
    return " ".join(text[start:end] for start, end, _ in names.found_in(text))


def _continued(ask: Ask, talk: Conversation) -> Ask | None:
    """A question that points back, or names no subject: it is about what an earlier turn was about, unless the documents answer it
    better as it stands."""
    pointing = points_back(ask.text, talk.names)
    named = bool(talk.names.found_in(ask.text))
    is_short = not named and len(own_words(ask.text)) < _FEW
    if not pointing and not is_short:
        return None
    turn = meant_turn(ask.text, talk)
    about = _about(turn, ask.text)
    for start, end, _ in reversed(talk.names.found_in(about) if named else []):
        own = [ask.text[s:e] for s, e, _ in talk.names.found_in(ask.text)]
        if talk.grounds.is_subject(about[start:end]) and any(map(talk.grounds.is_subject, own)):
            about = f"{about[:start].rstrip()} {about[end:].lstrip()}".strip(" ,")
    continued = ask.but(text=EARLIER.sub("", ask.text), about=about)
    return continued if pointing or talk.grounds.weigh(continued) >= talk.grounds.weigh(ask) else None


def _as_it_stands(ask: Ask, talk: Conversation) -> Ask | None:
    return ask


_STEPS: tuple[Callable[[Ask, Conversation], Ask | None], ...] = (
    _corrected,
    _returned,
    _of_others,
    _by_ordinal,
    _instead,
    _continued,
    _as_it_stands,
)
"""The first that reads the question is heard."""


def meant_turn(question: str, talk: Conversation) -> Answer:
    """The turn whose words a question takes up, the last one where it takes up none or several alike."""
    words = own_words(without_fields(question))
    own = set(content_terms(" ".join(words))) if words else set()

    def taken_up(turn: Answer) -> int:
        labels = " ".join(filter(None, (name for c in turn.contacts for name in (c.team, c.unit))))
        return len(own & set(analyze(f"{asked_by(turn)} {turn.ask.about or ''} {labels}")))

    latest = tuple(reversed(talk.topical))
    return max(latest, key=taken_up)


def topic(answer: Answer) -> str:
    """What an earlier turn was about: the one team that it showed, else the matter of its question."""
    teams = {card.team for card in answer.contacts if card.team}
    if len(teams) == 1 and (answer.ask.intent == "contact" or answer.ask.who or not answer.ask.typed):
        card = next(card for card in answer.contacts if card.team)
        return ", ".join(part for part in (card.team, card.organisation) if part)
    own = slots.matter(asked_by(answer))
    if answer.ask.about and len(own_words(own)) < _FEW:
        return answer.ask.about
    return own or asked_by(answer)


def _about(turn: Answer, question: str) -> str:
    """The topic for a question: of a team that was shown its body only, where the question asks who does a matter of its own."""
    of_another = asks_who(question) and not PRONOUN.search(question) and len(own_words(question)) >= _FEW
    body = next((card.organisation for card in turn.contacts if card.organisation), None) if of_another else None
    return body or topic(turn)


def _listed(answer: Answer) -> tuple[Reference, ...]:
    """What an answer lists, or offers."""
    return answer.items or tuple(Reference(kind="contact", id="", label=each.name) for each in answer.choices)
