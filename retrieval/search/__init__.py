"""Questions to passages, over the index in force."""

from retrieval.search import evidence
from retrieval.search.evidence import Source
from retrieval.search.live import LiveSearch
from retrieval.search.reading import List
from retrieval.search.search import CANDIDATES, Found, Search, Subject
from retrieval.search.wording import Names, Wording, key, mentions

__all__ = [
    "CANDIDATES",
    "Found",
    "List",
    "LiveSearch",
    "Names",
    "Search",
    "Source",
    "Subject",
    "Wording",
    "evidence",
    "key",
    "mentions",
]
