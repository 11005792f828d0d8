"""Which sentences of the tables the chats say: those that are chosen by name, and how one is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from assistant.wording import Language, Said, said, say

Reason = Literal["wrong", "missing", "outdated", "wrong_contact", "unclear"]

EXAMPLES = (
    said("bot-example-team"),
    said("bot-example-initiatives"),
    said("bot-example-vision"),
    said("bot-example-industries"),
)
COMMANDS: Mapping[str, Said] = {
    "start": said("bot-command-start"),
    "help": said("bot-command-help"),
    "new": said("bot-command-new"),
    "sources": said("bot-command-sources"),
    "contacts": said("bot-command-contacts"),
    "language": said("bot-command-language"),
    "privacy": said("bot-command-privacy"),
    "delete": said("bot-command-delete"),
}
GROUP_COMMANDS = ("help", "new", "sources", "contacts", "privacy", "delete")
REASONS: Mapping[Reason, Said] = {
    "wrong": said("bot-reason-wrong"),
    "missing": said("bot-reason-missing"),
    "outdated": said("bot-reason-outdated"),
    "wrong_contact": said("bot-reason-wrong-contact"),
    "unclear": said("bot-reason-unclear"),
}
LANGUAGE_NAMES: Mapping[Language, str] = {"en": "English", "ko": "한국어"}


def told(key: str, language: Language, /, **values: str | int | date) -> str:
    """A sentence of the tables, ready to be shown as plain text: escape it before it becomes HTML."""
    return say(said(key, **values), language)
