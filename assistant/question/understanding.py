"""What a question wants, and a follow-up completed from the conversation, without a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.ask import AlsoSearched, Ask, Choice, SmallTalk
from assistant.question import followup
from assistant.question.asked_fields import asked_fields
from assistant.question.choice import agrees, chosen, is_place, offered, placed
from assistant.question.contact_cues import asks_for_contact, asks_for_way, asks_who
from assistant.question.contact_followup import contact_follow_up
from assistant.question.excluded import set_aside
from assistant.question.followup import Grounds
from assistant.records import Answer
from assistant.wording import language_of, said
from retrieval.language import QUESTION_WORDS, has_hangul
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Names, Wording, mentions

_SMALL_TALK_TEXTS: tuple[tuple[SmallTalk, str], ...] = (
    (
        "greeting",
        r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|howdy)(?: there| all| everyone)?"
        r"(?:\W+(?:how are you(?: doing)?(?: today)?|nice to meet you))?|how are you(?: doing)?(?: today)?|"
        r"안녕(?:하세요|하십니까|하신가요)?|반가워요?|반갑습니다",
    ),
    (
        "capabilities",
        r"(?:so )?(?:what (?:can|do|could) you (?:do|know|answer|help(?: me)? with)(?: for me| here)?|"
        r"what (?:are|were) you able to (?:do|answer|help(?: me)? with)(?: for me| here)?|"
        r"are you (?:a |an )?(?:human|real(?: person)?|person|robot|machine|(?:chat)?bot|computer|program|ai|artificial intelligence)|"
        r"what (?:can|could|may) i ask(?: you)?(?: about)?|who are you|what are you|what is this|"
        r"what is policydesk|how (?:do|does|can) (?:you|this|it|i use (?:this|you)) (?:work|help(?: me)?)|"
        r"how do i use (?:this|you)|(?:can|could) you help(?: me)?|(?:please )?help(?: me)?(?: please)?|"
        r"(?:what|which) (?:documents|topics|sources|plans|data) (?:do you have|do you know|do you hold|are (?:there|available))|"
        r"뭐 ?(?:할|물어볼) 수 있(?:어|나|나요|어요|니)|무엇을 (?:할|물어볼) 수 있(?:나요|습니까|어요)|도움말|도와줘(?:요)?|"
        r"(?:너는 |넌 |당신은 )?누구(?:야|세요|십니까|니))",
    ),
    (
        "thanks",
        r"(?:ok(?:ay)?[,.! ]*)?(?:many thanks|thanks?(?: you)?(?: (?:a lot|so much|very much))?|thx|cheers|great|"
        r"perfect|that(?:'s| is| was) (?:great|helpful|all|perfect)|got it|감사(?:합니다|해요)?|고마워(?:요)?|고맙습니다)"
        r"(?:[,.! ]+(?:thanks?(?: you)?(?: (?:a lot|so much|very much))?|that (?:really )?(?:helps|helped|is all|was (?:helpful|all))|for (?:the|your) help))*",
    ),
    (
        "goodbye",
        r"(?:ok(?:ay)?[,.! ]*)?(?:thanks?[,.! ]*)?(?:good)?bye(?:[ -]?bye)?(?: now)?|see you(?: later| soon)?|good night|안녕히 (?:계세요|가세요)|잘 ?가(?:요)?",
    ),
)
_SMALL_TALK = [(kind, late_pattern(rf"^\W*(?:{text})\W*$", re.IGNORECASE)) for kind, text in _SMALL_TALK_TEXTS]
_HUMAN = late_pattern(
    r"\b(?:talk|speak|chat|connect(?: me)?|transfer(?: me)?|put me through)\b.{0,25}\b(?:human|person|people|someone|somebody|agent|staff|"
    r"operator|representative|employee)s?\b|\b(?:real|live|actual) (?:person|human)\b|\bhuman(?: being)?,? (?:please|pls)\b|"
    r"상담원|상담사|(?:사람|직원|^\W*담당자(?:님|분)?)(?:과|와|이랑|랑|하고|에게|께|한테|을|를|으로|로)? ?(?:직접 ?)?(?:얘기|이야기|통화|연결|상담|대화)",
    re.IGNORECASE,
)
_HUMAN_FORM = frozenset(
    "ok okay then let me please just now want like bot robot machine instead rather this that".split()
)
_FEW = 3  # words beside the wish for a person that say nothing of what it is about


def understand(
    asked: str,
    worded: Wording,
    history: Sequence[Answer],
    names: Names,
    directory: Callable[[], Sequence[Contact]] = tuple,
    grounds: Grounds | None = None,
) -> Ask:
    """`asked` is what was typed, `worded` the same in the documents' words (`Search.reword`).

    `history` is the conversation so far, oldest first. `directory` gives the contacts of the documents.
    """
    grounds = grounds or Grounds()
    if talk := as_small_talk(asked):
        return talk
    ask = Ask(typed=asked, text=asked, language=language_of(asked))
    if answer := _of_choice(ask, worded, history, names):
        return answer
    if wants_human(asked) and not names.found_in(worded.text):
        return _for_human(ask, history)
    also = _also_searched(worded, history)
    ask = ask.but(text=worded.text, written=asked)
    if follow := contact_follow_up(ask, history, names, directory):
        return ask.but(text=asked, why=follow.why) if follow.why else _with_used(follow, also)
    completed = followup.resolve(ask.but(text=worded.meant), history, names, grounds)
    if completed.why:
        return ask.but(text=asked, why=completed.why)
    by_itself = completed.text == worded.meant and not completed.about  # else the conversation completes what is unread
    if completed.text == worded.meant:
        completed = completed.but(text=worded.text, written=asked)
    elif has_hangul(completed.text):
        completed = completed.but(text=grounds.reword(completed.text), written=completed.text)
    completed = set_aside(completed, directory, names)
    read = _read(completed).but(unread=by_itself and _is_unread(worded, names, grounds.is_subject))
    return _with_used(read, also)


def as_small_talk(asked: str) -> Ask | None:
    """What small talk wants, told without a look at the documents; None when a text asks for something."""
    talk = small_talk(asked)
    ask = Ask(typed=asked, text=asked, language=language_of(asked))
    return ask.but(intent="smalltalk", small_talk=talk) if talk else None


def _read(ask: Ask) -> Ask:
    """With what its own words say is wanted."""
    contact = ask.intent == "contact" or asks_for_contact(ask.words)
    return ask.but(
        intent="contact" if contact else "plan",
        fields=ask.fields or asked_fields(ask.words),
        who=asks_who(ask.words),
        way=ask.way or asks_how_to_reach(ask.text),
    )


def _also_searched(worded: Wording, history: Sequence[Answer]) -> tuple[AlsoSearched, ...]:
    """What was mended in a question, and in those before, which may complete it."""
    own = (AlsoSearched(word=each.word, searched=each.searched) for each in worded.mended)
    before = (each for turn in reversed(history) for each in turn.ask.also_searched)
    return tuple(dict.fromkeys((*own, *(each for each in before if not mentions(worded.question, each.searched)))))


def _with_used(ask: Ask, also: Sequence[AlsoSearched]) -> Ask:
    """With those of the mended words that it has."""
    text = ask.search_for(ask.text)
    return ask.but(also_searched=tuple(each for each in also if mentions(text, each.searched)))


def _of_choice(ask: Ask, worded: Wording, history: Sequence[Answer], names: Names) -> Ask | None:
    """What the answer to a clarifying question asks; None when it is a question of its own.

    An answer that chooses nothing is asked once more; then all that were offered are shown.
    """
    options = offered(history[-1]) if history else ()
    if not options:
        return None
    reply = ask.typed
    picked = chosen(reply, options, names) or chosen(worded.text, options, names)
    unclear = agrees(reply) or (is_place(reply) and (placed(reply) or 0) > len(options))
    if not picked and unclear and len(history) > 1 and offered(history[-2]) == options:
        picked = options
    if picked:
        return _picked(ask, history, picked)
    return ask.but(why=said("which-contact"), choices=options) if unclear else None


def _picked(ask: Ask, history: Sequence[Answer], picked: Sequence[Choice]) -> Ask:
    """The question that led to the choice, about those that were chosen."""
    before = history[-1]
    if len(history) > 1 and offered(history[-2]) == offered(before):
        before = history[-2]
    topic = " and ".join(each.name for each in picked)
    return before.ask.but(
        language=ask.language,
        intent="contact",
        about=", ".join(filter(None, (before.ask.about, topic))),
        chosen=tuple(reference for each in picked for reference in each.references),
    )


def _for_human(ask: Ask, history: Sequence[Answer]) -> Ask:
    """Whom to talk to about what the conversation was about; without one, that has to be said first."""
    wish = {"typed": ask.typed, "language": ask.language, "intent": "contact", "human": True, "way": True}
    if history and (options := offered(history[-1])):
        return _picked(ask, history, options).but(**wish)
    idle = ("smalltalk", "refused", "error", "clarify")
    topical = [each.ask for each in history if each.status not in idle and each.ask.text]
    if not topical:
        return ask.but(why=said("what-about"))
    return topical[-1].but(**wish, fields=(), who=asks_who(ask.typed), unread=False)


def _is_unread(worded: Wording, names: Names, is_subject: Callable[[str], bool]) -> bool:
    rest = worded.text
    for start, end, _ in reversed(names.found_in(rest)):
        if is_subject(rest[start:end]):
            rest = rest[:start] + rest[end:]
    known = [word for word in re.findall(r"[A-Za-z]{2,}", rest) if word.lower() not in QUESTION_WORDS]
    return len(worded.unread) > len(known)


def small_talk(question: str) -> SmallTalk | None:
    """Which kind of small talk a text is, or None when it asks for something."""
    return next((kind for kind, pattern in _SMALL_TALK if pattern.match(question.strip())), None)


def wants_human(question: str) -> bool:
    """Whether someone asks for a person to talk to, and says nothing else."""
    rest = [word for word in re.findall(r"[^\W\d_]+", _HUMAN.sub(" ", question).lower()) if word not in QUESTION_WORDS]
    return bool(_HUMAN.search(question)) and len(set(rest) - _HUMAN_FORM) < _FEW


def asks_how_to_reach(question: str) -> bool:
    """Whether a phone, an e-mail or an address is wanted, which only a directory entry may give."""
    return bool(_HUMAN.search(question) or asks_for_way(question))
