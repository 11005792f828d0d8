"""Which of the documents speak of something: one line a document, the fragment that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.knowledge import Knowledge
from assistant.quoting import Quote, fragment
from retrieval.embedding import quotable
from retrieval.language import analyze, content_terms, has_hangul
from retrieval.patterns import late_pattern
from retrieval.search import Found

_DOCUMENT = r"documents?|pages?|files?|texts?|regions?|(?:문서|자료|파일|지역)(?:들)?(?=은|는|이|가|을|를|에서|에|으로|[\s?.!]|$)"
_ABOUT = (
    r"mention\w*|sa(?:y|id|ys)|deals?|dealing|talk\w*|speak\w*|cover\w*|discuss\w*|address\w*|touch\w*|refer\w*|about|"
    r"contain\w*|describ\w*|concern\w*|언급\w*|다루\w*|다룬\w*|나오\w*|나온\w*|관련\w*|대해\w*|대한|관한|말하\w*|말한\w*|적힌|적혀"
)
_ENGLISH = late_pattern(rf"\b(?:which|what)\s+(?:[\w']+\s+){{0,3}}?(?:{_DOCUMENT})\b", re.IGNORECASE)
_KOREAN = late_pattern(rf"(?:{_DOCUMENT})(?:은|는|이|가|을|를|에서|에|으로)?(?=[\s?.!]|$)")
_SPEAKS = late_pattern(rf"\b(?:{_ABOUT})(?!\w)", re.IGNORECASE)
_FRAME = late_pattern(
    rf"\b(?:{_DOCUMENT}|{_ABOUT}|anything|something|these|plans?|어떤|어느|모두|있\w*|찾아\w*)(?!\w)", re.IGNORECASE
)
_PASSAGES = 40
_HOLDS = 0.75  # of what is asked for, by idf, that a fragment with its headings must hold
_MOST = 20


@dataclass(frozen=True, slots=True)
class Spoken:
    """A document with the fragment that shows that it speaks of something."""

    title: str
    document_id: str
    quote: Quote


def asks_for_documents(question: str) -> bool:
    """Whether documents, or the regions that they are about, are asked for by what they speak of."""
    asked = _ENGLISH.search(question) or _KOREAN.search(question)
    return asked is not None and _SPEAKS.search(question) is not None


def across_documents(question: str, found: Found, knowledge: Knowledge) -> tuple[Spoken, ...]:
    """The documents that speak of what a question names, nearest first; none where it does not ask for documents."""
    if not asks_for_documents(question):
        return ()
    topic = _FRAME.sub(" ", found.wording.text)
    if has_hangul(question) and re.search("[A-Za-z]", topic) and not has_hangul(_FRAME.sub(" ", topic)):
        topic = re.sub("[가-힣]+", " ", topic)
    terms = (
        [each for each in dict.fromkeys(content_terms(topic)) if any(c.isalnum() for c in each)]
        if topic.strip(" ?.!")
        else []
    )
    if not terms:
        return ()
    return tuple(_spoken(knowledge.search.search(topic, limit=_PASSAGES), terms, knowledge.idf))


def _spoken(found: Found, terms: Sequence[str], idf: Callable[[str], float]) -> list[Spoken]:
    weights = {each: idf(each) for each in terms}
    total = sum(weights.values()) or 1.0
    best: dict[str, tuple[float, float, Quote]] = {}
    for n, passage in enumerate(found.passages):
        headings = frozenset(_stems(f"{passage.chunk.heading}", found))
        cosines = found.sentences[n] @ found.vector
        for at, span in enumerate(quotable(passage.chunk)):
            text = passage.chunk.text[span.start : span.end]
            own = frozenset(_stems(text, found))
            share = sum(w for term, w in weights.items() if term in own) / total
            around = sum(w for term, w in weights.items() if term in own | headings) / total
            if around < _HOLDS or not own:
                continue
            score = (share, float(cosines[at]), fragment(found, n, at))
            known = best.get(passage.chunk.document_id)
            if known is None or score[:2] > known[:2]:
                best[passage.chunk.document_id] = score
    ordered = sorted(best.items(), key=lambda pair: pair[1][:2], reverse=True)[:_MOST]
    return [Spoken(quote.metadata.title, document, quote) for document, (_, _, quote) in ordered]


def _stems(text: str, found: Found) -> list[str]:
    return [found.canonical.get(each, each) for each in analyze(text)]
