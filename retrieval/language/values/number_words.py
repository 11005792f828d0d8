"""Numbers written in words, in English and Korean, as values."""

from __future__ import annotations

from fractions import Fraction

from retrieval.patterns import late_pattern

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: n for n, word in enumerate(_ONES)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
ENGLISH_WORD = "|".join(sorted([*SMALL, *SCALES], key=len, reverse=True))
_ORDINAL_ONES = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
_ORDINAL_TENS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()
ORDINALS = {word: n for n, word in enumerate(_ORDINAL_ONES) if n} | {
    w: 20 + 10 * n for n, w in enumerate(_ORDINAL_TENS)
}
ORDINALS |= {"hundredth": 100}
PARTS = {"half": 2, "halves": 2, "quarter": 4, "third": 3} | {w: n for w, n in ORDINALS.items() if 4 <= n <= 10}

_DIGITS = {c: n for n, c in enumerate("영일이삼사오육칠팔구")} | {"공": 0, "륙": 6}
KOREAN_SMALL = {"십": 10, "백": 100, "천": 1000}
KOREAN_BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
_NATIVE_ONES = {
    "하나": 1,
    "한": 1,
    "둘": 2,
    "두": 2,
    "셋": 3,
    "세": 3,
    "넷": 4,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
}
_NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
NATIVE = rf"(?:{'|'.join(_NATIVE_TENS)})?\s?(?:{'|'.join(_NATIVE_ONES)})|{'|'.join(_NATIVE_TENS)}"
_NATIVE_PARTS = late_pattern("|".join([*_NATIVE_TENS, *_NATIVE_ONES]))


def english(words: list[str]) -> str | Fraction:
    """The value of number words in lower case: "twenty one" 21; digits one by one ("oh five three") as their string."""
    if len(words) > 1 and all(SMALL.get(word, 10) < 10 for word in words):
        return "".join(str(SMALL[word]) for word in words)
    total, section = 0, 0
    previous = 0
    for word in words:
        if word in SCALES:
            scale = SCALES[word]
            if scale < 1000:
                section = max(section, 1) * scale
            elif total and not section:
                total *= scale
            else:
                total, section = total + max(section, 1) * scale, 0
        else:
            number = SMALL[word]
            if previous and not (previous >= 20 and previous % 10 == 0 and number < 10):
                return _pairs(words)
            section += number
        previous = SMALL.get(word, 0)
    return Fraction(total + section)


def _pairs(words: list[str]) -> str:
    """Number words that make no single number, as "twenty twenty-five": their values side by side."""
    values: list[int] = []
    for word in words:
        number = SMALL.get(word, SCALES.get(word, 0))
        if values and values[-1] >= 20 and values[-1] % 10 == 0 and number < 10:
            values[-1] += number
        else:
            values.append(number)
    return "".join(f"{value:02}" if i else str(value) for i, value in enumerate(values))


def sino(written: str) -> int:
    """The value of a Korean number in Sino-Korean words ("이천오백만")."""
    total, section, digit = 0, 0, 0
    for character in written:
        if character in KOREAN_BIG:
            total += max(section + digit, 1) * KOREAN_BIG[character]
            section = digit = 0
        elif character in KOREAN_SMALL:
            section += max(digit, 1) * KOREAN_SMALL[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS.get(character, 0)
    return total + section + digit


def native(written: str) -> int:
    """The value of a Korean number in native words ("스물한")."""
    return sum(_NATIVE_TENS.get(part, 0) or _NATIVE_ONES[part] for part in _NATIVE_PARTS.findall(written))
