"""Which documents pass the filters that a user set."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.records import Filters, Metadata
from retrieval.search.rewording import Names


def passes(metadata: Metadata, filters: Filters, names: Names) -> bool:
    """Whether a document passes all filters."""
    return next(failing(metadata, filters, names), None) is None


def failing(metadata: Metadata, filters: Filters, names: Names) -> Iterator[str]:
    """The filters that a document does not pass, by name."""
    for name in ("organisation", "region"):
        want, have = getattr(filters, name), getattr(metadata, name)
        if want and not (have and names.same(want, have)):
            yield name
    if filters.kind and filters.kind.lower() != (metadata.kind or "").lower():
        yield "kind"
    day, begins = filters.as_of, metadata.valid_from or metadata.published
    if day and ((begins and day < begins) or (metadata.valid_until and metadata.valid_until < day)):
        yield "as_of"
