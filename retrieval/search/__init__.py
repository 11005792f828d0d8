"""Questions to passages, over the index in force."""

from retrieval.search.documents import Documents
from retrieval.search.explained import Explained, ExplainedPassage, LeftOut, Ranking
from retrieval.search.live import Live
from retrieval.search.name_finder import NameFinder, folded
from retrieval.search.preference import mentioned, mentioned_by_most
from retrieval.search.rank import FEATURES as RANKING_FEATURES
from retrieval.search.rank import WEIGHTS_FILE as RANKING_WEIGHTS_FILE
from retrieval.search.reading import List
from retrieval.search.rewording import Names, Wording, key, mentions, slips
from retrieval.search.rows import Row
from retrieval.search.search import CANDIDATES, Found, Search
from retrieval.search.stems import PassageStems, QuestionStems, Source
from retrieval.search.subjects import Subject, Subjects

__all__ = [
    "CANDIDATES",
    "RANKING_FEATURES",
    "RANKING_WEIGHTS_FILE",
    "Documents",
    "Explained",
    "ExplainedPassage",
    "Found",
    "LeftOut",
    "List",
    "Live",
    "NameFinder",
    "Names",
    "PassageStems",
    "QuestionStems",
    "Ranking",
    "Row",
    "Search",
    "Source",
    "Subject",
    "Subjects",
    "Wording",
    "folded",
    "key",
    "mentioned",
    "mentioned_by_most",
    "mentions",
    "slips",
]
