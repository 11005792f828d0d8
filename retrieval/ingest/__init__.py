"""Documents into the index: which files, what has changed, what is written."""

from retrieval.ingest import sources
from retrieval.ingest.apply import ingest
from retrieval.ingest.look import Look, look
from retrieval.ingest.sources import Progress
from retrieval.ingest.watch import State, Watch, state_of_all

__all__ = ["Look", "Progress", "State", "Watch", "ingest", "look", "sources", "state_of_all"]
