"""Words, sentences, names of regions and the facts that a text states, in English and Korean."""

from retrieval.language import korean_stems, mismatch, region_names
from retrieval.language.concepts import needs
from retrieval.language.korean_glossary import glossary
from retrieval.language.korean_stems import FORM_WORDS
from retrieval.language.lookalike import is_disguised, look
from retrieval.language.mismatch import has_opposite
from retrieval.language.ordinary_words import is_ordinary, ordinary_words
from retrieval.language.outline import heading_paths, sections
from retrieval.language.region_names import is_region, names, regions
from retrieval.language.scripts import count_hangul, hangul_runs, has_hangul, is_hangul, is_korean, without_hangul
from retrieval.language.sentences import ITEM_MARKER, LONGEST, STARTERS, Span, split
from retrieval.language.within import Within
from retrieval.language.words import QUESTION_WORDS, analyze, content_terms, content_words, words_of

__all__ = [
    "FORM_WORDS",
    "ITEM_MARKER",
    "LONGEST",
    "QUESTION_WORDS",
    "STARTERS",
    "Span",
    "Within",
    "analyze",
    "content_terms",
    "content_words",
    "count_hangul",
    "glossary",
    "hangul_runs",
    "has_hangul",
    "has_opposite",
    "heading_paths",
    "is_disguised",
    "is_hangul",
    "is_korean",
    "is_ordinary",
    "is_region",
    "korean_stems",
    "look",
    "mismatch",
    "names",
    "needs",
    "ordinary_words",
    "region_names",
    "regions",
    "sections",
    "split",
    "without_hangul",
    "words_of",
]
