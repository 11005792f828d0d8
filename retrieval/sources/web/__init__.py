"""Sources on the web: fetched politely and safely, and kept as files that an ingest reads like any others."""

from retrieval.sources.web.refresh import Refreshed, Web

__all__ = ["Refreshed", "Web"]
