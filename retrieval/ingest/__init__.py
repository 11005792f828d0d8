"""Documents into the index: which files, what has changed, what is written."""

from retrieval.ingest import sources
from retrieval.ingest.apply import ingest
from retrieval.ingest.sources import Progress
from retrieval.ingest.watch import State, Watch, state_of_all

__all__ = ["Progress", "State", "Watch", "ingest", "sources", "state_of_all"]
