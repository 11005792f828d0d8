"""How far the metadata of a document count: as far as its source is trusted to speak for the body that they name."""

from __future__ import annotations

from dataclasses import replace

from retrieval.records import Metadata
from retrieval.sources.record import Source


def spoken_for(metadata: Metadata, source: Source | None) -> Metadata:
    """What a document says of itself, as far as its source may say it; what it leaves out is the source's.

    One's own documents speak for anybody. Those of an official source are that organisation's, whatever body they name.
    Those of any other source are nobody's but the source's own, and give no other names for anything.
    """
    if source is None:
        return metadata
    told = replace(
        metadata,
        trust=source.trust,
        language=metadata.language or source.language,
        kind=metadata.kind or source.kind,
        organisation=metadata.organisation or source.organisation,
    )
    if source.trust == "own":
        return told
    told = replace(told, organisation=source.organisation)
    return told if source.trust == "official" else replace(told, aliases=())
