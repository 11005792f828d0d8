"""What a document or a section is about, in its own words: the sentences that lead it, and the rows of its main list."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge import Knowledge
from assistant.question import types
from assistant.quoting import ABSENCE, Part, Quote, quotes
from assistant.sets.selection import in_language, leaves_out
from retrieval.language import analyze, content_terms, heading_paths, split
from retrieval.records import Block, Document
from retrieval.search import Documents, Found

Kind = types.QuestionType
_SURE = 0.6  # that a summary is asked for
_LIKELY = 0.7  # that a summary or a description is
_TOLD = 0.2  # that a summary is, then
_UNKNOWN = 0.999
_BESIDE = 0.3  # of the question's known terms, by idf, that neither title nor names may hold
_VERY_SURE, _BESIDE_SURE = 0.8, 0.5  # where a summary is asked for as good as surely
_LEADS = 6
_OPENING = 2  # sentences of the first paragraph
_ROWS = 12


def summary(asked: types.TypeChances, found: Found, knowledge: Knowledge) -> Part | None:
    """The opening of the document or the section that a question names as a whole; None where it asks for something else."""
    told = asked.of(Kind.SUMMARY)
    if told < _SURE and not (told >= _TOLD and told + asked.of(Kind.DESCRIPTION) >= _LIKELY):
        return None
    text = found.wording.text
    highest = knowledge.idf("\x00")
    known = {
        each: w
        for each in in_language(content_terms(text), found, knowledge.documents)
        if (w := knowledge.idf(each)) < _UNKNOWN * highest
    }
    if not known or not found.passages:
        return None
    named = {term for subject in knowledge.search.subjects(text) for name in subject.names for term in analyze(name)}
    for passage in found.passages[:3]:
        document = knowledge.documents.whole(passage.chunk.document_id)
        if document is None:
            continue
        if section := _section(document, known):
            return Part(tuple(_opening(document, section)))
        own = set(analyze(document.metadata.title)) | named | set(analyze(document.metadata.kind or ""))
        beside = sum(w for term, w in known.items() if term not in own)
        if beside <= (_BESIDE_SURE if told >= _VERY_SURE else _BESIDE) * sum(known.values()) and set(known) & set(
            analyze(document.metadata.title)
        ):
            return Part((*_leads(document), *_main_list(document, found, knowledge.documents)))
    return None


def _section(document: Document, known: dict[str, float]) -> tuple[str, ...] | None:
    """The heading below the title that the question names, if it names little else."""
    best: tuple[float, tuple[str, ...]] | None = None
    title = set(analyze(document.metadata.title))
    for block, path in heading_paths(document):
        own = set(content_terms(path[-1])) - title if block.kind == "heading" else set()
        if not own or len(path) < 2 or len(own & known.keys()) < max(1, 0.6 * len(own)):
            continue
        weight = sum(known[each] for each in own & known.keys())
        if best is None or weight > best[0]:
            best = weight, path
    whole = sum(w for term, w in known.items() if term not in title)
    return best[1] if best and best[0] >= 0.6 * whole > 0 else None


def _opening(document: Document, path: tuple[str, ...]) -> Iterator[Quote]:
    """The first sentences and the first rows below a heading."""
    left, rows = 4, _ROWS
    for block, here in heading_paths(document):
        if here[: len(path)] != path or block.kind == "heading":
            continue
        if block.kind == "paragraph" and left:
            for quote in _sentences(document, block, here, left):
                left -= 1
                yield quote
        elif block.kind != "paragraph" and rows:
            rows -= 1
            yield quotes.of_block(document, block, here)


def _leads(document: Document) -> Iterator[Quote]:
    """The first two sentences of a document, and the first of the paragraphs that follow."""
    left = _LEADS
    first = True
    for block, path in heading_paths(document):
        if block.kind != "paragraph" or not left:
            continue
        given = list(_sentences(document, block, path, _OPENING if first else 1))
        if (
            given
            and not given[0].text.endswith(":")
            and not ABSENCE.search(given[0].text)
            and "." in given[0].text[-2:]
        ):
            first, left = False, left - 1
            yield from given


def _main_list(document: Document, found: Found, documents: Documents) -> Iterator[Quote]:
    reading = documents.reading(document.id)
    lists = [each for each in reading.lists if not leaves_out(each)] if reading else []
    places = [p.chunk.start for p in found.passages if p.chunk.document_id == document.id]
    main = next(
        (
            each
            for place in places
            for each in lists
            if each.start <= place < each.end or place <= each.start <= place + 900
        ),
        None,
    )
    main = main or (max(lists, key=lambda each: len(each.rows)) if lists else None)
    if main and main.items[0].kind == "item":
        for block in (*((main.lead,) if main.lead else ()), *main.items[:_ROWS]):
            yield quotes.of_block(document, block, main.section)


def _sentences(document: Document, block: Block, path: tuple[str, ...], most: int) -> Iterator[Quote]:
    whole = quotes.of_block(document, block, path)
    for span in split(document.text[block.start : block.end])[:most]:
        yield quotes.narrowed(whole, span)
