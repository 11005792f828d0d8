"""The bodies, places and plans that a text names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from retrieval.index import StoredDocument
from retrieval.language import region_names as regions
from retrieval.search.rewording import Names

_NATION = {"korea", "republic of korea", "south korea", "대한민국", "한국"}  # what every document is about
_KEPT_TEXTS = 256  # texts whose subjects are at hand


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a question names: as written, all its names, and the documents that are by it or about it."""

    name: str
    names: tuple[str, ...]
    documents: frozenset[str]


Subjects = Callable[[str], tuple[Subject, ...]]
"""The bodies, places and plans that a text names and that documents are by or about, each once.

A region of Korea that no document is about is a subject too, one without documents.
"""


def subjects_of(documents: Sequence[StoredDocument], names: Names) -> Subjects:
    """What finds them in a text; it keeps what it found, as one question asks for the same text many times."""
    own = (each.metadata for each in documents)
    known = regions.regions(" ; ".join(f"{each.title} {each.organisation} {each.region}" for each in own))
    return lru_cache(maxsize=_KEPT_TEXTS)(partial(_find, names, _about(documents, names), known))


def _find(
    names: Names, about: Mapping[tuple[str, ...], frozenset[str]], own_regions: frozenset[str], text: str
) -> tuple[Subject, ...]:
    found: dict[frozenset[str], Subject] = {}
    for start, end, group in names.found_in(text):
        if not _NATION & {name.lower() for name in group} and (documents := about.get(group)):
            found.setdefault(documents, Subject(text[start:end], group, documents))
    foreign = sorted(regions.regions(text) - own_regions)
    return (*found.values(), *(Subject(each, regions.names(each), frozenset()) for each in foreign))


def _about(documents: Sequence[StoredDocument], names: Names) -> dict[tuple[str, ...], frozenset[str]]:
    """For each group of names the documents by or about what it stands for: theirs it is, or their title has it."""
    held: dict[tuple[str, ...], set[str]] = {}
    of_body: dict[str, set[str]] = {}
    for each in documents:
        for name in (each.metadata.organisation, each.metadata.region):
            of_body.setdefault((name or "").lower(), set()).add(each.id)
        for group in names.mentioned_in(each.metadata.title):
            held.setdefault(group, set()).add(each.id)
    for group in names.groups:
        for name in group:
            if own := of_body.get(name.lower()):
                held.setdefault(group, set()).update(own)
    return {group: frozenset(ids) for group, ids in held.items()}
