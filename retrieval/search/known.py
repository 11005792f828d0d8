"""The best hits of an index among some of its documents, without a filter where few hits fall away."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Protocol, TypeVar

_MORE = 2  # times as many are taken as are wanted: a filter over all documents costs more than the rest of a search


class _OfChunk(Protocol):
    @property
    def chunk_id(self) -> str: ...


H = TypeVar("H", bound=_OfChunk)


def best_of_known(
    best: Callable[[int, list[str] | None], Sequence[H]],
    taken: int,
    known: Container[str],
    ids: Callable[[], list[str]],
) -> Sequence[H]:
    """The first `taken` that `best(limit, documents)` gives of the documents that are `known`; `ids` lists these.

    The same as `best(taken, ids())`.
    """
    found = best(_MORE * taken, None)
    kept = [each for each in found if each.chunk_id.rpartition("#")[0] in known][:taken]
    return kept if len(kept) == taken or len(found) < _MORE * taken else best(taken, ids())
