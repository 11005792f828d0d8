"""The lexical index: BM25 over the terms of `retrieval.language`, derived from the store. Tantivy's only home."""

from __future__ import annotations

import json
import math
import shutil
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from retrieval.index.files import link
from retrieval.language import analyze, content_terms
from retrieval.records import Chunk

VERSION = 5  # raise when fields or analysis change, so that older indexes are rebuilt
_KEPT_TERMS = 20_000  # whose idf is at hand; an opened index does not change
_WRITER_BYTES = 64_000_000
_META = "policydesk.json"


class LexicalIndexDamagedError(Exception):
    """The index on disk cannot be opened; whoever opens it builds it anew from the store."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A chunk id with its BM25 score (Robertson and Zaragoza 2009; k1 1.2, b 0.75, Tantivy's constants)."""

    chunk_id: str
    score: float


class LexicalIndex:
    """A read-only view of an index on disk; thread-safe."""

    def __init__(self, folder: Path, before: LexicalIndex | None = None) -> None:
        """Opens what is in a folder; files that `before` has checked already, as links, are not read again."""
        self.folder = folder
        try:
            self.fingerprint, self.files = read_notes(folder)
            if self.files != _checksums(folder, before.files if before else {}):
                raise ValueError("a file is not as it was written")
            import tantivy

            self._index = tantivy.Index.open(str(folder))
            _register(self._index)
            self._searcher = self._index.searcher()
        except Exception as error:  # Tantivy raises plain ValueError, OSError and Rust panics alike
            raise LexicalIndexDamagedError(f"{folder}: {error}") from error
        self._schema = self._index.schema
        self._chunks = max(1, self._searcher.num_docs)
        self._idf = lru_cache(maxsize=_KEPT_TERMS)(self._rarity)

    def search(
        self,
        question: str,
        limit: int,
        *,
        synonyms: Sequence[Sequence[str]] = (),
        document_ids: Collection[str] | None = None,
    ) -> list[Scored]:
        """The best chunks for a question, best first; each group of `synonyms` adds its best name, at half weight."""
        import tantivy
        from tantivy import Occur, Query

        parts = [self._term(term) for term in dict.fromkeys(content_terms(question))]
        for group in synonyms:
            names = [self._all_of(name) for name in group]
            parts.append(Query.boost_query(Query.disjunction_max_query([n for n in names if n is not None]), 0.5))
        if not parts:
            return []
        query = Query.boolean_query([(Occur.Should, part) for part in parts])
        if document_ids is not None:
            allowed = Query.term_set_query(self._schema, "document", list(document_ids))
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(allowed, 0.0))])
        found = self._searcher.search(query, limit, count=False)
        hits: list[tuple[Any, tantivy.DocAddress]] = found.hits
        return [Scored(str(self._searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def idf(self, term: str) -> float:
        """Inverse document frequency of an analysed term: ln(1 + (N - n + 0.5) / (n + 0.5)), as in BM25."""
        return self._idf(term)

    def holds(self, word: str) -> bool:
        """Whether some chunk has this word or one with the same stem."""
        return any(self._searcher.doc_freq("text", term) for term in analyze(word))

    def _rarity(self, term: str) -> float:
        n = self._searcher.doc_freq("text", term)
        return math.log(1 + (self._chunks - n + 0.5) / (n + 0.5))

    def words(self) -> dict[str, int]:
        """Every lower-case word form of the index with the number of chunks that hold it."""
        return {str(term): n for term, n in self._searcher.terms_with_prefix("words", "", limit=1_000_000)}

    def _term(self, term: str) -> Any:
        from tantivy import Query

        return Query.term_query(self._schema, "text", term)

    def _all_of(self, name: str) -> Any:
        from tantivy import Occur, Query

        parts = [(Occur.Must, self._term(term)) for term in dict.fromkeys(content_terms(name))]
        return Query.boolean_query(parts) if parts else None


def build(
    folder: Path, chunks: Iterable[Chunk], fingerprint: str, *, progress: Callable[[], None] = lambda: None
) -> None:
    """Write a new index beside `folder` and put it in its place; whoever has the old one open keeps it.

    Let only one caller at a time write a folder.
    """
    import tantivy

    new, old = (folder.with_name(f"{folder.name}.{state}") for state in ("new", "old"))
    for each in (new, old):
        shutil.rmtree(each, ignore_errors=True)
    new.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(new))
    _register(index)
    _fill(index, (), chunks, progress)
    _note(new, fingerprint, {})
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def extend(
    before: Path, folder: Path, without: Collection[str], chunks: Iterable[Chunk], was: str, fingerprint: str
) -> None:
    """Write an index into the new `folder`: that of `before` without some documents and with some chunks more.

    The files of `before` are linked, so that only what changed is written, and stay as they are. What is gone counts in
    `idf` until Tantivy merges its segment. Raises `LexicalIndexDamagedError` when `before` is not at the state `was`.
    """
    import tantivy

    try:
        state, files = read_notes(before)
        if state != was:
            raise ValueError("it is of another state")
        folder.mkdir()
        for each in before.iterdir():
            if each.name != _META and each.suffix != ".lock":
                link(each, folder / each.name)
        index = tantivy.Index.open(str(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LexicalIndexDamagedError(f"{before}: {error}") from error
    _register(index)
    _fill(index, without, chunks, lambda: None)
    _note(folder, fingerprint, files)


def _fill(index: Any, without: Iterable[str], chunks: Iterable[Chunk], progress: Callable[[], None]) -> None:
    import tantivy

    writer = index.writer(_WRITER_BYTES, 1)
    for each in without:
        writer.delete_documents_by_term("document", each)
    for chunk in chunks:
        text = chunk.embedded_text
        terms = " ".join(analyze(text))
        writer.add_document(tantivy.Document(id=chunk.id, document=chunk.document_id, text=terms, words=text))
        progress()
    writer.commit()
    writer.wait_merging_threads()  # files that a merge replaces go when it ends


def read_notes(folder: Path) -> tuple[str, dict[str, list[int]]]:
    """The state that an index is of, and size and CRC-32 of its files. Raises OSError, ValueError, KeyError."""
    meta = json.loads((folder / _META).read_text("utf-8"))
    return str(meta["fingerprint"]), dict(meta["files"])


def _note(folder: Path, fingerprint: str, known: Mapping[str, list[int]]) -> None:
    meta = {"fingerprint": fingerprint, "files": _checksums(folder, known)}
    (folder / _META).write_text(json.dumps(meta), "utf-8")


def _checksums(folder: Path, known: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Size and CRC-32 of every file that is read: Tantivy itself notices some damage only in the middle of a search.

    A file of a segment never changes, so one of a `known` name and size is not read again.
    """
    found = {}
    for each in sorted(folder.iterdir()):
        if each.name != _META and each.suffix != ".lock":
            size, before = each.stat().st_size, known.get(each.name)
            is_known = before is not None and before[0] == size and each.suffix != ".json"
            found[each.name] = before if before and is_known else [size, zlib.crc32(each.read_bytes())]
    return found


def _schema() -> Any:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    builder = builder.add_text_field("document", tokenizer_name="raw")
    builder = builder.add_text_field("text", tokenizer_name="terms", index_option="freq")
    return builder.add_text_field("words", tokenizer_name="forms", index_option="basic").build()


def _register(index: Any) -> None:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer("terms", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    forms = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40)).filter(Filter.lowercase())
    index.register_tokenizer("forms", forms.build())
