"""Articles of law and numbers of acts, in English and Korean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.values.record import Value
from retrieval.patterns import late_pattern

_PARAGRAPH = r"(?:,?\s?(?:paragraph|para\.?)?\s?\(\s?(?P<p>\d+)\s?\)|,?\s(?:paragraph|para\.?)\s(?P<p2>\d+))"
_ITEM = r"(?:,?\s?(?:subparagraph|subpara\.?|item)\s?\(?(?P<i>\d+)\)?|\((?P<i2>\d+)\))"
_ENGLISH = late_pattern(
    rf"\b(?:(?:paragraph|para\.?)\s\(?(?P<lead>\d+)\)?\sof\s)?(?P<word>articles?|arts?\.)\s?(?P<a>\d+)(?:-(?P<b>\d+))?(?:{_PARAGRAPH}{_ITEM}?)?",
    re.I,
)
_ENGLISH_NEXT = late_pattern(
    r"(?:\s?,\s?(?:and\s)?|\s(?:and|or|to)\s|\s?[–~]\s?)(?P<a>\d+)(?:-(?P<b>\d+))?(?:\((?P<p>\d+)\))?", re.I
)
_KOREAN = late_pattern(
    r"(?:제\s?(?P<a>\d+)\s?조(?:\s?의\s?(?P<b>\d+))?(?:\s?제?\s?(?P<p>\d+)\s?항)?|(?<!\d)(?P<a2>\d+)조(?:의(?P<b2>\d+))?\s?제?(?P<p2>\d+)항"
    r"|제\s?(?P<alone>\d+)\s?항)(?:\s?제?\s?(?P<i>\d+)\s?호)?"
)
_ACT = late_pattern(
    r"\b(?:(?P<act>act|law|statute)|(?P<decree>decree)|(?P<ordinance>ordinance|rule)|(?P<notice>notice|notification))\s\(?(?:no\.|number)\s?(?P<n>\d+(?:,\d{3})*(?:-\d+)?)"
    r"|(?:(?P<act2>법률?)|(?P<decree2>령)|(?P<ordinance2>조례|규칙)|(?P<notice2>고시|공고))\s?\(?제\s?(?P<n2>\d+(?:,\d{3})*(?:-\d+)?)\s?호",
    re.I,
)


def find_laws(text: str) -> Iterator[Value]:
    """Articles with their paragraphs and items (unit "article"), and acts, decrees and notices by number."""
    at = 0
    for match in _ENGLISH.finditer(text):
        if match.start() < at:
            continue
        paragraph = match["lead"] or match["p"] or match["p2"]
        yield _article(match, match["a"], match["b"], paragraph, match["i"] or match["i2"])
        at = match.end()
        while match["word"].lower().endswith(("s", "s.")) and (more := _ENGLISH_NEXT.match(text, at)):
            yield Value(
                "article", _parts(more["a"], more["b"], more["p"], None), "article", (), more.start("a"), more.end()
            )
            at = more.end()


def find_korean_laws(text: str) -> Iterator[Value]:
    """Articles written as "제12조제3항"; a paragraph alone has "*" for its article."""
    for match in _KOREAN.finditer(text):
        article = match["a"] or match["a2"] or "*"
        paragraph = match["p"] or match["p2"] or match["alone"]
        yield _article(match, article, match["b"] or match["b2"], paragraph, match["i"])


def find_acts(text: str) -> Iterator[Value]:
    """Numbers of acts, decrees, ordinances and notices."""
    for match in _ACT.finditer(text):
        unit = next(name.rstrip("2") for name, found in match.groupdict().items() if found and name not in {"n", "n2"})
        number = (match["n"] or match["n2"]).replace(",", "")
        yield Value("article", number, unit, (), *match.span())


def bears_out_article(stated: str, wanted: str) -> bool:
    """Whether the stated article is the wanted one or a part of it; values as in Value."""
    if wanted.startswith("*/"):
        return f"{stated}/".partition("/")[2].startswith(f"{wanted[2:]}/")
    return f"{stated}/".startswith(f"{wanted}/")


def _article(match: re.Match[str], article: str, branch: str | None, paragraph: str | None, item: str | None) -> Value:
    return Value("article", _parts(article, branch, paragraph, item), "article", (), *match.span())


def _parts(article: str, branch: str | None, paragraph: str | None, item: str | None) -> str:
    parts = [f"{article}-{branch}" if branch else article, paragraph, item]
    if item and not paragraph:
        parts[1] = "-"
    return "/".join(part for part in parts if part)
