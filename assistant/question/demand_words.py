"""How questions ask for each kind of fact, and how texts state it: the patterns of `demand`."""

from __future__ import annotations

import re

from retrieval.patterns import late_pattern

COSTS = r"(?:costs?|budgets?|prices?|fees?|money|funding|subsid(?:y|ies)|grants?|investments?)"
ASKS_MONEY = late_pattern(
    rf"\bhow (?:much|many)\b.*\b(?:{COSTS}|spend|spent|spending|paid|pay|invest(?:ed)?|worth|won|krw|dollars?|euros?)\b|"
    rf"\bwhat (?:is|was|are|were|will be) (?:the |its |their )?(?:[\w-]+ ){{0,3}}{COSTS}\b|\bwhat (?:does|did|do|will|would) .*\bcost\b|"
    rf"\bhow (?:large|big|high) (?:is|was|are|were|will) (?:the |its )?(?:[\w-]+ ){{0,3}}{COSTS}\b|\bhow much\W*$|예산|비용|사업비|금액|얼마",
    re.IGNORECASE,
)
MONEY = late_pattern(
    r"(?:\b(?:free of charge|free|no fee|krw|usd|eur|won|dollars?|euros?|pounds?|cents?)\b|[₩$€£¥])|\d\s*(?:원|억|만|million|billion|trillion)",
    re.IGNORECASE,
)
ASKS_YEAR = late_pattern(r"\b(?:which|what) years?\b|몇 ?년(?:도)?", re.IGNORECASE)
COUNTED = late_pattern(
    r"\bhow many (?!(?:are|is|were|was|will|would|do|does|did|can|has|have|a|an|per|of|more)\b)((?:[\w-]+ ){0,3}?[\w-]+?)(?= (?:of|in|at|on|for|from|with|to|by|are|is|were|was|do|does|did|has|have|had|can|could|will|would|came|come|took|take|belong|exist|make|form|\w+ed)\b|[?.,]|$)|"
    r"^\W*(?:what is the |give me the |the )?(?:total )?number of (?!the\b)((?:[\w-]+ ){0,3}?[\w-]+s)(?= (?:of|in|at|on|for|from|with|that|which)\b|[?.,]|$)",
    re.IGNORECASE,
)
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|should|may|will|would)"
KIND = late_pattern(
    rf"\bwhich (?!{AUXILIARY}\b|of\b)((?:[\w-]+ ){{0,2}}?[\w-]+?)(?= (?:of|in|at|on|for|from|with|to|by|under|that|who|{AUXILIARY}|took|put|run|build|carry|make|made|belong|should)\b|[?.,]|$)",
    re.IGNORECASE,
)
MAKER = late_pattern(
    r"\bwhich (compan(?:y|ies)|firms?|contractors?|suppliers?|manufacturers?|builders?|investors?|banks?) \w{3,}(?:s|ed)\b",
    re.IGNORECASE,
)
WHAT_KIND = late_pattern(r"\bwhat ([a-z-]+) (?:did|does|do) (?:the |its )?[A-Z]")
THE_KIND = late_pattern(
    r"\bwhat(?:['’]s| is| are| was| were) (?:the |its |their )((?:[\w-]+ )?[\w-]+?)(?= (?:of|in|at|for|on|behind)\b|[?.]|$)",
    re.IGNORECASE,
)
ROLE = late_pattern(
    r"\b(?:who|name of)\b[^?]*?\b((?:(?:vice|deputy|acting|former|assistant)[ -])?(?:minister|governor|mayor|president|director|head|chief|chair(?:man|woman)?|"
    r"officer|leader|secretary|manager|ceo|commissioner))\b",
    re.IGNORECASE,
)
ROLE_NAME = late_pattern(
    r"\b(minister|governor|mayor|president|director|chief|secretary|commissioner)\b[^.?!,;]{0,40}\bname\b",
    re.IGNORECASE,
)
UNDER = r"(?:vice|deputy|acting|former|assistant)"
ANY_KIND = frozenset(
    "thing kind type sort part stage phase way role time date day year month number person people body bodies place name amount point one matter "
    "topic subject idea information detail content more else other two three four five six seven eight nine ten many much "
    "plan page document exactly organisation organization main key new specific particular team office bureau department building venue "
    "division unit institution agency ministry city country region province area field industry project size cost price length duration period deadline title status reason job meaning difference address "
    "location point legal basis law use result effect background context scope rule way plan plans aim goal vision state situation "
    "latest current total main biggest first last next best phone e-mail email fax website web".split()
)
MOST = late_pattern(
    r"\bwhich\b[^?.]*?\bha(?:s|ve|d) the (?P<most>most|fewest|least|largest|highest|lowest|smallest|biggest|longest|shortest)\b",
    re.IGNORECASE,
)
SIZE = late_pattern(r"\bhow (?:tall|deep|wide|heavy|fast)\b", re.IGNORECASE)
MEASURE = late_pattern(
    r"\d\s*(?:mm|cm|m|km|kg|g|t|ft|met(?:er|re)s?|kilomet(?:er|re)s?|feet|foot|inch(?:es)?|stor(?:e?y|eys|ies)|floors?|tons?|tonnes?|knots?|"
    r"km/h|mph|미터|층|톤)\b",
    re.IGNORECASE,
)
MOBILE = late_pattern(
    r"\b(?:mobile|cell(?:ular)?|private) (?:tele)?(?:phone|number)s?\b|휴대 ?(?:폰|전화)|핸드폰", re.IGNORECASE
)
MOBILE_NUMBER = late_pattern(r"\+821[016789]\d{7,8}\b")  # as the value of a phone
BY_NAME = late_pattern(
    r"\bwhich (?P<kind>university|college|school|company|firm|bank|hospital|institute)\b.*\bby name\b", re.IGNORECASE
)
ASKS_DURATION = late_pattern(
    r"\bhow long (?:did|does|do|will|would|has|have)\b|\bwhat (?:is|was) the (?:duration|length)\b|몇 ?시간|며칠 동안",
    re.IGNORECASE,
)
DURATION = late_pattern(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|half|full|entire)[ -](?:\w+ )?(?:hours?|minutes?|days?|weeks?|months?|years?|decades?)\b|"
    r"\d{4}\s*[-–—~]\s*\d{4}|\d+ ?(?:시간|일|주|개월|년)|\b(?:until|since|from) ",
    re.IGNORECASE,
)
PLACE = late_pattern(
    r"\b(?:in|at|near|inside|within|opposite|along|off|from|to) (?:the )?(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)[A-Z#\d]|"
    r"\b(?:[Dd]istrict|[Cc]ity|[Bb]uilding|[Rr]oom|[Ss]treet|[Rr]oad|[Hh]all|[Ff]loor|[Cc]ampus|[Cc]omplex|[Ss]ite|[Tt]own|[Ii]sland|[Pp]ort|[Pp]ark|[Zz]one|[Oo]nline|(?:coastal|inland|urban|rural|border|island) (?:regions?|areas?))\b|\b[A-Z]\w+-(?:si|gu|dong|ro|gil|eup|myeon|gun)\b|[시군구동로]\b",
)
TIME = late_pattern(
    r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)|\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter)s?\b|\b[Mm]ay (?=\d)|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d|"
    r"\b\d{1,2}(?:st|nd|rd|th)\b(?! [A-Z])|\b\d{1,2}[:.]\d{2}\b|\b(?:end|beginning|start|middle) of\b|\b(?:century|quarter|yearly|annual(?:ly)?|monthly|weekly|daily|"
    r"every (?:day|week|month|year)|today|tomorrow|yesterday|immediately|all year)\b|\d ?[년월일]",
    re.IGNORECASE,
)
ASKS_BEGIN = late_pattern(
    r"\bwhen\b.*\b(?:found(?:ed)?|established|set up|created|start(?:ed)?|beg[iau]n|launch(?:ed)?|open(?:ed)?)\b",
    re.IGNORECASE,
)
BEGIN = late_pattern(
    r"\b(?:found(?:ed|ation)|establish\w*|set up|creat\w+|start\w*|beg[iau]n\w*|launch\w*|open\w*|from|since|built|construct\w*)\b|\d{4}\s*[-–—~]\s*\d{4}",
    re.IGNORECASE,
)
ASKS_LAW = late_pattern(r"\b(?:what|which) (?:\w+ )?(?:laws?|acts?|statutes?)\b|\blegal basis\b", re.IGNORECASE)
LAW = late_pattern(r"\b(?:Act|Law|Article|Ordinance|Decree|statut\w+|Constitution)\b|법")
ACCORDING = late_pattern(r"[,;]?\s*\b(?:according to|as stated (?:in|by)|in the words of)\b[^,?.]*", re.IGNORECASE)
ASKS_UNTIL = late_pattern(r"\buntil (?:when|which|what)\b|언제까지", re.IGNORECASE)
END = late_pattern(
    r"\b(?:until|through|up to) |\bby (?:the end|\w+ )?(?:of )?(?:\d|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:19|20)\d{2}\s*[-–—~]\s*(?:(?:19|20)\d{2}(?![\d-])|\d{2}(?![\d-]))|까지",
    re.IGNORECASE,
)
ASKS_LEADER = late_pattern(
    r"\bwho (?:leads|heads|directs|chairs|manages)\b|\bwho is (?:at the head|in charge)\b", re.IGNORECASE
)
LEADING = late_pattern(
    r"\b(?:leads?|led|leader|heads?|headed|director|directs|chair(?:s|man|ed)?|manager|manages|in charge|responsible|president)\b|"
    r"\([^)]*(?:Bureau|Officer|Office|Division|Department)[^)]*\)",
    re.IGNORECASE,
)
ASKS_DONE = late_pattern(
    r"\b(?:finished|completed|completion|delivered|cancell?ed|called off|delayed|on time|succeed(?:ed)?)\b|완공|완료|취소",
    re.IGNORECASE,
)
IS_DONE = late_pattern(
    r"\b(?:finish|complet|deliver|cancel|call(?:ed)? off|delay|on time|succe|carried out|done)\w*|완공|완료|취소",
    re.IGNORECASE,
)
NUMBER = late_pattern(
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|"
    r"forty|fifty|hundred|several|dozens?",
    re.IGNORECASE,
)
APART = 7  # words from a number to the last one that it may count
MOVES_ON = frozenset("to for from in at on by with go goes went is are was were has have per of".split())
ANYONE = frozenset("people persons individuals times things".split())
