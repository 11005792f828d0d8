"""How a question shows that it leans on what was said before: grammar, told by closed classes of words and the same for every subject.

Pronouns, demonstratives, connectives, ordinals, particles, and the frames of a correction and of a return to something.
"""

from __future__ import annotations

import re

from retrieval.language import content_words, has_hangul
from retrieval.language.values import values
from retrieval.patterns import late_pattern
from retrieval.search import Names

PRONOUN = late_pattern(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|this|there|he|she|him|her|his|the same|the former|the latter)\b"
    r"(?!\s+(?:is|are|was|were)\s+(?:a|an|any)\b)|(?<![가-힣])(?:그|이)(?:것|건|게|거|곳|들|분|럼|중|\s)|거기|둘 중",
    re.IGNORECASE,
)
_STANDING_FOR = late_pattern(r"\b(?:it|they|them|he|she|him)\b", re.IGNORECASE)
_CLAUSE_ENDS = late_pattern(r"[,;:.?]|\b(?:and|but|if|because|that|who|which)\b", re.IGNORECASE)
_DEMONSTRATIVE = late_pattern(
    r"\b(?:this|these|those)\s+[a-z]+\b|\b(?:after|for|of|in|on|at|to|with|by|from|about)\s+that\s+[a-z]+\b|"
    r"\bthat\s+[a-z]+(?=\W*$)|"
    r"\b(?:of|among|between)\s+(?:them|these|those|the (?:two|three|four))\b",
    re.IGNORECASE,
)
_CONNECTIVE = r"and what about|what about|how about|and also|and|also|or|but|then|so|what else|anything else|그리고|그럼|그러면|또"
OPENER = late_pattern(rf"^\W*(?:(?:{_CONNECTIVE})(?![\w가-힣])\W*)+", re.IGNORECASE)
PREPOSITION = late_pattern(r"^(?:(?:in|at|for|by|of|from|on|about|with|to)\s+)?(?:the\s+)?", re.IGNORECASE)
ASKS = late_pattern(
    r"\b(?:who(?:m|se)?|what|which|where|when|why|how|until|since|is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|"
    r"tell|list|name|give|show|describe|explain)\b|"
    r"누구|누가|언제|어디|어느|어떤|어떻게|얼마|무엇|무슨|뭐|뭘|왜|몇|(?:까|까요|나요|니|어요|아요|예요|에요|줘|세요|야|어|해|지|죠)\W*$",
    re.IGNORECASE,
)
PARTICLE = late_pattern(r"[가-힣](?:은|는|이|가|도|요)\W*$")
_TOPIC_PARTICLE = late_pattern(r"(?:은|는|이|가|도)?(?:요)?\W*$")
OTHER = late_pattern(r"\bthe (?:other|remaining|rest)\b|다른 (?:팀|곳|것)|나머지", re.IGNORECASE)
_LAST = late_pattern(r"\bthe last(?: \w+)?(?!\s+\w+ing)\b|마지막(?: \S+)?", re.IGNORECASE)
_COUNTED = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_COUNTED)})"
_ALONE = late_pattern(rf"^\W*(?:(?:number|no\.?|item|step|part|point)\s+)?{_NUMBER}\W*$", re.IGNORECASE)
_NUMBERED = late_pattern(
    rf"(?:\b(?:number|no\.|item|step|part|point)\s+|#){_NUMBER}\b(?!\s+of\b)|(?<!\d)(\d{{1,2}})번(?![째까지])",
    re.IGNORECASE,
)
CORRECTION = late_pattern(
    r"^\W*(?:(?:no|nope|sorry|oops|actually|not|wrong)\b[^.?!]*?[,.;:–-]+\s*)*(?:but\s+)?i (?:meant|mean)\s+(?P<meant>[^.?!–]+?)(?:\s+[-–]\s+|[.?!]\s*|$)(?P<rest>.*)$|"
    r"^\W*(?:아니\S*[,\s]+)?\S+\s+말고\s+(?P<instead>.+?)\W*$|^\W*아니\S*[,\s]+(?P<no>.+?)\W*$",
    re.IGNORECASE,
)
MEANING = late_pattern(r"\s*(?:말이|말인데|말입|이)?(?:에요|예요|야|었어요?|니다|요|데요?)\W*$")
RETURN = late_pattern(
    r"^\W*(?:(?:ok(?:ay)?|so|well|now)\W+)?(?:let['’]?s\s+)?(?:(?:go|going|come|coming|get|getting)\s+)?(?:back|return(?:ing)?)\s+to\s+(?P<to>[^:,–?]+?)(?:\s*[:,–]\s*|\s+-\s+)(?P<rest>.+)$|"
    r"^\W*back\s+to\s+(?P<bare>[^:,–?]+)\W*$|"
    r"^\W*(?:다시\s+)?(?P<ko>.+?)(?:으로|로)\s*(?:다시\s*)?돌아가\S*[,\s]+(?P<korest>.+)$|"
    r"^\W*아까\s+(?:그\s+|말한\s+)?(?P<before>\S+?)(?:\s*말인데\S*)[,\s]+(?P<beforerest>.+)$",
    re.IGNORECASE,
)
EARLIER = late_pattern(r"^\W*(?:아까|앞에서)\s+(?:그\s+)?")


def ordinal(question: str) -> tuple[int, int, int] | None:
    """The place in a list that a question names (0 for the last), and where it names it."""
    if match := _ALONE.match(question) or _NUMBERED.search(question):
        said = next(filter(None, match.groups())).lower()
        return int(said) if said.isdigit() else 1 + _COUNTED.index(said), match.start(), match.end()
    for each in values(question):
        if each.kind == "ordinal" and not re.match(r"제|\d+차", question[each.start : each.end]):
            return int(each.value), *_with_its_noun(question, each.start, each.end)
    last = _LAST.search(question)
    return (0, last.start(), last.end()) if last else None


def _with_its_noun(question: str, start: int, end: int) -> tuple[int, int]:
    """The place of an ordinal with its article and the bare noun of the list that it counts."""
    article = re.search(r"\b(?:the|that|this)\s+$", question[:start], re.IGNORECASE)
    noun = re.match(r"\s+(?:one|[a-z]+)(?=\W*$)|\s+one\b|\s?(?:것은|것|건|는|은)", question[end:])
    return (article.start() if article else start), end + (noun.end() if noun else 0)


def elliptical(question: str) -> str | None:
    """What a question consists of that asks nothing by itself ("and in Gwangju?"); None where it asks."""
    rest = PREPOSITION.sub("", OPENER.sub("", question)).strip(" ?.!,")
    if ASKS.search(rest) or PRONOUN.search(rest) or not rest:
        return None
    return _TOPIC_PARTICLE.sub("", rest).strip() if has_hangul(rest) else rest


def points_back(question: str, names: Names) -> bool:
    """Whether a question leans on what was said before: by an opener, a pronoun, a bare noun, or for want of a subject."""
    if OPENER.match(question) or EARLIER.match(question) or _DEMONSTRATIVE.search(question):
        return True
    named = names.found_in(question)
    pronoun = PRONOUN.search(question)
    before = len(own_words(question[: pronoun.start()])) if pronoun else 0
    if pronoun and before < 2 and not any(start < pronoun.start() for start, _, _ in named):
        return True
    own = _STANDING_FOR.search(question)  # for something that its own clause names as little as the question does
    asking = re.match(r"\W*(?:\w+\s+){1,2}", question)
    return bool(own and asking and not named and not _CLAUSE_ENDS.search(question[asking.end() : own.start()]))


def own_words(text: str) -> list[str]:
    return content_words(PRONOUN.sub(" ", text.lower()))
