"""Sources: folders, files and web addresses, each with who stands behind it and how far it is trusted."""

from retrieval.sources.config import add_source, read_sources, remove_source
from retrieval.sources.record import NO_SOURCES, Source, Sources
from retrieval.sources.speaking import spoken_for

__all__ = [
    "NO_SOURCES",
    "Source",
    "Sources",
    "add_source",
    "read_sources",
    "remove_source",
    "spoken_for",
]
