"""The bodies, places and plans that a text names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from retrieval.index import StoredDocument
from retrieval.language import region_names as regions
from retrieval.records import Metadata
from retrieval.search.rewording import Names, mentions

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
    about = lru_cache(maxsize=None)(partial(_about, documents))
    return lru_cache(maxsize=_KEPT_TEXTS)(partial(_find, names, about, known))


def _find(
    names: Names, about: Callable[[tuple[str, ...]], frozenset[str]], own_regions: frozenset[str], text: str
) -> tuple[Subject, ...]:
    found: dict[frozenset[str], Subject] = {}
    for start, end, group in names.found_in(text):
        if not _NATION & {name.lower() for name in group} and (documents := about(group)):
            found.setdefault(documents, Subject(text[start:end], group, documents))
    foreign = sorted(regions.regions(text) - own_regions)
    return (*found.values(), *(Subject(each, regions.names(each), frozenset()) for each in foreign))


def _about(documents: Sequence[StoredDocument], group: tuple[str, ...]) -> frozenset[str]:
    """The documents by or about what a group of names stands for."""
    return frozenset(each.id for each in documents if _is_about(each.metadata, group))


def _is_about(metadata: Metadata, group: tuple[str, ...]) -> bool:
    own = {(metadata.organisation or "").lower(), (metadata.region or "").lower()}
    return any(name.lower() in own or mentions(metadata.title, name) for name in group)
