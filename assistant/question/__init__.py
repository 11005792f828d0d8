"""What a question wants, also within a conversation: `understanding` tries choices, contact follow-ups and follow-ups in turn."""

from assistant.question import types
from assistant.question.contact_cues import asks_about_team, asks_for_contact
from assistant.question.demand import demands
from assistant.question.excluded import is_excluded, set_aside, without
from assistant.question.followup import Grounds
from assistant.question.invisible import without_unseen
from assistant.question.reduced import Core, asked_of_it
from assistant.question.several import clauses, for_one, stands_apart
from assistant.question.understanding import as_small_talk, understand, wants_human

__all__ = [
    "Core",
    "Grounds",
    "as_small_talk",
    "asked_of_it",
    "asks_about_team",
    "asks_for_contact",
    "clauses",
    "demands",
    "for_one",
    "is_excluded",
    "set_aside",
    "stands_apart",
    "types",
    "understand",
    "wants_human",
    "without",
    "without_unseen",
]
