"""Files are read in a process of their own, so that none of them can do harm to the rest."""

from retrieval.loading.worker.reading import Reading
from retrieval.loading.worker.worker import Worker, WorkerError

__all__ = ["Reading", "Worker", "WorkerError"]
