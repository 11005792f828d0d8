"""Korean words without their particles and endings, and whether a text holds them: enough to match, not a morphology."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.language.korean_glossary import glossary
from retrieval.patterns import late_pattern

_WORD = late_pattern(r"[가-힣0-9A-Za-z]*[가-힣][가-힣0-9A-Za-z]*")
_PARTICLE = (
    "으로부터|에게서|에서는|에서의|에서도|으로는|이라는|이라고|이라도|이나마|까지는|부터는|한테서|에서|에게|한테|으로|까지|부터|보다|처럼|"
    "마다|밖에|이나|이랑|하고|라는|라고|라도|은|는|이|가|을|를|의|에|와|과|로|도|만|나|랑|들|께|요"
)
_ENDING = (
    "겠습니다|겠어요|습니다|습니까|십시오|으려고요|으려고|으려면|으려는|으시는|으면|으니|으신|은데요|은데|는데요|는데|는지요|는지|는가요|인가요|"
    "인데요|인데|인지|입니다|입니까|이에요|예요|에요|려고요|려고|려면|려는|나요|니까|니다|까요|네요|데요|래요|세요|시나요|시는|시면|시겠|"
    "실래요|실까요|실지|을까요|을지|을래요|고요|구요|군요|지요|어야|아야|여야|어서|아서|여서|어요|아요|여요|었|았|였|겠|던|든|거나|지만|면서|"
    "면|고|게|기|지|죠|는|은|을|던데|다가|다고|다는|다|자|야|요|어|아|까|수|은지|음"
)
_HELPING = "하|해|할|한|했|합|함|하여|되|돼|될|된|됐|됩|됨|시키|시킬|시켜|받|받을|받은|싶|싶은|주|줘|줄|준|주시|주실|주신|있|있을|없"
_TAIL = rf"(?:(?:{_HELPING})?(?:{_ENDING}|{_PARTICLE})+|(?:{_HELPING}))+"
_STEM = late_pattern(rf"(?P<stem>.{{2,}}?)(?P<tail>{_TAIL})?")
_LIGHT = (
    "하|해|할|한|했|합|함|하여|되|돼|될|된|됐|됩|주|줘|줄|준|줬|주시|주실|주신|주셔|드리|드려|드릴|드립|있|없|싶|보|봐|볼|본|봤|걸|거는|건|거|"
    "받|찾|알|알려|알리|같|맡|좋|가|갈|간|오|올|온|쓰|쓸|만나|나오|들|듣|들어|말|말씀|물|물어|묻|여쭤|여쭙|여쭈|가르쳐|이|인|일|아니|계시|계|"
    "다루|모르|몰라|바라|바랍|챙기|챙겨|도와|돕|잡|잡아|보내|보낼|얻|내|낼|낸|구하|원하|원합|부탁|궁금|가능|필요|요청|안내|설명|소개|확인"
)
_LIGHT_WORD = late_pattern(rf"(?:(?:{_LIGHT})(?:{_ENDING}|{_PARTICLE})*)+")
# Words of any request for a contact, as they begin, and what a firm says of itself.
_ASKING = late_pattern(
    r"(?:전화(?:번호)?|번호|직통|대표|내선|연락처?|문의처?|통화|이메일|메일|팩스|주소|위치|사무실|호실|담당자?|담당부서|부서|팀장|팀|어느|어떤|어디|"
    r"무슨|무엇|뭐|뭘|뭔|누구|누가|누굴|언제|어떻게|어떡|얼마|왜|몇|혹시|직접|바로|좀|제발|그냥|우리|저희|저는|저도|저|제가|제|나는|내가|이거|"
    r"그거|그|이|저기|여기|거기|관련|대해|대한|관한|관해|위해|위한|때문|경우|지금|현재|안녕|감사|고맙|수고|분|곳|쪽|데|중|등|및|또|또는|그리고|그런데|"
    r"근데|그래서|하나|한번|빨리|급히|먼저|다시|더|가장|제일|잘|꼭|회사|업체|기관|공무원|사람|직원|선생님|님)"
    rf"(?:{_PARTICLE}|{_ENDING}|(?:{_HELPING})(?:{_ENDING})*)*"
)
_SHORT_PARTICLES = (
    "은|는|이|가|을|를|의|에|에서|에게|와|과|로|으로|도|만|까지|부터|께|라고|이란|란|별|들|및|대|개|것|수"
)
FORM_WORDS = late_pattern(
    rf"(?:{_SHORT_PARTICLES})+|.{{0,3}}(?:인가요?|인지|입니까|인가|이에요|예요|에요|이야|야|죠|지요|니|까|까요|나요|어요|아요|해요|해|줘|줘요|주세요|"
    r"주십시오|습니까|합니까|됩니까|하나요|되나요|있나요|있어|있어요|있습니까|있는|있는지|하는|하고|해서|싶어요|싶습니다|싶은데|알려|알고|"
    r"말해|설명|좀|그리고|그럼|관련|관련된|대한|대해|대해서|무엇을|무엇이|무엇인가|뭔가요|뭔지|누가|누구)|했|했나|한|할|된|될|중|등|더"
)
"""What is left of a Korean question when its matter is in English: particles, endings and verbs that only form it."""
_BIGRAMS_HELD = 0.6  # share of a compound word's pairs of syllables that a text must hold


def words(text: str) -> Iterator[str]:
    """The words of a text that hold Hangul, as they stand."""
    return (match.group() for match in _WORD.finditer(text))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without particles and endings; of two syllables at least where it has them."""
    match = _STEM.fullmatch(word)
    return match["stem"] if match else word


@lru_cache(maxsize=4096)
def is_form(word: str) -> bool:
    """Whether a word only carries the form of a question, as "알려 주실래요" and "어느 팀에" do."""
    if any(word.startswith(gloss) for gloss in _contents(word[0])) and not _ASKING.fullmatch(word):
        return False
    return bool(_ASKING.fullmatch(word) or _LIGHT_WORD.fullmatch(word))


def stems(text: str) -> list[str]:
    """The stems of the words of a text that say what it is about, each once."""
    return list(dict.fromkeys(stem(word) for word in words(text) if not is_form(word)))


def share(stem: str, text: str) -> float:
    """How much of a stem a text holds, 0 to 1: all of it in one word, or most of a compound's pairs of syllables."""
    if stem in text:
        return 1.0
    plain = squeezed(text)
    if len(stem) <= 2:
        return 0.0
    if stem in plain:
        return 1.0
    pairs = [stem[i : i + 2] for i in range(len(stem) - 1)]
    held = sum(pair in plain for pair in pairs) / len(pairs)
    return held if held >= _BIGRAMS_HELD else 0.0


@lru_cache(maxsize=4096)
def glosses(stem: str) -> tuple[str, ...]:
    """What a word and its parts are in English, where that is known."""
    return tuple(english for korean, english in glossary().items() if korean in stem)


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A text without white space, hyphens and middle dots: compounds are written with and without them."""
    return re.sub(r"[\s\-·ㆍ]+", "", text)


@lru_cache(maxsize=2048)
def _contents(first: str) -> tuple[str, ...]:
    return tuple(word for word in glossary() if word[0] == first and len(word) > 1)
