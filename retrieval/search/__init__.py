"""Questions to passages, over the index in force."""

from retrieval.search import evidence
from retrieval.search.documents import Documents
from retrieval.search.evidence import Source
from retrieval.search.live import Live
from retrieval.search.name_finder import NameFinder, folded
from retrieval.search.question_vectors import QuestionVectors
from retrieval.search.reading import List
from retrieval.search.rewording import Names, Wording, key, mentions
from retrieval.search.search import CANDIDATES, Found, Search
from retrieval.search.subjects import Subject, Subjects

__all__ = [
    "CANDIDATES",
    "Documents",
    "Found",
    "List",
    "Live",
    "NameFinder",
    "Names",
    "QuestionVectors",
    "Search",
    "Source",
    "Subject",
    "Subjects",
    "Wording",
    "evidence",
    "folded",
    "key",
    "mentions",
]
