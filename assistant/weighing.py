"""Temporary adapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retrieval.embedding import quotable
from retrieval.lexical import content_terms
from retrieval.search import Found
from retrieval.sentences import Span


@dataclass(frozen=True, slots=True)
class Weighed:
    passage: int
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    fragments: tuple[Weighed, ...]
    answerable: float


def weigh(found: Found, idf: Callable[[str], float]) -> Evidence:
    terms = {t: idf(t) for t in set(content_terms(found.wording.text))}
    total = sum(terms.values()) or 1.0
    out = []
    for i, p in enumerate(found.passages):
        head = set(content_terms(p.chunk.metadata.title + " " + " ".join(p.chunk.section)))
        for span, vec in zip(quotable(p.chunk), found.sentences[i], strict=True):
            text = p.chunk.text[span.start : span.end]
            own = set(content_terms(text))
            cov = sum(w * (1.0 if t in own else 0.4 if t in head else 0.0) for t, w in terms.items()) / total
            out.append(Weighed(i, span, 0.5 * float(vec @ found.vector) + 0.4 * cov + 0.1 * p.score))
    out.sort(key=lambda w: -w.score)
    return Evidence(tuple(out), 1.0 if out and out[0].score > 0.42 else 0.0)
