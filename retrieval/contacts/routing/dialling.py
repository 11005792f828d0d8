"""A phone number as a telephone dials it, from the way in which it is written."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.language.values import phones, values

_FEWEST = 7  # digits; fewer are dialled only inside a house or a city


@lru_cache(maxsize=4096)
def dial(written: str) -> str | None:
    """E.164, with an extension as in RFC 3966 ("+82538193024;ext=12"); None for what is no whole number.

    Of a series such as "053-819-3024~6" it is the first. Numbers without an area, such as 1588-0000, get the country's code.
    """
    import phonenumbers

    first = next(iter(values(written, "phone") or phones(written, labelled=True)), None)
    if first is None or written[: first.start].strip() or not first.value.startswith("+"):
        return None
    number, _, extension = first.value.partition(";ext=")
    number, extension = (re.split("[~,]", each)[0] for each in (number, extension))
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed) or len(str(parsed.national_number)) < _FEWEST:
        return None
    return f"{number};ext={extension}" if extension else number
