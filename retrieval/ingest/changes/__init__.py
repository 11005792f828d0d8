"""What changed in documents since the ingest before."""

from retrieval.ingest.changes.texts import Texts

__all__ = ["Texts"]
