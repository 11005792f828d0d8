"""The seventeen regions of Korea (metropolitan cities and provinces) by the names that people write for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from retrieval.patterns import late_pattern

_FORMS: Mapping[str, str] = {
    "Seoul": "seoul|서울",
    "Busan": "busan|pusan|부산",
    "Daegu": "daegu|taegu|대구",
    "Incheon": "incheon|인천",
    "Gwangju": "gwangju|kwangju|광주",
    "Daejeon": "daejeon|대전",
    "Ulsan": "ulsan|울산",
    "Sejong": "sejong|세종",
    "Gyeonggi": "gyeonggi|gyeonggi-do|경기도?",
    "Gangwon": "gangwon|gangwon-do|강원도?",
    "Chungbuk": "chungbuk|chungcheongbuk-do|north chungcheong|충북|충청북도",
    "Chungnam": "chungnam|chungcheongnam-do|south chungcheong|충남|충청남도",
    "Jeonbuk": "jeonbuk|jeollabuk-do|north jeolla|전북|전라북도",
    "Jeonnam": "jeonnam|jeollanam-do|south jeolla|전남|전라남도",
    "Gyeongbuk": "gyeongbuk|kyungbuk|gyeongsangbuk-do|north gyeongsang|경북|경상북도",
    "Gyeongnam": "gyeongnam|gyeongsangnam-do|south gyeongsang|경남|경상남도",
    "Jeju": "jeju|jeju-do|제주도?",
}
_PATTERNS = {
    region: late_pattern(rf"(?<![a-z])(?:{forms})(?![a-z])", re.IGNORECASE) for region, forms in _FORMS.items()
}


@lru_cache(maxsize=4096)  # every entry is asked for its region with every need
def regions(text: str) -> frozenset[str]:
    """The regions that a text names."""
    return frozenset(region for region, pattern in _PATTERNS.items() if pattern.search(text))


def is_region(name: str) -> bool:
    """Whether a name is that of a region and nothing more."""
    return any(pattern.fullmatch(name.strip()) for pattern in _PATTERNS.values())


def names(region: str) -> tuple[str, ...]:
    """The ways in which one of them is written."""
    return tuple(form.removesuffix("?") for form in _FORMS[region].split("|"))
