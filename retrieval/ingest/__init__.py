"""Documents into the index: which files, what has changed, what is written."""

from retrieval.ingest import sources
from retrieval.ingest.apply import ingest
from retrieval.ingest.sources import Progress

__all__ = ["Progress", "ingest", "sources"]
