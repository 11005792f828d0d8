"""The sentences of the page as templates, which the page fills in itself: "{name}" stands for a value."""

from __future__ import annotations

import re
from functools import cache

from assistant.wording.language import Language
from assistant.wording.render import TABLES, say
from assistant.wording.sentence import Said
from retrieval.patterns import late_pattern

Template = str | dict[str, str]
OF_THE_PAGE = ("page-", "label-", "model-")
_MESSAGE = late_pattern(r"^([a-z][a-z0-9-]*) =((?:.*\n)(?:[ ]+.*\n|\n(?=[ ]))*)", re.MULTILINE)
_VALUE = late_pattern(r"\$(\w+)")
_NUMBER = "n"
_MANY = 9_817_265  # a number that no sentence holds


@cache
def templates(language: Language) -> dict[str, Template]:
    """Those of the page by their keys; one that tells one from several by the number `n` has a text for each."""
    table = TABLES[language].read_text("utf-8")
    return {
        key: _template(key, set(_VALUE.findall(text)), language)
        for key, text in _MESSAGE.findall(table)
        if key.startswith(OF_THE_PAGE)
    }


def _template(key: str, names: set[str], language: Language) -> Template:
    values = {name: f"{{{name}}}" for name in names if name != _NUMBER}
    if _NUMBER not in names:
        return say(Said(key=key, values=values), language)
    one, many = (say(Said(key=key, values={**values, _NUMBER: n}), language) for n in (1, _MANY))
    other = many.replace(str(_MANY), f"{{{_NUMBER}}}")
    return other if other.replace(f"{{{_NUMBER}}}", "1") == one else {"one": one, "other": other}
