"""A language model's text cut into statements as it arrives: sentences and list items with the marks that they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.language import Span, split
from retrieval.patterns import late_pattern

NOT_STATED = "NOT_STATED"

_GROUP = r"[\[【［][ ]?\d{1,6}(?:[ ]?[-–,;][ ]?\d{1,6}){0,9}[ ]?[\]】］](?![(\[]?\()"
_GROUPS = rf"(?:[ ]?{_GROUP})+"
_MARKS = late_pattern(_GROUPS)
_STOPS = ".!?。！？…"
_STOP = late_pattern(rf"[{_STOPS}]")
_LAST_MARKS = late_pattern(rf"{_GROUPS}$")
_AFTER_END = late_pattern(rf"([{_STOPS}]+[\"'”’)]*)({_GROUPS})")
_ENDED = late_pattern(rf"[{_STOPS}]+[\"'”’)\]»]*$")
_ITEM = r"(?:[-*+•·‣◦▪●○]|\(?(?P<{}>\d{{1,2}})[.)]|\(?[a-z][.)]|[①-⑳])\s+"
_PREFIX = late_pattern(rf"\s*(?:(?P<heading>#{{1,6}})\s+(?:{_ITEM.format('_')})?|{_ITEM.format('digits')})")
_EMPHASIS = late_pattern(r"\*\*|__|`+|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_RULE = late_pattern(r"\s*(?:[-*_=]{3,}|\|[\s:|-]*|```.*)\s*")
_ROW = late_pattern(r"\s*\|")
_OPEN = late_pattern(
    r"\W*\w*|\s*[\[【［][\s\d,;–-]*"
)  # after a sentence: what may yet become a longer word, or its mark
_GUARD = "\x00 "  # before a text, so that `split` takes nothing at its beginning for a list marker
_LONGEST = 1_200  # characters without a sentence's end that are still cut into sentences


@dataclass(frozen=True, slots=True)
class Statement:
    """`text` is plain, without marks; `raw` is what was written. Statements of one list item or paragraph share a `line`.

    `marker` is "-" or "1." in front of the first statement of a list item; `leads` says that the statement only
    introduces what follows, e.g. "The plan has two parts:".
    """

    text: str
    raw: str
    line: int
    marks: tuple[int, ...] = ()
    marker: str = ""
    leads: bool = False


class StatementReader:
    """Takes pieces of text and gives back each statement as soon as nothing more can belong to it."""

    def __init__(self) -> None:
        self._rest = ""  # what of the line has not been given back
        self._number = 0
        self._begun = False  # whether the line has given back anything
        self._marker = ""
        self._heading = False
        self.not_stated = False  # whether the text said that the passages do not answer

    def feed(self, piece: str) -> Iterator[Statement]:
        """The statements that this piece completes."""
        first, *more = re.split(r"\r\n|[\r\n\u2028\u2029]", piece)
        yield from self._add(first)
        for following in more:
            yield from self.finish()
            yield from self._add(following)

    def finish(self) -> Iterator[Statement]:
        """What is left of the line, which ends here."""
        if self._begun or not _RULE.fullmatch(self._rest):
            yield from self._made(self._sentences(self._rest))
        self._number += self._begun
        self._rest, self._begun = "", False

    def _add(self, text: str) -> Iterator[Statement]:
        while text and (room := _LONGEST - len(self._rest)) > 0:
            self._rest, text = self._rest + text[:room], text[room:]
            yield from self._complete()
        self._rest += text

    def _complete(self) -> Iterator[Statement]:
        """All sentences of the line but the last one, which may go on."""
        if not _STOP.search(self._rest) or (not self._begun and _RULE.fullmatch(self._rest)):
            return
        sure = _LAST_MARKS.sub("", self._rest)  # a bracket may follow and make a link of them
        done = [span for span in self._sentences(sure)[:-1] if not _OPEN.fullmatch(self._rest, span.end)]
        yield from self._made(done)
        self._rest = self._rest[done[-1].end if done else 0 :]

    def _sentences(self, text: str) -> list[Span]:
        """Those of what is left of the line; a list marker or heading sign before the first is noted and left out."""
        at = 0 if self._begun else self._after_prefix(text)
        if len(text) > _LONGEST or (not self._begun and _ROW.match(text)):
            return [Span(at, len(text))]
        line = _GUARD + _normal(text[at:]).replace("|", "¦")  # only a line that begins with a bar is a row
        return [
            Span(max(at + start - len(_GUARD), at), at + end - len(_GUARD)) for start, end in _uncut(split(line), line)
        ]

    def _after_prefix(self, text: str) -> int:
        prefix = _PREFIX.match(text)
        self._heading = bool(prefix and prefix["heading"])
        self._marker = "" if prefix is None or self._heading else f"{prefix['digits']}." if prefix["digits"] else "-"
        return prefix.end() if prefix else 0

    def _made(self, spans: Sequence[Span]) -> Iterator[Statement]:
        for span in spans:
            self._begun = True
            raw = self._rest[span.start : span.end].strip()
            text = _plain(raw)
            if text.strip(" .*_") == NOT_STATED:
                self.not_stated = True
            elif any(each.isalnum() for each in text):
                marks = tuple(dict.fromkeys(_numbers(raw)))
                leads = not marks and (self._heading or text.endswith(":"))
                yield Statement(text, raw, self._number, marks, self._marker, leads)
                self._marker = ""


def _normal(line: str) -> str:
    """The line with the marks that stand after the end of a sentence moved before it."""
    return _AFTER_END.sub(r"\2\1", line)


def _uncut(spans: Iterable[Span], line: str) -> list[Span]:
    """Long sentences stay whole, which `split` cuts at a blank."""
    whole: list[Span] = []
    for span in spans:
        goes_on = whole and not _ENDED.search(line[: whole[-1].end])
        start = whole.pop().start if goes_on else span.start
        whole.append(Span(start, span.end))
    return whole


def _plain(piece: str) -> str:
    bare = _EMPHASIS.sub("", _MARKS.sub("", piece))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split()))


def _numbers(piece: str) -> Iterator[int]:
    """The numbers in the marks; "[2-4]" is three of them."""
    for group in _MARKS.findall(piece):
        for first, last in re.findall(r"(\d+)(?:[ ]?[-–][ ]?(\d+))?", group):
            yield from range(int(first), min(int(last or first), int(first) + 9) + 1)
