"""Phone numbers of a text, in digits or in words. Any shape of a phone counts: what is compared need not be in use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.values.record import Value
from retrieval.patterns import late_pattern

_GAP = r"(?:\s?[-.·)/]\s?|\s|\s?–\s?)"
_EXT = r"(?:ext(?:ension)?\.?|x|내선|교환)\s?(?:번호)?\s?[:.]?\s?"
_MORE = (
    r"(?:(?:\s?[~∼]\s?(?P<last>\d{1,4})(?!\d))?"
    rf"(?:,?\s?(?:\(\s?{_EXT}(?P<exts>\d{{1,5}}(?:\s?[~,/·-]\s?\d{{1,5}}){{0,9}})번?\s?\)|\(?{_EXT}(?P<ext>\d{{1,5}})(?!\d)))?)"
)
_PHONE = late_pattern(
    rf"(?<![\d.,])(?P<number>\(?\+\(?\d(?:[\s().-]{{0,2}}\d){{6,14}}"
    rf"|\(?82\)?{_GAP}\(?0?\)?\d{{1,3}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}"
    rf"|\(?0\d{{1,3}}\)?{_GAP}{{0,2}}\d{{3,4}}{_GAP}\d{{4}}"
    r"|0\d{8,10}(?![a-wyz])|1[568]\d\d-\d{4}"
    rf"|\d(?:[ .-]\d){{6,14}})(?!\d){_MORE}",
    re.I,
)
_LABEL = r"(?:tel(?:ephone)?|phone|fax|call|dial|mobile|전화(?:번호)?|팩스|연락처|문의|국번\s?없이|☎|☏)\.?(?:\s?(?:no\.?|number|at|is))?[\s.:]{0,3}"
_LABELLED = late_pattern(
    rf"{_LABEL}(?P<number>\d{{3,4}}{_GAP}\d{{4}}|1\d{{2,3}})(?![\d%]|-\d|[.,]\d|\s?[년명개원월]){_MORE}", re.I
)
_NEXT = late_pattern(
    rf"\s{{0,2}}(?:(?P<by>[/,·])\s{{0,2}}|[;|(]?\s{{0,2}}(?={_LABEL}))(?:\(?{_LABEL}(?:\)\s?)?)?"
    r"(?:(?P<local>[2-9]\d{2,3}[-.]\d{4})(?![\d%]|[-.,]\d|\s?[년명개원월])"
    r"|(?P<tail>\d{2,4})(?!,\d)(?=\s*(?:[,/·;|)\]\n(\0]|\.?\s*\Z|\.\s|fax\b|팩스|e-?mail\b)))",
    re.I,
)
_AREA = late_pattern(r"\+82(?!1[568]\d{6}$)(?:2|50\d|\d\d)")
_NEAR = 100  # numbers of one house lie within a hundred: "053-819-3024, 3030"
_LABEL_BEFORE = late_pattern(rf"{_LABEL}$", re.I)
_DIGIT_WORD = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|\d)"
_SPOKEN = late_pattern(
    rf"\b(?:double\s|triple\s)?{_DIGIT_WORD}(?:[\s,.-]{{1,3}}(?:double\s|triple\s)?{_DIGIT_WORD}){{6,17}}\b", re.I
)
_SPOKEN_KO = late_pattern(
    r"(?<![가-힣])[공영일이삼사오육륙칠팔구](?:[\s.,에-]{0,2}[공영일이삼사오육륙칠팔구]){6,14}(?![가-힣])"
)
_WORDS = {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine".split())}
_WORDS |= {"oh": "0", "nought": "0"}
_SYLLABLES = str.maketrans("공영일이삼사오육륙칠팔구", "001234566789")
_LATEST_YEAR = 2100


def find_phones(text: str) -> Iterator[Value]:
    """Phone numbers, with an extension or as a series where the text gives one, and those that share their beginning."""
    for match in _PHONE.finditer(text):
        if not _is_years(text, match):
            first = _value(match, _e164(match["number"]))
            yield first
            yield from _siblings(text, first)


def find_labelled_phones(text: str) -> Iterator[Value]:
    """Short and local numbers that a word such as "call" says to be phones."""
    for match in _LABELLED.finditer(text):
        yield _value(match, _e164(match["number"]))


def find_spoken_phones(text: str) -> Iterator[Value]:
    """Seven or more digits written as words, English or Korean; a phone where they make one, else a number."""
    for match in _SPOKEN.finditer(text):
        yield _spoken(match, _digits(match[0]))
    for match in _SPOKEN_KO.finditer(text):
        yield _spoken(match, re.sub(r"\D", "", match[0].translate(_SYLLABLES)))


def bears_out_phone(stated: str, wanted: str) -> bool:
    """Whether a phone, an extension or a series as stated holds the wanted one; values as in Value."""
    number, _, extension = stated.partition(";ext=")
    wanted_number, _, wanted_extension = wanted.partition(";ext=")
    if wanted_extension and not _holds(extension, wanted_extension):
        return False
    first, _, last = number.partition("~")
    if number == wanted_number or (not wanted_number.startswith("+") and first == wanted_number):
        return True
    if last and len(wanted_number) == len(first) and "~" not in wanted_number:
        return first <= wanted_number <= last
    return len(wanted_number) in {7, 8} and not wanted_number.startswith("+") and first.endswith(wanted_number)


def _holds(extensions: str, wanted: str) -> bool:
    return extensions == wanted or any(
        first <= wanted <= (last or first) and len(first) == len(wanted)
        for first, _, last in (each.partition("~") for each in extensions.split(","))
    )


def _extensions(written: str) -> str:
    return re.sub("[/·]", ",", re.sub(r"\s", "", written).replace("-", "~"))


def _siblings(text: str, first: Value) -> Iterator[Value]:
    """The numbers after a whole one of which only the last digits are written: "053-803-1234 / 1235, 804-1236"."""
    whole, area = re.split("[~;]", first.value)[0], _AREA.match(first.value)
    match = _NEXT.match(text, first.end) if area else None
    while area and match:
        digits = re.sub(r"\D", "", match["local"] or match["tail"])
        if match["tail"] and not _is_tail(match, whole):
            break
        value = f"{area[0]}{digits}" if match["local"] else f"{whole[: -len(digits)]}{digits}"
        yield Value("phone", value, "", (), match.start("local" if match["local"] else "tail"), match.end())
        match = _NEXT.match(text, match.end())


def _is_tail(match: re.Match[str], whole: str) -> bool:
    """Whether two to four digits after a phone end another one; a year after a comma or a slash does not."""
    digits = match["tail"]
    if len(digits) == 4 and abs(int(digits) - int(whole[-4:])) < _NEAR:
        return True
    is_year = len(digits) == 4 and 1900 < int(digits) <= _LATEST_YEAR
    return match["by"] in {"/", "·"} and not is_year


def _is_years(text: str, match: re.Match[str]) -> bool:
    written = match["number"]
    first, _, second = written.partition("-")
    if len(first) != 4 or len(second) != 4 or first[0] != "1" or not (first < second <= str(_LATEST_YEAR)):
        return False
    return _LABEL_BEFORE.search(text, max(0, match.start() - 20), match.start()) is None


def _value(match: re.Match[str], value: str) -> Value:
    number = match["number"]
    unclosed = number.startswith("(") and number.count("(") > number.count(")")
    start, end = match.start("number") + unclosed, match.end()
    if last := match["last"]:
        value = f"{value}~{value[: -len(last)]}{last}"
    if extension := match["exts"] or match["ext"]:
        value = f"{value};ext={_extensions(extension)}"
    return Value("phone", value, "", (), start, end)


def _spoken(match: re.Match[str], digits: str) -> Value:
    if re.match(r"0\d{8,10}$|82\d{8,10}$|1[568]\d{6}$", digits):
        return Value("phone", _e164(digits), "", (), *match.span())
    return Value("number", digits, "", (), *match.span())


def _digits(written: str) -> str:
    digits, times = "", 1
    for word in re.findall(r"[a-z]+|\d", written.lower()):
        if word in {"double", "triple"}:
            times = 2 if word == "double" else 3
        else:
            digits, times = digits + _WORDS.get(word, word) * times, 1
    return digits


def _e164(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    if "+" in written or (digits.startswith("82") and len(digits) >= 10):
        return f"+82{digits[2:].lstrip('0')}" if digits.startswith("82") else f"+{digits}"
    if digits.startswith("0"):
        return f"+82{digits[1:]}"
    return f"+82{digits}" if re.match(r"1[568]\d{6}$", digits) else digits
