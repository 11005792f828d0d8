"""Which kind of fact a question asks for, and whether a text states one: rules, because an answer stands or falls by them.

The rules lean one way on purpose: `needed_fact` speaks only where the wording leaves no doubt, and `states` accepts
whatever could be such a fact. Where they say that a fact is not stated, an answer can be withheld on their word.
"""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.language.sentences import STARTERS
from retrieval.language.values import phones, values
from retrieval.patterns import late_pattern


class Fact(StrEnum):
    """Kinds of fact that a question can need. PERSON is a name or a body; AMOUNT a sum, measure, share or rate."""

    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    COUNT = "count"
    AMOUNT = "amount"
    PERSON = "person"
    PLACE = "place"


def _question(words: str) -> re.Pattern[str]:
    return late_pattern(words, re.IGNORECASE)


_VERB = r"(?:is|are|was|were|do|does|did|will|would|can|could|should|has|have|had|shall|must|may)"
_AT = r"(?:^|[,;:.?!]\s*|\band\s+|\bor\s+|\bbut\s+|\b(?:in|on|at|by|since|until|till|from|to|for|of|with|under)\s+)"
_ASKING = r"\b(?:what|which)(?:\s+(?:other|two|three|four|exact|specific|particular|main|total|same))?\s+"
_TELL = r"(?:what|which|tell me|give me|know|show me|need|have)\b.{0,60}\b"

_NEEDS: tuple[tuple[Fact, re.Pattern[str]], ...] = (
    (
        Fact.PHONE,
        _question(rf"{_TELL}(?:tele)?phone|{_TELL}(?:fax|extension)\b|\bphone number|\bfax number|전화|연락처|팩스"),
    ),
    (Fact.EMAIL, _question(rf"{_TELL}e-?mail|\be-?mail address|이메일|전자우편")),
    (
        Fact.COUNT,
        _question(rf"\bhow many\b|{_ASKING}number of\b|\bwhat (?:is|was|are|were) the (?:total )?number of\b|몇"),
    ),
    (
        Fact.AMOUNT,
        _question(
            r"\bhow much\b(?! (?:more|less|better|worse) \w+ (?:is|are))|\bhow (?:large|big|long|tall|high|wide|deep|far|heavy|old)"
            rf" {_VERB}\b|{_ASKING}(?:percentage|percent|proportion|fraction|amount|sum|budget|temperature|distance)\b"
            r"|\bwhat (?:is|was|are|were) the (?:total |average |annual |overall |estimated |land |floor )*(?:cost|price|"
            r"budget|amount|percentage|proportion|population|area|length|height|width|depth|weight|distance|speed|"
            r"temperature|rate|fee|salary|floor space)\b|얼마"
        ),
    ),
    (
        Fact.DATE,
        _question(
            rf"{_AT}when\s+{_VERB}\b|^when\b(?! .*,)|\b(?:since|until|till|by|from) when\b|{_ASKING}(?:years?|dates?|days?|month|"
            r"century|decades?|weekday)\b|\bwhat (?:is|was) the (?:deadline|(?:start|end|opening|closing) date|date)\b|언제|며칠|몇 ?년도"
        ),
    ),
    (
        Fact.PERSON,
        _question(
            rf"{_AT}who(?:m|se)?\b(?! the question)|^whose\b|{_ASKING}(?:person|people|president|king|queen|emperor|"
            r"director|minister|mayor|governor|author|scientist|leader|teams?|bureaus?|departments?|divisions?|ministry|"
            r"agency|organi[sz]ations?|company|institutions?|committee)\b|누구|누가"
        ),
    ),
    (
        Fact.PLACE,
        _question(
            rf"{_AT}where\s+{_VERB}\b|{_ASKING}(?:city|cities|country|countries|province|county|town|village|continent|"
            r"street|address|island|location)\b|어디"
        ),
    ),
)

_WORD_NUMBERS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|"
    r"trillions?|dozens?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)
