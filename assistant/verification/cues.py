"""Small words that change what a sentence says: not, only, plans to, must, at most, before. They must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.verification.bounds import exceeded
from assistant.verification.value_check import Fault
from assistant.verification.words import Reading, Word, synonyms
from retrieval.language import has_opposite
from retrieval.patterns import late_pattern


def _cue(words: str) -> re.Pattern[str]:
    return late_pattern(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


_NOT = _cue(
    r"not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|no|\w+n['’]t|except|excluding|fail(?:s|ed)?|"
    r"exclude[sd]?|exempt(?:ed)?|barred|ineligible|forbidden|prohibited|refuse[sd]?|rejected|lack(?:s|ed|ing)?|unclear|"
    r"uncertain|unknown|unsaid|unstated|open whether|leaves? open|left open|undated|empty|silent|stays? out|dropped|"
    r"impossible|unable|unavailable|missing|absent|alone|too little|hardly|only|denied|outside|instead of|rather than|"
    r"closed|banned|ruled out|omit(?:s|ted)?|nil|zero|free|waived?|apart from|other than|lose[sd]?|shallow|unless|until|"
    r"yet to|un\w{4,}|dis(?:agree|allow|qualif)\w*|put off|shut out|neglect\w*|few|little|insufficient"
)
_STRICT_NOT = _cue(r"not|never|none|nobody|nothing|neither|nor|without|cannot|no|\w+n['’]t")
_NO_NEGATION = late_pattern(
    r"\bnot only\b|\bno\.? ?(?=\d)|\bnot? (?:later|more|fewer|less|longer) than\b|\bnot (?:to )?exceed(?:ing)?\b",
    re.IGNORECASE,
)
_PLAN = _cue(
    r"will|shall|plan(?:s|ned|ning)? (?:to|for|on)|planned|plan|plans|is to|are to|was to|were to|to be|aim(?:s|ed)? (?:to|at)|"
    r"aims?|intend(?:s|ed)?|intends|expect(?:s|ed)?|wants?|seeks?|sought|hope[sd]?|scheduled|slated|due|proposed|draft|"
    r"goals?|targets?|objectives?|envisag\w*|envision\w*|foreseen|should|would|going to|set for|set to|meant|designed|"
    r"means to|supposed|tasks?|purpose|vision|intended|under way|until|by the end|want(?:s|ed)?|project(?:s|ed)?|soon|"
    r"anticipat\w*|predict\w*|forecast\w*|upcoming|promise[sd]?|provid\w+ for|예정|계획|추진|목표"
)
_FIRM_PLAN = _cue(
    r"will|plan(?:s|ned)? to|planned|plans|is to|are to|was to|were to|(?<!has )(?<!have )to be|aims?|intends?|expected|"
    r"scheduled|slated|proposed|should|would|going to"
)
_OBLIGING = frozenset({"is to", "are to", "to be", "should", "will"})
_DONE = _cue(
    r"(?:has|have|had)(?: \w+ly)?(?: already)?(?: been)? (?:\w+ed|been|begun|bought|brought|built|come|cut|given|gone|held|"
    r"laid|left|made|met|paid|put|risen|seen|sent|set|spent|taken|won|written)|already|now|went into|came into|took place|"
    r"(?:was|were) (?:completed|opened|finished|finalized|built|constructed|established|launched|approved|awarded|achieved|"
    r"introduced|put into)|(?:completed|started|began) in|opened (?:in|on|its)|"
    r"(?:is|are) (?:now )?(?:running|open|operating|in operation|complete|finished)"
)
_MUST = _cue(r"must|have to|has to|mandatory|obliged|obligatory|compulsory|required|requires?|needs? to|shall")
_MAY = _cue(r"may|can|could|might|optional|voluntary|possible|allowed|entitled|able")
_ONLY = _cue(r"only|exclusively|solely|limited to|nothing but|no one but")
_NARROW = _cue(
    r"only|exclusively|solely|sole|limited|just|outside|no other|no one|nothing|none|dedicated|except|not|without|empty"
)
_EVERYWHERE = _cue(
    r"nationwide|worldwide|everywhere|countrywide|globally|internationally|(?:throughout|across|all over) the (?:country|nation|world)"
)
_WIDE = _cue(r"nation\w*|world\w*|global\w*|international\w*|every\w*|countr\w+|overseas|abroad|foreign")
_AWAITED = _cue(r"once|when|as soon as|anticipat\w*|predict\w*|forecast\w*|until|after")
_CAN = _cue(r"(?:can|may|could)(?! not)")
_CANNOT = _cue(
    r"cannot|(?:can|may|must|could|shall) not|can['’]t|unable|not (?:allowed|permitted|able)|ineligible|excluded|barred"
)
_HELD_BACK = _cue(r"neither|nor|not|never|no|before|until|only|unless")
_EXCLUDED = _cue(r"excluded|not (?:paid|covered|admitted|eligible|allowed|accepted)[^.]*:")
_FINISHED = _cue(
    r"(?:has|have)(?: \w+ly)?(?: already)?(?: been)? (?:built|completed|finished|opened|established|launched|won|approved|"
    r"finalized|constructed|switched|changed|introduced|achieved|created|set up|carried out|drawn up|begun|started|"
    r"developed|installed|signed|awarded)"
)
_PAST = _cue(r"was|were|has|have|had|went|came|took|ran|began|built|won|held|\w{2,}ed")
_MOSTLY = 0.5  # of a fragment's words
_SCOPE = 4  # words with matter that a cue speaks of


_NAMED = late_pattern(r"(?<=[^.:!?;]\s)[A-Z][\w'’-]*")


@lru_cache(maxsize=4_000)
def quiet(text: str) -> str:
    """A text of the same length whose names and "no more than" hold no cues: a "Basic Plan" plans nothing."""
    without = _NAMED.sub(lambda match: "·" * len(match.group()), text)
    return _NO_NEGATION.sub(lambda match: "·" * len(match.group()), without)


def disagreement(
    sentence: Reading, fragments: Sequence[Reading], leads: Sequence[Reading], heading: str
) -> Fault | None:
    """Why a sentence does not say what the fragments that bear it say, or None.

    `leads` are what leads up to the fragments; a plan announced there makes each item a plan.
    """
    own = " ".join(quiet(each.text) for each in fragments)
    whole = " ".join([quiet(heading), *(quiet(each.text) for each in leads), own])
    said = quiet(sentence.text)
    return (
        _negation(sentence, said, fragments, leads, whole)
        or _status(sentence, said, fragments, leads)
        or _duty(said, own)
        or _scope(said, own, whole)
        or _opposite(sentence, said, fragments)
        or exceeded(sentence, fragments, " ".join([heading, *(each.text for each in (*leads, *fragments))]))
    )


def _negation(
    sentence: Reading, said: str, fragments: Sequence[Reading], leads: Sequence[Reading], whole: str
) -> Fault | None:
    denied = _lower(_NOT.findall(said))
    for fragment in fragments:
        for cue, words in _cued(fragment, _STRICT_NOT):
            same = _lower(_NOT.findall(" ".join(quiet(each.text) for each in fragments))) - {cue.lower()}
            if denied <= same and _shares(words, sentence):
                return Fault("negation", f"the passage says '{cue}'")
    if denied and not _NOT.search(whole):
        strict = [cue for cue, words in _cued(sentence, _STRICT_NOT) if words]
        if strict:
            return Fault("negation", f"'{strict[0]}' does not stand in the passage")
    excluded = next((cue for each in leads for cue in _EXCLUDED.findall(quiet(each.text))), None)
    if excluded and not _NOT.search(said):
        return Fault("negation", f"the passage says '{excluded}'")
    if _CAN.search(said) and not _CANNOT.search(said) and not _HELD_BACK.search(said):
        for fragment in fragments:
            found = _CANNOT.search(quiet(fragment.text))
            if found and _shared_part(fragment, sentence) >= _MOSTLY:
                return Fault("negation", f"the passage says '{found.group()}'")
    return None


def _status(sentence: Reading, said: str, fragments: Sequence[Reading], leads: Sequence[Reading]) -> Fault | None:
    own = " ".join(quiet(each.text) for each in fragments)
    done = _DONE.search(said)
    planned = next(
        (cue for each in fragments for cue, words in _cued(each, _FIRM_PLAN) if _shares(words, sentence)), None
    )
    nearly = next((cue for each in fragments for cue, words in _cued(each, _FIRM_PLAN) if _half(words, sentence)), None)
    announced = next((cue for each in leads for cue, _ in _cued(each, _FIRM_PLAN)), None)
    hedged = _FIRM_PLAN.search(said) or _AWAITED.search(said) or _STRICT_NOT.search(said)
    if done and not _DONE.search(own) and (planned or nearly or announced) and not hedged:
        return Fault("status_word", f"'{done.group()}' is a plan in the passage")
    finished = _FINISHED.search(said)
    if finished and not hedged and not _PAST.search(own):
        return Fault("status_word", f"'{finished.group()}' does not stand in the passage")
    obliged = planned in _OBLIGING and _MUST.search(said)
    if planned and not obliged and not _PLAN.search(said) and not _MAY.search(said):
        return Fault("status_word", f"the passage says '{planned}'")
    future = _FIRM_PLAN.search(said)
    if future and _DONE.search(own) and not (planned or announced or _PLAN.search(own)):
        return Fault("status_word", f"'{future.group()}' is a fact in the passage")
    return None


def _duty(text: str, own: str) -> Fault | None:
    for said, other in ((_MUST, _MAY), (_MAY, _MUST)):
        found = said.search(text)
        free = not (said.search(own) or other.search(text) or _STRICT_NOT.search(own))
        if found and other.search(own) and free:
            return Fault("status_word", f"'{found.group()}' does not stand in the passage")
    return None


def _scope(text: str, own: str, whole: str) -> Fault | None:
    only = _ONLY.search(text)
    if only and not _NARROW.search(own):
        return Fault("status_word", f"'{only.group()}' does not stand in the passage")
    wide = _EVERYWHERE.search(text)
    if wide and not _WIDE.search(whole):
        return Fault("status_word", f"'{wide.group()}' does not stand in the passage")
    return None


def _opposite(sentence: Reading, said: str, fragments: Sequence[Reading]) -> Fault | None:
    """An opposite that no synonym explains; a negation on one side only turns it into agreement."""
    own = {word.stem for word in sentence.words}
    there = {word.stem for each in fragments for word in each.words}
    negated = any(_NOT.search(quiet(each.text)) for each in fragments) or _NOT.search(said)
    if not negated and has_opposite(own - _explained(own, there), there - _explained(there, own)):
        return Fault("negation", "the passage says the opposite")
    return None


def _explained(stems: set[str], others: set[str]) -> set[str]:
    """The stems that have a synonym among the others, or stand there."""
    groups = {group for other in others for group in synonyms().get(other, ())}
    return {each for each in stems if each in others or groups & synonyms().get(each, frozenset())}


@lru_cache(maxsize=4_000)
def _cued(reading: Reading, pattern: re.Pattern[str]) -> tuple[tuple[str, tuple[Word, ...]], ...]:
    return tuple(_cues(reading, pattern))


def _cues(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Each cue of a text with the words that it speaks of: those that follow, else those right before it."""
    for match in pattern.finditer(quiet(reading.text)):
        words = [word for word in reading.words if word.start >= match.end()][:_SCOPE]
        if not words:
            words = [word for word in reading.words if word.end <= match.start()][-2:]
        yield match.group(), tuple(words)


def _shares(words: Sequence[Word], sentence: Reading) -> bool:
    """Whether a sentence speaks of what a cue speaks of: the word right after it, and half of the next."""
    said = [_is_said(word, sentence) for word in words]
    return bool(said) and said[0] and 2 * sum(said) >= min(len(said), 2)


def _lower(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _half(words: Sequence[Word], sentence: Reading) -> bool:
    return bool(words) and 2 * sum(_is_said(word, sentence) for word in words) >= len(words)


def _shared_part(fragment: Reading, sentence: Reading) -> float:
    return sum(_is_said(word, sentence) for word in fragment.words) / max(1, len(fragment.words))


def _is_said(word: Word, sentence: Reading) -> bool:
    return word.stem in sentence.stems or (word.name >= 0 and word.name in sentence.names)
