"""Terms as the lexical index and the ranking see them: English stems and pairs of Hangul syllables, in order.

Korean words carry particles and endings and are written together or apart; pairs of neighbouring syllables find them all
the same (Lee and Ahn 1996, "Using n-grams for Korean text retrieval"). Of a question's Korean words the particles and
endings go first. On KorQuAD (672 paragraphs, BM25, nDCG@10) that reaches 96.7, pairs as they stand 96.1, the morphology
of kiwipiepy 96.8 and words as they stand 89.4 (docs/adr/0002).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from retrieval.language import korean_stems
from retrieval.language.scripts import hangul_spans, has_hangul
from retrieval.patterns import late_pattern

_WORD = late_pattern(r"[^\W_]+")
_SHORT = 200  # characters of a text whose terms are kept
# Words that carry the form of a question and not its matter; BM25 over few chunks cannot tell by itself.
QUESTION_WORDS = frozenset(
    "a an and any are as at be been by can could did do does for from had has have how i in is it its me my of on or "
    "our please shall should that the their them there these they this those to was we were what when where which who "
    "whom whose why will with would you your tell give show about let us am if so".split()
)


_CLITIC = late_pattern(r"(?<=\w)(?:n['’]t|['’](?:s|m|d|re|ve|ll))(?!\w)", re.IGNORECASE)
"""What English hangs on a word by an apostrophe: it gives form, and as a word of its own would be a strange letter."""


@cache
def analyzer() -> Any:
    """Tantivy's analyzer of English words: simple tokens of at most 40 bytes, lower case, Snowball stems."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40)).filter(Filter.lowercase())
    return builder.filter(Filter.stemmer("english")).build()


def analyze(text: str) -> list[str]:
    """The terms of a text in order: lower-case stems (Snowball English), and the pairs of syllables of runs of Hangul.

    A syllable that stands alone is a term by itself.
    """
    if not has_hangul(text):
        return _stems(text)
    terms: list[str] = []
    at = 0
    for start, end in hangul_spans(text):
        terms += _stems(text[at:start])
        terms += [text[i : i + 2] for i in range(start, max(start + 1, end - 1))]
        at = end
    return terms + _stems(text[at:])


def _stems(text: str) -> list[str]:
    stems: list[str] = analyzer().analyze(text) if text.strip() else []
    return stems


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, in order: runs of letters and digits of any script."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> list[str]:
    """The words of a question without those that only give it its form; Korean ones without particles and endings."""
    return [
        korean_stems.stem(word) if has_hangul(word) else word
        for word in words_of(_CLITIC.sub(" ", text))
        if not (korean_stems.is_form(word) if has_hangul(word) else word in QUESTION_WORDS)
    ]


def content_terms(text: str) -> list[str]:
    """The terms of a question without the words that only give it its form; all terms when nothing else is left."""
    return list(_kept_terms(text)) if len(text) <= _SHORT else _content_terms(text)


@lru_cache(maxsize=8_192)  # names and duties of a directory, which each need for a contact is held against
def _kept_terms(text: str) -> tuple[str, ...]:
    return tuple(_content_terms(text))


def _content_terms(text: str) -> list[str]:
    return analyze(" ".join(content_words(text))) or analyze(_CLITIC.sub(" ", text)) or analyze(text)