_NUMBER = late_pattern(
    rf"\d|\b(?:{_WORD_NUMBERS}|half|halves|quarters?|twice|thrice|once|double[ds]?|triple[ds]?|pair|both|single|sole|"
    r"several|many|none|zero|nil|most|majority|minority|equal|free|seconds|minutes?|hours?|days?|weeks?|months?|years?|"
    r"multiple|various|numerous|couple|tens)\b",
    re.IGNORECASE,
)
_DATE = late_pattern(
    r"\b\d{3,4}s?\b|\b\d{1,2}[./-]\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)\b|['’]\d\ds?\b|\d년|\d월|"
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|spring|summer|autumn|winter|christmas|easter|"
    r"years?|months?|weeks?|days?|hours?|minutes?|quarter|semester|annual(?:ly)?|year(?:ly)?|monthly|weekly|daily|"
    r"centur(?:y|ies)|decades?|millenni(?:um|a)|bc|ad|bce|ce|era|age|dynasty|reign|ago|today|now|currently|"
    r"tomorrow|yesterday|tonight|noon|midnight|a\.m|p\.m|morning|evening|night|afternoon|immediately|ongoing|"
    r"during|after|before|until|since|upon|following|prior to|as soon as|when|beginning of|start of|end of)\b",
    re.IGNORECASE,
)
_NAME = late_pattern(r"\b[A-Z][\w’'.-]*|[가-힣]{2,}")
_BODY = late_pattern(
    r"\b(?:teams?|bureaus?|departments?|divisions?|offices?|centers?|centres?|committees?|council|ministr(?:y|ies)|"
    r"agenc(?:y|ies)|compan(?:y|ies)|institut\w*|universit\w*|organi[sz]ations?|foundations?|authorit\w*|governments?|"
    r"boards?|groups?|units?|people|persons?|men|women|citizens|residents|staff|members?|students?|experts?|"
    r"famil(?:y|ies)|parliament|court|church|union|army|wife|husband|son|daughter|brother|sister|mother|father|king|"
    r"queen|everyone|anyone|nobody|children|parents|firms?|municipalit\w*|\w{3,}(?:ists?|ians?|[dglnrt]ers|tors))\b",
    re.IGNORECASE,
)
_SPOT = late_pattern(
    r"\b(?:cit(?:y|ies)|countr(?:y|ies)|provinces?|regions?|county|counties|districts?|towns?|villages?|streets?|roads?|"
    r"avenue|buildings?|rooms?|floors?|halls?|campus(?:es)?|complex(?:es)?|parks?|sites?|areas?|zones?|coast(?:al)?|"
    r"north\w*|south\w*|east\w*|west\w*|rivers?|lakes?|seas?|oceans?|islands?|mountains?|valley|cent(?:er|re)s?|"
    r"schools?|universit\w*|hospitals?|museums?|stations?|ports?|harbou?r|locat\w*|situated|worldwide|nationwide|online|"
    r"website|near|between|along)\b",
    re.IGNORECASE,
)
_TOKEN = late_pattern(r"\w+(?:[.,]\d+)*")


def needed_fact(question: str) -> Fact | None:
    """The kind of fact without which nothing answers `question` (English or Korean); None where no kind is certain."""
    return next((fact for fact, pattern in _NEEDS if pattern.search(question)), None)


def states(fact: Fact, text: str, question: str = "") -> bool:
    """Whether `text` states something of that kind, other than what the question itself says. Errs towards yes."""
    if fact is Fact.PHONE:
        return bool(phones(text, labelled=True))
    if fact is Fact.EMAIL:
        return bool(values(text, "email"))
    if fact is Fact.DATE:
        return _says_more(_DATE, text, question)
    if fact in (Fact.COUNT, Fact.AMOUNT):
        return _says_more(_NUMBER, text, question)
    if fact is Fact.PERSON:
        return _says_more(_NAME, text, question) or _says_more(_BODY, text, question)
    return _says_more(_NAME, text, question) or _says_more(_SPOT, text, question)


def _says_more(pattern: re.Pattern[str], text: str, question: str) -> bool:
    known = {token.lower() for token in _TOKEN.findall(question)} | (STARTERS if pattern is _NAME else frozenset())
    matches = (_TOKEN.match(text, match.start()) for match in pattern.finditer(text))
    return any(token is None or token.group().lower() not in known for token in matches)
