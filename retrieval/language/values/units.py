"""Units and currencies: how they are written, and the one name that each has in a Value."""

from __future__ import annotations

import re
from fractions import Fraction

from retrieval.language.scripts import is_hangul
from retrieval.patterns import late_pattern

_ALIASES: dict[str, str] = {
    "%": "% percent|per cent|pct|percents|퍼센트|프로",
    "%p": "%p percentage points|percentage point|percent points|percent point|%포인트|퍼센트포인트|퍼센트 포인트|%points|% points|pp|p.p.",
    "KRW": "KRW won|krw|korean won|south korean won|원|원화",
    "USD": "USD dollar|dollars|us dollar|us dollars|u.s. dollars|usd|us$|$|달러|미달러|미국달러|불",
    "EUR": "EUR euro|euros|eur|€|유로",
    "GBP": "GBP pound|pounds|gbp|£|pounds sterling|파운드",
    "JPY": "JPY yen|jpy|엔|엔화|japanese yen",
    "CNY": "CNY yuan|rmb|cny|renminbi|위안",
    "mm": "mm millimetre|millimetres|millimeter|millimeters|밀리미터",
    "cm": "cm centimetre|centimetres|centimeter|centimeters|센티미터",
    "m": "m metre|metres|meter|meters|미터",
    "km": "km kilometre|kilometres|kilometer|kilometers|kms|킬로미터|킬로",
    "mi": "mi mile|miles|마일",
    "nm": "nm nanometre|nanometres|nanometer|nanometers|나노미터|나노",
    "m2": "m2 sq m|sqm|sq. m|square metre|square metres|square meter|square meters|m^2|제곱미터|평방미터",
    "km2": "km2 sq km|sqkm|sq. km|square kilometre|square kilometres|square kilometer|square kilometers|km^2|제곱킬로미터|평방킬로미터",
    "m3": "m3 cubic metre|cubic metres|cubic meter|cubic meters|m^3|세제곱미터|입방미터",
    "ha": "ha hectare|hectares|헥타르",
    "acre": "acre acres|에이커",
    "pyeong": "pyeong pyeongs|pyong|평",
    "mg": "mg milligram|milligrams",
    "g": "g gram|grams|gramme|grammes|그램",
    "kg": "kg kilogram|kilograms|kilogramme|kilogrammes|kgs|킬로그램",
    "t": "t ton|tons|tonne|tonnes|metric ton|metric tons|metric tonnes|톤",
    "l": "l litre|litres|liter|liters|리터",
    "W": "W watt|watts|와트",
    "kW": "kW kilowatt|kilowatts|kw|킬로와트",
    "MW": "MW megawatt|megawatts|mw|메가와트",
    "GW": "GW gigawatt|gigawatts|gw|기가와트",
    "kWh": "kWh kilowatt hour|kilowatt hours|kilowatt-hours|kwh|킬로와트시",
    "MWh": "MWh megawatt hour|megawatt hours|megawatt-hours|mwh|메가와트시",
    "GWh": "GWh gigawatt hour|gigawatt hours|gigawatt-hours|gwh|기가와트시",
    "TWh": "TWh terawatt hour|terawatt hours|terawatt-hours|twh",
    "TOE": "TOE toe",
    "Hz": "Hz hertz|hz|헤르츠",
    "kHz": "kHz kilohertz|khz",
    "MHz": "MHz megahertz|mhz|메가헤르츠",
    "GHz": "GHz gigahertz|ghz|기가헤르츠",
    "kB": "kB kilobyte|kilobytes|KB",
    "MB": "MB megabyte|megabytes|메가바이트",
    "GB": "GB gigabyte|gigabytes|기가바이트",
    "TB": "TB terabyte|terabytes|테라바이트",
    "PB": "PB petabyte|petabytes|페타바이트",
    "Mbps": "Mbps mbps|Mbit/s",
    "Gbps": "Gbps gbps|Gbit/s",
    "km/h": "km/h kph|kmh|kilometres per hour|kilometers per hour",
    "°C": "°C degrees celsius|degree celsius|도씨",
    "second": "second seconds|sec|secs|초",
    "minute": "minute minutes|min|mins|분",
    "hour": "hour hours|hr|hrs|시간",
    "day": "day days|일",
    "week": "week weeks|주",
    "month": "month months|mo|mos|개월|달",
    "year": "year years|yr|yrs|년|개년",
    "decade": "decade decades",
    "x": "x times|fold|배",
}
UNITS: dict[str, str] = {
    name: unit for unit, names in _ALIASES.items() for name in (unit, *names.partition(" ")[2].split("|"))
}
CURRENCIES = frozenset({"KRW", "USD", "EUR", "GBP", "JPY", "CNY"})
# The same size in its base unit: "66 hectares" says what "660,000 m2" says. Exact factors only.
IN_BASE: dict[str, tuple[str, Fraction]] = {
    **{unit: ("m2", Fraction(n)) for unit, n in (("m2", 1), ("ha", 10**4), ("km2", 10**6))},
    **{unit: ("mm", Fraction(n)) for unit, n in (("mm", 1), ("cm", 10), ("m", 1000), ("km", 10**6))},
    **{unit: ("mg", Fraction(n)) for unit, n in (("mg", 1), ("g", 1000), ("kg", 10**6), ("t", 10**9))},
    **{unit: ("W", Fraction(n)) for unit, n in (("W", 1), ("kW", 1000), ("MW", 10**6), ("GW", 10**9))},
    **{unit: ("kWh", Fraction(n)) for unit, n in (("kWh", 1), ("MWh", 1000), ("GWh", 10**6), ("TWh", 10**9))},
    **{unit: ("Hz", Fraction(n)) for unit, n in (("Hz", 1), ("kHz", 1000), ("MHz", 10**6), ("GHz", 10**9))},
    **{unit: ("month", Fraction(n)) for unit, n in (("month", 1), ("year", 12), ("decade", 120))},
    **{unit: ("second", Fraction(n)) for unit, n in (("second", 1), ("minute", 60), ("hour", 3600))},
    **{unit: ("day", Fraction(n)) for unit, n in (("day", 1), ("week", 7))},
}
PREFIXES = {"₩": "KRW", "¥": "JPY", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "S$": "SGD", "RMB": "CNY"} | {
    name: unit for name, unit in UNITS.items() if name in {"$", "US$", "us$", "€", "£"} or name in CURRENCIES
}
PREFIX = r"(?:(?:\b(?:US|A|C|HK|S))?\$|₩|€|£|¥|(?<![A-Za-z])(?:USD|KRW|EUR|GBP|JPY|CNY|RMB))\s{0,2}"
_KOREAN = sorted((name for name in UNITS if re.match("[가-힣]", name)), key=len, reverse=True)
_NOT_MEANT = {  # a syllable that is a unit alone and no unit before these
    "원": "칙장천소자료인격",
    "분": "기야과석",
    "주": "년요차민",
    "초": "등중기안",
    "배": "터출",
    "평": "가균",
    "일": "차",
    "불": "가",
    "엔": "지",
    "년": "차도",
    "달": "성",
    "미터": "",
    "시간": "표",
    "프로": "그젝",
    "나노": "",
    "킬로": "",
}
_KOREAN_UNIT = late_pattern(
    r"\s?(?:"
    + "|".join(f"{name}(?![{_NOT_MEANT[name]}])" if _NOT_MEANT.get(name) else name for name in _KOREAN)
    + ")(?:간(?![가-힣]))?"
)
_SIGN = late_pattern(r"\s?(?:%\s?(?:p(?![a-z])|points?\b|포인트)|%|[$€£](?!\s?\d))", re.I)
_SIGNS = frozenset("%$€£")
_LATIN = late_pattern(
    r"(?:\s|-|\s-\s)?(?P<one>°?[A-Za-z][A-Za-z.]*(?:/[A-Za-z]+|\^?[23])?)(?![A-Za-z0-9])(?:[ -](?P<two>[A-Za-z]+)\b(?: (?P<three>[A-Za-z]+)\b)?)?"
)
COUNTERS = (
    r"\s?(?:개(?!년|월|발|선|혁|최|정|편|념|인|요|별|방|통|설|화|관)(?:사|소|교|국|소)?|명|인(?![가-힣])|곳|건(?!설|축|물|강)|가지|번(?!째|호)|회(?!의|사|원|장|복)|차례|팀|단계|"
    r"대(?!학|구|전|상|비|책|표|응|규|형|기|통|한|출|회)|종(?!합|료|류|사)|점(?!검|차)|편|권(?!역|한)|장(?!관|기|비|소)|호(?!텔)|층|동(?!안|시|구|남|북)|필지|세대|가구|마리|그루|살|차(?!량|세|이|별)|대학|사(?!업|람|회|항|고)|사람|위|등급|쪽)"
)
PEOPLE = frozenset({"명", "인", "사람"})


