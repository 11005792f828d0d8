"""What contacts are called side by side, so that no two look the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from assistant.records import ContactCard
from bots.wording.contact_message import name_of
from bots.wording.message_sources import one_line
from bots.wording.message_text import clipped, units

_BETWEEN = " · "


def labels(cards: Sequence[ContactCard], most: int) -> list[str]:
    """A label for each card, of at most `most` UTF-16 units: its name, and where others bear that too, what sets it apart."""
    found = [clipped(name_of(each), most) for each in cards]
    for name, times in Counter(found).items():
        if times > 1:
            places = [i for i, label in enumerate(found) if label == name]
            for i, label in zip(places, _apart([cards[i] for i in places], most), strict=True):
                found[i] = label
    return found


def _apart(cards: Sequence[ContactCard], most: int) -> list[str]:
    """Labels of cards with one name, by the first field that differs in all, else by two; else they are numbered."""
    fields = list(zip(*(_fields(each, cards) for each in cards), strict=True))
    for chosen in (*combinations(fields, 1), *combinations(fields, 2)):
        made = [
            _label(name_of(card), values, most) for card, values in zip(cards, zip(*chosen, strict=True), strict=True)
        ]
        if len(set(made)) == len(made):
            return made
    return [_label(name_of(each), [str(n)], most) for n, each in enumerate(cards, 1)]


def _fields(card: ContactCard, cards: Sequence[ContactCard]) -> tuple[str, ...]:
    """What may set a card apart, what says most to a reader first; of duties, those that not all have."""
    duties = [each for each in card.duties if not all(each in other.duties for other in cards)]
    said = (card.organisation, card.unit, card.person, next(iter(duties), None), card.room, card.phone, card.email)
    return tuple(one_line(each or "") for each in said)


def _label(name: str, values: Sequence[str], most: int) -> str:
    detail = clipped(_BETWEEN.join(each for each in values if each and each != name), most * 2 // 3)
    if not detail:
        return clipped(name, most)
    return f"{clipped(name, most - units(detail) - units(_BETWEEN))}{_BETWEEN}{detail}"
