"""Which script a text is written in."""

from __future__ import annotations

from retrieval.patterns import late_pattern

# Syllables and the letters of today. The old letter U+318D is left out, as Korean texts write it for a middle dot, and so
# are the fillers, which show nothing.
_LETTER = "\u1100-\u1112\u1161-\u1175\u11a8-\u11c2\u3131-\u3163\uac00-\ud7a3"
_HANGUL = late_pattern(f"[{_LETTER}]")
_RUN = late_pattern(f"[{_LETTER}]+")


def has_hangul(text: str) -> bool:
    """Whether a text holds a Hangul syllable or letter."""
    return _HANGUL.search(text) is not None


def is_hangul(text: str) -> bool:
    """Whether a text is Hangul and nothing else; "" is not."""
    return _RUN.fullmatch(text) is not None


def hangul_runs(text: str) -> list[str]:
    """The runs of Hangul in a text, in order."""
    return _RUN.findall(text)


def hangul_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each run of Hangul in a text, in order."""
    return [match.span() for match in _RUN.finditer(text)]


def without_hangul(text: str) -> str:
    """A text with a space for each run of Hangul."""
    return _RUN.sub(" ", text)


def count_hangul(text: str) -> int:
    """How many characters of a text are Hangul."""
    return sum(map(len, _RUN.findall(text)))


def is_korean(text: str) -> bool:
    """Whether most letters of a text are Hangul."""
    return 2 * count_hangul(text) > sum(map(str.isalpha, text))
