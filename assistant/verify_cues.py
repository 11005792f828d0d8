"""Small words that change what a sentence says: not, only, plans to, must, at most, before. They must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.claims import states
from assistant.verify_facts import Fault
from assistant.verify_words import Reading, Word
from retrieval.mismatch import has_opposite


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


_NOT = _cue(
    r"not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|no|\w+n['’]t|except|excluding|fail(?:s|ed)?|"
    r"exclude[sd]?|exempt(?:ed)?|barred|ineligible|forbidden|prohibited|refuse[sd]?|rejected|lack(?:s|ed|ing)?|unclear|"
    r"uncertain|unknown|unsaid|unstated|open whether|leaves? open|left open|undated|empty|silent|stays? out|dropped|"
    r"impossible|unable|unavailable|missing|absent|alone|too little|hardly|only|denied|outside|instead of|rather than|"
    r"closed|banned|ruled out|omit(?:s|ted)?|nil|zero|free|waived?|apart from|other than|lose[sd]?|shallow|unless|until|"
    r"yet to|un\w{4,}|dis(?:agree|allow|qualif)\w*|put off|shut out|neglect\w*|few|little|insufficient"
)
_STRICT_NOT = _cue(r"not|never|none|nobody|nothing|neither|nor|without|cannot|no|\w+n['’]t")
_NO_NEGATION = re.compile(r"\bnot only\b|\bno\.? ?(?=\d)|\bno (?:later|more|fewer|less|longer than)\b", re.IGNORECASE)
_PLAN = _cue(
    r"will|shall|plan(?:s|ned|ning)? (?:to|for|on)|planned|plan|plans|is to|are to|was to|were to|to be|aim(?:s|ed)? (?:to|at)|"
    r"aims?|intend(?:s|ed)?|intends|expect(?:s|ed)?|wants?|seeks?|sought|hope[sd]?|scheduled|slated|due|proposed|draft|"
    r"goals?|targets?|objectives?|envisag\w*|envision\w*|foreseen|should|would|going to|set for|set to|meant|designed|"
    r"means to|supposed|tasks?|purpose|vision|intended|under way|until|by the end|want(?:s|ed)?|project(?:s|ed)?|soon|"
    r"upcoming|promise[sd]?|provid\w+ for|예정|계획|추진|목표"
)
_FIRM_PLAN = _cue(
    r"will|plan(?:s|ned)? to|planned|plans|is to|are to|was to|were to|to be|aims?|intends?|expected|wants?|hopes?|"
    r"scheduled|slated|proposed|draft|should|would|going to"
)
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
_EVERYWHERE = _cue(r"nationwide|worldwide|everywhere|countrywide|globally|internationally")
_WIDE = _cue(r"nation\w*|world\w*|global\w*|international\w*|every\w*|countr\w+|overseas|abroad|foreign")
_SCOPE = 4  # words with matter that a cue speaks of


_NAMED = re.compile(r"(?<=\s)[A-Z][\w'’-]*")


@lru_cache(maxsize=4_000)
def quiet(text: str) -> str:
    """A text of the same length whose names and "no more than" hold no cues: a "Basic Plan" plans nothing."""
    without = _NAMED.sub(lambda match: "·" * len(match.group()), text)
    return _NO_NEGATION.sub(lambda match: "·" * len(match.group()), without)


def disagreement(sentence: Reading, fragments: Sequence[Reading], around: str) -> Fault | None:
    """Why a sentence does not say what the fragments that bear it say, or None.

    `around` is what leads up to the fragments and their headings; a plan announced there makes each item a plan.
    """
    own = " ".join(quiet(each.text) for each in fragments)
    whole = f"{quiet(around)} {own}"
    said = quiet(sentence.text)
    return (
        _negation(sentence, said, fragments, whole)
        or _status(sentence, said, fragments, own, whole)
        or _duty(said, own)
        or _scope(said, own, whole)
        or _opposite(sentence, fragments)
        or _limits(sentence, fragments)
    )


def _negation(sentence: Reading, said: str, fragments: Sequence[Reading], whole: str) -> Fault | None:
    if not _NOT.search(said):
        for fragment in fragments:
            for cue, words in _cued(fragment, _STRICT_NOT):
                if _shares(words, sentence):
                    return Fault("negation", f"the passage says '{cue}'")
    elif not _NOT.search(whole):
        strict = [(cue, words) for cue, words in _cued(sentence, _STRICT_NOT) if words]
        if strict:
            return Fault("negation", f"'{strict[0][0]}' does not stand in the passage")
    return None


def _status(sentence: Reading, said: str, fragments: Sequence[Reading], own: str, whole: str) -> Fault | None:
    done = _DONE.search(said)
    if done and not _DONE.search(own) and _PLAN.search(whole) and not _PLAN.search(said[: done.start()][-30:]):
        return Fault("status_word", f"'{done.group()}' is a plan in the passage")
    if not _PLAN.search(said):
        for fragment in fragments:
            for cue, words in _cued(fragment, _FIRM_PLAN):
                if _shares(words, sentence) and not _MAY.search(said):
                    return Fault("status_word", f"the passage says '{cue}'")
    elif _DONE.search(own) and not _PLAN.search(whole):
        future = next((cue for cue, words in _cued(sentence, _FIRM_PLAN)), None)
        if future:
            return Fault("status_word", f"'{future}' is a fact in the passage")
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


def _opposite(sentence: Reading, fragments: Sequence[Reading]) -> Fault | None:
    stems = [word.stem for word in sentence.words]
    if fragments and has_opposite(stems, [word.stem for each in fragments for word in each.words]):
        return Fault("negation", "the passage says the opposite")
    return None


def _limits(sentence: Reading, fragments: Sequence[Reading]) -> Fault | None:
    """At most, at least, more than, less than: what bounds a number there bounds it here."""
    for claim in sentence.claims:
        if claim.kind not in _BOUNDED:
            continue
        said = bound(sentence.text, claim.start, claim.end)
        stated = {
            bound(fragment.text, each.start, each.end)
            for fragment in fragments
            for each in fragment.claims
            if states(each, claim)
        }
        if stated and said not in stated and not ("" in stated and said == "") and "range" not in {said, *stated}:
            there = next(iter(sorted(stated)))
            return Fault("status_word", f"'{said or 'exactly'}' where the passage says '{there or 'exactly'}'")
    return None


_BOUNDS = (
    ("at most", _cue(r"at most|up to|no more than|not more than|maximum(?: of)?|max|not exceeding|no longer than|a limit of|capped at|within"),
     _cue(r"at most|or fewer|or less|maximum|max")),
    ("at least", _cue(r"at least|no (?:less|fewer) than|not (?:less|fewer) than|minimum(?: of)?|a full"),
     _cue(r"at least|or more|or over|minimum|and up")),
    ("over", _cue(r"more than|over|above|exceed(?:s|ing)?|upwards of|greater than"), _cue(r"plus")),
    ("under", _cue(r"less than|fewer than|below|under"), _cue(r"(?!)")),
)  # fmt: skip
_BOUNDED = frozenset({"number", "amount", "percent", "measure"})
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade"})
_EDGE = 24  # characters before and after a number in which a bound stands


def bound(text: str, start: int, end: int) -> str:
    """What limits a number: "at most", "at least", "over", "under", "range" or nothing."""
    before, after = text[max(0, start - _EDGE) : start], text[end : end + _EDGE]
    for name, ahead, behind in _BOUNDS:
        if (
            name == "over"
            and re.match(r"\s*(?:the (?:following|next|coming)\s*)?$", before.rpartition("over")[2])
            and re.match(r".*(?:second|minute|hour|day|week|month|year|decade)s?$", text[start:end])
        ):
            continue
        found = list(ahead.finditer(before))
        if found and len(before) - found[-1].end() <= 6:
            return name
        follows = behind.search(after)
        if follows and follows.start() <= 12:
            return name
    return ""


@lru_cache(maxsize=4_000)
def _cued(reading: Reading, pattern: re.Pattern[str]) -> tuple[tuple[str, tuple[Word, ...]], ...]:
    return tuple(_cues(reading, pattern))


def _cues(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Each cue of a text with the next words that it speaks of."""
    text = quiet(reading.text)
    for match in pattern.finditer(text):
        words = [word for word in reading.words if word.start >= match.end()][:_SCOPE]
        yield match.group(), tuple(words)


def _shares(words: Sequence[Word], sentence: Reading) -> bool:
    """Whether a sentence speaks of what a cue speaks of: the word right after it, and half of the next."""
    said = [word.stem in sentence.stems or (word.name >= 0 and word.name in sentence.names) for word in words]
    return bool(said) and said[0] and 2 * sum(said) >= min(len(said), 2)
