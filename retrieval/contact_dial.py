"""A phone number as a telephone dials it, from the way in which it is written."""

from __future__ import annotations

import re
from functools import lru_cache

_REGION = "KR"
_FEWEST = 7  # digits; fewer are dialled only inside a house or a city
_SERIES = re.compile(r"\s*[~∼～/].*$")
_WHOLE = re.compile(r"\s*\(?\s*(?:[+0]|82[-. ]|1\d{3}-?\d{4}\b)")
_EXTENSION = re.compile(r"\(?\s*(?:ext\.?|extension|내선|교환)\s*(?:번호)?\s*[:.]?\s*(\d{1,6})\s*\)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def dial(written: str) -> str | None:
    """E.164, with an extension as in RFC 3966 ("+82538193024;ext=12"); None for what is no whole number.

    Of a series such as "053-819-3024~6" it is the first. Numbers without an area, such as 1588-0000, get the country's code.
    """
    import phonenumbers

    extension = _EXTENSION.search(written)
    number = _SERIES.sub("", _EXTENSION.sub("", written))
    if not _WHOLE.match(number):
        return None
    try:
        parsed = phonenumbers.parse(number, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed) or len(str(parsed.national_number)) < _FEWEST:
        return None
    plain = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={extension[1]}" if extension else plain
