"""Ways of asking for the same thing in questions about policy: what a question calls "set out to do", a plan calls "vision".

Hand-made and small; each pattern stands for the words that documents are likely to use for it.
"""

from __future__ import annotations

import re
from functools import cache

from retrieval.language.words import analyze, content_terms

_CONCEPTS: tuple[tuple[str, str], ...] = (
    (
        r"(?:set|sets|setting) out(?: to (?:do|achieve|reach))?|(?:trying|try|tries|hopes?|wants?|intends?) to (?:do|achieve|reach)|"
        r"aim(?:s|ed|ing)?(?: (?:to (?:do|achieve)|at|for))?|goals?|objectives?|purposes?|targets?|visions?|ambitions?|(?:hopes?|expects?) (?:to gain|from)|gains?|benefits?",
        "aim goal objective purpose vision task",
    ),
    (
        r"t(?:ake|akes|aking|ook) part|participants?|participat(?:e|ed|ing)|attend(?:ed|ees?|ing)?|"
        r"(?:was|were) (?:there|present|invited)|guests?",
        "participant attend invited guest",
    ),
    (
        r"in charge|responsible|responsibility|runs?|running|handles?|handling|leads?|heads?|deals? with|looks? after|"
        r"takes? care of|manages?",
        "charge responsible bureau team",
    ),
    (r"costs?|prices?|budgets?|how much(?: money)?|amounts?|funding|spend|spent|worth", "amount budget cost krw won"),
    (r"phones?|telephones?|call|contacts?|reach|get in touch", "phone contact"),
    (r"duties|duty|responsibilities|functions?|roles?|jobs?", "duty role task"),
    (r"begin|begins|began|start|starts|started|launch(?:ed)?|kick(?:s|ed)? off", "begin start"),
    (r"end|ends|ended|finish(?:ed)?|run until|until when|how long|period|duration", "until period end"),
    (
        r"problems?|challenges?|difficult(?:y|ies)|weakness(?:es)?|issues?|(?:is |are )?wrong(?: with)?",
        "problem challenge",
    ),
    (r"laws?|legal basis|statut(?:e|es|ory)|legally", "law legal act statutory article"),
    (r"who was (?:at|in)|present", "participant attend guest"),
    (r"prepared|drawn up|drafted", "prepare consult draw"),
)


_GENERIC = frozenset(
    "thing kind type sort item today current now list name enumer everi accord whole give show tell explain describ".split()
)


@cache
def _patterns() -> list[tuple[re.Pattern[str], frozenset[str]]]:
    return [(re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), frozenset(analyze(said))) for asked, said in _CONCEPTS]


def needs(question: str) -> list[frozenset[str]]:
    """The stems that a question asks for, each with those that would say the same."""
    found: list[frozenset[str]] = []
    rest = question
    for pattern, said in _patterns():
        matches = [match.group() for match in pattern.finditer(rest)]
        if matches:
            found.append(said | {term for each in matches for term in content_terms(each)})
            rest = pattern.sub(" ", rest)
    terms = dict.fromkeys(content_terms(rest)) if rest.strip(" ?.!,") else {}
    return found + [frozenset((term,)) for term in terms if len(term) > 1 and term not in _GENERIC]
