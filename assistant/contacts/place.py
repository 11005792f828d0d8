"""Where a need is: whether a directory entry is of the region or the place that a need names."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.contacts.premise import asserts_place
from retrieval.language import has_hangul, names, regions, split
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Documents, Subjects, Wording

_ASKS = late_pattern(
    r"\b(?:who|whom|whose|which|where|contacts?|phones?|numbers?|call|reach|teams?|offices?)\b", re.IGNORECASE
)
_WISHES = late_pattern(r"\b(?:want|wish|would like|need|plan|hope|intend|are looking|am looking)\b", re.IGNORECASE)
_CITIES = frozenset(
    "Suwon Yongin Goyang Hwaseong Seongnam Bucheon Namyangju Ansan Pyeongtaek Anyang Siheung Paju Gimpo Uijeongbu Gwangmyeong Hanam "
    "Gunpo Osan Yangju Icheon Guri Anseong Pocheon Uiwang Yeoju Dongducheon Gwacheon Chuncheon Wonju Gangneung Donghae Taebaek Sokcho "
    "Samcheok Cheongju Chungju Jecheon Cheonan Gongju Boryeong Asan Seosan Nonsan Gyeryong Dangjin Jeonju Gunsan Iksan Jeongeup Namwon "
    "Gimje Mokpo Yeosu Suncheon Naju Gwangyang Pohang Gyeongju Gimcheon Andong Gumi Yeongju Yeongcheon Sangju Mungyeong Gyeongsan "
    "Changwon Jinju Tongyeong Sacheon Gimhae Miryang Geoje Yangsan Masan Jinhae Seogwipo".split()
)
"""The cities below the provinces, in the Revised Romanization."""
_PLACE = late_pattern(r"\b(?:in|at|of)\s+(?:the\s+)?(?P<name>[A-Z][a-z][\w'’-]*(?:[ -][A-Z][\w'’-]+)*)")
_ORIGIN_KO = late_pattern(r"(?:도|시|광역시|특별시)?\s*(?:에 있는|에 위치|에서|소재|(?:의 )?(?:기업|업체|회사|공장))")
_MOST_READ = 32
"""Documents that are read for whether they speak of a place."""
_NO_PLACE = late_pattern(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"Koreans?|English|Japan|China|Vietnam|Germany|Europe|Asia|Africa|America|India|Brazil)\b"
)


def where(contact: Contact) -> frozenset[str]:
    """The regions of Korea that an entry's own words name."""
    return regions(" ; ".join(filter(None, (contact.organisation, contact.unit, contact.team, contact.address))))


def regions_served(need: str, question: str = "") -> frozenset[str]:
    """The regions that a need is for; none when it names none, or only says that somebody comes from there.

    `question` is the need as it was asked: of a Korean one, regions of which no document speaks are not in the need.
    """
    asked = {each for each in regions(need) if not any(is_origin(name, need) for name in names(each))}
    if has_hangul(question):
        asked |= {each for each in regions(question) - regions(need) if any(map(_is_asked(question), names(each)))}
    return frozenset() if asserts_place(need) else frozenset(asked)


def is_elsewhere(contact: Contact, wording: Wording) -> bool:
    """Whether a need is for a region and an entry is of another one."""
    served, own = regions_served(wording.text, wording.question), where(contact)
    return bool(served and own and not served & own)


def _is_asked(question: str) -> Callable[[str], bool]:
    """Tells whether a Korean question has a region's name other than as the place that somebody is at or comes from."""
    return lambda name: any(
        not _ORIGIN_KO.match(question, place.end())
        for place in re.finditer(re.escape(name), question)
        if has_hangul(name)
    )


def knowing_places(need: str, documents: Documents, subjects: Subjects) -> Callable[[Contact], bool]:
    """Tells whether the document of an entry speaks of the places that a need asks in ("whom in Northport ..."): the team of
    another place must not be given for them. Only the documents of the first entries asked about are read (_MOST_READ)."""
    asked = [name for sentence in split(need) for name in _places(need[sentence.start : sentence.end], subjects)]
    if not asked:
        return lambda _: True

    words = [re.findall(r"\w{3,}", name.casefold()) for name in asked]
    known: dict[str, bool] = {}

    def speaks(document_id: str) -> bool:
        document, title = documents.whole(document_id), documents.stored(document_id).metadata.title
        held = f"{title}\n{document.text if document else ''}".casefold()
        return all(any(word in held for word in of_name) for of_name in words)

    def knows(contact: Contact) -> bool:
        document_id = contact.document_id
        if document_id not in known:
            known[document_id] = len(known) < _MOST_READ and speaks(document_id)
        return known[document_id]

    return knows


def _places(sentence: str, subjects: Subjects) -> list[str]:
    """The places of a sentence that asks for somebody, or the city of a wish, when it names no body or region that
    the documents are about."""
    asks, wish = _ASKS.search(sentence), _WISHES.search(sentence)
    if not (wish or asks) or subjects(sentence) or regions(sentence):
        return []
    start = wish.start() if wish and not asks else 0
    found = [match["name"] for match in _PLACE.finditer(sentence, start)]
    found = found if asks else [name for name in found if name in _CITIES]
    return [name for name in found if not _NO_PLACE.match(name)]


def is_origin(place: str, need: str) -> bool:
    """Whether a place is only where somebody comes from."""
    return re.search(rf"\b(?:from|based in)\s+{re.escape(place)}\b", need, re.IGNORECASE) is not None
