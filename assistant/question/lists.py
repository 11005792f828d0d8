"""Whether a question asks for several things, so that the list that holds them is given whole."""

from __future__ import annotations

import re

from retrieval.patterns import late_pattern

_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}"
_THINGS = (
    "initiatives?|projects?|tasks?|steps?|stages?|phases?|teams?|networks?|objectives?|goals?|aims?|targets?|duties|"
    "duty areas?|responsibilities|functions|plans|measures|industries|sectors|fields|areas|institutions?|institutes|"
    "organi[sz]ations|bodies|bureaus|departments|offices|participants?|attendees|members?|companies|associations|"
    "professors|experts|problems|challenges|reasons|trends|strategies|policies|priorities|contents|parts|points|"
    "elements|components|items|topics|complexes|clusters|centers|centres|facilities|pictures|megatrends|road ?maps|"
    "things|names|contacts|phones|phone numbers|rooms"
)
_PLURALS = (
    "initiatives|projects|tasks|steps|stages|teams|networks|objectives|goals|aims|duties|responsibilities|measures|industries|"
    "institutions|bureaus|departments|participants|members|companies|associations|professors|problems|strategies|priorities|trends|weaknesses|facilities|organi[sz]ations|bodies|conditions|requirements|criteria|documents|papers|benefits|rules|phases|partners|courses|services|tracks|"
    "megatrends|plans for|areas|reasons|goals"
)
_ASKS_FOR_LIST = late_pattern(
    rf"\b(?:what|which|list|name|give|show|tell|describe|explain|summari[sz]e|outline)\b[^?.!]*?\b(?:{_NUMBERS})\b[^?.!]*?\b(?:{_THINGS})\b|"
    rf"\b(?:list|name|enumerate)\b(?:\s+(?:me|all|of|the|every))*\s+\w+|\ball (?:of )?(?:the |its |their )?(?:[\w-]+ ){{0,3}}(?:{_THINGS})\b|"
    rf"\bwhat (?:are|were|is) (?:the |its |their |all )?(?:[\w'’-]+ ){{0,6}}?(?:{_THINGS})\b(?<!\bis the plan)|"
    rf"\b(?:what|which) (?:[\w-]+ ){{0,4}}?(?:{_THINGS})\b (?:are|were|do|does|did|has|have|will|took|take|attended|make|made)\b|"
    r"\bwhat (?:do|does|did|will|would) (?:the |its )?(?:[\w'’-]+ ){1,10}?(?:do|plan|planning|set out|aim|intend|want|include|contain|cover|propose|promise|offer|operate|run|build)\b|"
    r"\bwhat (?:is|was) wrong\b|\bwho (?:was|were) (?:at|in) the\b|\bwho (?:took part|attended|participated|was (?:there|present|invited)|were (?:there|present|invited|the participants))|"
    r"\bwhat (?:else )?(?:is|are|was|were) (?:being )?(?:planned|proposed|included|built|set out)|\bhow (?:is|was|does|do|will|did) .*(?:prepared|organi[sz]ed|structured|drawn up)|"
    rf"\b(?:what|which) (?:[\w'’-]+ ){{0,4}}?(?:{_PLURALS})\b|"
    rf"^\W*(?:the |all )?(?:[\w-]+ ){{0,3}}(?:{_PLURALS})(?: (?:of|in|at|for|by) |\W*$)|\b(?:{_PLURALS})\b.{{0,60}}\bwhat\W*$|"
    r"목록|모두|전부|\d ?대 |\d가지|어떤 것들",
    re.IGNORECASE,
)


def asks_for_list(question: str) -> bool:
    """Whether a question wants several things rather than one."""
    return bool(_ASKS_FOR_LIST.search(question))
