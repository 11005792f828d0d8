"""Made-up documents in the words of real ones, for figures that need more chunks than the bundled documents have."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.build import ingest, live_knowledge, open_embedder
from assistant.cli.bench_figures import QUESTIONS, Figure, timed
from assistant.settings import Settings
from retrieval.embedding import Embedder, Vectors
from retrieval.language import Span
from retrieval.loading import discover, load

_CHUNKS_TO_EMBED = 256
_PARAGRAPHS = 20  # of a document; one paragraph fills about one chunk
_WORDS = 125  # of a paragraph, near the 190 tokens that a chunk may have
_CHANGES = (1, 100, 500)  # which of the changes are shown
_AROUND = 9  # of the changes up to a shown one the median is taken
_SENTENCE = (8, 25)  # words, fewest and most


def ingest_rate(settings: Settings) -> Figure:
    """Chunks a second from files to a finished index, by the model of `settings`, with chunks of nearly full size."""
    embedder = open_embedder(settings)
    words = made_up_words(settings.documents)
    with tempfile.TemporaryDirectory(prefix="policydesk-bench-") as folder:
        for name, chunks in (("warm", 1), ("timed", _CHUNKS_TO_EMBED)):  # the first loads the libraries
            home, documents = Path(folder) / name, Path(folder) / f"{name}-documents"
            write_documents(documents, words, chunks)
            own = settings.model_copy(update={"home": home, "documents": documents})
            report = ingest(own, embedder=embedder)
    return Figure("ingest", report.chunks / report.seconds, "chunks/s", "at least 28")


def search_at(settings: Settings, chunks: int) -> Figure:
    """Search over about `chunks` chunks whose vectors are random: their meaning costs no time, their number does."""
    with tempfile.TemporaryDirectory(prefix="policydesk-bench-") as folder:
        home, documents = Path(folder) / "home", Path(folder) / "documents"
        write_documents(documents, made_up_words(settings.documents), chunks)
        own = settings.model_copy(update={"home": home, "documents": documents})
        embedder = RandomVectors(open_embedder(settings))
        found = ingest(own, embedder=embedder).chunks
        live = live_knowledge(own, embedder)
        search = live.current().search
        for question in QUESTIONS:
            search.search(question)
        taken = timed(search.search, QUESTIONS, rounds=10)
        live.close()
    return Figure(f"search at {found:,} chunks, p50", statistics.median(taken), "ms", "at most 20 at 100,000")


def change_at(settings: Settings, chunks: int) -> list[Figure]:
    """One changed paragraph among about `chunks`, ingest after ingest: CPU seconds but for embedding, and MB written."""
    with tempfile.TemporaryDirectory(prefix="policydesk-bench-") as folder:
        home, documents = Path(folder) / "home", Path(folder) / "documents"
        words, chance = made_up_words(settings.documents), random.Random(1)  # noqa: S311 - no secret
        write_documents(documents, words, chunks)
        own = settings.model_copy(update={"home": home, "documents": documents})
        embedder = RandomVectors(open_embedder(settings))
        ingest(own, embedder=embedder)
        files, taken = sorted(documents.iterdir()), list[tuple[float, float]]()
        for number in range(_CHANGES[-1]):
            change_paragraph(files[number * 7 % len(files)], number, _paragraph(words, chance))
            cpu, written, embedding = time.process_time(), _written_mb(), embedder.seconds
            ingest(own, embedder=embedder)
            seconds = time.process_time() - cpu - (embedder.seconds - embedding)
            taken.append((seconds, _written_mb() - written))
    shown = [(f"change {number}", taken[max(0, number - _AROUND) : number]) for number in _CHANGES]
    figures = []
    for name, some in shown:
        what = f"one changed paragraph at {chunks:,} chunks, {name}"
        figures.append(Figure(f"{what}: CPU", statistics.median(each for each, _ in some), "s", "at most 0.6"))
        figures.append(Figure(f"{what}: written", statistics.median(mb for _, mb in some), "MB", "at most 5"))
    everything = "all of them, with what the index was written anew"
    mean = (statistics.fmean(each for each, _ in taken), statistics.fmean(mb for _, mb in taken))
    return [
        *figures,
        Figure(f"{everything}: CPU", mean[0], "s", "-"),
        Figure(f"{everything}: written", mean[1], "MB", "-"),
    ]


def change_paragraph(file: Path, number: int, paragraph: str) -> None:
    """Put another paragraph in the place of one, which `number` picks."""
    paragraphs = file.read_text("utf-8").split("\n\n")
    paragraphs[number % len(paragraphs)] = paragraph
    file.write_text("\n\n".join(paragraphs), "utf-8")


def _written_mb() -> float:
    """What this process has had written to disks; 0 where there is no /proc to read it from."""
    try:
        counts = Path("/proc/self/io").read_text("utf-8")
    except OSError:
        return 0.0
    return int(next(line for line in counts.splitlines() if line.startswith("write_bytes:")).split()[1]) / 1e6


def write_documents(folder: Path, words: Sequence[str], chunks: int) -> None:
    """Text files with about `chunks` paragraphs in all, the same ones every time."""
    folder.mkdir(parents=True)
    chance = random.Random(0)  # noqa: S311 - no secret
    for number, at in enumerate(range(0, chunks, _PARAGRAPHS)):
        paragraphs = [_paragraph(words, chance) for _ in range(min(_PARAGRAPHS, chunks - at))]
        (folder / f"{number:06}.txt").write_text("\n\n".join(paragraphs), "utf-8")


def _paragraph(words: Sequence[str], chance: random.Random) -> str:
    sentences: list[str] = []
    left = _WORDS
    while left > 0:
        length = min(left, chance.randint(*_SENTENCE))
        sentences.append(" ".join(chance.choices(words, k=length)).capitalize() + ".")
        left -= length
    return " ".join(sentences)


def made_up_words(documents: Path) -> list[str]:
    """Every word of the documents as often as they say it, without punctuation."""
    texts = (load(path, path.name).text for path in discover(documents))
    return [word for text in texts for each in text.split() if (word := each.strip(".,:;()[]|\"'-")).isalpha()]


class RandomVectors:
    """Questions by the real model; each text gets the unit vector that its checksum seeds. Counts its CPU seconds."""

    name = "bench:random"

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self.dimensions = real.dimensions
        self.seconds = 0.0

    def fits(self, text: str) -> bool:
        return self._real.fits(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        began = time.process_time()
        rows = np.array([self._vector(text) for text in texts], np.float32).reshape(-1, self.dimensions)
        self.seconds += time.process_time() - began
        return rows

    def embed_question(self, text: str) -> Vectors:
        return self._real.embed_question(text)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self._real.embed_questions(texts)

    def embed_with_sentences(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        sentences = [
            self.embed([text[start:end] for start, end in of_text]) for text, of_text in zip(texts, spans, strict=True)
        ]
        return self.embed(texts), sentences

    def embed_words(self, question: str, texts: Sequence[str]) -> None:
        """None: there are no vectors of words."""

    def _vector(self, text: str) -> Vectors:
        vector = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(self.dimensions, np.float32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)
