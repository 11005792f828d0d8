"""A language model's text cut into statements as it arrives: sentences and list items with the marks that they carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.sentences import split

NOT_STATED = "NOT_STATED"

_GROUP = r"[\[【［][ ]?\d{1,6}(?:[ ]?[-–,;][ ]?\d{1,6}){0,9}[ ]?[\]】］](?![(\[]?\()"
_GROUPS = rf"(?:[ ]?{_GROUP})+"
_MARKS = re.compile(_GROUPS)
_AFTER_END = re.compile(rf"([.!?。]+[\"'”’)]*)({_GROUPS})")
_PREFIX = re.compile(r"\s*(?:(?P<item>[-*•·]|\d{1,2}[.)])\s+|(?P<heading>#{1,6})\s+)?")
_EMPHASIS = re.compile(r"\*\*|__|`+|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_RULE = re.compile(r"\s*(?:[-*_=]{3,}|\|[\s:|-]*|```.*)\s*")
_PENDING = re.compile(r"\s*(?:[\[【［][\s\d,;–-]*)?")  # after a sentence: what may yet become its mark
_LONGEST = 2_000  # characters of a line that is still cut into sentences


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
        self._rest += first
        for following in more:
            yield from self.finish()
            self._rest = following
        if len(self._rest) <= _LONGEST and re.search(r"[.!?。]", self._rest):
            yield from self._complete()

    def finish(self) -> Iterator[Statement]:
        """What is left of the line, which ends here."""
        rest = self._without_prefix(_normal(self._rest))
        if rest.strip() and not _RULE.fullmatch(self._rest):
            spans = split(rest) if len(rest) <= _LONGEST else []
            for piece in [rest[span.start : span.end] for span in spans] or [rest]:
                yield from self._made(piece)
        self._rest, self._begun = "", False
        self._number += 1

    def _complete(self) -> Iterator[Statement]:
        """All sentences of the line but the last one, which may go on."""
        line = _normal(self._rest)
        prefix = 0 if self._begun else (_PREFIX.match(line) or re.match("", line)).end()  # type: ignore[union-attr]
        spans = split(line[prefix:])
        rests = [line[prefix + span.start :] for span in spans[1:]]
        done = [span for span, rest in zip(spans, rests, strict=False) if not _PENDING.fullmatch(rest)]
        if done:
            body = self._without_prefix(line)
            self._rest = body[done[-1].end :]
            for span in done:
                yield from self._made(body[span.start : span.end])

    def _without_prefix(self, line: str) -> str:
        """The line without its list marker or heading sign, which are noted, when it is at its beginning."""
        if self._begun:
            return line
        prefix = _PREFIX.match(line)
        assert prefix is not None, "every part of the pattern is optional"
        item = prefix["item"] or ""
        self._marker = f"{item[:-1]}." if item[:-1].isdigit() else "-" if item else ""
        self._heading = bool(prefix["heading"])
        return line[prefix.end() :]

    def _made(self, piece: str) -> Iterator[Statement]:
        marks = tuple(dict.fromkeys(_numbers(piece)))
        text = _plain(piece)
        if text.strip(" .*_") == NOT_STATED:
            self.not_stated = True
        elif text:
            leads = not marks and (self._heading or text.endswith(":"))
            marker = "" if self._begun else self._marker
            yield Statement(text, piece.strip(), self._number, marks, marker, leads)
            self._begun = True


def _normal(line: str) -> str:
    """The line with the marks that stand after the end of a sentence moved before it."""
    return _AFTER_END.sub(r"\2\1", line)


def _plain(piece: str) -> str:
    bare = _EMPHASIS.sub("", _MARKS.sub("", piece))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split()))


def _numbers(piece: str) -> Iterator[int]:
    """The numbers in the marks; "[2-4]" is three of them."""
    for group in _MARKS.findall(piece):
        for first, last in re.findall(r"(\d+)(?:[ ]?[-–][ ]?(\d+))?", group):
            yield from range(int(first), min(int(last or first), int(first) + 9) + 1)
