"""Which finder of facts runs when: their order, and the cheap signs without which one finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from retrieval.language.values import addresses, dates, laws, ordinals, periods, phone_numbers, times
from retrieval.language.values.number_words import ORDINALS
from retrieval.language.values.quantities import find_quantities
from retrieval.language.values.record import Value, ValueKind
from retrieval.patterns import late_pattern

_WORD = late_pattern(r"[a-z]+")


class _Finder(NamedTuple):
    find: Callable[[str], Iterator[Value]]
    digits: int = 0  # how many digits its shortest fact has
    signs: frozenset[str] = frozenset()  # runs of letters and single characters, one of which its facts have; none: any


def _signs(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What one finds is out of sight for those that follow: the narrower shapes stand before the wider ones.
_FINDERS = (
    _Finder(addresses.find_schemed, 0, _signs("/")),
    _Finder(addresses.find_emails, 0, _signs("@ 골 at")),
    _Finder(addresses.find_hosts, 0, _signs(". :")),
    _Finder(addresses.find_handles, 0, _signs("@")),
    _Finder(laws.find_laws, 1, _signs("article articles art arts")),
    _Finder(laws.find_korean_laws, 1, _signs("조 항")),
    _Finder(laws.find_acts, 1, _signs("act law statute decree ordinance rule notice notification 호")),
    _Finder(dates.find_dates, 4),
    _Finder(dates.find_compact_dates, 6),
    _Finder(phone_numbers.find_phones, 7),
    _Finder(
        phone_numbers.find_labelled_phones,
        3,
        _signs("tel telephone phone fax call dial mobile contact 전 팩 락 문 국 ☎ ☏"),
    ),
    _Finder(phone_numbers.find_spoken_phones, 0, _signs("zero oh nought 공 영")),
    _Finder(dates.find_day_months, 1, dates.MONTHS),
    _Finder(dates.find_month_days, 1, dates.MONTHS),
    _Finder(dates.find_months, 2, dates.MONTHS),
    _Finder(dates.find_lone_months, 0, dates.MONTHS),
    _Finder(times.find_times, 1, _signs(": am pm m")),
    _Finder(times.find_named_times, 0, _signs("noon midday midnight 시 정 자")),
    _Finder(periods.find_parts_of_years, 0, _signs("q quarter h half")),
    _Finder(periods.find_korean_parts_of_years, 0, _signs("분 반")),
    _Finder(dates.find_korean_dates, 1, _signs("월 일")),
    _Finder(dates.find_month_spans, 4, _signs("~ – -")),
    _Finder(dates.find_year_months, 3),
    _Finder(periods.find_decades, 4, _signs("s 년")),
    _Finder(periods.find_short_ranges, 6, _signs("- – ~ /")),
    _Finder(periods.find_short_years, 2, _signs("' fy")),
    _Finder(ordinals.find_parts, 0, ordinals.LABELS),
    _Finder(ordinals.find_ordinals, 0, frozenset(ORDINALS) | _signs("st nd rd th")),
    _Finder(ordinals.find_korean_ordinals, 0, _signs("제 째 차")),
    _Finder(ordinals.find_tokens, 1),
    _Finder(find_quantities),
)


# After these no finder gives a Value of that kind.
_LAST = {"email": addresses.find_emails, "url": addresses.find_handles, "article": laws.find_acts}
_LAST |= {"phone": phone_numbers.find_spoken_phones}


def finders(text: str, kinds: Collection[ValueKind] = ()) -> Iterator[Callable[[str], Iterator[Value]]]:
    """The finders that may find something of `kinds` (any, where none is given) in a plain text, in the order to run them."""
    low = text.lower()
    digits = sum(map(low.count, "0123456789"))
    seen = {*_WORD.findall(low), *low}
    for finder in _FINDERS[: _count(kinds)]:
        if finder.digits <= digits and not (finder.signs and seen.isdisjoint(finder.signs)):
            yield finder.find


def _count(kinds: Collection[ValueKind]) -> int:
    if not kinds or any(kind not in _LAST for kind in kinds):
        return len(_FINDERS)
    order = [finder.find for finder in _FINDERS]
    return 1 + max(order.index(_LAST[kind]) for kind in kinds)
