"""Korean particles, which change with the sound that the word before them ends in.

Hangul tells the sound itself. A number is read in Korean, digit by digit from its end. A Latin capital at a word's end is
read by its name in Korean. A Latin word in small letters ends in a consonant when it ends in l, m, n or ng (an e after them
is silent), or in b, c, k, p or t after a single vowel letter (k or p also after oo or ou), as borrowed words are written
in Korean. Where none of this tells, both forms are given.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from retrieval.patterns import late_pattern

Ending = Literal["vowel", "l", "consonant"]

_DIGITS: dict[str, Ending] = dict(zip("0123456789", (
    "consonant", "l", "vowel", "consonant", "vowel", "vowel", "consonant", "l", "l", "vowel"), strict=True))  # fmt: skip
_CAPITALS: dict[str, Ending] = {"L": "l", "R": "l", "M": "consonant", "N": "consonant"}
_SIGNS: dict[str, Ending] = {"%": "vowel", "℃": "vowel", "㎡": "vowel"}
_LIQUID = late_pattern(r"le?$")
_CLOSED = late_pattern(r"(?:[mn]e?|ng|(?<![aeiou])[aeiou](?:[bcpt]|c?k)|o[ou][kp])$")
_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


def particle(word: str, forms: str) -> str:
    """The form that follows a word, of two as "은/는", the first after a consonant; "으로/로" counts ㄹ as a vowel."""
    closed, open_ = forms.split("/")
    ending = ending_of(word)
    if ending is None:
        return f"{closed}({open_})"
    if ending == "l" and closed.startswith("으로"):
        return open_
    return open_ if ending == "vowel" else closed


def ending_of(word: str) -> Ending | None:
    """What a word ends in as it is read in Korean, brackets, quotation marks and stops left out; None when unknown."""
    spoken = str(word).rstrip()
    while spoken and spoken[-1] not in _SIGNS and unicodedata.category(spoken[-1])[0] in "PZC":
        spoken = spoken[:-1]
    last = unicodedata.normalize("NFC", spoken[-3:])[-1:]
    if not last:
        return None
    if _FIRST <= ord(last) <= _LAST:
        final = (ord(last) - _FIRST) % _FINALS
        return "vowel" if not final else "l" if final == _RIEUL else "consonant"
    if last in _DIGITS or last in _SIGNS:
        return (_DIGITS | _SIGNS)[last]
    if not last.isascii() or not last.isalpha():
        return None
    if last.isupper():
        return _CAPITALS.get(last, "vowel")
    tail = spoken[-4:].lower()
    return "l" if _LIQUID.search(tail) else "consonant" if _CLOSED.search(tail) else "vowel"
