"""Token counts by the o200k_base table that ships with the package; nothing is ever downloaded."""

from __future__ import annotations

import binascii
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from tiktoken import Encoding

# The name is the one that tiktoken itself looks for in TIKTOKEN_CACHE_DIR: the sha1 of the table's address.
TABLE = Path(__file__).parent.parent / "data" / "tiktoken" / "fb374d419588a4632f3f557e76b4b70aebbca790"
TABLE_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"

# How o200k_base cuts text before merging. Given here because tiktoken's own definition fetches the table when asked for
# the pattern, and deletes and downloads a table that does not match; a test compares the two.
_UPPER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"
_LOWER = r"\p{Ll}\p{Lm}\p{Lo}\p{M}"
_SHORT_FORMS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_PATTERN = "|".join(
    (
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_UPPER}]*[{_LOWER}]+{_SHORT_FORMS}",
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_UPPER}]+[{_LOWER}]*{_SHORT_FORMS}",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
_STRETCH = 16_384  # characters encoded at once: tiktoken's regular expressions give up on very long runs of white space


def count_tokens(text: str) -> int:
    """How many o200k_base tokens `text` has. Names of special tokens count as the plain text that they are.

    Text over 16,384 characters is counted in stretches, which can add a token at each join.
    Raises PolicydeskError when the shipped table is missing or damaged.
    """
    encoding = _encoding()
    return sum(len(encoding.encode_ordinary(text[i : i + _STRETCH])) for i in range(0, len(text), _STRETCH))


@lru_cache(maxsize=1)
def _encoding() -> Encoding:
    from tiktoken import Encoding

    return Encoding("o200k_base", pat_str=_PATTERN, mergeable_ranks=_ranks(TABLE), special_tokens={})


def _ranks(table: Path) -> dict[bytes, int]:
    """The merge ranks in `table`: one token a line, base64 and rank, which is the number of the line (its digest says so).

    Raises PolicydeskError.
    """
    try:
        data = table.read_bytes()
    except OSError as error:
        raise PolicydeskError(
            f"The token table {table} cannot be read ({error.strerror}): install Policydesk again."
        ) from error
    if hashlib.sha256(data).hexdigest() != TABLE_SHA256:
        raise PolicydeskError(f"The token table {table} is damaged: install Policydesk again.")
    return dict(zip(map(binascii.a2b_base64, data.split()[::2]), range(data.count(b"\n")), strict=True))
