"""What a contact question is for: without greetings, the words of any request, and the names of bodies and places."""

from __future__ import annotations

import re
from functools import cache

from retrieval.language import content_terms, regions
from retrieval.patterns import late_pattern
from retrieval.search import Subjects

_FORM = late_pattern(
    r"\b(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|thanks?(?: you)?|please|pls|plz|dear (?:all|team|sirs?|madam)|"
    r"(?:kind|best) regards|there|ok|okay)\b[!,.]*|\b(?:who|whom|whose|which|what|where)\b|\bhow (?:do|can|could|should|to)\b|\bI(?:['’]d| would) like to(?: know)?|"
    r"\b(?:handles?|handling|deals? with|dealing with|takes? care of|looks? after|runs?|in charge of|responsible for)\b|"
    r"\b(?:do|can|could|should|must|may) (?:i|we)\b|\b(?:i am|we are|i['’]m|we['’]re) looking for(?: the)?(?: people| person| team)?|"
    r"\b(?:contacts?|call|ring|phones?|numbers?|offices?|teams?|bureaus?|departments?|speak (?:to|with)|talk to|turn to|ask|reach|responsible|in charge of|in charge|lines?|address(?:es)?|e-?mails?|fax(?:es)?|mobiles?|(?:put (?:us|me) |get |be )?in touch)\b",
    re.IGNORECASE,
)
_WORD = late_pattern(r"[\w-]+")
_PLACE = late_pattern(r"\b(?:in|at|near|around)\s+(?:the\s+)?[A-Z][a-z][\w'’-]*(?:\s+[A-Z][a-z]\w+)*")
_FILLERS = (
    "want wants wish wishes need needs like likes get gets getting got into onto but and or so if when because "
    "never ever done before after already yet still just also then now today soon here there some somebody someone any anybody anyone "
    "think thinking consider considering hope hopes try trying put make makes made bring take takes took give gives given "
    "firm company business we us our ours my mine me you your re ve ll am im being been have has had having not no yes "
    "know knows tell told say said see find out up down over with without by per via question questions right correct help helps "
    "mean means way thing things kind new one ones two several many much more most other others very really quite "
    "please thanks hello dear able possible necessary lets whos contact phone number call people person"
)


@cache
def fillers() -> frozenset[str]:
    """Stems that carry a story and say nothing of its matter."""
    return frozenset(content_terms(_FILLERS))


def bare(need: str, subjects: Subjects) -> str:
    """A need without greetings, the words of any request, and the names of the bodies and places that it names."""
    text = need
    for subject in subjects(text):
        text = text.replace(subject.name, " ")
    if regions(text):
        text = _WORD.sub(lambda word: " " if regions(word.group()) else word.group(), text)
    return _without_places(without_form(text))


def without_form(text: str) -> str:
    """A text without greetings and the words of any request."""
    return " ".join(_FORM.sub(" ", text).split())


def _without_places(text: str) -> str:
    """A text without where things are, unless nothing else is left: that is no part of the matter."""
    rest = " ".join(_PLACE.sub(" ", text).split())
    return rest if set(content_terms(rest)) - fillers() else text
