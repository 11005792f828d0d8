"""Words as the lexical index and the ranking see them: lower-case stems, and which words only form a question."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_WORD = re.compile(r"[^\W_]+")
# Words that carry the form of a question and not its matter; BM25 over few chunks cannot tell by itself.
QUESTION_WORDS = frozenset(
    "a an and any are as at be been by can could did do does for from had has have how i in is it its me my of on or "
    "our please shall should that the their them there these they this those to was we were what when where which who "
    "whom whose why will with would you your tell give show about let us am if so".split()
)


@cache
def analyzer() -> Any:
    """Tantivy's analyzer of English words: simple tokens of at most 40 bytes, lower case, Snowball stems."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40)).filter(Filter.lowercase())
    return builder.filter(Filter.stemmer("english")).build()


def analyze(text: str) -> list[str]:
    """Lower-case stems (Snowball English) of the words of a text, in order: what the field `text` is made of."""
    stems: list[str] = analyzer().analyze(text)
    return stems


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, in order: runs of letters and digits of any script."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> list[str]:
    """The words of a question without those that only give it its form."""
    return [word for word in words_of(text) if word not in QUESTION_WORDS]


def content_terms(text: str) -> list[str]:
    """The stems of a question without the words that only give it its form; all stems when nothing else is left."""
    return analyze(" ".join(content_words(text))) or analyze(text)