def unit_at(text: str, at: int) -> tuple[str, int]:
    """The unit written at an offset, and where it ends; ("", at) where none is."""
    following = text[at : at + 2].lstrip()[:1]
    if following in _SIGNS and (sign := _SIGN.match(text, at)):
        written = re.sub(r"\s", "", sign[0])
        return UNITS["%p" if len(written) > 1 else written], sign.end()
    if is_hangul(following):
        korean = _KOREAN_UNIT.match(text, at)
        if not korean:
            return "", at
        name = korean[0].strip()
        return UNITS[name if name in UNITS else name.removesuffix("간")], korean.end()
    latin = _LATIN.match(text, at)
    return _latin(text, latin) if latin else ("", at)


def _latin(text: str, match: re.Match[str]) -> tuple[str, int]:
    words = [name for name in ("one", "two", "three") if match[name]]
    for last in reversed(words):
        written = re.sub(r"[ -]+", " ", text[match.start("one") : match.end(last)])
        bare = written if written in UNITS or written == "p.p." else written.rstrip(".")
        spaced = match.start("one") > match.start()
        unit = UNITS.get(bare) or (
            UNITS.get(bare.lower(), "") if len(bare) > 2 or (len(bare) == 2 and bare.isupper()) else ""
        )
        if unit and not (spaced and bare in {"x", "g", "t", "l"}):
            return unit, match.end(last) - (len(written) - len(bare))
    return "", match.start()
