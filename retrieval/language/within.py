"""Which of many texts stand somewhere in another one: looked up by how they begin, not tried one after the other."""

from __future__ import annotations

from collections.abc import Iterable

_BEGINNING = 6  # characters by which a text is looked up


class Within:
    """A fixed set of texts. They are sought as they are: fold case and blanks on both sides before where they do not count."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_beginning: dict[str, list[str]] = {}
        for text in dict.fromkeys(texts):
            if text:
                self._by_beginning.setdefault(text[:_BEGINNING], []).append(text)
        self._lengths = sorted({len(each) for each in self._by_beginning})

    def found_in(self, text: str) -> set[str]:
        """Those that are part of a text."""
        beginnings = {text[at : at + length] for length in self._lengths for at in range(len(text) - length + 1)}
        return {each for begin in beginnings for each in self._by_beginning.get(begin, ()) if each in text}
