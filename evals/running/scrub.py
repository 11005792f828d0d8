"""Takes personal data out of a question before it is kept as a case."""

from __future__ import annotations

import re
from collections.abc import Collection

from retrieval.language.values import values
from retrieval.search import Documents

_REACHES = ("phone", "email", "url")
_REGISTRATION = re.compile(r"\b\d{6}\s*-\s*[1-8]\d{6}\b")  # the Korean resident registration number
_LONG = re.compile(r"(?<![\d,.])\d(?:[ -]?\d){8,}(?![\d,.])")  # accounts, cards, business numbers
_CALLED = re.compile(
    r"(?P<lead>\b(?:[Mm]y name is|[Tt]his is|[Ii] am|[Ii]'m)\s+)(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+){0,2}"
)
_CALLED_KOREAN = re.compile(r"(?P<lead>(?:저는|제 이름은|나는)\s*)[가-힣]{2,4}(?=(?:이라고|라고|입니다|이에요|예요))")
_ACCOUNT = re.compile(r"(?<![\w@])@\w{3,}")


def stated(documents: Documents) -> frozenset[str]:
    """The phones, e-mail and web addresses that the documents of an index state, normalised."""
    texts = (found.text for each in documents if (found := documents.whole(each.id)))
    return frozenset(claim.value for text in texts for claim in values(text) if claim.kind in _REACHES)


def scrubbed(question: str, known: Collection[str] = ()) -> str:
    """The question with phones, addresses, numbers of persons and given names replaced by words in angle brackets.

    `known` are phones, e-mail and web addresses that the documents state, normalised as Values are: they stay. Names are
    found only where somebody says "my name is ..." and the like, so read a draft before it is kept.
    """
    text = _REGISTRATION.sub("<registration number>", question)
    for claim in sorted(values(text), key=lambda each: -each.start):
        if claim.kind in _REACHES and claim.value not in known:
            text = f"{text[: claim.start]}<{claim.kind}>{text[claim.end :]}"
    text = _ACCOUNT.sub("<account>", text)
    text = _LONG.sub(lambda match: match[0] if _is_known(match[0], known) else "<number>", text)
    text = _CALLED.sub(r"\g<lead><name>", text)
    return _CALLED_KOREAN.sub(r"\g<lead><name>", text)


def _is_known(number: str, known: Collection[str]) -> bool:
    digits = re.sub(r"\D", "", number).lstrip("0")
    return any(digits in re.sub(r"\D", "", each) for each in known)
